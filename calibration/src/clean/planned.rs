//! Planned stops: the line neither runs nor fails.

use crate::event::Stop;

/// Time taken by planned stops.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlannedTime {
    /// Disjoint intervals in order, and the planned time before each, in s.
    intervals: Vec<(f64, f64, f64)>,
    /// Sum of all planned stops, with or without a time of day, in s.
    total_s: f64,
}

impl PlannedTime {
    /// The planned stops among `stops`; overlaps are merged.
    pub fn of(stops: &[Stop]) -> Self {
        let planned = || stops.iter().filter(|s| s.planned == Some(true));
        let mut raw: Vec<(f64, f64)> =
            planned().filter_map(|s| Some((s.start_abs_s()?, s.end_abs_s()?))).collect();
        raw.retain(|(a, b)| b > a);
        raw.sort_by(|a, b| a.0.total_cmp(&b.0));
        let untimed = planned().filter(|s| s.start_abs_s().is_none());
        let mut total_s: f64 = untimed.filter_map(|s| s.duration_s).filter(|d| *d > 0.0).sum();
        let (mut intervals, mut before, mut last) = (Vec::new(), 0.0, f64::NEG_INFINITY);
        for (start, end) in raw {
            let start = start.max(last);
            if end > start {
                intervals.push((start, end, before));
                before += end - start;
                last = end;
            }
        }
        total_s += before;
        Self { intervals, total_s }
    }

    /// All planned time, in h.
    pub fn total_h(&self) -> f64 {
        self.total_s / 3600.0
    }

    /// Planned time between two instants, in s.
    pub fn between_s(&self, from_s: f64, to_s: f64) -> f64 {
        (self.before_s(to_s) - self.before_s(from_s)).max(0.0)
    }

    fn before_s(&self, t: f64) -> f64 {
        match self.intervals.partition_point(|(start, _, _)| *start < t).checked_sub(1) {
            Some(i) => {
                let (start, end, before) = self.intervals[i];
                before + t.min(end) - start
            }
            None => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trap_13_overlapping_intervals_count_once() {
        let stop = |start: f64, duration: f64| Stop {
            date: Some(jiff::civil::Date::constant(1970, 1, 1)),
            start_s: Some(start),
            duration_s: Some(duration),
            planned: Some(true),
            ..Stop::default()
        };
        let time = PlannedTime::of(&[stop(100.0, 50.0), stop(120.0, 60.0), stop(300.0, 10.0)]);
        assert_eq!(time.total_h() * 3600.0, 90.0);
        assert_eq!(time.between_s(110.0, 305.0), 75.0);
        assert_eq!(time.between_s(0.0, 100.0), 0.0);
    }
}
