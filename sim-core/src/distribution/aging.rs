//! Age: what remains of a life, and how old a part is found in equilibrium.

use super::{Behaviour, Distribution, Law, each};

/// Below this survival probability the tail is followed by its hazard rate.
const UNDERFLOW: f64 = 1e-280;

/// F⁻¹(F(age) + u S(age)) − age by the survival function; see [`Distribution::residual`].
pub(super) fn residual(law: &(impl Behaviour + ?Sized), age: f64, u: f64) -> f64 {
    let (min, max) = law.support();
    if age < min {
        return law.quantile(u) - age;
    }
    if age >= max {
        return 0.0;
    }
    let alive = law.survival(age);
    if alive < UNDERFLOW {
        // Constant hazard over the short time that is left.
        return (-libm::log1p(-u) / law.tail_hazard(age)).min(max - age).max(0.0);
    }
    let survive = alive * (1.0 - u);
    let end = if survive > 0.5 {
        law.quantile(law.cdf(age) + u * alive)
    } else {
        law.upper_quantile(survive)
    };
    (end - age).max(0.0)
}

pub(super) fn limited_mean(law: &Distribution, x: f64) -> f64 {
    if x <= law.min() {
        return x;
    }
    if x >= law.max() {
        return law.mean();
    }
    each!(&law.0, v => v.min(x), inner => inner.limited_mean_inside(x))
}

/// See [`Distribution::equilibrium_age`].
pub(super) fn equilibrium_age(law: &Distribution, u: f64, max_age: f64) -> f64 {
    let limit = max_age.min(law.max());
    if limit.is_nan() || limit <= 0.0 {
        return 0.0;
    }
    match &law.0 {
        Law::Constant(_) => return u * limit,
        Law::Exponential(inner) => return inner.equilibrium_age(u, limit),
        Law::Weibull(inner) => {
            if let Some(age) = inner.equilibrium_age(u, limit) {
                return age;
            }
        }
        _ => {}
    }
    // The integral of S from 0 is G(x) = E[min(X, x)] − E[min(X, 0)], rising and concave with slope
    // S: Newton's steps from the left never overshoot.
    let base = limited_mean(law, 0.0);
    let target = base + u * (limited_mean(law, limit) - base);
    let (mut low, mut high, mut x) = (0.0, limit, 0.0_f64);
    for _ in 0..500 {
        let missing = target - limited_mean(law, x);
        if missing > 0.0 {
            low = x;
        } else {
            high = x;
        }
        let mut next = x + missing / law.survival(x);
        if !(next >= low && next <= high) {
            next = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * low };
        }
        if (next - x).abs() <= 1e-12 * next.abs() {
            return next;
        }
        x = next;
    }
    x
}

impl Distribution {
    pub(super) fn upper_quantile(&self, q: f64) -> f64 {
        each!(&self.0, v => *v, law => law.upper_quantile(q))
    }
    pub(super) fn tail_hazard(&self, x: f64) -> f64 {
        each!(&self.0, _v => f64::INFINITY, law => law.tail_hazard(x))
    }
}
