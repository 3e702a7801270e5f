//! Cleaning: every rule says how many rows it changed, dropped or merely noticed.

pub mod categories;
pub mod date_blocks;
pub mod heaping;
pub mod overlaps;
pub mod planned;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::error::{CalibrationError, Fault};
use planned::PlannedTime;

use crate::event::{Hours, Stop};
use crate::read::log::Log;
use crate::read::mapping::{Choice, Mapping};
use crate::read::number::parse_duration;

/// What happened to the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The rows are not used.
    Dropped,
    /// The rows are used with another value.
    Corrected,
    /// The rows count as stops, their durations are not fitted.
    CountedOnly,
    /// The rows are used as they are.
    Kept,
}

/// One rule of cleaning and its count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleCount {
    /// Name of the rule.
    pub rule: String,
    /// Rows concerned.
    pub rows: usize,
    /// What happened to them.
    pub action: Action,
    /// Why, and details.
    pub detail: String,
    /// The first rows of the file concerned.
    pub examples: Vec<usize>,
}

impl RuleCount {
    /// A count over the rows `rows` of the file.
    pub fn new(rule: &str, action: Action, rows: &[usize], detail: impl Into<String>) -> Self {
        let examples = rows.iter().copied().take(5).collect();
        Self { rule: rule.to_owned(), rows: rows.len(), action, detail: detail.into(), examples }
    }
}

/// The stops that are used, and the counts.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// Stops in the order of time (of the file when there are no times).
    pub stops: Vec<Stop>,
    /// Does every stop have a date and a time of day?
    pub timed: bool,
    /// Planned stops that were set aside: neither failures nor operating time.
    pub planned: PlannedTime,
    /// Rules that met at least one row.
    pub rules: Vec<RuleCount>,
}

/// Applies all rules in order.
///
/// # Errors
/// `minor_below` is no duration, or fewer than three stops are left.
pub fn clean(log: &Log, hours: Option<&Hours>, map: &Mapping) -> Result<Cleaned, CalibrationError> {
    let mut rules = unreadable(log);
    let mut stops = log.stops.clone();
    drop_if(&mut stops, &mut rules, "the line did not stop", "column stopped says no", |s| {
        s.stopped == Some(false)
    });
    let planned = PlannedTime::of(&stops);
    let detail = format!("{:.2} h set aside: neither failure nor operation", planned.total_h());
    drop_if(&mut stops, &mut rules, "planned stop", &detail, |s| s.planned == Some(true));
    date_blocks::correct(&mut stops, hours, &mut rules);
    let with_time = stops.iter().filter(|s| s.start_s.is_some()).count();
    let timed = with_time * 2 > stops.len();
    if timed {
        let detail = "a log of times needs both";
        drop_if(&mut stops, &mut rules, "no date or no time", detail, |s| {
            s.start_abs_s().is_none()
        });
    } else {
        note_if(&stops, &mut rules, "no date", Action::Kept, "counted over the period", |s| {
            s.date.is_none()
        });
    }
    duplicates(&mut stops, timed, map, &mut rules);
    durations(&mut stops, &mut rules);
    minor(&mut stops, map, &mut rules)?;
    categories::merge(&mut stops, &mut rules);
    if let Some(hours) = hours {
        if let [first, .., last] = hours.days.as_slice() {
            let detail = "before the first or after the last day of the hours";
            drop_if(&mut stops, &mut rules, "outside the period of the hours", detail, |s| {
                s.date.is_some_and(|d| d < first.date || d > last.date)
            });
        }
        off_schedule(&mut stops, hours, map, &mut rules);
    }
    if timed {
        stops.sort_by(|a, b| {
            a.start_abs_s().unwrap_or(0.0).total_cmp(&b.start_abs_s().unwrap_or(0.0))
        });
        overlaps::merge(&mut stops, &mut rules);
    }
    heaping::notice(&stops, &mut rules);
    if stops.len() < 3 {
        return Err(CalibrationError::one(Fault::of_file(
            &log.source,
            format!("{} usable stops are left after cleaning; 3 are needed", stops.len()),
            "give a longer period, or correct the rows the report names",
        )));
    }
    Ok(Cleaned { stops, timed, planned, rules })
}

