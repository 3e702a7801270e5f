//! Comma, semicolon, tab or bar separated text.

use crate::error::{CalibrationError, Fault};
use crate::read::encoding::Decoded;
use crate::read::{Cell, MAX_ROWS, Row, Table};

/// Reads a delimited text; the delimiter is found by trial.
///
/// # Errors
/// No delimiter gives two columns, there is no data row, or there are too many.
pub fn read(name: &str, decoded: &Decoded) -> Result<Table, CalibrationError> {
    let fail = |reason: String, remedy: &str| {
        Err(CalibrationError::one(Fault::of_file(name, reason, remedy)))
    };
    let Some(delimiter) = sniff(&decoded.text) else {
        return fail(
            "no table: neither comma, semicolon, tab nor bar separates columns".into(),
            "export the log as CSV with a header row",
        );
    };
    let mut notes = decoded.notes.clone();
    let mut reader = builder(delimiter).from_reader(decoded.text.as_bytes());
    let mut headers: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    let (mut short, mut long) = (0, 0);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                return fail(format!("cannot be split into cells: {error}"), "repair the quotes");
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if headers.is_empty() {
            headers = record.iter().map(|cell| cell.trim().to_owned()).collect();
            continue;
        }
        if rows.len() == MAX_ROWS {
            return fail(format!("more than {MAX_ROWS} rows"), "export a shorter period");
        }
        short += usize::from(record.len() < headers.len());
        long += usize::from(record.iter().skip(headers.len()).any(|c| !c.trim().is_empty()));
        let cell = |i: usize| match record.get(i).map(str::trim) {
            None | Some("") => Cell::Empty,
            Some(text) => Cell::Text(text.to_owned()),
        };
        let number = record.position().map_or(0, |p| p.line() as usize);
        rows.push(Row { number, cells: (0..headers.len()).map(cell).collect() });
    }
    if rows.is_empty() {
        return fail("a header row but no data rows".into(), "export the log again");
    }
    if short > 0 {
        notes.push(format!("{short} rows with too few cells, filled up with empty ones"));
    }
    if long > 0 {
        notes.push(format!("{long} rows with too many cells, the last ones dropped"));
    }
    Ok(Table { name: name.to_owned(), sheet: None, headers, rows, notes })
}

fn builder(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).flexible(true).has_headers(false);
    builder
}

/// The delimiter that gives most of the first records the same number (> 1) of cells.
fn sniff(text: &str) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    for delimiter in [b';', b'\t', b'|', b','] {
        let mut reader = builder(delimiter).from_reader(text.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(60).map_while(Result::ok).map(|r| r.len()).collect();
        let Some(first) = widths.first().copied().filter(|w| *w > 1) else { continue };
        let same = widths.iter().filter(|w| **w == first).count();
        let score = same * 100 + first.min(99);
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        let decoded = Decoded { text: text.to_owned(), notes: Vec::new() };
        read("x.csv", &decoded).unwrap()
    }

    #[test]
    fn the_delimiter_is_found_although_commas_are_decimal() {
        let table = table("a;b ;c\n1,5;x, y;2,5\n2,5;z;3,5\n");
        assert_eq!(table.headers, ["a", "b", "c"]);
        assert_eq!(table.rows[0].cells[1], Cell::Text("x, y".into()));
    }

    #[test]
    fn a_quoted_cell_may_hold_lines() {
        let table = table("a,b\n1,\"two\nlines\"\n2,x\n");
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[1].number, 4);
    }

    #[test]
    fn ragged_rows_are_counted() {
        let table = table("a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,\n");
        assert_eq!(table.notes.len(), 2);
        assert_eq!(table.rows[0].cells[2], Cell::Empty);
    }
}
