//! The components of every kind of entity: what each remembers while the floor runs.

use super::JobIx;
use crate::plant::model::MachineIx;
use crate::state::Leaf;
use bevy_ecs::prelude::*;
use sim_core::{Slot, Stream};
use std::collections::VecDeque;

/// No entity.
pub(crate) const NONE: u32 = u32::MAX;
/// Several entities: the long way.
pub(crate) const MANY: u32 = u32::MAX - 1;
/// Never, on any clock.
pub(crate) const NEVER: i64 = i64::MAX;

/// A piece: a value, not an entity.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Item {
    /// Carries a hidden defect.
    pub(crate) defective: bool,
    /// How often it has been reworked.
    pub(crate) loops: u8,
    /// Number of the record of its defect; 0: there is none.
    pub(crate) tag: u16,
}

/// What a machine has on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    Empty,
    Working,
    Finished,
}

/// The moving part of a machine: what an event of it touches. 128 bytes: two cache lines, and an
/// index is a shift.
#[derive(Component, Clone, Debug)]
#[repr(align(128))]
pub(crate) struct Station {
    pub(crate) slot: Slot,
    pub(crate) leaf: Leaf,
    pub(crate) load: Load,
    /// Is work going on at this instant?
    pub(crate) running: bool,
    /// A minor stop is going on.
    pub(crate) minor: bool,
    /// A known stop is going on.
    pub(crate) known: bool,
    /// It is being set up, or will be when nothing else stops it.
    pub(crate) setup: bool,
    /// Reasons why it does not work: closed, failures, planned work, minor and known stops, set-up.
    pub(crate) halts: u16,
    /// Open failures among them.
    pub(crate) down: u16,
    /// Planned stoppages among them.
    pub(crate) planned: u16,
    /// The piece on it.
    pub(crate) item: Item,
    /// Its state may have changed at this instant; it is settled before the clock moves on.
    pub(crate) unsettled: bool,
    /// Has waited since `load_since`, without a piece or with a finished one.
    pub(crate) waits: bool,
    /// The only input buffer of a machine that takes from any, `NONE` (unlimited material) or
    /// `MANY`.
    pub(crate) input: u32,
    /// The only output buffer, `NONE` (finished goods) or `MANY`.
    pub(crate) output: u32,
    /// The only machine upstream, `NONE` or `MANY`; likewise downstream.
    pub(crate) up: u32,
    pub(crate) down_line: u32,
    /// What the machine is called when it has no piece, and when a finished one cannot leave.
    pub(crate) empty_leaf: Leaf,
    pub(crate) full_leaf: Leaf,
    /// Plain machine: one input or none, one output or none, nothing drawn per piece.
    pub(crate) plain: bool,
    /// Pieces still to be scrapped after a restart.
    pub(crate) startup_left: u32,
    /// Where the finished piece is to go (`NONE`: any output with room).
    pub(crate) bound_for: u32,
    /// Constant cycle \[µs\], or -1: drawn.
    pub(crate) cycle: i64,
    /// Work left on the piece \[µs\].
    pub(crate) remaining: i64,
    /// When the present stretch of work began.
    pub(crate) resumed: i64,
    /// Operating clock at `resumed` \[µs\].
    pub(crate) operated: i64,
    /// Operating clock of the next milestone.
    pub(crate) next_milestone: i64,
    /// Pieces completed.
    pub(crate) completed: u64,
    /// Count of pieces at the next milestone of a cycles clock.
    pub(crate) next_cycle_milestone: u64,
    /// Operating clock at which the next minor stop begins.
    pub(crate) minor_at: i64,
    /// Operating clock at the last service (quality drift).
    pub(crate) serviced: i64,
    pub(crate) next_stop: u32,
}

/// Random streams of a machine.
#[derive(Component, Clone, Copy, Debug, Default)]
pub(crate) struct Luck {
    pub(crate) cycle: Stream,
    pub(crate) scrap: Stream,
    pub(crate) defect: Stream,
    pub(crate) inspect: Stream,
    pub(crate) split: Stream,
    pub(crate) minor_every: Stream,
    pub(crate) minor_lasts: Stream,
}

