//! From the input to booked money: every payment dated, counted, taxed, and noted in the ledger.

use super::appraisal::AppraisalError;
use super::cash_flow::CashFlow;
use super::depreciation::Method;
use super::inflation::PriceCategory;
use super::input::AppraisalInput;
use super::ledger::{Account, Category, Hardness, LedgerLine};
use super::prepared::Prepared;
use super::rate::PriceBasis;
use super::tax::{Losses, deductions};
use super::tco::{Payment, Treatment};
use super::timing::{HalfMonths, year_of_month, years_begun};
use super::working_capital::{cash_at_horizon, cash_by_month};

/// Booked money and the totals that the measures need.
pub(super) struct Books<B: PriceBasis> {
    pub(super) cash: CashFlow<B>,
    pub(super) ledger: Vec<LedgerLine>,
    /// By finance year \[currency\].
    pub(super) benefits: Vec<f64>,
    pub(super) run_costs: Vec<f64>,
    pub(super) one_off: Vec<f64>,
    /// Present values \[currency\].
    pub(super) pv_outlays: f64,
    pub(super) pv_upside: f64,
    pub(super) pv_risk: f64,
    pub(super) pv_shadow: f64,
    /// Month of the first one-off payment.
    pub(super) first_outlay: Option<u32>,
    /// Years in which more than 40 % of the tabled capital was bought in the last quarter.
    pub(super) mid_quarter_years: Vec<u32>,
}

/// A sum to be booked.
struct Entry {
    date: HalfMonths,
    month: u32,
    account: Account,
    category: Category,
    hardness: Hardness,
    amount: f64,
}

struct Clerk<'a, B: PriceBasis> {
    input: &'a AppraisalInput,
    prepared: &'a Prepared<'a>,
    books: Books<B>,
    /// By tax period.
    taxable: Vec<f64>,
    shields_after: Vec<(u32, f64)>,
    /// Capital under tables by year: all of it, and that of the last quarter.
    tabled: Vec<(f64, f64)>,
}

/// Books the whole input. It must be free of faults, and `prepared` from its cost list.
pub(super) fn book<B: PriceBasis>(
    input: &AppraisalInput,
    prepared: &Prepared<'_>,
) -> Result<Books<B>, AppraisalError> {
    let years = years_begun(input.horizon_months);
    let books = Books {
        cash: CashFlow::over_months(input.horizon_months),
        ledger: Vec::with_capacity(4 * input.horizon_months as usize),
        benefits: vec![0.0; years],
        run_costs: vec![0.0; years],
        one_off: vec![0.0; years],
        pv_outlays: 0.0,
        pv_upside: 0.0,
        pv_risk: 0.0,
        pv_shadow: 0.0,
        first_outlay: None,
        mid_quarter_years: Vec::new(),
    };
    let periods = input.horizon_months.div_ceil(input.tax.period.months()) as usize;
    let mut clerk = Clerk {
        input,
        prepared,
        books,
        taxable: vec![0.0; periods],
        shields_after: Vec::new(),
        tabled: vec![(0.0, 0.0); years],
    };
    for line in 0..input.costs.len() {
        clerk.book_cost(line)?;
    }
    clerk.book_benefits()?;
    clerk.book_working_capital()?;
    clerk.book_salvage()?;
    clerk.book_tax()?;
    let late = |(all, last_quarter): &(f64, f64)| *last_quarter > 0.4 * all;
    clerk.books.mid_quarter_years =
        (1..).zip(&clerk.tabled).filter(|(_, sums)| late(sums)).map(|(year, _)| year).collect();
    Ok(clerk.books)
}

