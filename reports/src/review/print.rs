//! A budget review for a terminal.

use super::page::{money, summary, warnings};
use super::{causes, sentence, standing};
use crate::baseline::value;
use crate::write::{Style, text_table::text_table, wrap};
use scenarios::tracking::review::{Review, Standing};

/// Months outside their band that are told; the page has all.
const TOLD: usize = 8;

/// The review in at most a hundred columns.
pub fn terminal(review: &Review, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 100) };
    let wide = usize::from(width);
    let mut lines = vec![format!("Budget review of {}, as of {}", review.study, review.as_of)];
    for note in warnings(review) {
        lines.extend(wrap(&format!("{}: {}", note.label, note.text), wide));
    }
    lines.push(String::new());
    lines.extend(wrap(&sentence(review), wide));
    lines.push(String::new());
    lines.extend(text_table(&summary(review), width));
    let outside = |s: Standing| matches!(s, Standing::Better | Standing::Worse);
    let mut all = Vec::new();
    for line in &review.lines {
        for month in line.months.iter().filter(|m| outside(m.standing)) {
            let say = |x: f64| value(x, &line.unit, None, &review.currency);
            let forecast = month.forecast.map_or_else(String::new, |b| {
                format!(", forecast {} to {}", say(b.p10), say(b.p90))
            });
            all.push(format!(
                "  - {} of month {} ({}): {}{forecast}: {}; in money {}; cause: {}",
                line.title,
                month.month,
                month.first_day,
                say(month.actual),
                standing(month.standing),
                money(month.money.as_ref(), &review.currency),
                causes(month, &review.currency),
            ));
        }
    }
    if !all.is_empty() {
        lines.push(String::new());
        lines.push("Outside the band:".to_owned());
        let more = all.len().saturating_sub(TOLD);
        lines.extend(all.iter().take(TOLD).flat_map(|text| wrap(text, wide)));
        if more > 0 {
            lines.push(format!("  and {more} more in the report"));
        }
    }
    for pilot in review.pilots.iter().filter_map(|p| Some((p, p.passes?))) {
        let (pilot, passes) = pilot;
        let word = if passes { "passes its gate" } else { "does not pass its gate" };
        lines.push(format!("Pilot {}: {word}", pilot.title));
    }
    if let Some(report) = &style.report {
        lines.push(String::new());
        lines.push(format!("Written: {report}"));
    }
    lines.join("\n") + "\n"
}
