//! A study as a workbook, for people who never open a text file: the same tables, both ways.
//!
//! A workbook becomes the TOML text that says the same, and is read like any study; each line of that
//! text knows its cell, so that a fault names sheet, row and column. What a cell means:
//!
//! | cell | value |
//! |---|---|
//! | number, date, true or false | itself |
//! | text | text: `62 k$`, `10 %/year`, a name |
//! | text that begins with `{` or `[` | a table or list, as in a study file: `{ uniform = { min = "1", max = "2" } }` |
//! | text in double quotes | text, whatever it looks like |
//! | text `1.0` | a number with a fraction that happens to be 0 |

mod layout;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod write;

pub(crate) use layout::sheets;
pub(crate) use read::{Workbook, is_workbook};
pub(crate) use write::workbook;

use jiff::civil::Date;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A day.
    Day(Date),
    /// Something a study cannot hold, told in words.
    Odd(String),
}

/// How a sheet holds its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Key and value, one a row.
    Values,
    /// Named tables, one a row, keys along the top.
    Rows,
    /// Named tables, one a column, keys down the side.
    Columns,
    /// A list of tables, one a row, keys along the top.
    List,
}

impl Form {
    /// The first cell of a sheet of this form.
    pub(crate) const fn corner(self) -> &'static str {
        match self {
            Self::Values => "key",
            Self::Rows => "name",
            Self::Columns => "key \\ name",
            Self::List => "#",
        }
    }
}

/// One sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    /// Path of the table, such as `prices.crews`.
    pub(crate) name: String,
    /// Its form.
    pub(crate) form: Form,
    /// Cells, the head first.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Columns whose head begins with this are for people: they are not read.
pub(crate) const ASIDE: char = '(';
