//! Formats and pages of the workbook.

use super::WorkbookError;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell_absolute};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet};

pub(super) const NAVY: u32 = 0x1F3A5F;
pub(super) const BLUE: u32 = 0x0000FF;
pub(super) const PAPER: u32 = 0xF2F5F9;
pub(super) const INPUT_PAPER: u32 = 0xFFF9E5;
pub(super) const GREEN: u32 = 0x1B6E3C;
pub(super) const RED: u32 = 0xB3261E;
pub(super) const GREY: u32 = 0x6B7280;

/// What a number looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Whole money.
    Money,
    /// Two decimals: money with cents, quantities of hundreds and more.
    Cents,
    /// Percent with two decimals.
    Rate,
    /// Whole percent.
    Share,
    /// A factor with many decimals.
    Factor,
    /// Whole number.
    Count,
    /// One decimal.
    Months,
    /// As it is.
    Plain,
    /// A difference that should be nothing.
    Tiny,
}

impl Kind {
    const fn pattern(self) -> &'static str {
        match self {
            Self::Money => "#,##0;-#,##0;0",
            Self::Cents => "#,##0.00;-#,##0.00;0.00",
            Self::Rate => "0.00%",
            Self::Share => "0.0%",
            Self::Factor => "0.000000",
            Self::Count => "0",
            Self::Months => "0.0",
            Self::Plain => "General",
            Self::Tiny => "0.0E+00;-0.0E+00;0",
        }
    }
}

/// Who wrote a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// To be changed by the reader: blue.
    Input,
    /// A formula: black.
    Live,
    /// What the simulation found: green.
    Found,
    /// A sum, or what matters most.
    Strong,
}

pub(super) fn format(kind: Kind, role: Role) -> Format {
    let plain = Format::new().set_num_format(kind.pattern());
    match role {
        Role::Input => plain.set_font_color(BLUE).set_background_color(INPUT_PAPER),
        Role::Live => plain,
        Role::Found => plain.set_font_color(GREEN),
        Role::Strong => plain.set_bold().set_border_top(FormatBorder::Thin),
    }
}

pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(16).set_font_color(NAVY)
}

pub(super) fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_font_color(Color::White)
        .set_background_color(NAVY)
}

pub(super) fn quiet() -> Format {
    Format::new().set_font_color(GREY).set_italic()
}

pub(super) fn bold() -> Format {
    Format::new().set_bold()
}

pub(super) fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Words in a column after the first keep away from the numbers before them.
fn indented(col: u16) -> Format {
    if col == 0 { Format::new() } else { Format::new().set_indent(1) }
}

pub(super) fn centred() -> Format {
    Format::new().set_align(FormatAlign::Center)
}

/// Wrapped words that keep away from the numbers before them.
pub(super) fn remark() -> Format {
    wrapped().set_indent(1)
}

