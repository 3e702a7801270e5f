//! `gemba calibrate`: from a stop log to a plant file.

use crate::args::Calibrate;
use crate::failure::{Failure, print};
use crate::folder;
use std::process::ExitCode;

/// Fits the log and writes plant, report and figures.
pub(crate) fn calibrate(options: &Calibrate) -> Result<ExitCode, Failure> {
    folder::check(&options.out).map_err(Failure::input)?;
    let found =
        calibration::calibrate(&options.log, options.map.as_deref()).map_err(Failure::input)?;
    let text = found.report.to_text();
    let json = serde_json::to_string_pretty(&found.report).map_err(Failure::run)? + "\n";
    folder::create(&options.out)?;
    let plant = folder::write(&options.out, "plant.toml", &found.plant_toml)?;
    folder::write(&options.out, "calibration.txt", &text)?;
    folder::write(&options.out, "calibration.json", &json)?;
    if options.json {
        print(&json);
    } else if !options.quiet {
        print(&text);
        print(&format!("plant file: {}", plant.display()));
        print(&format!("next: gemba simulate {}", plant.display()));
    }
    Ok(ExitCode::SUCCESS)
}
