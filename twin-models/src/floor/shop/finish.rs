//! How orders end: finished, or cancelled.

use super::super::timer::Timer;
use super::super::{Floor, ticks};
use super::arrive::LATER;
use super::operate::{binomial, ordinal};
use super::{Later, Lot, NONE, OrderIx, OrderState};
use crate::plant::calendar::TICKS_PER_DAY;
use crate::plant::model::Shop;
use sim_core::SimTime;

impl Floor<'_, '_> {
    pub(super) fn do_later(&mut self, at: i64, what: Later) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        floor.later.push(SimTime(at), what);
        self.schedule_later();
    }

    fn schedule_later(&mut self) {
        let due = self.yard.shop.as_ref().and_then(|f| f.later.due());
        if let Some(at) = due {
            let slot = self.slots.slot(Timer::Order, LATER);
            self.schedule(slot, at);
        }
    }

    /// An instant at which something happens to an order.
    pub(super) fn later_is_now(&mut self) {
        let plant = self.plant;
        let (Some(shop), Some(floor)) = (&plant.shop, self.yard.shop.as_mut()) else { return };
        let what = floor.later.pop();
        self.schedule_later();
        match what {
            Some((_, Later::Finish(order))) => self.order_finished(shop, order),
            Some((_, Later::Wake(station))) => {
                if let Some(floor) = self.yard.shop.as_mut() {
                    floor.undecided[station as usize] = true;
                }
                self.decide_later();
            }
            Some((_, Later::Review)) => self.review(shop),
            Some((_, Later::NewPlan)) => self.new_plan(),
            Some((_, Later::Cancel(order, number))) => self.cancel(shop, order, number),
            None => {}
        }
    }

    /// A job has passed its last operation.
    pub(super) fn lot_finished(&mut self, lot: &Lot, order: &OrderState) {
        let plant = self.plant;
        let now = self.now.0;
        let Some(shop) = &plant.shop else { return };
        let luck = self.luck_of(order);
        let n = ordinal(order, lot);
        self.give_back_cards(shop, lot, u32::MAX);
        let Some(floor) = self.yard.shop.as_mut() else { return };
        floor.tally.leave(order.product, lot.quantity, now);
        let product = &shop.products[order.product as usize];
        if product.store.is_some() {
            floor.stores[order.product as usize].put(lot.quantity, now);
        }
        for (k, gain) in (0..).zip(&product.gives) {
            let pieces = lot.quantity.saturating_mul(gain.pieces);
            // The operations of a route are fewer than 255: each gain has a draw of its own.
            let u = luck.gain.uniform_at(n ^ k << 8);
            let usable = pieces - binomial(pieces, 1.0 - gain.usable, u);
            floor.stores[gain.product as usize].gain(usable, now);
        }
        if let Some(state) = floor.orders.get_mut(lot.order.0) {
            state.good += lot.quantity;
        }
        self.look_at_held_orders();
        self.lot_gone(lot.order);
    }

    /// One job less; the last one finishes its order, or ends a cancelled one.
    pub(super) fn lot_gone(&mut self, ix: OrderIx) {
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(state) = floor.orders.get_mut(ix.0) else { return };
        state.open -= 1;
        if state.open > 0 {
            return;
        }
        let order = *state;
        let product = &shop.products[order.product as usize];
        floor.tally.leave_floor(product.family);
        self.look_at_held_orders();
        if order.cancelled {
            return self.order_gone(ix);
        }
        let luck = self.luck_of(&order);
        let n = ordinal(&order, &Lot::of(ix));
        let after =
            product.after.as_ref().map_or(0, |l| ticks(l.quantile(luck.after.uniform_at(n))));
        if after > 0 {
            self.do_later(self.now.0.saturating_add(after), Later::Finish(ix));
        } else {
            self.order_finished(shop, ix);
        }
    }

    fn order_finished(&mut self, shop: &Shop, ix: OrderIx) {
        let now = self.now.0;
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(order) = floor.orders.take(ix.0) else { return };
        floor.tally.finish(&order, shop.late_at_most, now);
        if let Some(line) = floor.record.get_mut(order.line as usize) {
            line.finish = Some(SimTime(now));
            line.good = order.good;
        }
        self.store_order_ends(shop, &order);
    }

    /// Draws when an order is cancelled if it is not finished by then.
    pub(super) fn cancel_later(&mut self, shop: &Shop, ix: OrderIx, order: &OrderState) {
        let Some(rule) = &shop.cancel else { return };
        if rule.per_day <= 0.0 || matches!(order.origin, super::Origin::Store(_)) {
            return;
        }
        let n = ordinal(order, &Lot::of(ix));
        let u = self.luck_of(order).cancel.uniform_at(n);
        let wait = (days_until(rule.per_day, u) * TICKS_PER_DAY as f64).min(4e18) as i64;
        let at = order.due.saturating_add(rule.after.0).saturating_add(wait);
        if at < self.end.0 {
            self.do_later(at.max(self.now.0), Later::Cancel(ix, order.number));
        }
    }

    /// Nobody wants the order any more; jobs that are on machines end with their operation.
    fn cancel(&mut self, shop: &Shop, ix: OrderIx, number: u64) {
        let now = self.now.0;
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(state) = floor.orders.get_mut(ix.0).filter(|o| o.number == number) else { return };
        if state.is_held() {
            let order = *state;
            floor.held.retain(|o| *o != ix);
            floor.need_less(shop, order.product, order.quantity);
            self.plan_no_longer(&shop.products[order.product as usize].materials, order.quantity);
            return self.order_gone(ix);
        }
        if state.open == 0 {
            // It is being tested and packed.
            return;
        }
        state.cancelled = true;
        let product = state.product;
        let mut lot = 0;
        while let Some(floor) = self.yard.shop.as_mut()
            && let Some(place) = floor.lots.next_of(lot, |l| l.order == ix && !l.on_machine)
        {
            lot = place + 1;
            self.leave_queues(shop, place);
            let Some(floor) = self.yard.shop.as_mut() else { return };
            if let Some(gone) = floor.lots.take(place) {
                self.give_back_cards(shop, &gone, u32::MAX);
                let Some(floor) = self.yard.shop.as_mut() else { return };
                floor.tally.cancel_pieces(product, gone.quantity, now);
                self.lot_gone(ix);
            }
        }
    }

    fn order_gone(&mut self, ix: OrderIx) {
        let now = self.now.0;
        if let Some(floor) = self.yard.shop.as_mut()
            && floor.orders.take(ix.0).is_some()
        {
            floor.tally.cancel(now);
        }
    }
}

