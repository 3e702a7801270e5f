//! What else a study is asked.

use super::Running;
use clap::Args;
use clap::builder::PossibleValuesParser;
use scenarios::study::luck::WORDS;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Lock {
    /// Study file (TOML) with a `[scorecard]`
    pub(crate) study: PathBuf,
    /// Lock to write, or to check with --check [default: what `[study]` names as `baseline`, else
    /// STUDY.lock.json beside the study]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Measure over so many pairs [default: as many as the study begins with]
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) pairs: Option<u64>,
    /// Write nothing: compare the inputs of today with the lock; exit code 2 if they differ
    #[arg(long, conflicts_with = "suggest")]
    pub(crate) check: bool,
    /// Write nothing: print a first `[scorecard]` for what the study invests in
    #[arg(long)]
    pub(crate) suggest: bool,
    #[command(flatten)]
    pub(crate) running: Running,
}

#[derive(Debug, Args)]
pub(crate) struct Sensitivity {
    /// Study file (TOML); without it the embedded study is analysed
    pub(crate) study: Option<PathBuf>,
    /// Pairs of the run; every input is moved in a sixth of them, at least 20
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub(crate) pairs: u64,
    /// Luck of the pairs, whatever the study says
    #[arg(long, value_parser = PossibleValuesParser::new(WORDS))]
    pub(crate) luck: Option<String>,
    /// Folder for sensitivity.html, sensitivity.json and manifest.json
    #[arg(long, default_value = "gemba-sensitivity")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) running: Running,
}

#[derive(Debug, Args)]
pub(crate) struct Screen {
    /// Study file (TOML) whose plant is asked and whose prices count; without it the embedded study
    pub(crate) study: Option<PathBuf>,
    /// Pairs of futures
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub(crate) pairs: u64,
    /// Months of each, at most those of the study
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) months: u32,
    /// Write a study of one loss into this folder, to be filled in: one loss, one asset, one plant
    #[arg(long, value_name = "FOLDER")]
    pub(crate) start: Option<PathBuf>,
    /// Which loss that study is about, by its number in the list
    #[arg(long, default_value_t = 1, requires = "start")]
    pub(crate) loss: usize,
    #[command(flatten)]
    pub(crate) running: Running,
}
