//! A cash flow: dated sums of money (inflow +, outflow -), and the month each one is counted in.
//!
//! The date decides how a sum is discounted, the bucket where the payback sees it. They differ on
//! purpose: a fee paid in advance at the start of year `y` is dated `12y` months, but it pays for,
//! and is counted in, month `12y + 1`; tax of year `y` is dated and counted at month `12y + 12`.

use std::marker::PhantomData;

use super::rate::{AnnualRate, PriceBasis};
use super::timing::HalfMonths;

/// One sum at one date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DatedFlow {
    /// When it is paid; the discount exponent.
    pub date: HalfMonths,
    /// Money, inflow positive \[currency\].
    pub amount: f64,
    /// The period it is counted in for cumulative sums and payback; month `0..=horizon`. Beyond the
    /// horizon it counts for the net present value only (tax shields that outlive the study).
    pub bucket: u32,
}

/// A cash flow that cannot be built.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum CashFlowError {
    /// A sum is infinite or not a number.
    #[error("the flow of period {bucket} is not a finite number")]
    NotFinite {
        /// The period of the offending sum.
        bucket: u32,
    },
    /// Periods per year must divide 24.
    #[error("{0} periods a year do not fall on half months; use 1, 2, 4, 12 or 24")]
    PeriodsPerYear(u32),
    /// No flow at all.
    #[error("a cash flow needs at least the flow of time 0")]
    Empty,
}

/// Dated sums over a horizon, all on one price basis.
#[derive(Debug, Clone, PartialEq)]
pub struct CashFlow<B: PriceBasis> {
    flows: Vec<DatedFlow>,
    horizon: u32,
    end: HalfMonths,
    basis: PhantomData<B>,
}

impl<B: PriceBasis> CashFlow<B> {
    /// Nothing yet, over months `0..=horizon_months`.
    pub fn over_months(horizon_months: u32) -> Self {
        Self {
            flows: Vec::with_capacity(4 * horizon_months as usize),
            horizon: horizon_months,
            end: HalfMonths::end_of_month(horizon_months),
            basis: PhantomData,
        }
    }

    /// The textbook form: `c[k]` at the *end* of period `k`, `c[0]` now.
    ///
    /// # Errors
    /// [`CashFlowError`] when empty, not finite, or when the periods do not fall on half months.
    pub fn from_periods(c: &[f64], periods_per_year: u32) -> Result<Self, CashFlowError> {
        if periods_per_year == 0 || !HalfMonths::PER_YEAR.is_multiple_of(periods_per_year) {
            return Err(CashFlowError::PeriodsPerYear(periods_per_year));
        }
        let step = HalfMonths::PER_YEAR / periods_per_year;
        let horizon = u32::try_from(c.len()).unwrap_or(u32::MAX).checked_sub(1);
        let horizon = horizon.ok_or(CashFlowError::Empty)?;
        let mut flow = Self::over_months(0);
        flow.horizon = horizon;
        flow.end = HalfMonths(step * horizon);
        for (bucket, &amount) in (0..).zip(c) {
            flow.add(HalfMonths(step * bucket), amount, bucket)?;
        }
        Ok(flow)
    }

    /// Adds one sum.
    ///
    /// # Errors
    /// [`CashFlowError::NotFinite`], so that no later figure can become NaN.
    pub fn add(&mut self, date: HalfMonths, amount: f64, bucket: u32) -> Result<(), CashFlowError> {
        if !amount.is_finite() {
            return Err(CashFlowError::NotFinite { bucket });
        }
        self.flows.push(DatedFlow { date, amount, bucket });
        Ok(())
    }

    /// All sums, in the order they were added.
    pub fn flows(&self) -> &[DatedFlow] {
        &self.flows
    }

    /// The last period, `H`.
    pub fn horizon(&self) -> u32 {
        self.horizon
    }

    /// The length of the horizon \[a\].
    pub fn horizon_years(&self) -> f64 {
        self.end.years()
    }

    /// Net sum per date, `net[d]` at `d` half months; ends with the last date used.
    pub fn net_by_date(&self) -> Vec<f64> {
        let last = self.flows.iter().map(|flow| flow.date.0).max().unwrap_or(0);
        let mut net = vec![0.0; last as usize + 1];
        for flow in &self.flows {
            net[flow.date.0 as usize] += flow.amount;
        }
        net
    }

    /// Net sum per period `0..=H`.
    pub fn buckets(&self) -> Vec<f64> {
        self.bucketed(|flow| flow.amount)
    }

    /// Net present sum per period `0..=H`: every flow discounted at its own date.
    pub fn discounted_buckets(&self, rate: AnnualRate<B>) -> Vec<f64> {
        self.bucketed(|flow| flow.amount * rate.discount_factor(flow.date.years()))
    }

    /// What is counted after the horizon, undiscounted.
    pub fn after_horizon(&self) -> f64 {
        let later = self.flows.iter().filter(|flow| flow.bucket > self.horizon);
        later.fold(0.0, |sum, flow| sum + flow.amount)
    }

    fn bucketed(&self, value: impl Fn(&DatedFlow) -> f64) -> Vec<f64> {
        let mut buckets = vec![0.0; self.horizon as usize + 1];
        for flow in &self.flows {
            if let Some(bucket) = buckets.get_mut(flow.bucket as usize) {
                *bucket += value(flow);
            }
        }
        buckets
    }
}

/// Running sum `C_k = c_0 + ... + c_k`.
pub fn cumulative(buckets: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = Vec::with_capacity(buckets.len());
    for c in buckets {
        sum += c;
        sums.push(sum);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::rate::Nominal;
    use super::*;

    #[test]
    fn not_a_number_is_refused_at_the_door() {
        let nan = CashFlow::<Nominal>::from_periods(&[-1.0, f64::NAN], 1);
        assert_eq!(nan, Err(CashFlowError::NotFinite { bucket: 1 }));
        assert_eq!(CashFlow::<Nominal>::from_periods(&[], 1), Err(CashFlowError::Empty));
        let five = CashFlow::<Nominal>::from_periods(&[1.0], 5);
        assert_eq!(five, Err(CashFlowError::PeriodsPerYear(5)));
    }

    #[test]
    fn date_and_bucket_are_two_things() {
        let mut flow = CashFlow::<Nominal>::over_months(24);
        flow.add(HalfMonths::end_of_month(12), -5.0, 13).unwrap();
        flow.add(HalfMonths::end_of_month(36), 7.0, 25).unwrap();
        assert_eq!(flow.buckets()[12..14], [0.0, -5.0]);
        assert_eq!(flow.net_by_date()[24], -5.0);
        assert_eq!(flow.after_horizon(), 7.0);
    }
}
