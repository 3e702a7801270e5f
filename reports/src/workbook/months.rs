//! Sheet `Months`: the cash flow, month by month.

use super::costs::{self, at};
use super::ink::{self, Kind, Page, Role};
use super::model::{CAPITAL, ONE_OFF, OPPORTUNITY, RUN, year_of};
use super::{Desk, WorkbookError, benefits, depreciation, tax};
use rust_xlsxwriter::{ExcelDateTime, Worksheet};
use scenarios::case::category;

/// Row of month 0.
pub(super) const FIRST: u32 = 4;
/// Column of the first stream.
const STREAMS: u16 = 6;

/// Columns behind the streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Benefits,
    Capital,
    OneOff,
    Run,
    Moves,
    AtHorizon,
    Salvage,
    Tax,
    Cash,
    Cumulative,
    Present,
    CumulativePresent,
    Short,
    ShortPresent,
    Unpaid,
}

/// Number of a column.
pub(super) fn column(desk: &Desk<'_>, of: Column) -> u16 {
    STREAMS + desk.model.input.benefits.len() as u16 + of as u16
}

/// A cell of another sheet.
pub(super) fn place(desk: &Desk<'_>, month: u32, of: Column) -> String {
    format!("Months!{}", ink::cell(FIRST + month, column(desk, of)))
}

/// Rows of months 0 to the horizon.
pub(super) fn rows(desk: &Desk<'_>) -> (u32, u32) {
    (FIRST, FIRST + desk.model.horizon)
}

/// All months of a column.
pub(super) fn all(desk: &Desk<'_>, of: Column) -> String {
    ink::down("Months", column(desk, of), rows(desk))
}

/// All numbers of months, years, and dates of operating flows.
pub(super) fn keys(desk: &Desk<'_>) -> [String; 3] {
    [0, 2, 3].map(|col| ink::down("Months", col, rows(desk)))
}

/// The column of stream `k`.
pub(super) fn stream(desk: &Desk<'_>, k: usize) -> String {
    ink::down("Months", STREAMS + k as u16, rows(desk))
}

/// Cash after the horizon, and its present value.
pub(super) fn after(desk: &Desk<'_>) -> [String; 2] {
    let row = rows(desk).1 + 1;
    [Column::Cash, Column::Present]
        .map(|of| format!("Months!{}", ink::fixed(row, column(desk, of))))
}

/// The sum of a column, with what comes after the horizon.
pub(super) fn total(desk: &Desk<'_>, of: Column) -> String {
    format!("Months!{}", ink::fixed(rows(desk).1 + 2, column(desk, of)))
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "The median future (pair {}), {}, in money of the day, after tax; inflow positive. Month 0 is the day of the contract.",
        desk.case.pair,
        desk.currency()
    );
    let mut page = Page::new("Months", "Cash flow by month", &subtitle)?;
    headings(&mut page, desk)?;
    for m in 0..=desk.model.horizon {
        calendar(&mut page, desk, m)?;
        benefits_of(&mut page, desk, m)?;
        costs_of(&mut page, desk, m)?;
        rest_of(&mut page, desk, m)?;
        sums_of(&mut page, desk, m)?;
    }
    ends(&mut page, desk)?;
    page.sheet.set_column_range_width(0, 3, 8)?;
    page.sheet.set_column_range_width(4, 5, 10)?;
    page.sheet.set_column_range_width(STREAMS, column(desk, Column::Unpaid), 14)?;
    page.sheet.set_row_height(3, 48)?;
    page.freeze(4, 2)?;
    page.sheet.set_paper_size(8);
    Ok(page.sheet)
}

fn headings(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    page.headings(
        3,
        0,
        &[
            "Month",
            "Calendar",
            "Finance year",
            "Date [half months]",
            "Discount factor",
            "at month's end",
        ],
    )?;
    for (k, stream) in desk.model.input.benefits.iter().enumerate() {
        let text =
            format!("{} ({})", category(stream.category), benefits::prices(stream.escalation));
        page.headings(3, STREAMS + k as u16, &[text.as_str()])?;
    }
    page.headings(
        3,
        column(desk, Column::Benefits),
        &[
            "Hard benefits",
            "Capital",
            "One-off expenses",
            "Run costs",
            "Working capital, change",
            "Working capital, reversed",
            "Salvage",
            "Tax",
            "Cash flow",
            "Cumulative",
            "Present value",
            "Cumulative present value",
            "Month, if short of cash",
            "Month, if short, discounted",
            "Not paid (memo)",
        ],
    )
}

