//! A study as a workbook file.

use super::{Cell, Form, Sheet};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

/// What the first sheet says.
const GUIDE: [&str; 10] = [
    "This workbook is a Gemba study. Change the white cells and run it: gemba run STUDY.xlsx",
    "gemba check STUDY.xlsx names every fault at once, with sheet, row and column.",
    "Every amount carries its unit: 62 k$ · 10 %/year · 0.55 $/piece · 18 months · 3 d",
    "A cell may hold a formula; its result is read.",
    "An uncertain value is written as a law: { triangular = { min = \"50 %\", mode = \"90 %\", max = \"100 %\" } }",
    "A list is written in brackets: [\"F1\", \"F2\"]",
    "Investments stand side by side, a column each; their costs on a sheet of their own.",
    "An empty cell means: not said (the default of the manual holds).",
    "Columns whose head begins with ( are notes for people, and so are sheets: they are not read.",
    "provenance says for every part of the study where its values come from and who answers for them.",
];

/// The bytes of an .xlsx file; the same sheets give the same bytes.
///
/// # Errors
/// When a sheet cannot have its name, or a cell is too long for a workbook.
pub(crate) fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2027, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x1F_3A_5F))
        .set_font_color(Color::White);
    let key =
        Format::new().set_background_color(Color::RGB(0xEE_F2_F6)).set_align(FormatAlign::Top);
    let input = Format::new()
        .set_font_color(Color::RGB(0x00_00_C0))
        .set_border_bottom(FormatBorder::Hair)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let day = input.clone().set_num_format("yyyy-mm-dd");
    let quiet = Format::new().set_font_color(Color::RGB(0x60_60_60)).set_italic().set_text_wrap();

    let guide = book.add_worksheet().set_name("(read me)")?;
    guide.set_column_width(0, 110)?;
    for (row, line) in (0..).zip(GUIDE) {
        guide.write_string_with_format(row, 0, line, &Format::new().set_text_wrap())?;
    }
    for sheet in sheets {
        let name = if sheet.name.is_empty() { "top" } else { &sheet.name };
        let page = book.add_worksheet().set_name(name)?;
        page.set_freeze_panes(1, 1)?;
        page.set_landscape().set_print_fit_to_pages(1, 0);
        widths(page, sheet)?;
        for (r, row) in sheet.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let note = sheet.form == Form::Values && c == 2;
                let format = match (r, c) {
                    (0, _) => &head,
                    (_, 0) => &key,
                    _ if note => &quiet,
                    _ => &input,
                };
                let (r, c) = (r as u32, u16::try_from(c).unwrap_or(u16::MAX));
                match cell {
                    Cell::Empty => page.write_blank(r, c, format)?,
                    Cell::Text(s) | Cell::Odd(s) => {
                        page.write_string_with_format(r, c, s, format)?
                    }
                    Cell::Number(x) => page.write_number_with_format(r, c, *x, format)?,
                    Cell::Truth(yes) => page.write_boolean_with_format(r, c, *yes, format)?,
                    Cell::Day(date) => {
                        let (year, month, of_month) = (date.year(), date.month(), date.day());
                        let date = ExcelDateTime::from_ymd(
                            year.unsigned_abs(),
                            month.unsigned_abs(),
                            of_month.unsigned_abs(),
                        )?;
                        page.write_datetime_with_format(r, c, &date, &day)?
                    }
                };
            }
        }
    }
    book.save_to_buffer()
}

/// As wide as what stands in a column, within reason.
fn widths(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    for c in 0..columns {
        let long = |row: &Vec<Cell>| match row.get(c) {
            Some(Cell::Text(s)) => s.chars().count(),
            Some(Cell::Day(_)) => 10,
            _ => 6,
        };
        let longest = sheet.rows.iter().map(long).max().unwrap_or(6);
        page.set_column_width(
            u16::try_from(c).unwrap_or(u16::MAX),
            longest.clamp(8, 56) as f64 + 1.0,
        )?;
    }
    Ok(())
}
