//! The stop log: from cells to stops.

use crate::error::{CalibrationError, Fault};
use crate::event::Stop;
use crate::read::date::{DayOrder, day_order, moment};
use crate::read::header::{ROLES, Role, log_score, normalised, roles};
use crate::read::mapping::Mapping;
use crate::read::number::{number, parse_duration, unit_seconds};
use crate::read::{Cell, Row, Table};

/// The log as read: all rows, good and bad, with what had to be decided.
#[derive(Clone, Debug)]
pub struct Log {
    /// Table it comes from.
    pub source: String,
    /// One entry a row, in the order of the file.
    pub stops: Vec<Stop>,
    /// Columns used: role key and header.
    pub columns: Vec<(String, String)>,
    /// Decisions in words.
    pub notes: Vec<String>,
    /// Cells that could not be read (their rows are kept without the value).
    pub faults: Vec<Fault>,
    /// Order of day and month, if dates were text.
    pub order: DayOrder,
}

/// Share of rows with unreadable cells above which the log is refused.
const BAD_SHARE: f64 = 0.05;

/// The sheet that is the stop log.
///
/// # Errors
/// No table looks like one, or several do equally well.
pub fn choose<'a>(
    tables: &'a [Table],
    map: &Mapping,
    file: &str,
) -> Result<&'a Table, CalibrationError> {
    let fail = |reason: String, remedy: &str| {
        Err(CalibrationError::one(Fault::of_file(file, reason, remedy)))
    };
    if let Some(sheet) = &map.log.sheet {
        return match tables.iter().find(|t| t.sheet.as_ref() == Some(sheet)) {
            Some(table) => Ok(table),
            None => fail(format!("no sheet \"{sheet}\""), "correct [log] sheet in the mapping"),
        };
    }
    if let [only] = tables {
        return Ok(only);
    }
    let best = tables.iter().map(log_score).max().unwrap_or(0);
    let mut candidates = tables.iter().filter(|t| log_score(t) == best);
    match (candidates.next(), candidates.next()) {
        (Some(table), None) if best > 0 => Ok(table),
        _ => fail(
            "it is not clear which sheet is the stop log".into(),
            "name it in the mapping: [log] sheet = ...",
        ),
    }
}

/// Reads the stops of a table.
///
/// # Errors
/// Columns are missing, dates are ambiguous, the unit of durations is unknown, or more than 5 %
/// of the rows hold unreadable cells: all faults at once.
pub fn read(table: &Table, map: &Mapping) -> Result<Log, CalibrationError> {
    let places = columns(table, map)?;
    let at = |role| places.iter().find(|(r, _)| *r == role).map(|(_, i)| *i);
    let mut faults = missing(table, &places);
    let order = match date_order(table, map, at(Role::Date).or(at(Role::Start))) {
        Ok(order) => order,
        Err(fault) => {
            faults.push(fault);
            DayOrder::DayFirst
        }
    };
    if !faults.is_empty() {
        return Err(CalibrationError { faults });
    }
    let mut log = Log {
        source: table.name.clone(),
        stops: Vec::with_capacity(table.rows.len()),
        columns: Vec::new(),
        notes: table.notes.clone(),
        faults: Vec::new(),
        order,
    };
    for (role, key, _) in ROLES {
        if let Some(i) = at(role) {
            log.columns.push((key.to_owned(), table.headers[i].clone()));
        }
    }
    let moments = RowReader { table, order, places: &places };
    let mut ends = Vec::new();
    for row in &table.rows {
        let (stop, end_s) = moments.read(row, &mut log.faults);
        log.stops.push(stop);
        ends.push(end_s);
    }
    durations(table, map, at(Role::Duration), &ends, &mut log)?;
    refuse_if_hopeless(&mut log)?;
    Ok(log)
}

fn refuse_if_hopeless(log: &mut Log) -> Result<(), CalibrationError> {
    if log.faults.len() as f64 > BAD_SHARE * log.stops.len() as f64 {
        log.faults.sort_by_key(|f| f.row);
        return Err(CalibrationError { faults: std::mem::take(&mut log.faults) });
    }
    Ok(())
}

