//! Futures are kept and priced again: the bytes of a run, without a simulation.

use crate::luck::with;
use scenarios::answer::PairRows;
use scenarios::store::{Futures, Keeper, StoreError};
use scenarios::study::luck::sampling;
use scenarios::study::result::{Stopped, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use twin_models::text::Document;

/// An example study of so many months, edited.
fn example(name: &str, edit: impl Fn(&str) -> String) -> Study {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let text = fs::read_to_string(examples.join("studies").join(name)).unwrap();
    let study = Document::parse("study.toml", edit(&text).as_bytes()).unwrap();
    let load = |plant: &str| Document::read(&examples.join("studies").join(plant));
    read_study(study, &load).unwrap_or_else(|faults| panic!("{faults}"))
}

fn kept(study: &Study, options: &RunOptions<'_>) -> (StudyResult, PathBuf, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("futures.bin");
    let keeper = Keeper::new(file.clone());
    let result = study.run(&RunOptions { keep: Some(&keeper), ..*options }).unwrap();
    assert!(keeper.finish().unwrap().written);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "half a file is left");
    (result, file, folder)
}

/// A result without what is simulated after the pairs: single events, single stops, other demand.
fn told(result: &StudyResult) -> serde_json::Value {
    let mut result = serde_json::to_value(result).unwrap();
    for simulated in ["worst_event", "downtime_hour", "resilience", "upside", "null_test"] {
        result.as_object_mut().unwrap().remove(simulated);
    }
    // Weeks and months of resilience, which stand among the outcomes by channel too.
    let channels = &mut result["channels"];
    channels["channels"].as_array_mut().unwrap().retain(|c| c["key"] != "resilience");
    channels.as_object_mut().unwrap().remove("silent");
    result["flags"].as_array_mut().unwrap().retain(|flag| flag["id"] != "F02");
    result
}

#[track_caller]
fn assert_same(one: &StudyResult, other: &StudyResult) {
    assert_eq!(one.pairs, other.pairs);
    assert!(told(one) == told(other), "result.json differs");
}

/// Runs `study`, and prices its futures as those of `changed`: as if that had been run.
pub(crate) fn priced_as_run(study: &Study, changed: &Study, options: &RunOptions<'_>) {
    let (plain, file, _folder) = kept(study, options);
    assert_same(&plain, &study.reprice(&file, PairRows::Made).unwrap().result);
    let wanted = changed.run(options).unwrap();
    let found = changed.reprice(&file, PairRows::Made).unwrap();
    assert_eq!(found.missing, 0);
    assert_same(&wanted, &found.result);
    let npv = |result: &StudyResult| result.comparisons[0].npv_by_pair.clone();
    assert_ne!(npv(&plain), npv(&found.result), "the change changes nothing");
}

pub(crate) fn pairs<'a>(pairs: u64) -> RunOptions<'a> {
    RunOptions { pairs: Some(pairs), ..RunOptions::default() }
}

/// Every kind of money at once.
pub(crate) fn other_money(text: &str) -> String {
    let other = text
        .replace("wacc = \"10 %/year\"", "wacc = \"13 %/year\"")
        .replace("tax = \"25 %\"", "tax = \"31 %\"\ntax_period = \"quarter\"")
        .replace("inflation = \"2.5 %/year\"", "inflation = \"4 %/year\"")
        .replace("wage = \"45 $/h\"", "wage = \"61 $/h\"")
        .replace("scrap = \"120 $/piece\"", "scrap = \"90 $/piece\"");
    assert_ne!(text, other);
    other
}

#[test]
fn b02_d21_a_price_path_and_a_haircut_need_no_simulation() {
    let study = |more: &str| {
        with("predictive_press.toml", str::to_owned, |text| {
            let cut = text.replace(
                "[investments.watch.cost]",
                "haircut = \"default\"\n[investments.watch.cost]",
            );
            format!(
                "{cut}\n{more}\n[provenance]\n\"investments.watch\" = {{ source = \"an offer\", owner = \"somebody\", \
                 kind = \"vendor\" }}\n"
            )
        })
    };
    let path =
        "[prices.path.price]\nvolatility = \"40 %\"\n[prices.path.wage]\nvolatility = \"5 %\"\n";
    priced_as_run(&study(""), &study(path), &pairs(6));
}

#[test]
fn trap_09_another_discount_rate_needs_no_simulation() {
    let study = |edit: fn(&str) -> String| with("predictive_press.toml", str::to_owned, edit);
    let (plain, dearer) = (study(str::to_owned), study(other_money));
    // Keeping changes nothing.
    assert_same(&plain.run(&pairs(6)).unwrap(), &kept(&plain, &pairs(6)).0);
    priced_as_run(&plain, &dearer, &pairs(6));
    let twins = RunOptions { sampling: sampling("antithetic"), seed: Some(77), ..pairs(6) };
    priced_as_run(&plain, &dearer, &twins);
}

