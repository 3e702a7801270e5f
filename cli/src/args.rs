//! What was typed.

use crate::jobs::Scheduler;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use scenarios::investment::sources::KINDS;
use scenarios::study::luck::WORDS;
use std::path::PathBuf;

/// Will this investment in my plant pay back, when, and how sure are we?
#[derive(Debug, Parser)]
#[command(name = "gemba", version, about, max_term_width = 100)]
#[command(after_help = "Start with `gemba run`: it answers the embedded example study.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Run a study: pairs of futures with and without the investment, and a report of NPV, ROI and
    /// payback
    Run(Run),
    /// Plan a run in parts, for a cluster: all inputs and the pairs of every shard in one file
    Plan(Plan),
    /// Simulate one shard of a plan
    Shard(Shard),
    /// Put the shards of a plan together: the report of the run, byte for byte
    Merge(Merge),
    /// Lock the baseline of a study: its scorecard before the investment, with owners, inputs and a
    /// hash, so that nobody can choose it afterwards
    Lock(Lock),
    /// Say what the answer of a study hangs on: tornado, break-evens, what would have to be true for the
    /// opposite, what to measure first and what that is worth
    Sensitivity(Sensitivity),
    /// Rank what the plant of a study loses: downtime of machines, defects, energy; which one problem to
    /// start with, and which investment of the catalogue fits it
    Screen(Screen),
    /// Run one plant as it is: output, states, losses, downtime
    Simulate(Simulate),
    /// Vary values of a plant over a grid, under common luck, and select the best point with a stated
    /// probability
    Sweep(Sweep),
    /// Compare the ways to maintain a failure mode side by side, under common luck
    Policies(Policies),
    /// Carry out a book of orders (CSV or XLSX) against chance: how surely is each order on time, and
    /// under stress?
    Schedule(Schedule),
    /// Check a plant, study or map file: every fault at once, nothing is run
    Check(Check),
    /// Write example plants and studies into a folder, to start from
    Init(Init),
    /// List investments that others have made, or print one: what it changes, what it costs, what is
    /// claimed of it, as a block to be pasted into a study file
    Catalogue(Catalogue),
    /// Turn a stop log (CSV or XLSX) into a plant file with fitted laws
    Calibrate(Calibrate),
    /// Take figures of an export of the ERP (scrap value, rework hours, cost of goods sold, returns) as values of a
    /// study, with source and owner, and a report of what is complete
    Import(Import),
    /// Write the report of an earlier run anew
    Report(Report),
    /// Give an earlier run other prices, costs, tax or discount rate: the same futures, no simulation
    Reprice(Reprice),
    /// Tell one pair of an earlier run: what happened in either future, hour by hour, and its money
    Replay(Replay),
    /// Write the pairs of an earlier run and their ledgers as tables for analysts (Parquet), without a
    /// simulation
    Export(Export),
    /// Prove a number of an earlier run: from the number to the pairs, the lines of the ledger,
    /// quantities and prices, and the rows of the input files with their owners
    Prove(Prove),
    /// Budget review: hold actual figures by month against an earlier run: today's plant continued, the
    /// band of the forecast, what the difference means in money, which post-audit is due
    Review(Review),
    /// Print the JSON schema of a file format
    Schema(Schema),
    /// Say what an indicator means: formula, unit, source, what it is mistaken for
    Explain(Explain),
}

/// How to run.
#[derive(Clone, Debug, Args)]
pub(crate) struct Running {
    /// Master seed: the same seed gives the same bytes
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print the result as JSON instead of the headline
    #[arg(long)]
    pub(crate) json: bool,
    /// No headline, no progress, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

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
    /// Let a cluster simulate the pairs: ray://HOST:PORT, ray://auto, dask://HOST:PORT or dask://auto; the result is
    /// the same (Python package `gemba`, docs/scale.md)
    #[arg(long, value_name = "ENGINE", conflicts_with_all = ["no_futures", "fresh"])]
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

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Study file (TOML); without it the embedded study
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
    /// What the scheduler takes to start a task [s], for the explanation
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
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print the result as JSON instead of the headline
    #[arg(long)]
    pub(crate) json: bool,
    /// No headline, no progress, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

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

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files to check
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Folder to write into; files that are there already are never overwritten
    pub(crate) folder: PathBuf,
    /// Write a study of this investment (see `gemba catalogue`) and its plant instead of the examples
    #[arg(long, value_name = "KIND")]
    pub(crate) investment: Option<String>,
    /// Write a plant of this revenue a year in M$ (20, 50 or 100) and its study instead of the examples: an
    /// archetype of a mid-market plant
    #[arg(long, value_name = "M$", conflicts_with = "investment")]
    pub(crate) archetype: Option<String>,
    /// Studies as workbooks (XLSX) beside the text files: the same tables
    #[arg(long, conflicts_with_all = ["investment", "archetype"])]
    pub(crate) xlsx: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// Investment; without it the list is printed
    pub(crate) kind: Option<String>,
    /// Print as JSON, claims included
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Calibrate {
    /// Stop log: CSV or XLSX
    pub(crate) log: PathBuf,
    /// Which columns mean what, where the log does not say it itself (TOML)
    #[arg(long)]
    pub(crate) map: Option<PathBuf>,
    /// Folder for plant.toml, calibration.txt and calibration.json
    #[arg(long, default_value = "gemba-calibrated")]
    pub(crate) out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Which column is which figure (TOML)
    pub(crate) map: PathBuf,
    /// Export: CSV or XLSX
    pub(crate) file: PathBuf,
    /// Folder for figures.toml, import.txt and import.json
    #[arg(long, default_value = "gemba-imported")]
    pub(crate) out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

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
    seed, luck and --pairs of the earlier run, number for number; what is simulated after the
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
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print the result as JSON instead of both headlines
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
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
pub(crate) struct Schema {
    /// Format
    pub(crate) kind: SchemaKind,
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

/// File formats with a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SchemaKind {
    /// Plant file
    Plant,
    /// Study file
    Study,
    /// result.json
    Result,
    /// manifest.json
    Manifest,
    /// simulate.json
    Simulate,
    /// sweep.json
    Sweep,
    /// policies.json
    Policies,
    /// schedule.json
    Schedule,
    /// Lock of a baseline
    Lock,
    /// sensitivity.json
    Sensitivity,
    /// review.json
    Review,
}

/// Seconds that are none of a clock gone wrong.
fn start_seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match (0.0..=86_400.0).contains(&seconds) {
        true => Ok(seconds),
        false => Err("between 0 and 86400 seconds".to_owned()),
    }
}
