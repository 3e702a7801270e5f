//! A sample of plain numbers, and the share of replications where something holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sim_core::statistics::{Tally, mean_interval, quantile, quantile_bounds, wilson_interval};

use super::{LEVEL, QUANTILES};

/// Confidence limits at [`LEVEL`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

/// A quantile and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuantileEstimate {
    /// Share of outcomes below, 0..1.
    pub p: f64,
    /// Sample quantile, type 7.
    pub value: f64,
    /// Limits by order statistics; null when the sample is too small to bound it.
    pub limits: Option<Limits>,
}

/// A sample of outcomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DistributionSummary {
    /// Outcomes.
    pub count: u64,
    /// Mean.
    pub mean: f64,
    /// Student limits of the mean; null below two outcomes.
    pub mean_limits: Option<Limits>,
    /// Standard deviation (n - 1); null below two outcomes.
    pub standard_deviation: Option<f64>,
    /// P5, P10, P25, P50, P75, P90, P95.
    pub quantiles: Vec<QuantileEstimate>,
    /// Conditional value at risk: mean of the worst `ceil(0.05 n)` outcomes.
    pub cvar_5: f64,
    /// Lowest outcome.
    pub lowest: f64,
    /// Highest outcome.
    pub highest: f64,
}

impl DistributionSummary {
    /// Summarises `values`; `None` when there are none or one is not finite.
    pub fn of(values: &[f64]) -> Option<Self> {
        if !values.iter().all(|value| value.is_finite()) {
            return None;
        }
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (lowest, highest) = (*sorted.first()?, *sorted.last()?);
        let tally: Tally = values.iter().copied().collect();
        let interval = mean_interval(&tally, LEVEL);
        let estimate = |p: f64| {
            let bounds = quantile_bounds(&sorted, p, LEVEL).ok();
            let limits = bounds.map(|b| Limits { lower: b.lower, upper: b.upper });
            Some(QuantileEstimate { p, value: quantile(&sorted, p)?, limits })
        };
        let worst = &sorted[..sorted.len().div_ceil(20)];
        Some(Self {
            count: tally.count(),
            mean: tally.mean()?,
            mean_limits: interval.map(|i| Limits { lower: i.lower, upper: i.upper }),
            standard_deviation: tally.standard_deviation(),
            quantiles: QUANTILES.iter().filter_map(|&p| estimate(p)).collect(),
            cvar_5: worst.iter().sum::<f64>() / worst.len() as f64,
            lowest,
            highest,
        })
    }

    /// The quantile `p`, one of [`QUANTILES`].
    pub fn at(&self, p: f64) -> Option<f64> {
        self.quantiles.iter().find(|quantile| quantile.p == p).map(|quantile| quantile.value)
    }
}

/// A share of replications, with Wilson's limits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Probability {
    /// Replications where it holds.
    pub count: u64,
    /// Their share, 0..1.
    pub share: f64,
    /// Limits, within 0..1.
    pub limits: Limits,
}

/// The share `count` of `total` replications; `None` without replications.
pub fn probability_of(count: usize, total: usize) -> Option<Probability> {
    let interval = wilson_interval(count as u64, total as u64, LEVEL)?;
    let limits = Limits { lower: interval.lower, upper: interval.upper };
    Some(Probability { count: count as u64, share: interval.estimate, limits })
}

/// The share of `values` below `limit`: the probability of losing more than `-limit`, say.
pub fn probability_below(values: &[f64], limit: f64) -> Option<Probability> {
    probability_of(values.iter().filter(|&&value| value < limit).count(), values.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_nan_have_no_summary() {
        assert_eq!(DistributionSummary::of(&[]), None);
        assert_eq!(DistributionSummary::of(&[1.0, f64::NAN]), None);
        assert_eq!(probability_of(0, 0), None);
    }

    #[test]
    fn one_outcome_has_no_spread() {
        let summary = DistributionSummary::of(&[3.0]).unwrap();
        assert_eq!((summary.mean, summary.cvar_5, summary.at(0.5)), (3.0, 3.0, Some(3.0)));
        assert_eq!((summary.standard_deviation, summary.mean_limits), (None, None));
        assert!(summary.quantiles.iter().all(|quantile| quantile.limits.is_none()));
    }

    #[test]
    fn the_worst_twentieth_is_rounded_up() {
        let values: Vec<f64> = (1..=41).map(f64::from).collect();
        assert_eq!(DistributionSummary::of(&values).unwrap().cvar_5, 2.0);
        assert_eq!(probability_below(&values, 11.0).unwrap().count, 10);
    }
}
