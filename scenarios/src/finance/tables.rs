//! Factors that hang on the study alone: computed once, used for every pair and scenario.

use super::inflation::{Levels, PriceCategory, Prices};
use super::npv::annuity_factor;
use super::rate::{AnnualRate, Nominal};
use super::timing::HalfMonths;

/// Years after the horizon for which factors are kept; tax tables are at most 16 years long.
const AFTER: u32 = 16;

/// Discount factors by date and price levels by month: to the last bit those of
/// [`Prices`] and [`AnnualRate`].
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    prices: Prices,
    horizon: HalfMonths,
    discount: Vec<f64>,
    compound: Vec<f64>,
    /// By category, from month 1.
    levels: [Vec<f64>; 6],
    /// Present value of 1 a year over the horizon.
    annuity: f64,
}

impl Tables {
    /// The factors of a study of so many months.
    pub fn new(prices: &Prices, horizon_months: u32) -> Self {
        let horizon = HalfMonths::end_of_month(horizon_months);
        let mut tables = Self {
            prices: *prices,
            horizon,
            discount: Vec::new(),
            compound: Vec::new(),
            levels: std::array::from_fn(|_| Vec::new()),
            annuity: 0.0,
        };
        tables.annuity = annuity_factor(tables.rate(), horizon.years());
        let dates = 0..=horizon.0 + AFTER * HalfMonths::PER_YEAR;
        tables.discount = dates.clone().map(|d| tables.discount(HalfMonths(d))).collect();
        tables.compound = dates.map(|d| tables.compound(HalfMonths(d))).collect();
        let level = |category| (1..=horizon_months).map(|m| prices.level(category, m)).collect();
        tables.levels = CATEGORIES.map(level);
        tables
    }

    /// Are these the factors of that study?
    pub fn fit(&self, prices: &Prices, horizon_months: u32) -> bool {
        self.prices == *prices && self.horizon == HalfMonths::end_of_month(horizon_months)
    }

    fn rate(&self) -> f64 {
        match self.prices {
            Prices::Nominal { wacc, .. } => wacc.fraction(),
            Prices::Real { wacc } => wacc.fraction(),
        }
    }

    /// Discount factor of money at this date.
    pub fn discount(&self, date: HalfMonths) -> f64 {
        let known = self.discount.get(date.0 as usize).copied();
        known.unwrap_or_else(|| libm::pow(1.0 + self.rate(), -date.years()))
    }

    /// Factor of money at this date, grown at the cost of capital until the horizon.
    pub fn compound(&self, date: HalfMonths) -> f64 {
        let known = self.compound.get(date.0 as usize).copied();
        known
            .unwrap_or_else(|| libm::pow(1.0 + self.rate(), -(date.years() - self.horizon.years())))
    }

    /// The sum a year over the horizon that is worth as much as this sum now; 0 over no time at all.
    pub fn a_year(&self, now: f64) -> f64 {
        if self.horizon.0 == 0 { 0.0 } else { now / self.annuity }
    }

    /// Price levels of months 1 to the horizon.
    pub fn levels(&self, category: PriceCategory) -> &[f64] {
        &self.levels[category as usize]
    }
}

impl Levels for Tables {
    fn level(&self, category: PriceCategory, month: u32) -> f64 {
        let known = month.checked_sub(1).and_then(|m| self.levels(category).get(m as usize));
        known.copied().unwrap_or_else(|| self.prices.level(category, month))
    }

    fn step(&self, escalator: AnnualRate<Nominal>, years: u32) -> f64 {
        self.prices.step(escalator, years)
    }
}

const CATEGORIES: [PriceCategory; 6] = [
    PriceCategory::Wage,
    PriceCategory::Energy,
    PriceCategory::Material,
    PriceCategory::Price,
    PriceCategory::Subscription,
    PriceCategory::Fixed,
];

#[cfg(test)]
mod tests {
    use super::super::inflation::Escalation;
    use super::super::rate::{AnnualRate, Nominal};
    use super::*;

    #[test]
    fn a_table_says_what_the_formula_says() {
        let rate = |x| AnnualRate::<Nominal>::new(x).unwrap();
        let mut escalation = Escalation::uniform(rate(0.025));
        escalation.energy = rate(0.07);
        escalation.subscription = rate(0.04);
        let prices = Prices::Nominal { wacc: rate(0.113), escalation };
        let tables = Tables::new(&prices, 54);
        assert!(tables.fit(&prices, 54) && !tables.fit(&prices, 55));
        for d in 0..1000 {
            let date = HalfMonths(d);
            let factor = rate(0.113).discount_factor(date.years());
            assert_eq!(tables.discount(date).to_bits(), factor.to_bits(), "{d}");
            let factor = rate(0.113).discount_factor(date.years() - 4.5);
            assert_eq!(tables.compound(date).to_bits(), factor.to_bits(), "{d}");
        }
        for (k, category) in CATEGORIES.into_iter().enumerate() {
            assert_eq!(category as usize, k);
            let levels = tables.levels(category);
            assert_eq!(levels.len(), 54);
            for (m, level) in (1..).zip(levels) {
                assert_eq!(level.to_bits(), prices.level(category, m).to_bits());
            }
        }
    }
}
