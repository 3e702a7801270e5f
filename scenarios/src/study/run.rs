//! Running a study: pairs in parallel, in order, until enough is known.

use super::folding;
use super::keeping::Keeping;
use super::null_test;
use super::question::{Design, Study};
use super::result::{FailedPair, Stopped, StudyResult};
use crate::answer::groups::Groups;
use crate::answer::resting::resting_on;
use crate::answer::{self, PairRows};
use crate::pairing::record::{ArmSums, PairFailure, PairRecord};
use crate::pairing::{Worker, kept, run_pair};
use crate::probe;
use crate::store::Keeper;
use crate::store::head::End;
use crate::uncertainty::Mode;
use sim_core::statistics::{Criterion, Decision, StoppingRule, Tally};
use sim_core::{Plan, Sampling, Workers, replicate_into};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use twin_models::outcome::Outcome;

/// How to run a study. Threads are those of the rayon pool in which [`Study::run`] is called.
#[derive(Clone, Copy, Default)]
pub struct RunOptions<'a> {
    /// So many pairs, whatever the study says.
    pub pairs: Option<u64>,
    /// Another seed.
    pub seed: Option<u64>,
    /// Another way in which the luck of pairs hangs together.
    pub sampling: Option<Sampling>,
    /// Once true, the run stops after the pairs under way; the result says so.
    pub cancel: Option<&'a AtomicBool>,
    /// Told after every pair: pairs done, pairs planned so far.
    pub progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
    /// Keeps the futures, so that money can change later without a simulation.
    pub keep: Option<&'a Keeper>,
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
    /// The file of its futures cannot be used.
    #[error("{reason}")]
    Kept {
        /// Why.
        reason: String,
    },
    /// It was stopped before the second pair was done.
    #[error("stopped after {pairs} pairs: too few for any statement")]
    TooFewPairs {
        /// Pairs done.
        pairs: u64,
    },
}

/// Mean cash of the first year of the headline investment.
fn first_year_cost(pairs: &Pairs) -> f64 {
    let costs = pairs.done.iter().filter_map(|(_, pair)| pair.comparisons.first());
    costs.map(|c| c.first_year_cost).sum::<f64>() / pairs.done.len().max(1) as f64
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
    /// Sums over the pairs done, arm by arm.
    pub sums: Vec<ArmSums>,
}

impl Pairs {
    /// Pairs tried, failed ones included.
    pub(crate) fn tried(&self) -> u64 {
        (self.done.len() + self.failed.len()) as u64
    }
}

impl Study {
    /// Runs the study.
    ///
    /// The result depends on study, plant and seed only: not on threads, folders or time.
    ///
    /// # Errors
    /// When more pairs fail than the study allows, or too few are left.
    pub fn run(&self, options: &RunOptions<'_>) -> Result<StudyResult, StudyError> {
        let study = self.as_asked(options);
        let keep = options.keep.map(|keeper| Keeping::begin(keeper, &study)).transpose()?;
        let (pairs, stopped, criteria) = study.pairs_kept(options, keep.as_ref())?;
        let folding_check = folding::check(&study, options.cancel);
        if let Some(keep) = &keep {
            let (asked, tried) = (options.pairs, pairs.tried());
            keep.close(&End { asked, tried, stopped, folding_check }, &pairs.sums);
        }
        let null_test = null_test::check(&study, &pairs, options.cancel);
        let resting_on = resting_on(&study, &pairs, Some(options.cancel));
        let done = pairs.done.len() as u64;
        let probes = study.probes(done, first_year_cost(&pairs), options.cancel);
        let attacks = probe::attacks(&study, &pairs, options.cancel);
        let composed = answer::compose(&study, pairs, stopped, criteria, PairRows::Made);
        let mut result = StudyResult { folding_check, null_test, resting_on, attacks, ..composed };
        probes.join(&study, &mut result);
        result.tracking = study.tracking.and_then(|plan| study.track(plan, options.cancel));
        result.upside = probe::upside(&study, &result, options.cancel);
        result.footprint = probe::footprint(&study, &result, options.cancel);
        result.stresses = probe::stresses(&study, &result, options.cancel);
        Ok(result)
    }

    /// This study with the seed and the luck that are asked for.
    pub(crate) fn as_asked(&self, options: &RunOptions<'_>) -> Cow<'_, Self> {
        if options.seed.is_none() && options.sampling.is_none() {
            return Cow::Borrowed(self);
        }
        let seed = options.seed.unwrap_or(self.seed);
        let sampling = options.sampling.unwrap_or(self.sampling);
        Cow::Owned(Self { seed, sampling, ..self.clone() })
    }

    /// All pairs, why there are no more, and how precise they are.
    pub(crate) fn pairs(
        &self,
        options: &RunOptions<'_>,
    ) -> Result<(Pairs, Stopped, Vec<Criterion>), StudyError> {
        self.pairs_kept(options, None)
    }

    /// [`pairs`](Self::pairs), each kept as soon as it is done.
    fn pairs_kept(
        &self,
        options: &RunOptions<'_>,
        keep: Option<&Keeping<'_>>,
    ) -> Result<(Pairs, Stopped, Vec<Criterion>), StudyError> {
        let workers = Workers::new(|| Worker::new(self));
        self.until_enough(options.pairs, |pairs, range| {
            self.extend(pairs, range, &workers, options, keep)
        })
    }

    /// Asks for `more` pairs until the stopping rule has enough of them; `more` says whether it was
    /// stopped.
    pub(crate) fn until_enough(
        &self,
        asked: Option<u64>,
        mut more: impl FnMut(&mut Pairs, Range<u64>) -> Result<bool, StudyError>,
    ) -> Result<(Pairs, Stopped, Vec<Criterion>), StudyError> {
        let design = asked.map_or(self.design(), Design::Fixed);
        let (min, max) = match design {
            Design::Fixed(n) => (n.max(1), n),
            Design::Precise { min, max, .. } => (min, max),
        };
        // Only whole couples and blocks have reduced their variance.
        let (min, max) = (self.draws().rounded_up(min), self.draws().rounded_up(max));
        let rule = StoppingRule { first: min, batch: min, most: max, ..StoppingRule::default() };
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
            let cancelled = more(&mut pairs, tried..until)?;
            tried = pairs.tried();
            if cancelled {
                break (Stopped::Cancelled, self.criteria(&pairs, design, &rule));
            }
        };
        if pairs.done.len() < 2 {
            return Err(StudyError::TooFewPairs { pairs: pairs.done.len() as u64 });
        }
        Ok((pairs, stopped, criteria))
    }

