//! Simulated time: whole microseconds since the start of the run, so that equal instants are equal.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Ticks in one second: the clock counts whole microseconds.
pub const TICKS_PER_SECOND: i64 = 1_000_000;
/// Ticks in one hour.
pub const TICKS_PER_HOUR: i64 = 3600 * TICKS_PER_SECOND;

/// An instant: microseconds since the start of the run \[µs\].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct SimTime(pub i64);

/// A length of time \[µs\]; may be negative as a difference, never as a delay.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct SimDuration(pub i64);

impl SimTime {
    /// The start of the run.
    pub const ZERO: Self = Self(0);
    /// Never: later than every instant a run can reach.
    pub const NEVER: Self = Self(i64::MAX);

    /// Microseconds since the start.
    #[inline]
    pub const fn ticks(self) -> i64 {
        self.0
    }
    /// Hours since the start, for output only.
    pub fn hours(self) -> f64 {
        self.0 as f64 / TICKS_PER_HOUR as f64
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than every run.
    pub const FOREVER: Self = Self(i64::MAX);

    /// Whole microseconds nearest to `seconds` (halves round up); anything beyond the clock's range (about 292,000
    /// years) becomes [`FOREVER`](Self::FOREVER).
    #[inline]
    pub fn from_seconds(seconds: f64) -> Self {
        let ticks = seconds * TICKS_PER_SECOND as f64;
        if ticks >= 9.0e18 { Self::FOREVER } else { Self((ticks + 0.5).floor() as i64) }
    }
    /// Whole microseconds nearest to `hours`.
    #[inline]
    pub fn from_hours(hours: f64) -> Self {
        Self::from_seconds(hours * 3600.0)
    }
    /// Microseconds.
    #[inline]
    pub const fn ticks(self) -> i64 {
        self.0
    }
    /// Seconds, for output and for formulas.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }
    /// Hours, for output and for formulas.
    pub fn hours(self) -> f64 {
        self.0 as f64 / TICKS_PER_HOUR as f64
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    #[inline]
    fn add(self, other: SimDuration) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl AddAssign<SimDuration> for SimTime {
    #[inline]
    fn add_assign(&mut self, other: SimDuration) {
        *self = *self + other;
    }
}
impl Sub for SimTime {
    type Output = SimDuration;
    #[inline]
    fn sub(self, other: Self) -> SimDuration {
        SimDuration(self.0 - other.0)
    }
}
impl Add for SimDuration {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl AddAssign for SimDuration {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl Sub for SimDuration {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl SubAssign for SimDuration {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} h", self.hours())
    }
}
impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} h", self.hours())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_instants_are_equal_however_they_were_reached() {
        let third = SimDuration::from_seconds(0.1);
        let mut t = SimTime::ZERO;
        for _ in 0..10 {
            t += third;
        }
        assert_eq!(t, SimTime::ZERO + SimDuration::from_seconds(1.0));
    }

    #[test]
    fn beyond_the_range_is_forever_not_a_wrapped_number() {
        assert_eq!(SimDuration::from_hours(1e300), SimDuration::FOREVER);
        assert_eq!(SimTime(5) + SimDuration::FOREVER, SimTime::NEVER);
    }
}
