//! What a good piece of a product takes: energy, water, emissions.

use super::BeforeAfter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Footprint of products, before and with the headline investment: simulated quantities of the whole plant
/// over the horizon, divided by good pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Footprint {
    /// The comparison it speaks of.
    pub comparison: String,
    /// Futures simulated again: the first pairs of the study.
    pub futures: u64,
    /// How the plant's energy was shared out among products; absent where there is one product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_by: Option<String>,
    /// One per product.
    pub products: Vec<ProductFootprint>,
    /// Kinds of knowledge behind the energy (`measured`, `estimated`, `vendor`, `industry`), worst last;
    /// `not said` where an input has no source.
    pub energy_from: Vec<String>,
    /// The same of the water; empty where the plant does not say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub water_from: Vec<String>,
    /// The same of the emission factor; empty without one.
    pub emission_from: Vec<String>,
}

/// Footprint of a good piece of one product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProductFootprint {
    /// The product; of a plant without products its pieces.
    pub product: String,
    /// Electricity \[kWh/piece\].
    pub energy_kwh: PerPiece,
    /// Water \[m3/piece\].
    pub water_m3: PerPiece,
    /// Carbon dioxide equivalent of the electricity \[kg/piece\].
    pub co2e_kg: PerPiece,
}

/// A quantity of a good piece.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PerPiece {
    /// Over the futures.
    Simulated(Box<BeforeAfter>),
    /// The plant does not say it.
    NotObserved,
}
