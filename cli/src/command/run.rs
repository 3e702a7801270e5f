//! `gemba run`: a study from file to report.

use super::plan::{note_precise, plan_of};
use crate::args::{Run, Working};
use crate::failure::{Failure, NOT_MET, STOPPED, note, print};
use crate::folder::Claim;
use crate::inputs::{FOLDER, Inputs};
use crate::record::{Begun, Ran, begin, manifest};
use crate::tables::{Workbook, is_workbook};
use crate::{baseline, embedded, engine, folder, progress};
use reports::workbook::{ledger_csv, workbook};
use reports::write::{self, Manifest, Style};
use scenarios::answer::require::Requirement;
use scenarios::case::Case;
use scenarios::shards::ShardFault;
use scenarios::store::{Earlier, FILE, Keeper};
use scenarios::study::luck::sampling;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study, StudyError, read_study};
use sim_core::Sampling;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use twin_models::text::Diagnostics;

/// Runs the study and writes its folder.
pub(crate) fn run(options: &Run) -> Result<ExitCode, Failure> {
    let begun = begin();
    let inputs = Inputs::default();
    let required = required(&options.require)?;
    let study = planned(options.study.as_deref(), &options.without, &inputs)?;
    folder::check(&options.out).map_err(Failure::input)?;
    if let Some(engine) = &options.engine {
        engine::check(engine)?;
    }
    let _claim = Claim::of(&options.out)?;
    let sampling = options.luck.as_deref().and_then(sampling);
    let asked = Asked {
        out: &options.out,
        pairs: options.pairs,
        seed: options.running.seed,
        sampling,
        required: &required,
        by: None,
        working: &options.running.working,
    };
    let asks =
        RunOptions { pairs: asked.pairs, seed: asked.seed, sampling, ..RunOptions::default() };
    let Some(engine) = &options.engine else {
        let shards = match options.no_futures || options.fresh {
            true => None,
            false => engine::take(&study, &asks, &options.out)?,
        };
        let keeper = keeper(options)?;
        let code = answer(study, inputs, &begun, keeper, &asked)?;
        if let Some(shards) = shards.filter(|_| code != ExitCode::from(STOPPED)) {
            engine::done(&shards);
        }
        return Ok(code);
    };
    if options.pairs.is_none() && !options.running.working.quiet {
        note_precise(&study);
    }
    let plan =
        plan_of(&study, &asks, options.per_shard, engine::before(&options.out), None, &inputs)?;
    let seen = plan.study().map_err(Failure::input)?;
    let made = engine::make(engine, &plan, &seen, &options.out, options.running.working.quiet)?;
    let file = options.out.join(FILE);
    if let Some(made) = &made {
        plan.gather(&seen, &made.folder, &file).map_err(faults)?;
    }
    let asked = Asked { by: made.as_ref().map(|made| made.told.as_str()), ..asked };
    let code = answer(study, inputs, &begun, Some(Keeper::new(file).resume()), &asked)?;
    if let Some(made) = &made {
        engine::done(&made.folder);
    }
    Ok(code)
}

/// Everything that is wrong with the shards.
pub(super) fn faults(all: Vec<ShardFault>) -> Failure {
    let told: Vec<String> = all.iter().map(|fault| format!("error: {fault}")).collect();
    Failure::input(told.join("\n"))
}

/// What the headline must fulfil.
pub(super) fn required(typed: &[String]) -> Result<Vec<Requirement>, Failure> {
    typed.iter().map(|text| Requirement::parse(text).map_err(Failure::input)).collect()
}

/// The study of a file, or the embedded one, with its lock, and without effects that are not believed.
pub(super) fn planned(
    file: Option<&Path>,
    without: &[String],
    inputs: &Inputs,
) -> Result<Study, Failure> {
    let mut study = read(file, inputs).map_err(Failure::input)?;
    if !without.is_empty() {
        let kinds: Vec<&str> = without.iter().map(String::as_str).collect();
        study = study.without(&kinds).map_err(Failure::input)?;
        if !study.investments.iter().any(|i| i.sources.parts().any(|part| part.withheld)) {
            note(&format!("note: no effect rests on inputs of kind {}", kinds.join(" or ")));
        }
    }
    let beside = file.and_then(Path::parent).unwrap_or(Path::new(""));
    baseline::attach(&mut study, beside, inputs)?;
    Ok(study)
}

