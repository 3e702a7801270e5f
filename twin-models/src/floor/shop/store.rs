//! Stores of finished pieces that go into other products, filled up by orders of their own.

use super::super::Floor;
use super::count::OverTime;
use super::{OrderState, Origin, ShopFloor};
use crate::plant::model::{Shop, Store};

/// The pieces of one product in its store.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stored {
    initial: u64,
    pub(super) at_hand: u64,
    /// Asked for by orders that are not released.
    asked_for: u64,
    /// In orders that the store has placed.
    on_order: u64,
    /// Orders placed.
    orders: u64,
    pub(super) gained: u64,
    pub(super) taken: u64,
    pub(super) over_time: OverTime,
}

impl Stored {
    pub(super) fn new(store: Option<&Store>) -> Self {
        let initial = store.map_or(0, |s| s.initial);
        let mut over_time = OverTime::default();
        over_time.change(i64::from(initial), 0);
        Self {
            initial: u64::from(initial),
            at_hand: u64::from(initial),
            over_time,
            ..Self::default()
        }
    }

    /// Finished pieces come in.
    pub(super) fn put(&mut self, pieces: u32, now: i64) {
        self.at_hand += u64::from(pieces);
        self.over_time.change(i64::from(pieces), now);
    }

    /// Pieces come in that fell off another product.
    pub(super) fn gain(&mut self, pieces: u32, now: i64) {
        self.gained += u64::from(pieces);
        self.put(pieces, now);
    }

    /// Pieces that should be there: those at the start, finished, and gained, less those taken.
    pub(super) fn expected(&self, finished: u64) -> u64 {
        (self.initial + finished + self.gained).saturating_sub(self.taken)
    }
}

impl ShopFloor {
    /// A released order takes its parts.
    pub(super) fn take_parts(&mut self, shop: &Shop, product: u32, quantity: u32, now: i64) {
        self.need_less(shop, product, quantity);
        for (part, count) in &shop.products[product as usize].parts {
            let stored = &mut self.stores[*part as usize];
            let pieces = u64::from(*count) * u64::from(quantity);
            stored.at_hand -= pieces;
            stored.taken += pieces;
            stored.over_time.change(-(pieces as i64), now);
        }
    }

    /// An order waits for its parts no longer.
    pub(super) fn need_less(&mut self, shop: &Shop, product: u32, quantity: u32) {
        for (part, count) in &shop.products[product as usize].parts {
            self.stores[*part as usize].asked_for -= u64::from(*count) * u64::from(quantity);
        }
    }
}

impl Floor<'_, '_> {
    /// The stores of every product look whether they must order at the start of a run.
    pub(super) fn first_orders_of_stores(&mut self, shop: &Shop) {
        for product in 0..shop.products.len() as u32 {
            self.fill_up(shop, product);
        }
    }

    /// An order that has arrived asks for its parts.
    pub(super) fn ask_for_parts(&mut self, shop: &Shop, order: &OrderState) {
        for (part, count) in &shop.products[order.product as usize].parts {
            if let Some(floor) = self.yard.shop.as_mut() {
                floor.stores[*part as usize].asked_for +=
                    u64::from(*count) * u64::from(order.quantity);
            }
            self.fill_up(shop, *part);
        }
    }

    /// A store's own order has ended; with scrap less has come than it expected.
    pub(super) fn store_order_ends(&mut self, shop: &Shop, order: &OrderState) {
        if matches!(order.origin, Origin::Store(_)) {
            if let Some(floor) = self.yard.shop.as_mut() {
                floor.stores[order.product as usize].on_order -= u64::from(order.quantity);
            }
            self.fill_up(shop, order.product);
        }
    }

    /// Places an order where the store's position has come down to its reorder point.
    fn fill_up(&mut self, shop: &Shop, product: u32) {
        let now = self.now.0;
        let Some(store) = &shop.products[product as usize].store else { return };
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let stored = &mut floor.stores[product as usize];
        let wanted = u64::from(store.reorder_at) + stored.asked_for + 1;
        let lot = u64::from(store.lot);
        let missing = wanted.saturating_sub(stored.at_hand + stored.on_order);
        let lots = missing.div_ceil(lot).min(u64::from(Shop::MOST_PIECES) / lot);
        if lots == 0 {
            return;
        }
        let origin = Origin::Store(stored.orders);
        stored.orders += 1;
        stored.on_order += lots * lot;
        let due = now.saturating_add(store.lead.0);
        let pieces = (lots * lot) as u32;
        let order = OrderState::new(origin, product, pieces, due, store.priority);
        self.order_arrives(shop, order);
    }
}