impl<B: PriceBasis> Clerk<'_, B> {
    fn enter(&mut self, entry: Entry) -> Result<(), AppraisalError> {
        let Entry { date, month, account, category, hardness, amount } = entry;
        if amount == 0.0 {
            return Ok(());
        }
        if hardness == Hardness::Hard {
            self.books.cash.add(date, amount, month)?;
        }
        self.books.ledger.push(LedgerLine { month, account, category, hardness, amount });
        Ok(())
    }

    fn tax_period(&self, month: u32) -> usize {
        (month.saturating_sub(1) / self.input.tax.period.months()) as usize
    }

    fn book_cost(&mut self, k: usize) -> Result<(), AppraisalError> {
        let (input, prepared) = (self.input, self.prepared);
        let (line, schedule) = (&input.costs[k], prepared.schedules[k].as_ref());
        let one_off = line.timing.is_one_off();
        let overrun = if one_off { input.overrun_factor } else { 1.0 };
        for payment in &prepared.payments[k] {
            let Payment { date, bucket: month, borne_in, amount } = *payment;
            let cost = amount * overrun * input.cost_factor;
            let year = year_of_month(borne_in);
            let period = self.tax_period(borne_in);
            let (account, hardness) = match line.treatment {
                Treatment::Capital(_) => (Account::Capital, Hardness::Hard),
                Treatment::Expense if one_off => (Account::OneOffExpense, Hardness::Hard),
                Treatment::Expense => (Account::RunCost, Hardness::Hard),
                Treatment::Opportunity if one_off => {
                    (Account::OneOffExpense, Hardness::Opportunity)
                }
                Treatment::Opportunity => (Account::RunCost, Hardness::Opportunity),
            };
            let category = Category::Cost(line.item);
            self.enter(Entry { date, month, account, category, hardness, amount: -cost })?;
            if hardness == Hardness::Hard || input.opportunity_in_roi {
                let by_year =
                    if one_off { &mut self.books.one_off } else { &mut self.books.run_costs };
                by_year[year] += cost;
            }
            if hardness == Hardness::Hard && one_off && cost != 0.0 {
                self.books.pv_outlays += cost * prepared.tables.discount(date);
                let first = self.books.first_outlay.map_or(month, |first| first.min(month));
                self.books.first_outlay = Some(first);
            }
            match (line.treatment, schedule) {
                (Treatment::Expense, _) => self.taxable[period] -= cost,
                (Treatment::Opportunity, _) | (Treatment::Capital(_), None) => {}
                (Treatment::Capital(depreciation), Some(schedule)) => {
                    let horizon = input.horizon_months;
                    let deductions = deductions(cost, schedule, year, horizon, &input.tax);
                    for (taxable, deduction) in self.taxable.iter_mut().zip(deductions.within) {
                        *taxable -= deduction;
                    }
                    self.shields_after.extend(deductions.after);
                    if matches!(depreciation.method, Method::Macrs(_)) {
                        self.tabled[year].0 += cost;
                        if borne_in.saturating_sub(1) % 12 >= 9 {
                            self.tabled[year].1 += cost;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn book_benefits(&mut self) -> Result<(), AppraisalError> {
        let input = self.input;
        for stream in &input.benefits {
            let category = Category::Benefit(stream.category);
            self.book_series(&stream.monthly, stream.escalation, category, Hardness::Hard)?;
        }
        let general = Category::General;
        let price = PriceCategory::Price;
        let apart = &input.apart;
        self.books.pv_upside = self.book_series(&apart.upside, price, general, Hardness::Upside)?;
        self.books.pv_shadow = self.book_series(&apart.shadow, price, general, Hardness::Shadow)?;
        let firmness = if input.include_risk { Hardness::Hard } else { Hardness::Risk };
        self.books.pv_risk = self.book_series(&apart.risk, price, Category::Risk, firmness)?;
        Ok(())
    }

    /// Books months `1..=H` and returns their present value before tax.
    fn book_series(
        &mut self,
        monthly: &[f64],
        escalation: PriceCategory,
        category: Category,
        hardness: Hardness,
    ) -> Result<f64, AppraisalError> {
        let hard = hardness == Hardness::Hard;
        let factor = if hard { self.input.benefit_factor } else { 1.0 };
        let account = Account::Benefit;
        let mut present = 0.0;
        let tables = self.prepared.tables;
        for ((month, benefit), level) in (1..).zip(monthly).zip(tables.levels(escalation)) {
            let amount = benefit * factor * level;
            let date = self.input.convention.date(month);
            present += amount * tables.discount(date);
            self.enter(Entry { date, month, account, category, hardness, amount })?;
            if hard {
                self.books.benefits[year_of_month(month)] += amount;
                let period = self.tax_period(month);
                self.taxable[period] += amount;
            }
        }
        Ok(present)
    }

    fn book_working_capital(&mut self) -> Result<(), AppraisalError> {
        let input = self.input;
        let end = input.horizon_months;
        let moves = (1..)
            .zip(cash_by_month(&input.working_capital))
            .map(|(month, cash)| (input.convention.date(month), month, cash));
        let at_end = cash_at_horizon(&input.working_capital, input.working_capital_at_horizon);
        let last = (HalfMonths::end_of_month(end), end, at_end);
        for (date, month, cash) in moves.chain([last]) {
            self.enter(Entry {
                date,
                month,
                account: Account::WorkingCapital,
                category: Category::General,
                hardness: Hardness::Hard,
                amount: cash * input.benefit_factor,
            })?;
        }
        Ok(())
    }

    fn book_salvage(&mut self) -> Result<(), AppraisalError> {
        let month = self.input.horizon_months;
        let amount = self.input.salvage;
        if let Some(last) = self.taxable.last_mut() {
            *last += amount;
        }
        self.enter(Entry {
            date: HalfMonths::end_of_month(month),
            month,
            account: Account::Salvage,
            category: Category::General,
            hardness: Hardness::Hard,
            amount,
        })
    }

    fn book_tax(&mut self) -> Result<(), AppraisalError> {
        let rules = self.input.tax;
        let length = rules.period.months();
        let within = (1..)
            .zip(rules.by_period(&self.taxable))
            .map(|(period, tax)| ((period * length).min(self.input.horizon_months), -tax));
        let refunded = rules.losses == Losses::Refund;
        let shields = self.shields_after.drain(..).filter(|_| refunded);
        let after = shields.map(|(year, deduction)| (12 * year, rules.rate * deduction));
        let settled: Vec<(u32, f64)> = within.chain(after).collect();
        for (month, amount) in settled {
            self.enter(Entry {
                date: HalfMonths::end_of_month(month),
                month,
                account: Account::Tax,
                category: Category::General,
                hardness: Hardness::Hard,
                amount,
            })?;
        }
        Ok(())
    }
}
