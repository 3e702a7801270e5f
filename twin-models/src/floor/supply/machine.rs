//! Machines that take material, and machines that make it.

use super::{Waiter, millionths};
use crate::floor::Floor;
use crate::floor::component::{Item, Load};
use crate::plant::model::{MachineIx, MaterialIx, Policy, Takes};
use crate::state::Leaf;

/// Material for one piece or order: how much of what.
type Kit = [(MaterialIx, f64)];

impl Floor<'_, '_> {
    /// The next piece onto a machine that takes or makes material. False: it waits, and its state
    /// says for what.
    pub(in crate::floor) fn try_load_supplied(&mut self, m: MachineIx) -> bool {
        let plant = self.plant;
        let machine = &plant.machines[m.index()];
        if self.station[m].load != Load::Empty {
            return true;
        }
        self.yard.supply.waits[m.index()] = None;
        if machine.makes.is_some_and(|k| !self.asks_for_more(k)) {
            return self.lacks(m, Leaf::NoOrder);
        }
        if !self.piece_is_there(m) {
            let outside = self.slots.is_fed_from_outside(m);
            return self.lacks(m, if outside { Leaf::NoMaterial } else { Leaf::Starved });
        }
        if !self.reserve(&machine.consumes, Waiter::Machine(m)) {
            return self.lacks(m, Leaf::NoMaterial);
        }
        self.issue(&machine.consumes);
        match (machine.inputs.is_empty(), machine.takes) {
            (true, _) => {
                self.enter_line();
                self.load(m, Item::default());
            }
            (false, Takes::Any) => {
                machine.inputs.iter().any(|b| self.load_from_any(m, *b));
            }
            (false, Takes::Each) => self.load_from_each(m),
            // A machine of the shop takes no material of its own.
            (false, Takes::Jobs) => {}
        }
        // The machine has its piece: now whatever follows may happen.
        self.replenish(&machine.consumes);
        true
    }

    fn piece_is_there(&self, m: MachineIx) -> bool {
        let machine = &self.plant.machines[m.index()];
        let mut inputs = machine.inputs.iter();
        let ready = |b| self.is_ready(b);
        match machine.takes {
            Takes::Any => machine.inputs.is_empty() || inputs.any(|b| ready(*b)),
            Takes::Each => inputs.all(|b| ready(*b)),
            Takes::Jobs => false,
        }
    }

    fn lacks(&mut self, m: MachineIx, leaf: Leaf) -> bool {
        if self.station[m].empty_leaf != leaf {
            self.station[m].empty_leaf = leaf;
            self.settle(m);
        }
        false
    }

    /// Sets a kit aside, all of it or nothing. False: `who` waits, and is called when something has
    /// come in, in the order of waiting. What was set aside is [`issue`](Self::issue)d; then
    /// [`replenish`](Self::replenish) lets follow what follows.
    pub(in crate::floor) fn reserve(&mut self, kit: &Kit, who: Waiter) -> bool {
        let lot = i64::from(self.plant.lot());
        let there =
            |(k, amount): &(MaterialIx, f64)| self.booked(*k).on_hand >= millionths(*amount) * lot;
        if !kit.iter().all(there) {
            let Waiter::Machine(m) = who;
            let supply = &mut self.yard.supply;
            supply.places += 1;
            supply.waits[m.index()] = Some(supply.places);
            return false;
        }
        for (k, amount) in kit {
            let lag = self.lags(*k);
            let stock = self.booked(*k);
            let amount = millionths(*amount) * lot;
            stock.take(amount, lag);
            stock.allocated += amount;
        }
        true
    }

    /// A kit that was set aside is used.
    pub(in crate::floor) fn issue(&mut self, kit: &Kit) {
        let lot = i64::from(self.plant.lot());
        for (k, amount) in kit {
            let stock = self.booked(*k);
            let amount = millionths(*amount) * lot;
            stock.allocated -= amount;
            stock.tally.used += amount;
        }
    }

    /// What was taken is ordered or made again, where the policies say so.
    pub(in crate::floor) fn replenish(&mut self, kit: &Kit) {
        for (k, _) in kit {
            self.after_a_change(*k);
        }
    }

    /// Material has come in: machines that wait for it try again, in the order of waiting; then
    /// orders of the shop.
    pub(super) fn machines_go_on(&mut self, k: MaterialIx) {
        let mut last = 0;
        loop {
            let supply = &self.yard.supply;
            let places = supply.takers[k.index()].iter().filter_map(|m| {
                supply.waits[m.index()].filter(|place| *place > last).map(|place| (place, *m))
            });
            // Whoever tries in vain gets a new place behind all others: one round only.
            let Some((place, m)) = places.min_by_key(|(place, _)| *place) else { break };
            let newest = supply.places;
            self.rouse(m);
            if self.try_load(m) {
                self.settle(m);
            } else if let Some(place_now) = &mut self.yard.supply.waits[m.index()]
                && *place_now > newest
            {
                *place_now = place;
            }
            last = place;
        }
        self.orders_go_on(k);
    }

    /// The stock of a made material asks for more: idle machines that make it go on.
    pub(super) fn makers_go_on(&mut self, k: MaterialIx) {
        for at in 0..self.yard.supply.makers[k.index()].len() {
            let m = self.yard.supply.makers[k.index()][at];
            if self.station[m].load == Load::Empty && self.asks_for_more(k) {
                self.rouse(m);
                if self.try_load(m) {
                    self.settle(m);
                }
            }
        }
    }

    /// Does the stock of a made material, with what is being made, lie below what it is to be?
    fn asks_for_more(&mut self, k: MaterialIx) -> bool {
        let lot = i64::from(self.plant.lot()) * super::UNIT as i64;
        let making = |m: &&MachineIx| self.station[**m].load != Load::Empty;
        let making = self.yard.supply.makers[k.index()].iter().filter(making).count() as i64;
        let position = self.position(k) + making * lot;
        match self.plant.materials[k.index()].policy {
            Policy::BaseStock(level) => position < millionths(level),
            Policy::Forecast(_) => self.below_forecast(k, position) > 0,
            Policy::UpTo { reorder, up_to, .. } => {
                let stock = &mut self.yard.supply.stocks[k.index()];
                if position <= millionths(reorder) {
                    stock.filling = true;
                } else if position >= millionths(up_to) {
                    stock.filling = false;
                }
                stock.filling
            }
            _ => true,
        }
    }

    /// The finished piece of a machine goes into the stock that it makes.
    pub(in crate::floor) fn store_made(&mut self, m: MachineIx) {
        let Some(k) = self.plant.machines[m.index()].makes else { return };
        let lot = i64::from(self.plant.lot()) * super::UNIT as i64;
        self.station[m].load = Load::Empty;
        self.change_wip(-1);
        self.yard.count.escaped += u64::from(self.station[m].item.defective);
        self.yard.supply.stored += 1;
        let stock = self.booked(k);
        stock.on_hand += lot;
        stock.tally.made += lot;
        self.serve(k);
    }
}
