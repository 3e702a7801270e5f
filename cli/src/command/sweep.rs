//! `gemba sweep`: values of a plant over a grid, and the best point.

use super::laboratory::{self, Written};
use crate::args::Sweep as Arguments;
use crate::failure::{Failure, STOPPED, note, print};
use crate::inputs::Inputs;
use crate::record::begin;
use crate::{embedded, folder, progress};
use reports::laboratory::{sweep_report, sweep_terminal};
use reports::write;
use scenarios::laboratory::contest::Watch;
use scenarios::laboratory::sweep::Sweep;
use scenarios::laboratory::vary::Axis;
use std::process::ExitCode;

/// Runs the grid and writes its folder.
pub(crate) fn sweep(options: &Arguments) -> Result<ExitCode, Failure> {
    let begun = begin();
    let inputs = Inputs::default();
    let mut rules = laboratory::rules(&options.seeking, &options.running)?;
    let (file, wish) = laboratory::read(options.plant.as_deref(), &options.seeking, &inputs)?;
    let example = laboratory::is_example(options.plant.as_deref(), &options.seeking);
    if example {
        rules.delta = rules.delta.or(Some(embedded::PRESS_DELTA));
    }
    let vary = match options.vary.as_slice() {
        [] if example => vec![embedded::PRESS_VARY.to_owned()],
        typed => typed.to_vec(),
    };
    let axes = vary.iter().map(|typed| Axis::parse(typed)).collect::<Result<Vec<_>, _>>();
    let axes = axes.map_err(laboratory::failure)?;
    let sweep = Sweep::new(file, axes, &wish, rules).map_err(laboratory::failure)?;
    folder::check(&options.out).map_err(Failure::input)?;
    if !sweep.base.warnings.is_empty() && !options.running.working.quiet {
        note(sweep.base.warnings.to_string().trim_end());
    }
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "replications");
    let tell = |done: u64, expected: u64| {
        bar.set_length(expected);
        bar.set_position(done);
    };
    let watch = Watch { cancel: Some(stop), progress: Some(&tell) };
    let (result, threads) =
        progress::on_threads(options.running.working.threads, || sweep.run(&watch))?;
    bar.finish_and_clear();
    let mut result = result.map_err(laboratory::failure)?;
    result.provenance.input_hash = Some(inputs.hash());
    let json = write::sweep_json(&result).map_err(Failure::run)?;
    let files = vec![
        ("sweep.html", write::html(&sweep_report(&result))),
        ("sweep.json", json.clone()),
        ("sweep.csv", write::sweep_csv(&result).map_err(Failure::run)?),
    ];
    let provenance = &result.provenance;
    let written = Written { out: &options.out, files, provenance, begun, threads };
    laboratory::save(written, inputs)?;
    if options.running.working.json {
        print(&json);
    } else if !options.running.working.quiet {
        let report = options.out.join("sweep.html").display().to_string();
        print(&sweep_terminal(&result, &super::run::style(Some(report))));
    }
    Ok(if provenance.partial { ExitCode::from(STOPPED) } else { ExitCode::SUCCESS })
}
