//! `gemba run --engine`: what is there is not made again, whoever made it, and nothing is lost. A stand-in for the
//! Python package makes the shards; `.ci/cluster` has clusters.

use crate::reprice::study;
use crate::{Ran, command, empty, names};
use scenarios::PROGRAM;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Writes down which shards it is asked for, and makes them; or only the first one; or waits for the end.
const DRIVER: &str = r#"#!/bin/sh
set -eu
if [ "$1" = -c ]; then printf '%s\n%s\n' "${VERSION:-$BUILD}" "${INSTALLED:-True}"; exit; fi
shift 2
while [ $# -gt 0 ]; do
    case $1 in
        --plan) plan=$2; shift 2 ;;
        --out) out=$2; shift 2 ;;
        --indexes) indexes=$2; shift 2 ;;
        *) shift ;;
    esac
done
echo "$indexes" >>asked
if [ "${DOES:-all}" = waits ]; then cat; echo ended >>asked; exit 130; fi
for part in $(echo "$indexes" | tr , ' '); do
    for k in $(seq "${part%-*}" "${part#*-}"); do
        "$GEMBA" shard "$plan" --index "$k" --out "$out" --quiet
        if [ "${DOES:-all}" = "one" ]; then exit 1; fi
    done
done
"#;

/// The program in a folder with the stand-in and a study.
fn prepared(words: &str, folder: &Path) -> Command {
    let driver = folder.join("driver");
    if !driver.exists() {
        fs::write(&driver, DRIVER).unwrap();
        fs::set_permissions(&driver, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.join("study.toml"), study(folder, str::to_owned)).unwrap();
    }
    let words: Vec<&str> = words.split(' ').collect();
    let mut command = command(folder, &[&["run", "study.toml"][..], &words].concat());
    command.env("GEMBA_PYTHON", driver).env("GEMBA", env!("CARGO_BIN_EXE_gemba"));
    command.env("BUILD", PROGRAM);
    command
}

fn ran(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Which shards were asked for since the last look.
fn asked(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("asked")).unwrap_or_default();
    let _ = fs::remove_file(folder.join("asked"));
    text
}

fn same_files(one: &Path, other: &Path) {
    assert_eq!(names(one), names(other));
    for name in
        names(one).iter().filter(|name| one.join(name).is_file() && *name != "manifest.json")
    {
        let read = |folder: &Path| fs::read(folder.join(name)).unwrap();
        assert!(read(one) == read(other), "{name} differs");
    }
}

const CLUSTER: &str = "--pairs 8 --per-shard 2 --engine auto --out X";

#[test]
fn a_cluster_makes_only_what_is_not_there() {
    let here = empty();
    let gemba = |words: &str| ran(prepared(words, here.path())).fine();
    gemba("--pairs 8 --out local");
    // Five pairs: two shards, and half a one.
    gemba("--pairs 5 --out X");
    let told = gemba(CLUSTER);
    assert!(told.err.contains("ray://auto: 2 shards of 2 pairs; 2 are there"), "{}", told.err);
    assert!(told.out.contains("4 shards by ray://auto, 2 of them there before"), "{}", told.out);
    assert_eq!(asked(here.path()), "2-3\n");
    same_files(&here.path().join("local"), &here.path().join("X"));
    // All pairs are there: nobody is asked.
    gemba(CLUSTER);
    assert_eq!(asked(here.path()), "");
    same_files(&here.path().join("local"), &here.path().join("X"));
}

/// The pairs beyond those that it needed are not made again either.
#[test]
fn a_study_that_was_precise_enough_asks_nobody() {
    let here = empty();
    let words = "--per-shard 2 --engine auto --out X";
    let prepare = || {
        let command = prepared(words, here.path());
        let precise = |text: &str| {
            let line = text.lines().find(|line| line.starts_with("pairs = ")).unwrap();
            let rule = "pairs = { min = 4, max = 12, half_width = \"100000 k$\" }";
            text.replace(line, rule)
        };
        fs::write(here.path().join("study.toml"), study(here.path(), precise)).unwrap();
        command
    };
    let first = ran(prepare()).fine();
    assert!(first.err.contains("between 4 and 12 pairs"), "{}", first.err);
    assert_eq!(asked(here.path()), "0-5\n");
    let again = ran(prepare()).fine();
    assert_eq!(asked(here.path()), "", "{}", again.out);
}

