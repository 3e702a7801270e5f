//! Outages of suppliers, and what the plant does when it learns of one.

use super::Seller;
use crate::floor::component::NEVER;
use crate::floor::timer::Timer;
use crate::floor::{Floor, ticks};
use crate::plant::model::{Origin, SupplierIx};
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// Draws when the next outage of a supplier begins.
    pub(super) fn next_supplier_outage(&mut self, s: SupplierIx) {
        let Some(outage) = &self.plant.suppliers[s.index()].outage else { return };
        let seller = &self.yard.supply.sellers[s.index()];
        let wait = ticks(outage.every.quantile(seller.every.uniform_at(seller.outages))).max(1);
        let slot = self.slots.slot(Timer::SupplierOutage, s.0);
        self.schedule(slot, SimTime(self.now.0.saturating_add(wait)));
    }

    /// An outage begins, becomes known, or ends.
    pub(in crate::floor) fn supplier_outage_due(&mut self, s: SupplierIx) {
        let now = self.now.0;
        let Some(outage) = &self.plant.suppliers[s.index()].outage else { return };
        let seller = &mut self.yard.supply.sellers[s.index()];
        if seller.ends == NEVER {
            let n = seller.outages;
            seller.outages += 1;
            seller.lasts = ticks(outage.lasts.quantile(seller.length.uniform_at(n)));
            seller.ends = now.saturating_add(seller.lasts);
            if seller.known.uniform_at(n) < outage.known {
                let after = ticks(outage.known_after.quantile(seller.known_after.uniform_at(n)));
                seller.known_from = now.saturating_add(after);
            }
        }
        let Seller { ends, known_from, .. } = *seller;
        if ends <= now {
            (seller.ends, seller.known_from) = (NEVER, NEVER);
            return self.next_supplier_outage(s);
        }
        let next = if known_from > now { known_from.min(ends) } else { ends };
        let slot = self.slots.slot(Timer::SupplierOutage, s.0);
        self.schedule(slot, SimTime(next));
        if known_from == now {
            self.bridge(s);
        }
    }

    /// The plant has learnt of an outage: what this supplier delivers as a rule is looked at.
    fn bridge(&mut self, s: SupplierIx) {
        let plant = self.plant;
        for k in self.all_materials() {
            match &plant.materials[k.index()].origin {
                Origin::Suppliers(offers) if offers[0].supplier == s => self.order_what_is_due(k),
                _ => {}
            }
        }
    }
}
