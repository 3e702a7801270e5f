//! What decides: tornado, break-even, worth of information, who pays back first.

use crate::luck::with;
use scenarios::sensitivity::decide::{Sample, of_sample};
use scenarios::sensitivity::money::DOWNTIME;
use scenarios::sensitivity::result::{BreakEven, Decides, Range, Sensitivity};
use scenarios::sensitivity::unknown::Unknowns;
use scenarios::study::{RunOptions, Study};
use sim_core::Streams;
use sim_core::statistics::low_discrepancy;
use std::sync::LazyLock;

fn study(edit: impl Fn(&str) -> String) -> Study {
    with("predictive_press.toml", str::to_owned, |text| edit(text))
}

fn analysed(study: &Study, pairs: u64) -> Sensitivity {
    study.sensitivity(&RunOptions { pairs: Some(pairs), ..RunOptions::default() }).unwrap().0
}

/// The example of most tests here.
static PRESS: LazyLock<Sensitivity> = LazyLock::new(|| analysed(&study(str::to_owned), 40));

#[test]
fn b26_the_cost_of_a_downtime_hour_is_in_the_tornado_and_its_place_is_told() {
    let bars = &PRESS.tornado;
    let swings: Vec<f64> = bars.iter().map(|bar| bar.swing().abs()).collect();
    assert!(swings.windows(2).all(|pair| pair[0] >= pair[1]), "{swings:?}");
    assert!(swings.iter().all(|swing| *swing > 0.0 || bars.len() < 10));
    let rank = PRESS.downtime_rank.unwrap() as usize;
    assert_eq!(bars[rank - 1].id, DOWNTIME);
    // Unknowns, events and prices all stand in it.
    for id in ["investments.watch.effectiveness", "investments.watch.stall", "prices.piece"] {
        assert!(bars.iter().any(|bar| bar.id == id), "{id}");
    }
    let range = |id: &str| bars.iter().find(|bar| bar.id == id).unwrap().range;
    assert_eq!(range("investments.watch.adoption"), Range::Law);
    assert_eq!(range("investments.watch.connectivity_gap"), Range::Event);
    assert_eq!(range("prices.piece"), Range::TenPercent);
    // What is not sold by mistake is not priced: nothing of the file that moves nothing is a bar.
    assert!(!bars.iter().any(|bar| bar.id == "finance.currency"));
}

#[test]
fn prices_that_are_moved_give_what_a_file_with_them_gives() {
    // 20 pairs are moved in both.
    let few = analysed(&study(str::to_owned), 20);
    for (id, old, new) in [
        ("prices.piece", "piece = \"300 $/piece\"", "piece = \"330 $/piece\""),
        ("finance.wacc", "wacc = \"10 %/year\"", "wacc = \"11 %/year\""),
        ("investments.watch.cost.hardware", "hardware = \"10 k$\"", "hardware = \"11 k$\""),
    ] {
        let other = analysed(&study(|text| text.replacen(old, new, 1)), 20);
        let moved = few.tornado.iter().find(|bar| bar.id == id).unwrap();
        let found = other.at_medians.value;
        assert!(
            (found - moved.npv_high).abs() <= 1e-9 * found.abs(),
            "{id}: {found} for {moved:?}"
        );
        assert!(moved.repriced);
    }
}

#[test]
fn at_its_break_even_a_price_makes_the_value_zero() {
    let bar =
        PRESS.tornado.iter().find(|bar| bar.id == "investments.watch.cost.subscription").unwrap();
    let scale = bar.swing().abs();
    let BreakEven::At { value, positive_above, .. } = bar.break_even else {
        panic!("{:?}", bar.break_even)
    };
    assert!(!positive_above, "a fee");
    let at = format!("subscription = \"{value} k$/year\"");
    let there = analysed(&study(|text| text.replacen("subscription = \"3 k$/year\"", &at, 1)), 40);
    assert!(there.at_medians.value.abs() < 1e-5 * scale, "{:?}", there.at_medians);
}

#[test]
fn a17_pays_back_before_ties_and_never_are_counted_apart() {
    let race = &PRESS.payback_races[0];
    assert_eq!((&*race.first, &*race.second, &*race.reference), ("watch", "do_minimum", "before"));
    let parts = [race.first_before, race.second_before, race.together, race.neither];
    assert_eq!(parts.iter().map(|share| share.count).sum::<u64>(), 40);
    assert!(parts.iter().all(|share| share.of == 40));
}

#[test]
fn nothing_hangs_on_threads() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let press = study(str::to_owned);
    assert_eq!(one.install(|| analysed(&press, 24)), many.install(|| analysed(&press, 24)));
}

#[test]
fn a46_what_the_case_needs_are_the_inputs_that_turn_it_within_their_range() {
    let decides = PRESS.decides.as_ref().unwrap();
    for one in &decides.inputs {
        let needed = match one.break_even {
            BreakEven::At { value, likely, .. } => {
                assert_eq!(likely, (one.p10..=one.p90).contains(&value), "{one:?}");
                likely
            }
            BreakEven::Event { .. } => true,
            _ => false,
        };
        assert_eq!(decides.needs.contains(&one.id), needed, "{one:?}");
    }
}

