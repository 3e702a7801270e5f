//! Quantiles of a sample, their certainty, and the mean of the tail.

use super::known;
use crate::special::binomial_cdf;

/// Sample quantile of type 7 (Hyndman and Fan 1996): straight between order statistics, at rank
/// 1 + (n − 1) p; the value spreadsheets call PERCENTILE.INC.
///
/// `sorted` ascends; `None` when it is empty or `p` is not in \[0, 1\].
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let last = sorted.len().checked_sub(1)?;
    let rank = last as f64 * p;
    let below = (rank.floor() as usize).min(last);
    let above = (below + 1).min(last);
    known(sorted[below] + (sorted[above] - sorted[below]) * (rank - below as f64))
}

/// Puts values in an order in which the quantiles `ps` and the order statistics `ranks` (counted from 1) stand
/// where they stand among the sorted: [`quantile`] and [`QuantileRanks::bounds`] of these may be asked for, and
/// nothing else. A fraction of the work of sorting.
pub fn partly_sort(values: &mut [f64], ps: &[f64], ranks: impl IntoIterator<Item = u64>) {
    let Some(last) = values.len().checked_sub(1) else { return };
    let places = |p: &f64| {
        let below = ((last as f64 * p).floor() as usize).min(last);
        [below, (below + 1).min(last)]
    };
    let ranks = ranks.into_iter().map(|rank| (rank.saturating_sub(1) as usize).min(last));
    let mut wanted: Vec<usize> = ps.iter().flat_map(places).chain(ranks).collect();
    wanted.sort_unstable();
    wanted.dedup();
    select(values, 0, &wanted);
}

/// The order statistics `wanted` of a whole of which `values` begins at `first`.
fn select(values: &mut [f64], first: usize, wanted: &[usize]) {
    let middle = wanted.len() / 2;
    let Some(place) = wanted.get(middle) else { return };
    let (below, _, above) = values.select_nth_unstable_by(place - first, f64::total_cmp);
    select(below, first, &wanted[..middle]);
    select(above, place + 1, &wanted[middle + 1..]);
}

/// A distribution-free confidence interval for a quantile, between two order statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileBounds {
    /// Order statistic of rank `lower_rank` \[unit of the values\].
    pub lower: f64,
    /// Order statistic of rank `upper_rank` \[unit of the values\].
    pub upper: f64,
    /// Rank of the lower bound, counted from 1.
    pub lower_rank: u64,
    /// Rank of the upper bound, counted from 1.
    pub upper_rank: u64,
    /// Exact probability that the interval covers the quantile, for a continuous law \[0..1\].
    pub coverage: f64,
}

/// The sample is too small to bound this quantile at this level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{have} values cannot bound this quantile; at least {needed} are needed")]
pub struct TooFewValues {
    /// Values there are.
    pub have: u64,
    /// Values it takes.
    pub needed: u64,
}

/// Between which order statistics of so many values a quantile lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileRanks {
    /// Rank of the lower bound, counted from 1.
    pub lower: u64,
    /// Rank of the upper bound, counted from 1.
    pub upper: u64,
    /// Exact probability that the interval covers the quantile, for a continuous law \[0..1\].
    pub coverage: f64,
}

impl QuantileRanks {
    /// The bounds among values that ascend, at these ranks at least.
    pub fn bounds(&self, sorted: &[f64]) -> QuantileBounds {
        let at = |rank: u64| sorted[(rank - 1) as usize];
        QuantileBounds {
            lower: at(self.lower),
            upper: at(self.upper),
            lower_rank: self.lower,
            upper_rank: self.upper,
            coverage: self.coverage,
        }
    }
}

/// Confidence interval \[X₍l₎, X₍u₎\] at `level` for the `p` quantile, 0 < p < 1, 0 < level < 1.
///
/// With B binomial (n, p) and α = 1 − level: l is the greatest rank with P(B ≤ l − 1) ≤ α/2, u the
/// smallest with P(B ≤ u − 1) ≥ 1 − α/2; the coverage is P(l ≤ B ≤ u − 1) (Conover, Practical
/// Nonparametric Statistics, 3rd ed., section 3.2; Hahn and Meeker, Statistical Intervals).
///
/// # Errors
/// When one of the ranks would lie outside the sample, which must ascend. (An impossible `p` or
/// `level` needs infinitely many values.)
pub fn quantile_bounds(sorted: &[f64], p: f64, level: f64) -> Result<QuantileBounds, TooFewValues> {
    Ok(quantile_ranks(sorted.len() as u64, p, level)?.bounds(sorted))
}

