//! The survival curve without a law.

use serde::Serialize;

use crate::fit::law::Law;
use crate::fit::sample::{Sample, Seen};

/// One step of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Age of the event.
    pub time: f64,
    /// Estimated probability of lasting longer.
    pub survival: f64,
}

/// Product-limit estimate (Kaplan and Meier 1958): S(t) = Π (1 − d_i / n_i) over event times up to
/// t; n_i counts units entered before and not yet gone. `None` when an event time is only known
/// within bounds.
pub fn kaplan_meier(sample: &Sample) -> Option<Vec<Step>> {
    let mut ends: Vec<(f64, bool, f64)> = Vec::new();
    let mut entries: Vec<(f64, f64)> = Vec::new();
    for o in &sample.rows {
        match o.seen {
            Seen::Exact(t) => ends.push((t, true, o.weight)),
            Seen::Right(t) => ends.push((t, false, o.weight)),
            Seen::Left(_) | Seen::Interval(..) => return None,
        }
        entries.push((o.entry, o.weight));
    }
    // At equal times events come before censorings: a unit censored then was still at risk.
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    entries.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut steps: Vec<Step> = Vec::new();
    let (mut at_risk, mut entered, mut survival, mut i) = (0.0, 0, 1.0, 0);
    while i < ends.len() {
        let time = ends[i].0;
        while entered < entries.len() && entries[entered].0 < time {
            at_risk += entries[entered].1;
            entered += 1;
        }
        let (mut died, mut gone) = (0.0, 0.0);
        while i < ends.len() && ends[i].0 == time {
            died += if ends[i].1 { ends[i].2 } else { 0.0 };
            gone += ends[i].2;
            i += 1;
        }
        if died > 0.0 && at_risk > 0.0 {
            survival *= 1.0 - died / at_risk;
            steps.push(Step { time, survival });
        }
        at_risk -= gone;
    }
    Some(steps)
}

/// Largest distance between the curve and a law, at the steps (above and below).
pub fn distance(steps: &[Step], law: &Law) -> f64 {
    let mut before: f64 = 1.0;
    let mut largest: f64 = 0.0;
    for step in steps {
        let s = 1.0 - law.cdf(step.time);
        largest = largest.max((s - step.survival).abs()).max((s - before).abs());
        before = step.survival;
    }
    largest
}
