//! A machine of rate flow halts, works again, stops for a moment.

use super::{Floor, Limit};
use crate::floor::component::NEVER;
use crate::plant::model::MachineIx;
use crate::state::Leaf;
use crate::trace::Spends;
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// The machine stops for the first of perhaps several reasons.
    pub(in crate::floor) fn halt_pace(&mut self, m: MachineIx) {
        self.touch(m);
        let station = &mut self.station[m];
        station.running = false;
        let slot = station.slot;
        self.list.cancel(slot);
    }

    /// The last reason is gone.
    pub(in crate::floor) fn unhalt_pace(&mut self, m: MachineIx) {
        self.touch(m);
        self.station[m].running = true;
        self.begin_startup(m);
        self.settle(m);
    }

    /// Operating time since the last booking.
    pub(in crate::floor) fn operating_since_booking(&self, m: MachineIx) -> i64 {
        let pace = &self.pace[m];
        let elapsed = self.now.0 - pace.since;
        if self.station[m].leaf == Leaf::Run { pace.works(elapsed) } else { 0 }
    }

    /// Pieces worked on so far, for a clock that counts them.
    pub(in crate::floor) fn pieces_so_far(&self, m: MachineIx) -> i64 {
        let whole = self.station[m].completed;
        if self.rates.on { whole.max(self.pace[m].completed as u64) as i64 } else { whole as i64 }
    }

    /// How the machine waits, if it stands still and waits; otherwise its state.
    pub(in crate::floor) fn waits_as(&self, m: MachineIx) -> Leaf {
        let station = &self.station[m];
        if !self.rates.on || station.leaf != Leaf::Run || self.pace[m].rate > 0.0 {
            return station.leaf;
        }
        super::solve::waiting_leaf(self.pace[m].limit, station.empty_leaf, station.full_leaf)
    }

    /// How the machine spends its time now.
    pub(in crate::floor) fn spends(&self, m: MachineIx) -> Spends {
        let station = &self.station[m];
        if !self.rates.on || station.leaf != Leaf::Run {
            return Spends::only(station.leaf);
        }
        let pace = &self.pace[m];
        if pace.speed >= 1.0 {
            return Spends::only(Leaf::Run);
        }
        let own = pace.limit == Limit::Own && pace.held == 0.0;
        let waits = super::solve::waiting_leaf(pace.limit, station.empty_leaf, station.full_leaf);
        let rest = if own { Leaf::Minor } else { waits };
        if pace.speed <= 0.0 {
            return Spends::only(rest);
        }
        Spends { leaf: Leaf::Run, share: pace.speed, rest }
    }

    /// A stretch of operating time ends with a minor stop that is an event, or with none.
    pub(in crate::floor) fn stretch_ends(&mut self, m: MachineIx) {
        let lasts = self.pace[m].stop;
        if lasts == 0 {
            self.next_stretch(m);
            return self.ask(m);
        }
        self.halt(m);
        self.count_folded(m);
        let station = &mut self.station[m];
        station.minor = true;
        station.minor_at = NEVER;
        self.account[m].minor_stops += 1;
        let slot = station.slot;
        self.list.schedule(slot, SimTime(self.now.0 + lasts));
        self.settle(m);
    }
}
