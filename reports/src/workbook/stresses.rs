//! Sheet `Stresses`: further rows beside the pessimistic table.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::Worksheet;
use scenarios::study::result::PaybackTime;

pub(super) fn write(desk: &Desk<'_>) -> Result<Option<Worksheet>, WorkbookError> {
    let all = &desk.result.stresses;
    let risks = &desk.result.at_risk;
    if all.is_empty() && risks.is_empty() {
        return Ok(None);
    }
    let subtitle = format!(
        "{}; rows of their own under the same luck, in no headline and no verdict. Base is the headline of all pairs.",
        desk.currency()
    );
    let mut page = Page::new("Stresses", "Further stresses", &subtitle)?;
    let headings = [
        "Row",
        "Pairs",
        "NPV P10",
        "NPV P50",
        "NPV P90",
        "P(NPV > 0)",
        "Payback P50, months",
        "Change of the NPV, mean",
        "95 % interval, low",
        "high",
    ];
    page.headings(3, 0, &headings)?;
    let base = desk.base;
    page.text(4, 0, "Base case", &ink::bold())?;
    page.number((4, 1), desk.pairs.len() as f64, Kind::Count, Role::Found)?;
    for (col, value) in (2..).zip([base.npv.p10, base.npv.p50, base.npv.p90]) {
        page.number((4, col), value, Kind::Money, Role::Found)?;
    }
    page.number((4, 5), base.npv_positive.value, Kind::Share, Role::Found)?;
    let months = |time: PaybackTime| match time {
        PaybackTime::Within(months) => Some(months),
        PaybackTime::Never => None,
    };
    page.maybe((4, 6), months(base.payback.p50), Kind::Months, "not within the horizon")?;
    for (row, stress) in (5..).zip(all) {
        page.word(row, 0, &stress.title)?;
        page.number((row, 1), stress.pairs as f64, Kind::Count, Role::Found)?;
        for (col, value) in (2..).zip([stress.npv.p10, stress.npv.p50, stress.npv.p90]) {
            page.number((row, col), value, Kind::Money, Role::Found)?;
        }
        page.number((row, 5), stress.npv_positive.value, Kind::Share, Role::Found)?;
        page.maybe((row, 6), months(stress.payback.p50), Kind::Months, "not within the horizon")?;
        page.number((row, 7), stress.change.mean, Kind::Money, Role::Found)?;
        let ci = stress.change.mean_ci;
        page.maybe((row, 8), ci.map(|ci| ci.low), Kind::Money, "too few pairs")?;
        page.maybe((row, 9), ci.map(|ci| ci.high), Kind::Money, "too few pairs")?;
    }
    let first = 5 + all.len() as u32;
    for (row, risk) in (first..).zip(risks) {
        page.word(row, 0, &format!("{}, from {}", risk.name, risk.from))?;
        page.number((row, 1), desk.pairs.len() as f64, Kind::Count, Role::Found)?;
        for (col, value) in (2..).zip([risk.npv.p10, risk.npv.p50, risk.npv.p90]) {
            page.number((row, col), value, Kind::Money, Role::Found)?;
        }
        page.number((row, 5), risk.npv_positive.value, Kind::Share, Role::Found)?;
        page.number((row, 7), risk.change.mean, Kind::Money, Role::Found)?;
        let ci = risk.change.mean_ci;
        page.maybe((row, 8), ci.map(|ci| ci.low), Kind::Money, "too few pairs")?;
        page.maybe((row, 9), ci.map(|ci| ci.high), Kind::Money, "too few pairs")?;
    }
    page.widths(&[44.0, 10.0, 16.0, 16.0, 16.0, 12.0, 22.0, 16.0, 16.0, 16.0])?;
    page.sheet.set_row_height(3, 32)?;
    Ok(Some(page.sheet))
}
