//! The records in one meaning: stops and daily hours.

use jiff::civil::Date;

use crate::read::date::day_number;

/// One stop as recorded, after reading and before cleaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stop {
    /// Row of the file, from 1.
    pub row: usize,
    /// Number of the record, if the log has one.
    pub id: Option<String>,
    /// Day of the start.
    pub date: Option<Date>,
    /// Start, seconds after midnight of `date`, in s.
    pub start_s: Option<f64>,
    /// Duration, in s.
    pub duration_s: Option<f64>,
    /// Did the line stop? `None` when the log does not say.
    pub stopped: Option<bool>,
    /// Planned stop? `None` when the log does not say.
    pub planned: Option<bool>,
    /// Machine or equipment.
    pub machine: Option<String>,
    /// Group of equipment or causes.
    pub group: Option<String>,
    /// Reason.
    pub reason: Option<String>,
    /// Type as written.
    pub kind: Option<String>,
    /// All cells as text, to find copies.
    pub fingerprint: String,
}

impl Stop {
    /// Start in seconds from 1970-01-01, in s; `None` without date or time.
    pub fn start_abs_s(&self) -> Option<f64> {
        Some(day_number(self.date?) as f64 * 86_400.0 + self.start_s?)
    }

    /// End in seconds from 1970-01-01, in s.
    pub fn end_abs_s(&self) -> Option<f64> {
        Some(self.start_abs_s()? + self.duration_s?)
    }
}

/// One line of the daily table.
#[derive(Clone, Debug, PartialEq)]
pub struct DayHours {
    /// The day.
    pub date: Date,
    /// Hours in operation, in h.
    pub running_h: f64,
    /// Hours monitored, running or stopped, in h; `None` when the table has no such column.
    pub monitored_h: Option<f64>,
    /// Pieces made; `None` when the table has no such column.
    pub units: Option<f64>,
}

/// The daily table, one entry a day, in order of date.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Table it comes from.
    pub source: String,
    /// Days in order.
    pub days: Vec<DayHours>,
    /// Rows read (a day may have several: one per product).
    pub rows: usize,
}

impl Hours {
    /// Hours in operation, in h.
    pub fn running_h(&self) -> f64 {
        self.days.iter().map(|d| d.running_h).sum()
    }

    /// Hours monitored, in h; `None` unless every day has them.
    pub fn monitored_h(&self) -> Option<f64> {
        self.days.iter().map(|d| d.monitored_h).sum()
    }

    /// Pieces made; `None` unless every day has them.
    pub fn units(&self) -> Option<f64> {
        self.days.iter().map(|d| d.units).sum()
    }

    /// The entry of a day.
    pub fn day(&self, date: Date) -> Option<&DayHours> {
        self.days.binary_search_by_key(&date, |d| d.date).ok().map(|i| &self.days[i])
    }
}
