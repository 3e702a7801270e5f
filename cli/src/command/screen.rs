//! `gemba screen`: where does the plant lose most, and with which one problem should one start?

use super::run;
use crate::args::Screen as Options;
use crate::failure::{Failure, print};
use crate::inputs::Inputs;
use crate::{folder, progress};
use reports::screen as words;
use scenarios::screen::{NoScreen, Screen, skeleton};
use scenarios::study::{RunOptions, Study, StudyError};
use std::path::Path;
use std::process::ExitCode;

/// Names of the files of a start.
const STUDY: &str = "study.toml";
const PLANT: &str = "plant.toml";

/// Ranks the losses of the plant of a study; with `--start` writes a study of one of them.
pub(crate) fn screen(options: &Options) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let study = run::read(options.study.as_deref(), &inputs).map_err(Failure::input)?;
    if let Some(start) = &options.start {
        free(start)?;
    }
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "pairs");
    let tell = |done: u64, planned: u64| {
        bar.set_length(planned);
        bar.set_position(done);
    };
    let asked = RunOptions {
        pairs: Some(options.pairs),
        seed: options.running.seed,
        cancel: Some(stop),
        progress: Some(&tell),
        ..RunOptions::default()
    };
    let (found, _) = progress::on_threads(options.running.working.threads, || {
        study.screen(options.months, &asked)
    })?;
    bar.finish_and_clear();
    let found = found.map_err(|error| match error {
        NoScreen::Nothing | NoScreen::Input(_) => Failure::input(error),
        NoScreen::Run(StudyError::TooFewPairs { .. }) => Failure::stopped(error),
        NoScreen::Run(_) => Failure::run(error),
    })?;
    if options.running.working.json {
        let json = serde_json::to_string_pretty(&found).map_err(Failure::run)?;
        print(&json);
    } else if !options.running.working.quiet {
        print(&words::terminal(&found));
    }
    if let Some(folder) = &options.start {
        start(&study, &found, options.loss, folder)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Nothing is overwritten.
fn free(folder: &Path) -> Result<(), Failure> {
    for name in [STUDY, PLANT] {
        let path = folder.join(name);
        if path.exists() {
            return Err(Failure::input(format!(
                "already there, nothing written: {}\nhelp: name another folder, or move it away",
                path.display()
            )));
        }
    }
    folder::check(folder).map_err(Failure::input)
}

/// Writes the study of one loss, and its plant.
fn start(study: &Study, found: &Screen, number: usize, folder: &Path) -> Result<(), Failure> {
    let Some(loss) = found.losses.get(number.saturating_sub(1)) else {
        return Err(Failure::input(format!(
            "there is no loss number {number}\nhelp: --loss 1 to {}",
            found.losses.len()
        )));
    };
    let text = skeleton(study, found, loss, PLANT);
    folder::create(folder)?;
    folder::write_new(folder, PLANT, study.plant_file.text())?;
    let path = folder::write_new(folder, STUDY, &text)?;
    print(&format!(
        "wrote {}: {}\nnext: replace what says `replace me`, then gemba run {}",
        path.display(),
        loss.what,
        path.display()
    ));
    Ok(())
}
