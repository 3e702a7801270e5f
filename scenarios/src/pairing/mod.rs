//! One pair of futures: all arms under the same luck, and the value of their differences.

pub mod added;
pub mod books;
pub mod lived;
pub mod record;
pub mod replay;
pub mod scenario;
pub mod states;
pub mod value;
pub mod worth;

use crate::finance::tables::Tables;
use crate::finance::tco::CostLine;
use crate::indicator::View;
use crate::investment::cost::{begun, drawn, saved};
use crate::investment::office::Office;
use crate::investment::uncertainty::Luck;
use crate::money::ledger::Ledger;
use crate::study::Study;
use crate::study::arm::PlantCache;
use crate::study::question::{ArmTools, ComparisonPlan};
use crate::study::result::PairRow;
use crate::uncertainty::Drawn;
use added::Added;
use lived::{ArmLived, Lived};
use record::{ArmRecord, ComparisonRecord, PairFailure, PairRecord};
use sim_core::{Limits, Streams};
use std::borrow::Cow;
use std::sync::Arc;
use twin_models::outcome::Outcome;
use twin_models::text::Diagnostics;
use twin_models::trace::{Scope, Trace};
use twin_models::{Phase, Replica};
use value::{Sides, value};

pub use books::OpenBooks;
pub(crate) use worth::input_of;
pub use worth::{Bought, worth};

/// What one thread works with: assembled plants and plants resolved before.
#[derive(Debug)]
pub struct Worker {
    /// One per arm; a slow twin shares that of its arm.
    replicas: Vec<Replica>,
    cache: PlantCache,
    tables: Tables,
}

impl Worker {
    /// Assembles the plants of a study.
    pub fn new(study: &Study) -> Self {
        let replicas = study.arms.iter().map(|arm| Replica::assemble(&arm.plant)).collect();
        Self { replicas, cache: PlantCache::default(), tables: tables(study) }
    }

    /// Forgets plants that were resolved before: those of other draws of `[uncertain]`.
    pub(crate) fn forget(&mut self) {
        self.cache = PlantCache::default();
    }

    /// The same, with every run observed.
    pub fn observing(study: &Study, scope: &Scope) -> Self {
        let mut worker = Self::new(study);
        worker.replicas.iter_mut().for_each(|replica| replica.observe(scope.clone()));
        worker
    }

    /// The same, with the months of every machine recorded.
    pub fn by_month(study: &Study) -> Self {
        let mut worker = Self::new(study);
        worker.replicas.iter_mut().for_each(Replica::record_months);
        worker
    }
}

/// What happened in one pair: the study with the numbers of `[uncertain]` as drawn, and its arms.
pub(crate) struct Seen<'a> {
    /// The study.
    pub(crate) study: &'a Study,
    /// Beside its arms.
    pub(crate) outcomes: Vec<&'a Outcome>,
}

/// Lives through one pair without pricing it and looks at what happened.
///
/// # Errors
/// When an arm cannot be simulated.
pub(crate) fn lived_by_month<T>(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
    look: impl FnOnce(&Seen<'_>) -> T,
) -> Result<T, PairFailure> {
    let drawn = study.draw(pair);
    let seen = seen(study, &drawn)?;
    let told = live(&seen, worker, pair, &drawn.lucks)?;
    let outcomes = told.iter().map(|(outcome, _)| outcome).collect();
    Ok(look(&Seen { study: &seen, outcomes }))
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
    let drawn = study.draw(pair);
    let seen = study.in_future(pair, &drawn.values).map_err(|faults| impossible("all", &faults))?;
    let told = live(&seen, worker, pair, &drawn.lucks)?;
    let arms = lived(&seen, &told);
    let lived = Lived { pair, lucks: drawn.lucks, unknowns: drawn.values, arms };
    let mut record = price_seen(&seen, &worker.tables, &lived)?;
    for ((arm, tools), (outcome, _)) in record.arms.iter_mut().zip(&seen.tools).zip(&told) {
        arm.attacks = attacks(tools, &outcome.monthly);
    }
    Ok((record, told))
}

/// The study with the numbers of `[uncertain]` as drawn.
pub(crate) fn seen<'a>(study: &'a Study, drawn: &Drawn) -> Result<Cow<'a, Study>, PairFailure> {
    study.with_drawn(&drawn.values).map_err(|faults| impossible("all", &faults))
}

fn impossible(arm: &str, faults: &Diagnostics) -> PairFailure {
    let reason = format!("a draw makes the plant impossible:\n{faults}");
    PairFailure { arm: arm.to_owned(), reason }
}

/// The physics of one pair: all arms under the same luck.
fn live(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
    lucks: &[Luck],
) -> Result<Vec<Told>, PairFailure> {
    run_arms(study, worker, study.draws().luck(pair), lucks)
}

fn lived<'a>(study: &Study, told: &'a [Told]) -> Vec<ArmLived<'a>> {
    let arm = |(k, (outcome, _)): (usize, &'a Told)| {
        ArmLived::of(&study.tools[k].frame, outcome, study.scores(k, outcome))
    };
    told.iter().enumerate().map(arm).collect()
}

