//! The four laws that are fitted.

use std::f64::consts::PI;

use serde::Serialize;

use crate::fit::sample::{Observation, Sample, Seen};
use crate::fit::special::{gamma_p, gamma_q, ln_gamma, ln_normal_sf, normal_cdf, normal_quantile};

/// Family of laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// One parameter: mean.
    Exponential,
    /// Shape and scale (characteristic life).
    Weibull,
    /// Mean and standard deviation of the natural logarithm.
    Lognormal,
    /// Shape and scale.
    Gamma,
}

impl Family {
    /// THE LIST of families tried.
    pub const ALL: [Self; 4] = [Self::Exponential, Self::Weibull, Self::Lognormal, Self::Gamma];

    /// Number of parameters.
    pub fn parameters(self) -> usize {
        if self == Self::Exponential { 1 } else { 2 }
    }

    /// Name in lower case, as in the plant file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Weibull => "weibull",
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
        }
    }
}

/// A law with its parameters: exponential (mean, unused), Weibull (shape, scale), lognormal
/// (mu, sigma of the natural logarithm), gamma (shape, scale).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Law {
    /// Family.
    pub family: Family,
    /// First parameter: mean, shape, mu or shape.
    pub first: f64,
    /// Second parameter: unused, scale, sigma or scale.
    pub second: f64,
}

impl Law {
    /// The law of the search coordinates: logarithms of the parameters, so that none can leave its
    /// range; lognormal (mu, ln sigma), gamma (ln shape, ln mean).
    pub fn from_theta(family: Family, theta: &[f64; 2]) -> Self {
        let [a, b] = *theta;
        let (first, second) = match family {
            Family::Exponential => (libm::exp(a), 0.0),
            Family::Weibull => (libm::exp(a), libm::exp(b)),
            Family::Lognormal => (a, libm::exp(b)),
            Family::Gamma => (libm::exp(a), libm::exp(b - a)),
        };
        Self { family, first, second }
    }

    /// ln f(t).
    pub fn ln_density(&self, t: f64) -> f64 {
        let (a, b) = (self.first, self.second);
        match self.family {
            Family::Exponential => -libm::log(a) - t / a,
            Family::Weibull => {
                let z = libm::log(t / b);
                libm::log(a / t) + a * z - libm::exp(a * z)
            }
            Family::Lognormal => {
                let z = (libm::log(t) - a) / b;
                -libm::log(t * b) - 0.5 * libm::log(2.0 * PI) - 0.5 * z * z
            }
            Family::Gamma => (a - 1.0) * libm::log(t / b) - t / b - libm::log(b) - ln_gamma(a),
        }
    }

    /// ln S(t), S = 1 - F.
    pub fn ln_survival(&self, t: f64) -> f64 {
        if t <= 0.0 {
            return 0.0;
        }
        let (a, b) = (self.first, self.second);
        match self.family {
            Family::Exponential => -t / a,
            Family::Weibull => -libm::pow(t / b, a),
            Family::Lognormal => ln_normal_sf((libm::log(t) - a) / b),
            Family::Gamma => libm::log(gamma_q(a, t / b).max(f64::MIN_POSITIVE)),
        }
    }

    /// F(t).
    pub fn cdf(&self, t: f64) -> f64 {
        if t <= 0.0 {
            return 0.0;
        }
        match self.family {
            Family::Lognormal => normal_cdf((libm::log(t) - self.first) / self.second),
            Family::Gamma => gamma_p(self.first, t / self.second),
            _ => -libm::expm1(self.ln_survival(t)),
        }
    }

    /// F⁻¹(p), 0 < p < 1.
    pub fn quantile(&self, p: f64) -> f64 {
        let (a, b) = (self.first, self.second);
        match self.family {
            Family::Exponential => -a * libm::log1p(-p),
            Family::Weibull => b * libm::pow(-libm::log1p(-p), 1.0 / a),
            Family::Lognormal => libm::exp(a + b * normal_quantile(p)),
            Family::Gamma => b * crate::fit::special::gamma_p_inverse(a, p),
        }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        let (a, b) = (self.first, self.second);
        match self.family {
            Family::Exponential => a,
            Family::Weibull => b * libm::exp(ln_gamma(1.0 + 1.0 / a)),
            Family::Lognormal => libm::exp(a + 0.5 * b * b),
            Family::Gamma => a * b,
        }
    }

    /// Coefficient of variation.
    pub fn cv(&self) -> f64 {
        let (a, b) = (self.first, self.second);
        match self.family {
            Family::Exponential => 1.0,
            Family::Weibull => {
                let ratio = ln_gamma(1.0 + 2.0 / a) - 2.0 * ln_gamma(1.0 + 1.0 / a);
                libm::sqrt(libm::expm1(ratio))
            }
            Family::Lognormal => libm::sqrt(libm::expm1(b * b)),
            Family::Gamma => 1.0 / libm::sqrt(a),
        }
    }

    /// The same shape with another mean (same unit).
    pub fn scaled_to(&self, mean: f64) -> Self {
        let ratio = mean / self.mean();
        let mut law = *self;
        match self.family {
            Family::Exponential => law.first = mean,
            Family::Lognormal => law.first += libm::log(ratio),
            Family::Weibull | Family::Gamma => law.second *= ratio,
        }
        law
    }

    /// Contribution of one observation to the log-likelihood:
    /// Σ_fail ln f + Σ_cens ln S + Σ_interval ln [F(b) − F(a)] − Σ_trunc ln S(entry).
    pub fn ln_contribution(&self, o: &Observation) -> f64 {
        let between = |a: f64, b: f64| {
            let (la, lb) = (self.ln_survival(a), self.ln_survival(b));
            la + libm::log1p(-libm::exp(lb - la))
        };
        let seen = match o.seen {
            Seen::Exact(t) => self.ln_density(t),
            Seen::Right(t) => self.ln_survival(t),
            Seen::Left(t) => between(o.entry, t),
            Seen::Interval(a, b) => between(a, b),
        };
        o.weight * (seen - self.ln_survival(o.entry))
    }

    /// Log-likelihood of a sample.
    pub fn ln_likelihood(&self, sample: &Sample) -> f64 {
        sample.rows.iter().map(|o| self.ln_contribution(o)).sum()
    }
}
