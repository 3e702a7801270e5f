//! M/M/1 through the event loop against the theory of queues.

use crate::oracle::{self, number};
use sim_core::statistics::{Interval, Tally, TimeWeighted, mean_interval};
use sim_core::{
    Distribution, EventList, Limits, Model, Plan, RunError, SimDuration, SimTime, Slot, Stream,
    Streams, replicate, run,
};
use std::collections::VecDeque;

const ARRIVAL: Slot = Slot(0);
const DEPARTURE: Slot = Slot(1);

struct Queue {
    gap: Distribution,
    work: Distribution,
    arrivals: Stream,
    services: Stream,
    waiting: VecDeque<SimTime>,
    present: TimeWeighted,
    waits: Vec<f64>,
    limits: Limits,
}

impl Queue {
    fn new(arrival_rate: f64, service_rate: f64, replication: u64) -> (Self, EventList) {
        let streams = Streams::new(11, replication);
        let mut model = Self {
            gap: Distribution::exponential(1.0 / arrival_rate).unwrap(),
            work: Distribution::exponential(1.0 / service_rate).unwrap(),
            arrivals: streams.stream("source", "gap"),
            services: streams.stream("server", "service"),
            waiting: VecDeque::new(),
            present: TimeWeighted::new(SimTime::ZERO, 0.0),
            waits: Vec::new(),
            limits: Limits::default(),
        };
        let mut list = EventList::new(2);
        list.schedule(ARRIVAL, SimTime::ZERO + model.next_gap());
        (model, list)
    }
    fn next_gap(&mut self) -> SimDuration {
        SimDuration::from_seconds(self.gap.quantile(self.arrivals.uniform()))
    }
    /// The first in line goes to the server.
    fn start(&mut self, list: &mut EventList, now: SimTime) {
        if let Some(arrived) = self.waiting.front() {
            self.waits.push((now - *arrived).seconds());
            let work = self.work.quantile(self.services.uniform());
            list.schedule(DEPARTURE, now + SimDuration::from_seconds(work));
        }
    }
}

impl Model for Queue {
    fn handle(&mut self, list: &mut EventList, now: SimTime, slot: Slot) -> Result<(), RunError> {
        if slot == ARRIVAL {
            self.waiting.push_back(now);
            self.present.add(now, 1.0);
            self.limits.check_queue(now, self.waiting.len() as u64, || "the server".into())?;
            let gap = self.next_gap();
            list.schedule(ARRIVAL, now + gap);
            if self.waiting.len() == 1 {
                self.start(list, now);
            }
        } else {
            self.waiting.pop_front();
            self.present.add(now, -1.0);
            self.start(list, now);
        }
        Ok(())
    }
}

fn seconds(s: f64) -> SimTime {
    SimTime::ZERO + SimDuration::from_seconds(s)
}

/// 99.9 % interval over replications of `figure`.
fn study(replications: u64, figure: impl Fn(u64) -> f64 + Sync) -> Interval {
    let runs =
        replicate(0..replications, &Plan::default(), || (), |(), k| Ok::<_, RunError>(figure(k)));
    let tally: Tally = runs.unwrap().results.into_iter().map(|r| r.1).collect();
    mean_interval(&tally, 0.999).unwrap()
}

#[test]
fn steady_state_agrees_with_theory() {
    for (rho, warm_up, length) in [(0.5, 200.0, 5000.0), (0.8, 2000.0, 20_000.0)] {
        let level = study(64, |k| {
            let (mut model, mut list) = Queue::new(rho, 1.0, k);
            run(&mut model, &mut list, seconds(warm_up), &Limits::default()).unwrap();
            model.present.restart(seconds(warm_up));
            let end = seconds(warm_up + length);
            run(&mut model, &mut list, end, &Limits::default()).unwrap();
            model.present.average(end).unwrap()
        });
        let theory = rho / (1.0 - rho);
        assert!((level.estimate - theory).abs() < level.half_width(), "{rho}: {level:?}");
        assert!(level.half_width() < 0.05 * theory, "{rho}: too wide to say anything");
    }
}

#[test]
fn the_transient_from_empty_is_that_of_s_05() {
    let Some(case) = oracle::case("S-05") else { return };
    let expected = &case["expected"];
    for t in [5_u32, 20, 100] {
        let level = study(40_000, |k| {
            let (mut model, mut list) = Queue::new(0.9, 1.0, k);
            run(&mut model, &mut list, seconds(f64::from(t)), &Limits::default()).unwrap();
            model.present.level()
        });
        let theory = number(&expected[format!("E_L_at_t_{t}")]);
        assert!(level.contains(theory), "t = {t}: {level:?}, expected {theory}");
    }
    for customers in [2_usize, 10, 100] {
        let wait = study(20_000, |k| {
            let (mut model, mut list) = Queue::new(0.9, 1.0, k);
            let mut end = 0.0;
            while model.waits.len() < customers {
                end += customers as f64;
                run(&mut model, &mut list, seconds(end), &Limits::default()).unwrap();
            }
            model.waits[..customers].iter().sum::<f64>() / customers as f64
        });
        let theory = number(&expected[format!("mean_of_first_{customers}_waits")]);
        assert!(wait.contains(theory), "{customers}: {wait:?}, expected {theory}");
    }
}

#[test]
fn an_overloaded_queue_is_reported_by_name() {
    let (mut model, mut list) = Queue::new(2.0, 1.0, 0);
    model.limits.queue_length = 100;
    let error = run(&mut model, &mut list, seconds(1e6), &Limits::default()).unwrap_err();
    assert!(matches!(&error, RunError::Unbounded { size: 101, .. }), "{error}");
    assert!(error.to_string().contains("the server holds 101 entries"));
}
