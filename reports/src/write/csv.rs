//! `pairs.csv`: one line per pair, comparison and scenario; full precision; unknown is empty.

use scenarios::study::result::{PairRow, PaybackTime, RateOfReturn, StudyResult};
use std::sync::Arc;

/// Why a table could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The writer or reader refused.
    #[error("the table cannot be used: {0}")]
    Csv(#[from] ::csv::Error),
    /// The writer refused at the end.
    #[error("the table could not be finished: {0}")]
    Finish(String),
}

/// Units of [`PairRow::DELTA_KEYS`] where the key does not end with its own.
fn with_unit(key: &str) -> String {
    match key {
        "failures" | "planned_repairs" => format!("delta_{key}_jobs"),
        key if key.ends_with("_h") => format!("delta_{key}"),
        key => format!("delta_{key}_pieces"),
    }
}

pub(super) fn header(currency: &str) -> Vec<String> {
    let money = currency.to_lowercase();
    let mut names: Vec<String> = ["pair", "comparison", "scenario"].map(str::to_owned).to_vec();
    names.push(format!("npv_{money}"));
    names.extend(["irr_kind", "irr_per_year", "mirr_per_year", "roi_total"].map(str::to_owned));
    names.extend(["payback_months", "discounted_payback_months"].map(str::to_owned));
    names.push(format!("benefit_{money}"));
    names.push(format!("cost_{money}"));
    names.extend(PairRow::DELTA_KEYS.map(with_unit));
    names
}

/// Shortest text that reads back as the same number; nothing where there is none.
pub(super) fn number(value: f64) -> String {
    // Adding zero takes the sign from a negative zero.
    if value.is_finite() { (value + 0.0).to_string() } else { String::new() }
}

pub(super) fn maybe(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

/// Months, if it is within the horizon.
pub(super) const fn months(time: PaybackTime) -> Option<f64> {
    match time {
        PaybackTime::Within(months) => Some(months),
        PaybackTime::Never => None,
    }
}

/// Kind and value of a rate of return.
pub(super) const fn rate(rate: &RateOfReturn) -> (&'static str, Option<f64>) {
    match rate {
        RateOfReturn::One(value) => ("one", Some(*value)),
        RateOfReturn::NoneLosing => ("none_losing", None),
        RateOfReturn::NoneGaining => ("none_gaining", None),
        RateOfReturn::Several(_) => ("several", None),
    }
}

/// The pairs of a study. An empty payback means: not within the horizon.
pub fn pairs_csv(result: &StudyResult) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(header(&result.provenance.currency))?;
    for row in &result.pairs {
        let mut cells = vec![row.pair.to_string(), row.comparison.to_string(), row.row.to_string()];
        cells.push(number(row.npv));
        let (kind, value) = rate(&row.irr);
        cells.extend([kind.to_owned(), maybe(value)]);
        cells.push(maybe(row.mirr));
        cells.push(maybe(row.roi_total));
        cells.push(maybe(months(row.payback)));
        cells.push(maybe(months(row.discounted_payback)));
        cells.push(number(row.benefit));
        cells.push(number(row.cost));
        cells.extend(row.deltas.iter().map(|d| number(*d)));
        writer.write_record(cells)?;
    }
    finish(writer)
}

/// The unknowns of a study, one line a pair beside the NPV of the headline; columns are named after
/// the path of the value and its unit.
///
/// # Errors
/// When the writer refuses.
pub fn unknowns_csv(result: &StudyResult) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let money = result.provenance.currency.to_lowercase();
    let mut header = vec!["pair".to_owned(), format!("npv_{money}")];
    header.extend(result.unknowns.items.iter().map(|u| match u.unit.as_str() {
        "" => u.path.clone(),
        unit => format!("{} [{unit}]", u.path),
    }));
    writer.write_record(header)?;
    let headline = result.comparisons.first().map_or("", |c| c.id.as_str());
    let base = result.pairs.iter().filter(|r| &*r.comparison == headline && &*r.row == "base");
    for (row, values) in base.zip(&result.unknowns.by_pair) {
        let mut cells = vec![row.pair.to_string(), number(row.npv)];
        cells.extend(values.iter().map(|value| number(*value)));
        writer.write_record(cells)?;
    }
    finish(writer)
}

/// The text that was written.
pub(crate) fn finish(writer: ::csv::Writer<Vec<u8>>) -> Result<String, WriteError> {
    let bytes = writer.into_inner().map_err(|e| WriteError::Finish(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| WriteError::Finish(e.to_string()))
}

/// The NPV that a `pairs.csv` holds for a pair, a comparison and a scenario; none if it has no such row.
///
/// # Errors
/// When the text is no table of pairs.
pub fn npv_of(
    table: &str,
    pair: u64,
    comparison: &str,
    scenario: &str,
) -> Result<Option<f64>, WriteError> {
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let wanted = [pair.to_string(), comparison.to_owned(), scenario.to_owned()];
    for record in reader.records() {
        let record = record?;
        if wanted.iter().enumerate().all(|(k, text)| record.get(k) == Some(text)) {
            return Ok(record.get(wanted.len()).and_then(|npv| npv.parse().ok()));
        }
    }
    Ok(None)
}

/// The pairs of a comparison and a scenario that a `pairs.csv` holds, in order. Several rates of return
/// are told apart from one, not named.
///
/// # Errors
/// When the text is no table of pairs.
pub fn pairs_of(table: &str, comparison: &str, scenario: &str) -> Result<Vec<PairRow>, WriteError> {
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let (id, row): (Arc<str>, Arc<str>) = (comparison.into(), scenario.into());
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record?;
        if record.get(1) != Some(comparison) || record.get(2) != Some(scenario) {
            continue;
        }
        let cell = |k: usize| record.get(k).unwrap_or_default();
        let read = |k: usize| cell(k).parse::<f64>().ok();
        let need = |k: usize| {
            read(k).ok_or_else(|| WriteError::Finish(format!("`{}` is no number", cell(k))))
        };
        let months = |k: usize| read(k).map_or(PaybackTime::Never, PaybackTime::Within);
        let irr = match (cell(4), read(5)) {
            ("one", Some(rate)) => RateOfReturn::One(rate),
            ("none_losing", _) => RateOfReturn::NoneLosing,
            ("none_gaining", _) => RateOfReturn::NoneGaining,
            _ => RateOfReturn::Several(Vec::new()),
        };
        let mut deltas = [0.0; PairRow::DELTA_KEYS.len()];
        for (k, delta) in deltas.iter_mut().enumerate() {
            *delta = need(12 + k)?;
        }
        all.push(PairRow {
            pair: need(0)? as u64,
            comparison: Arc::clone(&id),
            row: Arc::clone(&row),
            npv: need(3)?,
            irr,
            mirr: read(6),
            roi_total: read(7),
            payback: months(8),
            discounted_payback: months(9),
            benefit: need(10)?,
            cost: need(11)?,
            deltas,
        });
    }
    Ok(all)
}
