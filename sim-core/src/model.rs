//! Limits of a run and what ends it early.

use crate::clock::SimTime;

/// When a run is given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Events at one instant without the clock moving.
    pub events_at_one_instant: u64,
    /// Items in one queue.
    pub queue_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { events_at_one_instant: 1_000_000, queue_length: 10_000_000 }
    }
}

/// Why a replication could not be finished. The study cannot use it; it is never dropped in silence.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The clock stands still while events go on.
    #[error(
        "{events} events at one instant ({at}) without the clock moving, last at {place}: two things wait for each other without taking time; give one of them a duration"
    )]
    Runaway {
        /// When.
        at: SimTime,
        /// Where.
        place: String,
        /// How many events.
        events: u64,
    },
    /// Nothing can ever move again.
    #[error(
        "deadlock at {at}: {place}; every machine waits for another; give the loop a buffer that cannot fill, or a way out"
    )]
    Deadlock {
        /// When it was noticed.
        at: SimTime,
        /// Who waits.
        place: String,
    },
    /// A queue grows without bound.
    #[error(
        "{place} has grown to {size} pieces at {at}: more comes in than can leave; limit its capacity or the arrivals"
    )]
    Unbounded {
        /// When.
        at: SimTime,
        /// Where.
        place: String,
        /// How large.
        size: u64,
    },
    /// Something was made or lost out of nothing: a defect of the simulator.
    #[error(
        "balance violated: {what}: expected {expected}, found {found}; this is a defect of the simulator, please report it with the seed"
    )]
    Balance {
        /// Which balance.
        what: String,
        /// What it should be.
        expected: f64,
        /// What it is.
        found: f64,
    },
}
