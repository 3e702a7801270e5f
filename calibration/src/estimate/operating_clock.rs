//! Operating time between stops: the clock stands while the line is down, and is not watched
//! between the last stop of a day and the first of the next when the line is monitored by day.

use crate::clean::Cleaned;
use crate::event::Hours;
use crate::fit::{Sample, Seen};

/// Operating time from the end of one stop to the start of the next, in s, planned stops taken out;
/// `None` across a day when days are watched apart. A stop of unknown length counts as 0 s long.
fn between(cleaned: &Cleaned, i: usize, by_day: bool) -> Option<f64> {
    let (a, b) = (&cleaned.stops[i - 1], &cleaned.stops[i]);
    if by_day && a.date != b.date {
        return None;
    }
    let (from, to) = (a.end_abs_s().or(a.start_abs_s())?, b.start_abs_s()?);
    let gap = to - from - cleaned.planned.between_s(from, to);
    (gap > 0.0).then_some(gap)
}

/// Times to failure by mode, in operating time since the mode's last stop: the stops of other modes
/// neither end nor restart it; what runs since the last stop of the mode is right-censored.
/// Empty samples for a log without times.
pub fn gaps(cleaned: &Cleaned, mode_of: &[usize], modes: usize, by_day: bool) -> Vec<Sample> {
    let mut samples = vec![Sample::default(); modes];
    if !cleaned.timed {
        return samples;
    }
    let mut since = vec![None::<f64>; modes];
    for (i, mode) in mode_of.iter().copied().enumerate() {
        if i > 0
            && let Some(gap) = between(cleaned, i, by_day)
        {
            since.iter_mut().flatten().for_each(|s| *s += gap);
        }
        if let Some(age) = since[mode].filter(|age| *age > 0.0) {
            samples[mode].rows.push(crate::fit::Observation {
                seen: Seen::Exact(age),
                entry: 0.0,
                weight: 1.0,
            });
        }
        since[mode] = Some(0.0);
    }
    for (sample, since) in samples.iter_mut().zip(since) {
        if let Some(age) = since.filter(|age| *age > 0.0) {
            *sample = std::mem::take(sample).with([Seen::Right(age)]);
        }
    }
    samples
}

/// All operating times between neighbouring stops, in order, in s.
pub fn line_gaps(cleaned: &Cleaned, by_day: bool) -> Vec<f64> {
    if !cleaned.timed {
        return Vec::new();
    }
    (1..cleaned.stops.len()).filter_map(|i| between(cleaned, i, by_day)).collect()
}

/// Positions of all stops on the clock of running hours, and its end, in h; with a table, the stops
/// of a day are spread evenly over its hours; without one, the log's own operating time.
pub fn positions(cleaned: &Cleaned, hours: Option<&Hours>) -> (Vec<f64>, f64) {
    let mut at = Vec::new();
    let mut clock = 0.0;
    if let Some(hours) = hours {
        for day in &hours.days {
            let n = cleaned.stops.iter().filter(|s| s.date == Some(day.date)).count();
            if day.running_h > 0.0 {
                at.extend((0..n).map(|k| clock + day.running_h * (k as f64 + 0.5) / n as f64));
            }
            clock += day.running_h;
        }
        return (at, clock);
    }
    for gap in line_gaps(cleaned, false) {
        clock += gap / 3600.0;
        at.push(clock);
    }
    (at, clock)
}
