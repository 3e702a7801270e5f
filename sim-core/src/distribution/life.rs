//! Laws of life lengths in closed form: exponential and Weibull.

use super::text::short;
use super::{Behaviour, Distribution, DistributionError};
use crate::special::{gamma_p, gamma_p_inverse};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exponential {
    pub(super) mean: f64,
}

impl Exponential {
    /// Quantile of the density proportional to S on \[0, limit\].
    pub(super) fn equilibrium_age(&self, u: f64, limit: f64) -> f64 {
        -self.mean * libm::log1p(u * libm::expm1(-limit / self.mean))
    }
}

impl Behaviour for Exponential {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        -self.mean * libm::log1p(-u)
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        -self.mean * libm::log(q)
    }
    fn cdf(&self, x: f64) -> f64 {
        if x > 0.0 { -libm::expm1(-x / self.mean) } else { 0.0 }
    }
    fn survival(&self, x: f64) -> f64 {
        if x > 0.0 { libm::exp(-x / self.mean) } else { 1.0 }
    }
    fn mean(&self) -> f64 {
        self.mean
    }
    fn variance(&self) -> f64 {
        self.mean * self.mean
    }
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        -self.mean * libm::expm1(-x / self.mean)
    }
    fn tail_hazard(&self, _x: f64) -> f64 {
        1.0 / self.mean
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        Distribution::exponential(self.mean * factor)
    }
    fn describe(&self) -> String {
        format!("exponential(mean {})", short(self.mean))
    }
    #[inline]
    fn residual(&self, age: f64, u: f64) -> f64 {
        // No memory; before birth (negative age) the whole life is still to come.
        self.quantile(u) + (-age).max(0.0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weibull {
    shape: f64,
    inverse_shape: f64,
    scale: f64,
    location: f64,
}

impl Weibull {
    pub(super) fn new(shape: f64, scale: f64, location: f64) -> Self {
        Self { shape, inverse_shape: 1.0 / shape, scale, location }
    }

    /// Mean counted from the location: scale·Γ(1 + 1/shape).
    fn life(&self) -> f64 {
        self.scale * libm::tgamma(1.0 + self.inverse_shape)
    }

    /// Cumulative hazard ((x − location)/scale)^shape.
    #[inline]
    fn hazard(&self, x: f64) -> f64 {
        let t = x - self.location;
        if t > 0.0 { libm::pow(t / self.scale, self.shape) } else { 0.0 }
    }

    /// The x with cumulative hazard `h`. Power by exponential and logarithm: half the time of
    /// `pow`, and its last bits do not matter here.
    #[inline]
    fn at_hazard(&self, h: f64) -> f64 {
        self.location + self.scale * libm::exp(self.inverse_shape * libm::log(h))
    }

    /// Integral of S over the first `t` after the location: life·P(1/shape, hazard), P the
    /// regularised incomplete gamma function. While next to nothing has failed it is `t` itself; a
    /// steep hazard would underflow on the way through P.
    fn lived(&self, t: f64) -> f64 {
        let h = self.hazard(self.location + t);
        if h < 1e-13 { t } else { self.life() * gamma_p(self.inverse_shape, h) }
    }

    /// Quantile of the density proportional to S on \[0, limit\], for location 0.
    pub(super) fn equilibrium_age(&self, u: f64, limit: f64) -> Option<f64> {
        if self.location != 0.0 {
            return None;
        }
        let target = u * if limit.is_finite() { self.lived(limit) } else { self.life() };
        if self.hazard(target) < 1e-13 {
            return Some(target.min(limit));
        }
        let share = target / self.life();
        Some(self.at_hazard(gamma_p_inverse(self.inverse_shape, share)).min(limit))
    }
}

impl Behaviour for Weibull {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        self.at_hazard(-libm::log1p(-u))
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.at_hazard(-libm::log(q))
    }
    fn cdf(&self, x: f64) -> f64 {
        -libm::expm1(-self.hazard(x))
    }
    fn survival(&self, x: f64) -> f64 {
        libm::exp(-self.hazard(x))
    }
    fn mean(&self) -> f64 {
        self.location + self.life()
    }
    fn variance(&self) -> f64 {
        let (first, second) =
            (libm::tgamma(1.0 + self.inverse_shape), libm::tgamma(1.0 + 2.0 * self.inverse_shape));
        self.scale * self.scale * (second - first * first)
    }
    fn support(&self) -> (f64, f64) {
        (self.location, f64::INFINITY)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        self.location + self.lived(x - self.location)
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        self.shape * self.hazard(x) / (x - self.location)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        Distribution::weibull(self.shape, self.scale * factor, self.location * factor)
    }
    fn describe(&self) -> String {
        let (shape, scale) = (short(self.shape), short(self.scale));
        if self.location == 0.0 {
            format!("weibull(shape {shape}, scale {scale})")
        } else {
            format!("weibull(shape {shape}, scale {scale}, location {})", short(self.location))
        }
    }
    /// The cumulative hazard grows by E = −ln(1 − u): age·((1 + E/h)^(1/shape) − 1).
    fn residual(&self, age: f64, u: f64) -> f64 {
        let (h, more) = (self.hazard(age), -libm::log1p(-u));
        if h > more {
            // Written so that nothing cancels when the step is small against the age.
            (age - self.location) * libm::expm1(self.inverse_shape * libm::log1p(more / h))
        } else {
            (self.at_hazard(h + more) - age).max(0.0)
        }
    }
}
