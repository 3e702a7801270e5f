//! From the input to booked money: every payment dated, counted, deducted, and noted in the ledger.
//!
//! Costs and gains are booked apart, each once: the rows of the pessimistic table are sums of the two,
//! each times its factor. Tax is due on the sum and is entered there.

use super::appraisal::AppraisalError;
use super::cash_flow::CashFlowError;
use super::depreciation::{Method, Schedule};
use super::inflation::PriceCategory;
use super::input::AppraisalInput;
use super::ledger::{Account, Category, Hardness, LedgerLine};
use super::tables::Tables;
use super::tax::{Losses, deductions};
use super::tco::{CostLine, Payment, Treatment};
use super::timing::{HalfMonths, year_of_month, years_begun};
use super::working_capital::{cash_at_horizon, cash_by_month};
use sim_core::sums::sum;

/// Cash in its three views \[currency\].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cash {
    /// By date, from half month 0.
    pub(super) by_date: Vec<f64>,
    /// By the month it is counted in, `0..=H`.
    pub(super) by_month: Vec<f64>,
    /// The same, discounted by date.
    pub(super) discounted: Vec<f64>,
    /// What is counted after the horizon, and its present value.
    pub(super) after: [f64; 2],
}

impl Cash {
    fn over_months(horizon: u32) -> Self {
        let months = horizon as usize + 1;
        Self {
            by_date: vec![0.0; 2 * months],
            by_month: vec![0.0; months],
            discounted: vec![0.0; months],
            after: [0.0; 2],
        }
    }

    fn add(&mut self, date: HalfMonths, month: u32, amount: f64, discount: f64) {
        let (date, month) = (date.0 as usize, month as usize);
        if date >= self.by_date.len() {
            self.by_date.resize(date + 1, 0.0);
        }
        self.by_date[date] += amount;
        match (self.by_month.get_mut(month), self.discounted.get_mut(month)) {
            (Some(sum), Some(discounted)) => {
                *sum += amount;
                *discounted += amount * discount;
            }
            _ => {
                self.after[0] += amount;
                self.after[1] += amount * discount;
            }
        }
    }

    /// Each cash times its factor, of the same horizon.
    fn together([c, g]: [f64; 2], costs: &Self, gains: &Self) -> Self {
        let mut by_date = weighted([c, g], &costs.by_date, &gains.by_date);
        let both = by_date.len();
        by_date.extend(costs.by_date.iter().skip(both).map(|cost| c * cost));
        by_date.extend(gains.by_date.iter().skip(both).map(|gain| g * gain));
        Self {
            by_date,
            by_month: weighted([c, g], &costs.by_month, &gains.by_month),
            discounted: weighted([c, g], &costs.discounted, &gains.discounted),
            after: std::array::from_fn(|k| c * costs.after[k] + g * gains.after[k]),
        }
    }

    fn check(&self) -> Result<(), CashFlowError> {
        let all = self.by_month.iter().chain(&self.discounted).chain(&self.after);
        match all.zip(0_u32..).find(|(sum, _)| !sum.is_finite()) {
            Some((_, place)) => {
                let bucket = place % u32::try_from(self.by_month.len()).unwrap_or(u32::MAX).max(1);
                Err(CashFlowError::NotFinite { bucket })
            }
            None => Ok(()),
        }
    }
}

/// Beside each other, as far as both go.
fn weighted([c, g]: [f64; 2], costs: &[f64], gains: &[f64]) -> Vec<f64> {
    costs.iter().zip(gains).map(|(cost, gain)| c * cost + g * gain).collect()
}

/// Booked costs or gains, before tax and before any factor.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    cash: Cash,
    /// When asked for.
    ledger: Vec<LedgerLine>,
    /// By tax period \[currency\].
    taxable: Vec<f64>,
    /// Deductions that outlive the study, by year.
    shields_after: Vec<(u32, f64)>,
    /// By finance year \[currency\].
    benefits: Vec<f64>,
    run_costs: Vec<f64>,
    one_off: Vec<f64>,
    /// Present values \[currency\].
    pv_outlays: f64,
    pv_upside: f64,
    pv_risk: f64,
    pv_shadow: f64,
    /// Month of the first one-off payment.
    first_outlay: Option<u32>,
    /// Capital under tables by year: all of it, and that of the last quarter.
    tabled: Vec<(f64, f64)>,
}

