//! Changes from one order to the next.

use super::{Machine, MachineIx, Plant};
use sim_core::Distribution;

/// Changes from one order to the next: machines are set up together, again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Changeovers {
    /// Scheduled production time from the beginning of one to the beginning of the next \[s\].
    pub every: Distribution,
    /// The kinds in their order, repeated for ever; at least one.
    pub kinds: Vec<ChangeoverKind>,
    /// The machines that are set up.
    pub machines: Vec<MachineIx>,
    /// Those of them (servers of one station) that share the pieces scrapped afterwards.
    pub scrap_at: Vec<MachineIx>,
}

/// One kind of changeover.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeoverKind {
    /// For people and for edits of a study.
    pub name: String,
    /// How many in a row before the next kind.
    pub times: u32,
    /// Set-up of each machine \[s\].
    pub lasts: Distribution,
    /// Pieces scrapped when it is done.
    pub scrap: u32,
}

impl Changeovers {
    /// Does a kind scrap pieces at this machine?
    pub(super) fn scraps_at(&self, machine: &Machine, plant: &Plant) -> bool {
        self.kinds.iter().any(|k| k.scrap > 0)
            && self.scrap_at.iter().any(|m| plant.machines[m.index()].name == machine.name)
    }

    /// The kind of changeover number `n`, counted from 1.
    pub fn kind(&self, n: u64) -> Option<&ChangeoverKind> {
        let cycle: u64 = self.kinds.iter().map(|k| u64::from(k.times)).sum();
        let mut place = n.checked_sub(1)?.checked_rem(cycle)?;
        self.kinds.iter().find(|kind| {
            let here = place < u64::from(kind.times);
            place = place.saturating_sub(u64::from(kind.times));
            here
        })
    }
}
