//! What a comparison of policies found: `policies.json`.

use crate::laboratory::result::{Found, GoalSought, LabProvenance, SelectionMade};
use crate::study::result::Better;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the format of `policies.json`.
pub const POLICIES_FORMAT: &str = "gemba.policies/1";

/// What a comparison of policies found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoliciesResult {
    /// Always [`POLICIES_FORMAT`].
    pub format: String,
    /// What was run.
    pub provenance: LabProvenance,
    /// What was sought.
    pub goal: GoalSought,
    /// Mode by mode.
    pub modes: Vec<ModePolicies>,
}

/// The policies of one failure mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModePolicies {
    /// Its key in the plant file.
    pub mode: String,
    /// In the words of the shop floor.
    pub what: String,
    /// The machine it stops.
    pub machine: String,
    /// Policies that make no sense here, with the reason.
    pub not_offered: Vec<NotOffered>,
    /// What was assumed, and what to expect.
    pub notes: Vec<String>,
    /// How the best was selected, of all variants.
    pub selection: SelectionMade,
    /// The policies with their intervals.
    pub variants: Vec<PolicyVariant>,
}

/// A policy that makes no sense for a mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotOffered {
    /// Its key.
    pub policy: String,
    /// Why.
    pub reason: String,
}

/// A policy at one interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyVariant {
    /// `as_it_is`, `run_to_failure`, `age`, `calendar`, `inspection` or `predictive`.
    pub policy: String,
    /// For people.
    pub name: String,
    /// Its interval, where it has one.
    pub interval: Option<String>,
    /// Is it the one of its policy that is shown (the selected one, else the best mean)?
    pub shown: bool,
    /// The goal, with differences and standing.
    pub found: Found,
    /// The rows of the comparison.
    pub measures: Vec<Measured>,
}

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measured {
    /// Stable key.
    pub key: String,
    /// For people.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// How it is computed.
    pub definition: String,
    /// Which direction is good.
    pub better: Better,
    /// Sum over sum of all replications; absent where there is nothing to divide by.
    pub mean: Option<f64>,
    /// Half-width of its 95 % interval.
    pub half_width: Option<f64>,
}
