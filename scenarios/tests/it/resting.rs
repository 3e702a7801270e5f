//! How much of the answer rests on the word of others.

use crate::luck::with;
use scenarios::study::result::{RestingOn, StudyResult};
use scenarios::study::{RunOptions, Study};

/// The predictive press; `records` tell where its inputs come from.
fn watch(records: &str, pairs: u64) -> Study {
    with("predictive_press.toml", str::to_owned, |text| {
        let text = text.replace("pairs = 8", &format!("pairs = {pairs}"));
        format!("{text}\n[provenance]\n{records}\n")
    })
}

/// A faster press and a slower decay of the same press, on the word of two.
fn two_edits(pairs: u64) -> Study {
    with("faster_press.toml", str::to_owned, |text| {
        let text = text.replace("pairs = 8", &format!("pairs = {pairs}")).replace(
            "edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]",
            "edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }, \
             { path = \"failures.P1.life\", multiply = 1.5 }]",
        );
        let cycle = record("investments.faster.edits.machines.press", "measured");
        let life = record("investments.faster.edits.failures", "industry");
        let prices = record("prices", "vendor");
        format!("{text}\n[provenance]\n{cycle}{life}{prices}")
    })
}

fn record(path: &str, kind: &str) -> String {
    format!("\"{path}\" = {{ source = \"a paper\", owner = \"somebody\", kind = \"{kind}\" }}\n")
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

fn value(figure: Option<scenarios::study::result::RestingFigure>) -> f64 {
    figure.unwrap().value
}

#[track_caller]
fn kinds(resting: &RestingOn, row: usize, wanted: &[&str]) {
    assert_eq!(resting.rows[row].kinds, wanted);
}

#[test]
fn a32_without_the_vendor_a_vendors_programme_brings_nothing_and_costs_the_same() {
    let study = watch(&record("investments.watch", "vendor"), 12);
    let (with, without) = (run(&study), run(&study.without(&["vendor"]).unwrap()));
    assert_eq!(without.provenance.without, ["vendor"]);
    assert!(without.resting_on.is_none());
    let of = |result: &StudyResult| -> Vec<(f64, f64, f64)> {
        let mine = result.pairs.iter().filter(|p| &*p.comparison == "watch_vs_before");
        mine.filter(|p| &*p.row == "base").map(|p| (p.benefit, p.cost, p.npv)).collect()
    };
    let (with_rows, without_rows) = (of(&with), of(&without));
    assert_eq!(with_rows.len(), 12);
    assert!(with_rows.iter().any(|row| row.0 != 0.0));
    for (with, without) in with_rows.iter().zip(&without_rows) {
        assert_eq!(without.0, 0.0, "nothing is left, exactly");
        assert_eq!(with.1, without.1, "costs stay");
    }
    // What the result says without a simulation is what the run without it finds.
    let resting = with.resting_on.unwrap();
    kinds(&resting, 0, &["vendor"]);
    let row = &resting.rows[0];
    assert_eq!((row.effects.as_slice(), row.pairs), (&["investments.watch".to_owned()][..], 12));
    let mean = without_rows.iter().map(|row| row.2).sum::<f64>() / 12.0;
    assert!((value(row.npv_without) - mean).abs() < 1e-6, "{mean} {:?}", row.npv_without);
    assert!(row.stays.costs == 12 && row.stays.cost_present.unwrap() > 0.0, "{:?}", row.stays);
    // Nothing rests on the industry.
    kinds(&resting, 1, &["industry"]);
    assert!(resting.rows[1].effects.is_empty());
    assert_eq!(resting.rows[1].npv, resting.rows[1].npv_without);
    assert_eq!(resting.rows[2].npv_without, row.npv_without);
}

#[test]
fn a32_the_share_is_what_a_run_without_it_loses() {
    let study = two_edits(120);
    let with = run(&study);
    let resting = with.resting_on.as_ref().unwrap();
    assert_eq!((resting.effects, resting.untold.len()), (2, 0));
    // A vendor's prices are no effect: they stay and are counted.
    let vendor = &resting.rows[0];
    assert_eq!(value(vendor.benefit_share), 0.0);
    assert!(vendor.stays.prices > 0 && vendor.stays.priced_benefit != 0.0, "{:?}", vendor.stays);
    let industry = &resting.rows[1];
    assert_eq!(industry.effects, ["investments.faster.edits.failures.P1.life"]);
    assert_eq!(industry.pairs, 6, "a twentieth of the run");
    let without = run(&study.without(&["industry"]).unwrap());
    let base = |result: &StudyResult| -> Vec<f64> {
        let base = result.pairs.iter().filter(|p| &*p.row == "base");
        base.map(|p| p.benefit).take(6).collect()
    };
    let (all, left): (f64, f64) = (base(&with).iter().sum(), base(&without).iter().sum());
    assert!(left > 0.0 && left < all, "the measured edit is left: {left} of {all}");
    let share = industry.benefit_share.unwrap();
    assert!((share.value - (1.0 - left / all)).abs() < 1e-12, "{} {left} {all}", share.value);
    let ci = share.ci.unwrap();
    assert!(ci.low < share.value && share.value < ci.high);
    assert_eq!(resting.rows[2].benefit_share, industry.benefit_share);
}

#[test]
fn a32_who_says_nothing_is_neither_and_a_small_run_leaves_it_open() {
    let untold = run(&watch(&record("prices", "measured"), 4)).resting_on.unwrap();
    assert_eq!(untold.untold, ["investments.watch"]);
    assert!(untold.rows.iter().all(|row| row.effects.is_empty()));
    let small = run(&two_edits(20)).resting_on.unwrap();
    assert_eq!((small.rows[1].pairs, small.rows[1].benefit_share), (0, None));
    // One measured number does not make a vendor's programme a measured one.
    let mixed = [
        record("investments.watch", "vendor"),
        record("investments.watch.detection", "measured"),
        record("investments.watch.cost", "measured"),
    ];
    let mixed = run(&watch(&mixed.concat(), 4)).resting_on.unwrap();
    assert_eq!(mixed.rows[0].effects, ["investments.watch"]);
    assert_eq!(mixed.rows[0].stays.costs, 0);
}

#[test]
fn a32_a_claim_is_a_vendors_word_unless_its_record_says_otherwise() {
    let claimed = |records: &str| {
        with("faster_press.toml", str::to_owned, |text| {
            let claim = "claim_calibrated = { path = \"failures.P1.life\", from = 1.0, to = 4.0, \
                indicator = \"failures\", change = \"-40 %\", haircut = \"55 %\", source = \"brochure\" }\n\
                chain = [{ signal = \"s\", decision = \"d\", change = \"c\" }]\n\
                from_day_one = \"rebuilt before the study begins\"";
            let text = text
                .replace("edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]", claim)
                .replace("pairs = 8", "pairs = 4");
            format!("{text}\n{records}")
        })
    };
    let effects = |study: &Study| run(study).resting_on.unwrap().rows[0].effects.clone();
    assert_eq!(effects(&claimed("")), ["investments.faster.claim_calibrated"]);
    let own = record("investments.faster", "measured");
    assert!(effects(&claimed(&format!("[provenance]\n{own}"))).is_empty());
}
