//! Changeovers: after a span of scheduled time the machines are set up for the next order.
//!
//! One changeover begins on all its machines at once, with one length for all. A machine's set-up
//! goes on only while nothing else stops it: exactly then it is in the state `SDT_SETUP`.

use super::timer::Timer;
use super::{Floor, ticks};
use crate::plant::model::MachineIx;
use crate::trace::Happening;
use sim_core::{SimTime, Stream, Streams};

/// Where the changeovers stand.
#[derive(Clone, Debug)]
pub(super) struct Changing {
    every: Stream,
    lasts: Stream,
    /// Changeovers begun.
    pub(super) begun: u64,
    /// Scheduled time left until the next one falls due \[µs\], as of `resumed`.
    left: i64,
    resumed: i64,
    /// One has fallen due during another.
    due: bool,
    /// Machines whose set-up is not finished.
    open: usize,
    set_ups: Vec<SetUp>,
}

/// The set-up of one machine.
#[derive(Clone, Copy, Debug, Default)]
struct SetUp {
    /// Work left \[µs\], as of `resumed` while it goes on.
    left: i64,
    resumed: i64,
    /// All set-ups so far \[µs\].
    given: i64,
    /// Pieces scrapped when it is done.
    scrap: u32,
}

impl Changing {
    pub(super) fn new(machines: usize, streams: Streams) -> Self {
        Self {
            every: streams.stream("changeovers", "time to the next"),
            lasts: streams.stream("changeovers", "duration"),
            begun: 0,
            left: 0,
            resumed: 0,
            due: false,
            open: 0,
            set_ups: vec![SetUp::default(); machines],
        }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, streams: Streams) {
        let mut set_ups = std::mem::take(&mut self.set_ups);
        set_ups.fill(SetUp::default());
        *self = Self { set_ups, ..Self::new(0, streams) };
    }
}

impl Floor<'_, '_> {
    /// Draws when the next changeover falls due, counted from now.
    pub(super) fn next_changeover(&mut self) {
        let Some(changeovers) = &self.plant.changeovers else { return };
        let changing = &mut self.yard.changeovers;
        let u = changing.every.uniform_at(changing.begun + 1);
        changing.left = ticks(changeovers.every.quantile(u)).max(1);
        self.changeover_clock_runs();
    }

    /// Production begins.
    pub(super) fn changeover_clock_runs(&mut self) {
        let now = self.now.0;
        let changing = &mut self.yard.changeovers;
        if self.plant.changeovers.is_none() || changing.due {
            return;
        }
        changing.resumed = now;
        let at = SimTime(now.saturating_add(changing.left));
        let slot = self.slots.slot(Timer::Changeover, 0);
        self.schedule(slot, at);
    }

    /// Production ends.
    pub(super) fn changeover_clock_stops(&mut self) {
        let changing = &mut self.yard.changeovers;
        if self.plant.changeovers.is_none() || changing.due {
            return;
        }
        changing.left -= self.now.0 - changing.resumed;
        self.list.cancel(self.slots.slot(Timer::Changeover, 0));
    }

    /// A changeover falls due; it waits for the end of the one before.
    pub(super) fn changeover_due(&mut self) {
        if self.yard.changeovers.open > 0 {
            self.yard.changeovers.due = true;
        } else {
            self.begin_changeover();
        }
    }

    fn begin_changeover(&mut self) {
        let plant = self.plant;
        let Some(changeovers) = &plant.changeovers else { return };
        let changing = &mut self.yard.changeovers;
        changing.due = false;
        changing.begun += 1;
        let number = changing.begun;
        let Some(kind) = changeovers.kind(number) else { return };
        self.tell_of(Happening::Changeover { number });
        let changing = &mut self.yard.changeovers;
        let u = changing.lasts.uniform_at(changing.begun);
        let lasts = ticks(kind.lasts.quantile(u)).max(1);
        changing.open = changeovers.machines.len();
        let sharers = changeovers.scrap_at.len() as u32;
        for m in &changeovers.machines {
            let share =
                changeovers.scrap_at.iter().position(|s| s == m).map_or(0, |k| {
                    kind.scrap / sharers + u32::from((k as u32) < kind.scrap % sharers)
                });
            self.begin_set_up(*m, lasts, share);
            self.settle(*m);
        }
        self.next_changeover();
    }

    /// A machine is to be set up, which takes `lasts` microseconds, and scraps so many pieces when
    /// it is done.
    pub(super) fn begin_set_up(&mut self, m: MachineIx, lasts: i64, scrap: u32) {
        let set_up = &mut self.yard.changeovers.set_ups[m.index()];
        set_up.left = lasts;
        set_up.given += lasts;
        set_up.scrap = scrap;
        self.halt(m);
        let station = &mut self.station[m];
        station.setup = true;
        if station.halts == 1 {
            self.set_up_goes_on(m);
        }
    }

    /// Nothing but the set-up stops the machine.
    pub(super) fn set_up_goes_on(&mut self, m: MachineIx) {
        if self.waits_for_setters(m) {
            return;
        }
        let now = self.now.0;
        let set_up = &mut self.yard.changeovers.set_ups[m.index()];
        set_up.resumed = now;
        let at = SimTime(now.saturating_add(set_up.left));
        let slot = self.slots.slot(Timer::SetUp, m.0);
        self.schedule(slot, at);
    }

    /// Something else stops the machine: the rest of the set-up is done afterwards.
    pub(super) fn set_up_pauses(&mut self, m: MachineIx) {
        if !self.setters_leave(m) {
            return;
        }
        let set_up = &mut self.yard.changeovers.set_ups[m.index()];
        set_up.left -= self.now.0 - set_up.resumed;
        self.list.cancel(self.slots.slot(Timer::SetUp, m.0));
    }

    /// The machine is set up.
    pub(super) fn set_up_over(&mut self, m: MachineIx) {
        self.setters_leave(m);
        let set_up = &mut self.yard.changeovers.set_ups[m.index()];
        set_up.left = 0;
        let scrap = set_up.scrap;
        let station = &mut self.station[m];
        station.setup = false;
        station.startup_left = station.startup_left.max(scrap);
        self.unhalt(m);
        self.settle(m);
        if self.plant.is_in_shop(m) {
            return;
        }
        let changing = &mut self.yard.changeovers;
        changing.open -= 1;
        if changing.open == 0 && changing.due {
            self.begin_changeover();
        }
    }

    /// Time for which the machine has been set up \[µs\]: all its set-ups less what is left.
    pub(super) fn set_up_done(&self, m: MachineIx) -> i64 {
        let set_up = &self.yard.changeovers.set_ups[m.index()];
        let station = &self.station[m];
        let goes_on = station.setup && station.halts == 1 && self.is_being_set_up(m);
        let since = if goes_on { self.now.0 - set_up.resumed } else { 0 };
        set_up.given - set_up.left + since
    }
}
