//! The laboratory: many variants of one plant under common luck, and which of them is best.
//!
//! A [`sweep::Sweep`] varies values of the plant file over a grid. All variants meet the same
//! replications, so their differences are paired; [`contest`] selects the best with a stated
//! probability (Kim and Nelson 2001) and spends replications on those that may still be it.

pub mod contest;
pub mod goal;
pub mod meter;
pub mod policies;
pub mod result;
pub mod summary;
pub mod sweep;
pub mod vary;

use twin_models::text::Diagnostics;

/// Why the laboratory has no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LaboratoryError {
    /// What was asked cannot be read or does not fit the plant.
    #[error("{reason}\nhelp: {remedy}")]
    Question {
        /// Why.
        reason: String,
        /// What to write instead.
        remedy: String,
    },
    /// A variant is no possible plant.
    #[error("{0}")]
    Plant(Diagnostics),
    /// A replication failed.
    #[error("replication {replication} of seed {seed} failed at {variant}: {reason}")]
    Run {
        /// The variant.
        variant: String,
        /// Its number.
        replication: u64,
        /// The seed.
        seed: u64,
        /// What happened.
        reason: String,
    },
    /// It was stopped before two replications of every variant were done.
    #[error("stopped before two replications of every variant were done")]
    Stopped,
}

impl LaboratoryError {
    /// What was asked cannot be.
    pub fn question(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Question { reason: reason.into(), remedy: remedy.into() }
    }

    /// Is it a fault of what was asked, rather than of a run?
    pub const fn is_input(&self) -> bool {
        matches!(self, Self::Question { .. } | Self::Plant(_))
    }
}

impl From<Diagnostics> for LaboratoryError {
    fn from(faults: Diagnostics) -> Self {
        Self::Plant(faults)
    }
}
