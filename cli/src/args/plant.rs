//! What a plant is asked.

use super::Running;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// Plant file (TOML); without it the embedded plant is simulated
    pub(crate) plant: Option<PathBuf>,
    /// Months to simulate
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) months: u32,
    /// Independent replications
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(crate) replications: u64,
    /// Print the whole catalogue of indicators (`gemba explain`); with --out as kpi.csv too
    #[arg(long)]
    pub(crate) kpi: bool,
    /// Indicators of every machine, or month by month, as well; implies --kpi
    #[arg(long)]
    pub(crate) by: Option<Finer>,
    /// Folder for simulate.json and manifest.json [default: nothing is written]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) running: Running,
}

/// How fine indicators are told.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Finer {
    /// Every machine
    Machine,
    /// Every month
    Month,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Id or name; without it the list is printed
    pub(crate) kpi: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is sought, and how surely.
#[derive(Debug, Args)]
pub(crate) struct Seeking {
    /// Price of a quantity, KEY=MONEY (repeat it): the least cost per year is sought; income is negative.
    /// KEY without `:NAME` is the sum over all names
    #[arg(long, value_name = "KEY=MONEY")]
    pub(crate) cost: Vec<String>,
    /// What is sought instead: max:KEY or min:KEY of a quantity per year or an indicator
    #[arg(long, conflicts_with = "cost")]
    pub(crate) goal: Option<String>,
    /// Study file whose prices are taken: the largest margin per year is sought. Its plant is used where
    /// none is named
    #[arg(long, conflicts_with_all = ["cost", "goal"])]
    pub(crate) study: Option<PathBuf>,
    /// Smallest difference that matters, in the unit of what is sought [default: 1 % of the best]
    #[arg(long)]
    pub(crate) delta: Option<f64>,
    /// Probability of selecting the best, where it is better than every other by delta
    #[arg(long, default_value_t = 0.95)]
    pub(crate) confidence: f64,
    /// Replications of every variant before the first is dropped
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(2..=100_000))]
    pub(crate) first: u64,
    /// At most so many replications of a variant
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) most: u64,
    /// Months of a replication
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) months: u32,
}

/// The procedure of selection, for `--help`.
const SELECTION: &str = "How the best is selected: the fully sequential procedure KN of Kim and Nelson \
    (2001, ACM TOMACS 11, 251-273) with variances of paired differences. All variants meet the same \
    replications (common random numbers). After the first stage a variant is dropped as soon as it is \
    too far behind another; what is left is the best with at least the probability --confidence, if it is \
    better than every other by --delta or more. Assumed: replications are independent (they are) and about \
    normal (sums over many events are; take more --months where failures are rare).";

#[derive(Debug, Args)]
#[command(after_help = SELECTION)]
pub(crate) struct Sweep {
    /// Plant file (TOML); without it, and without --vary, the embedded example is run
    pub(crate) plant: Option<PathBuf>,
    /// What is varied (repeat it for a grid): PATH=from:to:n, PATH=from:to:n:log or PATH=a,b,c; for
    /// example maintenance.bearing.every=\"100 h:900 h:9\"
    #[arg(long, value_name = "PATH=VALUES")]
    pub(crate) vary: Vec<String>,
    #[command(flatten)]
    pub(crate) seeking: Seeking,
    /// Folder for sweep.html, sweep.json, sweep.csv and manifest.json
    #[arg(long, default_value = "gemba-sweep")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) running: Running,
}

#[derive(Debug, Args)]
#[command(after_help = SELECTION)]
pub(crate) struct Policies {
    /// Plant file (TOML); without it the embedded example is compared
    pub(crate) plant: Option<PathBuf>,
    /// Failure mode, NAME of [failures.NAME]; without it every mode is compared for itself
    #[arg(long, value_name = "NAME")]
    pub(crate) mode: Option<String>,
    #[command(flatten)]
    pub(crate) seeking: Seeking,
    /// Folder for policies.html, policies.json, policies.csv and manifest.json
    #[arg(long, default_value = "gemba-policies")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) running: Running,
}

/// The stresses, for `--help`.
const STRESSES: &str = "Stresses: outage:MACHINE:FROM:LENGTH (a machine, or all of a station, stands still), \
    rush:PRODUCT:PIECES:RELEASE:DUE (one more order, of the most urgent class), demand:+20% (all orders of the \
    book are larger). Times are local date-times (2027-01-12T06:00) or spans from the first day of the plant \
    (8 d). Every stress is compared with the schedule as it is, under the same luck.";

#[derive(Debug, Args)]
#[command(after_help = STRESSES)]
pub(crate) struct Schedule {
    /// Plant file (TOML) with products and routes; its own orders are replaced by the book
    pub(crate) plant: PathBuf,
    /// Book of orders: CSV or XLSX with the columns order, product, quantity, due, and perhaps release,
    /// priority, sequence, start
    #[arg(long)]
    pub(crate) orders: PathBuf,
    /// What may go wrong (repeat it); see below
    #[arg(long, value_name = "STRESS")]
    pub(crate) stress: Vec<String>,
    /// Compare three ways to plan, under the stresses given: the plan is kept (no twin), delays are told
    /// and it is kept (visualise only), alternatives are tested at every review
    #[arg(long)]
    pub(crate) arms: bool,
    /// With --arms: time between reviews of the plan
    #[arg(long, default_value = "1 d", requires = "arms")]
    pub(crate) replan_every: String,
    /// With --arms: orders that the plan begins within this span keep their place
    #[arg(long, default_value = "4 h", requires = "arms")]
    pub(crate) frozen: String,
    /// With --arms: a new plan is in force so long after the state on which it rests
    #[arg(long, default_value = "0 h", requires = "arms")]
    pub(crate) information_lag: String,
    /// Orders that come by chance, as the plant file says, come beside those of the book
    #[arg(long)]
    pub(crate) by_chance: bool,
    /// Independent replications
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) replications: u64,
    /// Folder for schedule.html, schedule.json, schedule.csv and manifest.json [default: nothing is
    /// written]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) running: Running,
}
