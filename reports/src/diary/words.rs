//! Names of what happens, and dates.

use scenarios::pairing::replay;
use scenarios::study::Study;
use sim_core::SimTime;
use twin_models::plant::model::Plant;
use twin_models::trace::Happening;

/// Local plant time of an instant, to the minute.
pub(super) fn moment(study: &Study, at: SimTime) -> String {
    replay::moment(study.start, at, "%Y-%m-%d %H:%M")
}

/// Its day.
pub(super) fn day(study: &Study, at: SimTime) -> String {
    replay::moment(study.start, at, "%Y-%m-%d")
}

/// Its day, short.
pub(super) fn short_day(study: &Study, at: SimTime) -> String {
    replay::moment(study.start, at, "%d %b")
}

/// To the second.
pub(super) fn exact(study: &Study, at: SimTime) -> String {
    replay::moment(study.start, at, "%Y-%m-%dT%H:%M:%S")
}

/// Name of a kind of happening in files.
pub(super) const fn code(what: &Happening) -> &'static str {
    match what {
        Happening::Failure { .. } => "failure",
        Happening::Restored { .. } => "restored",
        Happening::Alert { .. } => "alert",
        Happening::FalseAlarm { .. } => "false_alarm",
        Happening::PlannedRepair { .. } => "planned_repair",
        Happening::Task { .. } => "task",
        Happening::Delivery { .. } => "delivery",
        Happening::Changeover { .. } => "changeover",
    }
}

/// Place in the table of jobs, and its words there.
pub(super) const fn counted(what: &Happening) -> Option<(usize, &'static str)> {
    match what {
        Happening::Failure { .. } => Some((0, "failures")),
        Happening::PlannedRepair { .. } => Some((1, "repairs before failure")),
        Happening::Task { .. } => Some((2, "preventive tasks")),
        Happening::Alert { .. } => Some((3, "alerts")),
        Happening::FalseAlarm { .. } => Some((4, "false alarms")),
        Happening::Changeover { .. } => Some((5, "changeovers")),
        Happening::Delivery { .. } => Some((6, "deliveries of parts")),
        Happening::Restored { .. } => None,
    }
}

/// Of what.
pub(super) fn entity(plant: &Plant, what: &Happening) -> String {
    let mode = |k: usize| plant.modes.get(k).map(|m| m.name.clone());
    match *what {
        Happening::Failure { mode: k, .. }
        | Happening::Restored { mode: k, .. }
        | Happening::Alert { mode: k, .. }
        | Happening::PlannedRepair { mode: k, .. } => mode(k.index()),
        Happening::FalseAlarm { monitor, .. } => {
            plant.monitors.get(monitor.index()).map(|m| m.name.clone())
        }
        Happening::Task { task } => plant.tasks.get(task.index()).map(|t| t.name.clone()),
        Happening::Delivery { part } => plant.parts.get(part.index()).map(|p| p.name.clone()),
        Happening::Changeover { number } => {
            plant.changeovers.as_ref().and_then(|c| c.kind(number)).map(|k| k.name.clone())
        }
    }
    .unwrap_or_default()
}

/// The machine, where there is one.
pub(super) fn machine(plant: &Plant, what: &Happening) -> String {
    let of = match *what {
        Happening::Failure { mode, .. }
        | Happening::Restored { mode, .. }
        | Happening::Alert { mode, .. }
        | Happening::PlannedRepair { mode, .. } => plant.modes.get(mode.index()).map(|m| m.machine),
        Happening::FalseAlarm { machine, .. } => Some(machine),
        Happening::Task { task } => plant.tasks.get(task.index()).map(|t| t.machine),
        Happening::Delivery { .. } | Happening::Changeover { .. } => None,
    };
    of.and_then(|m| plant.machines.get(m.index())).map_or(String::new(), |m| m.name.clone())
}

/// What else there is to say.
pub(super) fn detail(what: &Happening) -> String {
    match *what {
        Happening::Failure { life, secondary, .. } => {
            let damage = if secondary { ", further damage" } else { "" };
            format!("life {life}{damage}")
        }
        Happening::Restored { life, down, .. } => {
            format!("life {life}, down {:.3} h", down.hours())
        }
        Happening::Alert { life, acted_on, .. } => {
            format!("life {life}, {}", if acted_on { "acted on" } else { "ignored" })
        }
        Happening::FalseAlarm { stops, .. } => {
            if stops { "machine stopped" } else { "machine not stopped" }.to_owned()
        }
        Happening::PlannedRepair { life, .. } => format!("life {life}"),
        Happening::Changeover { number } => format!("number {number}"),
        Happening::Task { .. } | Happening::Delivery { .. } => String::new(),
    }
}
