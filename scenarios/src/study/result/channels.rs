//! What the headline investment changes, channel by channel: outcomes and money.

use super::{Better, Interval, SoftBenefit, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The outcome table: every simulated outcome stands in one channel, and every hard line of the ledger in
/// one, so that the money of the channels is the hard benefit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Channels {
    /// The comparison it speaks of.
    pub comparison: String,
    /// Channels of which the study or the plant says anything, in the order of reports.
    pub channels: Vec<Channel>,
    /// Names of those of which neither says anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<String>,
}

/// One channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Channel {
    /// `uptime`, `quality`, `energy`, `safety`, `planning`, `labour`, `compliance`, `resilience`.
    pub key: String,
    /// For people.
    pub name: String,
    /// What was simulated.
    pub outcomes: Vec<ChannelOutcome>,
    /// Hard money, where a line of the ledger books it.
    pub money: ChannelMoney,
    /// What is said to get better without money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<SoftBenefit>,
}

/// A physical outcome, reference beside investment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelOutcome {
    /// Key of the indicator or of the quantity.
    pub key: String,
    /// For people.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Direction.
    pub better: Better,
    /// Mean of the reference; absent where it does not exist.
    pub before: Option<f64>,
    /// Mean with the investment.
    pub after: Option<f64>,
    /// Mean difference.
    pub difference: Option<f64>,
    /// 95 % interval of that mean, pair by pair; absent where it was not measured in pairs, or there are
    /// too few.
    pub ci: Option<Interval>,
    /// 10 %, 50 % and 90 % quantile of the difference over pairs; absent like `ci`.
    pub quantiles: Option<[f64; 3]>,
    /// Futures in which it was watched; absent where it was in every pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_futures: Option<u64>,
}

/// Hard money of a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelMoney {
    /// Hard benefit per year at prices of the first day, mean over the horizon; positive is good.
    PerYear(Box<Spread>),
    /// No hard line books anything here: the outcomes speak for themselves.
    NotBooked,
}
