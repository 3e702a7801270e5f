//! Prices that move by chance over the years: one path in each future, the same in all arms.
//!
//! The logarithm of the price follows a random walk, or an Ornstein-Uhlenbeck process in its exact
//! discretisation (Dixit and Pindyck 1994, Investment under Uncertainty, chapter 3; Schwartz 1997, Journal of
//! Finance 52, 923-973); the factor is corrected so that its mean is 1 in every month.

use crate::finance::inflation::PriceCategory;
use sim_core::Streams;
use sim_core::special::normal_quantile;

/// A group of prices that moves.
#[derive(Clone, Debug, PartialEq)]
pub struct PricePath {
    /// Its name in the study file; key of its draws.
    pub name: String,
    /// The prices that follow it.
    pub category: PriceCategory,
    /// Standard deviation of the logarithm over a year, without what draws it back.
    pub volatility: f64,
    /// Months in which half of a deviation is gone; `None`: a random walk.
    pub half_life: Option<f64>,
}

impl PricePath {
    /// What is left of a deviation after a month, and the standard deviation of a month's step.
    fn step(&self) -> (f64, f64) {
        match self.half_life {
            None => (1.0, self.volatility / libm::sqrt(12.0)),
            Some(months) => {
                let kept = libm::exp2(-1.0 / months);
                // Per year.
                let pull = 12.0 * core::f64::consts::LN_2 / months;
                let variance =
                    self.volatility * self.volatility * (1.0 - kept * kept) / (2.0 * pull);
                (kept, libm::sqrt(variance))
            }
        }
    }

    /// Variance of the logarithm after so many months.
    pub fn variance(&self, months: u32) -> f64 {
        let (kept, sd) = self.step();
        (0..months).fold(0.0, |variance, _| kept * kept * variance + sd * sd)
    }

    /// Factor on the price in each month; the first month is that of the first day: 1.
    pub fn factors(&self, streams: Streams, months: u32) -> Vec<f64> {
        let stream = streams.stream(&self.name, "price path");
        let (kept, sd) = self.step();
        let (mut log, mut variance) = (0.0, 0.0);
        (0..months)
            .map(|month| {
                if month > 0 {
                    log = kept * log + sd * normal_quantile(stream.uniform_at(u64::from(month)));
                    variance = kept * kept * variance + sd * sd;
                }
                libm::exp(log - 0.5 * variance)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim_core::statistics::Tally;

    fn path(half_life: Option<f64>) -> PricePath {
        let category = PriceCategory::Energy;
        PricePath { name: "energy".to_owned(), category, volatility: 0.4, half_life }
    }

    /// Mean of the factor, mean and variance of its logarithm in a month, over futures.
    fn told(path: &PricePath, month: usize) -> (Tally, Tally) {
        let (mut factor, mut log) = (Tally::default(), Tally::default());
        for future in 0..6000 {
            let x = path.factors(Streams::new(7, future), 61)[month];
            factor.push(x);
            log.push(libm::log(x));
        }
        (factor, log)
    }

    #[test]
    fn d21_mean_and_variance_of_the_path_are_those_of_theory() {
        for (half_life, month) in [(None, 12), (None, 60), (Some(6.0), 3), (Some(6.0), 60)] {
            let path = path(half_life);
            let (factor, log) = told(&path, month);
            let error = factor.standard_deviation().unwrap() / libm::sqrt(6000.0);
            assert!((factor.mean().unwrap() - 1.0).abs() < 4.0 * error, "{half_life:?} {month}");
            let theory = match half_life {
                // sigma^2 t
                None => 0.16 * month as f64 / 12.0,
                // sigma^2 (1 - e^(-2 kappa t)) / (2 kappa), kappa = ln 2 / half a year
                Some(_) => {
                    let kappa = 2.0 * core::f64::consts::LN_2;
                    let t = month as f64 / 12.0;
                    0.16 * (1.0 - libm::exp(-2.0 * kappa * t)) / (2.0 * kappa)
                }
            };
            assert!((path.variance(month as u32) - theory).abs() < 1e-12);
            // The variance of a variance of normal values: 2 v^2 / n.
            let found = log.variance().unwrap();
            assert!(
                (found - theory).abs() < 4.0 * theory * libm::sqrt(2.0 / 6000.0),
                "{found} {theory}"
            );
            assert!((log.mean().unwrap() + 0.5 * theory).abs() < 4.0 * libm::sqrt(theory / 6000.0));
        }
    }

    #[test]
    fn d21_half_of_a_deviation_is_gone_after_its_half_life() {
        let path = path(Some(6.0));
        let (mut both, mut early) = (0.0, 0.0);
        for future in 0..6000 {
            let log = |month: u32, x: f64| libm::log(x) + 0.5 * path.variance(month);
            let factors = path.factors(Streams::new(3, future), 31);
            let (a, b) = (log(24, factors[24]), log(30, factors[30]));
            both += a * b;
            early += a * a;
        }
        // Regression of the later on the earlier deviation; its error is that of a slope.
        assert!((both / early - 0.5).abs() < 4.0 * libm::sqrt(0.75 / 6000.0), "{}", both / early);
    }

    #[test]
    fn d21_without_volatility_nothing_moves_and_each_future_has_its_own_path() {
        let calm = PricePath { volatility: 0.0, ..path(None) };
        assert!(calm.factors(Streams::new(1, 2), 40).iter().all(|x| *x == 1.0));
        let of = |future: u64| path(None).factors(Streams::new(1, future), 40);
        assert_eq!(of(3), of(3));
        assert_ne!(of(3), of(4));
        assert_eq!(of(3)[0], 1.0);
        // A longer horizon moves nothing.
        assert_eq!(path(None).factors(Streams::new(1, 3), 80)[..40], of(3));
    }
}
