//! A queue written for sim-core alone: outcomes do not keep the waits of single pieces, and plant files
//! know no priorities of pieces.

use super::case::Horizon;
use super::direct::{at, draw};
use super::trial::{Figures, Trial, figures};
use sim_core::statistics::quantile;
use sim_core::{
    Distribution, DistributionError, EventList, Limits, Model, RunError, SimTime, Slot, Stream,
    Streams, run,
};
use std::collections::VecDeque;

type Law = Result<Distribution, DistributionError>;

/// Classes of customers, the first served first; parallel servers; first come first served.
struct Counter {
    every: Vec<Distribution>,
    work: Vec<Distribution>,
    arrivals: Vec<Stream>,
    services: Vec<Stream>,
    queues: Vec<VecDeque<(SimTime, usize)>>,
    free: Vec<usize>,
    present: usize,
    /// Of class, arrival, wait and stay \[h\], customers met; from `since` on.
    served: Vec<(usize, Waited)>,
    since: SimTime,
}

#[derive(Clone, Copy)]
struct Waited {
    wait: f64,
    stay: f64,
    met: usize,
}

impl Counter {
    fn new(laws: &[(Distribution, Distribution)], servers: usize, luck: Streams) -> Self {
        let stream = |what: &'static str| {
            (0..laws.len()).map(move |k| luck.stream(&format!("class {k}"), what)).collect()
        };
        Self {
            every: laws.iter().map(|l| l.0.clone()).collect(),
            work: laws.iter().map(|l| l.1.clone()).collect(),
            arrivals: stream("arrival"),
            services: stream("service"),
            queues: vec![VecDeque::new(); laws.len()],
            free: (0..servers).collect(),
            present: 0,
            served: Vec::new(),
            since: SimTime::ZERO,
        }
    }

    /// Slots: one per class for arrivals, then one per server.
    fn run(mut self, servers: usize, horizon: Horizon) -> Vec<(usize, Waited)> {
        self.since = at(horizon.warm_up);
        let mut list = EventList::new(self.every.len() + servers);
        for k in 0..self.every.len() {
            let first = draw(&self.every[k], &mut self.arrivals[k]);
            list.schedule(Slot(k as u32), SimTime::ZERO + first);
        }
        let end = at(horizon.warm_up + horizon.length);
        run(&mut self, &mut list, end, &Limits::default()).expect("it runs");
        self.served
    }

    fn serve(&mut self, list: &mut EventList, now: SimTime) {
        while let Some(server) = self.free.last().copied() {
            let Some(class) = self.queues.iter().position(|q| !q.is_empty()) else { return };
            let Some((came, met)) = self.queues[class].pop_front() else { return };
            self.free.pop();
            let work = draw(&self.work[class], &mut self.services[class]);
            if came >= self.since {
                let wait = (now - came).hours();
                let waited = Waited { wait, stay: wait + work.hours(), met };
                self.served.push((class, waited));
            }
            list.schedule(Slot((self.every.len() + server) as u32), now + work);
        }
    }
}

impl Model for Counter {
    fn handle(&mut self, list: &mut EventList, now: SimTime, slot: Slot) -> Result<(), RunError> {
        let k = slot.0 as usize;
        if k < self.every.len() {
            self.queues[k].push_back((now, self.present));
            self.present += 1;
            let next = draw(&self.every[k], &mut self.arrivals[k]);
            list.schedule(slot, now + next);
        } else {
            self.present -= 1;
            self.free.push(k - self.every.len());
        }
        self.serve(list, now);
        Ok(())
    }
}

/// The waits of one replication.
pub(crate) struct Waits(Vec<Waited>);

impl Waits {
    fn share(&self, holds: impl Fn(&Waited) -> bool) -> f64 {
        self.0.iter().filter(|w| holds(w)).count() as f64 / self.0.len() as f64
    }
    pub(crate) fn share_of_arrivals_that_see(&self, present: usize) -> f64 {
        self.share(|w| w.met >= present)
    }
    pub(crate) fn share_of_waits_beyond(&self, wait: f64) -> f64 {
        self.share(|w| w.wait > wait)
    }
    pub(crate) fn share_of_stays_beyond(&self, stay: f64) -> f64 {
        self.share(|w| w.stay > stay)
    }
    pub(crate) fn stay_quantile(&self, p: f64) -> f64 {
        let mut stays: Vec<f64> = self.0.iter().map(|w| w.stay).collect();
        stays.sort_unstable_by(f64::total_cmp);
        quantile(&stays, p).expect("customers")
    }
    pub(crate) fn seen_by_arrivals(&self) -> f64 {
        self.0.iter().map(|w| w.met as f64).sum::<f64>() / self.0.len() as f64
    }
    /// Work per customer that found nobody.
    pub(crate) fn busy_period(&self) -> f64 {
        let work: f64 = self.0.iter().map(|w| w.stay - w.wait).sum();
        work / self.0.iter().filter(|w| w.met == 0).count() as f64
    }
}

/// One class, `servers` servers.
pub(crate) fn queue(
    t: &mut Trial<'_>,
    laws: (Law, Law),
    servers: usize,
    measure: impl Fn(&Waits) -> Figures + Sync,
) {
    let laws = [(laws.0.expect("a law"), laws.1.expect("a law"))];
    t.core(t.case.replications(), t.case.horizon(t.rate), |luck, horizon| {
        let served = Counter::new(&laws, servers, luck).run(servers, horizon);
        measure(&Waits(served.into_iter().map(|(_, w)| w).collect()))
    });
}

/// One server; class 1 before class 2, nobody interrupted.
pub(crate) fn priorities(t: &mut Trial<'_>, rates: [f64; 2], means: [f64; 2]) {
    let law = |mean: f64| Distribution::exponential(mean * 3600.0).expect("a law");
    let laws = [0, 1].map(|k| (law(1.0 / rates[k]), law(means[k])));
    let mean = |served: &[(usize, Waited)], class: usize| {
        let waits: Vec<f64> = served.iter().filter(|s| s.0 == class).map(|s| s.1.wait).collect();
        waits.iter().sum::<f64>() / waits.len() as f64
    };
    t.core(t.case.replications(), t.case.horizon(t.rate), |luck, horizon| {
        let served = Counter::new(&laws, 1, luck).run(1, horizon);
        figures([("Wq1", mean(&served, 0)), ("Wq2", mean(&served, 1))])
    });
    // The same customers in one class: served in order of arrival.
    let mix = Distribution::mixture(vec![
        (rates[0] / (rates[0] + rates[1]), law(means[0])),
        (rates[1] / (rates[0] + rates[1]), law(means[1])),
    ]);
    let all = (Ok(law(1.0 / (rates[0] + rates[1]))), mix);
    queue(t, all, 1, |waits| {
        let sum: f64 = waits.0.iter().map(|w| w.wait).sum();
        figures([("Wq_if_FCFS", sum / waits.0.len() as f64)])
    });
}
