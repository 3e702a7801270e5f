//! `states.parquet`: what every machine did in every month of the median pair.

use super::table::{Column, GROUP, Kind, Table, Values};
use ::parquet::errors::ParquetError;
use scenarios::pairing::states::StateMonth;
use scenarios::study::result::StudyResult;
use std::io::Write;

const ABOUT: &str = "one row per arm, machine, month and state of one pair (the median one of the headline, \
    base case); the states of a machine add up to the hours of the month; months count from the first day, 0 \
    is the first; states that did not occur have no row";

/// Writes `states.parquet`.
///
/// # Errors
/// When it cannot be written.
pub fn states_parquet(
    result: &StudyResult,
    pair: u64,
    states: &[StateMonth],
    out: impl Write + Send,
) -> Result<(), ParquetError> {
    let columns = [
        Column::new("pair", Kind::Count, ""),
        Column::new("arm", Kind::Word, ""),
        Column::new("machine", Kind::Word, ""),
        Column::new("month", Kind::Count, "months since the first day"),
        Column::new("state", Kind::Word, "docs/states.md"),
        Column::new("e10", Kind::Word, "SEMI E10"),
        Column::new("hours", Kind::Number, "h"),
    ];
    let mut table = Table::new(result, ABOUT, &columns, out)?;
    for rows in states.chunks(GROUP) {
        let e10: Vec<String> = rows.iter().map(|row| format!("{:?}", row.leaf.e10())).collect();
        table.group(vec![
            Values::counts(rows.iter().map(|_| pair)),
            Values::words(rows.iter().map(|row| row.arm.as_str())),
            Values::words(rows.iter().map(|row| row.machine.as_str())),
            Values::counts(rows.iter().map(|row| u64::from(row.month))),
            Values::words(rows.iter().map(|row| row.leaf.code())),
            Values::words(e10.iter().map(String::as_str)),
            Values::numbers(rows.iter().map(|row| Some(row.hours))),
        ])?;
    }
    table.close()
}
