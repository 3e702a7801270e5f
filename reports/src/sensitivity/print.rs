//! The terminal.

use super::page::{answer, downtime, scale};
use super::{ends, range, zero};
use crate::document::Table;
use crate::number::{Scale, percent};
use crate::write::{Style, text_table::text_table, wrap};
use scenarios::sensitivity::result::Sensitivity;
use scenarios::study::result::StudyResult;

/// Bars of the terminal.
const ROWS: usize = 12;

/// What decides, for a terminal.
pub fn terminal(sensitivity: &Sensitivity, result: &StudyResult, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let wide = usize::from(width);
    let provenance = &result.provenance;
    let mut lines = vec![format!(
        "{} · {} pairs, every input moved in {} · seed {}",
        provenance.study, provenance.pairs, sensitivity.moved_pairs, provenance.seed
    )];
    for warning in crate::warnings(result) {
        lines.extend(wrap(&format!("{}: {}", warning.label, warning.text), wide));
    }
    lines.push(String::new());
    lines.extend(wrap(&answer(sensitivity), wide));
    lines.extend(wrap(&downtime(sensitivity), wide));
    lines.push(String::new());
    let scale = scale(sensitivity);
    let low = format!(">NPV low [{}]", scale.unit());
    let headings = ["Input", "range", ">low", ">high", &low, ">high", "NPV is 0 at"];
    let mut table = Table::new("", &headings);
    for bar in sensitivity.tornado.iter().take(ROWS) {
        let [a, b] = ends(bar);
        table.row(vec![
            bar.title.clone().into(),
            range(bar).into(),
            a.into(),
            b.into(),
            scale.bare(bar.npv_low).into(),
            scale.bare(bar.npv_high).into(),
            zero(bar).into(),
        ]);
    }
    lines.extend(text_table(&table, width));
    lines.push(String::new());
    if let Some(found) = &sensitivity.judgement {
        lines.extend(wrap(&found.sentence, wide));
    }
    let worthy = sensitivity.decides.iter().flat_map(|d| &d.inputs);
    if let Some((one, worth)) =
        worthy.filter_map(|one| Some((one, one.worth?))).find(|(_, w)| w.value > 0.0)
    {
        let money = Scale::money(&provenance.currency, worth.value, Some(2.0 * worth.error));
        let text = format!(
            "Measure first: {}, worth at most {} ± {}.",
            one.title,
            money.full(worth.value),
            money.full(2.0 * worth.error)
        );
        lines.extend(wrap(&text, wide));
    }
    let reverse = &sensitivity.reverse;
    let side = if reverse.today.value > 0.0 { "negative" } else { "positive" };
    let text = match (&reverse.found, &reverse.refused) {
        (Some(found), _) => format!(
            "Mildest plan with a {side} value: {:.1} standard deviations away{}; {} of all plans have it.",
            found.distance,
            if found.confirmed { "" } else { " (not confirmed by simulation)" },
            percent(found.share_of_plans)
        ),
        (None, why) => format!(
            "No plan with a {side} value is told: {}.",
            why.as_deref().unwrap_or("there is none")
        ),
    };
    lines.extend(wrap(&text, wide));
    if let Some(report) = &style.report {
        lines.push(format!("Report: {report}"));
    }
    let mut text = lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}
