//! One of several laws, by weight.

use super::{Behaviour, Distribution, DistributionError};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mixture {
    /// Probability (they add up to 1) and law of each component.
    parts: Vec<(f64, Distribution)>,
}

impl Mixture {
    pub(super) fn new(parts: Vec<(f64, Distribution)>) -> Self {
        Self { parts }
    }

    fn sum(&self, of: impl Fn(&Distribution) -> f64) -> f64 {
        self.parts.iter().map(|(share, law)| share * of(law)).sum()
    }

    /// Smallest x that is `enough`, by bisection down to neighbouring numbers; it lies between
    /// the components' own quantiles, given by `of`.
    fn bisect(&self, of: impl Fn(&Distribution) -> f64, enough: impl Fn(f64) -> bool) -> f64 {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (_, law) in &self.parts {
            let x = of(law);
            (low, high) = (low.min(x), high.max(x));
        }
        if low >= high || enough(low) {
            return low;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high || high - low < 1e-15 * high.abs() {
                break;
            }
            if enough(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

impl Behaviour for Mixture {
    fn quantile(&self, u: f64) -> f64 {
        if u > 0.5 {
            return self.upper_quantile(1.0 - u);
        }
        self.bisect(|law| law.quantile(u), |x| self.cdf(x) >= u)
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.bisect(|law| law.upper_quantile(q), |x| self.survival(x) <= q)
    }
    fn cdf(&self, x: f64) -> f64 {
        self.sum(|law| law.cdf(x))
    }
    fn survival(&self, x: f64) -> f64 {
        self.sum(|law| law.survival(x))
    }
    fn mean(&self) -> f64 {
        self.sum(Distribution::mean)
    }
    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.sum(|law| law.variance() + (law.mean() - mean) * (law.mean() - mean))
    }
    fn support(&self) -> (f64, f64) {
        let low = self.parts.iter().map(|p| p.1.min()).fold(f64::INFINITY, f64::min);
        let high = self.parts.iter().map(|p| p.1.max()).fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        self.sum(|law| law.limited_mean(x))
    }
    fn tail_hazard(&self, x: f64) -> f64 {
        // The longest-lived component has the tail to itself.
        self.parts.iter().map(|p| p.1.tail_hazard(x)).fold(f64::INFINITY, f64::min)
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        let parts: Result<Vec<_>, _> =
            self.parts.iter().map(|(share, law)| Ok((*share, law.scaled(factor)?))).collect();
        Distribution::mixture(parts?)
    }
    fn describe(&self) -> String {
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|(share, law)| {
                format!("{} % {}", super::text::short(100.0 * share), law.describe())
            })
            .collect();
        format!("mixture({})", parts.join(" + "))
    }
}