/// How a study is answered, and where to.
pub(super) struct Asked<'a> {
    pub(super) out: &'a Path,
    pub(super) pairs: Option<u64>,
    pub(super) seed: Option<u64>,
    pub(super) sampling: Option<Sampling>,
    pub(super) required: &'a [Requirement],
    /// Who made the pairs, where it was not this program.
    pub(super) by: Option<&'a str>,
    pub(super) working: &'a Working,
}

/// Simulates what is not there yet, and writes the folder of the run.
pub(super) fn answer(
    study: Study,
    inputs: Inputs,
    begun: &Begun,
    keeper: Option<Keeper>,
    asked: &Asked<'_>,
) -> Result<ExitCode, Failure> {
    let (out, working) = (asked.out, asked.working);
    let stop = progress::stop_flag();
    let bar = progress::bar(working.quiet, "pairs");
    let tell = |done: u64, planned: u64| {
        bar.set_length(planned);
        bar.set_position(done);
    };
    let run = RunOptions {
        pairs: asked.pairs,
        seed: asked.seed,
        sampling: asked.sampling,
        cancel: Some(stop),
        progress: Some(&tell),
        keep: keeper.as_ref(),
    };
    let (result, threads) = progress::on_threads(working.threads, || study.run(&run))?;
    bar.finish_and_clear();
    let mut result = result.map_err(|error| match error {
        StudyError::TooFewPairs { .. } if stop.load(Ordering::SeqCst) => Failure::stopped(error),
        StudyError::Kept { .. } => Failure::input(error),
        StudyError::TooFewPairs { .. } => Failure::model(error),
        StudyError::PairFailed { .. } => Failure::model(format!(
            "{error}\nhelp: run it again with the same seed to see it again; a study may allow \
             failures with `allowed_failures`"
        )),
    })?;
    result.provenance.input_hash = Some(inputs.hash());
    let case = open_case(study, &result, &run)?;
    let mut outputs = outputs(&result, case.is_some());
    let mut earlier = Earlier::default();
    match keeper.map(Keeper::finish) {
        Some(Ok(kept)) => {
            outputs.extend(kept.written.then(|| FILE.to_owned()));
            earlier = kept.earlier;
        }
        Some(Err(error)) => note(&format!("warning: the futures are not kept: {error}")),
        None => {}
    }
    let ran = Ran {
        threads,
        seed: result.provenance.seed,
        pairs: result.provenance.pairs,
        partial: result.provenance.partial,
        inputs: &inputs,
        outputs,
    };
    let manifest = manifest(begun, ran);
    save(out, &result, case.as_ref(), &manifest, inputs.texts())?;
    if working.json {
        print(&write::result_json(&result).map_err(Failure::run)?);
    } else if !working.quiet {
        print(&headline(&result, out));
        let pairs = result.provenance.pairs;
        let how = match (asked.by, earlier.pairs) {
            (Some(by), _) => format!(": {by}"),
            (None, 0) => format!(" on {threads} threads"),
            (None, there) => format!(" on {threads} threads, {there} of them there before"),
        };
        print(&format!("{pairs} pairs of futures in {:.1} s{how}", manifest.wall_seconds));
    }
    if let (Some(change), false) = (earlier.other.first(), working.quiet) {
        note(&format!(
            "note: the futures that were in {} are those of other inputs ({change}); all were simulated anew",
            out.display()
        ));
    }
    if result.provenance.partial {
        return Ok(ExitCode::from(STOPPED));
    }
    Ok(if all_met(asked.required, &result) { ExitCode::SUCCESS } else { ExitCode::from(NOT_MET) })
}

/// Tells what is not fulfilled.
fn all_met(required: &[Requirement], result: &StudyResult) -> bool {
    let outcomes: Vec<_> = required.iter().map(|required| required.check(result)).collect();
    outcomes.iter().filter(|outcome| !outcome.met).for_each(|outcome| note(&outcome.text));
    outcomes.iter().all(|outcome| outcome.met)
}

