//! Shared services fail, and the network is attacked: many machines stop at once and start again
//! together.

use super::timer::Timer;
use super::{Floor, ticks};
use crate::outcome::Unit;
use crate::plant::model::{MachineIx, Plant};
use sim_core::{RunError, SimTime, Stream, Streams, TICKS_PER_HOUR};

/// Shared services and the network.
#[derive(Clone, Debug, Default)]
pub(super) struct Outages {
    /// In the plant's order; attacks come last.
    services: Vec<Service>,
    /// Outages that stop each machine now.
    stopped: Vec<u16>,
}

/// One of them.
#[derive(Clone, Debug)]
struct Service {
    every: Stream,
    lasts: Stream,
    /// Of attacks: does it encrypt, does it spread.
    encrypts: Stream,
    spreads: Stream,
    /// Of attacks: is a ransom paid.
    pays: Stream,
    /// Beside the machines that it serves.
    hits: Vec<Stream>,
    /// The present outage stops them.
    hit: Vec<bool>,
    /// Events so far, and those of them that were outages.
    number: u64,
    outages: u64,
    /// Ransoms paid so far.
    ransoms: u64,
    /// Since when it has been out.
    out_since: Option<i64>,
    /// Time of outages that are over \[µs\].
    out: i64,
}

/// Key of the streams of attacks.
const CYBER: &str = "cyber";

/// How many services there are, attacks included.
pub(super) fn count(plant: &Plant) -> usize {
    plant.utilities.len() + usize::from(plant.cyber.is_some())
}

/// Name of a service, for messages.
pub(super) fn name(plant: &Plant, k: usize) -> &str {
    plant.utilities.get(k).map_or(CYBER, |u| &u.name)
}

/// The machines that it serves.
fn serves(plant: &Plant, k: usize) -> &[MachineIx] {
    match plant.utilities.get(k) {
        Some(utility) => &utility.serves,
        None => plant.cyber.as_ref().map_or(&[], |c| &c.stops),
    }
}

/// The monthly quantities of outages.
pub(super) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    for utility in &plant.utilities {
        add("outages", &utility.name, Unit::Jobs, "outages begun");
        add("outage_h", &utility.name, Unit::Hours, "out of service");
    }
    if plant.cyber.is_some() {
        add("compromises", "", Unit::Jobs, "attacks that came in, encrypting or not");
        add("outages", CYBER, Unit::Jobs, "attacks that stopped the shop floor");
        add("outage_h", CYBER, Unit::Hours, "shop floor stopped by an attack");
    }
    if plant.cyber.as_ref().is_some_and(|cyber| cyber.ransom_paid.is_some()) {
        add("ransoms", "", Unit::Jobs, "attacks for which a ransom was paid");
    }
}

impl Outages {
    pub(super) fn new(plant: &Plant, streams: Streams) -> Self {
        let service = |k| {
            let (name, serves) = (name(plant, k), serves(plant, k));
            let hit = |m: &MachineIx| {
                let purpose = format!("hit by {name}");
                streams.stream(&plant.machines[m.index()].name, &purpose)
            };
            Service {
                every: streams.stream(name, "time to the next outage"),
                lasts: streams.stream(name, "duration of outage"),
                encrypts: streams.stream(name, "encryption"),
                spreads: streams.stream(name, "spread"),
                pays: streams.stream(name, "ransom paid"),
                hits: serves.iter().map(hit).collect(),
                hit: vec![false; serves.len()],
                number: 0,
                outages: 0,
                ransoms: 0,
                out_since: None,
                out: 0,
            }
        };
        let services: Vec<Service> = (0..count(plant)).map(service).collect();
        let machines = if services.is_empty() { 0 } else { plant.machines.len() };
        Self { services, stopped: vec![0; machines] }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, streams: Streams) {
        self.stopped.fill(0);
        for service in &mut self.services {
            let Service { every, lasts, encrypts, spreads, pays, hits, hit, .. } = service;
            let own = [every, lasts, encrypts, spreads, pays];
            for stream in own.into_iter().chain(hits) {
                *stream = streams.again(stream);
            }
            hit.fill(false);
            (service.number, service.outages, service.ransoms, service.out) = (0, 0, 0, 0);
            service.out_since = None;
        }
    }

    /// Does an outage stop the machine?
    pub(super) fn stops(&self, m: MachineIx) -> bool {
        self.stopped.get(m.index()).is_some_and(|n| *n > 0)
    }
}

