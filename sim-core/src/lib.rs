#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod clock;
pub mod distribution;
pub mod event_list;
pub mod model;
pub mod replication;
pub mod sampling;
pub mod special;
pub mod statistics;
pub mod stream;
pub mod sums;

pub use clock::{SimDuration, SimTime, TICKS_PER_HOUR, TICKS_PER_SECOND};
pub use distribution::{Distribution, DistributionError};
pub use event_list::{EventList, Slot, Transit};
pub use model::{Limits, Model, RunError, run};
pub use replication::{
    Failure, Finished, Plan, Replications, TooManyFailures, Workers, replicate, replicate_into,
};
pub use sampling::Sampling;
pub use stream::{Stream, Streams};
