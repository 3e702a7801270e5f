//! Sheet `Depreciation`: what may be deducted in which year.

use super::costs::{self, at};
use super::ink::{self, Kind, Page, Role};
use super::model::Class;
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{Format, Worksheet};
use scenarios::finance::depreciation::{Macrs, Method};

const FIRST: u32 = 4;
/// Column of year 1.
const YEAR: u16 = 2;

/// First row of a class.
fn block(desk: &Desk<'_>, class: usize) -> u32 {
    FIRST + class as u32 * (desk.model.years as u32 + 6)
}

fn bottom(desk: &Desk<'_>) -> u32 {
    block(desk, desk.model.classes.len())
}

fn by_year(desk: &Desk<'_>, row: u32) -> String {
    ink::across("Depreciation", row, (YEAR, YEAR + desk.model.last_year as u16 - 1))
}

/// Deduction by year, all classes.
pub(super) fn deductions(desk: &Desk<'_>) -> String {
    by_year(desk, bottom(desk) + 1)
}

/// What is deducted at the horizon when the assets are written off.
pub(super) fn rest(desk: &Desk<'_>) -> String {
    format!("Depreciation!{}", ink::fixed(bottom(desk) + 6, 1))
}

/// Numbers of the years, tax shields after the horizon, and their present values.
pub(super) fn shields(desk: &Desk<'_>) -> [String; 3] {
    let row = bottom(desk);
    [by_year(desk, row), by_year(desk, row + 4), by_year(desk, row + 5)]
}

fn words(class: &Class) -> String {
    let method = match class.of.method {
        Method::None => "no deduction".to_owned(),
        Method::StraightLine { years, .. } => format!("straight line over {years} years"),
        Method::DecliningBalance { rate, years } => {
            format!("declining balance, {} % a year over {years} years", 100.0 * rate)
        }
        Method::Macrs(table) => {
            let years = match table {
                Macrs::ThreeYear => 3,
                Macrs::FiveYear => 5,
                Macrs::SevenYear => 7,
                Macrs::TenYear => 10,
                Macrs::FifteenYear => 15,
            };
            format!("MACRS, {years}-year property, half-year convention (IRS Pub. 946, table A-1)")
        }
    };
    if class.of.bonus_share > 0.0 {
        format!("{method}; bonus of {} % in the first year", 100.0 * class.of.bonus_share)
    } else {
        method
    }
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Depreciation",
        "Depreciation for tax",
        "What is bought in a year is deducted over the years that follow; a year's deduction is spread evenly over its months.",
    )?;
    let model = desk.model;
    for (c, class) in model.classes.iter().enumerate() {
        let row = block(desk, c);
        page.text(row, 0, &format!("Class {}: {}", c + 1, words(class)), &ink::bold())?;
        page.word(row + 1, 0, "Share of the basis by year of use")?;
        for (col, share) in (YEAR..).zip(&class.shares) {
            page.number((row + 1, col), *share, Kind::Rate, Role::Input)?;
        }
        page.word(row + 2, 0, "Left as book value")?;
        page.number((row + 2, 1), class.book_share, Kind::Rate, Role::Input)?;
        years(&mut page, desk, row + 3, "Bought in year")?;
        let shares =
            (ink::fixed(row + 1, YEAR), ink::fixed(row + 1, YEAR + class.shares.len() as u16 - 1));
        for (v, bought) in class.bought.iter().enumerate() {
            let here = row + 4 + v as u32;
            page.number((here, 0), v as f64 + 1.0, Kind::Count, Role::Live)?;
            let formula = format!(
                "=-SUMIFS({},{},{},{},{})",
                costs::all(desk, at::CASH),
                costs::all(desk, at::SCHEDULE),
                c + 1,
                costs::all(desk, at::YEAR),
                ink::cell(here, 0)
            );
            page.live((here, 1), &formula, *bought, Kind::Cents)?;
            for y in 0..model.last_year {
                let col = YEAR + y as u16;
                let age = format!("{}-$A{}+1", fixed_row(row + 3, col), here + 1);
                let formula = format!(
                    "=IF(AND({age}>=1,{age}<={}),$B{}*INDEX({}:{},1,MAX(1,MIN({},{age}))),0)",
                    class.shares.len(),
                    here + 1,
                    shares.0,
                    shares.1,
                    class.shares.len()
                );
                let share =
                    y.checked_sub(v).and_then(|k| class.shares.get(k)).copied().unwrap_or(0.0);
                page.live((here, col), &formula, bought * share, Kind::Cents)?;
            }
        }
    }
    totals(&mut page, desk)?;
    page.sheet.set_column_width(0, 50)?;
    page.sheet.set_column_width(1, 17)?;
    page.sheet.set_column_range_width(YEAR, YEAR + model.last_year as u16 - 1, 13)?;
    page.sheet.set_freeze_panes(3, 2)?;
    Ok(page.sheet)
}

