//! Running a study: pairs in parallel, in order, until enough is known.

use super::question::{Design, Study};
use super::result::{FailedPair, Stopped, StudyResult};
use crate::answer;
use crate::pairing::record::{PairFailure, PairRecord};
use crate::pairing::{Worker, run_pair};
use sim_core::statistics::{Criterion, Decision, StoppingRule, Tally};
use sim_core::{Plan, replicate};
use std::sync::atomic::AtomicBool;

/// How to run a study. Threads are those of the rayon pool in which [`Study::run`] is called.
#[derive(Clone, Copy, Default)]
pub struct RunOptions<'a> {
    /// So many pairs, whatever the study says.
    pub pairs: Option<u64>,
    /// Another seed.
    pub seed: Option<u64>,
    /// Once true, the run stops after the pairs under way; the result says so.
    pub cancel: Option<&'a AtomicBool>,
    /// Told after every pair: pairs done, pairs planned so far.
    pub progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
}

/// Why a study has no result.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StudyError {
    /// A pair failed, and the study allows none (or no more).
    #[error("pair {pair} of seed {seed} failed: {failure}{}", also(*.before))]
    PairFailed {
        /// Its number, from 0.
        pair: u64,
        /// The seed of the study.
        seed: u64,
        /// The arm and the reason.
        failure: PairFailure,
        /// Failures before it that were allowed.
        before: u64,
    },
    /// It was stopped before the second pair was done.
    #[error("stopped after {pairs} pairs: too few for any statement")]
    TooFewPairs {
        /// Pairs done.
        pairs: u64,
    },
}

fn also(before: u64) -> String {
    if before == 0 { String::new() } else { format!(" (after {before} allowed failures)") }
}

/// All pairs of a run, in order.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// Number and record of every pair that was simulated.
    pub done: Vec<(u64, PairRecord)>,
    /// Those that were not.
    pub failed: Vec<FailedPair>,
    /// Sums over pairs of the monthly quantities, arm by arm.
    pub monthly: Vec<Vec<f64>>,
}

impl Study {
    /// Runs the study.
    ///
    /// The result depends on study, plant and seed only: not on threads, folders or time.
    ///
    /// # Errors
    /// When more pairs fail than the study allows, or too few are left.
    pub fn run(&self, options: &RunOptions<'_>) -> Result<StudyResult, StudyError> {
        let reseeded = options.seed.map(|seed| Self { seed, ..self.clone() });
        reseeded.as_ref().unwrap_or(self).run_as_it_is(options)
    }

    fn run_as_it_is(&self, options: &RunOptions<'_>) -> Result<StudyResult, StudyError> {
        let design = options.pairs.map_or(self.design, Design::Fixed);
        let rule = match design {
            Design::Fixed(n) => {
                StoppingRule { first: n, batch: n.max(1), most: n, ..StoppingRule::default() }
            }
            Design::Precise { min, max, .. } => {
                StoppingRule { first: min, batch: min, most: max, ..StoppingRule::default() }
            }
        };
        let mut pairs = Pairs::default();
        let mut tried = 0;
        let (stopped, criteria) = loop {
            let criteria = self.criteria(&pairs, design, &rule);
            let until = match (rule.decide(tried, &criteria), design) {
                (Decision::Continue { until }, _) => until,
                (_, Design::Fixed(_)) if tried > 0 => break (Stopped::Fixed, criteria),
                (Decision::Precise, _) => break (Stopped::Precise, criteria),
                (Decision::Exhausted { .. }, _) => break (Stopped::AtMaximum, criteria),
            };
            let cancelled = self.extend(&mut pairs, tried..until, options)?;
            tried = (pairs.done.len() + pairs.failed.len()) as u64;
            if cancelled {
                break (Stopped::Cancelled, self.criteria(&pairs, design, &rule));
            }
        };
        if pairs.done.len() < 2 {
            return Err(StudyError::TooFewPairs { pairs: pairs.done.len() as u64 });
        }
        Ok(answer::compose(self, &pairs, stopped, criteria))
    }

    /// Runs some more pairs; true when somebody stopped it.
    fn extend(
        &self,
        pairs: &mut Pairs,
        range: std::ops::Range<u64>,
        options: &RunOptions<'_>,
    ) -> Result<bool, StudyError> {
        let (from, until) = (range.start, range.end);
        let before = pairs.failed.len() as u64;
        let tell = |done: u64| {
            if let Some(progress) = options.progress {
                progress(from + done, until);
            }
        };
        let plan = Plan {
            allowed_failures: self.allowed_failures - before,
            cancel: options.cancel,
            progress: Some(&tell),
        };
        let run =
            replicate(range, &plan, || Worker::new(self), |worker, k| run_pair(self, worker, k));
        let run = run.map_err(|failures| StudyError::PairFailed {
            pair: failures.last.replication,
            seed: self.seed,
            failure: failures.last.error,
            before: before + failures.before.len() as u64,
        })?;
        pairs.failed.extend(run.failures.into_iter().map(|f| FailedPair {
            pair: f.replication,
            seed: self.seed,
            arm: f.error.arm,
            reason: f.error.reason,
        }));
        for (k, mut record) in run.results {
            pairs.monthly.resize_with(record.arms.len(), Vec::new);
            for (sum, arm) in pairs.monthly.iter_mut().zip(&mut record.arms) {
                sum.resize(arm.monthly.len(), 0.0);
                sum.iter_mut().zip(&arm.monthly).for_each(|(s, x)| *s += x);
                arm.monthly = Vec::new();
            }
            pairs.done.push((k, record));
        }
        Ok(run.cancelled)
    }

    /// How precise the headline is by now, and how precise it should be.
    fn criteria(&self, pairs: &Pairs, design: Design, rule: &StoppingRule) -> Vec<Criterion> {
        let records = || pairs.done.iter().filter_map(|(_, p)| p.comparisons.first());
        let mut npv: Vec<f64> = records().filter_map(|c| c.rows.first()).map(|r| r.npv).collect();
        let (mut tally, mut outlay) = (Tally::default(), Tally::default());
        npv.iter().for_each(|x| tally.push(*x));
        records().for_each(|c| outlay.push(c.one_off));
        let positive = npv.iter().filter(|x| **x > 0.0).count() as u64;
        npv.sort_by(f64::total_cmp);
        let relative = || {
            let (mean, outlay) = (tally.mean().unwrap_or(0.0), outlay.mean().unwrap_or(0.0));
            (0.02 * outlay.abs()).max(0.05 * mean.abs())
        };
        let wanted = match design {
            Design::Precise { half_width: Some(width), .. } => width,
            _ => relative(),
        };
        let at = |p: f64| sim_core::statistics::quantile(&npv, p).unwrap_or(0.0);
        let spread = 0.05 * (at(0.9) - at(0.1));
        let criterion = |what: &str, half_width: Option<f64>, allowed: f64| Criterion {
            what: what.to_owned(),
            half_width,
            allowed,
        };
        vec![
            criterion("mean NPV", rule.mean_half_width(&tally), wanted),
            criterion("P(NPV > 0)", rule.share_half_width(positive, npv.len() as u64), 0.02),
            criterion("P10 of the NPV", rule.quantile_half_width(&npv, 0.1), spread),
            criterion("P90 of the NPV", rule.quantile_half_width(&npv, 0.9), spread),
        ]
    }
}
