//! Investments as capital projects: who decides, what is tried, what is looked at again.

use crate::luck::with;
use scenarios::study::result::{Project, StudyResult};
use scenarios::study::{RunOptions, Study};

/// The predictive study with more in it.
pub(crate) fn press(more: &str, pairs: u32) -> Study {
    with("predictive_press.toml", str::to_owned, |text| {
        format!("{}\n{more}", text.replace("pairs = 8", &format!("pairs = {pairs}")))
    })
}

fn run(more: &str, pairs: u32) -> StudyResult {
    press(more, pairs).run(&RunOptions::default()).unwrap()
}

const APPROVAL: &str = "
[investments.watch.approval]
approver = \"Capital committee\"
approved = 2026-11-30
capex = 2027-02-01
hurdle = \"14 %/year\"
post_audits = [2028-01-31, 2029-01-31]
";

#[test]
fn a04_a_project_has_approver_dates_hurdle_rate_and_post_audits() {
    let plain = run("", 8);
    assert!(plain.projects.is_empty());
    let asked = run(APPROVAL, 8);
    // Who decides changes no number.
    assert_eq!(asked.comparisons, plain.comparisons);
    let [Project { investment, approval: Some(approval), .. }] = &asked.projects[..] else {
        panic!("{:?}", asked.projects)
    };
    assert_eq!((&**investment, &*approval.approver), ("watch", "Capital committee"));
    assert_eq!(approval.approved.as_deref(), Some("2026-11-30"));
    assert_eq!((&*approval.capex, approval.hurdle), ("2027-02-01", 0.14));
    assert_eq!(approval.post_audits, ["2028-01-31", "2029-01-31"]);
    // The share that reaches the rate falls with the rate, and is that of the pairs.
    let at = |rate: &str| {
        let text = APPROVAL.replace("14 %/year", rate);
        let mut all = run(&text, 8).projects;
        all.remove(0).approval.unwrap().reaches_hurdle.unwrap()
    };
    let (low, high) = (at("-40 %/year"), at("190 %/year"));
    let share = approval.reaches_hurdle.unwrap();
    assert!(low.count >= share.count && share.count >= high.count && low.count > high.count);
    assert_eq!(share.of, 8);
    // Without a hurdle rate of its own it is the cost of capital, on the first day.
    let short = run("[investments.watch.approval]\napprover = \"CFO\"\n", 4).projects;
    let short = short[0].approval.as_ref().unwrap();
    assert!(short.hurdle_is_wacc && (short.hurdle - 0.1).abs() < 1e-12);
    assert_eq!(short.capex, asked.provenance.start);
}

#[test]
fn a04_post_audits_are_in_order_and_after_the_approval() {
    let faults = crate::governance::faults(
        &APPROVAL.replace("[2028-01-31, 2029-01-31]", "[2026-01-01, 2029-01-31, 2028-01-31]"),
    );
    assert!(faults.contains("a post-audit before the approval"), "{faults}");
    assert!(faults.contains("post-audits are not in order"), "{faults}");
}

/// What is wrong with the predictive study with this in it.
pub(crate) fn faults(more: &str) -> String {
    let path = crate::study_files::fixture("good/predictive_press.toml");
    let text = format!("{}\n{more}", std::fs::read_to_string(&path).unwrap());
    let file = twin_models::text::Document::parse("study.toml", text.as_bytes()).unwrap();
    let plant = |name: &str| twin_models::text::Document::read(&path.parent().unwrap().join(name));
    scenarios::study::read_study(file, &plant).unwrap_err().to_string()
}

/// The faster press with another effect, a scorecard of one line, and a pilot.
fn tried(effect: &str, more: &str) -> Study {
    with("faster_press.toml", str::to_owned, |text| {
        let text = text.replace("{ path = \"machines.press.cycle\", set = \"9 min\" }", effect);
        let text = text.replace("horizon = \"12 months\"", "horizon = \"30 months\"");
        format!("{text}\n{SCORE}{more}")
    })
}

