//! Who works on what next: the dispatch rules of the stations.

use super::super::Floor;
use super::super::component::Load;
use super::{Later, NONE, ShopFloor, Waiting};
use crate::plant::model::{Dispatch, MachineIx, Shop, ShopStation};

/// What a rule makes of a waiting job: class, key of the rule, number of the order, of the lot. The
/// smallest goes first.
type Rank = (u32, f64, u64, u32);

impl Floor<'_, '_> {
    /// All other events of this instant are done: orders are released, free machines take jobs.
    pub(in crate::floor) fn dispatch_jobs(&mut self) {
        self.release_held_orders();
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        // A machine may leave a job to a better one, which then takes another job: look again.
        let mut taken = true;
        while std::mem::take(&mut taken) {
            for k in 0..shop.stations.len() {
                if self.yard.shop.as_ref().is_some_and(|f| f.undecided[k]) {
                    taken |= self.serve_station(shop, k);
                }
            }
        }
        if let Some(floor) = self.yard.shop.as_mut() {
            floor.undecided.fill(false);
        }
    }

    /// Idle machines of a station take jobs. False: none did.
    fn serve_station(&mut self, shop: &Shop, station: usize) -> bool {
        let mut taken = false;
        for m in &shop.stations[station].machines {
            if !self.is_free(*m) {
                continue;
            }
            let Some(first) = self.next_job(shop, station, *m) else { continue };
            if !self.put_together(shop, station, first) {
                continue;
            }
            self.begin_jobs(*m);
            taken = true;
        }
        taken
    }

    /// May it begin a job now?
    fn is_free(&self, m: MachineIx) -> bool {
        let station = &self.station[m];
        station.load == Load::Empty && station.halts == 0
    }

    /// The job that a free machine begins.
    fn next_job(&self, shop: &Shop, station: usize, m: MachineIx) -> Option<Waiting> {
        let floor = self.yard.shop.as_ref()?;
        let here = &shop.stations[station];
        let open = |w: &&Waiting| {
            !self.is_for_better(shop, floor, w) && !floor.lacks_card(shop, w.lot, station)
        };
        let first = best(floor.queues[station].iter().filter(open), |w| {
            floor.rank(here, here.dispatch, w, self.now.0)
        })?;
        let Dispatch::SetUpAvoiding(window) = here.dispatch else { return Some(*first) };
        let product = floor.benches[m.index()].product;
        let Some(family) = shop.products.get(product as usize).map(|p| p.family) else {
            return Some(*first);
        };
        let (urgent, due, ..) = floor.rank(here, here.dispatch, first, self.now.0);
        let same = |w: &&Waiting| {
            let rank = floor.rank(here, here.dispatch, w, self.now.0);
            let product = floor.product_of(w.lot);
            rank.0 == urgent
                && rank.1 <= due + window.0 as f64
                && product.is_some_and(|p| shop.products[p as usize].family == family)
        };
        let of_family = best(floor.queues[station].iter().filter(open).filter(same), |w| {
            floor.rank(here, here.dispatch, w, self.now.0)
        });
        Some(*of_family.unwrap_or(first))
    }

    /// The jobs that begin with `first`: it alone, or its batch. False: a larger batch may come.
    fn put_together(&mut self, shop: &Shop, station: usize, first: Waiting) -> bool {
        let now = self.now.0;
        let Some(floor) = self.yard.shop.as_mut() else { return false };
        let mut together = std::mem::take(&mut floor.together);
        together.clear();
        together.push(first);
        let mut ready = true;
        if let Some(batch) = &shop.stations[station].batch {
            let family = |lot: u32| {
                floor.product_of(lot).map(|product| shop.products[product as usize].family)
            };
            let pieces = |lot: u32| floor.lots.get(lot).map_or(0, |l| l.quantity);
            let of = family(first.lot);
            let (mut sum, mut since) = (pieces(first.lot), first.since);
            for w in &floor.queues[station] {
                let fits = sum.saturating_add(pieces(w.lot)) <= batch.at_most;
                let lacks = floor.lacks_card(shop, w.lot, station);
                if w.lot != first.lot && fits && !lacks && family(w.lot) == of {
                    together.push(*w);
                    sum += pieces(w.lot);
                    since = since.min(w.since);
                }
            }
            ready = sum >= batch.at_least || now >= since.saturating_add(batch.max_wait.0);
        }
        floor.together = together;
        ready
    }

