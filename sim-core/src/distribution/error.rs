//! What may be wrong with the parameters of a law.

/// A parameter a law cannot have; the text names parameter, value and what is allowed.
///
/// None of these can be repaired during a run: the input has to change.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// Not a number, or beyond all numbers.
    #[error("{law}: {parameter} is {value}, but must be a finite number")]
    NotFinite {
        /// Name of the law.
        law: &'static str,
        /// Name of the parameter.
        parameter: &'static str,
        /// What was given.
        value: f64,
    },
    /// Zero or less where only more makes sense.
    #[error("{law}: {parameter} is {value}, but must be greater than 0")]
    NotPositive {
        /// Name of the law.
        law: &'static str,
        /// Name of the parameter.
        parameter: &'static str,
        /// What was given.
        value: f64,
    },
    /// Less than zero.
    #[error("{law}: {parameter} is {value}, but must be 0 or greater")]
    Negative {
        /// Name of the law.
        law: &'static str,
        /// Name of the parameter.
        parameter: &'static str,
        /// What was given.
        value: f64,
    },
    /// Two parameters in the wrong order.
    #[error("{law}: {lower} is {lower_value}, but must not exceed {upper}, which is {upper_value}")]
    Order {
        /// Name of the law.
        law: &'static str,
        /// Name of the parameter that should be the lower one.
        lower: &'static str,
        /// Its value.
        lower_value: f64,
        /// Name of the parameter that should be the upper one.
        upper: &'static str,
        /// Its value.
        upper_value: f64,
    },
    /// A list without entries.
    #[error("{law}: {parameter} is empty, but needs at least one entry")]
    Empty {
        /// Name of the law.
        law: &'static str,
        /// Name of the parameter.
        parameter: &'static str,
    },
    /// Values and weights do not pair up.
    #[error("{law}: {weights} weights for {values} values; give one weight for each value")]
    LengthMismatch {
        /// Name of the law.
        law: &'static str,
        /// How many values were given.
        values: usize,
        /// How many weights were given.
        weights: usize,
    },
    /// No weight, or no probability between the limits.
    #[error("{law}: {parameter} leave no probability (sum {value}); it must be greater than 0")]
    NoMass {
        /// Name of the law.
        law: &'static str,
        /// Names of the parameters concerned.
        parameter: &'static str,
        /// What they add up to.
        value: f64,
    },
}

pub(super) type Checked = Result<f64, DistributionError>;

pub(super) fn finite(law: &'static str, parameter: &'static str, value: f64) -> Checked {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(DistributionError::NotFinite { law, parameter, value })
    }
}

pub(super) fn positive(law: &'static str, parameter: &'static str, value: f64) -> Checked {
    if finite(law, parameter, value)? > 0.0 {
        Ok(value)
    } else {
        Err(DistributionError::NotPositive { law, parameter, value })
    }
}

pub(super) fn not_negative(law: &'static str, parameter: &'static str, value: f64) -> Checked {
    if finite(law, parameter, value)? >= 0.0 {
        Ok(value)
    } else {
        Err(DistributionError::Negative { law, parameter, value })
    }
}

/// Checks `lower <= upper`; neither may be NaN, both may be infinite.
pub(super) fn ordered(
    law: &'static str,
    (lower, lower_value): (&'static str, f64),
    (upper, upper_value): (&'static str, f64),
) -> Result<(), DistributionError> {
    for (parameter, value) in [(lower, lower_value), (upper, upper_value)] {
        if value.is_nan() {
            return Err(DistributionError::NotFinite { law, parameter, value });
        }
    }
    if lower_value <= upper_value {
        Ok(())
    } else {
        Err(DistributionError::Order { law, lower, lower_value, upper, upper_value })
    }
}

/// Weights divided by their sum.
pub(super) fn shares(
    law: &'static str,
    values: usize,
    weights: &[f64],
) -> Result<Vec<f64>, DistributionError> {
    if values != weights.len() {
        return Err(DistributionError::LengthMismatch { law, values, weights: weights.len() });
    }
    let mut sum = 0.0;
    for &weight in weights {
        sum += not_negative(law, "weight", weight)?;
    }
    if sum > 0.0 && sum.is_finite() {
        Ok(weights.iter().map(|w| w / sum).collect())
    } else {
        Err(DistributionError::NoMass { law, parameter: "weights", value: sum })
    }
}
