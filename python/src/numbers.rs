//! Distributions as plain Python numbers. What cannot be computed is `None`; no number is ever NaN.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use reports::simulate as library;
use scenarios::study::result as found;

/// Both ends of an interval.
type Ends = (f64, f64);

fn ends(interval: &Option<found::Interval>) -> Option<Ends> {
    interval.map(|interval| (interval.low, interval.high))
}

/// How a number is distributed over the pairs.
///
/// The quantiles are the risk. `mean_ci` and the intervals of quantiles (95 %) are the Monte-Carlo error: more
/// pairs make them narrower, and leave the quantiles where they are.
#[pyclass(frozen, get_all, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Spread {
    /// Pairs in which the number exists.
    n: u64,
    /// Pairs in which it does not.
    not_observed: u64,
    /// Mean.
    mean: f64,
    /// Standard deviation.
    sd: Option<f64>,
    /// 95 % interval of the mean.
    mean_ci: Option<Ends>,
    /// Smallest.
    min: f64,
    /// 5 % quantile.
    p5: f64,
    /// 10 % quantile.
    p10: f64,
    /// 25 % quantile.
    p25: f64,
    /// Median.
    p50: f64,
    /// 75 % quantile.
    p75: f64,
    /// 90 % quantile.
    p90: f64,
    /// 95 % quantile.
    p95: f64,
    /// Largest.
    max: f64,
    /// 95 % interval of the 10 % quantile.
    p10_ci: Option<Ends>,
    /// 95 % interval of the median.
    p50_ci: Option<Ends>,
    /// 95 % interval of the 90 % quantile.
    p90_ci: Option<Ends>,
}

#[pymethods]
impl Spread {
    /// Half-width of the 95 % interval of the mean: the Monte-Carlo error.
    #[getter]
    fn error(&self) -> Option<f64> {
        self.mean_ci.map(|(low, high)| (high - low) / 2.0)
    }

    fn __repr__(&self) -> String {
        let error = self.error().map_or(String::new(), |error| format!(" +- {error:.6}"));
        format!(
            "<gemba.Spread p10 {:.6}, p50 {:.6}, p90 {:.6}; mean {:.6}{error}; n {}>",
            self.p10, self.p50, self.p90, self.mean, self.n
        )
    }
}

impl From<&found::Spread> for Spread {
    fn from(of: &found::Spread) -> Self {
        Self {
            n: of.n,
            not_observed: of.not_observed,
            mean: of.mean,
            sd: of.sd,
            mean_ci: ends(&of.mean_ci),
            min: of.min,
            p5: of.p5,
            p10: of.p10,
            p25: of.p25,
            p50: of.p50,
            p75: of.p75,
            p90: of.p90,
            p95: of.p95,
            max: of.max,
            p10_ci: ends(&of.p10_ci),
            p50_ci: ends(&of.p50_ci),
            p90_ci: ends(&of.p90_ci),
        }
    }
}

/// A share of the pairs with its 95 % Wilson interval.
#[pyclass(frozen, get_all, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Share {
    /// Pairs with the property.
    count: u64,
    /// All pairs.
    of: u64,
    /// `count / of`.
    value: f64,
    /// 95 % interval.
    ci: Ends,
}

#[pymethods]
impl Share {
    fn __float__(&self) -> f64 {
        self.value
    }
    fn __repr__(&self) -> String {
        format!("<gemba.Share {:.4} ({} of {})>", self.value, self.count, self.of)
    }
}

impl From<&found::Share> for Share {
    fn from(of: &found::Share) -> Self {
        Self { count: of.count, of: of.of, value: of.value, ci: (of.ci.low, of.ci.high) }
    }
}

/// Months, or `"never"`: not within the horizon.
fn months(py: Python<'_>, time: found::PaybackTime) -> PyResult<Py<PyAny>> {
    match time {
        found::PaybackTime::Within(months) => months.into_py_any(py),
        found::PaybackTime::Never => "never".into_py_any(py),
    }
}

/// When the money is back. A mean does not exist where some pairs are never paid back, so there is none.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Payback(found::PaybackSpread);

