//! Material that goes into the products of the shop: an order counts in the position of a stock from
//! its arrival on, and takes its material when it is released, all of it or nothing.

use super::millionths;
use crate::floor::Floor;
use crate::plant::model::MaterialIx;

/// Material of one piece of a product, in units.
type Bill = [(MaterialIx, f64)];

/// What so many pieces take, in millionths of a unit.
fn amount(per_piece: f64, pieces: u32) -> i64 {
    millionths(per_piece).saturating_mul(i64::from(pieces))
}

impl Floor<'_, '_> {
    /// An order has arrived: the planner counts with what it will take.
    pub(in crate::floor) fn plan_material(&mut self, bill: &Bill, pieces: u32) {
        for (k, units) in bill {
            self.booked(*k).planned += amount(*units, pieces);
            self.after_a_change(*k);
        }
    }

    /// An order that has not taken its material will not do so.
    pub(in crate::floor) fn plan_no_longer(&mut self, bill: &Bill, pieces: u32) {
        for (k, units) in bill {
            self.booked(*k).planned -= amount(*units, pieces);
            self.after_a_change(*k);
        }
    }

    /// Is all of it on hand?
    pub(in crate::floor) fn has_material(&mut self, bill: &Bill, pieces: u32) -> bool {
        bill.iter().all(|(k, units)| self.booked(*k).on_hand >= amount(*units, pieces))
    }

    /// The order is released and takes its material.
    pub(in crate::floor) fn take_material(&mut self, bill: &Bill, pieces: u32) {
        for (k, units) in bill {
            let amount = amount(*units, pieces);
            let lag = self.lags(*k);
            let stock = self.booked(*k);
            stock.take(amount, lag);
            stock.planned -= amount;
            stock.tally.used += amount;
        }
        for (k, _) in bill {
            self.after_a_change(*k);
        }
    }

    /// Material has come in: orders that wait for it may be released.
    pub(super) fn orders_go_on(&mut self, k: MaterialIx) {
        let Some(shop) = &self.plant.shop else { return };
        if shop.products.iter().any(|p| p.takes(k)) {
            self.look_at_held_orders();
        }
    }
}
