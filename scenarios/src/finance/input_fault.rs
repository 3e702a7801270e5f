//! What can be wrong with the input of an appraisal.

use super::currency::Currency;
use super::depreciation::DepreciationError;

/// One fault of an input, with what to change.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InputFault {
    /// The horizon is empty or longer than a century.
    #[error("the horizon must be 1 to 1200 months: {0}")]
    Horizon(u32),
    /// The investment begins after the study.
    #[error("the investment must start before the horizon: month {start_month}")]
    StartsTooLate {
        /// The start given.
        start_month: u32,
    },
    /// The tax rate is no fraction.
    #[error("the tax rate must lie in 0..=1: {0}")]
    TaxRate(f64),
    /// A scenario factor is negative or no number.
    #[error("the {what} factor must be a number, 0 or more: {factor}")]
    Factor {
        /// Which factor.
        what: &'static str,
        /// Its value.
        factor: f64,
    },
    /// A sum is infinite or not a number.
    #[error("{what}: every amount must be a finite number")]
    NotFinite {
        /// The line or series.
        what: String,
    },
    /// Two currencies in one study.
    #[error("{what} is in {found}, the study in {expected}; convert it, one currency per study")]
    CurrencyMix {
        /// The line or series.
        what: String,
        /// Its currency.
        found: Currency,
        /// The study's.
        expected: Currency,
    },
    /// A series does not cover the horizon.
    #[error("{what}: {found} months given, the horizon has {expected}")]
    Length {
        /// The series.
        what: String,
        /// Months given.
        found: usize,
        /// Months needed.
        expected: usize,
    },
    /// A cost would be lost after the horizon.
    #[error("{line}: month {month} of the investment lies after the horizon")]
    OutsideHorizon {
        /// The cost line.
        line: String,
        /// The month, from the start of the investment.
        month: u32,
    },
    /// A spread that ends before it begins.
    #[error("{line}: the spread ends in month {to}, before it begins in month {from}")]
    SpreadBackwards {
        /// The cost line.
        line: String,
        /// First month.
        from: u32,
        /// Last month.
        to: u32,
    },
    /// A life of nothing.
    #[error("{line}: a life must be at least one month")]
    NoLife {
        /// The cost line.
        line: String,
    },
    /// A life where nothing is bought once.
    #[error("{line}: only one-off lines have a life; remove it or the recurrence")]
    LifeOfRecurring {
        /// The cost line.
        line: String,
    },
    /// Capital paid every year.
    #[error("{line}: a recurring cost is an expense, not capital")]
    RecurringCapital {
        /// The cost line.
        line: String,
    },
    /// A depreciation that makes no sense.
    #[error("{line}: {source}")]
    Depreciation {
        /// The cost line.
        line: String,
        /// Why.
        source: DepreciationError,
    },
}
