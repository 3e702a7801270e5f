//! A value, or why there is none.

use std::fmt;

/// What an indicator says of an outcome.
pub type Reading = Result<f64, Absent>;

/// Why there is no value. Never a number in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// What it divides by did not occur.
    Nothing(&'static str),
    /// No piece was made.
    NoPieces,
    /// No failure: the mean time between failures is longer than what was seen.
    NoFailure {
        /// Time observed \[h\].
        observed_h: f64,
        /// With a confidence of 90 % the mean is at least so long \[h\]: `2 T / chi2(0.9, 2)`, which
        /// is `T / ln 10`, for failures at a constant rate.
        at_least_h: f64,
    },
    /// The plant does not record what it needs.
    NotRecorded(&'static str),
}

impl Absent {
    /// No failure in so many hours.
    pub fn no_failure(observed_h: f64) -> Self {
        Self::NoFailure { observed_h, at_least_h: observed_h / std::f64::consts::LN_10 }
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing(which) => write!(f, "no {which}"),
            Self::NoPieces => write!(f, "no pieces"),
            Self::NoFailure { observed_h, at_least_h } => write!(
                f,
                "no failure in {observed_h:.0} h: at least {at_least_h:.0} h with a confidence of 90 %"
            ),
            Self::NotRecorded(what) => write!(f, "{what} not recorded"),
        }
    }
}

/// Numerator over a time \[h\].
pub(super) fn per_time(numerator: f64, hours: f64, which: &'static str) -> Reading {
    if hours > 0.0 { Ok(numerator / hours) } else { Err(Absent::Nothing(which)) }
}

/// Numerator over pieces.
pub(super) fn per_piece(numerator: f64, pieces: f64) -> Reading {
    if pieces > 0.0 { Ok(numerator / pieces) } else { Err(Absent::NoPieces) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chi squared with two degrees of freedom exceeds 4.60517 with a probability of 10 %.
    #[test]
    fn the_bound_is_that_of_no_failure_in_a_thousand_hours() {
        let Absent::NoFailure { at_least_h, .. } = Absent::no_failure(1000.0) else { return };
        assert!((at_least_h - 2.0 * 1000.0 / 4.605_170_186).abs() < 1e-6);
        assert_eq!(at_least_h.round(), 434.0);
    }
}
