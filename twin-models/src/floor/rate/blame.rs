//! Whose fault the waiting of a slowed machine is.
//!
//! Where the machine gets nothing at all, all of it is the root's. Where it works on at a lower
//! rate, piece flow books a wait to the nearest machine that works at that moment; here the same
//! shares follow from the rates. Every machine of a chain at a common rate works for a part of each cycle and
//! waits for the rest:
//!
//! - a starved machine's wait *ends* when its neighbour's work ends, so the neighbour answers for as
//!   much of it as it works, and the one before it for as much of the remainder, up to the root;
//! - a blocked machine's wait *ends* together with its neighbour's own wait, so the neighbour
//!   answers only for what exceeds that, and the one behind it likewise, down to the root.

use super::{Floor, Limit, Pace, PoolIx};
use crate::floor::account::Root;
use crate::floor::component::{MANY, NONE};
use crate::outcome::RootKind;
use crate::plant::model::MachineIx;

/// Machines among which a wait is divided at most, beside its root.
const BLAMED: usize = 6;

/// Roots with their shares of a wait, ended by a share of 0.
pub(super) type Blame = [(Root, f64); BLAMED];

/// Nobody but the root.
pub(super) const NOBODY_ELSE: Blame = [(Root::new(MachineIx(0), RootKind::Pace), 0.0); BLAMED];

impl Floor<'_, '_> {
    /// Divides the waiting of `m`, which is not limited by itself, among the machines up to `root`.
    pub(super) fn find_blame(&mut self, m: MachineIx, root: Root) {
        let Pace { speed, available, limit, .. } = self.pace[m];
        let waits = available - speed;
        let divided = speed > 0.0 && waits > 0.0;
        self.pace[m].blames = divided;
        if divided {
            let mut blame = NOBODY_ELSE;
            let mut used = 0;
            let mut note = |root, share: f64| {
                if share > 0.0 && used < blame.len() {
                    blame[used] = (root, share / waits);
                    used += 1;
                }
            };
            let mut left = waits;
            let slow = &self.pace[root.machine()];
            if slow.minor > 0.0 && root.is_pace() {
                // Without its folded minor stops the root would be faster by 1 / available.
                let stops = ((speed / slow.available).min(available) - speed).min(left);
                note(Root::new(root.machine(), RootKind::Minor), stops);
                left -= stops;
            }
            let starved = limit == Limit::Supply;
            let mut at = m;
            for _ in 0..BLAMED {
                let Some(next) = self.waits_for(at) else { break };
                if next == root.machine() || left <= 0.0 {
                    break;
                }
                let neighbour = &self.pace[next];
                let its = if starved {
                    neighbour.speed
                } else {
                    left - (neighbour.available - neighbour.speed)
                };
                let its = its.clamp(0.0, left);
                note(Root::new(next, RootKind::Pace), its);
                left -= its;
                at = next;
            }
            self.rates.blame[m.index()] = blame;
        }
    }

    /// The machine for which `m` waits; of several the one whose root is its root.
    fn waits_for(&self, m: MachineIx) -> Option<MachineIx> {
        let pace = &self.pace[m];
        let ports = self.network.ports(m);
        if let Some(line) = ports.line {
            return match pace.limit {
                Limit::Supply if line.up != NONE => Some(MachineIx(line.up)),
                Limit::Room if line.down != NONE => Some(MachineIx(line.down)),
                _ => None,
            };
        }
        let sides = self.network.sides(pace.limited_by);
        let root = self.account[m].root;
        let mut feeders = sides.feeders.iter().map(|a| self.network.output(*a).machine);
        let mut takers = sides.takers.iter().map(|a| self.network.input(*a).machine);
        let has_root = |c: &MachineIx| self.pace[*c].seen == root;
        match pace.limit {
            Limit::Own => None,
            Limit::Supply => feeders.clone().find(has_root).or_else(|| feeders.next()),
            Limit::Room => takers.clone().find(has_root).or_else(|| takers.next()),
        }
    }

    /// Why the feeders of an empty pool bring too little.
    pub(super) fn root_upstream(&self, m: MachineIx, b: PoolIx) -> Root {
        let sides = self.network.sides(b);
        match sides.feeder {
            NONE => Root::new(m, RootKind::Supply),
            MANY => {
                let feeders = sides.feeders.iter().map(|a| self.network.output(*a).machine);
                self.first_root(m, feeders)
            }
            one => self.pace[MachineIx(one)].seen,
        }
    }

    /// Why the takers of a full pool take too little.
    pub(super) fn root_downstream(&self, m: MachineIx, b: PoolIx) -> Root {
        let sides = self.network.sides(b);
        match sides.taker {
            NONE => Root::new(m, RootKind::Demand),
            MANY => {
                let takers = sides.takers.iter().map(|a| self.network.input(*a).machine);
                self.first_root(m, takers)
            }
            one => self.pace[MachineIx(one)].seen,
        }
    }

    /// Of several machines it may wait for, the first that does not work.
    fn first_root(
        &self,
        m: MachineIx,
        mut candidates: impl Iterator<Item = MachineIx> + Clone,
    ) -> Root {
        let stopped = candidates.clone().map(|c| self.pace[c].seen).find(|r| !r.is_pace());
        stopped
            .or_else(|| candidates.next().map(|c| self.pace[c].seen))
            .unwrap_or(Root::new(m, RootKind::Supply))
    }
}
