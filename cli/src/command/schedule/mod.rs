//! `gemba schedule`: a book of orders against chance.

mod book;

use crate::args::Schedule;
use crate::failure::{Failure, STOPPED, note, print};
use crate::inputs::Inputs;
use crate::record::{Ran, begin, manifest};
use crate::{folder, progress};
use reports::{schedule, write};
use scenarios::schedule::{Case, Rules, ScheduleError, put_book, run, stress};
use sim_core::SimDuration;
use std::process::ExitCode;
use std::sync::Arc;
use twin_models::plant::model::{Decides, Planning, Plant};
use twin_models::plant::read::read_plant;
use twin_models::text::units::parse_duration;

/// Seed where none is given.
const SEED: u64 = 1;

/// Carries out the book over many replications and writes its folder.
pub(crate) fn schedule(options: &Schedule) -> Result<ExitCode, Failure> {
    let begun = begin();
    let inputs = Inputs::default();
    let document = inputs.read("plant", &options.plant).map_err(Failure::input)?;
    let read = read_plant(&document).map_err(Failure::input)?;
    if !read.warnings.is_empty() && !options.running.working.quiet {
        note(read.warnings.to_string().trim_end());
    }
    let mut plant = read.plant;
    let found = book::read(&options.orders, &plant).map_err(Failure::input)?;
    inputs.table("orders", &options.orders)?;
    if !options.running.working.quiet {
        found.notes.iter().for_each(|text| note(text));
    }
    put_book(&mut plant, found.orders, options.by_chance).map_err(failure)?;
    let cases = if options.arms { arms(options, plant)? } else { cases(options, plant)? };
    if let Some(out) = &options.out {
        folder::check(out).map_err(Failure::input)?;
    }
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "replications");
    bar.set_length(options.replications);
    let tell = |done: u64| bar.set_position(done);
    let rules = Rules {
        replications: options.replications,
        seed: options.running.seed.unwrap_or(SEED),
        cancel: Some(stop),
        progress: Some(&tell),
    };
    let (result, threads) =
        progress::on_threads(options.running.working.threads, || run(&cases, &rules))?;
    bar.finish_and_clear();
    let mut result = result.map_err(failure)?;
    result.provenance.input_hash = Some(inputs.hash());
    let json = write::schedule_json(&result).map_err(Failure::run)?;
    if let Some(out) = &options.out {
        let files = [
            ("schedule.html", write::html(&schedule::report(&result))),
            ("schedule.json", json.clone()),
            ("schedule.csv", write::schedule_csv(&result).map_err(Failure::run)?),
        ];
        let ran = Ran {
            threads,
            seed: result.provenance.seed,
            pairs: result.provenance.replications,
            partial: result.provenance.partial,
            inputs: &inputs,
            outputs: files.iter().map(|(name, _)| (*name).to_owned()).collect(),
        };
        let manifest = manifest(&begun, ran);
        folder::create(out)?;
        for (name, content) in &files {
            folder::write(out, name, content)?;
        }
        folder::write(out, "manifest.json", &manifest.to_json().map_err(Failure::run)?)?;
    }
    if options.running.working.json {
        print(&json);
    } else if !options.running.working.quiet {
        let report = options.out.as_ref().map(|o| o.join("schedule.html").display().to_string());
        print(&schedule::terminal(&result, &super::run::style(report)));
    }
    Ok(if result.provenance.partial { ExitCode::from(STOPPED) } else { ExitCode::SUCCESS })
}

fn failure(error: ScheduleError) -> Failure {
    match error {
        ScheduleError::Stopped => Failure::stopped(error),
        error if error.is_input() => Failure::input(error),
        error => Failure::run(error),
    }
}

/// The schedule as it is, and one case for each stress; all faults of the stresses at once.
fn cases(
    options: &Schedule,
    plant: twin_models::plant::model::Plant,
) -> Result<Vec<Case>, Failure> {
    let mut cases = vec![Case { name: "as planned".to_owned(), plant: Arc::new(plant.clone()) }];
    let mut faults = Vec::new();
    for text in &options.stress {
        let mut stressed = plant.clone();
        match stress::apply(&mut stressed, text) {
            Ok(()) => cases.push(Case { name: text.clone(), plant: Arc::new(stressed) }),
            Err(error) => faults.push(error.to_string()),
        }
    }
    if faults.is_empty() { Ok(cases) } else { Err(Failure::input(faults.join("\n"))) }
}

/// Three ways to plan, all under all stresses.
fn arms(options: &Schedule, mut plant: Plant) -> Result<Vec<Case>, Failure> {
    let mut faults = Vec::new();
    for text in &options.stress {
        faults.extend(stress::apply(&mut plant, text).err().map(|e| e.to_string()));
    }
    let mut span = |option: &str, text: &str, above: f64| match parse_duration(text) {
        Ok(seconds) if seconds >= above => SimDuration::from_seconds(seconds),
        _ => {
            faults.push(format!("{option} {text}: this is no such time\nhelp: write it as 8 h"));
            SimDuration::ZERO
        }
    };
    let planning = Planning {
        replan_every: span("--replan-every", &options.replan_every, 60.0),
        frozen: span("--frozen", &options.frozen, 0.0),
        information_lag: span("--information-lag", &options.information_lag, 0.0),
        decides: Decides::Keep,
    };
    match faults.is_empty() {
        true => scenarios::schedule::arms(&plant, planning).map_err(failure),
        false => Err(Failure::input(faults.join("\n"))),
    }
}
