//! How machines fail: each mode ages on its own clock; a defect begins, can be seen, becomes a
//! failure; a repair renews the mode.

use super::component::{Episode, NEVER, NONE, Stage};
use super::timer::Timer;
use super::{Floor, JobIx, ticks};
use crate::extend::PolicyEvent;
use crate::plant::model::{
    Clock, DetectionDelay, InitialAge, Interrupted, Life, MachineIx, ModeIx, Trigger,
};
use crate::state::Leaf;
use crate::trace::Happening;
use sim_core::{SimDuration, SimTime};

impl Floor<'_, '_> {
    /// The mode's clock now: operating or calendar microseconds, or pieces.
    pub(super) fn clock(&self, k: ModeIx) -> i64 {
        let mode = &self.plant.modes[k.index()];
        match mode.clock {
            Clock::Operating => self.operating_clock(mode.machine),
            Clock::Calendar => self.now.0,
            Clock::Cycles => self.pieces_so_far(mode.machine),
        }
    }

    pub(super) fn operating_clock(&self, m: MachineIx) -> i64 {
        debug_assert!(!self.is_asleep(m), "whoever reads a clock touches its machine first");
        let station = &self.station[m];
        if self.rates.on {
            return station.operated + self.operating_since_booking(m);
        }
        station.operated + if station.running { self.now.0 - station.resumed } else { 0 }
    }

    /// A law's value on the mode's clock.
    pub(super) fn on_clock(&self, k: ModeIx, value: f64) -> i64 {
        match self.plant.modes[k.index()].clock {
            Clock::Cycles => (value / f64::from(self.plant.lot()) + 0.5).max(1.0) as i64,
            _ => ticks(value).max(1),
        }
    }

    /// A span of the mode's clock as a law's value \[s or pieces\].
    pub(super) fn off_clock(&self, k: ModeIx, span: f64) -> f64 {
        match self.plant.modes[k.index()].clock {
            Clock::Cycles => span * f64::from(self.plant.lot()),
            _ => span / sim_core::TICKS_PER_SECOND as f64,
        }
    }

    /// First life of a mode, at its age at the start.
    pub(super) fn first_life(&mut self, k: ModeIx) {
        let mode = &self.plant.modes[k.index()];
        let u_age = self.wear[k].draws.age.uniform();
        let (age, new) = match (mode.initial_age, &mode.life) {
            (InitialAge::New, _) => (0.0, true),
            (InitialAge::Known(age), _) => (age, false),
            (InitialAge::InService, Life::Whole { life, .. }) => {
                let replaced = self.plant.tasks.iter().filter_map(|t| match t.trigger {
                    Trigger::Age(every)
                        if mode.clock == Clock::Operating
                            && t.inspects.is_none()
                            && t.modes.first() == Some(&k) =>
                    {
                        Some(every)
                    }
                    _ => None,
                });
                (life.equilibrium_age(u_age, replaced.fold(f64::INFINITY, f64::min)), false)
            }
            // Entered before the onset; defects already under way at the start are left aside.
            (InitialAge::InService, Life::TwoStage { onset, .. }) => {
                (onset.equilibrium_age(u_age, f64::INFINITY), false)
            }
            // No law of ages: the reader asks for new ones.
            (InitialAge::InService, Life::Degrades(_)) => (0.0, true),
        };
        self.draw_life(k, age, new);
        let aged = self.on_clock(k, age);
        self.wear[k].renewed = if age > 0.0 { -aged } else { 0 };
    }

    /// Draws the next life; `age` is what the mode has behind it.
    pub(super) fn draw_life(&mut self, k: ModeIx, age: f64, new: bool) {
        let plant = self.plant;
        let now = self.clock(k);
        let draws = &mut self.wear[k].draws;
        let (u_life, u_warning) = (draws.life.uniform(), draws.warning.uniform());
        let residual = |law: &sim_core::Distribution| {
            if new { law.quantile(u_life) } else { law.residual(age, u_life) }
        };
        match &plant.modes[k.index()].life {
            Life::Whole { life, warning: None } => {
                let left = self.on_clock(k, residual(life));
                self.wear[k].pending.push(now.saturating_add(left));
            }
            Life::Whole { life, warning: Some(warning) } => {
                let left = residual(life);
                let interval = warning.quantile(u_warning).min(age + left);
                let left = self.on_clock(k, left);
                let interval = self.on_clock(k, interval);
                let wear = &mut self.wear[k];
                wear.onset = now.saturating_add((left - interval).max(0));
                wear.delay = left.min(interval);
            }
            Life::TwoStage { onset, delay, .. } => {
                let begins = self.on_clock(k, residual(onset));
                let lasts = self.on_clock(k, delay.quantile(u_warning));
                let wear = &mut self.wear[k];
                wear.onset = now.saturating_add(begins);
                wear.delay = lasts;
            }
            Life::Degrades(_) => self.draw_path(k),
        }
    }

