//! `gemba policies`: ways to maintain a failure mode, side by side.

use super::laboratory::{self, Written};
use crate::args::Policies as Arguments;
use crate::failure::{Failure, STOPPED, note, print};
use crate::inputs::Inputs;
use crate::record::begin;
use crate::{embedded, folder, progress};
use reports::laboratory::{policies_report, policies_terminal};
use reports::write;
use scenarios::laboratory::contest::Watch;
use scenarios::laboratory::policies::Policies;
use std::process::ExitCode;

/// Runs the comparison and writes its folder.
pub(crate) fn policies(options: &Arguments) -> Result<ExitCode, Failure> {
    let begun = begin();
    let inputs = Inputs::default();
    let mut rules = laboratory::rules(&options.seeking, &options.running)?;
    let (file, wish) = laboratory::read(options.plant.as_deref(), &options.seeking, &inputs)?;
    let mut mode = options.mode.as_deref();
    if laboratory::is_example(options.plant.as_deref(), &options.seeking) {
        rules.delta = rules.delta.or(Some(embedded::PRESS_DELTA));
        mode = mode.or(Some(embedded::PRESS_MODE));
    }
    let policies = Policies::new(file, mode, &wish, rules).map_err(laboratory::failure)?;
    folder::check(&options.out).map_err(Failure::input)?;
    if !policies.base.warnings.is_empty() && !options.running.working.quiet {
        note(policies.base.warnings.to_string().trim_end());
    }
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "replications");
    let tell = |done: u64, expected: u64| {
        bar.set_length(expected);
        bar.set_position(done);
    };
    let watch = Watch { cancel: Some(stop), progress: Some(&tell) };
    let (result, threads) =
        progress::on_threads(options.running.working.threads, || policies.run(&watch))?;
    bar.finish_and_clear();
    let mut result = result.map_err(laboratory::failure)?;
    result.provenance.input_hash = Some(inputs.hash());
    let json = write::policies_json(&result).map_err(Failure::run)?;
    let files = vec![
        ("policies.html", write::html(&policies_report(&result))),
        ("policies.json", json.clone()),
        ("policies.csv", write::policies_csv(&result).map_err(Failure::run)?),
    ];
    let provenance = &result.provenance;
    let written = Written { out: &options.out, files, provenance, begun, threads };
    laboratory::save(written, inputs)?;
    if options.running.working.json {
        print(&json);
    } else if !options.running.working.quiet {
        let report = options.out.join("policies.html").display().to_string();
        print(&policies_terminal(&result, &super::run::style(Some(report))));
    }
    Ok(if provenance.partial { ExitCode::from(STOPPED) } else { ExitCode::SUCCESS })
}
