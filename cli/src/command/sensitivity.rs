//! `gemba sensitivity`: what the answer of a study hangs on.

use crate::args::Sensitivity;
use crate::failure::{Failure, STOPPED, print};
use crate::inputs::Inputs;
use crate::record::{Ran, begin, manifest};
use crate::{folder, progress};
use reports::sensitivity::{report, terminal};
use reports::write::{self};
use scenarios::study::luck::sampling;
use scenarios::study::{RunOptions, StudyError};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

/// Runs the study, moves its inputs and writes the folder.
pub(crate) fn sensitivity(options: &Sensitivity) -> Result<ExitCode, Failure> {
    let begun = begin();
    let inputs = Inputs::default();
    let study = super::run::read(options.study.as_deref(), &inputs).map_err(Failure::input)?;
    folder::check(&options.out).map_err(Failure::input)?;
    let stop = progress::stop_flag();
    let bar = progress::bar(options.running.working.quiet, "pairs");
    let tell = |done: u64, planned: u64| {
        bar.set_length(planned);
        bar.set_position(done);
    };
    let run = RunOptions {
        pairs: Some(options.pairs),
        seed: options.running.seed,
        sampling: options.luck.as_deref().and_then(sampling),
        cancel: Some(stop),
        progress: Some(&tell),
        keep: None,
    };
    let (found, threads) =
        progress::on_threads(options.running.working.threads, || study.sensitivity(&run))?;
    bar.finish_and_clear();
    let (mut found, mut result) = found.map_err(|error| match error {
        StudyError::TooFewPairs { .. } if stop.load(Ordering::SeqCst) => Failure::stopped(error),
        error => Failure::run(error),
    })?;
    result.provenance.input_hash = Some(inputs.hash());
    found.provenance.input_hash.clone_from(&result.provenance.input_hash);
    let json = write::sensitivity_json(&found).map_err(Failure::run)?;
    let page = write::html(&report(&found, &result));
    let ran = Ran {
        threads,
        seed: found.provenance.seed,
        pairs: found.provenance.pairs,
        partial: found.provenance.partial,
        inputs: &inputs,
        outputs: ["sensitivity.html", "sensitivity.json"].map(str::to_owned).to_vec(),
    };
    let manifest = manifest(&begun, ran);
    let manifest = manifest.to_json().map_err(Failure::run)?;
    folder::create(&options.out)?;
    folder::write(&options.out, "sensitivity.html", &page)?;
    folder::write(&options.out, "sensitivity.json", &json)?;
    folder::write(&options.out, "manifest.json", &manifest)?;
    if options.running.working.json {
        print(&json);
    } else if !options.running.working.quiet {
        let page = options.out.join("sensitivity.html").display().to_string();
        print(&terminal(&found, &result, &super::run::style(Some(page))));
    }
    Ok(if found.provenance.partial { ExitCode::from(STOPPED) } else { ExitCode::SUCCESS })
}
