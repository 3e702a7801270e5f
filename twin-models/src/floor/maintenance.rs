//! Preventive tasks and inspections: when they fall due and what they do.

use super::{Floor, ticks};
use crate::plant::model::{Clock, ModeIx, TaskIx, Trigger, Window};
use crate::trace::Happening;
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// Sets the first date of a task.
    pub(super) fn first_date(&mut self, t: TaskIx) {
        let task = &self.plant.tasks[t.index()];
        match task.trigger {
            Trigger::Age(every) => {
                let begun = task.modes.first().map_or(0, |k| self.operated_at_renewal(*k));
                let mut due = begun.saturating_add(ticks(every));
                if task.inspects.is_some() {
                    while due < 0 {
                        due += ticks(every).max(1);
                    }
                }
                self.task[t].due = due.max(0);
            }
            Trigger::Operating(every) => self.task[t].due = ticks(every).max(1),
            Trigger::Calendar(_) => self.next_date(t),
            // With the life of the mode, or never by itself.
            Trigger::Condition { .. } => {}
            Trigger::OpportunityAge(_) | Trigger::OpportunityLevel(_) => {}
        }
    }

    /// The machine's operating clock when the mode was new; only an operating mode brings an age.
    fn operated_at_renewal(&self, k: ModeIx) -> i64 {
        match self.plant.modes[k.index()].clock {
            Clock::Operating => self.wear[k].renewed,
            Clock::Calendar | Clock::Cycles => 0,
        }
    }

    /// Next point of the calendar grid after now.
    fn next_date(&mut self, t: TaskIx) {
        if let Trigger::Calendar(every) = self.plant.tasks[t.index()].trigger {
            let every = ticks(every).max(1);
            let next = (self.now.0 / every + 1) * every;
            let slot = self.task[t].slot;
            self.schedule(slot, SimTime(next));
        }
    }

    /// A renewal of the task's first mode starts its age anew.
    pub(super) fn restart_age_tasks(&mut self, k: ModeIx) {
        let plant = self.plant;
        let m = plant.modes[k.index()].machine;
        let clock = self.operating_clock(m);
        let slots = self.slots;
        for t in slots.tasks_of(m) {
            let task = &plant.tasks[t.index()];
            if let Trigger::Age(every) = task.trigger
                && task.modes.first() == Some(&k)
            {
                let aged =
                    task.inspects.is_none() && plant.modes[k.index()].clock == Clock::Operating;
                let age = if aged { self.wear[k].age } else { 0.0 };
                self.task[*t].due = clock.saturating_add(ticks(every - age).max(1));
                let j = self.job_of_task(*t);
                if self.job[j].stage == super::component::Stage::Ready {
                    self.withdraw(j);
                }
            }
        }
        self.refresh_milestone(m);
    }

    /// A task falls due; the next date is set at once.
    pub(super) fn task_due(&mut self, t: TaskIx) {
        let plant = self.plant;
        let task = &plant.tasks[t.index()];
        self.task[t].count += 1;
        match task.trigger {
            Trigger::Calendar(_) => {
                self.task[t].due = super::component::NEVER;
                self.next_date(t);
            }
            Trigger::Age(every) | Trigger::Operating(every) => {
                let clock = self.operating_clock(task.machine);
                self.task[t].due = clock.saturating_add(ticks(every).max(1));
            }
            Trigger::Condition { every, .. } => self.next_measurement(t, every),
            Trigger::OpportunityAge(_) | Trigger::OpportunityLevel(_) => {}
        }
        let state = &self.task[t];
        let kept =
            task.adherence >= 1.0 || state.adherence.uniform_at(state.count) < task.adherence;
        if !kept {
            if task.window == Window::PlannedSlot {
                self.task[t].slips = true;
            } else {
                return;
            }
        }
        let j = self.job_of_task(t);
        self.open_planned(j, 1.0);
    }

    /// A task that was due by its level is so again at the next measurement, if it was not done.
    fn next_measurement(&mut self, t: TaskIx, every: Option<f64>) {
        self.task[t].due = super::component::NEVER;
        let task = &self.plant.tasks[t.index()];
        let (Some(every), Some(k)) = (every, task.modes.first().copied()) else { return };
        let span = self.on_clock(k, every);
        if self.plant.modes[k.index()].clock == Clock::Operating {
            self.task[t].due = self.operating_clock(task.machine).saturating_add(span);
        } else {
            let slot = self.task[t].slot;
            self.schedule(slot, SimTime(self.now.0.saturating_add(span)));
        }
    }

    /// The next planned slot is over: what slipped may be done in the one after.
    pub(super) fn slips_end(&mut self) {
        for t in (0..self.task.len() as u32).map(TaskIx) {
            self.task[t].slips = false;
        }
    }

    /// The task's own work is done. Returns further work for what an inspection has found \[µs\].
    pub(super) fn task_done(&mut self, t: TaskIx) -> i64 {
        let plant = self.plant;
        let task = &plant.tasks[t.index()];
        self.task[t].done += 1;
        self.tell_of(Happening::Task { task: t });
        let Some(inspects) = &task.inspects else { return 0 };
        let mut work = 0;
        for k in &task.modes {
            let unseen = self.has_failed_unseen(*k);
            let present = match inspects.threshold {
                Some(threshold) => usize::from(self.is_beyond(*k, threshold, t)),
                None => self.visible_defects(*k) + usize::from(unseen),
            };
            let mut found = 0;
            for defect in (0..present).rev() {
                if self.task[t].detects.uniform() < inspects.detects {
                    found += 1;
                    if self.is_concurrent(*k) {
                        let wear = &mut self.wear[*k];
                        wear.pending.remove(defect);
                        wear.prevented += 1;
                    }
                }
            }
            for _ in 0..found {
                let number = self.life_number(*k, self.wear[*k].tally.planned + 1);
                let u = self.wear[*k].draws.fix.uniform_at(number);
                work += ticks(inspects.fix.quantile(u));
                // A failure that was found is counted as a failure already.
                self.wear[*k].tally.planned += u64::from(!unseen);
                self.tell_of(Happening::PlannedRepair { mode: *k, life: number });
            }
            if found > 0 && self.is_concurrent(*k) {
                self.watch_clock(*k);
            } else if found > 0 {
                self.withdraw(super::JobIx(k.0));
                match inspects.threshold {
                    Some(threshold) => {
                        self.leave_at(*k, threshold.back_to);
                        self.renew(*k);
                    }
                    None => self.repaired(*k),
                }
            }
        }
        work
    }

    /// What the finished task leaves behind.
    pub(super) fn task_effect(&mut self, t: TaskIx) {
        let plant = self.plant;
        let task = &plant.tasks[t.index()];
        let clock = self.operating_clock(task.machine);
        if task.resets_drift {
            self.station[task.machine].serviced = clock;
            self.processes_restarted(task.machine);
        }
        if task.inspects.is_some() {
            return;
        }
        for k in &task.modes {
            let repair = &self.job[super::JobIx(k.0)];
            if !repair.planned && repair.stage != super::component::Stage::Idle {
                // It has failed meanwhile (calendar time): the repair will renew it.
                continue;
            }
            self.withdraw(super::JobIx(k.0));
            self.wear[*k].tally.preventive += 1;
            match task.trigger {
                Trigger::Condition { threshold, .. } if threshold.back_to > 0.0 => {
                    self.leave_at(*k, threshold.back_to);
                    self.renew(*k);
                }
                _ => self.renewed(*k, task.effect),
            }
        }
        if let (Trigger::Age(every), true) = (task.trigger, task.modes.is_empty()) {
            self.task[t].due = clock.saturating_add(ticks(every).max(1));
            self.refresh_milestone(task.machine);
        }
    }
}
