//! Better forecasts: less stock for the same customers, simulated; cash released once, apart from it.

use crate::luck::with;
use scenarios::finance::ledger::Account;
use scenarios::pairing::scenario::Scenario;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study};

/// Seals from abroad by a monthly forecast that is 40 % wrong, sold as spares.
const SEALS: &str = r#"
[materials.seals]
initial = 9000
supplier = "abroad"
policy = { forecast = { every = "2 weeks", error = "40 %", service = "95 %" } }
demand = { every = { exponential = { mean = "4 h" } }, size = { uniform = { min = 10, max = 50 } } }

[suppliers.abroad]
lead = "40 d"
"#;

const PRICES: &str = "[prices.materials.seals]\nvalue = \"20 $\"\nmargin = \"8 $\"\nlate = \"0.1 $/piece/d\"\n\n[finance]";

fn study(edit: &str) -> Study {
    with(
        "faster_press.toml",
        |plant| format!("{plant}{SEALS}"),
        |study| {
            study
                .replace("path = \"machines.press.cycle\", set = \"9 min\"", edit)
                .replace("horizon = \"12 months\"", "horizon = \"36 months\"")
                .replace("[finance]", PRICES)
        },
    )
}

const FINER: &str = "path = \"materials.seals.policy.forecast.error\", set = \"15 %\"";

#[test]
fn a34_a_finer_forecast_saves_holding_each_year_and_releases_cash_once() {
    let study = study(FINER);
    let result = study.run(&RunOptions::default()).unwrap();
    let head = &result.comparisons[0];
    let held = head.drivers.iter().find(|d| d.key == "inventory.holding").unwrap();
    assert!(held.per_year.mean_ci.is_some_and(|ci| ci.low > 0.0), "{:?}", held.per_year);
    // The stock is there from the first day; what was ordered by the old forecast runs down first.
    assert!(held.by_year.iter().all(|year| *year > 0.0), "{:?}", held.by_year);
    // Nothing else saves: the line, its people and its defects are the same in every pair.
    let others = head.drivers.iter().filter(|d| !d.key.starts_with("inventory."));
    for other in others.filter(|d| d.key != "delivery.late" && d.key != "delivery.margin") {
        assert_eq!((other.per_year.min, other.per_year.max), (0.0, 0.0), "{}", other.key);
    }
    for pair in 0..4 {
        let books = study.open_books(pair, 0, Scenario::BASE).unwrap();
        // The balance of stock falls, which no benefit of any year knows of; it is paid back at the end.
        let cash = |months: std::ops::Range<u32>| -> f64 {
            let moves = books
                .appraisal
                .ledger
                .iter()
                .flatten()
                .filter(|e| e.account == Account::WorkingCapital);
            moves.filter(|e| months.contains(&e.month)).map(|e| e.amount).sum()
        };
        let balance = books.ledger.working_capital[34];
        assert!(balance < -1000.0, "pair {pair}: {balance}");
        assert!((cash(0..37)).abs() < 0.01, "pair {pair}: released and paid back");
        assert!((cash(0..36) + balance).abs() < 0.01, "pair {pair}");
        let benefits: f64 = books.input.benefits.iter().flat_map(|b| &b.monthly).sum();
        let lines: f64 = books.ledger.lines().flatten().sum();
        assert!((benefits - lines).abs() < 0.01, "pair {pair}: {benefits} {lines}");
        // Holding is 10 % a year on what is bound, month by month.
        let at = study.book.lines.iter().position(|l| l.name.starts_with("holding")).unwrap();
        let rate = -books.ledger.line(at).iter().sum::<f64>()
            / books.ledger.working_capital.iter().sum::<f64>();
        assert!((rate * 12.0 - 0.1).abs() < 0.001, "pair {pair}: {rate}");
    }
}

fn nothing_moves(result: &StudyResult) {
    for row in &result.pairs {
        assert_eq!((row.npv, row.benefit, row.cost), (0.0, 0.0, 0.0), "pair {}", row.pair);
        assert!(row.deltas.iter().all(|d| *d == 0.0), "pair {}", row.pair);
    }
}

#[test]
fn a34_the_same_error_gives_exactly_nothing() {
    let same = [
        FINER.replace("15 %", "40 %"),
        FINER.replace("set = \"15 %\"", "multiply = 1.0"),
        FINER.replace("error\", set = \"15 %\"", "sized_for\", set = \"40 %\""),
    ];
    for edit in same {
        let study = study(&edit);
        nothing_moves(&study.run(&RunOptions::default()).unwrap());
    }
}

/// Who forecasts better and keeps the safety stock serves better, and releases next to nothing.
#[test]
fn a34_a_safety_stock_that_stays_serves_customers_instead() {
    let owed = |edit: &str| {
        let result = study(edit).run(&RunOptions::default()).unwrap();
        let of = |arm: usize, key: &str| -> f64 {
            let line = result.arms[arm].monthly.iter().filter(|m| m.key == key);
            line.flat_map(|m| &m.mean).sum()
        };
        (
            of(0, "owed_ph:seals"),
            of(1, "owed_ph:seals"),
            of(0, "stock_ph:seals"),
            of(1, "stock_ph:seals"),
        )
    };
    let kept = "path = \"materials.seals.policy.forecast.sized_for\", set = \"40 %\" }, { path = \"materials.seals.policy.forecast.error\", set = \"15 %\"";
    let (before, after, held, still) = owed(kept);
    assert!(after < before, "{after} {before}");
    let (_, _, _, less) = owed(FINER);
    assert!(still > less && less < 0.9 * held, "{held} {still} {less}");
}