/// A sample in which the NPV is this function of effectiveness, gap (happens?) and luck.
fn told(press: &Study, n: usize, npv: impl Fn(f64, bool, f64) -> f64) -> Decides {
    let unknowns = Unknowns::of(press, &press.comparisons[0]);
    let streams = Streams::new(4, 0);
    let design = low_discrepancy(n, unknowns.scores.inputs(), streams);
    let points: Vec<Vec<f64>> =
        design.iter().map(|u| unknowns.point_of(&unknowns.scores.of_uniforms(u))).collect();
    let item = |id: &str| unknowns.items.iter().find(|item| item.id.ends_with(id)).unwrap();
    let luck = streams.stream("luck", "of the test");
    let value = |(k, point): (usize, &Vec<f64>)| {
        let gap = item("connectivity_gap").happens(point);
        npv(item("effectiveness").of(point)[0], gap, 2.0 * luck.uniform_at(k as u64) - 1.0)
    };
    let values = points.iter().enumerate().map(value).collect();
    of_sample(&unknowns, "test", &Sample { points, values }, streams).unwrap()
}

#[test]
fn d30_an_assessment_of_the_network_is_worth_what_the_closed_form_says() {
    // 100 without a gap, -300 with one (30 %): expected -20, so one would not invest. Knowing it
    // before is worth 0.7 x 100 = 70.
    let press = study(str::to_owned);
    let decides =
        told(&press, 1000, |_, gap, luck| if gap { -300.0 } else { 100.0 } + 200.0 * luck);
    let first = &decides.inputs[0];
    assert_eq!(first.id, "investments.watch.connectivity_gap");
    let worth = first.worth.unwrap();
    assert!((worth.value - 70.0).abs() < 3.0 * worth.error + 1.0, "{worth:?}");
    assert!(worth.matters && worth.error < 10.0);
    assert_eq!(first.break_even, BreakEven::Event { positive_if_it_happens: false });
    let shares = first.shares.unwrap();
    // Slowness and overrun, which come with a gap, tell part of it.
    assert!(shares.first > 0.9 && (0.6..0.9).contains(&shares.total), "{shares:?}");
    let all = decides.worth_of_all.unwrap();
    assert!((all.value - 70.0).abs() < 3.0 * all.error + 3.0, "{all:?}");
}

#[test]
fn the_break_even_of_an_unknown_is_found_with_its_error() {
    // Zero at an effectiveness of 70 %.
    let press = study(str::to_owned);
    let decides = told(&press, 1000, |effect, _, luck| 1000.0 * (effect - 0.7) + 100.0 * luck);
    let one = decides.inputs.iter().find(|one| one.id.ends_with("effectiveness")).unwrap();
    let BreakEven::At { value, error, likely, positive_above } = one.break_even else {
        panic!("{one:?}")
    };
    let error = error.unwrap();
    assert!((value - 0.7).abs() < 3.0 * error && error < 0.02, "{value} ± {error}");
    assert!(likely && positive_above);
    assert!(decides.needs.contains(&one.id));
    // The luck of uniform ±100 is what no formula foretells: 1 - 3333 / variance.
    let formula = &decides.formula;
    assert!((formula.residual_sd - 57.7).abs() < 3.0, "{formula:?}");
}

#[test]
fn trap_19_a_rare_event_that_was_hardly_seen_is_not_told_of() {
    let rare = study(|text| text.replace("chance = \"20 %\"", "chance = \"0.2 %\""));
    let decides = told(&rare, 200, |effect, _, luck| effect + luck);
    let stall = decides.inputs.iter().find(|one| one.id.ends_with("stall")).unwrap();
    assert!(stall.refused.as_ref().unwrap().contains("too rare"), "{stall:?}");
    assert_eq!((stall.worth, stall.npv_at_p90, stall.break_even), (None, None, BreakEven::Unknown));
}

#[test]
fn trap_29_where_luck_is_everything_no_shares_are_told() {
    let press = study(str::to_owned);
    let decides = told(&press, 200, |_, _, luck| 50.0 + 1000.0 * luck);
    assert!(decides.formula.refused.as_ref().unwrap().contains("run more pairs"));
    assert!(decides.worth_of_all.is_none());
    assert!(decides.inputs.iter().all(|one| one.shares.is_none()));
}

#[test]
fn the_mildest_plan_has_the_other_sign_and_is_simulated() {
    let reverse = &PRESS.reverse;
    let Some(found) = &reverse.found else {
        // Then it says why.
        assert!(!reverse.refused.as_ref().unwrap().is_empty());
        return;
    };
    assert_ne!(found.formula.value > 0.0, reverse.today.value > 0.0);
    assert!((0.0..=4.6).contains(&found.distance) && found.chance_beyond <= 0.5);
    assert_eq!(found.confirmed, (found.simulated.value > 0.0) != (reverse.today.value > 0.0));
    assert!((0.0..=1.0).contains(&found.share_of_plans));
}

#[test]
fn a_study_without_unknowns_has_no_opinion_of_them() {
    let known = with("faster_press.toml", str::to_owned, str::to_owned);
    let found = analysed(&known, 20);
    assert_eq!(found.decides, None);
    assert!(found.reverse.refused.as_ref().unwrap().contains("no unknowns"));
    assert!(found.tornado.iter().all(|bar| bar.range == Range::TenPercent));
}
