//! Investments as capital projects.

use super::{Share, Spread};
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
    /// Integration estimated by interfaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration: Option<IntegrationResult>,
    /// Data governance, cyber security, compliance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checklist: Option<ChecklistResult>,
    /// Why its full effect is there on the first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_day_one: Option<String>,
}

/// Integration estimated by interfaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IntegrationResult {
    /// Line by line.
    pub interfaces: Vec<InterfaceResult>,
    /// Expected cost of all lines \[money\].
    pub planned: f64,
    /// What they cost in the pairs \[money\], before what is saved of it by tax.
    pub cost: Spread,
    /// All planned integration, `cost.integration` included, over licence or three years of
    /// subscription; absent without software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_software: Option<f64>,
    /// Is that outside 30 to 50 %?
    pub unusual: bool,
}

/// Interfaces of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InterfaceResult {
    /// Class of effort.
    pub class: String,
    /// How many.
    pub count: u32,
    /// Hours of work on one of them: P10, median, P90.
    pub hours: [f64; 3],
    /// Are those the hours of the class, which nobody has measured?
    pub by_default: bool,
    /// Money per hour.
    pub rate: f64,
    /// Expected cost \[money\].
    pub planned: f64,
}

/// The checklist of data governance, cyber security and compliance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistResult {
    /// Line by line.
    pub items: Vec<CheckItem>,
    /// Share of the pairs in which at least one of them blocks.
    pub blocked: Share,
    /// Cost of all in the pairs \[money\].
    pub cost: Spread,
    /// Months until the last one is passed, in the pairs.
    pub months: Spread,
}

/// One line of the checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckItem {
    /// What it is about.
    pub topic: String,
    /// What is looked at.
    pub what: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Expected cost without and of mending \[money\].
    pub cost: [f64; 2],
    /// Expected months without and of mending.
    pub months: [f64; 2],
    /// Probability that it blocks.
    pub chance: f64,
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
