//! One investment against one reference.

use crate::fault;
use crate::numbers::{Irr, Payback, Share, Spread};
use crate::table::{Table, of_columns};
use pyo3::prelude::*;
use reports::write::columns::{Column, Values};
use scenarios::study::result::{self as found, StudyResult};
use std::sync::Arc;

/// One row of the pessimistic table; the first is the base case.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Scenario(Arc<StudyResult>, usize, usize);

impl Scenario {
    fn row(&self) -> &found::ScenarioRow {
        &self.0.comparisons[self.1].rows[self.2]
    }
}

#[pymethods]
impl Scenario {
    /// `base`, `budget`, `adoption`, `gains` and their combinations.
    #[getter]
    fn id(&self) -> &str {
        &self.row().id
    }
    /// For people.
    #[getter]
    fn title(&self) -> &str {
        &self.row().title
    }
    /// Net present value, in the currency of the study.
    #[getter]
    pub(crate) fn npv(&self) -> Spread {
        (&self.row().metrics.npv).into()
    }
    /// Share of pairs with a positive net present value.
    #[getter]
    pub(crate) fn npv_positive(&self) -> Share {
        (&self.row().metrics.npv_positive).into()
    }
    /// Mean of the worst 5 % of the net present values.
    #[getter]
    fn cvar5(&self) -> f64 {
        self.row().metrics.cvar5
    }
    /// Internal rate of return.
    #[getter]
    pub(crate) fn irr(&self) -> Irr {
        (&self.row().metrics.irr).into()
    }
    /// Modified internal rate of return.
    #[getter]
    fn mirr(&self) -> Option<Spread> {
        self.row().metrics.mirr.as_ref().map(Into::into)
    }
    /// ROI over the horizon, undiscounted, before tax: (benefits - costs) / costs.
    #[getter]
    pub(crate) fn roi(&self) -> Option<Spread> {
        self.row().metrics.roi_total.as_ref().map(Into::into)
    }
    /// Simple payback from t = 0, after tax.
    #[getter]
    pub(crate) fn payback(&self) -> Payback {
        (&self.row().metrics.payback).into()
    }
    /// Discounted payback.
    #[getter]
    pub(crate) fn discounted_payback(&self) -> Payback {
        (&self.row().metrics.discounted_payback).into()
    }
    fn __repr__(&self) -> String {
        format!("<gemba.Scenario {:?}>", self.row().title)
    }
}

/// Investment minus reference, pair by pair under the same luck.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Comparison(pub(crate) Arc<StudyResult>, pub(crate) usize);

impl Comparison {
    fn one(&self) -> &found::Comparison {
        &self.0.comparisons[self.1]
    }

    /// The base case.
    pub(crate) fn base(&self) -> PyResult<Scenario> {
        match self.one().rows.is_empty() {
            true => Err(fault::run("the comparison has no base case")),
            false => Ok(Scenario(Arc::clone(&self.0), self.1, 0)),
        }
    }
}

#[pymethods]
impl Comparison {
    /// For example `pdm_vs_before`.
    #[getter]
    fn id(&self) -> &str {
        &self.one().id
    }
    /// The arm that costs money.
    #[getter]
    fn investment(&self) -> &str {
        &self.one().investment
    }
    /// The arm it is measured against.
    #[getter]
    fn reference(&self) -> &str {
        &self.one().reference
    }
    /// Base case first, then the pessimistic rows.
    #[getter]
    fn scenarios(&self) -> Vec<Scenario> {
        (0..self.one().rows.len()).map(|k| Scenario(Arc::clone(&self.0), self.1, k)).collect()
    }
    /// Net present value of the base case, in the currency of the study.
    #[getter]
    fn npv(&self) -> PyResult<Spread> {
        self.base().map(|base| base.npv())
    }
    /// Share of the simulated hard benefit at which the mean NPV is 0; `None` when it does not move the NPV.
    #[getter]
    fn break_even_gain(&self) -> Option<f64> {
        self.one().break_even_gain
    }
    /// Cumulative cash after tax by month: month, p10, p50, p90.
    #[getter]
    fn cash(&self) -> PyResult<Table> {
        let fan = &self.one().cash_fan;
        let currency = &self.0.provenance.currency;
        let column = |name: &str, of: fn(&found::FanPoint) -> f64| Column {
            name: name.to_owned(),
            unit: currency.clone(),
            values: Values::Numbers(fan.iter().map(|at| Some(of(at))).collect()),
        };
        let month = Column {
            name: "month".to_owned(),
            unit: "months since the contract".to_owned(),
            values: Values::Counts(fan.iter().map(|at| u64::from(at.month)).collect()),
        };
        let about = "cumulative cash after tax by month, base case: quantiles over the pairs";
        let columns = vec![
            month,
            column("p10", |at| at.p10),
            column("p50", |at| at.p50),
            column("p90", |at| at.p90),
        ];
        of_columns(&self.0, about, columns)
    }
    fn __repr__(&self) -> String {
        let one = self.one();
        format!("<gemba.Comparison {}: {} against {}>", one.id, one.investment, one.reference)
    }
}
