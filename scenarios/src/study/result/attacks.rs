//! What attacks on the network cost in a year.

use super::{Interval, Share};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Loss by attacks that stop the shop floor: yearly loss against its chance, before and with the headline
/// investment. Simulated: the hard money of the same future in which no attack stops the floor, less that
/// of the future itself, at prices of the first day, before tax; up to three months after each attack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LossExceedance {
    /// The comparison it speaks of.
    pub comparison: String,
    /// Pairs of the run.
    pub pairs: u64,
    /// Pairs with an attack in one of the two arms: those that were simulated again without.
    pub pairs_attacked: u64,
    /// Full years of each pair; a year that the horizon cuts off is left out.
    pub years: u32,
    /// Of the reference.
    pub before: YearlyLoss,
    /// With the investment.
    pub after: YearlyLoss,
    /// Mean yearly loss that the investment avoids (before less after, pair by pair).
    pub avoided: f64,
    /// 95 % interval of it; absent where no pair differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avoided_ci: Option<Interval>,
    /// The curve, smallest loss first; empty where no attack cost anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curve: Vec<LossPoint>,
}

/// Loss of a year in one arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearlyLoss {
    /// Outages of the shop floor by attacks, per year.
    pub attacks: f64,
    /// Mean loss of a year.
    pub mean: f64,
    /// 95 % interval of the mean; absent where no pair lost anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_ci: Option<Interval>,
    /// Of the mean: lost output and what follows from it, recovered by stock and overtime as simulated.
    pub output: f64,
    /// Of the mean: response to attacks (`[prices.cyber] response`).
    pub response: f64,
    /// Of the mean: ransoms paid.
    pub ransom: f64,
    /// Largest loss of a year that was seen.
    pub largest: f64,
    /// Losses that are reached or surpassed once in so many years, as far as there are enough years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub once_in: Vec<OnceIn>,
}

/// A loss that is surpassed once in so many years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OnceIn {
    /// Years.
    pub years: u32,
    /// Loss: the quantile 1 - 1/years of a year's loss.
    pub loss: f64,
    /// 95 % interval of it; absent where there are too few years for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ci: Option<Interval>,
}

/// The chance that a year loses more than this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LossPoint {
    /// The loss.
    pub loss: f64,
    /// P(loss of a year > loss), reference.
    pub before: Share,
    /// The same with the investment.
    pub after: Share,
    /// Before less after.
    pub difference: f64,
    /// 95 % interval of the difference; absent where no pair differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference_ci: Option<Interval>,
}
