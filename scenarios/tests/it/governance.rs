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
