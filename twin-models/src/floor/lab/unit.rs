//! k-out-of-n redundancy: the machine works while enough of its equal units do.

use super::super::Floor;
use crate::plant::model::ModeIx;

impl Floor<'_, '_> {
    /// A unit fails. Does its machine stop for it? Modes without redundancy always stop theirs.
    pub(in crate::floor) fn unit_fails(&mut self, k: ModeIx) -> bool {
        let Some(r) = self.plant.modes[k.index()].redundancy else { return true };
        let failed = &mut self.yard.lab.failed_units[r.group as usize];
        *failed += 1;
        r.units - *failed + 1 == r.needed
    }

    /// A unit works again. Does its machine?
    pub(in crate::floor) fn unit_works(&mut self, k: ModeIx) -> bool {
        let Some(r) = self.plant.modes[k.index()].redundancy else { return true };
        let failed = &mut self.yard.lab.failed_units[r.group as usize];
        *failed -= 1;
        r.units - *failed == r.needed
    }
}
