//! Quality in rate flow: scrap, hidden defects and inspection as shares of what flows.

use super::{Edge, Floor, Pool, PoolIx};
use crate::floor::component::NEVER;
use crate::plant::model::MachineIx;
use sim_core::TICKS_PER_HOUR;

/// The share of a drifting defect is brought up to date after this operating time \[µs\].
const REFRESH: i64 = TICKS_PER_HOUR;

/// Shares of the pieces that a machine processes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shares {
    scrap: f64,
    rejected_bad: f64,
    rejected_good: f64,
}

impl Pool {
    /// Hidden defects in the pool after `dt` microseconds: what is taken out is as bad as what is
    /// in it.
    pub(super) fn mix(&mut self, dt: f64) {
        let taken = self.outflow * dt * self.share();
        self.bad = (self.bad + self.bad_in * dt - taken).max(0.0);
        self.bad_total += self.bad_in * dt;
    }

    /// Share of hidden defects in what is taken out.
    fn share(&self) -> f64 {
        if self.edge != Edge::Empty && self.level > 1e-6 {
            (self.bad / self.level).min(1.0)
        } else if self.inflow > 0.0 {
            self.bad_in / self.inflow
        } else {
            0.0
        }
    }
}

impl Floor<'_, '_> {
    /// Shares at this instant; hidden defects drift, so the share of the middle of the time until
    /// the next look is taken.
    fn shares(&self, m: MachineIx) -> (Shares, f64) {
        let machine = &self.plant.machines[m.index()];
        if self.pace[m].scrap_until < f64::INFINITY {
            return (Shares { scrap: 1.0, ..Shares::default() }, 0.0);
        }
        let mut bad = if self.rates.defects { self.defects_in(m) } else { 0.0 };
        if let Some(drift) = &machine.defects {
            let age = self.station[m].operated - self.station[m].serviced + REFRESH / 2;
            let made = (drift.base + drift.per_second * age as f64 * 1e-6).min(drift.at_most);
            bad += (1.0 - bad) * made;
        }
        let kept = 1.0 - machine.scrap;
        let (rejected_bad, rejected_good) = match &machine.inspection {
            Some(i) => (kept * bad * i.detects, kept * (1.0 - bad) * i.false_reject),
            None => (0.0, 0.0),
        };
        let handed_on = kept - rejected_bad - rejected_good;
        let left = if handed_on > 0.0 { (kept * bad - rejected_bad) / handed_on } else { 0.0 };
        (Shares { scrap: machine.scrap, rejected_bad, rejected_good }, left)
    }

    /// Share of hidden defects in what the machine takes.
    fn defects_in(&self, m: MachineIx) -> f64 {
        let ports = self.network.ports(m);
        if ports.inputs == 1 {
            return self.pool[ports.input].share();
        }
        let arcs = ports.first_input..ports.first_input + ports.inputs;
        let share = |a: u32| self.pool[self.network.input(a).pool].share();
        if ports.each {
            return 1.0 - arcs.map(|a| 1.0 - share(a)).product::<f64>();
        }
        let flows = arcs.map(|a| (self.rates.flow_in[a as usize], share(a)));
        let (all, bad) = flows.fold((0.0, 0.0), |(all, bad), (f, s)| (all + f, bad + f * s));
        if all > 0.0 { bad / all } else { 0.0 }
    }

    /// Brings the machine's yield up to date.
    pub(super) fn find_quality(&mut self, m: MachineIx) {
        let (shares, defective) = self.shares(m);
        let yields = 1.0 - shares.scrap - shares.rejected_bad - shares.rejected_good;
        if yields != self.pace[m].yields {
            // What has been made so far had the old shares.
            self.touch(m);
        }
        let pace = &mut self.pace[m];
        pace.yields = yields.max(0.0);
        pace.defective = defective;
        self.rates.shares[m.index()] = shares;
    }

    /// Books pieces that were not handed on.
    pub(super) fn book_losses(&mut self, m: MachineIx, pieces: f64) {
        let shares = self.rates.shares[m.index()];
        let pace = &mut self.pace[m];
        pace.lost += pieces * (1.0 - pace.yields);
        let counts = &mut self.rates.counts;
        counts.scrap += pieces * shares.scrap;
        counts.rejected_bad += pieces * shares.rejected_bad;
        counts.rejected_good += pieces * shares.rejected_good;
    }

    /// Hidden defects that flow into a pool.
    pub(super) fn sum_defects(&mut self, b: PoolIx) {
        let network = self.network;
        let feeders = network.sides(b).feeders.iter();
        let bad = feeders.map(|a| {
            let machine = network.output(*a).machine;
            self.rates.flow_out[*a as usize] * self.pace[machine].defective
        });
        self.pool[b].bad_in = bad.sum();
    }

    /// Is it time to look at the shares again? Only where hidden defects are made.
    pub(in crate::floor) fn next_look(&self, m: MachineIx) -> i64 {
        if self.rates.defects { self.pace[m].looked.saturating_add(REFRESH) } else { NEVER }
    }

    /// Looks at the shares again, if it is time.
    pub(in crate::floor) fn look_again(&mut self, m: MachineIx) {
        if self.next_look(m) <= self.station[m].operated {
            self.pace[m].looked = self.station[m].operated;
            self.touch(m);
            self.ask(m);
            self.refresh_milestone(m);
        }
    }

    /// All pieces of a start-up are scrapped; of two start-ups that overlap, the longer counts.
    pub(in crate::floor) fn begin_startup(&mut self, m: MachineIx) {
        let left = std::mem::take(&mut self.station[m].startup_left);
        if left > 0 {
            self.touch(m);
            let pace = &mut self.pace[m];
            let until = pace.completed + f64::from(left);
            pace.scrap_until =
                if pace.scrap_until < f64::INFINITY { pace.scrap_until.max(until) } else { until };
            self.ask(m);
        }
    }
}
