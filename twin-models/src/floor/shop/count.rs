//! What the shop counts, month by month, and what must balance.

use super::super::Floor;
use super::super::collect::HOUR;
use super::OrderState;
use crate::outcome::{OrderOutcome, Unit};
use crate::plant::model::Plant;
use sim_core::{RunError, SimDuration};

/// A stock over time: when something enters or leaves, its instant is subtracted or added.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OverTime {
    level: i64,
    ticks: i128,
}

impl OverTime {
    pub(super) fn change(&mut self, by: i64, now: i64) {
        self.level += by;
        self.ticks -= i128::from(by) * i128::from(now);
    }

    /// Integrated up to now, in hours.
    pub(super) fn hours(&self, now: i64) -> f64 {
        (self.ticks + i128::from(self.level) * i128::from(now)) as f64 / HOUR
    }
}

/// Counters of one product.
#[derive(Clone, Copy, Debug, Default)]
struct ProductTally {
    released: u64,
    good: u64,
    scrapped: u64,
    cancelled: u64,
    in_process: OverTime,
    /// Pieces of finished orders times how late they were \[pieces µs\].
    late: i128,
}

/// Counters of the shop.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) received: u64,
    released: u64,
    cancelled: u64,
    /// Orders with jobs on the floor, in all and by family.
    pub(super) on_floor: u64,
    pub(super) of_family: Vec<u64>,
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
    pub(super) fn new(products: usize, families: usize) -> Self {
        Self {
            received: 0,
            released: 0,
            cancelled: 0,
            on_floor: 0,
            of_family: vec![0; families],
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
        let mut of_family = std::mem::take(&mut self.of_family);
        of_family.fill(0);
        *self = Self { products, of_family, ..Self::new(0, 0) };
    }

    pub(super) fn receive(&mut self, now: i64) {
        self.received += 1;
        self.open.change(1, now);
    }

    pub(super) fn release(&mut self, family: u32, product: u32, pieces: u32, now: i64) {
        self.released += 1;
        self.on_floor += 1;
        self.of_family[family as usize] += 1;
        let of = &mut self.products[product as usize];
        of.released += u64::from(pieces);
        of.in_process.change(i64::from(pieces), now);
    }

    /// The last job of an order is gone.
    pub(super) fn leave_floor(&mut self, family: u32) {
        self.on_floor -= 1;
        self.of_family[family as usize] -= 1;
    }

    pub(super) fn cancel(&mut self, now: i64) {
        self.cancelled += 1;
        self.open.change(-1, now);
    }

    pub(super) fn cancel_pieces(&mut self, product: u32, pieces: u32, now: i64) {
        let of = &mut self.products[product as usize];
        of.cancelled += u64::from(pieces);
        of.in_process.change(-i64::from(pieces), now);
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
    add("orders_cancelled", "", Jobs, "orders that nobody wanted any more");
    add("order_lead_h", "", Hours, "from arrival to end, all orders finished");
    add("order_cycle_h", "", Hours, "from release to end, all orders finished");
    add("orders_open_h", "", Hours, "orders not finished, over time");
    for p in &shop.products {
        add("released_pieces", &p.name, Pieces, "of orders that went to the floor");
        add("finished_pieces", &p.name, Pieces, "good, past their last operation");
        add("scrapped_pieces", &p.name, Pieces, "scrapped at operations and set-ups");
        add("cancelled_pieces", &p.name, Pieces, "on the floor when their order was cancelled");
        add("shop_wip_ph", &p.name, PieceHours, "on the floor over time");
        add("late_ph", &p.name, PieceHours, "of orders finished late, times their lateness");
        if p.store.is_some() {
            add("store_taken", &p.name, Pieces, "taken from their store for other products");
            add("store_gained", &p.name, Pieces, "put into their store from other products");
            add("store_ph", &p.name, PieceHours, "in their store over time");
        }
    }
}

impl Floor<'_, '_> {
    /// Appends the shop's cumulative quantities.
    pub(in crate::floor) fn shop_row(&self, row: &mut Vec<f64>) {
        let Some(floor) = &self.yard.shop else { return };
        let now = self.now.0;
        let t = &floor.tally;
        let late = t.finished - t.on_time;
        let orders = [t.received, t.released, t.finished, t.on_time, late, t.cancelled];
        row.extend(orders.map(|n| n as f64));
        row.extend([t.lead as f64 / HOUR, t.cycle as f64 / HOUR, t.open.hours(now)]);
        let Some(shop) = &self.plant.shop else { return };
        for ((p, stored), product) in t.products.iter().zip(&floor.stores).zip(&shop.products) {
            row.extend([p.released, p.good, p.scrapped, p.cancelled].map(|n| n as f64));
            row.extend([p.in_process.hours(now), p.late as f64 / HOUR]);
            if product.store.is_some() {
                row.extend([stored.taken as f64, stored.gained as f64]);
                row.push(stored.over_time.hours(now));
            }
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
    pub(in crate::floor) fn shop_changes(&mut self, before: &Plant, new: &Plant) {
        let (Some(old), Some(shop)) = (&before.shop, &new.shop) else { return };
        if let Some(floor) = self.yard.shop.as_mut() {
            floor.plan(shop);
        }
        self.change_cards(old, shop);
        self.look_at_held_orders();
    }

    /// Orders received = finished + in process + held; pieces released = good + scrapped + in
    /// process, product by product; every job is on one machine or waits.
    pub(in crate::floor) fn check_shop(&self) -> Result<(), RunError> {
        let Some(floor) = &self.yard.shop else { return Ok(()) };
        // A name is made only for a balance that does not close.
        let balance = |what: &dyn Fn() -> String, expected: u64, found: u64| {
            if expected == found {
                Ok(())
            } else {
                Err(RunError::Balance {
                    what: what(),
                    expected: expected as f64,
                    found: found as f64,
                })
            }
        };
        let t = &floor.tally;
        let open = floor.orders.len() as u64;
        let ended = t.finished + t.cancelled;
        balance(&|| "orders received = ended + open".to_owned(), t.received, ended + open)?;
        let held = floor.orders.iter().filter(|o| o.is_held()).count() as u64;
        balance(&|| "orders held".to_owned(), held, floor.held.len() as u64)?;
        let on_floor = floor.orders.iter().filter(|o| o.open > 0).count() as u64;
        balance(&|| "orders on the floor".to_owned(), on_floor, t.on_floor)?;
        let Some(shop) = &self.first_plant.shop else { return Ok(()) };
        for (k, (product, p)) in shop.products.iter().zip(&t.products).enumerate() {
            let on_floor = floor
                .lots
                .iter()
                .filter(|l| floor.orders.get(l.order.0).is_some_and(|o| o.product as usize == k));
            let pieces: u64 = on_floor.map(|l| u64::from(l.quantity)).sum();
            let what = || {
                let name = &product.name;
                format!("pieces of '{name}' released = good + scrapped + cancelled + on the floor")
            };
            balance(&what, p.released, p.good + p.scrapped + p.cancelled + pieces)?;
            if product.store.is_some() {
                let stored = &floor.stores[k];
                let what = || format!("pieces of '{}' in store", product.name);
                balance(&what, stored.expected(p.good), stored.at_hand)?;
            }
        }
        for (k, of) in self.plant.shop.iter().flat_map(|s| &s.loops).enumerate() {
            let free = floor.cards[k];
            if free + floor.cards_held(k) != i64::from(of.cards) {
                let what = format!("cards of '{}'", of.name);
                let (expected, found) = (f64::from(of.cards), free as f64);
                return Err(RunError::Balance { what, expected, found });
            }
        }
        let on_machines = floor.lots.iter().filter(|l| l.on_machine).count();
        let first = |w: &&super::Waiting| w.choice == 0;
        let waiting = floor.queues.iter().flatten().filter(first).count();
        let what = || "jobs wait or are worked on".to_owned();
        balance(&what, floor.lots.len() as u64, (on_machines + waiting) as u64)
    }
}
