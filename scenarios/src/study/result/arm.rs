//! What one arm (plant) did, over replications.

use super::Spread;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Part of an arm in the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Today's plant, continued.
    Before,
    /// The cheap fix without technology.
    DoMinimum,
    /// An investment.
    After,
    /// The same investment, adopted half as fast (pessimistic table).
    AfterSlow,
    /// Some of the investments of a bundle or a programme, or all of them at other months: simulated
    /// to take it apart.
    Part,
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither by itself.
    Neither,
}

/// One arm of the study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArmResult {
    /// Its key in the study file: `before`, `do_minimum` or the investment's name;
    /// `NAME (adoption x2)` for the slow twin of an investment.
    pub name: String,
    /// For people.
    pub title: String,
    /// Its part.
    pub role: Role,
    /// Indicators over the whole horizon, in a fixed order.
    pub indicators: Vec<Indicator>,
    /// Mean hours per year in every state, machine by machine.
    pub machines: Vec<MachineStates>,
    /// Mean hours per year lost, by victim and root, largest first.
    pub losses: Vec<LossHours>,
    /// Failure modes.
    pub modes: Vec<ModeCounts>,
    /// Mean by month of every recorded quantity.
    pub monthly: Vec<MonthlyMean>,
}

/// One indicator of one arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// Stable key, for example `oee_constraint`.
    pub key: String,
    /// For people.
    pub name: String,
    /// Unit of the numbers: `share`, `pieces/year`, `h/year`, `h`, `jobs/year` ...
    pub unit: String,
    /// How it is computed, with its standard where it has one.
    pub definition: String,
    /// Direction.
    pub better: Better,
    /// Over replications; absent when it exists in none.
    pub spread: Option<Spread>,
}

/// Where the hours of a machine went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MachineStates {
    /// Machine.
    pub machine: String,
    /// Is it the designated constraint?
    pub constraint: bool,
    /// States that occurred, in the order of the state tree; they sum to the hours of a year.
    pub states: Vec<StateHours>,
}

/// Hours in one state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StateHours {
    /// Leaf code, for example `UDT_REPAIR`.
    pub leaf: String,
    /// SEMI E10 basic state.
    pub e10: String,
    /// Mean hours per year.
    pub hours: f64,
}

/// Hours that one machine lost because of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LossHours {
    /// The machine that did not produce.
    pub victim: String,
    /// The machine where the cause lay.
    pub root: String,
    /// Kind of cause: `failure`, `minor`, `planned`, `setup`, `quality`, `pace`, `supply`, `demand`, `closed`.
    pub kind: String,
    /// Mean hours per year.
    pub hours: f64,
}

/// What became of one failure mode, mean per year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModeCounts {
    /// Failure mode.
    pub mode: String,
    /// In the words of the shop floor.
    pub what: String,
    /// Failures per year.
    pub failures: f64,
    /// Planned repairs per year.
    pub planned: f64,
    /// Renewals by preventive tasks per year.
    pub preventive: f64,
    /// Unplanned downtime \[h/year\], from failure to restart, nights included.
    pub down_hours: f64,
}

/// Mean over replications of one quantity, month by month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MonthlyMean {
    /// Key of the quantity, for example `failures:M1`.
    pub key: String,
    /// Unit.
    pub unit: String,
    /// One number per month.
    pub mean: Vec<f64>,
}
