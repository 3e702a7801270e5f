//! The stop log: from cells to stops.

use crate::error::{CalibrationError, Fault};
use crate::event::Stop;
use crate::read::date::{DayOrder, day_number, day_order, moment};
use crate::read::header::{ROLES, Role, log_score, normalised, roles};
use crate::read::mapping::Mapping;
use crate::read::{Cell, Row, Table, durations};

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
    let mut spans = Vec::new();
    for row in &table.rows {
        let (stop, span) = moments.read(row, &mut log.faults);
        log.stops.push(stop);
        spans.push(span);
    }
    if let Some(column) = at(Role::Start) {
        midnights(table, column, &mut log.stops);
    }
    if let Err(error) = durations::fill(table, map, at(Role::Duration), &spans, &mut log) {
        faults.extend(error.faults);
    }
    if !faults.is_empty() {
        return Err(CalibrationError { faults });
    }
    refuse_if_hopeless(&mut log)?;
    Ok(log)
}

/// A workbook stores midnight as a bare date: in a column of times, that is a time of 0 s.
fn midnights(table: &Table, column: usize, stops: &mut [Stop]) {
    let timed = stops.iter().filter(|s| s.start_s.is_some()).count();
    if timed * 2 <= stops.len() {
        return;
    }
    for (stop, row) in stops.iter_mut().zip(&table.rows) {
        if stop.start_s.is_none() && matches!(row.cells[column], Cell::Serial(_)) {
            stop.start_s = Some(0.0);
        }
    }
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
    if !(has(Role::Duration) || has(Role::Start) && has(Role::End)) {
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

/// Time from start to end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// End minus start, in s.
    pub(crate) seconds: f64,
    /// Does the end carry its own date?
    pub(crate) dated: bool,
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

    /// The stop without its duration column, and the time from start to end if both are there.
    fn read(&self, row: &Row, faults: &mut Vec<Fault>) -> (Stop, Option<Span>) {
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
        let span = start_s.zip(end).map(|(a, b)| {
            let days = date.zip(end_day).map_or(0, |(d, e)| day_number(e) - day_number(d));
            Span { seconds: days as f64 * 86_400.0 + b - a, dated: end_day.is_some() }
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
        (stop, span)
    }
}
