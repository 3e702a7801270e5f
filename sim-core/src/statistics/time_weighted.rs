//! The average of a level over time.

use super::known;
use crate::clock::{SimDuration, SimTime};

/// A level that is constant between changes: a queue, parts in process, power drawn.
///
/// Time average L = (1/T) ∫ level dt, from the sum of level × ticks.
///
/// ```
/// use sim_core::statistics::TimeWeighted;
/// use sim_core::{SimDuration, SimTime};
/// let mut queue = TimeWeighted::new(SimTime::ZERO, 0.0);
/// queue.add(SimTime::ZERO + SimDuration::from_seconds(6.0), 2.0);
/// let end = SimTime::ZERO + SimDuration::from_seconds(10.0);
/// assert_eq!(queue.average(end), Some(0.8));
/// assert_eq!(queue.integral(end), 8.0); // level x seconds
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeWeighted {
    start: SimTime,
    since: SimTime,
    level: f64,
    /// Level × ticks up to `since`.
    area: f64,
    min: f64,
    max: f64,
}

impl TimeWeighted {
    /// Starts to observe at `start`, where the level is `level`.
    pub const fn new(start: SimTime, level: f64) -> Self {
        Self { start, since: start, level, area: 0.0, min: level, max: level }
    }

    /// Area up to `at`; an instant before the last change adds nothing.
    #[inline]
    fn area(&self, at: SimTime) -> f64 {
        self.area + self.level * (at.ticks().saturating_sub(self.since.ticks())).max(0) as f64
    }

    /// The level becomes `level` at `at`, not before the last change.
    #[inline]
    pub fn set(&mut self, at: SimTime, level: f64) {
        debug_assert!(at >= self.since, "a level cannot change in the past");
        self.area = self.area(at);
        self.since = self.since.max(at);
        self.level = level;
        self.min = self.min.min(level);
        self.max = self.max.max(level);
    }

    /// The level rises by `change` (falls, when negative) at `at`.
    #[inline]
    pub fn add(&mut self, at: SimTime, change: f64) {
        self.set(at, self.level + change);
    }

    /// The level now.
    pub const fn level(&self) -> f64 {
        self.level
    }
    /// Lowest level since the start of observation.
    pub const fn min(&self) -> f64 {
        self.min
    }
    /// Highest level since the start of observation.
    pub const fn max(&self) -> f64 {
        self.max
    }

    /// ∫ level dt from the start of observation to `until` \[level × s\].
    pub fn integral(&self, until: SimTime) -> f64 {
        self.area(until) / SimDuration::from_seconds(1.0).ticks() as f64
    }

    /// Time average from the start of observation to `until`; `None` when no time has passed.
    pub fn average(&self, until: SimTime) -> Option<f64> {
        let observed = until.ticks().saturating_sub(self.start.ticks());
        if observed > 0 { known(self.area(until) / observed as f64) } else { None }
    }

    /// Forgets what was observed, as at the end of a warm-up, and keeps the level.
    pub fn restart(&mut self, at: SimTime) {
        *self = Self::new(at, self.level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_is_area_over_time_and_a_restart_forgets_the_past() {
        let mut level = TimeWeighted::new(SimTime(10), 4.0);
        assert_eq!(level.average(SimTime(10)), None);
        level.set(SimTime(20), 1.0);
        level.add(SimTime(20), 1.0);
        level.set(SimTime(30), 0.0);
        assert_eq!(level.average(SimTime(50)), Some(1.5));
        assert_eq!((level.min(), level.max()), (0.0, 4.0));
        level.add(SimTime(50), 3.0);
        level.restart(SimTime(60));
        assert_eq!(level.average(SimTime(70)), Some(3.0));
        assert_eq!(level.min(), 3.0);
    }
}
