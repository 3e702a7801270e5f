//! How the plan of a shop is kept up to date.

use sim_core::SimDuration;

/// How the plan of a shop is kept up to date; it counts at stations that dispatch by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planning {
    /// From one look at the plan to the next.
    pub replan_every: SimDuration,
    /// Orders that the present plan begins within this span keep their place.
    pub frozen: SimDuration,
    /// A new plan is in force so long after the state on which it rests.
    pub information_lag: SimDuration,
    /// What follows from a look.
    pub decides: Decides,
}

/// What follows from a look at the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// Nobody looks: the plan is kept.
    Keep,
    /// Delays are told; the plan is kept.
    Report,
    /// The sequences of several rules are tried ahead with mean times, and the best becomes the
    /// plan.
    Alternatives,
}
