//! How machines fail.

use super::{Degradation, Induced, Labour, MachineIx, PartIx, Redundancy, RepairEffect};
use sim_core::Distribution;

/// The clock on which a failure mode ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Runs while the machine processes (operation-dependent failures). Laws in seconds.
    Operating,
    /// Runs always, except while this mode itself is being repaired. Laws in seconds.
    Calendar,
    /// Counts pieces. Laws in pieces.
    Cycles,
}

/// Age of a mode at the start of the run, on its own clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InitialAge {
    /// As good as new.
    New,
    /// Drawn from the law of ages in a plant that has run for long.
    InService,
    /// Known \[s or pieces\].
    Known(f64),
}

/// One way in which one machine fails.
#[derive(Clone, Debug, PartialEq)]
pub struct FailureMode {
    /// Key of its random streams.
    pub name: String,
    /// In the words of the shop floor.
    pub what: String,
    /// The machine it stops.
    pub machine: MachineIx,
    /// Its clock.
    pub clock: Clock,
    /// How a failure comes about.
    pub life: Life,
    /// Age at the start.
    pub initial_age: InitialAge,
    /// Finding out what is broken \[s\]; needs the crew.
    pub diagnosis: Option<Distribution>,
    /// Active repair \[s\].
    pub repair: Distribution,
    /// Verification and restart after the repair \[s\].
    pub restart: Option<Distribution>,
    /// Who repairs, and how many of them; `None`: no crew is needed.
    pub labour: Option<Labour>,
    /// The spare part that a repair takes.
    pub part: Option<PartIx>,
    /// Further damage when a failure was not prevented.
    pub secondary: Option<Secondary>,
    /// Probability that the piece on the machine is lost at a failure (beside `Interrupted`).
    pub scraps_part: f64,
    /// What its repairs leave of its age.
    pub effect: RepairEffect,
    /// Mistakes in the work on it.
    pub induced: Option<Induced>,
    /// A failure stops nothing and is known only when an inspection or a task finds it.
    pub hidden: bool,
    /// One of several equal units of which some must work.
    pub redundancy: Option<Redundancy>,
    /// Number of a life that does not end in a failure: a question of what that failure costs. The mode
    /// is as good as new at that instant and nothing else happens.
    pub spared: Option<u64>,
}

/// How a failure comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum Life {
    /// Failure at a drawn life. With a `warning` (P-F interval) the defect can be seen that long
    /// before the failure, at most from the beginning of the life.
    Whole {
        /// Life \[s or pieces\].
        life: Distribution,
        /// P-F interval \[s or pieces\].
        warning: Option<Distribution>,
    },
    /// A defect begins after `onset` and becomes a failure after `delay` (delay-time model).
    TwoStage {
        /// From renewal to the beginning of a defect \[s or pieces\].
        onset: Distribution,
        /// From the beginning of the defect to failure \[s or pieces\].
        delay: Distribution,
        /// True: defects begin independently of each other and of repairs, several may be present
        /// at once, and a repair removes one (Christer and Waller 1984).
        concurrent: bool,
    },
    /// Failure when a degradation process reaches its level.
    Degrades(Degradation),
}

impl Life {
    /// Can a defect be seen before the failure?
    pub fn shows_defects(&self) -> bool {
        match self {
            Self::Whole { warning, .. } => warning.is_some(),
            Self::TwoStage { .. } => true,
            Self::Degrades(degradation) => degradation.visible_at.is_some(),
        }
    }
}

/// Further damage of an unprevented failure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Secondary {
    /// Its probability.
    pub chance: f64,
    /// Factor on the active repair.
    pub repair_factor: f64,
    /// Factor on the parts' cost (counted as further parts' worth).
    pub parts_factor: f64,
}
