//! What differs between a lock and the inputs of today.

use super::leaves::Leaves;
use super::lock::{DataFile, Lock};
use crate::study::Study;
use crate::study::result::Change;
use std::collections::BTreeMap;

/// Paths whose values differ, file by file.
pub fn changes(locked: &BTreeMap<String, Leaves>, now: &BTreeMap<String, Leaves>) -> Vec<Change> {
    let none = Leaves::new();
    let files: std::collections::BTreeSet<&String> = locked.keys().chain(now.keys()).collect();
    let mut changes = Vec::new();
    for file in files {
        let of = |side: &'_ BTreeMap<String, Leaves>| side.get(file).cloned();
        let (old, new) = (of(locked).unwrap_or(none.clone()), of(now).unwrap_or(none.clone()));
        let paths: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let differing = paths.into_iter().filter(|path| old.get(*path) != new.get(*path));
        changes.extend(differing.map(|path| Change {
            file: file.clone(),
            path: path.clone(),
            locked: old.get(path).cloned(),
            now: new.get(path).cloned(),
        }));
    }
    changes
}

/// Records whose bytes differ. A file that cannot be read has no hash.
pub fn data_changes(locked: &[DataFile], now: &[(String, Option<String>)]) -> Vec<Change> {
    let old = |name: &str| locked.iter().find(|f| f.name == name).map(|f| f.sha256.clone());
    let new = |name: &str| now.iter().find(|(n, _)| n == name).and_then(|(_, hash)| hash.clone());
    let names: std::collections::BTreeSet<&str> = locked
        .iter()
        .map(|f| f.name.as_str())
        .chain(now.iter().map(|(name, _)| name.as_str()))
        .collect();
    let change = |name: &str| Change {
        file: "data".to_owned(),
        path: name.to_owned(),
        locked: old(name),
        now: new(name),
    };
    names.into_iter().map(change).filter(|c| c.locked != c.now).collect()
}

impl Study {
    /// What differs between a lock and this study. `data`: files with records and their hashes.
    pub fn differs_from(&self, lock: &Lock, data: &[(String, Option<String>)]) -> Vec<Change> {
        let mut found = changes(&lock.inputs, &self.baseline_inputs());
        found.extend(data_changes(&lock.data, data));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(values: &[(&str, &str)]) -> BTreeMap<String, Leaves> {
        let leaves = values.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())).collect();
        BTreeMap::from([("plant".to_owned(), leaves)])
    }

    #[test]
    fn a10_a_change_names_its_path_with_the_old_and_the_new_value() {
        let old = side(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let new = side(&[("a", "1"), ("b", "4"), ("d", "5")]);
        let found = changes(&old, &new);
        let told: Vec<(&str, Option<&str>, Option<&str>)> =
            found.iter().map(|c| (&*c.path, c.locked.as_deref(), c.now.as_deref())).collect();
        assert_eq!(
            told,
            [("b", Some("2"), Some("4")), ("c", Some("3"), None), ("d", None, Some("5"))]
        );
        assert!(changes(&old, &old).is_empty());
        let data = [DataFile { name: "stops.csv".to_owned(), sha256: "00".to_owned() }];
        assert!(data_changes(&data, &[("stops.csv".to_owned(), Some("00".to_owned()))]).is_empty());
        let gone = data_changes(&data, &[("stops.csv".to_owned(), None)]);
        assert_eq!((gone.len(), gone[0].now.clone()), (1, None));
    }
}
