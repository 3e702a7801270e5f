//! Is the process stationary and are the gaps independent? To be asked before gaps are fitted.

use serde::Serialize;

use crate::fit::special::{chi_square_sf, normal_cdf};

/// Tests of trend over a window (0, end], time-truncated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// Laplace U = (Σ t_i / n − T/2) / (T / √(12 n)); positive: failures come faster.
    pub laplace_u: f64,
    /// Two-sided p-value of U (standard normal).
    pub laplace_p: f64,
    /// MIL-HDBK-189: 2 Σ ln(T / t_i), χ² with 2 n degrees of freedom without trend.
    pub mil_hdbk_189: f64,
    /// Two-sided p-value of it.
    pub mil_hdbk_189_p: f64,
}

/// Both tests; `None` for fewer than three events or events outside (0, end].
pub fn trend(times: &[f64], end: f64) -> Option<Trend> {
    let n = times.len() as f64;
    if times.len() < 3 || !times.iter().all(|t| *t > 0.0 && *t <= end) {
        return None;
    }
    let mean = times.iter().sum::<f64>() / n;
    let laplace_u = (mean - 0.5 * end) / (end / libm::sqrt(12.0 * n));
    let mil_hdbk_189 = 2.0 * times.iter().map(|t| libm::log(end / t)).sum::<f64>();
    let upper = chi_square_sf(mil_hdbk_189, 2.0 * n);
    Some(Trend {
        laplace_u,
        laplace_p: 2.0 * (1.0 - normal_cdf(laplace_u.abs())),
        mil_hdbk_189,
        mil_hdbk_189_p: (2.0 * upper.min(1.0 - upper)).min(1.0),
    })
}

/// Lag-1 autocorrelation r₁ = Σ (x_i − x̄)(x_{i+1} − x̄) / Σ (x_i − x̄)² of the logarithms (gaps are
/// skewed); `None` for fewer than ten gaps or equal ones.
pub fn lag1(gaps: &[f64]) -> Option<f64> {
    if gaps.len() < 10 || gaps.iter().any(|g| *g <= 0.0) {
        return None;
    }
    let x: Vec<f64> = gaps.iter().map(|g| libm::log(*g)).collect();
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    let total: f64 = x.iter().map(|v| (v - mean) * (v - mean)).sum();
    let pairs: f64 = x.windows(2).map(|w| (w[0] - mean) * (w[1] - mean)).sum();
    (total > 0.0).then(|| pairs / total)
}
