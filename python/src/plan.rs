//! A run in parts, for many machines.

use crate::fault;
use crate::inputs::Input;
use crate::run::{Begun, Run};
use crate::study::{Study, luck_of};
use crate::watch::{Watch, watched};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use scenarios::shards::{self as library, PlanError, PlanFile, ShardError};
use scenarios::store::{FILE, Keeper};
use scenarios::study::RunOptions;
use std::fs;
use std::path::PathBuf;

/// A run in parts: all inputs, the seed, and which pairs each part holds. A shard is the same bytes wherever and
/// however often it is made.
///
/// >>> plan = gemba.example().plan(pairs=4, per_shard=2)
/// >>> plan.shards
/// 2
/// >>> again = gemba.Plan.parse(plan.to_json())
/// >>> gemba.shard(plan.to_json(), 1) == gemba.shard(again.to_json(), 1)
/// True
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Plan(library::Plan);

fn failure(error: PlanError) -> PyErr {
    match error {
        PlanError::Study(faults) => fault::unreadable(&faults),
        error => fault::input(error),
    }
}

/// Plans a run of `pairs` of a study in shards of `per_shard`; seed and luck as for `Study.run`.
#[pyfunction]
#[pyo3(signature = (study, pairs = None, per_shard = 100, seed = None, luck = None))]
pub(crate) fn plan(
    study: &Study,
    pairs: Option<u64>,
    per_shard: u64,
    seed: Option<u64>,
    luck: Option<&str>,
) -> PyResult<Plan> {
    let sampling = luck.map(luck_of).transpose()?;
    if study.own_policies {
        return Err(fault::input(
            "a plan holds all inputs as text, and a policy in Python is none\nhelp: run this study on one machine",
        ));
    }
    if per_shard == 0 || pairs.is_some_and(|pairs| pairs < 2) {
        return Err(fault::input("plan: at least 2 pairs, and 1 in a shard"));
    }
    let file = |input: &Input| PlanFile {
        role: input.file.role.clone(),
        path: input.file.path.clone(),
        text: input.text.clone(),
    };
    let files = study.inputs.iter().map(file).collect();
    let options = RunOptions { pairs, seed, sampling, ..RunOptions::default() };
    Ok(Plan(library::Plan::of(&study.study, &options, per_shard, files)))
}

/// Simulates shard number `index` (from 0) of a plan; its bytes are those of its file `shard-NNNNN.bin`.
///
/// On one thread, as whoever deals out shards expects; `threads` changes no byte. The GIL is free while it runs, and
/// Ctrl-C stops it.
#[pyfunction]
#[pyo3(signature = (plan_json, index, threads = 1, progress = None))]
pub(crate) fn shard<'py>(
    py: Python<'py>,
    plan_json: &str,
    index: u64,
    threads: u16,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let plan = library::Plan::parse(plan_json).map_err(failure)?;
    let study = plan.study().map_err(failure)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(library::Plan::file_name(index));
    watched(py, Some(threads), progress, |watch: Watch<'_>| {
        let (cancel, progress) = (Some(watch.cancel), Some(watch.tell as _));
        let options = RunOptions { cancel, progress, ..RunOptions::default() };
        study.run_shard(&plan, index, &file, &options)
    })?
    .map_err(|error| match error {
        ShardError::NoSuch { .. } => fault::input(error),
        error => fault::run(error),
    })?;
    let bytes = py.detach(|| fs::read(&file))?;
    Ok(PyBytes::new(py, &bytes))
}

#[pymethods]
impl Plan {
    /// Reads a plan.
    #[staticmethod]
    fn parse(json: &str) -> PyResult<Self> {
        library::Plan::parse(json).map(Self).map_err(failure)
    }
    /// As it is written by `gemba plan`.
    fn to_json(&self) -> PyResult<String> {
        self.0.to_json().map_err(fault::run)
    }
    /// Number of shards.
    #[getter]
    fn shards(&self) -> u64 {
        self.0.shards()
    }
    /// Pairs of all shards together.
    #[getter]
    fn pairs(&self) -> u64 {
        self.0.pairs
    }
    /// The seed.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.seed
    }
    /// Numbers of the first pair of a shard, and of the one after its last.
    fn range(&self, index: u64) -> (u64, u64) {
        let range = self.0.range(index);
        (range.start, range.end)
    }
    /// The run of all shards, given as the folder in which they lie, or as bytes or paths of their files in any order:
    /// the result of the run in one piece, byte for byte. What is missing or does not belong to the plan is told.
    #[pyo3(signature = (shards, threads = None))]
    fn merge(
        &self,
        py: Python<'_>,
        shards: &Bound<'_, PyAny>,
        threads: Option<u16>,
    ) -> PyResult<Run> {
        let folder = tempfile::tempdir()?;
        // Under which name each is looked at, and what it is called by whoever gave it.
        let mut names: Vec<(String, String)> = Vec::new();
        let given: Option<PathBuf> = shards.extract().ok();
        if given.is_none() {
            for (k, shard) in shards.try_iter()?.enumerate() {
                let (shard, file) =
                    (shard?, folder.path().join(library::Plan::file_name(k as u64)));
                let name = match shard.cast::<PyBytes>() {
                    Ok(bytes) => {
                        fs::write(&file, bytes.as_bytes())?;
                        format!("number {k} of the shards given")
                    }
                    Err(_) => {
                        let path: PathBuf = shard.extract()?;
                        let told = path.display().to_string();
                        fs::copy(&path, &file)
                            .map_err(|error| fault::input(format!("{told}: {error}")))?;
                        told
                    }
                };
                names.push((file.display().to_string(), name));
            }
        }
        let shards = given.as_deref().unwrap_or(folder.path());
        let plan = &self.0;
        let study = plan.study().map_err(failure)?;
        let path = folder.path().join(FILE);
        plan.gather(&study, shards, &path).map_err(|faults| {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            let named = |text: String, (file, name): &(String, String)| text.replace(file, name);
            fault::input(names.iter().fold(told.join("\n"), named))
        })?;
        let begun = Begun::now();
        let run = watched(py, threads, None, |watch: Watch<'_>| {
            let keeper = Keeper::new(path).resume();
            let options = RunOptions {
                pairs: plan.asked,
                cancel: Some(watch.cancel),
                keep: Some(&keeper),
                ..RunOptions::default()
            };
            (study.run(&options), watch.threads)
        });
        let (result, threads) = run?;
        let how = begun.ended(threads);
        let result = result.map_err(fault::run)?;
        let input = |file: &PlanFile| Input::new(&file.role, &file.path, &file.text);
        let inputs = plan.files.iter().map(input).collect();
        Ok(Run::of(Study::of(study, inputs), result, how))
    }

    /// Name of the file of a shard.
    #[staticmethod]
    fn file_name(index: u64) -> String {
        library::Plan::file_name(index)
    }
    fn __repr__(&self) -> String {
        let plan = &self.0;
        format!("<gemba.Plan {} pairs in {} shards, seed {}>", plan.pairs, plan.shards(), plan.seed)
    }
}
