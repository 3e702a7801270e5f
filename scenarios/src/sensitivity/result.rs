//! What decides: the results.

use crate::study::result::{Judgement, Provenance, ScenarioRow, Share};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which unknowns decide about the headline, from the pairs of the run alone: regression, no
/// simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decides {
    /// Id of the comparison.
    pub comparison: String,
    /// Pairs used.
    pub pairs: u64,
    /// The formula for the expected NPV.
    pub formula: Formula,
    /// Every unknown, the one whose knowledge is worth most first, then by share.
    pub inputs: Vec<Decisive>,
    /// Worth of knowing all unknowns before deciding; absent where the formula is not good enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth_of_all: Option<Worth>,
    /// Unknowns whose break-even lies between their P10 and P90, or events that make the expected NPV
    /// negative: what the case needs.
    pub needs: Vec<String>,
}

/// How good the formula for the expected NPV is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Formula {
    /// Terms beside the constant.
    pub terms: u64,
    /// Share of the variance over pairs that it follows in the pairs it was made from (R²).
    pub fitted: f64,
    /// The same for pairs it has not seen, cross-validated; the rest is luck, and what the formula does
    /// not catch.
    pub foretold: f64,
    /// Standard error of `foretold`.
    pub foretold_error: f64,
    /// Standard deviation of what is left, in money.
    pub residual_sd: f64,
    /// Why shares and the worth of knowing all are not given; absent where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// One unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decisive {
    /// Path in the study file.
    pub id: String,
    /// For people.
    pub title: String,
    /// `share`, `x` (a factor), `event` (0: does not happen, 1: happens).
    pub unit: String,
    /// Probability, where it happens or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// 10 % quantile of its law; 0 for an event.
    pub p10: f64,
    /// Median of its law; 0 for an event.
    pub p50: f64,
    /// 90 % quantile of its law; 1 for an event.
    pub p90: f64,
    /// Expected NPV, given this unknown at its P10 (an event that does not happen); absent where the
    /// pairs do not tell.
    pub npv_at_p10: Option<Estimate>,
    /// The same at P90 (an event that happens).
    pub npv_at_p90: Option<Estimate>,
    /// Where the expected NPV is 0.
    pub break_even: BreakEven,
    /// Share of the variance of the expected NPV; absent where the formula is not good enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<Shares>,
    /// Worth of knowing it before deciding; absent where the pairs do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<Worth>,
    /// Why the pairs do not tell; absent where they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A number with its standard error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// Sobol' indices of the expected NPV.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shares {
    /// Share of the variance that goes when it is known.
    pub first: f64,
    /// Standard error.
    pub first_error: f64,
    /// Share that stays when all others are known; smaller than `first` where unknowns are correlated.
    pub total: f64,
    /// Standard error.
    pub total_error: f64,
}

/// What it is worth to know before deciding.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Worth {
    /// Money, at most: perfect knowledge.
    pub value: f64,
    /// Standard error.
    pub error: f64,
    /// What was taken off because errors of the regression look like knowledge.
    pub bias: f64,
    /// Would the decision change for some values that were drawn?
    pub matters: bool,
}

/// Where the expected NPV, given one input, is 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreakEven {
    /// At this value.
    At {
        /// The value.
        value: f64,
        /// Its standard error, where it is known.
        error: Option<f64>,
        /// Does it lie between P10 and P90?
        likely: bool,
        /// Is the expected NPV positive above it (rather than below)?
        positive_above: bool,
    },
    /// Nowhere in its range, or whether the event happens or not: the expected NPV stays positive.
    AlwaysPositive,
    /// It stays negative.
    AlwaysNegative,
    /// An event decides: the expected NPV has another sign when it happens.
    Event {
        /// Is it positive when it happens?
        positive_if_it_happens: bool,
    },
    /// The pairs do not tell.
    Unknown,
}

/// Which of two investments of a study is paid back first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaybackRace {
    /// Name of an investment.
    pub first: String,
    /// Name of another.
    pub second: String,
    /// The arm both are measured against.
    pub reference: String,
    /// Pairs in which `first` is paid back before `second` (or `second` never is).
    pub first_before: Share,
    /// Pairs in which `second` is paid back before `first` (or `first` never is).
    pub second_before: Share,
    /// Pairs in which both are paid back at the same instant.
    pub together: Share,
    /// Pairs in which neither is within the horizon.
    pub neither: Share,
}

