//! The general ledger of one future: every line of money by month, in whole cents.

use super::cost_centre;
use crate::finance::ledger::{Account, BenefitCategory, Hardness, LedgerLine};
use crate::finance::tco::{CostItem, Treatment};
use crate::money::prices::CATEGORIES;
use crate::pairing::OpenBooks;
use crate::study::Study;
use crate::study::result::Firmness;
use std::sync::Arc;

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneralLedgerLine {
    /// Month it is counted in, 0 for the day of the contract; above the horizon for tax shields
    /// that outlive the study.
    pub month: u32,
    /// Kind of money.
    pub account: Account,
    /// Cash, or a cost without payment.
    pub hardness: Hardness,
    /// Who bears it or gains by it: a machine, a crew, or the plant as a whole.
    pub cost_centre: Arc<str>,
    /// Category of benefit, item of the cost list, or `general`.
    pub category: &'static str,
    /// Line of the price book or of the cost list.
    pub line: Arc<str>,
    /// Inflow positive \[hundredths of the currency\].
    pub cents: i64,
    /// The same before rounding \[currency\].
    pub amount: f64,
}

/// Entries of the books in order of months, hard lines and opportunity costs.
///
/// Amounts are rounded on the running sum of each month, so that the hard entries of a month add up to
/// the cash flow of that month, rounded once; no entry is more than a cent away from its amount.
pub fn general_ledger(study: &Study, books: &OpenBooks) -> Vec<GeneralLedgerLine> {
    let mut entries = benefits(study, books);
    entries.extend(costs(study, books));
    entries.extend(others(study, books));
    entries.retain(|entry| entry.amount != 0.0);
    entries.sort_by_key(|entry| (entry.month, entry.hardness != Hardness::Hard));
    let (mut of, mut sum, mut told) = (None, 0.0, 0);
    for entry in &mut entries {
        let group = (entry.month, entry.hardness);
        if of != Some(group) {
            (of, sum, told) = (Some(group), 0.0, 0);
        }
        sum += entry.amount;
        let now = cents(sum);
        entry.cents = now - told;
        told = now;
    }
    entries
}

/// Whole cents, halves away from zero.
pub fn cents(amount: f64) -> i64 {
    libm::round(100.0 * amount) as i64
}

fn entry(
    month: u32,
    account: Account,
    category: &'static str,
    line: Arc<str>,
    amount: f64,
) -> GeneralLedgerLine {
    GeneralLedgerLine {
        month,
        account,
        hardness: Hardness::Hard,
        cost_centre: cost_centre::PLANT.into(),
        category,
        line,
        cents: 0,
        amount,
    }
}

fn benefits(study: &Study, books: &OpenBooks) -> Vec<GeneralLedgerLine> {
    let input = &books.input;
    let mut all = Vec::new();
    for (line, months) in study.book.lines.iter().zip(books.ledger.lines()) {
        if line.firmness == Firmness::Hard {
            let name: Arc<str> = line.name.as_str().into();
            let centre = cost_centre::of_price(study, line);
            all.extend((1..).zip(months).map(|(month, benefit)| {
                let level = input.prices.level(line.prices, month);
                let amount = benefit * input.benefit_factor * level;
                let category = category(line.category);
                let line = Arc::clone(&name);
                let entry = entry(month, Account::Benefit, category, line, amount);
                GeneralLedgerLine { cost_centre: Arc::clone(&centre), ..entry }
            }));
        }
    }
    all
}

fn costs(study: &Study, books: &OpenBooks) -> Vec<GeneralLedgerLine> {
    let input = &books.input;
    let mut all = Vec::new();
    for line in &input.costs {
        let one_off = line.timing.is_one_off();
        let factor = input.cost_factor * if one_off { input.overrun_factor } else { 1.0 };
        let account = match line.treatment {
            Treatment::Capital(_) => Account::Capital,
            _ if one_off => Account::OneOffExpense,
            _ => Account::RunCost,
        };
        let hardness = match line.treatment {
            Treatment::Opportunity => Hardness::Opportunity,
            _ => Hardness::Hard,
        };
        let word = match account {
            Account::Capital => "capital",
            Account::OneOffExpense => "one-off expense",
            _ => "run cost",
        };
        let centre = cost_centre::of_cost(study, &line.name, line.item, word);
        let payments = line.payments(&input.calendar(), &input.prices);
        all.extend(payments.iter().map(|payment| GeneralLedgerLine {
            hardness,
            cost_centre: Arc::clone(&centre),
            ..entry(
                payment.bucket,
                account,
                item(line.item),
                Arc::clone(&line.name),
                -payment.amount * factor,
            )
        }));
    }
    all
}

/// Tax, working capital and salvage, as the appraisal booked them; risk that counts as cash.
fn others(study: &Study, books: &OpenBooks) -> Vec<GeneralLedgerLine> {
    let booked = books.appraisal.ledger.as_deref().unwrap_or_default();
    let line = |line: &LedgerLine| {
        let name = match line.account {
            Account::Tax => "income tax",
            Account::WorkingCapital => "working capital",
            Account::Salvage => "salvage",
            _ => return None,
        };
        let cost_centre = cost_centre::of_account(study, name);
        let entry = entry(line.month, line.account, "general", name.into(), line.amount);
        Some(GeneralLedgerLine { cost_centre, ..entry })
    };
    booked.iter().filter(|l| l.hardness == Hardness::Hard).filter_map(line).collect()
}

/// Name of a category in files.
pub fn category(category: BenefitCategory) -> &'static str {
    CATEGORIES.iter().find(|(c, _)| *c == category).map_or("general", |(_, name)| name)
}

/// Name of an item of the cost list in files.
pub const fn item(item: CostItem) -> &'static str {
    match item {
        CostItem::Hardware => "hardware",
        CostItem::Licence => "licence",
        CostItem::Subscription => "subscription",
        CostItem::Integration => "integration",
        CostItem::Connectivity => "connectivity",
        CostItem::InternalResources => "internal",
        CostItem::Training => "training",
        CostItem::Support => "support",
        CostItem::DataAndAnalysts => "data_and_analysts",
        CostItem::CyberAndCompliance => "security",
        CostItem::Contingency => "contingency",
        CostItem::Exit => "exit",
        CostItem::Disruption => "disruption",
    }
}
