//! Sheet `Charts`: the numbers behind the charts of the board page.

use super::ink::{self, Kind, Page, Role};
use super::months::{self, Column};
use super::{Desk, WorkbookError, pairs};
use crate::look;
use rust_xlsxwriter::Worksheet;

pub(super) const FIRST: u32 = 4;
/// Bars of the distribution.
const BARS: u32 = 24;

/// First column of a block.
pub(super) const BARS_AT: u16 = 0;
pub(super) const FAN_AT: u16 = 5;
pub(super) const ROWS_AT: u16 = 13;

/// Edges of the bars: a round step from below the smallest to above the largest.
pub(super) fn edges(values: &[f64]) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !(low.is_finite() && high.is_finite()) {
        return vec![0.0, 1.0];
    }
    let rough = ((high - low) / f64::from(BARS)).max(1e-9 * high.abs().max(1.0));
    let ten = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|k| k * ten)
        .into_iter()
        .find(|s| *s >= rough)
        .unwrap_or(rough);
    let from = libm::floor(low / step);
    // The largest value lies below the last edge.
    let bars = (libm::floor(high / step) - from) as u32 + 1;
    (0..=bars).map(|k| (from + f64::from(k)) * step).collect()
}

fn values(desk: &Desk<'_>) -> Vec<f64> {
    desk.pairs.iter().map(|p| p.npv).collect()
}

/// Number of bars.
pub(super) fn bars(desk: &Desk<'_>) -> u32 {
    edges(&values(desk)).len() as u32 - 1
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Charts",
        "Numbers behind the charts of the board page",
        "Quantiles over all pairs, base case, unless said otherwise.",
    )?;
    let currency = desk.currency();
    page.headings(
        3,
        BARS_AT,
        &[&format!("NPV from [{currency}]"), "to below", "Label [thousand]", "Pairs"],
    )?;
    let values = values(desk);
    let edges = edges(&values);
    let npv = pairs::column(desk, pairs::NPV);
    // As many decimals of a thousand as tell two bars apart.
    let step = edges.windows(2).map(|edge| edge[1] - edge[0]).next().unwrap_or(1.0);
    let digits = (0..3u8).find(|d| step * libm::pow(10.0, f64::from(*d)) >= 1000.0).unwrap_or(3);
    let kind = if digits == 0 { Kind::Money } else { Kind::Plain };
    for (row, edge) in (FIRST..).zip(edges.windows(2)) {
        let [low, high] = [edge[0], edge[1]];
        page.number((row, 0), low, Kind::Money, Role::Live)?;
        page.number((row, 1), high, Kind::Money, Role::Live)?;
        let (a, b) = (ink::cell(row, 0), ink::cell(row, 1));
        let ten = libm::pow(10.0, f64::from(digits));
        let label = (low / 1000.0 * ten).round() / ten;
        page.live((row, 2), &format!("=ROUND({a}/1000,{digits})"), label, kind)?;
        let count = values.iter().filter(|v| **v >= low && **v < high).count();
        let formula = format!("=COUNTIFS({npv},\">=\"&{a},{npv},\"<\"&{b})");
        page.live((row, 3), &formula, count as f64, Kind::Count)?;
    }
    let headings = [
        "Month",
        "Cumulative cash P10",
        "P50",
        "P90",
        "Median future (live)",
        "Paid back [share of pairs]",
    ];
    page.headings(3, FAN_AT, &headings)?;
    let curve = &desk.comparison.payback_curve;
    for (row, (k, point)) in (FIRST..).zip(desk.comparison.cash_fan.iter().enumerate()) {
        page.number((row, FAN_AT), f64::from(point.month), Kind::Count, Role::Live)?;
        for (col, value) in (FAN_AT + 1..).zip([point.p10, point.p50, point.p90]) {
            page.number((row, col), value, Kind::Money, Role::Found)?;
        }
        if let Some(month) = desk.model.months.get(k) {
            let place = months::place(desk, k as u32, Column::Cumulative);
            page.live((row, FAN_AT + 4), &format!("={place}"), month.cumulative, Kind::Money)?;
        }
        if let Some(point) = curve.get(k) {
            page.number((row, FAN_AT + 5), point.share, Kind::Share, Role::Found)?;
        }
    }
    page.headings(3, ROWS_AT, &["Row of the pessimistic table", "NPV P50"])?;
    for (row, scenario) in (FIRST..).zip(&desk.comparison.rows) {
        page.word(row, ROWS_AT, &look::row_title(scenario))?;
        page.number((row, ROWS_AT + 1), scenario.metrics.npv.p50, Kind::Money, Role::Found)?;
    }
    page.widths(&[
        14.0, 14.0, 12.0, 8.0, 3.0, 8.0, 14.0, 14.0, 14.0, 14.0, 12.0, 3.0, 3.0, 32.0, 14.0,
    ])?;
    page.sheet.set_row_height(3, 32)?;
    page.freeze(4, 0)?;
    Ok(page.sheet)
}
