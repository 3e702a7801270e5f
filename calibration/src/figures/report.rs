//! What an import found, and how complete it is.

use super::rows::Unread;
use serde::Serialize;
use std::fmt::Write;

/// Rows told one by one; the rest are counted.
const SHOWN: usize = 20;

/// The figures of one table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportReport {
    /// File, with the sheet if there is one.
    pub source: String,
    /// Rows with anything in them.
    pub rows: usize,
    /// First and last month, such as `2026-01`.
    pub from: String,
    /// See `from`.
    pub to: String,
    /// Months from the first to the last.
    pub months: usize,
    /// Last day of the last month: the date of the figures.
    pub last_day: Option<String>,
    /// Rows outside of the period that the map asks for.
    pub outside: usize,
    /// Rows that stand there again.
    pub duplicates: usize,
    /// Rows without a readable date, left out of every figure.
    pub without_date: Vec<Unread>,
    /// What the reading of the file had to decide.
    pub notes: Vec<String>,
    /// Figure by figure, as the map has them.
    pub figures: Vec<FigureReport>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureReport {
    /// Its key in the map.
    pub name: String,
    /// For people.
    pub title: String,
    /// Path in a study file that it becomes.
    pub target: Option<String>,
    /// Sum over sum, or sum a year.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Who answers for it.
    pub owner: String,
    /// Currency, where it is money.
    pub currency: Option<String>,
    /// Does a column say the currency, row by row?
    pub currency_is_told: bool,
    /// The same of the month in which it is least.
    pub low: f64,
    /// The same of the month in which it is most.
    pub high: f64,
    /// What was summed.
    pub sum: Summed,
    /// What it was divided by; absent: years.
    pub per: Option<Summed>,
    /// Months that count: with rows on both sides.
    pub months_counted: usize,
    /// The others, such as `2026-05`.
    pub months_missing: Vec<String>,
    /// Month by month; absent in a month that does not count.
    pub by_month: Vec<MonthValue>,
    /// Share of the months that count, times the share of the rows with something in them that were used; 1: all.
    pub complete: f64,
}

/// One side of a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summed {
    /// Header.
    pub column: String,
    /// Which rows, if not all.
    pub only: Option<String>,
    /// Sum over the months that count.
    pub total: f64,
    /// Rows used.
    pub rows: usize,
    /// Rows without anything in this column.
    pub blank: usize,
    /// Rows below 0.
    pub negative: usize,
    /// Rows left out, and why.
    pub unread: Vec<Unread>,
    /// Rows by currency, where a column says it.
    pub currencies: Vec<(String, usize)>,
}

/// A figure in one month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonthValue {
    /// Such as `2026-03`.
    pub month: String,
    /// Absent where the month does not count.
    pub value: Option<f64>,
}

/// Six digits that count.
pub(super) fn number(value: f64) -> String {
    format!("{value:.5e}").parse::<f64>().unwrap_or(value).to_string()
}

type Done = Result<(), std::fmt::Error>;

impl ImportReport {
    /// The report as text.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing to a text cannot fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> Done {
        writeln!(
            out,
            "Figures from {}: {} rows, {} to {}",
            self.source, self.rows, self.from, self.to
        )?;
        for (count, what) in [
            (self.outside, "outside of the period"),
            (self.duplicates, "stand there again"),
            (self.without_date.len(), "without a readable date, left out of every figure"),
        ] {
            if count > 0 {
                writeln!(out, "  {count} rows {what}")?;
            }
        }
        list(out, &self.without_date)?;
        for note in &self.notes {
            writeln!(out, "  note: {note}")?;
        }
        self.figures.iter().try_for_each(|figure| figure.write(out, self.months))
    }
}

impl FigureReport {
    fn write(&self, out: &mut String, months: usize) -> Done {
        writeln!(out, "\n{}: {} {}", self.title, number(self.value), self.unit)?;
        let (low, high) = (number(self.low), number(self.high));
        writeln!(out, "  by month      {low} to {high}")?;
        self.sum.write(out, "sum")?;
        match &self.per {
            Some(per) => per.write(out, "per")?,
            None => writeln!(out, "  per           year ({} months x 12)", self.months_counted)?,
        }
        write!(out, "  months        {} of {months}", self.months_counted)?;
        match self.months_missing.is_empty() {
            true => writeln!(out)?,
            false => writeln!(out, ", without {}", self.months_missing.join(", "))?,
        }
        if let Some(currency) = &self.currency {
            let told = if self.currency_is_told {
                "as its rows say"
            } else {
                "taken from the unit: no column says it"
            };
            writeln!(out, "  currency      {currency}, {told}")?;
        }
        writeln!(out, "  complete      {:.1} %", 100.0 * self.complete)?;
        let target = self.target.as_deref().unwrap_or("no value of a study; stays in this report");
        writeln!(out, "  becomes       {target}")?;
        writeln!(out, "  owner         {}", self.owner)
    }
}

impl Summed {
    fn write(&self, out: &mut String, what: &str) -> Done {
        let only = self.only.as_ref().map_or(String::new(), |only| format!(", {only}"));
        writeln!(
            out,
            "  {what:<13} {} of \"{}\"{only}: {} rows",
            number(self.total),
            self.column,
            self.rows
        )?;
        for (count, why) in [(self.blank, "without a value"), (self.negative, "below 0")] {
            if count > 0 {
                writeln!(out, "                {count} rows {why}")?;
            }
        }
        if self.currencies.len() > 1 {
            let all: Vec<String> =
                self.currencies.iter().map(|(c, n)| format!("{n} in {c}")).collect();
            writeln!(out, "                rows by currency: {}", all.join(", "))?;
        }
        if !self.unread.is_empty() {
            writeln!(out, "                {} rows left out", self.unread.len())?;
        }
        list(out, &self.unread)
    }
}

fn list(out: &mut String, unread: &[Unread]) -> Done {
    for one in unread.iter().take(SHOWN) {
        writeln!(
            out,
            "                row {}, column \"{}\": {}",
            one.row, one.column, one.reason
        )?;
    }
    if unread.len() > SHOWN {
        writeln!(out, "                and {} more", unread.len() - SHOWN)?;
    }
    Ok(())
}
