//! From rows to figures.

use super::map::{Figure, Map, Part, Policy};
use super::numbers;
use super::report::{FigureReport, ImportReport, MonthValue, Summed};
use super::rows::{Month, Rows, Unread, column, fault, next, rows, word};
use crate::read::{Cell, Row, Table};
use jiff::civil::Date;
use std::collections::BTreeMap;
use twin_models::text::{Diagnostics, Fault};

/// Months of a year.
const YEAR: f64 = 12.0;

/// All figures of a table.
///
/// # Errors
/// All faults of the table.
pub fn gather(table: &Table, map: &Map) -> Result<ImportReport, Diagnostics> {
    let mut faults = Vec::new();
    let currency = match &map.currency {
        Some(header) => column(table, header, &mut faults),
        None => None,
    };
    let found = rows(table, map, &mut faults);
    let months = found.as_ref().map(|found| months(found, map)).unwrap_or_default();
    if found.is_some() && months.is_empty() && faults.is_empty() {
        let remedy = "export a longer period, or correct file.from and file.to";
        faults.push(Fault::of_file(&table.name, "no row lies in the period", remedy));
    }
    let mut figures = Vec::new();
    for figure in &map.figures {
        let columns = Columns::of(table, figure, currency, &mut faults);
        if let (Some(found), Some(columns)) = (&found, columns) {
            let desk = Desk { table, map, found, months: &months };
            figures.extend(desk.figure(figure, &columns, &mut faults));
        }
    }
    match (found, faults.is_empty()) {
        (Some(found), true) => Ok(ImportReport {
            source: table.name.clone(),
            rows: table.rows.len(),
            from: months.first().map(|m| word(*m)).unwrap_or_default(),
            to: months.last().map(|m| word(*m)).unwrap_or_default(),
            months: months.len(),
            last_day: months.last().and_then(|m| Date::new(m.0, m.1, 1).ok()).map(last_day),
            outside: found.outside,
            duplicates: found.duplicates,
            without_date: found.unread,
            notes: table.notes.clone(),
            figures,
        }),
        _ => Err(Diagnostics::new(faults)),
    }
}

fn last_day(first: Date) -> String {
    first.last_of_month().to_string()
}

/// All months from the first to the last, or those of the period.
fn months(found: &Rows<'_>, map: &Map) -> Vec<Month> {
    let seen = || found.used.iter().map(|(month, _)| *month);
    let (Some(first), Some(last)) = (seen().min(), seen().max()) else { return Vec::new() };
    let of = |day: Date| (day.year(), day.month());
    let (first, last) = (map.period.0.map_or(first, of), map.period.1.map_or(last, of));
    let mut all = Vec::new();
    let mut month = first;
    while month <= last && all.len() < 1200 {
        all.push(month);
        month = next(month);
    }
    all
}

/// Places of the headers of a figure.
struct Columns {
    sum: Place,
    per: Option<Place>,
    currency: Option<usize>,
}

struct Place {
    at: usize,
    only: Option<usize>,
}

impl Columns {
    fn of(
        table: &Table,
        figure: &Figure,
        currency: Option<usize>,
        faults: &mut Vec<Fault>,
    ) -> Option<Self> {
        let mut place = |part: &Part| {
            let at = column(table, &part.column, faults);
            let only = match &part.only {
                Some((header, _)) => Some(column(table, header, faults)?),
                None => None,
            };
            Some(Place { at: at?, only })
        };
        let sum = place(&figure.sum);
        let per = match &figure.per {
            Some(part) => Some(place(part)?),
            None => None,
        };
        Some(Self { sum: sum?, per, currency })
    }
}

/// The currency that a word or a unit names.
fn currency_of(text: &str) -> Option<String> {
    let signs = [("$", "USD"), ("\u{20ac}", "EUR"), ("\u{a3}", "GBP")];
    let text = text.trim();
    if let Some((_, code)) = signs.iter().find(|(sign, _)| text.contains(sign)) {
        return Some((*code).to_owned());
    }
    let code = text.to_ascii_uppercase();
    (code.len() == 3 && code.chars().all(|c| c.is_ascii_alphabetic())).then_some(code)
}

