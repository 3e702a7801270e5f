//! Quantities of the stocks, and their balances.

use super::UNIT;
use crate::floor::Floor;
use crate::outcome::Unit;
use crate::plant::model::{MaterialIx, Plant};
use sim_core::{RunError, TICKS_PER_HOUR};

const HOUR: f64 = TICKS_PER_HOUR as f64;

/// The monthly quantities of the stocks, in the order of `supply_row`.
pub(in crate::floor) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    use Unit::{Hours, Jobs, PieceHours, Pieces};
    for m in &plant.materials {
        let mut of = |key: &str, unit: Unit, what: &str| add(key, &m.name, unit, what);
        of("stock_ph", PieceHours, "material on hand over time");
        of("allocated_ph", PieceHours, "material set aside for kits over time");
        of("on_order_ph", PieceHours, "material on order over time");
        of("owed_ph", PieceHours, "material owed over time");
        of("stock_out_h", Hours, "nothing on hand");
        of("owed_h", Hours, "something owed");
        of("orders", Jobs, "orders placed");
        of("ordered", Pieces, "ordered");
        of("expedited", Pieces, "ordered in haste");
        of("premium", Pieces, "ordered from alternates");
        of("received", Pieces, "delivered and accepted");
        of("rejected", Pieces, "delivered and rejected");
        of("made", Pieces, "made by machines of the plant");
        of("used", Pieces, "taken by machines and kits");
        of("passed_on", Pieces, "taken into other stocks");
        of("wanted", Pieces, "wanted by its customers");
        of("filled", Pieces, "of these from stock, at once");
        of("delivered", Pieces, "delivered to its customers");
        of("lost", Pieces, "wanted and never delivered");
    }
}

impl Floor<'_, '_> {
    /// The cumulative quantities up to now, in the order of [`quantities`].
    pub(in crate::floor) fn supply_row(&mut self, row: &mut Vec<f64>) {
        let units = |amount: i64| amount as f64 / UNIT;
        let over_time = |twice: i128| twice as f64 / (2.0 * UNIT * HOUR);
        for k in self.all_materials() {
            let t = self.booked(k).tally;
            row.extend([t.on_hand, t.allocated, t.on_order, t.owed].map(over_time));
            row.extend([t.out, t.owing].map(|ticks| ticks as f64 / HOUR));
            row.push(t.orders as f64);
            row.extend([t.ordered, t.expedited, t.premium, t.received, t.rejected].map(units));
            row.extend([t.made, t.used, t.passed_on].map(units));
            row.extend([t.wanted, t.filled, t.delivered, t.lost].map(units));
        }
    }

    /// Pieces that went into stocks, in what moves as one.
    pub(in crate::floor) fn stored(&self) -> f64 {
        self.yard.supply.stored as f64 * f64::from(self.plant.lot())
    }

    /// What came into every stock is where it should be, to the millionth.
    pub(in crate::floor) fn check_supply(&mut self) -> Result<(), RunError> {
        for k in self.all_materials() {
            self.check_stock(k)?;
        }
        Ok(())
    }

    fn check_stock(&mut self, k: MaterialIx) -> Result<(), RunError> {
        let initial = super::millionths(self.first_plant.materials[k.index()].initial);
        let name = &self.plant.materials[k.index()].name;
        let s = &self.yard.supply.stocks[k.index()];
        let t = &s.tally;
        let queued: i64 = s.queue.iter().map(|o| o.amount).sum();
        let open: i64 = s.open.iter().map(|o| o.amount).sum();
        let balances = [
            (
                "in = used + delivered + passed on + held",
                initial + t.received + t.made,
                t.used + t.delivered + t.passed_on + s.on_hand + s.allocated,
            ),
            (
                "ordered = received + rejected + not delivered + on order",
                t.ordered,
                t.received + t.rejected + t.short + s.on_order,
            ),
            ("open orders", s.on_order, open),
            ("owed", s.owed, if s.drain > 0.0 { s.owed } else { queued }),
            (
                "nothing is negative",
                0,
                s.on_hand.min(s.allocated).min(s.on_order).min(s.planned).min(0),
            ),
            ("owed with stock on hand", 0, s.on_hand.min(s.owed)),
        ];
        let owed_to_customers: i64 = if s.drain > 0.0 {
            s.owed
        } else {
            let customer = |o: &&super::stock::Owed| o.to == super::stock::To::Customer;
            s.queue.iter().filter(customer).map(|o| o.amount).sum()
        };
        let demand = (
            "wanted = delivered + lost + owed",
            t.wanted,
            t.delivered + t.lost + owed_to_customers,
        );
        match balances.into_iter().chain([demand]).find(|(_, a, b)| a != b) {
            None => Ok(()),
            Some((what, a, b)) => Err(RunError::Balance {
                what: format!("material '{name}': {what}"),
                expected: a as f64 / UNIT,
                found: b as f64 / UNIT,
            }),
        }
    }
}
