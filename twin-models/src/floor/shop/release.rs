//! Which orders may go to the floor: the one place where other parts of the plant can say "not yet".

use super::super::Floor;
use super::super::timer::Timer;
use super::{Lot, NEVER, OrderIx};
use sim_core::SimTime;

/// Why an order is not released yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// As many orders are in process as may be at once.
    Limit,
    /// Parts are missing in a store.
    Parts,
    /// Material is missing.
    Material,
}

impl Floor<'_, '_> {
    /// What holds an order back now, if anything. Asked in order of due date whenever
    /// [`look_at_held_orders`](Self::look_at_held_orders) has been called; whoever holds an order
    /// back calls that when it may be otherwise.
    fn hold_of(&mut self, order: OrderIx) -> Option<Hold> {
        let shop = self.plant.shop.as_ref()?;
        let floor = self.yard.shop.as_ref()?;
        let order = floor.orders.get(order.0)?;
        let product = &shop.products[order.product as usize];
        let tally = &floor.tally;
        let reached = |limit: Option<u32>, now: u64| limit.is_some_and(|l| now >= u64::from(l));
        let family = product.family as usize;
        let of_family = shop.at_most_of_family.get(family).copied().flatten();
        if reached(shop.at_most_in_process, tally.on_floor)
            || reached(of_family, tally.of_family[family])
        {
            return Some(Hold::Limit);
        }
        let missing = |(part, count): &(u32, u32)| {
            floor.stores[*part as usize].at_hand < u64::from(*count) * u64::from(order.quantity)
        };
        if product.parts.iter().any(missing) {
            return Some(Hold::Parts);
        }
        let pieces = order.quantity;
        (!self.has_material(&product.materials, pieces)).then_some(Hold::Material)
    }

    /// Something has changed that may have held orders back: they are looked at when the other
    /// events of this instant are done.
    pub(in crate::floor) fn look_at_held_orders(&mut self) {
        if let Some(floor) = self.yard.shop.as_mut() {
            floor.look_at_held = true;
            self.decide_later();
        }
    }

    /// Has the shop decide when the other events of this instant are done.
    pub(super) fn decide_later(&mut self) {
        let slot = self.slots.slot(Timer::Dispatch, 0);
        let now = self.now;
        self.schedule(slot, now);
    }

    /// Releases every held order that nothing holds any more, by due date, then by arrival.
    pub(super) fn release_held_orders(&mut self) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        if !std::mem::take(&mut floor.look_at_held) {
            return;
        }
        let mut held = std::mem::take(&mut floor.held);
        let orders = &floor.orders;
        held.sort_unstable_by_key(|o| {
            orders.get(o.0).map_or((NEVER, u64::MAX), |s| (s.due, s.number))
        });
        held.retain(|o| {
            let hold = self.hold_of(*o);
            if hold.is_none() {
                self.release_order(*o);
            }
            hold.is_some()
        });
        if let Some(floor) = self.yard.shop.as_mut() {
            floor.held = held;
        }
    }

    /// The order goes to the floor: its jobs wait for their first operation.
    pub(in crate::floor) fn release_order(&mut self, order: OrderIx) {
        let now = self.now.0;
        let plant = self.plant;
        let Some(shop) = &plant.shop else { return };
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let Some(state) = floor.orders.get_mut(order.0) else { return };
        debug_assert!(state.is_held(), "an order is released once");
        state.released = now;
        let (product, quantity, line) = (state.product, state.quantity, state.line);
        let size = shop.products[product as usize].transfer_lot.unwrap_or(quantity).max(1);
        let open = quantity.div_ceil(size);
        state.open = open;
        if let Some(line) = floor.record.get_mut(line as usize) {
            line.release = Some(SimTime(now));
        }
        let family = shop.products[product as usize].family;
        floor.tally.release(family, product, quantity, now);
        floor.take_parts(shop, product, quantity, now);
        self.take_material(&shop.products[product as usize].materials, quantity);
        for number in 0..open {
            let rest = quantity - number * size;
            let lot = Lot::new(order, number, rest.min(size));
            let Some(floor) = self.yard.shop.as_mut() else { return };
            let lot = floor.lots.put(lot);
            self.wait_for_station(lot);
        }
    }
}
