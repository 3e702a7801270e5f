//! From a stop log to a plant file.

use crate::fault;
use crate::plant::Plant;
use pyo3::prelude::*;
use std::path::PathBuf;
use twin_models::text::Document;

/// What a stop log says of a plant.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Calibration(calibration::Calibration);

/// Fits failure modes, repairs and minor stops to a stop log (CSV or .xlsx); `map` is a mapping file for what
/// the headers do not say.
#[pyfunction]
#[pyo3(signature = (log, map = None))]
pub(crate) fn calibrate(
    py: Python<'_>,
    log: PathBuf,
    map: Option<PathBuf>,
) -> PyResult<Calibration> {
    let found = py.detach(|| calibration::calibrate(&log, map.as_deref()));
    found.map(Calibration).map_err(fault::input)
}

#[pymethods]
impl Calibration {
    /// The plant.
    #[getter]
    fn plant(&self) -> PyResult<Plant> {
        let document = Document::parse("plant.toml", self.0.plant_toml.as_bytes());
        Plant::of(document.map_err(|faults| fault::unreadable(&faults))?)
    }
    /// The plant file, with what each number rests on.
    fn to_toml(&self) -> &str {
        &self.0.plant_toml
    }
    /// What was done, and how well it agrees: `calibration.json` of the command line.
    fn to_json(&self) -> PyResult<String> {
        let text = serde_json::to_string_pretty(&self.0.report).map_err(fault::run)?;
        Ok(text + "\n")
    }
    /// The same as dictionaries and lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json()?,))
    }
    fn __str__(&self) -> String {
        self.0.report.to_text()
    }
    fn __repr__(&self) -> String {
        format!("<gemba.Calibration of {}: {} rows>", self.0.report.log, self.0.report.rows)
    }
}
