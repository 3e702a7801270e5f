//! The table of the pairs column by column, for everybody who writes or hands on tables.

use super::csv::{header, months, rate};
use scenarios::study::result::{PairRow, StudyResult};

/// What a row of the table of pairs is.
pub const PAIRS: &str = "one row per pair of futures, comparison and row of the pessimistic table; \
    differences (delta_) are investment minus reference over the whole horizon; an absent payback is not \
    within the horizon";

/// A column: name, unit, values.
#[derive(Clone, Debug, PartialEq)]
pub struct Column<'a> {
    /// Its name, with the unit at its end.
    pub name: String,
    /// The unit; empty where there is none.
    pub unit: String,
    /// Top to bottom.
    pub values: Values<'a>,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values<'a> {
    /// Whole numbers.
    Counts(Vec<u64>),
    /// Words.
    Words(Vec<&'a str>),
    /// Numbers; absent where there is none. None of them is infinite, NaN or a negative zero.
    Numbers(Vec<Option<f64>>),
}

impl<'a> Values<'a> {
    /// What is no finite number is absent, as in CSV.
    pub(crate) fn numbers(values: impl Iterator<Item = Option<f64>>) -> Self {
        // Adding zero takes the sign from a negative zero.
        let clean = |value: Option<f64>| value.filter(|x| x.is_finite()).map(|x| x + 0.0);
        Self::Numbers(values.map(clean).collect())
    }
}

/// The columns of `pairs.csv` for some of its rows.
pub fn pair_columns<'a>(rows: &'a [PairRow], currency: &str) -> Vec<Column<'a>> {
    let number = |of: fn(&PairRow) -> Option<f64>| Values::numbers(rows.iter().map(of));
    let mut values = vec![
        Values::Counts(rows.iter().map(|row| row.pair).collect()),
        Values::Words(rows.iter().map(|row| &*row.comparison).collect()),
        Values::Words(rows.iter().map(|row| &*row.row).collect()),
        number(|row| Some(row.npv)),
        Values::Words(rows.iter().map(|row| rate(&row.irr).0).collect()),
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
    let named = header(currency).into_iter().zip(values);
    named.map(|(name, values)| Column { unit: unit(&name, currency), name, values }).collect()
}

/// What was drawn of the unknowns, beside the NPV of the headline: the columns of `unknowns.csv`.
pub fn unknown_columns(result: &StudyResult) -> Vec<Column<'_>> {
    let currency = &result.provenance.currency;
    let headline = result.comparisons.first().map_or("", |c| c.id.as_str());
    let base: Vec<&PairRow> = result
        .pairs
        .iter()
        .filter(|row| &*row.comparison == headline && &*row.row == "base")
        .zip(&result.unknowns.by_pair)
        .map(|(row, _)| row)
        .collect();
    let npv = format!("npv_{}", currency.to_lowercase());
    let mut columns = vec![
        Column {
            name: "pair".to_owned(),
            unit: String::new(),
            values: Values::Counts(base.iter().map(|row| row.pair).collect()),
        },
        Column {
            name: npv,
            unit: currency.clone(),
            values: Values::numbers(base.iter().map(|row| Some(row.npv))),
        },
    ];
    let drawn = &result.unknowns.by_pair[..base.len()];
    columns.extend(result.unknowns.items.iter().enumerate().map(|(k, unknown)| Column {
        name: unknown.path.clone(),
        unit: unknown.unit.clone(),
        values: Values::numbers(drawn.iter().map(|values| values.get(k).copied())),
    }));
    columns
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
