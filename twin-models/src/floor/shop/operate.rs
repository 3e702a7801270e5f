//! A job on a machine: set-up, work, what is scrapped, and where it goes next.

use super::super::component::Load;
use super::super::{Floor, ticks};
use super::{Lot, NEVER, NONE, OrderIx, OrderLuck, OrderState, Origin, Waiting};
use crate::plant::model::{MachineIx, Shop};
use sim_core::SimTime;
use sim_core::special::binomial_cdf;

/// The ordinal of a draw for one operation of one job: the number of the order, the lot, the
/// operation and the count of returns side by side.
fn ordinal(order: &OrderState, lot: &Lot) -> u64 {
    let number = match order.origin {
        Origin::Drawn(n) => n,
        Origin::Book(_) => 0,
    };
    number << 36 | u64::from(lot.number) << 16 | u64::from(lot.step) << 8 | u64::from(lot.returns)
}

impl Floor<'_, '_> {
    fn luck_of(&self, order: &OrderState) -> OrderLuck {
        let Some(floor) = &self.yard.shop else { return OrderLuck::default() };
        match order.origin {
            Origin::Drawn(_) => floor.drawn,
            Origin::Book(k) => floor.of_book[k as usize],
        }
    }

    fn lot_and_order(&self, lot: u32) -> Option<(Lot, OrderState)> {
        let floor = self.yard.shop.as_ref()?;
        let lot = *floor.lots.get(lot)?;
        Some((lot, *floor.orders.get(lot.order.0)?))
    }

    /// A free machine begins a job: set-up first where it needs one.
    pub(super) fn begin_job(&mut self, m: MachineIx, waiting: Waiting) {
        let now = self.now.0;
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        let Some((lot, order)) = self.lot_and_order(waiting.lot) else { return };
        let luck = self.luck_of(&order);
        let n = ordinal(&order, &lot);
        let step = &shop.products[order.product as usize].route[lot.step as usize];
        let time = &step.places[waiting.choice as usize].time;
        let work = step.per_job.quantile(luck.per_job.uniform_at(n))
            + time.quantile(luck.time.uniform_at(n)) * f64::from(lot.quantity);
        let (set_up, spoilt) = self.set_up_for(shop, m, &order, luck.set_up.uniform_at(n));
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let bench = &mut floor.benches[m.index()];
        (bench.lot, bench.product, bench.order) = (waiting.lot, order.product, order.number);
        if let Some(lot) = floor.lots.get_mut(waiting.lot) {
            lot.spoilt = spoilt;
        }
        if let Some(order) = floor.orders.get_mut(lot.order.0)
            && order.started == NEVER
        {
            order.started = now;
            if let Some(line) = floor.record.get_mut(order.line as usize) {
                line.start = Some(SimTime(now));
            }
        }
        let station = &mut self.station[m];
        if std::mem::take(&mut station.waits) {
            let account = &mut self.account[m];
            account.empty_ticks += now - account.load_since;
        }
        station.load = Load::Working;
        station.remaining = ticks(work);
        if set_up > 0 {
            self.begin_set_up(m, set_up, 0);
        } else {
            station.running = true;
            station.resumed = now;
            self.schedule_step(m);
        }
        self.settle(m);
    }

    /// Length of the set-up that an order needs on a machine, and the pieces it spoils.
    fn set_up_for(&self, shop: &Shop, m: MachineIx, order: &OrderState, u: f64) -> (i64, u32) {
        let Some(floor) = &self.yard.shop else { return (0, 0) };
        let bench = &floor.benches[m.index()];
        let station = shop.stations.get(bench.station as usize);
        let Some(matrix) = station.and_then(|s| s.set_up.as_ref()) else { return (0, 0) };
        let Some(before) = shop.products.get(bench.product as usize) else { return (0, 0) };
        if bench.order == order.number {
            return (0, 0);
        }
        let family = shop.products[order.product as usize].family;
        let (law, scrap) = matrix.between((bench.product, before.family), (order.product, family));
        (ticks(law.quantile(u)), scrap)
    }

