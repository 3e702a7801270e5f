//! One plant as it is, without any question of money.

use crate::fault;
use crate::numbers::Estimate;
use crate::plant::Plant;
use crate::report::Report;
use crate::watch::{Watch, watched};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict};
use reports::simulate::{self as library, By, SimulateSummary};
use reports::write::Style;
use scenarios::study::result::FlowUsed;
use sim_core::{Limits, Plan, Streams, replicate};
use std::sync::Arc;
use twin_models::outcome::Outcome;
use twin_models::{Phase, Replica};

/// Seed where none is given, as on the command line.
const SEED: u64 = 1;

/// What a plant does, over replications.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Simulation(SimulateSummary);

/// Simulates a plant as it is: `replications` independent runs of `months` months.
///
/// >>> found = gemba.simulate(gemba.example().plant, replications=5, months=1)
/// >>> found.line["oee_constraint"].unit
/// 'share'
#[pyfunction]
#[pyo3(signature = (plant, replications = 20, months = 12, seed = None, threads = None, progress = None, kpis = false))]
#[expect(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn simulate(
    py: Python<'_>,
    plant: &Plant,
    replications: u64,
    months: u32,
    seed: Option<u64>,
    threads: Option<u16>,
    progress: Option<&Bound<'_, PyAny>>,
    kpis: bool,
) -> PyResult<Simulation> {
    simulate_plant(py, plant, (replications, months, seed), threads, progress, kpis)
}

/// The same, for the method of a plant.
pub(crate) fn simulate_plant(
    py: Python<'_>,
    plant: &Plant,
    (replications, months, seed): (u64, u32, Option<u64>),
    threads: Option<u16>,
    progress: Option<&Bound<'_, PyAny>>,
    kpis: bool,
) -> PyResult<Simulation> {
    if replications == 0 || !(1..=1200).contains(&months) {
        return Err(fault::input("simulate: at least 1 replication of 1 to 1200 months"));
    }
    let seed = seed.unwrap_or(SEED);
    let model = Arc::new(plant.read.plant.clone());
    let phases = [Phase { from_month: 0, plant: Arc::clone(&model) }];
    let limits = Limits::default();
    let run = watched(py, threads, progress, |watch: Watch<'_>| {
        let tell = |done: u64| (watch.tell)(done, replications);
        let plan = Plan { allowed_failures: 0, cancel: Some(watch.cancel), progress: Some(&tell) };
        replicate(
            0..replications,
            &plan,
            || Replica::assemble(&model),
            |replica, k| replica.run(&phases, months, Streams::new(seed, k), &limits),
        )
    })?;
    let run = run.map_err(|failures| {
        let (number, error) = (failures.last.replication, failures.last.error);
        fault::run(format!("replication {number} of seed {seed} failed: {error}"))
    })?;
    let outcomes: Vec<Outcome> = run.results.into_iter().map(|(_, outcome)| outcome).collect();
    if outcomes.is_empty() {
        return Err(fault::run("stopped before the first replication was done"));
    }
    let flow = FlowUsed::of(&model, &plant.document);
    let version = env!("CARGO_PKG_VERSION");
    let mut summary = SimulateSummary::of(&outcomes, &model, flow, seed, version);
    if kpis {
        summary.kpis = library::kpis(&outcomes, &model, By::Nothing);
    }
    Ok(Simulation(summary))
}

/// In their order.
fn by_key<'py>(py: Python<'py>, all: &[library::Estimate]) -> PyResult<Bound<'py, PyDict>> {
    all.iter().map(|one| (one.key.as_str(), Estimate::from(one))).into_py_dict(py)
}

#[pymethods]
impl Simulation {
    /// Indicators of the plant as a whole, by key.
    #[getter]
    fn line<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        by_key(py, &self.0.line)
    }
    /// Indicators of every machine, by name and key.
    #[getter]
    fn machines<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let machines = PyDict::new(py);
        for one in &self.0.machines {
            machines.set_item(&one.machine, by_key(py, &one.indicators)?)?;
        }
        Ok(machines)
    }
    /// Mean hours per year lost: victim, root, hours; largest first.
    #[getter]
    fn losses(&self) -> Vec<(String, String, f64)> {
        let row = |loss: &scenarios::study::result::LossHours| {
            (loss.victim.clone(), loss.root.clone(), loss.hours)
        };
        self.0.losses.iter().map(row).collect()
    }
    /// Replications in the numbers.
    #[getter]
    fn replications(&self) -> u64 {
        self.0.replications
    }
    /// As it stands in `simulate.json` of the command line.
    fn to_json(&self) -> PyResult<String> {
        self.0.to_json().map_err(fault::run)
    }
    /// All of it as dictionaries and lists; the schema is that of `gemba schema simulate`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json()?,))
    }
    /// The report.
    #[getter]
    fn report(&self) -> Report {
        Report::of(library::report(&self.0))
    }
    /// For Jupyter.
    fn _repr_html_(&self) -> String {
        self.report()._repr_html_()
    }
    fn __str__(&self) -> String {
        library::terminal(&self.0, &Style { colour: false, width: 0, report: None })
    }
    fn __repr__(&self) -> String {
        let of = &self.0;
        format!(
            "<gemba.Simulation {:?}: {} replications of {} months>",
            of.plant, of.replications, of.months
        )
    }
}
