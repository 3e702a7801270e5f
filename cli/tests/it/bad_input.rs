//! Input that cannot be used: exit code 2, a reason on stderr, nothing written, never a crash.

use crate::{empty, gemba, names, repository, text};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Plants among the bad ones that are only unlikely: told, not refused.
const ONLY_WARNINGS: [&str; 2] = ["rework_loop.toml", "warnings.toml"];

/// What is wrong with the answer to these words; nothing if it is a proper refusal.
fn fault_of(words: &[&str]) -> Option<String> {
    let here = empty();
    let ran = gemba(here.path(), words);
    let left = names(here.path());
    let reason = if ran.code != Some(2) {
        format!("exit code {:?} instead of 2", ran.code)
    } else if !ran.err.contains("error") {
        "no error told".to_owned()
    } else if ran.err.contains("panicked") {
        "a panic".to_owned()
    } else if !ran.out.is_empty() {
        format!("stdout: {}", ran.out)
    } else if !left.is_empty() {
        format!("left behind: {left:?}")
    } else {
        return None;
    };
    Some(format!(
        "{}: {reason}\n{}\n",
        words.join(" "),
        ran.err.chars().take(500).collect::<String>()
    ))
}

/// Puts each file through each verb, with and without a folder for results.
#[track_caller]
fn refuse(files: &[PathBuf], verbs: &[&str]) {
    let mut faults = Vec::new();
    for file in files {
        for verb in verbs {
            faults.extend(fault_of(&[verb, text(file)]));
            if *verb != "check" {
                faults.extend(fault_of(&[verb, text(file), "--out", "results/of/this"]));
            }
        }
    }
    println!("{} broken inputs refused by {verbs:?}", files.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The bad fixtures of a crate.
fn fixtures(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(repository(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| ONLY_WARNINGS.iter().all(|name| !path.ends_with(name)))
        .collect();
    files.sort();
    files
}

#[test]
fn plants() {
    let files = fixtures("twin-models/fixtures/bad");
    assert!(files.len() >= 25, "{} bad plants", files.len());
    refuse(&files, &["check", "simulate"]);
}

#[test]
fn studies() {
    let files = fixtures("scenarios/fixtures/bad");
    assert!(files.len() >= 10, "{} bad studies", files.len());
    refuse(&files, &["check", "run"]);
}

#[test]
fn unlikely_plants_are_told_and_taken() {
    for name in ONLY_WARNINGS {
        let file = repository("twin-models/fixtures/bad").join(name);
        let ran = gemba(empty().path(), &["check", text(&file)]).fine();
        assert!(ran.err.contains("warning"), "{name}: {}", ran.err);
    }
}

/// Writes a file, and gives its path.
fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// Bytes that are no text of any kind.
fn binary() -> Vec<u8> {
    (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).chain([0, 255]).collect()
}

/// Things that are neither a plant nor a study nor a log.
fn things(folder: &Path) -> Vec<PathBuf> {
    let sparse = folder.join("zeros.toml");
    File::create(&sparse).unwrap().set_len(200_000_000).unwrap();
    fs::create_dir(folder.join("folder.toml")).unwrap();
    vec![
        folder.join("absent.toml"),
        folder.join("no/such/folder.toml"),
        folder.join("folder.toml"),
        sparse,
        write(folder, "binary.toml", binary()),
        write(folder, "latin.toml", b"[plant]\nname = \"D\xFCse\"\nstart = 2027-01-04\n"),
        write(folder, "utf16.toml", b"\xFF\xFE[\0p\0l\0a\0n\0t\0]\0"),
        write(folder, "blank.toml", "\n\n"),
        write(folder, "bom.toml", "\u{FEFF}"),
        write(folder, "brackets.toml", "[".repeat(100_000)),
        write(folder, "arrays.toml", format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000))),
        write(folder, "tables.toml", format!("a = {}", "{b=".repeat(50_000))),
        write(folder, "dots.toml", format!("a{} = 1", ".a".repeat(50_000))),
        write(folder, "half.toml", "[plant]\nname = \"A plant that ends in the mid"),
        write(folder, "json.toml", "{\"plant\": {\"name\": \"A\"}}"),
    ]
}

#[test]
fn anything() {
    let there = empty();
    refuse(&things(there.path()), &["check", "simulate", "run"]);
}

#[test]
fn a_study_whose_plant_is_no_plant() {
    let there = empty();
    things(there.path());
    let study = fs::read_to_string(repository("examples/studies/placebo.toml")).unwrap();
    let plants = ["folder.toml", "zeros.toml", "binary.toml", "brackets.toml", "blank.toml"];
    let files: Vec<PathBuf> = plants
        .iter()
        .map(|plant| {
            let text = study.replace("../plants/machining_line.toml", plant);
            write(there.path(), &format!("study_of_{plant}"), text)
        })
        .collect();
    refuse(&files, &["check", "run"]);
}

#[test]
fn stop_logs() {
    let there = empty();
    let log = |name: &str, content: &[u8]| write(there.path(), name, content);
    fs::create_dir(there.path().join("folder.csv")).unwrap();
    let zeros = there.path().join("zeros.csv");
    File::create(&zeros).unwrap().set_len(200_000_000).unwrap();
    let files = [
        there.path().join("absent.csv"),
        there.path().join("folder.csv"),
        zeros,
        log("empty.csv", b""),
        log("blank.csv", b"\n\n"),
        log("header.csv", b"start,end\n"),
        log("few.csv", &[1, 2, 0, 255, 7, 9]),
        log("binary.csv", &binary()),
        log("binary.xlsx", &binary()),
        log("old.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0]),
        log("damaged.xlsx", b"PK\x03\x04 not a zip"),
        log("latin.csv", b"Maschine;D\xFCse\nM\xFChle;1\nM\xFChle;2\n"),
        log("february.csv", b"date;duration min\n29/01/2024;5\n30/02/2024;7\n14/03/2024;9\n"),
        log("no_duration.csv", b"date;machine;who\n29/01/2024;a;b\n13/02/2024;a;b\n"),
        log("ambiguous.csv", b"date;duration min\n03/04/2024;5\n05/06/2024;7\n07/08/2024;9\n"),
        log("both_orders.csv", b"date;duration min\n13/04/2024;5\n05/16/2024;7\n07/08/2024;9\n"),
        log("backwards.csv", b"start;end\n2024-01-02 10:00;2024-01-02 09:00\n"),
        log("no_unit.csv", b"date;duration\n2024-01-02;5\n2024-01-03;7\n2024-01-04;9\n"),
        log("words.csv", b"start;duration min\n2024-01-02 10:00;five\n2024-01-03 10:00;?\n"),
        log("two.csv", b"start;duration min\n2024-01-02 08:00;5\n2024-01-03 09:00;7\n"),
    ];
    refuse(&files, &["calibrate"]);
}

#[test]
fn maps() {
    let there = empty();
    let log = write(there.path(), "a.csv", "start;duration min\n2024-01-02 08:00;5\n");
    let mut maps = things(there.path());
    maps.push(write(there.path(), "keys.toml", "[log]\nsheets = \"a\"\n"));
    maps.push(write(there.path(), "columns.toml", "[columns]\nstart = \"von\"\nend = \"bis\"\n"));
    let words = |map| ["calibrate", text(&log), "--map", map];
    let faults: Vec<String> = maps.iter().filter_map(|m| fault_of(&words(text(m)))).collect();
    println!("{} broken maps refused", maps.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The folder is looked at before the work, not after hours of it.
#[test]
fn folders_that_cannot_be() {
    let there = empty();
    let file = write(there.path(), "file", "mine");
    let below = file.join("deeper/still");
    let mut faults = Vec::new();
    for out in [text(&file), text(&below)] {
        faults.extend(fault_of(&["run", "--pairs", "10000000", "--out", out]));
        let ran = gemba(there.path(), &["calibrate", "absent.csv", "--out", out]);
        assert!(ran.code == Some(2) && ran.err.contains("is not a folder"), "{}", ran.err);
        faults.extend(fault_of(&["init", out]));
        faults.extend(fault_of(&["simulate", "--replications", "10000000", "--out", out]));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn words_that_mean_nothing() {
    let lines: [&[&str]; 9] = [
        &["run", "--pairs", "1"],
        &["run", "--pairs", "many"],
        &["run", "--threads", "0"],
        &["run", "--seed", "-1"],
        &["simulate", "--months", "0"],
        &["schema", "poem"],
        &["check"],
        &["calibrate"],
        &["dance"],
    ];
    let faults: Vec<String> = lines.iter().filter_map(|words| fault_of(words)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
