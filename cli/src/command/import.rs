//! `gemba import`: from an export of the ERP to values of a study, and what is complete of them.

use crate::args::Import;
use crate::failure::{Failure, print};
use crate::folder;
use calibration::figures;
use scenarios::study::read::sections::STUDY_FILE;
use std::process::ExitCode;
use twin_models::text::{Diagnostics, Fault, Kind, Section};

/// Reads the figures and writes values and report.
pub(crate) fn import(options: &Import) -> Result<ExitCode, Failure> {
    folder::check(&options.out).map_err(Failure::input)?;
    let found = figures::import(&options.map, &options.file).map_err(Failure::input)?;
    known(&options.map.display().to_string(), &found.report)?;
    let text = found.report.to_text();
    let json = serde_json::to_string_pretty(&found.report).map_err(Failure::run)? + "\n";
    folder::create(&options.out)?;
    let values = folder::write(&options.out, "figures.toml", &found.figures_toml)?;
    folder::write(&options.out, "import.txt", &text)?;
    folder::write(&options.out, "import.json", &json)?;
    if options.json {
        print(&json);
    } else if !options.quiet {
        print(&text);
        print(&format!("values for a study file: {}", values.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Every figure that becomes a value has a place in a study file.
fn known(map: &str, report: &figures::report::ImportReport) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for figure in &report.figures {
        let Some(target) = &figure.target else { continue };
        let steps: Vec<&str> = target.split('.').collect();
        if let Err(remedy) = place(&STUDY_FILE, &steps) {
            let reason = format!("a study file has no value `{target}`");
            let path = format!("figures.{}.for", figure.name);
            faults.push(Fault { path, ..Fault::of_file(map, reason, remedy) });
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::input(Diagnostics::new(faults))) }
}

/// Walks from key to key; what may stand instead, where one does not exist.
fn place(section: &Section, steps: &[&str]) -> Result<(), String> {
    let Some((first, rest)) = steps.split_first() else {
        return Err("name a single value of the study, such as prices.scrap".to_owned());
    };
    let there = || section.names().collect::<Vec<_>>().join(", ");
    let field =
        section.field(first).ok_or_else(|| format!("{} may have: {}", section.name, there()))?;
    match (&field.kind, rest) {
        (Kind::Table(section), rest) => place(section, rest),
        (Kind::Named(section), [_, rest @ ..]) => place(section, rest),
        (Kind::Named(_), []) => place(section, &[]),
        (Kind::Map(_), [_]) => Ok(()),
        (Kind::Value(..) | Kind::Law(..) | Kind::Either(_), []) => Ok(()),
        _ => place(section, &[]),
    }
}
