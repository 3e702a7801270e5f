//! When money moves: dates on a grid of half months, and the convention for operational flows.
//!
//! Every date of an appraisal is a whole number of half months after time 0: mid-month flows fall
//! on odd numbers, month and year ends on even ones. Equal dates are therefore equal, and the net
//! present value is a polynomial in `(1 + rho)^(-1/24)`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date: whole half months after time 0.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct HalfMonths(pub u32);

impl HalfMonths {
    /// Half months in a year.
    pub const PER_YEAR: u32 = 24;

    /// The end of month `m`; month 0 ends at time 0.
    pub fn end_of_month(m: u32) -> Self {
        Self(2 * m)
    }

    /// Discount exponent `t` \[a\].
    pub fn years(self) -> f64 {
        f64::from(self.0) / f64::from(Self::PER_YEAR)
    }
}

/// Where within its month an operational flow falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// In the middle: exponent `(m - 1/2) / 12`. The default: sales and wages flow all month.
    #[default]
    MidMonth,
    /// At the end: exponent `m / 12`.
    EndMonth,
}

impl Convention {
    /// The date of a flow of month `m`; month 0 is time 0 under both conventions.
    pub fn date(self, m: u32) -> HalfMonths {
        match self {
            Self::MidMonth => HalfMonths((2 * m).saturating_sub(1)),
            Self::EndMonth => HalfMonths::end_of_month(m),
        }
    }
}

/// Finance year of month bucket `m`, counted from 0: months 0 to 12 are year 0, 13 to 24 year 1.
pub fn year_of_month(m: u32) -> usize {
    (m.saturating_sub(1) / 12) as usize
}

/// Years begun within the horizon: 54 months touch five finance years.
pub fn years_begun(horizon_months: u32) -> usize {
    horizon_months.div_ceil(12) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_those_of_the_convention() {
        assert_eq!(Convention::MidMonth.date(1).years(), 0.5 / 12.0);
        assert_eq!(Convention::EndMonth.date(12).years(), 1.0);
        assert_eq!(Convention::MidMonth.date(0).years(), 0.0);
    }

    #[test]
    fn month_twelve_is_still_the_first_year() {
        assert_eq!([0, 1, 12, 13].map(year_of_month), [0, 0, 0, 1]);
        assert_eq!(years_begun(54), 5);
    }
}
