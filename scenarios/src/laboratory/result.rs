//! What a sweep found: `sweep.json`. Nothing here depends on threads, folders or time.

use crate::study::result::{Better, FlowUsed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the format of `sweep.json`.
pub const SWEEP_FORMAT: &str = "gemba.sweep/1";

/// What a sweep found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SweepResult {
    /// Always [`SWEEP_FORMAT`].
    pub format: String,
    /// What was run.
    pub provenance: LabProvenance,
    /// What was sought.
    pub goal: GoalSought,
    /// What was varied, outermost first.
    pub axes: Vec<AxisVaried>,
    /// How the best was selected.
    pub selection: SelectionMade,
    /// The points of the grid, the last axis running fastest.
    pub points: Vec<Point>,
}

/// What was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LabProvenance {
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
    /// How material moved.
    pub flow: FlowUsed,
    /// Replications of all variants together.
    pub replications: u64,
    /// Was the run cut short?
    pub partial: bool,
}

/// What was sought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoalSought {
    /// In words.
    pub title: String,
    /// Name of the number.
    pub name: String,
    /// Direction.
    pub better: Better,
    /// Currency where it is money; empty where the prices name none.
    pub currency: Option<String>,
    /// Unit where it is no money.
    pub unit: String,
    /// Prices, where a cost was asked for: quantity and money per unit.
    pub prices: Vec<(String, f64)>,
}

/// What was varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AxisVaried {
    /// Path of the value in the plant file.
    pub path: String,
    /// Unit that all values share; absent where they differ or are words.
    pub unit: Option<String>,
    /// Are the steps equal factors?
    pub log: bool,
    /// The values as they stand in the plant file.
    pub values: Vec<String>,
    /// The numbers alone, where there is a unit.
    pub numbers: Option<Vec<f64>>,
}

/// How the best was selected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SelectionMade {
    /// The procedure and its source.
    pub procedure: String,
    /// Smallest difference of means that matters \[unit of the goal\].
    pub delta: f64,
    /// Was it derived from the first stage, because nobody gave it? Then the probability is
    /// approximate.
    pub delta_by_default: bool,
    /// Probability of selecting the best where it is better than every other by `delta`.
    pub confidence: f64,
    /// Replications of the first stage.
    pub first: u64,
    /// Replications allowed for one variant.
    pub most: u64,
    /// How it ended.
    pub outcome: SelectionOutcome,
    /// Index of the best, or of the best mean so far where the choice is open.
    pub best: usize,
    /// Indices of all that may still be the best, best mean first.
    pub survivors: Vec<usize>,
    /// For what difference the replications were enough.
    pub supported_delta: Option<f64>,
}

/// How a selection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SelectionOutcome {
    /// One variant is selected with the stated probability.
    Selected,
    /// The survivors had the same value in every replication: none is better.
    Equal,
    /// The replications allowed were not enough; the survivors are not told apart.
    Open,
}

/// Where a variant stands at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Selected as the best.
    Best,
    /// The same value as the best in every replication.
    Equal,
    /// May still be the best.
    Open,
    /// Out, but its whole interval of the difference lies inside the indifference zone: as good for
    /// practical purposes.
    AsGood,
    /// Out: too far behind another to be the best.
    Out,
}

/// A point of the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Index of the value on each axis.
    pub at: Vec<usize>,
    /// The values in words.
    pub name: String,
    /// What was found.
    pub found: Found,
}

/// What was found of one variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// Mean of the goal \[its unit\].
    pub mean: f64,
    /// Half-width of its 95 % Student interval.
    pub half_width: Option<f64>,
    /// Standard deviation over replications.
    pub sd: Option<f64>,
    /// Replications.
    pub replications: u64,
    /// Mean of this minus the best over the replications that both have; 0 for the best.
    pub difference: f64,
    /// Half-width of its paired interval; all these intervals hold together with the confidence of
    /// the selection (Bonferroni).
    pub difference_half_width: Option<f64>,
    /// Where it stands.
    pub standing: Standing,
    /// After how many replications it was out; absent for the survivors.
    pub gone_after: Option<u64>,
    /// Parts of the goal, per year: quantities of a cost, money of a margin.
    pub parts: Vec<Part>,
}

/// A part of the goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Key of the quantity, or name of the line.
    pub key: String,
    /// Mean per year.
    pub mean: f64,
    /// Half-width of its 95 % Student interval.
    pub half_width: Option<f64>,
}
