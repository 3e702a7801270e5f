//! `gemba simulate`: one plant as it is.

use crate::args::{Finer, Simulate};
use crate::failure::{Failure, STOPPED, note, print};
use crate::inputs::Inputs;
use crate::record::{Ran, begin, manifest};
use crate::{embedded, folder, progress};
use reports::simulate::{self, By, SimulateSummary};
use scenarios::study::result::FlowUsed;
use sim_core::{Limits, Plan, Streams, replicate};
use std::process::ExitCode;
use std::sync::Arc;
use twin_models::outcome::Outcome;
use twin_models::plant::read::{ReadPlant, read_plant};
use twin_models::text::{Diagnostics, Document};
use twin_models::{Phase, Replica};

/// Seed where none is given.
const SEED: u64 = 1;

/// Runs independent replications of a plant and prints its indicators.
pub(crate) fn simulate(options: &Simulate) -> Result<ExitCode, Failure> {
    let begun = begin();
    let inputs = Inputs::default();
    let (read, flow) = read(options, &inputs).map_err(Failure::input)?;
    if let Some(out) = &options.out {
        folder::check(out).map_err(Failure::input)?;
    }
    if !read.warnings.is_empty() && !options.running.working.quiet {
        note(read.warnings.to_string().trim_end());
    }
    let plant = Arc::new(read.plant);
    let phases = [Phase { from_month: 0, plant: Arc::clone(&plant) }];
    let seed = options.running.seed.unwrap_or(SEED);
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "replications");
    bar.set_length(options.replications);
    let tell = |done: u64| bar.set_position(done);
    let plan = Plan { allowed_failures: 0, cancel: Some(stop), progress: Some(&tell) };
    let limits = Limits::default();
    let (run, threads) = progress::on_threads(options.running.working.threads, || {
        replicate(
            0..options.replications,
            &plan,
            || {
                let mut replica = Replica::assemble(&plant);
                if options.by.is_some() {
                    replica.record_months();
                }
                replica
            },
            |replica, k| replica.run(&phases, options.months, Streams::new(seed, k), &limits),
        )
    })?;
    bar.finish_and_clear();
    let run = run.map_err(|failures| {
        Failure::run(format!(
            "replication {} of seed {seed} failed: {}",
            failures.last.replication, failures.last.error
        ))
    })?;
    let outcomes: Vec<Outcome> = run.results.into_iter().map(|(_, outcome)| outcome).collect();
    if outcomes.is_empty() {
        return Err(Failure::stopped("stopped before the first replication was done"));
    }
    let mut summary = SimulateSummary::of(&outcomes, &plant, flow, seed, env!("CARGO_PKG_VERSION"));
    let asked = options.kpi || options.by.is_some();
    if asked {
        let by = match options.by {
            None => By::Nothing,
            Some(Finer::Machine) => By::Machine,
            Some(Finer::Month) => By::Month,
        };
        summary.kpis = simulate::kpis(&outcomes, &plant, by);
    }
    let json = summary.to_json().map_err(Failure::run)?;
    if let Some(out) = &options.out {
        folder::create(out)?;
        folder::write(out, "simulate.json", &json)?;
        let mut outputs = vec!["simulate.json".to_owned()];
        if asked {
            let csv = simulate::kpi_csv(&summary.kpis).map_err(Failure::run)?;
            folder::write(out, "kpi.csv", &csv)?;
            outputs.push("kpi.csv".to_owned());
        }
        let ran = Ran {
            threads,
            seed,
            pairs: outcomes.len() as u64,
            partial: run.cancelled,
            inputs: &inputs,
            outputs,
        };
        let manifest = manifest(&begun, ran);
        folder::write(out, "manifest.json", &manifest.to_json().map_err(Failure::run)?)?;
    }
    if options.running.working.json {
        print(&json);
    } else if !options.running.working.quiet {
        let text = if asked { simulate::kpi_terminal } else { simulate::terminal };
        print(&text(&summary, &super::run::style(None)));
    }
    Ok(if run.cancelled { ExitCode::from(STOPPED) } else { ExitCode::SUCCESS })
}

fn read(options: &Simulate, inputs: &Inputs) -> Result<(ReadPlant, FlowUsed), Diagnostics> {
    let document: Document = match &options.plant {
        Some(path) => inputs.read("plant", path)?,
        None => inputs.embedded("plant", embedded::PLANT_FILE, embedded::PLANT)?,
    };
    let read = read_plant(&document)?;
    let flow = FlowUsed::of(&read.plant, &document);
    Ok((read, flow))
}
