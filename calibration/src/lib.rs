#![doc = include_str!("../README.md")]

pub mod clean;
pub mod error;
pub mod estimate;
pub mod event;
pub mod figures;
pub mod fit;
pub mod plant_fragment;
pub mod read;
pub mod report;

use std::path::Path;

pub use error::{CalibrationError, Fault};
pub use report::CalibrationReport;

use event::Hours;
use read::Table;
use read::log::Log;
use read::mapping::{HoursMap, Mapping};

/// The outcome of a calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The plant file, TOML text.
    pub plant_toml: String,
    /// What was done and how well it agrees.
    pub report: CalibrationReport,
}

/// Calibrates a plant from a stop log (CSV or .xlsx). `map` is a mapping file for what the headers
/// do not say. Running hours are taken from the table the mapping names, else from another sheet
/// of the same workbook that looks like one.
///
/// # Errors
/// The files cannot be read or understood, or hold too little; all faults found so far at once.
pub fn calibrate(log: &Path, map: Option<&Path>) -> Result<Calibration, CalibrationError> {
    let map = map.map(read::mapping::read).transpose()?.unwrap_or_default();
    let file = read::file_name(log);
    let tables = read::read_tables(log)?;
    let table = read::log::choose(&tables, &map, &file)?;
    let records = read::log::read(table, &map)?;
    let hours = hours(log, &tables, table, &records, &map)?;
    let cleaned = clean::clean(&records, hours.as_ref(), &map)?;
    let observed = estimate::observed::observe(&cleaned, hours.as_ref(), &records.source)?;
    let modes = estimate::modes::split(&cleaned, &map);
    let estimate = estimate::estimate(&cleaned, hours.as_ref(), observed, &modes)
        .map_err(|error| too_little(&records.source, &error))?;
    let warnings = estimate::warnings::warnings(&estimate, &cleaned, hours.as_ref());
    let rows = records.stops.len();
    let title = log.file_stem().map_or("line".into(), |s| s.to_string_lossy());
    let sources = plant_fragment::Sources { log: &records.source, rows, title: &title };
    let plant_toml = plant_fragment::write(&estimate, hours.as_ref(), &map, &sources);
    let report = CalibrationReport {
        rows,
        hours: hours.map(|h| format!("{} ({} rows, {} days)", h.source, h.rows, h.days.len())),
        columns: records.columns,
        notes: records.notes,
        rules: cleaned.rules,
        estimate,
        warnings,
        log: records.source,
    };
    Ok(Calibration { plant_toml, report })
}

/// The running hours: from the companion file, or from a sheet beside the log.
fn hours(
    log: &Path,
    tables: &[Table],
    table: &Table,
    records: &Log,
    map: &Mapping,
) -> Result<Option<Hours>, CalibrationError> {
    let automatic = HoursMap::default();
    let wanted = map.hours.as_ref().unwrap_or(&automatic);
    let companion;
    let candidates = match &wanted.file {
        Some(file) => {
            companion = read::read_tables(&log.with_file_name(file))?;
            companion.as_slice()
        }
        None => tables,
    };
    match read::hours::choose(candidates, table, wanted) {
        Some(found) => read::hours::read(found, wanted, Some(records.order)).map(Some),
        None if map.hours.is_none() => Ok(None),
        None => Err(CalibrationError::one(Fault::of_file(
            wanted.file.as_deref().unwrap_or(&records.source),
            "no table with the date and the running hours the mapping names",
            "correct [hours] date, running and sheet in the mapping",
        ))),
    }
}

fn too_little(source: &str, error: &fit::FitError) -> CalibrationError {
    CalibrationError::one(Fault::of_file(
        source,
        format!("no law can be fitted: {error}"),
        "give a longer period, or pool failure modes: [rules] mode_events = 50",
    ))
}