    /// The next instant of the mode's clock at which something happens to it.
    fn next_of(&self, k: ModeIx) -> i64 {
        let wear = &self.wear[k];
        wear.onset.min(wear.detect).min(wear.pending.first().copied().unwrap_or(NEVER))
    }

    /// Everything of the mode that is due at `clock`, soonest first; ends after a failure.
    fn mode_due(&mut self, k: ModeIx, clock: i64) {
        while self.next_of(k) <= clock {
            let wear = &self.wear[k];
            let first = self.next_of(k);
            if wear.onset == first {
                self.defect_begins(k);
            } else if wear.detect == first {
                self.detected(k);
            } else {
                return self.fails(k);
            }
        }
    }

    fn defect_begins(&mut self, k: ModeIx) {
        let plant = self.plant;
        let wear = &mut self.wear[k];
        let (at, delay) = (wear.onset, wear.delay);
        wear.onset = NEVER;
        wear.tally.defects += 1;
        let episode = self.life_number(k, self.wear[k].tally.defects);
        let wear = &mut self.wear[k];
        let fails = at.saturating_add(delay);
        let place = wear.pending.partition_point(|p| *p <= fails);
        wear.pending.insert(place, fails);
        let covering = plant.monitors.iter().enumerate().find_map(|(i, mo)| {
            mo.modes.iter().find(|(mode, _)| *mode == k).map(|(_, p)| (i, mo, *p))
        });
        if let Some((i, monitor, probability)) = covering {
            let draws = &self.wear[k].draws;
            let probability = probability * self.learned(monitor, k);
            let seen = draws.detect.uniform_at(episode) < probability;
            let u_delay = draws.delay.uniform_at(episode);
            let up = draws.sensor.uniform_at(episode) < monitor.sensor_uptime;
            let outage = -monitor.sensor_outage * libm::log(draws.outage.uniform_at(episode));
            let lag = match &monitor.delay {
                DetectionDelay::ShareOfWarning(share) => {
                    (share.quantile(u_delay) * delay as f64) as i64
                }
                DetectionDelay::Time(law) => self.on_clock(k, law.quantile(u_delay)),
            };
            let blind =
                if up || plant.modes[k.index()].clock == Clock::Cycles { 0 } else { ticks(outage) };
            let wear = &mut self.wear[k];
            wear.monitor = i as u32;
            wear.episode = if seen { Episode::Coming } else { Episode::Missed };
            wear.detect = if seen { at.saturating_add(lag).saturating_add(blind) } else { NEVER };
        }
        if let Life::TwoStage { onset, delay, concurrent: true } = &plant.modes[k.index()].life {
            let draws = &mut self.wear[k].draws;
            let (u1, u2) = (draws.life.uniform(), draws.warning.uniform());
            let begins = self.on_clock(k, onset.quantile(u1));
            let lasts = self.on_clock(k, delay.quantile(u2));
            let wear = &mut self.wear[k];
            wear.onset = at.saturating_add(begins);
            wear.delay = lasts;
        }
    }

    /// A failure: the machine stops, a corrective work order is opened.
    /// That of a unit, or a hidden one, stops nothing.
    fn fails(&mut self, k: ModeIx) {
        let plant = self.plant;
        let mode = &plant.modes[k.index()];
        let m = mode.machine;
        let concurrent = self.is_concurrent(k);
        if mode.spared.is_some_and(|life| !concurrent && life == self.life_number(k, 0)) {
            self.rouse(m);
            return self.begin_life(k, 0.0, true);
        }
        let now = self.now.0;
        let wear = &mut self.wear[k];
        wear.pending.remove(0);
        if !concurrent {
            wear.onset = NEVER;
            wear.detect = NEVER;
        }
        wear.tally.failures += 1;
        let number = self.life_number(k, self.wear[k].tally.failures);
        let wear = &mut self.wear[k];
        wear.failed_at = now;
        let struck = mode.secondary.filter(|s| wear.draws.secondary.uniform_at(number) < s.chance);
        wear.secondary += u64::from(struck.is_some());
        let loses_piece =
            mode.scraps_part > 0.0 && wear.draws.scrap.uniform_at(number) < mode.scraps_part;
        self.tell_of(Happening::Failure { mode: k, life: number, secondary: struck.is_some() });
        self.count_missed(k);
        if mode.hidden {
            return self.fails_unseen(k);
        }
        if !self.unit_fails(k) {
            return self.open_corrective(k, struck);
        }
        self.opened(m);
        self.account[m].failures += 1;
        self.station[m].down += 1;
        self.halt(m);
        match plant.machines[m.index()].interrupted {
            _ if loses_piece => self.scrap_piece(m),
            Interrupted::Scrap => self.scrap_piece(m),
            Interrupted::Repeat => self.begin_again(m),
            Interrupted::Resume => {}
        }
        self.open_corrective(k, struck);
        self.settle(m);
        self.tell_policies(k, PolicyEvent::Failed);
    }

