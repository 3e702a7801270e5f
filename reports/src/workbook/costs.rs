//! Sheets `Costs` (the cost list) and `Payments` (every payment of it).

use super::ink::{self, Kind, Page, Role};
use super::model::{OPPORTUNITY, account, growth_name, year_of};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format, Worksheet};
use scenarios::case::{Growth, item};
use scenarios::finance::inflation::PriceCategory;
use scenarios::finance::tco::{CostLine, Timing};

/// First line of `Costs`.
pub(super) const FIRST: u32 = 5;
/// First payment of `Payments`.
pub(super) const PAYMENTS: u32 = 5;

/// Columns of `Payments`.
pub(super) mod at {
    pub(in super::super) const LINE: u16 = 0;
    pub(in super::super) const ACCOUNT: u16 = 2;
    pub(in super::super) const BUCKET: u16 = 3;
    pub(in super::super) const BORNE: u16 = 4;
    pub(in super::super) const YEAR: u16 = 5;
    pub(in super::super) const DATE: u16 = 6;
    pub(in super::super) const AMOUNT: u16 = 11;
    pub(in super::super) const CASH: u16 = 12;
    pub(in super::super) const PRESENT: u16 = 13;
    pub(in super::super) const SCHEDULE: u16 = 14;
    pub(in super::super) const OUTLAY: u16 = 15;
}

/// Rows of all payments; one blank row where there is none.
pub(super) fn rows(desk: &Desk<'_>) -> (u32, u32) {
    (PAYMENTS, PAYMENTS + (desk.model.pays.len() as u32).max(1) - 1)
}

/// A column of all payments.
pub(super) fn all(desk: &Desk<'_>, col: u16) -> String {
    ink::down("Payments", col, rows(desk))
}

fn timing(line: &CostLine) -> String {
    let text = match line.timing {
        Timing::AtStart | Timing::Month(0) => "with the contract".to_owned(),
        Timing::Month(m) => format!("in month {m}"),
        Timing::Spread(from, to) => format!("evenly over months {from} to {to}"),
        Timing::AtEnd => "at the horizon".to_owned(),
        Timing::AnnualInAdvance { .. } => "every year in advance".to_owned(),
        Timing::Monthly { .. } => "every month".to_owned(),
    };
    let text = match line.begins {
        0 => text,
        later => format!("{text}; contract in month {later}"),
    };
    match line.life_months {
        Some(life) => format!("{text}, again every {life} months"),
        None => text,
    }
}

fn step(line: &CostLine) -> Option<f64> {
    match line.timing {
        Timing::AnnualInAdvance { escalator } => Some(escalator.fraction()),
        _ => None,
    }
}

pub(super) fn lines(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "Pair {}: amounts as drawn in this future (overrun and connectivity gap included), in {}; savings of the \
         reference are negative. The planned amounts are on sheet TCO.",
        desk.case.pair,
        desk.currency()
    );
    let mut page = Page::new("Costs", "Cost lines of the median future", &subtitle)?;
    page.headings(
        4,
        0,
        &[
            "Line",
            "Item",
            "Account",
            "In the vendor's quote",
            "Paid",
            "Amount, per payment or in all",
            "Contract step per year",
            "Total over the horizon",
            "Amount as run",
            "Changed",
        ],
    )?;
    let costs = &desk.model.input.costs;
    let end = FIRST + costs.len() as u32;
    let keys = all(desk, at::LINE);
    let amounts = all(desk, at::AMOUNT);
    for (k, (row, line)) in (FIRST..).zip(costs).enumerate() {
        page.word(row, 0, &line.name)?;
        page.word(row, 1, item(line.item))?;
        page.word(row, 2, account(line))?;
        page.word(row, 3, if line.in_quote { "yes" } else { "no" })?;
        page.word(row, 4, &timing(line))?;
        page.number((row, 5), line.amount, Kind::Cents, Role::Input)?;
        if let Some(step) = step(line) {
            let rate = desk.model.contract(Growth::Contract(step));
            if rate == desk.model.rate_of(PriceCategory::Subscription) {
                // Fees follow the price of subscriptions unless somebody writes over it.
                page.live((row, 6), "=Infl_subscription", rate, Kind::Rate)?;
            } else {
                page.number((row, 6), rate, Kind::Rate, Role::Input)?;
            }
        }
        let total: f64 = desk.model.pays.iter().filter(|p| p.line == k).map(|p| -p.amount).sum();
        page.live((row, 7), &format!("=-SUMIFS({amounts},{keys},{})", k + 1), total, Kind::Cents)?;
        page.number((row, 8), line.amount, Kind::Cents, Role::Found)?;
        let (now, run) = (ink::cell(row, 5), ink::cell(row, 8));
        page.live((row, 9), &format!("=IF({now}={run},0,1)"), 0.0, Kind::Count)?;
    }
    let total: f64 = desk.model.pays.iter().map(|p| -p.amount).sum();
    page.text(end, 0, "Total cost of ownership in this future", &ink::bold())?;
    let strong = ink::format(Kind::Cents, Role::Strong);
    page.live_as(
        (end, 7),
        &format!("=SUM({}:{})", ink::cell(FIRST, 7), ink::cell(end.max(FIRST + 1) - 1, 7)),
        total,
        &strong,
    )?;
    page.text(3, 8, "amounts changed", &ink::quiet())?;
    page.live(
        (3, 9),
        &format!("=SUM({}:{})", ink::cell(FIRST, 9), ink::cell(end.max(FIRST + 1) - 1, 9)),
        0.0,
        Kind::Count,
    )?;
    let alarm = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::NotEqualTo(0))
        .set_format(Format::new().set_font_color(ink::RED).set_bold());
    page.sheet.add_conditional_format(3, 9, 3, 9, &alarm)?;
    page.sheet.add_conditional_format(FIRST, 9, end.max(FIRST + 1) - 1, 9, &alarm)?;
    page.widths(&[30.0, 18.0, 17.0, 12.0, 30.0, 18.0, 13.0, 18.0, 18.0, 9.0])?;
    page.sheet.set_row_height(4, 45)?;
    page.freeze(5, 1)?;
    Ok(page.sheet)
}

