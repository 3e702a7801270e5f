//! Content of buffers and of the store, and when they become empty or full.

use super::{Edge, Floor, Pool, PoolIx};
use crate::floor::component::MANY;
use crate::plant::model::MachineIx;
use sim_core::SimTime;

/// A pool that exceeds its capacity by this has been made smaller and must drain first \[pieces\].
pub(super) const OVERFULL: f64 = 0.5;

impl Pool {
    #[inline]
    pub(super) fn is_overfull(&self) -> bool {
        self.level > self.capacity + OVERFULL
    }
}

impl Floor<'_, '_> {
    /// Books a pool up to now, once at an instant, and notes that its next event is to be set.
    #[inline]
    pub(super) fn touch_pool(&mut self, b: PoolIx) {
        if !self.pool[b].touched {
            self.pool[b].touched = true;
            self.rates.pools.push(b);
            self.book_pool(b);
        }
    }

    /// Books a pool up to now.
    #[inline]
    pub(super) fn book_pool(&mut self, b: PoolIx) {
        let now = self.now.0;
        let defects = self.rates.defects;
        let pool = &mut self.pool[b];
        let dt = (now - pool.since) as f64;
        if dt == 0.0 {
            return;
        }
        pool.since = now;
        if defects {
            pool.mix(dt);
        }
        let change = pool.net * dt;
        pool.over_time += (pool.level + 0.5 * change) * dt;
        pool.level += change;
        if pool.source > 0.0 {
            pool.arrived += pool.source * dt;
            pool.let_in += pool.admitted * dt;
        }
    }

    /// A feeder's flow has changed.
    #[inline]
    pub(super) fn set_inflow(&mut self, arc: u32, b: PoolIx, flow: f64) {
        self.touch_pool(b);
        let before = (self.rates.flow_out[arc as usize], self.pool[b].bad_in);
        self.rates.flow_out[arc as usize] = flow;
        let network = self.network;
        let sides = network.sides(b);
        if sides.feeder < MANY && sides.unfed {
            let pool = &mut self.pool[b];
            pool.inflow = flow;
            if !self.rates.defects {
                if pool.edge == Edge::Empty {
                    self.ask_takers(b);
                }
                return;
            }
        } else {
            self.sum_inflow(b);
        }
        if self.rates.defects {
            self.sum_defects(b);
        }
        if before == (flow, self.pool[b].bad_in) {
            return;
        }
        match self.pool[b].edge {
            Edge::Empty => self.ask_takers(b),
            Edge::Full if sides.feeder == MANY => self.ask_feeders(b, arc),
            _ => {}
        }
    }

    #[inline(never)]
    pub(super) fn sum_inflow(&mut self, b: PoolIx) {
        let network = self.network;
        let flows = network.sides(b).feeders.iter();
        let machines: f64 = flows.map(|a| self.rates.flow_out[*a as usize]).sum();
        let pool = &mut self.pool[b];
        pool.admitted = if pool.edge == Edge::Full {
            (pool.outflow - machines).clamp(0.0, pool.source)
        } else {
            pool.source
        };
        pool.inflow = machines + pool.admitted;
    }

    /// A taker's flow has changed.
    #[inline]
    pub(super) fn set_outflow(&mut self, arc: u32, b: PoolIx, flow: f64) {
        self.touch_pool(b);
        self.rates.flow_in[arc as usize] = flow;
        let network = self.network;
        let sides = network.sides(b);
        if sides.taker < MANY && sides.feeder < MANY && sides.unfed {
            let pool = &mut self.pool[b];
            pool.outflow = flow;
            if pool.edge == Edge::Full {
                self.ask(MachineIx(sides.feeder));
            }
            return;
        }
        self.pool[b].outflow = if sides.taker != MANY {
            flow
        } else {
            sides.takers.iter().map(|a| self.rates.flow_in[*a as usize]).sum()
        };
        match self.pool[b].edge {
            Edge::Full => {
                if !sides.sources.is_empty() {
                    self.sum_inflow(b);
                }
                self.ask_feeders(b, u32::MAX);
            }
            Edge::Empty if sides.taker == MANY => {
                let after = sides.takers.iter().skip_while(|a| **a != arc).skip(1);
                for a in after {
                    self.ask(network.input(*a).machine);
                }
            }
            _ => {}
        }
    }

