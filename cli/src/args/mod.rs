//! What was typed.

mod files;
mod finished;
mod parts;
mod plant;
mod run;
mod study;

use clap::{Args, Parser, Subcommand};
pub(crate) use files::{Calibrate, Catalogue, Check, Import, Init, Schema, SchemaKind};
pub(crate) use finished::{Export, Prove, Replay, Report, Reprice, Review};
pub(crate) use parts::{Merge, Plan, Shard};
pub(crate) use plant::{Explain, Finer, Policies, Schedule, Seeking, Simulate, Sweep};
pub(crate) use run::Run;
pub(crate) use study::{Lock, Screen, Sensitivity};

/// Will this investment in my plant pay back, when, and how sure are we?
#[derive(Debug, Parser)]
#[command(name = "gemba", version = scenarios::PROGRAM, about, max_term_width = 100)]
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
    #[command(flatten)]
    pub(crate) working: Working,
}

/// How to work, and what to say of it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Working {
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
