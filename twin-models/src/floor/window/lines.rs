//! The serial lines of a plant, and what is noted of them while they move on their own.

use super::Watch;
use super::waiting::{Gap, Seen};
use crate::floor::component::{Load, NEVER, NONE};
use crate::floor::ticks;
use crate::plant::model::{BufferIx, Flow, Machine, MachineIx, Plant};
use sim_core::{EventList, Limits, SimTime, Slot};
use std::ops::Range;

/// Most places of a buffer in a line that moves on its own.
const MOST_PLACES: u32 = 1 << 16;

/// Serial lines: every machine has at most one input and one output, every buffer one machine on
/// either side and at least one place, and no other part of the plant touches them but through their
/// machines. Where customers empty a store, one line fills it.
#[derive(Clone, Debug)]
pub(crate) struct Windows {
    pub(super) lines: Vec<Line>,
    /// Per machine: its line, or `NONE`.
    line_of: Vec<u32>,
    /// Per line: when to look at it next.
    due: EventList,
    /// The earliest of them.
    pub(crate) next_due: i64,
    /// Phase for which the lines' pace holds.
    pub(super) phase: Option<usize>,
    pub(super) work: Work,
}

/// What the lines' machines and buffers do inside a window.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    /// Machines line by line, in the direction of flow.
    pub(super) links: Vec<Link>,
    /// Buffers in the plant's order, then the outside upstream and the outside downstream.
    pub(super) lanes: Vec<Lane>,
    pub(super) pieces_differ: bool,
    /// What a machine is to those that wait for it, and what the machine it waits for is to it.
    pub(super) seen: Vec<Seen>,
    pub(super) beyond: Vec<Seen>,
}

/// A serial line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) places: Range<usize>,
    pub(super) watch: Watch,
    /// Unless it is listed: every event of its pieces before this instant has happened.
    pub(super) before: i64,
    /// Moving average of pieces per machine and window.
    pub(super) pieces: f64,
    /// Mean time per piece of its machines \[µs\]; `None`: it never moves on its own.
    pub(super) pace: Option<f64>,
}

/// A machine in its line.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) machine: MachineIx,
    /// Lanes before and behind it.
    pub(super) input: usize,
    pub(super) output: usize,
    pub(super) load: Load,
    pub(super) halted: bool,
    /// Draws nothing per piece in this phase, and no customers wait behind it.
    pub(super) simple: bool,
    /// All its pieces take the same time and are alike.
    pub(super) alike: bool,
    /// Constant cycle \[µs\], or -1.
    pub(super) cycle: i64,
    /// Cannot go on in this window, whatever its neighbours do.
    pub(super) done: bool,
    /// Has gone on in this window.
    pub(super) moved: bool,
    /// When work on its piece began, and when it ends or ended.
    pub(super) resumed: i64,
    pub(super) finish: i64,
    /// Since when it has had no piece, or a finished one.
    pub(super) since: i64,
    pub(super) operated: i64,
    pub(super) completed: u64,
    pub(super) completed_before: u64,
    /// Time it held finished pieces, and time it had none, so far in this window.
    pub(super) held: i64,
    pub(super) lacked: i64,
    /// Stretches of waiting, in order of time.
    pub(super) gaps: Vec<Gap>,
    /// Waiting time booked so far \[µs\].
    pub(super) waited: i64,
    /// The stretch that goes on at the window's end: from when it is not booked yet, and its root.
    pub(super) open: Option<Seen>,
}

/// Instants at which pieces went into a buffer and out of it; the last ones are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    pub(super) puts: Vec<i64>,
    pub(super) takes: Vec<i64>,
    /// How many there were in this window, and the sum of their instants from its start on.
    pub(super) put: usize,
    pub(super) taken: usize,
    pub(super) put_sum: i64,
    pub(super) taken_sum: i64,
    /// Pieces in it at the window's start, and room (below zero where capacity was taken away).
    pub(super) ready: usize,
    pub(super) room: i64,
}

impl Windows {
    pub(crate) fn new(plant: &Plant) -> Self {
        let lines = lines(plant);
        let outside = plant.buffers.len();
        let mut line_of = vec![NONE; plant.machines.len()];
        let mut links = Vec::new();
        let mut list = Vec::new();
        for (l, line) in lines.iter().enumerate() {
            let first = links.len();
            for m in line {
                line_of[m.index()] = l as u32;
                let machine = &plant.machines[m.index()];
                let lane = |b: Option<&BufferIx>, none| b.map_or(none, |b| b.index());
                links.push(Link {
                    machine: *m,
                    input: lane(machine.inputs.first(), outside),
                    output: lane(machine.outputs.first(), outside + 1),
                    load: Load::Empty,
                    halted: false,
                    simple: false,
                    alike: false,
                    cycle: -1,
                    done: false,
                    moved: false,
                    resumed: 0,
                    finish: 0,
                    since: 0,
                    operated: 0,
                    completed: 0,
                    completed_before: 0,
                    held: 0,
                    lacked: 0,
                    gaps: Vec::with_capacity(256),
                    waited: 0,
                    open: None,
                });
            }
            let places = first..links.len();
            list.push(Line { places, watch: Watch::Listed, before: 0, pieces: 0.0, pace: None });
        }
        let work = Work {
            links,
            lanes: vec![Lane::default(); outside + 2],
            pieces_differ: false,
            seen: Vec::with_capacity(1024),
            beyond: Vec::with_capacity(1024),
        };
        let due = EventList::new(list.len());
        Self { lines: list, line_of, due, next_due: NEVER, phase: None, work }
    }

