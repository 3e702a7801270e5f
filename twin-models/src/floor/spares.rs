//! Spare parts: base stock, one for one; an emergency purchase where the shelf is empty.

use super::timer::Timer;
use super::{Floor, ticks};
use crate::plant::model::PartIx;
use crate::trace::Happening;
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// Asks for one part. `None`: it is in hand. Otherwise the instant at which it arrives.
    ///
    /// An empty shelf is met by the order under way that comes first, or, where `urgent`, by an
    /// emergency purchase if that comes sooner. Every part asked for is ordered again, so that
    /// stock and orders always add up to the base stock.
    pub(super) fn request_part(&mut self, part: PartIx, urgent: bool) -> Option<i64> {
        let plant = self.plant;
        let now = self.now.0;
        let spare = &plant.parts[part.index()];
        self.book_shelf(part);
        let shelf = &mut self.shelf[part];
        shelf.bought += 1;
        if shelf.on_hand > 0 {
            shelf.on_hand -= 1;
            self.replace(part);
            return None;
        }
        let emergency = urgent.then_some(spare.emergency_lead.as_ref()).flatten().map(|law| {
            let u = shelf.emergency_lead.uniform();
            now.saturating_add(ticks(law.quantile(u)))
        });
        let coming = shelf.coming.first().copied();
        match (emergency, coming) {
            (Some(at), None) => {
                shelf.emergency += 1;
                Some(at)
            }
            (Some(at), Some(open)) if at < open => {
                shelf.emergency += 1;
                Some(at)
            }
            (_, Some(open)) => {
                shelf.coming.remove(0);
                self.replace(part);
                Some(open)
            }
            (None, None) => {
                let u = shelf.lead.uniform();
                let at = now.saturating_add(ticks(spare.lead.quantile(u)));
                self.yard.transit.push(SimTime(at), part);
                self.schedule_delivery();
                Some(at)
            }
        }
    }

    /// A part has been taken: it is ordered again, unless there is one too many already.
    fn replace(&mut self, part: PartIx) {
        let shelf = &mut self.shelf[part];
        if shelf.surplus > 0 {
            shelf.surplus -= 1;
            shelf.bought -= 1;
        } else {
            self.reorder(part);
        }
    }

    /// The job that had claimed the order arriving at `at` is dropped: the part goes to the shelf.
    pub(super) fn give_back(&mut self, part: PartIx, at: i64) {
        let shelf = &mut self.shelf[part];
        let place = shelf.coming.partition_point(|c| *c <= at);
        shelf.coming.insert(place, at);
        shelf.surplus += 1;
    }

    /// Orders one part for the shelf.
    fn reorder(&mut self, part: PartIx) {
        let now = self.now.0;
        let shelf = &mut self.shelf[part];
        let u = shelf.lead.uniform();
        let at = now.saturating_add(ticks(self.plant.parts[part.index()].lead.quantile(u)));
        let place = shelf.coming.partition_point(|c| *c <= at);
        shelf.coming.insert(place, at);
        self.yard.transit.push(SimTime(at), part);
        self.schedule_delivery();
    }

    fn schedule_delivery(&mut self) {
        let slot = self.slots.slot(Timer::Delivery, 0);
        match self.yard.transit.due() {
            Some(at) => self.schedule(slot, at),
            None => self.list.cancel(slot),
        }
    }

    /// A delivery: it goes to the shelf unless a waiting job has claimed it.
    pub(super) fn delivery(&mut self) {
        while self.yard.transit.due().is_some_and(|at| at <= self.now) {
            let Some((at, part)) = self.yard.transit.pop() else { break };
            self.book_shelf(part);
            self.tell_of(Happening::Delivery { part });
            let shelf = &mut self.shelf[part];
            if let Some(place) = shelf.coming.iter().position(|c| *c == at.0) {
                shelf.coming.remove(place);
                shelf.on_hand += 1;
            }
        }
        self.schedule_delivery();
    }

    /// A base stock raised or lowered by a change of the plant.
    pub(super) fn base_stock_changes(&mut self, part: PartIx, before: u32, after: u32) {
        for _ in before..after {
            self.shelf[part].bought += 1;
            self.reorder(part);
        }
        if after < before {
            self.book_shelf(part);
            let shelf = &mut self.shelf[part];
            shelf.on_hand = shelf.on_hand.saturating_sub(before - after);
        }
    }

    pub(super) fn book_shelf(&mut self, part: PartIx) {
        let now = self.now.0;
        let shelf = &mut self.shelf[part];
        shelf.integral += f64::from(shelf.on_hand) * (now - shelf.since) as f64;
        shelf.since = now;
    }
}
