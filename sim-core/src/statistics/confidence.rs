//! Confidence intervals for means, differences and shares.

use super::{Tally, known};
use crate::special::{normal_quantile, student_t_quantile};
use crate::sums::sum_of_both;

/// An estimate between its confidence limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Point estimate \[unit of the values\].
    pub estimate: f64,
    /// Lower limit \[unit of the values\].
    pub lower: f64,
    /// Upper limit \[unit of the values\].
    pub upper: f64,
    /// Nominal probability that the interval covers the truth \[0..1\].
    pub level: f64,
}

impl Interval {
    /// Half the width \[unit of the values\].
    pub fn half_width(&self) -> f64 {
        0.5 * (self.upper - self.lower)
    }
    /// Half-width over |estimate|; `None` for an estimate of zero.
    pub fn relative_precision(&self) -> Option<f64> {
        known(self.half_width() / self.estimate.abs())
    }
    /// Whether `value` lies within the limits.
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
    fn around(estimate: f64, half_width: f64, level: f64) -> Option<Self> {
        let (lower, upper) = (estimate - half_width, estimate + half_width);
        (lower.is_finite() && upper.is_finite()).then_some(Self { estimate, lower, upper, level })
    }
}

/// Probability below the upper limit of a two-sided interval; `None` for an impossible level.
fn upper(level: f64) -> Option<f64> {
    (level > 0.0 && level < 1.0).then_some(0.5 * (1.0 + level))
}

/// Student's interval for the mean of independent observations: mean ± t s/√n with n − 1 degrees
/// of freedom (Law, Simulation Modeling and Analysis, 5th ed., section 4.5).
///
/// `None` below two observations or for a level outside (0, 1).
pub fn mean_interval(tally: &Tally, level: f64) -> Option<Interval> {
    let t = student_t_quantile(upper(level)?, tally.count().checked_sub(1)? as f64);
    Interval::around(tally.mean()?, t * tally.standard_error()?, level)
}

/// Two arms compared replication by replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Mean of after − before, with its limits.
    pub difference: Interval,
    /// Student's t of the mean difference; `None` when all differences are equal.
    pub t: Option<f64>,
    /// Correlation of the arms: what common random numbers are worth; `None` without spread.
    pub correlation: Option<f64>,
}

/// Paired interval for the mean of after − before, one pair a replication (Law, section 10.2.1).
///
/// `None` when the lengths differ, below two pairs, or for an impossible level.
pub fn paired_interval(before: &[f64], after: &[f64], level: f64) -> Option<Paired> {
    if before.len() != after.len() {
        return None;
    }
    let tally: Tally = before.iter().zip(after).map(|(b, a)| a - b).collect();
    let difference = mean_interval(&tally, level)?;
    let t = known(difference.estimate / tally.standard_error()?);
    Some(Paired { difference, t, correlation: correlation(before, after) })
}

/// Pearson's coefficient of correlation; `None` when the lengths differ, below two pairs, or when
/// one side has no spread beyond [rounding](Tally::spread).
pub fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() != b.len() {
        return None;
    }
    let (left, right) = (Tally::of(a), Tally::of(b));
    let (mean_a, mean_b) = (left.mean()?, right.mean()?);
    let shared = sum_of_both(a, b, |x, y| (x - mean_a) * (y - mean_b));
    let spread = left.spread()? * right.spread()? * (a.len() - 1) as f64;
    known(shared / spread).map(|r| r.clamp(-1.0, 1.0))
}

/// Two independent groups compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// Mean of after − mean of before, with its limits.
    pub difference: Interval,
    /// Degrees of freedom after Welch and Satterthwaite.
    pub degrees: f64,
    /// Student's t of the difference.
    pub t: f64,
}

