//! `gemba lock`: the baseline before the investment, so that nobody can choose it afterwards.

use super::run;
use crate::args::Lock as Options;
use crate::failure::{BAD_INPUT, Failure, note, print};
use crate::inputs::Inputs;
use crate::record::begin;
use crate::{baseline, folder, progress};
use reports::baseline as words;
use reports::review::tracking_csv;
use reports::write;
use scenarios::baseline::make::{Measuring, NoLock};
use scenarios::study::Study;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Locks the baseline of a study, checks a lock, or suggests a scorecard.
pub(crate) fn lock(options: &Options) -> Result<ExitCode, Failure> {
    let (started, _) = begin();
    let inputs = Inputs::default();
    let path = options.study.as_path();
    let mut study = run::read(Some(path), &inputs).map_err(Failure::input)?;
    if options.suggest {
        print(&study.suggested_scorecard());
        return Ok(ExitCode::SUCCESS);
    }
    let beside = path.parent().unwrap_or(Path::new(""));
    let file = file(options, &study, beside);
    // The lock to be written need not be there yet.
    let named = study.baseline_file.take();
    baseline::attach(&mut study, beside, &inputs)?;
    study.baseline_file = named;
    if options.check {
        return check(&study, &file);
    }
    refuse_to_overwrite(&file)?;
    if !study.warnings.is_empty() {
        note(study.warnings.to_string().trim_end());
    }
    // What is missing is told before the records are looked for.
    let gaps = study.gaps();
    if !gaps.is_empty() {
        return Err(Failure::input(NoLock::Gaps(gaps)));
    }
    let data = baseline::data_files(&study)?;
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "pairs");
    let tell = |done: u64, planned: u64| {
        bar.set_length(planned);
        bar.set_position(done);
    };
    study.seed = options.running.seed.unwrap_or(study.seed);
    let measuring = Measuring { pairs: options.pairs, cancel: Some(stop), progress: Some(&tell) };
    let when = started.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let (lock, _) = progress::on_threads(options.running.working.threads, || {
        study.lock_baseline(&when, data, &measuring)
    })?;
    bar.finish_and_clear();
    let lock = lock.map_err(|error| match error {
        NoLock::Gaps(_) => Failure::input(error),
        NoLock::Stopped => Failure::stopped(error),
        NoLock::Failed { .. } | NoLock::Lock(_) => Failure::run(error),
    })?;
    let text = write::lock_json(&lock).map_err(Failure::run)?;
    let (parent, name) = (file.parent().unwrap_or(Path::new("")), file.file_name());
    let name = name.map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if !parent.as_os_str().is_empty() {
        folder::create(parent)?;
    }
    folder::write_new(parent, &name, &text)?;
    let tracked = track(&study, parent, &name, options)?;
    if options.running.working.json {
        print(&text);
    } else if !options.running.working.quiet {
        print(&words::locked(&lock, &file.display().to_string()));
        if study.baseline_file.is_none() {
            note(&format!(
                "note: add `baseline = \"{name}\"` to [study], so that runs are held against it"
            ));
        }
        if let Some(file) = tracked {
            print(&format!(
                "Tracking file {}: fill in the column `actual` month by month; `gemba review RUN --actual` \
                 holds it against the forecast",
                file.display()
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the file in which the plant tracks what comes of it, where the study asks for it. One that
/// is there is left alone: somebody may have filled it in.
fn track(
    study: &Study,
    folder: &Path,
    lock: &str,
    options: &Options,
) -> Result<Option<PathBuf>, Failure> {
    let Some(plan) = study.tracking else { return Ok(None) };
    let name = format!("{}.tracking.csv", lock.strip_suffix(".lock.json").unwrap_or(lock));
    if folder.join(&name).exists() {
        note(&format!("note: {} is there already and is left alone", folder.join(&name).display()));
        return Ok(None);
    }
    let stop = progress::stop_flag();
    let (tracking, _) =
        progress::on_threads(options.running.working.threads, || study.track(plan, Some(stop)))?;
    let Some(tracking) = tracking else {
        note("warning: there is no tracking file: its futures could not be simulated");
        return Ok(None);
    };
    let text = tracking_csv(&tracking).map_err(Failure::run)?;
    Ok(Some(folder::write_new(folder, &name, &text)?))
}

/// Where the lock is or will be.
fn file(options: &Options, study: &Study, beside: &Path) -> PathBuf {
    let stem = options.study.file_stem().map(|s| s.to_string_lossy().into_owned());
    match (&options.out, &study.baseline_file) {
        (Some(out), _) => out.clone(),
        (None, Some(name)) => beside.join(name),
        (None, None) => beside.join(format!("{}.lock.json", stem.unwrap_or_default())),
    }
}

fn refuse_to_overwrite(file: &Path) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::input(format!(
            "{} is there already, and a lock is never overwritten\nhelp: `gemba lock --check` compares \
             with it; a new baseline gets a new file with --out",
            file.display()
        )));
    }
    Ok(())
}

/// Compares the study with its lock.
fn check(study: &Study, file: &Path) -> Result<ExitCode, Failure> {
    let lock = baseline::read(file)?;
    let changes = study.differs_from(&lock, &study.data);
    print(&words::checked(&lock, &file.display().to_string(), &changes));
    Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) })
}
