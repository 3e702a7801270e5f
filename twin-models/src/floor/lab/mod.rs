//! The maintenance laboratory: repairs that do not renew, degradation, redundancy, opportunities.

mod effect;
mod funnel;
mod opportunity;
mod path;
mod unit;

use super::Floor;
use crate::outcome::Unit;
use crate::plant::model::{Life, ModeIx, Monitor, Plant, Process, TaskIx};
pub(super) use funnel::Step;
use funnel::Steps;
use path::Path;
use sim_core::TICKS_PER_HOUR;

/// What the laboratory remembers; lists are empty where the plant needs none of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lab {
    /// One for each failure mode.
    paths: Vec<Path>,
    /// Failed units of each redundant group.
    failed_units: Vec<u32>,
    /// Tasks that take opportunities.
    opportunists: Vec<TaskIx>,
    /// Opportunities from outside so far, one for each task.
    offered: Vec<u64>,
    /// Stops for maintenance of each machine.
    opened: Vec<u64>,
    /// Steps from alert to repair of each monitor.
    steps: Vec<Steps>,
}

impl Lab {
    pub(super) fn new(plant: &Plant) -> Self {
        let states = |life: &Life| match life {
            Life::Degrades(d) => match &d.process {
                Process::States(states) => states.len(),
                _ => 0,
            },
            _ => 0,
        };
        let paths = plant.modes.iter().any(|m| m.hidden || matches!(m.life, Life::Degrades(_)));
        let groups = plant.modes.iter().filter_map(|m| m.redundancy).map(|r| r.group + 1).max();
        let takes = |t: &TaskIx| plant.tasks[t.index()].opportunities.is_some();
        let opportunists: Vec<TaskIx> =
            (0..plant.tasks.len() as u32).map(TaskIx).filter(takes).collect();
        let some = |wanted: bool, n: usize| vec![0; if wanted { n } else { 0 }];
        Self {
            paths: if paths {
                plant.modes.iter().map(|m| Path::new(states(&m.life))).collect()
            } else {
                Vec::new()
            },
            failed_units: vec![0; groups.unwrap_or(0) as usize],
            offered: some(!opportunists.is_empty(), plant.tasks.len()),
            opened: some(counts_stops(plant), plant.machines.len()),
            opportunists,
            steps: if plant.monitors.iter().any(Monitor::has_steps) {
                vec![Steps::default(); plant.monitors.len()]
            } else {
                Vec::new()
            },
        }
    }

    /// At the start of a replication, in place.
    pub(super) fn reset(&mut self) {
        self.paths.iter_mut().for_each(Path::reset);
        self.failed_units.fill(0);
        self.offered.fill(0);
        self.opened.fill(0);
        self.steps.fill(Steps::default());
    }
}

/// Does the plant share stops among its jobs?
fn counts_stops(plant: &Plant) -> bool {
    plant.tasks.iter().any(|t| t.opportunities.is_some() || t.set_up > 0.0)
}

/// The monthly quantities of the laboratory, in the order of [`Floor::lab_row`].
pub(super) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    for m in &plant.modes {
        if m.hidden {
            add("hidden_h", &m.name, Unit::Hours, "failed and not found, on the mode's clock");
        }
        if let Life::Degrades(d) = &m.life
            && let Process::States(states) = &d.process
        {
            for state in states {
                let name = format!("{}/{}", m.name, state.name);
                add("state_h", &name, Unit::Hours, "in this state of degradation, on its clock");
            }
        }
    }
    if plant.monitors.iter().any(Monitor::has_steps) {
        for m in &plant.monitors {
            add("accepted", &m.name, Unit::Jobs, "alerts on which somebody acts");
            add("part_ready", &m.name, Unit::Jobs, "planned repairs whose part is in hand");
            add("crew_begun", &m.name, Unit::Jobs, "planned repairs begun");
            add("in_time", &m.name, Unit::Jobs, "planned repairs done before the failure");
            add("forced", &m.name, Unit::Jobs, "planned repairs that did not wait for the window");
        }
    }
    if counts_stops(plant) {
        for m in &plant.machines {
            add(
                "maintenance_stops",
                &m.name,
                Unit::Jobs,
                "stops for repairs and tasks, shared ones once",
            );
        }
    }
}

impl Floor<'_, '_> {
    /// Clocks of modes that degrade are about to be read.
    pub(super) fn touch_degrading(&mut self) {
        for k in 0..self.yard.lab.paths.len() {
            self.rouse(self.plant.modes[k].machine);
        }
    }

    /// The quantities of the laboratory so far.
    pub(super) fn lab_row(&mut self, row: &mut Vec<f64>) {
        const HOUR: f64 = TICKS_PER_HOUR as f64;
        for k in (0..self.yard.lab.paths.len() as u32).map(ModeIx) {
            let unknown = self.book_path(k);
            if self.first_plant.modes[k.index()].hidden {
                row.push(unknown as f64 / HOUR);
            }
            row.extend(self.yard.lab.paths[k.index()].spent.iter().map(|t| *t as f64 / HOUR));
        }
        row.extend(self.yard.lab.steps.iter().flatten().map(|n| *n as f64));
        row.extend(self.yard.lab.opened.iter().map(|n| *n as f64));
    }
}