/// Welch's interval for the difference of two independent means with unequal variances (Welch
/// 1938; Law, section 10.2.2). For arms under common random numbers use [`paired_interval`].
///
/// `None` below two observations a group, without any spread, or for an impossible level.
pub fn welch_interval(before: &Tally, after: &Tally, level: f64) -> Option<Welch> {
    let part = |tally: &Tally| Some(tally.variance()? / tally.count() as f64);
    let (a, b) = (part(before)?, part(after)?);
    let (n, m) = ((before.count() - 1) as f64, (after.count() - 1) as f64);
    let degrees = known((a + b) * (a + b) / (a * a / n + b * b / m))?;
    let error = (a + b).sqrt();
    let estimate = after.mean()? - before.mean()?;
    let half_width = student_t_quantile(upper(level)?, degrees) * error;
    let difference = Interval::around(estimate, half_width, level)?;
    Some(Welch { difference, degrees, t: known(estimate / error)? })
}

/// Wilson's score interval for a share, such as a probability of profit: never outside \[0, 1\],
/// sound near 0 and 1 (Wilson 1927; Brown, Cai and DasGupta 2001, Statistical Science 16).
///
/// `None` without trials, with more successes than trials, or for an impossible level.
pub fn wilson_interval(successes: u64, trials: u64, level: f64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    let z = normal_quantile(upper(level)?);
    let (lower, upper) = wilson_limits(successes as f64, trials as f64, z);
    Some(Interval { estimate: successes as f64 / trials as f64, lower, upper, level })
}

pub(super) fn wilson_limits(successes: f64, trials: f64, z: f64) -> (f64, f64) {
    let n = trials;
    let share = successes / n;
    let shrink = 1.0 + z * z / n;
    let centre = (share + 0.5 * z * z / n) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + 0.25 * z * z / (n * n)).sqrt();
    let lower = if successes == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let upper = if successes == trials { 1.0 } else { (centre + half).min(1.0) };
    (lower, upper)
}

/// Smallest number n ≥ 2 of replications with t s/√n ≤ `half_width`, for the standard deviation s
/// of a pilot (Law, section 9.4.1): an expectation, not a promise.
///
/// `None` below two pilot observations, for a half-width that is not positive, or an impossible
/// level.
pub fn replications_needed(pilot: &Tally, half_width: f64, level: f64) -> Option<u64> {
    let (p, s) = (upper(level)?, pilot.standard_deviation()?);
    if half_width.is_nan() || half_width <= 0.0 {
        return None;
    }
    let enough =
        |n: u64| student_t_quantile(p, (n - 1) as f64) * s / (n as f64).sqrt() <= half_width;
    let mut high = 2_u64;
    while !enough(high) {
        high = high.checked_mul(2).filter(|&n| n < 1 << 50)?;
    }
    let mut low = 1;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_stays_inside_and_matches_the_textbook() {
        // Brown, Cai and DasGupta: 0 of 10 at 95 %.
        let none = wilson_interval(0, 10, 0.95).unwrap();
        assert_eq!(none.lower, 0.0);
        assert!((none.upper - 0.277_533).abs() < 1e-6);
        let all = wilson_interval(10, 10, 0.95).unwrap();
        assert_eq!((all.estimate, all.upper), (1.0, 1.0));
        assert_eq!(wilson_interval(0, 0, 0.95), None);
        assert_eq!(wilson_interval(3, 2, 0.95), None);
    }

    #[test]
    fn what_cannot_be_said_is_none() {
        let (empty, one) = (Tally::default(), [1.0].into_iter().collect::<Tally>());
        let two: Tally = [1.0, 3.0].into_iter().collect();
        assert_eq!(mean_interval(&empty, 0.95), None);
        assert_eq!(mean_interval(&one, 0.95), None);
        assert_eq!(mean_interval(&two, 1.0), None);
        assert!(mean_interval(&two, 0.95).is_some());
        let flat: Tally = [1.0, 1.0].into_iter().collect();
        assert_eq!(welch_interval(&flat, &flat, 0.95), None);
        assert_eq!(correlation(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(paired_interval(&[1.0], &[1.0, 2.0], 0.95), None);
        let same = paired_interval(&[1.0, 2.0], &[1.0, 2.0], 0.95).unwrap();
        assert_eq!((same.difference.half_width(), same.t), (0.0, None));
        assert_eq!(same.difference.relative_precision(), None);
        assert_eq!(replications_needed(&two, 0.0, 0.95), None);
        assert_eq!(replications_needed(&flat, 0.1, 0.95), Some(2));
    }
}