impl Floor<'_, '_> {
    /// Draws the first outages.
    pub(super) fn first_outages(&mut self) {
        for k in 0..self.yard.outages.services.len() {
            self.next_outage(k);
        }
    }

    fn next_outage(&mut self, k: usize) {
        let service = &self.yard.outages.services[k];
        let u = service.every.uniform_at(service.number + 1);
        let wait = match (self.plant.utilities.get(k), &self.plant.cyber) {
            (Some(utility), _) => utility.every.quantile(u),
            (None, Some(cyber)) => -cyber.every() * libm::log1p(-u),
            (None, None) => return,
        };
        // Longer than any run: no event.
        if wait < 1e12 {
            let slot = self.slots.slot(Timer::Outage, k as u32);
            let at = self.now.0.saturating_add(ticks(wait).max(1));
            self.schedule(slot, SimTime(at));
        }
    }

    /// An outage begins or ends, or an attack comes to nothing.
    pub(super) fn outage_due(&mut self, k: usize) {
        if self.yard.outages.services[k].out_since.is_some() {
            self.outage_over(k);
            return self.next_outage(k);
        }
        let plant = self.plant;
        let now = self.now.0;
        let service = &mut self.yard.outages.services[k];
        service.number += 1;
        let number = service.number;
        let u = service.lasts.uniform_at(number);
        let (lasts, chance) = match (plant.utilities.get(k), &plant.cyber) {
            (Some(utility), _) => (utility.lasts.quantile(u), utility.hit),
            (None, Some(cyber)) => {
                let encrypts = service.encrypts.uniform_at(number) < cyber.encrypts();
                if !encrypts || service.spreads.uniform_at(number) >= cyber.spread {
                    return self.next_outage(k);
                }
                // The draw belongs to the attack, whatever came of the others.
                if cyber.ransom_paid.is_some_and(|chance| service.pays.uniform_at(number) < chance)
                {
                    service.ransoms += 1;
                }
                (cyber.lasts.quantile(u) * cyber.lasts_factor, 1.0)
            }
            (None, None) => return,
        };
        service.outages += 1;
        service.out_since = Some(now);
        for (i, m) in serves(plant, k).iter().enumerate() {
            let service = &mut self.yard.outages.services[k];
            let hit = service.hits[i].uniform_at(number) < chance;
            service.hit[i] = hit;
            if hit {
                self.yard.outages.stopped[m.index()] += 1;
                self.halt(*m);
                self.settle(*m);
            }
        }
        let slot = self.slots.slot(Timer::Outage, k as u32);
        self.schedule(slot, SimTime(now.saturating_add(ticks(lasts).max(1))));
    }

    fn outage_over(&mut self, k: usize) {
        let plant = self.plant;
        let now = self.now.0;
        let service = &mut self.yard.outages.services[k];
        service.out += now - service.out_since.take().unwrap_or(now);
        for (i, m) in serves(plant, k).iter().enumerate() {
            if std::mem::take(&mut self.yard.outages.services[k].hit[i]) {
                self.yard.outages.stopped[m.index()] -= 1;
                self.unhalt(*m);
                self.settle(*m);
            }
        }
    }

    /// Cumulative quantities, in the order of [`quantities`].
    pub(super) fn outage_row(&self, row: &mut Vec<f64>) {
        for (k, service) in self.yard.outages.services.iter().enumerate() {
            if k >= self.plant.utilities.len() {
                row.push(service.number as f64);
            }
            let going_on = service.out_since.map_or(0, |since| self.now.0 - since);
            let hours = (service.out + going_on) as f64 / TICKS_PER_HOUR as f64;
            row.extend([service.outages as f64, hours]);
        }
        if self.plant.cyber.as_ref().is_some_and(|cyber| cyber.ransom_paid.is_some())
            && let Some(attacks) = self.yard.outages.services.last()
        {
            row.push(attacks.ransoms as f64);
        }
    }

    /// Every machine is stopped by exactly the outages that have hit it.
    pub(super) fn check_outages(&self) -> Result<(), RunError> {
        for (i, stopped) in self.yard.outages.stopped.iter().enumerate() {
            let hits = |(k, service): (usize, &Service)| {
                let beside = serves(self.plant, k).iter().zip(&service.hit);
                beside.filter(|(m, hit)| **hit && m.index() == i).count() as i64
            };
            let all: i64 = self.yard.outages.services.iter().enumerate().map(hits).sum();
            let name = &self.plant.machines[i].name;
            let what = || format!("outages that stop '{name}'");
            super::collect::check_ticks(&what, all, i64::from(*stopped))?;
        }
        Ok(())
    }
}
