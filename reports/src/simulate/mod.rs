//! What a plant does, without any question of money: the result of `gemba simulate PLANT`.

mod compute;
mod energy;
mod estimate;
mod kpi;
mod many;
mod print;

pub(crate) use compute::kind;
pub use energy::{EnergySummary, SleepAdvice};
pub use kpi::{kpi_csv, kpi_terminal, kpis};
pub use print::{report, terminal};

use scenarios::study::result::{Better, FlowUsed, LossHours, ModeCounts, StateHours};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this format.
pub const SIMULATE_FORMAT: &str = "gemba.simulate/1";

/// What a plant does, over replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SimulateSummary {
    /// Always [`SIMULATE_FORMAT`].
    pub format: String,
    /// Name of the plant.
    pub plant: String,
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the plant file; filled in by who read it.
    pub input_hash: Option<String>,
    /// Master seed.
    pub seed: u64,
    /// First day, ISO 8601.
    pub start: String,
    /// Months simulated.
    pub months: u32,
    /// Replications in the numbers.
    pub replications: u64,
    /// Was the run cut short?
    pub partial: bool,
    /// How material moved.
    pub flow: FlowUsed,
    /// Indicators of the plant as a whole.
    pub line: Vec<Estimate>,
    /// Machine by machine.
    pub machines: Vec<MachineSummary>,
    /// Failure modes, mean per year.
    pub modes: Vec<ModeCounts>,
    /// Mean hours per year lost, by victim and root, largest first.
    pub losses: Vec<LossHours>,
    /// Electricity, of a plant with a meter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<EnergySummary>,
    /// Outages of shared services and by attacks a year, of a plant that has some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<Estimate>,
    /// The catalogue of indicators, where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kpis: Vec<KpiRow>,
}

/// How fine the catalogue is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Line and plant, over the whole run.
    #[default]
    Nothing,
    /// Every machine as well.
    Machine,
    /// Line and plant month by month as well.
    Month,
}

/// One indicator of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KpiRow {
    /// `line` (its constraint), `plant`, or `machine:NAME`.
    pub of: String,
    /// Month, from 1; absent: the whole run.
    pub month: Option<u32>,
    /// Its value.
    pub value: Estimate,
}

/// One number over replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// Stable key.
    pub key: String,
    /// For people.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// How it is computed.
    pub definition: String,
    /// Which direction is good.
    pub better: Better,
    /// Replications in which it exists.
    pub n: u64,
    /// Replications in which it does not.
    pub not_observed: u64,
    /// Mean; absent when it exists in no replication, as are the others.
    pub mean: Option<f64>,
    /// Half-width of the 95 % Student interval of the mean; absent below two replications.
    pub half_width: Option<f64>,
    /// 10 % quantile.
    pub p10: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 90 % quantile.
    pub p90: Option<f64>,
    /// Why it exists in no replication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
}

/// One machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MachineSummary {
    /// Its name.
    pub machine: String,
    /// Is it the designated constraint?
    pub constraint: bool,
    /// Its indicators, the same for every machine, in the same order.
    pub indicators: Vec<Estimate>,
    /// Mean hours per year in every state that occurred.
    pub states: Vec<StateHours>,
}
