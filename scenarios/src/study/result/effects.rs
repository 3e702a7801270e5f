//! Where the effect of an investment comes from, and how cautiously it is taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the effect of an investment rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Physical values of the plant, each with its source.
    Physical,
    /// One physical value, moved until the outcome is the credible part of a claim.
    ClaimCalibrated,
    /// Formulas: no machine is touched.
    Formula,
    /// Nothing in the plant changes: soft-only, no hard benefit.
    SoftOnly,
}

/// The effect of one investment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// Key of the investment.
    pub investment: String,
    /// For people.
    pub title: String,
    /// What its effect rests on.
    pub basis: Basis,
    /// The calibration, where there is one.
    pub calibration: Option<Calibration>,
    /// Mean share of the intended technical effect that is reached at maturity.
    pub effectiveness: f64,
    /// Mean share of the people who do their part.
    pub adoption: f64,
    /// What is taken off the promises of vendors; absent without `haircut`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub haircut: Option<HaircutUsed>,
    /// Mean of the planned ramp over the first year: a first-year average is this share of a steady
    /// state.
    pub first_year: f64,
    /// Layers of caution that are on, in words; the 60 % row of the pessimistic table comes on top.
    pub layers: Vec<String>,
    /// From signal to physical change, as the study declares it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<EffectChain>,
    /// Is the same doubt counted twice: a haircut on the claim, and an effectiveness below 1?
    pub counted_twice: bool,
}

/// A haircut on what vendors promise, and what it has touched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HaircutUsed {
    /// Smallest share of a promise that is believed.
    pub low: f64,
    /// Mean of it.
    pub mean: f64,
    /// Largest.
    pub high: f64,
    /// The inputs of the study whose effect was cut, by their paths.
    pub inputs: Vec<String>,
}

/// Why effects happen: a signal changes a decision, the decision something physical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EffectChain {
    /// What is measured.
    pub signal: String,
    /// Who decides what otherwise.
    pub decision: String,
    /// What is then physically different.
    pub change: String,
    /// What it explains: paths of edits, or `programme`, `office`, `claim_calibrated`.
    pub effects: Vec<String>,
}

/// An effect moved until a claim comes out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Calibration {
    /// The value that is multiplied.
    pub path: String,
    /// By this factor.
    pub factor: f64,
    /// What is claimed.
    pub indicator: String,
    /// Claimed relative change.
    pub claimed: f64,
    /// Share of it that is credible.
    pub haircut: f64,
    /// Relative change simulated at full maturity, under luck of its own.
    pub outcome: f64,
    /// Replications behind it.
    pub replications: u64,
    /// Who claims it.
    pub source: String,
}
