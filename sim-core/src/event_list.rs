//! The event list: what happens next.
//!
//! In a factory almost every pending event has a fixed owner: this machine's step, this machine's
//! failure, this crew's job. Each gets a *slot* at assembly; a slot holds at most one pending
//! instant, so rescheduling and cancelling are the same cheap write and there are no dead events.
//! A tree of minima over the slots finds the earliest.
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

/// Tree of minima over a fixed number of slots.
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
    /// Complete binary tree in array form: the root is 1, node `i` has children `2i` and `2i + 1`,
    /// the leaves are the slots, padded to a power of two. A node is its instant above its slot
    /// number, so that the smaller node is the earlier event; inner nodes repeat the smaller child.
    tree: Vec<u128>,
    /// Number of leaves (a power of two, at least two).
    leaves: usize,
    /// Slots written since the tree was last put in order.
    written: Vec<u32>,
}

const NEVER: i64 = i64::MAX;

/// An instant above a slot number. Instants are not negative.
#[inline]
const fn node(at: i64, slot: u32) -> u128 {
    ((at as u128) << 64) | slot as u128
}

#[inline]
const fn instant(node: u128) -> i64 {
    (node >> 64) as i64
}

impl EventList {
    /// An empty list with `slots` slots.
    pub fn new(slots: usize) -> Self {
        let leaves = slots.max(2).next_power_of_two();
        let mut list =
            Self { tree: vec![0; 2 * leaves], leaves, written: Vec::with_capacity(16) };
        list.clear();
        list
    }

    /// Forgets every pending event.
    pub fn clear(&mut self) {
        for slot in 0..self.leaves {
            self.tree[self.leaves + slot] = node(NEVER, slot as u32);
        }
        for inner in (1..self.leaves).rev() {
            self.tree[inner] = self.tree[2 * inner].min(self.tree[2 * inner + 1]);
        }
        self.written.clear();
    }

    /// Carries the slots written since the last look up the tree, each as far as it changes
    /// anything.
    #[inline]
    fn put_in_order(&mut self) {
        let tree = &mut self.tree[..];
        for slot in &self.written {
            let mut at = self.leaves + *slot as usize;
            let mut best = tree[at];
            while at > 1 {
                best = best.min(tree[at ^ 1]);
                at >>= 1;
                if tree[at] == best {
                    break;
                }
                tree[at] = best;
            }
        }
        self.written.clear();
    }

    #[inline]
    fn write(&mut self, slot: Slot, at: i64) {
        self.tree[self.leaves + slot.0 as usize] = node(at, slot.0);
        if self.written.last() != Some(&slot.0) {
            self.written.push(slot.0);
        }
    }

    /// Sets the pending instant of `slot`, replacing an earlier one.
    #[inline]
    pub fn schedule(&mut self, slot: Slot, at: SimTime) {
        self.write(slot, at.0);
    }

    /// Removes the pending instant of `slot`, if it has one.
    #[inline]
    pub fn cancel(&mut self, slot: Slot) {
        if self.due(slot).is_some() {
            self.write(slot, NEVER);
        }
    }

    /// The pending instant of `slot`.
    #[inline]
    pub fn due(&self, slot: Slot) -> Option<SimTime> {
        let at = instant(self.tree[self.leaves + slot.0 as usize]);
        (at != NEVER).then_some(SimTime(at))
    }

    /// Takes the earliest event; of several at one instant, the lowest slot.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, Slot)> {
        self.put_in_order();
        let first = self.tree[1];
        if instant(first) == NEVER {
            return None;
        }
        let slot = Slot(first as u32);
        self.write(slot, NEVER);
        Some((SimTime(instant(first)), slot))
    }

    /// The instant of the earliest event, without taking it.
    #[inline]
    pub fn peek(&mut self) -> Option<SimTime> {
        self.put_in_order();
        let at = instant(self.tree[1]);
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
