//! Unknowns are drawn once a pair, told beside the result, and can be made known.

use crate::study_files::fixture;
use scenarios::study::result::{Acts, StudyResult};
use scenarios::study::{RunOptions, Study, read_study_file};

fn press() -> Study {
    read_study_file(&fixture("good/predictive_press.toml")).unwrap()
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

fn index(study: &Study, path: &str) -> usize {
    study.unknowns().iter().position(|u| u.path == path).unwrap()
}

#[test]
fn every_unknown_of_an_investment_is_listed_with_its_draws() {
    let study = press();
    let result = run(&study);
    let unknowns = &result.unknowns;
    assert_eq!(unknowns.by_pair.len(), result.comparisons[0].npv_by_pair.len());
    assert!(!unknowns.is_empty());
    for (u, item) in unknowns.items.iter().enumerate() {
        let mut drawn: Vec<f64> = unknowns.values(u).collect();
        assert_eq!(drawn.len(), unknowns.by_pair.len(), "{}", item.path);
        drawn.sort_by(f64::total_cmp);
        assert!(item.p10 <= item.p50 && item.p50 <= item.p90, "{}", item.path);
        assert!(!item.law.is_empty() && !item.unit.is_empty(), "{}", item.path);
    }
    let overrun = &unknowns.items[index(&study, "study:investments.watch.overrun")];
    assert_eq!((overrun.acts, &*overrun.unit), (Acts::Money, "factor"));
    assert!(overrun.correlated_with.iter().all(|u| *u < unknowns.items.len()));
}

#[test]
fn an_unknown_made_known_moves_nothing_else() {
    let study = press();
    let overrun = index(&study, "study:investments.watch.overrun");
    let (free, held) = (run(&study), run(&study.with_unknowns(&[(overrun, 2.0)])));
    assert!(held.unknowns.values(overrun).all(|x| x == 2.0));
    for (a, b) in free.unknowns.by_pair.iter().zip(&held.unknowns.by_pair) {
        let others = |row: &[f64]| [&row[..overrun], &row[overrun + 1..]].concat();
        assert_eq!(others(a), others(b));
    }
    // Money only: no difference in what happens.
    for (a, b) in free.pairs.iter().zip(&held.pairs) {
        assert_eq!((a.benefit, a.deltas), (b.benefit, b.deltas));
    }
    // What was drawn anyway changes nothing at all.
    let first: Vec<(usize, f64)> = free.unknowns.by_pair[3].iter().copied().enumerate().collect();
    let again = run(&study.with_unknowns(&first));
    assert_eq!(
        again.pairs[..].iter().find(|r| r.pair == 3),
        free.pairs.iter().find(|r| r.pair == 3)
    );
}
