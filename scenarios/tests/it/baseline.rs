//! The baseline: scorecard, lock, owners.

use crate::luck::with;
use scenarios::baseline::leaves::{is_below, leaves};
use scenarios::baseline::lock::Lock;
use scenarios::baseline::make::{Measuring, NoLock};
use scenarios::study::result::{Baseline, Checkpoint, FlagState, LockState, StudyResult};
use scenarios::study::{RunOptions, Study, read_study_file};
use std::path::Path;

const SCORECARD: &str = r#"
[scorecard.downtime]
kpi = "unplanned_down_h"
on = "press"
owner = "Production manager"
source = "MES"
money = "an hour is margin not earned"
lines = ["margin of pieces sold"]
target = "-20 %"
measured = { value = "3000 h/year", low = "2900 h/year", from = 2025-01-01, to = 2025-12-31 }

[scorecard.mtbf]
kpi = "mtbf"
owner = "Maintenance manager"
source = "CMMS"
money = "a failure less is a repair less"
lines = ["maintenance"]
checkpoint = "leading"
day_90 = "every alert answered"

[scorecard.labour]
kpi = "maintenance_labour_cost_per_machine"
owner = "Controller"
source = "CMMS"
money = "wages"

[provenance]
"study" = { source = "this study", owner = "Controller", kind = "estimated" }
"investments" = { source = "offer", owner = "Maintenance manager", kind = "vendor" }
"prices" = { source = "costing", owner = "Controller", kind = "measured" }
"finance" = { source = "treasury", owner = "CFO", kind = "estimated" }
"#;

const OWNERS: &str = "\n[provenance]\n\"plant\" = { source = \"line book\", owner = \"P\", kind = \
    \"measured\", date = 2026-09-15 }\n";

/// A study of one year whose every input has an owner.
fn owned(edit: impl Fn(String) -> String) -> Study {
    let heads = ["calendar", "machines", "buffers", "failures", "crews", "spares", "maintenance"];
    let more = ["inspection", "store", "demand", "changeovers", "materials"];
    let records = |text: &str| {
        let lines = heads.iter().chain(&more).filter(|head| text.contains(&format!("[{head}")));
        let record =
            "{ source = \"line book\", owner = \"P\", kind = \"measured\", date = 2026-09-15 }";
        lines.map(|head| format!("\"{head}\" = {record}\n")).collect::<String>()
    };
    let plant = |text: &str| {
        let (text, old) = text.split_once("[provenance]").unwrap_or((text, ""));
        assert!(old.len() < 400, "the fixture has grown records");
        format!("{text}{OWNERS}{}", records(text))
    };
    with("predictive_press.toml", plant, |text| edit(format!("{text}\n{SCORECARD}")))
}

fn run(study: &Study, pairs: u64) -> StudyResult {
    study.run(&RunOptions { pairs: Some(pairs), ..RunOptions::default() }).unwrap()
}

fn baseline(result: &StudyResult) -> &Baseline {
    result.baseline.as_ref().unwrap()
}

fn lock(study: &Study, pairs: u64) -> Lock {
    let measuring = Measuring { pairs: Some(pairs), ..Measuring::default() };
    study.lock_baseline("2026-11-02T09:00:00+01:00", Vec::new(), &measuring).unwrap()
}

#[test]
fn a10_a_lock_holds_what_a_run_measures_before_the_investment() {
    let mut study = owned(|t| t);
    assert_eq!(study.gaps(), Vec::<String>::new());
    let locked = lock(&study, 6);
    let unlocked = run(&study, 6);
    assert_eq!(baseline(&unlocked).state, LockState::Unlocked);
    assert_eq!(locked.scorecard.len(), 3);
    for (line, kpi) in baseline(&unlocked).scorecard.iter().zip(&locked.scorecard) {
        let before = line.before.as_ref().unwrap();
        assert_eq!(kpi.value.map(f64::to_bits), Some(before.mean.to_bits()), "{}", kpi.name);
        assert_eq!(kpi.interval_90, line.before_90);
        let interval = kpi.interval_90.unwrap();
        let ci = before.mean_ci.unwrap();
        assert!(ci.low < interval.low && interval.high < ci.high, "90 % within 95 %");
        assert!(!kpi.owner.is_empty() && !kpi.source.is_empty() && !kpi.money.is_empty());
    }
    // The same study with its lock: nothing has changed, and no number either.
    study.lock = Some(locked);
    let again = run(&study, 6);
    assert_eq!(baseline(&again).state, LockState::Locked);
    assert_eq!(again.comparisons, unlocked.comparisons);
    let line = &baseline(&again).scorecard[0];
    assert_eq!(line.locked.unwrap().mean, line.before.as_ref().unwrap().mean);
    assert_eq!(line.kpi, "unplanned_down_h");
    assert_eq!(line.standard.as_deref(), Some("SEMI E10"));
}

