//! What the shop counts, month by month, and what must balance.

use super::super::Floor;
use super::super::collect::HOUR;
use super::OrderState;
use crate::outcome::{OrderOutcome, Unit};
use crate::plant::model::Plant;
use sim_core::{RunError, SimDuration};

/// A stock over time: when something enters or leaves, its instant is subtracted or added.
#[derive(Clone, Copy, Debug, Default)]
struct OverTime {
    level: i64,
    ticks: i128,
}

impl OverTime {
    fn change(&mut self, by: i64, now: i64) {
        self.level += by;
        self.ticks -= i128::from(by) * i128::from(now);
    }

    /// Integrated up to now, in hours.
    fn hours(&self, now: i64) -> f64 {
        (self.ticks + i128::from(self.level) * i128::from(now)) as f64 / HOUR
    }
}

/// Counters of one product.
#[derive(Clone, Copy, Debug, Default)]
struct ProductTally {
    released: u64,
    good: u64,
    scrapped: u64,
    in_process: OverTime,
    /// Pieces of finished orders times how late they were \[pieces µs\].
    late: i128,
}

/// Counters of the shop.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) received: u64,
    pub(super) released: u64,
    finished: u64,
    on_time: u64,
    /// Sums over finished orders \[µs\]: from arrival, and from release, to the end.
    lead: i128,
    cycle: i128,
    /// Orders that have arrived and are not finished.
    open: OverTime,
    products: Vec<ProductTally>,
}

impl Tally {
    pub(super) fn new(products: usize) -> Self {
        Self {
            received: 0,
            released: 0,
            finished: 0,
            on_time: 0,
            lead: 0,
            cycle: 0,
            open: OverTime::default(),
            products: vec![ProductTally::default(); products],
        }
    }

    pub(super) fn reset(&mut self) {
        let mut products = std::mem::take(&mut self.products);
        products.fill(ProductTally::default());
        *self = Self { products, ..Self::new(0) };
    }

    /// Orders released and not finished.
    pub(super) fn in_process(&self) -> u64 {
        self.released - self.finished
    }

    pub(super) fn orders_change(&mut self, by: i64, now: i64) {
        self.open.change(by, now);
    }

    pub(super) fn release(&mut self, product: u32, pieces: u32, now: i64) {
        let of = &mut self.products[product as usize];
        of.released += u64::from(pieces);
        of.in_process.change(i64::from(pieces), now);
    }

    pub(super) fn scrap(&mut self, product: u32, pieces: u32, now: i64) {
        let of = &mut self.products[product as usize];
        of.scrapped += u64::from(pieces);
        of.in_process.change(-i64::from(pieces), now);
    }

    /// Good pieces have passed their last operation.
    pub(super) fn leave(&mut self, product: u32, pieces: u32, now: i64) {
        let of = &mut self.products[product as usize];
        of.good += u64::from(pieces);
        of.in_process.change(-i64::from(pieces), now);
    }

    pub(super) fn finish(&mut self, order: &OrderState, most: Option<SimDuration>, now: i64) {
        self.finished += 1;
        self.open.change(-1, now);
        self.lead += i128::from(now - order.arrived);
        self.cycle += i128::from(now - order.released);
        let late = (now - order.due).max(0);
        self.on_time += u64::from(late == 0);
        let late = most.map_or(late, |most| late.min(most.0));
        self.products[order.product as usize].late += i128::from(late) * i128::from(order.quantity);
    }
}

