//! In which state every machine is, for how long, and whose fault it is.

use super::component::{Load, MANY, NONE, Stage, Station};
use super::energy::Dormant;
use super::{Floor, JobIx};
use crate::outcome::RootKind;
use crate::plant::calendar::CalendarState;
use crate::plant::model::{BufferIx, MachineIx, Plant};
use crate::state::Leaf;

/// Kinds of roots.
pub(super) const ROOT_KINDS: usize = RootKind::ALL.len();

impl Floor<'_, '_> {
    /// Notes that the machine's state may have changed. States are brought up to date when all
    /// events of the instant are done, so that no state has zero length.
    #[inline]
    pub(super) fn settle(&mut self, m: MachineIx) {
        debug_assert!(!self.is_asleep(m), "whoever changes a machine touches it first");
        let station = &mut self.station[m];
        if !station.unsettled {
            station.unsettled = true;
            self.yard.unsettled.push(m);
        }
    }

    /// The same, after material has moved: a machine that was running and runs on has not changed.
    #[inline]
    pub(super) fn settle_unless_running(&mut self, m: MachineIx) {
        let station = &self.station[m];
        if !(station.running && station.leaf == Leaf::Run) {
            self.settle(m);
        }
    }

    /// Brings all states up to date at the end of an instant.
    #[inline]
    pub(super) fn settle_all(&mut self) {
        let mut at = 0;
        while let Some(m) = self.yard.unsettled.get(at).copied() {
            self.station[m].unsettled = false;
            self.bring_up_to_date(m);
            at += 1;
        }
        self.yard.unsettled.clear();
    }

    #[inline]
    fn bring_up_to_date(&mut self, m: MachineIx) {
        let station = &mut self.station[m];
        let leaf = if station.halts == 0 {
            match station.load {
                Load::Working => Leaf::Run,
                Load::Finished => station.full_leaf,
                Load::Empty => station.empty_leaf,
            }
        } else {
            self.wake_if_needed(m);
            self.halted_leaf(m)
        };
        let station = &mut self.station[m];
        let before = station.leaf;
        if leaf == before {
            return;
        }
        station.leaf = leaf;
        let Station { up, down_line, .. } = *station;
        self.book_as(m, before);
        if is_waiting(leaf) {
            self.account[m].root = self.root_of_waiting(m, leaf);
            if self.yard.energy.is_some() && !is_waiting(before) {
                self.think_of_sleep(m);
            }
        }
        self.tell_neighbours(m, up, down_line, 0);
        if self.observer.is_some() {
            self.tell_state(m);
        }
    }

