//! Work orders (EN 13306: corrective and preventive maintenance) and the crews that do them.
//!
//! Corrective: crew called, on its way, diagnosis, part, repair, restart. Planned: part, window,
//! crew, work. The crew is released while a machine waits for a part. Work stands still while its
//! crew is off duty, unless the crew finishes in overtime or was called out.

use super::component::{Crewing, Job, NONE, Stage};
use super::lab::Step;
use super::timer::Timer;
use super::{Floor, JobIx, ticks};
use crate::plant::calendar::CalendarState;
use crate::plant::model::{
    CrewIx, Duty, MachineIx, ModeIx, OffDuty, PartIx, Secondary, TaskIx, Window,
};
use crate::trace::Happening;
use sim_core::SimTime;

impl Job {
    /// Has work on the machine begun?
    pub(super) fn is_at_work(&self) -> bool {
        matches!(self.stage, Stage::Work | Stage::Restart)
            || (!self.planned && self.stage != Stage::Idle)
    }
}

impl Floor<'_, '_> {
    /// The failure mode of a work order, if it is one's.
    pub(super) fn mode_of(&self, j: JobIx) -> Option<ModeIx> {
        (j.0 < self.wear.len() as u32).then_some(ModeIx(j.0))
    }

    fn task_of(&self, j: JobIx) -> Option<TaskIx> {
        j.0.checked_sub(self.wear.len() as u32).map(TaskIx)
    }

    pub(super) fn job_of_task(&self, t: TaskIx) -> JobIx {
        JobIx(self.wear.len() as u32 + t.0)
    }

    /// A failure asks for repair. A planned order for the same mode is dropped; its part is used.
    pub(super) fn open_corrective(&mut self, k: ModeIx, struck: Option<Secondary>) {
        let j = JobIx(k.0);
        self.withdraw(j);
        let job = &mut self.job[j];
        job.planned = false;
        job.urgent = false;
        job.fixed_by = NONE;
        job.factor = struck.map_or(1.0, |s| s.repair_factor);
        if let Some(s) = struck
            && job.part != NONE
        {
            let part = PartIx(job.part);
            self.shelf[part].worth += s.parts_factor - 1.0;
        }
        if let Some(at) = self.claim(j) {
            self.give_back(PartIx(self.job[j].part), at);
        }
        self.enqueue(j, Stage::Queued);
    }

    /// Takes a planned order off every list, unless its work has begun.
    pub(super) fn withdraw(&mut self, j: JobIx) {
        let job = &mut self.job[j];
        if job.stage == Stage::Idle || job.stopping {
            return;
        }
        debug_assert!(job.planned, "a repair under way is never withdrawn");
        let waited_for_part = job.stage == Stage::PartFirst;
        job.stage = Stage::Idle;
        let (slot, crew, part, arrives) = (job.slot, job.crew, job.part, job.arrives);
        self.list.cancel(slot);
        if waited_for_part {
            self.give_back(PartIx(part), arrives);
        }
        if crew != NONE {
            self.crew[CrewIx(crew)].queue.retain(|q| *q != j);
        }
    }

    /// Opens a planned order: first its part, then its window and its crew.
    pub(super) fn open_planned(&mut self, j: JobIx, factor: f64) {
        let job = &mut self.job[j];
        if job.stage != Stage::Idle {
            return;
        }
        job.planned = true;
        job.factor = factor;
        job.urgent = false;
        if let Some(arrives) = self.claim(j) {
            return self.wait_for_part(j, arrives);
        }
        let job = &self.job[j];
        if job.part == NONE || job.has_part {
            return self.make_ready(j);
        }
        let part = PartIx(job.part);
        match self.request_part(part, false) {
            None => {
                self.job[j].has_part = true;
                self.make_ready(j);
            }
            Some(arrives) => self.wait_for_part(j, arrives),
        }
    }

    fn wait_for_part(&mut self, j: JobIx, arrives: i64) {
        let job = &mut self.job[j];
        job.stage = Stage::PartFirst;
        job.arrives = arrives;
        let slot = job.slot;
        self.schedule(slot, SimTime(arrives));
    }

