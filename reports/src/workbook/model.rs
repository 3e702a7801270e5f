//! The numbers that the formulas of the workbook give before anybody changes an input: cash flow,
//! tax and measures of the median future, computed the way the sheets do.

use scenarios::case::{Case, Growth, Instalment, instalments};
use scenarios::finance::depreciation::Depreciation;
use scenarios::finance::inflation::{Escalation, PriceCategory, Prices};
use scenarios::finance::input::AppraisalInput;
use scenarios::finance::tax::{Losses, Remainder};
use scenarios::finance::tco::{CostLine, Treatment};
use scenarios::finance::timing::{Convention, years_begun};
use scenarios::finance::working_capital::AtHorizon;

/// Accounts of cost, in words of the sheets.
pub(super) const CAPITAL: &str = "capital";
pub(super) const ONE_OFF: &str = "one-off expense";
pub(super) const RUN: &str = "run cost";
pub(super) const OPPORTUNITY: &str = "not paid";

/// One payment.
pub(super) struct Pay {
    /// Index of its line.
    pub(super) line: usize,
    pub(super) part: Instalment,
    /// Outflow negative \[currency\].
    pub(super) amount: f64,
    /// The same, 0 where nobody is paid.
    pub(super) cash: f64,
    pub(super) present: f64,
    /// Number of its depreciation, from 1; 0 for expenses.
    pub(super) schedule: usize,
}

/// A way of depreciation, and what is bought under it.
pub(super) struct Class {
    pub(super) of: Depreciation,
    /// Share of the basis by year of use.
    pub(super) shares: Vec<f64>,
    pub(super) book_share: f64,
    /// Bought by year.
    pub(super) bought: Vec<f64>,
}

/// A month of the sheet `Tax`.
#[derive(Clone, Default)]
pub(super) struct TaxMonth {
    pub(super) benefits: f64,
    pub(super) costs: f64,
    pub(super) depreciation: f64,
    pub(super) salvage: f64,
    pub(super) taxable: f64,
    pub(super) ends: bool,
    pub(super) of_period: f64,
    pub(super) brought: f64,
    pub(super) tax: f64,
}

/// A month of the sheet `Months`.
#[derive(Clone, Default)]
pub(super) struct Month {
    pub(super) streams: Vec<f64>,
    pub(super) benefits: f64,
    pub(super) capital: f64,
    pub(super) one_off: f64,
    pub(super) run: f64,
    pub(super) unpaid: f64,
    pub(super) moves: f64,
    pub(super) at_horizon: f64,
    pub(super) salvage: f64,
    pub(super) tax: f64,
    pub(super) cash: f64,
    pub(super) cumulative: f64,
    pub(super) present: f64,
    pub(super) cumulative_present: f64,
}

/// All of it.
pub(super) struct Model<'a> {
    pub(super) input: &'a AppraisalInput,
    pub(super) horizon: u32,
    pub(super) wacc: f64,
    pub(super) growth: [f64; 5],
    pub(super) classes: Vec<Class>,
    pub(super) pays: Vec<Pay>,
    /// Finance years in the horizon, and up to the last deduction.
    pub(super) years: usize,
    pub(super) last_year: usize,
    /// Deduction by year, and the part of it after the horizon.
    pub(super) deduction: Vec<f64>,
    pub(super) after: Vec<f64>,
    /// Deducted when the assets are written off at the horizon.
    pub(super) rest: f64,
    /// Tax shields by year, after the horizon.
    pub(super) shields: Vec<f64>,
    pub(super) tax: Vec<TaxMonth>,
    pub(super) months: Vec<Month>,
    /// Net cash by half month.
    pub(super) net: Vec<f64>,
    /// Month of the first one-off outlay.
    pub(super) first_outlay: Option<u32>,
}

pub(super) const PRICES: [(&str, &str, PriceCategory); 5] = [
    ("Infl_wage", "wages", PriceCategory::Wage),
    ("Infl_energy", "energy", PriceCategory::Energy),
    ("Infl_material", "material", PriceCategory::Material),
    ("Infl_price", "selling prices and the rest", PriceCategory::Price),
    ("Infl_subscription", "subscriptions", PriceCategory::Subscription),
];

/// The name of the growth of a price; `0` for prices fixed by contract.
pub(super) fn growth_name(of: PriceCategory) -> &'static str {
    PRICES.iter().find(|(_, _, c)| *c == of).map_or("0", |(name, ..)| name)
}

/// The account of a line.
pub(super) fn account(line: &CostLine) -> &'static str {
    match (line.treatment, line.timing.is_one_off()) {
        (Treatment::Capital(_), _) => CAPITAL,
        (Treatment::Opportunity, _) => OPPORTUNITY,
        (Treatment::Expense, true) => ONE_OFF,
        (Treatment::Expense, false) => RUN,
    }
}

/// Year of a month, from 1; month 0 belongs to year 1.
pub(super) fn year_of(month: u32) -> usize {
    (month.saturating_sub(1) / 12) as usize + 1
}

