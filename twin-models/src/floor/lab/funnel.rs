//! From alert to planned repair: tired and learning people, parts ordered ahead, stops before the
//! window.

use super::super::component::{NEVER, NONE};
use super::super::{Floor, JobIx};
use crate::plant::calendar::CalendarState;
use crate::plant::model::{Clock, ModeIx, Monitor, PartIx, Window};
use sim_core::special::normal_quantile;

/// The steps of a planned repair after an alert.
#[derive(Clone, Copy, Debug)]
pub(in crate::floor) enum Step {
    Accepted,
    PartReady,
    CrewBegun,
    InTime,
    Forced,
}

/// How often each step was taken, in the order of [`Step`].
pub(in crate::floor) type Steps = [u64; 5];

impl Floor<'_, '_> {
    /// Counts a step of the mode's planned repair.
    pub(in crate::floor) fn step(&mut self, k: ModeIx, step: Step) {
        let monitor = self.wear[k].monitor;
        if let Some(steps) = self.yard.lab.steps.get_mut(monitor as usize) {
            steps[step as usize] += 1;
        }
    }

    /// Share of people who still believe: with more than one false alarm for each true alert trust
    /// falls exponentially. This alert counts.
    pub(in crate::floor) fn trust(&self, monitor: usize) -> f64 {
        let fatigue = self.plant.monitors[monitor].fatigue;
        let count = &self.yard.count.monitors[monitor];
        let excess = count.false_alarms as f64 / count.alerts.max(1) as f64 - 1.0;
        if fatigue > 0.0 { libm::exp(-fatigue * excess.max(0.0)) } else { 1.0 }
    }

    /// Share of its final probability with which a monitor sees a defect of the mode: it learns
    /// from failures of the mode, wherever in the station they happened.
    pub(in crate::floor) fn learned(&self, monitor: &Monitor, k: ModeIx) -> f64 {
        let Some(needed) = monitor.learning else { return 1.0 };
        let family = |k: ModeIx| self.plant.modes[k.index()].name.split('#').next();
        let alike = monitor.modes.iter().map(|(m, _)| *m).filter(|m| family(*m) == family(k));
        let seen: u64 = alike.map(|m| self.wear[m].tally.failures).sum();
        (seen as f64 / f64::from(needed)).min(1.0)
    }

    /// Orders the part of a repair before anybody has ordered the repair.
    pub(in crate::floor) fn order_ahead(&mut self, j: JobIx) {
        let job = &self.job[j];
        if job.part == NONE || job.has_part || job.ahead != NEVER {
            return;
        }
        match self.request_part(PartIx(job.part), false) {
            None => self.job[j].has_part = true,
            Some(at) => self.job[j].ahead = at,
        }
    }

    /// The part ordered ahead: in hand, or the instant at which it comes.
    pub(in crate::floor) fn claim(&mut self, j: JobIx) -> Option<i64> {
        let job = &mut self.job[j];
        let at = std::mem::replace(&mut job.ahead, NEVER);
        if at == NEVER {
            return None;
        }
        job.has_part = at <= self.now.0;
        (!job.has_part).then_some(at)
    }

    /// Will the defect, as far as the planner knows, fail before the window opens?
    pub(in crate::floor) fn is_urgent(&mut self, k: ModeIx) -> bool {
        let Some(monitor) = self.plant.monitors.get(self.wear[k].monitor as usize) else {
            return false;
        };
        let fails = self.wear[k].pending.first().copied();
        let (Some(cv), Some(fails)) = (monitor.remaining_life, fails) else { return false };
        let mode = &self.plant.modes[k.index()];
        self.rouse(mode.machine);
        let left = (fails - self.clock(k)) as f64;
        // As if the machine worked all the time.
        let left = match mode.clock {
            Clock::Cycles => {
                let cycle = self.plant.machines[mode.machine.index()].cycle.mean();
                self.off_clock(k, left) * cycle * sim_core::TICKS_PER_SECOND as f64
            }
            _ => left,
        };
        let luck = self.yard.streams.stream(&mode.name, "remaining life");
        let sigma = libm::sqrt(libm::log1p(cv * cv));
        let z = normal_quantile(luck.uniform_at(self.life_number(k, 0)));
        let predicted = left * libm::exp(sigma * z - 0.5 * sigma * sigma);
        predicted < self.until_window(monitor.window) as f64
    }

    /// Time until such work may be done \[µs\].
    fn until_window(&self, window: Window) -> i64 {
        use CalendarState::{Closed, Holiday, Overtime, PlannedSlot};
        let fits = |state: CalendarState| match window {
            Window::Any => true,
            Window::PlannedSlot => state == PlannedSlot,
            Window::Closed => matches!(state, Closed | Holiday | Overtime),
        };
        if fits(self.yard.state) {
            return 0;
        }
        let coming = self.yard.timeline.get(self.yard.next_change..).unwrap_or_default();
        let next = coming.iter().find(|(_, state)| fits(*state));
        next.map_or(NEVER, |(at, _)| at.0 - self.now.0)
    }
}
