//! Orders: when, how much, from whom.

use super::stock::{Open, To};
use super::{Shipment, millionths};
use crate::floor::component::NEVER;
use crate::floor::timer::Timer;
use crate::floor::{Floor, ticks};
use crate::plant::model::{MaterialIx, Offer, Origin, Policy, When};
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// The first look at a stock, and with reviews every so often the time of the next.
    pub(super) fn begin_reviews(&mut self, k: MaterialIx) {
        self.list.cancel(self.slots.slot(Timer::Review, k.0));
        match self.plant.materials[k.index()].policy.every() {
            Some(_) => self.review_due(k),
            None => self.after_a_change(k),
        }
    }

    /// A review falls due, or steady demand has reached the reorder point.
    pub(in crate::floor) fn review_due(&mut self, k: MaterialIx) {
        if let Some(every) = self.plant.materials[k.index()].policy.every() {
            let at = SimTime(self.now.0.saturating_add(ticks(every).max(1)));
            let slot = self.slots.slot(Timer::Review, k.0);
            self.schedule(slot, at);
            self.forecast(k);
            self.order_what_is_due(k);
            if matches!(self.plant.materials[k.index()].policy, Policy::Forecast(_)) {
                self.makers_go_on(k);
            }
        } else {
            self.after_a_change(k);
        }
    }

    /// Stock or orders have changed: with continuous review it is looked at, and machines that make
    /// it may have to go on.
    pub(super) fn after_a_change(&mut self, k: MaterialIx) {
        if self.plant.materials[k.index()].policy.every().is_none() {
            self.order_what_is_due(k);
            self.watch_steady_demand(k);
        }
        self.makers_go_on(k);
    }

    /// Steady demand brings the position down to the reorder point at a known instant.
    fn watch_steady_demand(&mut self, k: MaterialIx) {
        let (Policy::Quantity { reorder, .. } | Policy::UpTo { reorder, .. }) =
            self.plant.materials[k.index()].policy
        else {
            return;
        };
        if self.yard.supply.stocks[k.index()].drain == 0.0 {
            return;
        }
        let above = self.position(k) - millionths(reorder);
        if above <= 0 {
            return;
        }
        let stock = &self.yard.supply.stocks[k.index()];
        if let Some(at) = stock.drained_at(above) {
            let slot = self.slots.slot(Timer::Review, k.0);
            self.schedule(slot, SimTime(at.max(self.now.0)));
        }
    }

    /// Places the order that the policy asks for.
    pub(super) fn order_what_is_due(&mut self, k: MaterialIx) {
        let material = &self.plant.materials[k.index()];
        if material.origin == Origin::Inside || material.policy == Policy::None {
            return;
        }
        let position = self.position(k);
        let missing = match material.policy {
            Policy::None => 0,
            Policy::Quantity { reorder, quantity, .. } => {
                let (below, lot) = (millionths(reorder) - position, millionths(quantity).max(1));
                if below >= 0 { (below / lot + 1) * lot } else { 0 }
            }
            Policy::UpTo { reorder, up_to, .. } => {
                if position <= millionths(reorder) {
                    millionths(up_to) - position
                } else {
                    0
                }
            }
            Policy::Periodic { up_to, .. } | Policy::BaseStock(up_to) => {
                millionths(up_to) - position
            }
            Policy::Forecast(_) => self.below_forecast(k, position),
            Policy::Kanban { cards, size } => {
                // A card is not free for what is owed.
                let there = position + self.yard.supply.stocks[k.index()].owed;
                let lot = millionths(size).max(1);
                (i64::from(cards) * lot - there).div_euclid(lot) * lot
            }
        };
        if missing <= 0 {
            return;
        }
        let mut amount = missing.max(millionths(material.order_at_least));
        let multiple = millionths(material.order_multiple);
        if multiple > 0 {
            amount = (amount + multiple - 1) / multiple * multiple;
        }
        self.order(k, amount);
    }

    fn order(&mut self, k: MaterialIx, amount: i64) {
        let material = &self.plant.materials[k.index()];
        let recorded = self.recorded(k);
        let stock = self.booked(k);
        let number = stock.tally.orders;
        stock.tally.orders += 1;
        stock.tally.ordered += amount;
        stock.on_order += amount;
        match &material.origin {
            Origin::Inside => {}
            Origin::Suppliers(offers) => {
                let offer = self.choose(offers, recorded);
                let below = material.expedite_below.is_some_and(|b| recorded < millionths(b));
                let open = Open { number, offer, amount, due: NEVER };
                self.order_from_supplier(k, offers[offer], open, below);
            }
            Origin::Stock { material: other, .. } => {
                stock.open.push(Open { number, offer: 0, amount, due: NEVER });
                self.request(*other, To::Stock(k, number), amount);
            }
        }
    }

    /// The first alternate whose time has come, or the usual supplier.
    fn choose(&self, offers: &[Offer], recorded: i64) -> usize {
        let called = |offer: &Offer| match offer.when {
            When::Usual => false,
            When::Outage => self.knows_outage(offers[0].supplier),
            When::Below(level) => recorded < millionths(level),
        };
        offers.iter().position(|o| o.qualified && called(o)).unwrap_or(0)
    }

    fn order_from_supplier(&mut self, k: MaterialIx, offer: Offer, mut open: Open, hurry: bool) {
        let supplier = &self.plant.suppliers[offer.supplier.index()];
        let now = self.now.0;
        let stock = &mut self.yard.supply.stocks[k.index()];
        let expedited = supplier.expedited_lead.as_ref().filter(|_| hurry);
        stock.tally.expedited += if expedited.is_some() { open.amount } else { 0 };
        stock.tally.premium += if open.offer > 0 { open.amount } else { 0 };
        let u = stock.luck.lead.uniform_at(open.number);
        let lead = ticks(expedited.unwrap_or(&supplier.lead).quantile(u));
        let seller = &mut self.yard.supply.sellers[offer.supplier.index()];
        let mut made_from = now;
        let mut made = now;
        if let Some(pace) = supplier.pace {
            made_from = seller.free_at.max(now);
            made = made_from.saturating_add(ticks(pace * open.amount as f64 / super::UNIT));
            seller.free_at = made;
        }
        open.due = made.saturating_add(lead);
        let begins = made_from.saturating_add(lead);
        let shipment = Shipment { to: k, order: open.number, amount: open.amount };
        let supply = &mut self.yard.supply;
        supply.stocks[k.index()].open.push(open);
        if supplier.as_made {
            supply.under_way.push(SimTime(begins), Shipment { amount: 0, ..shipment });
        }
        supply.under_way.push(SimTime(open.due), shipment);
        self.schedule_receipt();
    }
}
