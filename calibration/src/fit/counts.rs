//! Stops per day against the Poisson process.

use serde::Serialize;

use crate::fit::special::chi_square_sf;

/// Dispersion of counts over windows of unequal exposure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Dispersion {
    /// Windows (days) with exposure.
    pub windows: usize,
    /// Index: Σ (n_i − λ h_i)² / (λ h_i) / (m − 1) with λ = Σ n_i / Σ h_i; 1 for a Poisson
    /// process (Fisher 1950).
    pub index: f64,
    /// P(χ² with m − 1 degrees of freedom is as large).
    pub p_value: f64,
}

/// Windows with an expected count below this are left out: their terms explode.
const LEAST_EXPECTED: f64 = 0.2;

/// The index of dispersion of (count, exposure) pairs; `None` for fewer than ten windows.
pub fn dispersion(windows: &[(f64, f64)]) -> Option<Dispersion> {
    let (events, exposure) =
        windows.iter().fold((0.0, 0.0), |(n, h), (count, hours)| (n + count, h + hours));
    if !(events > 0.0 && exposure > 0.0) {
        return None;
    }
    let rate = events / exposure;
    let used: Vec<_> = windows.iter().filter(|(_, h)| rate * h >= LEAST_EXPECTED).collect();
    if used.len() < 10 {
        return None;
    }
    let chi: f64 = used.iter().map(|(n, h)| (n - rate * h) * (n - rate * h) / (rate * h)).sum();
    let degrees = used.len() as f64 - 1.0;
    Some(Dispersion {
        windows: used.len(),
        index: chi / degrees,
        p_value: chi_square_sf(chi, degrees),
    })
}
