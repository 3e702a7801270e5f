//! Any number may be a law: drawn once a pair, the same for all arms, and kept apart from luck.

use crate::luck::with;
use crate::study_files::fixture;
use scenarios::study::result::{Acts, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::Document;

/// A study of the fixture with further text, or its faults.
pub(crate) fn study(name: &str, more: &str) -> Result<Study, String> {
    let text = |name: &str| std::fs::read_to_string(fixture("good").join(name)).unwrap();
    let study = format!("{}\n{more}", text(name));
    let study = Document::parse("study.toml", study.as_bytes()).unwrap();
    let load = |name: &str| Document::parse("plant.toml", text(name).as_bytes());
    read_study(study, &load).map_err(|faults| faults.to_string())
}

fn press(more: &str) -> Study {
    study("predictive_press.toml", more).unwrap_or_else(|faults| panic!("{faults}"))
}

pub(crate) fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

pub(crate) const LAWS: &str = r#"
[uncertain]
"plant:machines.press.cycle" = { multiply = { lognormal = { mean = 1, cv = 0.05 } }, title = "cycle of the press" }
"plant:failures.P1.life.weibull.scale" = { triangular = { min = "300 h", mode = "400 h", max = "20 d" } }
"study:prices.piece" = { uniform = { min = "290 $/piece", max = "310 $/piece" } }
"study:finance.inflation" = { add = { uniform = { min = "-1 %/year", max = "1 %/year" } } }
"study:investments.watch.cost.hardware" = { multiply = { pert = { min = 0.9, mode = 1, max = 1.4 } }, also = ["study:investments.watch.cost.integration"] }

[[correlated]]
unknowns = ["study:prices.piece", "study:finance.inflation"]
rank = 0.8
"#;

#[test]
fn laws_stand_in_the_place_of_numbers_of_plant_and_study() {
    let study = press(LAWS);
    let unknowns = study.unknowns();
    let of = |path: &str| unknowns.iter().find(|u| u.path == path).unwrap();
    let cycle = of("plant:machines.press.cycle");
    assert_eq!(
        (&*cycle.title, &*cycle.unit, cycle.acts),
        ("cycle of the press", "factor", Acts::Physics)
    );
    assert_eq!(cycle.law, "times lognormal (mean 1, cv 0.05)");
    let scale = of("plant:failures.P1.life.weibull.scale");
    assert_eq!((&*scale.unit, scale.p50 > 300.0 && scale.p50 < 480.0), ("h", true));
    let piece = of("study:prices.piece");
    assert_eq!((&*piece.unit, piece.acts, piece.p10), ("$/piece", Acts::Money, 292.0));
    assert_eq!(piece.correlated_with.len(), 1);
    assert_eq!(of("study:investments.watch.cost.hardware").acts, Acts::Money);
    let result = run(&study);
    assert_eq!(result.unknowns.by_pair[0].len(), unknowns.len());
    let distinct = |u: usize| {
        let mut all: Vec<u64> = result.unknowns.values(u).map(f64::to_bits).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    let first = unknowns.iter().position(|u| u.path.starts_with("plant:")).unwrap();
    assert!((first..unknowns.len()).all(|u| distinct(u) == 8), "each pair has draws of its own");
}

#[test]
fn trap_30_an_unknown_is_drawn_once_a_pair_and_shared_by_all_arms() {
    // An investment that does nothing, in a plant that nobody knows: exactly nothing in every pair.
    let nothing = r#"
[uncertain]
"plant:machines.press.cycle" = { multiply = { uniform = { min = 0.8, max = 1.2 } } }
"plant:failures.P1.life.weibull.scale" = { uniform = { min = "200 h", max = "800 h" } }
"study:prices.piece" = { uniform = { min = "200 $/piece", max = "400 $/piece" } }
"#;
    let text = |t: &str| format!("{}{nothing}", t.replace("set = \"9 min\"", "multiply = 1.0"));
    let result = run(&with("faster_press.toml", str::to_owned, text));
    assert!(result.pairs.iter().all(|row| row.npv == 0.0 && row.deltas.iter().all(|d| *d == 0.0)));
    // And yet the world differs between pairs by what was drawn.
    let sold = result.arms[0].indicators.iter().find(|i| i.key == "sold").unwrap();
    let known = run(&with("faster_press.toml", str::to_owned, str::to_owned));
    let before = known.arms[0].indicators.iter().find(|i| i.key == "sold").unwrap();
    let sd =
        |i: &scenarios::study::result::Indicator| i.spread.as_ref().and_then(|s| s.sd).unwrap();
    assert!(sd(sold) > 2.0 * sd(before), "{} {}", sd(sold), sd(before));
}

#[test]
fn a_law_of_one_value_changes_no_byte() {
    let constant = r#"
[uncertain]
"plant:machines.press.cycle" = { multiply = 1 }
"plant:failures.P1.life.weibull.scale" = { constant = "400 h" }
"plant:crews.fitters.people" = { set = 1 }
"study:prices.piece" = "300 $/piece"
"study:finance.wacc" = { add = "0 %/year" }
"#;
    let (with, without) = (run(&press(constant)), run(&press("")));
    assert!(with.pairs == without.pairs, "pairs");
    assert!(with.unknowns == without.unknowns, "what is known is no unknown");
    let text = |r: &StudyResult| serde_json::to_string(&(&r.arms, &r.comparisons)).unwrap();
    assert!(text(&with) == text(&without), "arms and comparisons");
}

#[test]
fn without_unknowns_mixed_and_fixed_are_the_same_run() {
    let known = |mode: &str| {
        let text =
            |t: &str| t.replace("pairs = 8", &format!("pairs = 8\nuncertainty = \"{mode}\""));
        run(&with("faster_press.toml", str::to_owned, text))
    };
    let (mixed, fixed) = (known("mixed"), known("fixed"));
    assert_eq!((&mixed.comparisons, &mixed.arms), (&fixed.comparisons, &fixed.arms));
}

#[test]
fn fixed_unknowns_have_their_medians_and_luck_stays() {
    let text = |t: &str| t.replace("pairs = 8", "pairs = 8\nuncertainty = \"fixed\"");
    let fixed =
        run(&with("predictive_press.toml", str::to_owned, |t| format!("{}{LAWS}", text(t))));
    for (u, item) in fixed.unknowns.items.iter().enumerate() {
        assert!(fixed.unknowns.values(u).all(|x| x == item.p50), "{}", item.path);
    }
    let npv = &fixed.comparisons[0].npv_by_pair;
    assert!(npv.windows(2).any(|w| w[0] != w[1]), "luck still differs");
}

#[test]
fn d21_one_draw_moves_every_rate_of_a_tariff() {
    let also = r#"
[uncertain]
"study:prices.crews.fitters.wage" = { multiply = 2.0, also = ["study:prices.overtime_hour"] }
"#;
    let doubled = |t: &str| {
        t.replace("wage = \"45 $/h\"", "wage = \"90 $/h\"")
            .replace("overtime_hour = \"200 $/h\"", "overtime_hour = \"400 $/h\"")
    };
    let written = run(&with("predictive_press.toml", str::to_owned, doubled));
    let drawn = run(&press(also));
    assert_eq!(drawn.comparisons[0].npv_by_pair, written.comparisons[0].npv_by_pair);
}

#[test]
fn known_values_of_any_unknown_are_those_of_the_files() {
    let study = press(LAWS);
    let of = |path: &str| study.unknowns().iter().position(|u| u.path == path).unwrap();
    let held = study.with_unknowns(&[
        (of("plant:machines.press.cycle"), 1.1),
        (of("plant:failures.P1.life.weibull.scale"), 300.0),
        (of("study:prices.piece"), 305.0),
        (of("study:finance.inflation"), 0.0),
        (of("study:investments.watch.cost.hardware"), 1.0),
    ]);
    let plant = |t: &str| {
        t.replace("cycle = \"10 min\"", "cycle = \"11 min\"")
            .replace("scale = \"400 h\"", "scale = \"300 h\"")
    };
    let text = |t: &str| t.replace("piece = \"300 $/piece\"", "piece = \"305 $/piece\"");
    let written = run(&with("predictive_press.toml", plant, text));
    let npv = |r: &StudyResult| r.comparisons[0].npv_by_pair.clone();
    assert_eq!(npv(&run(&held)), npv(&written));
    let books = held.open_books(3, 0, scenarios::pairing::scenario::Scenario::BASE).unwrap();
    assert_eq!(books.appraisal.npv + 0.0, npv(&written)[3]);
}

#[test]
fn b02_the_haircut_of_a_claim_is_no_unknown() {
    let claim = r#"
[[claims]]
investment = "watch"
change = "-40 %"
source = "vendor"

[uncertain]
"study:claims[0].haircut" = { uniform = { min = "50 %", max = "60 %" } }
"#;
    let faults = study("predictive_press.toml", claim).unwrap_err();
    assert!(faults.contains("never used in it"), "{faults}");
}

#[test]
fn trap_07_an_unknown_more_shifts_no_other_draw() {
    let more = LAWS.replacen(
        "[uncertain]",
        "[uncertain]\n\"study:prices.scrap\" = { multiply = { uniform = { min = 0.5, max = 2 } } }",
        1,
    );
    let (one, two) = (run(&press(LAWS)), run(&press(&more)));
    let values = |r: &StudyResult, path: &str| -> Vec<f64> {
        let u = r.unknowns.items.iter().position(|u| u.path == path).unwrap();
        r.unknowns.values(u).collect()
    };
    for item in &one.unknowns.items {
        assert_eq!(values(&one, &item.path), values(&two, &item.path), "{}", item.path);
    }
}

const NESTED: &str = "uncertainty = { nested = { outer = 20, inner = 3 } }";

fn nested(luck: &str) -> Study {
    let text = |t: &str| {
        let pairs = format!("pairs = {{ min = 20, max = 20, luck = \"{luck}\" }}\n{NESTED}");
        let short = t.replace("pairs = 8", &pairs).replace("12 months", "9 months");
        format!("{short}{LAWS}")
    };
    with("predictive_press.toml", str::to_owned, text)
}

#[test]
fn trap_31_a_nested_run_tells_luck_from_ignorance_and_both_distributions() {
    let result = run(&nested("independent"));
    assert_eq!(result.provenance.pairs, 60);
    for draw in result.unknowns.by_pair.chunks(3) {
        assert!(draw[0] == draw[1] && draw[1] == draw[2]);
    }
    assert!(result.unknowns.by_pair[0] != result.unknowns.by_pair[3]);
    let npv = &result.comparisons[0].npv_by_pair;
    assert!(npv.chunks(3).any(|draw| draw[0] != draw[1]), "luck differs within a draw");
    let ignorance = result.ignorance.as_ref().unwrap();
    assert_eq!((ignorance.outer, ignorance.inner), (20, 3));
    assert_eq!(ignorance.comparisons.len(), result.comparisons.len());
    for apart in &ignorance.comparisons {
        let square = |x: f64| x * x;
        let sum = square(apart.luck_sd) + square(apart.ignorance_sd.unwrap_or(0.0));
        assert!((sum - square(apart.total_sd)).abs() <= 1e-9 * sum);
        let ci = apart.reducible_ci.unwrap();
        assert!(ci.low <= apart.reducible && apart.reducible <= ci.high);
        assert!(apart.decision.as_ref().is_none_or(|d| d.positive.of == 20));
    }
    // The unit of every interval is the draw with all its pairs.
    let luck = result.provenance.luck.as_ref().unwrap();
    assert_eq!((luck.unit, luck.groups, luck.inner), (3, 20, Some(3)));
}

#[test]
fn latin_hypercube_draws_fall_once_into_each_twentieth() {
    let study = nested("latin hypercube");
    let result = run(&study);
    let once = |path: &str, share: &dyn Fn(f64) -> f64| {
        let u = result.unknowns.items.iter().position(|u| u.path == path).unwrap();
        let drawn = result.unknowns.values(u).step_by(3);
        let mut places: Vec<u32> = drawn.map(|x| (20.0 * share(x)) as u32).collect();
        places.sort_unstable();
        assert_eq!(places, (0..20).collect::<Vec<u32>>(), "{path}");
    };
    once("study:prices.piece", &|x| (x - 290.0) / 20.0);
    let cycle = study.uncertain.entries[0].law.clone();
    once("plant:machines.press.cycle", &|x| cycle.cdf(x));
    let effectiveness = study.investments[0].unknown.effectiveness.clone();
    once("study:investments.watch.effectiveness", &|x| effectiveness.cdf(x));
    // The first draws of the plants are not touched: mixed runs differ in the unknowns alone.
    assert_eq!(result.provenance.luck.unwrap().kind, "latin hypercube");
}

fn tested(edit: &str) -> StudyResult {
    let text = |t: &str| {
        t.replace("pairs = 8", "pairs = 100")
            .replace("12 months", "2 months")
            .replace("set = \"9 min\"", edit)
    };
    run(&with("faster_press.toml", str::to_owned, text))
}

#[test]
fn an_investment_that_does_nothing_changes_exactly_nothing() {
    let test = tested("set = \"9 min\"").null_test.unwrap();
    assert_eq!((test.nothing, test.pairs, test.effect), (0.0, 5, 0.01));
    let noise = test.divergence_noise.unwrap();
    assert!(noise > 0.0 && test.ratio().unwrap() == noise / test.npv_sd);
    // What cannot be done in part has no hundredth.
    let whole = tested("multiply = 1.0").null_test.unwrap();
    assert_eq!((whole.nothing, whole.divergence_noise), (0.0, None));
}
