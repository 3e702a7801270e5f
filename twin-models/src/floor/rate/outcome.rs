//! Quantities of rate flow, for the monthly snapshot and for the balances.

use super::{Floor, PoolIx};
use crate::plant::model::MachineIx;

/// Pieces, as real numbers, since the start.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::floor) struct Quantities {
    pub(in crate::floor) started: f64,
    pub(in crate::floor) produced: f64,
    pub(in crate::floor) good: f64,
    pub(in crate::floor) scrap: f64,
    pub(in crate::floor) rejected_bad: f64,
    pub(in crate::floor) rejected_good: f64,
    pub(in crate::floor) escaped: f64,
    pub(in crate::floor) joined: f64,
    /// In buffers now, and integrated \[pieces µs\].
    pub(in crate::floor) in_process: f64,
    pub(in crate::floor) over_time: f64,
}

impl Floor<'_, '_> {
    /// Books everything up to now and adds up what has flowed.
    pub(in crate::floor) fn flowed(&mut self) -> Quantities {
        let plant = self.plant;
        let mut n = self.rates.counts;
        for (i, machine) in plant.machines.iter().enumerate() {
            let m = MachineIx(i as u32);
            self.book_pace(m);
            let pace = &self.pace[m];
            if machine.inputs.is_empty() {
                n.started += pace.completed;
            }
            if machine.outputs.is_empty() {
                n.produced += pace.completed;
                n.good += pace.completed - pace.lost;
            }
            if self.network.ports(m).each {
                n.joined += pace.completed * (machine.inputs.len() as f64 - 1.0);
            }
        }
        let store = self.store();
        for b in (0..self.pool.len() as u32).map(PoolIx) {
            self.book_pool(b);
            let pool = &self.pool[b];
            n.started += pool.let_in;
            if pool.level < -1e-3 || pool.level > pool.capacity + 1e-3 + super::pool::OVERFULL {
                self.rates.overdrawn = Some(b);
            }
            if b != store {
                n.in_process += pool.level;
                n.over_time += pool.over_time;
            }
        }
        n.escaped = self.pool[store].bad_total;
        n
    }

    /// A pool with less than nothing in it, or more than it holds: name, capacity, level.
    pub(in crate::floor) fn overdrawn(&self) -> Option<(String, f64, f64)> {
        let b = self.rates.overdrawn?;
        let name = self.plant.buffers.get(b.0 as usize).map_or("finished goods", |b| &b.name);
        let pool = &self.pool[b];
        Some((format!("content of '{name}' within its limits"), pool.capacity, pool.level))
    }

    /// Pieces processed by a machine so far, whole or not.
    pub(in crate::floor) fn processed(&self, m: MachineIx) -> f64 {
        if self.rates.on {
            self.pace[m].completed
        } else {
            self.station[m].completed as f64 * f64::from(self.plant.lot())
        }
    }

    /// Pieces of it that were not handed on.
    pub(in crate::floor) fn not_handed_on(&self, m: MachineIx) -> f64 {
        if self.rates.on {
            self.pace[m].lost
        } else {
            self.account[m].scrapped as f64 * f64::from(self.plant.lot())
        }
    }

    /// Arrivals from outside by source, and those of them that found no room.
    pub(in crate::floor) fn arrivals(&self, list: &mut Vec<(u64, u64)>) {
        list.clear();
        let lot = u64::from(self.plant.lot());
        if !self.rates.on {
            return list.extend(self.feed.iter().map(|f| (f.arrived * lot, f.lost * lot)));
        }
        let plant = self.plant;
        let all = plant.sources.iter().map(|s| {
            let pool = &self.pool[PoolIx(s.to.0)];
            let rate = super::market::arrivals(s);
            let part = if pool.source > 0.0 { rate / pool.source } else { 0.0 };
            let lost = match s.when_full {
                crate::plant::model::WhenFull::Lost => pool.arrived - pool.let_in,
                crate::plant::model::WhenFull::Wait => 0.0,
            };
            (libm::round(pool.arrived * part) as u64, libm::round(lost * part) as u64)
        });
        list.extend(all);
    }

    /// Time-average content of a buffer, times the clock \[pieces µs\].
    pub(in crate::floor) fn content(&self, b: crate::plant::model::BufferIx) -> f64 {
        if self.rates.on {
            self.pool[PoolIx(b.0)].over_time
        } else {
            self.stock[b].content_over_time(self.now.0) as f64 * f64::from(self.plant.lot())
        }
    }
}
