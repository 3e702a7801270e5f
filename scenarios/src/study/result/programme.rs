//! Several investments: made together, and one after the other.

use super::{LearningResult, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Investments made together, against today's plant. All numbers are taken pair by pair, in the same
/// pairs, base case, after tax.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BundleResult {
    /// Key of the arm with all of them.
    pub arm: String,
    /// Those that are in it.
    pub members: Vec<BundleMember>,
    /// Net present value of all of them together \[money\].
    pub together: Spread,
    /// Sum of the net present values of each alone: what a list of single cases promises \[money\].
    pub sum_of_singles: Spread,
    /// Together minus the sum of the singles: below 0 where they save the same hours \[money\].
    pub interaction: Spread,
    /// Unplanned downtime avoided over the horizon \[h\]: sum of each alone, and together (means).
    pub downtime_avoided: [f64; 2],
    /// Every combination that was simulated, singles first. More than four investments are not taken
    /// apart: only the singles and the whole are here.
    pub combinations: Vec<BundlePart>,
}

/// One investment of a bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BundleMember {
    /// Its key.
    pub name: String,
    /// For people.
    pub title: String,
    /// Net present value of it alone \[money\].
    pub alone: Spread,
    /// Its share of the whole (Shapley value): what it adds, averaged over all orders in which the
    /// investments may come; the shares add up to the whole. Absent where the bundle was not taken
    /// apart.
    pub share: Option<Spread>,
    /// What the whole would lose without it: what it adds when it comes last. Absent where the bundle
    /// was not taken apart.
    pub last: Option<Spread>,
}

/// A combination of investments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BundlePart {
    /// Keys of its investments.
    pub investments: Vec<String>,
    /// Net present value \[money\].
    pub npv: Spread,
}

/// Investments made one after the other, against today's plant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProgrammeResult {
    /// Key of its arm.
    pub arm: String,
    /// In the order of their contracts.
    pub steps: Vec<ProgrammeStep>,
    /// Net present value of the sequence \[money\].
    pub sequence: Spread,
    /// Net present value of the same scope, all contracts on the first day \[money\].
    pub at_once: Spread,
    /// Sequence minus all at once \[money\].
    pub difference: Spread,
    /// Most money that was out at once, after tax, at any month \[money\]: of the sequence.
    pub gap: Spread,
    /// The same, all at once.
    pub gap_at_once: Spread,
    /// The whole programme begun later, within the same months.
    pub delays: Vec<Delay>,
    /// The review after the first step.
    pub gate: Option<GateResult>,
    /// What later projects learn from earlier ones; absent unless the study says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<LearningResult>,
}

/// One step of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProgrammeStep {
    /// Key of the investment.
    pub name: String,
    /// For people.
    pub title: String,
    /// Month of its contract, from the first day.
    pub start_month: u32,
    /// Net present value that it adds to the steps before it \[money\].
    pub adds: Spread,
    /// Pairs in which the cash earned by the steps before it, after tax, covers its one-off outlay
    /// in the month of its contract; absent for the first.
    pub funded: Option<Share>,
}

/// What waiting costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Delay {
    /// Months waited.
    pub months: u32,
    /// Net present value of the programme begun then \[money\].
    pub npv: Spread,
    /// Net present value lost by waiting: of now minus of then \[money\]; below 0: waiting pays.
    pub cost: Spread,
}

/// A review after the first step: the rest is begun only if the first works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateResult {
    /// Month of the review, from the first day.
    pub month: u32,
    /// Share of the intended effect, people included, that must be reached.
    pub reach: f64,
    /// Pairs in which it is.
    pub passed: Share,
    /// Net present value with the option to stop \[money\].
    pub with_option: Spread,
    /// Value of the option: with it minus without it \[money\]. Never below 0 only if what the review
    /// sees tells what the rest will bring.
    pub value: Spread,
}
