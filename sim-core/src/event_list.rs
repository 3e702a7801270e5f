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

/// Pending events of a fixed number of slots, in two trees of minima.
///
/// The first slots may be declared *busy* ([`with_busy`](Self::with_busy)): almost all events are
/// theirs, and a small tree of their own keeps their paths short.
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
    busy: Tree,
    rest: Tree,
    /// First slot of `rest`.
    first: u32,
}

/// A complete binary tree in array form: the root is 1, node `i` has children `2i` and `2i + 1`,
/// the leaves are slots, padded to a power of two. A node is one number, the instant above the leaf
/// number, so that the smaller node is the earlier event; inner nodes repeat the smaller child.
#[derive(Clone, Debug)]
struct Tree {
    nodes: Vec<u64>,
    /// Number of leaves (a power of two, at least two).
    leaves: usize,
    /// Bits of a leaf number.
    bits: u32,
    /// A leaf written but not carried up yet: the one taken last, whose next instant usually
    /// follows at once.
    stale: u32,
}

const NONE: u32 = u32::MAX;

impl Tree {
    fn new(slots: usize) -> Self {
        let leaves = slots.max(2).next_power_of_two();
        let mut tree =
            Self { nodes: vec![0; 2 * leaves], leaves, bits: leaves.trailing_zeros(), stale: NONE };
        tree.clear();
        tree
    }

    fn clear(&mut self) {
        for leaf in 0..self.leaves {
            self.nodes[self.leaves + leaf] = self.node(i64::MAX, leaf as u32);
        }
        for inner in (1..self.leaves).rev() {
            self.nodes[inner] = self.nodes[2 * inner].min(self.nodes[2 * inner + 1]);
        }
        self.stale = NONE;
    }

    /// The latest instant that fits above the leaf numbers; what lies beyond is never reached.
    #[inline]
    const fn never(&self) -> u64 {
        u64::MAX >> self.bits
    }

    #[inline]
    fn node(&self, at: i64, leaf: u32) -> u64 {
        ((at as u64).min(self.never()) << self.bits) | u64::from(leaf)
    }

    #[inline]
    const fn instant(&self, node: u64) -> i64 {
        let at = node >> self.bits;
        if at == self.never() { i64::MAX } else { at as i64 }
    }

    /// Carries a leaf up the tree as far as it changes anything.
    #[inline(always)]
    fn climb(&mut self, leaf: u32) {
        let nodes = &mut self.nodes[..];
        let mut at = self.leaves + leaf as usize;
        let mut best = nodes[at];
        while at > 1 {
            best = best.min(nodes[at ^ 1]);
            at >>= 1;
            if nodes[at] == best {
                break;
            }
            nodes[at] = best;
        }
    }

    /// The earliest node.
    #[inline(always)]
    fn first(&mut self) -> u64 {
        if self.stale != NONE {
            self.climb(self.stale);
            self.stale = NONE;
        }
        self.nodes[1]
    }

    /// Takes the earliest leaf away. Between two calls of `first` only one leaf is stale.
    #[inline(always)]
    fn take(&mut self, leaf: u32) {
        self.nodes[self.leaves + leaf as usize] = self.node(i64::MAX, leaf);
        self.stale = leaf;
    }

    #[inline(always)]
    fn write(&mut self, leaf: u32, at: i64) {
        self.nodes[self.leaves + leaf as usize] = self.node(at, leaf);
        if leaf != self.stale {
            self.climb(leaf);
        }
    }

    /// Takes a leaf's instant away, if it has one.
    #[inline(always)]
    fn erase(&mut self, leaf: u32) {
        let never = self.node(i64::MAX, leaf);
        let node = &mut self.nodes[self.leaves + leaf as usize];
        if *node != never {
            *node = never;
            if leaf != self.stale {
                self.climb(leaf);
            }
        }
    }

    /// The leaf of a node.
    #[inline]
    const fn leaf(&self, node: u64) -> u32 {
        (node & ((1 << self.bits) - 1)) as u32
    }

    #[inline]
    fn due(&self, leaf: u32) -> i64 {
        self.instant(self.nodes[self.leaves + leaf as usize])
    }
}

impl EventList {
    /// An empty list with `slots` slots.
    pub fn new(slots: usize) -> Self {
        Self::with_busy(0, slots)
    }

    /// An empty list with `slots` slots, the first `busy` of which have most of the events. The
    /// order of events does not depend on `busy`.
    ///
    /// An instant shares 64 bits with its slot number: with a thousand slots the clock reaches 570
    /// years, with a million half a year; later instants count as never.
    pub fn with_busy(busy: usize, slots: usize) -> Self {
        let busy = busy.min(slots);
        Self { busy: Tree::new(busy), rest: Tree::new(slots - busy), first: busy as u32 }
    }

    /// Forgets every pending event.
    pub fn clear(&mut self) {
        self.busy.clear();
        self.rest.clear();
    }

    /// Sets the pending instant of `slot`, replacing an earlier one.
    #[inline(always)]
    pub fn schedule(&mut self, slot: Slot, at: SimTime) {
        if slot.0 < self.first {
            self.busy.write(slot.0, at.0);
        } else {
            self.rest.write(slot.0 - self.first, at.0);
        }
    }

    /// Removes the pending instant of `slot`, if it has one.
    #[inline]
    pub fn cancel(&mut self, slot: Slot) {
        let tree = if slot.0 < self.first { &mut self.busy } else { &mut self.rest };
        let leaf = if slot.0 < self.first { slot.0 } else { slot.0 - self.first };
        tree.erase(leaf);
    }

    /// The pending instant of `slot`.
    #[inline]
    pub fn due(&self, slot: Slot) -> Option<SimTime> {
        let at = if slot.0 < self.first {
            self.busy.due(slot.0)
        } else {
            self.rest.due(slot.0 - self.first)
        };
        (at != i64::MAX).then_some(SimTime(at))
    }

    /// Takes the earliest event; of several at one instant, the lowest slot.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, Slot)> {
        let (busy, rest) = (self.busy.first(), self.rest.first());
        let (at, later) = (self.busy.instant(busy), self.rest.instant(rest));
        // At one instant the busy slots come first: they have the lower numbers.
        if at <= later {
            if at == i64::MAX {
                return None;
            }
            let leaf = self.busy.leaf(busy);
            self.busy.take(leaf);
            Some((SimTime(at), Slot(leaf)))
        } else {
            let leaf = self.rest.leaf(rest);
            self.rest.take(leaf);
            Some((SimTime(later), Slot(self.first + leaf)))
        }
    }

    /// The instant of the earliest event, without taking it.
    #[inline]
    pub fn peek(&mut self) -> Option<SimTime> {
        let (busy, rest) = (self.busy.first(), self.rest.first());
        let at = self.busy.instant(busy).min(self.rest.instant(rest));
        (at != i64::MAX).then_some(SimTime(at))
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