/// `C$8`.
fn fixed_row(row: u32, col: u16) -> String {
    format!("{}${}", ink::column(col), row + 1)
}

fn years(page: &mut Page, desk: &Desk<'_>, row: u32, label: &str) -> Result<(), WorkbookError> {
    page.headings(row, 0, &[label, "Capital"])?;
    let format = ink::heading().set_num_format("\"year \"0");
    for y in 0..desk.model.last_year {
        page.sheet.write_number_with_format(row, YEAR + y as u16, y as f64 + 1.0, &format)?;
    }
    Ok(())
}

fn totals(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let model = desk.model;
    let row = bottom(desk);
    years(page, desk, row, "All classes")?;
    let labels = [
        "Deduction of the year",
        "Months of the year within the horizon",
        "Deduction after the horizon",
        "Tax shield after the horizon, unless written off",
        "Its present value, at the end of the year",
        "Deducted at the horizon, if written off",
    ];
    for (k, label) in (1..).zip(labels) {
        page.text(
            row + k,
            0,
            label,
            &if k == 1 { ink::bold() } else { Format::new().set_text_wrap() },
        )?;
    }
    let blocks: Vec<u32> = (0..model.classes.len()).map(|c| block(desk, c) + 4).collect();
    for y in 0..model.last_year {
        let col = YEAR + y as u16;
        let sums: Vec<String> = blocks
            .iter()
            .map(|from| {
                format!(
                    "{}:{}",
                    ink::cell(*from, col),
                    ink::cell(from + model.years as u32 - 1, col)
                )
            })
            .collect();
        let sum =
            if sums.is_empty() { "=0".to_owned() } else { format!("=SUM({})", sums.join(",")) };
        page.live((row + 1, col), &sum, model.deduction[y], Kind::Cents)?;
        let year = ink::cell(row, col);
        let inside = (12 * (y as u32 + 1)).min(model.horizon).saturating_sub(12 * y as u32);
        page.live(
            (row + 2, col),
            &format!("=MAX(0,MIN(12*{year},Horizon)-12*({year}-1))"),
            inside,
            Kind::Count,
        )?;
        let (all, within) = (ink::cell(row + 1, col), ink::cell(row + 2, col));
        page.live(
            (row + 3, col),
            &format!("={all}*(12-{within})/12"),
            model.after[y],
            Kind::Cents,
        )?;
        let after = ink::cell(row + 3, col);
        let formula = format!("=IF(AND(Write_off=0,Loss_refund=1),Tax_rate*{after},0)");
        page.live((row + 4, col), &formula, model.shields[y], Kind::Cents)?;
        let present = model.shields[y] * model.discount(24 * (y as u32 + 1));
        page.live(
            (row + 5, col),
            &format!("={}*(1+WACC)^-{year}", ink::cell(row + 4, col)),
            present,
            Kind::Cents,
        )?;
    }
    let (first, last) = (YEAR, YEAR + model.last_year as u16 - 1);
    let mut formula = format!("=SUM({}:{})", ink::cell(row + 3, first), ink::cell(row + 3, last));
    for c in 0..model.classes.len() {
        let from = block(desk, c);
        let until = from + 3 + model.years as u32;
        let bought = format!("{}:{}", ink::cell(from + 4, 1), ink::cell(until, 1));
        formula += &format!("+SUM({bought})*{}", ink::cell(from + 2, 1));
    }
    page.live((row + 6, 1), &formula, model.rest, Kind::Cents)
}
