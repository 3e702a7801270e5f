//! What nobody knows: every unknown of a study, and what was drawn of it pair by pair.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The unknowns of a study. Each is drawn once a pair and serves all arms and all rows of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unknowns {
    /// How they were drawn.
    #[serde(default)]
    pub drawn: DrawnAs,
    /// The unknowns: those of the investments first, in the order of the study file, then those of
    /// `[uncertain]`.
    pub items: Vec<Unknown>,
    /// `by_pair[k][u]`: the value of unknown `u` in the `k`-th pair done, in the order of
    /// `Comparison::npv_by_pair`; for `unknowns.csv`, not part of `result.json`.
    #[serde(skip)]
    pub by_pair: Vec<Box<[f64]>>,
}

/// How unknowns are drawn over the pairs of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawnAs {
    /// Anew in every pair, with its luck.
    #[default]
    Mixed,
    /// All at their medians.
    Fixed,
    /// So many draws, each with many pairs.
    Nested,
}

/// One unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unknown {
    /// File and path of the value, for example `study:investments.pdm.overrun`.
    pub path: String,
    /// For people.
    pub title: String,
    /// Its law in words, as written: `triangular (min 50 %, mode 90 %, max 100 %)`.
    pub law: String,
    /// Unit of its values: `share` (0 to 1), `factor`, `yes or no` (1 or 0), `months`, a currency, or
    /// the unit in which the file writes the value.
    pub unit: String,
    /// What it changes.
    pub acts: Acts,
    /// Where the law comes from; absent: nobody said.
    pub source: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// `measured`, `estimated`, `vendor` or `industry`.
    pub kind: Option<String>,
    /// 10 % quantile of the law.
    pub p10: f64,
    /// Median of the law.
    pub p50: f64,
    /// 90 % quantile of the law.
    pub p90: f64,
    /// Indices of the unknowns with which it is correlated; empty: it is drawn alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlated_with: Vec<usize>,
}

/// What an unknown changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acts {
    /// What happens in the plant: it must be simulated again.
    Physics,
    /// What it is worth or costs: only prices change.
    Money,
    /// Both.
    Both,
}

impl Unknowns {
    /// Is everything known?
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The values of unknown `u`, pair by pair.
    pub fn values(&self, u: usize) -> impl Iterator<Item = f64> + '_ {
        self.by_pair.iter().filter_map(move |pair| pair.get(u).copied())
    }
}
