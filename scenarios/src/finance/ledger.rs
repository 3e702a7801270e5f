//! The money of an appraisal line by line, and the proof that it adds up to the cash flow.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tco::CostItem;

/// What kind of money a line is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Benefit of operating the changed plant.
    Benefit,
    /// One-off cost, deducted over the years.
    Capital,
    /// One-off cost, deducted at once.
    OneOffExpense,
    /// Recurring cost.
    RunCost,
    /// Income tax; positive when refunded.
    Tax,
    /// Change of working capital.
    WorkingCapital,
    /// Proceeds at the horizon.
    Salvage,
}

/// Categories of hard benefit; a sum belongs to exactly one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BenefitCategory {
    /// Contribution margin not lost, recovery overtime, emergency premium, secondary damage.
    Downtime,
    /// Scrap, rework, returns, containment.
    Quality,
    /// Contractors, overtime, parts, spares.
    Maintenance,
    /// Energy and demand charges.
    Energy,
    /// Holding cost other than capital.
    Inventory,
    /// Penalties and expediting.
    Delivery,
    /// Hours that leave the payroll.
    LabourAutomation,
    /// Incidents and what they cost in cash, where a study prices them.
    Safety,
    /// Fines, audits and certificates, where a study prices them.
    Compliance,
}

/// What a line is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// A category of benefit.
    Benefit(BenefitCategory),
    /// An item of the cost list.
    Cost(CostItem),
    /// Expected loss avoided; its own line, in the headline or out of it.
    Risk,
    /// Tax, working capital, salvage, upside, shadow: account and hardness say it all.
    General,
}

/// How firm a line is. Only [`Hardness::Hard`] lines are cash flow.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Hardness {
    /// Cash.
    Hard,
    /// A cost without payment.
    Opportunity,
    /// Needs more demand than there is.
    Upside,
    /// Expected loss avoided, not opted into the headline.
    Risk,
    /// Carbon and safety at shadow prices.
    Shadow,
}

/// One line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerLine {
    /// Month it is counted in; above the horizon for tax shields that outlive the study.
    pub month: u32,
    /// What kind of money.
    pub account: Account,
    /// What it is about.
    pub category: Category,
    /// How firm.
    pub hardness: Hardness,
    /// Inflow positive \[currency\].
    pub amount: f64,
}

/// A month whose ledger lines do not add up to its cash flow.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("month {month}: the ledger says {ledger:.2}, the cash flow {cash_flow:.2}")]
pub struct BalanceError {
    /// The month; the first one past the horizon stands for all later ones.
    pub month: u32,
    /// Sum of the hard lines \[currency\].
    pub ledger: f64,
    /// The cash flow \[currency\].
    pub cash_flow: f64,
}

/// Checks that the hard lines of each month are the cash flow of that month, to the cent.
///
/// `cash_flow[m]` is month `m`, `after_horizon` everything later.
///
/// # Errors
/// [`BalanceError`] with the first month that is off by half a cent or more.
pub fn reconcile(
    lines: &[LedgerLine],
    cash_flow: &[f64],
    after_horizon: f64,
) -> Result<(), BalanceError> {
    let mut sums = vec![0.0; cash_flow.len() + 1];
    let last = cash_flow.len();
    for line in lines.iter().filter(|line| line.hardness == Hardness::Hard) {
        sums[(line.month as usize).min(last)] += line.amount;
    }
    let cash_flow = cash_flow.iter().chain([&after_horizon]);
    for (month, (&ledger, &cash_flow)) in (0..).zip(sums.iter().zip(cash_flow)) {
        let cents = (ledger - cash_flow).abs() * 100.0;
        if cents.is_nan() || cents >= 0.5 {
            return Err(BalanceError { month, ledger, cash_flow });
        }
    }
    Ok(())
}

/// Sum of the lines by account, category and hardness, in that order.
pub fn by_category(lines: &[LedgerLine]) -> Vec<((Account, Category, Hardness), f64)> {
    let mut sums = BTreeMap::new();
    for line in lines {
        *sums.entry((line.account, line.category, line.hardness)).or_insert(0.0) += line.amount;
    }
    sums.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(month: u32, hardness: Hardness, amount: f64) -> LedgerLine {
        LedgerLine {
            month,
            account: Account::Benefit,
            category: Category::Benefit(BenefitCategory::Energy),
            hardness,
            amount,
        }
    }

    #[test]
    fn a24_a_missing_cent_is_found_in_its_month() {
        let lines = [line(1, Hardness::Hard, 10.0), line(2, Hardness::Hard, 5.0)];
        assert_eq!(reconcile(&lines, &[0.0, 10.0, 5.0], 0.0), Ok(()));
        let error = reconcile(&lines, &[0.0, 10.0, 5.01], 0.0).unwrap_err();
        assert_eq!(error.to_string(), "month 2: the ledger says 5.00, the cash flow 5.01");
        assert!(reconcile(&lines, &[0.0, 10.0, 5.0], 1.0).is_err());
    }

    #[test]
    fn only_hard_money_is_cash() {
        let lines = [line(1, Hardness::Upside, 10.0), line(1, Hardness::Hard, 1.0)];
        assert_eq!(reconcile(&lines, &[0.0, 1.0], 0.0), Ok(()));
        assert_eq!(by_category(&lines).len(), 2);
    }
}
