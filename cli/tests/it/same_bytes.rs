//! The same question has the same answer, and nothing costs nothing.

use crate::{empty, gemba, repository, text};
use std::fs;
use std::path::Path;

/// Files whose bytes depend on nothing but the inputs and the seed.
const RESULTS: [&str; 5] = ["report.html", "result.json", "pairs.csv", "case.xlsx", "ledger.csv"];

fn results(folder: &Path, words: &[&str]) -> Vec<Vec<u8>> {
    gemba(folder, words).fine();
    RESULTS.iter().map(|name| fs::read(folder.join("gemba-run").join(name)).unwrap()).collect()
}

#[track_caller]
fn assert_same(one: &[Vec<u8>], other: &[Vec<u8>]) {
    for ((a, b), name) in one.iter().zip(other).zip(RESULTS) {
        assert!(!a.is_empty() && a == b, "{name} differs");
    }
}

#[test]
fn on_one_thread_and_on_two() {
    let one = results(empty().path(), &["run", "--pairs", "4", "--threads", "1"]);
    let two = results(empty().path(), &["run", "--pairs", "4", "--threads", "2"]);
    assert_same(&one, &two);
    let other = results(empty().path(), &["run", "--pairs", "4", "--seed", "5"]);
    assert!(one[2] != other[2], "the seed changes nothing");
}

/// Neither the folder nor the way to the files shows, and the embedded study is the one of `init`.
#[test]
fn from_two_folders() {
    let (one, other) = (empty(), empty());
    gemba(one.path(), &["init", "."]).fine();
    gemba(other.path(), &["init", "a/b c"]).fine();
    let study = "studies/bottling.toml";
    let far = format!("a/b c/{study}");
    let near = results(one.path(), &["run", study, "--pairs", "4"]);
    assert_same(&near, &results(other.path(), &["run", &far, "--pairs", "4"]));
    assert_same(&near, &results(empty().path(), &["run", "--pairs", "4"]));
}

/// A study without effect and without cost: every difference is exactly 0.
#[test]
fn a_placebo_does_nothing() {
    let here = empty();
    let study = repository("examples/studies/placebo.toml");
    gemba(here.path(), &["run", text(&study), "--pairs", "3"]).fine();
    let csv = fs::read_to_string(here.path().join("gemba-run/pairs.csv")).unwrap();
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let zero: Vec<usize> = (0..header.len())
        .filter(|&i| header[i].starts_with("delta_") || header[i].ends_with("_usd"))
        .collect();
    assert_eq!(zero.len(), 12, "{header:?}");
    let rows: Vec<_> = lines.collect();
    assert!(rows.len() >= 3 && rows.len() % 3 == 0, "{} rows", rows.len());
    for row in &rows {
        for &column in &zero {
            assert_eq!(row[column], "0", "{} of {row:?}", header[column]);
        }
    }
}
