//! Income tax on the difference between the two plants.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::depreciation::Schedule;

/// What a tax loss is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Losses {
    /// It lowers the tax on the firm's other income at once. The default.
    #[default]
    Refund,
    /// It lowers the tax on later gains of this investment only.
    CarryForward,
}

/// How often tax is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxPeriod {
    /// At the end of each quarter.
    Quarter,
    /// At the end of each year. The default.
    #[default]
    Year,
}

impl TaxPeriod {
    /// Length \[months\].
    pub fn months(self) -> u32 {
        match self {
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// What happens to a basis not yet depreciated at the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Remainder {
    /// Deducted in full at the horizon: the asset is scrapped. The default.
    #[default]
    WrittenOff,
    /// Deducted year by year after the horizon as the tables say: the asset stays in use. Its tax
    /// shields count in the net present value, not in the payback.
    Continued,
}

/// The tax rules of a study.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRules {
    /// Rate `tau`, a fraction 0..1; 0 for an appraisal before tax.
    pub rate: f64,
    /// What a loss is worth.
    pub losses: Losses,
    /// How often tax is settled; a last, shorter period ends at the horizon.
    pub period: TaxPeriod,
    /// The undepreciated basis at the horizon.
    pub remainder: Remainder,
}

impl TaxRules {
    /// No tax at all.
    pub fn none() -> Self {
        Self {
            rate: 0.0,
            losses: Losses::Refund,
            period: TaxPeriod::Year,
            remainder: Remainder::WrittenOff,
        }
    }

    /// Tax by period on taxable income by period: `tau * income`; a loss is refunded (negative tax)
    /// or carried forward against later gains, without limit of time.
    pub fn by_period(&self, taxable: &[f64]) -> Vec<f64> {
        let mut carried = 0.0;
        taxable
            .iter()
            .map(|&income| match self.losses {
                Losses::Refund => self.rate * income,
                Losses::CarryForward => {
                    let net = income - carried;
                    carried = f64::max(-net, 0.0);
                    self.rate * net.max(0.0)
                }
            })
            .collect()
    }
}

/// Depreciation of one outlay on the tax calendar of the study.
#[derive(Debug, Clone, PartialEq)]
pub struct Deductions {
    /// Deduction by tax period within the horizon \[currency\].
    pub within: Vec<f64>,
    /// Deductions after the horizon as `(year, amount)`; at the end of year `year`, counted from 1.
    pub after: Vec<(u32, f64)>,
}

/// Spreads a `basis` first used in year `year` (from 0) over the tax periods of the horizon.
///
/// A year's deduction is spread evenly over its months; the months after the horizon, and the years
/// after it, follow the rule `remainder`.
pub fn deductions(
    basis: f64,
    schedule: &Schedule,
    year: usize,
    horizon_months: u32,
    rules: &TaxRules,
) -> Deductions {
    let length = rules.period.months();
    let periods = horizon_months.div_ceil(length) as usize;
    let mut within = vec![0.0; periods];
    let mut after = Vec::new();
    for (y, share) in (year as u32..).zip(&schedule.shares) {
        let deduction = basis * share;
        let (from, to) = (12 * y, 12 * y + 12);
        let inside = to.min(horizon_months).saturating_sub(from);
        for period in 0..inside.div_ceil(length) {
            let months = length.min(inside - period * length);
            let index = (from + period * length) / length;
            within[index as usize] += deduction * f64::from(months) / 12.0;
        }
        if inside < 12 && *share != 0.0 {
            after.push((y + 1, deduction * f64::from(12 - inside) / 12.0));
        }
    }
    if rules.remainder == Remainder::WrittenOff {
        let rest: f64 = after.drain(..).map(|(_, amount)| amount).sum();
        if let Some(last) = within.last_mut() {
            *last += rest + basis * schedule.book_share;
        }
    }
    Deductions { within, after }
}

#[cfg(test)]
mod tests {
    use super::super::depreciation::Depreciation;
    use super::*;

    fn rules(losses: Losses) -> TaxRules {
        TaxRules { rate: 0.25, losses, ..TaxRules::none() }
    }

    #[test]
    fn a_loss_is_refunded_or_carried_forward() {
        let taxable = [-100.0, 40.0, 100.0];
        assert_eq!(rules(Losses::Refund).by_period(&taxable), [-25.0, 10.0, 25.0]);
        assert_eq!(rules(Losses::CarryForward).by_period(&taxable), [0.0, 0.0, 10.0]);
    }

    #[test]
    fn a_horizon_within_a_year_cuts_the_deduction() {
        let schedule = Depreciation::straight_line(3).schedule().unwrap();
        let continued = TaxRules { remainder: Remainder::Continued, ..rules(Losses::Refund) };
        let cut = deductions(36.0, &schedule, 0, 18, &continued);
        assert_eq!((cut.within, cut.after), (vec![12.0, 6.0], vec![(2, 6.0), (3, 12.0)]));
        let off = deductions(36.0, &schedule, 0, 18, &rules(Losses::Refund));
        assert_eq!((off.within, off.after), (vec![12.0, 24.0], vec![]));
    }

    #[test]
    fn quarters_share_the_year() {
        let schedule = Depreciation::straight_line(1).schedule().unwrap();
        let quarterly = TaxRules { period: TaxPeriod::Quarter, ..rules(Losses::Refund) };
        let cut = deductions(12.0, &schedule, 1, 20, &quarterly);
        assert_eq!(cut.within, [0.0, 0.0, 0.0, 0.0, 3.0, 3.0, 6.0]);
    }
}
