//! Prices that moved over the years.

use super::Spread;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A group of prices that moved by chance: one path in each future, the same in all arms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PricePathResult {
    /// `wage`, `energy`, `material` or `price`.
    pub name: String,
    /// Standard deviation of the logarithm over a year, as the study says.
    pub volatility: f64,
    /// Months in which half of a deviation is gone; absent: a random walk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_life_months: Option<f64>,
    /// Factor on the prices (beside inflation) in the last month of each year, over the pairs.
    pub by_year: Vec<PathYear>,
}

/// A price path in the last month of a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PathYear {
    /// The year, from 1.
    pub year: u32,
    /// The factor.
    pub factor: Spread,
}
