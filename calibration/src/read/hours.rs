//! The daily table: hours in operation, hours monitored, pieces.

use std::collections::BTreeMap;

use crate::error::{CalibrationError, Fault};
use crate::event::{DayHours, Hours};
use crate::read::date::{DayOrder, day_order, moment};
use crate::read::header::{has_word, normalised};
use crate::read::mapping::HoursMap;
use crate::read::number::{number, unit_seconds};
use crate::read::{Cell, Table};

const DATE: &[&str] = &["date", "datum", "fecha", "data", "dia", "day", "tag"];
const RUNNING: &[&str] =
    &["operation", "operating", "running", "betrieb", "betriebsstunden", "laufzeit", "marcha"];
const MONITORED: &[&str] = &["monitored", "scheduled", "loading", "planned", "geplant"];
const UNITS: &[&str] = &["units", "pieces", "produced", "stuck", "piezas", "pecas", "output"];

/// Column numbers of the daily table.
struct Places {
    date: usize,
    running: usize,
    monitored: Option<usize>,
    units: Option<usize>,
}

fn place(table: &Table, named: Option<&String>, words: &[&str]) -> Option<usize> {
    table.headers.iter().position(|h| match named {
        Some(name) => h.trim() == name.trim(),
        None => has_word(&normalised(h), words),
    })
}

fn places(table: &Table, map: &HoursMap) -> Option<Places> {
    let running = place(table, map.running.as_ref(), RUNNING)?;
    let other = |i: &usize| *i != running;
    Some(Places {
        date: place(table, map.date.as_ref(), DATE)?,
        running,
        monitored: place(table, map.monitored.as_ref(), MONITORED).filter(other),
        units: place(table, map.units.as_ref(), UNITS).filter(other),
    })
}

/// The best daily table among `tables` (other than the log): the one with the most columns
/// understood; `None` when there is none.
pub fn choose<'a>(tables: &'a [Table], log: &Table, map: &HoursMap) -> Option<&'a Table> {
    let score = |t: &Table| {
        let found = places(t, map)?;
        Some(1 + usize::from(found.monitored.is_some()) + 2 * usize::from(found.units.is_some()))
    };
    tables
        .iter()
        .filter(|t| t.name != log.name)
        .filter(|t| map.sheet.is_none() || t.sheet == map.sheet)
        .filter_map(|t| Some((score(t)?, t)))
        .fold(None, |best: Option<(usize, &Table)>, (s, t)| match best {
            Some((b, _)) if b >= s => best,
            _ => Some((s, t)),
        })
        .map(|(_, t)| t)
}

/// Reads the daily table; several rows of a day are added up.
///
/// # Errors
/// A column is missing, dates are ambiguous, or a cell is no number of hours.
pub fn read(
    table: &Table,
    map: &HoursMap,
    order: Option<DayOrder>,
) -> Result<Hours, CalibrationError> {
    let Some(places) = places(table, map) else {
        return Err(CalibrationError::one(Fault::of_file(
            &table.name,
            "no columns for the date and the running hours",
            "name them in the mapping: [hours] date = ..., running = ...",
        )));
    };
    let texts = table.rows.iter().filter_map(|r| match &r.cells[places.date] {
        Cell::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let order = match day_order(texts) {
        Ok(order) => order,
        Err(reason) => order.ok_or_else(|| {
            let remedy = "say date_format = \"d/m/y\" or \"m/d/y\" under [log] in the mapping";
            CalibrationError::one(Fault::of_file(&table.name, reason, remedy))
        })?,
    };
    let unit = map.unit.as_deref().and_then(unit_seconds).unwrap_or(3600.0) / 3600.0;
    let mut days: BTreeMap<_, DayHours> = BTreeMap::new();
    let mut faults = Vec::new();
    for row in &table.rows {
        let mut fault = |column: usize, reason: String| {
            let at = Fault::of_file(&table.name, reason, "correct the cell");
            faults.push(at.at(Some(row.number), Some(&table.headers[column])));
        };
        let date = match moment(&row.cells[places.date], order) {
            Ok((Some(date), _)) => date,
            Ok(_) => continue,
            Err(reason) => {
                fault(places.date, reason);
                continue;
            }
        };
        let mut hours = |column: usize| match &row.cells[column] {
            Cell::Empty => 0.0,
            cell => match number(cell).filter(|v| *v >= 0.0) {
                Some(value) => value,
                None => {
                    fault(column, "not a number of at least 0".into());
                    0.0
                }
            },
        };
        let running_h = hours(places.running) * unit;
        let monitored_h = places.monitored.map(|c| hours(c) * unit);
        let units = places.units.map(&mut hours);
        days.entry(date)
            .and_modify(|d| {
                d.running_h += running_h;
                d.monitored_h = d.monitored_h.zip(monitored_h).map(|(a, b)| a + b);
                d.units = d.units.zip(units).map(|(a, b)| a + b);
            })
            .or_insert(DayHours { date, running_h, monitored_h, units });
    }
    for day in days.values() {
        if day.running_h > 25.0 {
            faults.push(Fault::of_file(
                &table.name,
                format!("{} has {:.1} running hours", day.date, day.running_h),
                "say the unit under [hours]: unit = \"min\"; or correct the cell",
            ));
        }
    }
    if !faults.is_empty() {
        return Err(CalibrationError { faults });
    }
    let days: Vec<DayHours> = days.into_values().collect();
    if days.iter().all(|d| d.running_h == 0.0) {
        return Err(CalibrationError::one(Fault::of_file(
            &table.name,
            "all running hours are 0",
            "name the right column under [hours]: running = ...",
        )));
    }
    Ok(Hours { source: table.name.clone(), days, rows: table.rows.len() })
}
