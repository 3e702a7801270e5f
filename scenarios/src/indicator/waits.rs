//! How long failures wait: alarm response time, and the wait until the repair begins.

use sim_core::statistics::quantile;
use sim_core::{SimDuration, TICKS_PER_HOUR};
use twin_models::outcome::Response;

/// From failure to the crew at the machine, of the failures for which a crew has to come.
pub fn to_crew(responses: &[Response]) -> impl Iterator<Item = SimDuration> {
    responses.iter().filter_map(Response::to_crew)
}

/// From failure to the beginning of the repair.
pub fn to_repair(responses: &[Response]) -> impl Iterator<Item = SimDuration> {
    responses.iter().map(Response::to_repair)
}

fn hours(ticks: i64) -> f64 {
    ticks as f64 / TICKS_PER_HOUR as f64
}

/// Mean \[h\]; absent where nothing waited.
pub fn mean(waits: impl Iterator<Item = SimDuration>) -> Option<f64> {
    let (ticks, count) = waits.fold((0, 0_u32), |(sum, n), wait| (sum + wait.0, n + 1));
    (count > 0).then(|| hours(ticks) / f64::from(count))
}

/// Nine of ten waited no longer \[h\]: the quantile of type 7; absent where nothing waited.
pub fn p90(waits: impl Iterator<Item = SimDuration>) -> Option<f64> {
    let mut sorted: Vec<f64> = waits.map(|wait| hours(wait.0)).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile(&sorted, 0.9)
}
