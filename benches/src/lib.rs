//! What the benchmarks share.

pub mod plain;

use std::sync::Arc;
use twin_models::Phase;
use twin_models::plant::model::Plant;

/// A plant of `examples/plants`, as the only phase of a run.
///
/// # Panics
/// When the file is missing or faulty: a benchmark has nothing to measure then.
#[expect(clippy::panic, reason = "a benchmark without its plant has nothing to measure")]
pub fn phase(name: &str) -> Phase {
    let path = format!("{}/../examples/plants/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let read = Plant::from_toml(&path, &bytes).unwrap_or_else(|faults| panic!("{faults}"));
    Phase { from_month: 0, plant: Arc::new(read.plant) }
}