    fn begin_again(&mut self, m: MachineIx) {
        let station = &self.station[m];
        if station.load == super::component::Load::Working {
            let again = if station.cycle < 0 { self.draw_cycle(m) } else { station.cycle };
            self.station[m].remaining = again;
        }
    }

    /// Number of the present life: the key of everything drawn once a life, so that a prevented
    /// failure shifts no later draw. Modes whose defects overlap have no lives; they count.
    pub(super) fn life_number(&self, k: ModeIx, count: u64) -> u64 {
        if self.is_concurrent(k) { count } else { self.wear[k].draws.life.ordinal() }
    }

    pub(super) fn is_concurrent(&self, k: ModeIx) -> bool {
        matches!(self.plant.modes[k.index()].life, Life::TwoStage { concurrent: true, .. })
    }

    /// The mode is as good as new.
    pub(super) fn renew(&mut self, k: ModeIx) {
        let machine = self.plant.modes[k.index()].machine;
        self.rouse(machine);
        self.processes_restarted(machine);
        self.begin_life(k, 0.0, true);
    }

    /// Puts the mode's next milestone where its clock will meet it.
    pub(super) fn watch_clock(&mut self, k: ModeIx) {
        let mode = &self.plant.modes[k.index()];
        match mode.clock {
            Clock::Operating => self.refresh_milestone(mode.machine),
            Clock::Calendar => {
                let slot = self.slots.slot(Timer::CalendarFailure, k.0);
                let next = self.next_of(k);
                if next == NEVER || self.job[JobIx(k.0)].is_at_work() {
                    self.list.cancel(slot);
                } else {
                    self.schedule(slot, SimTime(next.max(self.now.0)));
                }
            }
            Clock::Cycles => {
                let m = mode.machine;
                self.rouse(m);
                let next = self.cycle_modes(m).map(|k| self.next_of(k)).min().unwrap_or(NEVER);
                self.station[m].next_cycle_milestone =
                    if next == NEVER { u64::MAX } else { next.max(0) as u64 };
            }
        }
    }

