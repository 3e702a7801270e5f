//! Everything that is wrong with the records, told at once.

use std::fmt;

use serde::Serialize;

/// One fault: where it is, what is wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// File name (without the folder), with the sheet if there is one.
    pub file: String,
    /// Row of the file, counted from 1 as a spreadsheet does; none when the whole file is meant.
    pub row: Option<usize>,
    /// Column header, if one column is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What the reader can do about it.
    pub remedy: String,
}

impl Fault {
    /// A fault of a whole file.
    pub fn of_file(file: &str, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            row: None,
            column: None,
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }

    /// The same fault, with its row and column.
    pub fn at(mut self, row: Option<usize>, column: Option<&str>) -> Self {
        self.row = row;
        self.column = column.map(str::to_owned);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column \"{column}\"")?;
        }
        write!(f, ": {}\n  remedy: {}", self.reason, self.remedy)
    }
}

/// Faults shown in full; the rest are counted.
const SHOWN: usize = 20;

/// The records cannot be used; the faults say why. The caller cannot go on with this log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct CalibrationError {
    /// All faults found, in the order of the file.
    pub faults: Vec<Fault>,
}

impl CalibrationError {
    /// An error of one fault.
    pub fn one(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }
}

impl fmt::Display for CalibrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.faults.len();
        writeln!(f, "cannot calibrate: {n} fault{}", if n == 1 { "" } else { "s" })?;
        for fault in self.faults.iter().take(SHOWN) {
            writeln!(f, "{fault}")?;
        }
        if n > SHOWN {
            writeln!(f, "and {} more", n - SHOWN)?;
        }
        Ok(())
    }
}
