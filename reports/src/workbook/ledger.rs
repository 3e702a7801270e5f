//! Sheet `Ledger` and `ledger.csv`: the general ledger of the median future, to the cent.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use crate::write::WriteError;
use rust_xlsxwriter::Worksheet;
use scenarios::case::{Case, GeneralLedgerLine};
use scenarios::finance::ledger::{Account, Hardness};

const FIRST: u32 = 4;

/// Columns of the sheet.
pub(super) mod at {
    pub(in super::super) const MONTH: u16 = 0;
    pub(in super::super) const ACCOUNT: u16 = 1;
    pub(in super::super) const PAID: u16 = 5;
    pub(in super::super) const AMOUNT: u16 = 6;
}

/// A column of all entries.
pub(super) fn all(desk: &Desk<'_>, col: u16) -> String {
    ink::down("Ledger", col, (FIRST, FIRST + (desk.case.ledger.len() as u32).max(1) - 1))
}

/// In words.
pub(crate) const fn account(of: Account) -> &'static str {
    match of {
        Account::Benefit => "benefit",
        Account::Capital => "capital",
        Account::OneOffExpense => "one-off expense",
        Account::RunCost => "run cost",
        Account::Tax => "tax",
        Account::WorkingCapital => "working capital",
        Account::Salvage => "salvage",
    }
}

fn paid(line: &GeneralLedgerLine) -> &'static str {
    if line.hardness == Hardness::Hard { "cash" } else { "not paid" }
}

/// Whole cents as money.
pub(super) fn money(cents: i64) -> f64 {
    cents as f64 / 100.0
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "The median future (pair {}) as the run booked it, {}, inflow positive; the same entries are in ledger.csv. \
         Whole cents: the entries of a month add up to its cash flow, rounded once.",
        desk.case.pair,
        desk.currency()
    );
    let mut page = Page::new("Ledger", "General ledger of the median future", &subtitle)?;
    page.headings(
        3,
        0,
        &["Month", "Account", "Cost centre", "Category", "Line", "Cash", "Amount"],
    )?;
    for (row, line) in (FIRST..).zip(&desk.case.ledger) {
        page.number((row, at::MONTH), f64::from(line.month), Kind::Count, Role::Found)?;
        page.word(row, at::ACCOUNT, account(line.account))?;
        page.word(row, 2, &line.cost_centre)?;
        page.word(row, 3, line.category)?;
        page.word(row, 4, &line.line)?;
        page.word(row, at::PAID, paid(line))?;
        page.number((row, at::AMOUNT), money(line.cents), Kind::Cents, Role::Found)?;
    }
    let last = FIRST + (desk.case.ledger.len() as u32).max(1) - 1;
    page.sheet.autofilter(3, 0, last, 6)?;
    page.widths(&[8.0, 18.0, 26.0, 20.0, 52.0, 10.0, 18.0])?;
    page.freeze(4, 0)?;
    Ok(page.sheet)
}

/// `ledger.csv`: month, account, cost centre, category, line, cash or not, amount.
///
/// # Errors
/// When the text cannot be written.
pub fn ledger_csv(case: &Case, currency: &str) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let amount = format!("amount_{}", currency.to_lowercase());
    writer.write_record([
        "month",
        "account",
        "cost_centre",
        "category",
        "line",
        "paid",
        amount.as_str(),
    ])?;
    for line in &case.ledger {
        let sign = if line.cents < 0 { "-" } else { "" };
        let cents = line.cents.unsigned_abs();
        writer.write_record([
            line.month.to_string(),
            account(line.account).to_owned(),
            line.cost_centre.to_string(),
            line.category.to_owned(),
            line.line.to_string(),
            paid(line).to_owned(),
            format!("{sign}{}.{:02}", cents / 100, cents % 100),
        ])?;
    }
    crate::write::finish(writer)
}
