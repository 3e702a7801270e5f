//! A number, its pairs, their books: every link is recomputed from the one before.

use crate::luck::with;
use scenarios::pairing::scenario::Scenario;
use scenarios::proof::{Number, derive};
use scenarios::study::result::{PairRow, StudyResult};
use scenarios::study::{RunOptions, Study};

fn study() -> Study {
    with("predictive_press.toml", str::to_owned, str::to_owned)
}

fn rows(result: &StudyResult, comparison: &str, row: &str) -> Vec<PairRow> {
    let mine = |r: &&PairRow| &*r.comparison == comparison && &*r.row == row;
    result.pairs.iter().filter(mine).cloned().collect()
}

#[test]
fn a01_every_number_of_the_headline_is_the_one_that_its_pairs_give() {
    let study = study();
    let result = study.run(&RunOptions::default()).unwrap();
    let mut proved = 0;
    for comparison in &result.comparisons {
        for row in &comparison.rows {
            let rows = rows(&result, &comparison.id, &row.id);
            for number in scenarios::proof::number::all() {
                if number.name.starts_with("benefits.") {
                    continue;
                }
                let Some(found) = derive(&number, &rows, &row.metrics, comparison, &[]) else {
                    continue;
                };
                assert!(found.agrees, "{} of {}/{}: {found:?}", number.name, comparison.id, row.id);
                assert!(rows.iter().any(|r| r.pair == found.example));
                let weights: f64 = found.used.iter().map(|u| u.weight).sum();
                assert!(found.used.is_empty() || (weights - 1.0).abs() < 1e-12);
                proved += 1;
            }
        }
    }
    assert!(proved > 200, "{proved}");
}

#[test]
fn a01_the_median_is_the_weighted_sum_of_the_pairs_that_are_named() {
    let study = study();
    let result = study.run(&RunOptions::default()).unwrap();
    let head = &result.comparisons[0];
    let rows = rows(&result, &head.id, "base");
    let number = Number::find("npv.p50").unwrap();
    let found = derive(&number, &rows, &head.rows[0].metrics, head, &[]).unwrap();
    assert_eq!(found.used.len(), 2, "eight pairs: between the fourth and the fifth");
    assert_eq!((found.used[0].rank, found.used[1].rank), (4, 5));
    let sum: f64 = found.used.iter().map(|u| u.weight * u.value.unwrap()).sum();
    assert!((sum - found.value.unwrap()).abs() < 1e-6);
    assert!(found.interval.is_none() || found.interval.unwrap().low <= sum);
}

#[test]
fn a01_trap_11_lines_of_a_pair_add_up_to_its_cash_flow_and_its_value() {
    let study = study();
    let result = study.run(&RunOptions::default()).unwrap();
    for (c, comparison) in result.comparisons.iter().enumerate() {
        for row in &comparison.rows {
            let rows = rows(&result, &comparison.id, &row.id);
            let scenario = Scenario::ALL.into_iter().find(|s| s.id() == row.id).unwrap();
            let chain = study.chain(rows[3].pair, c, scenario).unwrap();
            assert_eq!(chain.npv.to_bits(), (rows[3].npv + 0.0).to_bits());
            let cash: f64 = chain.lines.iter().map(|l| l.cash).sum();
            let present: f64 = chain.lines.iter().map(|l| l.present).sum();
            assert!((cash - chain.cash).abs() < 0.005, "{cash} is not {}", chain.cash);
            assert!((present - chain.npv).abs() < 0.005, "{present} is not {}", chain.npv);
            for line in chain.lines.iter().filter(|l| l.kind == "benefit") {
                let terms: f64 = line.terms.iter().map(|t| t.money).sum();
                let first_day = line.first_day.unwrap();
                assert!((terms - first_day).abs() < 1e-6 * (1.0 + terms.abs()), "{}", line.name);
                assert!(!line.inputs.is_empty(), "{} rests on nothing", line.name);
            }
            for line in chain.lines.iter().filter(|l| l.kind == "cost") {
                assert!(!line.inputs.is_empty(), "{} rests on nothing", line.name);
            }
        }
    }
}
