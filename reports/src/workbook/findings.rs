//! Sheets `Drivers`, `Flags`, `Reconciliation`: what the run found, for reference.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{Format, Worksheet};
use scenarios::study::result::{Firmness, FlagState};

const FIRST: u32 = 4;

const fn firmness(of: Firmness) -> &'static str {
    match of {
        Firmness::Hard => "hard",
        Firmness::Soft => "soft, not counted",
        Firmness::Upside => "upside, not counted",
        Firmness::Shadow => "shadow, never added",
    }
}

/// Benefits by category, with the lines that make them up.
pub(super) fn drivers(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "Per year, {} at prices of year 1, mean over the horizon and over all pairs. Only hard benefits enter cash, NPV and ROI.",
        desk.currency()
    );
    let mut page = Page::new("Drivers", "Where the money comes from", &subtitle)?;
    page.headings(
        3,
        0,
        &[
            "Category",
            "Line",
            "Firmness",
            "Mean per year",
            "95 % interval, low",
            "high",
            "P10",
            "P50",
            "P90",
            "Loss pool",
            "Share of pool",
            "Quantities of the plant",
        ],
    )?;
    let mut row = FIRST;
    let mut totals = Vec::new();
    for benefit in &desk.comparison.benefits {
        let spread = &benefit.per_year;
        page.text(row, 0, &benefit.category, &ink::bold())?;
        page.word(row, 2, firmness(benefit.firmness))?;
        page.number((row, 3), spread.mean, Kind::Money, Role::Strong)?;
        page.maybe((row, 4), spread.mean_ci.map(|ci| ci.low), Kind::Money, "too few pairs")?;
        page.maybe((row, 5), spread.mean_ci.map(|ci| ci.high), Kind::Money, "too few pairs")?;
        for (col, value) in (6..).zip([spread.p10, spread.p50, spread.p90]) {
            page.number((row, col), value, Kind::Money, Role::Found)?;
        }
        if let Some(pool) = benefit.pool.filter(|pool| *pool > 0.0) {
            page.number((row, 9), pool, Kind::Money, Role::Found)?;
            let formula = format!("={}/{}", ink::cell(row, 3), ink::cell(row, 9));
            page.live((row, 10), &formula, spread.mean / pool, Kind::Share)?;
        }
        if benefit.firmness == Firmness::Hard {
            totals.push((ink::cell(row, 3), spread.mean));
        }
        row += 1;
        for line in &benefit.lines {
            page.word(row, 1, &line.name)?;
            page.number((row, 3), line.per_year, Kind::Money, Role::Found)?;
            page.maybe((row, 4), line.ci.map(|ci| ci.low), Kind::Money, "too few pairs")?;
            page.maybe((row, 5), line.ci.map(|ci| ci.high), Kind::Money, "too few pairs")?;
            page.text(row, 11, &line.quantities.join(", "), &ink::quiet())?;
            row += 1;
        }
    }
    page.text(row, 0, "Hard benefit per year", &ink::bold())?;
    let cells: Vec<&str> = totals.iter().map(|(cell, _)| cell.as_str()).collect();
    let formula = if cells.is_empty() { "=0".to_owned() } else { format!("={}", cells.join("+")) };
    let sum: f64 = totals.iter().map(|(_, mean)| mean).sum();
    page.live_as((row, 3), &formula, sum, &ink::format(Kind::Money, Role::Strong))?;
    page.widths(&[16.0, 44.0, 18.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0, 10.0, 60.0])?;
    page.sheet.set_row_height(3, 32)?;
    page.freeze(4, 1)?;
    Ok(page.sheet)
}

/// Sanity flags, the loud ones first.
pub(super) fn flags(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Flags",
        "Sanity flags",
        "What a careful reader asks before believing the result.",
    )?;
    page.headings(3, 0, &["Flag", "State", "What it looks for", "What it found"])?;
    let states =
        [FlagState::Warning, FlagState::Information, FlagState::NotChecked, FlagState::Quiet];
    let mut row = FIRST;
    for state in states {
        let (word, colour) = match state {
            FlagState::Warning => ("warning", ink::RED),
            FlagState::Information => ("information", ink::NAVY),
            FlagState::NotChecked => ("not checked", ink::GREY),
            FlagState::Quiet => ("quiet", ink::GREEN),
        };
        let top = rust_xlsxwriter::FormatAlign::Top;
        for flag in desk.result.flags.iter().filter(|flag| flag.state == state) {
            page.text(row, 0, &flag.id, &ink::bold().set_align(top))?;
            page.text(
                row,
                1,
                word,
                &Format::new().set_bold().set_font_color(colour).set_align(top),
            )?;
            page.high(row, &[(&flag.title, 44.0), (&flag.text, 100.0)])?;
            page.text(row, 2, &flag.title, &ink::wrapped())?;
            page.text(row, 3, &flag.text, &ink::wrapped())?;
            row += 1;
        }
    }
    page.widths(&[8.0, 13.0, 44.0, 100.0])?;
    page.freeze(4, 0)?;
    Ok(page.sheet)
}

/// From the closed form to the simulation.
pub(super) fn reconciliation(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "From the estimate on a sheet of paper to the simulated hard benefit, {} per year at prices of year 1.",
        desk.currency()
    );
    let mut page = Page::new("Reconciliation", "From closed form to simulation", &subtitle)?;
    page.headings(3, 0, &["Step", "Amount", "Running sum", "How it was computed"])?;
    let steps = &desk.comparison.waterfall;
    let mut sum = 0.0;
    for (row, (k, step)) in (FIRST..).zip(steps.iter().enumerate()) {
        let first = k == 0;
        let bold = if step.total { ink::bold() } else { Format::new() };
        page.text(row, 0, &step.name, &bold)?;
        page.number(
            (row, 1),
            step.amount,
            Kind::Money,
            if step.total { Role::Strong } else { Role::Found },
        )?;
        let (here, above) = (ink::cell(row, 1), ink::cell(row.saturating_sub(1), 2));
        if first {
            sum = step.amount;
            page.live((row, 2), &format!("={here}"), sum, Kind::Money)?;
        } else if step.total {
            page.live((row, 2), &format!("={above}"), sum, Kind::Money)?;
        } else {
            sum += step.amount;
            page.live((row, 2), &format!("={above}+{here}"), sum, Kind::Money)?;
        }
        page.high(row, &[(&step.name, 52.0), (&step.explanation, 96.0)])?;
        page.text(row, 3, &step.explanation, &ink::remark())?;
    }
    if steps.is_empty() {
        page.text(
            FIRST,
            0,
            "No closed form: the study has nothing to estimate it from.",
            &ink::quiet(),
        )?;
    }
    page.widths(&[52.0, 16.0, 16.0, 96.0])?;
    page.freeze(4, 0)?;
    Ok(page.sheet)
}

/// Cells of the last total and of the running sum beside it, where there is a waterfall.
pub(super) fn closing(desk: &Desk<'_>) -> Option<([String; 2], f64)> {
    let steps = &desk.comparison.waterfall;
    let last = steps.last().filter(|step| step.total && steps.len() > 1)?;
    let row = FIRST + steps.len() as u32 - 1;
    Some(([1, 2].map(|col| format!("Reconciliation!{}", ink::fixed(row, col))), last.amount))
}
