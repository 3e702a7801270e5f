//! A run that was killed, stopped or asked for fewer pairs goes on where it stopped: the bytes of one that was
//! never disturbed, and no finished pair twice.

use crate::luck::with;
use crate::store::{other_money, pairs};
use scenarios::store::{Earlier, Keeper};
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study, StudyError};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// What a run into a folder gave: result, file, pairs that were simulated, what was there before.
struct Ran {
    result: serde_json::Value,
    file: Vec<u8>,
    simulated: u64,
    earlier: Earlier,
}

fn run(study: &Study, folder: &Path, options: &RunOptions<'_>) -> Ran {
    let file = folder.join("futures.bin");
    let keeper = Keeper::new(file.clone()).resume();
    let simulated = AtomicU64::new(0);
    let count = |_, _| {
        simulated.fetch_add(1, Ordering::Relaxed);
    };
    let options = RunOptions { keep: Some(&keeper), progress: Some(&count), ..*options };
    let result = study.run(&options).unwrap();
    let kept = keeper.finish().unwrap();
    assert!(kept.written && !part(folder).exists());
    Ran {
        result: serde_json::to_value(&result).unwrap(),
        file: fs::read(file).unwrap(),
        simulated: simulated.into_inner(),
        earlier: kept.earlier,
    }
}

fn part(folder: &Path) -> PathBuf {
    folder.join(".futures.bin.part")
}

fn alone(study: &Study, options: &RunOptions<'_>) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(study, folder.path(), options);
    assert_eq!(ran.earlier, Earlier::default());
    ran
}

#[track_caller]
fn assert_same(one: &Ran, other: &Ran) {
    assert!(one.result == other.result, "the result differs");
    assert!(one.file == other.file, "the futures differ");
}

fn press(edit: impl Fn(&str) -> String) -> Study {
    with("predictive_press.toml", str::to_owned, edit)
}

/// A folder with what a killed run leaves of these bytes.
fn killed(bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(part(folder.path()), bytes).unwrap();
    folder
}

#[test]
fn a_killed_run_goes_on_where_it_stopped() {
    let study = press(str::to_owned);
    let whole = alone(&study, &pairs(6));
    assert_eq!(whole.simulated, 6);
    let length = whole.file.len();
    let mut seen = [false; 7];
    for k in 0..40 {
        let cut = length * k / 40;
        let folder = killed(&whole.file[..cut]);
        let again = run(&study, folder.path(), &pairs(6));
        assert_same(&whole, &again);
        assert_eq!(again.simulated + again.earlier.pairs, 6, "a pair twice, cut at {cut}");
        seen[again.earlier.pairs as usize] = true;
    }
    // Cut in the head, in every pair, and in the end.
    assert_eq!(seen, [true; 7]);
}

/// Also what a disk has lost in the middle is simulated again, from there on.
#[test]
fn what_is_damaged_is_simulated_again() {
    let study = press(str::to_owned);
    let whole = alone(&study, &pairs(4));
    let mut bytes = whole.file.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    let folder = killed(&bytes);
    let again = run(&study, folder.path(), &pairs(4));
    assert_same(&whole, &again);
    assert!(again.earlier.pairs < 4 && again.simulated + again.earlier.pairs == 4);
}

#[test]
fn more_pairs_come_to_those_that_are_there() {
    for luck in ["independent", "antithetic"] {
        let line = format!("pairs = {{ min = 8, max = 8, luck = \"{luck}\" }}");
        let study = press(|t| t.replace("pairs = 8", &line));
        let folder = tempfile::tempdir().unwrap();
        let first = run(&study, folder.path(), &pairs(4));
        let more = run(&study, folder.path(), &pairs(10));
        assert_eq!((more.simulated, more.earlier.pairs), (6, 4));
        assert_same(&alone(&study, &pairs(10)), &more);
        // Fewer again, and nothing at all to do.
        let fewer = run(&study, folder.path(), &pairs(4));
        assert_eq!((fewer.simulated, fewer.earlier.pairs), (0, 4));
        assert_same(&first, &fewer);
    }
}

#[test]
fn other_money_goes_on_and_other_physics_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    run(&press(str::to_owned), folder.path(), &pairs(4));
    let dearer = press(other_money);
    let found = run(&dearer, folder.path(), &pairs(6));
    assert_eq!((found.simulated, found.earlier.pairs), (2, 4));
    assert_same(&alone(&dearer, &pairs(6)), &found);
    let slower = with("predictive_press.toml", |t| t.replace("10 min", "11 min"), str::to_owned);
    let found = run(&slower, folder.path(), &pairs(4));
    assert_eq!((found.simulated, found.earlier.pairs), (4, 0));
    assert!(found.earlier.other.iter().any(|change| change.to_string().contains("11 min")));
    assert_same(&alone(&slower, &pairs(4)), &Ran { earlier: Earlier::default(), ..found });
}

#[test]
fn the_stopping_rule_stops_where_it_would_have() {
    let precise = press(|t| {
        t.replace("pairs = 8", "pairs = { min = 10, max = 30, half_width = \"900 M$\" }")
    });
    let whole = alone(&precise, &RunOptions::default());
    let folder = tempfile::tempdir().unwrap();
    run(&precise, folder.path(), &pairs(30));
    let again = run(&precise, folder.path(), &RunOptions::default());
    assert_eq!(again.simulated, 0);
    assert_same(&whole, &again);
}

/// A failure that is allowed is told again, not tried again.
#[test]
fn a_pair_that_failed_has_failed() {
    // Either alone is possible; together the shortest repair may be longer than the longest.
    let plant = |t: &str| {
        t.replace("repair = \"2 h\"", "repair = { uniform = { min = \"1 h\", max = \"3 h\" } }")
    };
    let study = with("predictive_press.toml", plant, |t| {
        let wild = "[uncertain]\n\
            \"plant:failures.O1.repair.uniform.min\" = { uniform = { min = \"0.5 h\", max = \"2.5 h\" } }\n\
            \"plant:failures.O1.repair.uniform.max\" = { uniform = { min = \"1.5 h\", max = \"3 h\" } }\n";
        format!("{}\n{wild}", t.replace("pairs = 8", "pairs = 8\nallowed_failures = 9"))
    });
    let whole = alone(&study, &pairs(12));
    let failed = whole.result["failed_pairs"].as_array().unwrap().len();
    assert!(failed > 0, "no pair fails");
    for share in [0.3, 0.6, 0.9] {
        let folder = killed(&whole.file[..(share * whole.file.len() as f64) as usize]);
        let again = run(&study, folder.path(), &pairs(12));
        assert_same(&whole, &again);
        assert_eq!(again.simulated + again.earlier.pairs, 12);
    }
}

#[test]
fn two_runs_do_not_write_into_one_file() {
    let study = press(str::to_owned);
    let folder = tempfile::tempdir().unwrap();
    let other = fs::File::create(part(folder.path())).unwrap();
    other.lock().unwrap();
    let keeper = Keeper::new(folder.path().join("futures.bin")).resume();
    let refused: Result<StudyResult, StudyError> =
        study.run(&RunOptions { keep: Some(&keeper), ..pairs(2) });
    let text = refused.unwrap_err().to_string();
    assert!(text.contains("is being written by another run") && text.contains("--out"), "{text}");
}
