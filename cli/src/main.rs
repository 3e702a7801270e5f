//! `gemba`: will this investment in my plant pay back, when, and how sure are we?

mod args;
mod baseline;
mod command;
mod embedded;
mod engine;
mod failure;
mod folder;
mod inputs;
mod jobs;
mod progress;
mod project;
mod record;
mod setting;
mod tables;

use args::{Arguments, Verb};
use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Pricing makes many short lists on all threads at once; see benches/RESULTS.md.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.verb {
        Verb::Run(options) => {
            project::resolved(options).and_then(|options| command::run::run(&options))
        }
        Verb::Plan(options) => {
            project::planned(options).and_then(|options| command::plan::plan(&options))
        }
        Verb::Shard(options) => command::shard::shard(&options),
        Verb::Merge(options) => command::merge::merge(&options),
        Verb::Lock(options) => command::lock::lock(&options),
        Verb::Prove(options) => command::prove::prove(&options),
        Verb::Simulate(options) => command::simulate::simulate(&options),
        Verb::Sweep(options) => command::sweep::sweep(&options),
        Verb::Sensitivity(options) => command::sensitivity::sensitivity(&options),
        Verb::Schedule(options) => command::schedule::schedule(&options),
        Verb::Screen(options) => command::screen::screen(&options),
        Verb::Policies(options) => command::policies::policies(&options),
        Verb::Check(options) => command::check::check(&options),
        Verb::Init(options) => command::init::init(&options),
        Verb::Catalogue(options) => command::catalogue::catalogue(&options),
        Verb::Calibrate(options) => command::calibrate::calibrate(&options),
        Verb::Import(options) => command::import::import(&options),
        Verb::Replay(options) => command::replay::replay(&options),
        Verb::Report(options) => command::report::report(&options),
        Verb::Reprice(options) => command::reprice::reprice(&options),
        Verb::Export(options) => command::export::export(&options),
        Verb::Review(options) => command::review::review(&options),
        Verb::Schema(options) => command::schema::schema(&options),
        Verb::Explain(options) => command::explain::explain(&options),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => failure.say(),
    }
}
