//! Traps of modelling an investment in a plant. Those that need the whole house are held here; the
//! others where they belong, under the same kind of name.

use crate::plant::{arm, changed, head, mean, monthly, read, run, text, watch};

/// What goes wrong elsewhere, in the order of their numbers.
pub(crate) const TRAPS: [&str; 32] = [
    "every stopped hour priced at revenue or margin per hour",
    "idle wages added to overtime and lost margin, as cash",
    "haircut, effectiveness, ramp and the 60 % test stacked twice",
    "predictive maintenance as a percentage off all failures",
    "renewal or prediction that helps against exponential failures without warning",
    "everything new on the first day, or arms from different states",
    "common luck lost by shared streams",
    "paybacks averaged that never come, rates averaged that do not exist, ratios without a name",
    "nominal flows at a real rate; a twelfth of the annual rate; advance fees paid late",
    "capital counted in the holding rate and as working capital",
    "one benefit in two categories",
    "repair times from stop logs that hold the waiting, and queues simulated on top",
    "laws fitted on the wrong clock, without censoring, with trends or minor stops mixed in",
    "availabilities of different standards mixed",
    "blocking and starving charged to the victim",
    "buffers left out, or made infinite",
    "sales beyond demand booked as hard; different demand before and after",
    "no cheap alternative beside the investment",
    "rare disasters judged from few replications",
    "60 % of the gains done on the physics, twice as slow done on the money",
    "inspection that creates quality",
    "people who obey every alarm at once, sensors that never fail",
    "no commissioning, no trials, no dip before the gain",
    "peaks added machine by machine; savings at the average price of energy",
    "attempts taken for outages; connecting without its exposure",
    "soft measures turned into money by an invented factor",
    "gains prolonged beyond the horizon, fees frozen",
    "gains of single investments added up",
    "more digits than the interval carries",
    "unknowns drawn anew every hour, or for each arm",
    "the share of positive pairs read as the chance that the project is good",
    "comparison with a frozen last year",
];

#[test]
fn trap_02_idle_wages_are_no_cash() {
    let usual = run(&watch(&[], &[]), 12);
    let dear = run(&watch(&[("line_wage = \"120 $/h\"", "line_wage = \"900 $/h\"")], &[]), 12);
    assert_eq!(head(&usual).npv_by_pair, head(&dear).npv_by_pair);
    let per_hour = |r| head(r).closed_form.as_ref().expect("a closed form").cost_per_hour;
    assert!(per_hour(&dear) - per_hour(&usual) > 700.0, "the formula does count them");
}

#[test]
fn trap_06_an_old_plant_is_not_new_on_the_first_day() {
    let old = run(&watch(&[], &[]), 200);
    let new =
        run(&watch(&[], &[("start = 2027-01-04", "start = 2027-01-04\ncondition = \"new\"")]), 200);
    let failures = |r: &_| monthly(arm(r, "before"), "failures:P1")[0];
    // A bearing of shape 2.5 hardly ever fails in the first weeks of its life.
    assert!(failures(&new) < 0.6 * failures(&old), "{} {}", failures(&new), failures(&old));
    let (first, later) = (failures(&old), monthly(arm(&old, "before"), "failures:P1"));
    let usual = later[6..].iter().sum::<f64>() / (later.len() - 6) as f64;
    assert!((first / usual - 1.0).abs() < 0.25, "{first} {usual}");
}

#[test]
fn trap_10_holding_bears_no_capital_and_stock_reverses() {
    // More finished goods: the rate costs every year, the capital comes back at the end.
    let study = |holding: &str| {
        let text = changed(
            &text("faster_press.toml"),
            &[
                (
                    "path = \"machines.press.cycle\", set = \"9 min\"",
                    "path = \"spares.bearing.stock\", set = 3",
                ),
                ("holding = \"10 %/year\"", holding),
            ],
        );
        run(
            &read(&text, &crate::plant::text("two_machines.toml"))
                .unwrap_or_else(|f| panic!("{f}")),
            8,
        )
    };
    let [free, usual, dear] =
        ["0 %/year", "10 %/year", "20 %/year"].map(|rate| study(&format!("holding = \"{rate}\"")));
    let stock = |r: &_| -> f64 {
        let lines = head(r).benefits.iter().filter(|b| b.category == "inventory");
        lines.map(|b| b.per_year.mean).sum()
    };
    assert_eq!(stock(&free), 0.0, "capital is no cost of holding");
    let (once, twice) = (stock(&usual), stock(&dear));
    assert!(once < -300.0, "{once}");
    assert!((twice - 2.0 * once).abs() <= 1e-9 * once.abs(), "{twice} {once}");
}

