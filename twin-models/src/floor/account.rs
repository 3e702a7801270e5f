//! In which state every machine is, for how long, and whose fault it is.

use super::assemble::{Load, NONE, Stage};
use super::{Floor, JobIx};
use crate::outcome::RootKind;
use crate::plant::calendar::CalendarState;
use crate::plant::model::MachineIx;
use crate::state::Leaf;

/// Kinds of roots.
pub(super) const ROOT_KINDS: usize = 7;

impl Floor<'_, '_> {
    /// Brings the machine's state up to date after anything that may have changed it.
    #[inline]
    pub(super) fn settle(&mut self, m: MachineIx) {
        let station = &self.station[m];
        let leaf = if station.halts == 0 {
            match station.load {
                Load::Working => Leaf::Run,
                Load::Finished if self.slots.is_last(m) => Leaf::NoOrder,
                Load::Finished => Leaf::Blocked,
                Load::Empty if self.slots.is_fed_from_outside(m) => Leaf::NoMaterial,
                Load::Empty => Leaf::Starved,
            }
        } else {
            self.halted_leaf(m)
        };
        if leaf != station.leaf {
            self.enter(m, leaf);
        }
    }

    /// State of a halted machine: the calendar beats everything, then failures, minor stops,
    /// planned work.
    fn halted_leaf(&self, m: MachineIx) -> Leaf {
        let station = &self.station[m];
        let failing = (station.down > 0).then(|| self.failure_leaf(m));
        match self.yard.state {
            CalendarState::Closed
            | CalendarState::Overtime
            | CalendarState::Holiday
            | CalendarState::Break
                if matches!(failing, Some(Leaf::Repair | Leaf::Diagnosis | Leaf::Restart)) =>
            {
                Leaf::OffShiftRepair
            }
            CalendarState::Closed | CalendarState::Overtime => Leaf::Closed,
            CalendarState::Holiday => Leaf::Holiday,
            CalendarState::Break => Leaf::Break,
            CalendarState::Open | CalendarState::PlannedSlot => match failing {
                Some(leaf) => leaf,
                None if station.minor => Leaf::Minor,
                None if station.planned > 0 => self.planned_leaf(m),
                None => Leaf::Preventive,
            },
        }
    }

    /// Of several open failures the one furthest in work gives the state.
    fn failure_leaf(&self, m: MachineIx) -> Leaf {
        let mut best = Leaf::WaitCrew;
        for k in self.slots.modes_of(m) {
            let leaf = match self.job[JobIx(k.0)] {
                ref job if job.planned => continue,
                ref job => match job.stage {
                    Stage::Work if job.ticking => Leaf::Repair,
                    Stage::Diagnosis if job.ticking => Leaf::Diagnosis,
                    Stage::Restart if job.ticking => Leaf::Restart,
                    Stage::Part => Leaf::WaitPart,
                    _ => continue,
                },
            };
            let rank = |leaf| match leaf {
                Leaf::Repair => 0,
                Leaf::Restart => 1,
                Leaf::Diagnosis => 2,
                Leaf::WaitPart => 3,
                _ => 4,
            };
            if rank(leaf) < rank(best) {
                best = leaf;
            }
        }
        best
    }

    fn planned_leaf(&self, m: MachineIx) -> Leaf {
        let modes = self.wear.len() as u32;
        for &j in self.slots.jobs_of(m) {
            let job = &self.job[j];
            if job.stopping {
                let condition = j.0 < modes || job.stage == Stage::Restart;
                let looks =
                    j.0 >= modes && self.plant.tasks[(j.0 - modes) as usize].inspects.is_some();
                return match (condition, looks) {
                    (true, _) => Leaf::ConditionBased,
                    (false, true) => Leaf::Inspect,
                    (false, false) => Leaf::Preventive,
                };
            }
        }
        Leaf::Inspect
    }

    /// Changes the state: the elapsed time goes to the old one.
    pub(super) fn enter(&mut self, m: MachineIx, leaf: Leaf) {
        self.book(m);
        self.station[m].leaf = leaf;
        if is_waiting(leaf) {
            self.account[m].root = self.root_of_waiting(m, leaf);
        }
        self.tell_neighbours(m, 0);
    }

    /// State at the start of the run.
    pub(super) fn enter_first(&mut self, m: MachineIx) {
        self.settle(m);
        let leaf = self.station[m].leaf;
        if is_waiting(leaf) {
            self.account[m].root = self.root_of_waiting(m, leaf);
        }
    }

