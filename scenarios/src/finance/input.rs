//! What an appraisal is made from, and everything that can be wrong with it.

use super::currency::Currency;
use super::inflation::{PriceCategory, Prices};
use super::input_fault::InputFault;
use super::ledger::BenefitCategory;
use super::tax::TaxRules;
use super::tco::{Calendar, CostLine, Timing, Treatment};
use super::timing::Convention;
use super::working_capital::AtHorizon;

/// Hard benefit of one category by month.
#[derive(Debug, Clone, PartialEq)]
pub struct BenefitStream {
    /// The one category it belongs to.
    pub category: BenefitCategory,
    /// The price it follows.
    pub escalation: PriceCategory,
    /// Its currency; must be the study's.
    pub currency: Currency,
    /// Benefit of months `1..=H` at prices of time 0; negative months are kept \[currency\].
    pub monthly: Vec<f64>,
}

/// A benefit without money: it cannot enter any sum, by construction.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct SoftBenefit {
    /// What gets better.
    pub name: String,
    /// By how much.
    pub quantity: f64,
    /// In which unit, `"h/month"` say.
    pub unit: String,
}

/// Benefits reported beside the headline, each apart from the others. Months `1..=H` at prices of
/// time 0, or empty \[currency\].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Apart {
    /// Sales beyond the demand there is.
    pub upside: Vec<f64>,
    /// Expected loss avoided (cyber, incidents).
    pub risk: Vec<f64>,
    /// Carbon and safety at shadow prices.
    pub shadow: Vec<f64>,
    /// Everything without a price.
    pub soft: Vec<SoftBenefit>,
}

/// Everything one appraisal needs; the difference between two plants in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct AppraisalInput {
    /// The study's currency.
    pub currency: Currency,
    /// Length `H` of the study \[months\].
    pub horizon_months: u32,
    /// Signature of the contract, in months after the start of the study.
    pub start_month: u32,
    /// Where operational flows fall in their month.
    pub convention: Convention,
    /// Price basis, cost of capital, escalation.
    pub prices: Prices,
    /// Income tax.
    pub tax: TaxRules,
    /// The cost list.
    pub costs: Vec<CostLine>,
    /// Overrun of one-off costs, 1 for none.
    pub overrun_factor: f64,
    /// Hard benefits.
    pub benefits: Vec<BenefitStream>,
    /// Benefits beside the headline.
    pub apart: Apart,
    /// Takes the expected loss avoided into the headline.
    pub include_risk: bool,
    /// Working capital after less before at the end of months `1..=H`, or empty \[currency\].
    pub working_capital: Vec<f64>,
    /// What becomes of it at the horizon.
    pub working_capital_at_horizon: AtHorizon,
    /// Proceeds at the horizon, taxed in full against the book value written off \[currency\].
    pub salvage: f64,
    /// Counts opportunity costs in the return on investment. The default.
    pub opportunity_in_roi: bool,
    /// Scenario: all costs times this.
    pub cost_factor: f64,
    /// Scenario: all hard benefits and the working capital times this.
    pub benefit_factor: f64,
    /// Keeps the ledger in the result.
    pub keep_ledger: bool,
}

impl AppraisalInput {
    /// Nothing but a horizon and prices: no cost, no benefit, no tax.
    pub fn empty(currency: Currency, horizon_months: u32, prices: Prices) -> Self {
        Self {
            currency,
            horizon_months,
            start_month: 0,
            convention: Convention::MidMonth,
            prices,
            tax: TaxRules::none(),
            costs: Vec::new(),
            overrun_factor: 1.0,
            benefits: Vec::new(),
            apart: Apart::default(),
            include_risk: false,
            working_capital: Vec::new(),
            working_capital_at_horizon: AtHorizon::Reverses,
            salvage: 0.0,
            opportunity_in_roi: true,
            cost_factor: 1.0,
            benefit_factor: 1.0,
            keep_ledger: false,
        }
    }

    /// The calendar of its payments.
    pub fn calendar(&self) -> Calendar {
        Calendar {
            start_month: self.start_month,
            horizon_months: self.horizon_months,
            convention: self.convention,
        }
    }