/// Sums of one column by month.
#[derive(Default)]
struct Sums {
    by_month: BTreeMap<Month, f64>,
    read: usize,
    blank: usize,
    negative: usize,
    unread: Vec<Unread>,
    currencies: BTreeMap<String, usize>,
}

struct Desk<'a> {
    table: &'a Table,
    map: &'a Map,
    found: &'a Rows<'a>,
    months: &'a [Month],
}

impl Desk<'_> {
    fn figure(
        &self,
        figure: &Figure,
        columns: &Columns,
        faults: &mut Vec<Fault>,
    ) -> Option<FigureReport> {
        let known = faults.len();
        let money = figure.unit.contains(['$', '\u{20ac}', '\u{a3}']);
        let currency = if money { currency_of(&figure.unit) } else { None };
        let sum = self.sums(
            figure,
            &figure.sum,
            &columns.sum,
            currency.as_deref().zip(columns.currency),
            faults,
        );
        let per = match (&figure.per, &columns.per) {
            (Some(part), Some(place)) => Some(self.sums(figure, part, place, None, faults)),
            _ => None,
        };
        // Months that count: those with a row on either side.
        let has = |sums: &Sums, month: &Month| sums.by_month.contains_key(month);
        let counts = |month: &&Month| {
            (figure.empty_is_zero || has(&sum, month))
                && per.as_ref().is_none_or(|per| has(per, month))
        };
        let counted: Vec<Month> = self.months.iter().filter(counts).copied().collect();
        let total = |sums: &Sums| -> f64 {
            counted.iter().map(|month| sums.by_month.get(month).copied().unwrap_or(0.0)).sum()
        };
        let (above, below) = (total(&sum), per.as_ref().map(total));
        let fail = |reason: String, remedy: &str| {
            let reason = format!("figure `{}`: {reason}", figure.name);
            Fault::of_file(&self.table.name, reason, remedy)
        };
        // What could not be read would be told twice.
        if faults.len() > known {
            return None;
        }
        if sum.read == 0 {
            let reason = format!("column \"{}\" has no value in these rows", figure.sum.column);
            faults.push(fail(reason, "check `where`, or take the figure out of the map"));
            return None;
        }
        let value = match below {
            Some(below) if below <= 0.0 => {
                let reason = format!("what it is divided by sums up to {below}");
                faults.push(fail(
                    reason,
                    "check `per` and `per_where`; both sides need rows in the same months",
                ));
                return None;
            }
            Some(below) => above / below,
            None => above * YEAR / counted.len() as f64,
        };
        let one = |month: &Month| {
            let at = |sums: &Sums| sums.by_month.get(month).copied();
            let used = counted.contains(month);
            let above = at(&sum).or(figure.empty_is_zero.then_some(0.0));
            let value = match (&per, above.filter(|_| used)) {
                (Some(per), Some(above)) => at(per).filter(|x| *x > 0.0).map(|below| above / below),
                (None, Some(above)) => Some(above * YEAR),
                (_, None) => None,
            };
            MonthValue { month: word(*month), value }
        };
        let by_month: Vec<MonthValue> = self.months.iter().map(one).collect();
        let values = || by_month.iter().filter_map(|m| m.value);
        let missing = self.months.iter().filter(|month| !counted.contains(month));
        let read = sum.read + per.as_ref().map_or(0, |per| per.read);
        let unread = sum.unread.len() + per.as_ref().map_or(0, |per| per.unread.len());
        let lost = self.found.unread.len();
        let complete = counted.len() as f64 / self.months.len() as f64 * read as f64
            / (read + unread + lost) as f64;
        Some(FigureReport {
            name: figure.name.clone(),
            title: figure.title.clone(),
            target: figure.target.clone(),
            value,
            unit: figure.unit.clone(),
            owner: figure.owner.clone(),
            currency,
            currency_is_told: columns.currency.is_some(),
            low: values().fold(f64::INFINITY, f64::min),
            high: values().fold(f64::NEG_INFINITY, f64::max),
            sum: told(&figure.sum, &sum, above),
            per: figure
                .per
                .as_ref()
                .zip(per.as_ref())
                .map(|(part, per)| told(part, per, below.unwrap_or(0.0))),
            months_counted: counted.len(),
            months_missing: missing.map(|month| word(*month)).collect(),
            by_month,
            complete,
        })
    }

    /// Sums one column; `currency`: what it must be, and where it stands.
    fn sums(
        &self,
        figure: &Figure,
        part: &Part,
        place: &Place,
        currency: Option<(&str, usize)>,
        faults: &mut Vec<Fault>,
    ) -> Sums {
        let mut sums = Sums::default();
        let mine = |(_, row): &&(Month, &Row)| match (place.only, &part.only) {
            (Some(at), Some((_, words))) => {
                let said = row.cells[at].text().unwrap_or_default().to_lowercase();
                words.iter().any(|word| word.trim().to_lowercase() == said.trim())
            }
            _ => true,
        };
        let rows: Vec<&(Month, &Row)> = self.found.used.iter().filter(mine).collect();
        let texts = rows.iter().filter_map(|(_, row)| match &row.cells[place.at] {
            Cell::Text(text) if text.chars().any(|c| c.is_ascii_digit()) => Some(text.as_str()),
            _ => None,
        });
        let header = &self.table.headers[place.at];
        let decimal = match self.map.decimal.map_or_else(|| numbers::decimal(texts), Ok) {
            Ok(decimal) => decimal,
            Err(why) => {
                let remedy = "write file.decimal = \".\" or \",\"";
                faults.push(fault(self.table, 0, header, &why, remedy));
                return sums;
            }
        };
        for (month, row) in rows {
            let cell = &row.cells[place.at];
            if *cell == Cell::Empty {
                sums.blank += 1;
                continue;
            }
            if let Some((wanted, at)) = currency {
                let said = row.cells[at].text().unwrap_or_default();
                let found = currency_of(&said).unwrap_or_else(|| said.clone());
                *sums.currencies.entry(found.clone()).or_default() += 1;
                if found != wanted {
                    let reason = format!(
                        "the row is in \"{said}\", the figure `{}` in {wanted}",
                        figure.name
                    );
                    let remedy = "export in one currency, choose rows by `where`, or write file.other_currency = \"leave out\"";
                    self.left_out(
                        &mut sums,
                        self.map.other_currency,
                        (row, &self.table.headers[at]),
                        &reason,
                        remedy,
                        faults,
                    );
                    continue;
                }
            }
            let Some(value) = numbers::of(cell, decimal) else {
                let reason = format!("\"{}\" is no amount", cell.text().unwrap_or_default());
                let remedy = "correct the cell, or write file.unreadable = \"leave out\"";
                self.left_out(
                    &mut sums,
                    self.map.unreadable,
                    (row, header),
                    &reason,
                    remedy,
                    faults,
                );
                continue;
            };
            if value < 0.0 {
                sums.negative += 1;
                if figure.negative != Policy::Keep {
                    let reason = format!("{value} is negative");
                    let remedy = "write negative = \"keep\" (credits are part of the figure) or \"leave out\" into the figure";
                    self.left_out(
                        &mut sums,
                        figure.negative,
                        (row, header),
                        &reason,
                        remedy,
                        faults,
                    );
                    continue;
                }
            }
            sums.read += 1;
            *sums.by_month.entry(*month).or_default() += value;
        }
        sums
    }

    fn left_out(
        &self,
        sums: &mut Sums,
        policy: Policy,
        (row, header): (&Row, &str),
        reason: &str,
        remedy: &str,
        faults: &mut Vec<Fault>,
    ) {
        if policy == Policy::Refuse {
            faults.push(fault(self.table, row.number, header, reason, remedy));
        }
        let (row, column, reason) = (row.number, header.to_owned(), reason.to_owned());
        sums.unread.push(Unread { row, column, reason });
    }
}

fn told(part: &Part, sums: &Sums, total: f64) -> Summed {
    Summed {
        column: part.column.clone(),
        only: part
            .only
            .as_ref()
            .map(|(header, words)| format!("{header} is {}", words.join(" or "))),
        total,
        rows: sums.read,
        blank: sums.blank,
        negative: sums.negative,
        unread: sums.unread.clone(),
        currencies: sums.currencies.iter().map(|(code, rows)| (code.clone(), *rows)).collect(),
    }
}
