//! The two arms of the headline under chosen unknowns: simulated once, priced often.

use crate::investment::uncertainty::Luck;
use crate::pairing::record::PairFailure;
use crate::pairing::{Worker, live_arm, worth};
use crate::study::question::ComparisonPlan;
use crate::study::{Study, StudyError};
use sim_core::statistics::Tally;
use sim_core::{Plan, Workers, replicate_into};
use std::sync::atomic::AtomicBool;
use twin_models::outcome::{EnergyOutcome, Outcome};

use super::result::Estimate;

/// What money needs of one arm in one pair.
#[derive(Clone, Debug)]
struct Bought {
    monthly: Vec<f64>,
    energy: Option<EnergyOutcome>,
}

impl Bought {
    fn of(outcome: Outcome) -> Self {
        Self { monthly: outcome.monthly, energy: outcome.energy }
    }

    fn lent(&self) -> crate::pairing::Bought<'_> {
        (&self.monthly, self.energy.as_ref())
    }
}

/// Costs and hard benefits times a factor.
pub type Factors = (f64, f64);

/// The headline at the medians of its unknowns, in the first pairs of the study, kept to be priced.
pub struct Bench<'a> {
    study: &'a Study,
    plan: &'a ComparisonPlan,
    pairs: u64,
    cancel: Option<&'a AtomicBool>,
    reference: Vec<Bought>,
    investment: Vec<Bought>,
    /// The unknowns at their medians.
    pub medians: Vec<Luck>,
}

impl<'a> Bench<'a> {
    /// Simulates both arms. The reference must not hang on the unknowns, or is taken at their medians.
    ///
    /// # Errors
    /// When a pair fails or somebody stops it.
    pub fn new(
        study: &'a Study,
        plan: &'a ComparisonPlan,
        pairs: u64,
        medians: Vec<Luck>,
        cancel: Option<&'a AtomicBool>,
    ) -> Result<Self, StudyError> {
        let mut bench = Self {
            study,
            plan,
            pairs,
            cancel,
            reference: Vec::new(),
            investment: Vec::new(),
            medians,
        };
        let lucks = bench.medians.clone();
        bench.reference = bench.each(|worker, pair| {
            live_arm(study, worker, pair, plan.reference, &lucks).map(Bought::of)
        })?;
        bench.investment = bench.each(|worker, pair| {
            live_arm(study, worker, pair, plan.investment, &lucks).map(Bought::of)
        })?;
        Ok(bench)
    }

    fn each<T: Send>(
        &self,
        once: impl Fn(&mut Worker, u64) -> Result<T, PairFailure> + Sync,
    ) -> Result<Vec<T>, StudyError> {
        let workers = Workers::new(|| Worker::new(self.study));
        let plan = Plan { allowed_failures: 0, cancel: self.cancel, progress: None };
        let mut all = Vec::with_capacity(self.pairs as usize);
        let run = replicate_into(0..self.pairs, &plan, &workers, once, |_, one| all.push(one));
        match run {
            Ok(run) if run.cancelled => Err(StudyError::TooFewPairs { pairs: all.len() as u64 }),
            Ok(_) => Ok(all),
            Err(failures) => Err(StudyError::PairFailed {
                pair: failures.last.replication,
                seed: self.study.seed,
                failure: failures.last.error,
                before: failures.before.len() as u64,
            }),
        }
    }

    fn failed(&self, pair: usize, failure: PairFailure) -> StudyError {
        StudyError::PairFailed { pair: pair as u64, seed: self.study.seed, failure, before: 0 }
    }

    /// NPV pair by pair with the investment simulated under `lucks`.
    ///
    /// # Errors
    /// When a pair fails or somebody stops it.
    pub fn simulated(&self, lucks: &[Luck]) -> Result<Vec<f64>, StudyError> {
        self.each(|worker, pair| {
            let outcome = live_arm(self.study, worker, pair, self.plan.investment, lucks)?;
            let reference = self.reference[pair as usize].lent();
            let investment = (&*outcome.monthly, outcome.energy.as_ref());
            worth(self.study, self.plan, lucks, (investment, reference), (1.0, 1.0))
        })
    }

    /// NPV pair by pair of what was simulated at the medians, at the prices of another study, with other
    /// draws where they cost money only, and with factors on all costs and all hard benefits.
    ///
    /// # Errors
    /// When a sum overflows.
    pub fn priced(
        &self,
        study: &Study,
        lucks: &[Luck],
        factors: Factors,
    ) -> Result<Vec<f64>, StudyError> {
        let both = self.investment.iter().zip(&self.reference).enumerate();
        both.map(|(pair, (investment, reference))| {
            worth(study, self.plan, lucks, (investment.lent(), reference.lent()), factors)
                .map_err(|failure| self.failed(pair, failure))
        })
        .collect()
    }
}

/// Mean and standard error; 0 where there is no spread to estimate it from.
pub fn estimate(values: impl IntoIterator<Item = f64>) -> Estimate {
    let tally: Tally = values.into_iter().collect();
    let error = tally.standard_deviation().map_or(0.0, |sd| sd / (tally.count() as f64).sqrt());
    Estimate { value: tally.mean().unwrap_or(0.0) + 0.0, error }
}

/// Mean and standard error of a difference, pair by pair.
pub fn difference(a: &[f64], b: &[f64]) -> Estimate {
    estimate(a.iter().zip(b).map(|(a, b)| a - b))
}
