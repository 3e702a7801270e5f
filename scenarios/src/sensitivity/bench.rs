//! The two arms of the headline under chosen unknowns: simulated once, priced often.

use crate::finance::tables::Tables;
use crate::investment::uncertainty::Luck;
use crate::pairing::record::PairFailure;
use crate::pairing::{Worker, live_arm, seen, tables, worth};
use crate::study::question::ComparisonPlan;
use crate::study::{Study, StudyError};
use crate::uncertainty::Drawn;
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
    base: Study,
    tables: Tables,
    /// The unknowns at their medians.
    pub medians: Drawn,
}

impl<'a> Bench<'a> {
    /// Simulates both arms.
    ///
    /// # Errors
    /// When a pair fails or somebody stops it.
    pub fn new(
        study: &'a Study,
        plan: &'a ComparisonPlan,
        pairs: u64,
        medians: Drawn,
        cancel: Option<&'a AtomicBool>,
    ) -> Result<Self, StudyError> {
        let base = seen(study, &medians).map_err(|failure| failed(study, 0, failure))?.into_owned();
        let (reference, investment) = (Vec::new(), Vec::new());
        let tables = tables(study);
        let mut bench =
            Self { study, plan, pairs, cancel, reference, investment, base, tables, medians };
        bench.reference = bench.lived(&bench.base, plan.reference, &bench.medians)?;
        bench.investment = bench.lived(&bench.base, plan.investment, &bench.medians)?;
        Ok(bench)
    }

    /// The study with the unknowns of `[uncertain]` at their medians.
    pub fn base(&self) -> &Study {
        &self.base
    }

    /// What is compared.
    pub fn plan(&self) -> &ComparisonPlan {
        self.plan
    }

    fn lived(&self, study: &Study, arm: usize, drawn: &Drawn) -> Result<Vec<Bought>, StudyError> {
        let once = |worker: &mut Worker, pair| {
            live_arm(study, worker, pair, arm, &drawn.lucks).map(Bought::of)
        };
        self.each(study, once)
    }

    fn each<T: Send>(
        &self,
        study: &Study,
        once: impl Fn(&mut Worker, u64) -> Result<T, PairFailure> + Sync,
    ) -> Result<Vec<T>, StudyError> {
        let workers = Workers::new(|| Worker::new(study));
        let plan = Plan { allowed_failures: 0, cancel: self.cancel, progress: None };
        let mut all = Vec::with_capacity(self.pairs as usize);
        let take = |_, one: Result<T, &PairFailure>| all.extend(one);
        let run = replicate_into(0..self.pairs, &plan, &workers, once, take);
        match run {
            Ok(run) if run.cancelled => Err(StudyError::TooFewPairs { pairs: all.len() as u64 }),
            Ok(_) => Ok(all),
            Err(failures) => Err(failed(study, failures.last.replication, failures.last.error)),
        }
    }

    /// NPV pair by pair with these unknowns: simulated again where they change what happens.
    ///
    /// # Errors
    /// When a pair fails or somebody stops it.
    pub fn at(&self, drawn: &Drawn) -> Result<Vec<f64>, StudyError> {
        let same_plants =
            drawn.values == self.medians.values || !self.study.uncertain.moves_physics();
        let study = seen(self.study, drawn).map_err(|failure| failed(self.study, 0, failure))?;
        let known = match same_plants {
            true => None,
            false => Some(self.lived(&study, self.plan.reference, drawn)?),
        };
        let reference = known.as_ref().unwrap_or(&self.reference);
        self.each(&study, |worker, pair| {
            let outcome = live_arm(&study, worker, pair, self.plan.investment, &drawn.lucks)?;
            let reference = reference[pair as usize].lent();
            let investment = (&*outcome.monthly, outcome.energy.as_ref());
            worth(
                &study,
                &self.tables,
                self.plan,
                &drawn.lucks,
                (investment, reference),
                (1.0, 1.0),
            )
        })
    }

    /// The same where these unknowns change money only: priced again.
    ///
    /// # Errors
    /// When a sum overflows.
    pub fn priced_at(&self, drawn: &Drawn) -> Result<Vec<f64>, StudyError> {
        let study = seen(self.study, drawn).map_err(|failure| failed(self.study, 0, failure))?;
        self.priced(&study, &drawn.lucks, (1.0, 1.0))
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
            worth(
                study,
                &self.tables,
                self.plan,
                lucks,
                (investment.lent(), reference.lent()),
                factors,
            )
            .map_err(|failure| failed(study, pair as u64, failure))
        })
        .collect()
    }
}

fn failed(study: &Study, pair: u64, failure: PairFailure) -> StudyError {
    StudyError::PairFailed { pair, seed: study.seed, failure, before: 0 }
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
