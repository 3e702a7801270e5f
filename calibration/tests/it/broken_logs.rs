//! Logs that cannot be used, and what the reader is told (golden texts).

use std::path::PathBuf;

use calibration::{Calibration, CalibrationError, calibrate};

/// Calibrates a file of these bytes, with a mapping if given.
fn run(name: &str, bytes: &[u8], map: Option<&str>) -> Result<Calibration, CalibrationError> {
    let folder = tempfile::tempdir().unwrap();
    let log: PathBuf = folder.path().join(name);
    std::fs::write(&log, bytes).unwrap();
    let map = map.map(|text| {
        let path = folder.path().join("map.toml");
        std::fs::write(&path, text).unwrap();
        path
    });
    calibrate(&log, map.as_deref())
}

fn refusal(name: &str, bytes: &[u8], map: Option<&str>) -> String {
    run(name, bytes, map).unwrap_err().to_string()
}

#[test]
fn absent_file() {
    let error = calibrate(&PathBuf::from("nowhere/stops.csv"), None).unwrap_err();
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn empty_file() {
    insta::assert_snapshot!(refusal("stops.csv", b"\n\n", None));
}

#[test]
fn header_only() {
    insta::assert_snapshot!(refusal("stops.csv", b"start,end\n", None));
}

#[test]
fn binary_file() {
    insta::assert_snapshot!(refusal("stops.csv", &[1, 2, 0, 255, 7, 9], None));
}

#[test]
fn old_workbook() {
    insta::assert_snapshot!(refusal("stops.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0], None));
}

#[test]
fn damaged_workbook() {
    insta::assert_snapshot!(refusal("stops.xlsx", b"PK\x03\x04 not a zip", None));
}

#[test]
fn february_30() {
    let text = "date;duration min\n29/01/2024;5\n30/02/2024;7\n31/02/2024;8\n14/03/2024;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn no_duration_column() {
    let text = "date;machine;who\n29/01/2024;a;b\n13/02/2024;a;b\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn ambiguous_dates() {
    let text = "date;duration min\n03/04/2024;5\n05/06/2024;7\n07/08/2024;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn dates_in_both_orders() {
    let text = "date;duration min\n13/04/2024;5\n05/16/2024;7\n07/08/2024;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn ends_before_starts() {
    let text = "start;end\n2024-01-02 10:00;2024-01-02 09:00\n2024-01-03 10:00;2024-01-03 10:30\n\
                2024-01-04 10:00;2024-01-03 10:30\n2024-01-05 10:00;2024-01-05 10:10\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn unknown_unit() {
    let text = "date;duration\n2024-01-02;5\n2024-01-03;7\n2024-01-04;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn several_faults_at_once() {
    let text = "date;duration\n03/04/2024;5\n05/06/2024;7\n07/08/2024;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn unreadable_durations() {
    let text = "start;duration min\n2024-01-02 10:00;five\n2024-01-03 10:00;?\n\
                2024-01-04 10:00;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn dates_only_without_hours() {
    let text = "date;duration min\n2024-01-02;5\n2024-01-03;7\n2024-01-04;9\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn two_stops() {
    let text = "start;duration min\n2024-01-02 08:00;5\n2024-01-03 09:00;7\n";
    insta::assert_snapshot!(refusal("stops.csv", text.as_bytes(), None));
}

#[test]
fn wrong_mapping() {
    let text = b"start;duration min\n2024-01-02 08:00;5\n2024-01-03 09:00;7\n";
    let mut all = refusal("stops.csv", text, Some("[log]\nsheets = \"a\"\n"));
    all += &refusal("stops.csv", text, Some("[columns]\nstart = \"von\"\nend = \"bis\"\n"));
    all += &refusal("stops.csv", text, Some("[hours]\nfile = \"hours.csv\"\n"));
    insta::assert_snapshot!(all);
}

/// Whatever a byte of the log is changed to, the answer is a plant or a reason, never a crash.
#[test]
fn no_byte_can_crash_it() {
    let mut text = String::from("id;start;end;duration min;group\n");
    for i in 1..=14 {
        text += &format!("{i};{i:02}.03.2024 0{}:30;{i:02}.03.2024 10:15:30;5,5;\"a\"\n", i % 9);
    }
    let mut luck = sim_core::Streams::new(5, 0).stream("test", "mutation");
    for _ in 0..1500 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..1 + luck.bits() % 4 {
            let at = luck.bits() as usize % bytes.len();
            match luck.bits() % 3 {
                0 => bytes[at] = b"0129;:./-\n\" eT\xE9"[luck.bits() as usize % 14],
                1 => bytes[at] = luck.bits() as u8,
                _ => drop(bytes.remove(at)),
            }
        }
        if let Err(error) = run("stops.csv", &bytes, None) {
            assert!(!error.faults.is_empty());
        }
    }
}

/// Not a refusal: a file glued together from two encodings is read, and the report says how.
#[test]
fn mixed_encodings() {
    let mut bytes = b"Beginn;Dauer (min);Grund\n".to_vec();
    for hour in 6..18 {
        bytes.extend(format!("02.01.2024 {hour:02}:00;{},5;", hour % 5 + 1).into_bytes());
        bytes.extend(if hour % 2 == 0 { "Störung\n".as_bytes() } else { b"St\xF6rung\n" });
    }
    let result = run("stops.csv", &bytes, None).unwrap_or_else(|e| panic!("{e}"));
    insta::assert_snapshot!(result.report.notes.join("\n"));
    assert_eq!(result.report.estimate.observed.stops, 12);
}