    fn make_ready(&mut self, j: JobIx) {
        if let Some(k) = self.mode_of(j) {
            self.step(k, Step::PartReady);
            if self.is_urgent(k) {
                self.job[j].urgent = true;
                self.step(k, Step::Forced);
            }
        }
        self.enqueue(j, Stage::Ready);
    }

    fn enqueue(&mut self, j: JobIx, stage: Stage) {
        let job = &mut self.job[j];
        job.stage = stage;
        if job.crew == NONE {
            if self.may_begin(j) {
                self.begin(j);
            }
        } else {
            let c = CrewIx(job.crew);
            self.crew[c].queue.push(j);
            self.dispatch(c);
        }
    }

    /// Window, machine and duty: may the order begin now?
    fn may_begin(&self, j: JobIx) -> bool {
        let job = &self.job[j];
        if job.planned {
            let window = self.window_of(j);
            let open = match window {
                Window::Any => true,
                Window::PlannedSlot => self.yard.state == CalendarState::PlannedSlot,
                Window::Closed => self.is_closed(),
            };
            let slip = self.task_of(j).is_some_and(|t| self.task[t].slips);
            if !open || slip || self.station[job.machine].down > 0 {
                return false;
            }
            if job.crew == NONE || window == Window::Closed {
                return true;
            }
            return self.crew[CrewIx(job.crew)].on_duty;
        }
        if job.crew == NONE {
            return true;
        }
        let c = CrewIx(job.crew);
        self.crew[c].on_duty || matches!(self.plant.crews[c.index()].off_duty, OffDuty::CallOut(_))
    }

    /// When a planned order may be done.
    fn window_of(&self, j: JobIx) -> Window {
        if self.job[j].urgent {
            return Window::Any;
        }
        match (self.mode_of(j), self.task_of(j)) {
            (_, Some(t)) => self.plant.tasks[t.index()].window,
            (Some(k), _) => self.planned_window(k),
            _ => Window::Any,
        }
    }

    fn is_closed(&self) -> bool {
        matches!(
            self.yard.state,
            CalendarState::Closed | CalendarState::Holiday | CalendarState::Overtime
        )
    }

    /// Gives free people the next orders: corrective before planned, then in order of asking.
    pub(super) fn dispatch(&mut self, c: CrewIx) {
        loop {
            let crew = &self.crew[c];
            let free = crew.free - self.people_bound(c);
            let fits = |j: &JobIx| i64::from(self.job[*j].people) <= free && self.may_begin(*j);
            let next = crew
                .queue
                .iter()
                .position(|j| !self.job[*j].planned && fits(j))
                .or_else(|| crew.queue.iter().position(fits));
            let Some(place) = next else { return };
            let j = self.crew[c].queue.remove(place);
            self.begin(j);
        }
    }

