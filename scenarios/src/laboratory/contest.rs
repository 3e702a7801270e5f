//! Variants of a plant against each other: the same replications for all, until the best is told.

use super::LaboratoryError;
use super::meter::{Meter, Reading};
use sim_core::statistics::{Choice, IndifferenceZone, Selection, Tally};
use sim_core::{Limits, Plan, Streams, Workers, replicate_into};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::outcome::Outcome;
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

/// Replications between two looks, after the first stage. It changes no choice, only how many
/// replications are run beyond the one that decides.
const BATCH: u64 = 10;
/// The smallest difference that matters where nobody says: this share of the best mean.
pub const DELTA_SHARE: f64 = 0.01;

/// One variant.
#[derive(Clone, Debug)]
pub struct Variant {
    /// For people.
    pub name: String,
    /// The plant.
    pub plant: Arc<Plant>,
    /// What measures it.
    pub meter: Meter,
}

/// How to contend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Smallest difference that matters \[unit of the goal\]; `None`: a share of the best mean of
    /// the first stage.
    pub delta: Option<f64>,
    /// Probability of selecting the best.
    pub confidence: f64,
    /// Replications of the first stage.
    pub first: u64,
    /// At most so many replications of a variant.
    pub most: u64,
    /// Months of a replication.
    pub months: u32,
    /// Master seed.
    pub seed: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { delta: None, confidence: 0.95, first: 20, most: 2000, months: 12, seed: 1 }
    }
}

/// Who looks on.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a> {
    /// Once true, the run stops after the replications under way; the result says so.
    pub cancel: Option<&'a AtomicBool>,
    /// Told after every replication of a variant: done, and expected at most.
    pub progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Standings<X> {
    /// Per variant, per replication (from 0, without gaps): reading and what else was measured.
    pub readings: Vec<Vec<(Reading, X)>>,
    /// After how many replications each variant was out; `None`: never.
    pub gone_after: Vec<Option<u64>>,
    /// What was chosen.
    pub choice: Choice,
    /// Those still in the running, best mean first.
    pub survivors: Vec<usize>,
    /// The smallest difference that matters.
    pub delta: f64,
    /// For what difference the replications were enough; with an open choice larger than `delta`.
    pub supported_delta: Option<f64>,
    /// Was it cut short?
    pub partial: bool,
}

/// What one worker holds.
struct Bench {
    replicas: Vec<Option<Replica>>,
    outcome: Outcome,
}

/// Lets the variants contend; larger is better if `maximise`. `more` measures what else is wanted
/// of every outcome.
///
/// The result depends on variants and rules only, not on threads.
///
/// # Errors
/// When the rules make no sense, a replication fails, or the goal does not exist in one.
pub fn contend<X: Send>(
    variants: &[Variant],
    maximise: bool,
    rules: &Rules,
    watch: &Watch<'_>,
    more: &(impl Fn(usize, &Outcome) -> X + Sync),
) -> Result<Standings<X>, LaboratoryError> {
    let mut run = Run::new(variants, rules, watch, more);
    let mut partial = run.extend(&all(variants), 0..rules.first)?;
    let delta = rules.delta.unwrap_or_else(|| share_of_best(&run.readings, maximise));
    let zone = IndifferenceZone { delta, confidence: rules.confidence, first: rules.first };
    let mut selection = Selection::new(variants.len(), zone).map_err(|e| {
        LaboratoryError::question(e.to_string(), "change --delta, --confidence or --first")
    })?;
    let mut at = 0;
    loop {
        let until = selection.survivors().iter().map(|k| run.readings[*k].len() as u64).min();
        while at < until.unwrap_or(0) && (at < rules.first || selection.choice() == Choice::Open) {
            let values = selection.survivors().iter().map(|k| run.value(*k, at, maximise));
            let values = values.collect::<Result<Vec<f64>, _>>()?;
            selection.observe(&values);
            at += 1;
        }
        if partial || selection.choice() != Choice::Open || at >= rules.most {
            break;
        }
        let next = (at + BATCH).min(rules.most);
        run.expected = selection.needed().unwrap_or(next).min(rules.most);
        partial = run.extend(selection.survivors(), at..next)?;
    }
    if run.readings.iter().any(|r| r.len() < 2) {
        return Err(LaboratoryError::Stopped);
    }
    let mut survivors = selection.survivors().to_vec();
    let mean = |k: &usize| mean(&run.readings[*k]) * if maximise { 1.0 } else { -1.0 };
    survivors.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
    let choice = selection.choice();
    Ok(Standings {
        gone_after: (0..variants.len()).map(|k| selection.gone_after(k)).collect(),
        supported_delta: selection.supported_delta(),
        partial: partial && choice == Choice::Open,
        choice,
        survivors,
        delta,
        readings: run.readings,
    })
}

fn all(variants: &[Variant]) -> Vec<usize> {
    (0..variants.len()).collect()
}

