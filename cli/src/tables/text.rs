//! From sheets to the TOML text that says the same, and back from its lines to cells.

use super::{ASIDE, Cell, Form, Sheet};
use twin_models::text::Node;

/// Where a line of the text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Sheet.
    pub(crate) sheet: String,
    /// Row and column, first = 1.
    pub(crate) row: u32,
    /// See `row`.
    pub(crate) column: u32,
}

/// The text of a study, with a place for every line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Text {
    /// TOML.
    pub(crate) toml: String,
    /// Beside its lines.
    pub(crate) places: Vec<Place>,
}

/// Is this text itself in a cell, and neither a table, a list, nor a number?
pub(super) fn is_read_as_it_stands(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains(['\n', '\r', '\t'])
        && !text.starts_with(['"', '{', '['])
        && !is_number(text)
}

/// A number that a cell cannot hold as one: with a point, or too long, or endless.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let whole = digits.len() >= 16 && digits.bytes().all(|b| b.is_ascii_digit());
    let parts = digits.split_once('.');
    let all = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    whole || parts.is_some_and(|(a, b)| all(a) && all(b)) || digits == "inf" || digits == "nan"
}

/// A value as TOML; `None`: an empty cell.
fn value(cell: &Cell) -> Result<Option<String>, String> {
    Ok(Some(match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(s) if s.trim().is_empty() => return Ok(None),
        Cell::Text(s) => {
            let s = s.trim();
            let quoted = || Node::text(s).to_toml();
            match s.starts_with(['"', '{', '[']) || is_number(s) {
                true => s.lines().map(str::trim).collect::<Vec<_>>().join(" "),
                false => quoted(),
            }
        }
        Cell::Number(x) if x.fract() == 0.0 && x.abs() < 9.0e15 => format!("{x:.0}"),
        Cell::Number(x) => format!("{x:?}"),
        Cell::Truth(yes) => yes.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Odd(what) => return Err(what.clone()),
    }))
}

fn key(name: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    match !name.is_empty() && name.bytes().all(bare) {
        true => name.to_owned(),
        false => Node::text(name).to_toml(),
    }
}

/// A path, cut at its dots; in quotes it is one name.
fn dotted(path: &str) -> String {
    match path.is_empty() || path.starts_with('"') {
        true => path.to_owned(),
        false => path.split('.').map(key).collect::<Vec<_>>().join("."),
    }
}

fn words(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(s)) => s.trim().to_owned(),
        Some(Cell::Number(x)) => x.to_string(),
        _ => String::new(),
    }
}

/// A cell that cannot be read: its place and why.
pub(crate) type Unreadable = (Place, String);

struct Writer<'a> {
    sheet: &'a str,
    text: Text,
    bad: Vec<Unreadable>,
}

impl Writer<'_> {
    fn place(&self, row: usize, column: usize) -> Place {
        let number = |k: usize| u32::try_from(k + 1).unwrap_or(u32::MAX);
        Place { sheet: self.sheet.to_owned(), row: number(row), column: number(column) }
    }

    fn line(&mut self, line: &str, row: usize, column: usize) {
        self.text.toml.push_str(line);
        self.text.toml.push('\n');
        let place = self.place(row, column);
        self.text.places.push(place);
    }

    fn entry(&mut self, name: &str, cell: &Cell, row: usize, column: usize) {
        match value(cell) {
            Ok(Some(value)) => self.line(&format!("{name} = {value}"), row, column),
            Ok(None) => {}
            Err(why) => {
                let place = self.place(row, column);
                self.bad.push((place, why));
            }
        }
    }
}

/// The study that these sheets hold.
pub(crate) fn text(sheets: &[Sheet]) -> (Text, Vec<Unreadable>) {
    let mut writer = Writer { sheet: "", text: Text::default(), bad: Vec::new() };
    // Values without a table come first, or they would belong to the table before.
    let mut order: Vec<&Sheet> = sheets.iter().collect();
    order.sort_by_key(|sheet| !sheet.name.is_empty());
    for sheet in order {
        writer.sheet = &sheet.name;
        one(&mut writer, sheet);
    }
    (writer.text, writer.bad)
}

fn one(writer: &mut Writer<'_>, sheet: &Sheet) {
    let path = dotted(&sheet.name);
    let Some(head) = sheet.rows.first() else { return };
    let aside = |cell: &Cell| matches!(cell, Cell::Text(s) if s.starts_with(ASIDE));
    // `investments.cost` holds the table `cost` of each investment.
    let (outer, inner) = match path.strip_prefix("investments.") {
        Some(inner) => ("investments".to_owned(), format!(".{inner}")),
        None => (path.clone(), String::new()),
    };
    match sheet.form {
        Form::Values => {
            if !path.is_empty() {
                writer.line(&format!("[{path}]"), 0, 0);
            }
            for (k, row) in sheet.rows.iter().enumerate().skip(1) {
                let name = words(row.first());
                if !name.is_empty() {
                    writer.entry(&dotted(&name), row.get(1).unwrap_or(&Cell::Empty), k, 1);
                }
            }
        }
        Form::Rows => {
            for (k, row) in sheet.rows.iter().enumerate().skip(1) {
                let name = words(row.first());
                if name.is_empty() {
                    continue;
                }
                writer.line(&format!("[{outer}.{}{inner}]", key(&name)), k, 0);
                for (c, title) in head.iter().enumerate().skip(1).filter(|(_, t)| !aside(t)) {
                    let at = row.get(c).unwrap_or(&Cell::Empty);
                    writer.entry(&key(&words(Some(title))), at, k, c);
                }
            }
        }
        Form::Columns => {
            for (c, title) in head.iter().enumerate().skip(1).filter(|(_, t)| !aside(t)) {
                let name = words(Some(title));
                if name.is_empty() {
                    continue;
                }
                writer.line(&format!("[{outer}.{}{inner}]", key(&name)), 0, c);
                for (k, row) in sheet.rows.iter().enumerate().skip(1) {
                    let at = row.get(c).unwrap_or(&Cell::Empty);
                    writer.entry(&key(&words(row.first())), at, k, c);
                }
            }
        }
        Form::List => {
            for (k, row) in sheet.rows.iter().enumerate().skip(1) {
                if row.iter().all(|cell| *cell == Cell::Empty) {
                    continue;
                }
                let owned = match inner.is_empty() {
                    true => outer.clone(),
                    false => format!("{outer}.{}{inner}", key(&words(row.first()))),
                };
                writer.line(&format!("[[{owned}]]"), k, 0);
                for (c, title) in head.iter().enumerate().skip(1).filter(|(_, t)| !aside(t)) {
                    let at = row.get(c).unwrap_or(&Cell::Empty);
                    writer.entry(&key(&words(Some(title))), at, k, c);
                }
            }
        }
    }
}
