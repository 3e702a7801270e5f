//! From one value per replication to mean, spread and reason.

use super::Estimate;
use scenarios::kpi::{Absent, Kpi, Reading};
use scenarios::study::result::Better;
use sim_core::statistics::{Tally, mean_interval, quantile};

/// Mean, quantiles and half-width of the values that exist.
pub(super) fn estimate(
    (key, name, unit, definition): (&str, &str, &str, &str),
    better: Better,
    values: &[Option<f64>],
) -> Estimate {
    let mut known: Vec<f64> = values.iter().flatten().copied().filter(|v| v.is_finite()).collect();
    let tally: Tally = known.iter().copied().collect();
    known.sort_by(f64::total_cmp);
    Estimate {
        key: key.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        definition: definition.to_owned(),
        better,
        n: known.len() as u64,
        not_observed: (values.len() - known.len()) as u64,
        mean: tally.mean(),
        half_width: mean_interval(&tally, 0.95).map(|i| i.half_width()),
        p10: quantile(&known, 0.1),
        p50: quantile(&known, 0.5),
        p90: quantile(&known, 0.9),
        absent: None,
    }
}

/// An indicator of the catalogue over replications; where it exists in none, why.
pub(super) fn of_kpi(kpi: &Kpi, readings: &[Reading]) -> Estimate {
    let values: Vec<Option<f64>> = readings.iter().map(|r| r.ok()).collect();
    let words = (kpi.id, kpi.name, kpi.unit, kpi.formula);
    let one = estimate(words, kpi.better, &values);
    let absent = if one.n == 0 { reason(readings) } else { None };
    Estimate { absent, ..one }
}

/// Without a failure in any replication the bound is that of all of them together.
fn reason(readings: &[Reading]) -> Option<String> {
    let first = readings.iter().find_map(|r| r.err())?;
    let seen = readings.iter().filter_map(|r| match r {
        Err(Absent::NoFailure { observed_h, .. }) => Some(*observed_h),
        _ => None,
    });
    Some(match first {
        Absent::NoFailure { .. } => Absent::no_failure(seen.sum()).to_string(),
        other => other.to_string(),
    })
}
