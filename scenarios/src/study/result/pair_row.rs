//! One pair, one comparison, one scenario: a line of `pairs.csv`.

use super::{PaybackTime, RateOfReturn};
use std::sync::Arc;

/// Full-precision results of one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    /// Number of the pair, from 0: the replication of the random streams.
    pub pair: u64,
    /// Comparison, for example `pdm_vs_before`.
    pub comparison: Arc<str>,
    /// Scenario row, for example `base`.
    pub row: Arc<str>,
    /// Net present value.
    pub npv: f64,
    /// Internal rate of return.
    pub irr: RateOfReturn,
    /// Modified internal rate of return.
    pub mirr: Option<f64>,
    /// ROI over the horizon.
    pub roi_total: Option<f64>,
    /// Simple payback.
    pub payback: PaybackTime,
    /// Discounted payback.
    pub discounted_payback: PaybackTime,
    /// Hard benefit over the horizon, nominal.
    pub benefit: f64,
    /// Costs over the horizon, nominal.
    pub cost: f64,
    /// Differences over the horizon of the quantities in [`PairRow::DELTA_KEYS`], in that order.
    pub deltas: [f64; PairRow::DELTA_KEYS.len()],
}

impl PairRow {
    /// Quantities whose differences (investment minus reference, whole horizon) are kept per pair;
    /// keys of entities (`failures:M1`) are added up over the entities.
    pub const DELTA_KEYS: [&'static str; 9] = [
        "sold",
        "lost_sales",
        "good",
        "scrap",
        "escaped",
        "overtime_h",
        "failures",
        "planned_repairs",
        "unplanned_down_h",
    ];
}
