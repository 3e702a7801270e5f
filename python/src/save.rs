//! The folder of a run, as the command line writes it.

use crate::fault;
use crate::run::Run;
use pyo3::prelude::*;
use reports::workbook::{ledger_csv, workbook};
use reports::write::{self, MANIFEST_FORMAT, Manifest};
use scenarios::store::{FILE, Futures};
use scenarios::study as library;
use scenarios::study::luck::sampling;
use sim_core::Sampling;
use std::fs;
use std::path::Path;

/// Writes all files of a run; their names.
pub(crate) fn save_run(run: &Run, folder: &Path, command: Vec<String>) -> PyResult<Vec<String>> {
    let result = &*run.result;
    let mut study = library::Study::clone(&run.study.study);
    study.seed = result.provenance.seed;
    // The luck of the run, which need not be that of the file.
    let luck = result.provenance.luck.as_ref();
    study.sampling = luck.and_then(|luck| sampling(&luck.kind)).unwrap_or(Sampling::Independent);
    let text =
        |text: Result<String, write::WriteError>| text.map(String::into_bytes).map_err(fault::run);
    let json = write::result_json(result).map_err(fault::run)?;
    let mut files = vec![
        ("report.html", write::html(&reports::compose(result)).into_bytes()),
        ("result.json", json.into_bytes()),
        ("pairs.csv", text(write::pairs_csv(result))?),
    ];
    if !result.unknowns.is_empty() {
        files.push(("unknowns.csv", text(write::unknowns_csv(result))?));
    }
    if let Some(case) = study.open_case(result).map_err(fault::run)? {
        files.push(("case.xlsx", workbook(result, &case).map_err(fault::run)?));
        let ledger = ledger_csv(&case, &result.provenance.currency);
        files.push(("ledger.csv", text(ledger)?));
    }
    let mut names: Vec<String> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    keep_futures(run, &study, folder)?;
    names.extend(run.how.futures.is_some().then(|| FILE.to_owned()));
    let manifest = Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        version: scenarios::PROGRAM.to_owned(),
        command,
        started: run.how.started.clone(),
        wall_seconds: run.how.seconds,
        threads: run.how.threads,
        seed: result.provenance.seed,
        pairs: result.provenance.pairs,
        partial: result.provenance.partial,
        inputs: run.study.inputs.iter().map(|input| input.file.clone()).collect(),
        outputs: names.clone(),
    };
    let inputs = folder.join("inputs");
    fs::create_dir_all(&inputs)?;
    for input in &run.study.inputs {
        put(&inputs, &input.stored_name(), input.text.as_bytes())?;
    }
    for (name, bytes) in &files {
        put(folder, name, bytes)?;
    }
    put(folder, "manifest.json", manifest.to_json().map_err(fault::run)?.as_bytes())?;
    names.push("manifest.json".to_owned());
    Ok(names)
}

/// The futures of the run, and no others: those of another run would be taken for those of this one.
fn keep_futures(run: &Run, study: &library::Study, folder: &Path) -> PyResult<()> {
    fs::create_dir_all(folder)?;
    let target = folder.join(FILE);
    match &run.how.futures {
        Some(kept) if !is_of(kept, study) => {
            return Err(fault::input(format!(
                "{} holds other futures now than those of this run: another run has written there\nhelp: give each run \
                 a file of its own",
                kept.display()
            )));
        }
        Some(kept) if same(kept, &target) => {}
        Some(kept) => {
            let half = folder.join(format!(".{FILE}.copy"));
            fs::copy(kept, &half)?;
            fs::rename(half, target)?;
        }
        None if target.exists() => fs::remove_file(target)?,
        None => {}
    }
    Ok(())
}

/// Does the file still hold the futures of this study, under this seed and luck?
fn is_of(file: &Path, study: &library::Study) -> bool {
    Futures::open(file).is_ok_and(|futures| futures.check(study).is_ok())
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Under a temporary name first: files appear complete or not at all.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> PyResult<()> {
    let half = folder.join(format!(".{name}.part"));
    fs::write(&half, bytes)?;
    Ok(fs::rename(half, folder.join(name))?)
}
