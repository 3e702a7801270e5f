//! Models written for sim-core alone, where a plant file cannot say what the case says.

use super::case::Horizon;
use super::trial::{Figures, Trial, figures, hours};
use sim_core::statistics::TimeWeighted;
use sim_core::{Distribution, EventList, Limits, Model, RunError, SimTime, Slot, Stream, run};

pub(crate) fn at(time: f64) -> SimTime {
    SimTime::ZERO + hours(time)
}

pub(crate) fn draw(law: &Distribution, stream: &mut Stream) -> sim_core::SimDuration {
    sim_core::SimDuration::from_seconds(law.quantile(stream.uniform()))
}

/// Machines with cold spares: up to `needed` run, failed ones queue for the crews.
pub(crate) struct Pool {
    needed: usize,
    crews: usize,
    life: Distribution,
    repair: Distribution,
    luck: [Stream; 2],
    idle_places: Vec<usize>,
    idle_crews: Vec<usize>,
    standing_by: usize,
    waiting_now: usize,
    failures: u64,
    levels: [TimeWeighted; 5],
    end: SimTime,
    measured: f64,
}

impl Pool {
    fn fill(&mut self, list: &mut EventList, now: SimTime) {
        while self.standing_by > 0
            && let Some(place) = self.idle_places.pop()
        {
            self.standing_by -= 1;
            list.schedule(Slot(place as u32), now + draw(&self.life, &mut self.luck[0]));
        }
        while self.waiting_now > 0
            && let Some(crew) = self.idle_crews.pop()
        {
            self.waiting_now -= 1;
            let slot = Slot((self.needed + crew) as u32);
            list.schedule(slot, now + draw(&self.repair, &mut self.luck[1]));
        }
        let up = self.needed - self.idle_places.len();
        let failed = self.waiting_now + self.crews - self.idle_crews.len();
        let levels = [
            up as f64,
            self.waiting_now as f64,
            failed as f64,
            f64::from(up == self.needed),
            f64::from(up == 0),
        ];
        for (level, value) in self.levels.iter_mut().zip(levels) {
            level.set(now, value);
        }
    }
    fn mean(&self, k: usize) -> f64 {
        self.levels[k].average(self.end).expect("time")
    }
    pub(crate) fn up(&self) -> f64 {
        self.mean(0)
    }
    pub(crate) fn waiting(&self) -> f64 {
        self.mean(1)
    }
    pub(crate) fn failed(&self) -> f64 {
        self.mean(2)
    }
    pub(crate) fn all_up(&self) -> f64 {
        self.mean(3)
    }
    pub(crate) fn none_up(&self) -> f64 {
        self.mean(4)
    }
    pub(crate) fn failure_rate(&self) -> f64 {
        self.failures as f64 / self.measured
    }
}

impl Model for Pool {
    fn handle(&mut self, list: &mut EventList, now: SimTime, slot: Slot) -> Result<(), RunError> {
        let k = slot.0 as usize;
        if k < self.needed {
            self.idle_places.push(k);
            self.waiting_now += 1;
            self.failures += 1;
        } else {
            self.idle_crews.push(k - self.needed);
            self.standing_by += 1;
        }
        self.fill(list, now);
        Ok(())
    }
}

/// `counts`: machines needed, spares, crews; `means`: life and repair.
pub(crate) fn machine_repair(
    t: &mut Trial<'_>,
    counts: (usize, usize, usize),
    means: (f64, f64),
    horizon: Horizon,
    measure: impl Fn(&Pool) -> Figures + Sync,
) {
    let (needed, spares, crews) = counts;
    let law = |mean: f64| Distribution::exponential(mean * 3600.0).expect("a law");
    t.core(t.case.replications(), horizon, |luck, horizon| {
        let mut pool = Pool {
            needed,
            crews,
            life: law(means.0),
            repair: law(means.1),
            luck: ["life", "repair"].map(|what| luck.stream("pool", what)),
            idle_places: (0..needed).collect(),
            idle_crews: (0..crews).collect(),
            standing_by: needed + spares,
            waiting_now: 0,
            failures: 0,
            levels: [0.0; 5].map(|level| TimeWeighted::new(SimTime::ZERO, level)),
            end: at(horizon.warm_up + horizon.length),
            measured: horizon.length,
        };
        let mut list = EventList::new(needed + crews);
        pool.fill(&mut list, SimTime::ZERO);
        let warm = at(horizon.warm_up);
        run(&mut pool, &mut list, warm, &Limits::default()).expect("it runs");
        pool.levels.iter_mut().for_each(|level| level.restart(warm));
        pool.failures = 0;
        let end = pool.end;
        run(&mut pool, &mut list, end, &Limits::default()).expect("it runs");
        measure(&pool)
    });
}

