//! Investments as capital projects.

use super::Share;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What belongs to a project beside its effect and its cost; only investments that say something of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Project {
    /// Key of the investment.
    pub investment: String,
    /// For people.
    pub title: String,
    /// Who decides, at which rate, and when it is audited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<ApprovalResult>,
}

/// The decision on a capital project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalResult {
    /// Who approves it.
    pub approver: String,
    /// Day of the approval, ISO 8601; absent: still to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<String>,
    /// Day on which the money is spent, ISO 8601.
    pub capex: String,
    /// Least internal rate of return, effective per year.
    pub hurdle: f64,
    /// Is it the cost of capital, because the study names no other?
    pub hurdle_is_wacc: bool,
    /// Share of the pairs whose internal rate of return against today's plant reaches it; a pair
    /// without a rate reaches it when its net present value is not negative, one with several when all
    /// of them do. Absent where the investment is not compared with today's plant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaches_hurdle: Option<Share>,
    /// Days on which it is held against its case, ISO 8601, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub post_audits: Vec<String>,
}
