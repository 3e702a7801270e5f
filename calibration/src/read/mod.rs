//! From a file of unknown dialect to tables of cells, then to stop events and hours.

pub mod date;
pub mod delimited;
pub mod durations;
pub mod encoding;
pub mod header;
pub mod hours;
pub mod log;
pub mod mapping;
pub mod number;
pub mod workbook;

use std::path::Path;

use crate::error::{CalibrationError, Fault};

/// Largest file read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Most rows read from one table.
pub const MAX_ROWS: usize = 1_000_000;

/// One cell as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks only.
    Empty,
    /// Text, trimmed.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date, time or duration of a workbook: serial days since 1899-12-30.
    Serial(f64),
}

impl Cell {
    /// The cell as text; `None` when empty.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(text.clone()),
            Self::Number(value) | Self::Serial(value) => Some(value.to_string()),
        }
    }
}

/// One row with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Row of the file, from 1 (for a multi-line cell the first line).
    pub number: usize,
    /// As many cells as the table has headers.
    pub cells: Vec<Cell>,
}

/// A table with a header row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// File name, with `[sheet]` for a workbook.
    pub name: String,
    /// Sheet name, if the file is a workbook.
    pub sheet: Option<String>,
    /// Headers without leading and trailing blanks.
    pub headers: Vec<String>,
    /// Rows that are not entirely empty.
    pub rows: Vec<Row>,
    /// What the reading had to decide, in words with counts.
    pub notes: Vec<String>,
}

/// File name without its folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into())
}

/// All tables of a CSV file (one) or a workbook (one a sheet).
///
/// # Errors
/// The file is absent, empty, too large, binary, or not a table.
pub fn read_tables(path: &Path) -> Result<Vec<Table>, CalibrationError> {
    let name = file_name(path);
    let refuse =
        |reason: String, remedy: &str| CalibrationError::one(Fault::of_file(&name, reason, remedy));
    let size = std::fs::metadata(path)
        .map_err(|e| {
            refuse(format!("cannot be opened: {}", plain(&e)), "check the path and the rights")
        })?
        .len();
    if size > MAX_BYTES {
        let reason = format!("{size} bytes; at most {MAX_BYTES} are read");
        return Err(refuse(reason, "export a shorter period"));
    }
    let bytes = std::fs::read(path)
        .map_err(|e| refuse(format!("cannot be read: {}", plain(&e)), "check the rights"))?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse("the file is empty".into(), "export the log again"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(&name, bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(refuse(
            "an old binary workbook (.xls) is not read".into(),
            "save it as .xlsx or CSV",
        ));
    }
    let decoded = encoding::decode(&bytes)
        .map_err(|reason| refuse(reason, "give a CSV text file or an .xlsx workbook"))?;
    delimited::read(&name, &decoded).map(|table| vec![table])
}

/// The kind of an input-output error, in words that are the same on every system.
fn plain(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file",
        std::io::ErrorKind::PermissionDenied => "permission denied",
        std::io::ErrorKind::IsADirectory => "it is a folder",
        _ => "input-output error",
    }
}
