//! The gamma law (Erlang for a whole shape), inverted numerically.

use super::text::short;
use super::{Behaviour, Distribution, DistributionError};
use crate::special::{gamma_p, gamma_p_inverse, gamma_q, gamma_q_inverse};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gamma {
    pub(super) shape: f64,
    pub(super) scale: f64,
}

impl Behaviour for Gamma {
    fn quantile(&self, u: f64) -> f64 {
        self.scale * gamma_p_inverse(self.shape, u)
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.scale * gamma_q_inverse(self.shape, q)
    }
    fn cdf(&self, x: f64) -> f64 {
        gamma_p(self.shape, x / self.scale)
    }
    fn survival(&self, x: f64) -> f64 {
        gamma_q(self.shape, x / self.scale)
    }
    fn mean(&self) -> f64 {
        self.shape * self.scale
    }
    fn variance(&self) -> f64 {
        self.shape * self.scale * self.scale
    }
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        let z = x / self.scale;
        self.mean() * gamma_p(self.shape + 1.0, z) + x * gamma_q(self.shape, z)
    }
    /// S/f = scale·(1 + (k−1)/z + (k−1)(k−2)/z² + …), z = x/scale; summed as the continued
    /// fraction's first terms z/(z − k + 1 − …).
    fn tail_hazard(&self, x: f64) -> f64 {
        let (z, k) = (x / self.scale, self.shape);
        let b = z + 1.0 - k;
        (b + (k - 1.0) / (b + 2.0)) / (z * self.scale)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        Distribution::gamma(self.shape, self.scale * factor)
    }
    fn describe(&self) -> String {
        format!("gamma(shape {}, scale {})", short(self.shape), short(self.scale))
    }
}
