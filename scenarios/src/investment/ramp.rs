//! How the effect of an investment grows over time.

use crate::finance::closed_form::DEFAULT_RAMP;

/// Share of the full effect by months since the contract: straight lines between knots; two knots
/// in one month are a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Ramp {
    knots: Vec<(f64, f64)>,
}

/// Why knots are not a ramp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RampError {
    /// No knot.
    #[error("a ramp needs at least one knot")]
    Empty,
    /// A month before its predecessor.
    #[error("the months of the knots must not go back")]
    MonthsGoBack,
    /// A share below its predecessor.
    #[error("the shares of the knots must not fall")]
    SharesFall,
    /// A share outside 0 to 1, or a month that is not a number from 0.
    #[error("months start at 0, shares lie between 0 % and 100 %")]
    OutOfRange,
}

impl Ramp {
    /// A ramp through `(month, share)` knots.
    ///
    /// # Errors
    /// When months go back, shares fall, or either is out of range.
    pub fn new(knots: Vec<(f64, f64)>) -> Result<Self, RampError> {
        if knots.is_empty() {
            return Err(RampError::Empty);
        }
        if !knots.iter().all(|(m, s)| m.is_finite() && *m >= 0.0 && (0.0..=1.0).contains(s)) {
            return Err(RampError::OutOfRange);
        }
        for pair in knots.windows(2) {
            if pair[1].0 < pair[0].0 {
                return Err(RampError::MonthsGoBack);
            }
            if pair[1].1 < pair[0].1 {
                return Err(RampError::SharesFall);
            }
        }
        Ok(Self { knots })
    }

    /// The whole effect from the first day.
    pub fn immediate() -> Self {
        Self { knots: vec![(0.0, 1.0)] }
    }

    /// 10 % while it is integrated (months 1 to 3), 40 % rising to 80 % while it learns (4 to 9),
    /// the rest by month 12.
    pub fn standard() -> Self {
        Self { knots: DEFAULT_RAMP.to_vec() }
    }

    /// Share of the full effect this many months after the contract; 0 before the first knot.
    pub fn at(&self, months: f64) -> f64 {
        let after = self.knots.partition_point(|(m, _)| *m <= months);
        match (after.checked_sub(1).map(|k| self.knots[k]), self.knots.get(after)) {
            (None, _) => 0.0,
            (Some((_, share)), None) => share,
            (Some((m0, s0)), Some((m1, s1))) => s0 + (s1 - s0) * (months - m0) / (m1 - m0),
        }
    }

    /// The knots.
    pub fn knots(&self) -> &[(f64, f64)] {
        &self.knots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a39_a41_standard_ramp_gives_the_months_of_the_golden_finance_case() {
        let ramp = Ramp::standard();
        let expected = [0.1, 0.1, 0.1, 0.4, 0.4 + 1.0 / 15.0, 0.4 + 2.0 / 15.0];
        for (m, want) in expected.iter().enumerate() {
            assert!((ramp.at(m as f64) - want).abs() < 1e-15, "month {m}");
        }
        assert!((ramp.at(8.0) - (0.4 + 5.0 / 15.0)).abs() < 1e-15);
        for (m, want) in [(9.0, 0.8), (10.0, 0.8 + 0.2 / 3.0), (12.0, 1.0), (60.0, 1.0)] {
            assert!((ramp.at(m) - want).abs() < 1e-15, "month {m}");
        }
    }

    #[test]
    fn before_its_first_knot_nothing_has_happened() {
        let ramp = Ramp::new(vec![(6.0, 0.5)]).unwrap();
        assert_eq!((ramp.at(5.9), ramp.at(6.0), ramp.at(7.0)), (0.0, 0.5, 0.5));
        assert_eq!(Ramp::immediate().at(0.0), 1.0);
    }

    #[test]
    fn knots_must_rise() {
        assert_eq!(Ramp::new(vec![]), Err(RampError::Empty));
        assert_eq!(Ramp::new(vec![(3.0, 0.1), (2.0, 0.2)]), Err(RampError::MonthsGoBack));
        assert_eq!(Ramp::new(vec![(1.0, 0.3), (2.0, 0.2)]), Err(RampError::SharesFall));
        assert_eq!(Ramp::new(vec![(0.0, 1.2)]), Err(RampError::OutOfRange));
        assert_eq!(Ramp::new(vec![(f64::NAN, 0.2)]), Err(RampError::OutOfRange));
    }
}
