//! The metrics of one row of a comparison.

use super::spread::{full_spread, irr_spread, payback_spread, share, spread};
use crate::pairing::record::RowRecord;
use crate::pairing::scenario::Scenario;
use crate::study::result::{Metrics, ScenarioRow, Verdict};
use sim_core::statistics::cvar;

/// Metrics over the pairs of one row.
pub fn metrics(rows: &[&RowRecord], horizon: u32) -> Metrics {
    let mut npv: Vec<f64> = rows.iter().map(|r| r.npv).collect();
    let positive = npv.iter().filter(|x| **x > 0.0).count() as u64;
    let years = rows.first().map_or(0, |r| r.roi_by_year.len());
    let spread_of = full_spread(npv.iter().copied());
    npv.sort_by(f64::total_cmp);
    Metrics {
        cvar5: cvar(&npv, 0.05).unwrap_or(spread_of.min),
        npv: spread_of,
        npv_positive: share(positive, rows.len() as u64),
        irr: irr_spread(rows.iter().map(|r| r.irr.clone())),
        mirr: spread(rows.iter().map(|r| r.mirr)),
        roi_total: spread(rows.iter().map(|r| r.roi_total)),
        roi_by_year: (0..years)
            .map(|y| spread(rows.iter().map(|r| r.roi_by_year.get(y).copied().flatten())))
            .collect(),
        roi_first_year: spread(rows.iter().map(|r| r.roi_first_year)),
        profitability_index: spread(rows.iter().map(|r| r.profitability_index)),
        payback: payback_spread(rows.iter().map(|r| r.payback), horizon),
        discounted_payback: payback_spread(rows.iter().map(|r| r.discounted_payback), horizon),
    }
}

/// A row of the pessimistic table.
pub fn scenario_row(scenario: Scenario, rows: &[&RowRecord], horizon: u32) -> ScenarioRow {
    ScenarioRow {
        id: scenario.id(),
        title: scenario.title(),
        over_budget: scenario.over_budget,
        slow_adoption: scenario.slow_adoption,
        gains_60: scenario.gains_60,
        metrics: metrics(rows, horizon),
    }
}

/// What the table says in one line; absent without a table.
pub fn verdict(rows: &[ScenarioRow]) -> Option<Verdict> {
    let (base, worst) = (rows.first()?, rows.last()?);
    if rows.len() < Scenario::ALL.len() {
        return None;
    }
    Some(match (base.metrics.npv.p50 > 0.0, worst.metrics.npv.p50 > 0.0) {
        (_, true) => Verdict::PositiveUnderPessimistic,
        (true, false) => Verdict::OnlyUnderOptimistic,
        (false, false) => Verdict::NotPositive,
    })
}
