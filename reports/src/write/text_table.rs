//! A table as text.

use crate::document::{Align, Table};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, TableStyle};

/// A line under the heading and nothing else.
const LOOK: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// The table in at most `width` columns of a terminal; words are wrapped where they must be.
pub(crate) fn text_table(table: &Table, width: u16) -> Vec<String> {
    let mut text = comfy_table::Table::new();
    text.load_style(LOOK).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    text.set_header(table.columns.iter().map(|c| c.title.as_str()));
    for row in &table.rows {
        text.add_row(row.cells.iter().map(|c| c.text.as_str()));
    }
    for (k, column) in table.columns.iter().enumerate() {
        if let Some(shape) = text.column_mut(k) {
            shape.set_padding((0, 2));
            shape.set_cell_alignment(match column.align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            });
        }
    }
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}
