//! Sleep: a machine that has waited for long is put to sleep; the next piece wakes it, and waits on
//! it until it is warm.
//!
//! Asleep or warming up, a machine is halted like by a stop, so that pieces may arrive on it but no
//! work begins. In windows and at rates there is no sleep.

use super::ticks_or_never;
use crate::floor::account::is_waiting;
use crate::floor::component::{Load, NEVER};
use crate::floor::timer::Timer;
use crate::floor::{Floor, ticks};
use crate::plant::model::MachineIx;
use crate::state::Leaf;
use sim_core::SimTime;

/// How far a machine is from work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::floor) enum Dormant {
    /// Ready.
    #[default]
    Awake,
    /// Put to sleep.
    Asleep,
    /// Being started.
    Warming,
}

impl Floor<'_, '_> {
    /// Sleep, or warming up?
    pub(in crate::floor) fn dormant(&self, m: MachineIx) -> Dormant {
        self.yard.energy.as_ref().map_or(Dormant::Awake, |meter| meter.dormant(m))
    }

    /// The machine begins to wait.
    #[inline(never)]
    pub(in crate::floor) fn think_of_sleep(&mut self, m: MachineIx) {
        let power = self.plant.machines[m.index()].power.as_ref();
        let Some(after) = power.and_then(|p| p.sleep_after) else { return };
        let after = ticks_or_never(after);
        if after < NEVER {
            let slot = self.slots.slot(Timer::Standby, m.0);
            self.schedule(slot, SimTime(self.now.0.saturating_add(after)));
            self.yard.brought_events = true;
        }
    }

    /// It has waited for long, if it still waits; or it is warm.
    pub(in crate::floor) fn standby_due(&mut self, m: MachineIx) {
        match self.dormant(m) {
            Dormant::Awake => {
                let station = &self.station[m];
                if station.halts == 0 && is_waiting(station.leaf) && station.load != Load::Working {
                    self.set_dormant(m, Dormant::Asleep);
                    self.halt(m);
                    self.settle(m);
                }
            }
            Dormant::Asleep => {}
            Dormant::Warming => self.awake(m),
        }
    }

    /// A halted machine may have been given a piece in its sleep.
    pub(in crate::floor) fn wake_if_needed(&mut self, m: MachineIx) {
        let station = &self.station[m];
        if self.dormant(m) != Dormant::Asleep || station.halts != 1 || station.load != Load::Working
        {
            return;
        }
        let start = self.plant.machines[m.index()].power.as_ref().and_then(|p| p.start);
        let warm_up = ticks(start.map_or(0.0, |s| s.warm_up)).max(1);
        self.set_dormant(m, Dormant::Warming);
        let slot = self.slots.slot(Timer::Standby, m.0);
        self.schedule(slot, SimTime(self.now.0.saturating_add(warm_up)));
        self.yard.brought_events = true;
    }

    /// Machines that were switched off are started with the others at an opening.
    pub(in crate::floor) fn started_at_opening(&mut self) {
        for m in (0..self.station.len() as u32).map(MachineIx) {
            if self.dormant(m) != Dormant::Awake {
                self.awake(m);
            }
        }
    }

    fn awake(&mut self, m: MachineIx) {
        self.set_dormant(m, Dormant::Awake);
        self.list.cancel(self.slots.slot(Timer::Standby, m.0));
        self.unhalt(m);
        self.settle(m);
    }

    fn set_dormant(&mut self, m: MachineIx, dormant: Dormant) {
        if let Some(meter) = &mut self.yard.energy {
            meter.set_dormant(m, dormant);
        }
    }

    /// How a machine waits, whether it sleeps over it or not.
    pub(in crate::floor) fn waiting_leaf_of(&self, m: MachineIx) -> Leaf {
        let station = &self.station[m];
        match station.load {
            Load::Finished => station.full_leaf,
            _ => station.empty_leaf,
        }
    }
}
