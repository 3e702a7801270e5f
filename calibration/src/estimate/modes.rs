//! Which categories become failure modes of their own.

use std::collections::BTreeMap;

use crate::clean::Cleaned;
use crate::event::{Hours, Stop};
use crate::read::header::normalised;
use crate::read::mapping::Mapping;

/// Fewest stops for a failure mode of its own, unless the mapping says otherwise.
pub const MODE_EVENTS: usize = 30;

/// A failure mode: its key in the plant file, its label in the log, its stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Key: lower case ASCII and underscores.
    pub key: String,
    /// Category as written.
    pub label: String,
    /// Indices into the clean stops.
    pub members: Vec<usize>,
}

/// Splits the stops by category; rare categories are pooled. Without a category column, all stops
/// are one mode.
pub fn split(cleaned: &Cleaned, map: &Mapping) -> Vec<Mode> {
    let has_group = cleaned.stops.iter().any(|s| s.group.is_some());
    let by = map.rules.modes.as_deref().unwrap_or(if has_group { "group" } else { "none" });
    let label = |s: &Stop| match by {
        "machine" => s.machine.clone(),
        "group" => s.group.clone(),
        "reason" => s.reason.clone(),
        "type" => s.kind.clone(),
        _ => None,
    };
    let least = map.rules.mode_events.unwrap_or(MODE_EVENTS).max(3);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, stop) in cleaned.stops.iter().enumerate() {
        groups.entry(label(stop).unwrap_or_default()).or_default().push(i);
    }
    let timed = |m: &[usize]| m.iter().filter(|i| cleaned.stops[**i].duration_s.is_some()).count();
    let (mut own, pooled): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(name, members)| !name.is_empty() && timed(members) >= least);
    let mut rest: Vec<usize> = pooled.into_iter().flat_map(|(_, members)| members).collect();
    rest.sort_unstable();
    if timed(&rest) < 3
        && let Some((_, members)) = own.iter_mut().max_by_key(|(_, m)| m.len())
    {
        members.append(&mut rest);
        members.sort_unstable();
    }
    let name = if own.is_empty() { "all stops" } else { "other stops" };
    own.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    if !rest.is_empty() {
        own.push((name.to_owned(), rest));
    }
    let mut modes: Vec<Mode> = Vec::new();
    for (label, members) in own {
        let mut key = slug(&label);
        while modes.iter().any(|m| m.key == key) {
            key.push('_');
        }
        modes.push(Mode { key, label, members });
    }
    modes
}

/// A TOML key from a label: "Robots Base Coat" gives `robots_base_coat`.
pub fn slug(label: &str) -> String {
    let ascii: String = normalised(label)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if ascii.is_empty() { "mode".to_owned() } else { ascii }
}

/// (stops, running hours) of every day with running hours.
pub fn windows(cleaned: &Cleaned, members: &[usize], hours: &Hours) -> Vec<(f64, f64)> {
    let mut counts = BTreeMap::new();
    for date in members.iter().filter_map(|i| cleaned.stops[*i].date) {
        *counts.entry(date).or_insert(0.0) += 1.0;
    }
    hours
        .days
        .iter()
        .filter(|d| d.running_h > 0.0)
        .map(|d| (counts.get(&d.date).copied().unwrap_or(0.0), d.running_h))
        .collect()
}
