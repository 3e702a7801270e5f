//! Degradation: the whole path of a life is drawn when the life begins.

use super::super::Floor;
use super::super::component::NEVER;
use crate::plant::model::{Clock, Degradation, Life, ModeIx, Process, TaskIx, Threshold, Trigger};
use sim_core::special::normal_quantile;

/// Most points of a path.
const MOST: usize = 1 << 22;

/// The level of one mode.
#[derive(Clone, Debug, Default)]
pub(in crate::floor) struct Path {
    /// The mode's clock and the level, in order of both; the first point begins the life.
    points: Vec<(i64, f64)>,
    /// Level at which the next life begins.
    pub(super) start: f64,
    /// Time in each state so far \[clock\], booked up to `booked`.
    pub(super) spent: Vec<i64>,
    booked: i64,
    /// Failed without anybody knowing since then \[clock\], and how long before.
    pub(super) failed: Option<i64>,
    pub(super) unknown: i64,
}

impl Path {
    pub(super) fn new(states: usize) -> Self {
        Self { spent: vec![0; states], ..Self::default() }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self) {
        self.points.clear();
        self.spent.fill(0);
        (self.start, self.booked, self.failed, self.unknown) = (0.0, 0, None, 0);
    }

    /// Where `level` is reached first; NEVER where the path ends below it.
    fn reaches(&self, level: f64, jumps: bool) -> i64 {
        let Some(at) = self.points.iter().position(|(_, x)| *x >= level) else { return NEVER };
        let (clock, x) = self.points[at];
        match at.checked_sub(1).map(|before| self.points[before]) {
            Some((from, low)) if !jumps => {
                let share = (level - low) / (x - low);
                from + libm::ceil(share * (clock - from) as f64) as i64
            }
            _ => clock,
        }
    }

    /// The level at an instant of the mode's clock.
    fn level(&self, clock: i64, jumps: bool) -> f64 {
        let after = self.points.partition_point(|(c, _)| *c <= clock);
        let Some((from, low)) = after.checked_sub(1).map(|k| self.points[k]) else { return 0.0 };
        match self.points.get(after) {
            Some((to, high)) if !jumps => {
                low + (high - low) * (clock - from) as f64 / (to - from) as f64
            }
            _ => low,
        }
    }

    /// Books the time in each state up to `clock`; time after the failure is in none.
    fn book(&mut self, clock: i64) {
        for (k, (from, state)) in self.points.iter().enumerate() {
            let to = self.points.get(k + 1).map_or(i64::MAX, |p| p.0).min(clock);
            if let Some(spent) = self.spent.get_mut(*state as usize) {
                *spent += (to - (*from).max(self.booked)).max(0);
            }
        }
        self.booked = self.booked.max(clock);
    }
}

impl Floor<'_, '_> {
    fn degradation(&self, k: ModeIx) -> Option<&Degradation> {
        match &self.plant.modes[k.index()].life {
            Life::Degrades(degradation) => Some(degradation),
            _ => None,
        }
    }

    /// The level of a mode now; 0 for one without.
    pub(super) fn level(&self, k: ModeIx) -> f64 {
        let Some(d) = self.degradation(k) else { return 0.0 };
        self.yard.lab.paths[k.index()].level(self.clock(k), d.process.jumps())
    }

    /// Draws the path of the next life, and with it its failure and the beginning of its defect.
    pub(in crate::floor) fn draw_path(&mut self, k: ModeIx) {
        let plant = self.plant;
        let mode = &plant.modes[k.index()];
        let Life::Degrades(Degradation { process, visible_at }) = &mode.life else { return };
        let now = self.clock(k);
        let life = self.life_number(k, 0);
        let luck = self.yard.streams.stream(&mode.name, "degradation");
        let draw = |step: usize| luck.uniform_at((life << 32) | step as u64);
        let mut path = std::mem::take(&mut self.yard.lab.paths[k.index()]);
        path.book(now);
        path.points.clear();
        let mut x = std::mem::take(&mut path.start);
        path.points.push((now, x));
        let fails_at = process.fails_at();
        match process {
            Process::Gamma { increment, step, .. } => {
                while x < fails_at && path.points.len() < MOST {
                    let n = path.points.len();
                    x += increment.quantile(draw(n));
                    path.points.push((now + self.on_clock(k, step * n as f64), x));
                }
            }
            Process::Wiener { drift, sd, step, .. } => {
                let high = self.yard.streams.stream(&mode.name, "degradation between steps");
                let mut most = x;
                while most < fails_at && path.points.len() < MOST {
                    let n = path.points.len();
                    let grown = drift + sd * normal_quantile(draw(n));
                    // Maximum of a Brownian bridge (Karatzas and Shreve, 2.8): exact in law.
                    let u = high.uniform_at((life << 32) | n as u64);
                    let bow = libm::sqrt(grown * grown - 2.0 * sd * sd * libm::log(u));
                    most = f64::max(most, x + 0.5 * (grown + bow));
                    x += grown;
                    path.points.push((now + self.on_clock(k, step * n as f64), most));
                }
            }
            Process::States(states) => {
                let turn = self.yard.streams.stream(&mode.name, "next state");
                let (mut state, mut clock) = (x as usize, now);
                while let Some(here) = states.get(state).filter(|_| path.points.len() < MOST) {
                    let n = path.points.len();
                    clock = clock.saturating_add(self.on_clock(k, here.stays.quantile(draw(n))));
                    let u = turn.uniform_at((life << 32) | n as u64);
                    let next = here.next.iter().find(|(_, below)| u < *below);
                    state = next.or(here.next.last()).map_or(states.len(), |n| n.0);
                    path.points.push((clock, state as f64));
                }
            }
        }
        let jumps = process.jumps();
        let fails = path.reaches(fails_at, jumps).max(now + 1);
        let shows = visible_at.map(|level| path.reaches(level, jumps).clamp(now, fails));
        self.yard.lab.paths[k.index()] = path;
        let wear = &mut self.wear[k];
        match shows {
            Some(at) => (wear.onset, wear.delay) = (at, fails - at),
            None => wear.pending.push(fails),
        }
        let slots = self.slots;
        for t in slots.tasks_of(mode.machine) {
            let task = &plant.tasks[t.index()];
            if matches!(task.trigger, Trigger::Condition { .. }) && task.modes.contains(&k) {
                self.condition_date(*t);
            }
        }
    }

