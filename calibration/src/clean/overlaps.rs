//! A line can be down only once at a time.

use crate::clean::{Action, RuleCount};
use crate::event::Stop;

/// Shortens stops that begin before the last one ended; drops those entirely inside it. The stops
/// must be in order of time. An overlap of less than a millisecond is rounding.
pub fn merge(stops: &mut Vec<Stop>, rules: &mut Vec<RuleCount>) {
    let mut end = f64::NEG_INFINITY;
    let (mut shortened, mut inside, mut lost_s) = (Vec::new(), Vec::new(), 0.0);
    for stop in stops.iter_mut() {
        let Some((start, duration)) = stop.start_abs_s().zip(stop.duration_s) else { continue };
        let overlap = (end - start).min(duration);
        if overlap > 1e-3 {
            lost_s += overlap;
            if duration - overlap < 1e-3 {
                inside.push(stop.row);
                continue;
            }
            shortened.push(stop.row);
            stop.start_s = stop.start_s.map(|s| s + overlap);
            stop.duration_s = Some(duration - overlap);
        }
        end = end.max(start + duration);
    }
    if !shortened.is_empty() {
        let detail = format!("{:.2} h counted twice, taken once", lost_s / 3600.0);
        rules.push(RuleCount::new("overlap", Action::Corrected, &shortened, detail));
    }
    if !inside.is_empty() {
        inside.sort_unstable();
        let detail = "inside another stop";
        rules.push(RuleCount::new("overlap", Action::Dropped, &inside, detail));
        stops.retain(|s| inside.binary_search(&s.row).is_err());
    }
}
