//! `[calendar]`: shifts, breaks, planned slots, overtime, closed days.

use super::keys::WINDOW;
use crate::plant::calendar::{Calendar, Overtime, TICKS_PER_DAY, TICKS_PER_WEEK, WeekWindow};
use crate::text::week::{DAYS, parse_clock, parse_days};
use crate::text::{Item, Reader, Value};
use jiff::civil::Date;
use sim_core::TICKS_PER_SECOND;

const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;

/// Windows of the week and the item each was written in.
type Written<'c, 'd> = Vec<(WeekWindow, Item<'c, 'd>)>;

/// Reads the calendar.
pub(super) fn read(reader: &Reader<'_, '_>) -> Calendar {
    let shifts = windows(reader, "shifts", "shift");
    let breaks = windows(reader, "breaks", "break");
    let slots = windows(reader, "planned_slots", "planned slot");
    let open = merge(&shifts);
    let always = reader.list("shifts").is_empty();
    let known = !shifts.is_empty();
    for (what, list) in [("break", &breaks), ("planned slot", &slots)] {
        for (window, item) in list {
            if known && !open.iter().any(|s| s.from <= window.from && window.to <= s.to) {
                item.error(
                    format!("this {what} ({}) lies outside the shifts", say(*window)),
                    format!("move it into a shift, or add a shift on {}", day_of(*window)),
                );
            }
        }
    }
    for (slot, item) in &slots {
        if let Some((_, other)) = breaks.iter().find(|(b, _)| overlap(*b, *slot)) {
            item.warn(
                format!("this planned slot ({}) overlaps with {}", say(*slot), other.path),
                "no maintenance is begun during a break; move one of them",
            );
        }
    }
    Calendar {
        overtime: reader.table("overtime").and_then(|r| overtime(&r, &open, always)),
        shifts: open,
        breaks: merge(&breaks),
        planned_slots: merge(&slots),
        closed: reader.list("closed").iter().filter_map(closed).collect(),
    }
}

/// Weekly windows of a crew, as pairs.
pub(super) fn duty_windows(item: &Item<'_, '_>) -> Vec<(i64, i64)> {
    let written = windows_of(item.list().unwrap_or_default(), "duty");
    merge(&written).iter().map(|w| (w.from, w.to)).collect()
}

fn windows<'c, 'd>(reader: &Reader<'c, 'd>, key: &str, what: &str) -> Written<'c, 'd> {
    windows_of(reader.list(key), what)
}

fn windows_of<'c, 'd>(items: Vec<Item<'c, 'd>>, what: &str) -> Written<'c, 'd> {
    let mut all: Written<'c, 'd> = Vec::new();
    for item in items {
        let Some(reader) = item.table(&WINDOW) else { continue };
        for window in week_windows(&reader) {
            if let Some((other, by)) = all.iter().find(|(w, _)| overlap(*w, window)) {
                let twice =
                    WeekWindow { from: other.from.max(window.from), to: other.to.min(window.to) };
                item.error(
                    format!("this {what} overlaps with {} ({})", by.path, say(twice)),
                    "let one begin when the other ends",
                );
                break;
            }
            all.push((window, item.clone()));
        }
    }
    all.sort_by_key(|(w, _)| *w);
    all
}

/// The windows that `days`, `from` and `to` of a table describe.
pub(super) fn week_windows(reader: &Reader<'_, '_>) -> Vec<WeekWindow> {
    let days = days(reader, "days");
    let clock = |key: &str| {
        let item = reader.item(key)?;
        let minutes = parse_clock(item.text()?).map_err(|wrong| item.wrong(wrong)).ok()?;
        Some(i64::from(minutes) * TICKS_PER_MINUTE)
    };
    let (from, to) = (clock("from"), clock("to"));
    let (Some(days), Some(from), Some(to)) = (days, from, to) else { return Vec::new() };
    if from >= to {
        let text = |key| reader.text(key).unwrap_or("");
        let (a, b) = (text("from"), text("to"));
        reader.error(
            "to",
            format!("these hours end ({b}) before they begin ({a})"),
            match to {
                0 => "midnight at the end of a day is \"24:00\"".to_owned(),
                _ => format!(
                    "hours over midnight are two entries: from = \"{a}\", to = \"24:00\" on the \
                     first day, and from = \"00:00\", to = \"{b}\" on the next"
                ),
            },
        );
        return Vec::new();
    }
    let on = |k: &i64| days[*k as usize];
    let at = |k: i64| WeekWindow { from: k * TICKS_PER_DAY + from, to: k * TICKS_PER_DAY + to };
    (0..7).filter(on).map(at).collect()
}

/// Days of the week at a key, or its default.
pub(super) fn days(reader: &Reader<'_, '_>, key: &str) -> Option<[bool; 7]> {
    match reader.item(key) {
        Some(item) => parse_days(item.text()?).map_err(|wrong| item.wrong(wrong)).ok(),
        None => parse_days(reader.default_of(key)?).ok(),
    }
}

fn overtime(reader: &Reader<'_, '_>, open: &[WeekWindow], always: bool) -> Option<Overtime> {
    let windows = week_windows(reader);
    if always {
        reader.error(
            "days",
            "the plant works around the clock: there is no time left for overtime",
            "add `shifts` to [calendar], or delete `overtime`",
        );
    } else if let Some(window) = windows.iter().find(|w| open.iter().any(|s| overlap(*s, **w))) {
        reader.error(
            "from",
            format!("overtime ({}) lies inside the shifts", say(*window)),
            "let it begin when the shift ends, or take another day",
        );
    }
    let below = reader.value("when_below")?;
    let week = TICKS_PER_WEEK as f64 / TICKS_PER_SECOND as f64;
    (!windows.is_empty()).then_some(Overtime { windows, below_weeks: below / week })
}

fn closed(item: &Item<'_, '_>) -> Option<(Date, Date)> {
    if let Value::Date(date) = &item.node.value {
        return Some((*date, *date));
    }
    let text = item.text()?;
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let date = |text: &str| {
        let text = text.trim();
        let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        if date.is_none() {
            item.error(
                format!("\"{text}\" is not a day"),
                "write \"2027-12-24\" or \"2027-12-24..2028-01-02\" (year-month-day)",
            );
        }
        date
    };
    let (first, last) = (date(first)?, date(last)?);
    if first > last {
        item.error("the last day lies before the first", format!("write \"{last}..{first}\""));
        return None;
    }
    Some((first, last))
}

const fn overlap(a: WeekWindow, b: WeekWindow) -> bool {
    a.from < b.to && b.from < a.to
}

/// Sorted windows with touching ones made one.
fn merge(written: &Written<'_, '_>) -> Vec<WeekWindow> {
    let mut merged: Vec<WeekWindow> = Vec::new();
    for (window, _) in written {
        match merged.last_mut() {
            Some(last) if last.to >= window.from => last.to = last.to.max(window.to),
            _ => merged.push(*window),
        }
    }
    merged
}

fn day_of(window: WeekWindow) -> &'static str {
    DAYS[(window.from / TICKS_PER_DAY).clamp(0, 6) as usize]
}

fn say(window: WeekWindow) -> String {
    let clock = |ticks: i64| {
        let minutes = ticks / TICKS_PER_MINUTE;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    let midnight = window.from / TICKS_PER_DAY * TICKS_PER_DAY;
    format!(
        "{} {} to {}",
        day_of(window),
        clock(window.from - midnight),
        clock(window.to - midnight)
    )
}