    #[inline]
    pub(super) fn ask_takers(&mut self, b: PoolIx) {
        let network = self.network;
        let only = network.sides(b).taker;
        if only < MANY {
            return self.ask(MachineIx(only));
        }
        for a in &network.sides(b).takers {
            self.ask(network.input(*a).machine);
        }
    }

    /// Asks the feeders of a pool, but for the one whose flow has just been set.
    #[inline]
    pub(super) fn ask_feeders(&mut self, b: PoolIx, but: u32) {
        let network = self.network;
        for a in &network.sides(b).feeders {
            if *a != but {
                self.ask(network.output(*a).machine);
            }
        }
    }

    /// A pool has become empty or full.
    pub(in crate::floor) fn level_due(&mut self, b: PoolIx) {
        self.touch_pool(b);
        let pool = &mut self.pool[b];
        if pool.net > 0.0 || pool.level > 0.5 * pool.capacity {
            pool.edge = Edge::Full;
            self.ask_feeders(b, u32::MAX);
            if self.pool[b].source > 0.0 {
                self.sum_inflow(b);
            }
        } else {
            pool.edge = Edge::Empty;
            self.ask_takers(b);
        }
    }

    /// The rates around the pool are found: which limit binds it, and when it meets the next.
    pub(super) fn finish_pool(&mut self, b: PoolIx) {
        let pool = &mut self.pool[b];
        let (inflow, outflow) = (pool.inflow, pool.outflow);
        let mut net = inflow - outflow;
        if net.abs() <= 1e-8 * (inflow + outflow) {
            net = 0.0;
        }
        pool.net = net;
        let was = pool.edge;
        let overfull = pool.is_overfull();
        match pool.edge {
            Edge::Full if net < 0.0 && !overfull => pool.edge = Edge::Inside,
            Edge::Empty if net > 0.0 => pool.edge = Edge::Inside,
            _ => {}
        }
        debug_assert!(
            !(pool.edge == Edge::Full && net > 0.0 || pool.edge == Edge::Empty && net < 0.0),
            "pool {b:?} {pool:?}"
        );
        let left = if overfull && net < 0.0 {
            (pool.level - pool.capacity) / -net
        } else if pool.edge != Edge::Inside || net == 0.0 {
            f64::INFINITY
        } else if net > 0.0 {
            (pool.capacity - pool.level) / net
        } else {
            pool.level / -net
        };
        let slot = pool.slot;
        let source = pool.source > 0.0 && was == Edge::Full && pool.edge == Edge::Inside;
        if left < 9e18 {
            // The whole microsecond before: never less than nothing, nor more than it holds.
            let wait = left.max(0.0) as i64;
            self.list.schedule(slot, SimTime(self.now.0.saturating_add(wait)));
        } else {
            self.list.cancel(slot);
        }
        if source {
            self.pool[b].touched = true;
            self.rates.pools.push(b);
            self.sum_inflow(b);
        }
    }

    /// Capacity after a change of parameters.
    pub(super) fn set_capacity(&mut self, b: PoolIx) {
        let capacity = super::market::capacity(self.plant, b);
        let pool = &mut self.pool[b];
        let before = std::mem::replace(&mut pool.capacity, capacity);
        if before == capacity {
            return;
        }
        match pool.edge {
            Edge::Full if capacity > before => {
                pool.edge = Edge::Inside;
                self.ask_feeders(b, u32::MAX);
            }
            _ if pool.level >= capacity => {
                pool.edge = Edge::Full;
                self.ask_feeders(b, u32::MAX);
            }
            _ => {}
        }
    }
}
