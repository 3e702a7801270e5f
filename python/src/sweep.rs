//! Values of a plant over a grid, and the best of them.

use crate::fault;
use crate::inputs::hash;
use crate::plant::Plant;
use crate::report::Report;
use crate::study::Study;
use crate::table::{Table, of_any};
use crate::watch::{Watch, watched};
use pyo3::prelude::*;
use reports::laboratory::{sweep_report, sweep_terminal};
use reports::write::columns::{Column, Values};
use reports::write::{self, Style};
use scenarios::laboratory::LaboratoryError;
use scenarios::laboratory::contest::{self, Rules};
use scenarios::laboratory::goal::Measure;
use scenarios::laboratory::result::{Standing, SweepResult};
use scenarios::laboratory::sweep::{Sweep, Wish};
use scenarios::laboratory::vary::Axis;

/// What a sweep found.
#[pyclass(frozen, module = "gemba", name = "Sweep")]
#[derive(Clone, Debug)]
pub(crate) struct SweepRun(SweepResult);

/// Values of a plant over a grid, under the same luck, and the best point with a stated probability.
///
/// Args:
///     plant: a `Plant`, or a `Study`, whose prices then say what is best: the largest margin.
///     vary: as on the command line, one text for each value: `"buffers.b1.capacity=0:100:6"`.
///     cost: what is least: prices by key, `["failures:bearing=4000 EUR"]`.
///     goal: or another goal: `"max:good"`.
///     delta: the difference that matters; smaller ones need not be told apart.
///
/// >>> plant = gemba.Plant.build({
/// ...     "plant": {"name": "two", "start": datetime.date(2027, 1, 4), "constraint": "a", "condition": "new"},
/// ...     "machines": {"a": {"cycle": "1 min"}, "b": {"cycle": "1 min"}},
/// ...     "buffers": {"between": {"from": "a", "to": "b", "capacity": 1}},
/// ...     "failures": {"F": {"machine": "a", "life": {"exponential": {"mean": "4 h"}}, "repair": "24 min"},
/// ...                  "G": {"machine": "b", "life": {"exponential": {"mean": "4 h"}}, "repair": "24 min"}},
/// ... })
/// >>> found = gemba.sweep(plant, ["buffers.between.capacity=0,50"], goal="max:good", months=1, first=10, most=20)
/// >>> found.best
/// 'buffers.between.capacity = 50'
#[pyfunction]
#[pyo3(signature = (
    plant, vary, *, cost = None, goal = None, delta = None, confidence = 0.95, first = 20, most = 2000,
    months = 12, seed = 1, threads = None, progress = None
))]
#[expect(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn sweep(
    py: Python<'_>,
    plant: &Bound<'_, PyAny>,
    vary: Vec<String>,
    cost: Option<Vec<String>>,
    goal: Option<String>,
    delta: Option<f64>,
    confidence: f64,
    first: u64,
    most: u64,
    months: u32,
    seed: u64,
    threads: Option<u16>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<SweepRun> {
    let cost = cost.unwrap_or_default();
    let (file, wish, inputs) = match (plant.cast::<Study>(), goal) {
        (Ok(study), None) if cost.is_empty() => {
            let study = study.get();
            let currency = study.study.terms.currency.to_string();
            let book = Box::new(study.study.book.clone());
            let wish = Wish::Margin(Measure::Margin { book, currency });
            (study.study.plant_file.clone(), wish, study.inputs.clone())
        }
        (Ok(_), _) => {
            return Err(fault::input("sweep: a study says what is best; leave out cost and goal"));
        }
        (Err(_), goal) => {
            let plant = plant.cast::<Plant>()?.get();
            let wish = match goal {
                Some(goal) if cost.is_empty() => Wish::Goal(goal),
                None if !cost.is_empty() => Wish::Cost(cost),
                _ => {
                    return Err(fault::input(
                        "sweep: it is not said what is sought\nhelp: give cost=[\"KEY=MONEY\"], or \
                         goal=\"max:good\", or a Study",
                    ));
                }
            };
            (plant.document.clone(), wish, vec![plant.input()])
        }
    };
    if most < first || first < 2 || !(0.5..1.0).contains(&confidence) || months == 0 {
        return Err(fault::input(
            "sweep: at least 2 replications first, most not below first, confidence from 0.5 to below 1, 1 month \
             or more",
        ));
    }
    let axes = vary.iter().map(|typed| Axis::parse(typed)).collect::<Result<Vec<_>, _>>();
    let rules = Rules { delta, confidence, first, most, months, seed };
    let sweep = Sweep::new(file, axes.map_err(failure)?, &wish, rules).map_err(failure)?;
    let result = watched(py, threads, progress, |watch: Watch<'_>| {
        sweep.run(&contest::Watch { cancel: Some(watch.cancel), progress: Some(watch.tell) })
    })?;
    let mut result = result.map_err(failure)?;
    result.provenance.input_hash = Some(hash(&inputs));
    Ok(SweepRun(result))
}

fn failure(error: LaboratoryError) -> PyErr {
    match error {
        LaboratoryError::Plant(faults) => fault::unreadable(&faults),
        error if error.is_input() => fault::input(error),
        error => fault::run(error),
    }
}

#[pymethods]
impl SweepRun {
    /// The point that was chosen, by name.
    #[getter]
    fn best(&self) -> Option<&str> {
        let best = self.0.points.iter().find(|point| point.found.standing == Standing::Best);
        best.map(|point| point.name.as_str())
    }
    /// Was it stopped?
    #[getter]
    fn partial(&self) -> bool {
        self.0.provenance.partial
    }
    /// One row per point: name, replications, mean of what is sought and half-width of its 95 % interval.
    #[getter]
    fn points(&self) -> PyResult<Table> {
        let points = &self.0.points;
        let text =
            |name: &str, values| Column { name: name.to_owned(), unit: String::new(), values };
        let unit = &self.0.goal.unit;
        let number = |name: &str, values: Vec<Option<f64>>| Column {
            name: name.to_owned(),
            unit: unit.clone(),
            values: Values::Numbers(values),
        };
        let columns = vec![
            text("point", Values::Words(points.iter().map(|p| p.name.as_str()).collect())),
            text(
                "replications",
                Values::Counts(points.iter().map(|p| p.found.replications).collect()),
            ),
            number("mean", points.iter().map(|p| Some(p.found.mean)).collect()),
            number("error", points.iter().map(|p| p.found.half_width).collect()),
        ];
        of_any([("gemba.about", "one row per point of the grid")], columns)
    }
    /// As it stands in `sweep.json` of the command line.
    fn to_json(&self) -> PyResult<String> {
        write::sweep_json(&self.0).map_err(fault::run)
    }
    /// All of it as dictionaries and lists; the schema is that of `gemba schema sweep`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json()?,))
    }
    /// The report with its figures.
    #[getter]
    fn report(&self) -> Report {
        Report::of(sweep_report(&self.0))
    }
    /// For Jupyter.
    fn _repr_html_(&self) -> String {
        self.report()._repr_html_()
    }
    fn __str__(&self) -> String {
        sweep_terminal(&self.0, &Style { colour: false, width: 0, report: None })
    }
    fn __repr__(&self) -> String {
        format!("<gemba.Sweep {} points, best {:?}>", self.0.points.len(), self.best())
    }
}
