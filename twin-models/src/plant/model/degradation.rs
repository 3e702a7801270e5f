//! Failures that come about by degradation, and tasks that go by its level.

use super::MachineIx;
use sim_core::Distribution;

/// A degradation process on the clock of its mode, in place of a life.
#[derive(Clone, Debug, PartialEq)]
pub struct Degradation {
    /// How the level grows.
    pub process: Process,
    /// Level from which monitoring can see the defect (P point); `None`: it never shows.
    pub visible_at: Option<f64>,
}

/// How a level of degradation grows from 0 to failure.
#[derive(Clone, Debug, PartialEq)]
pub enum Process {
    /// Gamma process (van Noortwijk, Reliability Engineering and System Safety 94, 2009).
    Gamma {
        /// Increment of one step.
        increment: Distribution,
        /// Level at which it fails.
        fails_at: f64,
        /// Grid \[s or pieces\]; between its points the level is linear.
        step: f64,
    },
    /// Wiener process with drift; its running maximum counts.
    Wiener {
        /// Mean increment of one step.
        drift: f64,
        /// Its standard deviation.
        sd: f64,
        /// Level at which it fails.
        fails_at: f64,
        /// Grid \[s or pieces\]; the maximum between its points is drawn, not interpolated.
        step: f64,
    },
    /// Semi-Markov states; the level is the number of the state, failure the number after the last.
    States(Vec<Sojourn>),
}

/// A state of degradation.
#[derive(Clone, Debug, PartialEq)]
pub struct Sojourn {
    /// Its name.
    pub name: String,
    /// How long it lasts \[s or pieces\].
    pub stays: Distribution,
    /// What comes next, with cumulative probabilities (last = 1).
    pub next: Vec<(usize, f64)>,
}

impl Process {
    /// The level that is a failure.
    pub fn fails_at(&self) -> f64 {
        match self {
            Self::Gamma { fails_at, .. } | Self::Wiener { fails_at, .. } => *fails_at,
            Self::States(states) => states.len() as f64,
        }
    }

    /// Does the level jump from state to state?
    pub fn jumps(&self) -> bool {
        matches!(self, Self::States(_))
    }
}

/// A range of levels at which a task acts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// From this level on.
    pub from: f64,
    /// Below this one; infinite: to the failure and beyond it.
    pub below: f64,
    /// Standard deviation of the measurement.
    pub sd: f64,
    /// Level that the work leaves; 0: as good as new.
    pub back_to: f64,
}

/// Equal units of which some must work (k out of n, all of them loaded).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redundancy {
    /// Number of the group, counted from 0.
    pub group: u32,
    /// Units of the group; each is a failure mode of its own.
    pub units: u32,
    /// The machine works while so many of them do.
    pub needed: u32,
}

/// When a task may be done before it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunities {
    /// Machines whose repairs, tasks and known stops are opportunities.
    pub stops: Vec<MachineIx>,
    /// Only stops with at least this much work ahead \[s\].
    pub at_least: f64,
    /// Time between opportunities from outside \[s\].
    pub outside: Option<Distribution>,
    /// Share of the interval from which the task is done early.
    pub from: f64,
}
