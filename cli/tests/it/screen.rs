//! `gemba screen`, and the folder of a project.

use crate::{empty, gemba, json, names, repository};
use std::fs;
use std::path::Path;

/// A plant with a bad press, some scrap and a meter; its study.
fn plant(folder: &Path) {
    let read =
        |name: &str| fs::read_to_string(repository("scenarios/fixtures/good").join(name)).unwrap();
    let power =
        |kw: u32| format!("power = {{ processing = \"{kw} kW\", idle = \"{} kW\" }}\n", kw / 2);
    let plant = read("two_machines.toml")
        .replace(
            "[machines.press]\n",
            &format!("[machines.press]\nscrap = \"0.2 %\"\n{}", power(20)),
        )
        .replace("[machines.oven]\n", &format!("[machines.oven]\nscrap = \"3 %\"\n{}", power(60)));
    let plant = format!("{plant}\n[energy]\nstagger = \"0 min\"\n");
    let tariff = "[prices.electricity]\nenergy = [{ rate = \"0.10 $/kWh\" }]\n\n[finance]";
    let study = read("faster_press.toml").replace("[finance]", tariff);
    fs::write(folder.join("two_machines.toml"), plant).unwrap();
    fs::write(folder.join("study.toml"), study).unwrap();
}

#[test]
fn c37_d43_screening_ranks_downtime_defects_and_energy_by_money() {
    let here = empty();
    plant(here.path());
    let words = ["screen", "study.toml", "--pairs", "6", "--months", "6"];
    let found = json(&gemba(here.path(), &[&words[..], &["--json"]].concat()).fine().out);
    let losses = found["losses"].as_array().unwrap();
    let mean = |loss: &serde_json::Value| loss["per_year"]["mean"].as_f64().unwrap();
    assert!(losses.windows(2).all(|two| mean(&two[0]) >= mean(&two[1])), "{losses:?}");
    let of = |kind: &str, asset: &str| {
        let is = |l: &&serde_json::Value| l["kind"] == kind && l["asset"] == asset;
        losses.iter().find(is).unwrap_or_else(|| panic!("{kind} of {asset}: {losses:?}"))
    };
    // The press fails for longest, the oven makes most of the scrap and draws most while it waits.
    assert!(mean(of("downtime", "press")) > mean(of("downtime", "oven")));
    assert!(mean(of("defects", "oven")) > mean(of("defects", "press")));
    assert!(mean(of("energy", "oven")) > mean(of("energy", "press")));
    assert_eq!(of("downtime", "press")["certain"], true);
    assert_eq!(of("downtime", "press")["fits"], "predictive_maintenance");
    assert_eq!(of("defects", "oven")["fits"], "ai_quality");
    assert_eq!(of("energy", "oven")["fits"], "energy_management");
    // No two of the three kinds are added up; staggered starts cost nothing where no peak is paid.
    assert_eq!(mean(of("energy", "peak")), 0.0);
    let said = gemba(here.path(), &words).fine().out;
    assert!(said.contains("The largest loss of each kind"), "{said}");
    assert!(said.contains("Start with one: "), "{said}");
    assert!(said.contains("gemba catalogue"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
}

#[test]
fn c50_one_loss_becomes_a_study_that_can_be_run() {
    let here = empty();
    plant(here.path());
    let words = ["screen", "study.toml", "--pairs", "2", "--months", "3", "--start", "first"];
    let said = gemba(here.path(), &words).fine().out;
    assert!(said.contains("next: replace what says `replace me`"), "{said}");
    assert_eq!(names(&here.path().join("first")), ["plant.toml", "study.toml"]);
    let text = fs::read_to_string(here.path().join("first/study.toml")).unwrap();
    assert!(text.starts_with("# One loss, one asset, one plant: "), "{text}");
    assert_eq!(text.matches("[investments.").count(), 2, "one investment and its costs: {text}");
    let checked = gemba(here.path(), &["check", "first/study.toml"]).fine();
    assert!(checked.out.contains("a sound study"), "{}{}", checked.out, checked.err);
    // Until somebody says what it changes, it changes nothing. The folder is a project: its study is found.
    let first = here.path().join("first");
    let ran = json(&gemba(&first, &["run", "--pairs", "2", "--json"]).fine().out);
    assert_eq!(ran["comparisons"][0]["rows"][0]["metrics"]["npv"]["max"], 0.0);
    // Nothing is overwritten, and a loss that is not there is told.
    assert_eq!(gemba(here.path(), &words).code, Some(2));
    let absent = [&words[..7], &["other", "--loss", "99"]].concat();
    let refused = gemba(here.path(), &absent);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("there is no loss number 99"), "{}", refused.err);
}

#[test]
fn c55_a_project_folder_holds_plants_studies_locks_and_runs() {
    let here = empty();
    gemba(here.path(), &["init", "D", "--investment", "automation"]).fine();
    let project = here.path().join("D");
    assert_eq!(names(&project), ["README.md", "plants", "studies"]);
    let readme = fs::read_to_string(project.join("README.md")).unwrap();
    for word in ["plants/", "studies/", "lock.json", "runs/", "gemba lock", "version control"] {
        assert!(readme.contains(word), "{word}");
    }
    let ran = gemba(&project, &["run", "--pairs", "2"]).fine();
    assert!(ran.out.contains("runs/automation/report.html"), "{}", ran.out);
    let run = names(&project.join("runs/automation"));
    for file in ["case.xlsx", "inputs", "manifest.json", "report.html", "result.json"] {
        assert!(run.iter().any(|name| name == file), "{file}: {run:?}");
    }
    // With two studies one must be named; elsewhere the embedded study is run as before.
    fs::copy(project.join("studies/automation.toml"), project.join("studies/other.toml")).unwrap();
    let asked = gemba(&project, &["run", "--pairs", "2"]);
    assert_eq!(asked.code, Some(2));
    assert!(
        asked.err.contains("several studies") && asked.err.contains("other.toml"),
        "{}",
        asked.err
    );
}

#[test]
fn a15_archetypes_of_20_50_and_100_million_run_and_balance() {
    let here = empty();
    for revenue in ["20", "50", "100"] {
        gemba(here.path(), &["init", revenue, "--archetype", revenue]).fine();
        let project = here.path().join(revenue);
        let checked =
            gemba(&project, &["check", &format!("studies/machining_{revenue}.toml")]).fine();
        assert!(checked.out.contains("a sound study"), "{}", checked.out);
        let ran = json(&gemba(&project, &["run", "--pairs", "2", "--json"]).fine().out);
        let deltas = ran["comparisons"][0]["deltas"].as_array().unwrap();
        let sold = deltas.iter().find(|delta| delta["key"] == "sold").unwrap();
        let found = sold["reference"].as_f64().unwrap() * 510.0;
        let wanted: f64 = revenue.parse::<f64>().unwrap() * 1e6;
        assert!((found / wanted - 1.0).abs() < 0.05, "{revenue} M$: {found}");
    }
    let absent = gemba(here.path(), &["init", "x", "--archetype", "70"]);
    assert_eq!(absent.code, Some(2));
    assert!(absent.err.contains("there is: 20, 50, 100"), "{}", absent.err);
}
