//! From report and result to bytes. Writers add no number of their own.

pub mod columns;
mod csv;
mod html;
mod json;
mod laboratory;
mod manifest;
mod parquet;
mod schedule;
mod side_by_side;
mod terminal;
pub(crate) mod text_table;

pub(crate) use csv::finish;
pub use csv::{WriteError, npv_of, pairs_csv, pairs_of, unknowns_csv};
pub use html::html;
pub use json::{
    Kind, UnknownKind, lock_json, proof_json, result_json, review_json, schema, sensitivity_json,
};
pub use laboratory::{policies_csv, policies_json, sweep_csv, sweep_json};
pub use manifest::{InputFile, MANIFEST_FORMAT, Manifest};
pub use parquet::{LedgersParquet, pairs_parquet, states_parquet};
pub use schedule::{schedule_csv, schedule_json};
pub use side_by_side::side_by_side;
pub(crate) use terminal::wrap;
pub use terminal::{Style, terminal};

use serde::Serialize;

/// Pretty JSON with a line feed at the end; keys in the order of the fields.
pub(crate) fn pretty<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}
