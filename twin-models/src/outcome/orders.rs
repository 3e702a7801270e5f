//! What became of single orders.

use sim_core::SimTime;

/// Where an order comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderId {
    /// An order that came by chance: its number, from 0.
    Drawn(u64),
    /// An order of the book: its position in [`Shop::book`](crate::plant::model::Shop::book).
    Book(u32),
    /// An order that the store of its product placed: its number among them, from 0.
    Store(u64),
}

/// One order of a plant that notes every order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderOutcome {
    /// Which order.
    pub id: OrderId,
    /// Position of its product in [`Shop::products`](crate::plant::model::Shop::products).
    pub product: u32,
    /// Pieces ordered.
    pub quantity: u32,
    /// When it became known.
    pub arrival: SimTime,
    /// When it was due.
    pub due: SimTime,
    /// When it went to the floor.
    pub release: Option<SimTime>,
    /// When its first set-up or operation began.
    pub start: Option<SimTime>,
    /// When its last piece was finished.
    pub finish: Option<SimTime>,
    /// Good pieces of a finished order.
    pub good: u32,
}
