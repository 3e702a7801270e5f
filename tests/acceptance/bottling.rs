//! The bottling study against what would be absurd, whatever the luck of these pairs: bounds set
//! before the study was first run (docs/examples/bottling.md).

use scenarios::study::result::{ArmResult, Firmness, PaybackTime, StudyResult};
use scenarios::study::{RunOptions, read_study};
use std::path::Path;
use std::sync::LazyLock;
use twin_models::text::Document;

/// Margin of a bottle \[$\]: price less variable cost.
const MARGIN: f64 = 0.55 - 0.31;

/// Pairs of each of the two studies: ten seconds of one core each.
const PAIRS: u64 = 120;

/// As it stands in the example.
static USUAL: LazyLock<StudyResult> = LazyLock::new(|| study(2300));

/// The study with another weekly demand [thousand bottles]; the store holds as many weeks.
fn study(weekly: u32) -> StudyResult {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let plant =
        std::fs::read_to_string(examples.join("plants/bottling_line.toml")).expect("a plant");
    let whole = |thousands: u32| format!("\"{thousands}000 pieces\"");
    let room = plant.replace(&whole(2990), &whole(weekly * 13 / 10));
    let demanded = room.replace(&whole(2300), &whole(weekly));
    assert!(room != plant || weekly == 2300, "the plant has another store");
    assert!(demanded != room || weekly == 2300, "the plant has another demand");
    let study = Document::read(&examples.join("studies/bottling.toml")).expect("a study");
    let study = read_study(study, &|_| Document::parse("plant", demanded.as_bytes()));
    let study = study.unwrap_or_else(|faults| panic!("{faults}"));
    study.run(&RunOptions { pairs: Some(PAIRS), ..RunOptions::default() }).expect("it runs")
}

fn arm<'a>(result: &'a StudyResult, name: &str) -> &'a ArmResult {
    result.arms.iter().find(|a| a.name == name).expect("an arm")
}

fn mean(arm: &ArmResult, key: &str) -> f64 {
    let found = arm.indicators.iter().find(|i| i.key == key).and_then(|i| i.spread.as_ref());
    found.expect("an indicator").mean
}

/// Hard benefit of the programme a year \[$\], mean over the horizon, prices of the first day.
fn benefit(result: &StudyResult) -> f64 {
    let headline = result.comparisons.iter().find(|c| c.headline).expect("a headline");
    let hard = headline.benefits.iter().filter(|b| b.firmness == Firmness::Hard);
    hard.map(|b| b.per_year.mean).sum()
}

#[test]
fn nothing_absurd_comes_out() {
    let result = &*USUAL;
    let (before, pdm) = (arm(result, "before"), arm(result, "pdm"));
    let oee = mean(before, "oee_constraint");
    assert!((0.60..0.88).contains(&oee), "OEE {oee}");

    let filler = before.machines.iter().find(|m| m.constraint).expect("a constraint");
    let scheduled = filler.states.iter().filter(|s| s.e10 != "NST").map(|s| s.hours);
    let down = mean(before, "unplanned_down_h") / scheduled.sum::<f64>();
    assert!(down < 0.12, "unplanned downtime {down}");

    let gain = benefit(result);
    assert!(gain < 600e3, "{gain} $ a year");
    let headline = result.comparisons.iter().find(|c| c.headline).expect("a headline");
    let cut = headline.claims[0].simulated.expect("downtime before");
    assert!((-0.45..0.0).contains(&cut), "unplanned downtime changes by {cut}");
    // Most failures are sudden: the programme cannot take away two fifths of all.
    let failures = mean(pdm, "failures") / mean(before, "failures") - 1.0;
    assert!((-0.15..0.0).contains(&failures), "failures change by {failures}");
    let sd = headline.rows[0].metrics.npv.sd.expect("many pairs");
    assert!(sd > 100e3, "standard deviation of the net present value {sd} $");

    // What gives no warning is not predicted.
    for mode in ["F3", "F4", "L2", "P2", "Z2", "D2", "R2"] {
        let failures =
            |arm: &ArmResult| arm.modes.iter().find(|m| m.mode == mode).expect("a mode").failures;
        let ratio = failures(pdm) / failures(before);
        assert!((0.97..1.03).contains(&ratio), "{mode}: {ratio}");
    }

    // The first month is integration.
    let sold = |arm: &ArmResult| {
        arm.monthly.iter().find(|q| q.key == "sold").expect("pieces sold").mean[0]
    };
    let first = (sold(pdm) - sold(before)) * MARGIN;
    assert!(first < 0.15 * gain / 12.0, "{first} $ in the first month, {gain} $ a year");
}

/// The folded stops of this line may not move its output by more than the bar.
#[test]
fn folding_keeps_its_bar() {
    let check = USUAL.folding_check.expect("minor stops are folded");
    let found = check.output_difference;
    assert!(found.mean.abs() + found.half_width < check.allowed, "{found:?}");
}

#[test]
fn b07_trap_01_slack_takes_the_benefit_away() {
    let slack = study(2100);
    let pairs = slack.comparisons.iter().find(|c| c.headline);
    let (usual, slack) = (benefit(&USUAL), benefit(&slack));
    assert!(slack < 0.8 * usual, "{slack} $ a year with slack, {usual} $ without");
    let payback = &pairs.expect("a headline").rows[0].metrics.payback;
    let soon = matches!(payback.p50, PaybackTime::Within(months) if months < 12.0);
    assert!(!soon, "paid back after {:?}", payback.p50);
}
