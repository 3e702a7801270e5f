//! Statistics of values that come in clusters: dependent within a cluster, independent between.
//!
//! Antithetic couples and stratified blocks of replications are such clusters. Every interval here
//! takes the cluster as the unit; nothing is assumed of what happens inside one. A cluster may lack
//! values.

use super::confidence::wilson_limits;
use super::{Interval, Tally, known};
use crate::special::student_t_quantile;

/// Number of its cluster, and value. The values of a cluster stand together.
pub type Member = (u64, f64);

/// A mean over clusters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusteredMean {
    /// Mean of all values.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Number of values.
    pub count: u64,
    /// Number of clusters.
    pub clusters: u64,
    /// Variance of the mean, over the variance that as many independent values would give it:
    /// 1 + ρ for couples of correlation ρ (the design effect; Kish 1965, Survey Sampling, section
    /// 8.2). `None` when the values have no spread.
    pub variance_ratio: Option<f64>,
}

/// Mean of all values, with the error of a ratio of cluster totals to cluster sizes:
/// SE² = c/(c − 1) Σ (total − mean · size)² / n² for c clusters and n values (Cochran 1977, Sampling
/// Techniques, 3rd ed., section 6.3); for equal sizes the standard error of the cluster means.
///
/// `None` below two clusters or when a value is not finite.
pub fn clustered_mean(values: &[Member]) -> Option<ClusteredMean> {
    let tally: Tally = values.iter().map(|(_, x)| *x).collect();
    let mean = tally.mean()?;
    let (mut clusters, mut squares) = (0_u64, 0.0);
    for cluster in values.chunk_by(|a, b| a.0 == b.0) {
        let apart: f64 = cluster.iter().map(|(_, x)| x - mean).sum();
        squares += apart * apart;
        clusters += 1;
    }
    let (c, n) = (clusters as f64, tally.count() as f64);
    if clusters < 2 {
        return None;
    }
    let variance = known(c / (c - 1.0) * squares / (n * n))?;
    let alone = tally.variance()? / n;
    Some(ClusteredMean {
        mean,
        standard_error: variance.sqrt(),
        count: tally.count(),
        clusters,
        variance_ratio: (alone > 0.0).then(|| variance / alone),
    })
}

impl ClusteredMean {
    /// Student's t at `level` with one degree of freedom less than clusters.
    fn t(&self, level: f64) -> Option<f64> {
        let possible = level > 0.0 && level < 1.0;
        possible.then(|| student_t_quantile(0.5 * (1.0 + level), (self.clusters - 1) as f64))
    }

    /// Student's interval, with the clusters as observations; `None` for an impossible level.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let half = known(self.t(level)? * self.standard_error)?;
        Some(Interval {
            estimate: self.mean,
            lower: self.mean - half,
            upper: self.mean + half,
            level,
        })
    }
}

/// The share of members with a property, its error, and the number of independent trials that would
/// have the same error.
///
/// A count is a whole number, so clusters that happen to agree prove less than they seem to: the
/// variance of the count of a cluster is taken as 1/12 at least, that of rounding.
fn share(members: &[Member]) -> Option<(ClusteredMean, f64)> {
    let found = clustered_mean(members)?;
    let (n, p) = (found.count as f64, found.mean);
    let rounding = found.clusters as f64 / (12.0 * n * n);
    let error = found.standard_error.max(rounding.sqrt());
    let trials = p * (1.0 - p) / (error * error);
    Some((ClusteredMean { standard_error: error, ..found }, trials))
}

/// Interval of a share from members that are 1 or 0: Wilson's, with Student's t in place of z and
/// the number of independent trials that have the error found in place of the number of values
/// (Franco, Little, Louis and Slud 2019, Journal of Survey Statistics and Methodology 7, 334-364).
/// `trials_at_least` is what is known of that number beforehand; it counts alone where all members
/// agree, for then nothing can be learnt from them.
///
/// `None` below two clusters or for an impossible level.
pub fn clustered_share(members: &[Member], trials_at_least: f64, level: f64) -> Option<Interval> {
    let (found, trials) = share(members)?;
    let t = found.t(level)?;
    let trials = trials.max(trials_at_least).max(1.0);
    let (lower, upper) = wilson_limits(found.mean * trials, trials, t);
    Some(Interval { estimate: found.mean, lower, upper, level })
}

