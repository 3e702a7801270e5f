//! Maximum likelihood under the condition that the mean is a given one.
//!
//! The maximum-likelihood lognormal (and Weibull) does not keep the mean of its sample; with heavy
//! tails it misses it by half. Availability hangs on means. Stretching the time axis until the mean
//! fits would move every short stop as well; holding the mean and searching the best shape under
//! that condition leaves the bulk where it is and widens the tail.

use crate::fit::law::{Family, Law};
use crate::fit::maximize::{FitError, climb};
use crate::fit::sample::Sample;

/// A law with a given mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldMean {
    /// The law.
    pub law: Law,
    /// Its log-likelihood.
    pub ln_likelihood: f64,
}

/// The most likely law of the family of `start` among those with mean `mean`; the search begins at
/// the shape of `start`.
///
/// # Errors
/// The likelihood has no inner maximum.
pub fn fit_with_mean(start: &Law, sample: &Sample, mean: f64) -> Result<HeldMean, FitError> {
    let family = start.family;
    let shape = |law: &Law| match family {
        Family::Exponential => 0.0,
        Family::Lognormal => libm::log(law.second),
        Family::Weibull | Family::Gamma => libm::log(law.first),
    };
    let of = |x: f64| {
        let free = match family {
            Family::Exponential => Law { family, first: mean, second: 0.0 },
            Family::Lognormal => Law { family, first: 0.0, second: libm::exp(x) },
            Family::Weibull | Family::Gamma => Law { family, first: libm::exp(x), second: 1.0 },
        };
        free.scaled_to(mean)
    };
    let value = |x: &[f64; 2]| {
        let l = of(x[0]).ln_likelihood(sample);
        if l.is_finite() { l } else { f64::NEG_INFINITY }
    };
    let at = match family {
        Family::Exponential => 0.0,
        _ => climb(&value, [shape(start), 0.0], 1)[0],
    };
    let law = of(at);
    let cv = law.cv();
    if !(law.mean().is_finite() && cv.is_finite() && (1e-4..1e6).contains(&cv)) {
        return Err(FitError::Degenerate(family.name()));
    }
    Ok(HeldMean { law, ln_likelihood: law.ln_likelihood(sample) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit;

    #[test]
    fn holding_the_fitted_mean_changes_nothing() {
        let sample = Sample::complete((1..40).map(|i| f64::from(i * i)));
        for family in Family::ALL {
            let free = fit(family, &sample).unwrap();
            let held = fit_with_mean(&free.law, &sample, free.law.mean()).unwrap();
            assert!((held.law.cv() / free.law.cv() - 1.0).abs() < 1e-4, "{family:?}");
        }
    }

    /// Lognormal with mean m held: σ² = 2 (√(1 + v + (ln m − x̄)²) − 1), x̄ and v mean and variance
    /// of the logarithms (set the derivative of the likelihood to zero).
    #[test]
    fn lognormal_agrees_with_its_closed_form() {
        let times: Vec<f64> = (1..60).map(|i| f64::from(i * i * i)).collect();
        let sample = Sample::complete(times);
        let free = fit(Family::Lognormal, &sample).unwrap().law;
        let mean = 2.0 * free.mean();
        let held = fit_with_mean(&free, &sample, mean).unwrap().law;
        let distance = libm::log(mean) - free.first;
        let v = free.second * free.second + distance * distance;
        let want = libm::sqrt(2.0 * (libm::sqrt(1.0 + v) - 1.0));
        assert!((held.second / want - 1.0).abs() < 1e-6, "{} {want}", held.second);
        assert!((held.mean() / mean - 1.0).abs() < 1e-12);
    }
}
