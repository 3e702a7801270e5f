//! What will be tracked after the decision, and whether it can be seen.

use super::{Better, Interval, Share};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Indicators month by month, with and without the investment of the headline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tracking {
    /// The comparison that is tracked.
    pub comparison: String,
    /// Futures behind every band: the first ones of the study.
    pub futures: u64,
    /// How their luck hangs together.
    pub luck: String,
    /// Months with which the plant compares itself.
    pub history_months: u32,
    /// First day of every month, ISO 8601.
    pub months: Vec<String>,
    /// The scorecard.
    pub lines: Vec<TrackedLine>,
    /// Other indicators of the plant, which may tell why the scorecard is what it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drivers: Vec<TrackedLine>,
    /// Pilots.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilots: Vec<PilotResult>,
}

/// One indicator by month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrackedLine {
    /// Its key in the scorecard, or that of the indicator.
    pub name: String,
    /// For people.
    pub title: String,
    /// Key of the indicator.
    pub kpi: String,
    /// Machine or kind of stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Unit of a month's value; `money` is the currency of the study.
    pub unit: String,
    /// Direction.
    pub better: Better,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Not of the scorecard: it may tell why.
    #[serde(default)]
    pub driver: bool,
    /// Today's plant, month by month; absent where it exists in less than half of the futures.
    pub baseline: Vec<Option<ForecastBand>>,
    /// With the investment.
    pub forecast: Vec<Option<ForecastBand>>,
    /// Whether it can be seen on day 90; absent of drivers, and where the horizon is too short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_90: Option<Detection>,
    /// What it is worth; absent where the scorecard names no line of the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyPerUnit>,
}

/// What four fifths of the futures show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ForecastBand {
    /// A tenth of the futures are below.
    pub p10: f64,
    /// The median.
    pub p50: f64,
    /// A tenth of the futures are above.
    pub p90: f64,
    /// The mean: what adds up over months.
    pub mean: f64,
    /// Futures in which the value exists.
    pub futures: u64,
}

/// Some months compared with the history of the plant, as the plant itself would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Detection {
    /// First month after the contract that is compared, from 1.
    pub from_month: u32,
    /// The last one.
    pub to_month: u32,
    /// Months of history. Those before the contract are not simulated: the last months of the same
    /// future without the investment stand for them.
    pub history_months: u32,
    /// Relative change that passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<f64>,
    /// Relative change of the mean of these months against that of the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ForecastBand>,
    /// Share of the futures in which that change passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<Share>,
    /// Power: share of the futures in which these months differ from the history in the wanted
    /// direction (Welch's test, one-sided at 5 %).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<Share>,
    /// The same without the investment: how often the test sees what is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub false_alarm: Option<Share>,
    /// The first month at whose end as many months are seen to differ in 80 % of the futures; absent:
    /// in none of those that can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_from: Option<u32>,
}

/// What a unit of an indicator is worth at prices of the first day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyPerUnit {
    /// Money for a unit more in a month \[money per unit\]; negative: it costs.
    pub per_unit: f64,
    /// 95 % interval.
    pub interval: Interval,
    /// Lines or categories of the ledger, as the scorecard names them.
    pub lines: Vec<String>,
    /// Futures from which it was found.
    pub futures: u64,
}

/// A pilot: what is tried, and what can be known at its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PilotResult {
    /// Key of the investment.
    pub investment: String,
    /// For people.
    pub title: String,
    /// Months after the contract at which it begins.
    pub start_month: u32,
    /// Its length in months.
    pub months: u32,
    /// The line of the scorecard by which it is judged.
    pub metric: String,
    /// Relative change that is wanted.
    pub target: f64,
    /// Share of the target that must be seen to go on.
    pub gate: f64,
    /// What is seen at its end; absent where the horizon is too short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Detection>,
}
