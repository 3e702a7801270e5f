//! One pair of futures: all arms under the same luck, and the value of their differences.

pub mod record;
pub mod replay;
pub mod scenario;
pub mod value;

use crate::finance::tco::CostLine;
use crate::indicator::{INDICATORS, View};
use crate::investment::cost::{drawn, saved};
use crate::investment::uncertainty::Luck;
use crate::money::ledger::Ledger;
use crate::study::Study;
use crate::study::arm::PlantCache;
use crate::study::result::PairRow;
use record::{ArmRecord, ComparisonRecord, PairFailure, PairRecord};
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::Outcome;
use twin_models::trace::{Scope, Trace};
use twin_models::{Phase, Replica};
use value::{Sides, value};

/// What one thread works with: assembled plants and plants resolved before.
#[derive(Debug)]
pub struct Worker {
    /// One per arm; a slow twin shares that of its arm.
    replicas: Vec<Replica>,
    cache: PlantCache,
}

impl Worker {
    /// Assembles the plants of a study.
    pub fn new(study: &Study) -> Self {
        let replicas = study.arms.iter().map(|arm| Replica::assemble(&arm.plant)).collect();
        Self { replicas, cache: PlantCache::default() }
    }

    /// The same, with every run observed.
    pub fn observing(study: &Study, scope: &Scope) -> Self {
        let mut worker = Self::new(study);
        worker.replicas.iter_mut().for_each(|replica| replica.observe(scope.clone()));
        worker
    }
}

/// Runs one pair: its record, and the outcome of every arm, to be added up and forgotten.
///
/// # Errors
/// When an arm cannot be simulated, or its books do not balance.
pub fn run_pair(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
) -> Result<(PairRecord, Vec<Outcome>), PairFailure> {
    let (record, told) = run_observed(study, worker, pair)?;
    Ok((record, told.into_iter().map(|(outcome, _)| outcome).collect()))
}

/// An arm's outcome, and what happened in it where somebody watched.
type Told = (Outcome, Option<Trace>);

/// [`run_pair`], with what happened.
fn run_observed(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
) -> Result<(PairRecord, Vec<Told>), PairFailure> {
    let streams = Streams::new(study.seed, pair).sampled(study.sampling);
    let lucks: Vec<Luck> =
        study.investments.iter().map(|i| i.unknown.draw(&i.name, streams)).collect();
    let told = run_arms(study, worker, streams, &lucks)?;
    let ledgers: Vec<Ledger> =
        study.tools.iter().zip(&told).map(|(tools, (o, _))| tools.pricing.ledger(o)).collect();
    let mut comparisons = Vec::with_capacity(study.comparisons.len());
    for plan in &study.comparisons {
        let mut costs = costs_of(study, plan.investment, &lucks);
        costs.extend(saved(&costs_of(study, plan.reference, &lucks)));
        let sides = Sides {
            investment: &ledgers[plan.investment],
            slow: plan.slow.map(|k| &ledgers[k]),
            reference: &ledgers[plan.reference],
            costs,
        };
        let fail = |reason: String| PairFailure { arm: plan.id.clone(), reason };
        let record = value(study, &sides, &fail)?;
        let (ramped, ramped_first_year) = ramped(study, plan.investment, &lucks);
        comparisons.push(ComparisonRecord {
            ramped,
            ramped_first_year,
            deltas: deltas(study, &told, plan.investment, plan.reference),
            slow_deltas: deltas(study, &told, plan.slow.unwrap_or(plan.investment), plan.reference),
            ..record
        });
    }
    let arms = told.iter().enumerate().map(|(k, (o, _))| record_arm(study, k, o)).collect();
    Ok((PairRecord { arms, comparisons: comparisons.into() }, told))
}

/// All arms under the same luck. The one place where the engine is called.
fn run_arms(
    study: &Study,
    worker: &mut Worker,
    streams: Streams,
    lucks: &[Luck],
) -> Result<Vec<Told>, PairFailure> {
    let files = (&study.plant_file, &study.study_file);
    let limits = Limits::default();
    let mut done: Vec<(Vec<Phase>, Told)> = Vec::with_capacity(study.arms.len());
    for (k, arm) in study.arms.iter().enumerate() {
        let fail = |reason: String| PairFailure { arm: arm.name.clone(), reason };
        let phases = arm
            .phases(files, &study.investments, lucks, study.horizon, &mut worker.cache)
            .map_err(|faults| fail(format!("a draw makes the plant impossible:\n{faults}")))?;
        // An investment without a ramp is its own slow twin: nothing to simulate twice.
        let same = done.iter().find(|(other, _)| is_same(other, &phases));
        let told = match same {
            Some((_, told)) => told.clone(),
            None => {
                let replica = &mut worker.replicas[k];
                let run = replica.run(&phases, study.horizon, streams, &limits);
                (run.map_err(|e| fail(e.to_string()))?, replica.trace().cloned())
            }
        };
        done.push((phases, told));
    }
    Ok(done.into_iter().map(|(_, told)| told).collect())
}

fn is_same(a: &[Phase], b: &[Phase]) -> bool {
    let same =
        |(x, y): (&Phase, &Phase)| x.from_month == y.from_month && Arc::ptr_eq(&x.plant, &y.plant);
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// What the investments of an arm cost under this luck.
fn costs_of(study: &Study, arm: usize, lucks: &[Luck]) -> Vec<CostLine> {
    let arm = &study.arms[arm];
    let prices = study.terms.prices();
    let cost = |k: &usize| {
        let (investment, luck) = (&study.investments[*k], &lucks[*k]);
        let abandoned = investment.progress(luck, arm.pace).abandoned_from();
        drawn(&investment.cost, luck, abandoned, &prices)
    };
    arm.investments.iter().flat_map(cost).collect()
}

/// Mean of the ramp over the horizon and over the first year; 1 without an investment.
fn ramped(study: &Study, arm: usize, lucks: &[Luck]) -> (f64, f64) {
    let arm = &study.arms[arm];
    let mean = |months: u32| {
        let of = |k: &usize| {
            let progress = study.investments[*k].progress(&lucks[*k], arm.pace);
            (0..months).map(|m| progress.ramped(f64::from(m))).sum::<f64>() / f64::from(months)
        };
        let n = arm.investments.len();
        if n == 0 { 1.0 } else { arm.investments.iter().map(of).sum::<f64>() / n as f64 }
    };
    (mean(study.horizon), mean(study.horizon.min(12)))
}

fn deltas(study: &Study, told: &[Told], a: usize, b: usize) -> [f64; PairRow::DELTA_KEYS.len()] {
    let view = |k: usize| View { frame: &study.tools[k].frame, outcome: &told[k].0 };
    let (a, b) = (view(a), view(b));
    PairRow::DELTA_KEYS.map(|key| a.total(key) - b.total(key) + 0.0)
}

fn record_arm(study: &Study, k: usize, outcome: &Outcome) -> ArmRecord {
    let view = View { frame: &study.tools[k].frame, outcome };
    let finite = |x: f64| x.is_finite().then_some(x);
    ArmRecord { indicators: INDICATORS.iter().map(|i| (i.of)(&view).and_then(finite)).collect() }
}
