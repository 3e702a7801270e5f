//! People at the machines: who runs them, clears their minor stops, sets them up.
//!
//! A machine that needs an operator works on a piece only while it holds its share of people. It asks
//! when a piece is on it, and lets them go when the piece is done or something stops it. Whoever
//! clears a stop or sets a machine up is bound for as long as that takes. Every asking and every
//! letting go ends in one event at the end of the instant (`Timer::People`), where people are handed
//! out: repairs first (they take people away from running machines, never from a set-up), then stops
//! to be cleared and set-ups, then running, each in the order of asking.

mod allocate;
mod hours;

pub(super) use hours::quantities;

use super::Floor;
use super::component::Load;
use super::timer::Timer;
use crate::plant::calendar::CalendarState;
use crate::plant::model::{Attendance, CrewIx, Duty, MachineIx, Plant};
use crate::state::Leaf;
use sim_core::SimTime;

/// What people do at a machine; the more urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    /// They end a minor stop.
    Clear,
    /// They set it up.
    SetUp,
    /// They run it.
    Run,
}

/// A machine, as those who work at it see it.
#[derive(Clone, Copy, Debug)]
struct Post {
    /// What somebody does here now, and who.
    work: Option<(Work, CrewIx)>,
    /// Millionths of a person bound by it.
    held: i64,
    /// Booked up to here.
    since: i64,
    /// When the work that goes on began.
    begun: i64,
    /// The one thing that stops the machine is that nobody runs it.
    unmanned: bool,
    /// Since when it has asked.
    asked: i64,
    /// Rest of the minor stop \[µs\], as of `begun` while it is being cleared.
    left: i64,
}

/// What a crew's people do at machines.
#[derive(Clone, Debug, Default)]
struct Desk {
    /// Machines that ask for people of this crew.
    machines: Vec<MachineIx>,
    /// Millionths of persons at machines; those of them who clear and set up.
    held: i64,
    bound: i64,
    hours: hours::Hours,
}

/// All posts and desks of a plant whose machines ask for people.
#[derive(Clone, Debug)]
pub(super) struct Operators {
    posts: Vec<Post>,
    desks: Vec<Desk>,
}

const NOBODY: Post =
    Post { work: None, held: 0, since: 0, begun: 0, unmanned: false, asked: 0, left: 0 };

impl Operators {
    /// `None` where no machine ever asks for anybody.
    pub(super) fn new(plant: &Plant) -> Option<Box<Self>> {
        let desk = |c: u32| {
            let asks = |m: &MachineIx| {
                plant.machines[m.index()].staffing.asked().any(|a| a.crew == CrewIx(c))
            };
            let machines = (0..plant.machines.len() as u32).map(MachineIx).filter(asks).collect();
            Desk { machines, ..Desk::default() }
        };
        let desks = (0..plant.crews.len() as u32).map(desk).collect();
        plant
            .is_staffed()
            .then(|| Box::new(Self { posts: vec![NOBODY; plant.machines.len()], desks }))
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self) {
        self.posts.fill(NOBODY);
        for desk in &mut self.desks {
            (desk.held, desk.bound, desk.hours) = (0, 0, hours::Hours::default());
        }
    }

    fn post(&self, m: MachineIx) -> &Post {
        &self.posts[m.index()]
    }
}

impl Floor<'_, '_> {
    /// Nobody is at any machine yet.
    pub(super) fn begin_operators(&mut self) {
        let Some(operators) = &mut self.yard.operators else { return };
        for (i, machine) in self.plant.machines.iter().enumerate() {
            if machine.staffing.operator.is_some() {
                operators.posts[i].unmanned = true;
                self.station[MachineIx(i as u32)].halts += 1;
            }
        }
        self.look_for_people();
    }

    /// People are handed out at the end of this instant.
    pub(super) fn look_for_people(&mut self) {
        if self.yard.operators.is_some() {
            let (now, slot) = (self.now, self.slots.slot(Timer::People, 0));
            self.schedule(slot, now);
        }
    }

