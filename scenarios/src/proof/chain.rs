//! The books of one pair, line by line, down to the rows of the input files.

use crate::baseline::leaves::is_below;
use crate::finance::inflation::PriceCategory;
use crate::finance::ledger::Account;
use crate::finance::tco::{CostLine, Treatment};
use crate::finance::timing::HalfMonths;
use crate::finance::working_capital::{cash_at_horizon, cash_by_month};
use crate::investment::cost::GAP_LINE;
use crate::pairing::OpenBooks;
use crate::pairing::record::PairFailure;
use crate::pairing::scenario::Scenario;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{Assumption, Firmness};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A row of an input file, and who answers for it.
pub type InputRow = Assumption;

/// A quantity of both futures and its price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Key of the quantity.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// Over the horizon, without the investment.
    pub before: f64,
    /// Over the horizon, with it.
    pub after: f64,
    /// Money per unit at prices of the first day; cost negative.
    pub price: f64,
    /// (after - before) x price.
    pub money: f64,
}

/// A line of the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyLine {
    /// For people.
    pub name: String,
    /// `benefit`, `cost`, `working_capital`, `tax`.
    pub kind: String,
    /// Cash over the horizon and after it, at the prices of its months; inflow positive.
    pub cash: f64,
    /// The same discounted to the day of the contract.
    pub present: f64,
    /// Cash over the horizon at prices of the first day; of benefits only.
    pub first_day: Option<f64>,
    /// The price path of this future on which its prices lie: `first_day` has the factors of the path in it,
    /// the terms have not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_path: Option<String>,
    /// Quantities times prices; empty where a tariff or a contract says it.
    pub terms: Vec<Term>,
    /// Rows of the input files from which it is made.
    pub inputs: Vec<InputRow>,
}

/// The books of one pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chain {
    /// Number of the pair.
    pub pair: u64,
    /// Lines, the largest first; their cash adds up to `cash`, their present values to `npv`.
    pub lines: Vec<MoneyLine>,
    /// Cash flow of all months, and tax after the horizon.
    pub cash: f64,
    /// Net present value of the pair.
    pub npv: f64,
    /// Draws of the unknowns of the investments, in words.
    pub luck: Vec<String>,
    /// Rows that say what the investment does: they move the quantities of every line.
    pub effect: Vec<InputRow>,
    /// Rows of `[finance]`: they turn cash into present value.
    pub terms: Vec<InputRow>,
    /// Inputs of the plant file, which move the quantities of both futures.
    pub plant_inputs: u64,
    /// What else belongs to the pair, such as its payback.
    pub notes: Vec<String>,
}

/// Why a chain cannot be shown.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ChainError {
    /// The pair cannot be simulated, which it could before.
    #[error(transparent)]
    Pair(#[from] PairFailure),
    /// Lines and total differ: a fault of this program.
    #[error("the lines of pair {pair} add up to {lines:.2}, its {what} is {total:.2}")]
    Unbalanced {
        /// Number of the pair.
        pair: u64,
        /// Cash flow or net present value.
        what: &'static str,
        /// Sum of the lines.
        lines: f64,
        /// What it should be.
        total: f64,
    },
}

impl Study {
    /// Opens the books of a pair down to the rows of the input files.
    ///
    /// # Errors
    /// When the pair fails, or the lines do not add up.
    pub fn chain(
        &self,
        pair: u64,
        comparison: usize,
        scenario: Scenario,
    ) -> Result<Chain, ChainError> {
        let books = self.open_books(pair, comparison, scenario)?;
        let impossible = |faults: twin_models::text::Diagnostics| PairFailure {
            arm: "all".to_owned(),
            reason: faults.to_string(),
        };
        let seen = self.in_future(books.pair, &books.unknowns).map_err(impossible)?;
        match seen {
            Cow::Borrowed(study) => study.chain_of(pair, comparison, &books),
            Cow::Owned(study) => {
                // The register tells what stands in the files, not what was drawn.
                let study = Self { assumptions: self.assumptions.clone(), ..study };
                study.chain_of(pair, comparison, &books)
            }
        }
    }

