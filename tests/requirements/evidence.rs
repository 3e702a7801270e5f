//! What proves a row: tests by their names, documents by a phrase that must stand in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The house.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Lines of a table beside this file, without its head, cut at tabs.
pub(crate) fn rows(name: &str, columns: usize) -> Vec<Vec<String>> {
    let path = root().join("tests/requirements").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let cut = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        assert_eq!(cells.len(), columns, "{name}: {line}");
        cells
    };
    text.lines().skip(1).filter(|line| !line.is_empty()).map(cut).collect()
}

/// IDs at the head of a test's name, `A31` or `trap 7`.
fn ids(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = name;
    loop {
        let (head, tail) = rest.split_once('_').unwrap_or((rest, ""));
        let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
        if head == "trap" {
            let (number, after) = tail.split_once('_').unwrap_or((tail, ""));
            let Some(number) = number.parse::<u32>().ok().filter(|_| digits(number)) else {
                return found;
            };
            found.push(format!("trap {number}"));
            rest = after;
        } else if head.len() == 3 && head.starts_with(['a', 'b', 'c', 'd']) && digits(&head[1..]) {
            found.push(head.to_uppercase());
            rest = tail;
        } else {
            return found;
        }
    }
}

fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, all);
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
}

/// ID -> tests, each as `crate: name`, in order.
pub(crate) fn tests() -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for house in
        ["sim-core", "twin-models", "calibration", "scenarios", "reports", "cli", "sheets", "tests"]
    {
        let mut files = Vec::new();
        walk(&root().join(house), &mut files);
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let mut marked = false;
            for line in text.lines().map(str::trim) {
                if line == "#[test]" {
                    marked = true;
                } else if let Some(name) = line.strip_prefix("fn ").filter(|_| marked) {
                    marked = false;
                    let name = name.split('(').next().unwrap_or(name);
                    for id in ids(name) {
                        all.entry(id).or_default().push(format!("{house}: `{name}`"));
                    }
                }
            }
        }
    }
    all
}

/// ID -> documents that show it; panics where the phrase is gone.
pub(crate) fn documents() -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for row in rows("documented.tsv", 3) {
        let text = fs::read_to_string(root().join(&row[1])).unwrap_or_default();
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(&row[2]), "{}: {} does not say: {}", row[0], row[1], row[2]);
        all.entry(row[0].clone()).or_default().push(format!("[{0}](../{0})", row[1]));
    }
    all
}

#[test]
fn names_are_read() {
    assert_eq!(ids("a31_b04_trap_07_a_test"), ["A31", "B04", "trap 7"]);
    assert_eq!(ids("a_test_of_a31"), Vec::<String>::new());
    assert_eq!(ids("trap_without_number"), Vec::<String>::new());
}