/// The ranks of [`quantile_bounds`] among `n` values.
///
/// # Errors
/// As [`quantile_bounds`].
pub fn quantile_ranks(n: u64, p: f64, level: f64) -> Result<QuantileRanks, TooFewValues> {
    let tail = 0.5 * (1.0 - level);
    if !(p > 0.0 && p < 1.0 && tail > 0.0 && tail < 0.5) {
        return Err(TooFewValues { have: n, needed: u64::MAX });
    }
    // Smallest k with P(B <= k) satisfying `enough`, which holds from some k on.
    let first = |enough: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0, n);
        while low < high {
            let middle = low + (high - low) / 2;
            if enough(binomial_cdf(middle, n, p)) { high = middle } else { low = middle + 1 }
        }
        low
    };
    let lower_rank = first(&|probability| probability > tail);
    let upper_rank = first(&|probability| probability >= 1.0 - tail) + 1;
    if lower_rank == 0 || upper_rank > n {
        let rarest = p.max(1.0 - p);
        let needed = (libm::log(tail) / libm::log(rarest)).ceil() as u64;
        return Err(TooFewValues { have: n, needed: needed.max(n + 1) });
    }
    let coverage = binomial_cdf(upper_rank - 1, n, p) - binomial_cdf(lower_rank - 1, n, p);
    Ok(QuantileRanks { lower: lower_rank, upper: upper_rank, coverage })
}

/// Conditional value at risk: the mean of the worst (lowest) `share` of the sample, 0 < share ≤ 1,
/// (1/share) ∫₀^share F⁻¹(v) dv with the sample's step quantile function; the last value counts in
/// part (Rockafellar and Uryasev 2002, Journal of Banking and Finance 26, 1443-1471).
///
/// `sorted` ascends; `None` when it is empty or the share is impossible.
pub fn cvar(sorted: &[f64], share: f64) -> Option<f64> {
    if sorted.is_empty() || !(share > 0.0 && share <= 1.0) {
        return None;
    }
    let mut left = share * sorted.len() as f64;
    let whole = left;
    let mut sum = 0.0;
    for value in sorted {
        let part = left.min(1.0);
        sum += part * value;
        left -= part;
        if left <= 0.0 {
            break;
        }
    }
    known(sum / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_7_quantiles() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile(&sorted, 0.0), Some(1.0));
        assert_eq!(quantile(&sorted, 0.5), Some(2.5));
        assert_eq!(quantile(&sorted, 0.1), Some(1.3));
        assert_eq!(quantile(&sorted, 1.0), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&sorted, f64::NAN), None);
    }

    #[test]
    fn partly_sorted_values_have_the_quantiles_of_sorted_ones() {
        for n in [0_u32, 1, 2, 3, 7, 40, 361] {
            let values: Vec<f64> = (0..n).map(|k| f64::from(k * 7919 % 361 / 3)).collect();
            let (mut partly, mut sorted) = (values.clone(), values);
            sorted.sort_unstable_by(f64::total_cmp);
            let ps = [0.0, 0.05, 0.1, 0.5, 0.77, 1.0];
            let ranks = quantile_ranks(u64::from(n), 0.5, 0.95);
            let bounds = ranks.iter().flat_map(|ranks| [ranks.lower, ranks.upper]);
            partly_sort(&mut partly, &ps, bounds);
            for p in ps {
                assert_eq!(quantile(&partly, p), quantile(&sorted, p), "{n} {p}");
            }
            let found = ranks.map(|ranks| ranks.bounds(&partly));
            assert_eq!(found, quantile_bounds(&sorted, 0.5, 0.95), "{n}");
        }
    }

    #[test]
    fn too_small_a_sample_says_how_many_it_takes() {
        let sorted: Vec<f64> = (0..40).map(f64::from).collect();
        // P10 at 95 %: 0.9^n <= 0.025 from n = 36 on.
        assert!(quantile_bounds(&sorted[..36], 0.1, 0.95).is_ok());
        let refused = quantile_bounds(&sorted[..35], 0.1, 0.95);
        assert_eq!(refused, Err(TooFewValues { have: 35, needed: 36 }));
        assert!(quantile_bounds(&sorted, 0.1, 1.0).is_err());
        assert!(quantile_bounds(&[], 0.5, 0.95).is_err());
    }

    #[test]
    fn tail_mean_counts_the_last_value_in_part() {
        let sorted = [-10.0, 0.0, 5.0, 9.0];
        assert_eq!(cvar(&sorted, 0.25), Some(-10.0));
        assert_eq!(cvar(&sorted, 0.375), Some(-10.0 / 1.5));
        assert_eq!(cvar(&sorted, 1.0), Some(1.0));
        assert_eq!(cvar(&sorted, 0.0), None);
        assert_eq!(cvar(&[], 0.1), None);
    }
}
