//! `gemba reprice`: other money for the futures of an earlier run.

use crate::{empty, gemba, json, names, repository, text};
use std::fs;
use std::path::Path;

const RESULTS: [&str; 2] = ["result.json", "pairs.csv"];

#[track_caller]
fn assert_same(one: &Path, other: &Path) {
    for name in RESULTS {
        let read = |folder: &Path| fs::read_to_string(folder.join(name)).unwrap();
        match name.strip_suffix(".json") {
            Some(_) => assert!(told(&read(one)) == told(&read(other)), "{name} differs"),
            None => assert!(read(one) == read(other), "{name} differs"),
        }
    }
}

/// A result without what is simulated after the pairs: single events, single stops, other demand.
fn told(result: &str) -> serde_json::Value {
    let mut result = json(result);
    for simulated in ["worst_event", "downtime_hour", "resilience", "upside", "null_test"] {
        result.as_object_mut().unwrap().remove(simulated);
    }
    // Weeks and months of resilience stand among the outcomes by channel too.
    let channels = &mut result["channels"];
    channels["channels"].as_array_mut().unwrap().retain(|c| c["key"] != "resilience");
    channels.as_object_mut().unwrap().remove("silent");
    result["flags"].as_array_mut().unwrap().retain(|flag| flag["id"] != "F02");
    result
}

/// The placebo study, with another plant path, in a folder of its own.
pub(crate) fn study(folder: &Path, edit: impl Fn(&str) -> String) -> String {
    let examples = repository("examples");
    let written = fs::read_to_string(examples.join("studies/predictive_maintenance.toml")).unwrap();
    let plant = written.lines().find(|l| l.starts_with("plant = ")).unwrap();
    let name = plant.rsplit('/').next().unwrap().trim_end_matches('"');
    fs::copy(examples.join("plants").join(name), folder.join(name)).unwrap();
    let months = written.lines().find(|l| l.starts_with("horizon")).unwrap();
    let short = written.replace(plant, &format!("plant = \"{name}\""));
    edit(&short.replace(months, "horizon = \"12 months\""))
}

#[test]
fn trap_27_other_money_is_that_of_a_run_with_it() {
    let here = empty();
    let plain = study(here.path(), str::to_owned);
    fs::write(here.path().join("plain.toml"), &plain).unwrap();
    let line = plain.lines().find(|l| l.starts_with("wacc")).unwrap();
    let dearer = plain.replace(line, &line.replace(line.split('"').nth(1).unwrap(), "17 %/year"));
    assert_ne!(plain, dearer);
    fs::write(here.path().join("dearer.toml"), &dearer).unwrap();
    let run = |name: &str, more: &[&str]| {
        let file = format!("{name}.toml");
        let words = [&["run", &file, "--pairs", "4", "--out", name][..], more].concat();
        gemba(here.path(), &words).fine();
        here.path().join(name)
    };
    run("plain", &[]);
    let wanted = run("dearer", &["--no-futures"]);
    assert!(!names(&wanted).contains(&"futures.bin".to_owned()));

    let told =
        gemba(here.path(), &["reprice", "plain", "--study", "dearer.toml", "--out", "A"]).fine();
    assert_same(&wanted, &here.path().join("A"));
    for part in ["finance.wacc", "17 %/year", "then", "now", "nothing was simulated"] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    let set =
        ["reprice", "plain", "--set", "finance.wacc=17 %/year", "--out", "B", "--threads", "1"];
    gemba(here.path(), &set).fine();
    assert_same(&wanted, &here.path().join("B"));
    // A repriced folder is a run's folder: it is replayed, and priced back.
    gemba(here.path(), &["replay", "B", "--pair", "1", "--quiet"]).fine();
    gemba(here.path(), &["reprice", "B", "--study", "plain.toml", "--out", "C"]).fine();
    assert_same(&here.path().join("plain"), &here.path().join("C"));
    assert_eq!(gemba(here.path(), &["reprice", "B", "--quiet"]).fine().out, "");
}

#[test]
fn other_physics_are_refused_by_name() {
    let here = empty();
    let plain = study(here.path(), str::to_owned);
    fs::write(here.path().join("plain.toml"), &plain).unwrap();
    gemba(here.path(), &["run", "plain.toml", "--pairs", "2", "--out", "R"]).fine();
    let before = names(here.path());
    let refused = |words: &[&str], told: &[&str]| {
        let ran = gemba(here.path(), &[&["reprice", "R"][..], words].concat());
        assert_eq!(ran.code, Some(2), "{words:?}: {}", ran.err);
        for part in told {
            assert!(ran.err.contains(part), "{part}: {}", ran.err);
        }
        assert_eq!((ran.out.as_str(), names(here.path())), ("", before.clone()));
    };
    let horizon = ["--set", "study.horizon=24 months", "--out", "X"];
    refused(&horizon, &["study.horizon", "24 months", "gemba run"]);
    refused(&["--set", "study.seed=9"], &["study.seed"]);
    refused(&["--set", "finance.tax=300 %"], &["finance.tax"]);
    refused(&["--set", "finance.nothing=3"], &["nothing"]);
    refused(&["--set", "nowhere.at.all=3"], &["nowhere.at.all", "--study"]);
    refused(&["--out", "R"], &["another one"]);
    fs::remove_file(here.path().join("R/futures.bin")).unwrap();
    refused(&[], &["futures.bin", "--no-futures"]);
    fs::write(here.path().join("R/futures.bin"), b"no").unwrap();
    refused(&[], &[text(Path::new("R").join("futures.bin").as_path()), "no futures"]);
}
