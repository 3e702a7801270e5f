//! Special functions the likelihoods need; those of the kernel, and one tail.

pub use sim_core::special::{
    gamma_p, gamma_p_inverse, gamma_q, ln_gamma, normal_cdf, normal_quantile,
};

/// ln(1 − Φ(z)), also far in the tail, where 1 − Φ(z) = φ(z)/(z + 1/(z + 2/(z + 3/(z + …))))
/// (Laplace's continued fraction; Abramowitz and Stegun 26.2.14).
pub fn ln_normal_sf(z: f64) -> f64 {
    if z < 6.0 {
        return libm::log(0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2));
    }
    let mut tail = z;
    for k in (1..=40).rev() {
        tail = z + f64::from(k) / tail;
    }
    -0.5 * z * z - 0.5 * libm::log(2.0 * std::f64::consts::PI) - libm::log(tail)
}

/// P(χ² > x) with `degrees` degrees of freedom.
pub fn chi_square_sf(x: f64, degrees: f64) -> f64 {
    gamma_q(0.5 * degrees, 0.5 * x.max(0.0))
}
