//! Sheet `Benefits`: what the two plants differ by, at prices of the first day.

use super::ink::{self, Kind, Page, Role};
use super::model::growth_name;
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{Format, Worksheet};
use scenarios::case::category;
use scenarios::finance::inflation::PriceCategory;

/// First row of months (month 1).
pub(super) const FIRST: u32 = 7;
/// Row of the growth rates.
pub(super) const GROWTH: u32 = 5;

/// Column of a stream as planned, or slow.
pub(super) fn column(desk: &Desk<'_>, stream: usize, slow: bool) -> u16 {
    let n = streams(desk);
    1 + stream as u16 + if slow { n + 1 } else { 0 }
}

/// Column of the working capital.
pub(super) fn balance(desk: &Desk<'_>, slow: bool) -> u16 {
    column(desk, streams(desk) as usize, slow)
}

fn streams(desk: &Desk<'_>) -> u16 {
    desk.model.input.benefits.len() as u16
}

/// In words.
pub(super) const fn prices(of: PriceCategory) -> &'static str {
    match of {
        PriceCategory::Wage => "wages",
        PriceCategory::Energy => "energy",
        PriceCategory::Material => "material",
        PriceCategory::Price => "selling prices",
        PriceCategory::Subscription => "subscriptions",
        PriceCategory::Fixed => "fixed by contract",
    }
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "Pair {}: investment minus reference, month by month, {} at prices of the first day; physics of the \
         simulation times prices of the study, so no cell here is a percentage somebody assumed.",
        desk.case.pair,
        desk.currency()
    );
    let mut page = Page::new("Benefits", "Benefits at first-day prices", &subtitle)?;
    page.headings(6, 0, &["Month"])?;
    for (row, text) in [(3, "Future"), (4, "Prices followed"), (5, "Rise per year")] {
        page.text(row, 0, text, &ink::bold())?;
    }
    let futures = [(false, Some(&desk.case.planned)), (true, desk.case.slow.as_ref())];
    for (slow, books) in futures {
        let Some(books) = books else { continue };
        let name = if slow { "adoption twice as slow" } else { "as planned" };
        let blank = Format::new();
        for (k, stream) in books.input.benefits.iter().enumerate() {
            let col = column(desk, k, slow);
            page.text(3, col, name, &blank)?;
            page.text(4, col, prices(stream.escalation), &blank)?;
            let growth = desk.model.rate_of(stream.escalation);
            page.live(
                (GROWTH, col),
                &format!("={}", growth_name(stream.escalation)),
                growth,
                Kind::Rate,
            )?;
            page.headings(6, col, &[category(stream.category)])?;
            for (row, value) in (FIRST..).zip(&stream.monthly) {
                page.number((row, col), *value, Kind::Cents, Role::Found)?;
            }
        }
        let col = balance(desk, slow);
        page.text(3, col, name, &blank)?;
        page.text(4, col, "balance, no price", &blank)?;
        page.headings(6, col, &["working capital tied up"])?;
        let held = &books.input.working_capital;
        for m in 0..desk.model.horizon {
            let value = held.get(m as usize).copied().unwrap_or(0.0);
            page.number((FIRST + m, col), value, Kind::Cents, Role::Found)?;
        }
    }
    for m in 1..=desk.model.horizon {
        page.number((FIRST + m - 1, 0), f64::from(m), Kind::Count, Role::Live)?;
    }
    let end = FIRST + desk.model.horizon;
    page.text(end, 0, "Sum", &ink::bold())?;
    let sums = if desk.case.slow.is_some() { 2 } else { 1 };
    let books = [Some(&desk.case.planned), desk.case.slow.as_ref()];
    for (slow, books) in [false, true].into_iter().zip(books).take(sums) {
        let Some(books) = books else { continue };
        for (k, stream) in books.input.benefits.iter().enumerate() {
            let col = column(desk, k, slow);
            let sum: f64 = stream.monthly.iter().sum();
            let formula = format!("=SUM({}:{})", ink::cell(FIRST, col), ink::cell(end - 1, col));
            page.live_as((end, col), &formula, sum, &ink::format(Kind::Cents, Role::Strong))?;
        }
    }
    let mut row = end + 2;
    page.text(row, 0, "Lines of the price book in each stream", &ink::bold())?;
    for (stream, lines) in desk.model.input.benefits.iter().zip(&desk.case.stream_lines) {
        row += 1;
        let text = format!(
            "{}, following {}: {}",
            category(stream.category),
            prices(stream.escalation),
            lines.join("; ")
        );
        page.word(row, 0, &text)?;
    }
    page.sheet.set_column_width(0, 16)?;
    let last = column(desk, 0, false) + 2 * (streams(desk) + 1) - 1;
    page.sheet.set_column_range_width(1, last, 19)?;
    page.freeze(7, 1)?;
    Ok(page.sheet)
}
