//! One investment against one reference.

use super::{
    Better, Combined, Driver, IdlePeople, Interval, Judgement, ScenarioRow, Spread, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Investment minus reference, pair by pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// For example `pdm_vs_before`.
    pub id: String,
    /// The arm that costs money.
    pub investment: String,
    /// The arm it is measured against.
    pub reference: String,
    /// The comparison of the first page: first investment against before.
    pub headline: bool,
    /// Base case first, then the pessimistic rows (absent for `do_minimum`).
    pub rows: Vec<ScenarioRow>,
    /// The median rule of the pessimistic table alone, for those who read only a code; absent without
    /// a table.
    pub verdict: Option<Verdict>,
    /// The verdict: robust, fragile or failing, with its probability; absent without a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// Share of the simulated hard benefit at which the mean NPV is 0; absent when the benefit does
    /// not move the NPV. Above 1: the case does not carry itself.
    pub break_even_gain: Option<f64>,
    /// Net present value of every pair, in order, base case.
    pub npv_by_pair: Vec<f64>,
    /// Cumulative cash after tax by month, 0 to horizon, base case.
    pub cash_fan: Vec<FanPoint>,
    /// Share of pairs paid back by month, 0 to horizon, base case.
    pub payback_curve: Vec<CurvePoint>,
    /// Benefit per year by category, base prices of year 1, mean over the horizon.
    pub benefits: Vec<BenefitLine>,
    /// The hard benefit by physical reason, each with a distribution of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drivers: Vec<Driver>,
    /// The drivers together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combined: Option<Combined>,
    /// Hard benefit by year, nominal.
    pub benefit_by_year: Vec<Spread>,
    /// Costs by line over the horizon, nominal, before tax.
    pub costs: Vec<CostLine>,
    /// Indicators of the investment minus those of the reference.
    pub deltas: Vec<Delta>,
    /// Wages of people of the line who wait for repairs: paid anyway, in no sum. Absent without a wage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_people: Option<IdlePeople>,
    /// The estimates a sheet of paper would give.
    pub closed_form: Option<ClosedForm>,
    /// From the closed form to the simulation, closing exactly.
    pub waterfall: Vec<WaterfallStep>,
    /// What the vendor claimed beside what was simulated.
    pub claims: Vec<ClaimCheck>,
}

/// Cumulative cash at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FanPoint {
    /// Month; 0 is the day of the contract.
    pub month: u32,
    /// 10 % quantile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// Mean.
    pub mean: f64,
}

/// A share at a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurvePoint {
    /// Month.
    pub month: u32,
    /// Share of pairs.
    pub share: f64,
}

/// How firm a benefit is; only `hard` enters cash flow, NPV and ROI.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Firmness {
    /// Cash.
    Hard,
    /// Freed hours and the like.
    Soft,
    /// Sales beyond today's demand.
    Upside,
    /// Carbon, safety: shown, never added.
    Shadow,
}

/// Benefit of one category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BenefitLine {
    /// `downtime`, `quality`, `maintenance`, `inventory`, `delivery`, `labour`, `energy`,
    /// `safety`, `compliance`.
    pub category: String,
    /// Its firmness.
    pub firmness: Firmness,
    /// Money per year, positive is good.
    pub per_year: Spread,
    /// What the reference arm spends or loses on the category per year, mean: the pool from which
    /// the benefit is taken.
    pub pool: Option<f64>,
    /// The lines that make it up.
    pub lines: Vec<LedgerLine>,
}

/// One line of the ledger: a quantity times a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerLine {
    /// For example `margin of pieces sold`.
    pub name: String,
    /// Quantities of the plant that it prices.
    pub quantities: Vec<String>,
    /// Mean money per year, positive is good.
    pub per_year: f64,
    /// 95 % interval of the mean.
    pub ci: Option<Interval>,
}

/// A cost of the investment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CostLine {
    /// For example `hardware`.
    pub name: String,
    /// `capital`, `one_off`, `run` or `working_capital`.
    pub kind: String,
    /// As planned in the study file, total over the horizon.
    pub planned: f64,
    /// As drawn (overrun, gap), total over the horizon.
    pub drawn: Spread,
}

/// Indicator of the investment minus that of the reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Delta {
    /// Key of the indicator.
    pub key: String,
    /// For people.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Direction.
    pub better: Better,
    /// Mean of the reference.
    pub reference: Option<f64>,
    /// Mean of the investment.
    pub investment: Option<f64>,
    /// Difference, pairs in which both exist.
    pub spread: Option<Spread>,
    /// Did the mean move in the good direction? Absent when it did not move or has none.
    pub improves: Option<bool>,
    /// Correlation of the two arms over pairs.
    pub correlation: Option<f64>,
    /// Variance of the difference under independent luck, divided by the variance found: runs
    /// saved by the common luck.
    pub variance_reduction: Option<f64>,
}

/// Estimates by formula, on means of the reference arm, at full maturity and prices of year 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedForm {
    /// Inputs of the formulas, with names and units.
    pub inputs: Vec<NamedNumber>,
    /// Contribution margin per hour at the constraint.
    pub margin_per_hour: f64,
    /// Cost per unplanned hour: margin, idle labour, overtime, emergency premium.
    pub cost_per_hour: f64,
    /// Downtime: hours x cost per hour x 30 %.
    pub downtime: f64,
    /// Quality: scrap and rework x 20 %.
    pub quality: f64,
    /// Maintenance: reactive labour x 25 % + emergency spares x 20 %.
    pub maintenance: f64,
    /// Their sum per year.
    pub sum: f64,
    /// The sum in year 1 with the ramp.
    pub first_year: f64,
    /// Vendor's claim on the downtime pool, per year; absent without a claim.
    pub vendor: Option<f64>,
    /// The same after the haircut.
    pub vendor_haircut: Option<f64>,
    /// (sum - annual cost) / annual cost.
    pub roi: Option<f64>,
    /// Simulated mean hard benefit per year, prices of year 1.
    pub simulated: f64,
}

/// A number with its name and unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NamedNumber {
    /// Name.
    pub name: String,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: String,
}

/// A bar of the waterfall. The first and the last are totals, the others are added in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WaterfallStep {
    /// Stable key.
    pub key: String,
    /// For people.
    pub name: String,
    /// Money per year: a total, or what is added.
    pub amount: f64,
    /// Is it a total?
    pub total: bool,
    /// How it was computed.
    pub explanation: String,
}

/// A vendor's claim beside the simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimCheck {
    /// Indicator key.
    pub indicator: String,
    /// For people.
    pub name: String,
    /// Who claims it.
    pub source: String,
    /// Claimed relative change (-0.45 = 45 % less).
    pub claimed: f64,
    /// Haircut applied to it.
    pub haircut: f64,
    /// Claim times haircut.
    pub after_haircut: f64,
    /// Simulated relative change of the mean over the mature months; absent when the reference is 0.
    pub simulated: Option<f64>,
    /// Months counted as mature, from this one on.
    pub mature_from_month: u32,
}
