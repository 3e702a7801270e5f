//! Sheet `Years`: the cash flow by finance year.

use super::ink::{self, Kind, Page, Role};
use super::model::{Month, year_of};
use super::months::{self, Column};
use super::{Desk, WorkbookError, benefits};
use rust_xlsxwriter::Worksheet;
use scenarios::case::category;

const FIRST: u32 = 4;

/// Words, column of sheet `Months`, and its value.
type Sum = (&'static str, Column, fn(&Month) -> f64);

/// One line of the table.
struct Line<'a> {
    label: String,
    months: String,
    value: Box<dyn Fn(&Month) -> f64 + 'a>,
    after: Option<(String, f64)>,
    strong: bool,
}

/// Row of the cash flow, and the column of its total.
pub(super) fn cash_total(desk: &Desk<'_>) -> String {
    let row = FIRST + desk.model.input.benefits.len() as u32 + 8;
    format!("Years!{}", ink::fixed(row, desk.model.years as u16 + 3))
}

fn lines<'a>(desk: &'a Desk<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (k, stream) in desk.model.input.benefits.iter().enumerate() {
        lines.push(Line {
            label: format!(
                "{} ({})",
                category(stream.category),
                benefits::prices(stream.escalation)
            ),
            months: months::stream(desk, k),
            value: Box::new(move |m| m.streams[k]),
            after: None,
            strong: false,
        });
    }
    let [cash_after, present_after] = months::after(desk);
    let shields: f64 = desk.model.shields.iter().sum();
    let after = [
        (Column::Tax, cash_after.clone(), shields),
        (Column::Cash, cash_after, shields),
        (Column::Present, present_after, desk.model.present_shields()),
    ];
    let rest: [Sum; 10] = [
        ("Hard benefits", Column::Benefits, |m| m.benefits),
        ("Capital", Column::Capital, |m| m.capital),
        ("One-off expenses", Column::OneOff, |m| m.one_off),
        ("Run costs", Column::Run, |m| m.run),
        ("Working capital, change", Column::Moves, |m| m.moves),
        ("Working capital, reversed", Column::AtHorizon, |m| m.at_horizon),
        ("Salvage", Column::Salvage, |m| m.salvage),
        ("Tax", Column::Tax, |m| m.tax),
        ("Cash flow after tax", Column::Cash, |m| m.cash),
        ("Present value", Column::Present, |m| m.present),
    ];
    for (label, column, value) in rest {
        lines.push(Line {
            label: label.to_owned(),
            months: months::all(desk, column),
            value: Box::new(value),
            after: after.iter().find(|a| a.0 == column).map(|a| (a.1.clone(), a.2)),
            strong: matches!(column, Column::Benefits | Column::Cash | Column::Present),
        });
    }
    lines
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "The median future (pair {}), {}, money of the day; sums of sheet Months. The contract is on its own.",
        desk.case.pair,
        desk.currency()
    );
    let mut page = Page::new("Years", "Cash flow by finance year", &subtitle)?;
    let years = desk.model.years as u16;
    page.headings(3, 0, &["Line", "Contract"])?;
    let format = ink::heading().set_num_format("\"Year \"0");
    for y in 1..=years {
        page.sheet.write_number_with_format(3, 1 + y, f64::from(y), &format)?;
    }
    page.headings(3, 2 + years, &["After the horizon", "Total"])?;
    let [month, year, _] = months::keys(desk);
    for (row, line) in (FIRST..).zip(lines(desk)) {
        let look = if line.strong {
            ink::format(Kind::Money, Role::Strong)
        } else {
            ink::format(Kind::Money, Role::Live)
        };
        page.text(
            row,
            0,
            &line.label,
            &if line.strong { ink::bold() } else { rust_xlsxwriter::Format::new() },
        )?;
        let now = (line.value)(&desk.model.months[0]);
        page.live_as((row, 1), &format!("=SUMIFS({},{month},0)", line.months), now, &look)?;
        let mut total = now;
        for y in 1..=years {
            let in_year = desk
                .model
                .months
                .iter()
                .enumerate()
                .skip(1)
                .filter(|(m, _)| year_of(*m as u32) == usize::from(y));
            let sum: f64 = in_year.map(|(_, m)| (line.value)(m)).sum();
            total += sum;
            let formula = format!(
                "=SUMIFS({},{year},{},{month},\">0\")",
                line.months,
                format_args!("{}$4", ink::column(1 + y))
            );
            page.live_as((row, 1 + y), &formula, sum, &look)?;
        }
        if let Some((place, value)) = line.after {
            page.live_as((row, 2 + years), &format!("={place}"), value, &look)?;
            total += value;
        }
        let formula = format!("=SUM({}:{})", ink::cell(row, 1), ink::cell(row, 2 + years));
        page.live_as((row, 3 + years), &formula, total, &look)?;
    }
    page.sheet.set_column_width(0, 40)?;
    page.sheet.set_column_range_width(1, 3 + years, 15)?;
    page.freeze(4, 1)?;
    Ok(page.sheet)
}