#[test]
fn trap_16_what_reliability_is_worth_depends_on_the_buffer() {
    let saved = |capacity: &str| {
        let plant = changed(
            &text("two_machines.toml"),
            &[
                ("capacity = 5", capacity),
                // Customers take whatever is made.
                ("weekly = \"430 pieces\"", "weekly = \"900 pieces\""),
                ("initial = \"200 pieces\"", "initial = \"0 pieces\""),
            ],
        );
        let study = changed(
            &text("faster_press.toml"),
            &[(
                "path = \"machines.press.cycle\", set = \"9 min\"",
                "path = \"failures.O1.repair\", set = \"1 min\"",
            )],
        );
        let result = run(&read(&study, &plant).unwrap_or_else(|f| panic!("{f}")), 24);
        let sold = |name: &str| mean(arm(&result, name), "good");
        sold("faster") - sold("before")
    };
    let (none, usual, endless) =
        (saved("capacity = 0"), saved("capacity = 5"), saved("capacity = \"unlimited\""));
    assert!(none > usual + 5.0 && usual > endless + 5.0, "{none} {usual} {endless}");
}

#[test]
fn trap_18_the_cheap_fix_stands_beside_the_investment() {
    let result = run(&watch(&[], &[]), 40);
    let against: Vec<&str> = result.comparisons.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(against, ["watch_vs_before", "do_minimum_vs_before", "watch_vs_do_minimum"]);
    let without = run(&watch(&[("do_minimum = \"spare\"\n", "")], &[]), 4);
    let f14 = without.flags.iter().find(|f| f.id == "F14").expect("F14");
    assert!(f14.state != scenarios::study::result::FlagState::Quiet, "{}", f14.text);
}

#[test]
fn a44_trap_20_sixty_percent_is_taken_from_the_money_and_slowness_is_simulated() {
    let result = run(&watch(&[], &[]), 30);
    let of = |row: &str| -> Vec<_> {
        let rows = result.pairs.iter().filter(|p| &*p.comparison == "watch_vs_before");
        rows.filter(|p| &*p.row == row).collect()
    };
    let (base, gains, slow) = (of("base"), of("gains"), of("adoption"));
    assert_eq!((base.len(), gains.len(), slow.len()), (30, 30, 30));
    let mut different = 0;
    for ((base, gains), slow) in base.iter().zip(&gains).zip(&slow) {
        assert!((gains.benefit - 0.6 * base.benefit).abs() <= 1e-9 * base.benefit.abs());
        assert_eq!(gains.cost, base.cost);
        assert_eq!(gains.deltas, base.deltas, "the physics is the same");
        // Two runs of the plant: nothing is scaled.
        different += usize::from(slow.deltas != base.deltas);
    }
    assert!(different > 10, "{different}");
}

#[test]
fn trap_23_installing_costs_before_it_brings() {
    let stopped = [(
        "edits = [{ path",
        "commissioning = [{ machines = [\"oven\"], from = \"1 d\", lasts = \"9 d\" }]\nedits = [{ path",
    )];
    let study = |changes: &[(&str, &str)]| {
        let text = changed(&text("faster_press.toml"), changes);
        let busy = changed(
            &crate::plant::text("two_machines.toml"),
            &[("weekly = \"430 pieces\"", "weekly = \"900 pieces\"")],
        );
        run(&read(&text, &busy).unwrap_or_else(|f| panic!("{f}")), 12)
    };
    let (without, with) = (study(&[]), study(&stopped));
    let sold = |r: &_, name: &str| monthly(arm(r, name), "good")[0];
    assert!(sold(&without, "faster") > sold(&without, "before"));
    assert!(sold(&with, "faster") < 0.8 * sold(&with, "before"), "the first month dips");
    assert_eq!(sold(&with, "before"), sold(&without, "before"));
    let npv = |r: &_| head(r).rows[0].metrics.npv.mean;
    assert!(npv(&with) < npv(&without));
}

#[test]
fn trap_32_the_reference_lives_through_the_demand_of_the_investment() {
    // A good year: both arms sell more, and none of it is a gain of the technology.
    let placebo = [(
        "path = \"machines.press.cycle\", set = \"9 min\"",
        "path = \"machines.press.cycle\", multiply = 1.0",
    )];
    let year = |weekly: &str| {
        let study = changed(&text("faster_press.toml"), &placebo);
        let plant = changed(&text("two_machines.toml"), &[("weekly = \"430 pieces\"", weekly)]);
        run(&read(&study, &plant).unwrap_or_else(|f| panic!("{f}")), 8)
    };
    let (poor, good) = (year("weekly = \"300 pieces\""), year("weekly = \"400 pieces\""));
    let sold = |r: &_| mean(arm(r, "faster"), "good");
    assert!(sold(&good) > 1.2 * sold(&poor), "{} {}", sold(&good), sold(&poor));
    assert!(head(&good).npv_by_pair.iter().chain(&head(&poor).npv_by_pair).all(|npv| *npv == 0.0));
}
