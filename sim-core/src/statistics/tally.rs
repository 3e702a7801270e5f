//! Count, mean, spread and extremes of single observations.

use super::known;
use crate::sums::{extremes, sum_of};

/// Running moments of observations, numerically stable and mergeable.
///
/// Welford (1962) for one value, Chan, Golub and LeVeque (1983), The American Statistician 37,
/// 242-247, for two groups. Observations should be finite; after one that is not, the mean and
/// what rests on it are `None`.
///
/// ```
/// use sim_core::statistics::Tally;
/// let lot: Tally = [2.0, 4.0, 6.0].into_iter().collect();
/// assert_eq!(lot.mean(), Some(4.0));
/// assert_eq!(lot.variance(), Some(4.0)); // divided by n - 1
/// assert_eq!(Tally::default().mean(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    count: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
    min: f64,
    max: f64,
}

impl Tally {
    /// Adds one observation.
    #[inline]
    pub fn push(&mut self, value: f64) {
        if self.count == 0 {
            (self.min, self.max) = (value, value);
        } else {
            (self.min, self.max) = (self.min.min(value), self.max.max(value));
        }
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squares += deviation * (value - self.mean);
    }

    /// Of all these at once: faster, and other last digits.
    ///
    /// The corrected two-pass algorithm about the first value (Chan, Golub and LeVeque 1983), so that equal
    /// observations have no spread.
    pub fn of(values: &[f64]) -> Self {
        let Some(((min, max), about)) = extremes(values).zip(values.first()) else {
            return Self::default();
        };
        let n = values.len() as f64;
        let mean = about + sum_of(values, |x| x - about) / n;
        let off = sum_of(values, |x| x - mean);
        let squares = sum_of(values, |x| (x - mean) * (x - mean)) - off * off / n;
        // Rounding may leave less than nothing.
        let squares = if squares < 0.0 { 0.0 } else { squares };
        Self { count: values.len() as u64, mean, squares, min, max }
    }

    /// Adds all observations of `other`; exact up to rounding, so the order of merging should be
    /// fixed where digits count.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let gap = other.mean - self.mean;
        self.mean += gap * (m / (n + m));
        self.squares += other.squares + gap * gap * (n * m / (n + m));
        self.count += other.count;
        (self.min, self.max) = (self.min.min(other.min), self.max.max(other.max));
    }

    /// How many observations.
    pub const fn count(&self) -> u64 {
        self.count
    }
    /// Arithmetic mean; `None` without observations.
    pub fn mean(&self) -> Option<f64> {
        if self.count > 0 { known(self.mean) } else { None }
    }
    /// Sum of the observations; 0 without any.
    pub fn sum(&self) -> f64 {
        self.mean * self.count as f64
    }
    /// Sample variance s² = Σ(x − mean)²/(n − 1); `None` below two observations.
    pub fn variance(&self) -> Option<f64> {
        if self.count > 1 { known(self.squares / (self.count - 1) as f64) } else { None }
    }
    /// Sample standard deviation s; `None` below two observations.
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }
    /// Sample standard deviation where there is more of it than rounding leaves in values that would all be the
    /// same; `None` otherwise.
    pub fn spread(&self) -> Option<f64> {
        self.standard_deviation().filter(|sd| *sd > self.rounding())
    }
    /// What rounding may leave in sums of such numbers: 10⁻¹¹ of the largest, whatever its sign.
    pub fn rounding(&self) -> f64 {
        1e-11 * self.min.abs().max(self.max.abs())
    }
    /// Standard error of the mean s/√n for independent observations; `None` below two.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }
    /// Smallest observation.
    pub fn min(&self) -> Option<f64> {
        if self.count > 0 { known(self.min) } else { None }
    }
    /// Greatest observation.
    pub fn max(&self) -> Option<f64> {
        if self.count > 0 { known(self.max) } else { None }
    }
}

impl Extend<f64> for Tally {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

impl FromIterator<f64> for Tally {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut tally = Self::default();
        tally.extend(values);
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_is_like_pushing_everything() {
        let values: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i % 17) * 0.25).collect();
        let whole: Tally = values.iter().copied().collect();
        for cut in [0, 1, 500, 999, 1000] {
            let mut left: Tally = values[..cut].iter().copied().collect();
            left.merge(&values[cut..].iter().copied().collect());
            assert_eq!((left.count(), left.min(), left.max()), (1000, whole.min(), whole.max()));
            assert!((left.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-5);
            assert!((left.variance().unwrap() / whole.variance().unwrap() - 1.0).abs() < 1e-6);
        }
        // A large offset does not eat the variance: population variance 6 of 0, 0.25, ..., 4.
        let full: Tally = (0..17_000).map(|i| 1e9 + f64::from(i % 17) * 0.25).collect();
        assert!((full.variance().unwrap() - 1.5).abs() < 1e-3);
    }

    #[test]
    fn all_at_once_is_like_one_by_one() {
        assert_eq!(Tally::of(&[]), Tally::default());
        assert_eq!(Tally::of(&[0.1; 37]), [0.1; 37].into_iter().collect());
        for n in [1, 7, 8, 1000] {
            let values: Vec<f64> = (0..n).map(|i| 1e9 + f64::from(i * i % 17) * 0.25).collect();
            let (once, whole) = (Tally::of(&values), values.iter().copied().collect::<Tally>());
            let ends = |tally: &Tally| (tally.count(), tally.min(), tally.max());
            assert_eq!(ends(&once), ends(&whole));
            assert!((once.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-6);
            let variance = |tally: &Tally| tally.variance().unwrap_or(0.0);
            assert!((variance(&once) - variance(&whole)).abs() <= 1e-6 * variance(&whole));
        }
        assert_eq!(Tally::of(&[1.0, f64::NAN, 2.0]).mean(), None);
    }

    #[test]
    fn rounding_is_no_spread() {
        let same = [0.3, 0.1 + 0.2, 0.3, 0.5 - 0.2];
        assert!(Tally::of(&same).standard_deviation().unwrap() > 0.0);
        assert_eq!(Tally::of(&same).spread(), None);
        assert!(Tally::of(&[0.3, 0.300_000_001]).spread().is_some());
        assert_eq!(Tally::of(&[0.0; 5]).spread(), None);
    }

    #[test]
    fn what_does_not_exist_is_none() {
        let mut tally = Tally::default();
        assert_eq!((tally.mean(), tally.min(), tally.variance()), (None, None, None));
        tally.push(3.0);
        assert_eq!(
            (tally.mean(), tally.max(), tally.standard_error()),
            (Some(3.0), Some(3.0), None)
        );
        tally.push(f64::NAN);
        assert_eq!((tally.mean(), tally.variance()), (None, None));
    }
}
