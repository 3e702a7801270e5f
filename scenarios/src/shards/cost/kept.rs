//! What a merge holds of a pair in memory.

use crate::pairing::record::{ArmRecord, ComparisonRecord, PairRecord, RowRecord};
use crate::study::result::PairRow;
use std::mem::size_of_val;

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