    /// The same with the numbers of `[uncertain]` in their places.
    fn chain_of(
        &self,
        pair: u64,
        comparison: usize,
        books: &OpenBooks,
    ) -> Result<Chain, ChainError> {
        let plan = &self.comparisons[comparison];
        let mut lines = self.benefit_lines(books, plan);
        lines.extend(self.cost_lines(books, plan));
        lines.extend(self.other_lines(books));
        lines.retain(|line| line.cash != 0.0 || line.present != 0.0);
        lines.sort_by(|a, b| b.cash.abs().total_cmp(&a.cash.abs()));
        let appraisal = &books.appraisal;
        let cash = appraisal.cash_flow.iter().sum::<f64>() + appraisal.after_horizon;
        let size = lines.iter().map(|l| l.cash.abs()).sum::<f64>();
        let near = |a: f64, b: f64| (a - b).abs() <= 0.005_f64.max(1e-11 * size);
        for (what, sum, total) in [
            ("cash flow", lines.iter().map(|l| l.cash).sum::<f64>(), cash),
            ("net present value", lines.iter().map(|l| l.present).sum::<f64>(), appraisal.npv),
        ] {
            if !near(sum, total) {
                return Err(ChainError::Unbalanced { pair, what, lines: sum, total });
            }
        }
        let of_file = |file: &'static str| self.assumptions.iter().filter(move |a| a.file == file);
        Ok(Chain {
            pair,
            cash: cash + 0.0,
            npv: appraisal.npv + 0.0,
            luck: self.luck_of(books, plan),
            effect: self.effect_rows(plan),
            terms: self.rows(&["finance".to_owned()]),
            plant_inputs: of_file("plant").count() as u64,
            notes: notes(books),
            lines,
        })
    }

    /// Rows of the study file at or below these paths.
    fn rows(&self, paths: &[String]) -> Vec<InputRow> {
        let mine =
            |a: &&Assumption| a.file == "study" && paths.iter().any(|path| is_below(&a.path, path));
        self.assumptions.iter().filter(mine).cloned().collect()
    }

    /// Investments of both sides of a comparison.
    fn investments_of(&self, plan: &ComparisonPlan) -> Vec<usize> {
        let mut all = self.arms[plan.investment].investments.clone();
        all.extend(&self.arms[plan.reference].investments);
        all
    }

    fn effect_rows(&self, plan: &ComparisonPlan) -> Vec<InputRow> {
        let all = self.investments_of(plan);
        let heads = all.iter().map(|k| format!("investments.{}", self.investments[*k].name));
        let rows = self.rows(&heads.clone().collect::<Vec<_>>());
        let costs: Vec<String> = heads.map(|head| format!("{head}.cost")).collect();
        rows.into_iter().filter(|r| !costs.iter().any(|c| is_below(&r.path, c))).collect()
    }

    fn benefit_lines(&self, books: &OpenBooks, plan: &ComparisonPlan) -> Vec<MoneyLine> {
        let input = &books.input;
        let sides = [plan.investment, plan.reference];
        let totals = |side: usize, key: &str| -> f64 {
            let schema = &self.tools[sides[side]].schema;
            let Some(k) = schema.iter().position(|q| q.key == key) else { return 0.0 };
            books.quantities[side].iter().skip(k).step_by(schema.len()).sum()
        };
        let unit = |key: &str| {
            let all = sides.iter().flat_map(|side| &self.tools[*side].schema);
            let found = all.into_iter().find(|q| q.key == key);
            found.map_or_else(String::new, |q| crate::answer::arms::unit(q.unit))
        };
        let hard = self.book.lines.iter().zip(books.ledger.lines());
        let hard = hard.filter(|(line, _)| line.firmness == Firmness::Hard);
        hard.map(|(line, months)| {
            let (mut cash, mut present) = (0.0, 0.0);
            for (month, money) in (1..).zip(months) {
                let amount = money * input.benefit_factor * input.prices.level(line.prices, month);
                cash += amount;
                present += amount * self.discount(input.convention.date(month));
            }
            let term = |(key, price): &(String, f64)| {
                let (after, before) = (totals(0, key), totals(1, key));
                let money = (after - before) * price + 0.0;
                Term { quantity: key.clone(), unit: unit(key), before, after, price: *price, money }
            };
            MoneyLine {
                name: line.name.clone(),
                kind: "benefit".to_owned(),
                cash,
                present,
                first_day: Some(months.iter().sum::<f64>() + 0.0),
                price_path: self.path_of(line.prices),
                terms: line.terms.iter().filter(|(_, p)| *p != 0.0).map(term).collect(),
                inputs: self.rows(&line.inputs),
            }
        })
        .collect()
    }

    fn path_of(&self, prices: PriceCategory) -> Option<String> {
        self.book.paths.iter().find(|path| path.category == prices).map(|path| path.name.clone())
    }

    fn discount(&self, date: HalfMonths) -> f64 {
        self.terms.wacc.discount_factor(date.years())
    }

    fn cost_lines(&self, books: &OpenBooks, plan: &ComparisonPlan) -> Vec<MoneyLine> {
        let input = &books.input;
        let mut lines: Vec<MoneyLine> = Vec::new();
        let paid = |line: &&CostLine| line.treatment != Treatment::Opportunity;
        for line in input.costs.iter().filter(paid) {
            let overrun = if line.timing.is_one_off() { input.overrun_factor } else { 1.0 };
            let (mut cash, mut present) = (0.0, 0.0);
            for payment in line.payments(&input.calendar(), &input.prices) {
                let amount = -payment.amount * overrun * input.cost_factor;
                cash += amount;
                present += amount * self.discount(payment.date);
            }
            match lines.iter_mut().find(|l| *l.name == *line.name) {
                Some(known) => {
                    known.cash += cash;
                    known.present += present;
                }
                None => lines.push(MoneyLine {
                    name: line.name.to_string(),
                    kind: "cost".to_owned(),
                    cash,
                    present,
                    first_day: None,
                    price_path: None,
                    terms: Vec::new(),
                    inputs: self.rows(&self.cost_paths(plan, line)),
                }),
            }
        }
        lines
    }