#[pymethods]
impl Payback {
    /// 10 % quantile in months, or `"never"`.
    #[getter]
    fn p10(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        months(py, self.0.p10)
    }
    /// Median in months, or `"never"`.
    #[getter]
    fn p50(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        months(py, self.0.p50)
    }
    /// 90 % quantile in months, or `"never"`.
    #[getter]
    fn p90(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        months(py, self.0.p90)
    }
    /// Share of pairs that are not paid back within the horizon.
    #[getter]
    fn never(&self) -> Share {
        (&self.0.never).into()
    }
    /// Months, and the share of pairs paid back within them.
    #[getter]
    fn within(&self) -> Vec<(u32, Share)> {
        self.0.within.iter().map(|one| (one.months, (&one.share).into())).collect()
    }
    fn __repr__(&self) -> String {
        let word = |time: found::PaybackTime| match time {
            found::PaybackTime::Within(months) => format!("{months:.1}"),
            found::PaybackTime::Never => "never".to_owned(),
        };
        let [p10, p50, p90] = [self.0.p10, self.0.p50, self.0.p90].map(word);
        format!("<gemba.Payback p10 {p10}, p50 {p50}, p90 {p90} months>")
    }
}

impl From<&found::PaybackSpread> for Payback {
    fn from(of: &found::PaybackSpread) -> Self {
        Self(of.clone())
    }
}

/// A rate, or the word why there is none.
fn rate(py: Python<'_>, rate: Option<&found::RateOfReturn>) -> PyResult<Option<Py<PyAny>>> {
    rate.map(|rate| match rate {
        found::RateOfReturn::One(rate) => rate.into_py_any(py),
        found::RateOfReturn::NoneLosing => "none_losing".into_py_any(py),
        found::RateOfReturn::NoneGaining => "none_gaining".into_py_any(py),
        found::RateOfReturn::Several(rates) => rates.clone().into_py_any(py),
    })
    .transpose()
}

/// The internal rate of return, effective per year (0.1 is 10 %), or `"none_losing"`, `"none_gaining"`: no rate
/// exists, because the money never comes back, or none was ever out.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Irr(found::IrrSpread);

#[pymethods]
impl Irr {
    /// 10 % quantile.
    #[getter]
    fn p10(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        rate(py, self.0.p10.as_ref())
    }
    /// Median.
    #[getter]
    fn p50(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        rate(py, self.0.p50.as_ref())
    }
    /// 90 % quantile.
    #[getter]
    fn p90(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        rate(py, self.0.p90.as_ref())
    }
    /// Pairs with exactly one rate.
    #[getter]
    fn one(&self) -> u64 {
        self.0.one
    }
    /// Pairs without a rate and with a loss.
    #[getter]
    fn none_losing(&self) -> u64 {
        self.0.none_losing
    }
    /// Pairs without a rate and without a loss.
    #[getter]
    fn none_gaining(&self) -> u64 {
        self.0.none_gaining
    }
    /// Pairs with several rates, left out of the quantiles.
    #[getter]
    fn several(&self) -> u64 {
        self.0.several
    }
}

impl From<&found::IrrSpread> for Irr {
    fn from(of: &found::IrrSpread) -> Self {
        Self(of.clone())
    }
}

/// An indicator of a plant over replications.
#[pyclass(frozen, get_all, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    /// Stable key.
    key: String,
    /// For people.
    name: String,
    /// Unit.
    unit: String,
    /// How it is computed.
    definition: String,
    /// Replications in which it exists.
    n: u64,
    /// Replications in which it does not.
    not_observed: u64,
    /// Mean.
    mean: Option<f64>,
    /// Half-width of the 95 % interval of the mean: the Monte-Carlo error.
    error: Option<f64>,
    /// 10 % quantile.
    p10: Option<f64>,
    /// Median.
    p50: Option<f64>,
    /// 90 % quantile.
    p90: Option<f64>,
    /// Why it exists in no replication.
    absent: Option<String>,
}

#[pymethods]
impl Estimate {
    fn __repr__(&self) -> String {
        let number = |x: Option<f64>| x.map_or("none".to_owned(), |x| format!("{x:.6}"));
        let (mean, error) = (number(self.mean), number(self.error));
        format!("<gemba.Estimate {} {mean} +- {error} {}>", self.key, self.unit)
    }
}

impl From<&library::Estimate> for Estimate {
    fn from(of: &library::Estimate) -> Self {
        Self {
            key: of.key.clone(),
            name: of.name.clone(),
            unit: of.unit.clone(),
            definition: of.definition.clone(),
            n: of.n,
            not_observed: of.not_observed,
            mean: of.mean,
            error: of.half_width,
            p10: of.p10,
            p50: of.p50,
            p90: of.p90,
            absent: of.absent.clone(),
        }
    }
}
