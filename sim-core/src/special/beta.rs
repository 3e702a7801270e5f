//! The incomplete beta function and the laws that rest on it.

use super::gamma::ln_gamma;
use super::root::increasing_root;
use std::cell::Cell;

/// ln B(a, b) for a, b > 0.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// Continued fraction of the incomplete beta function by the modified Lentz method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let limit = 500 + (20.0 * a.max(b).sqrt()) as usize;
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..=limit {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let delta = d * c;
        h *= delta;
        if (delta - 1.0).abs() < 2e-16 {
            break;
        }
    }
    h
}

/// I_x(a, b) where `y` is 1 − x, given apart to keep its precision.
fn regularised(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    let kernel = libm::exp(a * libm::log(x) + b * libm::log(y) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        (kernel * fraction(a, b, x) / a).min(1.0)
    } else {
        (1.0 - kernel * fraction(b, a, y) / b).max(0.0)
    }
}

/// Regularised incomplete beta function I_x(a, b), a, b > 0, 0 ≤ x ≤ 1: the beta distribution
/// function. The upper tail is `beta_i(b, a, 1.0 - x)`.
///
/// Continued fraction (Press et al., Numerical Recipes, section 6.4; DLMF 8.17.22).
pub fn beta_i(a: f64, b: f64, x: f64) -> f64 {
    regularised(a, b, x, 1.0 - x)
}

/// The x with I_x(a, b) = p.
///
/// Newton on ln I over ln x in the lower half; the upper half mirrors the law.
pub fn beta_i_inverse(a: f64, b: f64, p: f64) -> f64 {
    if p > 0.5 { 1.0 - lower_inverse(b, a, 1.0 - p) } else { lower_inverse(a, b, p) }
}

/// The x with I_x(a, b) = p for any p in (0, 1), precise in x near 0.
pub(crate) fn lower_inverse(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let constant = ln_beta(a, b);
    let target = libm::log(p);
    // For x -> 0, I = x^a / (a B(a, b)).
    let limit = (target + libm::log(a) + constant) / a;
    if limit < -690.0 {
        return libm::exp(limit);
    }
    let mean = libm::log(a / (a + b));
    let guess = if p < 0.05 { limit.min(mean) } else { mean };
    let y = increasing_root(
        |y| {
            let (x, rest) = (libm::exp(y), -libm::expm1(y));
            let value = regularised(a, b, x, rest);
            if value <= 0.0 {
                return (f64::NEG_INFINITY, f64::NAN);
            }
            let slope = libm::exp(a * y + (b - 1.0) * libm::log(rest) - constant) / value;
            (libm::log(value) - target, slope)
        },
        -745.0,
        0.0,
        guess,
    );
    libm::exp(y)
}

/// P(X ≤ k) for X binomial with `n` trials of probability `p`: I_{1−p}(n − k, k + 1).
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n || p <= 0.0 {
        return 1.0;
    }
    regularised((n - k) as f64, k as f64 + 1.0, 1.0 - p, p)
}

/// Distribution function of Student's t with `degrees` > 0 degrees of freedom.
///
/// P(T ≤ −|t|) = ½ I_{ν/(ν+t²)}(ν/2, ½) (Abramowitz and Stegun, 26.7.1).
pub fn student_t_cdf(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    let (x, y) = if square.is_finite() {
        (degrees / (degrees + square), square / (degrees + square))
    } else {
        (0.0, 1.0)
    };
    let tail = 0.5 * regularised(0.5 * degrees, 0.5, x, y);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// Quantile of Student's t with `degrees` > 0 degrees of freedom.
///
/// The one asked for last is remembered: hundreds of intervals rest on the same number of observations.
pub fn student_t_quantile(p: f64, degrees: f64) -> f64 {
    thread_local! {
        static LAST: Cell<[f64; 3]> = const { Cell::new([f64::NAN; 3]) };
    }
    let [last_p, last_degrees, known] = LAST.get();
    if p == last_p && degrees == last_degrees {
        return known;
    }
    let found = student_t(p, degrees);
    LAST.set([p, degrees, found]);
    found
}

fn student_t(p: f64, degrees: f64) -> f64 {
    let tail = p.min(1.0 - p);
    let square = if tail > 0.25 {
        let y = lower_inverse(0.5, 0.5 * degrees, 1.0 - 2.0 * tail);
        y / (1.0 - y)
    } else {
        let x = lower_inverse(0.5 * degrees, 0.5, 2.0 * tail);
        (1.0 - x) / x
    };
    let t = (degrees * square).sqrt();
    if p < 0.5 { -t } else { t }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_undoes_the_function() {
        for a in [0.1, 0.5, 1.0, 2.5, 30.0, 1e4] {
            for b in [0.1, 0.5, 1.0, 4.0, 70.0, 1e4] {
                for p in [1e-12, 1e-3, 0.2, 0.5, 0.8, 0.999] {
                    let x = beta_i_inverse(a, b, p);
                    if x > 1e-280 && x < 1.0 - 1e-9 {
                        let back = beta_i(a, b, x);
                        assert!((back / p - 1.0).abs() < 1e-7, "{a} {b} {p}: {x} {back}");
                    }
                }
            }
        }
    }

    #[test]
    fn published_points() {
        // Student's table; Cauchy for one degree; the arcsine law.
        for (p, degrees, t) in [
            (0.975, 1.0, 12.706_204_736_174_7),
            (0.975, 7.0, 2.364_624_251_592_784_4),
            (0.95, 9.0, 1.833_112_932_653_600_2),
            (0.975, 30.0, 2.042_272_456_301_238),
            (0.995, 199.0, 2.600_760_214_5),
        ] {
            assert!((student_t_quantile(p, degrees) / t - 1.0).abs() < 1e-9, "{p} {degrees}");
            assert!((student_t_cdf(t, degrees) - p).abs() < 1e-9);
        }
        assert_eq!(student_t_quantile(0.5, 4.0), 0.0);
        assert!((beta_i(0.5, 0.5, 0.25) - 1.0 / 3.0).abs() < 1e-14);
        assert!((binomial_cdf(5, 10, 0.5) - 0.623_046_875).abs() < 1e-14);
        assert_eq!(binomial_cdf(10, 10, 0.5), 1.0);
    }
}
