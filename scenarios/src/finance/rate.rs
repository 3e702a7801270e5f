//! Interest rates: annual, effective, and never of unknown price basis.
//!
//! A rate is either [`Nominal`] (it discounts money of the day) or [`Real`] (it discounts money of
//! constant purchasing power). The basis is part of the type, and so is the basis of a
//! [`CashFlow`](super::cash_flow::CashFlow): discounting one with the other does not compile.
//!
//! ```compile_fail
//! use scenarios::finance::cash_flow::CashFlow;
//! use scenarios::finance::rate::{AnnualRate, Nominal, Real};
//! let flow = CashFlow::<Nominal>::from_periods(&[-100.0, 120.0], 1).unwrap();
//! let real_rate = AnnualRate::<Real>::new(0.07).unwrap();
//! scenarios::finance::npv::net_present_value(&flow, real_rate); // mixed: type error
//! ```

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

/// Money of the day: prices as they will be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nominal;

/// Money of constant purchasing power, in prices of time 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Real;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Nominal {}
    impl Sealed for super::Real {}
}

/// The price basis of rates and cash flows: [`Nominal`] or [`Real`], nothing else.
pub trait PriceBasis: sealed::Sealed + std::fmt::Debug + Copy + PartialEq {}
impl PriceBasis for Nominal {}
impl PriceBasis for Real {}

/// A rate that cannot discount anything.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum RateError {
    /// Not a number, infinite, or -100 % and below: one plus the rate must be positive.
    #[error("a rate must be a number above -1 (-100 %): {0}")]
    NotAboveMinusOne(f64),
}

/// Effective annual rate `W` \[1/a\], a fraction: 0.10 is 10 % a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(into = "f64", try_from = "f64", bound = "")]
pub struct AnnualRate<B: PriceBasis> {
    fraction: f64,
    basis: PhantomData<B>,
}

impl<B: PriceBasis> AnnualRate<B> {
    /// The rate, given as a fraction per year.
    ///
    /// # Errors
    /// [`RateError::NotAboveMinusOne`] unless `fraction` is finite and above -1.
    pub fn new(fraction: f64) -> Result<Self, RateError> {
        if fraction.is_finite() && fraction > -1.0 {
            Ok(Self { fraction, basis: PhantomData })
        } else {
            Err(RateError::NotAboveMinusOne(fraction))
        }
    }

    /// The effective annual rate of `i_m` a month: `W = (1 + i_m)^12 - 1`.
    ///
    /// # Errors
    /// As [`AnnualRate::new`].
    pub fn from_monthly(i_m: f64) -> Result<Self, RateError> {
        if !(i_m.is_finite() && i_m > -1.0) {
            return Err(RateError::NotAboveMinusOne(i_m));
        }
        Self::new(libm::pow(1.0 + i_m, 12.0) - 1.0)
    }

    /// The rate as a fraction per year.
    pub fn fraction(self) -> f64 {
        self.fraction
    }

    /// Monthly equivalent `i_m = (1 + W)^(1/12) - 1` \[1/month\]; never `W / 12`.
    pub fn monthly_equivalent(self) -> f64 {
        libm::expm1(libm::log1p(self.fraction) / 12.0)
    }

    /// Discount factor `(1 + W)^-t` for money `t_years` after time 0.
    pub fn discount_factor(self, t_years: f64) -> f64 {
        libm::pow(1.0 + self.fraction, -t_years)
    }
}

impl AnnualRate<Nominal> {
    /// The real rate by Fisher's equation: `(1 + W) / (1 + pi) - 1`, `pi` the general inflation.
    ///
    /// # Errors
    /// [`RateError::NotAboveMinusOne`] when `pi` or the result is not above -1.
    pub fn to_real(self, pi: f64) -> Result<AnnualRate<Real>, RateError> {
        let inflation = Self::new(pi)?;
        AnnualRate::new((1.0 + self.fraction) / (1.0 + inflation.fraction) - 1.0)
    }
}

impl AnnualRate<Real> {
    /// The nominal rate by Fisher's equation: `(1 + W)(1 + pi) - 1`.
    ///
    /// # Errors
    /// [`RateError::NotAboveMinusOne`] when `pi` or the result is not above -1.
    pub fn to_nominal(self, pi: f64) -> Result<AnnualRate<Nominal>, RateError> {
        let inflation = Self::new(pi)?;
        AnnualRate::new((1.0 + self.fraction) * (1.0 + inflation.fraction) - 1.0)
    }
}

impl<B: PriceBasis> From<AnnualRate<B>> for f64 {
    fn from(rate: AnnualRate<B>) -> Self {
        rate.fraction
    }
}

impl<B: PriceBasis> TryFrom<f64> for AnnualRate<B> {
    type Error = RateError;

    fn try_from(fraction: f64) -> Result<Self, RateError> {
        Self::new(fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_of_minus_one_or_no_number_is_refused() {
        for bad in [-1.0, -2.0, f64::NAN, f64::INFINITY] {
            assert!(AnnualRate::<Nominal>::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn real_and_nominal_are_inverse() {
        let nominal = AnnualRate::<Nominal>::new(0.12).unwrap();
        let there = nominal.to_real(0.04).unwrap();
        assert!((there.fraction() - 0.076_923_076_923).abs() < 1e-11);
        let back = there.to_nominal(0.04).unwrap();
        assert!((back.fraction() - 0.12).abs() < 1e-15);
    }

    #[test]
    fn twelve_months_compound_to_a_year() {
        let rate = AnnualRate::<Real>::new(0.1).unwrap();
        let back = AnnualRate::<Real>::from_monthly(rate.monthly_equivalent()).unwrap();
        assert!((back.fraction() - 0.1).abs() < 1e-14);
    }
}
