//! Sheet `Assumptions`: every input with its source.

use super::ink::{self, Page};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{Format, Worksheet};

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let all = &desk.result.assumptions;
    let silent = all.iter().filter(|a| a.source.is_none()).count();
    let subtitle = format!(
        "{} inputs of study and plant, as written, with their units; {silent} of them without a source.",
        all.len()
    );
    let mut page = Page::new("Assumptions", "Register of assumptions", &subtitle)?;
    page.headings(
        3,
        0,
        &["File", "Input", "Value as written", "Source", "Owner", "Kind", "As of"],
    )?;
    let missing = Format::new().set_font_color(ink::RED).set_italic();
    for (row, a) in (4..).zip(all) {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        page.high(row, &[(&a.value, 52.0), (&said(&a.source), 40.0), (&said(&a.owner), 24.0)])?;
        page.word(row, 0, &a.file)?;
        page.word(row, 1, &a.path)?;
        page.text(row, 2, &a.value, &ink::wrapped())?;
        for (col, text) in (3..).zip([&a.source, &a.owner, &a.kind]) {
            match text {
                Some(text) => page.text(row, col, text, &ink::wrapped())?,
                None => page.text(row, col, "not said", &missing)?,
            }
        }
        page.word(row, 6, a.date.as_deref().unwrap_or(""))?;
    }
    page.sheet.autofilter(3, 0, 3 + (all.len() as u32).max(1), 6)?;
    page.widths(&[8.0, 48.0, 52.0, 40.0, 24.0, 12.0, 12.0])?;
    page.freeze(4, 2)?;
    Ok(page.sheet)
}
