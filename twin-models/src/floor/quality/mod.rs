//! Quality: what pieces become, how drift is noticed, what inspection finds and what escapes.
//!
//! Defects are made by the processes of a machine ([`process`]) as pieces are finished, on clocks that
//! inspection cannot move; an inspection point ([`inspect`]) only sorts. A defective piece carries the
//! number of its record ([`record`]).

mod chart;
mod collect;
mod inspect;
mod luck;
mod process;
mod record;
mod watch;

pub(super) use collect::quantities;

use super::Floor;
use super::component::Item;
use super::timer::Timer;
use crate::plant::model::{DefectKind, MachineIx, Plant};
use crate::state::Leaf;
use collect::{Claims, Fate, Fates};
use inspect::PointState;
use process::{Piece, Process};
use record::{Record, Records};
use sim_core::{RunError, SimTime, Streams};
use std::ops::Range;

/// The quality room of a plant that has one.
#[derive(Clone, Debug)]
pub(super) struct Room {
    processes: Vec<Process>,
    /// Per machine: its processes; its inspection point, and the state there.
    of_machine: Vec<Range<usize>>,
    point_of: Vec<Option<(usize, usize)>>,
    points: Vec<PointState>,
    records: Records,
    /// Per characteristic, and then of defects made by `defects` of machines.
    fates: Vec<Fates>,
    claims: Vec<Claims>,
    stops: Vec<Stop>,
    /// Month of the year in which the run begins, from 0.
    first_month: usize,
}

/// A machine's stop for quality: first the search for a cause, then the change of the tool.
#[derive(Clone, Copy, Debug, Default)]
struct Stop {
    /// What is left after the stage that goes on \[µs\].
    change_after: i64,
    stage: Option<Leaf>,
}

impl Room {
    /// `None` for a plant without characteristics and inspection points.
    pub(super) fn new(plant: &Plant) -> Option<Box<Self>> {
        if !plant.has_quality() {
            return None;
        }
        let mut processes = Vec::new();
        let mut of_machine = Vec::new();
        let mut point_of = Vec::new();
        let mut points = Vec::new();
        for (i, machine) in plant.machines.iter().enumerate() {
            let m = MachineIx(i as u32);
            let first = processes.len();
            for k in process::of_machine(&plant.quality, m) {
                processes.push(Process::new(k, &plant.quality[k], &machine.name));
            }
            of_machine.push(first..processes.len());
            let point = plant.inspections.iter().position(|p| p.at(m).is_some());
            point_of.push(point.map(|p| {
                points.push(PointState::new(&plant.inspections[p].name, &machine.name));
                (p, points.len() - 1)
            }));
        }
        Some(Box::new(Self {
            processes,
            of_machine,
            point_of,
            points,
            records: Records::default(),
            fates: vec![Fates::default(); plant.quality.len() + 1],
            claims: vec![Claims::default(); plant.quality.len()],
            stops: vec![Stop::default(); plant.machines.len()],
            first_month: plant.start.month() as usize - 1,
        }))
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, plant: &Plant, streams: Streams) {
        for process in &mut self.processes {
            process.reset(&plant.quality[process.of], streams);
        }
        self.points.iter_mut().for_each(|p| p.reset(streams));
        self.records.clear();
        self.fates.fill(Fates::default());
        self.claims.iter_mut().for_each(Claims::clear);
        self.stops.fill(Stop::default());
    }

    /// What becomes of the defect that a piece carries; the piece is good afterwards.
    fn close(&mut self, item: &mut Item, fate: Fate) -> Option<Record> {
        if !item.defective {
            return None;
        }
        let record = self.records.remove(*item);
        let (of, kind) = match record {
            Some(r) => (self.processes[r.process as usize].of, r.kind),
            None => (self.fates.len() - 1, DefectKind::Hidden),
        };
        self.fates[of].count(kind, fate);
        item.defective = false;
        item.tag = 0;
        record
    }

    fn kind(&self, item: Item) -> DefectKind {
        self.records.of(item).map_or(DefectKind::Hidden, |r| r.kind)
    }

    /// Defects of process `p` made after piece `since` and still in the line are looked for.
    fn sort(&mut self, p: usize, since: u64, finds: f64) {
        let luck = &self.processes[p].luck;
        for record in self.records.iter_mut() {
            if record.process as usize == p && record.piece > since {
                record.found |= luck.sort.uniform_at(record.piece) < finds;
            }
        }
    }
}