    /// The machine asks for people from now on.
    fn ask_for_people(&mut self, m: MachineIx) {
        let now = self.now.0;
        if let Some(operators) = &mut self.yard.operators {
            operators.posts[m.index()].asked = now;
        }
        self.look_for_people();
    }

    /// A piece has been put on the machine.
    pub(super) fn piece_is_on(&mut self, m: MachineIx) {
        let Some(operators) = &self.yard.operators else { return };
        if operators.post(m).unmanned {
            self.ask_for_people(m);
        }
    }

    /// The piece is done: whoever ran the machine may be needed elsewhere.
    pub(super) fn piece_is_done(&mut self, m: MachineIx) {
        let Some(operators) = &mut self.yard.operators else { return };
        if matches!(operators.post(m).work, Some((Work::Run, _))) {
            operators.posts[m.index()].unmanned = true;
            self.station[m].halts += 1;
            self.let_go(m);
        }
    }

    /// The machine is about to stop for another reason.
    pub(super) fn operator_leaves(&mut self, m: MachineIx) {
        let Some(operators) = &mut self.yard.operators else { return };
        let post = &mut operators.posts[m.index()];
        if post.unmanned {
            post.unmanned = false;
            self.station[m].halts -= 1;
        } else if matches!(post.work, Some((Work::Run, _))) {
            self.let_go(m);
        }
    }

    /// Is the crew at its break? Only those who work in the plant's shifts have its breaks.
    fn has_break(&self, c: CrewIx) -> bool {
        self.yard.state == CalendarState::Break
            && self.plant.crews[c.index()].duty == Duty::PlantShifts
    }

    /// Does the machine run without its operator, who has a break?
    fn runs_alone(&self, m: MachineIx) -> bool {
        let staffing = &self.plant.machines[m.index()].staffing;
        staffing.unattended && staffing.operator.is_some_and(|a| self.has_break(a.crew))
    }

    /// A break begins or ends: operators leave the machines that run through it, and come back.
    pub(super) fn operators_break(&mut self, before: CalendarState) {
        if self.yard.operators.is_none() {
            return;
        }
        self.look_for_people();
        for m in (0..self.station.len() as u32).map(MachineIx) {
            let staffing = &self.plant.machines[m.index()].staffing;
            if !staffing.unattended || staffing.operator.is_none() {
                continue;
            }
            if self.runs_alone(m) {
                self.operator_goes_to_break(m);
            } else if before == CalendarState::Break {
                self.operator_comes_back(m);
            }
        }
    }

    fn operator_goes_to_break(&mut self, m: MachineIx) {
        if self.works_at(m, Work::Run) {
            return self.let_go(m);
        }
        let Some(operators) = &mut self.yard.operators else { return };
        if std::mem::take(&mut operators.posts[m.index()].unmanned) {
            self.go_to_work(m);
        }
    }

    /// The machine has run alone until now; from now on it needs its operator again.
    fn operator_comes_back(&mut self, m: MachineIx) {
        // Not after the shift.
        self.ends_past_shift(m);
        let runs = self.station[m].halts == 0;
        let Some(operators) = &mut self.yard.operators else { return };
        let post = &mut operators.posts[m.index()];
        if runs && post.work.is_none() {
            post.unmanned = true;
            self.stand_still(m);
            self.ask_for_people(m);
        }
    }

    /// Nothing else stops the machine any more: must it wait for its operator?
    pub(super) fn lacks_operator(&mut self, m: MachineIx) -> bool {
        let needs = self.plant.machines[m.index()].staffing.operator.is_some();
        let alone = self.runs_alone(m);
        let Some(operators) = &mut self.yard.operators else { return false };
        let post = &mut operators.posts[m.index()];
        if !needs || alone || matches!(post.work, Some((Work::Run, _))) {
            return false;
        }
        post.unmanned = true;
        self.station[m].halts += 1;
        self.ask_for_people(m);
        true
    }