/// Interval of the `p` quantile: order statistics at the limits of the share of values below it
/// (Woodruff 1952, Journal of the American Statistical Association 47, 635-646), at least one rank
/// to either side. Unlike the bounds of independent values its coverage is approximate, as good as
/// the normal law of the share: many clusters, and not a far tail.
///
/// `None` below two clusters, when a limit lies outside the sample, or for an impossible level.
pub fn clustered_quantile_bounds(values: &[Member], p: f64, level: f64) -> Option<Interval> {
    let mut sorted: Vec<f64> = values.iter().map(|(_, x)| *x).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let estimate = super::quantile(&sorted, p)?;
    let below: Vec<Member> =
        values.iter().map(|(k, x)| (*k, if *x <= estimate { 1.0 } else { 0.0 })).collect();
    let (found, _) = share(&below)?;
    let reach = found.t(level)? * found.standard_error;
    let n = sorted.len() as f64;
    // Rank k is where the share of values up to it reaches k/n.
    let lower = (n * (p - reach)).floor();
    let upper = (n * (p + reach)).ceil() + 1.0;
    if !(lower >= 1.0 && upper <= n) {
        return None;
    }
    let at = |rank: f64| sorted[rank as usize - 1];
    Some(Interval { estimate, lower: at(lower), upper: at(upper), level })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::mean_interval;

    #[test]
    fn clusters_of_one_are_independent_values() {
        let values: Vec<Member> = (0..40_u64).map(|k| (k, (k * k % 17) as f64)).collect();
        let tally: Tally = values.iter().map(|v| v.1).collect();
        let (ours, known) =
            (clustered_mean(&values).unwrap(), mean_interval(&tally, 0.95).unwrap());
        let interval = ours.interval(0.95).unwrap();
        assert!((interval.lower - known.lower).abs() < 1e-12);
        assert!((interval.upper - known.upper).abs() < 1e-12);
        assert!((ours.variance_ratio.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((ours.clusters, ours.count), (40, 40));
    }

    #[test]
    fn the_ratio_is_one_plus_the_correlation_of_couples() {
        // Twins: ρ = 1. Mirrored couples: ρ = −1.
        let twins: Vec<Member> = (0..40_u64).map(|k| (k / 2, (k / 2) as f64)).collect();
        let ratio = clustered_mean(&twins).unwrap().variance_ratio.unwrap();
        assert!((ratio - 2.0 * 39.0 / 38.0).abs() < 0.1, "{ratio}");
        let mirrored: Vec<Member> = (0..40_u64)
            .map(|k| (k / 2, if k % 2 == 0 { k as f64 } else { 1.0 - k as f64 }))
            .collect();
        let found = clustered_mean(&mirrored).unwrap();
        assert!(found.standard_error < 1e-12 && found.mean.abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_said_is_none() {
        assert_eq!(clustered_mean(&[]), None);
        assert_eq!(clustered_mean(&[(0, 1.0), (0, 2.0)]), None);
        assert_eq!(clustered_mean(&[(0, 1.0), (1, f64::NAN)]), None);
        let flat = clustered_mean(&[(0, 3.0), (1, 3.0)]).unwrap();
        assert_eq!((flat.standard_error, flat.variance_ratio), (0.0, None));
        assert_eq!(flat.interval(1.0), None);
        let few: Vec<Member> = (0..10_u64).map(|k| (k / 2, k as f64)).collect();
        assert_eq!(clustered_quantile_bounds(&few, 0.1, 0.95), None);
        assert_eq!(clustered_quantile_bounds(&few, 0.5, 0.0), None);
        assert_eq!(clustered_share(&few[..2], 1.0, 0.95), None);
    }

    #[test]
    fn a_share_without_spread_rests_on_what_was_known_before() {
        let all: Vec<Member> = (0..40_u64).map(|k| (k / 2, 1.0)).collect();
        let sure = clustered_share(&all, 20.0, 0.95).unwrap();
        assert_eq!((sure.estimate, sure.upper), (1.0, 1.0));
        assert!(sure.lower > 0.7 && sure.lower < 0.9, "{}", sure.lower);
        // Couples that always disagree: half of all, for certain, but not to the last digit.
        let split: Vec<Member> = (0..400_u64).map(|k| (k / 2, (k % 2) as f64)).collect();
        let half = clustered_share(&split, 200.0, 0.95).unwrap();
        assert!(half.half_width() > 0.015 && half.half_width() < 0.025, "{}", half.half_width());
    }

    #[test]
    fn bounds_lie_one_rank_to_either_side_at_least() {
        // Every block of ten has one value of each decile: the share below is certain but for
        // rounding.
        let values: Vec<Member> =
            (0..1000_u64).map(|k| (k / 10, (k % 10 * 100 + k / 10) as f64)).collect();
        let bounds = clustered_quantile_bounds(&values, 0.3, 0.95).unwrap();
        assert!(bounds.lower < bounds.estimate && bounds.estimate < bounds.upper, "{bounds:?}");
        assert!(bounds.half_width() < 10.0, "{bounds:?}");
    }
}
