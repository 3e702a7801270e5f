//! How orders come: by chance, with a law of their own, or from the book.

use super::super::timer::Timer;
use super::super::{Floor, ticks};
use super::planning::planned;
use super::{OrderIx, OrderState, Origin};
use crate::outcome::{OrderId, OrderOutcome};
use crate::plant::calendar::{Calendar, TICKS_PER_DAY};
use crate::plant::model::{DrawnOrders, Order, Plant, Shop};
use jiff::ToSpan;
use sim_core::{Distribution, RunError, SimDuration, SimTime};

/// Slots of [`Timer::Order`].
const DRAWN: u32 = 0;
const BOOK: u32 = 1;
pub(super) const LATER: u32 = 2;

impl Floor<'_, '_> {
    /// The first orders of a run.
    pub(in crate::floor) fn begin_shop(&mut self) {
        let plant = self.plant;
        if let Some(shop) = &plant.shop {
            self.schedule_drawn_order();
            self.schedule_order_of_book();
            self.next_review(shop);
            self.first_orders_of_stores(shop);
        }
    }

    /// An order arrives, or something is to happen to one.
    pub(in crate::floor) fn order_due(&mut self, slot: u32) {
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        match (slot, &shop.drawn) {
            (DRAWN, Some(drawn)) => self.drawn_order(shop, drawn),
            (DRAWN, None) => {}
            (BOOK, _) => self.order_of_book(shop),
            _ => self.later_is_now(),
        }
    }

    fn drawn_order(&mut self, shop: &Shop, drawn: &DrawnOrders) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let n = floor.drawn_so_far;
        floor.drawn_so_far += 1;
        let coming = floor.coming;
        let u = coming.product.uniform_at(n);
        let line = drawn.mix.iter().find(|l| u < l.up_to).or(drawn.mix.last());
        let Some(line) = line else { return };
        let most = f64::from(Shop::MOST_PIECES);
        let quantity = line.quantity.quantile(coming.quantity.uniform_at(n)).round();
        let lead = ticks(line.lead.quantile(coming.lead.uniform_at(n)));
        self.schedule_drawn_order();
        let origin = Origin::Drawn(n);
        let pieces = quantity.clamp(1.0, most) as u32;
        let due = self.now.0.saturating_add(lead);
        self.order_arrives(shop, OrderState::new(origin, line.product, pieces, due, line.priority));
    }

    fn order_of_book(&mut self, shop: &Shop) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let k = floor.next_of_book;
        floor.next_of_book += 1;
        let Some(order) = shop.book.get(k) else { return };
        self.schedule_order_of_book();
        let origin = Origin::Book(k as u32);
        let Order { product, quantity, due, priority, sequence, .. } = order;
        let mut state = OrderState::new(origin, *product, *quantity, due.0, *priority);
        if let Some(sequence) = sequence {
            state.place = planned(u64::from(*sequence));
        }
        self.order_arrives(shop, state);
    }

    /// An order is known; it is released when nothing holds it.
    pub(super) fn order_arrives(&mut self, shop: &Shop, mut order: OrderState) {
        let now = self.now;
        let most = self.limits.queue_length;
        let Some(floor) = self.yard.shop.as_mut() else { return };
        order.arrived = now.0;
        order.number = floor.tally.received;
        order.place = floor.place_in_plan(&order);
        if shop.record {
            order.line = floor.record.len() as u32;
            floor.record.push(OrderOutcome {
                id: match order.origin {
                    Origin::Drawn(n) => OrderId::Drawn(n),
                    Origin::Book(k) => OrderId::Book(k),
                    Origin::Store(n) => OrderId::Store(n),
                },
                product: order.product,
                quantity: order.quantity,
                arrival: now,
                due: SimTime(order.due),
                release: None,
                start: None,
                finish: None,
                good: 0,
            });
        }
        floor.tally.receive(now.0);
        let ix = OrderIx(floor.orders.put(order));
        floor.held.push(ix);
        let open = floor.orders.len() as u64;
        if open > most {
            let place = "orders not finished".to_owned();
            self.fault = Some(RunError::Unbounded { at: now, place, size: open });
        }
        self.cancel_later(shop, ix, &order);
        self.ask_for_parts(shop, &order);
        self.plan_material(&shop.products[order.product as usize].materials, order.quantity);
        self.look_at_held_orders();
    }

    fn schedule_order_of_book(&mut self) {
        let Some(shop) = &self.plant.shop else { return };
        let Some(floor) = &self.yard.shop else { return };
        if let Some(order) = shop.book.get(floor.next_of_book) {
            let slot = self.slots.slot(Timer::Order, BOOK);
            self.schedule(slot, SimTime(order.release.0));
        }
    }

    fn schedule_drawn_order(&mut self) {
        let plant = self.plant;
        let Some(drawn) = plant.shop.as_ref().and_then(|s| s.drawn.as_ref()) else { return };
        let Some(floor) = &self.yard.shop else { return };
        let u = floor.coming.every.uniform_at(floor.drawn_so_far);
        let spread = (drawn.cv > 0.0).then(|| Distribution::lognormal(1.0, drawn.cv).ok());
        let (spread, luck) = (spread.flatten(), floor.coming.month);
        let frequency = |day: i64| {
            let date = plant.start.checked_add(day.days()).ok()?;
            if drawn.working_days && !is_working_day(plant, date) {
                return Some(0.0);
            }
            let month = date.month() as usize - 1;
            let ordinal = i64::from(date.year()) * 12 + month as i64;
            let chance =
                spread.as_ref().map_or(1.0, |law| law.quantile(luck.uniform_at(ordinal as u64)));
            Some(drawn.season[month] * chance)
        };
        let need = drawn.every.quantile(u) * 1e6;
        let slot = self.slots.slot(Timer::Order, DRAWN);
        if let Some(at) = after(self.now.0, need, self.end.0, frequency) {
            self.schedule(slot, SimTime(at));
        }
    }
}

