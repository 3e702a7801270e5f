//! An observed run: the same outcome, and a story that adds up to it.

use super::runs::plant;
use sim_core::{Limits, SimTime, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::{MachineIx, ModeIx, Plant};
use twin_models::state::Leaf;
use twin_models::trace::{Happening, Scope, Trace};
use twin_models::{Phase, Replica};

const LINE: &str = "[calendar]\nshifts = [{ days = \"Mon-Sat\", from = \"06:00\", to = \"22:00\" }]\n\
    breaks = [{ days = \"Mon-Sat\", from = \"12:00\", to = \"12:30\" }]\n\
    [machines.m]\ncycle = \"2 min\"\n\
    minor_stops = { every = { exponential = { mean = \"3 h\" } }, lasts = \"4 min\" }\n\
    [machines.n]\ncycle = \"2.2 min\"\n[machines.o]\ncycle = \"2 min\"\n\
    [buffers.a]\nfrom = \"m\"\nto = \"n\"\ncapacity = 6\n\
    [buffers.b]\nfrom = \"n\"\nto = \"o\"\ncapacity = 4\n\
    [failures.f]\nmachine = \"m\"\nlife = { weibull = { shape = 2, mean = \"60 h\" } }\n\
    warning = \"20 h\"\nrepair = { lognormal = { mean = \"3 h\", cv = 1 } }\npart = \"kit\"\nskill = \"s\"\n\
    [failures.g]\nmachine = \"o\"\nlife = { exponential = { mean = \"50 h\" } }\nrepair = \"2 h\"\n\
    [maintenance.g]\non = [\"g\"]\npolicy = \"calendar\"\nevery = \"1 weeks\"\nduration = \"1 h\"\n\
    [predictive.p]\non = [\"f\"]\ndetection = \"60 %\"\nresponse = \"2 h\"\nsensor_uptime = \"95 %\"\n\
    delay = { uniform = { min = \"0 %\", max = \"60 %\" } }\n\
    false_alarms = { every = { exponential = { mean = \"90 h\" } }, stops = \"50 %\", stop = \"1 h\" }\n\
    [crews.c]\nskills = [\"s\"]\npeople = 1\nduty = \"plant shifts\"\noff_duty = \"wait\"\n\
    [spares.kit]\nstock = 1\nlead = \"3 d\"\n\
    [changeovers]\nevery = \"40 h\"\n[changeovers.kinds.k]\nlasts = \"1 h\"\n";

/// Both ways in which material moves.
fn plants() -> [Plant; 2] {
    let at_rates = format!("flow = \"rate\"\nminor_stops = \"events\"\n{LINE}");
    [plant(&format!("flow = \"piece\"\n{LINE}")), plant(&at_rates)]
}

fn run(plant: &Plant, ask: impl Fn(&mut Replica)) -> (Outcome, Option<Trace>) {
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(plant);
    ask(&mut replica);
    let run = replica.run(&phases, 4, Streams::new(11, 2), &Limits::default());
    (run.unwrap_or_else(|error| panic!("{error}")), replica.trace().cloned())
}

#[test]
fn to_be_observed_changes_nothing() {
    for plant in plants() {
        let (alone, none) = run(&plant, |_| {});
        let (observed, trace) = run(&plant, |replica| replica.observe(Scope::ALL));
        assert_eq!(alone, observed);
        assert!(none.is_none() && trace.is_some_and(|t| t.states.len() > 1000));
    }
}

#[test]
fn the_stretches_of_a_machine_add_up_to_its_states() {
    for plant in plants() {
        let (outcome, trace) = run(&plant, |replica| replica.observe(Scope::ALL));
        let trace = trace.unwrap();
        for (k, machine) in outcome.machines.iter().enumerate() {
            let m = MachineIx(k as u32);
            let mut ticks = [0.0; Leaf::COUNT];
            let mut end = SimTime::ZERO;
            for (from, to, spends) in trace.stretches(m, SimTime::ZERO, SimTime::NEVER) {
                assert!(from == end && to > from);
                end = to;
                let span = (to - from).0 as f64;
                ticks[spends.leaf as usize] += span * spends.share;
                ticks[spends.rest as usize] += span * (1.0 - spends.share);
            }
            assert_eq!(end, trace.end);
            for (leaf, (told, booked)) in Leaf::ALL.iter().zip(ticks.iter().zip(&machine.ticks)) {
                // At rates shares of whole microseconds are rounded once a booking.
                let rounding =
                    if plant.flow == twin_models::plant::model::Flow::Rate { 1e5 } else { 0.0 };
                let off = told - *booked as f64;
                assert!(off.abs() <= rounding, "{} {}: {off}", machine.failures, leaf.code());
            }
        }
    }
}

#[test]
fn what_happened_is_what_was_counted() {
    for plant in plants() {
        let (outcome, trace) = run(&plant, |replica| replica.observe(Scope::HAPPENINGS));
        let trace = trace.unwrap();
        assert!(trace.states.is_empty());
        let count = |wanted: &dyn Fn(&Happening) -> bool| {
            trace.events.iter().filter(|e| wanted(&e.what)).count() as f64
        };
        let total = |key: &str| -> f64 {
            let columns = schema(&plant);
            let at = columns.iter().position(|q| q.key == key);
            let at = at.unwrap_or_else(|| panic!("no {key}"));
            outcome.monthly.iter().skip(at).step_by(columns.len()).sum()
        };
        use Happening::*;
        for (k, name) in ["f", "g"].iter().enumerate() {
            let k = ModeIx(k as u32);
            let failures = count(&|w| matches!(w, Failure { mode, .. } if *mode == k));
            assert_eq!(failures, total(&format!("failures:{name}")));
            let planned = count(&|w| matches!(w, PlannedRepair { mode, .. } if *mode == k));
            assert_eq!(planned, total(&format!("planned_repairs:{name}")));
            let down = trace.events.iter().filter_map(|e| match e.what {
                Restored { mode, down, .. } if mode == k => Some(down.0),
                _ => None,
            });
            assert_eq!(down.sum::<i64>(), outcome.modes[k.index()].down_ticks);
        }
        assert_eq!(count(&|w| matches!(w, Alert { .. })), total("alerts:p"));
        assert_eq!(count(&|w| matches!(w, FalseAlarm { .. })), total("false_alarms:p"));
        assert_eq!(count(&|w| matches!(w, Task { .. })), total("tasks:g"));
        assert_eq!(count(&|w| matches!(w, Changeover { .. })), total("changeovers"));
        assert!(count(&|w| matches!(w, Delivery { .. })) > 0.0);
        assert!(total("failures:f") > 0.0 && total("planned_repairs:f") > 0.0);
        assert!(total("false_alarms:p") > 0.0 && total("tasks:g") > 0.0);
        // A life ends once: in a failure or in a repair before it.
        let mut ends: Vec<(ModeIx, u64)> = trace
            .events
            .iter()
            .filter_map(|e| match e.what {
                Failure { mode, life, .. } | PlannedRepair { mode, life } => Some((mode, life)),
                _ => None,
            })
            .collect();
        let all = ends.len();
        ends.sort_unstable();
        ends.dedup();
        assert_eq!(ends.len(), all);
    }
}

#[test]
fn a_scope_is_a_part_of_the_whole() {
    let [plant, _] = plants();
    let (_, whole) = run(&plant, |replica| replica.observe(Scope::ALL));
    let (from, until) = (SimTime(500 * 3_600_000_000), SimTime(700 * 3_600_000_000));
    let scope = Scope { from, until, machines: vec![MachineIx(1)] };
    let (_, part) = run(&plant, |replica| replica.observe(scope.clone()));
    let (whole, part) = (whole.unwrap(), part.unwrap());
    let told = part.stretches(MachineIx(1), from, until);
    assert_eq!(told, whole.stretches(MachineIx(1), from, until));
    assert!(told.len() > 20 && told[0].0 == from);
    assert!(part.stretches(MachineIx(0), from, until).is_empty());
    assert_eq!(part.events, whole.events);
}

#[test]
fn the_months_of_a_machine_add_up_to_its_run() {
    for plant in plants() {
        let (alone, _) = run(&plant, |_| {});
        let (outcome, _) = run(&plant, Replica::record_months);
        let by_month = outcome.by_month.clone().unwrap();
        assert_eq!(Outcome { by_month: None, ..outcome.clone() }, alone);
        let machines = plant.machines.len();
        assert_eq!(by_month.len(), 4 * machines);
        for (k, whole) in outcome.machines.iter().enumerate() {
            let mine = || by_month.iter().skip(k).step_by(machines);
            for (leaf, ticks) in whole.ticks.iter().enumerate() {
                assert_eq!(mine().map(|m| m.ticks[leaf]).sum::<i64>(), *ticks);
            }
            let first = mine().next().map_or(0, |m| m.ticks.iter().sum());
            assert_eq!(first, 31 * 24 * 3_600_000_000);
            assert_eq!(mine().map(|m| m.failures).sum::<u64>(), whole.failures);
            let completed: f64 = mine().map(|m| m.completed).sum();
            assert!((completed - whole.completed).abs() < 1e-6);
        }
    }
}
