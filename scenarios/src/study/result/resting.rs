//! How much of the answer rests on the word of others.

use super::Interval;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much of the headline rests on inputs from vendors and from industry averages.
///
/// Every effect that rests on such an input (an edit, a predictive programme, a formula) is taken away,
/// and the investment is valued once more under the same luck. What it costs, what it stops while it is
/// installed, prices and today's plant stay; what of them is of such a kind is counted beside. Unknowns
/// such as effectiveness stay too: they scale what is left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RestingOn {
    /// The comparison it speaks of: the headline.
    pub comparison: String,
    /// Parts of the effect: edits, programme or formula.
    pub effects: u64,
    /// Parts of which no record tells the kind: they may be a vendor's as well.
    pub untold: Vec<String>,
    /// Vendor, industry, both together.
    pub rows: Vec<RestingRow>,
}

/// What is left without the word of some.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RestingRow {
    /// `vendor`, `industry`.
    pub kinds: Vec<String>,
    /// Parts of the effect that rest on such an input, by their paths in the study file.
    pub effects: Vec<String>,
    /// Pairs that were valued both ways; 0 where too few were run to simulate some once more.
    pub pairs: u64,
    /// Share of the mean hard benefit over the horizon that is gone without them. Negative where it is
    /// larger without; absent without pairs, or where no benefit can be told from 0.
    pub benefit_share: Option<RestingFigure>,
    /// Share of the mean net present value that is gone without them: above 1 where what is left loses
    /// money. Absent without pairs, or where the value cannot be told from 0 or is negative.
    pub npv_share: Option<RestingFigure>,
    /// Mean net present value of these pairs \[money\].
    pub npv: Option<RestingFigure>,
    /// The same without these effects \[money\].
    pub npv_without: Option<RestingFigure>,
    /// What stays although it is of such a kind.
    pub stays: Stays,
}

/// Inputs of a kind that are not taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stays {
    /// Numbers of today's plant.
    pub plant: u64,
    /// Numbers under `[prices]`.
    pub prices: u64,
    /// Mean benefit over the horizon, at prices of the first day, of the hard lines of the ledger whose
    /// prices are among them \[money\].
    pub priced_benefit: f64,
    /// Numbers of the cost lists of the investment.
    pub costs: u64,
    /// Mean present value after tax of these costs, with what is added to them by an overrun
    /// \[money\]; absent where it cannot be valued.
    pub cost_present: Option<f64>,
    /// Numbers of the investment that are unknowns, ramp or plan.
    pub others: u64,
}

/// A mean or a ratio of means, with its Monte-Carlo error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RestingFigure {
    /// The figure.
    pub value: f64,
    /// 95 % interval; absent with too few pairs.
    pub ci: Option<Interval>,
}
