//! Special functions: the normal, gamma and beta families and their inverses.
//!
//! Everything rests on the `libm` crate, so that the digits are the same on every machine.

mod beta;
mod gamma;
mod normal;
mod root;

pub use beta::{beta_i, beta_i_inverse, binomial_cdf, ln_beta, student_t_cdf, student_t_quantile};
pub use gamma::{
    chi_square_quantile, digamma, gamma_p, gamma_p_inverse, gamma_q, gamma_q_inverse, ln_gamma,
};
pub use normal::{normal_cdf, normal_density, normal_quantile};
