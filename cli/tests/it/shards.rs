//! `gemba plan`, `gemba shard`, `gemba merge`: a run in parts is the run.

use crate::reprice::study;
use crate::{empty, gemba, names};
use std::fs;
use std::path::Path;

const SAME: [&str; 6] =
    ["result.json", "pairs.csv", "report.html", "case.xlsx", "ledger.csv", "futures.bin"];

fn plan(folder: &Path, more: &[&str]) -> String {
    fs::write(folder.join("study.toml"), study(folder, str::to_owned)).unwrap();
    gemba(folder, &[&["plan", "study.toml"][..], more].concat()).fine().out
}

#[test]
fn a_run_in_parts_is_the_run() {
    let here = empty();
    let told = plan(here.path(), &["--pairs", "8", "--per-shard", "3"]);
    for part in ["plan.json: 8 pairs in 3 shards of 3", "--index 0 to 2", "gemba merge plan.json"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // The plan has all inputs in it.
    fs::rename(here.path().join("study.toml"), here.path().join("gone.toml")).unwrap();
    let shard = |index: &str| gemba(here.path(), &["shard", "plan.json", "--index", index]).fine();
    shard("2");
    assert_eq!(gemba(here.path(), &["merge", "plan.json", "--missing"]).fine().out, "0-1\n");
    let refused = gemba(here.path(), &["merge", "plan.json", "--out", "merged"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
    assert!(refused.err.contains("2 of 3 shards are missing: 0-1"), "{}", refused.err);
    assert!(!here.path().join("merged").exists());
    shard("0");
    shard("1");
    assert!(shard("1").out.contains("shard-00001.bin is there"));
    assert_eq!(names(&here.path().join("shards")).len(), 3);
    let merged = gemba(here.path(), &["merge", "plan.json", "--out", "merged"]).fine();
    assert!(merged.out.contains("8 of them there before"), "{}", merged.out);
    fs::rename(here.path().join("gone.toml"), here.path().join("study.toml")).unwrap();
    gemba(here.path(), &["run", "study.toml", "--pairs", "8", "--out", "local"]).fine();
    for name in SAME {
        let read = |folder: &str| fs::read(here.path().join(folder).join(name)).unwrap();
        assert!(read("merged") == read("local"), "{name} differs");
    }
    assert_eq!(names(&here.path().join("merged")), names(&here.path().join("local")));
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    let here = empty();
    plan(here.path(), &["--pairs", "4", "--per-shard", "2"]);
    let refused = |words: &[&str], told: &[&str]| {
        let ran = gemba(here.path(), words);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{words:?}: {}", ran.err);
        for part in told {
            assert!(ran.err.contains(part), "{part}: {}", ran.err);
        }
    };
    refused(&["shard", "plan.json", "--index", "2"], &["shards 0 to 1", "no shard 2"]);
    refused(&["shard", "absent.json", "--index", "0"], &["absent.json", "gemba plan"]);
    refused(&["shard", "study.toml", "--index", "0"], &["study.toml", "no plan"]);
    refused(&["merge", "plan.json", "nowhere"], &["nowhere"]);
    let text = fs::read_to_string(here.path().join("plan.json")).unwrap();
    let changed = text.replace("12 months", "13 months");
    assert_ne!(text, changed);
    fs::write(here.path().join("changed.json"), changed).unwrap();
    refused(&["shard", "changed.json", "--index", "0"], &["changed.json", "changed by hand"]);
    for index in ["0", "1"] {
        gemba(here.path(), &["shard", "plan.json", "--index", index]).fine();
    }
    let torn = here.path().join("shards/shard-00001.bin");
    let bytes = fs::read(&torn).unwrap();
    fs::write(&torn, &bytes[..bytes.len() / 2]).unwrap();
    refused(&["merge", "plan.json"], &["shard-00001.bin ends in the middle", "are missing: 1"]);
    // Made again, it replaces the torn one.
    gemba(here.path(), &["shard", "plan.json", "--index", "1"]).fine();
    assert_eq!(fs::read(&torn).unwrap(), bytes);
}

/// A plan over an older one keeps the pairs of a shard; without one they are measured.
#[test]
fn a_larger_plan_uses_the_shards_that_are_there() {
    let here = empty();
    plan(here.path(), &["--pairs", "4", "--per-shard", "2"]);
    for index in ["0", "1"] {
        gemba(here.path(), &["shard", "plan.json", "--index", index]).fine();
    }
    let told = plan(here.path(), &["--pairs", "6"]);
    assert!(told.contains("6 pairs in 3 shards of 2"), "{told}");
    assert_eq!(gemba(here.path(), &["merge", "plan.json", "--missing"]).fine().out, "2\n");
    let measured = plan(here.path(), &["--pairs", "100000", "--out", "measured.json"]);
    assert!(measured.contains("100000 pairs in "), "{measured}");
}

/// The scripts do what they say, with a stand-in for the scheduler that runs every task at once.
#[cfg(unix)]
#[test]
fn job_files_make_all_shards_and_merge_them() {
    use crate::command;
    use std::os::unix::fs::PermissionsExt;
    let here = empty();
    let bin = here.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let script = |name: &str, text: &str| {
        let path = bin.join(name);
        fs::write(&path, format!("#!/bin/sh\nset -eu\n{text}")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    script("gemba", &format!("exec {} \"$@\"\n", env!("CARGO_BIN_EXE_gemba")));
    // sbatch: the last word is the script; the array is in its option.
    let sbatch = "for word; do case $word in --array=*) range=${word#--array=};; esac; last=$word; done\n\
        if [ -n \"${range:-}\" ]; then for k in $(seq ${range%-*} ${range#*-}); do \
        SLURM_ARRAY_TASK_ID=$k sh -c \"$last\"; done; else sh -c \"$last\" >&2; fi\necho '7;cluster'\n";
    script("sbatch", sbatch);
    let hq = "for word; do if [ \"${before:-}\" = --array ]; then range=$word; fi; before=$word; done\n\
        while [ \"$1\" != -- ]; do shift; done; shift\n\
        for k in $(seq ${range%-*} ${range#*-}); do HQ_TASK_ID=$k \"$@\"; done\n";
    script("hq", hq);
    gemba(here.path(), &["--version"]).fine();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    for whom in ["slurm", "hq"] {
        plan(here.path(), &["--pairs", "6", "--per-shard", "2", "--for", whom]);
        let ran = std::process::Command::new("sh")
            .arg(format!("plan.{whom}.sh"))
            .current_dir(here.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(names(&here.path().join("shards")).len(), 3, "{whom}");
        assert!(here.path().join("gemba-run/result.json").exists(), "{whom}");
        fs::remove_dir_all(here.path().join("shards")).unwrap();
        fs::remove_dir_all(here.path().join("gemba-run")).unwrap();
    }
    plan(here.path(), &["--pairs", "6", "--per-shard", "2", "--for", "kubernetes"]);
    for name in ["plan.kubernetes.yaml", "plan.kubernetes-merge.yaml"] {
        let text = fs::read_to_string(here.path().join(name)).unwrap();
        assert!(!text.contains("{{") && text.contains("kind: Job"), "{text}");
    }
    let refused = ["plan", "study.toml", "--pairs", "4", "--for", "hq", "--out", "a plan.json"];
    let refused = command(here.path(), &refused).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}