/// The quantities of a plant with a shop, in the order of [`Floor::shop_row`].
pub(in crate::floor) fn quantities(plant: &Plant, add: &mut impl FnMut(&str, &str, Unit, &str)) {
    let Some(shop) = &plant.shop else { return };
    use Unit::{Hours, Jobs, PieceHours, Pieces};
    add("orders_received", "", Jobs, "orders that arrived");
    add("orders_released", "", Jobs, "orders that went to the floor");
    add("orders_finished", "", Jobs, "orders finished");
    add("orders_on_time", "", Jobs, "orders finished by their due date");
    add("orders_late", "", Jobs, "orders finished after their due date");
    add("order_lead_h", "", Hours, "from arrival to end, all orders finished");
    add("order_cycle_h", "", Hours, "from release to end, all orders finished");
    add("orders_open_h", "", Hours, "orders not finished, over time");
    for p in &shop.products {
        add("released_pieces", &p.name, Pieces, "of orders that went to the floor");
        add("finished_pieces", &p.name, Pieces, "good, past their last operation");
        add("scrapped_pieces", &p.name, Pieces, "scrapped at operations and set-ups");
        add("shop_wip_ph", &p.name, PieceHours, "on the floor over time");
        add("late_ph", &p.name, PieceHours, "of orders finished late, times their lateness");
    }
}

impl Floor<'_, '_> {
    /// Appends the shop's cumulative quantities.
    pub(in crate::floor) fn shop_row(&self, row: &mut Vec<f64>) {
        let Some(floor) = &self.yard.shop else { return };
        let now = self.now.0;
        let t = &floor.tally;
        let late = t.finished - t.on_time;
        row.extend([t.received, t.released, t.finished, t.on_time, late].map(|n| n as f64));
        row.extend([t.lead as f64 / HOUR, t.cycle as f64 / HOUR, t.open.hours(now)]);
        for p in &t.products {
            row.extend([p.released, p.good, p.scrapped].map(|n| n as f64));
            row.extend([p.in_process.hours(now), p.late as f64 / HOUR]);
        }
    }

    /// Copies the record of orders.
    pub(in crate::floor) fn orders(&self, out: &mut Vec<OrderOutcome>) {
        out.clear();
        if let Some(floor) = &self.yard.shop {
            out.extend(&floor.record);
        }
    }

    /// Other parameters from now on.
    pub(in crate::floor) fn shop_changes(&mut self, new: &Plant) {
        if let (Some(floor), Some(shop)) = (self.yard.shop.as_mut(), &new.shop) {
            floor.plan(shop);
            self.look_at_held_orders();
        }
    }

    /// Orders received = finished + in process + held; pieces released = good + scrapped + in
    /// process, product by product; every job is on one machine or waits.
    pub(in crate::floor) fn check_shop(&self) -> Result<(), RunError> {
        let Some(floor) = &self.yard.shop else { return Ok(()) };
        let balance = |what: String, expected: u64, found: u64| {
            if expected == found {
                Ok(())
            } else {
                Err(RunError::Balance { what, expected: expected as f64, found: found as f64 })
            }
        };
        let t = &floor.tally;
        let open = floor.orders.len() as u64;
        balance("orders received = finished + open".to_owned(), t.received, t.finished + open)?;
        let held = floor.orders.iter().filter(|o| o.is_held()).count() as u64;
        balance("orders held".to_owned(), held, floor.held.len() as u64)?;
        balance("orders released".to_owned(), t.received, t.released + held)?;
        let Some(shop) = &self.first_plant.shop else { return Ok(()) };
        for (k, (product, p)) in shop.products.iter().zip(&t.products).enumerate() {
            let on_floor = floor
                .lots
                .iter()
                .filter(|l| floor.orders.get(l.order.0).is_some_and(|o| o.product as usize == k));
            let pieces: u64 = on_floor.map(|l| u64::from(l.quantity)).sum();
            let what = format!("pieces of '{}' released = good + scrapped + on the floor", {
                &product.name
            });
            balance(what, p.released, p.good + p.scrapped + pieces)?;
        }
        let on_machines = floor.benches.iter().filter(|b| b.lot != super::NONE).count();
        let first = |w: &&super::Waiting| w.choice == 0;
        let waiting = floor.queues.iter().flatten().filter(first).count();
        let what = "jobs wait or are worked on".to_owned();
        balance(what, floor.lots.len() as u64, (on_machines + waiting) as u64)
    }
}
