//! Workbooks (.xlsx), through calamine.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::error::{CalibrationError, Fault};
use crate::read::{Cell, MAX_ROWS, Row, Table};

/// Reads every sheet that has a header row and a data row.
///
/// # Errors
/// The workbook is damaged, or no sheet holds a table.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<Vec<Table>, CalibrationError> {
    let fail =
        |reason: String, remedy: &str| CalibrationError::one(Fault::of_file(name, reason, remedy));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|_| fail("not a readable .xlsx workbook".into(), "save the workbook again"))?;
    let mut tables = Vec::new();
    for sheet in book.sheet_names().clone() {
        let range = book.worksheet_range(&sheet).map_err(|_| {
            fail(format!("sheet \"{sheet}\" cannot be read"), "save the workbook again")
        })?;
        if range.height() > MAX_ROWS {
            return Err(fail(
                format!("sheet \"{sheet}\" has more than {MAX_ROWS} rows"),
                "export a shorter period",
            ));
        }
        let top = range.start().map_or(0, |(row, _)| row as usize);
        let mut lines = range
            .rows()
            .enumerate()
            .map(|(i, row)| Row { number: top + i + 1, cells: row.iter().map(cell).collect() })
            .filter(|row| row.cells.iter().any(|c| *c != Cell::Empty));
        let Some(head) = lines.next() else { continue };
        let headers = head.cells.iter().map(|c| c.text().unwrap_or_default()).collect();
        let rows: Vec<Row> = lines.collect();
        if !rows.is_empty() {
            tables.push(Table {
                name: format!("{name} [{sheet}]"),
                sheet: Some(sheet),
                headers,
                rows,
                notes: Vec::new(),
            });
        }
    }
    if tables.is_empty() {
        return Err(fail("no sheet holds a table".into(), "export the log again"));
    }
    Ok(tables)
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty | Data::Error(_) => Cell::Empty,
        Data::Int(value) => Cell::Number(*value as f64),
        Data::Float(value) => Cell::Number(*value),
        Data::DateTime(value) => Cell::Serial(value.as_f64()),
        Data::Bool(value) => Cell::Text(if *value { "yes" } else { "no" }.to_owned()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            match text.trim() {
                "" => Cell::Empty,
                text => Cell::Text(text.to_owned()),
            }
        }
    }
}
