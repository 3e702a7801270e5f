//! People who maintain, and their spare parts.

use super::CrewIx;
use sim_core::{Distribution, SimDuration};

/// People that a job needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labour {
    /// Which crew.
    pub crew: CrewIx,
    /// How many of it.
    pub people: u32,
}

/// When a crew works.
#[derive(Clone, Debug, PartialEq)]
pub enum Duty {
    /// Around the clock.
    Always,
    /// While the plant is open.
    PlantShifts,
    /// Its own weekly windows \[µs of the week, Monday 00:00 = 0\], sorted and disjoint.
    Windows(Vec<(i64, i64)>),
    /// A cycle of its own: on duty for the first span of every second span.
    Cycle {
        /// On duty from the start of the period.
        on: SimDuration,
        /// Length of the period.
        period: SimDuration,
    },
}

/// What a crew does with a job when its shift ends, or before it begins.
#[derive(Clone, Debug, PartialEq)]
pub enum OffDuty {
    /// Jobs pause and wait for the next shift.
    Wait,
    /// Begun jobs are finished in overtime; new ones wait.
    Finish,
    /// Jobs are finished in overtime, and the crew is called out for new failures after this delay
    /// \[s\].
    CallOut(Distribution),
}

/// People who maintain.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Key of its random streams.
    pub name: String,
    /// What they can do.
    pub skills: Vec<String>,
    /// How many are on duty together, at most.
    pub people: u32,
    /// How many by the hours of the week; outside of them nobody. Empty: `people` at any time.
    pub headcount: Vec<Headcount>,
    /// Probability that a person of a shift is absent; `None`: nobody ever is.
    pub absence: Option<f64>,
    /// People who are elsewhere for a while.
    pub away: Vec<Away>,
    /// When they work.
    pub duty: Duty,
    /// And when they do not.
    pub off_duty: OffDuty,
    /// From the call to the arrival at the machine \[s\].
    pub response: Option<Distribution>,
}

/// People on duty in some hours of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headcount {
    /// From \[µs of the week, Monday 00:00 = 0\].
    pub from: i64,
    /// To.
    pub to: i64,
    /// So many.
    pub people: u32,
}

/// People who are elsewhere for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// From \[µs of the run\].
    pub from: i64,
    /// To.
    pub to: i64,
    /// On these days of the week, Monday first.
    pub days: [bool; 7],
    /// So many.
    pub people: u32,
}

impl Crew {
    /// Does the number of people who are there change from shift to shift?
    pub fn varies(&self) -> bool {
        !self.headcount.is_empty() || self.absence.is_some()
    }
}

/// A spare part: base stock, one for one replenishment.
#[derive(Clone, Debug, PartialEq)]
pub struct SparePart {
    /// Key of its random streams.
    pub name: String,
    /// Order-up-to level; 0: bought when needed.
    pub stock: u32,
    /// Standard lead time \[s\].
    pub lead: Distribution,
    /// Lead time of an emergency purchase \[s\]; `None`: there is none, one waits.
    pub emergency_lead: Option<Distribution>,
}