/// Overrun and the cost of a gap are drawn, but no plant knows them.
#[test]
fn what_a_project_costs_is_drawn_anew() {
    let uncertain = |overrun: &str, gap: &str| {
        with("predictive_press.toml", str::to_owned, |t| {
            let edited = t.replace("mean = 1.1, cv", overrun).replace("max = \"3 k$\"", gap);
            assert!(edited.contains(overrun) && edited.contains(gap));
            edited
        })
    };
    let (plain, dearer) =
        (("mean = 1.1, cv", "max = \"3 k$\""), ("mean = 1.9, cv", "max = \"70 k$\""));
    priced_as_run(&uncertain(plain.0, plain.1), &uncertain(dearer.0, dearer.1), &pairs(6));
}

#[test]
fn a24_every_example_is_priced_as_it_is_run() {
    let wacc = |t: &str| {
        let line = t.lines().find(|l| l.starts_with("wacc")).unwrap();
        t.replace(line, "wacc = \"6.5 %/year\"")
    };
    for (name, months) in
        [("electronics.toml", 14), ("cnc_quality.toml", 14), ("smt_energy.toml", 14)]
    {
        let short = |t: &str| {
            let line = t.lines().find(|l| l.starts_with("horizon")).unwrap();
            t.replace(line, &format!("horizon = \"{months} months\""))
        };
        let study = example(name, short);
        priced_as_run(&study, &example(name, |t| wacc(&short(t))), &pairs(2));
    }
}

/// The scorecard of the example has labour in money.
fn bottling(edit: impl Fn(&str) -> String) -> Study {
    example("bottling.toml", edit)
}

fn cheaper(text: &str) -> String {
    let edited = text.replace("wage = \"95 $/h\"", "wage = \"50 $/h\"");
    assert_ne!(edited, text);
    edited
}

#[test]
fn lines_of_the_scorecard_in_money_follow_the_prices() {
    let (plain, other) = (bottling(str::to_owned), bottling(cheaper));
    priced_as_run(&plain, &other, &pairs(3));
    // A run that goes on under other prices leaves the file of one that was never disturbed.
    let (_, file, _folder) = kept(&plain, &pairs(2));
    let keeper = Keeper::new(file.clone()).resume();
    other.run(&RunOptions { keep: Some(&keeper), ..pairs(3) }).unwrap();
    assert_eq!(keeper.finish().unwrap().earlier.pairs, 2);
    let (_, whole, _other) = kept(&other, &pairs(3));
    assert!(fs::read(file).unwrap() == fs::read(whole).unwrap(), "futures.bin hangs on prices");
}

/// Values of the scorecard are known by their place.
#[test]
fn futures_of_tables_in_another_order_are_refused() {
    let turned = |text: &str| {
        let at = text.find("[scorecard.mtbf]").unwrap();
        let (next, end) = (
            text.find("[scorecard.maintenance_labour]").unwrap(),
            text.find("[provenance]").unwrap(),
        );
        format!("{}{}{}{}", &text[..at], &text[next..end], &text[at..next], &text[end..])
    };
    let (_, file, _folder) = kept(&bottling(str::to_owned), &pairs(2));
    let other = bottling(turned);
    let text = other.reprice(&file, PairRows::Made).unwrap_err().to_string();
    assert!(text.contains("order of its tables: scorecard.mtbf"), "{text}");
    let keeper = Keeper::new(file).resume();
    other.run(&RunOptions { keep: Some(&keeper), ..pairs(2) }).unwrap();
    let earlier = keeper.finish().unwrap().earlier;
    assert_eq!((earlier.pairs, earlier.other.len()), (0, 1));
}

/// Whoever asks for another seed is told that what is there is not used.
#[test]
fn another_seed_is_told() {
    let study = bottling(str::to_owned);
    let (_, file, _folder) = kept(&study, &pairs(2));
    let keeper = Keeper::new(file).resume();
    study.run(&RunOptions { keep: Some(&keeper), seed: Some(5), ..pairs(2) }).unwrap();
    let told: Vec<String> =
        keeper.finish().unwrap().earlier.other.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["study file, study.seed: 20270104 became 5"]);
}

/// With other money the stopping rule may stop elsewhere; it is asked again.
#[test]
fn the_stopping_rule_is_asked_again() {
    let precise = |width: &str| {
        let line = format!("pairs = {{ min = 20, max = 60, half_width = \"{width}\" }}");
        with("predictive_press.toml", str::to_owned, |t| t.replace("pairs = 8", &line))
    };
    let (narrow, wide) = (precise("1 $"), precise("900 M$"));
    let (result, file, _folder) = kept(&narrow, &RunOptions::default());
    assert_eq!((result.provenance.pairs, result.provenance.stopped), (60, Stopped::AtMaximum));
    let found = wide.reprice(&file, PairRows::Made).unwrap();
    let wanted = wide.run(&RunOptions::default()).unwrap();
    assert_same(&wanted, &found.result);
    assert!(found.missing == 0 && wanted.provenance.pairs <= 60);

    // The other way round there are too few: what is there is used, and it is said.
    let (short, file, _folder) = kept(&narrow, &pairs(20));
    assert_same(&short, &narrow.reprice(&file, PairRows::Made).unwrap().result);
    let fixed =
        with("predictive_press.toml", str::to_owned, |t| t.replace("pairs = 8", "pairs = 45"));
    let (_, file, _folder) = kept(&fixed, &RunOptions::default());
    let found = narrow.reprice(&file, PairRows::Made).unwrap();
    assert_eq!(found.missing, 15);
    let wanted = narrow.run(&pairs(45)).unwrap();
    assert_eq!((wanted.pairs, wanted.comparisons), (found.result.pairs, found.result.comparisons));
    assert!(found.result.provenance.precision.iter().any(|p| !p.met && p.wanted == 1.0));
    let fewer =
        with("predictive_press.toml", str::to_owned, |t| t.replace("pairs = 8", "pairs = 33"));
    assert_same(
        &fewer.run(&RunOptions::default()).unwrap(),
        &fewer.reprice(&file, PairRows::Made).unwrap().result,
    );
}