    /// No line ever sleeps.
    pub(crate) fn none() -> Self {
        Self {
            lines: Vec::new(),
            line_of: Vec::new(),
            due: EventList::new(0),
            next_due: NEVER,
            phase: None,
            work: Work::default(),
        }
    }

    /// Has any line ever slept since the start of the run?
    #[cfg(test)]
    pub(crate) fn has_slept(&self) -> bool {
        self.lines.iter().any(|line| line.before > 0)
    }

    /// At the start of a run.
    pub(crate) fn reset(&mut self, plant: &Plant) {
        self.phase = None;
        self.work.pieces_differ = plant.pieces_differ();
        self.due.clear();
        self.next_due = NEVER;
        for l in 0..self.lines.len() {
            self.lines[l].watch = Watch::Listed;
            self.lines[l].before = 0;
            self.lines[l].pieces = super::HOPED_FOR;
            self.look_at(l, 0);
        }
    }

    /// The line of a machine.
    #[inline]
    pub(super) fn line_of(&self, m: MachineIx) -> Option<usize> {
        self.line_of.get(m.index()).filter(|l| **l != NONE).map(|l| *l as usize)
    }

    /// Line `l` is to be looked at next at `at`.
    pub(super) fn look_at(&mut self, l: usize, at: i64) {
        self.due.schedule(Slot(l as u32), SimTime(at));
        self.next_due = self.due.peek().map_or(NEVER, |at| at.0);
    }

    /// A line that is due by `now`.
    pub(super) fn next_line(&mut self, now: i64) -> Option<usize> {
        self.next_due = self.due.peek().map_or(NEVER, |at| at.0);
        if self.next_due > now {
            return None;
        }
        self.due.pop().map(|(_, slot)| slot.0 as usize)
    }

    /// Cycles and capacities may differ from phase to phase.
    pub(super) fn enter_phase(&mut self, plant: &Plant, phase: usize, limits: &Limits) {
        self.phase = Some(phase);
        for line in &mut self.lines {
            let links = &mut self.work.links[line.places.clone()];
            let mut pieces = 0.0;
            let mut fits = true;
            let length = links.len();
            for link in links {
                let machine = &plant.machines[link.machine.index()];
                link.simple = machine.is_lossless(plant)
                    && (!machine.outputs.is_empty() || plant.demand.is_none());
                pieces += 1.0 / machine.cycle.mean();
                // A law whose median rounds to nothing could bring a run without passing time.
                fits &= ticks(machine.cycle.quantile(0.5)) > 0;
                if let Some(buffer) = plant.buffers.get(link.output) {
                    let places = buffer.capacity;
                    fits &= places > 0 && places <= MOST_PLACES;
                    fits &= u64::from(places) <= limits.queue_length;
                    if fits {
                        let lane = &mut self.work.lanes[link.output];
                        let size = lane.puts.len().max((places as usize).next_power_of_two());
                        lane.puts.resize(size, 0);
                        lane.takes.resize(size, 0);
                    }
                }
            }
            line.pace = fits.then_some(length as f64 / pieces * 1e6);
        }
    }
}

/// The machines of every serial line, in the direction of flow.
fn lines(plant: &Plant) -> Vec<Vec<MachineIx>> {
    let serial = |m: &Machine| {
        m.inputs.len() <= 1 && m.outputs.len() <= 1 && m.takes_freely() && m.split.is_none()
    };
    let fed = |b: BufferIx| plant.sources.iter().any(|s| s.to == b);
    let between = |b: BufferIx| {
        let buffer = &plant.buffers[b.index()];
        buffer.from.len() == 1 && buffer.to.len() == 1 && !fed(b)
    };
    let mut all = Vec::new();
    for (i, machine) in plant.machines.iter().enumerate() {
        if !machine.inputs.is_empty() {
            continue;
        }
        let mut line = vec![MachineIx(i as u32)];
        let whole = loop {
            let here = &plant.machines[line[line.len() - 1].index()];
            if !serial(here) {
                break false;
            }
            let Some(b) = here.outputs.first() else { break true };
            if !between(*b) {
                break false;
            }
            line.push(plant.buffers[b.index()].to[0]);
        };
        if whole {
            all.push(line);
        }
    }
    // Customers empty one store: who fills it first is a matter between all that do.
    let ends = plant.machines.iter().filter(|m| m.outputs.is_empty()).count();
    let contested = plant.demand.is_some() && ends > 1;
    let others = plant.flow != Flow::Piece
        || plant.changeovers.is_some()
        || plant.is_staffed()
        || plant.works_past_shifts()
        || !plant.extensions.behaviours.is_empty()
        || plant.has_standby()
        || plant.has_quality();
    if contested || others { Vec::new() } else { all }
}
