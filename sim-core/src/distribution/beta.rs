//! The beta law on an interval, and PERT, which is one.

use super::text::short;
use super::{Behaviour, Distribution, DistributionError};
use crate::special::{beta_i, beta_i_inverse};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beta {
    a: f64,
    b: f64,
    min: f64,
    max: f64,
    /// Mode and weight, when given as PERT.
    pert: Option<(f64, f64)>,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64, min: f64, max: f64, pert: Option<(f64, f64)>) -> Self {
        Self { a, b, min, max, pert }
    }
    fn width(&self) -> f64 {
        self.max - self.min
    }
    fn up(&self, x: f64) -> f64 {
        ((x - self.min) / self.width()).clamp(0.0, 1.0)
    }
    fn down(&self, x: f64) -> f64 {
        ((self.max - x) / self.width()).clamp(0.0, 1.0)
    }
    fn value_above(&self, p: f64) -> f64 {
        self.min + self.width() * beta_i_inverse(self.a, self.b, p)
    }
    fn value_below(&self, q: f64) -> f64 {
        self.max - self.width() * beta_i_inverse(self.b, self.a, q)
    }
}

impl Behaviour for Beta {
    fn quantile(&self, u: f64) -> f64 {
        if u > 0.5 { self.value_below(1.0 - u) } else { self.value_above(u) }
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        if q > 0.5 { self.value_above(1.0 - q) } else { self.value_below(q) }
    }
    fn cdf(&self, x: f64) -> f64 {
        beta_i(self.a, self.b, self.up(x))
    }
    fn survival(&self, x: f64) -> f64 {
        beta_i(self.b, self.a, self.down(x))
    }
    fn mean(&self) -> f64 {
        self.min + self.width() * (self.a / (self.a + self.b))
    }
    fn variance(&self) -> f64 {
        let sum = self.a + self.b;
        self.width() * self.width() * ((self.a / sum) * (self.b / sum) / (sum + 1.0))
    }
    fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        let y = self.up(x);
        let mean = self.a / (self.a + self.b);
        let below = mean * beta_i(self.a + 1.0, self.b, y);
        self.min + self.width() * (below + y * self.survival(x))
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        self.b / (self.max - x)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        let (min, max) = (self.min * factor, self.max * factor);
        match self.pert {
            Some((mode, weight)) => Distribution::pert(min, mode * factor, max, weight),
            None => Distribution::beta(self.a, self.b, min, max),
        }
    }
    fn describe(&self) -> String {
        let (min, max) = (short(self.min), short(self.max));
        match self.pert {
            Some((mode, weight)) => {
                format!(
                    "pert(min {min}, mode {}, max {max}, weight {})",
                    short(mode),
                    short(weight)
                )
            }
            None => {
                format!("beta(a {}, b {}, min {min}, max {max})", short(self.a), short(self.b))
            }
        }
    }
}
