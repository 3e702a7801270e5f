//! What people and programs read, word for word.

use crate::fixture;
use reports::write::{self, InputFile, Kind, MANIFEST_FORMAT, Manifest, Style};

#[test]
fn terminal_headline() {
    let style = Style { colour: false, width: 100, report: Some("out/report.html".to_owned()) };
    let text = write::terminal(&fixture::study(), &style);
    assert!(text.lines().count() <= 30);
    assert!(text.lines().all(|line| line.chars().count() <= 100));
    insta::assert_snapshot!(text);
}

#[test]
fn terminal_headline_of_a_placebo() {
    let mut result = fixture::study();
    result.comparisons = vec![fixture::placebo()];
    result.failed_pairs.clear();
    insta::assert_snapshot!(write::terminal(&result, &Style::default()));
}

#[test]
fn colour_only_when_asked_and_never_more_than_thirty_lines() {
    let mut result = fixture::study();
    let plain = write::terminal(&result, &Style::default());
    assert!(!plain.contains('\u{1b}'));
    let coloured = write::terminal(&result, &Style { colour: true, ..Style::default() });
    assert!(coloured.contains("\u{1b}[1;31m"));
    result.flags = [result.flags.clone(), result.flags].concat();
    result.provenance.partial = true;
    let narrow = Style { width: 80, ..Style::default() };
    let text = write::terminal(&result, &narrow);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let wide =
        write::terminal(&result, &Style { report: Some("r".to_owned()), ..Style::default() });
    assert!(wide.lines().count() <= 30, "{wide}");
}

#[test]
fn result_json_comes_back() {
    let mut result = fixture::study();
    let text = write::result_json(&result).unwrap();
    assert!(text.ends_with("}\n"));
    assert_eq!(text, write::result_json(&result).unwrap());
    let keys: Vec<&str> = text
        .lines()
        .filter(|l| l.starts_with("  \""))
        .filter_map(|l| l.split('"').nth(1))
        .collect();
    insta::assert_snapshot!(keys.join("\n"));
    // The pairs stand in a file of their own.
    result.pairs.clear();
    let back: scenarios::study::result::StudyResult = serde_json::from_str(&text).unwrap();
    assert_eq!(back, result);
}

#[test]
fn pairs_csv() {
    let text = write::pairs_csv(&fixture::study()).unwrap();
    let head: Vec<&str> = text.lines().take(7).collect();
    insta::assert_snapshot!(head.join("\n"));
    let columns = head[0].split(',').count();
    assert!(text.lines().all(|line| line.split(',').count() == columns));
}

#[test]
fn schemas_describe_what_is_written() {
    for (name, kind) in Kind::ALL {
        assert_eq!(name.parse(), Ok(kind));
        let schema: serde_json::Value =
            serde_json::from_str(&write::schema(kind).unwrap()).unwrap();
        assert!(schema["properties"]["format"].is_object(), "{name}");
        assert!(schema["properties"]["format"]["description"].is_string(), "{name}");
    }
    let error = "rezult".parse::<Kind>().unwrap_err();
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn manifest() {
    let manifest = Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        version: "0.1.0".to_owned(),
        command: ["gemba", "run", "pdm.toml"].map(str::to_owned).to_vec(),
        started: "2026-01-05T09:00:00+01:00".to_owned(),
        wall_seconds: 12.5,
        threads: 2,
        seed: 7,
        pairs: 400,
        partial: false,
        inputs: vec![InputFile {
            role: "study".to_owned(),
            path: "pdm.toml".to_owned(),
            sha256: "00".repeat(32),
        }],
        outputs: ["result.json", "pairs.csv", "report.html"].map(str::to_owned).to_vec(),
    };
    insta::assert_snapshot!(manifest.to_json().unwrap());
}
