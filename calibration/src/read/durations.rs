//! How long each stop lasted: from its column, from start and end, or both checked.

use crate::error::{CalibrationError, Fault};
use crate::read::header::normalised;
use crate::read::log::{Log, Span};
use crate::read::mapping::Mapping;
use crate::read::number::{number, parse_duration, unit_seconds};
use crate::read::{Cell, Table};

/// Seconds of a day, in s.
const DAY_S: f64 = 86_400.0;
/// An end without a date before the start is the next day, if the stop is no longer than this, in s.
const OVERNIGHT_S: f64 = 43_200.0;

/// Fills in durations from their column, or from start and end.
pub(crate) fn fill(
    table: &Table,
    map: &Mapping,
    column: Option<usize>,
    spans: &[Option<Span>],
    log: &mut Log,
) -> Result<(), CalibrationError> {
    let unit = column.map(|i| unit(table, map, i, spans)).transpose()?.flatten();
    if let Some((_, how)) = &unit {
        log.notes.push(how.clone());
    }
    let unit = unit.map(|(seconds, _)| seconds);
    let mut overnight = 0;
    for ((stop, row), span) in log.stops.iter_mut().zip(&table.rows).zip(spans) {
        let cell = column.map_or(&Cell::Empty, |i| &row.cells[i]);
        let given = match cell {
            Cell::Empty => None,
            Cell::Serial(days) => Some(days * DAY_S),
            Cell::Number(value) => unit.map(|s| value * s),
            Cell::Text(text) => parse_duration(text).or_else(|| Some(number(cell)? * unit?)),
        };
        let mut fault = |reason: String, remedy: &str| {
            let header = column.map(|i| table.headers[i].as_str());
            let fault = Fault::of_file(&table.name, reason, remedy);
            log.faults.push(fault.at(Some(row.number), header));
        };
        if given.is_none()
            && let Some(text) = cell.text()
        {
            fault(format!("\"{text}\" is not a duration"), "correct the cell");
        }
        stop.duration_s = match judge(given, *span) {
            Verdict::Fine(duration) => duration,
            Verdict::Overnight(duration) => {
                overnight += 1;
                Some(duration)
            }
            Verdict::EndsBeforeStart => {
                fault("the stop ends before it starts".into(), "correct start or end");
                None
            }
            Verdict::Contradiction(given, span) => {
                let reason = format!("duration {given} s, but {span} s from start to end");
                fault(reason, "correct start, end or duration");
                Some(given)
            }
        };
    }
    if overnight > 0 {
        log.notes.push(format!("{overnight} stops run over midnight"));
    }
    Ok(())
}

/// What the duration and the span say together.
enum Verdict {
    Fine(Option<f64>),
    Overnight(f64),
    EndsBeforeStart,
    Contradiction(f64, f64),
}

fn judge(given: Option<f64>, span: Option<Span>) -> Verdict {
    let near = |a: f64, b: f64| (a - b).abs() <= 60.0_f64.max(0.01 * b);
    let Some(Span { seconds, dated }) = span else { return Verdict::Fine(given) };
    let next_day = seconds + DAY_S;
    match given {
        None if seconds >= 0.0 => Verdict::Fine(Some(seconds)),
        None if !dated && next_day <= OVERNIGHT_S => Verdict::Overnight(next_day),
        None => Verdict::EndsBeforeStart,
        Some(given) if near(given, seconds) && seconds >= 0.0 => Verdict::Fine(Some(given)),
        Some(given) if !dated && seconds < 0.0 && near(given, next_day) => {
            Verdict::Overnight(given)
        }
        Some(_) if seconds < 0.0 => Verdict::EndsBeforeStart,
        Some(given) => Verdict::Contradiction(given, seconds),
    }
}

/// Seconds in the unit of bare durations, and how it was found: mapping, header, or start and end.
fn unit(
    table: &Table,
    map: &Mapping,
    column: usize,
    spans: &[Option<Span>],
) -> Result<Option<(f64, String)>, CalibrationError> {
    let header = &table.headers[column];
    if let Some(unit) = &map.log.duration_unit {
        return match unit_seconds(unit) {
            Some(s) => Ok(Some((s, format!("durations in {unit}, as mapped")))),
            None => Err(CalibrationError::one(Fault::of_file(
                "mapping",
                format!("duration_unit \"{unit}\" is unknown"),
                "\"s\", \"min\" or \"h\"",
            ))),
        };
    }
    let words = normalised(header);
    let named = words.split(' ').find_map(|w| Some((unit_seconds(w)?, w)));
    if let Some((seconds, word)) = named {
        return Ok(Some((seconds, format!("durations in {word}, from the header"))));
    }
    let is_bare = |cell: &Cell| match cell {
        Cell::Number(_) => true,
        Cell::Text(text) => parse_duration(text).is_none(),
        _ => false,
    };
    let bare: Vec<(f64, Option<f64>)> = table
        .rows
        .iter()
        .zip(spans)
        .filter(|(r, _)| is_bare(&r.cells[column]))
        .filter_map(|(r, span)| Some((number(&r.cells[column])?, span.map(|s| s.seconds))))
        .collect();
    if bare.is_empty() {
        return Ok(None);
    }
    for (word, unit) in [("s", 1.0), ("min", 60.0), ("h", 3600.0)] {
        let fits = |(value, span): &&(f64, Option<f64>)| {
            span.is_some_and(|s| (value * unit - s).abs() <= 0.51 * unit + 0.01 * s.abs())
        };
        if bare.iter().filter(fits).count() * 10 >= bare.len() * 9 {
            return Ok(Some((unit, format!("durations in {word}, from start and end"))));
        }
    }
    let reason = "the unit of the durations is unknown";
    let remedy = "say it in the mapping: [log] duration_unit = \"min\"";
    let fault = Fault::of_file(&table.name, reason, remedy);
    Err(CalibrationError::one(fault.at(None, Some(header))))
}
