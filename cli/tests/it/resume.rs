//! A run that is killed at any moment and started again: the files of one that was left in peace.

use crate::reprice::study;
use crate::{command, empty, gemba, names};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

/// Whole records of pairs in a file that a killed run has left.
fn pairs_in(part: &Path) -> usize {
    let Ok(bytes) = fs::read(part) else { return 0 };
    let (mut at, mut pairs) = (12, 0);
    while let Some(head) = bytes.get(at..at + 5) {
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        at += length + 9;
        pairs += usize::from(at <= bytes.len() && head[0] == 2);
    }
    pairs
}

fn same_files(one: &Path, other: &Path) {
    let files = names(one);
    assert_eq!(files, names(other));
    for name in files.iter().filter(|name| one.join(name).is_file() && *name != "manifest.json") {
        let read = |folder: &Path| fs::read(folder.join(name)).unwrap();
        assert!(read(one) == read(other), "{name} differs");
    }
}

#[test]
fn a_run_that_is_killed_at_twenty_moments_ends_as_if_nothing_had_been() {
    let here = empty();
    fs::write(here.path().join("study.toml"), study(here.path(), str::to_owned)).unwrap();
    let words = |out: &'static str| ["run", "study.toml", "--pairs", "60", "--out", out];
    gemba(here.path(), &words("peace")).fine();
    let (peace, killed) = (here.path().join("peace"), here.path().join("killed"));
    let part = killed.join(".futures.bin.part");
    let mut kills = 0;
    for k in 0..20_u64 {
        let mut run = command(here.path(), &words("killed"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Moments without order between the start and what one run takes.
        sleep(Duration::from_millis(20 + (k * 379) % 400));
        // Killed with signal 9 on Unix.
        run.kill().unwrap();
        run.wait().unwrap();
        let there = pairs_in(&part);
        if !part.exists() {
            // It had come to its end: from the beginning.
            let _ = fs::remove_dir_all(&killed);
            continue;
        }
        kills += usize::from(there > 0);
        if k % 4 == 3 {
            let told = gemba(here.path(), &words("killed")).fine();
            if there > 0 {
                let before = format!(", {there} of them there before");
                assert!(told.out.contains(&before), "{before}: {}", told.out);
            }
            same_files(&peace, &killed);
            fs::remove_dir_all(&killed).unwrap();
        }
    }
    assert!(kills > 0, "no run was killed between its first and its last pair");
}

#[test]
fn more_pairs_and_other_inputs_are_told() {
    let here = empty();
    fs::write(here.path().join("study.toml"), study(here.path(), str::to_owned)).unwrap();
    let run = |pairs: &str, more: &[&str]| {
        let words = [&["run", "study.toml", "--pairs", pairs, "--out", "R"][..], more].concat();
        gemba(here.path(), &words).fine()
    };
    run("4", &[]);
    let more = run("10", &[]);
    assert!(
        more.out.contains("10 pairs") && more.out.contains("4 of them there before"),
        "{}",
        more.out
    );
    assert!(!run("10", &["--fresh"]).out.contains("there before"));
    gemba(here.path(), &["run", "study.toml", "--pairs", "10", "--out", "at-once"]).fine();
    same_files(&here.path().join("at-once"), &here.path().join("R"));
    let other = run("4", &["--seed", "5"]);
    assert!(!other.out.contains("there before"), "{}", other.out);
}

/// From the first pair to the last file: also where no futures are kept, or all are made anew.
#[test]
fn nobody_writes_into_the_folder_of_another_run() {
    let here = empty();
    fs::write(here.path().join("study.toml"), study(here.path(), str::to_owned)).unwrap();
    gemba(here.path(), &["plan", "study.toml", "--pairs", "4", "--per-shard", "4", "-q"]).fine();
    gemba(here.path(), &["shard", "plan.json", "--index", "0", "-q"]).fine();
    let folder = here.path().join("X");
    fs::create_dir(&folder).unwrap();
    let lock = fs::File::create(folder.join(".lock")).unwrap();
    lock.lock().unwrap();
    let run = ["run", "study.toml", "--pairs", "4", "--out", "X"];
    for words in [
        run.to_vec(),
        [&run[..], &["--fresh"]].concat(),
        [&run[..], &["--no-futures"]].concat(),
        vec!["merge", "plan.json", "--out", "X"],
    ] {
        let refused = gemba(here.path(), &words);
        assert_eq!(refused.code, Some(2), "{words:?}: {}", refused.err);
        assert!(refused.err.contains("X is being written by another run"), "{}", refused.err);
    }
    assert_eq!(names(&folder), [".lock"]);
    // Left behind by a run that was killed, it locks nobody out.
    drop(lock);
    gemba(here.path(), &run).fine();
    assert!(!folder.join(".lock").exists() && folder.join("report.html").exists());
}