    /// How many pairs: where draws are nested, so many with each draw of the unknowns.
    fn design(&self) -> Design {
        match self.mode {
            Mode::Nested { outer, inner } => Design::Fixed(outer * inner),
            Mode::Mixed | Mode::Fixed => self.design,
        }
    }

    /// Runs some more pairs; true when somebody stopped it.
    pub(crate) fn extend(
        &self,
        pairs: &mut Pairs,
        range: Range<u64>,
        workers: &Workers<Worker, impl Fn() -> Worker + Sync>,
        options: &RunOptions<'_>,
        keep: Option<&Keeping<'_>>,
    ) -> Result<bool, StudyError> {
        let until = range.end;
        let by_now = |done: u64| {
            if let Some(progress) = options.progress {
                progress(done, until);
            }
        };
        let taken = |keep: &Keeping<'_>| keep.take(self, pairs, range.clone(), &by_now);
        let from = keep.map_or(Ok(range.start), taken)?;
        let range = from..until;
        let before = pairs.failed.len() as u64;
        let tell = |done: u64| by_now(from + done);
        let plan = Plan {
            allowed_failures: self.allowed_failures - before,
            cancel: options.cancel,
            progress: Some(&tell),
        };
        let Pairs { done, failed, sums } = pairs;
        let once = |worker: &mut Worker, k| {
            let (record, outcomes) = run_pair(self, worker, k)?;
            let bytes = keep.map(|keep| keep.codec.write(&kept(self, k, &record, &outcomes)));
            Ok((record, outcomes, bytes))
        };
        type Done = (PairRecord, Vec<Outcome>, Option<Vec<u8>>);
        let failed_pair = |pair, failure: &PairFailure| {
            let PairFailure { arm, reason } = failure.clone();
            FailedPair { pair, seed: self.seed, arm, reason }
        };
        let take = |k, found: Result<Done, &PairFailure>| {
            let (record, outcomes, bytes) = match found {
                Ok(done) => done,
                Err(failure) => {
                    let failure = failed_pair(k, failure);
                    keep.iter().for_each(|keep| keep.keeper.put_failed(&failure));
                    return failed.push(failure);
                }
            };
            if let (Some(keep), Some(bytes)) = (keep, bytes) {
                keep.keeper.put(k, &bytes, &outcomes);
            }
            sums.resize_with(outcomes.len(), ArmSums::default);
            sums.iter_mut().zip(&outcomes).for_each(|(sums, outcome)| sums.add(outcome));
            done.push((k, record));
        };
        let run = replicate_into(range, &plan, workers, once, take);
        let run = run.map_err(|failures| StudyError::PairFailed {
            pair: failures.last.replication,
            seed: self.seed,
            failure: failures.last.error,
            before: before + failures.before.len() as u64,
        })?;
        Ok(run.cancelled)
    }

    /// How precise the headline is with these pairs, and how precise the stopping rule wants it.
    pub(crate) fn precision(&self, pairs: &Pairs) -> Vec<Criterion> {
        self.criteria(pairs, self.design(), &StoppingRule::default())
    }

    /// How precise the headline is by now, and how precise it should be.
    fn criteria(&self, pairs: &Pairs, design: Design, rule: &StoppingRule) -> Vec<Criterion> {
        let records = || pairs.done.iter().filter_map(|(_, p)| p.comparisons.first());
        let npv: Vec<f64> = records().filter_map(|c| c.rows.first()).map(|r| r.npv).collect();
        let (mut tally, mut outlay) = (Tally::default(), Tally::default());
        npv.iter().for_each(|x| tally.push(*x));
        records().for_each(|c| outlay.push(c.one_off));
        let relative = || {
            let (mean, outlay) = (tally.mean().unwrap_or(0.0), outlay.mean().unwrap_or(0.0));
            (0.02 * outlay.abs()).max(0.05 * mean.abs())
        };
        let wanted = match design {
            Design::Precise { half_width: Some(width), .. } => width,
            _ => relative(),
        };
        let mut sorted = npv.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |p: f64| sim_core::statistics::quantile(&sorted, p).unwrap_or(0.0);
        let spread = 0.05 * (at(0.9) - at(0.1));
        let reached = Groups::of(self, pairs).half_widths(&npv, &sorted, rule);
        let criterion = |what: &str, half_width: Option<f64>, allowed: f64| Criterion {
            what: what.to_owned(),
            half_width,
            allowed,
        };
        vec![
            criterion("mean NPV", reached.mean, wanted),
            criterion("P(NPV > 0)", reached.positive, 0.02),
            criterion("P10 of the NPV", reached.p10, spread),
            criterion("P90 of the NPV", reached.p90, spread),
        ]
    }
}
