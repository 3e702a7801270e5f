//! An investment as a capital project: who approves it, at which rate, and when it is looked at again.

use super::pilot::Pilot;
use jiff::civil::Date;

/// What belongs to a project beside its effect and its cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Governance {
    /// Who approves it, and when it is audited; absent: nobody said.
    pub approval: Option<Approval>,
    /// What is tried first.
    pub pilot: Option<Pilot>,
    /// Why its full effect is there on the first day.
    pub from_day_one: Option<String>,
}

/// The decision on a capital project.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// Who approves it.
    pub approver: String,
    /// On which day it was approved; absent: it is still to be.
    pub approved: Option<Date>,
    /// On which day the money is spent; absent: on the day of the contract.
    pub capex: Option<Date>,
    /// Least internal rate of return, effective per year; absent: the cost of capital.
    pub hurdle: Option<f64>,
    /// Days on which it is held against its case, in order.
    pub post_audits: Vec<Date>,
}