pub(super) fn payments(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Payments",
        "Payments",
        "Amount of the line x share x (1 + growth)^years x budget factor. Dates are half months after the \
         contract; fees in advance are dated the start of their year and counted in the month after.",
    )?;
    page.headings(
        4,
        0,
        &[
            "No. of line",
            "Line",
            "Account",
            "Counted in month",
            "Borne by month",
            "Finance year",
            "Date [half months]",
            "Amount of the line",
            "Share",
            "Growth per year",
            "Years of growth",
            "Amount",
            "Cash",
            "Present value",
            "Depreciation class",
            "Month, if a one-off outlay",
        ],
    )?;
    let model = desk.model;
    for (row, pay) in (PAYMENTS..).zip(&model.pays) {
        let line = &model.input.costs[pay.line];
        let name = account(line);
        page.number((row, at::LINE), pay.line as f64 + 1.0, Kind::Count, Role::Live)?;
        page.word(row, 1, &line.name)?;
        page.word(row, at::ACCOUNT, name)?;
        page.number((row, at::BUCKET), f64::from(pay.part.bucket), Kind::Count, Role::Live)?;
        page.number((row, at::BORNE), f64::from(pay.part.borne_in), Kind::Count, Role::Live)?;
        let borne = ink::cell(row, at::BORNE);
        let year = year_of(pay.part.borne_in) as f64;
        page.live((row, at::YEAR), &format!("=INT(MAX({borne}-1,0)/12)+1"), year, Kind::Count)?;
        let date = f64::from(pay.part.date.0);
        if pay.part.during {
            let formula = format!("=2*{}-Mid_month", ink::cell(row, at::BUCKET));
            page.live((row, at::DATE), &formula, date, Kind::Count)?;
        } else {
            page.number((row, at::DATE), date, Kind::Count, Role::Live)?;
        }
        let of_line = FIRST + pay.line as u32;
        let amount = format!("=Costs!{}", ink::fixed(of_line, 5));
        page.live((row, 7), &amount, line.amount, Kind::Cents)?;
        page.number((row, 8), pay.part.share, Kind::Factor, Role::Live)?;
        let growth = match pay.part.growth {
            Growth::None => "0".to_owned(),
            Growth::Contract(_) => format!("Costs!{}", ink::fixed(of_line, 6)),
            Growth::Price(price) => growth_name(price).to_owned(),
        };
        page.live((row, 9), &format!("={growth}"), model.contract(pay.part.growth), Kind::Rate)?;
        page.number((row, 10), pay.part.years, Kind::Factor, Role::Live)?;
        let [a, s, g, y] = [7, 8, 9, 10].map(|col| ink::cell(row, col));
        let formula = format!("=-{a}*{s}*(1+{g})^{y}*Budget_factor");
        page.live((row, at::AMOUNT), &formula, pay.amount, Kind::Cents)?;
        let paid = if name == OPPORTUNITY { 0 } else { 1 };
        let formula = format!("={paid}*{}", ink::cell(row, at::AMOUNT));
        page.live((row, at::CASH), &formula, pay.cash, Kind::Cents)?;
        let (cash, date) = (ink::cell(row, at::CASH), ink::cell(row, at::DATE));
        page.live(
            (row, at::PRESENT),
            &format!("={cash}*(1+WACC)^-({date}/24)"),
            pay.present,
            Kind::Cents,
        )?;
        page.number((row, at::SCHEDULE), pay.schedule as f64, Kind::Count, Role::Live)?;
        let one_off = line.timing.is_one_off();
        let formula = format!(
            "=IF(AND({}=1,{cash}<>0),{},-1)",
            u8::from(one_off),
            ink::cell(row, at::BUCKET)
        );
        let outlay = if one_off && pay.cash != 0.0 { f64::from(pay.part.bucket) } else { -1.0 };
        page.live((row, at::OUTLAY), &formula, outlay, Kind::Count)?;
    }
    let end = rows(desk).1 + 1;
    page.text(end, 1, "Sum", &ink::bold())?;
    for (col, sum) in [
        (at::AMOUNT, model.pays.iter().map(|p| p.amount).sum::<f64>()),
        (at::CASH, model.pays.iter().map(|p| p.cash).sum()),
        (at::PRESENT, model.pays.iter().map(|p| p.present).sum()),
    ] {
        let formula = format!("=SUM({}:{})", ink::cell(PAYMENTS, col), ink::cell(end - 1, col));
        page.live_as((end, col), &formula, sum, &ink::format(Kind::Cents, Role::Strong))?;
    }
    page.widths(&[
        8.0, 26.0, 16.0, 10.0, 10.0, 9.0, 10.0, 15.0, 11.0, 10.0, 11.0, 16.0, 16.0, 16.0, 12.0,
        12.0,
    ])?;
    page.sheet.set_row_height(4, 45)?;
    page.freeze(5, 2)?;
    Ok(page.sheet)
}