/// On which day something happens that has probability `p` on each: geometric law by inverse
/// transform, P(days > d) = (1 - p)^d.
fn days_until(p: f64, u: f64) -> f64 {
    if p >= 1.0 { 1.0 } else { (libm::log(u) / libm::log1p(-p)).ceil().max(1.0) }
}

impl Lot {
    pub(super) fn new(order: OrderIx, number: u32, quantity: u32) -> Self {
        Self {
            order,
            number,
            quantity,
            step: 0,
            returns: 0,
            spoilt: 0,
            cards: 0,
            on_machine: false,
            next: NONE,
        }
    }

    /// The order as a whole, for draws that belong to it.
    fn of(order: OrderIx) -> Self {
        Self { step: 255, ..Self::new(order, 0, 0) }
    }
}

#[cfg(test)]
mod tests {
    use super::days_until;

    #[test]
    fn days_follow_the_geometric_law() {
        assert_eq!([0.999, 0.5].map(|u| days_until(1.0, u)), [1.0, 1.0]);
        let n = 100_000;
        let all = (0..n).map(|k| days_until(0.25, (f64::from(k) + 0.5) / f64::from(n)));
        let (sum, first) = all.fold((0.0, 0), |(s, f), d| (s + d, f + i32::from(d == 1.0)));
        assert!((sum / f64::from(n) - 4.0).abs() < 0.01, "mean {}", sum / f64::from(n));
        assert!((f64::from(first) / f64::from(n) - 0.25).abs() < 1e-4);
    }
}
