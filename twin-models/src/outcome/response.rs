//! How long failures wait before somebody works on them.

use sim_core::{SimDuration, SimTime};

/// One failure whose repair has begun, of a mode for which somebody or a spare part has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// Position of its mode in [`Plant::modes`](crate::plant::model::Plant::modes).
    pub mode: u32,
    /// When the failure was known: it stopped the machine, or a unit of it.
    pub failed: SimTime,
    /// When the crew was at the machine: after waiting for free people and their way. Absent where the
    /// mode needs nobody.
    pub came: Option<SimTime>,
    /// When the repair itself began: after diagnosis, and waiting for the part.
    pub begun: SimTime,
}

impl Response {
    /// From failure to the crew at the machine; absent where nobody has to come.
    pub fn to_crew(&self) -> Option<SimDuration> {
        self.came.map(|at| at - self.failed)
    }

    /// From failure to the beginning of the repair.
    pub fn to_repair(&self) -> SimDuration {
        self.begun - self.failed
    }
}
