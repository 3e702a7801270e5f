//! `gemba plan --explain`: what a run in parts will cost, and what a task does that fails.

use crate::reprice::study;
use crate::{empty, gemba, json};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn size(path: &Path) -> f64 {
    fs::metadata(path).unwrap().len() as f64
}

#[track_caller]
fn near(told: &Value, found: f64, share: f64) {
    let told = told.as_f64().unwrap();
    assert!((told - found).abs() <= share * found, "told {told}, found {found}");
}

/// The pilot of a plan of four pairs has all of them, so that the bytes told are those made, up to the last record of a
/// shard: sums of its own pairs, a kilobyte more or less.
#[test]
fn bytes_that_are_told_are_the_bytes_that_are_made() {
    let here = empty();
    fs::write(here.path().join("study.toml"), study(here.path(), str::to_owned)).unwrap();
    let words = ["plan", "study.toml", "--pairs", "4", "--per-shard", "2", "--explain", "--json"];
    let told = json(&gemba(here.path(), &words).fine().out);
    let (model, estimate) = (&told["model"], &told["estimate"]);
    assert_eq!(told["pilot_pairs"], 4);
    assert_eq!((&estimate["shards"], &estimate["per_shard"]), (&2.into(), &2.into()));
    near(&model["plan_bytes"], size(&here.path().join("plan.json")), 0.0);
    near(&estimate["out_bytes"], 2.0 * size(&here.path().join("plan.json")), 0.0);
    for index in ["0", "1"] {
        gemba(here.path(), &["shard", "plan.json", "--index", index]).fine();
    }
    let shard = |k: u64| size(&here.path().join(format!("shards/shard-0000{k}.bin")));
    near(&estimate["back_bytes"], shard(0) + shard(1), 0.02);
    near(&estimate["shard_bytes"], 0.5 * (shard(0) + shard(1)), 0.02);
    gemba(here.path(), &["merge", "plan.json", "--out", "run"]).fine();
    near(&estimate["futures_bytes"], size(&here.path().join("run/futures.bin")), 0.001);
    near(&estimate["csv_bytes"], size(&here.path().join("run/pairs.csv")), 0.0001);
    // Each measurement of time has its error, and each number of cores its time.
    let pair = &model["pair_seconds"];
    assert_eq!(pair["count"], 3);
    assert!(pair["half_width"].as_f64().unwrap() > 0.0 && pair["least"].as_f64().unwrap() > 0.0);
    let cores: Vec<u64> =
        estimate["at"].as_array().unwrap().iter().map(|at| at["cores"].as_u64().unwrap()).collect();
    assert_eq!(cores, [1, 2]);
    assert!(
        estimate["at"][1]["wall_seconds"].as_f64() < estimate["at"][0]["wall_seconds"].as_f64()
    );
    assert_eq!(told["precision"][0]["what"], "mean NPV");
}

#[test]
fn a_plan_is_explained_in_words() {
    let here = empty();
    let words = ["plan", "--pairs", "12", "--per-shard", "2", "--explain", "--cores", "4,1000"];
    let told = gemba(here.path(), &[&words[..], &["--start", "7"]].concat()).fine();
    for part in [
        "plan.json: 12 pairs in 6 shards of 2",
        "What it costs",
        "7.00 s assumed of the scheduler",
        "plan, ",
        "report there",
        "    4            2  ",
        "1,000            1  ",
        "mean NPV",
        "+- ",
    ] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    assert!(here.path().join("plan.json").exists());
    // Nothing is measured, and nothing said, where nobody asks.
    let plain = gemba(here.path(), &["plan", "--pairs", "12", "--per-shard", "2"]).fine();
    assert!(!plain.out.contains("costs"), "{}", plain.out);
    for wrong in
        [&["--cores", "4"][..], &["--explain", "--cores", "0"], &["--explain", "--start", "-1"]]
    {
        let ran = gemba(here.path(), &[&["plan", "--pairs", "4"][..], wrong].concat());
        assert_eq!(ran.code, Some(2), "{wrong:?}: {}", ran.err);
    }
}

/// A study some of whose pairs have a shortest repair that is longer than the longest.
fn failing(folder: &Path) {
    let text = study(folder, str::to_owned);
    let plant = folder.join("machining_line.toml");
    let before = fs::read_to_string(&plant).unwrap();
    let line = "repair = { lognormal = { mean = \"10 h\", cv = 0.5 } }";
    let after = before.replace(line, "repair = { uniform = { min = \"1 h\", max = \"3 h\" } }");
    assert_ne!(before, after);
    fs::write(plant, after).unwrap();
    let wild = "[uncertain]\n\
        \"plant:failures.M1.repair.uniform.min\" = { uniform = { min = \"0.5 h\", max = \"2.9 h\" } }\n\
        \"plant:failures.M1.repair.uniform.max\" = { uniform = { min = \"1.1 h\", max = \"3 h\" } }\n";
    fs::write(folder.join("study.toml"), format!("{text}\n{wild}")).unwrap();
}

/// What another try cannot mend has an exit code of its own, which job files know.
#[test]
fn a_model_that_fails_is_told_from_a_disk_that_does() {
    let here = empty();
    failing(here.path());
    gemba(here.path(), &["plan", "study.toml", "--pairs", "8", "--per-shard", "8"]).fine();
    let shard = ["shard", "plan.json", "--index", "0"];
    let ran = gemba(here.path(), &shard);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("failed"), "{}", ran.err);
    assert_eq!(gemba(here.path(), &["run", "study.toml", "--pairs", "8"]).code, Some(4));
    // A folder that is a file may be one again tomorrow.
    fs::write(here.path().join("taken"), "").unwrap();
    let ran = gemba(here.path(), &[&shard[..], &["--out", "taken"]].concat());
    assert!(ran.code != Some(4) && ran.code != Some(0), "{:?}", ran.code);
}

/// The script of a task tries again what may be mended, and nothing else.
#[cfg(unix)]
#[test]
fn a_task_of_slurm_tries_again_what_may_be_mended() {
    use std::os::unix::fs::PermissionsExt;
    let here = empty();
    gemba(here.path(), &["plan", "--pairs", "6", "--per-shard", "2", "--for", "slurm"]).fine();
    let bin = here.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let script = |name: &str, text: &str| {
        fs::write(bin.join(name), format!("#!/bin/sh\n{text}")).unwrap();
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    };
    // Keeps the script of the array; a task is run below.
    script(
        "sbatch",
        "for word; do last=$word; done\n[ -e task ] || echo \"$last\" >task\necho 7\n",
    );
    script("sleep", "");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let sh = |file: &str| {
        let mut command = std::process::Command::new("sh");
        command.arg(file).current_dir(here.path()).env("PATH", &path);
        command.env("SLURM_ARRAY_TASK_ID", "1").output().unwrap().status.code()
    };
    script("gemba", "echo x >>calls\nexit \"$(cat code)\"\n");
    assert_eq!(sh("plan.slurm.sh"), Some(0));
    for (code, calls) in [("1", 5), ("2", 1), ("4", 1), ("130", 5), ("0", 1)] {
        fs::write(here.path().join("code"), code).unwrap();
        let _ = fs::remove_file(here.path().join("calls"));
        assert_eq!(sh("task"), code.parse().ok());
        let called = fs::read_to_string(here.path().join("calls")).unwrap().lines().count();
        assert_eq!(called, calls, "exit code {code}");
    }
}
