//! Two results of one study under different money, beside each other.

use super::Style;
use super::text_table::text_table;
use crate::document::Table;
use crate::look;
use crate::number::{Scale, half_width, largest, payback_cell, percent, rate};
use scenarios::study::result::{Comparison, Metrics, StudyResult};

/// Columns of a terminal.
const WIDTH: u16 = 100;
/// Most changes that are told.
const CHANGES: usize = 12;

/// What changed, and every comparison in both results.
pub fn side_by_side(
    then: &StudyResult,
    now: &StudyResult,
    changes: &[String],
    style: &Style,
) -> String {
    let mut lines = vec![format!("{} · other money, same futures", now.provenance.study)];
    lines.extend(changes.iter().take(CHANGES).map(|change| format!("  {change}")));
    if changes.len() > CHANGES {
        lines.push(format!("  and {} more", changes.len() - CHANGES));
    }
    if changes.is_empty() {
        lines.push("  no value is another one".to_owned());
    }
    for comparison in &now.comparisons {
        let Some(before) = then.comparisons.iter().find(|c| c.id == comparison.id) else {
            continue;
        };
        let (Some(old), Some(new)) = (look::base(before), look::base(comparison)) else { continue };
        lines.push(String::new());
        lines.extend(table(then, now, (comparison, old, new)));
    }
    if then.provenance.pairs != now.provenance.pairs {
        let (then, now) = (then.provenance.pairs, now.provenance.pairs);
        lines.push(format!("Pairs of futures: {then} then, {now} now."));
    }
    if let Some(report) = &style.report {
        lines.push(format!("Report: {report}"));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn table(
    then: &StudyResult,
    now: &StudyResult,
    (comparison, old, new): (&Comparison, &Metrics, &Metrics),
) -> Vec<String> {
    let title = format!("{} against {}", comparison.investment, comparison.reference);
    let mut table = Table::new("", &[&title, ">then", ">now"]);
    let money = |result: &StudyResult, metrics: &Metrics| {
        let widest = largest([metrics.npv.p10, metrics.npv.p50, metrics.npv.p90]);
        Scale::money(&result.provenance.currency, widest, half_width(metrics.npv.mean_ci))
    };
    let scales = [money(then, old), money(now, new)];
    let both = [old, new];
    let mut row = |name: &str, cell: &dyn Fn(usize, &Metrics) -> String| {
        table.row(vec![name.into(), cell(0, both[0]).into(), cell(1, both[1]).into()]);
    };
    row("NPV, mean", &|k, m| scales[k].full(m.npv.mean));
    row("  its 95 % interval", &|k, m| {
        m.npv.mean_ci.map_or_else(|| "unknown".to_owned(), |ci| scales[k].range(ci.low, ci.high))
    });
    row("NPV, P10", &|k, m| scales[k].full(m.npv.p10));
    row("NPV, P50", &|k, m| scales[k].full(m.npv.p50));
    row("NPV, P90", &|k, m| scales[k].full(m.npv.p90));
    row("NPV > 0", &|_, m| percent(m.npv_positive.value));
    row("IRR, P50", &|_, m| rate(m.irr.p50.as_ref()));
    row("ROI over the horizon, P50", &|_, m| {
        m.roi_total.as_ref().map_or_else(|| "none".to_owned(), |roi| percent(roi.p50))
    });
    let horizon = now.provenance.horizon_months;
    row("payback, P50", &|_, m| payback_cell(m.payback.p50, horizon));
    row("discounted payback, P50", &|_, m| payback_cell(m.discounted_payback.p50, horizon));
    text_table(&table, WIDTH)
}
