//! A few pairs lived through once more with somebody watching, and the worst failure of each taken out.

use super::downtime_hour::hard;
use crate::indicator::View;
use crate::pairing::replay::servers;
use crate::study::Study;
use crate::study::arm::PlantCache;
use crate::study::result::Role;
use sim_core::{Limits, Plan, SimTime, TICKS_PER_HOUR, replicate};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::outcome::Outcome;
use twin_models::plant::calendar::{Calendar, TICKS_PER_WEEK};
use twin_models::plant::model::{ModeIx, Plant};
use twin_models::state::{E10, Leaf};
use twin_models::trace::{Event, Happening, Scope, Spends, Trace};
use twin_models::{Phase, Replica};

/// Months after the worst event in which its cost may still come.
const AFTERWARDS: u32 = 3;

/// A failure, and what it took from the constraint.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hit {
    /// When.
    pub(super) at: SimTime,
    /// Its mode.
    pub(super) mode: ModeIx,
    /// Number of the life that ended in it.
    pub(super) life: u64,
    /// Hours inside the schedule that the constraint lost to it.
    pub(super) hours: f64,
    /// The same life does not end in a failure with the investment.
    pub(super) avoided: bool,
}

/// One pair, watched.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    /// Failures of the reference, in order.
    pub(super) hits: Vec<Hit>,
    /// Net cost of the worst of them \[money\]; `None`: there is none, or it could not be taken out.
    pub(super) net: Option<f64>,
    /// Good pieces of the reference.
    pub(super) good: f64,
    /// Hours that the constraint works in each full week: of the reference, with the investment.
    pub(super) weeks: [Vec<f64>; 2],
    /// Served share of each month that had customers.
    pub(super) service: [Vec<f64>; 2],
}

impl Watched {
    /// The worst failure.
    pub(super) fn worst(&self) -> Option<&Hit> {
        worst_of(&self.hits)
    }
}

/// The first of the failures that cost most hours.
pub(super) fn worst_of(hits: &[Hit]) -> Option<&Hit> {
    hits.iter().filter(|hit| hit.hours > 0.0).fold(None, |worst: Option<&Hit>, hit| match worst {
        Some(worst) if worst.hours >= hit.hours => Some(worst),
        _ => Some(hit),
    })
}

/// What one thread works with.
struct Bench {
    /// Of the reference and of the investment, observed.
    observed: [Replica; 2],
    /// Of the reference, for the future without its worst event.
    plain: Replica,
    cache: PlantCache,
}

/// Watches the headline comparison in the first `futures` pairs; `None` where today's plant is not the
/// reference, the run is stopped, or a future fails.
pub(crate) fn observe(
    study: &Study,
    futures: u64,
    cancel: Option<&AtomicBool>,
) -> Option<Vec<Watched>> {
    let head = study.comparisons.first()?;
    if study.arms[head.reference].role != Role::Before {
        return None;
    }
    let arms = [head.reference, head.investment];
    let bench = || {
        let observed = arms.map(|k| {
            let plant = &study.arms[k].plant;
            let mut replica = Replica::assemble(plant);
            let scope = Scope { machines: servers(plant), ..Scope::ALL };
            replica.observe(scope);
            replica
        });
        let plain = Replica::assemble(&study.arms[head.reference].plant);
        Bench { observed, plain, cache: PlantCache::default() }
    };
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let run = replicate(0..futures, &plan, bench, |bench, k| watch(study, arms, bench, k));
    let run = run.ok().filter(|run| !run.cancelled)?;
    Some(run.results.into_iter().map(|(_, watched)| watched).collect())
}

