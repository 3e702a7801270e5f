//! The manifest of a run: one for all verbs.

use crate::inputs::Inputs;
use jiff::Zoned;
use reports::write::{MANIFEST_FORMAT, Manifest};
use scenarios::PROGRAM;
use std::time::Instant;

/// When a command began, by the wall clock and by one that cannot be set.
pub(crate) type Begun = (Zoned, Instant);

/// The wall clock is read here only; results never depend on it.
#[expect(clippy::disallowed_methods, reason = "the manifest says when and how long")]
pub(crate) fn begin() -> Begun {
    (Zoned::now(), Instant::now())
}

/// What was run, and what it left behind.
pub(crate) struct Ran<'a> {
    /// Threads used.
    pub(crate) threads: u32,
    /// Master seed.
    pub(crate) seed: u64,
    /// Pairs (or replications) in the numbers.
    pub(crate) pairs: u64,
    /// Was it cut short?
    pub(crate) partial: bool,
    /// Files read.
    pub(crate) inputs: &'a Inputs,
    /// Files written, beside the manifest.
    pub(crate) outputs: Vec<String>,
}

/// Where a run came from; it ends now.
pub(crate) fn manifest((started, clock): &Begun, ran: Ran<'_>) -> Manifest {
    Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        version: PROGRAM.to_owned(),
        command: std::env::args().collect(),
        started: started.to_string(),
        wall_seconds: clock.elapsed().as_secs_f64(),
        threads: ran.threads,
        seed: ran.seed,
        pairs: ran.pairs,
        partial: ran.partial,
        inputs: ran.inputs.files(),
        outputs: ran.outputs,
    }
}
