//! Laws of chance, sampled by inverse transform: one uniform number per variate.
//!
//! One uniform per variate keeps draw `k` of a purpose draw `k` whatever the law: a shorter repair
//! in one plant is the same repair, shorter, as in the other (common random numbers). Every
//! logarithm and power comes from the `libm` crate: the same bytes on every machine.
//!
//! A [`Distribution`] cannot be wrong: its constructors refuse impossible parameters and name them.
//!
//! ```
//! use sim_core::Distribution;
//! let repair = Distribution::lognormal(5.0, 0.5)?;
//! assert!((repair.quantile(0.5) - 4.472).abs() < 1e-3); // median, below the mean of 5
//! assert!(Distribution::lognormal(-5.0, 0.5).is_err());
//! # Ok::<(), sim_core::DistributionError>(())
//! ```

mod aging;
mod beta;
mod bounded;
mod construct;
mod error;
mod gamma;
mod life;
mod mixture;
mod normal;
mod table;
mod text;

pub use error::DistributionError;

use beta::Beta;
use bounded::{Triangular, Uniform};
use gamma::Gamma;
use life::{Exponential, Weibull};
use mixture::Mixture;
use normal::{Lognormal, TruncatedNormal};
use std::sync::Arc;
use table::{Polyline, Steps};

/// A law of chance; see the [module](self).
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Law);

#[derive(Clone, Debug, PartialEq)]
enum Law {
    Constant(f64),
    Exponential(Exponential),
    Weibull(Weibull),
    Lognormal(Lognormal),
    Uniform(Uniform),
    Triangular(Triangular),
    Gamma(Gamma),
    Beta(Arc<Beta>),
    Normal(Arc<TruncatedNormal>),
    Steps(Arc<Steps>),
    Polyline(Arc<Polyline>),
    Mixture(Arc<Mixture>),
}

/// What every law knows about itself.
trait Behaviour {
    /// F⁻¹(u).
    fn quantile(&self, u: f64) -> f64;
    /// The x with S(x) = q: precise in the upper tail.
    fn upper_quantile(&self, q: f64) -> f64;
    /// F(x).
    fn cdf(&self, x: f64) -> f64;
    /// S(x) = 1 − F(x), with its own relative precision in the upper tail.
    fn survival(&self, x: f64) -> f64;
    fn mean(&self) -> f64;
    fn variance(&self) -> f64;
    /// Lower and upper end of the support.
    fn support(&self) -> (f64, f64);
    /// E\[min(X, x)\] for x inside the support.
    fn limited_mean_inside(&self, x: f64) -> f64;
    /// f(x)/S(x), asked only where S underflows.
    fn tail_hazard(&self, x: f64) -> f64;
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError>;
    fn describe(&self) -> String;
    /// F⁻¹(F(age) + u S(age)) − age.
    fn residual(&self, age: f64, u: f64) -> f64 {
        aging::residual(self, age, u)
    }
}

/// Calls a method of whichever law it is; the constant gives `$constant`.
macro_rules! each {
    ($law:expr, $value:ident => $constant:expr, $inner:ident => $call:expr) => {
        match $law {
            Law::Constant($value) => $constant,
            Law::Exponential($inner) => $call,
            Law::Weibull($inner) => $call,
            Law::Lognormal($inner) => $call,
            Law::Uniform($inner) => $call,
            Law::Triangular($inner) => $call,
            Law::Gamma($inner) => $call,
            Law::Beta($inner) => $call,
            Law::Normal($inner) => $call,
            Law::Steps($inner) => $call,
            Law::Polyline($inner) => $call,
            Law::Mixture($inner) => $call,
        }
    };
}
use each;

impl Distribution {
    /// Inverse distribution function F⁻¹(u): the variate that belongs to the uniform number `u`,
    /// 0 < u < 1; non-decreasing in `u`.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        each!(&self.0, v => *v, law => law.quantile(u))
    }

    /// Distribution function F(x) = P(X ≤ x).
    pub fn cdf(&self, x: f64) -> f64 {
        each!(&self.0, v => f64::from(x >= *v), law => law.cdf(x))
    }

    /// Survival function S(x) = P(X > x), precise in the upper tail where 1 − F(x) is not.
    pub fn survival(&self, x: f64) -> f64 {
        each!(&self.0, v => f64::from(x < *v), law => law.survival(x))
    }

    /// Expected value \[unit of the values\].
    pub fn mean(&self) -> f64 {
        each!(&self.0, v => *v, law => law.mean())
    }

    /// Variance \[unit of the values, squared\].
    pub fn variance(&self) -> f64 {
        each!(&self.0, _v => 0.0, law => law.variance())
    }

    /// Lower end of the support: no variate is smaller.
    pub fn min(&self) -> f64 {
        each!(&self.0, v => *v, law => law.support().0)
    }

    /// Upper end of the support: no variate is greater; infinite for an unbounded law.
    pub fn max(&self) -> f64 {
        each!(&self.0, v => *v, law => law.support().1)
    }

    /// The value, if there is only one.
    #[inline]
    pub fn as_constant(&self) -> Option<f64> {
        if let Law::Constant(v) = self.0 { Some(v) } else { None }
    }

    /// Limited expected value E\[min(X, x)\]: mean length of a life that is ended at `x` at the
    /// latest. Tends to the mean (Klugman, Panjer and Willmot, Loss Models, section 3.1).
    pub fn limited_mean(&self, x: f64) -> f64 {
        aging::limited_mean(self, x)
    }

    /// Remaining life of what has reached `age`: F⁻¹(F(age) + u (1 − F(age))) − age, never
    /// negative, 0 < u < 1. Beyond the support it is 0.
    ///
    /// Computed from the survival function (S(age + r) = (1 − u) S(age)), in closed form for the
    /// exponential, Weibull and uniform laws, so that it stays sound far out in the tail.
    #[inline]
    pub fn residual(&self, age: f64, u: f64) -> f64 {
        each!(&self.0, v => (v - age).max(0.0), law => law.residual(age, u))
    }

    /// Age found in equilibrium, at most `max_age` (which may be infinite): the `u` quantile of
    /// the density proportional to S(x) on \[0, `max_age`\], 0 < u < 1.
    ///
    /// A part renewed at failure or at `max_age`, looked at long after the start, has this age
    /// (Cox, Renewal Theory, section 5.3).
    pub fn equilibrium_age(&self, u: f64, max_age: f64) -> f64 {
        aging::equilibrium_age(self, u, max_age)
    }

    /// The same law with every value multiplied by `factor` ≥ 0: another unit of measure, or a
    /// slower machine.
    ///
    /// # Errors
    /// When `factor` is negative or not finite, or carries a parameter out of range.
    pub fn scaled(&self, factor: f64) -> Result<Self, DistributionError> {
        error::not_negative("scaled law", "factor", factor)?;
        if factor == 0.0 {
            return Ok(Self::constant(0.0));
        }
        each!(&self.0, v => error::finite("constant", "value", v * factor).map(Self::constant),
            law => law.scaled(factor))
    }

    /// Short text for people, such as `lognormal(mean 2, cv 0.5)`.
    pub fn describe(&self) -> String {
        each!(&self.0, v => format!("constant({})", text::short(*v)), law => law.describe())
    }
}

#[cfg(test)]
mod tests;