    /// Books the time since the last booking to the present state and root.
    #[inline]
    pub(super) fn book(&mut self, m: MachineIx) {
        let now = self.now.0;
        let machines = self.station.len();
        let leaf = self.station[m].leaf;
        let account = &mut self.account[m];
        let elapsed = now - account.since;
        if elapsed == 0 {
            return;
        }
        account.since = now;
        account.ticks[leaf as usize] += elapsed;
        if is_waiting(leaf) {
            let (root, kind) = account.root;
            let cell = (m.index() * machines + root as usize) * ROOT_KINDS + kind as usize;
            self.yard.lost[cell] += elapsed;
        }
    }

    /// A machine that waits for another inherits that one's root, and passes it on.
    fn tell_neighbours(&mut self, m: MachineIx, depth: usize) {
        if depth > self.station.len() {
            return;
        }
        let slots = self.slots;
        for &d in slots.downstream(m) {
            if self.station[d].leaf == Leaf::Starved {
                self.new_root(d, Leaf::Starved, depth);
            }
        }
        for &u in slots.upstream(m) {
            if self.station[u].leaf == Leaf::Blocked {
                self.new_root(u, Leaf::Blocked, depth);
            }
        }
    }

    fn new_root(&mut self, m: MachineIx, leaf: Leaf, depth: usize) {
        let root = self.root_of_waiting(m, leaf);
        if root != self.account[m].root {
            self.book(m);
            self.account[m].root = root;
            self.tell_neighbours(m, depth + 1);
        }
    }

    /// Why does a waiting machine wait? The nearest machine in the direction it waits for that does
    /// not itself wait (DOMAIN 1.2); of several, the first that does not work.
    fn root_of_waiting(&self, m: MachineIx, leaf: Leaf) -> (u32, u8) {
        let plant = self.plant;
        let machine = &plant.machines[m.index()];
        let candidates: &[MachineIx] = match leaf {
            Leaf::NoOrder => return (m.0, RootKind::Demand as u8),
            Leaf::NoMaterial => return (m.0, RootKind::Supply as u8),
            Leaf::Starved => {
                let missing = machine.inputs.iter().find(|b| self.stock[**b].items.is_empty());
                missing.map_or(&[], |b| &plant.buffers[b.index()].from)
            }
            _ => {
                let bound = self.station[m].bound_for;
                let out = machine.outputs.iter().find(|b| bound == NONE || b.0 == bound);
                out.map_or(&[], |b| &plant.buffers[b.index()].to)
            }
        };
        let mut answer = None;
        for &c in candidates {
            let root = match self.station[c].leaf {
                Leaf::Run => (c.0, RootKind::Pace as u8),
                Leaf::Blocked | Leaf::Starved | Leaf::NoOrder | Leaf::NoMaterial => {
                    self.account[c].root
                }
                Leaf::Minor => (c.0, RootKind::Minor as u8),
                Leaf::Preventive | Leaf::ConditionBased | Leaf::Inspect | Leaf::WaitPlanned => {
                    (c.0, RootKind::Planned as u8)
                }
                Leaf::Closed | Leaf::Holiday | Leaf::Break | Leaf::OffShiftRepair => {
                    (c.0, RootKind::Closed as u8)
                }
                _ => (c.0, RootKind::Failure as u8),
            };
            if root.1 != RootKind::Pace as u8 {
                return root;
            }
            answer = answer.or(Some(root));
        }
        answer.unwrap_or((m.0, RootKind::Supply as u8))
    }

    /// The machine stops working for one more reason.
    pub(super) fn halt(&mut self, m: MachineIx) {
        let now = self.now.0;
        let station = &mut self.station[m];
        station.halts += 1;
        if station.halts == 1 {
            station.halted_since = now;
        }
        if station.running {
            let worked = now - station.resumed;
            station.operated += worked;
            station.remaining -= worked;
            station.running = false;
            let slot = station.slot;
            self.list.cancel(slot);
        }
    }

    /// One reason less; the last one gone, work goes on.
    pub(super) fn unhalt(&mut self, m: MachineIx) {
        let now = self.now.0;
        let station = &mut self.station[m];
        station.halts -= 1;
        if station.halts > 0 {
            return;
        }
        if let Some(startup) = &self.plant.machines[m.index()].startup
            && now - station.halted_since >= startup.after.0
        {
            station.startup_left = startup.pieces;
        }
        if station.load == Load::Working {
            station.running = true;
            station.resumed = now;
            self.schedule_step(m);
        }
    }
}

/// States in which a machine waits for others.
#[inline]
pub(super) const fn is_waiting(leaf: Leaf) -> bool {
    matches!(leaf, Leaf::Blocked | Leaf::Starved | Leaf::NoMaterial | Leaf::NoOrder)
}