    fn cycle_modes(&self, m: MachineIx) -> impl Iterator<Item = ModeIx> + use<'_> {
        let plant = self.plant;
        self.slots
            .modes_of(m)
            .iter()
            .copied()
            .filter(|k| plant.modes[k.index()].clock == Clock::Cycles)
    }

    /// Recomputes the operating clock's next milestone, and the machine's next event.
    pub(super) fn refresh_milestone(&mut self, m: MachineIx) {
        self.rouse(m);
        let mut next = self.station[m].minor_at;
        let slots = self.slots;
        for k in slots.modes_of(m) {
            if self.plant.modes[k.index()].clock == Clock::Operating {
                next = next.min(self.next_of(*k));
            }
        }
        for t in slots.tasks_of(m) {
            next = next.min(self.task[*t].due);
        }
        let now = self.now.0;
        if self.rates.on {
            self.station[m].next_milestone = next.min(self.next_look(m));
            return self.touch(m);
        }
        let station = &mut self.station[m];
        station.next_milestone = next;
        if station.running {
            let worked = now - station.resumed;
            station.operated += worked;
            station.remaining -= worked;
            station.resumed = now;
            self.schedule_step(m);
        }
    }

    /// The operating clock has reached a milestone while the machine works.
    pub(super) fn operating_milestones(&mut self, m: MachineIx) {
        self.rouse(m);
        let slots = self.slots;
        loop {
            let station = &self.station[m];
            if !station.running || station.operated < station.next_milestone {
                break;
            }
            let clock = station.operated;
            let due = slots.modes_of(m).iter().copied().find(|k| {
                self.plant.modes[k.index()].clock == Clock::Operating && self.next_of(*k) <= clock
            });
            if let Some(k) = due {
                self.mode_due(k, clock);
            } else if station.minor_at <= clock {
                self.minor_stop(m);
                if self.rates.on && self.station[m].minor {
                    // The milestones are found again when the stop is over.
                    return;
                }
            } else if let Some(t) = slots.tasks_of(m).iter().find(|t| self.task[**t].due <= clock) {
                self.task_due(*t);
            } else if self.rates.on {
                self.look_again(m);
            }
            self.refresh_milestone(m);
        }
        if self.station[m].running && !self.rates.on {
            self.schedule_step(m);
        }
    }

    pub(super) fn cycle_milestones(&mut self, m: MachineIx) {
        let count = self.pieces_so_far(m);
        let slots = self.slots;
        for k in slots.modes_of(m).iter().copied() {
            let counts = self.plant.modes[k.index()].clock == Clock::Cycles;
            if counts && self.next_of(k) <= count {
                self.mode_due(k, count);
                self.watch_clock(k);
            }
        }
    }

    pub(super) fn calendar_milestone(&mut self, k: ModeIx) {
        self.rouse(self.plant.modes[k.index()].machine);
        self.mode_due(k, self.now.0);
        self.watch_clock(k);
    }

    pub(super) fn first_minor_stop(&mut self, m: MachineIx) {
        if self.rates.on {
            return self.next_stretch(m);
        }
        if let Some(minor) = &self.plant.machines[m.index()].minor_stops {
            let station = &mut self.station[m];
            let u = self.luck[m].minor_every.uniform();
            station.minor_at =
                station.operated.saturating_add(ticks(minor.every.quantile(u)).max(1));
        }
    }

    fn minor_stop(&mut self, m: MachineIx) {
        let plant = self.plant;
        let Some(minor) = &plant.machines[m.index()].minor_stops else {
            self.station[m].minor_at = NEVER;
            return;
        };
        if self.rates.on {
            return self.stretch_ends(m);
        }
        self.halt(m);
        let now = self.now.0;
        let station = &mut self.station[m];
        station.minor = true;
        self.account[m].minor_stops += 1;
        station.minor_at = NEVER;
        let u = self.luck[m].minor_lasts.uniform();
        let slot = station.slot;
        let lasts = ticks(minor.lasts.quantile(u));
        if !self.waits_to_be_cleared(m, lasts) {
            self.schedule(slot, SimTime(now + lasts));
        }
        self.settle(m);
    }

    pub(super) fn minor_stop_over(&mut self, m: MachineIx) {
        self.rouse(m);
        self.stop_is_cleared(m);
        self.station[m].minor = false;
        self.first_minor_stop(m);
        self.unhalt(m);
        self.refresh_milestone(m);
        self.settle(m);
    }

    /// A known stop begins or ends.
    pub(super) fn known_stop(&mut self, m: MachineIx) {
        let plant = self.plant;
        let stops = &plant.machines[m.index()].stops;
        let known = self.station[m].known;
        if known {
            self.station[m].known = false;
            self.station[m].next_stop += 1;
            self.unhalt(m);
        } else {
            self.station[m].known = true;
            self.halt(m);
            if let Some((from, to)) = stops.get(self.station[m].next_stop as usize) {
                self.stands_still(m, to.0 - from.0);
            }
        }
        self.settle(m);
        if let Some((from, to)) = stops.get(self.station[m].next_stop as usize) {
            let at = if known { from } else { to };
            let slot = self.slots.slot(Timer::KnownStop, m.0);
            self.schedule(slot, SimTime(at.0));
        }
    }

    /// Is the machine stopped by a failure now?
    pub(super) fn is_failed(&self, m: MachineIx) -> bool {
        self.station[m].down > 0
    }

    /// Corrective work on the mode is over: it is renewed (or one of several defects is gone).
    pub(super) fn restored(&mut self, k: ModeIx) {
        let m = self.plant.modes[k.index()].machine;
        let now = self.now.0;
        let wear = &mut self.wear[k];
        let down = now - wear.failed_at;
        wear.tally.down_ticks += down;
        let life = self.life_number(k, self.wear[k].tally.failures);
        self.tell_of(Happening::Restored { mode: k, life, down: SimDuration(down) });
        let works = self.unit_works(k);
        if works {
            self.station[m].down -= 1;
        }
        if self.is_concurrent(k) {
            self.watch_clock(k);
        } else {
            self.repaired(k);
        }
        if works {
            self.unhalt(m);
        }
        self.settle(m);
        debug_assert!(self.station[m].leaf != Leaf::Run || self.station[m].halts == 0);
    }

    /// Defects that an inspection could find now.
    pub(super) fn visible_defects(&self, k: ModeIx) -> usize {
        match self.plant.modes[k.index()].life.shows_defects() {
            false => 0,
            true => self.wear[k].pending.len(),
        }
    }

    /// No open work order and no defect: an alarm now would be false.
    pub(super) fn is_healthy(&self, k: ModeIx) -> bool {
        self.visible_defects(k) == 0 && self.job[JobIx(k.0)].stage == Stage::Idle
    }

    fn count_missed(&mut self, k: ModeIx) {
        let (episode, monitor) = (self.wear[k].episode, self.wear[k].monitor);
        self.wear[k].episode = Episode::Quiet;
        if monitor == NONE {
            return;
        }
        let count = &mut self.yard.count.monitors[monitor as usize];
        match episode {
            Episode::Missed | Episode::Coming => count.missed += 1,
            Episode::Answered => count.too_late += 1,
            Episode::Quiet | Episode::Ignored => {}
        }
    }
}
