//! Prices that move: money only, the same path for all arms.

use crate::luck::with;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study};

fn press(paths: &str, edit: impl Fn(&str) -> String) -> Study {
    with("faster_press.toml", str::to_owned, |text| {
        let text = text.replace("horizon = \"12 months\"", "horizon = \"24 months\"");
        format!("{}\n{paths}", edit(&text))
    })
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

const PATH: &str = "[prices.path.price]\nvolatility = \"30 %\"\nhalf_life = \"12 months\"\n";

#[test]
fn d21_without_volatility_nothing_changes_and_with_it_only_money() {
    let plain = run(&press("", str::to_owned));
    assert!(plain.price_paths.is_empty());
    let calm = run(&press("[prices.path.price]\nvolatility = \"0 %\"\n", str::to_owned));
    // Drivers by year are told from mean quantities, which a path does not have.
    assert_eq!(calm.pairs, plain.pairs);
    assert_eq!(calm.comparisons[0].rows, plain.comparisons[0].rows);
    let moved = run(&press(PATH, str::to_owned));
    assert_eq!(moved.arms, plain.arms, "no quantity moves");
    let npv = |result: &StudyResult| result.comparisons[0].npv_by_pair.clone();
    let apart = npv(&moved).iter().zip(npv(&plain)).filter(|(a, b)| **a != *b).count();
    assert!(apart > 0, "money moves");
    for (a, b) in moved.pairs.iter().zip(&plain.pairs) {
        assert_eq!((a.deltas, a.pair), (b.deltas, b.pair));
    }
    let [path] = &moved.price_paths[..] else { panic!("one path") };
    assert_eq!((path.name.as_str(), path.by_year.len()), ("price", 2));
    assert_eq!((path.volatility, path.half_life_months), (0.3, Some(12.0)));
    assert!(path.by_year[0].factor.min < path.by_year[0].factor.max);
    // Other prices stay: scrap follows material.
    let scrap = |result: &StudyResult| {
        let lines = result.comparisons[0].benefits.iter().flat_map(|b| &b.lines);
        lines.filter(|l| l.name == "scrap").map(|l| l.per_year).collect::<Vec<_>>()
    };
    assert_eq!(scrap(&moved), scrap(&plain));
}

#[test]
fn d21_both_arms_lie_on_the_same_path_and_the_books_follow_it() {
    let same = press(PATH, |t| t.replace("set = \"9 min\"", "multiply = 1.0"));
    assert!(run(&same).comparisons[0].npv_by_pair.iter().all(|npv| *npv == 0.0));
    let study = press(PATH, str::to_owned);
    let result = run(&study);
    let books = study.open_books(3, 0, scenarios::pairing::scenario::Scenario::BASE).unwrap();
    let row = result.pairs.iter().find(|r| r.pair == 3 && &*r.row == "base").unwrap();
    assert!((books.appraisal.npv - row.npv).abs() < 1e-6 * row.npv.abs().max(1.0));
    // The line of the margin is pieces times margin times the path, month by month.
    let sold = study.tools[0].schema.iter().position(|q| q.key == "sold").unwrap();
    let width = study.tools[0].schema.len();
    let line = study.book.lines.iter().position(|l| l.name == "margin of pieces sold").unwrap();
    let factors = study.book.paths[0].factors(study.draws().luck(3), study.horizon);
    for (month, factor) in factors.iter().enumerate() {
        let pieces =
            books.quantities[0][month * width + sold] - books.quantities[1][month * width + sold];
        let money = books.ledger.line(line)[month];
        assert!((money - 120.0 * pieces * factor).abs() < 1e-6, "month {month}: {money}");
    }
}