/// A closed line of exponential stations without limits between them.
struct Loop {
    work: Distribution,
    luck: Vec<Stream>,
    waiting: Vec<usize>,
    rounds: u64,
}

impl Model for Loop {
    fn handle(&mut self, list: &mut EventList, now: SimTime, slot: Slot) -> Result<(), RunError> {
        let k = slot.0 as usize;
        let next = (k + 1) % self.waiting.len();
        self.rounds += u64::from(next == 0);
        self.waiting[k] -= 1;
        self.waiting[next] += 1;
        for (station, begins) in [(k, self.waiting[k] > 0), (next, self.waiting[next] == 1)] {
            if begins {
                let work = draw(&self.work, &mut self.luck[station]);
                list.schedule(Slot(station as u32), now + work);
            }
        }
        Ok(())
    }
}

pub(crate) fn closed_line(
    t: &mut Trial<'_>,
    stations: usize,
    pallets: usize,
    mean: f64,
    measure: impl Fn(f64) -> Figures + Sync,
) {
    t.core(t.case.replications(), t.case.horizon(1.0), |luck, horizon| {
        let mut line = Loop {
            work: Distribution::exponential(mean * 3600.0).expect("a law"),
            luck: (0..stations).map(|k| luck.stream(&format!("station {k}"), "work")).collect(),
            waiting: vec![0; stations],
            rounds: 0,
        };
        line.waiting[0] = pallets;
        let mut list = EventList::new(stations);
        let first = draw(&line.work, &mut line.luck[0]);
        list.schedule(Slot(0), SimTime::ZERO + first);
        let end = horizon.warm_up + horizon.length;
        run(&mut line, &mut list, at(horizon.warm_up), &Limits::default()).expect("it runs");
        line.rounds = 0;
        run(&mut line, &mut list, at(end), &Limits::default()).expect("it runs");
        measure(line.rounds as f64 / horizon.length)
    });
}

/// L-03 (b): every repair renews both modes' clocks; no plant file says that.
pub(crate) fn renewed_together(t: &mut Trial<'_>, repairs: [f64; 2]) {
    let number = |path: &str| t.case.number(path);
    let (shape, scale) = (number("mode1.shape"), number("mode1.scale"));
    let lives = [
        Distribution::weibull(shape, scale, 0.0).expect("a law"),
        Distribution::exponential(number("mode2.mean")).expect("a law"),
    ];
    t.core(t.case.replications(), t.case.horizon(1.0), |luck, Horizon { length, .. }| {
        let mut streams = ["mode1", "mode2"].map(|mode| luck.stream(mode, "life"));
        let (mut clock, mut worked, mut first) = (0.0, 0.0, 0.0);
        while clock < length {
            let [a, b] = [0, 1].map(|k| lives[k].quantile(streams[k].uniform()));
            let left = length - clock;
            worked += a.min(b).min(left);
            first += f64::from(a <= b && a < left);
            clock += a.min(b) + repairs[usize::from(a > b)];
        }
        figures([
            ("availability_b_all_renewed", worked / length),
            ("failures_per_op_hour_mode1_b", first / worked),
        ])
    });
}

/// M-15: what is left of the P-F interval when a defect is found; outcomes do not keep it.
pub(crate) fn remaining_interval(t: &mut Trial<'_>, interval: f64, every: f64, detects: f64) {
    let defects = t.case.replications() / 100;
    let horizon = Horizon { warm_up: 0.0, length: 0.0 };
    t.core(100, horizon, |luck, _| {
        let mut phase = luck.stream("defect", "onset");
        let mut look = luck.stream("inspection", "finding");
        let (mut sum, mut found) = (0.0, 0.0);
        for _ in 0..defects {
            let mut at = every * phase.uniform();
            while at < interval {
                if look.uniform() < detects {
                    sum += interval - at;
                    found += 1.0;
                    break;
                }
                at += every;
            }
        }
        figures([("mean_remaining_PF_time_at_detection_given_detected", sum / found)])
    });
}