/// Where the time of a machine went.
#[derive(Component, Clone, Debug)]
pub(crate) struct Account {
    pub(crate) since: i64,
    pub(crate) ticks: [i64; Leaf::COUNT],
    /// Root of the present starving or blocking: machine and kind.
    pub(crate) root: super::account::Root,
    /// Since when the machine has been without a piece, or has held a finished one.
    pub(crate) load_since: i64,
    pub(crate) empty_ticks: i64,
    pub(crate) finished_ticks: i64,
    pub(crate) scrapped: u64,
    /// Pieces lost in process: with those completed the number of the piece being worked on.
    pub(crate) lost: u64,
    pub(crate) failures: u64,
    pub(crate) minor_stops: u64,
    /// Since when the machine has been halted.
    pub(crate) halted_since: i64,
}

/// Content of a buffer.
#[derive(Component, Clone, Debug)]
pub(crate) struct Stock {
    pub(crate) level: u32,
    /// The pieces in order, where pieces differ; otherwise the level says all.
    pub(crate) items: VecDeque<Item>,
    pub(crate) pieces_differ: bool,
    pub(crate) capacity: u32,
    /// Machines and sources that wait for room, in order of arrival; sources are numbered after
    /// the machines.
    pub(crate) waiting: VecDeque<u32>,
    /// The only taker, if there is one and it takes from any input.
    pub(crate) taker: u32,
    /// Level over time, see [`Stock::content_over_time`].
    pub(crate) over_time: i128,
}

impl Stock {
    /// Level integrated up to now \[pieces µs\]. A piece put in at `a` and taken at `b` counts
    /// `b - a`, so instants are subtracted and added, and nothing is multiplied on the way.
    pub(crate) fn content_over_time(&self, now: i64) -> i128 {
        self.over_time + i128::from(self.level) * i128::from(now)
    }

    #[inline]
    pub(crate) fn put(&mut self, item: Item, now: i64) {
        self.over_time -= i128::from(now);
        self.level += 1;
        if self.pieces_differ {
            self.items.push_back(item);
        }
    }

    #[inline]
    pub(crate) fn take(&mut self, now: i64) -> Item {
        self.over_time += i128::from(now);
        self.level -= 1;
        if self.pieces_differ {
            self.items.pop_front().unwrap_or_default()
        } else {
            Item::default()
        }
    }
}

/// One failure mode of one machine.
#[derive(Component, Clone, Debug)]
pub(crate) struct Wear {
    /// The mode's clock at its last renewal (machine's operating clock, calendar or pieces).
    pub(crate) renewed: i64,
    /// Age at that instant \[s or pieces\]: what the last repair left.
    pub(crate) age: f64,
    /// Clock at which the next defect begins (P point); NEVER without a warning.
    pub(crate) onset: i64,
    /// From the beginning of the next defect to its failure.
    pub(crate) delay: i64,
    /// Clock at which the present defects become failures, soonest first.
    pub(crate) pending: Vec<i64>,
    /// Clock at which the present defect is detected by a monitor.
    pub(crate) detect: i64,
    pub(crate) episode: Episode,
    /// Monitor that gave the alert.
    pub(crate) monitor: u32,
    pub(crate) failed_at: i64,
    /// When the crew came for the present failure.
    pub(crate) came_at: i64,
    pub(crate) tally: crate::outcome::ModeOutcome,
    pub(crate) secondary: u64,
    /// Defects that ended without a failure.
    pub(crate) prevented: u64,
    pub(crate) draws: WearDraws,
}

/// How far prediction has come with the present defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Episode {
    /// No defect, or one that nothing watches.
    Quiet,
    /// A defect that the monitor will not see.
    Missed,
    /// To be detected.
    Coming,
    /// Detected, nobody acts.
    Ignored,
    /// Detected, somebody acts.
    Answered,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WearDraws {
    pub(crate) life: Stream,
    pub(crate) warning: Stream,
    pub(crate) age: Stream,
    pub(crate) repair: Stream,
    pub(crate) diagnosis: Stream,
    pub(crate) restart: Stream,
    pub(crate) secondary: Stream,
    pub(crate) scrap: Stream,
    pub(crate) fix: Stream,
    pub(crate) detect: Stream,
    pub(crate) delay: Stream,
    pub(crate) sensor: Stream,
    pub(crate) outage: Stream,
    pub(crate) act: Stream,
    pub(crate) response: Stream,
    pub(crate) travel: Stream,
    pub(crate) call_out: Stream,
}

/// Stage of a work order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Idle,
    /// Planned: waits for its part.
    PartFirst,
    /// Planned: waits for its window or for its machine.
    Ready,
    /// In the crew's queue.
    Queued,
    /// The crew is on its way.
    Travel,
    Diagnosis,
    /// Failed machine waits for a part.
    Part,
    /// Again in the crew's queue, the part in hand.
    QueuedAgain,
    Work,
    Restart,
}

