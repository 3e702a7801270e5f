//! The baseline from outside: locked, held against, tampered with; and the proof of a number.

use crate::{Ran, empty, gemba, json};
use std::fs;
use std::path::Path;

const STUDY: &str = "D/studies/bottling.toml";
const LOCK: &str = "D/studies/bottling.lock.json";

fn edit(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
}

fn run(folder: &Path) -> Ran {
    gemba(folder, &["run", STUDY, "--pairs", "2", "--out", "R"])
}

#[test]
fn a10_a03_a_baseline_is_locked_held_against_and_cannot_be_tampered_with() {
    let here = empty();
    let here = here.path();
    gemba(here, &["init", "D"]).fine();
    // Not locked: it runs, and says on its first page that it cannot be audited.
    let ran = run(here).fine();
    assert!(ran.out.contains("Not auditable"), "{}", ran.out);
    let ran = gemba(here, &["lock", STUDY, "--pairs", "2"]).fine();
    assert!(ran.out.contains("SHA-256"), "{}", ran.out);
    assert!(ran.err.contains("baseline = \"bottling.lock.json\""), "{}", ran.err);
    let lock = json(&fs::read_to_string(here.join(LOCK)).unwrap());
    assert_eq!(lock["format"], "gemba.lock/1");
    assert_eq!(lock["inputs"]["study"]["finance.wacc"], "10 %/year");
    assert!(lock["scorecard"].as_array().unwrap().len() >= 3);
    // A lock is never written over.
    let again = gemba(here, &["lock", STUDY, "--pairs", "2"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("never overwritten"), "{}", again.err);
    // Named by the study, it is held against every run.
    edit(here, STUDY, "[study]\n", "[study]\nbaseline = \"bottling.lock.json\"\n");
    assert!(run(here).fine().out.contains("Baseline locked"));
    assert!(here.join("R/inputs/baseline.lock.json").exists());
    assert!(gemba(here, &["lock", STUDY, "--check"]).fine().out.contains("as it was locked"));
    // A changed input is told with both values.
    edit(here, STUDY, "wacc = \"10 %/year\"", "wacc = \"8 %/year\"");
    let ran = run(here).fine();
    let line = ran.out.lines().find(|l| l.starts_with("Baseline changed")).unwrap();
    assert!(line.contains("finance.wacc: 8 %/year (locked: 10 %/year)"), "{line}");
    let html = fs::read_to_string(here.join("R/report.html")).unwrap();
    // Numbers are tied to their units.
    let plain = html.replace('\u{a0}', " ");
    assert!(plain.contains("finance.wacc: 8 %/year (locked: 10 %/year)"));
    let ran = gemba(here, &["lock", STUDY, "--check"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains("1 value differs"), "{}", ran.out);
    // A changed lock is refused.
    edit(here, LOCK, "\"wacc\": 0.1", "\"wacc\": 0.08");
    for ran in [run(here), gemba(here, &["lock", STUDY, "--check"])] {
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("was changed after it was locked"), "{}", ran.err);
    }
    fs::remove_file(here.join(LOCK)).unwrap();
    let ran = run(here);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("the lock of the baseline cannot be read"), "{}", ran.err);
}

#[test]
fn c51_without_owners_the_lock_is_refused_with_every_reason() {
    let here = empty();
    gemba(here.path(), &["init", "D"]).fine();
    let ran = gemba(here.path(), &["lock", "D/studies/placebo.toml"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no scorecard"), "{}", ran.err);
    assert!(ran.err.contains("nobody answers for"), "{}", ran.err);
    assert!(!here.path().join("D/studies/placebo.lock.json").exists());
}

#[test]
fn a01_a_number_is_proved_down_to_the_rows_of_the_input_files() {
    let here = empty();
    let here = here.path();
    gemba(here, &["run", "--pairs", "5", "--out", "R", "-q"]).fine();
    let prove = |number: &str, more: &[&str]| {
        gemba(here, &[&["prove", "R", "--number", number], more].concat())
    };
    let text = prove("npv.p50", &[]).fine().out;
    for words in [
        "the same as in result.json, to the last digit",
        "to the cent",
        "prices.piece = 0.55 $/piece; measured, standard costing 2027, owner Controller",
        "gemba replay R --pair ",
    ] {
        assert!(text.replace("\n      ", " ").contains(words), "{words}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let stated = json(&fs::read_to_string(here.join("R/result.json")).unwrap());
    let metrics = &stated["comparisons"][0]["rows"][0]["metrics"];
    for (number, value) in [
        ("npv.p50", &metrics["npv"]["p50"]),
        ("npv.mean", &metrics["npv"]["mean"]),
        ("roi_total.p90", &metrics["roi_total"]["p90"]),
        ("p_npv_positive", &metrics["npv_positive"]["value"]),
    ] {
        let proof = json(&prove(number, &["--json"]).fine().out);
        assert_eq!(&proof["derivation"]["value"], value, "{number}");
        assert_eq!(proof["derivation"]["agrees"], true);
        let lines = proof["chain"]["lines"].as_array().unwrap();
        let sum: f64 = lines.iter().map(|l| l["cash"].as_f64().unwrap()).sum();
        assert!((sum - proof["chain"]["cash"].as_f64().unwrap()).abs() < 0.01);
        assert!(lines.iter().any(|l| l["inputs"][0]["owner"] == "Controller"));
    }
    // A benefit is not in pairs.csv: its pairs are simulated again.
    let proof = json(&prove("benefits.downtime", &["--json"]).fine().out);
    assert_eq!(proof["derivation"]["agrees"], true);
    let wrong = prove("npv.p51", &[]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("near it: npv.p5, npv.mean"), "{}", wrong.err);
    for (option, value) in [("--row", "bugdet"), ("--comparison", "x")] {
        let wrong = prove("npv.p50", &[option, value]);
        assert_eq!(wrong.code, Some(2), "{}", wrong.err);
        assert!(wrong.err.contains("there are"), "{}", wrong.err);
    }
}
