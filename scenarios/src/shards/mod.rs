//! A run in parts: whoever simulates them, wherever, however often, the answer does not change by a bit.
//!
//! A [`Plan`] holds all inputs and says which pairs there are. A shard is a fixed range of them in a file of
//! its own ([`Study::run_shard`](crate::study::Study::run_shard)); nothing in it depends on where it was made, or among how many others.
//! [`Plan::gather`] looks at all shards and lays their pairs one behind the other as the file of futures of a
//! run that was stopped; the run that goes on from there ([`Keeper::resume`](crate::store::Keeper::resume))
//! has nothing left to simulate but what follows the pairs. [`Plan::split`] is the way back: pairs that a run in
//! one piece has made become shards.

pub mod cost;
pub mod gather;
pub mod plan;
pub mod shard;
pub mod split;

pub use gather::ShardFault;
pub use plan::{FORMAT, Plan, PlanError, PlanFile};
pub use shard::ShardError;
