//! What stands beside the money.

use super::{PaybackSpread, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A benefit that is no money. There is no field in which money could stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SoftBenefit {
    /// What gets better.
    pub name: String,
    /// How much of it, in `unit`; absent: not counted.
    pub quantity: Option<f64>,
    /// Unit of the quantity; empty where there is none.
    pub unit: String,
    /// Who will say whether it came true.
    pub owner: String,
    /// Why it is believed.
    pub evidence: Option<String>,
    /// Key of the plant's quantity that it means.
    pub counts: Option<String>,
    /// Channel of the outcome table in which it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// Another site that has done the same; excluded from every calculation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Which site.
    pub site: String,
    /// What they measured.
    pub metric: String,
    /// What came out, in their words.
    pub result: String,
    /// Whom to ask.
    pub contact: Option<String>,
    /// As of, ISO 8601.
    pub date: Option<String>,
}

/// Scenarios beyond today's demand and prices: in no headline, no verdict and no other number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UpsideResult {
    /// The headline investment in a market that wants more; absent where not asked.
    pub demand: Option<DemandUpside>,
    /// A premium for certified goods; absent where not asked.
    pub green: Option<GreenUpside>,
}

/// Both arms in a market that wants more, under the luck of the study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DemandUpside {
    /// Demand as a multiple of today's.
    pub multiple: f64,
    /// Pairs simulated again: the first ones of the study.
    pub pairs: u64,
    /// Net present value in that market.
    pub npv: Spread,
    /// P(NPV > 0) in that market.
    pub npv_positive: Share,
    /// NPV in that market less that in today's, pair by pair: the upside alone.
    pub more: Spread,
}

/// A premium on the price of what the investment's arm sells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GreenUpside {
    /// Premium on the price.
    pub premium: f64,
    /// Share of the revenue that is eligible.
    pub eligible: f64,
    /// Share of the stated willingness that is paid.
    pub stated: f64,
    /// Money per year, prices of the first day, before tax: pieces sold x price x premium x eligible x
    /// stated.
    pub per_year: Spread,
}

/// The headline investment under a stress of its own, simulated again: in no headline and no verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StressResult {
    /// `sensors_first`.
    pub id: String,
    /// For people.
    pub title: String,
    /// The comparison it speaks of.
    pub comparison: String,
    /// Months by which the effects begin later.
    pub months: u32,
    /// Pairs simulated again: the first ones of the study.
    pub pairs: u64,
    /// Net present value.
    pub npv: Spread,
    /// P(NPV > 0).
    pub npv_positive: Share,
    /// Payback time.
    pub payback: PaybackSpread,
    /// NPV less that of the same pair as planned.
    pub change: Spread,
}

/// The headline investment where a dated rule or a contract up for renewal puts revenue at risk: a scenario
/// in no headline, no verdict and no other number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AtRiskResult {
    /// The rule or the contract.
    pub name: String,
    /// The day from which it counts, ISO 8601.
    pub from: String,
    /// Share of the revenue that hangs on it.
    pub share: f64,
    /// Futures in which it is lost without the investment.
    pub lost_without: Share,
    /// Futures in which it is lost with it.
    pub lost_with: Share,
    /// Margin of that revenue in a year of today's plant, prices of the first day, before tax: mean sales of
    /// the run times margin times share.
    pub margin_per_year: f64,
    /// Cost of complying, per year.
    pub compliance_per_year: f64,
    /// Present value, after tax, of the margin kept less the cost of complying, future by future: whether it is
    /// lost is drawn once a future, the same draw without and with the investment.
    pub change: Spread,
    /// Net present value of the headline with it.
    pub npv: Spread,
    /// P(NPV > 0) with it.
    pub npv_positive: Share,
}