/// Booked money and the totals that the measures need.
pub(super) struct Books {
    pub(super) cash: Cash,
    /// When asked for.
    pub(super) ledger: Option<Vec<LedgerLine>>,
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

impl Books {
    /// What is left after everything, present value \[currency\].
    pub(super) fn present_value(&self) -> f64 {
        sum(&self.cash.discounted) + self.cash.after[1]
    }
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

impl Part {
    fn empty(input: &AppraisalInput) -> Self {
        let years = years_begun(input.horizon_months);
        let periods = input.horizon_months.div_ceil(input.tax.period.months()) as usize;
        Self {
            cash: Cash::over_months(input.horizon_months),
            ledger: Vec::new(),
            taxable: vec![0.0; periods],
            shields_after: Vec::new(),
            benefits: vec![0.0; years],
            run_costs: vec![0.0; years],
            one_off: vec![0.0; years],
            pv_outlays: 0.0,
            pv_upside: 0.0,
            pv_risk: 0.0,
            pv_shadow: 0.0,
            first_outlay: None,
            tabled: vec![(0.0, 0.0); years],
        }
    }

    /// The cost list, without the factor on costs; and the payments of each of its lines. The list must
    /// be free of faults.
    ///
    /// # Errors
    /// When a depreciation makes no sense.
    pub(super) fn costs(
        input: &AppraisalInput,
        tables: &Tables,
    ) -> Result<(Self, Vec<f64>), AppraisalError> {
        let mut clerk = Clerk { input, tables, part: Self::empty(input) };
        let calendar = input.calendar();
        let mut totals = Vec::with_capacity(input.costs.len());
        for line in &input.costs {
            let payments = line.payments(&calendar, tables);
            totals.push(payments.iter().map(|p| p.amount).sum());
            clerk.book_cost(line, &payments)?;
        }
        Ok((clerk.part, totals))
    }

