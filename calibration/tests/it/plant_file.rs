//! Small logs made up for one property each.

use std::fmt::Write;
use std::path::Path;

use calibration::clean::Action;
use calibration::fit::Family;
use calibration::{Calibration, calibrate};
use sim_core::Streams;

fn run(folder: &Path, text: &str, map: Option<&str>) -> Calibration {
    let log = folder.join("stops.csv");
    std::fs::write(&log, text).unwrap();
    let path = folder.join("map.toml");
    let map = map.map(|text| std::fs::write(&path, text).map(|()| path.as_path()).unwrap());
    calibrate(&log, map).unwrap_or_else(|e| panic!("{e}"))
}

/// A log of 400 stops around the clock: two modes with exponential lives of 10 h and 40 h of
/// operation and constant repairs of 30 min and 120 min, give or take.
fn two_modes() -> String {
    let mut luck = Streams::new(7, 0).stream("test", "log");
    let mut exponential = |mean: f64| -mean * libm::log(luck.uniform());
    let (mut next, mut clock_s) = ([exponential(10.0), exponential(40.0)], 0.0);
    let mut text = String::from("Start\tEnde\tKategorie\n");
    for _ in 0..400 {
        let mode = usize::from(next[1] < next[0]);
        let run_h = next[mode];
        next = next.map(|n| n - run_h);
        next[mode] = exponential([10.0, 40.0][mode]);
        clock_s += run_h * 3600.0;
        let repair_s = [1800.0, 7200.0][mode] * (0.5 + 0.5 * exponential(1.0));
        let stamp = |s: f64| {
            let s = s.round() as i64;
            let day = jiff::civil::Date::constant(2023, 1, 1);
            let day = day.checked_add(jiff::Span::new().days(s / 86_400)).unwrap();
            format!("{day} {:02}:{:02}:{:02}", s / 3600 % 24, s / 60 % 60, s % 60)
        };
        let label = [["Antrieb", "ANTRIEB "], ["Sensor", "Sensor"]][mode][clock_s as usize % 2];
        writeln!(text, "{}\t{}\t{label}", stamp(clock_s), stamp(clock_s + repair_s)).unwrap();
        clock_s += repair_s;
    }
    text
}

#[test]
fn trap_13_two_competing_modes_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let result = run(folder.path(), &two_modes(), None);
    let modes = &result.report.estimate.modes;
    assert_eq!(modes.len(), 2);
    for (mode, label, mean_h) in [(&modes[0], "antrieb", 10.0), (&modes[1], "sensor", 40.0)] {
        assert_eq!(mode.key, label);
        let life_h = mode.life.law.mean() / 3600.0;
        let error = 2.58 / (mode.stops as f64).sqrt();
        assert!((life_h / mean_h - 1.0).abs() < error, "{label}: {life_h}");
    }
    assert_eq!(modes[0].life.law.family, Family::Exponential, "323 lives tell the shape");
    let e = &result.report.estimate;
    assert!((e.availability - e.observed.availability).abs() < 1e-9);
    let merged = result.report.rules.iter().find(|r| r.rule.contains("spelling")).unwrap();
    assert_eq!(merged.action, Action::Corrected);
}

#[test]
fn the_same_log_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = [0, 1].map(|_| run(folder.path(), &two_modes(), None));
    assert_eq!(a.plant_toml, b.plant_toml);
    assert_eq!(a.report.to_text(), b.report.to_text());
    assert!(serde_json::to_string(&a.report).unwrap().contains("\"family\":\"exponential\""));
}

#[test]
fn every_rule_counts_its_rows() {
    let text = "\
id,start,end,stopped,type,group
1,2024-01-02 08:00,2024-01-02 08:10,yes,unplanned,drive
2,2024-01-02 09:00,2024-01-02 09:10,no,unplanned,drive
3,2024-01-02 10:00,2024-01-02 10:10,yes,planned,drive
4,2024-01-02 11:00,2024-01-02 11:30,yes,unplanned,drive
5,2024-01-02 11:20,2024-01-02 11:40,yes,unplanned,drive
6,2024-01-02 11:25,2024-01-02 11:35,yes,unplanned,drive
7,2024-01-02 13:00,2024-01-02 13:00,yes,unplanned,drive
8,2024-01-02 14:00,2024-01-02 14:20,yes,unplanned,drive
8,2024-01-02 14:00,2024-01-02 14:20,yes,unplanned,drive
9,,,yes,unplanned,drive
10,2024-01-02 15:00,2024-01-02 15:01,yes,unplanned,drive
11,2024-01-02 16:00,2024-01-02 16:15,yes,unplanned,Drive
";
    let folder = tempfile::tempdir().unwrap();
    let result = run(folder.path(), text, Some("[rules]\nminor_below = \"2 min\"\n"));
    let counts: Vec<_> =
        result.report.rules.iter().map(|r| (r.rule.as_str(), r.action, r.rows)).collect();
    let want = [
        ("the line did not stop", Action::Dropped, 1),
        ("planned stop", Action::Dropped, 1),
        ("no date or no time", Action::Dropped, 1),
        ("duplicate", Action::Dropped, 1),
        ("zero duration", Action::CountedOnly, 1),
        ("minor stop", Action::Dropped, 1),
        ("spelling variant of group", Action::Corrected, 1),
        ("overlap", Action::Corrected, 1),
        ("overlap", Action::Dropped, 1),
    ];
    assert_eq!(counts, want);
    assert_eq!(result.report.estimate.observed.stops, 5 + 1);
    insta::assert_snapshot!(result.report.to_text());
}

#[test]
fn d03_few_stops_give_exponential_laws() {
    let mut text = String::from("start|minutos|causa\n");
    for (day, minutes) in [(1, "5,5"), (2, "7"), (4, "6"), (7, "30"), (13, "12,25")] {
        writeln!(text, "{day:02}/02/2024 10:00|{minutes}|x").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let result = run(folder.path(), &text, None);
    let mode = &result.report.estimate.modes[0];
    assert_eq!(mode.life.law.family, Family::Exponential);
    assert_eq!(mode.repair.law.family, Family::Exponential);
    assert_eq!(mode.repair.selection.as_ref().unwrap().refused.len(), 3);
    insta::assert_snapshot!(result.plant_toml);
}

#[test]
fn a_hostile_name_cannot_leave_its_string() {
    let text = two_modes().replace("Sensor", "Sen\"sor\\");
    let folder = tempfile::tempdir().unwrap();
    let result = run(folder.path(), &text, Some("[plant]\nname = 'A \"b\" \\ c'\n"));
    let plant: toml::Table = toml::from_str(&result.plant_toml).unwrap();
    assert_eq!(plant["plant"]["name"].as_str(), Some("A \"b\" \\ c"));
}