fn unreadable(log: &Log) -> Vec<RuleCount> {
    let rows: Vec<usize> = log.faults.iter().filter_map(|f| f.row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let detail = format!("cell ignored; first: {}", log.faults[0].reason);
    vec![RuleCount::new("unreadable cell", Action::Kept, &rows, detail)]
}

fn drop_if(
    stops: &mut Vec<Stop>,
    rules: &mut Vec<RuleCount>,
    rule: &str,
    detail: &str,
    test: impl Fn(&Stop) -> bool,
) {
    note_if(stops, rules, rule, Action::Dropped, detail, &test);
    stops.retain(|s| !test(s));
}

fn note_if(
    stops: &[Stop],
    rules: &mut Vec<RuleCount>,
    rule: &str,
    action: Action,
    detail: &str,
    test: impl Fn(&Stop) -> bool,
) {
    let rows: Vec<usize> = stops.iter().filter(|s| test(s)).map(|s| s.row).collect();
    if !rows.is_empty() {
        rules.push(RuleCount::new(rule, action, &rows, detail));
    }
}

/// Copies: same instant, duration and place in a log of times; identical cells in a log of dates,
/// where a repeat and a copy look the same and `[rules] duplicates` decides.
fn duplicates(stops: &mut Vec<Stop>, timed: bool, map: &Mapping, rules: &mut Vec<RuleCount>) {
    let key = |s: &Stop| {
        if timed {
            format!("{:?}{:?}{:?}{:?}{:?}", s.date, s.start_s, s.duration_s, s.machine, s.reason)
        } else {
            s.fingerprint.clone()
        }
    };
    let mut seen = BTreeSet::new();
    let copies: BTreeSet<usize> =
        stops.iter().filter(|s| !seen.insert(key(s))).map(|s| s.row).collect();
    if copies.is_empty() {
        return;
    }
    let rows: Vec<usize> = copies.iter().copied().collect();
    if timed || map.rules.duplicates == Some(Choice::Drop) {
        rules.push(RuleCount::new("duplicate", Action::Dropped, &rows, "same stop twice"));
        stops.retain(|s| !copies.contains(&s.row));
    } else {
        let detail = "identical cells; without times a repeat looks like a copy \
                      (mapping: [rules] duplicates = \"drop\")";
        rules.push(RuleCount::new("duplicate", Action::Kept, &rows, detail));
    }
}

fn durations(stops: &mut [Stop], rules: &mut Vec<RuleCount>) {
    let action = Action::CountedOnly;
    note_if(stops, rules, "no duration", action, "a stop of unknown length", |s| {
        s.duration_s.is_none()
    });
    note_if(stops, rules, "zero duration", action, "shorter than the record's grain", |s| {
        s.duration_s == Some(0.0)
    });
    note_if(stops, rules, "negative duration", action, "length unknown", |s| {
        s.duration_s.is_some_and(|d| d < 0.0)
    });
    for stop in stops {
        stop.duration_s = stop.duration_s.filter(|d| *d > 0.0);
    }
}

fn minor(
    stops: &mut Vec<Stop>,
    map: &Mapping,
    rules: &mut Vec<RuleCount>,
) -> Result<(), CalibrationError> {
    let Some(text) = &map.rules.minor_below else { return Ok(()) };
    let Some(limit) = parse_duration(text) else {
        return Err(CalibrationError::one(Fault::of_file(
            "mapping",
            format!("minor_below \"{text}\" is not a duration"),
            "write a number with a unit, such as \"5 min\"",
        )));
    };
    let detail = format!("shorter than {text}: time counts as running (speed loss)");
    drop_if(stops, rules, "minor stop", &detail, |s| s.duration_s.is_some_and(|d| d < limit));
    Ok(())
}

fn off_schedule(stops: &mut Vec<Stop>, hours: &Hours, map: &Mapping, rules: &mut Vec<RuleCount>) {
    let off =
        |s: &Stop| s.date.is_some_and(|d| hours.day(d).is_none_or(|day| day.running_h == 0.0));
    let rule = "day without running hours";
    if map.rules.off_schedule == Some(Choice::Drop) {
        drop_if(stops, rules, rule, "outside the schedule", off);
    } else {
        let detail = "booked on another day than the hours \
                      (mapping: [rules] off_schedule = \"drop\")";
        note_if(stops, rules, rule, Action::Kept, detail, off);
    }
}