const SCORE: &str = "
[scorecard.downtime]
kpi = \"unplanned_down_h\"
lines = [\"downtime\", \"maintenance\"]
target = \"-50 %\"
";

const PILOT: &str = "
[tracking]
futures = 40
[investments.faster.pilot]
start = \"1 month\"
lasts = \"6 months\"
metric = \"downtime\"
gate = \"80 %\"
";

#[test]
fn c52_an_effect_is_seen_as_often_as_it_stands_out_and_nothing_is_seen_of_nothing() {
    let never_fails = "{ path = \"failures.P1.life\", multiply = 1000.0 }";
    let nothing = "{ path = \"machines.press.cycle\", multiply = 1.0 }";
    let run = |effect: &str| tried(effect, PILOT).run(&RunOptions::default()).unwrap();
    let (strong, none) = (run(never_fails), run(nothing));
    let line = |result: &StudyResult| result.tracking.as_ref().unwrap().lines[0].clone();
    let (strong_line, none_line) = (line(&strong), line(&none));
    // Nothing done: the same bands, the same test, the same luck.
    assert_eq!(none_line.baseline, none_line.forecast);
    let seen = none_line.day_90.unwrap();
    assert_eq!(seen.power, seen.false_alarm);
    let alarms = seen.false_alarm.unwrap();
    assert!(alarms.ci.low <= 0.05 + 0.05, "a test at 5 % errs seldom: {alarms:?}");
    assert_eq!(seen.visible_from, None);
    assert_eq!(seen.history_months, 12);
    // A failure mode gone is seen more often, and passes more often.
    let found = strong_line.day_90.unwrap();
    assert_eq!((found.from_month, found.to_month), (1, 3));
    assert!(found.power.unwrap().value > alarms.value, "{found:?}");
    assert!(found.pass.unwrap().value > seen.pass.unwrap().value);
    let pilot = &strong.tracking.as_ref().unwrap().pilots[0];
    let six = pilot.seen.as_ref().unwrap();
    assert_eq!((six.from_month, six.to_month, pilot.gate), (2, 7, 0.8));
    assert!((six.wanted.unwrap() + 0.4).abs() < 1e-12, "80 % of -50 %");
    // Six months show more than three.
    assert!(six.power.unwrap().value >= found.power.unwrap().value);
    // An hour of standstill costs.
    let money = strong_line.money.unwrap();
    assert!(money.interval.high < 0.0 && money.per_unit < 0.0, "{money:?}");
}

#[test]
fn c49_a_pilot_is_part_of_the_study_and_changes_no_number_of_it() {
    let effect = "{ path = \"machines.press.cycle\", set = \"9 min\" }";
    let run = |more: &str| tried(effect, more).run(&RunOptions::default()).unwrap();
    let (with, without) = (run(PILOT), run(""));
    assert_eq!(with.comparisons, without.comparisons);
    assert_eq!((with.arms, with.worst_event), (without.arms, without.worst_event));
    assert!(without.tracking.is_none() && with.tracking.is_some());
    // Sums of the months are those of the run.
    let tracking = with.tracking.unwrap();
    assert_eq!(tracking.months.len(), 30);
    assert!(tracking.lines[0].unit == "h/month" && !tracking.drivers.is_empty());
    assert!(tracking.drivers.iter().all(|d| d.driver && d.kpi != "unplanned_down_h"));
}

#[test]
fn c49_a_pilot_that_nothing_can_judge_is_refused() {
    let all = faults(
        "[investments.watch.pilot]\nlasts = \"24 months\"\nmetric = \"downtme\"\n\
         [scorecard.downtime]\nkpi = \"unplanned_down_h\"\n",
    );
    assert!(all.contains("did you mean `downtime`?"), "{all}");
    let all = faults(
        "[investments.watch.pilot]\nlasts = \"24 months\"\nmetric = \"repair\"\n\
         [scorecard.repair]\nkpi = \"mttr\"\n",
    );
    for words in
        ["nobody said what it must reach", "cannot be told month by month", "after the horizon"]
    {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert!(faults("[tracking]\nfutures = 20\n").contains("no scorecard that could be tracked"));
}

const INTEGRATION: &str = "
[[investments.watch.interfaces]]
class = \"plc_legacy\"
count = 3
rate = \"100 $/h\"

[[investments.watch.interfaces]]
class = \"erp\"
count = 1
hours = { uniform = { min = \"40 h\", max = \"60 h\" } }
rate = \"150 $/h\"
";

#[test]
fn c47_interfaces_are_a_cost_line_drawn_in_every_future() {
    let (plain, with) = (run("", 24), run(INTEGRATION, 24));
    let project = &with.projects[0];
    let found = project.integration.as_ref().unwrap();
    // 3 x (24 + 48 + 140) / 3 h x 100 $/h + 50 h x 150 $/h.
    assert!((found.planned - (21_200.0 + 7_500.0)).abs() < 1e-6, "{}", found.planned);
    assert!(found.interfaces[0].by_default && !found.interfaces[1].by_default);
    assert!(found.cost.sd.unwrap() > 0.0, "drawn, not fixed");
    assert!(found.cost.min >= 3.0 * 24.0 * 100.0 + 40.0 * 150.0);
    // No software licence; three years of subscription are 9 k$: 4 k$ of integration and these.
    assert!((found.of_software.unwrap() - (4_000.0 + 28_700.0) / 9_000.0).abs() < 1e-9);
    assert!(found.unusual);
    // Nothing happens otherwise in the plant; every future pays what is drawn for it.
    for ((a, b), k) in plain.pairs.iter().zip(&with.pairs).zip(0..) {
        assert_eq!((a.benefit, a.deltas), (b.benefit, b.deltas), "row {k}");
    }
    let costs = &with.comparisons[0].costs;
    assert!(costs.iter().any(|line| line.name == "integration by interfaces"));
}

const REVIEWS: &str = "
[[investments.watch.reviews]]
topic = \"cybersecurity\"
what = \"remote access of the vendor\"
owner = \"Head of IT\"
cost = \"2 k$\"
lasts = \"1 months\"
chance = \"50 %\"
remedy_cost = \"10 k$\"
remedy_time = \"3 months\"

[[investments.watch.reviews]]
topic = \"data governance\"
what = \"who owns the machine data\"
lasts = \"2 months\"
";

#[test]
fn c43_a_checklist_costs_money_and_time_and_may_block() {
    let (plain, with) = (run("", 40), run(REVIEWS, 40));
    let found = with.projects[0].checklist.as_ref().unwrap();
    assert_eq!(found.items.len(), 2);
    assert_eq!((found.items[0].chance, found.items[0].owner.as_deref()), (0.5, Some("Head of IT")));
    assert!(found.blocked.ci.low < 0.5 && found.blocked.ci.high > 0.5, "{:?}", found.blocked);
    // Without a block two months (the longer one), with it four (1 + 3).
    assert_eq!((found.months.min, found.months.max), (2.0, 4.0));
    assert_eq!((found.cost.min, found.cost.max), (2_000.0, 12_000.0));
    // Later is worse, and it costs.
    let npv = |result: &StudyResult| result.comparisons[0].rows[0].metrics.npv.mean;
    assert!(npv(&with) < npv(&plain) - 2_000.0 * 0.7, "{} {}", npv(&with), npv(&plain));
    let nothing = "[[investments.watch.reviews]]\ntopic = \"privacy\"\nwhat = \"cameras\"\nchance = \"5 %\"\n";
    assert!(faults(nothing).contains("it blocks, and nothing follows from it"));
}

#[test]
fn a38_full_effect_on_the_first_day_needs_a_reason() {
    let claimed = "[[claims]]\ninvestment = \"spare\"\nchange = \"-20 %\"\nsource = \"offer\"\n";
    // A part on a shelf is there on the first day, and nobody claims anything.
    assert!(run("", 4).projects.is_empty());
    let all = faults(claimed);
    assert!(all.contains("full effect is there on the first day"), "{all}");
    assert!(all.contains("from_day_one = \"reason\""), "{all}");
    let reason = "from_day_one = \"the part is in the store before the contract\"\n";
    let study = with("predictive_press.toml", str::to_owned, |text| {
        format!(
            "{}\n{claimed}",
            text.replace("[investments.spare]\n", &format!("[investments.spare]\n{reason}"))
        )
    });
    let result = study.run(&RunOptions { pairs: Some(4), ..RunOptions::default() }).unwrap();
    assert_eq!(
        result.projects[0].from_day_one.as_deref(),
        Some("the part is in the store before the contract")
    );
}
