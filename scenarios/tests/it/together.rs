//! Several investments: together, and one after the other.

use crate::luck::with;
use scenarios::study::RunOptions;
use scenarios::study::result::{Role, StudyResult};

/// Two more investments; one of them does nothing.
pub(crate) const OTHERS: &str = "
[investments.faster]
kind = \"edits\"
edits = [{ path = \"machines.press.cycle\", multiply = 0.95 }]
ramp = \"immediate\"
cost = \"none\"

[investments.placebo]
kind = \"edits\"
edits = [{ path = \"machines.oven.cycle\", multiply = 1.0 }]
cost = \"none\"
";

/// The predictive study with a faster press and a placebo beside it.
fn study(more: &str, pairs: u32) -> StudyResult {
    let study = with("predictive_press.toml", str::to_owned, |text| {
        let text = text.replace("pairs = 8", &format!("pairs = {pairs}"));
        let text = text.replace("horizon = \"12 months\"", "horizon = \"24 months\"");
        let text = text.replace("do_minimum = \"spare\"\n", "");
        format!("{text}{OTHERS}{more}")
    });
    study.run(&RunOptions::default()).unwrap()
}

#[test]
fn trap_28_what_saves_the_same_hours_does_not_add_up() {
    let result = study("[bundle]\ninvestments = [\"watch\", \"spare\", \"placebo\"]\n", 24);
    let bundle = result.bundle.unwrap();
    assert!(result.comparisons[0].id == "bundle_vs_before" && result.comparisons[0].headline);
    assert_eq!(result.comparisons[0].rows.len(), 8, "the whole has a pessimistic table");
    let interaction = bundle.interaction.mean_ci.unwrap();
    assert!(interaction.high < 0.0, "{interaction:?}");
    let sum: f64 = bundle.members.iter().map(|m| m.share.as_ref().unwrap().mean).sum();
    assert!((sum - bundle.together.mean).abs() < 1e-6, "{sum} {}", bundle.together.mean);
    let alone: f64 = bundle.members.iter().map(|m| m.alone.mean).sum();
    assert!((alone - bundle.sum_of_singles.mean).abs() < 1e-6);
    let [one_by_one, together] = bundle.downtime_avoided;
    assert!(together > 0.0 && together < one_by_one, "{together} {one_by_one}");
    // Who changes nothing gets nothing, in every pair.
    let nobody = bundle.members.iter().find(|m| m.name == "placebo").unwrap();
    for spread in [&nobody.alone, nobody.share.as_ref().unwrap(), nobody.last.as_ref().unwrap()] {
        assert_eq!((spread.min, spread.max), (0.0, 0.0));
    }
    assert_eq!(bundle.combinations.len(), 7);
    assert_eq!(result.arms.iter().filter(|a| a.role == Role::Part).count(), 3);
}

#[test]
fn d42_a_sequence_without_waiting_is_the_bundle() {
    let result = study(
        "[bundle]\ninvestments = [\"watch\", \"faster\"]\n\
         [programme]\nstart = { watch = \"0 months\", faster = \"0 months\" }\n",
        6,
    );
    let (bundle, programme) = (result.bundle.unwrap(), result.programme.unwrap());
    assert_eq!(programme.arm, bundle.arm);
    assert_eq!((programme.difference.min, programme.difference.max), (0.0, 0.0));
    assert_eq!(programme.sequence, bundle.together);
    assert!(programme.gap.mean > 0.0);
}

#[test]
fn d02_waiting_with_something_good_costs_its_fruits() {
    let result = study(
        "[programme]\nstart = { faster = \"0 months\", placebo = \"0 months\" }\n\
         wait = [\"6 months\", \"12 months\"]\n",
        12,
    );
    let programme = result.programme.unwrap();
    let cost = |k: usize| programme.delays[k].cost.mean;
    assert!(0.0 < cost(0) && cost(0) < cost(1), "{} {}", cost(0), cost(1));
    let whole = programme.sequence.mean;
    assert!(cost(1) < whole);
    // The placebo adds nothing to what came before it, at any month.
    assert_eq!((programme.steps[1].adds.min, programme.steps[1].adds.max), (0.0, 0.0));
}

#[test]
fn c38_stopping_after_a_failed_pilot_saves_the_rest() {
    let second = "
[investments.more]
kind = \"edits\"
edits = [{ path = \"machines.oven.cycle\", multiply = 0.99 }]
ramp = \"immediate\"
effectiveness = { uniform = { min = \"0 %\", max = \"100 %\" } }
same_luck_as = \"watch\"

[investments.more.cost]
hardware = \"40 k$\"
licence = \"0 $\"
integration = \"0 $\"
connectivity = \"0 $\"
internal = \"0 $\"
training = \"0 $\"
subscription = \"0 $/year\"
support = \"0 $/year\"
data_and_analysts = \"0 $/year\"
security = \"0 $/year\"
contingency = \"0 $\"
exit = \"0 $\"

[programme]
start = { watch = \"0 months\", more = \"9 months\" }
gate = { after = \"8 months\", reach = \"60 %\" }
";
    let result = study(second, 24);
    let programme = result.programme.unwrap();
    let gate = programme.gate.unwrap();
    assert!(gate.passed.count > 0 && gate.passed.count < 24, "{:?}", gate.passed);
    // The second step only costs, so stopping is worth its cost wherever the review fails.
    assert!(gate.value.min == 0.0 && gate.value.max > 10e3, "{:?}", gate.value);
    let mean = gate.with_option.mean - programme.sequence.mean;
    assert!((mean - gate.value.mean).abs() < 1e-6);
    assert!(programme.steps[1].adds.mean < 0.0);
    // D26: a pilot that has hardly begun to work does not earn 40 k$ in nine months.
    let funded = programme.steps[1].funded.unwrap();
    assert!(funded.count < 6, "{funded:?}");
    assert!(programme.gap.mean < programme.gap_at_once.mean);
}
