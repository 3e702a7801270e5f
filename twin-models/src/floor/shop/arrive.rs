//! How orders come: by chance, with a law of their own, or from the book.

use super::super::timer::Timer;
use super::super::{Floor, ticks};
use super::{NEVER, NONE, OrderIx, OrderState, Origin};
use crate::outcome::{OrderId, OrderOutcome};
use crate::plant::calendar::{Calendar, TICKS_PER_DAY};
use crate::plant::model::{DrawnOrders, Plant, Shop};
use jiff::ToSpan;
use sim_core::{Distribution, RunError, SimDuration, SimTime};

/// Slots of [`Timer::Order`].
const DRAWN: u32 = 0;
const BOOK: u32 = 1;

impl Floor<'_, '_> {
    /// The first orders of a run.
    pub(in crate::floor) fn begin_shop(&mut self) {
        if self.plant.shop.is_some() {
            self.schedule_drawn_order();
            self.schedule_order_of_book();
        }
    }

    /// An order arrives.
    pub(in crate::floor) fn order_due(&mut self, slot: u32) {
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        match (slot, &shop.drawn) {
            (DRAWN, Some(drawn)) => self.drawn_order(shop, drawn),
            (DRAWN, None) => {}
            _ => self.order_of_book(shop),
        }
    }

    fn drawn_order(&mut self, shop: &Shop, drawn: &DrawnOrders) {
        let now = self.now.0;
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
        self.order_arrives(
            shop,
            OrderState {
                origin: Origin::Drawn(n),
                number: 0,
                product: line.product,
                quantity: quantity.clamp(1.0, most) as u32,
                priority: line.priority,
                arrived: now,
                released: NEVER,
                started: NEVER,
                due: now.saturating_add(lead),
                open: 0,
                good: 0,
                line: NONE,
            },
        );
    }

    fn order_of_book(&mut self, shop: &Shop) {
        let now = self.now.0;
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let k = floor.next_of_book;
        floor.next_of_book += 1;
        let Some(order) = shop.book.get(k) else { return };
        self.schedule_order_of_book();
        self.order_arrives(
            shop,
            OrderState {
                origin: Origin::Book(k as u32),
                number: 0,
                product: order.product,
                quantity: order.quantity,
                priority: order.priority,
                arrived: now,
                released: NEVER,
                started: NEVER,
                due: order.due.0,
                open: 0,
                good: 0,
                line: NONE,
            },
        );
    }

    /// An order is known; it is released when nothing holds it.
    fn order_arrives(&mut self, shop: &Shop, mut order: OrderState) {
        let most = self.limits.queue_length;
        let Some(floor) = self.yard.shop.as_mut() else { return };
        order.number = floor.tally.received;
        if shop.record {
            order.line = floor.record.len() as u32;
            floor.record.push(OrderOutcome {
                id: match order.origin {
                    Origin::Drawn(n) => OrderId::Drawn(n),
                    Origin::Book(k) => OrderId::Book(k),
                },
                product: order.product,
                quantity: order.quantity,
                arrival: SimTime(order.arrived),
                due: SimTime(order.due),
                release: None,
                start: None,
                finish: None,
                good: 0,
            });
        }
        floor.tally.orders_change(1, order.arrived);
        floor.tally.received += 1;
        let ix = OrderIx(floor.orders.put(order));
        floor.held.push(ix);
        if floor.orders.len() as u64 > most {
            let size = floor.orders.len() as u64;
            let place = "orders not finished".to_owned();
            self.fault = Some(RunError::Unbounded { at: self.now, place, size });
        }
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
