//! The study of quality in the CNC cell against what would be absurd, whatever the luck of these pairs:
//! bounds set before the study was first run (docs/examples/cnc_cell.md).

use scenarios::study::result::{ArmResult, Firmness, StudyResult};
use scenarios::study::{RunOptions, read_study_file};
use std::path::Path;
use std::sync::LazyLock;

/// Cash cost of poor quality expected of today's cell \[$ a year\].
const COST_OF_POOR_QUALITY: f64 = 493e3;

/// Pairs: a few seconds.
const PAIRS: u64 = 10;

static STUDY: LazyLock<StudyResult> = LazyLock::new(|| {
    let studies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies");
    let study = read_study_file(&studies.join("cnc_quality.toml"));
    let study = study.unwrap_or_else(|faults| panic!("{faults}"));
    study.run(&RunOptions { pairs: Some(pairs()), ..RunOptions::default() }).expect("it runs")
});

fn arm(name: &str) -> &'static ArmResult {
    STUDY.arms.iter().find(|a| a.name == name).expect("an arm")
}

/// As many as `GEMBA_SHOW` asks for, or those of the test.
fn pairs() -> u64 {
    std::env::var("GEMBA_SHOW").ok().and_then(|n| n.parse().ok()).unwrap_or(PAIRS)
}

/// A quantity in the five years, by month.
fn months(arm: &'static ArmResult, key: &str) -> &'static [f64] {
    &arm.monthly.iter().find(|q| q.key == key).unwrap_or_else(|| panic!("no {key}")).mean
}

/// A quantity a year.
fn yearly(arm: &'static ArmResult, key: &str) -> f64 {
    months(arm, key).iter().sum::<f64>() / 5.0
}

/// The part of all pieces made.
fn rate(arm: &'static ArmResult, key: &str) -> f64 {
    yearly(arm, key) / yearly(arm, "produced")
}

fn scrap(arm: &'static ArmResult) -> f64 {
    ["scrap", "rejected_bad", "rejected_good"].map(|key| yearly(arm, key)).iter().sum()
}

#[test]
fn the_cell_is_the_one_described() {
    let before = arm("before");
    if std::env::var_os("GEMBA_SHOW").is_some() {
        show();
    }
    let defects =
        ["high", "low", "visual", "material"].map(|k| rate(before, &format!("defects_{k}:bore")));
    let share = defects.iter().sum::<f64>();
    assert!((0.015..0.035).contains(&share), "{share} defective");
    // A drift in 600 pieces, less those that come while another one lasts.
    let drifts = rate(before, "drifts:bore") * 600.0;
    assert!((0.85..1.0).contains(&drifts), "{drifts} drifts in 600 pieces");
    let tools = rate(before, "tool_changes:bore") * 120.0;
    assert!((0.98..1.02).contains(&tools), "{tools} tools in 120 pieces");
    // 1 of 60 lots, 8 % of the pieces; a piece that is out of limits as well is not counted again.
    let lots = rate(before, "defects_material:bore") * 750.0;
    assert!((0.85..1.1).contains(&lots), "{lots} of the porous pieces expected");
    assert!(
        yearly(before, "lost_sales") < 0.001 * yearly(before, "sold"),
        "the cell is no constraint"
    );
}

#[test]
fn nothing_absurd_comes_out() {
    let (before, after) = (arm("before"), arm("ai_quality"));
    let fpy = yearly(after, "first_pass:final") / yearly(after, "first_inspected:final");
    assert!((0.9..0.998).contains(&fpy), "first-pass yield {fpy}");
    let escapes = yearly(after, "escaped") - yearly(before, "escaped");
    assert!(escapes < 0.0, "{escapes} more escapes");
    // It detects, it does not cure: burrs and bad lots are as before, but for those that were also
    // out of limits.
    for kind in ["visual", "material"] {
        let key = format!("defects_{kind}:bore");
        let ratio = rate(after, &key) / rate(before, &key);
        assert!((0.97..1.04).contains(&ratio), "{kind}: {ratio}");
    }
    // Nothing is live in the first month.
    for key in ["defects_high:bore", "defects_low:bore", "drifts:bore", "tool_changes:bore"] {
        assert_eq!(months(after, key)[0], months(before, key)[0], "{key}");
    }
    let headline = STUDY.comparisons.iter().find(|c| c.headline).expect("a headline");
    let hard = headline.benefits.iter().filter(|b| b.firmness == Firmness::Hard);
    let gain: f64 = hard.map(|b| b.per_year.mean).sum();
    assert!((0.0..COST_OF_POOR_QUALITY).contains(&gain), "{gain} $ a year");
    // The cheap answer helps as well: drift is found earlier, less is scrapped and less escapes.
    let patrol = arm("do_minimum");
    assert!(scrap(patrol) < scrap(before) && rate(patrol, "escaped") < rate(before, "escaped"));
}

/// For docs/examples/cnc_cell.md: `GEMBA_SHOW=300 cargo test ... the_cell -- --nocapture`.
fn show() {
    let keys = [
        "produced",
        "good",
        "sold",
        "defects_high:bore",
        "defects_low:bore",
        "defects_visual:bore",
        "defects_material:bore",
        "drifts:bore",
        "drift_pieces:bore",
        "drifts_found:bore",
        "pieces_to_find:bore",
        "quality_alarms:bore",
        "quality_false_alarms:bore",
        "tool_changes:bore",
        "rejected_bad",
        "rejected_good",
        "escaped",
        "reworks:final",
        "false_rejects:final",
        "containments:bore",
        "first_pass:final",
        "first_inspected:final",
        "quality_hold_h:bore",
        "tool_change_h:bore",
        "lost_sales",
    ];
    for key in keys {
        let values: Vec<String> =
            STUDY.arms.iter().map(|a| format!("{} {:.0}", a.name, yearly(a, key))).collect();
        super::oracles::say(&format!("{key}: {}", values.join(", ")));
    }
    for c in &STUDY.comparisons {
        let hard: Vec<String> = c
            .benefits
            .iter()
            .map(|b| format!("{:?} {:?} {:.0}", b.category, b.firmness, b.per_year.mean))
            .collect();
        super::oracles::say(&format!(
            "{} against {}: {}",
            c.investment,
            c.reference,
            hard.join(", ")
        ));
        for row in &c.rows {
            let npv = &row.metrics.npv;
            super::oracles::say(&format!(
                "  {}: {:.0} {:.0} {:.0} mean {:.0}, positive {:.2}, payback {:?}",
                row.id,
                npv.p10,
                npv.p50,
                npv.p90,
                npv.mean,
                row.metrics.npv_positive.value,
                row.metrics.payback
            ));
        }
    }
}
