//! Depreciation for tax: what share of an outlay may be deducted in which year.
//!
//! Book depreciation differs and plays no part. Section 179 expensing is not modelled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Recovery period of the general depreciation system (half-year convention).
///
/// Fabricated metal products are 7-year property, electronic products and information systems
/// 5-year. Source: IRS Publication 946, appendix A, table A-1, and appendix B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Macrs {
    /// 3-year property.
    ThreeYear,
    /// 5-year property.
    FiveYear,
    /// 7-year property.
    SevenYear,
    /// 10-year property.
    TenYear,
    /// 15-year property.
    FifteenYear,
}

impl Macrs {
    /// All classes.
    pub const ALL: [Self; 5] =
        [Self::ThreeYear, Self::FiveYear, Self::SevenYear, Self::TenYear, Self::FifteenYear];

    /// Percent of the basis by year, half-year convention. Source: IRS Pub. 946, table A-1.
    pub fn percentages(self) -> &'static [f64] {
        match self {
            Self::ThreeYear => &[33.33, 44.45, 14.81, 7.41],
            Self::FiveYear => &[20.0, 32.0, 19.2, 11.52, 11.52, 5.76],
            Self::SevenYear => &[14.29, 24.49, 17.49, 12.49, 8.93, 8.92, 8.93, 4.46],
            Self::TenYear => &[10.0, 18.0, 14.4, 11.52, 9.22, 7.37, 6.55, 6.55, 6.56, 6.55, 3.28],
            Self::FifteenYear => &[
                5.0, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91,
                2.95,
            ],
        }
    }
}

/// How the basis is spread over the years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Never deducted, not even when written off (land).
    None,
    /// Equal shares over `years`.
    StraightLine {
        /// Recovery period \[a\], at least 1.
        years: u32,
        /// Half a share in the first year and in year `years + 1`.
        half_year: bool,
        /// Share of the basis left as book value, 0..1 (planned salvage).
        residual_share: f64,
    },
    /// A fixed share of the remaining book value each year; the rest stays as book value.
    DecliningBalance {
        /// Share of the book value deducted each year, 0..1.
        rate: f64,
        /// Years of deduction \[a\].
        years: u32,
    },
    /// The United States tables.
    Macrs(Macrs),
}

/// A method, after an optional bonus in the first year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Depreciation {
    /// How the basis after the bonus is spread.
    pub method: Method,
    /// Share `b` of the basis deducted at once in year 1, 0..1. 1 for property acquired in the
    /// United States after 19 January 2025.
    pub bonus_share: f64,
}

/// A depreciation that makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DepreciationError {
    /// A recovery period of no years.
    #[error("a recovery period must be at least one year")]
    NoYears,
    /// A bonus, residual or declining share outside 0..=1.
    #[error("a share must lie in 0..=1: {0}")]
    Share(f64),
}

/// Shares of the basis by year, year 1 first, and the share still on the books after them.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Deductible share of the basis by year.
    pub shares: Vec<f64>,
    /// Book value after the last year, deductible when the asset is written off.
    pub book_share: f64,
}

impl Depreciation {
    /// A method without bonus.
    pub fn plain(method: Method) -> Self {
        Self { method, bonus_share: 0.0 }
    }

    /// Straight line over `years`, full first year, down to nothing.
    pub fn straight_line(years: u32) -> Self {
        Self::plain(Method::StraightLine { years, half_year: false, residual_share: 0.0 })
    }

    /// The shares by year: bonus `b` in year 1, then the method on `1 - b`.
    ///
    /// # Errors
    /// [`DepreciationError`] for zero years or a share outside 0..=1.
    pub fn schedule(&self) -> Result<Schedule, DepreciationError> {
        let share = |share: f64| {
            let valid = (0.0..=1.0).contains(&share);
            if valid { Ok(share) } else { Err(DepreciationError::Share(share)) }
        };
        let b = share(self.bonus_share)?;
        let (mut shares, book_share) = match self.method {
            Method::None => (Vec::new(), 0.0),
            Method::StraightLine { years: 0, .. } | Method::DecliningBalance { years: 0, .. } => {
                return Err(DepreciationError::NoYears);
            }
            Method::StraightLine { years, half_year, residual_share } => {
                let residual = share(residual_share)?;
                let full = (1.0 - residual) / f64::from(years);
                let mut shares = vec![full; years as usize];
                if half_year {
                    shares[0] = full / 2.0;
                    shares.push(full / 2.0);
                }
                (shares, residual)
            }
            Method::DecliningBalance { rate, years } => {
                let rate = share(rate)?;
                let mut book = 1.0;
                let shares = (0..years)
                    .map(|_| {
                        let deduction = book * rate;
                        book -= deduction;
                        deduction
                    })
                    .collect();
                (shares, book)
            }
            Method::Macrs(class) => {
                (class.percentages().iter().map(|percent| percent / 100.0).collect(), 0.0)
            }
        };
        if b > 0.0 {
            shares.iter_mut().for_each(|share| *share *= 1.0 - b);
            if shares.is_empty() {
                shares.push(0.0);
            }
            shares[0] += b;
        }
        Ok(Schedule { shares, book_share: book_share * (1.0 - b) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_macrs_table_sums_to_the_whole_basis() {
        for class in Macrs::ALL {
            let sum: f64 = class.percentages().iter().sum();
            assert!((sum - 100.0).abs() < 1e-9, "{class:?}: {sum}");
        }
    }

    #[test]
    fn half_year_straight_line_takes_one_year_more() {
        let method = Method::StraightLine { years: 2, half_year: true, residual_share: 0.0 };
        let schedule = Depreciation::plain(method).schedule().unwrap();
        assert_eq!(schedule.shares, [0.25, 0.5, 0.25]);
        let one = Method::StraightLine { years: 1, half_year: true, residual_share: 0.2 };
        let schedule = Depreciation::plain(one).schedule().unwrap();
        assert_eq!((schedule.shares, schedule.book_share), (vec![0.4, 0.4], 0.2));
    }

    #[test]
    fn a_full_bonus_leaves_nothing_to_spread() {
        let method = Method::Macrs(Macrs::FiveYear);
        let schedule = Depreciation { method, bonus_share: 1.0 }.schedule().unwrap();
        assert_eq!(schedule.shares, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let part = Depreciation { method, bonus_share: 0.4 }.schedule().unwrap();
        assert!((part.shares[0] - 0.52).abs() < 1e-15);
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Depreciation::straight_line(0).schedule(), Err(DepreciationError::NoYears));
        let bonus = Depreciation { bonus_share: 1.5, ..Depreciation::straight_line(5) };
        assert_eq!(bonus.schedule(), Err(DepreciationError::Share(1.5)));
    }
}
