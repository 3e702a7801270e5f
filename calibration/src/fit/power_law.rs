//! The power-law process: repairs leave a system as old as it was (minimal repair).

use serde::Serialize;

/// Power-law process with intensity (β/η)(t/η)^(β−1) (Crow 1974).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PowerLaw {
    /// β; above 1 failures come faster.
    pub shape: f64,
    /// η: age at the first expected failure, in the unit of the times.
    pub scale: f64,
    /// Log-likelihood.
    pub ln_likelihood: f64,
}

impl PowerLaw {
    /// Maximum likelihood for one system watched over (0, end]: β = n / Σ ln(T/t_i),
    /// η = T / n^(1/β). `None` for fewer than three events or events outside the window.
    pub fn fit(times: &[f64], end: f64) -> Option<Self> {
        let n = times.len() as f64;
        if times.len() < 3 || !times.iter().all(|t| *t > 0.0 && *t <= end) {
            return None;
        }
        let logs: f64 = times.iter().map(|t| libm::log(end / t)).sum();
        if logs <= 0.0 {
            return None;
        }
        let shape = n / logs;
        let scale = end / libm::pow(n, 1.0 / shape);
        let ln_times: f64 = times.iter().map(|t| libm::log(t / scale)).sum();
        let ln_likelihood = n * libm::log(shape / scale) + (shape - 1.0) * ln_times - n;
        Some(Self { shape, scale, ln_likelihood })
    }

    /// Expected failures between two ages: (b/η)^β − (a/η)^β.
    pub fn expected(&self, from: f64, to: f64) -> f64 {
        libm::pow(to / self.scale, self.shape) - libm::pow(from / self.scale, self.shape)
    }

    /// Rate of occurrence of failures at an age.
    pub fn rate(&self, age: f64) -> f64 {
        self.shape / self.scale * libm::pow(age / self.scale, self.shape - 1.0)
    }
}
