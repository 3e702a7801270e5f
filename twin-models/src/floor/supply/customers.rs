//! Customers who take material straight from stock.

use super::millionths;
use super::stock::{Owed, To};
use crate::floor::timer::Timer;
use crate::floor::{Floor, ticks};
use crate::plant::model::{Come, MaterialIx};
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// Draws when the next customer comes.
    pub(super) fn next_customer(&mut self, k: MaterialIx) {
        let Some(customers) = &self.plant.materials[k.index()].customers else { return };
        let Come::Each { every, .. } = &customers.come else { return };
        let stock = &self.yard.supply.stocks[k.index()];
        let wait = ticks(every.quantile(stock.luck.every.uniform_at(stock.customers)));
        let slot = self.slots.slot(Timer::Want, k.0);
        self.schedule(slot, SimTime(self.now.0.saturating_add(wait)));
    }

    /// A customer comes: what is there is taken; the rest waits or is lost.
    pub(in crate::floor) fn customer_comes(&mut self, k: MaterialIx) {
        let plant = self.plant;
        let Some(customers) = &plant.materials[k.index()].customers else { return };
        let Come::Each { size, .. } = &customers.come else { return };
        let lag = self.lags(k);
        let stock = self.booked(k);
        let n = stock.customers;
        stock.customers += 1;
        // A law without an upper end stays within what can be counted.
        let wanted = size.quantile(stock.luck.size.uniform_at(n)).min(1e9);
        let wanted = millionths(wanted);
        let waits = stock.luck.patience.uniform_at(n) < customers.backorder;
        let at_once = stock.on_hand.min(wanted);
        let rest = wanted - at_once;
        stock.take(at_once, lag);
        stock.tally.wanted += wanted;
        stock.tally.filled += at_once;
        if rest > 0 && waits {
            stock.queue.push_back(Owed { to: To::Customer, amount: rest });
            stock.owed += rest;
            if stock.queue.len() as u64 > self.limits.queue_length {
                self.too_many_owed(k);
            }
        } else {
            self.yard.supply.stocks[k.index()].tally.lost += rest;
        }
        self.hand(k, To::Customer, at_once);
        self.after_a_change(k);
        self.next_customer(k);
    }

    #[cold]
    fn too_many_owed(&mut self, k: MaterialIx) {
        self.fault = Some(sim_core::RunError::Unbounded {
            at: self.now,
            place: format!("backorders of '{}'", self.plant.materials[k.index()].name),
            size: self.yard.supply.stocks[k.index()].queue.len() as u64,
        });
    }
}
