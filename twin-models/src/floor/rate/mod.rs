//! Rate flow: material moves at rates that are constant between events.
//!
//! Everything else is as in piece flow: the same components, failure modes, work orders, crews,
//! calendar, states and roots of lost time. Only the *movement of material* differs: a machine has
//! a [`Pace`], a buffer a [`Pool`], and the events are stops, their ends, and pools that become
//! empty or full. The cost of a run depends on what happens, not on how fast the line runs.
//!
//! The rule: a machine works at its own rate unless a pool before it is empty, then at most as fast
//! as that pool is fed, or a pool behind it is full, then at most as fast as that pool is drained.
//! An event puts the machines that it concerns into a list ([`Rates::queue`]); whose rate changes
//! passes it on through empty pools to those that take from them and through full pools to those
//! that feed them. So only the affected segment is computed, not the line. When nobody is left in
//! the list, machines and pools that have changed get their next event.
//!
//! A machine slowed by another books its time in parts: the share in which it works to `PRD_RUN`
//! (its operating clock and its failure modes age by that), the rest to starved or blocked, with
//! the root that the other inherits. That is what piece flow books piece by piece.

mod assemble;
mod blame;
mod book;
mod component;
mod machine;
mod market;
mod network;
mod outcome;
mod pool;
mod quality;
mod share;
mod solve;
mod stops;
#[cfg(test)]
mod tests;

pub(crate) use assemble::{paces, pools};
pub(crate) use component::{Pace, Pool};
pub(crate) use network::Network;
pub(super) use outcome::Quantities;

use super::{Floor, Ix};
use crate::plant::model::{Flow, Machine, MachineIx, Plant};
use component::{Edge, Limit};
use sim_core::{RunError, SimTime};

/// Index of a pool: the buffers, then the store of finished goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PoolIx(pub(crate) u32);

impl Ix for PoolIx {
    #[inline]
    fn at(self) -> usize {
        self.0 as usize
    }
}

/// What rate flow keeps beside the columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rates {
    /// Rate flow is on.
    pub(super) on: bool,
    /// Some machine makes hidden defects.
    defects: bool,
    /// Pieces per microsecond on every arc into a machine, and out of one.
    flow_in: Vec<f64>,
    flow_out: Vec<f64>,
    /// Machines whose rate is to be found, first in first out.
    queue: Vec<MachineIx>,
    /// Machines and pools booked at this instant, to be scheduled at its end.
    touched: Vec<MachineIx>,
    pools: Vec<PoolIx>,
    counts: Quantities,
    /// A pool found with less than nothing or more than its room: an error of the engine.
    overdrawn: Option<PoolIx>,
    /// Whose fault the waiting of each machine is, as shares of it; what is left is the root's.
    blame: Vec<blame::Blame>,
    /// What becomes of the pieces of each machine.
    shares: Vec<quality::Shares>,
}

impl Rates {
    /// At the start of a replication; memory is kept.
    pub(super) fn reset(&mut self, plant: &Plant, network: &Network) {
        self.on = plant.flow == Flow::Rate;
        if !self.on {
            return;
        }
        let (inputs, outputs) = network.arcs();
        self.defects = plant.machines.iter().any(|m| m.defects.is_some());
        let zeros = |list: &mut Vec<f64>, length| {
            list.clear();
            list.resize(length, 0.0);
        };
        zeros(&mut self.flow_in, inputs);
        zeros(&mut self.flow_out, outputs);
        self.queue.clear();
        self.queue.reserve(8 * plant.machines.len());
        self.touched.clear();
        self.touched.reserve(plant.machines.len());
        self.pools.clear();
        self.pools.reserve(2 * plant.buffers.len() + 2);
        self.blame.clear();
        self.blame.resize(plant.machines.len(), blame::NOBODY_ELSE);
        self.shares.clear();
        self.shares.resize(plant.machines.len(), quality::Shares::default());
        self.counts = Quantities::default();
        self.overdrawn = None;
    }
}

impl Floor<'_, '_> {
    /// Every machine and every pool gets its first rate.
    pub(super) fn begin_rates(&mut self) {
        for m in (0..self.station.len() as u32).map(MachineIx) {
            let station = &mut self.station[m];
            station.running = station.halts == 0;
            self.settle(m);
            self.touch(m);
            self.ask(m);
        }
        for b in (0..self.pool.len() as u32).map(PoolIx) {
            self.touch_pool(b);
            self.set_source(b);
        }
    }

