//! A run in which nobody's word is taken for an effect.

use crate::{empty, gemba, json};
use std::fs;

const STUDY: &str = "D/studies/bottling.toml";

#[test]
fn a32_a_run_without_the_vendor_says_so_and_is_proved_and_priced_so() {
    let here = empty();
    let here = here.path();
    gemba(here, &["init", "D"]).fine();
    let vendor = ["run", STUDY, "--pairs", "2", "--without", "vendor", "--out", "R"];
    let ran = gemba(here, &vendor).fine();
    assert!(
        ran.out.contains("Without the effects that rest on inputs of kind vendor"),
        "{}",
        ran.out
    );
    let result = json(&fs::read_to_string(here.join("R/result.json")).unwrap());
    assert_eq!(result["provenance"]["without"], json("[\"vendor\"]"));
    let base = &result["comparisons"][0]["rows"][0]["metrics"];
    assert!(base["npv"]["max"].as_f64().unwrap() < 0.0, "costs without a benefit");
    // It is simulated again so, and to the last digit.
    gemba(here, &["prove", "R", "--number", "npv.p50"]).fine();
    let priced = gemba(here, &["reprice", "R", "--set", "finance.tax=25 %", "--json"]).fine();
    assert_eq!(json(&priced.out)["comparisons"], result["comparisons"]);
    // With the vendor the report tells the share.
    gemba(here, &["run", STUDY, "--pairs", "2", "--out", "W"]).fine();
    let html = fs::read_to_string(here.join("W/report.html")).unwrap();
    assert!(html.contains("How much of it rests on vendors and industry averages"));
    let result = json(&fs::read_to_string(here.join("W/result.json")).unwrap());
    let row = &result["resting_on"]["rows"][0];
    assert_eq!((&row["kinds"][0], &row["pairs"]), (&json("\"vendor\""), &json("2")));
    // What nobody declares is told, and an unknown kind is refused.
    let none = ["run", STUDY, "--pairs", "2", "--without", "industry", "--out", "N"];
    let ran = gemba(here, &none).fine();
    assert!(ran.err.contains("no effect rests on inputs of kind industry"), "{}", ran.err);
    assert_eq!(gemba(here, &["run", STUDY, "--without", "hope"]).code, Some(2));
}