#[test]
fn a03_a_run_says_whether_its_baseline_is_locked_and_f04_speaks_of_it() {
    let f04 = |result: &StudyResult| {
        let flag = result.flags.iter().find(|f| f.id == "F04").unwrap();
        (flag.state, flag.text.clone())
    };
    let mut study = owned(|t| t);
    let (state, text) = f04(&run(&study, 2));
    assert_eq!(state, FlagState::Information);
    assert!(text.contains("not locked"), "{text}");
    study.lock = Some(lock(&study, 2));
    assert_eq!(f04(&run(&study, 2)).0, FlagState::Quiet);
    // A price changes: the same lock, another study.
    let mut dearer = owned(|t| t.replace("piece = \"300 $/piece\"", "piece = \"320 $/piece\""));
    dearer.lock.clone_from(&study.lock);
    let result = run(&dearer, 2);
    assert_eq!(baseline(&result).state, LockState::Changed);
    let changes = &baseline(&result).changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].path, "prices.piece");
    assert_eq!(changes[0].locked.as_deref(), Some("300 $/piece"));
    assert_eq!(changes[0].now.as_deref(), Some("320 $/piece"));
    assert_eq!(f04(&result).0, FlagState::Warning);
    // Another investment leaves the baseline as it is.
    let mut other = owned(|t| t.replace("detection = \"80 %\"", "detection = \"70 %\""));
    other.lock.clone_from(&study.lock);
    assert_eq!(baseline(&run(&other, 2)).state, LockState::Locked);
}

#[test]
fn c51_f04_without_an_owner_there_is_no_lock_and_the_run_tells_it() {
    let ownerless = |t: String| {
        t.replace("owner = \"Maintenance manager\"\nsource = \"CMMS\"", "source = \"CMMS\"")
            .replace("\"prices\" = ", "\"prices.crews\" = ")
    };
    let study = owned(ownerless);
    let refused = study.lock_baseline("now", Vec::new(), &Measuring::default()).unwrap_err();
    let NoLock::Gaps(gaps) = &refused else { panic!("{refused}") };
    assert!(gaps.iter().any(|g| g.contains("scorecard.mtbf: an owner is missing")), "{gaps:?}");
    assert!(gaps.iter().any(|g| g.contains("nobody answers") && g.contains("prices.piece")));
    let result = run(&study, 2);
    assert_eq!(&baseline(&result).gaps, gaps);
    assert!(baseline(&result).inputs_without_owner > 0);
    let flag = result.flags.iter().find(|f| f.id == "F04").unwrap();
    assert_eq!(flag.state, FlagState::Warning);
    assert!(flag.text.starts_with("nobody answers for"), "{}", flag.text);
}

#[test]
fn c40_c39_three_to_five_indicators_make_a_scorecard() {
    let cut = |t: String| {
        let (head, rest) = t.split_once("[scorecard.mtbf]").unwrap();
        let (_, tail) = rest.split_once("[provenance]").unwrap();
        format!("{head}[provenance]{tail}")
    };
    let study = owned(cut);
    assert_eq!(study.scorecard.len(), 1);
    assert!(study.scorecard_size().unwrap().contains("three to five"));
    let warned = study.warnings.faults().iter().any(|f| f.path == "scorecard");
    assert!(warned, "{}", study.warnings);
    // Odd, but it can be locked.
    assert!(study.gaps().is_empty());
    assert!(owned(|t| t).scorecard_size().is_none());
}

#[test]
fn a14_every_line_says_how_it_turns_into_margin_as_a_formula_with_units() {
    let result = run(&owned(|t| t), 2);
    let lines = &baseline(&result).scorecard;
    assert_eq!(lines[0].formulas, ["margin of pieces sold = sold [pieces] x 120 USD"]);
    assert!(lines[1].formulas.len() > 1, "{:?}", lines[1].formulas);
    assert_eq!(lines[2].money.as_deref(), Some("wages"));
}