/// What a formula gives where nobody has calculated yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Text(String),
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Number(f64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl Value {
    fn text(&self) -> String {
        match self {
            // Adding zero takes the sign from a negative zero.
            Self::Number(number) => (number + 0.0).to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// `A`, `B`, ...
pub(super) fn column(col: u16) -> String {
    column_number_to_name(col)
}

/// `B7` of row 6, column 1.
pub(super) fn cell(row: u32, col: u16) -> String {
    format!("{}{}", column(col), row + 1)
}

/// `$B$7`.
pub(super) fn fixed(row: u32, col: u16) -> String {
    row_col_to_cell_absolute(row, col)
}

/// `Sheet!$B$7:$B$67`, one column.
pub(super) fn down(sheet: &str, col: u16, rows: (u32, u32)) -> String {
    format!("{sheet}!{}:{}", fixed(rows.0, col), fixed(rows.1, col))
}

/// `Sheet!$B$7:$H$7`, one row.
pub(super) fn across(sheet: &str, row: u32, cols: (u16, u16)) -> String {
    format!("{sheet}!{}:{}", fixed(row, cols.0), fixed(row, cols.1))
}

/// A sheet being written.
pub(super) struct Page {
    pub(super) sheet: Worksheet,
}

type Done = Result<(), WorkbookError>;

impl Page {
    /// A sheet with a title, printed on landscape pages of full width.
    pub(super) fn new(name: &str, heading: &str, subtitle: &str) -> Result<Self, WorkbookError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N");
        sheet.set_screen_gridlines(false);
        let mut page = Self { sheet };
        page.text(0, 0, heading, &title())?;
        page.text(1, 0, subtitle, &quiet())?;
        Ok(page)
    }

    pub(super) fn text(&mut self, row: u32, col: u16, text: &str, format: &Format) -> Done {
        // A cell holds no more than 32,767 characters.
        if text.chars().count() > 32_000 {
            let short: String = text.chars().take(32_000).collect();
            self.sheet.write_string_with_format(row, col, short, format)?;
        } else {
            self.sheet.write_string_with_format(row, col, text, format)?;
        }
        Ok(())
    }

    /// A text without a format.
    pub(super) fn word(&mut self, row: u32, col: u16, text: &str) -> Done {
        self.text(row, col, text, &indented(col))
    }

    /// Makes a row as high as its longest wrapped text needs; widths in characters.
    pub(super) fn high(&mut self, row: u32, texts: &[(&str, f64)]) -> Done {
        let lines = |(text, width): &(&str, f64)| {
            let lines = |part: &str| libm::ceil(1.1 * part.chars().count() as f64 / width).max(1.0);
            text.lines().map(lines).sum::<f64>()
        };
        let most = texts.iter().map(lines).fold(1.0, f64::max);
        if most > 1.0 {
            self.sheet.set_row_height(row, (15.0 * most).min(400.0))?;
        }
        Ok(())
    }

    pub(super) fn number(&mut self, at: (u32, u16), value: f64, kind: Kind, role: Role) -> Done {
        if value.is_finite() {
            self.sheet.write_number_with_format(at.0, at.1, value + 0.0, &format(kind, role))?;
        } else {
            self.text(at.0, at.1, crate::number::UNKNOWN, &quiet())?;
        }
        Ok(())
    }

    /// A number, or words where there is none.
    pub(super) fn maybe(
        &mut self,
        at: (u32, u16),
        value: Option<f64>,
        kind: Kind,
        without: &str,
    ) -> Done {
        match value {
            Some(value) => self.number(at, value, kind, Role::Found),
            None => self.text(at.0, at.1, without, &quiet()),
        }
    }

    /// A formula and what it gives.
    pub(super) fn live(
        &mut self,
        at: (u32, u16),
        formula: &str,
        value: impl Into<Value>,
        kind: Kind,
    ) -> Done {
        self.live_as(at, formula, value, &format(kind, Role::Live))
    }

    /// The same in another look.
    pub(super) fn live_as(
        &mut self,
        at: (u32, u16),
        formula: &str,
        value: impl Into<Value>,
        format: &Format,
    ) -> Done {
        let formula = Formula::new(formula).set_result(value.into().text());
        self.sheet.write_formula_with_format(at.0, at.1, formula, format)?;
        Ok(())
    }

    pub(super) fn headings(&mut self, row: u32, from: u16, titles: &[&str]) -> Done {
        for (col, text) in (from..).zip(titles) {
            self.text(row, col, text, &heading())?;
        }
        Ok(())
    }

    pub(super) fn widths(&mut self, widths: &[f64]) -> Done {
        for (col, width) in (0..).zip(widths) {
            self.sheet.set_column_width(col, *width)?;
        }
        Ok(())
    }

    /// Rows above `row` and columns before `col` stay in sight and are printed on every page.
    pub(super) fn freeze(&mut self, row: u32, col: u16) -> Done {
        self.sheet.set_freeze_panes(row, col)?;
        if let Some(last) = row.checked_sub(1) {
            self.sheet.set_repeat_rows(last, last)?;
        }
        Ok(())
    }
}
