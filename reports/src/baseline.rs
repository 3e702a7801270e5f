//! Words about the baseline: what a lock says, what has changed since, how far a result can be
//! audited.

use crate::document::Note;
use crate::number::{Scale, UNKNOWN, count, half_width};
use crate::write::wrap;
use scenarios::baseline::lock::{Lock, LockedKpi};
use scenarios::study::result::{Baseline, Change, Interval, LockState, LockUsed};

/// Changes named on the first page.
const FIRST: usize = 3;
/// Columns of a terminal.
const WIDTH: usize = 100;

/// The day of an instant.
pub(crate) fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}

/// One change in words.
pub(crate) fn change(change: &Change) -> String {
    let Change { file, path, locked, now } = change;
    let whose = if file == "data" { "records " } else { "" };
    match (locked, now) {
        (Some(old), Some(new)) if file == "data" => {
            format!("{whose}{path}: other contents ({}, locked {})", short(new), short(old))
        }
        (Some(old), Some(new)) => format!("{path}: {new} (locked: {old})"),
        (None, Some(new)) if file == "data" => {
            format!("{whose}{path}: not locked ({})", short(new))
        }
        (None, Some(new)) => format!("{path}: {new} (not in the lock)"),
        (Some(old), None) if file == "data" => {
            format!("{whose}{path}: cannot be read (locked {})", short(old))
        }
        (Some(old), None) => format!("{path}: gone (locked: {old})"),
        (None, None) => format!("{whose}{path}: cannot be read, and is not locked"),
    }
}

/// The first digits of a hash.
pub(crate) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

fn owners(baseline: &Baseline) -> String {
    match baseline.inputs_without_owner {
        0 => format!("Each of the {} inputs has an owner.", count(baseline.inputs)),
        n => format!("Nobody answers for {} of the {} inputs.", count(n), count(baseline.inputs)),
    }
}

fn since(lock: Option<&LockUsed>) -> String {
    lock.map_or_else(String::new, |lock| {
        format!("{} on {}, SHA-256 {}", lock.file, day(&lock.locked), short(&lock.sha256))
    })
}

/// What the first page says of the baseline.
pub(crate) fn statement(baseline: &Baseline) -> Note {
    let owners = owners(baseline);
    match baseline.state {
        LockState::Unlocked => Note::warning(
            "Not auditable",
            format!(
                "the baseline is not locked, so nobody can show later what was compared (gemba lock). \
                 {owners}"
            ),
        ),
        LockState::Locked => Note::information(
            "Baseline locked",
            format!(
                "{}; every input on which it rests is unchanged. {owners}",
                since(baseline.lock.as_ref())
            ),
        ),
        LockState::Changed => {
            let all = &baseline.changes;
            let named: Vec<String> = all.iter().take(FIRST).map(change).collect();
            let more = match all.len().saturating_sub(FIRST) {
                0 => String::new(),
                n => format!("; and {n} more in the chapter Baseline"),
            };
            let plural = if all.len() == 1 { "input differs" } else { "inputs differ" };
            Note::warning(
                "Baseline changed",
                format!(
                    "{} {plural} from the lock: {}{more}. Lock: {}. {owners}",
                    all.len(),
                    named.join("; "),
                    since(baseline.lock.as_ref())
                ),
            )
        }
    }
}

/// A value with its unit, in the digits that its interval supports.
pub(crate) fn value(value: f64, unit: &str, interval: Option<Interval>, currency: &str) -> String {
    scale(value, unit, interval, currency).full(value)
}

/// The scale of such a value.
pub(crate) fn scale(value: f64, unit: &str, interval: Option<Interval>, currency: &str) -> Scale {
    let error = half_width(interval).filter(|h| *h > 0.0);
    Scale::of_unit(&unit.replacen("money", currency, 1), value.abs(), error)
}

fn line(kpi: &LockedKpi, currency: &str) -> String {
    let Some(mean) = kpi.value else { return format!("{}: {UNKNOWN}", kpi.title) };
    let say = |x: f64| value(x, &kpi.unit, kpi.interval_90, currency);
    let on = kpi.on.as_ref().map_or_else(String::new, |on| format!(" ({on})"));
    let interval = kpi
        .interval_90
        .map_or_else(String::new, |i| format!(", 90 % interval {} to {}", say(i.low), say(i.high)));
    let futures = kpi.futures_90.map_or_else(String::new, |i| {
        format!("; nine of ten futures {} to {}", say(i.low), say(i.high))
    });
    let owner = format!("; {} from {}", kpi.owner, kpi.source);
    format!("{}{on}: {}{interval}{futures}{owner}", kpi.title, say(mean))
}

/// What `gemba lock` has done.
pub fn locked(lock: &Lock, file: &str) -> String {
    let Lock { study, plant, pairs, window, .. } = lock;
    let mut lines = wrap(
        &format!(
            "Baseline of {study} ({plant}), {} months from {}, {} futures of today's plant:",
            window.months,
            window.from,
            count(*pairs)
        ),
        WIDTH,
    );
    for kpi in &lock.scorecard {
        let text = line(kpi, &lock.currency);
        lines.extend(
            wrap(&text, WIDTH - 4)
                .into_iter()
                .enumerate()
                .map(|(k, line)| format!("  {} {line}", if k == 0 { "-" } else { " " })),
        );
    }
    let inputs: usize = lock.inputs.values().map(|leaves| leaves.len()).sum();
    lines.push(format!(
        "It rests on {} values of plant and study file, {} files of records.",
        count(inputs as u64),
        lock.data.len()
    ));
    lines.push(format!("Locked {} as {file}", lock.locked));
    lines.push(format!("SHA-256 (canonical JSON, RFC 8785) {}", lock.sha256));
    lines.join("\n") + "\n"
}

/// What `gemba lock --check` has found.
pub fn checked(lock: &Lock, file: &str, changes: &[Change]) -> String {
    let head = format!("{file}: locked {}, SHA-256 {}, sound", lock.locked, short(&lock.sha256));
    if changes.is_empty() {
        return format!("{head}\nEvery value on which the baseline rests is as it was locked.\n");
    }
    let mut lines = vec![head];
    let plural = if changes.len() == 1 { "value differs" } else { "values differ" };
    lines.push(format!("{} {plural} from the lock:", changes.len()));
    lines.extend(changes.iter().map(|c| format!("  {}: {}", c.file, change(c))));
    lines.join("\n") + "\n"
}