#[test]
fn c52_on_day_90_an_outcome_is_not_there_yet_and_the_target_has_a_chance() {
    let result = run(&owned(|t| t), 8);
    let lines = &baseline(&result).scorecard;
    assert_eq!(lines[0].checkpoint, Checkpoint::Outcome);
    assert_eq!(lines[1].checkpoint, Checkpoint::Leading);
    assert_eq!(lines[1].day_90.as_deref(), Some("every alert answered"));
    // Ramp from 20 % to 100 % over 6 months, slowed by 1.5 on average: month 3 is month 2 of it.
    let there = lines[0].reached_by_day_90.unwrap();
    assert!((there - (0.2 + 0.8 * 2.0 / 6.0)).abs() < 1e-12, "{there}");
    let met = lines[0].met.unwrap();
    assert_eq!(met.of, 8);
    let reached = |k: usize| {
        let rows: Vec<f64> = result.pairs.iter().map(|r| r.deltas[k]).collect();
        rows.len()
    };
    assert!(reached(0) > 0 && met.count <= 8);
    assert!(lines[1].met.is_none(), "no target, no chance");
    let record = lines[0].measured.as_ref().unwrap();
    assert_eq!((record.value, record.from.as_deref()), (3000.0, Some("2025-01-01")));
    assert_eq!(record.agrees, Some(false), "nobody simulates 3000 h");
}

#[test]
fn a05_a06_a07_a08_the_baseline_figures_exist_and_stocks_add_up() {
    let keys = [
        ("labour_hours_per_unit", None),
        ("scrap_ratio", Some("press")),
        ("plant_unplanned_pct_busy", None),
        ("plant_unplanned_pct_calendar", None),
    ];
    let stocks = [None, Some("raw"), Some("wip"), Some("finished"), Some("spares")];
    let all = keys.into_iter().chain(stocks.map(|on| ("carrying_cost", on)));
    let cards: String = all
        .enumerate()
        .map(|(k, (kpi, on))| {
            let on = on.map_or_else(String::new, |on| format!("on = \"{on}\"\n"));
            format!("[scorecard.k{k}]\nkpi = \"{kpi}\"\n{on}\n")
        })
        .collect();
    let study = with("predictive_press.toml", str::to_owned, |t| format!("{t}\n{cards}"));
    let result = run(&study, 3);
    let means: Vec<Option<f64>> =
        baseline(&result).scorecard.iter().map(|l| l.before.as_ref().map(|s| s.mean)).collect();
    let mean = |k: usize| means[k].unwrap();
    assert!(mean(0) > 0.0, "labour hours per unit");
    assert!((0.0..1.0).contains(&mean(1)), "scrap ratio of the press");
    // The same downtime over a larger denominator.
    assert!(0.0 < mean(3) && mean(3) < mean(2) && mean(2) < 1.0);
    // This plant has no raw material: the figure is absent, not 0.
    assert_eq!(means[5], None);
    let parts = mean(6) + mean(7) + mean(8);
    assert!((mean(4) - parts).abs() < 1e-9 * parts, "{} is not {parts}", mean(4));
}

#[test]
fn a12_a13_a_first_scorecard_follows_the_investment() {
    let studies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies");
    let suggested = |name: &str| {
        let study = read_study_file(&studies.join(name)).unwrap();
        let text = study.suggested_scorecard();
        let keys = text.lines().filter_map(|l| l.strip_prefix("kpi = \""));
        keys.filter_map(|l| l.split('"').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(
        suggested("predictive_maintenance.toml"),
        ["mtbf", "unplanned_down_h", "maintenance_labour_cost_per_machine"]
    );
    assert_eq!(
        suggested("cnc_quality.toml"),
        ["plant_scrap_ratio", "rework_share_of_cogs", "return_rate"]
    );
}

#[test]
fn b05_every_number_of_both_files_is_in_the_register() {
    let studies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies");
    for name in ["bottling.toml", "cnc_quality.toml", "electronics.toml", "smt_energy.toml"] {
        let study = read_study_file(&studies.join(name)).unwrap();
        for (file, document) in [("study", &study.study_file), ("plant", &study.plant_file)] {
            let rows: Vec<&str> =
                study.assumptions.iter().filter(|a| a.file == file).map(|a| &*a.path).collect();
            let skip = ["provenance", "scorecard"];
            let numbers = leaves(document, |path| !skip.iter().any(|head| is_below(path, head)));
            for (path, value) in numbers {
                let is_quantity = value.starts_with(|c: char| c.is_ascii_digit())
                    && !path.ends_with(".name")
                    && !path.ends_with(".title")
                    && !path.ends_with(".source");
                let edit = path.contains(".edits[");
                let known = rows.iter().any(|row| is_below(&path, row));
                assert!(!is_quantity || known || edit, "{name}: {path} = {value}");
            }
            let mut unique = rows.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), rows.len(), "{name}: a row stands twice");
        }
    }
}