    /// The work on a job is done: pieces are scrapped, the rest goes on, or back, or is finished.
    #[inline(never)]
    pub(in crate::floor) fn job_ends(&mut self, m: MachineIx) {
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let at = std::mem::replace(&mut floor.benches[m.index()].lot, NONE);
        self.station[m].load = Load::Empty;
        let Some((mut lot, order)) = self.lot_and_order(at) else { return };
        // One piece has been counted already.
        let station = &mut self.station[m];
        station.completed += u64::from(lot.quantity) - 1;
        let cycles_due = station.completed >= station.next_cycle_milestone;
        let luck = self.luck_of(&order);
        let n = ordinal(&order, &lot);
        let product = &shop.products[order.product as usize];
        let step = &product.route[lot.step as usize];
        let good = lot.quantity - lot.spoilt.min(lot.quantity);
        let bad = binomial(good, step.scrap, luck.scrap.uniform_at(n));
        let mut scrapped = lot.quantity - good + bad;
        let back = step.rework.filter(|r| luck.rework.uniform_at(n) < r.probability);
        lot.step += 1;
        if let Some(rework) = back {
            if lot.returns < rework.at_most {
                lot.step = rework.to;
                lot.returns += 1;
            } else {
                scrapped = lot.quantity;
            }
        }
        lot.quantity -= scrapped;
        lot.spoilt = 0;
        self.account[m].scrapped += u64::from(scrapped);
        let now = self.now.0;
        let done = lot.quantity == 0 || lot.step as usize == product.route.len();
        let Some(floor) = self.yard.shop.as_mut() else { return };
        floor.tally.scrap(order.product, scrapped, now);
        if done {
            floor.lots.take(at);
            self.lot_finished(lot.order, lot.quantity);
        } else {
            if let Some(place) = floor.lots.get_mut(at) {
                *place = lot;
            }
            self.wait_for_station(at);
        }
        self.try_load(m);
        if cycles_due {
            self.cycle_milestones(m);
        }
        self.settle(m);
    }

    /// A job has passed its last operation; the last one finishes its order.
    fn lot_finished(&mut self, ix: OrderIx, good: u32) {
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        let now = self.now.0;
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(order) = floor.orders.get_mut(ix.0) else { return };
        order.good += good;
        order.open -= 1;
        floor.tally.leave(order.product, good, now);
        if order.open > 0 {
            return;
        }
        let order = *order;
        floor.orders.take(ix.0);
        floor.tally.finish(&order, shop.late_at_most, now);
        if let Some(line) = floor.record.get_mut(order.line as usize) {
            line.finish = Some(SimTime(now));
            line.good = order.good;
        }
        self.look_at_held_orders();
    }

    /// The shop's machine waits for a job.
    pub(in crate::floor) fn try_job(&mut self, m: MachineIx) -> bool {
        self.ask_for_job(m);
        false
    }
}

/// How many of `n` pieces are bad, each with probability `p`, by inverse transform of `u`.
fn binomial(n: u32, p: f64, u: f64) -> u32 {
    if p <= 0.0 || n == 0 {
        return 0;
    }
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if binomial_cdf(u64::from(middle), u64::from(n), p) >= u {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_pieces_follow_the_binomial_law() {
        assert_eq!(binomial(10, 0.0, 0.999), 0);
        assert_eq!(binomial(10, 1.0, 0.001), 10);
        // P(X = 0) = 0.9^3 = 0.729, P(X <= 1) = 0.972.
        assert_eq!([0.728, 0.730, 0.971, 0.973].map(|u| binomial(3, 0.1, u)), [0, 1, 1, 2]);
        let draws = 20_000;
        let sum: u32 = (0..draws).map(|k| binomial(400, 0.03, (f64::from(k) + 0.5) / 2e4)).sum();
        assert!((f64::from(sum) / f64::from(draws) - 12.0).abs() < 0.01, "{sum}");
    }
}