/// Keeps the futures in the folder of the run, which is there from now on, and goes on with those that are
/// there.
fn keeper(options: &Run) -> Result<Option<Keeper>, Failure> {
    let path = options.out.join(FILE);
    if options.no_futures {
        // Those of an earlier run would be those of another one.
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::run(format!("cannot remove {}: {error}", path.display())))
            }
            _ => Ok(None),
        };
    }
    folder::create(&options.out)?;
    let keeper = Keeper::new(path);
    Ok(Some(if options.fresh { keeper } else { keeper.resume() }))
}

/// Reads a study and its plant, or the embedded ones.
pub(super) fn read(study: Option<&Path>, inputs: &Inputs) -> Result<Study, Diagnostics> {
    let Some(path) = study else {
        let file = inputs.embedded("study", embedded::STUDY_FILE, embedded::STUDY)?;
        return read_study(file, &|_| {
            inputs.embedded("plant", embedded::PLANT_FILE, embedded::PLANT)
        });
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let plant = |plant: &str| inputs.read("plant", &folder.join(plant));
    if is_workbook(path) {
        let book = Workbook::read(path)?;
        inputs.note("study", &path.display().to_string(), &book.document);
        return read_study(book.document.clone(), &plant).map_err(|faults| book.located(faults));
    }
    read_study(inputs.read("study", path)?, &plant)
}

/// Files written beside the manifest; the draws only where something is unknown, the workbook only
/// where something is compared.
pub(super) fn outputs(result: &StudyResult, case: bool) -> Vec<String> {
    let mut names = vec!["report.html", "result.json", "pairs.csv"];
    if !result.unknowns.is_empty() {
        names.push("unknowns.csv");
    }
    if case {
        names.extend(["case.xlsx", "ledger.csv"]);
    }
    names.into_iter().map(str::to_owned).collect()
}

/// The books of the median future, under the seed and the luck of the run.
fn open_case(
    mut study: Study,
    result: &StudyResult,
    run: &RunOptions<'_>,
) -> Result<Option<Case>, Failure> {
    study.seed = run.seed.unwrap_or(study.seed);
    study.sampling = run.sampling.unwrap_or(study.sampling);
    study.open_case(result).map_err(Failure::run)
}

/// Writes all files of a run but its futures.
pub(super) fn save(
    out: &Path,
    result: &StudyResult,
    case: Option<&Case>,
    manifest: &Manifest,
    inputs: Vec<(String, String)>,
) -> Result<(), Failure> {
    let html = write::html(&reports::compose(result));
    let json = write::result_json(result).map_err(Failure::run)?;
    let csv = write::pairs_csv(result).map_err(Failure::run)?;
    let manifest = manifest.to_json().map_err(Failure::run)?;
    let currency = &result.provenance.currency;
    let books = case.map(|case| {
        let workbook = workbook(result, case).map_err(Failure::run)?;
        let ledger = ledger_csv(case, currency).map_err(Failure::run)?;
        Ok::<_, Failure>((workbook, ledger))
    });
    let books = books.transpose()?;
    let kept = out.join(FOLDER);
    folder::create(&kept)?;
    for (name, text) in inputs {
        folder::write(&kept, &name, text)?;
    }
    folder::write(out, "pairs.csv", &csv)?;
    if !result.unknowns.is_empty() {
        let unknowns = write::unknowns_csv(result).map_err(Failure::run)?;
        folder::write(out, "unknowns.csv", &unknowns)?;
    }
    folder::write(out, "result.json", &json)?;
    if let Some((workbook, ledger)) = books {
        folder::write(out, "case.xlsx", workbook)?;
        folder::write(out, "ledger.csv", ledger)?;
    }
    folder::write(out, "report.html", &html)?;
    folder::write(out, "manifest.json", &manifest)?;
    Ok(())
}

/// The answer for the terminal, with the path of the report.
pub(super) fn headline(result: &StudyResult, out: &Path) -> String {
    write::terminal(result, &style(Some(out.join("report.html").display().to_string())))
}

/// How to print on this terminal.
pub(super) fn style(report: Option<String>) -> Style {
    let terminal = std::io::stdout().is_terminal();
    Style { colour: terminal && std::env::var_os("NO_COLOR").is_none(), width: 0, report }
}