    /// Every fault, not the first only; empty when the input can be appraised.
    pub fn faults(&self) -> Vec<InputFault> {
        let mut faults = Vec::new();
        if self.horizon_months == 0 || self.horizon_months > 1200 {
            faults.push(InputFault::Horizon(self.horizon_months));
        }
        if self.start_month >= self.horizon_months.max(1) {
            faults.push(InputFault::StartsTooLate { start_month: self.start_month });
        }
        if !(0.0..=1.0).contains(&self.tax.rate) {
            faults.push(InputFault::TaxRate(self.tax.rate));
        }
        self.factor_fault("overrun", self.overrun_factor, &mut faults);
        if !self.salvage.is_finite() {
            faults.push(InputFault::NotFinite { what: "salvage".to_owned() });
        }
        self.costs.iter().for_each(|line| self.line_faults(line, &mut faults));
        for (what, series) in [
            ("upside", &self.apart.upside),
            ("risk", &self.apart.risk),
            ("shadow", &self.apart.shadow),
        ] {
            self.series_faults(what, series, true, &mut faults);
        }
        faults.extend(self.row_faults());
        faults
    }

    /// Faults of what differs between the rows of a comparison: benefits, working capital, factors.
    pub(super) fn row_faults(&self) -> Vec<InputFault> {
        let mut faults = Vec::new();
        self.factor_fault("cost", self.cost_factor, &mut faults);
        self.factor_fault("benefit", self.benefit_factor, &mut faults);
        for stream in &self.benefits {
            let good = stream.currency == self.currency
                && stream.monthly.len() == self.horizon_months as usize
                && finite(&stream.monthly);
            if !good {
                let what = format!("{:?} benefits", stream.category);
                self.currency_fault(&what, stream.currency, &mut faults);
                self.series_faults(&what, &stream.monthly, false, &mut faults);
            }
        }
        self.series_faults("working capital", &self.working_capital, true, &mut faults);
        faults
    }

    fn factor_fault(&self, what: &'static str, factor: f64, faults: &mut Vec<InputFault>) {
        if !(factor.is_finite() && factor >= 0.0) {
            faults.push(InputFault::Factor { what, factor });
        }
    }

    fn line_faults(&self, line: &CostLine, faults: &mut Vec<InputFault>) {
        let name = line.name.clone();
        self.currency_fault(&line.name, line.currency, faults);
        if !line.amount.is_finite() {
            faults.push(InputFault::NotFinite { what: name.to_string() });
        }
        let last = match line.timing {
            Timing::Month(m) => m,
            Timing::Spread(from, to) if to < from => {
                faults.push(InputFault::SpreadBackwards { line: name.to_string(), from, to });
                from
            }
            Timing::Spread(_, to) => to,
            _ => 0,
        };
        if self.start_month.saturating_add(last) > self.horizon_months {
            faults.push(InputFault::OutsideHorizon { line: name.to_string(), month: last });
        }
        match line.life_months {
            Some(0) => faults.push(InputFault::NoLife { line: name.to_string() }),
            Some(_) if !line.timing.is_one_off() => {
                faults.push(InputFault::LifeOfRecurring { line: name.to_string() });
            }
            _ => {}
        }
        if let Treatment::Capital(depreciation) = line.treatment {
            if !line.timing.is_one_off() {
                faults.push(InputFault::RecurringCapital { line: name.to_string() });
            }
            if let Err(source) = depreciation.schedule() {
                faults.push(InputFault::Depreciation { line: name.to_string(), source });
            }
        }
    }

    fn currency_fault(&self, what: &str, found: Currency, faults: &mut Vec<InputFault>) {
        if found != self.currency {
            let expected = self.currency;
            faults.push(InputFault::CurrencyMix { what: what.to_owned(), found, expected });
        }
    }

    fn series_faults(
        &self,
        what: &str,
        series: &[f64],
        optional: bool,
        faults: &mut Vec<InputFault>,
    ) {
        let expected = self.horizon_months as usize;
        if series.len() != expected && !(optional && series.is_empty()) {
            let what = what.to_owned();
            faults.push(InputFault::Length { what, found: series.len(), expected });
        }
        if !finite(series) {
            faults.push(InputFault::NotFinite { what: what.to_owned() });
        }
    }
}

/// All of them are numbers; every one is looked at, which is faster than to stop at the first.
fn finite(series: &[f64]) -> bool {
    series.iter().fold(true, |all, amount| all & amount.is_finite())
}
