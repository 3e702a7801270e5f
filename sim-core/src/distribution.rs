//! Stub to be replaced: laws sampled by inverse transform, one uniform per variate.

/// A law.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Law);

#[derive(Clone, Debug, PartialEq)]
enum Law {
    Constant(f64),
    Exponential(f64),
}

impl Distribution {
    /// Always `value`.
    pub fn constant(value: f64) -> Self {
        Self(Law::Constant(value))
    }
    /// Exponential with this mean.
    pub fn exponential(mean: f64) -> Result<Self, String> {
        Ok(Self(Law::Exponential(mean)))
    }
    /// The value, if there is only one.
    pub fn as_constant(&self) -> Option<f64> {
        match self.0 {
            Law::Constant(v) => Some(v),
            Law::Exponential(_) => None,
        }
    }
    /// Inverse distribution function.
    pub fn quantile(&self, u: f64) -> f64 {
        match self.0 {
            Law::Constant(v) => v,
            Law::Exponential(mean) => -mean * libm::log1p(-u),
        }
    }
    /// Mean.
    pub fn mean(&self) -> f64 {
        match self.0 {
            Law::Constant(v) | Law::Exponential(v) => v,
        }
    }
    /// Residual life at `age`.
    pub fn residual(&self, _age: f64, u: f64) -> f64 {
        self.quantile(u)
    }
    /// Age in equilibrium, at most `max_age`.
    pub fn equilibrium_age(&self, u: f64, _max_age: f64) -> f64 {
        u * self.mean()
    }
}