fn columns(table: &Table, map: &Mapping) -> Result<Vec<(Role, usize)>, CalibrationError> {
    let mut named = Vec::new();
    let mut faults = Vec::new();
    for (role, key, _) in ROLES {
        let Some(header) = map.columns.get(key) else { continue };
        match table.headers.iter().position(|h| h.trim() == header.trim()) {
            Some(i) => named.push((role, i)),
            None => faults.push(Fault::of_file(
                &table.name,
                format!("no column \"{header}\" (mapped to {key})"),
                format!("the columns are: {}", table.headers.join(", ")),
            )),
        }
    }
    if !faults.is_empty() {
        return Err(CalibrationError { faults });
    }
    for (role, i) in roles(table) {
        if !named.iter().any(|(r, j)| *r == role || *j == i) {
            named.push((role, i));
        }
    }
    Ok(named)
}

fn missing(table: &Table, places: &[(Role, usize)]) -> Vec<Fault> {
    let has = |role| places.iter().any(|(r, _)| *r == role);
    let list = table.headers.join(", ");
    let mut faults = Vec::new();
    if !has(Role::Duration) && !(has(Role::Start) && has(Role::End)) {
        faults.push(Fault::of_file(
            &table.name,
            format!("no column of durations, and not both start and end; columns: {list}"),
            "name it in the mapping: [columns] duration = ...",
        ));
    }
    if !has(Role::Date) && !has(Role::Start) {
        faults.push(Fault::of_file(
            &table.name,
            format!("no column of dates or start times; columns: {list}"),
            "name it in the mapping: [columns] date = ...",
        ));
    }
    faults
}

fn date_order(table: &Table, map: &Mapping, column: Option<usize>) -> Result<DayOrder, Fault> {
    match map.log.date_format.as_deref() {
        Some("d/m/y") => return Ok(DayOrder::DayFirst),
        Some("m/d/y") => return Ok(DayOrder::MonthFirst),
        Some(other) => {
            let reason = format!("date_format \"{other}\" is unknown");
            return Err(Fault::of_file("mapping", reason, "\"d/m/y\" or \"m/d/y\""));
        }
        None => {}
    }
    let Some(column) = column else { return Ok(DayOrder::DayFirst) };
    let texts = table.rows.iter().filter_map(|r| match &r.cells[column] {
        Cell::Text(text) => Some(text.as_str()),
        _ => None,
    });
    day_order(texts).map_err(|reason| {
        let remedy = "say date_format = \"d/m/y\" or \"m/d/y\" under [log] in the mapping";
        Fault::of_file(&table.name, reason, remedy).at(None, Some(&table.headers[column]))
    })
}

/// Reads one row at a time.
struct RowReader<'a> {
    table: &'a Table,
    order: DayOrder,
    places: &'a [(Role, usize)],
}

impl RowReader<'_> {
    fn column(&self, role: Role) -> Option<usize> {
        self.places.iter().find(|(r, _)| *r == role).map(|(_, i)| *i)
    }

    fn text(&self, row: &Row, role: Role) -> Option<String> {
        self.column(role).and_then(|i| row.cells[i].text())
    }

    /// The stop without its duration column, and the seconds from start to end if both are there.
    fn read(&self, row: &Row, faults: &mut Vec<Fault>) -> (Stop, Option<f64>) {
        let mut part = |role| {
            let Some(i) = self.column(role) else { return (None, None) };
            moment(&row.cells[i], self.order).unwrap_or_else(|reason| {
                let fault = Fault::of_file(&self.table.name, reason, "correct the cell");
                faults.push(fault.at(Some(row.number), Some(&self.table.headers[i])));
                (None, None)
            })
        };
        let (day, day_time) = part(Role::Date);
        let (start_day, start) = part(Role::Start);
        let (end_day, end) = part(Role::End);
        let date = start_day.or(day);
        let start_s = start.or(day_time);
        let span_s = start_s.zip(end).map(|(a, b)| {
            let days = date.zip(end_day).map_or(0, |(d, e)| {
                crate::read::date::day_number(e) - crate::read::date::day_number(d)
            });
            days as f64 * 86_400.0 + b - a
        });
        let yes = |text: String| match normalised(&text).as_str() {
            "si" | "yes" | "y" | "ja" | "j" | "sim" | "s" | "true" | "1" | "x" => Some(true),
            "no" | "n" | "nein" | "nao" | "false" | "0" => Some(false),
            _ => None,
        };
        let planned = |text: String| match normalised(&text).as_str() {
            "planned" | "geplant" | "planeado" | "planificado" | "planejado" | "programado" => {
                Some(true)
            }
            "unplanned" | "ungeplant" | "no planeado" | "nao planejado" => Some(false),
            _ => None,
        };
        let cells: Vec<String> = row.cells.iter().map(|c| c.text().unwrap_or_default()).collect();
        let stop = Stop {
            row: row.number,
            id: self.text(row, Role::Id),
            date,
            start_s,
            duration_s: None,
            stopped: self.text(row, Role::Stopped).and_then(yes),
            planned: self.text(row, Role::Kind).and_then(planned),
            machine: self.text(row, Role::Machine),
            group: self.text(row, Role::Group),
            reason: self.text(row, Role::Reason),
            kind: self.text(row, Role::Kind),
            fingerprint: cells.join("\u{1f}"),
        };
        (stop, span_s)
    }
}