/// The instant at which `need` microseconds of a clock that runs at `frequency` of the day have
/// passed since `now`; `None` at or after `end`.
fn after(now: i64, mut need: f64, end: i64, frequency: impl Fn(i64) -> Option<f64>) -> Option<i64> {
    let mut at = now;
    while at < end {
        let day = at / TICKS_PER_DAY;
        let midnight = (day + 1) * TICKS_PER_DAY;
        let runs = frequency(day)?;
        let offered = (midnight - at) as f64 * runs;
        if offered > need {
            return Some(at + SimDuration::from_seconds(need / runs * 1e-6).0);
        }
        need -= offered;
        at = midnight;
    }
    None
}

/// Does a shift begin on this day, which is not a closed one?
fn is_working_day(plant: &Plant, date: jiff::civil::Date) -> bool {
    let Calendar { shifts, closed, .. } = &plant.calendar;
    let from = i64::from(date.weekday().to_monday_zero_offset()) * TICKS_PER_DAY;
    let begins = shifts.iter().any(|w| w.from < from + TICKS_PER_DAY && from < w.to);
    (shifts.is_empty() || begins) && !closed.iter().any(|(a, b)| *a <= date && date <= *b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_orders_stands_still_on_free_days() {
        let day = TICKS_PER_DAY;
        let week = |d: i64| Some([1.0, 1.0, 0.0, 0.0, 2.0][(d % 5) as usize]);
        let at = |now: i64, need: i64| after(now, need as f64, 100 * day, week);
        assert_eq!(at(0, day / 2), Some(day / 2));
        assert_eq!(at(day, day + day / 2), Some(4 * day + day / 4));
        assert_eq!(at(day / 2, day), Some(day + day / 2));
        assert_eq!(after(0, 9.0 * day as f64, 4 * day, week), None);
    }
}