fn watch(study: &Study, arms: [usize; 2], bench: &mut Bench, k: u64) -> Result<Watched, String> {
    let drawn = study.draw(k);
    let seen = study.in_future(k, &drawn.values).map_err(|faults| faults.to_string())?;
    let (study, lucks) = (seen.as_ref(), &drawn.lucks);
    if study.plants_are_drawn {
        bench.cache = PlantCache::default();
    }
    let streams = study.draws().luck(k);
    let limits = Limits::default();
    let files = (&study.plant_file, &study.study_file);
    let plants = arms.map(|k| study.arms[k].plant.as_ref());
    let (mut hits, mut after) = (Vec::new(), BTreeSet::new());
    let mut weeks = [Vec::new(), Vec::new()];
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(2);
    for (side, replica) in bench.observed.iter_mut().enumerate() {
        let arm = &study.arms[arms[side]];
        let phases = arm
            .phases(files, &study.investments, lucks, study.horizon, &mut bench.cache)
            .map_err(|faults| faults.to_string())?;
        let outcome = replica.run(&phases, study.horizon, streams, &limits);
        outcomes.push(outcome.map_err(|error| error.to_string())?);
        // A trace is long: what is needed of it is taken at once.
        let trace = replica.trace().ok_or("nobody watched")?;
        weeks[side] = weeks_of(plants[side], trace);
        match side {
            0 => hits = hits_of(plants[0], trace),
            _ => after = failures(plants[1], trace),
        }
    }
    for hit in &mut hits {
        let name = plants[0].modes[hit.mode.index()].name.as_str();
        hit.avoided = !after.contains(&(name, hit.life));
    }
    let net = worst_of(&hits).and_then(|worst| {
        let until = month_after(study, worst.at).min(study.horizon);
        let spared = spared(plants[0], worst);
        let phases = [Phase { from_month: 0, plant: Arc::new(spared) }];
        let without = bench.plain.run(&phases, until, streams, &limits).ok()?;
        let with = &outcomes[0];
        // The same months of both futures; before the event they are one.
        Some(hard(study, arms[0], &without, until)[0] - hard(study, arms[0], with, until)[0] + 0.0)
    });
    let service = [0, 1].map(|side: usize| {
        let keys = &study.tools[arms[side]].schema;
        let column = |key: &str| keys.iter().position(|q| q.key == key);
        service(&outcomes[side], keys.len(), &column)
    });
    let view = View { frame: &study.tools[arms[0]].frame, outcome: &outcomes[0] };
    Ok(Watched { hits, net, good: view.total("good"), weeks, service })
}

/// Months counted from the start after which the cost of an event at `at` has come.
fn month_after(study: &Study, at: SimTime) -> u32 {
    let edges = Calendar::months(study.start, study.horizon);
    edges.partition_point(|edge| edge.0 <= at.0) as u32 + AFTERWARDS
}

/// The plant in which one life does not end in a failure.
fn spared(plant: &Plant, hit: &Hit) -> Plant {
    let mut plant = plant.clone();
    plant.modes[hit.mode.index()].spared = Some(hit.life);
    plant
}

/// Modes and lives that ended in a failure.
fn failures<'p>(plant: &'p Plant, trace: &Trace) -> BTreeSet<(&'p str, u64)> {
    let failure = |event: &Event| match event.what {
        Happening::Failure { mode, life, .. } => {
            Some((plant.modes.get(mode.index())?.name.as_str(), life))
        }
        _ => None,
    };
    trace.events.iter().filter_map(failure).collect()
}

/// Every failure with the hours that the constraint stood inside the schedule until the restart. Hours
/// that two failures share belong to the one that was there first.
fn hits_of(plant: &Plant, trace: &Trace) -> Vec<Hit> {
    let restarts = trace.restarts();
    let constraint = servers(plant);
    let stretches: Vec<_> =
        constraint.iter().map(|m| trace.stretches(*m, SimTime::ZERO, SimTime::NEVER)).collect();
    let (mut hits, mut taken) = (Vec::new(), 0);
    for event in &trace.events {
        let Happening::Failure { mode, life, .. } = event.what else { continue };
        let end = restarts.get(&(mode, life)).map_or(trace.end, |restart| restart.at);
        let from = event.at.0.max(taken);
        let own = constraint.contains(&plant.modes[mode.index()].machine);
        let ticks: f64 = stretches.iter().map(|line| stood(line, own, from, end.0)).sum::<f64>();
        taken = taken.max(end.0);
        let hours = ticks / constraint.len().max(1) as f64 / TICKS_PER_HOUR as f64;
        hits.push(Hit { at: event.at, mode, life, hours, avoided: false });
    }
    hits
}

