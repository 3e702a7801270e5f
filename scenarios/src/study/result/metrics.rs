//! The headline metrics of one comparison under one scenario.

use super::{IrrSpread, PaybackSpread, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Metrics over all pairs. Money in units of the study's currency; rates and ROI as shares (0.5 =
/// 50 %).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Metrics {
    /// Net present value after tax.
    pub npv: Spread,
    /// Share of pairs with a positive net present value.
    pub npv_positive: Share,
    /// Mean of the worst 5 % of the net present values.
    pub cvar5: f64,
    /// Internal rate of return.
    pub irr: IrrSpread,
    /// Modified internal rate of return (reinvestment and finance at WACC).
    pub mirr: Option<Spread>,
    /// ROI over the horizon, undiscounted, before tax: (benefits - costs) / costs.
    pub roi_total: Option<Spread>,
    /// ROI of each year: (benefits - annual cost) / annual cost, one-off costs spread evenly.
    pub roi_by_year: Vec<Option<Spread>>,
    /// ROI of the first year, all cash of the first year as cost.
    pub roi_first_year: Option<Spread>,
    /// Profitability index.
    pub profitability_index: Option<Spread>,
    /// Simple payback, from t = 0, after tax.
    pub payback: PaybackSpread,
    /// Discounted payback.
    pub discounted_payback: PaybackSpread,
}

/// One row of the pessimistic table; the first row is the base case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioRow {
    /// `base`, `budget`, `adoption`, `budget+adoption`, `gains`, ..., `budget+adoption+gains`.
    pub id: String,
    /// For people.
    pub title: String,
    /// All costs x 1.2.
    pub over_budget: bool,
    /// Adoption takes twice as long, simulated again.
    pub slow_adoption: bool,
    /// Only 60 % of every hard benefit.
    pub gains_60: bool,
    /// What comes out.
    pub metrics: Metrics,
}

/// What the pessimistic table says in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Median NPV positive even in the combined pessimistic scenario.
    PositiveUnderPessimistic,
    /// Positive in the base case, not in the combined pessimistic one.
    OnlyUnderOptimistic,
    /// Median NPV not positive even in the base case.
    NotPositive,
}
