//! Opportunistic maintenance: a task is done early when something else stops the machine anyway.

use super::super::component::{NONE, Stage};
use super::super::timer::Timer;
use super::super::{Floor, JobIx, ticks};
use crate::plant::model::{CrewIx, MachineIx, ModeIx, PartIx, TaskIx, Trigger};
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// Machine `m` stands still for at least `length` \[µs\] from now on.
    pub(in crate::floor) fn stands_still(&mut self, m: MachineIx, length: i64) {
        if self.yard.lab.opportunists.is_empty() {
            return;
        }
        for at in 0..self.yard.lab.opportunists.len() {
            let t = self.yard.lab.opportunists[at];
            let Some(o) = &self.plant.tasks[t.index()].opportunities else { continue };
            if o.stops.contains(&m) && length >= ticks(o.at_least) {
                self.take_early(t);
            }
        }
    }

    /// An opportunity from outside.
    pub(in crate::floor) fn opportunity(&mut self, t: TaskIx) {
        self.yard.lab.offered[t.index()] += 1;
        self.next_opportunity(t);
        self.take_early(t);
    }

    /// Draws when the next opportunity from outside comes.
    pub(in crate::floor) fn next_opportunity(&mut self, t: TaskIx) {
        let task = &self.plant.tasks[t.index()];
        let Some(law) = task.opportunities.as_ref().and_then(|o| o.outside.as_ref()) else {
            return;
        };
        let number = self.yard.lab.offered[t.index()];
        let u = self.yard.streams.stream(&task.name, "opportunity").uniform_at(number);
        let at = SimTime(self.now.0.saturating_add(ticks(law.quantile(u)).max(1)));
        let slot = self.slots.slot(Timer::Opportunity, t.0);
        self.schedule(slot, at);
    }

    /// Does the task at once, if its time is near enough and crew and part are there.
    fn take_early(&mut self, t: TaskIx) {
        let j = self.job_of_task(t);
        let m = self.plant.tasks[t.index()].machine;
        self.rouse(m);
        if !matches!(self.job[j].stage, Stage::Idle | Stage::Ready) || !self.is_ripe(t) {
            return;
        }
        // Whose mode has failed is being repaired already.
        let open = |k: &ModeIx| {
            let repair = &self.job[JobIx(k.0)];
            !repair.planned && repair.stage != Stage::Idle
        };
        if self.plant.tasks[t.index()].modes.iter().any(open) {
            return;
        }
        let job = &self.job[j];
        if job.crew != NONE {
            let crew = &self.crew[CrewIx(job.crew)];
            if !crew.on_duty || crew.free < i64::from(job.people) {
                return;
            }
        }
        let (part, needs) = (job.part, job.part != NONE && !job.has_part);
        if needs && self.shelf[PartIx(part)].on_hand == 0 {
            return;
        }
        if self.job[j].stage == Stage::Ready {
            self.withdraw(j);
        } else {
            self.task[t].count += 1;
        }
        if needs {
            self.request_part(PartIx(part), false);
            self.job[j].has_part = true;
        }
        self.job[j].planned = true;
        self.job[j].factor = 1.0;
        self.begin(j);
    }

    /// Near enough to its date, or beyond the limit of its policy.
    fn is_ripe(&self, t: TaskIx) -> bool {
        let task = &self.plant.tasks[t.index()];
        let from = task.opportunities.as_ref().map_or(1.0, |o| o.from);
        let mode = task.modes.first().copied();
        match task.trigger {
            Trigger::Age(every) | Trigger::Operating(every) => {
                let left = self.task[t].due.saturating_sub(self.operating_clock(task.machine));
                left <= ticks((1.0 - from) * every)
                    || self.job[self.job_of_task(t)].stage == Stage::Ready
            }
            Trigger::OpportunityAge(age) => mode.is_some_and(|k| self.age_now(k) >= age),
            Trigger::OpportunityLevel(level) => mode.is_some_and(|k| self.level(k) >= level),
            Trigger::Calendar(_) | Trigger::Condition { .. } => {
                self.job[self.job_of_task(t)].stage == Stage::Ready
            }
        }
    }

    /// Notes that the machine is about to be stopped for maintenance, if it stands for none yet.
    pub(in crate::floor) fn opened(&mut self, m: MachineIx) {
        let station = &self.station[m];
        if station.down == 0
            && station.planned == 0
            && let Some(count) = self.yard.lab.opened.get_mut(m.index())
        {
            *count += 1;
        }
    }
}
