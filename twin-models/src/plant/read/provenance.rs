//! `[provenance]`: where numbers come from.

use super::keys::PROVENANCE;
use crate::text::{InputEcho, Path, Reader};
use jiff::civil::Date;

/// Where the numbers below a path come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The path.
    pub path: String,
    /// System, document or person.
    pub source: String,
    /// Who answers for it.
    pub owner: String,
    /// `measured`, `estimated`, `vendor` or `industry`.
    pub kind: &'static str,
    /// As of when.
    pub date: Date,
}

/// Reads all records.
pub(super) fn read(root: &Reader<'_, '_>) -> Vec<Provenance> {
    let mut records = Vec::new();
    let Some(item) = root.item("provenance") else { return records };
    let fields = || PROVENANCE.names();
    for (name, entry) in item.entries().unwrap_or_default() {
        let inner = entry.node.as_table();
        if inner
            .is_some_and(|t| !t.entries.is_empty() && t.names().all(|n| fields().all(|f| f != n)))
        {
            let first = inner.and_then(|t| t.names().next()).unwrap_or("x");
            entry.error(
                "the path of a provenance must stand in quotes",
                format!("write \"{name}.{first}\" = {{ source = ..., owner = ..., kind = ..., date = ... }}"),
            );
            continue;
        }
        let Some(reader) = entry.table(&PROVENANCE) else { continue };
        let path = match Path::parse(name) {
            Ok(path) => path,
            Err(error) => {
                entry.error(error.reason, error.remedy.unwrap_or_default());
                continue;
            }
        };
        if root.context.document.at(&path).is_none() {
            entry.warn(
                format!("nothing in this file has the path `{name}`"),
                "it covers no number: check the spelling, or delete it",
            );
        }
        let (source, owner) = (reader.text("source"), reader.text("owner"));
        let (kind, date) = (reader.word("kind"), reader.date("date"));
        if let (Some(source), Some(owner), Some(kind), Some(date)) = (source, owner, kind, date) {
            records.push(Provenance {
                path: path.to_string(),
                source: source.to_owned(),
                owner: owner.to_owned(),
                kind,
                date,
            });
        }
    }
    records
}

/// Gives every number the record with the longest path that covers it.
pub(super) fn assign(records: &[Provenance], inputs: &mut [InputEcho]) {
    for input in inputs {
        let covers = |record: &Provenance| match input.path.strip_prefix(&record.path) {
            Some(rest) => rest.is_empty() || rest.starts_with(['.', '[']),
            None => false,
        };
        let all = records.iter().enumerate().filter(|(_, r)| covers(r));
        input.provenance = all.max_by_key(|(_, r)| r.path.len()).map(|(k, _)| k);
    }
}
