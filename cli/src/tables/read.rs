//! A workbook as a study.

use super::text::{Place, Text, text};
use super::{ASIDE, Cell, Form, Sheet};
use calamine::{Data, Reader, Xlsx};
use jiff::SignedDuration;
use jiff::civil::date;
use std::io::Cursor;
use std::path::Path;
use twin_models::text::{Diagnostics, Document, Fault};

/// Largest workbook that is read \[bytes\].
const LARGEST: u64 = 20_000_000;

/// By its name, is this a workbook?
pub(crate) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx"))
}

/// A workbook that was read as a study.
#[derive(Debug)]
pub(crate) struct Workbook {
    /// The study.
    pub(crate) document: Document,
    places: Vec<Place>,
}

impl Workbook {
    /// Reads it.
    ///
    /// # Errors
    /// All cells that cannot be read, or the first reason why it is no workbook.
    pub(crate) fn read(path: &Path) -> Result<Self, Diagnostics> {
        let name = path.display().to_string();
        let fail =
            |why: String, remedy: &str| Diagnostics::from(Fault::of_file(&name, why, remedy));
        let size = std::fs::metadata(path).map(|m| m.len());
        let size = size.map_err(|e| fail(format!("cannot be read: {e}"), "check the path"))?;
        if size > LARGEST {
            return Err(fail(
                format!("{size} bytes are too many for a study"),
                "leave only its tables",
            ));
        }
        let bytes = std::fs::read(path);
        let bytes = bytes.map_err(|e| fail(format!("cannot be read: {e}"), "check the path"))?;
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| {
                fail(format!("this is no readable .xlsx workbook: {e}"), "save it again as .xlsx")
            })?;
        let mut sheets = Vec::new();
        for title in book.sheet_names() {
            if title.starts_with(ASIDE) {
                continue;
            }
            let range = book.worksheet_range(&title).map_err(|e| {
                fail(format!("sheet \"{title}\" cannot be read: {e}"), "save the workbook again")
            })?;
            let (height, width) = range.end().map_or((0, 0), |(r, c)| (r + 1, c + 1));
            let at = |r: u32, c: u32| range.get_value((r, c)).map_or(Cell::Empty, cell);
            let rows: Vec<Vec<Cell>> =
                (0..height).map(|r| (0..width).map(|c| at(r, c)).collect()).collect();
            let Some(form) = rows.first().and_then(|head| form(head.first())) else {
                let corners = [Form::Values, Form::Rows, Form::Columns, Form::List]
                    .map(|form| format!("\"{}\"", form.corner()));
                return Err(Fault {
                    file: format!("{name} [{title}]"),
                    line: 1,
                    column: 1,
                    ..Fault::of_file(
                        &name,
                        "the first cell does not say what the sheet holds",
                        format!(
                            "write one of {} there, or begin the name of the sheet with ( to have it \
                             passed over",
                            corners.join(", ")
                        ),
                    )
                }
                .into());
            };
            let title = if title == "top" { String::new() } else { title };
            sheets.push(Sheet { name: title, form, rows });
        }
        let (Text { toml, places }, bad) = text(&sheets);
        if !bad.is_empty() {
            let fault = |(place, why): (Place, String)| Fault {
                file: format!("{name} [{}]", place.sheet),
                line: place.row,
                column: place.column,
                ..Fault::of_file(&name, why, "write a number, a date, or text")
            };
            return Err(Diagnostics::new(bad.into_iter().map(fault).collect()));
        }
        let parsed = Document::parse(&name, toml.as_bytes());
        let document = parsed.map_err(|faults| moved(&name, &places, faults))?;
        Ok(Self { document, places })
    }

    /// The same faults, at their cells.
    pub(crate) fn located(&self, faults: Diagnostics) -> Diagnostics {
        moved(self.document.file(), &self.places, faults)
    }
}

fn moved(name: &str, places: &[Place], faults: Diagnostics) -> Diagnostics {
    let faults = faults.into_faults().into_iter().map(|fault| {
        let place = (fault.line as usize).checked_sub(1).and_then(|k| places.get(k));
        match place.filter(|_| fault.file == name) {
            Some(place) => Fault {
                file: format!("{name} [{}]", place.sheet),
                line: place.row,
                column: place.column,
                // The line of the text is not what the reader sees.
                source_line: None,
                ..fault
            },
            None => fault,
        }
    });
    Diagnostics::new(faults.collect())
}

fn form(corner: Option<&Cell>) -> Option<Form> {
    let all = [Form::Values, Form::Rows, Form::Columns, Form::List];
    all.into_iter().find(|form| matches!(corner, Some(Cell::Text(s)) if s == form.corner()))
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(n) => Cell::Number(*n as f64),
        Data::Float(x) => Cell::Number(*x),
        Data::Bool(yes) => Cell::Truth(*yes),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => Cell::Text(s.clone()),
        Data::DateTime(serial) => {
            let days = serial.as_f64();
            // Day 1 of a workbook is 1900-01-01, and it believes in a 29th of February 1900.
            let day = date(1899, 12, 30).checked_add(SignedDuration::from_hours(24 * days as i64));
            match day.ok().filter(|_| days.fract() == 0.0 && days > 59.0) {
                Some(day) => Cell::Day(day),
                None => Cell::Odd("this is a time of day or a duration of the workbook".to_owned()),
            }
        }
        Data::Error(error) => Cell::Odd(format!("the formula of this cell ends in {error}")),
    }
}
