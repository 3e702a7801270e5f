//! Both plants live through the same luck.

use crate::study_files::fixture;
use scenarios::study::result::{FlagState, Role, StudyResult};
use scenarios::study::{RunOptions, Study, read_study, read_study_file};
use twin_models::text::Document;

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

pub(crate) fn with(
    study: &str,
    plant: impl Fn(&str) -> String,
    edit: impl Fn(&str) -> String,
) -> Study {
    let text = |name: &str| std::fs::read_to_string(fixture("good").join(name)).unwrap();
    let study = Document::parse("study.toml", edit(&text(study)).as_bytes()).unwrap();
    let load = |name: &str| Document::parse("plant.toml", plant(&text(name)).as_bytes());
    read_study(study, &load).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a09_a_placebo_changes_nothing_at_all() {
    let study = with("faster_press.toml", str::to_owned, |t| {
        t.replace("set = \"9 min\"", "multiply = 1.0")
            .replace("ramp = \"immediate\"", "ramp = \"default\"")
    });
    let result = run(&study);
    for row in &result.pairs {
        assert_eq!((row.npv, row.benefit, row.cost), (0.0, 0.0, 0.0), "pair {}", row.pair);
        assert!(row.deltas.iter().all(|d| *d == 0.0), "pair {}", row.pair);
    }
    let comparison = &result.comparisons[0];
    assert!(comparison.cash_fan.iter().all(|p| p.p10 == 0.0 && p.p90 == 0.0));
    for delta in &comparison.deltas {
        let spread = delta.spread.as_ref();
        assert!(spread.is_none_or(|s| s.min == 0.0 && s.max == 0.0), "{}", delta.key);
    }
    for (before, after) in result.arms[0].monthly.iter().zip(&result.arms[1].monthly) {
        assert_eq!(before.mean, after.mean, "{}", before.key);
    }
}

#[test]
fn exchanging_the_arms_flips_the_sign() {
    let there = run(&with("faster_press.toml", str::to_owned, str::to_owned));
    let back = run(&with(
        "faster_press.toml",
        |plant| plant.replace("cycle = \"10 min\"", "cycle = \"9 min\""),
        |study| study.replace("set = \"9 min\"", "set = \"10 min\""),
    ));
    assert_eq!(there.pairs.len(), back.pairs.len());
    for (a, b) in there.pairs.iter().zip(&back.pairs) {
        assert_eq!(a.benefit, -b.benefit);
        assert!((a.npv + b.npv).abs() <= 1e-9 * a.npv.abs());
        assert!(a.benefit != 0.0);
    }
}

#[test]
fn common_luck_narrows_the_difference() {
    let study =
        with("predictive_press.toml", str::to_owned, |t| t.replace("pairs = 8", "pairs = 40"));
    let result = run(&study);
    let delta = |key: &str| result.comparisons[0].deltas.iter().find(|d| d.key == key).unwrap();
    for key in ["sold", "failures", "unplanned_down_h"] {
        let reduction = delta(key).variance_reduction.unwrap();
        assert!(reduction > 1.5, "{key}: {reduction}");
    }
}

#[test]
fn a43_trap_30_the_rows_of_the_pessimistic_table_share_one_draw() {
    let result = run(&read_study_file(&fixture("good/predictive_press.toml")).unwrap());
    let ids: Vec<&str> = result.comparisons.iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["watch_vs_before", "do_minimum_vs_before", "watch_vs_do_minimum"]);
    let roles: Vec<Role> = result.arms.iter().map(|a| a.role).collect();
    assert_eq!(roles, [Role::Before, Role::DoMinimum, Role::After, Role::AfterSlow]);
    let row = |id: &str, pair: u64| {
        let mine = |r: &&scenarios::study::result::PairRow| {
            *r.comparison == *"watch_vs_before" && *r.row == *id && r.pair == pair
        };
        result.pairs.iter().find(mine).unwrap()
    };
    for pair in 0..8 {
        let (base, budget) = (row("base", pair), row("budget", pair));
        assert!((budget.cost - 1.2 * base.cost).abs() < 1e-6);
        assert_eq!(budget.benefit, base.benefit);
        assert!(
            (row("gains", pair).benefit - 0.6 * base.benefit).abs() <= 1e-9 * base.benefit.abs()
        );
        assert_eq!(row("adoption", pair).cost, base.cost, "the same overrun, gap and stall");
        assert_eq!(row("adoption+gains", pair).deltas, row("adoption", pair).deltas);
    }
    let overruns: Vec<f64> = (0..8).map(|pair| row("base", pair).cost).collect();
    assert!(overruns.windows(2).any(|w| w[0] != w[1]), "costs must differ between pairs");
}

#[test]
fn the_waterfall_closes_and_nothing_is_nan() {
    let result = run(&read_study_file(&fixture("good/predictive_press.toml")).unwrap());
    let steps = &result.comparisons[0].waterfall;
    let (last, rest) = steps.split_last().unwrap();
    let sum: f64 = rest.iter().map(|s| s.amount).sum();
    assert!((sum - last.amount).abs() <= 1e-9 * rest[0].amount.abs(), "{sum} {}", last.amount);
    let json = serde_json::to_string(&result).unwrap();
    let back: StudyResult = serde_json::from_str(&json).unwrap();
    let mut told = StudyResult { pairs: Vec::new(), ..result.clone() };
    told.unknowns.by_pair.clear();
    assert_eq!(back, told);
    assert!(result.flags.iter().any(|f| f.id == "F15" && f.state == FlagState::Quiet));
    for machine in &result.arms[0].machines {
        let hours: f64 = machine.states.iter().map(|s| s.hours).sum();
        assert!((hours - 365.0 * 24.0).abs() < 1e-6, "{hours}");
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    let study = read_study_file(&fixture("good/predictive_press.toml")).unwrap();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(&study))
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one, three);
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&three).unwrap());
}

#[test]
fn a_cancelled_run_says_so() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let study = with("faster_press.toml", str::to_owned, |t| t.replace("pairs = 8", "pairs = 500"));
    let cancel = AtomicBool::new(false);
    let stop = |done: u64, _: u64| {
        if done >= 20 {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let options =
        RunOptions { cancel: Some(&cancel), progress: Some(&stop), ..RunOptions::default() };
    let result = study.run(&options).unwrap();
    assert!(result.provenance.partial && result.provenance.pairs < 500);
}
