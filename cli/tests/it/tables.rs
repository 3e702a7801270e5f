//! A study as a workbook: the same answer, and faults at their cells.

use crate::{empty, gemba, json, names, text};
use rust_xlsxwriter::Workbook;
use std::fs;

#[test]
fn a22_a_study_from_a_workbook_has_the_same_answer() {
    let folder = empty();
    let here = folder.path();
    gemba(here, &["init", "my", "--xlsx"]).fine();
    let books: Vec<String> =
        names(&here.join("my/studies")).into_iter().filter(|n| n.ends_with(".xlsx")).collect();
    assert_eq!(books.len(), 6);
    for book in &books {
        gemba(here, &["check", &format!("my/studies/{book}")]).fine();
    }
    for form in ["toml", "xlsx"] {
        let study = format!("my/studies/placebo.{form}");
        gemba(here, &["run", &study, "--pairs", "3", "--quiet", "--out", form]).fine();
    }
    let read = |path: &str| fs::read_to_string(here.join(path)).unwrap();
    assert_eq!(read("toml/pairs.csv"), read("xlsx/pairs.csv"));
    let result = |form: &str| {
        let mut result = json(&read(&format!("{form}/result.json")));
        result["provenance"]["input_hash"] = serde_json::Value::Null;
        result["assumptions"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
        result
    };
    assert_eq!(result("toml"), result("xlsx"));
}

#[test]
fn faults_of_a_workbook_name_sheet_row_and_column() {
    let folder = empty();
    let path = folder.path().join("bad.xlsx");
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name("study").unwrap();
    let rows =
        [("key", "value"), ("name", "A study"), ("horizen", "60 months"), ("plant", "none.toml")];
    for (r, (key, value)) in (0..).zip(rows) {
        page.write_string(r, 0, key).unwrap();
        page.write_string(r, 1, value).unwrap();
    }
    book.save(&path).unwrap();
    let run = gemba(folder.path(), &["run", "bad.xlsx", "--out", "out"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("bad.xlsx [study]:3:2"), "{}", run.err);
    assert!(run.err.contains("horizon"), "{}", run.err);
    assert!(!folder.path().join("out").exists());

    fs::write(&path, "no workbook at all").unwrap();
    let run = gemba(folder.path(), &["check", text(&path)]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("no readable .xlsx workbook"), "{}", run.err);
}
