//! What a study found.

use crate::comparison::{Comparison, Scenario};
use crate::fault;
use crate::inputs::hash;
use crate::numbers::{Irr, Payback, Share, Spread};
use crate::report::Report;
use crate::save::save_run;
use crate::study::Study;
use crate::table::{Table, of_columns};
use jiff::Zoned;
use pyo3::prelude::*;
use reports::write::columns::{PAIRS, pair_columns, unknown_columns};
use reports::write::{self, Style};
use scenarios::study::result::StudyResult;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// What a study found: distributions over pairs of futures that differ in nothing but the investment.
///
/// Numbers of the first page (`npv`, `irr`, `payback`, ...) are those of the headline: the first investment against
/// the plant as it is, base case. Everything else is in `comparisons`, `pairs`, `report` and `to_dict()`.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) study: Study,
    pub(crate) result: Arc<StudyResult>,
    pub(crate) how: How,
}

/// How it was run: for the manifest, and for the books of single pairs.
#[derive(Clone, Debug)]
pub(crate) struct How {
    /// When it began, by the wall clock.
    pub(crate) started: String,
    /// How long it took.
    pub(crate) seconds: f64,
    /// On how many threads.
    pub(crate) threads: u32,
    /// Where its futures are kept.
    pub(crate) futures: Option<PathBuf>,
    /// Pairs that the study would have run beyond those that were kept.
    pub(crate) missing: u64,
}

/// When a run began, by the wall clock and by one that cannot be set.
pub(crate) struct Begun(String, Instant);

impl Begun {
    /// Now; results never depend on it.
    #[expect(clippy::disallowed_methods, reason = "the manifest says when and how long")]
    pub(crate) fn now() -> Self {
        Self(Zoned::now().to_string(), Instant::now())
    }

    /// The run has ended.
    pub(crate) fn ended(self, threads: u32) -> How {
        let seconds = self.1.elapsed().as_secs_f64();
        How { started: self.0, seconds, threads, futures: None, missing: 0 }
    }
}

impl Run {
    /// With the hash of its inputs; what policies of Python do no file tells, and no hash.
    pub(crate) fn of(study: Study, mut result: StudyResult, how: How) -> Self {
        result.provenance.input_hash = (!study.own_policies).then(|| hash(&study.inputs));
        Self { study, result: Arc::new(result), how }
    }

    fn headline(&self) -> PyResult<Scenario> {
        match self.result.comparisons.is_empty() {
            true => Err(fault::run("the study compares nothing")),
            false => Comparison(Arc::clone(&self.result), 0).base(),
        }
    }
}

#[pymethods]
impl Run {
    /// Net present value, in the currency of the study.
    #[getter]
    fn npv(&self) -> PyResult<Spread> {
        Ok(self.headline()?.npv())
    }
    /// Share of pairs with a positive net present value.
    #[getter]
    fn npv_positive(&self) -> PyResult<Share> {
        Ok(self.headline()?.npv_positive())
    }
    /// Internal rate of return.
    #[getter]
    fn irr(&self) -> PyResult<Irr> {
        Ok(self.headline()?.irr())
    }
    /// ROI over the horizon, undiscounted, before tax: (benefits - costs) / costs.
    #[getter]
    fn roi(&self) -> PyResult<Option<Spread>> {
        Ok(self.headline()?.roi())
    }
    /// Simple payback in months from t = 0, after tax.
    #[getter]
    fn payback(&self) -> PyResult<Payback> {
        Ok(self.headline()?.payback())
    }
    /// Discounted payback.
    #[getter]
    fn discounted_payback(&self) -> PyResult<Payback> {
        Ok(self.headline()?.discounted_payback())
    }

    /// All comparisons, headline first.
    #[getter]
    fn comparisons(&self) -> Vec<Comparison> {
        let all = 0..self.result.comparisons.len();
        all.map(|k| Comparison(Arc::clone(&self.result), k)).collect()
    }

    /// One row per pair, comparison and scenario: the columns of `pairs.csv`.
    #[getter]
    fn pairs(&self) -> PyResult<Table> {
        let result = &self.result;
        of_columns(result, PAIRS, pair_columns(&result.pairs, &result.provenance.currency))
    }

    /// What was drawn of the unknowns, one row per pair beside the NPV of the headline.
    #[getter]
    fn unknowns(&self) -> PyResult<Table> {
        let about = "one row per pair of futures: what was drawn of the unknowns, and the NPV of the headline";
        of_columns(&self.result, about, unknown_columns(&self.result))
    }

    /// Pairs in the numbers.
    #[getter]
    fn pairs_done(&self) -> u64 {
        self.result.provenance.pairs
    }
    /// The seed.
    #[getter]
    fn seed(&self) -> u64 {
        self.result.provenance.seed
    }
    /// The currency of all money, ISO 4217.
    #[getter]
    fn currency(&self) -> &str {
        &self.result.provenance.currency
    }
    /// Was it stopped before it had the pairs or the precision that were asked for?
    #[getter]
    fn partial(&self) -> bool {
        self.result.provenance.partial
    }
    /// After `Study.reprice`: pairs that the study would have run beyond the kept ones, for the precision that it asks
    /// for. Normally 0.
    #[getter]
    fn missing_pairs(&self) -> u64 {
        self.how.missing
    }
    /// The study that was run.
    #[getter]
    fn study(&self) -> Study {
        self.study.clone()
    }

    /// The result as it stands in `result.json` of the command line: the same study and seed give the same bytes.
    fn to_json(&self) -> PyResult<String> {
        write::result_json(&self.result).map_err(fault::run)
    }

    /// The whole result as dictionaries and lists; the schema is that of `gemba schema result`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json()?,))
    }

    /// The report with all figures.
    #[getter]
    fn report(&self) -> Report {
        Report::of(reports::compose(&self.result))
    }

    /// Writes the folder of a run as the command line does: report.html, result.json, pairs.csv, case.xlsx and
    /// so on, the futures too if they were kept; gives the names of its files.
    fn save(&self, py: Python<'_>, folder: PathBuf) -> PyResult<Vec<String>> {
        let command: Vec<String> = py.import("sys")?.getattr("argv")?.extract()?;
        py.detach(|| save_run(self, &folder, command))
    }

    /// For Jupyter: the first chapter with its figures.
    fn _repr_html_(&self) -> String {
        Report::first(reports::compose(&self.result))._repr_html_()
    }

    /// The answer as the command line prints it.
    fn __str__(&self) -> String {
        write::terminal(&self.result, &Style { colour: false, width: 0, report: None })
    }

    fn __repr__(&self) -> String {
        let provenance = &self.result.provenance;
        let partial = if provenance.partial { ", partial" } else { "" };
        let (name, pairs, seed) = (&provenance.study, provenance.pairs, provenance.seed);
        format!("<gemba.Run {name:?}: {pairs} pairs, seed {seed}{partial}>")
    }
}
