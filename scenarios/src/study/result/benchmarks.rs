//! What others report, beside what was simulated.

use super::Interval;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a simulated value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Less than the lower end.
    Below,
    /// Between both ends.
    Inside,
    /// More than the upper end.
    Above,
    /// Nothing of the kind was simulated, or the source tells no number.
    NotComparable,
}

/// A band of the literature: no input, never used in a calculation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Benchmark {
    /// `downtime`, `maintenance`, `quality`, `energy`, `payback`, `benefit`, `safety`, `planning`.
    pub channel: String,
    /// What is reported.
    pub about: String,
    /// Ends of the band, in `unit`; absent: the source tells no number.
    pub band: Option<Interval>,
    /// Unit of band and simulation: `share`, `months`, `money/year`.
    pub unit: String,
    /// Of what: first year, steady state, or in words.
    pub basis: String,
    /// Who reports it.
    pub source: String,
    /// As of when, in the words of the source.
    pub date: String,
    /// The value of the headline (mean; of payback the median); absent where nothing of the kind was
    /// simulated, or the value does not exist.
    pub simulated: Option<f64>,
    /// 95 % interval of the Monte-Carlo error of the same measure over the whole horizon, the ramp included:
    /// that of `simulated` only where `basis` is no part of the horizon. Absent where it is not known.
    pub interval: Option<Interval>,
    /// Where the simulated value lies.
    pub lies: Band,
}
