//! What became of a schedule: `schedule.json`. Nothing here depends on threads, folders or time.

use crate::study::result::Interval;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the format of `schedule.json`.
pub const SCHEDULE_FORMAT: &str = "gemba.schedule/1";

/// What became of a schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleResult {
    /// Always [`SCHEDULE_FORMAT`].
    pub format: String,
    /// What was run.
    pub provenance: ScheduleProvenance,
    /// The schedule as it is, then every stress or way of planning; all under the same luck.
    pub cases: Vec<CaseResult>,
}

/// What was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleProvenance {
    /// Name of the plant.
    pub plant: String,
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the inputs; filled in by who read them.
    pub input_hash: Option<String>,
    /// Master seed.
    pub seed: u64,
    /// First day, ISO 8601.
    pub start: String,
    /// Months of a replication.
    pub months: u32,
    /// Replications of each case.
    pub replications: u64,
    /// Was the run cut short?
    pub partial: bool,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseResult {
    /// For people: `as planned`, or the stress.
    pub name: String,
    /// The orders of its book, in order of release.
    pub orders: Vec<OrderResult>,
    /// All orders of the book together.
    pub totals: Totals,
    /// Minus the first case; absent of the first case itself.
    pub change: Option<TotalsChange>,
    /// Replications in which anything at all differs from the first case: orders, states of
    /// machines, losses, any quantity.
    pub replications_changed: u64,
    /// Orders that the reviews of the plan foresaw to be late, all reviews of a replication together,
    /// mean; absent where nobody looks.
    pub delays_foreseen: Option<f64>,
}

/// One order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderResult {
    /// Its name in the book.
    pub order: String,
    /// What is ordered.
    pub product: String,
    /// Pieces.
    pub quantity: u32,
    /// When it is known to the shop, local plant time, ISO 8601.
    pub release: String,
    /// When it is due, local plant time, ISO 8601.
    pub due: String,
    /// Class, 1 the most urgent.
    pub priority: u32,
    /// Share of the replications in which it is finished by its due date.
    pub on_time: f64,
    /// Wilson's 95 % interval of it.
    pub on_time_interval: Interval,
    /// Share of the replications in which it is finished before the end of the run.
    pub finished: f64,
    /// When it is finished, in a tenth, half and nine tenths of the replications, local plant time;
    /// absent where it is not finished in so many.
    pub finish_p10: Option<String>,
    /// Half.
    pub finish_p50: Option<String>,
    /// Nine tenths.
    pub finish_p90: Option<String>,
    /// Mean tardiness \[h\]; what is not finished is late up to the end of the run.
    pub tardiness_h: f64,
    /// Probability of being on time, minus that in the first case; absent of the first case and
    /// of orders that it does not have.
    pub change: Option<Change>,
}

/// A difference from the first case, paired by replication.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Mean difference.
    pub estimate: f64,
    /// Its 95 % interval; absent with one replication.
    pub interval: Option<Interval>,
}

/// A number over the replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mean {
    /// Mean.
    pub estimate: f64,
    /// Its 95 % interval (t); absent with one replication.
    pub interval: Option<Interval>,
}

/// The whole book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Share of the orders finished by their due date.
    pub on_time: Mean,
    /// On time in full: share of the orders finished by their due date with all pieces good.
    pub otif: Mean,
    /// Schedule attainment: share of the pieces ordered whose order is finished by the end of the
    /// day on which it is due.
    pub attainment: Mean,
    /// Tardiness of an order \[h\], 0 for one on time; what is not finished is late up to the end
    /// of the run.
    pub tardiness_h: Mean,
    /// Order cycle time, from release to end \[h\], of all orders and replications: median; absent
    /// where half are not finished.
    pub cycle_p50_h: Option<f64>,
    /// The same: nine tenths.
    pub cycle_p90_h: Option<f64>,
}

/// The whole book minus the first case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TotalsChange {
    /// Share of the orders on time.
    pub on_time: Change,
    /// On time in full.
    pub otif: Change,
    /// Schedule attainment.
    pub attainment: Change,
    /// Tardiness of an order \[h\].
    pub tardiness_h: Change,
}
