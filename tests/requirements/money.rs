//! Rows about money that need a whole study.

use crate::plant::{arm, changed, head, mean, monthly, read, run, text, watch};
use scenarios::study::result::{Firmness, PaybackTime};

#[test]
fn a19_b18_reactive_work_becomes_planned_month_by_month() {
    // No unknowns: the ramp alone decides.
    let result =
        run(&watch(&[("stall = { chance = \"20 %\", review = \"8 months\" }\n", "")], &[]), 150);
    let (before, after) = (arm(&result, "before"), arm(&result, "watch"));
    let sum = |key: &str, who, months: std::ops::Range<usize>| -> f64 {
        monthly(who, key)[months].iter().sum()
    };
    // Both arms tell both kinds of work.
    assert!(sum("failures:P1", before, 0..12) > 0.0);
    assert_eq!(sum("planned_repairs:P1", before, 0..12), 0.0);
    let planned = |months| sum("planned_repairs:P1", after, months);
    assert!(planned(6..12) > 1.5 * planned(0..6), "{} {}", planned(0..6), planned(6..12));
    assert!(sum("failures:P1", after, 6..12) < sum("failures:P1", before, 6..12));
}

#[test]
fn a25_a_case_without_one_of_its_parts_is_refused() {
    let study = text("predictive_press.toml");
    let plant = text("two_machines.toml");
    for (part, from) in
        [("cost list", "[investments.watch.cost]"), ("prices", "[prices]"), ("terms", "[finance]")]
    {
        let begin = study.find(from).expect("the part is there");
        let end = study[begin + 1..].find("\n[").map_or(study.len(), |k| begin + 1 + k + 1);
        let without = format!("{}{}", &study[..begin], &study[end..]);
        let faults = read(&without, &plant).expect_err(part);
        assert!(faults.errors() > 0, "{part}");
    }
    // One empty line of the cost list is enough.
    let faults =
        read(&changed(&study, &[("training = \"1 k$\"\n", "")]), &plant).expect_err("no training");
    assert!(faults.to_string().contains("training"), "{faults}");
}

#[test]
fn a33_a35_a36_each_driver_is_a_ledger_of_its_own() {
    let result =
        run(&watch(&[("wage = \"45 $/h\"", "wage = \"45 $/h\"\ncashable = \"50 %\"")], &[]), 30);
    let categories: Vec<&str> = head(&result)
        .benefits
        .iter()
        .filter(|b| b.firmness == Firmness::Hard)
        .map(|b| b.category.as_str())
        .collect();
    for category in ["downtime", "quality", "maintenance", "inventory", "labour"] {
        assert!(categories.contains(&category), "{category} in {categories:?}");
    }
    // Each with its distribution.
    assert!(
        head(&result)
            .benefits
            .iter()
            .all(|b| b.per_year.p10 <= b.per_year.p50 && b.per_year.p50 <= b.per_year.p90)
    );
}

#[test]
fn a42_one_row_makes_every_cost_a_fifth_dearer() {
    let result = run(&watch(&[], &[]), 20);
    let of = |row: &str| -> Vec<(f64, f64)> {
        let rows =
            result.pairs.iter().filter(|p| &*p.comparison == "watch_vs_before" && &*p.row == row);
        rows.map(|p| (p.cost, p.benefit)).collect()
    };
    for (base, dear) in of("base").iter().zip(of("budget")) {
        assert!((dear.0 - 1.2 * base.0).abs() < 1e-9 * dear.0, "{dear:?} {base:?}");
        assert_eq!(dear.1, base.1);
    }
}

#[test]
fn a47_b04_every_measure_is_there_and_named() {
    let result = run(&watch(&[], &[]), 60);
    let base = &head(&result).rows[0].metrics;
    assert!(base.mirr.is_some() && base.profitability_index.is_some());
    assert!(base.roi_total.is_some() && base.roi_first_year.is_some());
    assert_eq!(base.roi_by_year.len(), 1);
    let json = serde_json::to_value(base).expect("it is data");
    for name in [
        "npv",
        "irr",
        "mirr",
        "payback",
        "discounted_payback",
        "profitability_index",
        "roi_total",
        "roi_by_year",
    ] {
        assert!(json.get(name).is_some(), "{name}");
    }
    let never = result.pairs.iter().filter(|p| p.payback == PaybackTime::Never);
    assert!(never.count() > 0, "some futures never pay, and are counted");
}

#[test]
fn c09_causes_are_ranked_by_what_they_cost_in_time_not_by_their_number() {
    let result = run(&watch(&[], &[]), 60);
    let before = arm(&result, "before");
    let hours: Vec<f64> = before.losses.iter().map(|l| l.hours).collect();
    assert!(hours.windows(2).all(|w| w[0] >= w[1]), "{hours:?}");
    let count = |mode: &str| before.modes.iter().find(|m| m.mode == mode).expect("a mode");
    // The heating fails more often, the bearing costs more hours.
    assert!(count("O1").failures > count("P1").failures);
    assert!(count("P1").down_hours > count("O1").down_hours);
}

#[test]
fn d12_outcomes_of_one_future_stay_together() {
    let result = run(&watch(&[], &[]), 25);
    let rows: Vec<_> = result
        .pairs
        .iter()
        .filter(|p| &*p.comparison == "watch_vs_before" && &*p.row == "base")
        .collect();
    assert_eq!(rows.len(), 25);
    assert!(rows.iter().enumerate().all(|(k, row)| row.pair == k as u64));
    assert!(
        rows.iter().all(|row| row.deltas.len() > 5 && row.deltas.iter().all(|d| d.is_finite()))
    );
}

#[test]
fn b07_a_lost_hour_costs_nothing_where_customers_do_not_wait_for_it() {
    let value = |weekly: &str| {
        let study = changed(
            &text("faster_press.toml"),
            &[(
                "path = \"machines.press.cycle\", set = \"9 min\"",
                "path = \"failures.O1.repair\", set = \"1 min\"",
            )],
        );
        let plant = changed(&text("two_machines.toml"), &[("weekly = \"430 pieces\"", weekly)]);
        let result = run(&read(&study, &plant).unwrap_or_else(|f| panic!("{f}")), 24);
        let avoided = mean(arm(&result, "before"), "unplanned_down_h")
            - mean(arm(&result, "faster"), "unplanned_down_h");
        let line = |name: &str| -> f64 {
            let all = head(&result).benefits.iter().flat_map(|b| &b.lines);
            all.filter(|l| l.name == name).map(|l| l.per_year).sum()
        };
        (avoided, line("margin of pieces sold"))
    };
    let ((hours, slack), (same, scarce)) =
        (value("weekly = \"200 pieces\""), value("weekly = \"900 pieces\""));
    assert!(hours > 10.0 && same > 10.0, "{hours} {same}");
    assert!(slack.abs() < 0.02 * scarce, "{slack} {scarce}");
}
