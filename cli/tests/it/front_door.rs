//! Each verb, as a newcomer types it.

use crate::{command, empty, gemba, json, names, repository, text};
use std::fs;
use std::process::Stdio;

#[test]
fn a_run_writes_its_folder_and_says_where() {
    let here = empty();
    let ran = gemba(here.path(), &["run", "--pairs", "4", "--out", "X"]).fine();
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
    assert_eq!(names(&here.path().join("X")), files);
    assert_eq!(names(here.path()), ["X"]);
    let path = std::path::Path::new("X").join("report.html");
    assert!(ran.out.contains(text(&path)), "{}", ran.out);

    // The report can be written anew, byte for byte, also where it was lost.
    let html = here.path().join("X/report.html");
    let before = fs::read(&html).unwrap();
    gemba(here.path(), &["report", "X"]).fine();
    assert!(fs::read(&html).unwrap() == before, "another report");
    fs::remove_file(&html).unwrap();
    assert_eq!(gemba(here.path(), &["report", "X", "--quiet"]).fine().out, "");
    assert!(fs::read(&html).unwrap() == before, "another report");
    assert_eq!(names(&here.path().join("X")), files);

    let manifest = json(&fs::read_to_string(here.path().join("X/manifest.json")).unwrap());
    assert_eq!(manifest["pairs"], 4);
    assert_eq!(manifest["partial"], false);
}

/// The embedded study is the bottling line; the machining line is an example beside it.
#[test]
fn both_lines_are_run() {
    let here = empty();
    gemba(here.path(), &["init", "D"]).fine();
    let lines = [
        (None, "PET bottling line 3", "rate"),
        (Some("D/studies/predictive_maintenance.toml"), "Manifold machining line", "piece"),
    ];
    for (study, plant, flow) in lines {
        let words = ["--pairs", "2", "--json"];
        let ran = gemba(here.path(), &[&["run"], study.as_slice(), &words].concat()).fine();
        let result = json(&ran.out);
        assert_eq!(result["provenance"]["plant"], plant);
        let used = &result["provenance"]["flow"];
        assert_eq!((&used["kind"], &used["by_default"]), (&flow.into(), &true.into()));
        // What folding changes is measured where stops are folded, and nowhere else.
        let measured = result["folding_check"]["output_difference"]["mean"].as_f64();
        assert_eq!(measured.is_some(), flow == "rate", "{measured:?}");
        assert!(measured.is_none_or(|mean| mean.abs() < 0.005), "{measured:?}");
    }
}

#[test]
fn json_is_the_result_and_nothing_else() {
    let here = empty();
    let ran = gemba(here.path(), &["run", "--pairs", "2", "--json"]).fine();
    assert_eq!(json(&ran.out)["format"], "gemba.result/1");
    let file = fs::read_to_string(here.path().join("gemba-run/result.json")).unwrap();
    assert_eq!(ran.out, file);
    assert_eq!(ran.err, "");
}

#[test]
fn quiet_is_quiet() {
    let ran = gemba(empty().path(), &["run", "--pairs", "2", "--quiet"]).fine();
    assert_eq!((&*ran.out, &*ran.err), ("", ""));
    let words = ["simulate", "--replications", "2", "--months", "1", "--quiet"];
    let ran = gemba(empty().path(), &words).fine();
    assert_eq!((&*ran.out, &*ran.err), ("", ""));
}

#[test]
fn a_report_of_nothing_is_refused() {
    let broken = ["", "{", "[]", "{\"format\": \"gemba.result/1\"}", "null"];
    for content in broken {
        let here = empty();
        fs::write(here.path().join("result.json"), content).unwrap();
        let ran = gemba(here.path(), &["report", "."]);
        assert_eq!(ran.code, Some(2), "{content}: {}", ran.err);
        assert!(ran.err.contains("error") && ran.out.is_empty(), "{}", ran.err);
        assert_eq!(names(here.path()), ["result.json"]);
    }
    for folder in [".", "absent"] {
        let here = empty();
        let ran = gemba(here.path(), &["report", folder]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains("error") && ran.out.is_empty(), "{}", ran.err);
        assert_eq!(names(here.path()), [""; 0]);
    }
}

#[test]
fn every_schema_is_json() {
    for kind in ["plant", "study", "result", "manifest", "simulate"] {
        let schema = json(&gemba(empty().path(), &["schema", kind]).fine().out);
        assert!(schema["$schema"].is_string(), "{kind} has no $schema");
    }
}

