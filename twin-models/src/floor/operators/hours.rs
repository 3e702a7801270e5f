//! Hours of people at machines: what they are paid for, what they did, and that both agree.

use super::Work;
use crate::floor::Floor;
use crate::floor::collect::HOUR;
use crate::outcome::Unit;
use crate::plant::model::{CrewIx, MachineIx, PERSON, Plant};
use crate::state::Leaf;
use sim_core::RunError;

/// Millionths of a person times microseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hours {
    /// Booked up to here.
    since: i64,
    /// By the crew's count: on duty, free, and more at work than on duty.
    on_duty: i128,
    idle: i128,
    over: i128,
    /// By the work: running, clearing and setting up on duty; the same off duty; jobs.
    run: i128,
    set_up: i128,
    off_duty: i128,
    jobs: i128,
}

impl Hours {
    fn person_hours(ticks: i128) -> f64 {
        ticks as f64 / f64::from(PERSON) / HOUR
    }
}

/// The quantities of people at machines, in the order of [`Floor::people_row`].
pub(in crate::floor) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    for m in plant.machines.iter().filter(|m| m.is_staffed()) {
        add("no_operator_h", &m.name, Unit::Hours, "waiting for people");
    }
    for (c, crew) in (0..).map(CrewIx).zip(&plant.crews) {
        if plant.is_pool(c) {
            add("run_ph", &crew.name, Unit::PersonHours, "running machines on duty");
            add("setup_ph", &crew.name, Unit::PersonHours, "set-ups and minor stops on duty");
            add("idle_ph", &crew.name, Unit::PersonHours, "on duty without work");
        }
    }
}

impl Floor<'_, '_> {
    /// The month's row of [`quantities`].
    pub(in crate::floor) fn people_row(&self, row: &mut Vec<f64>) {
        let Some(operators) = &self.yard.operators else { return };
        for (i, machine) in self.first_plant.machines.iter().enumerate() {
            if machine.is_staffed() {
                let ticks = &self.account[MachineIx(i as u32)].ticks;
                row.push(ticks[Leaf::NoOperator as usize] as f64 / HOUR);
            }
        }
        for desk in operators.desks.iter().filter(|d| !d.machines.is_empty()) {
            let hours = [desk.hours.run, desk.hours.set_up, desk.hours.idle];
            row.extend(hours.map(Hours::person_hours));
        }
    }

    /// Overtime of the crew's people at machines \[person µs\].
    pub(in crate::floor) fn overtime_at_machines(&self, c: CrewIx) -> f64 {
        let operators = self.yard.operators.as_deref();
        operators.map_or(0.0, |o| o.desks[c.index()].hours.off_duty as f64 / f64::from(PERSON))
    }

    /// Books the crew's people up to now, before anything about them changes: a part of
    /// `book_labour`, which gives the person-time of the crew's jobs since the last booking
    /// \[person µs\].
    pub(in crate::floor) fn book_desk(&mut self, c: CrewIx, jobs: i64) {
        let now = self.now.0;
        let (on_duty, there) = (self.crew[c].on_duty, self.crew[c].present);
        let Some(operators) = &mut self.yard.operators else { return };
        let desk = &mut operators.desks[c.index()];
        if desk.machines.is_empty() {
            return;
        }
        let elapsed = i128::from(now - desk.hours.since);
        desk.hours.since = now;
        let person = i128::from(PERSON);
        let jobs = i128::from(jobs) * person;
        let held = i128::from(desk.held) * elapsed;
        let present = if on_duty { i128::from(there) * person * elapsed } else { 0 };
        desk.hours.on_duty += present;
        desk.hours.jobs += jobs;
        let free = present - jobs - held;
        desk.hours.idle += free.max(0);
        desk.hours.over += (-free).max(0);
        for m in &desk.machines {
            let post = &mut operators.posts[m.index()];
            let Some((work, _)) = post.work.filter(|(_, crew)| *crew == c) else { continue };
            let spent = i128::from(post.held) * i128::from(now - post.since);
            post.since = now;
            match (on_duty, work) {
                (false, _) => desk.hours.off_duty += spent,
                (true, Work::Run) => desk.hours.run += spent,
                (true, Work::Clear | Work::SetUp) => desk.hours.set_up += spent,
            }
        }
    }

    /// On duty and beyond = running + setting up + off duty + jobs + idle, for every crew.
    pub(in crate::floor) fn check_people(&self) -> Result<(), RunError> {
        let Some(operators) = &self.yard.operators else { return Ok(()) };
        for (desk, crew) in operators.desks.iter().zip(&self.plant.crews) {
            let h = &desk.hours;
            let (paid, done) =
                (h.on_duty + h.over, h.run + h.set_up + h.off_duty + h.jobs + h.idle);
            if paid != done {
                let what = format!("people-hours of crew '{}'", crew.name);
                let (expected, found) = (Hours::person_hours(paid), Hours::person_hours(done));
                return Err(RunError::Balance { what, expected, found });
            }
        }
        Ok(())
    }
}