impl<'a> Model<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        let input = &case.planned.input;
        let (wacc, growth) = match input.prices {
            Prices::Nominal { wacc, escalation } => (wacc.fraction(), growths(&escalation)),
            Prices::Real { wacc } => (wacc.fraction(), [0.0; 5]),
        };
        let horizon = input.horizon_months;
        let years = years_begun(horizon);
        let mut model = Self {
            input,
            horizon,
            wacc,
            growth,
            classes: classes(input, years),
            pays: Vec::new(),
            years,
            last_year: years,
            deduction: Vec::new(),
            after: Vec::new(),
            rest: 0.0,
            shields: Vec::new(),
            tax: Vec::new(),
            months: vec![Month::default(); horizon as usize + 1],
            net: Vec::new(),
            first_outlay: None,
        };
        model.pay();
        model.deduct();
        model.earn();
        model.settle_tax();
        model.add_up();
        model
    }

    pub(super) fn rate_of(&self, price: PriceCategory) -> f64 {
        let known = PRICES.iter().position(|(_, _, c)| *c == price);
        known.map_or(0.0, |k| self.growth[k])
    }

    pub(super) fn discount(&self, half_months: u32) -> f64 {
        libm::pow(1.0 + self.wacc, -(f64::from(half_months) / 24.0))
    }

    pub(super) fn level(&self, price: PriceCategory, month: u32) -> f64 {
        libm::pow(1.0 + self.rate_of(price), (f64::from(month) - 0.5) / 12.0)
    }

    pub(super) fn mid(&self) -> bool {
        self.input.convention == Convention::MidMonth
    }

    /// Date of what happens during a month.
    pub(super) fn date(&self, month: u32) -> u32 {
        self.input.convention.date(month).0
    }

    fn is_real(&self) -> bool {
        matches!(self.input.prices, Prices::Real { .. })
    }

    /// Growth of a contract; nothing grows in constant prices.
    pub(super) fn contract(&self, growth: Growth) -> f64 {
        match growth {
            Growth::Contract(rate) if !self.is_real() => rate,
            Growth::Price(price) => self.rate_of(price),
            _ => 0.0,
        }
    }

    fn pay(&mut self) {
        for (k, line) in self.input.costs.iter().enumerate() {
            let one_off = line.timing.is_one_off();
            let factor =
                self.input.cost_factor * if one_off { self.input.overrun_factor } else { 1.0 };
            let schedule = self.classes.iter().position(
                |class| matches!(line.treatment, Treatment::Capital(of) if of == class.of),
            );
            for part in instalments(line, &self.input.calendar()) {
                let price = libm::pow(1.0 + self.contract(part.growth), part.years);
                let amount = -line.amount * part.share * price * factor;
                let paid = line.treatment != Treatment::Opportunity;
                let cash = if paid { amount } else { 0.0 };
                let present = cash * self.discount(part.date.0);
                let schedule = schedule.map_or(0, |k| k + 1);
                if one_off && cash != 0.0 {
                    let month = part.bucket;
                    self.first_outlay = Some(self.first_outlay.map_or(month, |m| m.min(month)));
                }
                self.pays.push(Pay { line: k, part, amount, cash, present, schedule });
            }
        }
    }

    fn deduct(&mut self) {
        for pay in self.pays.iter().filter(|pay| pay.schedule > 0) {
            self.classes[pay.schedule - 1].bought[year_of(pay.part.borne_in) - 1] -= pay.cash;
        }
        let longest = self.classes.iter().map(|class| class.shares.len()).max().unwrap_or(1);
        self.last_year = self.years + longest.max(1) - 1;
        self.deduction = vec![0.0; self.last_year];
        for class in &self.classes {
            for (v, bought) in class.bought.iter().enumerate() {
                for (k, share) in class.shares.iter().enumerate() {
                    self.deduction[v + k] += bought * share;
                }
                self.rest += bought * class.book_share;
            }
        }
        let inside =
            |y: usize| (12 * (y as u32 + 1)).min(self.horizon).saturating_sub(12 * y as u32);
        self.after = (0..self.last_year)
            .map(|y| self.deduction[y] * f64::from(12 - inside(y)) / 12.0)
            .collect();
        self.rest += self.after.iter().sum::<f64>();
        let rules = self.input.tax;
        let counted = rules.remainder == Remainder::Continued && rules.losses == Losses::Refund;
        let rate = if counted { rules.rate } else { 0.0 };
        self.shields = self.after.iter().map(|after| rate * after).collect();
    }

    fn earn(&mut self) {
        let input = self.input;
        let reverses = input.working_capital_at_horizon == AtHorizon::Reverses;
        let balance = &input.working_capital;
        let at = |m: usize| if m == 0 { 0.0 } else { balance.get(m - 1).copied().unwrap_or(0.0) };
        for m in 0..=self.horizon {
            let stream = |s: &scenarios::finance::input::BenefitStream| match m {
                0 => 0.0,
                m => {
                    let first_day = s.monthly.get(m as usize - 1).copied().unwrap_or(0.0);
                    first_day * self.level(s.escalation, m) * input.benefit_factor
                }
            };
            let streams: Vec<f64> = input.benefits.iter().map(stream).collect();
            let of = |name: &str| -> f64 {
                let here = self.pays.iter().filter(|p| p.part.bucket == m);
                here.filter(|p| account(&input.costs[p.line]) == name).map(|p| p.amount).sum()
            };
            let (capital, one_off, run, unpaid) =
                (of(CAPITAL), of(ONE_OFF), of(RUN), of(OPPORTUNITY));
            let last = m == self.horizon;
            let now = m as usize;
            let moves = if m == 0 { 0.0 } else { -(at(now) - at(now - 1)) * input.benefit_factor };
            let back = if last && reverses { at(now) * input.benefit_factor } else { 0.0 };
            self.months[now] = Month {
                benefits: streams.iter().sum(),
                streams,
                capital,
                one_off,
                run,
                unpaid,
                moves,
                at_horizon: back,
                salvage: if last { input.salvage } else { 0.0 },
                ..Month::default()
            };
        }
    }

    fn settle_tax(&mut self) {
        let rules = self.input.tax;
        let length = rules.period.months();
        let expense = |m: u32| -> f64 {
            let due = |p: &&Pay| {
                let name = account(&self.input.costs[p.line]);
                p.part.borne_in == m && (name == ONE_OFF || name == RUN)
            };
            self.pays.iter().filter(due).map(|p| p.amount).sum()
        };
        let (mut brought, mut sum) = (0.0, 0.0);
        for m in 1..=self.horizon {
            let last = m == self.horizon;
            let rest = last && rules.remainder == Remainder::WrittenOff;
            let month = &self.months[m as usize];
            let depreciation =
                -(self.deduction[year_of(m) - 1] / 12.0 + if rest { self.rest } else { 0.0 });
            let costs = expense(m);
            let taxable = month.benefits + costs + depreciation + month.salvage;
            sum += taxable;
            let ends = last || m % length == 0;
            let of_period = if ends { sum } else { 0.0 };
            let refund = rules.losses == Losses::Refund;
            let base = if refund { of_period } else { f64::max(0.0, of_period - brought) };
            let tax = if ends { -rules.rate * base } else { 0.0 };
            let (benefits, salvage) = (month.benefits, month.salvage);
            self.tax.push(TaxMonth {
                benefits,
                costs,
                depreciation,
                salvage,
                taxable,
                ends,
                of_period,
                brought,
                tax,
            });
            if ends {
                brought = if refund { 0.0 } else { f64::max(0.0, brought - of_period) };
                sum = 0.0;
            }
        }
    }

    fn add_up(&mut self) {
        let dates = (24 * self.last_year as u32).max(2 * self.horizon);
        self.net = vec![0.0; dates as usize + 1];
        for pay in &self.pays {
            self.net[pay.part.date.0 as usize] += pay.cash;
        }
        let (mut cumulative, mut cumulative_present) = (0.0, 0.0);
        for m in 0..=self.horizon {
            let paid = self.pays.iter().filter(|p| p.part.bucket == m);
            let present_costs: f64 = paid.map(|p| p.present).sum();
            let (during, end) = (self.discount(self.date(m)), self.discount(2 * m));
            let tax = self.tax.get((m as usize).wrapping_sub(1)).map_or(0.0, |t| t.tax);
            let month = &mut self.months[m as usize];
            month.tax = tax;
            let flowing = month.benefits + month.moves;
            let ending = month.at_horizon + month.salvage + month.tax;
            month.cash = flowing + ending + month.capital + month.one_off + month.run;
            cumulative += month.cash;
            month.cumulative = cumulative;
            month.present = present_costs + flowing * during + ending * end;
            cumulative_present += month.present;
            month.cumulative_present = cumulative_present;
            let date = self.input.convention.date(m).0;
            self.net[date as usize] += flowing;
            self.net[2 * m as usize] += ending;
        }
        for (y, shield) in self.shields.iter().enumerate() {
            self.net[24 * (y + 1)] += shield;
        }
    }

    pub(super) fn npv(&self) -> f64 {
        self.months.last().map_or(0.0, |m| m.cumulative_present) + self.present_shields()
    }

    pub(super) fn present_shields(&self) -> f64 {
        let present = |(y, shield): (usize, &f64)| shield * self.discount(24 * (y as u32 + 1));
        self.shields.iter().enumerate().map(present).sum()
    }
}

fn growths(escalation: &Escalation) -> [f64; 5] {
    [
        escalation.wage,
        escalation.energy,
        escalation.material,
        escalation.price,
        escalation.subscription,
    ]
    .map(|rate| rate.fraction())
}

fn classes(input: &AppraisalInput, years: usize) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for line in &input.costs {
        let Treatment::Capital(of) = line.treatment else { continue };
        if classes.iter().any(|class| class.of == of) {
            continue;
        }
        // The appraisal has refused schedules that make no sense.
        let Ok(schedule) = of.schedule() else { continue };
        let mut shares = schedule.shares;
        if shares.is_empty() {
            shares.push(0.0);
        }
        let book_share = schedule.book_share;
        classes.push(Class { of, shares, book_share, bought: vec![0.0; years] });
    }
    classes
}
