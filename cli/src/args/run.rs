//! What a run is asked.

use super::Running;
use clap::Args;
use clap::builder::PossibleValuesParser;
use scenarios::investment::sources::KINDS;
use scenarios::study::luck::WORDS;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Study file (TOML); without it `study.toml` or the only one in `studies`, else the embedded study
    pub(crate) study: Option<PathBuf>,
    /// Run so many pairs, whatever the study says
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) pairs: Option<u64>,
    /// Luck of the pairs, whatever the study says
    #[arg(long, value_parser = PossibleValuesParser::new(WORDS))]
    pub(crate) luck: Option<String>,
    /// What the headline must fulfil (repeat it): robust, positive, or a comparison such as
    /// "p_npv_positive >= 80 %"; where it is not met the exit code is 3, and the result is written
    #[arg(long, value_name = "WHAT")]
    pub(crate) require: Vec<String>,
    /// Believe no effect that rests on inputs of this kind of `[provenance]` (repeat it): such edits,
    /// programmes and formulas do nothing; costs and prices stay
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS))]
    pub(crate) without: Vec<String>,
    /// Folder for report and data
    #[arg(long, default_value = "gemba-run")]
    pub(crate) out: PathBuf,
    /// Do not keep the futures (futures.bin, some kilobytes a pair): the run cannot be given other prices
    /// later
    #[arg(long)]
    pub(crate) no_futures: bool,
    /// Let a cluster simulate the pairs: ray://HOST:PORT, ray://auto (or auto), dask://HOST:PORT or dask://auto; the
    /// result is the same (Python package `gemba`, docs/scale.md)
    #[arg(long, value_name = "ENGINE", value_parser = engine, conflicts_with_all = ["no_futures", "fresh"])]
    pub(crate) engine: Option<String>,
    /// Pairs of a shard on the cluster [default: about 15 seconds of one core, measured]
    #[arg(long, requires = "engine", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(crate) per_shard: Option<u64>,
    /// Simulate every pair, also those that an earlier run of the same futures has left in the folder
    #[arg(long)]
    pub(crate) fresh: bool,
    #[command(flatten)]
    pub(crate) running: Running,
}

/// The first engine is the one that needs no name.
fn engine(typed: &str) -> Result<String, std::convert::Infallible> {
    Ok(if typed == "auto" { "ray://auto".to_owned() } else { typed.to_owned() })
}