    /// A machine of a station that comes before this one in the operation's order is free.
    fn is_for_better(&self, shop: &Shop, floor: &ShopFloor, waiting: &Waiting) -> bool {
        if waiting.choice == 0 {
            return false;
        }
        let Some(places) = floor.places(shop, waiting.lot) else { return false };
        places[..waiting.choice as usize]
            .iter()
            .any(|p| shop.stations[p.station as usize].machines.iter().any(|m| self.is_free(*m)))
    }

    /// A job waits for its operation at every station that can do it.
    pub(super) fn wait_for_station(&mut self, lot: u32) {
        let (plant, now) = (self.plant, self.now.0);
        let Some(shop) = &plant.shop else { return };
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(places) = floor.places(shop, lot) else { return };
        for (choice, place) in (0..).zip(places) {
            floor.queues[place.station as usize].push(Waiting { lot, choice, since: now });
            floor.undecided[place.station as usize] = true;
        }
        for place in places {
            if let Some(batch) = &shop.stations[place.station as usize].batch
                && batch.at_least > 1
            {
                let at = now.saturating_add(batch.max_wait.0);
                self.do_later(at, Later::Wake(place.station));
            }
        }
        self.decide_later();
    }

    pub(super) fn leave_queues(&mut self, shop: &Shop, lot: u32) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(places) = floor.places(shop, lot) else { return };
        for place in places {
            floor.queues[place.station as usize].retain(|w| w.lot != lot);
        }
    }

    /// A machine of the shop is free, or works again.
    pub(in crate::floor) fn ask_for_job(&mut self, m: MachineIx) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let station = floor.benches[m.index()].station;
        if station != NONE {
            floor.undecided[station as usize] = true;
            self.decide_later();
        }
    }
}

impl ShopFloor {
    fn product_of(&self, lot: u32) -> Option<u32> {
        let lot = self.lots.get(lot)?;
        Some(self.orders.get(lot.order.0)?.product)
    }

    /// Where the operation can be done for which a job waits.
    pub(super) fn places<'p>(
        &self,
        shop: &'p Shop,
        lot: u32,
    ) -> Option<&'p [crate::plant::model::Place]> {
        let product = &shop.products[self.product_of(lot)? as usize];
        Some(&product.route[self.lots.get(lot)?.step as usize].places)
    }

    fn rank(&self, station: &ShopStation, rule: Dispatch, waiting: &Waiting, now: i64) -> Rank {
        let last = (u32::MAX, f64::INFINITY, u64::MAX, u32::MAX);
        let Some(lot) = self.lots.get(waiting.lot) else { return last };
        let Some(order) = self.orders.get(lot.order.0) else { return last };
        let class = if station.priority_first { order.priority } else { 0 };
        let left = &self.left[order.product as usize];
        let work_from = |step: usize| {
            let (per_job, per_piece) = left.get(step).copied().unwrap_or_default();
            per_job + per_piece * f64::from(lot.quantity)
        };
        let step = lot.step as usize;
        let until_due = (order.due - now) as f64;
        let key = match rule {
            Dispatch::Fifo => waiting.since as f64,
            Dispatch::Edd | Dispatch::SetUpAvoiding(_) => order.due as f64,
            // A place is a whole number below 2^53 in size.
            Dispatch::Plan => order.place as f64,
            Dispatch::Spt => work_from(step) - work_from(step + 1),
            Dispatch::CriticalRatio => until_due / work_from(step).max(1.0),
            Dispatch::SlackPerOperation => {
                (until_due - work_from(step)) / (left.len() - step) as f64
            }
        };
        (class, key, order.number, lot.number)
    }
}

/// The first of the best.
fn best<'w>(
    waiting: impl Iterator<Item = &'w Waiting>,
    rank: impl Fn(&Waiting) -> Rank,
) -> Option<&'w Waiting> {
    let mut found: Option<(&Waiting, Rank)> = None;
    for w in waiting {
        let here = rank(w);
        if found.is_none_or(|(_, best)| here < best) {
            found = Some((w, here));
        }
    }
    found.map(|(w, _)| w)
}