#[test]
fn the_first_folder_is_sound_and_never_overwritten() {
    let here = empty();
    gemba(here.path(), &["init", "D"]).fine();
    let files = [
        "D/plants/bottling_line.toml",
        "D/plants/machining_line.toml",
        "D/plants/forging_press.toml",
        "D/plants/cnc_cell.toml",
        "D/plants/electronics.toml",
        "D/studies/bottling.toml",
        "D/studies/cnc_quality.toml",
        "D/studies/electronics.toml",
        "D/studies/placebo.toml",
        "D/studies/predictive_maintenance.toml",
    ];
    for file in files {
        let ran = gemba(here.path(), &["check", file]).fine();
        assert!(ran.out.contains("a sound"), "{file}: {}", ran.out);
    }
    // One bad file among good ones is enough for exit code 2; the good ones are still told.
    let ran = gemba(here.path(), &["check", files[0], "absent.toml", files[1]]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);

    fs::write(here.path().join(files[1]), "mine").unwrap();
    fs::remove_file(here.path().join(files[0])).unwrap();
    let ran = gemba(here.path(), &["init", "D"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(ran.out, "");
    assert_eq!(fs::read_to_string(here.path().join(files[1])).unwrap(), "mine");
    assert!(!here.path().join(files[0]).exists());
}

#[test]
fn a_plant_is_simulated() {
    let plant = repository("examples/plants/ten_machine_line.toml");
    let words = ["simulate", text(&plant), "--replications", "4", "--months", "3"];
    let here = empty();
    let ran = gemba(here.path(), &words).fine();
    assert!(ran.out.contains("m01"), "{}", ran.out);
    assert_eq!(names(here.path()), [""; 0]);

    let ran = gemba(here.path(), &[&words[..], &["--json", "--out", "S"]].concat()).fine();
    assert!(json(&ran.out)["format"].is_string());
    assert_eq!(names(&here.path().join("S")), ["manifest.json", "simulate.json"]);
    let file = fs::read_to_string(here.path().join("S/simulate.json")).unwrap();
    assert_eq!(json(&ran.out), json(&file));
}

/// Indicators by their standard names: printed, exported, explained.
#[test]
fn indicators_are_told_and_explained() {
    let plant = repository("examples/plants/ten_machine_line.toml");
    let words = ["simulate", text(&plant), "--replications", "2", "--months", "3", "--out", "S"];
    let here = empty();
    let ran = gemba(here.path(), &[&words[..], &["--by", "month"]].concat()).fine();
    assert!(ran.out.contains("tpm_oee") && ran.out.contains("Month by month"), "{}", ran.out);
    assert_eq!(names(&here.path().join("S")), ["kpi.csv", "manifest.json", "simulate.json"]);
    let csv = fs::read_to_string(here.path().join("S/kpi.csv")).unwrap();
    assert!(csv.lines().any(|l| l.starts_with("line,3,oee,share,")), "{csv}");
    let ran = gemba(here.path(), &[&words[..], &["--by", "machine"]].concat()).fine();
    assert!(ran.out.lines().any(|l| l.starts_with("m10 ")), "{}", ran.out);

    let ran = gemba(here.path(), &["explain", "TPM-OEE"]).fine();
    assert!(ran.out.contains("loading time"), "{}", ran.out);
    assert_eq!(json(&gemba(here.path(), &["explain", "mttr", "--json"]).fine().out)["unit"], "h");
    assert!(json(&gemba(here.path(), &["explain", "--json"]).fine().out).as_array().is_some());
    assert!(gemba(here.path(), &["explain"]).fine().out.contains("oee_constraint"));
    let ran = gemba(here.path(), &["explain", "availabilty"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `availability`"), "{}", ran.err);
}

/// A pair of a run is told: the money of `pairs.csv`, to the last digit, and what lies behind it.
#[test]
fn a_pair_is_told_again() {
    let here = empty();
    gemba(here.path(), &["init", "D"]).fine();
    for (study, luck) in [("bottling", "antithetic"), ("predictive_maintenance", "independent")] {
        let file = format!("D/studies/{study}.toml");
        let words = ["run", &file, "--pairs", "4", "--seed", "5", "--luck", luck, "--out", study];
        gemba(here.path(), &words).fine();
        // What is told are the inputs of the run, whatever became of the files.
        fs::write(here.path().join(&file), "gone").unwrap();
        let ran = gemba(here.path(), &["replay", study, "--pair", "2"]).fine();
        assert!(ran.out.contains("Net present value of this pair"), "{}", ran.out);
        let folder = here.path().join(study).join("pair-2");
        assert_eq!(names(&folder), ["diary.csv", "diary.html"]);
        let page = fs::read_to_string(folder.join("diary.html")).unwrap();
        assert!(page.contains("<svg") && page.contains("default-src 'none'"), "no ribbons");
        assert!(!page.contains("NaN"));
        let diary = fs::read_to_string(folder.join("diary.csv")).unwrap();
        for what in [",failure,", ",restored,", ",state,"] {
            assert!(diary.contains(what), "{what}");
        }
    }
    let words = ["replay", "bottling", "--pair", "1", "--from", "2027-03-01", "--to", "2027-03-02"];
    let ran = gemba(here.path(), &[&words[..], &["--out", "E", "--quiet"]].concat()).fine();
    assert_eq!(ran.out, "");
    assert_eq!(names(&here.path().join("E")), ["diary.csv", "diary.html"]);
}

#[test]
fn a_pair_that_is_not_that_of_the_run_is_refused() {
    let here = empty();
    gemba(here.path(), &["run", "--pairs", "2", "--out", "X"]).fine();
    let told = |words: &[&str]| gemba(here.path(), &[&["replay", "X", "--pair"], words].concat());
    let refused = [
        (&["7"][..], "not in"),
        (&["0", "--comparison", "no"], "there is no comparison"),
        (&["0", "--from", "soon"], "no date"),
        (&["0", "--from", "1999-01-01"], "before the first day"),
    ];
    for (words, why) in refused {
        let ran = told(words);
        assert_eq!(ran.code, Some(2), "{words:?}: {}", ran.err);
        assert!(ran.err.contains(why), "{words:?}: {}", ran.err);
    }
    // Another number in the table, another input: nothing is told.
    let table = here.path().join("X/pairs.csv");
    let before = fs::read_to_string(&table).unwrap();
    let mut lines = before.lines();
    let header = lines.next().unwrap();
    let mut cells: Vec<&str> = lines.next().unwrap().split(',').collect();
    cells[3] = "1";
    fs::write(&table, format!("{header}\n{}\n", cells.join(","))).unwrap();
    let ran = told(&["0"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("not the one of the run"), "{}", ran.err);
    fs::write(&table, before).unwrap();
    let manifest = here.path().join("X/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let at = text.find("sha256\": \"").unwrap() + 10;
    let other = format!("{}{}{}", &text[..at], "0".repeat(64), &text[at + 64..]);
    fs::write(&manifest, other).unwrap();
    let ran = told(&["0"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("gone or has changed"), "{}", ran.err);
    assert!(!here.path().join("X/pair-0").exists());
}

/// A log becomes a plant that can be checked and simulated.
#[test]
fn a_log_becomes_a_plant() {
    let here = empty();
    let mut log = String::from("start;duration min\n");
    for day in 1..=28 {
        log += &format!("2024-01-{day:02} {:02}:{:02};{}\n", day % 9 + 6, day % 7, day % 5 * 7 + 4);
    }
    fs::write(here.path().join("stops.csv"), log).unwrap();
    let ran = gemba(here.path(), &["calibrate", "stops.csv"]).fine();
    assert!(ran.out.contains("plant.toml"), "{}", ran.out);
    let folder = here.path().join("gemba-calibrated");
    assert_eq!(names(&folder), ["calibration.json", "calibration.txt", "plant.toml"]);
    json(&fs::read_to_string(folder.join("calibration.json")).unwrap());
    gemba(&folder, &["check", "plant.toml"]).fine();
    gemba(&folder, &["simulate", "plant.toml", "--replications", "2", "--months", "1"]).fine();
}

/// `gemba ... | head` ends in peace.
#[test]
fn a_reader_may_leave() {
    let lines: [&[&str]; 4] = [
        &["schema", "result"],
        &["run", "--pairs", "2", "--json"],
        &["simulate", "--replications", "2", "--months", "1"],
        &["--help"],
    ];
    for words in lines {
        let here = empty();
        let mut child = command(here.path(), words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!err.contains("panicked"), "{words:?}: {err}");
        assert_eq!(output.status.code(), Some(0), "{words:?}: {err}");
    }
}

/// A pipeline reads the exit code; the result is there either way.
#[test]
fn a45_what_is_required_decides_the_exit_code() {
    let here = empty();
    let words = |what| ["run", "--pairs", "2", "--quiet", "--require", what];
    let ran = gemba(here.path(), &words("npv.p50 >= 900M"));
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("not met: npv.p50 is"), "{}", ran.err);
    assert!(here.path().join("gemba-run/result.json").exists());
    gemba(here.path(), &words("npv.p50 >= -900M")).fine();
    let ran = gemba(here.path(), &words("npv >= 1"));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no number `npv`"), "{}", ran.err);
}
