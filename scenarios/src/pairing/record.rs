//! What is kept of a pair: numbers, no event.

use crate::investment::uncertainty::Luck;
use crate::study::result::{PairRow, PaybackTime, RateOfReturn};
use std::collections::BTreeMap;
use std::sync::Arc;
use twin_models::outcome::{ModeOutcome, Outcome, RootKind};
use twin_models::state::Leaf;

/// What is kept of one arm in one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmRecord {
    /// Values of all indicators.
    pub indicators: Arc<[Option<f64>]>,
    /// Values of the scorecard; empty where the study has none.
    pub scores: Arc<[Option<f64>]>,
    /// Outages of the shop floor by attacks in the horizon, where it was simulated; `None`: the plant has no
    /// attacks, or only the money was looked at.
    pub attacks: Option<f64>,
}

/// What is kept of one arm as sums over pairs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArmSums {
    /// Quantities by month, month-major.
    pub monthly: Vec<f64>,
    /// Microseconds by machine and leaf.
    pub ticks: Vec<[i64; Leaf::COUNT]>,
    /// Microseconds lost by victim, root and kind of cause.
    pub losses: BTreeMap<(u32, u32, RootKind), i64>,
    /// Failure modes.
    pub modes: Vec<ModeOutcome>,
}

impl ArmSums {
    /// Adds one pair.
    pub fn add(&mut self, outcome: &Outcome) {
        let ticks = outcome.machines.iter().map(|machine| &machine.ticks);
        let losses = outcome.losses.iter().map(|l| ((l.victim, l.root, l.kind), l.ticks));
        self.add_parts(&outcome.monthly, ticks, losses, &outcome.modes);
    }

    /// Adds what one pair brought, beside each other.
    pub(crate) fn add_parts<'a>(
        &mut self,
        monthly: &[f64],
        ticks: impl ExactSizeIterator<Item = &'a [i64; Leaf::COUNT]>,
        losses: impl Iterator<Item = ((u32, u32, RootKind), i64)>,
        modes: &[ModeOutcome],
    ) {
        self.monthly.resize(monthly.len(), 0.0);
        self.monthly.iter_mut().zip(monthly).for_each(|(sum, x)| *sum += x);
        self.ticks.resize(ticks.len(), [0; Leaf::COUNT]);
        for (sums, ticks) in self.ticks.iter_mut().zip(ticks) {
            sums.iter_mut().zip(ticks).for_each(|(sum, x)| *sum += x);
        }
        for (place, ticks) in losses {
            *self.losses.entry(place).or_insert(0) += ticks;
        }
        self.modes.resize(modes.len(), ModeOutcome::default());
        for (sum, mode) in self.modes.iter_mut().zip(modes) {
            sum.failures += mode.failures;
            sum.planned += mode.planned;
            sum.preventive += mode.preventive;
            sum.defects += mode.defects;
            sum.down_ticks += mode.down_ticks;
        }
    }
}

/// One comparison in one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRecord {
    /// One per row of the pessimistic table, base first.
    pub rows: Box<[RowRecord]>,
    /// Cumulative cash of months 0 to horizon, base row.
    pub cumulative: Box<[f64]>,
    /// Benefit of every ledger line over the horizon, base prices.
    pub lines: Box<[f64]>,
    /// The same lines of the reference arm itself.
    pub pool: Box<[f64]>,
    /// Hard benefit by year, nominal.
    pub benefit_by_year: Box<[f64]>,
    /// Name and total of every cost line, nominal.
    pub costs: Box<[(Arc<str>, f64)]>,
    /// Mean over the months of the ramp, without effectiveness, of the investment's arm.
    pub ramped: f64,
    /// Mean of the ramp over the first year.
    pub ramped_first_year: f64,
    /// Hard benefit of a month at prices of the first day: mean of months 1 to 3, and of the last
    /// twelve.
    pub early_and_steady: [f64; 2],
    /// Cash out in the first 12 months.
    pub first_year_cost: f64,
    /// One-off outlay.
    pub one_off: f64,
    /// Differences of [`PairRow::DELTA_KEYS`].
    pub deltas: [f64; PairRow::DELTA_KEYS.len()],
    /// The same of the slow twin.
    pub slow_deltas: [f64; PairRow::DELTA_KEYS.len()],
}

/// One row of the pessimistic table in one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct RowRecord {
    /// Net present value.
    pub npv: f64,
    /// Internal rate of return.
    pub irr: RateOfReturn,
    /// Modified internal rate of return.
    pub mirr: Option<f64>,
    /// ROI over the horizon.
    pub roi_total: Option<f64>,
    /// ROI by year.
    pub roi_by_year: Box<[Option<f64>]>,
    /// ROI of the first year.
    pub roi_first_year: Option<f64>,
    /// Profitability index.
    pub profitability_index: Option<f64>,
    /// Payback.
    pub payback: PaybackTime,
    /// Discounted payback.
    pub discounted_payback: PaybackTime,
    /// Hard benefit over the horizon, nominal.
    pub benefit: f64,
    /// Cost over the horizon, nominal.
    pub cost: f64,
}

/// One pair.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRecord {
    /// The draws of the unknowns, beside the investments of the study.
    pub lucks: Box<[Luck]>,
    /// The draws of `[uncertain]`, beside its entries.
    pub unknowns: Box<[f64]>,
    /// Beside the arms of the study.
    pub arms: Box<[ArmRecord]>,
    /// Beside the comparisons of the study.
    pub comparisons: Box<[ComparisonRecord]>,
}

/// A pair that could not be simulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("arm `{arm}`: {reason}")]
pub struct PairFailure {
    /// The arm.
    pub arm: String,
    /// Why.
    pub reason: String,
}