/// Version of `sensitivity.json`.
pub const FORMAT: &str = "gemba.sensitivity/1";

/// What the headline of a study hangs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sensitivity {
    /// Always [`FORMAT`].
    pub format: String,
    /// What was asked and how.
    pub provenance: Provenance,
    /// Id of the comparison.
    pub comparison: String,
    /// What its pessimistic table says.
    pub judgement: Option<Judgement>,
    /// The pessimistic table.
    pub rows: Vec<ScenarioRow>,
    /// Pairs in which every input was moved; the first of the run, with the same luck.
    pub moved_pairs: u64,
    /// Mean NPV of these pairs with every unknown at its median and no event.
    pub at_medians: Estimate,
    /// All inputs that move the NPV, the one that moves it most first.
    pub tornado: Vec<Bar>,
    /// Place of the cost of a downtime hour among them, from 1; absent where it moves nothing.
    pub downtime_rank: Option<u64>,
    /// Shares of variance, worth of information, break-even of the unknowns.
    pub decides: Option<Decides>,
    /// The mildest plan that turns the sign.
    pub reverse: Reverse,
    /// Which investments are paid back first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payback_races: Vec<PaybackRace>,
}

/// Where the ends of a bar come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Range {
    /// P10 and P90 of the law in the study file.
    Law,
    /// It does not happen, it happens.
    Event,
    /// The study takes the number as certain: 10 % less and 10 % more, so that it can be compared; no
    /// statement about how well it is known.
    TenPercent,
}

/// One input of the tornado.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bar {
    /// Path in the study file, or the name of a group of numbers.
    pub id: String,
    /// For people.
    pub title: String,
    /// Unit of the values as the file writes it; `share`, `x` (a factor), `event` (0 or 1).
    pub unit: String,
    /// Where the ends come from.
    pub range: Range,
    /// Lower end.
    pub low: f64,
    /// Value of the base: median, or as written.
    pub middle: f64,
    /// Upper end.
    pub high: f64,
    /// Mean NPV at the lower end, everything else at the base.
    pub npv_low: f64,
    /// Mean NPV at the upper end.
    pub npv_high: f64,
    /// Standard error of the difference of both, over the common luck of the pairs.
    pub error: f64,
    /// Priced again (no simulation), so that only the luck of the pairs is in the error.
    pub repriced: bool,
    /// Where the mean NPV is 0: exact for prices (all unknowns at their medians), by regression over the
    /// pairs for unknowns (all others as drawn).
    pub break_even: BreakEven,
    /// Where it comes from.
    pub source: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What kind of knowledge it is.
    pub kind: Option<String>,
}

impl Bar {
    /// Mean NPV at the upper end minus that at the lower.
    pub fn swing(&self) -> f64 {
        self.npv_high - self.npv_low
    }
}

/// The mildest plan that turns the sign of the expected NPV.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reverse {
    /// Mean NPV of the run.
    pub today: Estimate,
    /// The plan.
    pub found: Option<ReverseFound>,
    /// Why there is none; absent where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// That plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReverseFound {
    /// Its distance from the medians in standard deviations of normal scores, correlations taken out.
    pub distance: f64,
    /// Probability of a plan at least so far in this direction.
    pub chance_beyond: f64,
    /// Share of all plans, drawn from the laws, whose expected NPV has the other sign, by the formula.
    pub share_of_plans: f64,
    /// Expected NPV there, by the formula.
    pub formula: Estimate,
    /// Mean NPV there, simulated.
    pub simulated: Estimate,
    /// Does the simulation have the other sign too?
    pub confirmed: bool,
    /// By more than two standard errors?
    pub clearly: bool,
    /// The unknowns there.
    pub inputs: Vec<ReverseInput>,
}

/// One unknown in that plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReverseInput {
    /// Path in the study file.
    pub id: String,
    /// For people.
    pub title: String,
    /// `share`, `x` (a factor), `event` (0 or 1).
    pub unit: String,
    /// Its median; 0 for an event.
    pub median: f64,
    /// Its value in the plan.
    pub value: f64,
    /// The same as a normal score: how many standard deviations from the median.
    pub score: f64,
}