/// Time lost inside the schedule between two instants: down where the failure is the constraint's own,
/// without pieces or without room where it is another machine's.
fn stood(line: &[(SimTime, SimTime, Spends)], own: bool, from: i64, until: i64) -> f64 {
    let lost = |leaf: Leaf| {
        let down = leaf.e10() == E10::UDT && leaf != Leaf::Minor;
        let waits = matches!(leaf, Leaf::Starved | Leaf::Blocked);
        if if own { down } else { waits } { 1.0 } else { 0.0 }
    };
    let first = line.partition_point(|(_, to, _)| to.0 <= from);
    line[first..]
        .iter()
        .take_while(|(begin, _, _)| begin.0 < until)
        .map(|(begin, end, spends)| {
            let span = (end.0.min(until) - begin.0.max(from)).max(0) as f64;
            span * (spends.share * lost(spends.leaf) + (1.0 - spends.share) * lost(spends.rest))
        })
        .sum()
}

/// Hours that the constraint's machines work in each full week, on average.
fn weeks_of(plant: &Plant, trace: &Trace) -> Vec<f64> {
    let constraint = servers(plant);
    let mut hours = vec![0.0; (trace.end.0 / TICKS_PER_WEEK) as usize];
    let productive = |leaf: Leaf| if leaf.e10() == E10::PRD { 1.0 } else { 0.0 };
    let scale = 1.0 / (constraint.len().max(1) as f64 * TICKS_PER_HOUR as f64);
    for m in constraint {
        for (from, until, spends) in trace.stretches(m, SimTime::ZERO, SimTime::NEVER) {
            let share = spends.share * productive(spends.leaf)
                + (1.0 - spends.share) * productive(spends.rest);
            let mut at = from.0;
            while share > 0.0 && at < until.0 {
                let week = at / TICKS_PER_WEEK;
                let end = ((week + 1) * TICKS_PER_WEEK).min(until.0);
                if let Some(sum) = hours.get_mut(week as usize) {
                    *sum += share * (end - at) as f64 * scale;
                }
                at = end;
            }
        }
    }
    hours
}

/// What a month served: finished orders on time, or wanted pieces sold.
pub(super) fn service_kind(column: &dyn Fn(&str) -> Option<usize>) -> Option<&'static str> {
    match (column("orders_finished"), column("demand")) {
        (Some(_), _) => Some("orders"),
        (None, Some(_)) => Some("demand"),
        (None, None) => None,
    }
}

fn service(outcome: &Outcome, width: usize, column: &dyn Fn(&str) -> Option<usize>) -> Vec<f64> {
    let months = || 0..outcome.months as usize;
    let at = |m: usize, k: usize| outcome.monthly[m * width + k];
    match service_kind(column) {
        Some("orders") => {
            let Some((done, on_time)) = column("orders_finished").zip(column("orders_on_time"))
            else {
                return Vec::new();
            };
            let months = months().filter(|m| at(*m, done) > 0.0);
            months.map(|m| at(m, on_time) / at(m, done)).collect()
        }
        Some(_) => {
            let Some((wanted, lost)) = column("demand").zip(column("lost_sales")) else {
                return Vec::new();
            };
            let months = months().filter(|m| at(*m, wanted) > 0.0);
            months.map(|m| (1.0 - at(m, lost) / at(m, wanted)).clamp(0.0, 1.0)).collect()
        }
        None => Vec::new(),
    }
}