    /// A minor stop of this length begins: does it wait for somebody who clears it?
    pub(super) fn waits_to_be_cleared(&mut self, m: MachineIx, lasts: i64) -> bool {
        let needs = self.plant.machines[m.index()].staffing.cleared_by.is_some();
        let Some(operators) = &mut self.yard.operators else { return false };
        if needs {
            operators.posts[m.index()].left = lasts;
            self.ask_for_people(m);
        }
        needs
    }

    /// The minor stop is over.
    pub(super) fn stop_is_cleared(&mut self, m: MachineIx) {
        if self.works_at(m, Work::Clear) {
            self.let_go(m);
        }
    }

    /// Nothing but its set-up stops the machine: does it wait for those who set it up?
    pub(super) fn waits_for_setters(&mut self, m: MachineIx) -> bool {
        let needs = self.plant.machines[m.index()].staffing.set_up_by.is_some();
        if self.yard.operators.is_none() || !needs || self.works_at(m, Work::SetUp) {
            return false;
        }
        self.ask_for_people(m);
        true
    }

    /// The set-up stands still, or is over. False: nobody did it, though somebody must.
    pub(super) fn setters_leave(&mut self, m: MachineIx) -> bool {
        if self.works_at(m, Work::SetUp) {
            self.let_go(m);
            return true;
        }
        self.yard.operators.is_none() || self.plant.machines[m.index()].staffing.set_up_by.is_none()
    }

    /// Does a set-up that nothing else stops go on?
    pub(super) fn is_being_set_up(&self, m: MachineIx) -> bool {
        self.yard.operators.is_none()
            || self.plant.machines[m.index()].staffing.set_up_by.is_none()
            || self.works_at(m, Work::SetUp)
    }

    fn works_at(&self, m: MachineIx, work: Work) -> bool {
        let here = |o: &Operators| o.post(m).work.map(|(w, _)| w) == Some(work);
        self.yard.operators.as_deref().is_some_and(here)
    }

    /// State of a machine in a minor stop.
    pub(super) fn minor_leaf(&self, m: MachineIx) -> Leaf {
        let waits = self.yard.operators.is_some()
            && self.plant.machines[m.index()].staffing.cleared_by.is_some()
            && !self.works_at(m, Work::Clear);
        if waits { Leaf::NoOperator } else { Leaf::Minor }
    }

    /// State of a machine that nothing stops but that nobody runs it.
    pub(super) fn unmanned_leaf(&self, m: MachineIx) -> Leaf {
        let station = &self.station[m];
        match station.load {
            _ if self.rates.on => Leaf::NoOperator,
            Load::Working => Leaf::NoOperator,
            Load::Finished => station.full_leaf,
            Load::Empty => station.empty_leaf,
        }
    }

    /// Work on the piece stands still, and nothing else stops the machine.
    fn stand_still(&mut self, m: MachineIx) {
        let now = self.now.0;
        let station = &mut self.station[m];
        station.halts += 1;
        if self.rates.on {
            return self.halt_pace(m);
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

    /// The machine has its operator and works.
    fn go_to_work(&mut self, m: MachineIx) {
        let now = self.now.0;
        let station = &mut self.station[m];
        station.halts -= 1;
        if self.rates.on {
            return self.unhalt_pace(m);
        }
        if station.load == Load::Working {
            station.running = true;
            station.resumed = now;
            self.schedule_step(m);
        }
    }

    /// Somebody clears the minor stop from now on.
    fn go_clear(&mut self, m: MachineIx) {
        let Some(operators) = &self.yard.operators else { return };
        let at = SimTime(self.now.0.saturating_add(operators.post(m).left));
        let slot = self.station[m].slot;
        self.schedule(slot, at);
    }

    /// What the machine asks for, or holds, for a piece of work.
    fn attendance(&self, m: MachineIx, work: Work) -> Option<Attendance> {
        let staffing = &self.plant.machines[m.index()].staffing;
        match work {
            Work::Clear => staffing.cleared_by,
            Work::SetUp => staffing.set_up_by,
            Work::Run => staffing.operator,
        }
    }
}
