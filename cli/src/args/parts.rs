//! A run in parts.

use super::Working;
use crate::jobs::Scheduler;
use clap::Args;
use clap::builder::PossibleValuesParser;
use scenarios::investment::sources::KINDS;
use scenarios::study::luck::WORDS;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Study file (TOML); without it `study.toml` or the only one in `studies`, else the embedded study
    pub(crate) study: Option<PathBuf>,
    /// Plan to write; one that is there gives the pairs of a shard, so that its shards can be used
    #[arg(long, default_value = "plan.json")]
    pub(crate) out: PathBuf,
    /// Plan so many pairs, whatever the study says
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=1_000_000_000))]
    pub(crate) pairs: Option<u64>,
    /// Pairs of a shard [default: about 15 seconds of one core, measured]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(crate) per_shard: Option<u64>,
    /// Write the job file for those who run the shards beside the plan
    #[arg(long = "for", value_name = "WHOM")]
    pub(crate) scheduler: Option<Scheduler>,
    /// Say what the run will cost, from a pilot of some seconds: core-hours, memory, bytes moved, wall time by
    /// number of cores and what limits it, and how precise it will be
    #[arg(long)]
    pub(crate) explain: bool,
    /// Numbers of cores to explain [default: 1,2,8,64,512 and on, as far as there are shards]
    #[arg(long, requires = "explain", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(crate) cores: Vec<u64>,
    /// What the scheduler takes to start a task, in seconds, for the explanation
    #[arg(long, value_name = "SECONDS", requires = "explain", default_value_t = 1.0, value_parser = start_seconds)]
    pub(crate) start: f64,
    /// Print the explanation as JSON, and nothing else
    #[arg(long, requires = "explain")]
    pub(crate) json: bool,
    /// Luck of the pairs, whatever the study says
    #[arg(long, value_parser = PossibleValuesParser::new(WORDS))]
    pub(crate) luck: Option<String>,
    /// Believe no effect that rests on inputs of this kind (repeat it), see `gemba run`
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS))]
    pub(crate) without: Vec<String>,
    /// Master seed
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Seconds that are none of a clock gone wrong.
fn start_seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match (0.0..=86_400.0).contains(&seconds) {
        true => Ok(seconds),
        false => Err("between 0 and 86400 seconds".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Shard {
    /// Plan (JSON), from `gemba plan`
    pub(crate) plan: PathBuf,
    /// Number of the shard, from 0
    #[arg(long)]
    pub(crate) index: u64,
    /// Folder for the shard
    #[arg(long, default_value = "shards")]
    pub(crate) out: PathBuf,
    /// Threads; the bytes do not depend on it
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: u16,
    /// No progress, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Plan (JSON), from `gemba plan`
    pub(crate) plan: PathBuf,
    /// Folder with the shards
    #[arg(default_value = "shards")]
    pub(crate) shards: PathBuf,
    /// Write nothing: print the numbers of the shards that are still to be made, such as 3-7,12
    #[arg(long)]
    pub(crate) missing: bool,
    /// What the headline must fulfil (repeat it), see `gemba run`
    #[arg(long, value_name = "WHAT")]
    pub(crate) require: Vec<String>,
    /// Folder for report and data
    #[arg(long, default_value = "gemba-run")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) working: Working,
}
