//! The components of rate flow: the pace of a machine, the pool of a buffer.

use crate::plant::model::MachineIx;
use bevy_ecs::prelude::*;
use sim_core::Slot;

/// Rate flow: how fast a machine works. Between two events all of it is constant.
#[derive(Component, Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Pace {
    /// Booked up to this instant.
    pub(crate) since: i64,
    /// Pieces processed per microsecond.
    pub(crate) rate: f64,
    /// Operating microseconds per microsecond.
    pub(crate) speed: f64,
    /// Pieces per operating microsecond.
    pub(crate) nominal: f64,
    /// Folded minor stops: their time per operating time, and the share of time left by them.
    pub(crate) minor: f64,
    pub(crate) available: f64,
    /// Of the constraint: waiting per operating time for folded stops of others, and for whom.
    pub(crate) held: f64,
    pub(crate) held_by: MachineIx,
    pub(crate) held_before: bool,
    /// Good pieces handed on per piece processed.
    pub(crate) yields: f64,
    /// Pieces processed, and those of them that were not handed on.
    pub(crate) completed: f64,
    pub(crate) lost: f64,
    /// What stops it from working faster.
    pub(crate) limit: Limit,
    /// What others inherit that wait for it.
    pub(crate) seen: crate::floor::account::Root,
    /// The pool that does, if it is not the machine itself.
    pub(crate) limited_by: super::PoolIx,
    /// Somebody else than the root answers for a part of its waiting.
    pub(crate) blames: bool,
    /// Booked at this instant, to be scheduled at its end.
    pub(crate) touched: bool,
    /// In the list of those whose rate is to be found.
    pub(crate) queued: bool,
    /// How often its rate has changed at this instant, the rate before the last change, and by how
    /// much that one wanted to change.
    pub(crate) changes: u32,
    pub(crate) tried: f64,
    pub(crate) missed: f64,
    /// All pieces are scrapped until so many are completed (start-up).
    pub(crate) scrap_until: f64,
    /// The present stretch of operating time between minor stops that are events: its begin, the
    /// short stops folded into it, and the stop at its end (0: none).
    pub(crate) stretch: i64,
    pub(crate) folded: u32,
    pub(crate) stop: i64,
    /// Nothing is scrapped, inspected or defective.
    pub(crate) plain: bool,
    /// Minor stops shorter than this are folded \[µs\].
    pub(crate) fold_below: i64,
    /// Share of hidden defects in what it hands on, and the operating clock at the last look.
    pub(crate) defective: f64,
    pub(crate) looked: i64,
}

/// What stops a machine from working faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Nothing but itself.
    Own,
    /// It waits for pieces.
    Supply,
    /// It waits for room.
    Room,
}

/// Rate flow: the content of a buffer, or of the store of finished goods (the last).
#[derive(Component, Clone, Debug)]
pub(crate) struct Pool {
    /// Booked up to this instant.
    pub(crate) since: i64,
    pub(crate) level: f64,
    pub(crate) capacity: f64,
    /// Pieces per microsecond: in, out, and their difference.
    pub(crate) inflow: f64,
    pub(crate) outflow: f64,
    pub(crate) net: f64,
    pub(crate) edge: Edge,
    pub(crate) touched: bool,
    pub(crate) slot: Slot,
    /// Level integrated \[pieces µs\].
    pub(crate) over_time: f64,
    /// Pieces with a hidden defect in it, per microsecond into it, and ever put into it.
    pub(crate) bad: f64,
    pub(crate) bad_in: f64,
    pub(crate) bad_total: f64,
    /// From outside: pieces per microsecond that arrive, pieces arrived and let in.
    pub(crate) source: f64,
    pub(crate) admitted: f64,
    pub(crate) arrived: f64,
    pub(crate) let_in: f64,
}

/// Which limit binds a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Empty,
    Inside,
    Full,
}
