//! How material moved in the simulation, and what the shortcut of folded minor stops costs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use twin_models::plant::model::{Flow, Folding, Plant};
use twin_models::text::Document;

/// How material moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlowKind {
    /// Piece by piece.
    Piece,
    /// At rates that are constant between events.
    Rate,
    /// In lots that move as one.
    Lot,
}

/// What became of minor stops in rate flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MinorStopsAs {
    /// Those that the neighbouring buffers absorb lower the machine's rate; longer ones are events.
    Folded,
    /// Every one is an event.
    Events,
}

/// How material moved in all arms, and who chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowUsed {
    /// The way.
    pub kind: FlowKind,
    /// Did the program choose it, because the plant file does not say?
    pub by_default: bool,
    /// Pieces in a lot; lot flow only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<u32>,
    /// Minor stops; rate flow of plants that have them only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minor_stops: Option<MinorStopsAs>,
}

impl FlowUsed {
    /// The way in which this plant, read from this file, moves.
    pub fn of(plant: &Plant, file: &Document) -> Self {
        let has_stops = plant.machines.iter().any(|m| m.minor_stops.is_some());
        let minor_stops = match plant.folding {
            Folding::Folded => MinorStopsAs::Folded,
            Folding::Events => MinorStopsAs::Events,
        };
        let (kind, lot) = match plant.flow {
            Flow::Piece => (FlowKind::Piece, None),
            Flow::Rate => (FlowKind::Rate, None),
            Flow::Lot(size) => (FlowKind::Lot, Some(size)),
        };
        Self {
            kind,
            by_default: file.get(&["plant", "flow"]).is_none(),
            lot,
            minor_stops: (kind == FlowKind::Rate && has_stops).then_some(minor_stops),
        }
    }

    /// Were minor stops folded into rates?
    pub fn is_folded(&self) -> bool {
        self.minor_stops == Some(MinorStopsAs::Folded)
    }
}

/// Today's plant with folded minor stops against the same plant with every stop as an event, under
/// the same luck.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FoldingCheck {
    /// Good pieces, folded over every stop as an event, less 1.
    pub output_difference: MeasuredDifference,
    /// Largest mean difference, up or down, that leaves the figures usable.
    pub allowed: f64,
    /// Months of each replication.
    pub months: u32,
}

/// Mean of paired relative differences.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasuredDifference {
    /// Mean.
    pub mean: f64,
    /// Half-width of its 95 % Student interval.
    pub half_width: f64,
    /// Replications.
    pub replications: u64,
}
