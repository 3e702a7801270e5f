//! Sheet `Benchmarks`: what others report beside what was simulated.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use crate::chapter::benchmark_lies;
use rust_xlsxwriter::Worksheet;

const FIRST: u32 = 4;

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Benchmarks",
        "What others report",
        "Bands of the literature beside the headline: no input of this study. Shares of one, months, or money a year.",
    )?;
    page.headings(
        3,
        0,
        &[
            "Channel",
            "What is reported",
            "Band from",
            "Band to",
            "Unit",
            "Simulated",
            "Whole horizon, 95 % interval, low",
            "high",
            "It lies",
            "Basis",
            "Source",
            "As of",
        ],
    )?;
    for (row, one) in (FIRST..).zip(&desk.result.benchmarks) {
        let kind = match one.unit.as_str() {
            "share" => Kind::Rate,
            "months" => Kind::Months,
            _ => Kind::Money,
        };
        page.text(row, 0, &one.channel, &ink::bold())?;
        page.word(row, 1, &one.about)?;
        if let Some(band) = one.band {
            page.number((row, 2), band.low, kind, Role::Live)?;
            page.number((row, 3), band.high, kind, Role::Live)?;
        }
        page.word(row, 4, &one.unit)?;
        if let Some(simulated) = one.simulated {
            page.number((row, 5), simulated, kind, Role::Found)?;
        }
        if let Some(ci) = one.interval {
            page.number((row, 6), ci.low, kind, Role::Found)?;
            page.number((row, 7), ci.high, kind, Role::Found)?;
        }
        page.word(row, 8, benchmark_lies(one))?;
        page.word(row, 9, &one.basis)?;
        page.word(row, 10, &one.source)?;
        page.word(row, 11, &one.date)?;
    }
    page.widths(&[14.0, 46.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 16.0, 18.0, 44.0, 24.0])?;
    page.sheet.set_row_height(3, 32)?;
    page.freeze(4, 1)?;
    Ok(page.sheet)
}
