//! One category, several spellings.

use std::collections::BTreeMap;

use crate::clean::{Action, RuleCount};
use crate::event::Stop;
use crate::read::header::normalised;

type Field = fn(&mut Stop) -> &mut Option<String>;

/// The category columns.
const FIELDS: [(&str, Field); 4] = [
    ("machine", |s| &mut s.machine),
    ("group", |s| &mut s.group),
    ("reason", |s| &mut s.reason),
    ("type", |s| &mut s.kind),
];

/// Merges spellings that differ in case, accents, blanks or marks only; the commonest one stays.
pub fn merge(stops: &mut [Stop], rules: &mut Vec<RuleCount>) {
    for (name, field) in FIELDS {
        let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for text in stops.iter_mut().filter_map(|s| field(s).clone()) {
            *spellings.entry(normalised(&text)).or_default().entry(text).or_default() += 1;
        }
        let chosen: BTreeMap<String, String> = spellings
            .iter()
            .filter_map(|(key, ways)| {
                let (way, _) = ways.iter().max_by_key(|(_, count)| **count)?;
                Some((key.clone(), way.clone()))
            })
            .collect();
        let merged = spellings.values().filter(|ways| ways.len() > 1).count();
        let mut rows = Vec::new();
        for stop in stops.iter_mut() {
            let row = stop.row;
            if let Some(text) = field(stop)
                && let Some(way) = chosen.get(&normalised(text))
                && way != text
            {
                way.clone_into(text);
                rows.push(row);
            }
        }
        if !rows.is_empty() {
            let rule = format!("spelling variant of {name}");
            let detail = format!("{merged} categories in several spellings, merged");
            rules.push(RuleCount::new(&rule, Action::Corrected, &rows, detail));
        }
    }
}
