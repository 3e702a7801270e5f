//! What one pair of futures lived through: physics only, everything that money is made from.

use crate::indicator::{Frame, INDICATORS, View};
use crate::investment::uncertainty::Luck;
use crate::study::result::PairRow;
use std::sync::Arc;
use twin_models::outcome::{EnergyOutcome, Outcome};

/// One pair, before any price.
#[derive(Clone, Debug)]
pub struct Lived<'a> {
    /// Number of the pair: key of the paths of prices.
    pub pair: u64,
    /// The draws of the unknowns, investment by investment.
    pub lucks: Box<[Luck]>,
    /// The draws of `[uncertain]`, beside its entries.
    pub unknowns: Box<[f64]>,
    /// Beside the arms of the study.
    pub arms: Vec<ArmLived<'a>>,
}

/// One arm of it.
#[derive(Clone, Debug)]
pub struct ArmLived<'a> {
    /// Quantities by month, month-major, in the order of the arm's schema.
    pub monthly: &'a [f64],
    /// Electricity, where the plant has a meter.
    pub energy: Option<&'a EnergyOutcome>,
    /// Values of all indicators.
    pub indicators: Arc<[Option<f64>]>,
    /// Values of the scorecard; empty where the study has none.
    pub scores: Arc<[Option<f64>]>,
    /// Totals of [`PairRow::DELTA_KEYS`].
    pub totals: [f64; PairRow::DELTA_KEYS.len()],
}

impl<'a> ArmLived<'a> {
    /// What money needs of an outcome.
    pub fn of(frame: &Frame, outcome: &'a Outcome, scores: Arc<[Option<f64>]>) -> Self {
        let view = View { frame, outcome };
        let finite = |x: f64| x.is_finite().then_some(x);
        Self {
            monthly: &outcome.monthly,
            energy: outcome.energy.as_ref(),
            indicators: INDICATORS.iter().map(|i| (i.of)(&view).and_then(finite)).collect(),
            scores,
            totals: PairRow::DELTA_KEYS.map(|key| view.total(key)),
        }
    }
}