/// A work order: the corrective or planned repair of a mode, or a preventive task.
#[derive(Component, Clone, Debug)]
pub(crate) struct Job {
    pub(crate) slot: Slot,
    pub(crate) machine: MachineIx,
    pub(crate) stage: Stage,
    pub(crate) planned: bool,
    /// The planned job has stopped its machine.
    pub(crate) stopping: bool,
    pub(crate) crew: u32,
    pub(crate) people: u32,
    /// The crew is with it.
    pub(crate) manned: bool,
    /// It came when it was called out.
    pub(crate) called_out: bool,
    pub(crate) part: u32,
    /// Part in hand.
    pub(crate) has_part: bool,
    /// Work left in this stage \[µs\]; the clock stands while the crew is off duty.
    pub(crate) left: i64,
    pub(crate) resumed: i64,
    pub(crate) ticking: bool,
    /// Factor on the active repair drawn for this job.
    pub(crate) factor: f64,
    /// Repair drawn from an inspection's `fix` law rather than from the mode's.
    pub(crate) fixed_by: u32,
    /// When the part that a planned order waits for arrives.
    pub(crate) arrives: i64,
    /// When a part ordered before the order arrives.
    pub(crate) ahead: i64,
    /// Does not wait for its window.
    pub(crate) urgent: bool,
}

/// A preventive task.
#[derive(Component, Clone, Debug)]
pub(crate) struct TaskState {
    pub(crate) slot: Slot,
    /// Operating clock at which it is due (age and operating policies).
    pub(crate) due: i64,
    /// Executions that have fallen due.
    pub(crate) count: u64,
    pub(crate) done: u64,
    /// Not done when due: waits for the end of the next planned slot.
    pub(crate) slips: bool,
    pub(crate) adherence: Stream,
    pub(crate) duration: Stream,
    pub(crate) detects: Stream,
}

/// A crew.
#[derive(Component, Clone, Debug)]
pub(crate) struct Crewing {
    /// People not at work; below zero for a while after a crew has been cut.
    pub(crate) free: i64,
    pub(crate) on_duty: bool,
    /// People who are there while it is on duty, and those who should be and are absent.
    pub(crate) present: u32,
    pub(crate) absent: u32,
    /// Minute of the run at which its present shift began.
    pub(crate) shift: i64,
    pub(crate) absence: Stream,
    /// Absent while on duty \[person µs\].
    pub(crate) missed: f64,
    pub(crate) queue: Vec<JobIx>,
    /// People at work now.
    pub(crate) busy: u32,
    /// Of these, called out.
    pub(crate) since: i64,
    pub(crate) labour: f64,
    pub(crate) overtime: f64,
    pub(crate) callout: f64,
    pub(crate) callouts: u64,
    pub(crate) next_duty: usize,
    pub(crate) duty: Vec<(i64, bool)>,
}

/// A spare part's shelf.
#[derive(Component, Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) on_hand: u32,
    /// Parts on the shelf or under way beyond the base stock: ordered for a job that was dropped.
    pub(crate) surplus: u32,
    /// Orders under way that nobody has claimed: instants of arrival, soonest first.
    pub(crate) coming: Vec<i64>,
    pub(crate) used: u64,
    pub(crate) bought: u64,
    pub(crate) emergency: u64,
    /// Worth of parts used, in parts (secondary damage takes more than one).
    pub(crate) worth: f64,
    pub(crate) integral: f64,
    pub(crate) since: i64,
    pub(crate) lead: Stream,
    pub(crate) emergency_lead: Stream,
}

/// A source of arrivals.
#[derive(Component, Clone, Debug)]
pub(crate) struct Feed {
    pub(crate) every: Stream,
    pub(crate) arrived: u64,
    pub(crate) lost: u64,
    pub(crate) holding: bool,
}

/// A monitor's eye on one machine.
#[derive(Component, Clone, Debug)]
pub(crate) struct Watch {
    pub(crate) monitor: u32,
    pub(crate) machine: MachineIx,
    pub(crate) stopping: bool,
    pub(crate) every: Stream,
    pub(crate) share: Stream,
    pub(crate) stops: Stream,
    pub(crate) stop: Stream,
}

#[cfg(test)]
mod tests {
    use super::Station;

    #[test]
    fn a_station_fills_two_cache_lines() {
        assert_eq!(size_of::<Station>(), 128);
    }
}
