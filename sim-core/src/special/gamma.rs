//! The gamma function, its logarithmic derivative and the incomplete gamma function.

use super::normal::{normal_cdf, normal_quantile};
use super::root::increasing_root;

/// Above this shape the Wilson-Hilferty cube root is closer than the rounding of the exact series.
const LARGE_SHAPE: f64 = 1e7;

/// ln Γ(x) for x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Digamma ψ(x) = d ln Γ(x) / dx for x > 0; `None` elsewhere.
///
/// Recurrence up to x ≥ 10, then the asymptotic series (Abramowitz and Stegun, 6.3.5 and 6.3.18).
pub fn digamma(x: f64) -> Option<f64> {
    if !(x > 0.0 && x.is_finite()) {
        return None;
    }
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift -= 1.0 / x;
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series = r
        * (1.0 / 12.0
            - r * (1.0 / 120.0
                - r * (1.0 / 252.0
                    - r * (1.0 / 240.0 - r * (1.0 / 132.0 - r * (691.0 / 32_760.0 - r / 12.0))))));
    Some(shift + libm::log(x) - 0.5 / x - series)
}

/// x^a e^(−x) / Γ(a).
fn kernel(a: f64, x: f64) -> f64 {
    libm::exp(a * libm::log(x) - x - ln_gamma(a))
}

/// (P, Q) of the regularised incomplete gamma function, each with its own relative precision.
fn lower_and_upper(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    if a > LARGE_SHAPE {
        let z = 3.0 * a.sqrt() * (libm::cbrt(x / a) - 1.0 + 1.0 / (9.0 * a));
        return (normal_cdf(z), normal_cdf(-z));
    }
    let limit = 500 + (20.0 * a.sqrt()) as usize;
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..limit {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        let p = (sum * kernel(a, x)).min(1.0);
        return (p, 1.0 - p);
    }
    // Continued fraction by the modified Lentz method.
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..=limit {
        let i = i as f64;
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + an / c;
        if c.abs() < TINY {
            c = TINY;
        }
        let delta = d * c;
        h *= delta;
        if (delta - 1.0).abs() < 2e-16 {
            break;
        }
    }
    let q = (h * kernel(a, x)).min(1.0);
    (1.0 - q, q)
}

/// Regularised lower incomplete gamma function P(a, x) = γ(a, x)/Γ(a), a > 0, x ≥ 0: the gamma
/// distribution function with shape a and scale 1.
///
/// Series below a + 1, continued fraction above (Press et al., Numerical Recipes, section 6.2).
pub fn gamma_p(a: f64, x: f64) -> f64 {
    lower_and_upper(a, x).0
}

/// Q(a, x) = 1 − P(a, x) with its own relative precision in the upper tail.
pub fn gamma_q(a: f64, x: f64) -> f64 {
    lower_and_upper(a, x).1
}

/// The x with P(a, x) = p.
///
/// Newton on ln P over ln x in the lower half and on ln Q over x in the upper half, both nearly
/// straight lines in their tail; started by Wilson and Hilferty (1931).
pub fn gamma_p_inverse(a: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p > 0.5 { gamma_q_inverse(a, 1.0 - p) } else { lower_inverse(a, p) }
}

/// The inverse by the lower tail, for p up to the greater of ½ and P(a, 1).
fn lower_inverse(a: f64, p: f64) -> f64 {
    let z = normal_quantile(p);
    let cube_root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
    let wilson_hilferty = a * cube_root * cube_root * cube_root;
    if a > LARGE_SHAPE {
        return wilson_hilferty;
    }
    // P(a, x) <= x^a / Γ(a + 1), which bounds the root from below and is the limit for small x.
    let low = (libm::log(p) + ln_gamma(a + 1.0)) / a;
    if low < -690.0 {
        return libm::exp(low);
    }
    // The median lies below a.
    let high = libm::log(a.max(1.0)).max(low) + 1e-9;
    let guess = if cube_root > 0.3 { libm::log(wilson_hilferty) } else { low };
    let (target, constant) = (libm::log(p), ln_gamma(a));
    let y = increasing_root(
        |y| {
            let x = libm::exp(y);
            let p = lower_and_upper(a, x).0;
            let density = libm::exp(a * y - x - constant);
            (libm::log(p) - target, density / p)
        },
        low - 1e-9,
        high,
        guess.max(low),
    );
    libm::exp(y)
}

/// The x with Q(a, x) = q: the upper-tail inverse, precise for q down to 1e-300.
pub fn gamma_q_inverse(a: f64, q: f64) -> f64 {
    if q <= 0.0 {
        return f64::INFINITY;
    }
    if q > 0.5 || (a < 1.0 && q > gamma_q(a, 1.0)) {
        return lower_inverse(a, 1.0 - q);
    }
    let z = -normal_quantile(q);
    let cube_root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
    let wilson_hilferty = a * cube_root * cube_root * cube_root;
    if a > LARGE_SHAPE {
        return wilson_hilferty;
    }
    let mut high = wilson_hilferty.max(a) + 1.0;
    while gamma_q(a, high) > q {
        high *= 2.0;
    }
    let (target, constant) = (libm::log(q), ln_gamma(a));
    increasing_root(
        |x| {
            let q = lower_and_upper(a, x).1;
            let density = libm::exp((a - 1.0) * libm::log(x) - x - constant);
            (target - libm::log(q), density / q)
        },
        0.0,
        high,
        wilson_hilferty,
    )
}

/// Quantile of the chi-square law with `degrees` degrees of freedom: 2 P⁻¹(degrees/2, p).
pub fn chi_square_quantile(p: f64, degrees: f64) -> f64 {
    2.0 * gamma_p_inverse(0.5 * degrees, p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_undoes_the_function_in_both_tails() {
        for a in [0.01, 0.1, 0.5, 1.0, 3.0, 20.0, 1e3, 1e5] {
            for p in [1e-100, 1e-10, 1e-3, 0.1, 0.5, 0.9] {
                let x = gamma_p_inverse(a, p);
                if x > 1e-280 {
                    assert!((gamma_p(a, x) / p - 1.0).abs() < 1e-8, "P({a}, {x}) against {p}");
                }
                let x = gamma_q_inverse(a, p);
                if x > 1e-280 {
                    assert!((gamma_q(a, x) / p - 1.0).abs() < 1e-8, "Q({a}, {x}) against {p}");
                }
            }
        }
    }

    #[test]
    fn published_points() {
        // Exponential, chi-square tables, Euler's constant.
        assert!((gamma_p(1.0, 2.0) - (1.0 - libm::exp(-2.0))).abs() < 1e-15);
        assert!((chi_square_quantile(0.95, 1.0) - 3.841_458_820_694_124).abs() < 1e-12);
        assert!((chi_square_quantile(0.95, 10.0) - 18.307_038_053_275_14).abs() < 1e-12);
        assert!((chi_square_quantile(0.01, 100.0) - 70.064_894_925_399_78).abs() < 1e-10);
        let euler = digamma(1.0).map(|v| v + 0.577_215_664_901_532_9);
        assert!(euler.is_some_and(|v| v.abs() < 1e-14));
        assert_eq!(digamma(0.0), None);
    }

    #[test]
    fn series_and_cube_root_agree_where_they_meet() {
        let (a, b) = (0.999 * LARGE_SHAPE, 1.001 * LARGE_SHAPE);
        for z in [-4.0, -1.0, 0.0, 2.0] {
            let p = |a: f64| gamma_p(a, a + z * a.sqrt());
            assert!((p(a) - p(b)).abs() < 1e-6);
        }
    }
}
