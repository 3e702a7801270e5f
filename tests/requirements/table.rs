//! The table of requirements: every row is shown by something, or its gap is told.

use crate::evidence::{documents, root, rows, tests};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

/// Areas in the order of the document, with their headings.
const AREAS: [(&str, &str); 6] = [
    ("money", "Money"),
    ("baseline", "Baseline and provenance"),
    ("risk", "Risk and uncertainty"),
    ("implementation", "Implementation"),
    ("reporting", "Reporting"),
    ("physics", "The factory itself"),
];

struct Row {
    id: String,
    area: String,
    says: String,
    shown: Vec<String>,
    /// What is missing, and why.
    gap: Option<String>,
}

fn all() -> Vec<Row> {
    let (tests, documents) = (tests(), documents());
    let gaps: BTreeMap<String, String> =
        rows("open.tsv", 2).into_iter().map(|r| (r[0].clone(), r[1].clone())).collect();
    rows("rows.tsv", 3)
        .into_iter()
        .map(|row| {
            let [id, area, says] = row.try_into().expect("three columns");
            let shown = tests.get(&id).into_iter().chain(documents.get(&id)).flatten();
            Row { shown: shown.cloned().collect(), gap: gaps.get(&id).cloned(), id, area, says }
        })
        .collect()
}

fn word(row: &Row) -> &'static str {
    match (row.shown.is_empty(), &row.gap) {
        (false, None) => "met",
        (false, Some(_)) => "in part",
        (true, _) => "not met",
    }
}

fn page() -> String {
    let (rows, tests) = (all(), tests());
    let mut text = String::from(
        "# What is asked, and what shows it\n\nWritten from the names of the tests \
         (`tests/requirements`); do not edit. IDs: A finance, B the formula of ROI and its drivers, C \
         measures by kind of twin, D the smart factory. A row is *met* where a test or a document \
         shows it and no gap is known, *in part* where something is missing, *not met* where nothing \
         shows it.\n\n| area | met | in part | not met |\n|---|---:|---:|---:|\n",
    );
    for (area, title) in AREAS {
        let count =
            |state: &str| rows.iter().filter(|r| r.area == area && word(r) == state).count();
        let _ = writeln!(
            text,
            "| {title} | {} | {} | {} |",
            count("met"),
            count("in part"),
            count("not met")
        );
    }
    for (area, title) in AREAS {
        let _ = write!(
            text,
            "\n## {title}\n\n| ID | what the software does | state | shown by, and what is missing |\n|---|---|---|---|\n"
        );
        for row in rows.iter().filter(|r| r.area == area) {
            let mut cell = row.shown.join("<br>");
            if let Some(gap) = &row.gap {
                let _ = write!(cell, "{}*{gap}*", if cell.is_empty() { "" } else { "<br>" });
            }
            let _ = writeln!(text, "| {} | {} | {} | {cell} |", row.id, row.says, word(row));
        }
    }
    text.push_str(
        "\n## Modelling traps\n\n| trap | what goes wrong elsewhere | held by |\n|---:|---|---|\n",
    );
    for (number, trap) in (1..).zip(crate::traps::TRAPS) {
        let held = tests.get(&format!("trap {number}")).map(|t| t.join("<br>"));
        let _ = writeln!(text, "| {number} | {trap} | {} |", held.unwrap_or_default());
    }
    text
}

#[test]
fn every_row_is_shown_or_its_gap_is_told() {
    let bare: Vec<String> = all()
        .into_iter()
        .filter(|r| r.area != "physics" && r.shown.is_empty() && r.gap.is_none())
        .map(|r| r.id)
        .collect();
    assert!(bare.is_empty(), "neither shown nor explained: {}", bare.join(" "));
}

#[test]
fn every_trap_has_its_test() {
    let tests = tests();
    let free: Vec<usize> = (1..=crate::traps::TRAPS.len())
        .filter(|n| !tests.contains_key(&format!("trap {n}")))
        .collect();
    assert!(free.is_empty(), "without a test: {free:?}");
}

#[test]
fn no_name_points_nowhere() {
    let known: BTreeSet<String> = all().into_iter().map(|r| r.id).collect();
    let traps = crate::traps::TRAPS.len();
    let of_trap = |id: &str| {
        id.strip_prefix("trap ")
            .and_then(|n| n.parse().ok())
            .is_some_and(|n: usize| (1..=traps).contains(&n))
    };
    for (id, names) in tests() {
        assert!(known.contains(&id) || of_trap(&id), "{id} is no row: {names:?}");
    }
    for gap in rows("open.tsv", 2) {
        assert!(known.contains(&gap[0]), "{} is no row", gap[0]);
    }
}

#[test]
fn the_page_is_that_of_the_tests() {
    let path = root().join("docs/requirements.md");
    let page = page();
    if std::env::var_os("GEMBA_WRITE_DOCS").is_some() {
        fs::write(&path, &page).expect("docs can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "docs/requirements.md is old: GEMBA_WRITE_DOCS=1 writes it");
}