    /// When the level of its mode makes a task due: at once when it is reached, or at the first
    /// measurement that says so.
    pub(in crate::floor) fn condition_date(&mut self, t: TaskIx) {
        let plant = self.plant;
        let task = &plant.tasks[t.index()];
        let Trigger::Condition { threshold, every } = task.trigger else { return };
        let Some(k) = task.modes.first().copied() else { return };
        let Some(d) = self.degradation(k) else { return };
        let (jumps, path) = (d.process.jumps(), &self.yard.lab.paths[k.index()]);
        let Some(((begun, _), (end, _))) =
            path.points.first().copied().zip(path.points.last().copied())
        else {
            return;
        };
        let due = match every {
            None => path.reaches(threshold.from, jumps),
            Some(every) => {
                let every = self.on_clock(k, every);
                let number = self.life_number(k, 0);
                let luck = self.yard.streams.stream(&task.name, "measurement");
                let mut sample = 1;
                loop {
                    let at = begun.saturating_add(every.saturating_mul(sample));
                    if at > end {
                        break NEVER;
                    }
                    let u = luck.uniform_at((number << 32) | sample as u64);
                    if self.measures(path.level(at, jumps), threshold, u) {
                        break at;
                    }
                    sample += 1;
                }
            }
        };
        let j = self.job_of_task(t);
        if self.job[j].stage == super::super::component::Stage::Ready {
            self.withdraw(j);
        }
        if plant.modes[k.index()].clock == Clock::Operating {
            self.task[t].due = due;
        } else {
            let slot = self.task[t].slot;
            match due {
                NEVER => self.list.cancel(slot),
                at => self.schedule(slot, sim_core::SimTime(at.max(self.now.0))),
            }
        }
    }

    fn measures(&self, level: f64, threshold: Threshold, u: f64) -> bool {
        let error = if threshold.sd > 0.0 { threshold.sd * normal_quantile(u) } else { 0.0 };
        (threshold.from..threshold.below).contains(&(level + error))
    }

    /// Does an inspection by this task say that the mode's level asks for work?
    pub(in crate::floor) fn is_beyond(&self, k: ModeIx, threshold: Threshold, t: TaskIx) -> bool {
        let task = &self.plant.tasks[t.index()];
        let luck = self.yard.streams.stream(&task.name, "measurement");
        self.measures(self.level(k), threshold, luck.uniform_at(self.task[t].count))
    }

    /// The next life of the mode begins at this level.
    pub(in crate::floor) fn leave_at(&mut self, k: ModeIx, level: f64) {
        if let Some(path) = self.yard.lab.paths.get_mut(k.index()) {
            path.start = level;
        }
    }

    /// A hidden failure: nobody knows, nothing stops.
    pub(in crate::floor) fn fails_unseen(&mut self, k: ModeIx) {
        let clock = self.clock(k);
        self.yard.lab.paths[k.index()].failed = Some(clock);
    }

    /// Has the mode failed without anybody knowing?
    pub(in crate::floor) fn has_failed_unseen(&self, k: ModeIx) -> bool {
        self.yard.lab.paths.get(k.index()).is_some_and(|p| p.failed.is_some())
    }

    /// Work on the mode ends a hidden failure.
    pub(super) fn failure_found(&mut self, k: ModeIx) {
        let clock = self.clock(k);
        if let Some(path) = self.yard.lab.paths.get_mut(k.index())
            && let Some(since) = path.failed.take()
        {
            path.unknown += clock - since;
        }
    }

    /// Time on the mode's clock in each state, and in hidden failure, so far.
    pub(super) fn book_path(&mut self, k: ModeIx) -> i64 {
        let clock = self.clock(k);
        let path = &mut self.yard.lab.paths[k.index()];
        if !path.spent.is_empty() {
            path.book(clock);
        }
        path.unknown + path.failed.map_or(0, |since| clock - since)
    }
}
