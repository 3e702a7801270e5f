//! Totals and ratios as recorded.

use jiff::civil::Date;
use serde::Serialize;

use crate::clean::Cleaned;
use crate::error::{CalibrationError, Fault};
use crate::event::Hours;

/// Where the hours come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A table has monitored and operating hours: down = monitored − operating.
    Monitored,
    /// A table has running hours, the stops lie inside them: up = running − stops.
    Running,
    /// No table: from the first stop to the end of the last, around the clock, plus one operating
    /// time of mean length, since n stops enclose n − 1.
    LogPeriod,
}

/// What the records say before any law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Observed {
    /// Where the hours come from.
    pub basis: Basis,
    /// First and last day of the log (ISO); `None` when no row has a date.
    pub first_day: Option<String>,
    /// Last day of the log (ISO).
    pub last_day: Option<String>,
    /// Stops.
    pub stops: usize,
    /// Stops with a known length.
    pub timed_stops: usize,
    /// Sum of the recorded stops, in h.
    pub log_stop_h: f64,
    /// Hours in operation, in h.
    pub up_h: f64,
    /// Hours stopped, in h.
    pub down_h: f64,
    /// Hours watched: up + down, in h.
    pub watched_h: f64,
    /// Operating hours per stop, in h.
    pub mtbf_h: f64,
    /// Mean recorded length of the stops with a known length, in s.
    pub mttr_s: f64,
    /// up / (up + down).
    pub availability: f64,
    /// Pieces made.
    pub units: Option<f64>,
    /// Pieces per operating hour, in 1/h.
    pub units_per_up_h: Option<f64>,
    /// Days on which log and table differ by more than 0.1 h of stops, of the common days.
    pub days_differing: Option<(usize, usize)>,
}

/// Adds up the records.
///
/// # Errors
/// A log of dates without running hours: how long the line ran is unknown; or the stops fill all
/// hours.
pub fn observe(
    cleaned: &Cleaned,
    hours: Option<&Hours>,
    source: &str,
) -> Result<Observed, CalibrationError> {
    let fail = |reason: String, remedy: &str| {
        Err(CalibrationError::one(Fault::of_file(source, reason, remedy)))
    };
    let stops = cleaned.stops.len();
    let lengths: Vec<f64> = cleaned.stops.iter().filter_map(|s| s.duration_s).collect();
    if lengths.len() < 3 {
        return fail(
            format!("{} stops with a known length; 3 are needed", lengths.len()),
            "give a longer period",
        );
    }
    let log_stop_h = lengths.iter().sum::<f64>() / 3600.0;
    let planned_h = cleaned.planned.total_h();
    let (basis, up_h, down_h) = match hours {
        Some(table) => match table.monitored_h() {
            Some(monitored) => {
                (Basis::Monitored, table.running_h(), monitored - table.running_h() - planned_h)
            }
            None => (Basis::Running, table.running_h() - log_stop_h - planned_h, log_stop_h),
        },
        None if cleaned.timed => {
            let starts = cleaned.stops.iter().filter_map(|s| s.start_abs_s());
            let ends = cleaned.stops.iter().filter_map(|s| s.end_abs_s().or(s.start_abs_s()));
            let period = ends.fold(f64::MIN, f64::max) - starts.fold(f64::MAX, f64::min);
            // n stops enclose n - 1 operating times: one of mean length is added.
            let whole = stops as f64 / (stops as f64 - 1.0);
            (Basis::LogPeriod, (period / 3600.0 - log_stop_h - planned_h) * whole, log_stop_h)
        }
        None => {
            return fail(
                "the log has dates only, so the time between stops needs the running hours".into(),
                "name them in the mapping: [hours] file = ..., date = ..., running = ...",
            );
        }
    };
    if !(up_h > 0.0 && down_h > 0.0) {
        return fail(
            format!("{up_h:.2} h in operation and {down_h:.2} h stopped do not make a line"),
            "check the unit of the durations and of the hours",
        );
    }
    let days = || cleaned.stops.iter().filter_map(|s| s.date);
    let units = hours.and_then(Hours::units).filter(|u| *u > 0.0);
    Ok(Observed {
        basis,
        first_day: days().min().map(|d| d.to_string()),
        last_day: days().max().map(|d| d.to_string()),
        stops,
        timed_stops: lengths.len(),
        log_stop_h,
        up_h,
        down_h,
        watched_h: up_h + down_h,
        mtbf_h: up_h / stops as f64,
        mttr_s: log_stop_h * 3600.0 / lengths.len() as f64,
        availability: up_h / (up_h + down_h),
        units,
        units_per_up_h: units.map(|u| u / up_h),
        days_differing: hours.and_then(|h| differing(cleaned, h)),
    })
}

/// Days on which the log and the table differ by more than 0.1 h, and days in both.
fn differing(cleaned: &Cleaned, hours: &Hours) -> Option<(usize, usize)> {
    let (mut differ, mut common) = (0, 0);
    for day in &hours.days {
        let stopped_h = day.monitored_h? - day.running_h;
        let on = |d: Date| d == day.date;
        let mine = cleaned.stops.iter().filter(|s| s.date.is_some_and(on));
        let logged: Vec<f64> = mine.filter_map(|s| s.duration_s).collect();
        if !logged.is_empty() {
            common += 1;
            let logged_h = logged.iter().sum::<f64>() / 3600.0;
            differ += usize::from((logged_h - stopped_h).abs() > 0.1);
        }
    }
    Some((differ, common))
}
