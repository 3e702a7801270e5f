//! What the projects of a programme learn, and how long it takes until the n-th of them works.

use super::{PaybackSpread, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What later projects of a programme learn from earlier ones. Pair by pair, in all pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LearningResult {
    /// What is learned, as the study says.
    pub factors: Vec<LearnedFactor>,
    /// Projects that the people can carry at once at the planned pace; absent: people are no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<f64>,
    /// Months after its contract at which each project is looked at.
    pub gate_after: u32,
    /// Share of its intended effect, people included, that it must have reached then to teach others.
    pub gate_reach: f64,
    /// Project by project, in the order of their contracts: one after the other.
    pub steps: Vec<LearnedStep>,
    /// Time until the n-th project works, for every n.
    pub use_cases: Vec<UseCase>,
}

/// One thing that is learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LearnedFactor {
    /// `connectivity`, `data_management`, `change_management` or `analytical_methods`.
    pub name: String,
    /// Share taken off by every doubling of the number of projects.
    pub rate: f64,
    /// Share of the effort that it is.
    pub share: f64,
    /// `cost`, `duration`, `success`.
    pub of: Vec<String>,
}

/// One project of the sequence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LearnedStep {
    /// Key of the investment.
    pub name: String,
    /// For people.
    pub title: String,
    /// Month of its contract, from the first day.
    pub start_month: u32,
    /// Pairs in which 0, 1, 2 ... projects before it had passed the gate by the day of its contract.
    pub experience: Vec<Share>,
    /// Pairs in which it has passed the gate itself, looked at on its day.
    pub passed: Share,
    /// Factor on its one-off costs.
    pub cost: Spread,
    /// Factor on the time of its ramp, people shared with other projects included.
    pub duration: Spread,
    /// Factor on the probabilities of stall, connectivity gap and compliance gate.
    pub chance: Spread,
    /// Pairs in which experience has spared it a stall, a connectivity gap or a compliance gate.
    pub spared: Share,
}

/// Months from the first day until n projects work: each has reached what the gate asks, on its day or later, and is
/// not given up afterwards. Beyond the horizon: never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UseCase {
    /// How many work.
    pub n: u32,
    /// One after the other.
    pub focused: PaybackSpread,
    /// One large programme: all contracts on the first day.
    pub at_once: PaybackSpread,
    /// Pairs in which one after the other has n projects at work earlier.
    pub focused_earlier: Share,
    /// Pairs in which it has them later; in the others at the same time, or neither way ever.
    pub focused_later: Share,
}
