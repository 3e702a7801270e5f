//! Durations that people rounded, or an instrument sampled.

use crate::clean::{Action, RuleCount};
use crate::event::Stop;

/// Grids looked for, coarsest first, in s.
const GRIDS_S: [(f64, &str); 5] =
    [(900.0, "15 min"), (600.0, "10 min"), (300.0, "5 min"), (60.0, "1 min"), (15.0, "15 s")];

/// Reports the coarsest grid on which at least 70 % of the durations lie (within 50 ms).
pub fn notice(stops: &[Stop], rules: &mut Vec<RuleCount>) {
    let timed: Vec<_> = stops.iter().filter_map(|s| Some((s.row, s.duration_s?))).collect();
    if timed.len() < 20 {
        return;
    }
    for (grid, name) in GRIDS_S {
        let on = |d: f64| (d - (d / grid).round() * grid).abs() <= 0.05;
        let rows: Vec<usize> = timed.iter().filter(|(_, d)| on(*d)).map(|(r, _)| *r).collect();
        if rows.len() * 10 >= timed.len() * 7 {
            let share = 100.0 * rows.len() as f64 / timed.len() as f64;
            let detail = format!("{share:.0} % of the durations are multiples of {name}");
            rules.push(RuleCount::new("heaped durations", Action::Kept, &rows, detail));
            return;
        }
    }
}
