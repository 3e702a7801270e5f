//! The metrics of one row of a comparison.

use super::groups::Groups;
use super::spread::{full_spread, irr_spread, payback_spread, spread};
use crate::pairing::record::RowRecord;
use crate::pairing::scenario::Scenario;
use crate::study::result::{Metrics, ScenarioRow};
use sim_core::statistics::cvar;

/// The share of worst pairs whose mean is told.
const WORST: f64 = 0.05;

/// Metrics over the pairs of one row.
pub fn metrics(groups: &Groups, rows: &[&RowRecord], horizon: u32) -> Metrics {
    let mut npv: Vec<f64> = rows.iter().map(|r| r.npv).collect();
    let npv_positive = groups.share(npv.iter().map(|x| *x > 0.0));
    let years = rows.first().map_or(0, |r| r.roi_by_year.len());
    let spread_of = full_spread(groups, npv.iter().copied());
    // Only the worst have to ascend.
    let worst = libm::ceil(WORST * npv.len() as f64) as usize;
    if worst < npv.len() {
        npv.select_nth_unstable_by(worst, f64::total_cmp);
    }
    npv[..worst].sort_unstable_by(f64::total_cmp);
    Metrics {
        cvar5: cvar(&npv, WORST).unwrap_or(spread_of.min),
        npv: spread_of,
        npv_positive,
        irr: irr_spread(rows.iter().map(|r| &r.irr)),
        mirr: spread(groups, rows.iter().map(|r| r.mirr)),
        roi_total: spread(groups, rows.iter().map(|r| r.roi_total)),
        roi_by_year: (0..years)
            .map(|y| spread(groups, rows.iter().map(|r| r.roi_by_year.get(y).copied().flatten())))
            .collect(),
        roi_first_year: spread(groups, rows.iter().map(|r| r.roi_first_year)),
        profitability_index: spread(groups, rows.iter().map(|r| r.profitability_index)),
        payback: payback_spread(groups, rows.iter().map(|r| r.payback), horizon),
        discounted_payback: payback_spread(
            groups,
            rows.iter().map(|r| r.discounted_payback),
            horizon,
        ),
    }
}

/// A row of the pessimistic table.
pub fn scenario_row(
    groups: &Groups,
    scenario: Scenario,
    rows: &[&RowRecord],
    horizon: u32,
) -> ScenarioRow {
    ScenarioRow {
        id: scenario.id(),
        title: scenario.title(),
        over_budget: scenario.over_budget,
        slow_adoption: scenario.slow_adoption,
        gains_60: scenario.gains_60,
        metrics: metrics(groups, rows, horizon),
    }
}