fn calendar(page: &mut Page, desk: &Desk<'_>, m: u32) -> Result<(), WorkbookError> {
    let row = FIRST + m;
    page.number((row, 0), f64::from(m), Kind::Count, Role::Live)?;
    let here = ink::cell(row, 0);
    match calendar_month(&desk.result.provenance.start, m) {
        Some(date) if m > 0 => {
            let format = ink::format(Kind::Plain, Role::Live).set_num_format("mmm yyyy");
            page.sheet.write_datetime_with_format(row, 1, &date, &format)?;
        }
        _ => page.word(row, 1, "contract")?,
    }
    page.live((row, 2), &format!("=INT(MAX({here}-1,0)/12)+1"), year_of(m) as f64, Kind::Count)?;
    let date = desk.model.date(m);
    page.live((row, 3), &format!("=MAX(0,2*{here}-Mid_month)"), date, Kind::Count)?;
    page.live(
        (row, 4),
        &format!("=(1+WACC)^-({}/24)", ink::cell(row, 3)),
        desk.model.discount(date),
        Kind::Factor,
    )?;
    page.live(
        (row, 5),
        &format!("=(1+WACC)^-({here}/12)"),
        desk.model.discount(2 * m),
        Kind::Factor,
    )
}

/// First day of month `m` of the run, from 1.
fn calendar_month(start: &str, m: u32) -> Option<ExcelDateTime> {
    let mut parts = start.split('-').map(str::parse::<u32>);
    let (year, month) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let months = 12 * year + month - 1 + m.saturating_sub(1);
    let year = u16::try_from(months / 12).ok()?;
    ExcelDateTime::from_ymd(year, (months % 12 + 1) as u8, 1).ok()
}

fn benefits_of(page: &mut Page, desk: &Desk<'_>, m: u32) -> Result<(), WorkbookError> {
    let row = FIRST + m;
    let month = &desk.model.months[m as usize];
    for (k, value) in month.streams.iter().enumerate() {
        let at = (row, STREAMS + k as u16);
        if m == 0 {
            page.number(at, 0.0, Kind::Cents, Role::Live)?;
            continue;
        }
        let of = |slow: bool| {
            format!(
                "Benefits!{}",
                ink::cell(benefits::FIRST + m - 1, benefits::column(desk, k, slow))
            )
        };
        let first_day = either(desk, &of);
        let growth =
            format!("Benefits!{}", ink::fixed(benefits::GROWTH, benefits::column(desk, k, false)));
        let formula =
            format!("={first_day}*(1+{growth})^(({}-0.5)/12)*Gain_factor", ink::cell(row, 0));
        page.live(at, &formula, *value, Kind::Cents)?;
    }
    let n = month.streams.len() as u16;
    let formula = if n == 0 {
        "=0".to_owned()
    } else {
        format!("=SUM({}:{})", ink::cell(row, STREAMS), ink::cell(row, STREAMS + n - 1))
    };
    page.live((row, column(desk, Column::Benefits)), &formula, month.benefits, Kind::Cents)
}

/// What the switch of adoption chooses; the planned future where there is no other.
fn either(desk: &Desk<'_>, of: &dyn Fn(bool) -> String) -> String {
    match desk.case.slow {
        Some(_) => format!("IF(Slow_adoption=1,{},{})", of(true), of(false)),
        None => of(false),
    }
}

fn costs_of(page: &mut Page, desk: &Desk<'_>, m: u32) -> Result<(), WorkbookError> {
    let row = FIRST + m;
    let month = &desk.model.months[m as usize];
    let (amounts, buckets, accounts) =
        (costs::all(desk, at::AMOUNT), costs::all(desk, at::BUCKET), costs::all(desk, at::ACCOUNT));
    for (of, account, value) in [
        (Column::Capital, CAPITAL, month.capital),
        (Column::OneOff, ONE_OFF, month.one_off),
        (Column::Run, RUN, month.run),
        (Column::Unpaid, OPPORTUNITY, month.unpaid),
    ] {
        let formula =
            format!("=SUMIFS({amounts},{buckets},{},{accounts},\"{account}\")", ink::cell(row, 0));
        page.live((row, column(desk, of)), &formula, value, Kind::Cents)?;
    }
    Ok(())
}

fn rest_of(page: &mut Page, desk: &Desk<'_>, m: u32) -> Result<(), WorkbookError> {
    let row = FIRST + m;
    let month = &desk.model.months[m as usize];
    let balance = |m: u32| {
        let of = |slow: bool| {
            format!(
                "Benefits!{}",
                ink::cell(benefits::FIRST + m - 1, benefits::balance(desk, slow))
            )
        };
        either(desk, &of)
    };
    let at = |of: Column| (row, column(desk, of));
    match m {
        0 => page.number(at(Column::Moves), 0.0, Kind::Cents, Role::Live)?,
        1 => page.live(
            at(Column::Moves),
            &format!("=-{}*Gain_factor", balance(1)),
            month.moves,
            Kind::Cents,
        )?,
        m => {
            let formula = format!("=-({}-{})*Gain_factor", balance(m), balance(m - 1));
            page.live(at(Column::Moves), &formula, month.moves, Kind::Cents)?;
        }
    }
    if m == desk.model.horizon {
        let formula = format!("=IF(WC_reverses=1,{},0)*Gain_factor", balance(m));
        page.live(at(Column::AtHorizon), &formula, month.at_horizon, Kind::Cents)?;
        page.live(at(Column::Salvage), "=Salvage", month.salvage, Kind::Cents)?;
    } else {
        page.number(at(Column::AtHorizon), 0.0, Kind::Cents, Role::Live)?;
        page.number(at(Column::Salvage), 0.0, Kind::Cents, Role::Live)?;
    }
    match m {
        0 => page.number(at(Column::Tax), 0.0, Kind::Cents, Role::Live),
        m => page.live(at(Column::Tax), &format!("={}", tax::cell(m)), month.tax, Kind::Cents),
    }
}

