//! How many replications: look, and go on until every figure is precise enough.

use super::confidence::wilson_limits;
use super::{QuantileBounds, Tally, known, quantile_bounds};
use crate::special::normal_cdf;

/// Replications in batches until the half-widths are small enough, or the limit is reached.
///
/// Looking several times and stopping at the first lucky look makes an interval too narrow; the
/// half-widths here therefore use a wider `z` than the nominal 1.96. (Chow and Robbins 1965,
/// Annals of Mathematical Statistics 36, 457-462: for small half-widths the coverage of a
/// sequential interval tends to the nominal one.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoppingRule {
    /// Replications before the first look, at least 2.
    pub first: u64,
    /// Replications between looks, at least 1.
    pub batch: u64,
    /// Never more replications than this.
    pub most: u64,
    /// Half-widths are this many standard errors.
    pub z: f64,
}

impl Default for StoppingRule {
    /// First look at 200, then every 200, at most 5000, z = 2.2 for a nominal 95 %.
    fn default() -> Self {
        Self { first: 200, batch: 200, most: 5000, z: 2.2 }
    }
}

/// One figure that has to be precise.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// What it is, for the text.
    pub what: String,
    /// Half-width reached \[unit of the figure\]; `None` when it cannot be told yet.
    pub half_width: Option<f64>,
    /// Half-width allowed \[same unit\].
    pub allowed: f64,
}

impl Criterion {
    /// Whether the half-width is known and small enough.
    pub fn is_met(&self) -> bool {
        self.half_width.is_some_and(|reached| reached <= self.allowed)
    }
}

/// What to do after a look.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Run on until this many replications are done in all.
    Continue {
        /// Replications at the next look.
        until: u64,
    },
    /// Every criterion is met.
    Precise,
    /// The limit is reached and these criteria are not met: report the half-widths as they are.
    Exhausted {
        /// The criteria not met.
        unmet: Vec<Criterion>,
    },
}

impl StoppingRule {
    /// Decides after `done` replications.
    pub fn decide(&self, done: u64, criteria: &[Criterion]) -> Decision {
        let first = self.first.max(2).min(self.most);
        if done < first {
            return Decision::Continue { until: first };
        }
        if criteria.iter().all(Criterion::is_met) {
            return Decision::Precise;
        }
        if done >= self.most {
            let unmet = criteria.iter().filter(|c| !c.is_met()).cloned().collect();
            return Decision::Exhausted { unmet };
        }
        Decision::Continue { until: (done + self.batch.max(1)).min(self.most) }
    }

    /// Half-width z s/√n of a mean; `None` below two observations.
    pub fn mean_half_width(&self, tally: &Tally) -> Option<f64> {
        known(self.z * tally.standard_error()?)
    }

    /// Half-width of Wilson's interval for a share; `None` without trials.
    pub fn share_half_width(&self, successes: u64, trials: u64) -> Option<f64> {
        if trials == 0 || successes > trials {
            return None;
        }
        let (lower, upper) = wilson_limits(successes as f64, trials as f64, self.z);
        Some(0.5 * (upper - lower))
    }

    /// Two-sided level of a normal interval of z standard errors \[0..1\]: the level that every
    /// other interval of the rule has to have.
    pub fn level(&self) -> f64 {
        1.0 - 2.0 * normal_cdf(-self.z)
    }

    /// Half the distance of the order-statistic bounds of the `p` quantile, at the level that
    /// belongs to z; `None` when the sample, which must ascend, is too small.
    pub fn quantile_half_width(&self, sorted: &[f64], p: f64) -> Option<f64> {
        let bounds = quantile_bounds(sorted, p, self.level()).ok()?;
        let QuantileBounds { lower, upper, .. } = bounds;
        known(0.5 * (upper - lower))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_at_the_first_then_every_batch_then_gives_up() {
        let rule = StoppingRule { first: 10, batch: 10, most: 25, z: 2.2 };
        let wide = Criterion { what: "mean".into(), half_width: Some(2.0), allowed: 1.0 };
        let unknown = Criterion { half_width: None, ..wide.clone() };
        let met = Criterion { half_width: Some(1.0), ..wide.clone() };
        assert_eq!(rule.decide(0, &[]), Decision::Continue { until: 10 });
        assert_eq!(rule.decide(10, std::slice::from_ref(&met)), Decision::Precise);
        let both = [wide.clone(), met];
        assert_eq!(rule.decide(10, &both), Decision::Continue { until: 20 });
        assert_eq!(rule.decide(20, &[unknown]), Decision::Continue { until: 25 });
        assert_eq!(rule.decide(25, &both), Decision::Exhausted { unmet: vec![wide] });
    }
}
