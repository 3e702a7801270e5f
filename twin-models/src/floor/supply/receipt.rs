//! Deliveries, and what is handed out of a stock.

use super::Shipment;
use super::flow::Bits;
use super::stock::{Owed, To};
use crate::floor::component::NEVER;
use crate::floor::timer::Timer;
use crate::floor::{Floor, ticks};
use crate::plant::model::{MaterialIx, Origin, Supplier};
use sim_core::SimTime;

impl Floor<'_, '_> {
    pub(super) fn schedule_receipt(&mut self) {
        let slot = self.slots.slot(Timer::Receipt, 0);
        match self.yard.supply.under_way.due() {
            Some(at) => self.schedule(slot, at),
            None => self.list.cancel(slot),
        }
    }

    /// Deliveries that are due.
    pub(in crate::floor) fn receipts(&mut self) {
        while self.yard.supply.under_way.due().is_some_and(|at| at <= self.now) {
            let Some((_, shipment)) = self.yard.supply.under_way.pop() else { break };
            self.arrives(shipment);
        }
        self.schedule_receipt();
    }

    fn arrives(&mut self, shipment: Shipment) {
        let plant = self.plant;
        let now = self.now.0;
        let k = shipment.to;
        let stock = self.booked(k);
        let Some(at) = stock.open.iter().position(|o| o.number == shipment.order) else { return };
        let open = stock.open[at];
        let Origin::Suppliers(offers) = &plant.materials[k.index()].origin else {
            return self.lands(k, at, shipment.amount, [shipment.amount, 0]);
        };
        let offer = offers[open.offer];
        let supplier = &plant.suppliers[offer.supplier.index()];
        if supplier.as_made {
            return self.bits_begin_or_end(shipment, at);
        }
        let older = |o: &&super::stock::Open| o.offer == open.offer && o.number < open.number;
        let before = stock.open.iter().filter(older).map(|o| o.due).max();
        let seller = &self.yard.supply.sellers[offer.supplier.index()];
        let later = if seller.ends != NEVER {
            Some(now + seller.lasts)
        } else {
            before.filter(|_| supplier.no_crossing).map(|due| due.max(now))
        };
        if let Some(due) = later {
            let supply = &mut self.yard.supply;
            supply.stocks[k.index()].open[at].due = due;
            supply.under_way.push(SimTime(due), shipment);
            return;
        }
        let parts = self.parts_of(k, open.number, shipment.amount, supplier);
        self.lands(k, at, shipment.amount, parts);
    }

    /// What of a delivery is accepted, and what is rejected. Whole orders give whole units.
    fn parts_of(&mut self, k: MaterialIx, n: u64, amount: i64, supplier: &Supplier) -> [i64; 2] {
        let luck = &self.yard.supply.stocks[k.index()].luck;
        let whole = super::UNIT as i64;
        let share = |amount: i64, share: f64, u: f64| {
            let part = amount as f64 * share;
            if amount % whole == 0 && part != amount as f64 {
                ((part / super::UNIT + u).floor() as i64 * whole).min(amount)
            } else {
                part.round() as i64
            }
        };
        let came = supplier.delivers.quantile(luck.delivers.uniform_at(n));
        let came = share(amount, came, luck.whole.uniform_at(2 * n));
        let bad = supplier.bad.quantile(luck.bad.uniform_at(n));
        let bad = share(came, bad, luck.whole.uniform_at(2 * n + 1));
        [came - bad, bad]
    }

    /// A delivery of open order `at` has come, in full or in part.
    fn lands(&mut self, k: MaterialIx, at: usize, amount: i64, [good, bad]: [i64; 2]) {
        let stock = self.booked(k);
        stock.open[at].amount -= amount;
        if stock.open[at].amount == 0 {
            stock.open.remove(at);
        }
        stock.on_order -= amount;
        stock.on_hand += good;
        stock.tally.received += good;
        stock.tally.rejected += bad;
        stock.tally.short += amount - good - bad;
        self.serve(k);
        self.after_a_change(k);
    }

    /// An order that comes bit by bit begins to come, or has come.
    fn bits_begin_or_end(&mut self, shipment: Shipment, at: usize) {
        let now = self.now.0;
        let stock = self.booked(shipment.to);
        if shipment.amount == 0 {
            let open = stock.open[at];
            let (order, amount) = (open.number, open.amount);
            stock.bits = Some(Bits { order, amount, from: now, to: open.due, came: 0 });
        } else {
            stock.bits = None;
            stock.open.remove(at);
            self.serve(shipment.to);
            self.after_a_change(shipment.to);
        }
    }

    /// Hands out what is owed, first come first served; then whoever waits may go on.
    pub(super) fn serve(&mut self, k: MaterialIx) {
        let lag = self.lags(k);
        loop {
            let stock = self.booked(k);
            if stock.drain > 0.0 {
                let paid = stock.on_hand.min(stock.owed);
                stock.take(paid, lag);
                stock.owed -= paid;
                stock.tally.delivered += paid;
                break;
            }
            let Some(first) = stock.queue.front_mut() else { break };
            let part = stock.on_hand.min(first.amount);
            if part == 0 {
                break;
            }
            let to = first.to;
            first.amount -= part;
            if first.amount == 0 {
                stock.queue.pop_front();
            }
            stock.owed -= part;
            stock.take(part, lag);
            self.hand(k, to, part);
        }
        self.machines_go_on(k);
    }

    /// Asks a stock for an amount; what is not there is owed.
    pub(super) fn request(&mut self, k: MaterialIx, to: To, amount: i64) {
        let lag = self.lags(k);
        let stock = self.booked(k);
        let part = stock.on_hand.min(amount);
        stock.take(part, lag);
        if part < amount {
            stock.queue.push_back(Owed { to, amount: amount - part });
            stock.owed += amount - part;
        }
        if part > 0 {
            self.hand(k, to, part);
        }
        self.after_a_change(k);
    }

    /// So much leaves the stock.
    pub(super) fn hand(&mut self, k: MaterialIx, to: To, amount: i64) {
        let tally = &mut self.yard.supply.stocks[k.index()].tally;
        match to {
            To::Customer => tally.delivered += amount,
            To::Stock(child, order) => {
                tally.passed_on += amount;
                let Origin::Stock { transport, .. } = &self.plant.materials[child.index()].origin
                else {
                    return;
                };
                let supply = &mut self.yard.supply;
                let u = supply.stocks[child.index()].luck.lead.uniform_at(order);
                let at = SimTime(self.now.0.saturating_add(ticks(transport.quantile(u))));
                supply.under_way.push(at, Shipment { to: child, order, amount });
                self.schedule_receipt();
            }
        }
    }

    /// Does the record of this stock lag?
    pub(super) fn lags(&self, k: MaterialIx) -> bool {
        self.plant.materials[k.index()].record.is_some_and(|r| r.lag > 0.0)
    }
}