/// Fills in durations from their column, or from start and end.
fn durations(
    table: &Table,
    map: &Mapping,
    column: Option<usize>,
    spans: &[Option<f64>],
    log: &mut Log,
) -> Result<(), CalibrationError> {
    let unit = column.map(|i| duration_unit(table, map, i, spans)).transpose()?.flatten();
    if let Some((_, how)) = &unit {
        log.notes.push(how.clone());
    }
    let mut overnight = 0;
    for ((stop, row), span) in log.stops.iter_mut().zip(&table.rows).zip(spans) {
        let cell = column.map_or(&Cell::Empty, |i| &row.cells[i]);
        let given = match cell {
            Cell::Empty => None,
            Cell::Serial(days) => Some(days * 86_400.0),
            Cell::Number(value) => unit.as_ref().map(|(s, _)| value * s),
            Cell::Text(text) => {
                parse_duration(text).or(number(cell).zip(unit.as_ref()).map(|(v, (s, _))| v * s))
            }
        };
        let mut fault = |reason: String, remedy: &str| {
            let header = column.map(|i| table.headers[i].as_str());
            log.faults
                .push(Fault::of_file(&table.name, reason, remedy).at(Some(row.number), header));
        };
        if given.is_none() && *cell != Cell::Empty {
            fault(format!("{cell:?} is not a duration"), "correct the cell");
        }
        let near = |a: f64, b: f64| (a - b).abs() <= 60.0_f64.max(0.01 * b);
        stop.duration_s = match (given, *span) {
            (None, Some(span)) if span < 0.0 => {
                fault("the stop ends before it starts".into(), "correct start or end");
                None
            }
            (Some(given), Some(span)) if span < 0.0 && near(given, span + 86_400.0) => {
                overnight += 1;
                Some(given)
            }
            (Some(given), Some(span)) if !near(given, span) => {
                let reason = if span < 0.0 {
                    "the stop ends before it starts".to_owned()
                } else {
                    format!("duration {given} s, but {span} s from start to end")
                };
                fault(reason, "correct start, end or duration");
                Some(given).filter(|_| span >= 0.0)
            }
            (Some(given), _) => Some(given),
            (None, span) => span,
        };
    }
    if overnight > 0 {
        log.notes.push(format!("{overnight} stops run over midnight"));
    }
    Ok(())
}

/// Seconds in the unit of bare durations, and how it was found: mapping, header, or start and end.
fn duration_unit(
    table: &Table,
    map: &Mapping,
    column: usize,
    spans: &[Option<f64>],
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
    if let Some(word) = normalised(header).split(' ').find(|w| unit_seconds(w).is_some()) {
        let seconds = unit_seconds(word).unwrap_or(1.0);
        return Ok(Some((seconds, format!("durations in {word}, from the header"))));
    }
    let bare: Vec<(f64, Option<f64>)> = table
        .rows
        .iter()
        .zip(spans)
        .filter(|(r, _)| match &r.cells[column] {
            Cell::Number(_) => true,
            Cell::Text(text) => parse_duration(text).is_none(),
            _ => false,
        })
        .filter_map(|(r, span)| Some((number(&r.cells[column])?, *span)))
        .collect();
    if bare.is_empty() {
        return Ok(None);
    }
    for (word, unit) in [("s", 1.0), ("min", 60.0), ("h", 3600.0)] {
        let fits = |(value, span): &&(f64, Option<f64>)| {
            span.is_some_and(|s| (value * unit - s).abs() <= 0.51 * unit.max(1.0) + 0.01 * s)
        };
        if bare.iter().filter(fits).count() * 10 >= bare.len() * 9 {
            return Ok(Some((unit, format!("durations in {word}, from start and end"))));
        }
    }
    Err(CalibrationError::one(
        Fault::of_file(
            &table.name,
            "the unit of the durations is unknown",
            "say it in the mapping: [log] duration_unit = \"min\"",
        )
        .at(None, Some(header)),
    ))
}
