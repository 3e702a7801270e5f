//! What is asked at once: unknowns in bundles and programmes, other money for their futures, draws that
//! are nested and spread evenly, and the test that nothing changes nothing.

use crate::luck::with;
use crate::store::{other_money, pairs, priced_as_run};
use crate::together::OTHERS;
use crate::uncertain::{LAWS, run};
use scenarios::study::Study;
use scenarios::study::result::{Spread, StudyResult};

const BUNDLE: &str = "\n[bundle]\ninvestments = [\"watch\", \"faster\", \"placebo\"]\n";
const PROGRAMME: &str = "\n[programme]\nstart = { faster = \"0 months\", watch = \"6 months\" }\n\
                         wait = [\"3 months\"]\n";
const AT_ONCE: &str = "\n[bundle]\ninvestments = [\"watch\", \"faster\"]\n\
                       [programme]\nstart = { watch = \"0 months\", faster = \"0 months\" }\n";

fn asked(more: &[&str], money: fn(&str) -> String) -> Study {
    with("predictive_press.toml", str::to_owned, |text| {
        let text = text.replace("do_minimum = \"spare\"\n", "").replace("12 months", "24 months");
        money(&format!("{text}{OTHERS}{}", more.concat()))
    })
}

fn plain(text: &str) -> String {
    text.to_owned()
}

fn is_zero(spread: &Spread) -> bool {
    (spread.min, spread.max) == (0.0, 0.0)
}

#[test]
fn trap_28_shares_add_up_under_unknowns_and_who_does_nothing_gets_nothing() {
    let known = run(&asked(&[BUNDLE], plain));
    let result = run(&asked(&[BUNDLE, LAWS], plain));
    let bundle = result.bundle.as_ref().unwrap();
    let sum: f64 = bundle.members.iter().map(|m| m.share.as_ref().unwrap().mean).sum();
    assert!((sum - bundle.together.mean).abs() < 1e-6, "{sum} {}", bundle.together.mean);
    let nobody = bundle.members.iter().find(|m| m.name == "placebo").unwrap();
    assert!(is_zero(&nobody.alone) && is_zero(nobody.share.as_ref().unwrap()));
    // The unknowns are at work, and are those of the study without a bundle.
    let npv = |r: &StudyResult| r.comparisons[0].npv_by_pair.clone();
    assert_ne!(npv(&known), npv(&result));
    let alone = run(&asked(&[LAWS], plain));
    assert_eq!(alone.unknowns.by_pair, result.unknowns.by_pair);
    // One investment has the same value in both: its arms, its prices, its luck.
    let of = |r: &StudyResult| {
        let one = r.comparisons.iter().find(|c| c.id == "watch_vs_before").unwrap();
        one.npv_by_pair.clone()
    };
    assert_eq!(of(&alone), of(&result));
}

#[test]
fn d42_a_sequence_without_waiting_is_the_bundle_under_unknowns_too() {
    let result = run(&asked(&[AT_ONCE, LAWS], plain));
    let (bundle, programme) = (result.bundle.unwrap(), result.programme.unwrap());
    assert!(is_zero(&programme.difference), "{:?}", programme.difference);
    assert_eq!(programme.sequence, bundle.together);
}

#[test]
fn d02_a_programme_under_unknowns_waits_and_is_funded() {
    let result = run(&asked(&[PROGRAMME, LAWS], plain));
    let programme = result.programme.unwrap();
    assert!(
        programme.delays[0].cost.mean.is_finite() && programme.delays[0].cost.sd.unwrap() > 0.0
    );
    assert!(programme.steps[1].funded.is_some());
    let known = run(&asked(&[PROGRAMME], plain)).programme.unwrap();
    assert_ne!(known.sequence, programme.sequence);
}

#[test]
fn what_is_asked_at_once_is_priced_as_it_is_run() {
    for more in [&[BUNDLE][..], &[PROGRAMME], &[BUNDLE, LAWS], &[PROGRAMME, LAWS], &[LAWS]] {
        priced_as_run(&asked(more, plain), &asked(more, other_money), &pairs(4));
    }
}

#[test]
fn trap_31_nested_draws_can_be_spread_evenly() {
    let (outer, inner) = (20, 3);
    let study = with("predictive_press.toml", str::to_owned, |t| {
        let luck = format!(
            "pairs = {{ min = 20, max = 20, luck = \"latin hypercube\" }}\n\
             uncertainty = {{ nested = {{ outer = {outer}, inner = {inner} }} }}"
        );
        format!("{}{LAWS}", t.replace("pairs = 8", &luck).replace("12 months", "9 months"))
    });
    let result = run(&study);
    assert_eq!(result.provenance.pairs, outer * inner);
    let luck = result.provenance.luck.as_ref().unwrap();
    assert_eq!((luck.kind.as_str(), luck.inner), ("latin hypercube", Some(inner)));
    let u = result.unknowns.items.iter().position(|u| u.path == "study:prices.piece").unwrap();
    let values: Vec<f64> = result.unknowns.values(u).collect();
    // All pairs of a draw share it; each twentieth of the law is drawn once.
    assert!(values.chunks(inner as usize).all(|draw| draw.iter().all(|x| *x == draw[0])));
    let cell = |draw: &[f64]| ((draw[0] - 290.0) / 20.0 * outer as f64).floor() as i64;
    let mut cells: Vec<i64> = values.chunks(inner as usize).map(cell).collect();
    cells.sort_unstable();
    assert_eq!(cells, (0..outer as i64).collect::<Vec<_>>());
    let apart = result.ignorance.expect("luck and ignorance apart");
    assert!(serde_json::to_string(&apart).unwrap().len() > 100);
}

#[test]
fn a09_the_null_test_holds_under_unknowns_of_plant_and_money() {
    const BOTH: &str = r#"
[uncertain]
"plant:machines.oven.cycle" = { multiply = { uniform = { min = 0.9, max = 1.1 } } }
"study:prices.piece" = { uniform = { min = "290 $/piece", max = "310 $/piece" } }
"#;
    let study = |edit: &'static str, many: &'static str| {
        run(&with("faster_press.toml", str::to_owned, move |t| {
            let text = t.replace("pairs = 8", many).replace("12 months", "2 months");
            format!("{}{BOTH}", text.replace("set = \"9 min\"", edit))
        }))
    };
    let test = study("set = \"9 min\"", "pairs = 100").null_test.unwrap();
    assert_eq!((test.nothing, test.pairs), (0.0, 5));
    assert!(test.divergence_noise.unwrap() > 0.0);
    let placebo = study("multiply = 1.0", "pairs = 12");
    assert!(placebo.pairs.iter().all(|p| p.npv == 0.0 && p.deltas.iter().all(|d| *d == 0.0)));
    assert!(placebo.unknowns.by_pair.iter().any(|draw| draw != &placebo.unknowns.by_pair[0]));
}
