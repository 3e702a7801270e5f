//! Laws on an interval in closed form: uniform and triangular.

use super::text::short;
use super::{Behaviour, Distribution, DistributionError};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Uniform {
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Uniform {
    fn width(&self) -> f64 {
        self.max - self.min
    }
}

impl Behaviour for Uniform {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        self.min + (self.max - self.min) * u
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.max - self.width() * q
    }
    fn cdf(&self, x: f64) -> f64 {
        ((x - self.min) / self.width()).clamp(0.0, 1.0)
    }
    fn survival(&self, x: f64) -> f64 {
        ((self.max - x) / self.width()).clamp(0.0, 1.0)
    }
    fn mean(&self) -> f64 {
        self.min + 0.5 * self.width()
    }
    fn variance(&self) -> f64 {
        self.width() * self.width() / 12.0
    }
    fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        let t = x - self.min;
        self.min + t * (1.0 - 0.5 * t / self.width())
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        1.0 / (self.max - x)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        Distribution::uniform(self.min * factor, self.max * factor)
    }
    fn describe(&self) -> String {
        format!("uniform(min {}, max {})", short(self.min), short(self.max))
    }
    fn residual(&self, age: f64, u: f64) -> f64 {
        let from = self.min.max(age);
        ((from - age) + (self.max - from) * u).max(0.0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Triangular {
    pub(super) min: f64,
    pub(super) mode: f64,
    pub(super) max: f64,
}

impl Triangular {
    fn width(&self) -> f64 {
        self.max - self.min
    }
    /// F(mode).
    fn rising(&self) -> f64 {
        (self.mode - self.min) / self.width()
    }
    fn value_above(&self, p: f64) -> f64 {
        self.min + (p * self.width() * (self.mode - self.min)).sqrt()
    }
    fn value_below(&self, q: f64) -> f64 {
        self.max - (q * self.width() * (self.max - self.mode)).sqrt()
    }
}

impl Behaviour for Triangular {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        if u < self.rising() { self.value_above(u) } else { self.value_below(1.0 - u) }
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        if q > 1.0 - self.rising() { self.value_above(1.0 - q) } else { self.value_below(q) }
    }
    fn cdf(&self, x: f64) -> f64 {
        if x <= self.min {
            0.0
        } else if x < self.mode {
            (x - self.min) * (x - self.min) / (self.width() * (self.mode - self.min))
        } else {
            1.0 - self.survival(x)
        }
    }
    fn survival(&self, x: f64) -> f64 {
        if x >= self.max {
            0.0
        } else if x >= self.mode {
            (self.max - x) * (self.max - x) / (self.width() * (self.max - self.mode))
        } else {
            1.0 - self.cdf(x)
        }
    }
    fn mean(&self) -> f64 {
        (self.min + self.mode + self.max) / 3.0
    }
    fn variance(&self) -> f64 {
        let (rise, width) = (self.mode - self.min, self.width());
        (width * width - rise * width + rise * rise) / 18.0
    }
    fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        if x < self.mode {
            let t = x - self.min;
            x - t * t * t / (3.0 * self.width() * (self.mode - self.min))
        } else {
            let t = self.max - x;
            self.mean() - t * t * t / (3.0 * self.width() * (self.max - self.mode))
        }
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        2.0 / (self.max - x)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        Distribution::triangular(self.min * factor, self.mode * factor, self.max * factor)
    }
    fn describe(&self) -> String {
        let (min, mode, max) = (short(self.min), short(self.mode), short(self.max));
        format!("triangular(min {min}, mode {mode}, max {max})")
    }
}
