//! A plant, read from its file or built.

use crate::fault::{self, Fault, faults};
use crate::inputs::Input;
use crate::policy::Factory;
use crate::simulate::{Simulation, simulate_plant};
use crate::value;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;
use std::sync::Arc;
use twin_models::plant::read::{ReadPlant, read_plant};
use twin_models::text::{Document, Path, setting};

/// A factory as it is: machines, failures, people, goods, demand. It never changes; `set` gives another one.
///
/// >>> plant = gemba.example().plant
/// >>> plant.machines[:2]
/// ['depalletizer', 'blower']
/// >>> plant.get("machines.filler.rate")
/// '400/min'
/// >>> faster = plant.set("machines.filler.rate", "420/min")
/// >>> faster.get("machines.filler.rate")
/// '420/min'
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Plant {
    pub(crate) document: Document,
    pub(crate) read: Arc<ReadPlant>,
}

impl Plant {
    /// Reads it.
    pub(crate) fn of(document: Document) -> PyResult<Self> {
        let read = read_plant(&document).map_err(|faults| fault::unreadable(&faults))?;
        Ok(Self { document, read: Arc::new(read) })
    }

    /// For hashes and manifests.
    pub(crate) fn input(&self) -> Input {
        Input::new("plant", self.document.file(), self.document.text())
    }
}

#[pymethods]
impl Plant {
    /// Reads a plant file.
    #[staticmethod]
    fn load(path: PathBuf) -> PyResult<Self> {
        Self::of(Document::read(&path).map_err(|faults| fault::unreadable(&faults))?)
    }

    /// Reads the text of a plant file; `name` is its name in messages.
    #[staticmethod]
    #[pyo3(signature = (text, name = "plant.toml"))]
    fn parse(text: &str, name: &str) -> PyResult<Self> {
        let document = Document::parse(name, text.as_bytes());
        Self::of(document.map_err(|faults| fault::unreadable(&faults))?)
    }

    /// Builds a plant from a dictionary with the keys of a plant file.
    ///
    /// >>> press = gemba.Plant.build({
    /// ...     "plant": {"name": "a press", "start": datetime.date(2027, 1, 4),
    /// ...               "constraint": "press", "condition": "new"},
    /// ...     "machines": {"press": {"cycle": "1 min"}},
    /// ...     "failures": {"bearing": {"machine": "press", "repair": "20 h",
    /// ...                  "life": {"weibull": {"shape": 4.0, "scale": "500 h"}}}},
    /// ... })
    /// >>> press.failure_modes
    /// ['bearing']
    #[staticmethod]
    #[pyo3(signature = (tables, name = "plant.toml"))]
    fn build(tables: &Bound<'_, PyDict>, name: &str) -> PyResult<Self> {
        Self::parse(&value::text(&value::table(tables)?), name)
    }

    /// The plant with another value; the path is that of the plant file, the rest of the text stays.
    fn set(&self, path: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let toml = value::node(value)?.to_toml();
        let changed = setting::set(&self.document, path, &toml)
            .map_err(|error| fault::input(format!("{path}: {error}")))?;
        Self::of(changed)
    }

    /// The value at a path of the file; `None` where nothing stands.
    fn get(&self, py: Python<'_>, path: &str) -> PyResult<Option<Py<PyAny>>> {
        get(py, &self.document, path)
    }

    /// Writes the plant file.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        Ok(std::fs::write(path, self.document.text())?)
    }

    /// The text of the file.
    fn to_toml(&self) -> &str {
        self.document.text()
    }

    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        &self.read.plant.name
    }

    /// The first day, ISO 8601.
    #[getter]
    fn start(&self) -> String {
        self.read.plant.start.to_string()
    }

    /// Names of the machines, in the order of the file; a station with several servers has several.
    #[getter]
    fn machines(&self) -> Vec<&str> {
        self.read.plant.machines.iter().map(|machine| machine.name.as_str()).collect()
    }

    /// Names of the failure modes.
    #[getter]
    fn failure_modes(&self) -> Vec<&str> {
        self.read.plant.modes.iter().map(|mode| mode.name.as_str()).collect()
    }

    /// What can be read, but is perhaps not meant.
    #[getter]
    fn warnings(&self) -> Vec<Fault> {
        faults(&self.read.warnings)
    }

    /// The plant with a maintenance policy of your own at a station.
    ///
    /// `make` is called without arguments, once for every machine of the station and every thread, and gives
    /// an object with a method `on(event, mode, machine)` and perhaps `begin(luck)`. `event` is `"begin"`, `"look"`,
    /// `"failed"` or `"renewed"`, `mode` the name of the failure mode of the last two (else `None`), `machine` a
    /// `MachineView`. See README.md for an example and what a call costs.
    fn with_policy(&self, station: &str, make: Py<PyAny>) -> PyResult<Self> {
        let mut read = (*self.read).clone();
        Factory::new(make, &read.plant).join(&mut read.plant, station)?;
        Ok(Self { document: self.document.clone(), read: Arc::new(read) })
    }

    /// Simulates the plant as it is, see `gemba.simulate`.
    #[pyo3(signature = (replications = 20, months = 12, seed = None, threads = None, progress = None, kpis = false))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn simulate(
        &self,
        py: Python<'_>,
        replications: u64,
        months: u32,
        seed: Option<u64>,
        threads: Option<u16>,
        progress: Option<&Bound<'_, PyAny>>,
        kpis: bool,
    ) -> PyResult<Simulation> {
        simulate_plant(py, self, (replications, months, seed), threads, progress, kpis)
    }

    fn __repr__(&self) -> String {
        let (plant, file) = (&self.read.plant, self.document.file());
        format!("<gemba.Plant {:?} of {file}: {} machines>", plant.name, plant.machines.len())
    }
}

/// The value at a path of a file.
pub(crate) fn get(py: Python<'_>, file: &Document, path: &str) -> PyResult<Option<Py<PyAny>>> {
    let path = Path::parse(path).map_err(|error| fault::input(error.reason))?;
    file.at(&path).map(|node| value::python(py, node)).transpose()
}