    /// State of a halted machine: the calendar beats everything, then failures, minor stops,
    /// planned work, known stops, stops for quality, set-up.
    pub(super) fn halted_leaf(&self, m: MachineIx) -> Leaf {
        let station = &self.station[m];
        let failing = (station.down > 0).then(|| self.failure_leaf(m));
        let state = match self.yard.state {
            CalendarState::Break if self.plant.machines[m.index()].staffing.unattended => {
                CalendarState::Open
            }
            state => state,
        };
        match state {
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
            CalendarState::Open | CalendarState::PlannedSlot if self.yard.outages.stops(m) => {
                Leaf::Facility
            }
            CalendarState::Open | CalendarState::PlannedSlot => match failing {
                Some(leaf) => leaf,
                None if state == CalendarState::PlannedSlot => Leaf::PlannedSlot,
                None if station.minor => self.minor_leaf(m),
                None if station.planned > 0 => self.planned_leaf(m),
                None if station.known => Leaf::PlannedSlot,
                None => match (self.quality_leaf(m), station.setup) {
                    (Some(leaf), _) => leaf,
                    (None, true) if self.is_being_set_up(m) => Leaf::Setup,
                    (None, true) => Leaf::NoOperator,
                    (None, false) => match self.dormant(m) {
                        Dormant::Awake => self.unmanned_leaf(m),
                        Dormant::Asleep => Leaf::Sleep,
                        Dormant::Warming => Leaf::WarmUp,
                    },
                },
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
            if job.stopping && !job.ticking {
                return Leaf::WaitPlanned;
            }
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

    /// State at the start of the run.
    pub(super) fn enter_first(&mut self, m: MachineIx) {
        let leaf = self.station[m].leaf;
        if is_waiting(leaf) {
            self.account[m].root = self.root_of_waiting(m, leaf);
            self.think_of_sleep(m);
        }
    }

    /// Books the time since the last booking to the present state and root.
    #[inline]
    pub(super) fn book(&mut self, m: MachineIx) {
        if self.rates.on {
            return self.book_pace(m);
        }
        let leaf = self.station[m].leaf;
        self.book_as(m, leaf);
    }

    #[inline]
    fn book_as(&mut self, m: MachineIx, leaf: Leaf) {
        let now = self.now.0;
        let account = &mut self.account[m];
        let since = std::mem::replace(&mut account.since, now);
        let elapsed = now - since;
        account.ticks[leaf as usize] += elapsed;
        if self.yard.energy.is_some() {
            self.meter_time(m, leaf, since, now);
        }
        if is_waiting(leaf) {
            let place = self.yard.lost_rows[m.index()].place(self.account[m].root);
            self.yard.lost[place] += elapsed;
        }
    }

    /// A machine that waits for another inherits that one's root, and passes it on.
    #[inline]
    fn tell_neighbours(&mut self, m: MachineIx, up: u32, down_line: u32, depth: usize) {
        if down_line < MANY {
            self.tell(MachineIx(down_line), Leaf::Starved, depth);
        } else if down_line == MANY {
            for &d in self.slots.downstream(m) {
                self.tell(d, Leaf::Starved, depth);
            }
        }
        if up < MANY {
            self.tell(MachineIx(up), Leaf::Blocked, depth);
        } else if up == MANY {
            for &u in self.slots.upstream(m) {
                self.tell(u, Leaf::Blocked, depth);
            }
        }
    }

    #[inline]
    fn tell(&mut self, m: MachineIx, waiting: Leaf, depth: usize) {
        let leaf = self.station[m].leaf;
        if leaf == waiting && depth <= self.station.len() {
            self.new_root(m, waiting, depth);
        } else if leaf == Leaf::Sleep && depth <= self.station.len() {
            self.new_root(m, leaf, depth);
        }
    }

    #[inline(never)]
    fn new_root(&mut self, m: MachineIx, leaf: Leaf, depth: usize) {
        let root = self.root_of_waiting(m, leaf);
        if root != self.account[m].root {
            self.book_as(m, leaf);
            self.account[m].root = root;
            let Station { up, down_line, .. } = self.station[m];
            self.tell_neighbours(m, up, down_line, depth + 1);
        }
    }

    /// Why does a waiting machine wait? The nearest machine in the direction it waits for that does
    /// not itself wait.
    #[inline]
    fn root_of_waiting(&self, m: MachineIx, leaf: Leaf) -> Root {
        let station = &self.station[m];
        match leaf {
            Leaf::Sleep => self.root_of_waiting(m, self.waiting_leaf_of(m)),
            Leaf::Starved if station.up < MANY => self.root_of(MachineIx(station.up)),
            Leaf::Blocked if station.down_line < MANY => self.root_of(MachineIx(station.down_line)),
            Leaf::NoOrder => Root::new(m, RootKind::Demand),
            Leaf::NoMaterial => Root::new(m, RootKind::Supply),
            _ => self.root_among_several(m, leaf),
        }
    }

    /// Of several machines it may wait for, the first that does not work.
    #[inline(never)]
    fn root_among_several(&self, m: MachineIx, leaf: Leaf) -> Root {
        let plant = self.plant;
        let machine = &plant.machines[m.index()];
        let bound = self.station[m].bound_for;
        let empty = |b: &&BufferIx| self.stock[**b].level == 0;
        let missing = machine.inputs.iter().filter(empty);
        let full = machine.outputs.iter().filter(|b| bound == NONE || b.0 == bound);
        let feeders = missing.flat_map(|b| &plant.buffers[b.index()].from);
        let takers = full.flat_map(|b| &plant.buffers[b.index()].to);
        let mut answer = None;
        let mut look = |c| {
            let root = self.root_of(c);
            answer = answer.or(Some(root));
            (!root.is_pace()).then_some(root)
        };
        let stopped = match leaf {
            Leaf::Starved => feeders.copied().find_map(&mut look),
            _ => takers.copied().find_map(&mut look),
        };
        if let Some(root) = stopped {
            return root;
        }
        answer.unwrap_or(Root::new(m, RootKind::Supply))
    }

    /// The root that a machine waiting for `c` inherits.
    #[inline]
    pub(super) fn root_of(&self, c: MachineIx) -> Root {
        let kind = match self.station[c].leaf {
            Leaf::Run => RootKind::Pace,
            Leaf::Blocked | Leaf::Starved | Leaf::NoOrder | Leaf::NoMaterial | Leaf::Sleep => {
                return self.account[c].root;
            }
            Leaf::Minor => RootKind::Minor,
            Leaf::PlannedSlot
            | Leaf::Preventive
            | Leaf::ConditionBased
            | Leaf::WaitPlanned
            | Leaf::Inspect => RootKind::Planned,
            Leaf::Setup | Leaf::ToolChange => RootKind::Setup,
            Leaf::Facility => RootKind::Utility,
            Leaf::WarmUp => RootKind::WarmUp,
            Leaf::QualityHold => RootKind::Quality,
            Leaf::NoOperator => RootKind::People,
            Leaf::Closed | Leaf::Holiday | Leaf::Break | Leaf::OffShiftRepair => RootKind::Closed,
            _ => RootKind::Failure,
        };
        Root::new(c, kind)
    }

    /// The machine stops working for one more reason.
    pub(super) fn halt(&mut self, m: MachineIx) {
        self.rouse(m);
        if self.yard.operators.is_some() {
            self.operator_leaves(m);
        }
        let now = self.now.0;
        let station = &mut self.station[m];
        station.halts += 1;
        if station.halts == 1 {
            self.account[m].halted_since = now;
            if self.rates.on {
                return self.halt_pace(m);
            }
        }
        if station.running {
            let worked = now - station.resumed;
            station.operated += worked;
            station.remaining -= worked;
            station.running = false;
            let slot = station.slot;
            self.list.cancel(slot);
        } else if station.setup && station.halts == 2 {
            self.set_up_pauses(m);
        }
        if self.yard.past_shift.now > 0 {
            self.ends_past_shift(m);
        }
    }

    /// One reason less; the last one gone, work goes on.
    pub(super) fn unhalt(&mut self, m: MachineIx) {
        self.rouse(m);
        let now = self.now.0;
        let station = &mut self.station[m];
        station.halts -= 1;
        if station.halts > 0 {
            if station.setup && station.halts == 1 {
                self.set_up_goes_on(m);
            }
            return;
        }
        if let Some(startup) = &self.plant.machines[m.index()].startup
            && now - self.account[m].halted_since >= startup.after.0
        {
            station.startup_left = station.startup_left.max(startup.pieces);
        }
        if self.yard.operators.is_some() && self.lacks_operator(m) {
            return;
        }
        if self.rates.on {
            return self.unhalt_pace(m);
        }
        let station = &mut self.station[m];
        if station.load == Load::Working {
            station.running = true;
            station.resumed = now;
            self.schedule_step(m);
        } else if self.yard.shop.is_some() {
            self.ask_for_job(m);
        }
    }
}

/// Where the lost time of a victim stands: its roots can only be machines that material connects
/// with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Place of the first machine's first kind, counted from 0 even where that machine has no place.
    base: usize,
    /// The machines that have places, from the first to the last.
    pub(super) first: u32,
    pub(super) last: u32,
}

impl Row {
    #[inline]
    pub(super) const fn place(self, root: Root) -> usize {
        self.base.wrapping_add(root.0 as usize)
    }
}

/// A row for every machine, and the places of all.
pub(super) fn rows_of_losses(plant: &Plant) -> (Vec<Row>, usize) {
    let machines = plant.machines.len() as u32;
    let mut first: Vec<u32> = (0..machines).collect();
    let mut last = first.clone();
    // Every buffer joins its machines; two sweeps are not always enough.
    let mut joined = true;
    while std::mem::take(&mut joined) {
        for buffer in &plant.buffers {
            let around = || buffer.from.iter().chain(&buffer.to).map(|m| m.index());
            let low = around().map(|m| first[m]).min().unwrap_or(0);
            let high = around().map(|m| last[m]).max().unwrap_or(0);
            for m in around() {
                joined |= first[m] != low || last[m] != high;
                (first[m], last[m]) = (low, high);
            }
        }
    }
    let mut places = 0;
    let mut rows = Vec::with_capacity(first.len());
    for (first, last) in first.into_iter().zip(last) {
        rows.push(Row {
            base: usize::wrapping_sub(places, first as usize * ROOT_KINDS),
            first,
            last,
        });
        places += (last - first + 1) as usize * ROOT_KINDS;
    }
    (rows, places)
}

/// A machine and a kind of cause, as a column of the table of lost time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Root(pub(super) u32);

impl Root {
    #[inline]
    pub(crate) const fn new(machine: MachineIx, kind: RootKind) -> Self {
        Self(machine.0 * ROOT_KINDS as u32 + kind as u32)
    }
    pub(super) const fn machine(self) -> MachineIx {
        MachineIx(self.0 / ROOT_KINDS as u32)
    }
    pub(super) const fn is_pace(self) -> bool {
        self.0 % ROOT_KINDS as u32 == RootKind::Pace as u32
    }
}

/// States in which a machine waits for others.
#[inline]
pub(super) const fn is_waiting(leaf: Leaf) -> bool {
    matches!(leaf, Leaf::Blocked | Leaf::Starved | Leaf::NoMaterial | Leaf::NoOrder | Leaf::Sleep)
}
