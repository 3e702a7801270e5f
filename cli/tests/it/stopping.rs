//! Ctrl-C: what is done counts, and the exit code says that it was cut short.

use crate::{Ran, command, empty, json, names};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Starts the program, presses Ctrl-C after this time, and waits for its end.
fn interrupted(folder: &Path, words: &[&str], after: Duration) -> Ran {
    let child =
        command(folder, words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    sleep(after);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_stopped_run_is_a_valid_partial_one() {
    let here = empty();
    let words = ["run", "--pairs", "100000", "--out", "X"];
    let ran = interrupted(here.path(), &words, Duration::from_secs(5));
    assert_eq!(ran.code, Some(130), "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    let folder = here.path().join("X");
    let files = [
        "case.xlsx",
        "futures.bin",
        "inputs",
        "ledger.csv",
        "manifest.json",
        "pairs.csv",
        "report.html",
        "result.json",
        "unknowns.csv",
    ];
    assert_eq!(names(&folder), files);
    let result = json(&fs::read_to_string(folder.join("result.json")).unwrap());
    assert_eq!(result["provenance"]["partial"], true);
    let pairs = result["provenance"]["pairs"].as_u64().unwrap();
    assert!((2..100_000).contains(&pairs), "{pairs} pairs");
    crate::gemba(here.path(), &["report", "X"]).fine();
}

/// Too early for any result: the same exit code, and nothing written.
#[test]
fn stopped_before_the_first_result() {
    let here = empty();
    let words = ["run", "--pairs", "100000", "--threads", "1"];
    let ran = interrupted(here.path(), &words, Duration::from_millis(100));
    // On a very fast machine two pairs may be done by then; the exit code is the same.
    assert_eq!(ran.code, Some(130), "{}{}", ran.out, ran.err);
    let words = ["simulate", "--replications", "1000", "--months", "600", "--threads", "1"];
    let ran = interrupted(empty().path(), &words, Duration::from_millis(100));
    assert_eq!(ran.code, Some(130), "{}{}", ran.out, ran.err);
}
