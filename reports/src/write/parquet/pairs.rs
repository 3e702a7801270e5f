//! `pairs.parquet`: the table of `pairs.csv`.

use super::super::csv::{header, months, rate};
use super::table::{Column, GROUP, Kind, Table, Values};
use ::parquet::errors::ParquetError;
use scenarios::study::result::{PairRow, StudyResult};
use std::io::Write;

const ABOUT: &str = "one row per pair of futures, comparison and row of the pessimistic table; \
    differences (delta_) are investment minus reference over the whole horizon; an absent payback is not \
    within the horizon";

/// Writes `pairs.parquet`: one row per pair, comparison and scenario, with the columns of `pairs.csv`.
///
/// # Errors
/// When it cannot be written.
pub fn pairs_parquet(result: &StudyResult, out: impl Write + Send) -> Result<(), ParquetError> {
    let currency = &result.provenance.currency;
    let columns: Vec<Column> = header(currency)
        .into_iter()
        .map(|name| {
            let kind = match name.as_str() {
                "pair" => Kind::Count,
                "comparison" | "scenario" | "irr_kind" => Kind::Word,
                _ => Kind::Number,
            };
            Column { unit: unit(&name, currency), name, kind }
        })
        .collect();
    let mut table = Table::new(result, ABOUT, &columns, out)?;
    for rows in result.pairs.chunks(GROUP) {
        let number = |of: fn(&PairRow) -> Option<f64>| Values::numbers(rows.iter().map(of));
        let mut values = vec![
            Values::counts(rows.iter().map(|row| row.pair)),
            Values::words(rows.iter().map(|row| &*row.comparison)),
            Values::words(rows.iter().map(|row| &*row.row)),
            number(|row| Some(row.npv)),
            Values::words(rows.iter().map(|row| rate(&row.irr).0)),
            number(|row| rate(&row.irr).1),
            number(|row| row.mirr),
            number(|row| row.roi_total),
            number(|row| months(row.payback)),
            number(|row| months(row.discounted_payback)),
            number(|row| Some(row.benefit)),
            number(|row| Some(row.cost)),
        ];
        let delta = |k: usize| Values::numbers(rows.iter().map(move |row| Some(row.deltas[k])));
        values.extend((0..PairRow::DELTA_KEYS.len()).map(delta));
        table.group(values)?;
    }
    table.close()
}

/// Columns are named after their unit.
fn unit(name: &str, currency: &str) -> String {
    let last = name.rsplit('_').next().unwrap_or_default();
    let unit = match (name, last) {
        ("pair" | "comparison" | "scenario" | "irr_kind", _) => "",
        ("irr_per_year" | "mirr_per_year", _) => "1/year",
        (_, "months" | "pieces" | "jobs" | "h") => last,
        ("roi_total", _) => "1",
        _ => currency,
    };
    unit.to_owned()
}
