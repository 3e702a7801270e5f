//! Buffers in which time passes: conveyors, curing, and limits of the time a piece may lie.

use super::BufferIx;
use sim_core::SimDuration;

/// What a buffer does with time. All times run on the wall clock, also while the plant is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dwell {
    /// From entry to exit on a conveyor that moves; 0: no way to go.
    pub transit: SimDuration,
    /// Pieces move up to the one that waits at the exit. Otherwise the conveyor stands as a whole
    /// while a piece is at its exit, and takes none in.
    pub accumulating: bool,
    /// A piece lies at least this long (curing, cooling).
    pub least: SimDuration,
    /// A piece may lie no longer than this.
    pub limit: Option<DwellLimit>,
}

/// The longest time that a piece may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DwellLimit {
    /// From entry on; longer than a piece needs to the exit.
    pub most: SimDuration,
    /// What becomes of a piece when this time is over.
    pub then: Overdue,
}

/// What becomes of a piece that has lain too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// It is scrapped.
    Scrap,
    /// It goes into this buffer, to be made again.
    Rework(BufferIx),
}

impl Dwell {
    /// No piece can be taken earlier after its entry.
    pub fn earliest(&self) -> SimDuration {
        self.transit.max(self.least)
    }
}
