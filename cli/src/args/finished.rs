//! What a finished run is asked.

use super::Working;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Folder of the run
    pub(crate) run: PathBuf,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// What may change, for `--help`.
const MONEY: &str = "What may change: [prices], [finance], [claims], [provenance], and of an investment its \
    title, cost, overrun and the cost of its connectivity gap. Whatever the simulation depends on may not: \
    then the study is run again. The result is the one that `gemba run` of the changed study gives with the \
    seed, luck and --pairs of the earlier run, number for number; what is simulated after the \
    pairs (worst event, downtime hour, resilience, attacks, upside, null test) is left out.";

#[derive(Debug, Args)]
#[command(after_help = MONEY)]
pub(crate) struct Reprice {
    /// Folder of the run
    pub(crate) run: PathBuf,
    /// The changed study file
    #[arg(long)]
    pub(crate) study: Option<PathBuf>,
    /// Another value in the study of the run, PATH=VALUE (repeat it); for example
    /// finance.wacc=\"12 %/year\"
    #[arg(long, value_name = "PATH=VALUE", conflicts_with = "study")]
    pub(crate) set: Vec<String>,
    /// Folder for report and data, as of a run [default: nothing is written]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) working: Working,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Folder of the run
    pub(crate) run: PathBuf,
    /// Write Parquet: pairs.parquet (the rows of pairs.csv), ledgers.parquet (the general ledger of every
    /// pair and comparison, base case, by month) and states.parquet (hours of every machine in every state
    /// by month in the median pair, which is simulated once more)
    #[arg(long, required = true)]
    pub(crate) parquet: bool,
    /// Folder for the tables [default: RUN]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Threads; the tables do not depend on it [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// Folder of the run
    pub(crate) run: PathBuf,
    /// Number of the pair, as in pairs.csv (from 0)
    #[arg(long)]
    pub(crate) pair: u64,
    /// Comparison, as in pairs.csv [default: the headline]
    #[arg(long)]
    pub(crate) comparison: Option<String>,
    /// First day whose states are told, like 2027-03-01 [default: the fortnight that differs most]
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// Last day whose states are told
    #[arg(long)]
    pub(crate) to: Option<String>,
    /// Folder for diary.html and diary.csv [default: RUN/pair-N]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Folder of the run
    pub(crate) run: PathBuf,
    /// Number, such as npv.p50, npv.mean, roi_total.p10, irr.p50, payback.p50, p_npv_positive,
    /// benefits.downtime
    #[arg(long)]
    pub(crate) number: String,
    /// Comparison, as in pairs.csv [default: the headline]
    #[arg(long)]
    pub(crate) comparison: Option<String>,
    /// Row of the pessimistic table, as in pairs.csv
    #[arg(long, default_value = "base")]
    pub(crate) row: String,
    /// Print as JSON, with every row
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Folder of the run
    pub(crate) run: PathBuf,
    /// Tracking file with the actual figures (CSV), as `gemba lock` has written it
    #[arg(long)]
    pub(crate) actual: PathBuf,
    /// Day of the review, like 2028-01-31 [default: the last day of the last month reported]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Folder for review.html, review.csv and review.json [default: RUN/review]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Print the review as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