/// What the money of a pair was made from.
pub(crate) fn kept<'a>(
    study: &Study,
    pair: u64,
    record: &PairRecord,
    outcomes: &'a [Outcome],
) -> Lived<'a> {
    let arm = |((k, outcome), record): ((usize, &'a Outcome), &ArmRecord)| {
        let view = View { frame: &study.tools[k].frame, outcome };
        ArmLived {
            monthly: &outcome.monthly,
            energy: outcome.energy.as_ref(),
            indicators: record.indicators.clone(),
            scores: study.unpriced_scores(&record.scores),
            totals: PairRow::DELTA_KEYS.map(|key| view.total(key)),
        }
    };
    Lived {
        pair,
        lucks: record.lucks.clone(),
        unknowns: record.unknowns.clone(),
        arms: outcomes.iter().enumerate().zip(&record.arms).map(arm).collect(),
    }
}

/// The money of one pair: every comparison, every row of the pessimistic table. No simulation.
///
/// # Errors
/// When the books do not balance.
pub fn price(study: &Study, lived: &Lived<'_>) -> Result<PairRecord, PairFailure> {
    price_with(study, &tables(study), lived)
}

/// Factors of the study that are the same in every pair, unless they are unknown.
pub fn tables(study: &Study) -> Tables {
    Tables::new(&study.terms.prices(), study.horizon)
}

/// The known factors, unless the numbers they hang on are others now.
fn fitting<'a>(study: &Study, known: &'a Tables) -> Cow<'a, Tables> {
    let fit = known.fit(&study.terms.prices(), study.horizon);
    if fit { Cow::Borrowed(known) } else { Cow::Owned(tables(study)) }
}

/// [`price`], with the [`tables`] of the study.
///
/// # Errors
/// When the books do not balance.
pub fn price_with(
    study: &Study,
    tables: &Tables,
    lived: &Lived<'_>,
) -> Result<PairRecord, PairFailure> {
    let seen = study
        .in_future(lived.pair, &lived.unknowns)
        .map_err(|faults| impossible("all", &faults))?;
    price_seen(&seen, tables, lived)
}

/// [`price`] where the unknowns have been put in their places.
fn price_seen(study: &Study, known: &Tables, lived: &Lived<'_>) -> Result<PairRecord, PairFailure> {
    // The discount rate and the rise of prices may be unknown themselves.
    let tables = fitting(study, known);
    let ledger =
        |(tools, arm): (&ArmTools, &ArmLived<'_>)| tools.pricing.ledger(arm.monthly, arm.energy);
    let mut ledgers: Vec<Ledger> = study.tools.iter().zip(&lived.arms).map(ledger).collect();
    offices(study, &lived.lucks, &mut ledgers);
    let added: Vec<Added<'_>> = ledgers.iter().map(|ledger| Added::of(study, ledger)).collect();
    let comparison = |plan: &ComparisonPlan| {
        let fail = |reason: String| PairFailure { arm: plan.id.clone(), reason };
        let sides = sides(study, plan, &lived.lucks, &added);
        let record = value(study, &tables, sides, &fail)?;
        let (ramped, ramped_first_year) = ramped(study, plan.investment, &lived.lucks);
        let (arms, reference) = (&lived.arms, &lived.arms[plan.reference]);
        Ok(ComparisonRecord {
            ramped,
            ramped_first_year,
            deltas: deltas(&arms[plan.investment], reference),
            slow_deltas: deltas(&arms[plan.slow.unwrap_or(plan.investment)], reference),
            ..record
        })
    };
    let comparisons = study.comparisons.iter().map(comparison).collect::<Result<_, _>>()?;
    let record = |(k, arm): (usize, &ArmLived<'_>)| ArmRecord {
        indicators: arm.indicators.clone(),
        scores: study.priced_scores(k, &arm.scores, arm.monthly),
        attacks: None,
    };
    let arms = lived.arms.iter().enumerate().map(record).collect();
    let (lucks, unknowns) = (lived.lucks.clone(), lived.unknowns.clone());
    Ok(PairRecord { lucks, unknowns, arms, comparisons })
}

/// Outages by attacks in the horizon, of quantities by month, month-major.
pub(crate) fn attacks(tools: &ArmTools, monthly: &[f64]) -> Option<f64> {
    let column = tools.schema.iter().position(|q| q.key == "outages:cyber")?;
    Some(monthly.iter().skip(column).step_by(tools.schema.len()).sum())
}

/// Enters what financial operations bring by formula into the ledgers of their arms.
fn offices(study: &Study, lucks: &[Luck], ledgers: &mut [Ledger]) {
    ledgers.iter_mut().enumerate().for_each(|(arm, ledger)| office(study, lucks, arm, ledger));
}

/// The same for one arm. The lines are the last of the price book, in the order of the investments.
fn office(study: &Study, lucks: &[Luck], arm: usize, ledger: &mut Ledger) {
    let arm = &study.arms[arm];
    let lucks = arm.lucks(&study.investments, lucks);
    let offices = || study.investments.iter().filter(|i| i.office.is_some()).count();
    let mut first = study.book.lines.len().saturating_sub(offices() * Office::LINES);
    for (k, investment) in study.investments.iter().enumerate() {
        let Some(office) = &investment.office else { continue };
        let place = arm.investments.iter().position(|own| *own == k);
        if let Some(place) = place.filter(|_| !investment.sources.whole_is_withheld()) {
            let progress = investment.progress(&lucks[k], arm.pace);
            for month in 0..study.horizon {
                let months = f64::from(month) - f64::from(arm.starts[place]);
                let believed =
                    if investment.sources.whole_is_promised() { progress.haircut() } else { 1.0 };
                let reached = progress.reach(months).people * believed;
                office.enter(ledger, first, month as usize, reached);
            }
        }
        first += Office::LINES;
    }
}

/// Ledgers and costs of a comparison in one pair.
fn sides<'a>(
    study: &Study,
    plan: &ComparisonPlan,
    lucks: &[Luck],
    added: &'a [Added<'a>],
) -> Sides<'a> {
    Sides {
        investment: &added[plan.investment],
        slow: plan.slow.map(|k| &added[k]),
        reference: &added[plan.reference],
        costs: costs_of_comparison(study, plan, lucks),
    }
}