    /// Benefits and working capital, without the factor on gains. They must be free of faults.
    pub(super) fn gains(input: &AppraisalInput, tables: &Tables) -> Self {
        let mut clerk = Clerk { input, tables, part: Self::empty(input) };
        clerk.book_gains();
        clerk.part
    }
}

/// Books of costs and gains, each times its factor, with salvage and tax.
///
/// # Errors
/// When a sum overflows.
pub(super) fn together(
    input: &AppraisalInput,
    tables: &Tables,
    costs: &Part,
    gains: &Part,
) -> Result<Books, AppraisalError> {
    together_at(input, [input.cost_factor, input.benefit_factor], tables, costs, gains)
}

/// [`together`] at other factors than those of the input.
///
/// # Errors
/// When a sum overflows.
pub(super) fn together_at(
    input: &AppraisalInput,
    [c, g]: [f64; 2],
    tables: &Tables,
    costs: &Part,
    gains: &Part,
) -> Result<Books, AppraisalError> {
    let mut cash = Cash::together([c, g], &costs.cash, &gains.cash);
    let mut taxable = weighted([c, g], &costs.taxable, &gains.taxable);
    let mut more = Vec::new();
    let mut enter = |month: u32, account: Account, amount: f64| {
        if amount != 0.0 {
            let date = HalfMonths::end_of_month(month);
            cash.add(date, month, amount, tables.discount(date));
            if input.keep_ledger {
                let (category, hardness) = (Category::General, Hardness::Hard);
                more.push(LedgerLine { month, account, category, hardness, amount });
            }
        }
    };
    enter(input.horizon_months, Account::Salvage, input.salvage);
    if let Some(last) = taxable.last_mut() {
        *last += input.salvage;
    }
    let (rules, length) = (input.tax, input.tax.period.months());
    for (period, tax) in (1..).zip(rules.by_period(&taxable)) {
        enter((period * length).min(input.horizon_months), Account::Tax, -tax);
    }
    if rules.losses == Losses::Refund {
        for (year, deduction) in &costs.shields_after {
            enter(12 * year, Account::Tax, rules.rate * c * deduction);
        }
    }
    cash.check()?;
    let times = |factor: f64, sums: &[f64]| sums.iter().map(|x| factor * x).collect();
    let risk = if input.include_risk { g } else { 1.0 };
    let late = |(all, last_quarter): &(f64, f64)| *last_quarter > 0.4 * all;
    let late_years = (1..).zip(&costs.tabled).filter(|(_, sums)| late(sums)).map(|(year, _)| year);
    let spent = c != 0.0;
    let ledger = input.keep_ledger.then(|| {
        let scaled = |factor: f64| {
            move |line: &LedgerLine| LedgerLine { amount: factor * line.amount, ..*line }
        };
        let gain = |line: &LedgerLine| match line.hardness {
            Hardness::Hard => scaled(g)(line),
            _ => *line,
        };
        let costs = costs.ledger.iter().map(scaled(c));
        let all = costs.chain(gains.ledger.iter().map(gain)).filter(|line| line.amount != 0.0);
        all.chain(more).collect()
    });
    Ok(Books {
        cash,
        ledger,
        benefits: times(g, &gains.benefits),
        run_costs: times(c, &costs.run_costs),
        one_off: times(c, &costs.one_off),
        pv_outlays: c * costs.pv_outlays,
        pv_upside: gains.pv_upside,
        pv_risk: risk * gains.pv_risk,
        pv_shadow: gains.pv_shadow,
        first_outlay: costs.first_outlay.filter(|_| spent),
        mid_quarter_years: if spent { late_years.collect() } else { Vec::new() },
    })
}

struct Clerk<'a> {
    input: &'a AppraisalInput,
    tables: &'a Tables,
    part: Part,
}

impl Clerk<'_> {
    fn enter(&mut self, entry: Entry) {
        let Entry { date, month, account, category, hardness, amount } = entry;
        if amount == 0.0 {
            return;
        }
        if hardness == Hardness::Hard {
            self.part.cash.add(date, month, amount, self.tables.discount(date));
        }
        self.note(month, account, category, hardness, amount);
    }

    fn tax_period(&self, month: u32) -> usize {
        (month.saturating_sub(1) / self.input.tax.period.months()) as usize
    }