#[test]
fn futures_of_other_inputs_are_refused_by_name() {
    let study = |edit: &dyn Fn(&str) -> String| with("predictive_press.toml", str::to_owned, edit);
    let (_, file, _folder) = kept(&study(&str::to_owned), &pairs(2));
    let cases: [(&str, &str, &[&str]); 3] = [
        ("horizon = \"12 months\"", "horizon = \"13 months\"", &["study.horizon", "13 months"]),
        ("pairs = 8", "pairs = 8\nseed = 4", &["study.seed", "nothing became 4"]),
        ("wage = \"45 $/h\"", "wage = \"45 $/h\"\novertime = 1.7", &[]),
    ];
    for (then, now, told) in cases {
        let changed = study(&|t| t.replace(then, now));
        match changed.reprice(&file, PairRows::Made) {
            Ok(_) => assert!(told.is_empty(), "{now} is not refused"),
            Err(error) => {
                let text = error.to_string();
                assert!(matches!(error, StoreError::Other { .. }), "{text}");
                assert!(!told.is_empty() && told.iter().all(|part| text.contains(part)), "{text}");
            }
        }
    }
    let plant = with("predictive_press.toml", |t| t.replace("10 min", "11 min"), str::to_owned);
    let text = plant.reprice(&file, PairRows::Made).unwrap_err().to_string();
    assert!(text.contains("plant file, ") && text.contains("11 min"), "{text}");
}

#[test]
fn a_torn_foreign_or_changed_file_is_refused_by_name() {
    let study = with("predictive_press.toml", str::to_owned, str::to_owned);
    let (_, file, folder) = kept(&study, &pairs(3));
    let good = fs::read(&file).unwrap();
    let other = folder.path().join("other.bin");
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&other, bytes).unwrap();
        let error = study
            .reprice(&other, PairRows::Made)
            .err()
            .unwrap_or_else(|| panic!("{what} is taken"));
        let text = error.to_string();
        assert!(text.contains("other.bin") && text.contains(' '), "{what}: {text}");
        text
    };
    let length = good.len();
    for k in (0..length).step_by(length / 97) {
        refused(&good[..k], "a part");
        let mut flipped = good.clone();
        flipped[k] ^= 1 << (k % 8);
        refused(&flipped, "a changed bit");
    }
    assert!(refused(&good[..length - 1], "a part").contains("ends in the middle"));
    assert!(refused(&[&good[..], &[0]].concat(), "too much").contains("damaged"));
    assert!(refused(b"PAR1 or anything else", "another file").contains("no futures"));
    assert!(refused(b"", "nothing").contains("no futures"));
    let mut newer = good.clone();
    newer[8] = 9;
    assert!(refused(&newer, "a newer one").contains("format 9"));
    assert!(study.reprice(&folder.path().join("absent.bin"), PairRows::Made).is_err());
}

/// What correlates in a pair is kept pair by pair, not as sums.
#[test]
fn d12_correlated_outcomes_are_kept_pair_by_pair() {
    let study = with("predictive_press.toml", str::to_owned, str::to_owned);
    let (result, file, _folder) = kept(&study, &pairs(5));
    let futures = Futures::open(&file).unwrap();
    futures.check(&study).unwrap();
    let codec = futures.codec();
    let read = futures.each(&codec, |_, pair| pair).unwrap();
    let numbers: Vec<u64> = read.pairs.iter().map(|pair| pair.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
    let (plan, width) = (&study.comparisons[0], study.tools[0].schema.len());
    for found in &read.pairs {
        let (k, pair) = (&found.number, found.found.as_ref().unwrap());
        let row = result.pairs.iter().find(|row| row.pair == *k && &*row.row == "base").unwrap();
        let [after, before] = [plan.investment, plan.reference].map(|arm| &pair.arms[arm]);
        assert_eq!(row.deltas[0], after.totals[0] - before.totals[0]);
        // The quantities of all months give the same total.
        let sold = study.tools[0].schema.iter().position(|q| q.key == "sold").unwrap();
        let sum: f64 = before.monthly.iter().skip(sold).step_by(width).sum();
        assert_eq!(sum, before.totals[0]);
    }
}
