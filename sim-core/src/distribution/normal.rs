//! Laws derived from the normal one: lognormal and truncated normal.

use super::text::short;
use super::{Behaviour, Distribution, DistributionError};
use crate::special::{normal_cdf, normal_density, normal_quantile};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lognormal {
    /// Mean of the logarithm.
    pub(super) mu: f64,
    /// Standard deviation of the logarithm.
    pub(super) sigma: f64,
}

impl Lognormal {
    fn z(&self, x: f64) -> f64 {
        if x > 0.0 { (libm::log(x) - self.mu) / self.sigma } else { f64::NEG_INFINITY }
    }
}

impl Behaviour for Lognormal {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        libm::exp(self.mu + self.sigma * normal_quantile(u))
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        libm::exp(self.mu - self.sigma * normal_quantile(q))
    }
    fn cdf(&self, x: f64) -> f64 {
        normal_cdf(self.z(x))
    }
    fn survival(&self, x: f64) -> f64 {
        normal_cdf(-self.z(x))
    }
    fn mean(&self) -> f64 {
        libm::exp(self.mu + 0.5 * self.sigma * self.sigma)
    }
    fn variance(&self) -> f64 {
        let square = self.sigma * self.sigma;
        libm::expm1(square) * libm::exp(2.0 * self.mu + square)
    }
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        let z = self.z(x);
        self.mean() * normal_cdf(z - self.sigma) + x * normal_cdf(-z)
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        let z = self.z(x);
        // 1/Mills' ratio, z + 1/z, of the normal tail.
        (z + 1.0 / z) / (self.sigma * x)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        super::error::positive("lognormal", "mean", self.mean() * factor)?;
        Ok(Distribution(super::Law::Lognormal(Self {
            mu: self.mu + libm::log(factor),
            sigma: self.sigma,
        })))
    }
    fn describe(&self) -> String {
        let cv = libm::expm1(self.sigma * self.sigma).sqrt();
        format!("lognormal(mean {}, cv {})", short(self.mean()), short(cv))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct TruncatedNormal {
    mean: f64,
    sd: f64,
    min: f64,
    max: f64,
    /// Standardised bounds.
    low: f64,
    high: f64,
    /// Φ(low).
    below: f64,
    /// 1 − Φ(high).
    above: f64,
    /// Φ(high) − Φ(low).
    mass: f64,
}

impl TruncatedNormal {
    pub(super) fn new(mean: f64, sd: f64, min: f64, max: f64) -> Self {
        let (low, high) = ((min - mean) / sd, (max - mean) / sd);
        let mass = mass_between(low, high);
        Self {
            mean,
            sd,
            min,
            max,
            low,
            high,
            below: normal_cdf(low),
            above: normal_cdf(-high),
            mass,
        }
    }
    pub(super) fn mass(&self) -> f64 {
        self.mass
    }
    fn z(&self, x: f64) -> f64 {
        (x - self.mean) / self.sd
    }
    /// Value with probability `u` below and `q` = 1 − u above it within the window.
    fn value(&self, u: f64, q: f64) -> f64 {
        let (below, above) = (self.below + u * self.mass, self.above + q * self.mass);
        let z = if below < above { normal_quantile(below) } else { -normal_quantile(above) };
        (self.mean + self.sd * z).clamp(self.min, self.max)
    }
    /// (φ(low) − φ(z))/mass: mean of the standardised law up to z, times its probability.
    fn first_moment(&self, z: f64) -> f64 {
        (normal_density(self.low) - normal_density(z)) / self.mass
    }
}

/// Φ(high) − Φ(low), from the tail where it does not cancel.
fn mass_between(low: f64, high: f64) -> f64 {
    if low > 0.0 {
        normal_cdf(-low) - normal_cdf(-high)
    } else {
        normal_cdf(high) - normal_cdf(low)
    }
}

impl Behaviour for TruncatedNormal {
    fn quantile(&self, u: f64) -> f64 {
        self.value(u, 1.0 - u)
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.value(1.0 - q, q)
    }
    fn cdf(&self, x: f64) -> f64 {
        let z = self.z(x).clamp(self.low, self.high);
        mass_between(self.low, z) / self.mass
    }
    fn survival(&self, x: f64) -> f64 {
        let z = self.z(x).clamp(self.low, self.high);
        mass_between(z, self.high) / self.mass
    }
    fn mean(&self) -> f64 {
        (self.mean + self.sd * self.first_moment(self.high)).clamp(self.min, self.max)
    }
    /// sd²·(1 + (low φ(low) − high φ(high))/mass − first²).
    fn variance(&self) -> f64 {
        if self.high - self.low < 1e-4 {
            // All but uniform; the formula below would cancel.
            let width = self.max - self.min;
            return width * width / 12.0;
        }
        let edge = |z: f64| if z.is_finite() { z * normal_density(z) } else { 0.0 };
        let first = self.first_moment(self.high);
        let second = (edge(self.low) - edge(self.high)) / self.mass;
        self.sd * self.sd * (1.0 + second - first * first).max(0.0)
    }
    fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        self.mean * self.cdf(x) + self.sd * self.first_moment(self.z(x)) + x * self.survival(x)
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        let z = self.z(x);
        (z + 1.0 / z) / self.sd
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        let [mean, sd, min, max] = [self.mean, self.sd, self.min, self.max].map(|v| v * factor);
        Distribution::normal(mean, sd, min, max)
    }
    fn describe(&self) -> String {
        let [mean, sd, min, max] = [self.mean, self.sd, self.min, self.max].map(short);
        format!("normal(mean {mean}, sd {sd}, min {min}, max {max})")
    }
}
