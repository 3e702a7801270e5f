//! Optima are found on formulas, as the cases ask; the formulas rest on sim-core's distributions.

use sim_core::Distribution;

/// Place and value of the minimum of a function with one valley.
pub(crate) fn minimum(f: impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    let (mut low, mut high) = (low, high);
    for _ in 0..200 {
        let (a, b) = (low + (high - low) * 0.382, low + (high - low) * 0.618);
        if f(a) < f(b) {
            high = b;
        } else {
            low = a;
        }
    }
    let best = 0.5 * (low + high);
    (best, f(best))
}

/// Cost rate of age replacement; each of both kinds of replacement has a cost and a duration.
pub(crate) fn age_cost(law: &Distribution, age: f64, prevent: (f64, f64), fail: (f64, f64)) -> f64 {
    let (kept, failed) = (law.survival(age), law.cdf(age));
    let cycle = law.limited_mean(age) + prevent.1 * kept + fail.1 * failed;
    (prevent.0 * kept + fail.0 * failed) / cycle
}

/// Share of defects that become failures when every inspection finds each with probability `beta`.
pub(crate) fn delay_time_failures(alpha: f64, beta: f64, every: f64) -> f64 {
    let over = -libm::expm1(-alpha * every);
    let lasts_to_first = over / (alpha * every);
    1.0 - beta * lasts_to_first / (1.0 - (1.0 - beta) * (1.0 - over))
}

/// Expected renewals by time (Xie 1989, Riemann-Stieltjes sums at midpoints).
pub(crate) struct Renewals {
    step: f64,
    at: Vec<f64>,
}

impl Renewals {
    pub(crate) fn new(law: &Distribution, until: f64, steps: usize) -> Self {
        let step = until / steps as f64;
        let whole: Vec<f64> = (0..=steps).map(|k| law.cdf(k as f64 * step)).collect();
        let half: Vec<f64> = (0..=steps).map(|k| law.cdf((k as f64 + 0.5) * step)).collect();
        let mut at = vec![0.0; steps + 1];
        for i in 1..=steps {
            let past: f64 = (1..i).map(|j| half[i - j] * (at[j] - at[j - 1])).sum();
            at[i] = (whole[i] + past - half[0] * at[i - 1]) / (1.0 - half[0]);
        }
        Self { step, at }
    }

    pub(crate) fn until(&self, time: f64) -> f64 {
        let place = (time / self.step).min((self.at.len() - 2) as f64);
        let k = place.floor() as usize;
        self.at[k] + (place - k as f64) * (self.at[k + 1] - self.at[k])
    }
}
