//! `gemba check`: every fault at once, nothing run.

use super::run::read;
use crate::args::Check;
use crate::failure::{BAD_INPUT, Failure, note, print};
use crate::inputs::Inputs;
use crate::tables::is_workbook;
use std::path::Path;
use std::process::ExitCode;
use twin_models::plant::read::read_plant;
use twin_models::text::{Diagnostics, Document};

/// Checks each file; the worst of them gives the exit code.
pub(crate) fn check(options: &Check) -> Result<ExitCode, Failure> {
    let mut bad = 0;
    for path in &options.files {
        match check_file(path) {
            Ok(summary) => print(&format!("{}: {summary}", path.display())),
            Err(faults) => {
                note(faults.to_string().trim_end());
                bad += 1;
            }
        }
    }
    Ok(if bad > 0 { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS })
}

fn check_file(path: &Path) -> Result<String, Diagnostics> {
    let is_study = is_workbook(path) || Document::read(path)?.get(&["study"]).is_some();
    if is_study {
        let study = read(Some(path), &Inputs::default())?;
        return Ok(format!(
            "a sound study: {} arms over {} months",
            study.arms.len(),
            study.horizon
        ));
    }
    let read = read_plant(&Document::read(path)?)?;
    if !read.warnings.is_empty() {
        note(read.warnings.to_string().trim_end());
    }
    let plant = &read.plant;
    Ok(format!(
        "a sound plant: {} machines, {} buffers, {} failure modes, {} of {} inputs with a source",
        plant.machines.len(),
        plant.buffers.len(),
        plant.modes.len(),
        read.inputs.iter().filter(|i| i.provenance.is_some()).count(),
        read.inputs.len()
    ))
}
