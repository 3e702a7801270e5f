//! The rows of a table with their months, those that stand there again told apart.

use super::map::{Map, Policy};
use crate::read::date::{DayOrder, day_order, moment};
use crate::read::{Cell, Row, Table};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use twin_models::text::Fault;

/// A month: year and month of the year.
pub type Month = (i16, i8);

/// `2026-03`.
pub fn word(month: Month) -> String {
    format!("{:04}-{:02}", month.0, month.1)
}

/// The month after this one.
pub const fn next(month: Month) -> Month {
    if month.1 == 12 { (month.0 + 1, 1) } else { (month.0, month.1 + 1) }
}

/// A row that is not used, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Row of the file, from 1.
    pub row: usize,
    /// Header of the cell.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// What was found out about all rows.
#[derive(Debug)]
pub struct Rows<'t> {
    /// Those that count, with their month.
    pub used: Vec<(Month, &'t Row)>,
    /// Those without a readable date.
    pub unread: Vec<Unread>,
    /// Rows outside of the period.
    pub outside: usize,
    /// Rows that stand there again.
    pub duplicates: usize,
}

/// A fault at a cell of the table.
pub fn fault(table: &Table, row: usize, column: &str, why: &str, remedy: &str) -> Fault {
    let at = table.headers.iter().position(|h| h == column).map_or(0, |k| k + 1);
    let reason =
        if column.is_empty() { why.to_owned() } else { format!("column \"{column}\": {why}") };
    Fault { line: row as u32, column: at as u32, ..Fault::of_file(&table.name, reason, remedy) }
}

/// The place of a header.
pub fn column(table: &Table, header: &str, faults: &mut Vec<Fault>) -> Option<usize> {
    let found = table.headers.iter().position(|h| h.eq_ignore_ascii_case(header.trim()));
    if found.is_none() {
        let reason = format!("no column \"{header}\"");
        let remedy = format!("write one of: {}", table.headers.join(", "));
        faults.push(Fault::of_file(&table.name, reason, remedy));
    }
    found
}

/// Sorts the rows.
pub fn rows<'t>(table: &'t Table, map: &Map, faults: &mut Vec<Fault>) -> Option<Rows<'t>> {
    let dates = column(table, &map.month, faults);
    let record = match &map.record {
        Some(header) => Some(column(table, header, faults)?),
        None => None,
    };
    let dates = dates?;
    let header = &table.headers[dates];
    let texts = table.rows.iter().filter_map(|row| match &row.cells[dates] {
        Cell::Text(text) if plain_month(text).is_none() => Some(text.as_str()),
        _ => None,
    });
    let order = match map.date_format.map_or_else(|| day_order(texts), Ok) {
        Ok(order) => order,
        Err(why) => {
            let remedy = "write file.date_format = \"d/m/y\" or \"m/d/y\"";
            faults.push(Fault::of_file(&table.name, format!("column \"{header}\": {why}"), remedy));
            return None;
        }
    };
    let mut found = Rows { used: Vec::new(), unread: Vec::new(), outside: 0, duplicates: 0 };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in &table.rows {
        let (month, day) = match month_of(&row.cells[dates], order) {
            Ok(found) => found,
            Err(reason) => {
                if map.unreadable == Policy::Refuse {
                    let remedy = "correct the cell, or write file.unreadable = \"leave out\"";
                    faults.push(fault(table, row.number, header, &reason, remedy));
                }
                found.unread.push(Unread { row: row.number, column: header.clone(), reason });
                continue;
            }
        };
        if is_outside(map, month, day) {
            found.outside += 1;
            continue;
        }
        let key = match record {
            Some(at) => row.cells[at].text(),
            None => Some(format!("{:?}", row.cells)),
        };
        if let Some(first) = key.and_then(|key| seen.insert(key, row.number)) {
            found.duplicates += 1;
            match map.duplicates {
                Policy::Refuse => {
                    let what = map.record.as_ref().map_or("row", |_| "record");
                    let why = format!("the same {what} as in row {first}");
                    let remedy = "delete one, name `file.record`, or write file.duplicates = \"keep\" or \"leave out\"";
                    faults.push(fault(
                        table,
                        row.number,
                        map.record.as_deref().unwrap_or(""),
                        &why,
                        remedy,
                    ));
                    continue;
                }
                Policy::LeaveOut => continue,
                Policy::Keep => {}
            }
        }
        found.used.push((month, row));
    }
    Some(found)
}

fn is_outside(map: &Map, month: Month, day: Option<Date>) -> bool {
    let first = day.or_else(|| Date::new(month.0, month.1, 1).ok());
    let last = day.or_else(|| first.map(Date::last_of_month));
    // A month that is written without its day counts if all of it does.
    let early = map.period.0.is_some_and(|from| first.is_none_or(|first| first < from));
    let late = map.period.1.is_some_and(|to| last.is_none_or(|last| last > to));
    early || late
}

fn month_of(cell: &Cell, order: DayOrder) -> Result<(Month, Option<Date>), String> {
    if let Some(month) = cell.text().and_then(|text| plain_month(&text)) {
        return Ok((month, None));
    }
    match moment(cell, order)? {
        (Some(date), _) => Ok(((date.year(), date.month()), Some(date))),
        (None, _) => Err("no date stands there".to_owned()),
    }
}

/// `2026-03`, `03/2026`, `03.2026`, `202603`.
fn plain_month(text: &str) -> Option<Month> {
    let text = text.trim();
    let (year, month) = match text.split(['-', '/', '.']).collect::<Vec<_>>()[..] {
        [year, month] if year.len() == 4 => (year, month),
        [month, year] if year.len() == 4 => (year, month),
        [both] if both.len() == 6 && both.is_ascii() => both.split_at(4),
        _ => return None,
    };
    let (year, month) = (year.parse::<i16>().ok()?, month.parse::<i8>().ok()?);
    ((1900..=2200).contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a22_months_as_people_write_them() {
        for text in ["2026-03", "03/2026", "3.2026", "202603"] {
            assert_eq!(plain_month(text), Some((2026, 3)), "{text}");
        }
        for text in ["2026-13", "2026", "31.12.2026", "total", "1/2"] {
            assert_eq!(plain_month(text), None, "{text}");
        }
        assert_eq!((next((2025, 12)), word((2026, 3)).as_str()), ((2026, 1), "2026-03"));
    }
}