#[test]
fn what_a_cluster_has_made_before_it_failed_is_kept() {
    let here = empty();
    ran(prepared("--pairs 8 --out local", here.path())).fine();
    let x = here.path().join("X");
    for goes_on in [CLUSTER, "--pairs 8 --out X"] {
        let mut failing = prepared(CLUSTER, here.path());
        failing.env("DOES", "one");
        let failed = ran(failing);
        assert_eq!((failed.code, failed.out.as_str()), (Some(1), ""), "{}", failed.err);
        assert!(failed.err.contains("1 of 4 shards are there"), "{}", failed.err);
        assert_eq!(asked(here.path()), "0-3\n");
        // A damaged one is made again.
        fs::write(x.join(".shards/shard-00003.bin"), "damaged").unwrap();
        let ended = ran(prepared(goes_on, here.path())).fine();
        let (again, there) = match goes_on {
            CLUSTER => ("1-3\n", "1 of them there before"),
            _ => ("", "2 of them there before"),
        };
        assert_eq!(asked(here.path()), again);
        assert!(ended.out.contains(there), "{}", ended.out);
        same_files(&here.path().join("local"), &x);
        fs::remove_dir_all(&x).unwrap();
    }
    // Nothing was made: nothing is left.
    let mut failing = prepared(CLUSTER, here.path());
    failing.env("DOES", "one").env("GEMBA", "false");
    assert_eq!(ran(failing).code, Some(1));
    assert!(!x.exists());
}

/// Ctrl-C ends the driver, and a second run into the folder is refused meanwhile.
#[test]
fn a_cluster_is_let_go_when_the_run_is_stopped() {
    let here = empty();
    let mut waiting = prepared(CLUSTER, here.path());
    let waiting = waiting.env("DOES", "waits").stdout(Stdio::null()).stderr(Stdio::piped());
    let waiting = waiting.spawn().unwrap();
    let began =
        || fs::read_to_string(here.path().join("asked")).is_ok_and(|text| text.ends_with('\n'));
    (0..200).take_while(|_| !began()).for_each(|_| sleep(Duration::from_millis(50)));
    for words in [CLUSTER, "--pairs 8 --out X"] {
        let refused = ran(prepared(words, here.path()));
        assert_eq!(refused.code, Some(2), "{}", refused.err);
        assert!(refused.err.contains("another run"), "{}", refused.err);
    }
    let id = waiting.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ended = waiting.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{told}");
    assert!(told.contains("0 of 4 shards are there"), "{told}");
    assert_eq!(asked(here.path()), "0-3\nended\n");
}

#[test]
fn what_cannot_drive_a_cluster_is_refused_before_anything_begins() {
    let here = empty();
    let refused = |words: &str, name: &str, value: &str, part: &str| {
        let mut command = prepared(words, here.path());
        let refused = ran(match name {
            "" => command,
            _ => {
                command.env(name, value);
                command
            }
        });
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{}", refused.err);
        assert!(refused.err.contains(part), "{part} is not in: {}", refused.err);
        assert!(!here.path().join("X").exists() && asked(here.path()).is_empty());
    };
    let other = |found: &str| format!("has gemba {found}; this is {PROGRAM}\nhelp: ");
    refused(CLUSTER, "VERSION", "0.0.7", &other("0.0.7"));
    // Of the same version, from other sources.
    refused(CLUSTER, "VERSION", "0.1.0+00000000", &other("0.1.0+00000000"));
    refused(CLUSTER, "INSTALLED", "False", "has gemba, but not ray\nhelp: ");
    refused(CLUSTER, "GEMBA_PYTHON", "no-such-python", "there is no no-such-python");
    refused(CLUSTER, "GEMBA_PYTHON", "false", "cannot load the package gemba");
    for engine in ["spark://here", "ray", "ray://", "dask"] {
        let words = format!("--pairs 8 --out X --engine {engine}");
        refused(&words, "", "", &format!("there is no engine {engine}\nhelp: ray://HOST:PORT"));
    }
}
