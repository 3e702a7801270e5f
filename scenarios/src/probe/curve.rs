//! Stops inserted into the schedule of the constraint.

use crate::pairing::replay::servers;
use sim_core::{SimDuration, SimTime, Streams};
use std::sync::Arc;
use twin_models::plant::calendar::{CalendarState, TICKS_PER_WEEK};
use twin_models::plant::model::Plant;

/// Microseconds of an hour.
const HOUR: i64 = sim_core::TICKS_PER_HOUR;

/// When production is planned, from the start of the run to its end.
#[derive(Clone, Debug)]
pub(super) struct OpenTime {
    spans: Vec<(i64, i64)>,
}

impl OpenTime {
    pub(super) fn of(plant: &Plant, until: SimTime) -> Self {
        let line = plant.calendar.timeline(plant.start, until);
        let ends = line.iter().skip(1).map(|(at, _)| at.0).chain([until.0]);
        let spans = line
            .iter()
            .zip(ends)
            .filter(|((_, state), _)| *state == CalendarState::Open)
            .map(|((from, _), to)| (from.0, to.min(until.0)))
            .filter(|(from, to)| from < to);
        Self { spans: spans.collect() }
    }

    /// Open time of each full week.
    pub(super) fn weeks(&self, until: SimTime) -> Vec<i64> {
        let mut weeks = vec![0; (until.0 / TICKS_PER_WEEK) as usize];
        for (from, to) in &self.spans {
            let mut at = *from;
            while at < *to {
                let week = at / TICKS_PER_WEEK;
                let end = ((week + 1) * TICKS_PER_WEEK).min(*to);
                if let Some(sum) = weeks.get_mut(week as usize) {
                    *sum += end - at;
                }
                at = end;
            }
        }
        weeks
    }

    /// From the first open instant at or after `from` until `length` of open time is over.
    pub(super) fn stop(&self, from: i64, length: i64) -> Option<(i64, i64)> {
        let mut begin = None;
        let mut left = length;
        for (open, close) in self.spans.iter().filter(|(_, close)| *close > from) {
            let at = (*open).max(from);
            begin.get_or_insert(at);
            if close - at >= left {
                return begin.map(|begin| (begin, at + left));
            }
            left -= close - at;
        }
        None
    }
}

/// Stops of `hours`, one in every `every` weeks until `last`, at a time of their own in each future.
pub(super) fn stops(
    open: &OpenTime,
    streams: Streams,
    (hours, every): (f64, i64),
    last: SimTime,
) -> Vec<(SimDuration, SimDuration)> {
    let spacing = every * 7 * 24 * HOUR;
    let length = (hours * HOUR as f64) as i64;
    let draw = streams.stream("downtime hour", "time of a stop");
    let mut all: Vec<(SimDuration, SimDuration)> = Vec::new();
    for k in 0..last.0 / spacing {
        let at = k * spacing + (draw.uniform_at(k as u64) * spacing as f64) as i64;
        let Some((from, to)) = open.stop(at, length) else { break };
        let after = all.last().map_or(i64::MIN, |(_, to)| to.0);
        if to <= last.0 && from > after {
            all.push((SimDuration(from), SimDuration(to)));
        }
    }
    all
}

/// The plant with these stops at every machine of its constraint, beside those it knows.
pub(super) fn stopped(plant: &Plant, stops: &[(SimDuration, SimDuration)]) -> Arc<Plant> {
    let mut plant = plant.clone();
    for m in servers(&plant) {
        let known = &mut plant.machines[m.index()].stops;
        known.extend_from_slice(stops);
        known.sort_unstable();
        let mut merged: Vec<(SimDuration, SimDuration)> = Vec::with_capacity(known.len());
        for (from, to) in known.drain(..) {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        *known = merged;
    }
    Arc::new(plant)
}