    /// What the constraint waits for the folded stops of others.
    fn set_held(&mut self) {
        let held = stops::held(self.plant, self.network);
        let m = self.plant.constraint;
        self.touch(m);
        let pace = &mut self.pace[m];
        (pace.held, pace.held_by, pace.held_before) = (held.share, held.by, held.before);
        pace.set_available();
    }

    /// A machine's own pace, from the parameters in force.
    fn set_pace(&mut self, m: MachineIx, slowest: f64) {
        let machine = &self.plant.machines[m.index()];
        let plain = machine.is_lossless(self.plant) && !self.rates.defects;
        let fold_below = stops::fold_below(self.plant, self.network, slowest, m);
        let pace = &mut self.pace[m];
        pace.nominal = 1e-6 / machine.cycle.mean();
        pace.plain = plain;
        pace.fold_below = fold_below;
    }

    /// New parameters: every machine and every pool is looked at again.
    pub(super) fn change_rates(&mut self, before: &Plant) {
        let machines = before.machines.iter().zip(&self.plant.machines);
        let same =
            |(a, b): (&Machine, &Machine)| a.cycle == b.cycle && a.minor_stops == b.minor_stops;
        if !machines.clone().all(same) || before.buffers != self.plant.buffers {
            self.set_held();
        }
        let slowest = stops::slowest(self.plant);
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.touch(m);
            self.set_pace(m, slowest);
            self.ask(m);
        }
        for b in (0..self.pool.len() as u32).map(PoolIx) {
            self.touch_pool(b);
            self.set_capacity(b);
            self.set_source(b);
        }
    }

    /// Puts a machine into the list of those whose rate is to be found.
    #[inline]
    pub(super) fn ask(&mut self, m: MachineIx) {
        let pace = &mut self.pace[m];
        if !pace.queued {
            pace.queued = true;
            self.rates.queue.push(m);
        }
    }

    /// The timing routine of rate flow: every event before `until`, and after each the rates that
    /// follow from it, which may bring further events of the same instant.
    pub(super) fn run_rates_until(&mut self, until: SimTime) -> Result<(), RunError> {
        let mut here = 0_u64;
        while let Some((now, slot)) = self.list.pop() {
            if now >= until {
                self.list.schedule(slot, now);
                break;
            }
            here = if now == self.now { here + 1 } else { 1 };
            self.now = now;
            self.events += 1;
            if here > self.limits.events_at_one_instant {
                return Err(self.runaway(slot, here));
            }
            if slot.0 < self.station.len() as u32 {
                self.pace_due(MachineIx(slot.0));
            } else {
                self.event(slot)?;
            }
            self.settle_rates();
            if self.fault.is_some() {
                return self.fault.take().map_or(Ok(()), Err);
            }
        }
        self.now = until;
        Ok(())
    }

    /// What follows from an event: states, then rates, then the next events of what has changed.
    pub(super) fn settle_rates(&mut self) {
        let mut at = 0;
        while let Some(m) = self.yard.unsettled.get(at).copied() {
            at += 1;
            self.station[m].unsettled = false;
            let leaf = if self.station[m].halts == 0 {
                crate::state::Leaf::Run
            } else {
                self.halted_leaf(m)
            };
            if leaf != self.station[m].leaf {
                self.touch(m);
                self.station[m].leaf = leaf;
                self.ask(m);
            }
        }
        self.yard.unsettled.clear();
        let mut at = 0;
        let most = 512 * (self.station.len() + 4);
        while let Some(m) = self.rates.queue.get(at).copied() {
            at += 1;
            self.pace[m].queued = false;
            self.find_rate(m);
            if at > most {
                return self.rates_do_not_settle(m);
            }
        }
        self.rates.queue.clear();
        let mut at = 0;
        while let Some(m) = self.rates.touched.get(at).copied() {
            at += 1;
            let pace = &mut self.pace[m];
            pace.touched = false;
            pace.changes = 0;
            self.schedule_pace(m);
            if self.observer.is_some() {
                self.tell_state(m);
            }
        }
        self.rates.touched.clear();
        let mut at = 0;
        while let Some(b) = self.rates.pools.get(at).copied() {
            at += 1;
            self.pool[b].touched = false;
            self.finish_pool(b);
        }
        self.rates.pools.clear();
    }

    #[cold]
    fn rates_do_not_settle(&mut self, m: MachineIx) {
        self.fault = Some(RunError::Runaway {
            at: self.now,
            place: format!(
                "the rates around machine '{}' do not settle: write flow = \"piece\"",
                self.plant.machines[m.index()].name
            ),
            events: self.rates.queue.len() as u64,
        });
    }
}
