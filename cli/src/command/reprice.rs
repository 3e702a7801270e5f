//! `gemba reprice`: the futures of an earlier run under other money.

use super::replay::{found, read};
use super::run::{outputs, save, style};
use crate::args::Reprice;
use crate::failure::{Failure, note, print};
use crate::folder::Claim;
use crate::inputs::Inputs;
use crate::record::{Ran, begin, manifest};
use crate::{folder, progress, setting};
use reports::write::{self, InputFile, Manifest};
use scenarios::answer::PairRows;
use scenarios::case::Case;
use scenarios::store::FILE;
use scenarios::store::physics::{all_inputs, differences};
use scenarios::study::result::{FORMAT, Provenance, StudyResult};
use scenarios::study::{Study, read_study};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use twin_models::text::{Diagnostics, Document};

/// What a run was asked, of its result.
#[derive(serde::Deserialize)]
struct Asked {
    provenance: Provenance,
}

/// Prices the kept futures of a run anew.
pub(crate) fn reprice(options: &Reprice) -> Result<ExitCode, Failure> {
    let begun = begin();
    let run = &options.run;
    let first: Manifest = read(run, "manifest.json", "manifest of a run")?;
    let what = &format!("result of this version ({FORMAT})");
    let asked: Asked = read(run, "result.json", what)?;
    let file = futures(run)?;
    if let Some(out) = &options.out {
        folder::check(out).map_err(Failure::input)?;
        if same_folder(out, run) {
            return Err(Failure::input("--out is the folder of the run itself; name another one"));
        }
    }
    let (then, plant) = (input(run, &first, "study")?, input(run, &first, "plant")?);
    let inputs = Inputs::default();
    let mut study = changed(options, &inputs, &then, &plant)?;
    if !asked.provenance.without.is_empty() {
        let kinds: Vec<&str> = asked.provenance.without.iter().map(String::as_str).collect();
        study = study.without(&kinds).map_err(Failure::input)?;
    }
    let rows = if options.out.is_some() { PairRows::Made } else { PairRows::Left };
    let shown = !options.working.json && !options.working.quiet;
    // The whole of a result takes its time, and is needed to be shown only.
    let (priced, before) = std::thread::scope(|scope| {
        let before = scope.spawn(|| shown.then(|| read::<StudyResult>(run, "result.json", what)));
        let priced = progress::on_threads(options.working.threads, || study.reprice(&file, rows));
        (priced, before.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (repriced, threads) = priced?;
    let (repriced, before) = (repriced?, before.transpose()?);
    let mut result = repriced.result;
    if asked.provenance.seed != result.provenance.seed {
        return Err(Failure::input(format!(
            "{} is of another run: its seed is {}, that of result.json {}\nhelp: run the study again",
            file.display(),
            result.provenance.seed,
            asked.provenance.seed
        )));
    }
    result.provenance.input_hash = Some(inputs.hash());
    let seconds = begun.1.elapsed().as_secs_f64();
    let changes = changes(&then, &plant, &study);
    if let Some(out) = &options.out {
        let case = open_case(&study, &result, &file)?;
        let mut outputs = outputs(&result, case.is_some());
        outputs.push(FILE.to_owned());
        let ran = Ran {
            threads,
            seed: result.provenance.seed,
            pairs: result.provenance.pairs,
            partial: result.provenance.partial,
            inputs: &inputs,
            outputs,
        };
        let manifest = manifest(&begun, ran);
        let _claim = Claim::of(out)?;
        copy(&file, out)?;
        save(out, &result, case.as_ref(), &manifest, inputs.texts())?;
    }
    if options.working.json {
        print(&write::result_json(&result).map_err(Failure::run)?);
    } else if let Some(before) = before {
        let report = options.out.as_ref().map(|out| out.join("report.html").display().to_string());
        print(&write::side_by_side(&before, &result, &changes, &style(report)));
        let pairs = result.provenance.pairs;
        print(&format!("{pairs} pairs of futures priced in {seconds:.1} s; nothing was simulated"));
    }
    if repriced.missing > 0 && !options.working.quiet {
        note(&format!(
            "note: with this money the study would run further pairs ({} next) for the precision it asks \
             for; these are the kept ones",
            repriced.missing
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The file of the futures of a run.
pub(super) fn futures(run: &Path) -> Result<PathBuf, Failure> {
    let file = run.join(FILE);
    if file.exists() {
        return Ok(file);
    }
    Err(Failure::input(format!(
        "{} is not there: the run kept no futures\nhelp: run the study again, without --no-futures",
        file.display()
    )))
}

/// The books of the median future, as they are kept.
fn open_case(study: &Study, result: &StudyResult, file: &Path) -> Result<Option<Case>, Failure> {
    study.open_case_with(result, |number, scenario| {
        let found = study.kept_pair(file, number).map_err(Failure::input)?;
        let gone = || Failure::run(format!("{}: pair {number} is not there", file.display()));
        let pair = found.ok_or_else(gone)?;
        study.books_of(&pair.lived(number), number, 0, scenario).map_err(Failure::run)
    })
}

/// An input of the run, with the bytes that were run.
fn input(run: &Path, manifest: &Manifest, role: &str) -> Result<(InputFile, Document), Failure> {
    let file = manifest.inputs.iter().find(|f| f.role == role);
    let file = file.ok_or_else(|| Failure::input(format!("the manifest names no {role} file")))?;
    Ok((file.clone(), found(run, file)?))
}

/// The study with other money.
fn changed(
    options: &Reprice,
    inputs: &Inputs,
    (file, then): &(InputFile, Document),
    (plant_file, plant): &(InputFile, Document),
) -> Result<Study, Failure> {
    let (folder, document) = match &options.study {
        Some(path) => {
            let document = inputs.read("study", path).map_err(Failure::input)?;
            (Some(path.parent().unwrap_or(Path::new("")).to_owned()), document)
        }
        None => {
            let edit = |document: Document, typed: &String| setting::set(&document, typed);
            let changed = options.set.iter().try_fold(then.clone(), edit);
            let document = changed.map_err(Failure::input)?;
            let with: Vec<String> = options.set.iter().map(|s| format!(" --set {s:?}")).collect();
            inputs.note("study", &format!("{}{}", file.path, with.concat()), &document);
            (None, document)
        }
    };
    let named = |document: &Document| document.get(&["study", "plant"]).map(|node| node.to_toml());
    let same_name = named(&document) == named(then);
    let load = |name: &str| -> Result<Document, Diagnostics> {
        if let Some(folder) = &folder {
            let path = folder.join(name);
            // A copy of the study may lie where its plant does not.
            if path.exists() || !same_name {
                return inputs.read("plant", &path);
            }
        }
        inputs.note("plant", &plant_file.path, plant);
        Ok(plant.clone())
    };
    read_study(document, &load).map_err(Failure::input)
}

/// What is another value now, line by line.
fn changes(
    (_, then): &(InputFile, Document),
    (_, plant): &(InputFile, Document),
    study: &Study,
) -> Vec<String> {
    let now = all_inputs(&study.plant_file, &study.study_file);
    let all = differences(&all_inputs(plant, then), &now);
    all.iter().map(ToString::to_string).collect()
}

fn same_folder(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The futures belong to the new folder too. They are never written again in place, so that a link will
/// do where the system has some.
fn copy(file: &Path, out: &Path) -> Result<(), Failure> {
    let (path, half) = (out.join(FILE), out.join(format!(".{FILE}.part")));
    let fail = |error| Failure::run(format!("cannot write {}: {error}", path.display()));
    let _ = std::fs::remove_file(&half);
    if std::fs::hard_link(file, &half).is_err() {
        std::fs::copy(file, &half).map_err(fail)?;
    }
    std::fs::rename(&half, &path).map_err(fail)
}
