//! What the planner knows: the record of the stock, and the position.

use crate::floor::timer::Timer;
use crate::floor::{Floor, ticks};
use crate::plant::model::{MaterialIx, Offer, Origin, SupplierIx, When};
use sim_core::SimTime;
use sim_core::special::normal_quantile;

impl Floor<'_, '_> {
    /// The stock is counted: the record has a new error until the next count.
    pub(in crate::floor) fn count_stock(&mut self, k: MaterialIx) {
        let Some(record) = &self.plant.materials[k.index()].record else { return };
        let every = ticks(record.every).max(1);
        let stock = &mut self.yard.supply.stocks[k.index()];
        stock.error = normal_quantile(stock.luck.error.uniform_at(stock.counts));
        stock.counts += 1;
        let slot = self.slots.slot(Timer::Count, k.0);
        self.schedule(slot, SimTime(self.now.0.saturating_add(every)));
    }

    /// A count falls due.
    pub(in crate::floor) fn count_due(&mut self, k: MaterialIx) {
        self.count_stock(k);
        self.after_a_change(k);
    }

    /// What the record says is on hand.
    pub(super) fn recorded(&mut self, k: MaterialIx) -> i64 {
        let record = self.plant.materials[k.index()].record;
        let now = self.now.0;
        let stock = self.booked(k);
        let Some(record) = record else { return stock.on_hand };
        let seen = now - ticks(record.lag);
        while stock.taken.front().is_some_and(|(at, _)| *at <= seen) {
            stock.taken.pop_front();
        }
        let unseen: i64 = stock.taken.iter().map(|(_, amount)| amount).sum();
        let factor = (1.0 + record.error * stock.error).max(0.0);
        ((stock.on_hand + unseen) as f64 * factor).round() as i64
    }

    /// Recorded stock and orders, less what is owed and what waiting orders of the shop will take.
    /// Orders known to be late do not count.
    pub(super) fn position(&mut self, k: MaterialIx) -> i64 {
        let recorded = self.recorded(k);
        let late = self.known_late(k);
        let stock = &self.yard.supply.stocks[k.index()];
        recorded + stock.on_order - late - stock.owed - stock.planned
    }

    /// Open orders of the usual supplier that are due in an outage of which the plant knows, where
    /// somebody else can help out.
    fn known_late(&self, k: MaterialIx) -> i64 {
        let Origin::Suppliers(offers) = &self.plant.materials[k.index()].origin else { return 0 };
        let helps = |o: &Offer| o.qualified && o.when == When::Outage;
        let usual = offers[0].supplier;
        if !self.knows_outage(usual) || !offers.iter().any(helps) {
            return 0;
        }
        let ends = self.yard.supply.sellers[usual.index()].ends;
        let open = &self.yard.supply.stocks[k.index()].open;
        open.iter().filter(|o| o.offer == 0 && o.due < ends).map(|o| o.amount).sum()
    }

    /// Is an outage going on of which the plant knows?
    pub(super) fn knows_outage(&self, s: SupplierIx) -> bool {
        self.yard.supply.sellers[s.index()].known_from <= self.now.0
    }
}
