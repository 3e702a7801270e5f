//! Sheet `Learning`: what the projects of a programme learn, and when the n-th of them works.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::Worksheet;
use scenarios::study::result::{LearningResult, PaybackTime};

pub(super) fn write(desk: &Desk<'_>) -> Result<Option<Worksheet>, WorkbookError> {
    let programme = desk.result.programme.as_ref();
    let Some(learning) = programme.and_then(|programme| programme.learning.as_ref()) else {
        return Ok(None);
    };
    let subtitle = format!(
        "A project teaches the next if {} months after its contract it has reached {:.0} % of its intended effect. \
         Months count from the first day.",
        learning.gate_after,
        100.0 * learning.gate_reach
    );
    let mut page = Page::new("Learning", "What the projects of the programme learn", &subtitle)?;
    let next = factors(&mut page, learning, 3)?;
    let next = steps(&mut page, learning, next + 1)?;
    use_cases(&mut page, learning, next + 1)?;
    page.widths(&[[44.0].as_slice(), &[18.0; 13]].concat())?;
    Ok(Some(page.sheet))
}

/// Each returns the row below its own.
fn factors(page: &mut Page, learning: &LearningResult, top: u32) -> Result<u32, WorkbookError> {
    page.headings(
        top,
        0,
        &["What is learned", "Off with every doubling", "Share of the effort", "Makes less"],
    )?;
    page.sheet.set_row_height(top, 32)?;
    let mut row = top + 1;
    for factor in &learning.factors {
        page.word(row, 0, &factor.name.replace('_', " "))?;
        page.number((row, 1), factor.rate, Kind::Share, Role::Found)?;
        page.number((row, 2), factor.share, Kind::Share, Role::Found)?;
        page.word(row, 3, &factor.of.join(", "))?;
        row += 1;
    }
    if let Some(team) = learning.team {
        page.text(row, 0, "Projects that the people carry at once", &ink::bold())?;
        page.number((row, 1), team, Kind::Plain, Role::Found)?;
        row += 1;
    }
    Ok(row)
}

fn steps(page: &mut Page, learning: &LearningResult, top: u32) -> Result<u32, WorkbookError> {
    let headings = [
        "Step",
        "Contract, month",
        "Passes the gate",
        "Nobody to learn from",
        "Spared a trouble",
        "One-off costs, of planned: mean",
        "P10",
        "P90",
        "Time of the ramp: mean",
        "P10",
        "P90",
        "Chance of trouble: mean",
        "P10",
        "P90",
    ];
    page.headings(top, 0, &headings)?;
    page.sheet.set_row_height(top, 46)?;
    for (row, step) in (top + 1..).zip(&learning.steps) {
        page.word(row, 0, &step.title)?;
        page.number((row, 1), f64::from(step.start_month), Kind::Count, Role::Found)?;
        page.number((row, 2), step.passed.value, Kind::Share, Role::Found)?;
        let nobody = step.experience.first().map(|share| share.value);
        page.maybe((row, 3), nobody, Kind::Share, "")?;
        page.number((row, 4), step.spared.value, Kind::Share, Role::Found)?;
        let all = [&step.cost, &step.duration, &step.chance].map(|s| [s.mean, s.p10, s.p90]);
        for (col, factor) in (5..).zip(all.into_iter().flatten()) {
            page.number((row, col), factor, Kind::Rate, Role::Found)?;
        }
    }
    Ok(top + 1 + learning.steps.len() as u32)
}

fn use_cases(page: &mut Page, learning: &LearningResult, top: u32) -> Result<u32, WorkbookError> {
    let headings = [
        "Projects at work",
        "One after the other: P10, months",
        "P50",
        "P90",
        "Never",
        "All at once: P10, months",
        "P50",
        "P90",
        "Never",
        "One after the other earlier",
        "Later",
    ];
    page.headings(top, 0, &headings)?;
    page.sheet.set_row_height(top, 46)?;
    let months = |time: PaybackTime| match time {
        PaybackTime::Within(months) => Some(months),
        PaybackTime::Never => None,
    };
    for (row, case) in (top + 1..).zip(&learning.use_cases) {
        page.number((row, 0), f64::from(case.n), Kind::Count, Role::Found)?;
        for (col, time) in [(1, &case.focused), (5, &case.at_once)] {
            for (col, at) in (col..).zip([time.p10, time.p50, time.p90]) {
                page.maybe((row, col), months(at), Kind::Months, "not in horizon")?;
            }
            page.number((row, col + 3), time.never.value, Kind::Share, Role::Found)?;
        }
        page.number((row, 9), case.focused_earlier.value, Kind::Share, Role::Found)?;
        page.number((row, 10), case.focused_later.value, Kind::Share, Role::Found)?;
    }
    Ok(top + 1 + learning.use_cases.len() as u32)
}
