//! What the result is measured against, and whether anybody can show it later.

use super::{Better, Interval, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The baseline of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// Locked, changed since, or never locked.
    pub state: LockState,
    /// The lock, where the study names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<LockUsed>,
    /// What differs from the lock, in the order of the files; empty where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The scorecard: the indicators that the technology is designed to move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scorecard: Vec<ScoreLine>,
    /// What stands against a lock, in words; empty where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Inputs of both files.
    pub inputs: u64,
    /// Of these, without an owner.
    pub inputs_without_owner: u64,
}

/// Is the baseline locked?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockState {
    /// No lock: nobody can show later what this result was compared with.
    Unlocked,
    /// The inputs are those of the lock.
    Locked,
    /// There is a lock, and inputs differ from it.
    Changed,
}

/// The lock of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LockUsed {
    /// Its file, as the study names it.
    pub file: String,
    /// SHA-256 over its canonical JSON (RFC 8785), hexadecimal.
    pub sha256: String,
    /// When it was made, ISO 8601.
    pub locked: String,
    /// By which version.
    pub version: String,
    /// Pairs behind its values.
    pub pairs: u64,
}

/// A value that is not that of the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// `plant`, `study` or `data`.
    pub file: String,
    /// Path in the file, or name of the data file.
    pub path: String,
    /// As it was locked; absent: it was not there.
    pub locked: Option<String>,
    /// As it is now; absent: it is gone.
    pub now: Option<String>,
}

/// What may be judged on day 90.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Checkpoint {
    /// That the work is done: sensors report, alarms are answered, people are trained.
    Leading,
    /// The indicator itself.
    #[default]
    Outcome,
}

/// What a lock says of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LockedValue {
    /// Mean over the pairs of the lock.
    pub mean: f64,
    /// 90 % interval of the mean (Monte-Carlo error).
    pub interval: Option<Interval>,
}

/// What the plant's own records say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasuredValue {
    /// The value, in the unit of the indicator.
    pub value: f64,
    /// Its interval, where the records give one.
    pub interval: Option<Interval>,
    /// First day of the records, ISO 8601.
    pub from: Option<String>,
    /// Last day of the records.
    pub to: Option<String>,
    /// Is it within P5 to P95 of the simulated futures (or do the two intervals meet)? Absent where
    /// nothing was simulated.
    pub agrees: Option<bool>,
}

/// One line of the scorecard, before and after, over the horizon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreLine {
    /// Its key in the study file.
    pub name: String,
    /// For people.
    pub title: String,
    /// Key of the indicator.
    pub kpi: String,
    /// Machine or kind of stock it speaks of; absent: line or plant.
    pub on: Option<String>,
    /// Unit; `money` is the currency of the study.
    pub unit: String,
    /// Formula.
    pub definition: String,
    /// Standard, where it has one.
    pub standard: Option<String>,
    /// Direction.
    pub better: Better,
    /// Who answers for it.
    pub owner: Option<String>,
    /// From which records it is read.
    pub source: Option<String>,
    /// How it turns into margin, in words.
    pub money: Option<String>,
    /// The same as formulas: quantities and prices of the ledger.
    pub formulas: Vec<String>,
    /// Without the investment.
    pub before: Option<Spread>,
    /// 90 % interval of the mean of `before`, as a lock states it.
    pub before_90: Option<Interval>,
    /// With the investment of the headline.
    pub after: Option<Spread>,
    /// Difference, pair by pair.
    pub difference: Option<Spread>,
    /// As locked.
    pub locked: Option<LockedValue>,
    /// As measured in the plant.
    pub measured: Option<MeasuredValue>,
    /// Wanted relative change.
    pub target: Option<f64>,
    /// Share of the pairs in which the relative change over the whole horizon, ramp included, is the
    /// wanted one or better.
    pub met: Option<Share>,
    /// What may be judged on day 90.
    pub checkpoint: Checkpoint,
    /// What must be true on day 90, in words.
    pub day_90: Option<String>,
    /// Share of the intended effect that is there on day 90 by plan, before effectiveness and
    /// adoption; absent without an investment.
    pub reached_by_day_90: Option<f64>,
}
