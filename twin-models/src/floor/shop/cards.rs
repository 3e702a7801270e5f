//! Loops of cards between two stations (kanban).

use super::super::Floor;
use super::{Lot, ShopFloor};
use crate::plant::model::Shop;

impl ShopFloor {
    /// Does a job lack a card to begin at this station?
    pub(super) fn lacks_card(&self, shop: &Shop, lot: u32, station: usize) -> bool {
        let Some(lot) = self.lots.get(lot) else { return false };
        shop.loops.iter().zip(&self.cards).enumerate().any(|(k, (of, free))| {
            of.from as usize == station && lot.cards & (1 << k) == 0 && *free <= 0
        })
    }

    /// A job that begins at this station takes its cards.
    pub(super) fn take_cards(&mut self, shop: &Shop, lot: u32, station: u32) {
        let Some(lot) = self.lots.get_mut(lot) else { return };
        for (k, (of, free)) in shop.loops.iter().zip(&mut self.cards).enumerate() {
            if of.from == station && lot.cards & (1 << k) == 0 {
                lot.cards |= 1 << k;
                *free -= 1;
            }
        }
    }

    /// Cards that jobs hold, of every loop in turn.
    pub(super) fn cards_held(&self, k: usize) -> i64 {
        self.lots.iter().filter(|l| l.cards & (1 << k) != 0).count() as i64
    }
}

impl Floor<'_, '_> {
    /// A job gives back the cards that end at this station, or (`u32::MAX`) all.
    pub(super) fn give_back_cards(&mut self, shop: &Shop, lot: &Lot, station: u32) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let mut back = false;
        for (k, (of, free)) in shop.loops.iter().zip(&mut floor.cards).enumerate() {
            if lot.cards & (1 << k) != 0 && (station == u32::MAX || of.to == station) {
                *free += 1;
                floor.undecided[of.from as usize] = true;
                back = true;
            }
        }
        if back {
            self.decide_later();
        }
    }

    /// Other numbers of cards from now on.
    pub(super) fn change_cards(&mut self, before: &Shop, after: &Shop) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        for ((free, old), new) in floor.cards.iter_mut().zip(&before.loops).zip(&after.loops) {
            *free += i64::from(new.cards) - i64::from(old.cards);
        }
        floor.undecided.fill(true);
        self.decide_later();
    }
}
