//! `gemba report`: an old result, a new report.

use crate::args::Report;
use crate::failure::{Failure, print};
use crate::folder;
use reports::write;
use scenarios::study::result::{FORMAT, StudyResult};
use std::process::ExitCode;

/// Writes `report.html` of an earlier run anew, and prints its headline.
pub(crate) fn report(options: &Report) -> Result<ExitCode, Failure> {
    let path = options.run.join("result.json");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Failure::input(format!(
            "cannot read {}: {error}\nhelp: name the folder that `gemba run --out` has written",
            path.display()
        ))
    })?;
    let result: StudyResult = serde_json::from_str(&text).map_err(|error| {
        Failure::input(format!(
            "{} is no result of this version ({FORMAT}): {error}\nhelp: run the study again",
            path.display()
        ))
    })?;
    let html = write::html(&reports::compose(&result));
    folder::write(&options.run, "report.html", &html)?;
    if !options.quiet {
        print(&super::run::headline(&result, &options.run));
    }
    Ok(ExitCode::SUCCESS)
}
