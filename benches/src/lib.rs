//! What the benchmarks share.

pub mod clock;
pub mod plain;
pub mod plants;
pub mod ratio;

use rayon::{ThreadPool, ThreadPoolBuilder};
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study, read_study_file};
use sim_core::{Limits, SimDuration, Streams};
use std::path::Path;
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

/// Microseconds in a day.
pub const DAY: i64 = 86_400_000_000;

/// An assembled plant of one phase, to be run again and again.
pub struct Floor {
    phases: [Phase; 1],
    replica: Replica,
}

impl Floor {
    /// Reads and assembles a plant.
    ///
    /// # Panics
    /// When the plant is faulty: a benchmark has nothing to measure then.
    #[expect(clippy::panic, reason = "a benchmark without its plant has nothing to measure")]
    pub fn new(text: &str) -> Self {
        let read = Plant::from_toml("plant.toml", text.as_bytes());
        let plant = read.unwrap_or_else(|faults| panic!("{faults}")).plant;
        let replica = Replica::assemble(&plant);
        Self { phases: [Phase { from_month: 0, plant: Arc::new(plant) }], replica }
    }

    /// One replication.
    ///
    /// # Panics
    /// When the run fails.
    #[expect(clippy::panic, reason = "a run that fails is no measurement")]
    pub fn run(&mut self, months: u32, streams: Streams) -> Outcome {
        let run = self.replica.run(&self.phases, months, streams, &Limits::default());
        run.unwrap_or_else(|error| panic!("{error}"))
    }

    /// One replication over days.
    ///
    /// # Panics
    /// When the run fails.
    #[expect(clippy::panic, reason = "a run that fails is no measurement")]
    pub fn run_days(&mut self, days: i64, streams: Streams) -> Outcome {
        let (plant, length) = (&self.phases[0].plant, SimDuration(days * DAY));
        let limits = Limits::default();
        let run = self.replica.run_for(plant, SimDuration::ZERO, length, streams, &limits);
        run.unwrap_or_else(|error| panic!("{error}"))
    }

    /// What the loops written by hand count too.
    ///
    /// # Panics
    /// When the run fails.
    pub fn tally(&mut self, months: u32, streams: Streams) -> Tally {
        let outcome = self.run(months, streams);
        let quantities = schema(&self.phases[0].plant);
        let good = quantities.iter().position(|q| q.key == "good").unwrap_or_default();
        Tally {
            pieces: outcome.monthly.iter().skip(good).step_by(quantities.len()).sum::<f64>() as u64,
            failures: outcome.machines.iter().map(|m| m.failures).sum(),
            services: outcome.modes.iter().map(|m| m.preventive).sum(),
            operations: outcome.machines.iter().map(|m| m.completed).sum::<f64>() as u64,
        }
    }
}

/// What happened in one replication, whoever simulated it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Good pieces out of the plant.
    pub pieces: u64,
    /// Failures.
    pub failures: u64,
    /// Preventive jobs done.
    pub services: u64,
    /// Pieces finished on machines.
    pub operations: u64,
}

impl Tally {
    /// Events of the model, however the program finds them: ends of operations, failures, ends of
    /// repairs and of preventive jobs. What "an event" means in every table.
    pub const fn events(&self) -> u64 {
        self.operations + 2 * self.failures + self.services
    }
}

/// A file below the repository, as text.
///
/// # Panics
/// When it is missing.
#[expect(clippy::panic, reason = "a benchmark without its plant has nothing to measure")]
pub fn file(name: &str) -> String {
    let path = format!("{}/../{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The study that `gemba run` answers without a file.
///
/// # Panics
/// When it is missing or faulty.
#[expect(clippy::panic, reason = "a benchmark without its study has nothing to measure")]
pub fn embedded_study() -> Study {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/studies/bottling.toml");
    read_study_file(Path::new(path)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Runs so many pairs.
///
/// # Panics
/// When the study fails.
#[expect(clippy::panic, reason = "a study that fails is no measurement")]
pub fn run_pairs(study: &Study, pairs: u64) -> StudyResult {
    let run = study.run(&RunOptions { pairs: Some(pairs), ..RunOptions::default() });
    run.unwrap_or_else(|error| panic!("{error}"))
}

/// So many threads, for everything that runs in them.
///
/// # Panics
/// When the system gives none.
#[expect(clippy::panic, reason = "a benchmark without threads has nothing to measure")]
pub fn threads(count: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(count).build();
    pool.unwrap_or_else(|error| panic!("{error}"))
}
