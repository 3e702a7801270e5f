//! Revenue that rules and contracts put at risk.

use crate::luck::with;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::Document;

fn press(more: &str) -> Study {
    with("faster_press.toml", str::to_owned, |text| {
        let text = text
            .replace("horizon = \"12 months\"", "horizon = \"24 months\"")
            .replace("pairs = 8", "pairs = 60");
        format!("{text}\n{more}")
    })
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

fn rule(from: &str, without: &str, with: &str, more: &str) -> String {
    format!(
        "[[at_risk]]\nname = \"carbon disclosure\"\nfrom = {from}\nshare = \"20 %\"\nlost_without = {without:?}\n\
         lost_with = {with:?}\n{more}\n"
    )
}

#[test]
fn d39_a_dated_rule_is_a_scenario_of_its_own_and_moves_no_other_number() {
    let plain = run(&press(""));
    assert!(plain.at_risk.is_empty());
    let result = run(&press(&rule("2028-01-04", "40 %", "10 %", "compliance = \"12 k$/year\"")));
    assert_eq!((&result.comparisons, &result.pairs), (&plain.comparisons, &plain.pairs));
    let [found] = &result.at_risk[..] else { panic!("one row") };
    // Drawn once a future: who keeps it without keeps it with.
    assert!(found.lost_with.count <= found.lost_without.count);
    let near = |share: f64, chance: f64| (share - chance).abs() < 4.0 * (0.25_f64 / 60.0).sqrt();
    assert!(near(found.lost_without.value, 0.4) && near(found.lost_with.value, 0.1), "{found:?}");
    // 120 $ a piece sold, a fifth of it.
    let sold: f64 = {
        let q = result.arms[0].monthly.iter().find(|q| q.key == "sold").unwrap();
        q.mean.iter().sum()
    };
    assert!((found.margin_per_year - 0.2 * 120.0 * sold / 2.0).abs() < 1e-6);
    let base = result.comparisons[0].rows[0].metrics.npv.mean;
    assert!((found.npv.mean - base - found.change.mean).abs() < 1e-6);
    // Certain on both sides, and free: nothing but the margin of either plant counts.
    let kept = run(&press(&rule("2027-01-04", "100 %", "0 %", "")));
    let half = run(&press(&rule("2028-01-04", "100 %", "0 %", "")));
    let (whole, half) = (&kept.at_risk[0].change, &half.at_risk[0].change);
    assert_eq!(whole.min, whole.max);
    // The second of two years: less than half of the present value.
    assert!(half.mean > 0.4 * whole.mean && half.mean < 0.5 * whole.mean, "{half:?} {whole:?}");
    let tax_free: f64 = kept.at_risk[0].margin_per_year * 2.0;
    assert!(whole.mean < 0.75 * tax_free * 1.05 && whole.mean > 0.75 * tax_free * 0.8);
}

#[test]
fn d41_contracts_renew_by_their_own_draw_and_tighter_rules_add_up_row_by_row() {
    let contract =
        |name: &str| rule("2027-07-04", "50 %", "20 %", "").replace("carbon disclosure", name);
    let one = run(&press(&contract("framework contract")));
    let two = run(&press(&(contract("framework contract") + &contract("second contract"))));
    assert_eq!(two.at_risk.len(), 2);
    assert_eq!(one.at_risk[0], two.at_risk[0], "another row moves no draw");
    assert_ne!(two.at_risk[0].change, two.at_risk[1].change, "each has its own");
    // What complying costs is paid whether the contract is kept or not.
    let dear = contract("framework contract")
        .replace("lost_with =", "compliance = \"10 k$/year\"\nlost_with =");
    let dear = &run(&press(&dear)).at_risk[0].change;
    let apart = one.at_risk[0].change.mean - dear.mean;
    assert!((one.at_risk[0].change.min - dear.min - apart).abs() < 1e-6 && apart > 0.0);
}

#[test]
fn d39_a_rule_beyond_the_horizon_is_refused() {
    let plain = press("");
    let text = plain.study_file.text().to_owned() + &rule("2029-01-04", "40 %", "10 %", "");
    let study = Document::parse("study.toml", text.as_bytes()).unwrap();
    let faults = read_study(study, &|_| Ok(plain.plant_file.clone())).err().unwrap().to_string();
    assert!(faults.contains("outside the months of the study"), "{faults}");
}
