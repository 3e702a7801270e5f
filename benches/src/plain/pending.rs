//! What happens next: every machine has at most one pending instant.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The pending instants of the machines.
pub trait Pending {
    /// Nothing is pending.
    fn new() -> Self;
    /// Sets the instant of a machine.
    fn set(&mut self, machine: usize, at: i64);
    /// Takes the earliest; of machines due at one instant, any. Never twice without `set`.
    fn take(&mut self) -> (i64, usize);
}

/// Later than any run \[µs\]; fits above a machine's number in [`WinnerTree`].
pub const NEVER: i64 = i64::MAX >> 16;

/// The textbook's: std's binary heap of (instant, sequence, machine).
pub struct Heap {
    heap: BinaryHeap<Reverse<(i64, u64, u32)>>,
    entered: u64,
}

impl Pending for Heap {
    fn new() -> Self {
        Self { heap: BinaryHeap::with_capacity(64), entered: 0 }
    }

    #[inline]
    fn set(&mut self, machine: usize, at: i64) {
        self.heap.push(Reverse((at, self.entered, machine as u32)));
        self.entered += 1;
    }

    #[inline]
    fn take(&mut self) -> (i64, usize) {
        self.heap.pop().map_or((NEVER, 0), |Reverse((at, _, machine))| (at, machine as usize))
    }
}

/// The fastest we know: a winner tree with a leaf for every machine (Knuth, The Art of Computer
/// Programming, volume 3, section 5.4.1). Node 1 is the root, node `n` has the children `2n` and
/// `2n + 1`. A node is one number, the instant above the number of the machine, so that of machines
/// due at one instant the first wins, and choosing the winner of a match needs no branch.
///
/// `NODES` is twice the number of leaves, a power of two.
pub struct WinnerTree<const NODES: usize> {
    nodes: [u64; NODES],
    /// The machine taken last, while its path still shows the instant that has passed.
    stale: usize,
}

impl<const NODES: usize> WinnerTree<NODES> {
    const LEAVES: usize = NODES / 2;
    const BITS: u32 = Self::LEAVES.trailing_zeros();
    const NOBODY: usize = usize::MAX;

    /// Writes a leaf and plays its matches anew, up to where the winner stays the same.
    #[inline(always)]
    fn play(&mut self, machine: usize, at: i64) {
        let mut winner = (at as u64) << Self::BITS | machine as u64;
        let mut n = (Self::LEAVES + machine) % NODES;
        self.nodes[n] = winner;
        for _ in 0..Self::BITS {
            winner = winner.min(self.nodes[n ^ 1]);
            n /= 2;
            if self.nodes[n] == winner {
                return;
            }
            self.nodes[n] = winner;
        }
    }
}

impl<const NODES: usize> Pending for WinnerTree<NODES> {
    fn new() -> Self {
        let mut tree = Self { nodes: [0; NODES], stale: Self::NOBODY };
        for (leaf, node) in tree.nodes[Self::LEAVES..].iter_mut().enumerate() {
            *node = (NEVER as u64) << Self::BITS | leaf as u64;
        }
        for n in (1..Self::LEAVES).rev() {
            tree.nodes[n] = tree.nodes[2 * n].min(tree.nodes[2 * n + 1]);
        }
        tree
    }

    #[inline]
    fn set(&mut self, machine: usize, at: i64) {
        if machine == self.stale {
            self.stale = Self::NOBODY;
        }
        self.play(machine, at);
    }

    /// The path of the machine taken is left as it is: nearly always its next instant follows.
    #[inline]
    fn take(&mut self) -> (i64, usize) {
        if self.stale != Self::NOBODY {
            self.play(self.stale, NEVER);
        }
        let winner = self.nodes[1];
        self.stale = winner as usize % Self::LEAVES;
        ((winner >> Self::BITS) as i64, self.stale)
    }
}