    /// Planned orders that wait for window or machine may begin now.
    pub(super) fn look_at_waiting_orders(&mut self) {
        let slots = self.slots;
        for j in slots.jobs_of_nobody().iter().copied() {
            if self.job[j].stage == Stage::Ready && self.may_begin(j) {
                self.begin(j);
            }
        }
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            self.dispatch(c);
        }
    }

    /// The crew takes the order.
    pub(super) fn begin(&mut self, j: JobIx) {
        self.rouse(self.job[j].machine);
        let crew = self.job[j].crew;
        if crew != NONE {
            let people = self.job[j].people;
            let c = CrewIx(crew);
            self.book_labour(c);
            let calls = matches!(self.plant.crews[c.index()].off_duty, OffDuty::CallOut(_));
            let job = &mut self.job[j];
            job.manned = true;
            job.called_out = calls && !self.crew[c].on_duty;
            self.crew[c].free -= i64::from(people);
            self.crew[c].busy += people;
            self.look_for_people();
        }
        let job = &self.job[j];
        let m = job.machine;
        match (job.planned, job.stage) {
            (true, _) => {
                self.job[j].stopping = true;
                self.opened(m);
                self.station[m].planned += 1;
                self.halt(m);
                let left = self.planned_duration(j);
                self.stage(j, Stage::Work, left);
                self.stands_still(m, left);
                if let Some(k) = self.mode_of(j) {
                    self.step(k, Step::CrewBegun);
                    self.watch_clock(k);
                }
            }
            (false, Stage::QueuedAgain) => self.repair(j),
            (false, _) => {
                let travel = self.travel(j);
                if travel > 0 { self.stage(j, Stage::Travel, travel) } else { self.arrived(j) }
            }
        }
        self.settle(m);
    }

    fn travel(&mut self, j: JobIx) -> i64 {
        let crew = self.job[j].crew;
        if crew == NONE {
            return 0;
        }
        let Some(k) = self.mode_of(j) else { return 0 };
        let number = self.life_number(k, self.wear[k].tally.failures);
        let draws = &self.wear[k].draws;
        let (u_travel, u_call) =
            (draws.travel.uniform_at(number), draws.call_out.uniform_at(number));
        let c = CrewIx(crew);
        let desk = &self.plant.crews[c.index()];
        if self.crew[c].on_duty {
            desk.response.as_ref().map_or(0, |law| ticks(law.quantile(u_travel)))
        } else if let OffDuty::CallOut(law) = &desk.off_duty {
            self.crew[c].callouts += 1;
            ticks(law.quantile(u_call))
        } else {
            0
        }
    }

    /// Begins a stage that takes `left` of the crew's time.
    fn stage(&mut self, j: JobIx, stage: Stage, left: i64) {
        let job = &mut self.job[j];
        job.stage = stage;
        job.left = left;
        self.tick(j);
    }

    /// Lets the stage's clock run if its crew works now.
    fn tick(&mut self, j: JobIx) {
        let now = self.now.0;
        let job = &self.job[j];
        let works = job.crew == NONE || {
            let c = CrewIx(job.crew);
            let on_duty = self.crew[c].on_duty;
            let stays = !matches!(self.plant.crews[c.index()].off_duty, OffDuty::Wait);
            let overtime = job.planned
                && job.stopping
                && self.is_closed()
                && self.window_of(j) == Window::Closed;
            on_duty || stays || overtime
        };
        let job = &mut self.job[j];
        job.ticking = works;
        if works {
            job.resumed = now;
            let (slot, at) = (job.slot, SimTime(now.saturating_add(job.left)));
            self.schedule(slot, at);
        }
    }

    /// A stage is over, or a part has come.
    pub(super) fn job_due(&mut self, j: JobIx) {
        let m = self.job[j].machine;
        self.rouse(m);
        let job = &self.job[j];
        if job.manned && !self.crew[CrewIx(job.crew)].on_duty {
            // While it still counts as going on.
            self.book_labour(CrewIx(job.crew));
        }
        self.job[j].ticking = false;
        match self.job[j].stage {
            Stage::PartFirst => {
                self.job[j].has_part = true;
                self.make_ready(j);
            }
            Stage::Travel => self.arrived(j),
            Stage::Diagnosis => self.diagnosed(j),
            Stage::Part => {
                self.job[j].has_part = true;
                self.enqueue(j, Stage::QueuedAgain);
            }
            Stage::Work => self.work_done(j),
            Stage::Restart => self.close(j),
            Stage::Idle | Stage::Ready | Stage::Queued | Stage::QueuedAgain => {}
        }
        self.settle(m);
    }

    fn arrived(&mut self, j: JobIx) {
        self.crew_came(j);
        let plant = self.plant;
        let law =
            self.mode_of(j).and_then(|k| plant.modes[k.index()].diagnosis.as_ref().map(|l| (k, l)));
        match law {
            Some((k, law)) => {
                let number = self.life_number(k, self.wear[k].tally.failures);
                let u = self.wear[k].draws.diagnosis.uniform_at(number);
                self.stage(j, Stage::Diagnosis, ticks(law.quantile(u)));
            }
            None => self.diagnosed(j),
        }
    }

    fn diagnosed(&mut self, j: JobIx) {
        let job = &self.job[j];
        if job.part == NONE || job.has_part {
            return self.repair(j);
        }
        match self.request_part(PartIx(job.part), true) {
            None => {
                self.job[j].has_part = true;
                self.repair(j);
            }
            Some(arrives) => {
                self.release_crew(j);
                let job = &mut self.job[j];
                job.stage = Stage::Part;
                let slot = job.slot;
                self.schedule(slot, SimTime(arrives));
            }
        }
    }

    fn repair(&mut self, j: JobIx) {
        self.use_part(j);
        let Some(k) = self.mode_of(j) else { return };
        self.repair_begins(k);
        let number = self.life_number(k, self.wear[k].tally.failures);
        let u = self.wear[k].draws.repair.uniform_at(number);
        let law = &self.plant.modes[k.index()].repair;
        let left = ticks(law.quantile(u) * self.job[j].factor);
        self.stage(j, Stage::Work, left);
        if self.station[self.job[j].machine].down > 0 {
            self.stands_still(self.job[j].machine, left);
        }
    }

    fn use_part(&mut self, j: JobIx) {
        let job = &mut self.job[j];
        if job.part != NONE && job.has_part {
            job.has_part = false;
            let shelf = &mut self.shelf[PartIx(job.part)];
            shelf.used += 1;
            shelf.worth += 1.0;
        }
    }

    fn planned_duration(&mut self, j: JobIx) -> i64 {
        self.use_part(j);
        let plant = self.plant;
        if let Some(t) = self.task_of(j) {
            let state = &self.task[t];
            let u = state.duration.uniform_at(state.count);
            let task = &plant.tasks[t.index()];
            let station = &self.station[task.machine];
            let stands = station.down > 0 || station.planned > 1;
            let saved = if stands { task.set_up } else { 0.0 };
            return ticks(task.duration.quantile(u) - saved);
        }
        let Some(k) = self.mode_of(j) else { return 0 };
        let wear = &self.wear[k];
        let number = self.life_number(k, wear.tally.planned + 1);
        let u = wear.draws.fix.uniform_at(number);
        ticks(plant.modes[k.index()].repair.quantile(u) * self.job[j].factor)
    }

    fn work_done(&mut self, j: JobIx) {
        let plant = self.plant;
        if self.job[j].planned {
            if let Some(t) = self.task_of(j) {
                let fix = self.task_done(t);
                if fix > 0 {
                    return self.stage(j, Stage::Restart, fix);
                }
            }
            return self.close(j);
        }
        let law =
            self.mode_of(j).and_then(|k| plant.modes[k.index()].restart.as_ref().map(|l| (k, l)));
        match law {
            Some((k, law)) => {
                let number = self.life_number(k, self.wear[k].tally.failures);
                let u = self.wear[k].draws.restart.uniform_at(number);
                self.stage(j, Stage::Restart, ticks(law.quantile(u)));
            }
            None => self.close(j),
        }
    }

    /// The order is done: crew home, machine up.
    fn close(&mut self, j: JobIx) {
        let m = self.job[j].machine;
        let planned = self.job[j].planned;
        self.job[j].stage = Stage::Idle;
        if planned {
            self.job[j].stopping = false;
            self.station[m].planned -= 1;
            if let Some(k) = self.mode_of(j) {
                self.wear[k].tally.planned += 1;
                let life = self.life_number(k, self.wear[k].tally.planned);
                self.tell_of(Happening::PlannedRepair { mode: k, life });
                self.step(k, Step::InTime);
                self.repaired(k);
            } else if let Some(t) = self.task_of(j) {
                self.task_effect(t);
            }
            self.unhalt(m);
            self.settle(m);
        } else if let Some(k) = self.mode_of(j) {
            self.restored(k);
        }
        // Only now: what the work has made needless must not begin.
        self.release_crew(j);
        self.machine_may_be_free(m);
    }

    fn machine_may_be_free(&mut self, m: MachineIx) {
        if self.station[m].down == 0 {
            self.look_at_waiting_orders();
        }
    }

    fn release_crew(&mut self, j: JobIx) {
        let job = &self.job[j];
        if !job.manned {
            return;
        }
        let people = job.people;
        let c = CrewIx(job.crew);
        self.book_labour(c);
        self.job[j].manned = false;
        let crew = &mut self.crew[c];
        crew.free += i64::from(people);
        crew.busy -= people;
        self.look_for_people();
        self.dispatch(c);
    }

    /// Books person-time since the last booking: on duty, overtime, or called out.
    pub(super) fn book_labour(&mut self, c: CrewIx) {
        let crew = &self.crew[c];
        let elapsed = self.now.0 - crew.since;
        let missed = if crew.on_duty { crew.absent } else { 0 };
        // More at work than there are: those who should be gone work overtime.
        let mut on_duty = crew.busy.min(crew.present);
        let (mut overtime, mut called_out) = (crew.busy - on_duty, 0);
        // Off duty only the jobs that go on count, each by how it came about.
        if !crew.on_duty && crew.busy > 0 {
            (on_duty, overtime) = (0, 0);
            let orders = self.slots.jobs_of_crew(c).iter().map(|j| &self.job[*j]);
            for job in orders.filter(|j| j.manned && j.ticking) {
                *(if job.called_out { &mut called_out } else { &mut overtime }) += job.people;
            }
        }
        let crew: &mut Crewing = &mut self.crew[c];
        crew.since += elapsed;
        crew.labour += f64::from(on_duty) * elapsed as f64;
        crew.overtime += f64::from(overtime) * elapsed as f64;
        crew.callout += f64::from(called_out) * elapsed as f64;
        crew.missed += f64::from(missed) * elapsed as f64;
        if self.yard.operators.is_some() {
            self.book_desk(c, i64::from(on_duty + overtime + called_out) * elapsed);
        }
    }

    /// A crew's own timetable changes.
    pub(super) fn duty_change(&mut self, c: CrewIx) {
        let crew = &mut self.crew[c];
        let Some((_, on)) = crew.duty.get(crew.next_duty).copied() else { return };
        crew.next_duty += 1;
        if let Some((at, _)) = crew.duty.get(crew.next_duty) {
            let (at, slot) = (SimTime(*at), self.slots.slot(Timer::Duty, c.0));
            self.schedule(slot, at);
        }
        self.set_duty(c, on);
    }

    /// Begins or ends the crew's shift.
    pub(super) fn set_duty(&mut self, c: CrewIx, on: bool) {
        if self.crew[c].on_duty == on {
            return;
        }
        self.book_labour(c);
        self.crew[c].on_duty = on;
        if on && self.plant.crews[c.index()].varies() {
            self.begin_shift(c);
        }
        self.look_for_people();
        let slots = self.slots;
        for j in slots.jobs_of_crew(c).iter().copied() {
            let job = &self.job[j];
            if !job.manned {
                continue;
            }
            let m = job.machine;
            self.rouse(m);
            let job = &self.job[j];
            if job.ticking {
                let worked = self.now.0 - job.resumed;
                let slot = job.slot;
                self.job[j].left -= worked;
                self.list.cancel(slot);
            }
            self.tick(j);
            self.settle(m);
        }
        if on {
            self.dispatch(c);
        }
    }

    /// The crew's timetable for the whole run, if it has one of its own.
    pub(super) fn timetable(&self, c: CrewIx, table: &mut Vec<(i64, bool)>) {
        use crate::plant::calendar::{TICKS_PER_DAY, TICKS_PER_WEEK};
        let end = self.end.0;
        table.clear();
        match &self.plant.crews[c.index()].duty {
            Duty::Always | Duty::PlantShifts => {}
            Duty::Cycle { on, period } => {
                let mut at = 0;
                while at < end {
                    table.push((at, true));
                    table.push((at + on.0, false));
                    at += period.0.max(1);
                }
            }
            Duty::Windows(windows) => {
                let monday = i64::from(self.plant.start.weekday().to_monday_zero_offset());
                let mut week = -monday * TICKS_PER_DAY;
                while week < end {
                    for (from, to) in windows {
                        table.push((week + from, true));
                        table.push((week + to, false));
                    }
                    week += TICKS_PER_WEEK;
                }
            }
        }
    }
}
