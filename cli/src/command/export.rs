//! `gemba export`: the pairs of an earlier run, their ledgers, and the states of the machines in the median
//! one, as tables for analysts.

use super::replay::{read, study, text};
use super::reprice::futures;
use crate::args::Export;
use crate::failure::{Failure, print};
use crate::{folder, progress};
use reports::write::{LedgersParquet, Manifest, pairs_csv, pairs_parquet, states_parquet};
use scenarios::answer::PairRows;
use scenarios::case::middle_pair;
use scenarios::study::Study;
use scenarios::study::result::{FORMAT, StudyResult};
use std::collections::HashSet;
use std::fmt::Display;
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

/// Writes `pairs.parquet` and `ledgers.parquet` from the kept futures, `states.parquet` from the median pair
/// simulated once more.
pub(crate) fn export(options: &Export) -> Result<ExitCode, Failure> {
    let run = &options.run;
    let manifest: Manifest = read(run, "manifest.json", "manifest of a run")?;
    let told: StudyResult =
        read(run, "result.json", &format!("result of this version ({FORMAT})"))?;
    let rows = text(run, "pairs.csv")?;
    let file = futures(run)?;
    let study = study(run, &manifest, &told)?;
    let out = options.out.as_ref().unwrap_or(run);
    folder::check(out).map_err(Failure::input)?;
    let (written, _) = progress::on_threads(options.threads, || -> Result<[u64; 3], Failure> {
        let mut result = study.reprice(&file, PairRows::Made)?.result;
        result.provenance = told.provenance;
        if pairs_csv(&result).map_err(Failure::run)? != rows {
            return Err(Failure::run(format!(
                "the kept futures do not give {}\nhelp: one of them has been changed since; run the study \
                 again",
                run.join("pairs.csv").display()
            )));
        }
        folder::create(out)?;
        written(out, "pairs.parquet", |to| pairs_parquet(&result, to).map_err(Failure::run))?;
        let lines = written(out, "ledgers.parquet", |to| ledgers(&study, &result, &file, to))?;
        let states = written(out, "states.parquet", |to| states(&study, &result, to))?;
        Ok([result.pairs.len() as u64, lines, states])
    })?;
    let [pairs, lines, states] = written?;
    if !options.quiet {
        let files =
            [("pairs.parquet", pairs), ("ledgers.parquet", lines), ("states.parquet", states)];
        for (name, count) in files {
            print(&format!("{}: {count} rows", out.join(name).display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The general ledgers of the pairs of the result; how many entries there are.
fn ledgers(
    study: &Study,
    result: &StudyResult,
    file: &Path,
    to: &mut File,
) -> Result<u64, Failure> {
    let pairs: HashSet<u64> = result.pairs.iter().map(|row| row.pair).collect();
    let mut table = LedgersParquet::new(result, to).map_err(Failure::run)?;
    study.kept_ledgers(
        file,
        |pair| pairs.contains(&pair),
        |some| table.add(some).map_err(Failure::run),
    )?;
    let rows = table.rows;
    table.close().map_err(Failure::run)?;
    Ok(rows)
}

/// The states of all machines in the median pair of the headline; how many rows there are.
fn states(study: &Study, result: &StudyResult, to: &mut File) -> Result<u64, Failure> {
    let head = result.comparisons.first().ok_or_else(|| Failure::run("nothing is compared"))?;
    let (pair, _) =
        middle_pair(result, &head.id).ok_or_else(|| Failure::run("there is no pair"))?;
    let states = study.states_by_month(pair).map_err(Failure::run)?;
    states_parquet(result, pair, &states, to).map_err(Failure::run)?;
    Ok(states.len() as u64)
}

/// Writes a file under a temporary name and renames it.
fn written<T>(
    out: &Path,
    name: &str,
    content: impl FnOnce(&mut File) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (path, half) = (out.join(name), out.join(format!(".{name}.part")));
    let fail =
        |error: &dyn Display| Failure::run(format!("cannot write {}: {error}", path.display()));
    let mut file = File::create(&half).map_err(|error| fail(&error))?;
    let made = content(&mut file).inspect_err(|_| {
        // What went wrong is told; half a file helps nobody.
        let _ = std::fs::remove_file(&half);
    })?;
    std::fs::rename(&half, &path).map_err(|error| fail(&error))?;
    Ok(made)
}
