//! Figures of an export of the ERP (scrap value, rework hours, cost of goods sold, returns): from a map and a table to
//! values of a study and a report of what is complete.
//!
//! Nothing is guessed: a row that cannot be read, another currency, a record that stands there twice and a negative
//! value are faults, unless the map says what to do with them; then they are counted. Numerator and denominator of a
//! figure are summed over the same months.

pub mod fragment;
pub mod gather;
pub mod map;
pub mod numbers;
pub mod report;
pub mod rows;

use crate::read::{Table, read_tables};
use map::Map;
use report::ImportReport;
use std::path::Path;
use twin_models::text::{Diagnostics, Fault};

/// What an import found.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Values for a study file with their provenance, TOML text.
    pub figures_toml: String,
    /// What is complete and what is not.
    pub report: ImportReport,
}

/// Reads the figures that the map asks for from a table (CSV or .xlsx).
///
/// # Errors
/// All faults of the map, or all of the table, with row and column.
pub fn import(map: &Path, file: &Path) -> Result<Import, Diagnostics> {
    let map = map::read(map)?;
    let tables = read_tables(file).map_err(|error| {
        let fault = |f: crate::Fault| Fault {
            line: f.row.unwrap_or(0) as u32,
            ..Fault::of_file(&f.file, f.reason, f.remedy)
        };
        Diagnostics::new(error.faults.into_iter().map(fault).collect())
    })?;
    let table = choose(&tables, &map, file)?;
    let report = gather::gather(table, &map)?;
    let figures_toml = fragment::write(&report);
    Ok(Import { figures_toml, report })
}

/// The table that the map means.
fn choose<'t>(tables: &'t [Table], map: &Map, file: &Path) -> Result<&'t Table, Diagnostics> {
    let sheets: Vec<&str> = tables.iter().filter_map(|t| t.sheet.as_deref()).collect();
    let refuse = |reason: String| {
        let there = format!("write file.sheet = one of: {}", sheets.join(", "));
        Diagnostics::from(Fault::of_file(&crate::read::file_name(file), reason, there))
    };
    match (&map.sheet, tables) {
        (Some(sheet), _) if !sheets.is_empty() => {
            let found = tables.iter().find(|t| t.sheet.as_deref() == Some(sheet.as_str()));
            found.ok_or_else(|| refuse(format!("no sheet \"{sheet}\"")))
        }
        (_, [only]) => Ok(only),
        _ => Err(refuse("several sheets hold a table".to_owned())),
    }
}
