//! How long failures wait: until a crew is at the machine, and until the repair begins.

use super::{Floor, JobIx};
use crate::outcome::Response;
use crate::plant::model::{FailureMode, ModeIx, Plant};
use sim_core::SimTime;

/// Room from the start, so that a line of ordinary failures takes none later \[failures\].
const USUAL: usize = 2048;

/// Has anybody or anything to come before a repair of this mode can begin?
const fn is_waited_for(mode: &FailureMode) -> bool {
    mode.labour.is_some() || mode.part.is_some()
}

/// Room for the failures of a run; none where nobody is waited for.
pub(super) fn room(plant: &Plant) -> usize {
    if plant.modes.iter().any(is_waited_for) { USUAL } else { 0 }
}

impl Floor<'_, '_> {
    /// The crew of a repair is at the machine.
    pub(super) fn crew_came(&mut self, j: JobIx) {
        let now = self.now.0;
        if let Some(k) = self.mode_of(j) {
            self.wear[k].came_at = now;
        }
    }

    /// Diagnosis is over and the part in hand.
    pub(super) fn repair_begins(&mut self, k: ModeIx) {
        let mode = &self.plant.modes[k.index()];
        if !is_waited_for(mode) {
            return;
        }
        let wear = &self.wear[k];
        let (failed, came) = (SimTime(wear.failed_at), SimTime(wear.came_at));
        let came = mode.labour.is_some().then_some(came);
        self.yard.responses.push(Response { mode: k.0, failed, came, begun: self.now });
    }

    /// The repairs begun in this run; `out` is written over.
    pub(super) fn responses(&self, out: &mut Vec<Response>) {
        out.clear();
        out.reserve(self.yard.responses.capacity());
        out.extend_from_slice(&self.yard.responses);
    }
}
