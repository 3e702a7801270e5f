//! Quality for drawn plants that move piece by piece.

use sim_core::Streams;
use std::fmt::Write;

/// The plant, in two of three cases with characteristics and inspection points of its own.
pub(crate) fn with_quality(number: u64, text: String) -> String {
    let mut luck = Streams::new(8, number).stream("plant", "quality");
    let mut chance = |p: f64| luck.uniform() < p;
    if chance(0.33) {
        return text;
    }
    let mut text = without_inspection(&text);
    let machines: Vec<&str> = ["a", "b", "c", "d"]
        .into_iter()
        .filter(|m| text.contains(&format!("[machines.{m}]")))
        .collect();
    let mut add = |line: &str| writeln!(text, "{line}").expect("text");
    for (q, at) in ["q1", "q2"].into_iter().zip([machines[0], machines[machines.len() - 1]]) {
        add(&format!("[quality.{q}]\nat = {at:?}\nupper = 2.5\nvisual = \"2 %\""));
        if chance(0.6) {
            add("lower = -2");
        }
        if chance(0.5) {
            add(
                "tool = { wear = { normal = { mean = 0.01, sd = 0.005 } }, life = 150, change = \"12 min\", \
                 breaks = { weibull = { shape = 3, mean = \"400 pieces\" } } }",
            );
        }
        if chance(0.4) {
            add("lots = { size = 70, bad = \"10 %\", adds = \"10 %\" }");
        }
        if chance(0.5) {
            add(
                "gauge = { every = 20, sample = 4, sd = 0.2, rules = [2, 3, 4], acted_on = \"90 %\" }",
            );
        }
        if chance(0.5) {
            add(
                "monitor = { detects = \"80 %\", lag = \"5 pieces\", false_stops = \"300 pieces\" }",
            );
        }
        let more = if chance(0.5) { ", sorts = \"80 %\"" } else { ", keeps_running = true" };
        add(&format!(
            "response = {{ find = \"20 min\", fix = \"30 min\", false_alarm = \"5 min\"{more} }}"
        ));
        add("escapes = { claim = \"50 %\", lag = \"5 d\", cluster = 3 }");
        add(&format!(
            "[quality.{q}.causes.c]\nevery = {{ exponential = {{ mean = \"300 pieces\" }} }}"
        ));
        add(
            "shift = 2\nspread_x = 1.3\ncleared_by_tool_change = \"50 %\"\ncleared_by_restart = \"50 %\"",
        );
    }
    for (p, at) in ["p1", "p2"].into_iter().zip(&machines) {
        if !chance(0.7) {
            continue;
        }
        add(&format!(
            "[inspections.{p}]\nat = {at:?}\ndetects = {{ visual = \"60 %\", default = \"90 %\" }}"
        ));
        add("false_reject = \"2 %\"\nverify = \"50 %\"");
        if chance(0.4) {
            add("plan = { lot = 40, sample = 10, accept = 0 }");
        }
        if chance(0.5) {
            add(
                "rework = { kinds = [\"low\", \"visual\"], success = \"70 %\", most = 2, hours = \"0.5 h\" }",
            );
        }
    }
    text
}

/// [inspection] and [inspections] exclude each other.
fn without_inspection(text: &str) -> String {
    let mut inside = false;
    let keep = |line: &&str| {
        if line.starts_with('[') {
            inside = *line == "[inspection]";
        }
        !inside
    };
    text.lines().filter(keep).map(|line| format!("{line}\n")).collect()
}
