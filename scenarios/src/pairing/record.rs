//! What is kept of a pair: numbers, no event.

use crate::study::result::{PairRow, PaybackTime, RateOfReturn};
use twin_models::outcome::{Loss, ModeOutcome};
use twin_models::state::Leaf;

/// One arm in one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmRecord {
    /// Values of all indicators.
    pub indicators: Vec<Option<f64>>,
    /// Microseconds by machine and leaf.
    pub ticks: Vec<[i64; Leaf::COUNT]>,
    /// Lost time.
    pub losses: Vec<Loss>,
    /// Failure modes.
    pub modes: Vec<ModeOutcome>,
    /// Quantities by month, month-major.
    pub monthly: Vec<f64>,
}

/// One comparison in one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRecord {
    /// One per row of the pessimistic table, base first.
    pub rows: Vec<RowRecord>,
    /// Cumulative cash of months 0 to horizon, base row.
    pub cumulative: Vec<f64>,
    /// Benefit of every ledger line over the horizon, base prices.
    pub lines: Vec<f64>,
    /// The same lines of the reference arm itself.
    pub pool: Vec<f64>,
    /// Hard benefit by year, nominal.
    pub benefit_by_year: Vec<f64>,
    /// Name and total of every cost line, nominal.
    pub costs: Vec<(String, f64)>,
    /// Mean over the months of the ramp, without effectiveness, of the investment's arm.
    pub ramped: f64,
    /// Mean of the ramp over the first year.
    pub ramped_first_year: f64,
    /// Cash out in the first 12 months.
    pub first_year_cost: f64,
    /// One-off outlay.
    pub one_off: f64,
    /// Differences of [`PairRow::DELTA_KEYS`].
    pub deltas: [f64; PairRow::DELTA_KEYS.len()],
    /// The same of the slow twin.
    pub slow_deltas: [f64; PairRow::DELTA_KEYS.len()],
}

/// One row of the pessimistic table in one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct RowRecord {
    /// Net present value.
    pub npv: f64,
    /// Internal rate of return.
    pub irr: RateOfReturn,
    /// Modified internal rate of return.
    pub mirr: Option<f64>,
    /// ROI over the horizon.
    pub roi_total: Option<f64>,
    /// ROI by year.
    pub roi_by_year: Vec<Option<f64>>,
    /// ROI of the first year.
    pub roi_first_year: Option<f64>,
    /// Profitability index.
    pub profitability_index: Option<f64>,
    /// Payback.
    pub payback: PaybackTime,
    /// Discounted payback.
    pub discounted_payback: PaybackTime,
    /// Hard benefit over the horizon, nominal.
    pub benefit: f64,
    /// Cost over the horizon, nominal.
    pub cost: f64,
}

/// One pair.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRecord {
    /// Beside the arms of the study.
    pub arms: Vec<ArmRecord>,
    /// Beside the comparisons of the study.
    pub comparisons: Vec<ComparisonRecord>,
}

/// A pair that could not be simulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("arm `{arm}`: {reason}")]
pub struct PairFailure {
    /// The arm.
    pub arm: String,
    /// Why.
    pub reason: String,
}
