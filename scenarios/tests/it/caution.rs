//! Haircuts on what vendors promise, and sensors that come before their use.

use crate::luck::with;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::Document;

const EDIT: &str = "edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]";

/// A faster press and longer lives; `more` stands beside the edits, `records` tell whose word counts.
fn faster(more: &str, records: &str) -> Study {
    with("faster_press.toml", str::to_owned, |text| edited(text, more, records))
}

fn edited(text: &str, more: &str, records: &str) -> String {
    let two = format!(
        "edits = [{{ path = \"machines.press.cycle\", set = \"9 min\" }}, \
         {{ path = \"failures.P1.life\", multiply = 1.5 }}]\n{more}"
    );
    format!("{}\n[provenance]\n{records}", text.replace(EDIT, &two))
}

fn record(path: &str, kind: &str) -> String {
    format!("\"{path}\" = {{ source = \"a paper\", owner = \"somebody\", kind = \"{kind}\" }}\n")
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

fn npv(result: &StudyResult) -> &[f64] {
    &result.comparisons[0].npv_by_pair
}

#[test]
fn b02_a_haircut_takes_its_share_of_what_vendors_promise_and_names_it() {
    let vendor = record("investments.faster.edits", "vendor");
    // Half of every promise is half of the effect, to the last digit.
    let half = run(&faster("haircut = \"50 %\"", &vendor));
    let same = run(&faster("effectiveness = \"50 %\"", &vendor));
    assert_eq!(npv(&half), npv(&same));
    let whole = run(&faster("", &vendor));
    assert_ne!(npv(&half), npv(&whole));
    assert_eq!(npv(&whole), npv(&run(&faster("haircut = \"100 %\"", &vendor))));
    assert!(whole.effects[0].haircut.is_none());
    // What was measured stays whole: only the cycle is cut.
    let records = record("investments.faster.edits.machines", "vendor")
        + &record("investments.faster.edits.failures", "measured");
    let mixed = run(&faster("haircut = \"50 %\"", &records));
    assert!(npv(&mixed) != npv(&half) && npv(&mixed) != npv(&whole));
    let told = mixed.effects[0].haircut.as_ref().unwrap();
    assert_eq!(told.inputs, ["investments.faster.edits.machines.press.cycle"]);
    assert_eq!((told.low, told.mean, told.high), (0.5, 0.5, 0.5));
    assert!(mixed.effects[0].layers.iter().any(|l| l.contains("edits.machines.press.cycle")));
    // Beside an effectiveness below 1 the doubt is counted twice, and told.
    let twice = run(&faster("haircut = \"50 %\"\neffectiveness = \"80 %\"", &vendor));
    assert!(twice.effects[0].counted_twice && !half.effects[0].counted_twice);
}

#[test]
fn b02_by_default_a_haircut_is_even_between_50_and_60_percent_once_a_pair() {
    let vendor = record("investments.faster.edits", "vendor");
    let study = faster("haircut = \"default\"", &vendor);
    let result = run(&study);
    let told = result.effects[0].haircut.as_ref().unwrap();
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    assert!(near(told.low, 0.5) && near(told.mean, 0.55) && near(told.high, 0.6), "{told:?}");
    let path = "study:investments.faster.haircut";
    let at = result.unknowns.items.iter().position(|u| u.path == path).unwrap();
    let drawn: Vec<f64> = result.unknowns.values(at).collect();
    assert!(drawn.iter().all(|x| (0.5..=0.6).contains(x)), "{drawn:?}");
    assert!(drawn.windows(2).any(|two| two[0] != two[1]));
    let law = faster("haircut = { uniform = { min = \"50 %\", max = \"60 %\" } }", &vendor);
    assert_eq!(npv(&run(&law)), npv(&result));
    // Made known, it is a plain share.
    let index = study.unknowns().iter().position(|u| u.path == path).unwrap();
    let known = run(&study.with_unknowns(&[(index, 0.5)]));
    assert_eq!(npv(&known), npv(&run(&faster("haircut = \"50 %\"", &vendor))));
}

#[test]
fn b02_a_haircut_that_takes_nothing_is_refused() {
    let study = faster("", &record("prices", "measured"));
    let text =
        std::fs::read_to_string(crate::study_files::fixture("good/faster_press.toml")).unwrap();
    let text = edited(&text, "haircut = \"default\"", &record("investments.faster", "measured"));
    let read = read_study(Document::parse("study.toml", text.as_bytes()).unwrap(), &|_| {
        Ok(study.plant_file.clone())
    });
    let faults = read.err().unwrap().to_string();
    assert!(faults.contains("the haircut takes nothing"), "{faults}");
    assert!(faults.contains("kind = \"vendor\""), "{faults}");
}

#[test]
fn d33_sensors_first_pays_at_once_and_gains_later() {
    let press = |months: Option<u32>| {
        with("predictive_press.toml", str::to_owned, |text| {
            let stress = months
                .map_or(String::new(), |m| format!("\n[stress]\nsensors_first = \"{m} months\"\n"));
            let vendor = record("investments.watch", "vendor");
            format!("{text}{stress}\n[provenance]\n{vendor}")
        })
    };
    let plain = run(&press(None));
    assert!(plain.stresses.is_empty());
    let (late, never) = (run(&press(Some(6))), run(&press(Some(12))));
    // Nothing else moves.
    assert_eq!(late.comparisons, plain.comparisons);
    assert_eq!(late.pairs, plain.pairs);
    let [late] = &late.stresses[..] else { panic!("one row") };
    assert_eq!((late.id.as_str(), late.months, late.pairs), ("sensors_first", 6, 8));
    assert_eq!(late.comparison, plain.comparisons[0].id);
    let base: f64 = npv(&plain).iter().sum::<f64>() / 8.0;
    assert!((late.npv.mean - base - late.change.mean).abs() < 1e-6);
    // Beyond the horizon nothing is left but the outlay: what a run without the effect finds, every cost
    // paid when it was planned.
    let without = run(&press(None).without(&["vendor"]).unwrap());
    let never = &never.stresses[0];
    let costs: f64 = npv(&without).iter().sum::<f64>() / 8.0;
    assert!((never.npv.mean - costs).abs() < 1e-6, "{} {costs}", never.npv.mean);
    assert_eq!((never.npv_positive.count, never.payback.never.count), (0, 8));
    assert!(costs < 0.0 && late.npv.mean != never.npv.mean);
}