/// What the investment costs, less what the reference costs.
fn costs_of_comparison(study: &Study, plan: &ComparisonPlan, lucks: &[Luck]) -> Vec<CostLine> {
    let mut costs = costs_of(study, plan.investment, lucks);
    costs.extend(saved(&costs_of(study, plan.reference, lucks)));
    costs
}

/// The physics of one arm in one pair under given draws of the unknowns, those of `[uncertain]` in their
/// places already.
///
/// # Errors
/// When the arm cannot be simulated.
pub fn live_arm(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
    arm: usize,
    lucks: &[Luck],
) -> Result<Outcome, PairFailure> {
    live_arm_as(study, worker, pair, arm, lucks, &|phases| phases)
}

/// The same with other plants than those of the arm; their structure must be the same.
///
/// # Errors
/// When the arm cannot be simulated.
pub(crate) fn live_arm_as(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
    arm: usize,
    lucks: &[Luck],
    other: &dyn Fn(Vec<Phase>) -> Vec<Phase>,
) -> Result<Outcome, PairFailure> {
    let streams = study.draws().luck(pair);
    let files = (&study.plant_file, &study.study_file);
    let of = &study.arms[arm];
    let fail = |reason: String| PairFailure { arm: of.name.clone(), reason };
    let phases = of
        .phases(files, &study.investments, lucks, study.horizon, &mut worker.cache)
        .map_err(|faults| impossible(&of.name, &faults))?;
    let phases = other(phases);
    let run = worker.replicas[arm].run(&phases, study.horizon, streams, &Limits::default());
    run.map_err(|e| fail(e.to_string()))
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
    // Every pair has its own plants where they are unknown.
    if study.plants_are_drawn {
        worker.cache = PlantCache::default();
    }
    let mut done: Vec<(Vec<Phase>, Told)> = Vec::with_capacity(study.arms.len());
    for (k, arm) in study.arms.iter().enumerate() {
        let fail = |reason: String| PairFailure { arm: arm.name.clone(), reason };
        let phases = arm
            .phases(files, &study.investments, lucks, study.horizon, &mut worker.cache)
            .map_err(|faults| impossible(&arm.name, &faults))?;
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
    let lucks = arm.lucks(&study.investments, lucks);
    let prices = study.terms.prices();
    let cost = |(k, start): (&usize, &u32)| {
        let (investment, luck) = (&study.investments[*k], &lucks[*k]);
        // Given up after the end: no fee is left out, and none lies beyond the horizon.
        let within = |month: u32| month.min(study.horizon.saturating_sub(*start));
        let abandoned = investment.progress(luck, arm.pace).abandoned_from().map(within);
        begun(drawn(&investment.cost, luck, abandoned, &prices), *start)
    };
    arm.investments.iter().zip(&arm.starts).flat_map(cost).collect()
}

/// Mean of the ramp over the horizon and over the first year; 1 without an investment.
fn ramped(study: &Study, arm: usize, lucks: &[Luck]) -> (f64, f64) {
    let arm = &study.arms[arm];
    let lucks = arm.lucks(&study.investments, lucks);
    let mean = |months: u32| {
        let of = |(k, start): (&usize, &u32)| {
            let progress = study.investments[*k].progress(&lucks[*k], arm.pace);
            let at = |m: u32| progress.ramped(f64::from(m) - f64::from(*start));
            (0..months).map(at).sum::<f64>() / f64::from(months)
        };
        let n = arm.investments.len();
        let all = || arm.investments.iter().zip(&arm.starts);
        if n == 0 { 1.0 } else { all().map(of).sum::<f64>() / n as f64 }
    };
    (mean(study.horizon), mean(study.horizon.min(12)))
}

fn deltas(a: &ArmLived<'_>, b: &ArmLived<'_>) -> [f64; PairRow::DELTA_KEYS.len()] {
    std::array::from_fn(|k| a.totals[k] - b.totals[k] + 0.0)
}
