//! The verdict, and the drivers of the benefit.

use super::{Interval, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How well the case bears what goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Passes with budget, adoption and gains all turning out badly.
    Robust,
    /// Passes as planned, not when everything turns out badly: it needs something.
    Fragile,
    /// Does not pass even as planned.
    Fails,
    /// No effect and no cost in any pair: there is nothing to judge.
    Nothing,
}

/// The verdict of the pessimistic table. A row passes when its median NPV is above 0 and the share of
/// pairs with a positive NPV is at least the threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// The verdict.
    pub standing: Standing,
    /// Share of pairs with a positive NPV that a row needs (`confidence` of the study).
    pub threshold: f64,
    /// P(NPV > 0) in the base row.
    pub base: Share,
    /// P(NPV > 0) with budget x 1.2, adoption x 2 and 60 % of the gains together.
    pub combined: Share,
    /// Median NPV of the combined row.
    pub combined_p50: f64,
    /// 95 % interval of that median; absent when there are too few pairs.
    pub combined_p50_ci: Option<Interval>,
    /// Would the verdict be the same at both ends of the 95 % intervals on which it rests?
    pub sure: bool,
    /// What a fragile case needs, in words: one entry for each mildest combination that it does not
    /// bear. Empty for the others.
    pub needs: Vec<String>,
    /// The verdict in one sentence.
    pub sentence: String,
}

/// A physical reason why money is saved or earned, with a ledger of its own: hard lines only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Driver {
    /// For example `downtime.margin`, `quality.returns`, `maintenance.labour`.
    pub key: String,
    /// For people.
    pub name: String,
    /// Category whose part it is.
    pub category: String,
    /// Money per year at prices of the first day, positive is good; mean over the horizon.
    pub per_year: Spread,
    /// Mean by year at prices of the first day: how late it comes. Empty where the line is not a
    /// quantity times a price (electricity by tariff).
    pub by_year: Vec<f64>,
    /// What the reference spends on it per year, mean; absent for income.
    pub pool: Option<f64>,
    /// Correlation with the sum of all other drivers over pairs: near 1 they hang on the same luck;
    /// absent without spread.
    pub with_the_rest: Option<f64>,
}

/// All drivers together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Combined {
    /// Hard benefit per year at prices of the first day. Every ledger line belongs to one driver, so in
    /// every pair it is the sum of the drivers.
    pub per_year: Spread,
    /// Largest difference in any pair between the sum of the drivers and the hard benefit \[money/year\]:
    /// rounding only.
    pub largest_gap: f64,
    /// Standard deviation of the total over that of drivers that knew nothing of each other; below 1
    /// they offset each other, above 1 they come and go together. Absent without spread.
    pub sd_ratio: Option<f64>,
}
