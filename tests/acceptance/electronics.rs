//! The study of supply visibility in the electronics plant against what would be absurd, whatever the luck
//! of these pairs: bounds set before the study was first run (docs/examples/electronics.md).

use scenarios::study::result::{ArmResult, StudyResult};
use scenarios::study::{RunOptions, read_study_file};
use std::path::Path;
use std::sync::LazyLock;

/// Pairs: a few seconds.
const PAIRS: u64 = 40;

/// Purchase price of the kits \[$\].
const KITS: [f64; 9] = [18.0, 18.15, 18.0, 38.1, 46.35, 45.0, 45.45, 97.65, 153.3];

static STUDY: LazyLock<StudyResult> = LazyLock::new(|| {
    let studies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies");
    let study = read_study_file(&studies.join("electronics.toml"));
    let study = study.unwrap_or_else(|faults| panic!("{faults}"));
    study.run(&RunOptions { pairs: Some(PAIRS), ..RunOptions::default() }).expect("it runs")
});

fn arm(name: &str) -> &'static ArmResult {
    STUDY.arms.iter().find(|a| a.name == name).expect("an arm")
}

/// A quantity a year, years 2 to 5.
fn yearly(arm: &'static ArmResult, key: &str) -> f64 {
    let found = arm.monthly.iter().find(|q| q.key == key);
    found.unwrap_or_else(|| panic!("no {key}")).mean[12..].iter().sum::<f64>() / 4.0
}

fn on_time(arm: &'static ArmResult) -> f64 {
    yearly(arm, "orders_on_time") / yearly(arm, "orders_finished")
}

/// Of all kits, at their purchase price.
fn value(arm: &'static ArmResult, key: &str) -> f64 {
    (0..9).map(|k| yearly(arm, &format!("{key}:kit{k}")) * KITS[k]).sum()
}

#[test]
fn the_plant_is_the_one_described() {
    let before = arm("before");
    let orders = yearly(before, "orders_received");
    assert!((1_400.0..1_620.0).contains(&orders), "{orders} orders a year");
    let set_up = yearly(before, "setup_h:smt") + yearly(before, "setup_h:smt#2");
    assert!((1_200.0..1_800.0).contains(&set_up), "{set_up} h of set-up");
    let turns = value(before, "used") / (value(before, "stock_ph") / 8_766.0);
    assert!((9.0..27.0).contains(&turns), "material turns {turns} times");
}

#[test]
fn what_a_shop_does_not_have_is_not_observed_instead_of_zero() {
    let before = arm("before");
    let indicator = |key: &str| {
        let found = before.indicators.iter().find(|one| one.key == key);
        found.unwrap_or_else(|| panic!("no {key}"))
    };
    for key in ["oee_constraint", "effectiveness", "sold", "lost_sales", "backlog"] {
        assert!(indicator(key).spread.is_none(), "{key}");
    }
    for key in ["good", "wip", "orders_finished", "order_lead_time"] {
        assert!(indicator(key).spread.as_ref().is_some_and(|s| s.mean > 0.0), "{key}");
    }
    let share = indicator("orders_on_time").spread.as_ref().map(|s| s.mean);
    assert!((share.expect("orders") - on_time(before)).abs() < 0.05);
}

#[test]
fn nothing_absurd_comes_out() {
    let (before, after) = (arm("before"), arm("visibility"));
    for one in [before, after] {
        let share = on_time(one);
        assert!((0.60..0.99).contains(&share), "{}: {share} on time", one.name);
    }
    assert!(on_time(after) > on_time(before), "earlier knowledge makes no more orders late");
    // Acting early costs money.
    assert_eq!(value(before, "premium"), 0.0);
    assert!(value(after, "premium") > 0.0, "bridging is paid for");
    let stock = [before, after].map(|a| value(a, "stock_ph") / 8_766.0);
    let released = 1.0 - stock[1] / stock[0];
    assert!((0.0..0.40).contains(&released), "{released} of the stock released");
    // Only orders that nobody cancelled bring money, so revenue can hardly grow.
    let finished = [before, after].map(|a| yearly(a, "orders_finished"));
    assert!((finished[1] / finished[0] - 1.0).abs() < 0.02, "{finished:?} orders");
}

#[test]
fn c28_luck_with_suppliers_moves_the_value() {
    // Bridging pays only in futures with long outages.
    let headline = STUDY.comparisons.iter().find(|c| c.headline).expect("a comparison");
    let mut values = headline.npv_by_pair.clone();
    assert_eq!(values.len() as u64, PAIRS);
    values.sort_by(f64::total_cmp);
    let spread = values[values.len() - 4] - values[4];
    assert!(spread > 100e3, "luck with suppliers moves the value: {spread}");
    let median = values[values.len() / 2];
    assert!((-700e3..500e3).contains(&median), "median {median}");
}
