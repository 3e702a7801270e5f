//! Time, chance and statistics of discrete-event simulation.
//!
//! This crate knows no factory: it has a clock, an event list, keyed random streams,
//! distributions, statistical counters and the running of replications.

#![forbid(unsafe_code)]

pub mod clock;
pub mod distribution;
pub mod event_list;
pub mod special;
pub mod stream;

pub use clock::{SimDuration, SimTime, TICKS_PER_HOUR, TICKS_PER_SECOND};
pub use distribution::{Distribution, DistributionError};
pub use event_list::{EventList, Slot, Transit};
pub use stream::{Stream, Streams};
