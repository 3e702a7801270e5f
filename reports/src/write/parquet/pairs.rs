//! `pairs.parquet`: the table of `pairs.csv`.

use super::super::columns::{self, PAIRS, pair_columns};
use super::table::{Column, GROUP, Kind, Table, Values};
use ::parquet::errors::ParquetError;
use scenarios::study::result::StudyResult;
use std::io::Write;

/// Writes `pairs.parquet`: one row per pair, comparison and scenario, with the columns of `pairs.csv`.
///
/// # Errors
/// When it cannot be written.
pub fn pairs_parquet(result: &StudyResult, out: impl Write + Send) -> Result<(), ParquetError> {
    let currency = &result.provenance.currency;
    let of = |column: &columns::Column<'_>| {
        let kind = match column.values {
            columns::Values::Counts(_) => Kind::Count,
            columns::Values::Words(_) => Kind::Word,
            columns::Values::Numbers(_) => Kind::Number,
        };
        Column { unit: column.unit.clone(), name: column.name.clone(), kind }
    };
    let heads: Vec<Column> = pair_columns(&[], currency).iter().map(of).collect();
    let mut table = Table::new(result, PAIRS, &heads, out)?;
    for rows in result.pairs.chunks(GROUP) {
        let columns = pair_columns(rows, currency).into_iter();
        table.group(columns.map(|column| column.values.into()).collect())?;
    }
    table.close()
}

impl From<columns::Values<'_>> for Values {
    fn from(values: columns::Values<'_>) -> Self {
        match values {
            columns::Values::Counts(counts) => Self::counts(counts.into_iter()),
            columns::Values::Words(words) => Self::words(words.into_iter()),
            columns::Values::Numbers(numbers) => Self::numbers(numbers.into_iter()),
        }
    }
}
