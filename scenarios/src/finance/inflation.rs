//! Price growth by kind of price, or constant prices: never a mixture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rate::{AnnualRate, Nominal, Real};

/// Kinds of price that grow apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceCategory {
    /// Wages, own and contracted.
    Wage,
    /// Electricity, gas, compressed air.
    Energy,
    /// Materials and spare parts.
    Material,
    /// Selling prices and everything else.
    Price,
    /// Software subscriptions.
    Subscription,
    /// Fixed by contract in money of the day.
    Fixed,
}

/// Growth `g` of each kind of price \[1/a\]; 2.5 % each unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    /// Wages.
    pub wage: AnnualRate<Nominal>,
    /// Energy.
    pub energy: AnnualRate<Nominal>,
    /// Materials and spare parts.
    pub material: AnnualRate<Nominal>,
    /// Selling prices and the rest.
    pub price: AnnualRate<Nominal>,
    /// Subscriptions.
    pub subscription: AnnualRate<Nominal>,
}

impl Escalation {
    /// The same growth for every kind.
    pub fn uniform(g: AnnualRate<Nominal>) -> Self {
        Self { wage: g, energy: g, material: g, price: g, subscription: g }
    }

    fn growth(&self, category: PriceCategory) -> f64 {
        match category {
            PriceCategory::Wage => self.wage.fraction(),
            PriceCategory::Energy => self.energy.fraction(),
            PriceCategory::Material => self.material.fraction(),
            PriceCategory::Price => self.price.fraction(),
            PriceCategory::Subscription => self.subscription.fraction(),
            PriceCategory::Fixed => 0.0,
        }
    }
}

/// The price basis of an appraisal, with the rate that fits it: escalated flows can only meet a
/// nominal rate, constant prices only a real one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Prices {
    /// Money of the day.
    Nominal {
        /// Weighted average cost of capital.
        wacc: AnnualRate<Nominal>,
        /// Growth of prices.
        escalation: Escalation,
    },
    /// Prices of time 0; no escalation of any kind.
    Real {
        /// Weighted average cost of capital less inflation, see [`AnnualRate::to_real`].
        wacc: AnnualRate<Real>,
    },
}

/// Where price levels come from: the formulas, or a table of them.
pub trait Levels {
    /// See [`Prices::level`].
    fn level(&self, category: PriceCategory, month: u32) -> f64;
    /// See [`Prices::step`].
    fn step(&self, escalator: AnnualRate<Nominal>, years: u32) -> f64;
}

impl Levels for Prices {
    fn level(&self, category: PriceCategory, month: u32) -> f64 {
        Self::level(self, category, month)
    }

    fn step(&self, escalator: AnnualRate<Nominal>, years: u32) -> f64 {
        Self::step(self, escalator, years)
    }
}

impl Prices {
    /// Price level at mid-month `m` over that of time 0: `(1 + g)^((m - 1/2) / 12)`; 1 for month 0
    /// and in constant prices. Mid-month under both timing conventions: prices move with the work.
    pub fn level(&self, category: PriceCategory, m: u32) -> f64 {
        match self {
            Self::Nominal { escalation, .. } if m > 0 => {
                libm::pow(1.0 + escalation.growth(category), (f64::from(m) - 0.5) / 12.0)
            }
            Self::Nominal { .. } | Self::Real { .. } => 1.0,
        }
    }

    /// Contract step after `years` whole years: `(1 + e)^years`, year by year; 1 in constant prices.
    pub fn step(&self, escalator: AnnualRate<Nominal>, years: u32) -> f64 {
        match self {
            Self::Nominal { .. } => {
                (0..years).fold(1.0, |step, _| step * (1.0 + escalator.fraction()))
            }
            Self::Real { .. } => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nominal_prices_grow_by_kind_and_real_ones_do_not() {
        let rate = |fraction| AnnualRate::new(fraction).unwrap();
        let mut escalation = Escalation::uniform(rate(0.025));
        escalation.energy = rate(0.06);
        let nominal = Prices::Nominal { wacc: rate(0.1), escalation };
        let level = nominal.level(PriceCategory::Energy, 12);
        assert!((level - libm::pow(1.06, 11.5 / 12.0)).abs() < 1e-15);
        assert_eq!(nominal.level(PriceCategory::Fixed, 12), 1.0);
        let real = Prices::Real { wacc: AnnualRate::new(0.07).unwrap() };
        assert_eq!(real.level(PriceCategory::Energy, 12), 1.0);
        assert_eq!(real.step(rate(0.05), 3), 1.0);
    }
}