fn sums_of(page: &mut Page, desk: &Desk<'_>, m: u32) -> Result<(), WorkbookError> {
    let row = FIRST + m;
    let month = &desk.model.months[m as usize];
    let at = |of: Column| (row, column(desk, of));
    let here = |of: Column| ink::cell(row, column(desk, of));
    let above = |of: Column| ink::cell(row - 1, column(desk, of));
    let formula = format!("=SUM({}:{})", here(Column::Benefits), here(Column::Tax));
    let strong = ink::format(Kind::Cents, Role::Live).set_bold();
    page.live_as(at(Column::Cash), &formula, month.cash, &strong)?;
    let running = |of: Column, what: Column| match m {
        0 => format!("={}", here(what)),
        _ => format!("={}+{}", above(of), here(what)),
    };
    page.live(
        at(Column::Cumulative),
        &running(Column::Cumulative, Column::Cash),
        month.cumulative,
        Kind::Cents,
    )?;
    let (present, buckets) = (costs::all(desk, at::PRESENT), costs::all(desk, at::BUCKET));
    let formula = format!(
        "=SUMIFS({present},{buckets},{})+({}+{})*{}+({}+{}+{})*{}",
        ink::cell(row, 0),
        here(Column::Benefits),
        here(Column::Moves),
        ink::cell(row, 4),
        here(Column::AtHorizon),
        here(Column::Salvage),
        here(Column::Tax),
        ink::cell(row, 5)
    );
    page.live(at(Column::Present), &formula, month.present, Kind::Cents)?;
    let formula = running(Column::CumulativePresent, Column::Present);
    page.live(at(Column::CumulativePresent), &formula, month.cumulative_present, Kind::Cents)?;
    for (of, what, limit, value) in [
        (Column::Short, Column::Cumulative, "Rounding", desk.solved.short(m, desk.model, false)),
        (
            Column::ShortPresent,
            Column::CumulativePresent,
            "Rounding_PV",
            desk.solved.short(m, desk.model, true),
        ),
    ] {
        let month = ink::cell(row, 0);
        let formula = format!("=IF(AND({month}>=First_outlay,{}<-{limit}),{month},-1)", here(what));
        page.live(at(of), &formula, if value { f64::from(m) } else { -1.0 }, Kind::Count)?;
    }
    Ok(())
}

fn ends(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let model = desk.model;
    let after = rows(desk).1 + 1;
    page.word(after, 0, "after the horizon: tax shields")?;
    let [_, shields, present] = depreciation::shields(desk);
    let shield: f64 = model.shields.iter().sum();
    for (of, range, value) in [
        (Column::Tax, &shields, shield),
        (Column::Cash, &shields, shield),
        (Column::Present, &present, model.present_shields()),
    ] {
        page.live((after, column(desk, of)), &format!("=SUM({range})"), value, Kind::Cents)?;
    }
    page.text(after + 1, 0, "Sum", &ink::bold())?;
    let last = column(desk, Column::Present);
    let of =
        |pick: &dyn Fn(&super::model::Month) -> f64| -> f64 { model.months.iter().map(pick).sum() };
    for col in (STREAMS..=last).chain([column(desk, Column::Unpaid)]) {
        let k = (col - STREAMS) as usize;
        let n = model.input.benefits.len();
        let value = if k < n {
            of(&|m| m.streams[k])
        } else {
            match k - n {
                0 => of(&|m| m.benefits),
                1 => of(&|m| m.capital),
                2 => of(&|m| m.one_off),
                3 => of(&|m| m.run),
                4 => of(&|m| m.moves),
                5 => of(&|m| m.at_horizon),
                6 => of(&|m| m.salvage),
                7 => of(&|m| m.tax) + shield,
                8 => of(&|m| m.cash) + shield,
                10 => model.npv(),
                14 => of(&|m| m.unpaid),
                _ => continue,
            }
        };
        let formula = format!("=SUM({}:{})", ink::cell(FIRST, col), ink::cell(after, col));
        page.live_as((after + 1, col), &formula, value, &ink::format(Kind::Cents, Role::Strong))?;
    }
    Ok(())
}