    /// Where a cost stands in the study file.
    fn cost_paths(&self, plan: &ComparisonPlan, line: &CostLine) -> Vec<String> {
        let heads = self.investments_of(plan);
        let heads = heads.iter().map(|k| format!("investments.{}", self.investments[*k].name));
        heads
            .flat_map(|head| match &*line.name {
                GAP_LINE => vec![format!("{head}.connectivity_gap")],
                name if line.timing.is_one_off() => {
                    vec![
                        format!("{head}.cost.{}", name.replace(' ', "_")),
                        format!("{head}.overrun"),
                    ]
                }
                name => vec![
                    format!("{head}.cost.{}", name.replace(' ', "_")),
                    format!("{head}.cost.escalator"),
                ],
            })
            .collect()
    }

    /// Working capital and tax.
    fn other_lines(&self, books: &OpenBooks) -> Vec<MoneyLine> {
        let input = &books.input;
        let end = HalfMonths::end_of_month(input.horizon_months);
        let at_end = cash_at_horizon(&input.working_capital, input.working_capital_at_horizon);
        let mut bound = vec![(end, at_end * input.benefit_factor)];
        let moves = (1..).zip(cash_by_month(&input.working_capital));
        bound
            .extend(moves.map(|(m, cash)| (input.convention.date(m), cash * input.benefit_factor)));
        let entries = books.appraisal.ledger.iter().flatten();
        let tax = entries.filter(|entry| entry.account == Account::Tax);
        let tax: Vec<(HalfMonths, f64)> =
            tax.map(|entry| (HalfMonths::end_of_month(entry.month), entry.amount)).collect();
        let line =
            |name: &str, kind: &str, entries: &[(HalfMonths, f64)], paths: &[&str]| MoneyLine {
                name: name.to_owned(),
                kind: kind.to_owned(),
                cash: entries.iter().map(|(_, x)| x).sum(),
                present: entries.iter().map(|(date, x)| x * self.discount(*date)).sum(),
                first_day: None,
                price_path: None,
                terms: Vec::new(),
                inputs: self.rows(&paths.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>()),
            };
        let of_stock =
            ["prices.stock_value", "prices.spares", "prices.materials", "finance.working_capital"];
        let of_tax = ["finance.tax", "finance.depreciation", "finance.bonus"];
        vec![
            line("cash bound in stocks, and released", "working_capital", &bound, &of_stock),
            line("income tax, depreciation deducted", "tax", &tax, &of_tax),
        ]
    }

    fn luck_of(&self, books: &OpenBooks, plan: &ComparisonPlan) -> Vec<String> {
        let lucks = self.arms[plan.investment].lucks(&self.investments, &books.lucks);
        let of = |k: &usize| {
            let (investment, luck) = (&self.investments[*k], &lucks[*k]);
            let percent = |x: f64| format!("{:.1} %", 100.0 * x);
            let mut words = vec![
                format!("effectiveness {}", percent(luck.effectiveness)),
                format!("adoption {}", percent(luck.adoption)),
                format!("time of the ramp x {:.3}", luck.slow),
                format!("one-off costs x {:.3}", luck.overrun),
            ];
            if luck.stalled {
                words.push("stalled".to_owned());
            }
            if luck.gap_cost > 0.0 {
                words.push(format!("connectivity gap, {:.1} months late", luck.gap_delay));
            }
            format!("{}: {}", investment.title, words.join(", "))
        };
        self.investments_of(plan).iter().map(of).collect()
    }
}

fn notes(books: &OpenBooks) -> Vec<String> {
    let cumulative = &books.appraisal.cumulative;
    let last = cumulative.iter().rposition(|x| *x < 0.0);
    let payback = match last {
        None => "the cumulative cash is never negative".to_owned(),
        Some(k) if k + 1 == cumulative.len() => {
            format!("the cumulative cash is still negative at the horizon: {:.2}", cumulative[k])
        }
        Some(k) => format!(
            "the cumulative cash is {:.2} after month {k} and {:.2} after month {}: paid back between",
            cumulative[k],
            cumulative[k + 1],
            k + 1
        ),
    };
    let benefits: f64 = books.appraisal.benefits_by_year.iter().sum();
    let costs: f64 = books.appraisal.costs_by_year.iter().sum();
    vec![
        payback,
        format!("hard benefits {benefits:.2}, costs {costs:.2}, before tax and undiscounted"),
    ]
}
