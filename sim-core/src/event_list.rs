//! The event list: what happens next.
//!
//! In a factory almost every pending event has a fixed owner: this machine's step, this machine's
//! failure, this crew's job. Each gets a *slot* at assembly; a slot holds at most one pending
//! instant, so rescheduling and cancelling are the same cheap write and there are no dead events.
//! A winner tree over the slots finds the earliest.
//!
//! **Same-instant order.** Of several slots due at one instant the lowest slot number comes first.
//! Whoever assembles the model numbers the slots by class of event and then by entity; the order is
//! therefore a property of the model and never of its history.
//!
//! Events without a slot of their own (deliveries in transit) go through [`Transit`], a small heap
//! whose head occupies one slot.

use crate::clock::SimTime;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Names one pending event; the number is also its rank among events of the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

/// Winner tree over a fixed number of slots.
///
/// ```
/// use sim_core::{EventList, Slot, SimTime};
/// let mut list = EventList::new(3);
/// list.schedule(Slot(2), SimTime(5));
/// list.schedule(Slot(0), SimTime(7));
/// list.schedule(Slot(1), SimTime(5));
/// assert_eq!(list.pop(), Some((SimTime(5), Slot(1)))); // same instant: lower slot first
/// list.cancel(Slot(2));
/// assert_eq!(list.pop(), Some((SimTime(7), Slot(0))));
/// assert_eq!(list.pop(), None);
/// ```
#[derive(Clone, Debug)]
pub struct EventList {
    /// Pending instant of each slot, padded with NEVER to a power of two.
    due: Vec<i64>,
    /// Winner of each inner node; node 1 is the root, node `i` has children `2i` and `2i + 1`.
    winner: Vec<u32>,
    /// Number of leaves (a power of two, at least two).
    leaves: usize,
    /// A popped slot whose path has not been replayed yet (its next schedule usually follows).
    stale: u32,
}

const NONE: u32 = u32::MAX;
const NEVER: i64 = i64::MAX;

impl EventList {
    /// An empty list with `slots` slots.
    pub fn new(slots: usize) -> Self {
        let leaves = slots.max(2).next_power_of_two();
        let mut list =
            Self { due: vec![NEVER; leaves], winner: vec![0; leaves], leaves, stale: NONE };
        list.rebuild();
        list
    }

    fn rebuild(&mut self) {
        for node in (1..self.leaves).rev() {
            self.winner[node] = self.play(node);
        }
    }

    /// Forgets every pending event.
    pub fn clear(&mut self) {
        self.due.fill(NEVER);
        self.stale = NONE;
        self.rebuild();
    }

    #[inline]
    fn contender(&self, node: usize) -> u32 {
        if node >= self.leaves { (node - self.leaves) as u32 } else { self.winner[node] }
    }

    #[inline]
    fn play(&self, node: usize) -> u32 {
        let left = self.contender(2 * node);
        let right = self.contender(2 * node + 1);
        if self.due[right as usize] < self.due[left as usize] { right } else { left }
    }

    #[inline]
    fn replay(&mut self, slot: u32) {
        let mut node = (self.leaves + slot as usize) >> 1;
        // The lowest inner node plays two leaves, the others play stored winners.
        let pair = (slot & !1) as usize;
        let mut best =
            if self.due[pair + 1] < self.due[pair] { pair as u32 + 1 } else { pair as u32 };
        self.winner[node] = best;
        while node > 1 {
            let sibling = self.winner[node ^ 1];
            let (a, b) = (self.due[sibling as usize], self.due[best as usize]);
            // The lower slot number wins a tie: the sibling is lower when it stands left (odd node).
            let sibling_wins = if node & 1 == 1 { a <= b } else { a < b };
            best = if sibling_wins { sibling } else { best };
            node >>= 1;
            self.winner[node] = best;
        }
    }

    #[inline]
    fn settle(&mut self) {
        if self.stale != NONE {
            let slot = self.stale;
            self.stale = NONE;
            self.replay(slot);
        }
    }

    /// Sets the pending instant of `slot`, replacing an earlier one.
    #[inline]
    pub fn schedule(&mut self, slot: Slot, at: SimTime) {
        self.due[slot.0 as usize] = at.0;
        if self.stale == slot.0 {
            self.stale = NONE;
        } else {
            self.settle();
        }
        self.replay(slot.0);
    }

    /// Removes the pending instant of `slot`, if it has one.
    #[inline]
    pub fn cancel(&mut self, slot: Slot) {
        if self.due[slot.0 as usize] != NEVER {
            self.schedule(slot, SimTime::NEVER);
        }
    }

    /// The pending instant of `slot`.
    #[inline]
    pub fn due(&self, slot: Slot) -> Option<SimTime> {
        let at = self.due[slot.0 as usize];
        (at != NEVER).then_some(SimTime(at))
    }

    /// Takes the earliest event; of several at one instant, the lowest slot.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, Slot)> {
        self.settle();
        let slot = self.winner[1];
        let at = self.due[slot as usize];
        if at == NEVER {
            return None;
        }
        self.due[slot as usize] = NEVER;
        self.stale = slot;
        Some((SimTime(at), Slot(slot)))
    }

    /// The instant of the earliest event, without taking it.
    #[inline]
    pub fn peek(&mut self) -> Option<SimTime> {
        self.settle();
        let at = self.due[self.winner[1] as usize];
        (at != NEVER).then_some(SimTime(at))
    }
}

/// Pending events that have no slot of their own: ordered by instant, then by order of entry.
#[derive(Clone, Debug)]
pub struct Transit<T> {
    heap: BinaryHeap<Load<T>>,
    entered: u64,
}

/// One load; the heap's greatest is the earliest, of several the first entered.
#[derive(Clone, Debug)]
struct Load<T> {
    rank: Reverse<(SimTime, u64)>,
    load: T,
}

impl<T> Ord for Load<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}
impl<T> PartialOrd for Load<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> PartialEq for Load<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}
impl<T> Eq for Load<T> {}

impl<T> Default for Transit<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), entered: 0 }
    }
}

impl<T> Transit<T> {
    /// Adds `load`, due at `at`.
    pub fn push(&mut self, at: SimTime, load: T) {
        self.heap.push(Load { rank: Reverse((at, self.entered)), load });
        self.entered += 1;
    }
    /// When the earliest load is due.
    pub fn due(&self) -> Option<SimTime> {
        self.heap.peek().map(|first| first.rank.0.0)
    }
    /// Takes the earliest load.
    pub fn pop(&mut self) -> Option<(SimTime, T)> {
        self.heap.pop().map(|first| (first.rank.0.0, first.load))
    }
    /// How many are pending.
    pub fn len(&self) -> usize {
        self.heap.len()
    }
    /// True when nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.entered = 0;
    }
}