    fn book_cost(&mut self, line: &CostLine, payments: &[Payment]) -> Result<(), AppraisalError> {
        let input = self.input;
        let schedule: Option<Schedule> = match line.treatment {
            Treatment::Capital(depreciation) => Some(depreciation.schedule()?),
            Treatment::Expense | Treatment::Opportunity => None,
        };
        let one_off = line.timing.is_one_off();
        let overrun = if one_off { input.overrun_factor } else { 1.0 };
        for payment in payments {
            let Payment { date, bucket: month, borne_in, amount } = *payment;
            let cost = amount * overrun;
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
            self.enter(Entry { date, month, account, category, hardness, amount: -cost });
            let part = &mut self.part;
            if hardness == Hardness::Hard || input.opportunity_in_roi {
                let by_year = if one_off { &mut part.one_off } else { &mut part.run_costs };
                by_year[year] += cost;
            }
            if hardness == Hardness::Hard && one_off && cost != 0.0 {
                part.pv_outlays += cost * self.tables.discount(date);
                part.first_outlay = Some(part.first_outlay.map_or(month, |first| first.min(month)));
            }
            match (line.treatment, &schedule) {
                (Treatment::Expense, _) => part.taxable[period] -= cost,
                (Treatment::Opportunity, _) | (Treatment::Capital(_), None) => {}
                (Treatment::Capital(depreciation), Some(schedule)) => {
                    let horizon = input.horizon_months;
                    let deductions = deductions(cost, schedule, year, horizon, &input.tax);
                    for (taxable, deduction) in part.taxable.iter_mut().zip(deductions.within) {
                        *taxable -= deduction;
                    }
                    part.shields_after.extend(deductions.after);
                    if matches!(depreciation.method, Method::Macrs(_)) {
                        part.tabled[year].0 += cost;
                        if borne_in.saturating_sub(1) % 12 >= 9 {
                            part.tabled[year].1 += cost;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Books benefits and the moves of working capital, which carry no tax.
    fn book_gains(&mut self) {
        let input = self.input;
        let mut hard = vec![0.0; input.horizon_months as usize];
        for stream in &input.benefits {
            let category = Category::Benefit(stream.category);
            self.add_series(&stream.monthly, stream.escalation, category, &mut hard);
        }
        let apart = &input.apart;
        self.part.pv_upside = self.series_apart(&apart.upside, Hardness::Upside);
        self.part.pv_shadow = self.series_apart(&apart.shadow, Hardness::Shadow);
        self.part.pv_risk = self.series_apart(&apart.risk, Hardness::Risk);
        if input.include_risk {
            self.add_series(&apart.risk, PriceCategory::Price, Category::Risk, &mut hard);
        }
        let by_year = self.part.benefits.iter_mut().zip(hard.chunks(12));
        by_year.for_each(|(sum, months)| *sum += months.iter().sum::<f64>());
        let length = input.tax.period.months() as usize;
        let by_period = self.part.taxable.iter_mut().zip(hard.chunks(length));
        by_period.for_each(|(sum, months)| *sum += months.iter().sum::<f64>());
        let moves = cash_by_month(&input.working_capital);
        hard.iter_mut().zip(&moves).for_each(|(sum, cash)| *sum += cash);
        for (month, amount) in (1..).zip(hard) {
            let date = input.convention.date(month);
            self.part.cash.add(date, month, amount, self.tables.discount(date));
        }
        for (month, cash) in (1..).zip(moves) {
            self.note(month, Account::WorkingCapital, Category::General, Hardness::Hard, cash);
        }
        let at_end = cash_at_horizon(&input.working_capital, input.working_capital_at_horizon);
        let end = input.horizon_months;
        self.enter(Entry {
            date: HalfMonths::end_of_month(end),
            month: end,
            account: Account::WorkingCapital,
            category: Category::General,
            hardness: Hardness::Hard,
            amount: at_end,
        });
    }

    /// Adds months `1..=H` at their prices to the hard benefits.
    fn add_series(
        &mut self,
        monthly: &[f64],
        escalation: PriceCategory,
        category: Category,
        hard: &mut [f64],
    ) {
        let levels = self.tables.levels(escalation);
        let sums = hard.iter_mut().zip(monthly).zip(levels);
        sums.for_each(|((sum, benefit), level)| *sum += benefit * level);
        if self.input.keep_ledger {
            for ((month, benefit), level) in (1..).zip(monthly).zip(levels) {
                self.note(month, Account::Benefit, category, Hardness::Hard, benefit * level);
            }
        }
    }

    /// The present value of months `1..=H`, before tax, of benefits that are no cash.
    fn series_apart(&mut self, monthly: &[f64], hardness: Hardness) -> f64 {
        let category = match hardness {
            Hardness::Risk => Category::Risk,
            _ => Category::General,
        };
        let told = hardness != Hardness::Risk || !self.input.include_risk;
        let mut present = 0.0;
        let levels = self.tables.levels(PriceCategory::Price);
        for ((month, benefit), level) in (1..).zip(monthly).zip(levels) {
            let amount = benefit * level;
            present += amount * self.tables.discount(self.input.convention.date(month));
            if told {
                self.note(month, Account::Benefit, category, hardness, amount);
            }
        }
        present
    }

    /// A line of the ledger, where it is kept.
    fn note(
        &mut self,
        month: u32,
        account: Account,
        category: Category,
        hardness: Hardness,
        amount: f64,
    ) {
        if self.input.keep_ledger && amount != 0.0 {
            self.part.ledger.push(LedgerLine { month, account, category, hardness, amount });
        }
    }
}