fn mean<X>(readings: &[(Reading, X)]) -> f64 {
    let tally: Tally = readings.iter().filter_map(|(r, _)| r.value).collect();
    tally.mean().unwrap_or(0.0)
}

/// A share of the best mean, or of the largest where the best is 0.
fn share_of_best<X>(readings: &[Vec<(Reading, X)>], maximise: bool) -> f64 {
    let means = || readings.iter().map(|r| mean(r));
    let best = match maximise {
        true => means().fold(f64::NEG_INFINITY, f64::max),
        false => means().fold(f64::INFINITY, f64::min),
    };
    let largest = means().fold(0.0, |most: f64, m| most.max(m.abs()));
    let size = if best == 0.0 { largest } else { best.abs() };
    // All are 0: any zone will do.
    if size > 0.0 { DELTA_SHARE * size } else { 1.0 }
}

/// The replications so far.
struct Run<'a, X, M> {
    variants: &'a [Variant],
    phases: Vec<[Phase; 1]>,
    rules: &'a Rules,
    watch: &'a Watch<'a>,
    more: &'a M,
    workers: Workers<Bench, Box<dyn Fn() -> Bench + Sync + Send>>,
    readings: Vec<Vec<(Reading, X)>>,
    done: u64,
    /// Replications after which the choice is made at the latest.
    expected: u64,
}

impl<'a, X: Send, M: Fn(usize, &Outcome) -> X + Sync> Run<'a, X, M> {
    fn new(variants: &'a [Variant], rules: &'a Rules, watch: &'a Watch<'a>, more: &'a M) -> Self {
        let phase = |v: &Variant| [Phase { from_month: 0, plant: Arc::clone(&v.plant) }];
        let count = variants.len();
        let bench = move || Bench {
            replicas: std::iter::repeat_with(|| None).take(count).collect(),
            outcome: Outcome::default(),
        };
        Self {
            variants,
            phases: variants.iter().map(phase).collect(),
            rules,
            watch,
            more,
            workers: Workers::new(Box::new(bench)),
            readings: std::iter::repeat_with(Vec::new).take(count).collect(),
            done: 0,
            expected: rules.first,
        }
    }

    /// The goal in a replication, larger is better.
    fn value(&self, variant: usize, k: u64, maximise: bool) -> Result<f64, LaboratoryError> {
        let value = self.readings[variant].get(k as usize).and_then(|(r, _)| r.value);
        let value = value.ok_or_else(|| {
            LaboratoryError::question(
                format!(
                    "the goal does not exist in replication {k} of {} (nothing to divide by)",
                    self.variants[variant].name
                ),
                "choose one that always exists, such as a quantity, or more --months",
            )
        })?;
        Ok(if maximise { value } else { -value })
    }

    /// Runs these replications of these variants; true when somebody stopped it.
    fn extend(
        &mut self,
        who: &[usize],
        range: std::ops::Range<u64>,
    ) -> Result<bool, LaboratoryError> {
        let (variants, phases, rules, more) = (self.variants, &self.phases, self.rules, self.more);
        let width = who.len() as u64;
        // Replication by replication, so that a stopped run has whole ones.
        let place = |n: u64| (who[(n % width) as usize], range.start + n / width);
        let once = |bench: &mut Bench, n: u64| {
            let (variant, k) = place(n);
            let plant = &variants[variant].plant;
            let replica = bench.replicas[variant].get_or_insert_with(|| Replica::assemble(plant));
            let streams = Streams::new(rules.seed, k);
            let limits = Limits::default();
            let (months, outcome) = (rules.months, &mut bench.outcome);
            replica.run_into(&phases[variant], months, streams, &limits, outcome)?;
            Ok::<_, sim_core::RunError>((
                variants[variant].meter.read(outcome),
                more(variant, outcome),
            ))
        };
        let before = self.done;
        let ahead = width * self.expected.saturating_sub(range.start);
        let tell = |count: u64| {
            if let Some(progress) = self.watch.progress {
                progress(before + count, before + ahead.max(count));
            }
        };
        let plan = Plan { allowed_failures: 0, cancel: self.watch.cancel, progress: Some(&tell) };
        let readings = &mut self.readings;
        let take = |n: u64, reading: Result<(Reading, X), &sim_core::RunError>| {
            readings[place(n).0].extend(reading);
        };
        let total = width * (range.end - range.start);
        let ran = replicate_into(0..total, &plan, &self.workers, once, take);
        let ran = ran.map_err(|failures| {
            let (variant, replication) = place(failures.last.replication);
            LaboratoryError::Run {
                variant: variants[variant].name.clone(),
                replication,
                seed: rules.seed,
                reason: failures.last.error.to_string(),
            }
        })?;
        self.done += ran.completed.end;
        // A replication that only some have says nothing about differences.
        let whole = who.iter().map(|v| self.readings[*v].len()).min().unwrap_or(0);
        who.iter().for_each(|v| self.readings[*v].truncate(whole));
        Ok(ran.cancelled)
    }
}
