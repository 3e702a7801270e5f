//! What a run in parts will cost, foretold from a few of its own pairs.
//!
//! [`pilot()`] simulates some pairs of the plan, writes them as a shard does, reads them back as a merge does, and
//! notes processor time and bytes of each step: a [`CostModel`]. [`Estimate::of`] is arithmetic: cores make whole
//! shards, so that wall time goes in waves; the merge and what is simulated after the pairs is one core's work
//! whatever there are of them (Amdahl 1967, AFIPS 30, 483-485).

pub mod after;
pub mod estimate;
mod kept;
pub mod pilot;

pub use after::{After, Work};
pub use estimate::{AtCores, Estimate, Limit};
pub use pilot::{Gauges, Pilot, PilotError, Wanted, pilot};

use serde::Serialize;
use sim_core::statistics::{Tally, mean_interval};

/// Something that was measured several times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// Mean.
    pub mean: f64,
    /// Half-width of its 95 % interval (Student); `None` with fewer than two measurements.
    pub half_width: Option<f64>,
    /// Smallest measurement.
    pub least: f64,
    /// Largest measurement.
    pub most: f64,
    /// Measurements.
    pub count: u64,
}

impl Sample {
    /// Of these measurements; `None` without any.
    pub fn of(values: &[f64]) -> Option<Self> {
        let tally: Tally = values.iter().copied().collect();
        Some(Self {
            mean: tally.mean()?,
            half_width: mean_interval(&tally, 0.95).map(|interval| interval.half_width()),
            least: values.iter().copied().fold(f64::INFINITY, f64::min),
            most: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            count: tally.count(),
        })
    }
}

/// What the steps of a run in parts take. Seconds are those of one core of the machine that measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostModel {
    /// A pair: all arms simulated, priced and written \[s\].
    pub pair_seconds: Sample,
    /// A pair in a shard, checksums included \[byte\].
    pub pair_bytes: Sample,
    /// Simulations of a pair: arms that are simulated.
    pub arms: u64,
    /// What every shard does before its first pair: plan read, plants assembled and their months resolved \[s\].
    pub begin_seconds: f64,
    /// What starting a process by a scheduler takes \[s\]: assumed, not measured.
    pub task_seconds: f64,
    /// `plan.json`, which every shard reads \[byte\].
    pub plan_bytes: u64,
    /// What a shard has besides its pairs \[byte\].
    pub shard_bytes: u64,
    /// What `futures.bin` has besides its pairs \[byte\].
    pub futures_bytes: u64,
    /// `pairs.csv`: its heading \[byte\].
    pub csv_bytes: u64,
    /// `pairs.csv`: the rows of a pair \[byte\].
    pub csv_pair_bytes: f64,
    /// The merge, of each pair: shards checked, laid together, read and priced \[s\].
    pub merge_pair_seconds: f64,
    /// The answer, of each pair: quantiles, intervals, rows \[s\].
    pub answer_pair_seconds: f64,
    /// The merge, whatever the pairs: the plan read, the answer's own part \[s\].
    pub merge_begin_seconds: f64,
    /// What is simulated after the pairs.
    pub after: Vec<After>,
    /// Largest memory of a worker in the pilot \[byte\]; `None` where the system does not tell.
    pub worker_bytes: Option<u64>,
    /// Memory that the merge holds of each pair \[byte\].
    pub kept_bytes: f64,
    /// Memory of a future that is watched, beyond that of a worker \[byte\].
    pub watched_bytes: u64,
    /// Memory of a pair that is being read, with the tables of all months \[byte\].
    pub open_bytes: f64,
    /// Pairs that are read at once.
    pub open_pairs: u64,
}

/// The whole answer: what was measured, what follows from it, and how precise the run will be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// Name of the study.
    pub study: String,
    /// Currency of money in `precision`.
    pub currency: String,
    /// Pairs of the pilot.
    pub pilot_pairs: u64,
    /// What was measured.
    pub model: CostModel,
    /// What the run costs.
    pub estimate: Estimate,
    /// How precise its headline will be.
    pub precision: Vec<Wanted>,
    /// Most pairs that the stopping rule of the study may want, and the least; `None` where their number is fixed.
    pub stops_between: Option<(u64, u64)>,
}
