//! What a merge holds of a pair in memory: all that is kept of it, and its tables while it is read.

use crate::pairing::record::{ArmRecord, ComparisonRecord, PairRecord, RowRecord};
use crate::study::result::PairRow;
use std::mem::size_of_val;
use twin_models::outcome::{ModeOutcome, Outcome, RootKind};
use twin_models::state::Leaf;

/// Bytes of a record, with the lists that belong to it alone.
pub(super) fn of_record(record: &PairRecord) -> usize {
    let PairRecord { lucks, unknowns, arms, comparisons } = record;
    let of_arm = |arm: &ArmRecord| {
        // Two counters of references before each shared list.
        size_of_val(&*arm.indicators) + size_of_val(&*arm.scores) + 32
    };
    size_of::<(u64, PairRecord)>()
        + size_of_val(&**lucks)
        + size_of_val(&**unknowns)
        + size_of_val(&**arms)
        + arms.iter().map(of_arm).sum::<usize>()
        + size_of_val(&**comparisons)
        + comparisons.iter().map(of_comparison).sum::<usize>()
}

fn of_comparison(comparison: &ComparisonRecord) -> usize {
    let ComparisonRecord { rows, cumulative, lines, pool, benefit_by_year, costs, .. } = comparison;
    let of_row = |row: &RowRecord| size_of_val(&*row.roi_by_year);
    size_of_val(&**rows)
        + rows.iter().map(of_row).sum::<usize>()
        + [cumulative, lines, pool, benefit_by_year]
            .iter()
            .map(|list| size_of_val(&***list))
            .sum::<usize>()
        + size_of_val(&**costs)
}

/// Bytes of a row of `pairs.csv` before it is written.
pub(super) const ROW: usize = size_of::<PairRow>();

/// Bytes of the tables of a pair while it is read: quantities and electricity by month, states, losses, modes.
pub(super) fn of_outcomes(outcomes: &[Outcome]) -> usize {
    let of_one = |outcome: &Outcome| {
        let Outcome { monthly, machines, losses, modes, energy, .. } = outcome;
        let energy = energy.as_ref().map_or(0, |energy| energy.kwh.len() + energy.peak_kw.len());
        size_of::<f64>() * (monthly.len() + energy)
            + machines.len() * size_of::<[i64; Leaf::COUNT]>()
            // Key and value in a tree that is two thirds full.
            + losses.len() * 3 * size_of::<(u32, u32, RootKind, i64)>() / 2
            + modes.len() * size_of::<ModeOutcome>()
    };
    outcomes.iter().map(of_one).sum()
}
