//! A job on a machine: set-up, work, what is scrapped, and where it goes next.

use super::super::component::Load;
use super::super::{Floor, ticks};
use super::{Lot, NEVER, NONE, OrderLuck, OrderState, Origin, Waiting};
use crate::plant::model::{MachineIx, Shop};
use sim_core::special::binomial_cdf;

/// The ordinal of a draw for one operation of one job: the number of the order, the lot, the
/// operation and the count of returns side by side.
pub(super) fn ordinal(order: &OrderState, lot: &Lot) -> u64 {
    let number = match order.origin {
        Origin::Drawn(n) | Origin::Store(n) => n,
        Origin::Book(_) => 0,
    };
    number << 36 | u64::from(lot.number) << 16 | u64::from(lot.step) << 8 | u64::from(lot.returns)
}

impl Floor<'_, '_> {
    pub(super) fn luck_of(&self, order: &OrderState) -> OrderLuck {
        let Some(floor) = &self.yard.shop else { return OrderLuck::default() };
        match order.origin {
            Origin::Drawn(_) => floor.drawn,
            Origin::Book(k) => floor.of_book[k as usize],
            Origin::Store(_) => floor.of_store[order.product as usize],
        }
    }

    fn lot_and_order(&self, lot: u32) -> Option<(Lot, OrderState)> {
        let floor = self.yard.shop.as_ref()?;
        let lot = *floor.lots.get(lot)?;
        Some((lot, *floor.orders.get(lot.order.0)?))
    }

    /// A free machine begins the jobs that have been put together: set-up first where the first of
    /// them needs one.
    pub(super) fn begin_jobs(&mut self, m: MachineIx) {
        let now = self.now.0;
        let plant = self.plant;
        let (Some(shop), Some(floor)) = (&plant.shop, self.yard.shop.as_mut()) else { return };
        let together = std::mem::take(&mut floor.together);
        let (mut longest, mut sum) = (0.0_f64, 0.0);
        let mut set_up = 0;
        let mut next = NONE;
        // From the last to the first, so that each knows the next.
        for waiting in together.iter().rev() {
            let Some((lot, order)) = self.lot_and_order(waiting.lot) else { continue };
            let luck = self.luck_of(&order);
            let n = ordinal(&order, &lot);
            let step = &shop.products[order.product as usize].route[lot.step as usize];
            let time = &step.places[waiting.choice as usize].time;
            longest = longest.max(step.per_job.quantile(luck.per_job.uniform_at(n)));
            sum += time.quantile(luck.time.uniform_at(n)) * f64::from(lot.quantity);
            let u = luck.set_up.uniform_at(n);
            let (lasts, spoilt) = self.set_up_for(shop, m, &order, u);
            set_up = lasts;
            let is_first = together.first().is_some_and(|f| f.lot == waiting.lot);
            let spoilt = if is_first { spoilt } else { 0 };
            self.start_lot(shop, m, *waiting, &lot, (next, spoilt));
            next = waiting.lot;
        }
        let (first, order) = match self.lot_and_order(next) {
            Some((_, order)) => (next, order),
            None => return,
        };
        let Some(floor) = self.yard.shop.as_mut() else { return };
        floor.together = together;
        let bench = &mut floor.benches[m.index()];
        (bench.lot, bench.product, bench.order) = (first, order.product, order.number);
        let station = &mut self.station[m];
        if std::mem::take(&mut station.waits) {
            let account = &mut self.account[m];
            account.empty_ticks += now - account.load_since;
        }
        station.load = Load::Working;
        station.remaining = ticks(longest + sum);
        if set_up > 0 {
            self.begin_set_up(m, set_up, 0);
        } else {
            station.running = true;
            station.resumed = now;
            self.schedule_step(m);
        }
        self.settle(m);
    }

    /// A job leaves the queues for a machine; its order has begun.
    fn start_lot(
        &mut self,
        shop: &Shop,
        m: MachineIx,
        waiting: Waiting,
        lot: &Lot,
        (next, spoilt): (u32, u32),
    ) {
        let now = self.now;
        self.leave_queues(shop, waiting.lot);
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let station = floor.benches[m.index()].station;
        floor.take_cards(shop, waiting.lot, station);
        if let Some(order) = floor.orders.get_mut(lot.order.0)
            && order.started == NEVER
        {
            order.started = now.0;
            if let Some(line) = floor.record.get_mut(order.line as usize) {
                line.start = Some(now);
            }
        }
        let Some(lot) = floor.lots.get_mut(waiting.lot) else { return };
        let held = *lot;
        (lot.next, lot.spoilt, lot.on_machine) = (next, spoilt, true);
        for (k, of) in shop.loops.iter().enumerate() {
            if of.to == station {
                lot.cards &= !(1 << k);
            }
        }
        self.give_back_cards(shop, &held, station);
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

    /// The work on a machine's jobs is done.
    #[inline(never)]
    pub(in crate::floor) fn jobs_end(&mut self, m: MachineIx) {
        let plant = self.plant;
        let (Some(shop), Some(floor)) = (&plant.shop, self.yard.shop.as_mut()) else { return };
        let mut at = std::mem::replace(&mut floor.benches[m.index()].lot, NONE);
        let mut pieces = 0;
        while let Some((lot, order)) = self.lot_and_order(at) {
            pieces += u64::from(lot.quantity);
            self.operation_ends(shop, m, at, lot, &order);
            at = lot.next;
        }
        let station = &mut self.station[m];
        station.load = Load::Empty;
        // One piece has been counted already.
        station.completed += u64::saturating_sub(pieces, 1);
        let cycles_due = station.completed >= station.next_cycle_milestone;
        self.try_load(m);
        if cycles_due {
            self.cycle_milestones(m);
        }
        self.settle(m);
    }

    /// Pieces of a job are scrapped, the rest goes on, or back, or is finished.
    fn operation_ends(
        &mut self,
        shop: &Shop,
        m: MachineIx,
        at: u32,
        mut lot: Lot,
        order: &OrderState,
    ) {
        let luck = self.luck_of(order);
        let n = ordinal(order, &lot);
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
        (lot.spoilt, lot.on_machine, lot.next) = (0, false, NONE);
        self.account[m].scrapped += u64::from(scrapped);
        let now = self.now.0;
        let done = lot.quantity == 0 || lot.step as usize == product.route.len();
        let Some(floor) = self.yard.shop.as_mut() else { return };
        floor.tally.scrap(order.product, scrapped, now);
        if order.cancelled {
            floor.lots.take(at);
            floor.tally.cancel_pieces(order.product, lot.quantity, now);
            self.give_back_cards(shop, &lot, u32::MAX);
            self.lot_gone(lot.order);
        } else if done {
            floor.lots.take(at);
            self.lot_finished(&lot, order);
        } else {
            if let Some(place) = floor.lots.get_mut(at) {
                *place = lot;
            }
            self.wait_for_station(at);
        }
    }

    /// The shop's machine waits for a job.
    pub(in crate::floor) fn try_job(&mut self, m: MachineIx) -> bool {
        self.ask_for_job(m);
        false
    }
}

/// How many of `n` pieces are bad, each with probability `p`, by inverse transform of `u`.
pub(super) fn binomial(n: u32, p: f64, u: f64) -> u32 {
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