impl Floor<'_, '_> {
    /// The processes of the machine make a piece. False: it is scrap at once.
    pub(super) fn make_characteristics(&mut self, m: MachineIx, item: &mut Item) -> bool {
        let plant = self.plant;
        let Some(room) = &mut self.yard.quality else { return true };
        let station = &self.station[m];
        let lot = plant.lot();
        let piece = Piece {
            number: station.completed,
            made: station.completed as f64 * f64::from(lot),
            operated: station.operated as f64 * 1e-6,
            lot,
            month: (room.first_month + self.yard.month) % 12,
        };
        let (mut hold, mut change, mut keep) = (0, 0, true);
        for p in room.of_machine[m.index()].clone() {
            let process = &mut room.processes[p];
            let q = &plant.quality[process.of];
            let episode = process.episode.is_some().then(|| process.escapes.len() as u32 - 1);
            let made = process.make(q, &piece);
            hold += made.hold;
            change += made.change;
            keep &= !made.broken;
            if let Some(kind) = made.defect {
                room.fates[process.of].made[kind as usize] += 1;
                let piece = piece.number;
                let record = Record { process: p as u32, kind, episode, piece, found: false };
                if item.defective {
                    room.fates[process.of].count(kind, Fate::Joined);
                } else if let Some(tag) = room.records.add(record) {
                    (item.defective, item.tag) = (true, tag);
                } else {
                    let place = format!("defects of '{}' in the line", q.name);
                    self.fault = Some(RunError::Unbounded { at: self.now, place, size: 65_535 });
                    return keep;
                }
            }
            if let (Some(since), Some(finds)) = (made.sort_since, q.response.sorts) {
                room.sort(p, since, finds);
            }
        }
        if hold + change > 0 {
            self.stop_for_quality(m, hold, change);
        }
        keep
    }

    /// A defect made by `defects` of a machine.
    pub(super) fn hidden_defect_made(&mut self) {
        if let Some(room) = &mut self.yard.quality
            && let Some(hidden) = room.fates.last_mut()
        {
            hidden.made[DefectKind::Hidden as usize] += 1;
        }
    }

    /// A piece is scrapped with whatever defect it has.
    pub(super) fn defect_scrapped(&mut self, item: &mut Item) {
        if let Some(room) = &mut self.yard.quality {
            room.close(item, Fate::Scrapped);
        }
    }

    /// The defects of two pieces become one.
    pub(super) fn join_defects(&mut self, whole: Item, part: Item) -> Item {
        let mut part = part;
        match &mut self.yard.quality {
            Some(room) if whole.defective => {
                room.close(&mut part, Fate::Joined);
                whole
            }
            Some(_) => Item { loops: whole.loops.max(part.loops), ..part },
            None => Item { defective: whole.defective | part.defective, ..whole },
        }
    }

    /// A defective piece reaches finished goods.
    pub(super) fn defect_escapes(&mut self, item: Item) {
        let plant = self.plant;
        let now = self.now.0;
        let Some(room) = &mut self.yard.quality else { return };
        let Some(record) = room.close(&mut { item }, Fate::Escaped) else { return };
        let process = &mut room.processes[record.process as usize];
        let (of, luck) = (process.of, &process.luck);
        let escapes = &plant.quality[of].escapes;
        if luck.claim.uniform_at(record.piece) < escapes.claim {
            let lag = escapes.lag.quantile(luck.claim_lag.uniform_at(record.piece));
            room.claims[of].add(now.saturating_add(super::ticks(lag)));
        }
        if let Some(episode) = record.episode {
            let so_far = &mut process.escapes[episode as usize];
            *so_far += plant.lot();
            let reached = |n: u32| *so_far >= n && *so_far - plant.lot() < n;
            room.claims[of].containments += u64::from(escapes.cluster.is_some_and(reached));
        }
    }

    /// Work on the machine is done: causes that this clears are gone.
    pub(super) fn processes_restarted(&mut self, m: MachineIx) {
        if let Some(room) = &mut self.yard.quality {
            for p in room.of_machine[m.index()].clone() {
                room.processes[p].restarted();
            }
        }
    }

    /// Stops the machine to look for a cause and to change its tool. Both go on over the end of a shift.
    fn stop_for_quality(&mut self, m: MachineIx, hold: i64, change: i64) {
        let Some(room) = &mut self.yard.quality else { return };
        let (stage, first) =
            if hold > 0 { (Leaf::QualityHold, hold) } else { (Leaf::ToolChange, change) };
        let change_after = if hold > 0 { change } else { 0 };
        room.stops[m.index()] = Stop { change_after, stage: Some(stage) };
        self.halt(m);
        let slot = self.slots.slot(Timer::QualityStop, m.0);
        self.schedule(slot, SimTime(self.now.0.saturating_add(first)));
        self.settle(m);
    }

    /// A stage of a stop for quality ends.
    pub(super) fn quality_stop_over(&mut self, m: MachineIx) {
        let Some(room) = &mut self.yard.quality else { return };
        let stop = &mut room.stops[m.index()];
        let left = std::mem::take(&mut stop.change_after);
        stop.stage = (left > 0).then_some(Leaf::ToolChange);
        if left > 0 {
            let slot = self.slots.slot(Timer::QualityStop, m.0);
            self.schedule(slot, SimTime(self.now.0.saturating_add(left)));
        } else {
            self.unhalt(m);
        }
        self.settle(m);
    }

    /// Why the machine stands, if quality stops it.
    pub(super) fn quality_leaf(&self, m: MachineIx) -> Option<Leaf> {
        self.yard.quality.as_ref()?.stops[m.index()].stage
    }
}
