//! Laws that are asked for by name.

use crate::luck::with;
use scenarios::study::read_study;
use scenarios::study::result::{Acts, StudyResult};
use scenarios::study::{RunOptions, Study};
use twin_models::text::Document;

const USUAL: &str = "\n[uncertain]\n\"plant:machines.press.scrap\" = \"usual defect rate\"\n";

/// Half of the scrap is claimed to be avoidable.
fn halved(more: &str) -> Study {
    with(
        "faster_press.toml",
        |plant| plant.replacen("cycle = \"10 min\"", "cycle = \"10 min\"\nscrap = \"9 %\"", 1),
        |text| {
            let edit = "path = \"machines.press.cycle\", set = \"9 min\"";
            assert!(text.contains(edit), "the fixture has another edit");
            let text = text.replace(edit, "path = \"machines.press.scrap\", multiply = 0.5");
            format!("{text}{more}")
        },
    )
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions { pairs: Some(40), ..RunOptions::default() }).unwrap()
}

#[test]
fn a21_a_usual_defect_rate_is_drawn_between_two_and_four_percent_and_agrees_with_the_formula() {
    let study = halved(USUAL);
    let unknowns = study.unknowns();
    let rate = unknowns.iter().find(|u| u.path == "plant:machines.press.scrap").unwrap();
    assert_eq!((&*rate.unit, rate.acts), ("%", Acts::Physics));
    assert!((rate.p50 - 3.0).abs() < 1e-9 && (rate.p10 - 2.2).abs() < 1e-9, "{rate:?}");
    assert!(rate.law.starts_with("usual defect rate"), "{}", rate.law);
    let result = run(&study);
    let at = unknowns.iter().position(|u| u.path == rate.path).unwrap();
    let drawn: Vec<f64> = result.unknowns.values(at).collect();
    assert!(drawn.iter().all(|x| (2.0..=4.0).contains(x)), "{drawn:?}");
    // Formula beside simulation: the mean of what was drawn is the mean share that was scrapped, and half
    // of it is gone. Some ten thousand pieces a year and forty futures: well within a tenth of a point.
    let mean = drawn.iter().sum::<f64>() / drawn.len() as f64 / 100.0;
    let delta = result.comparisons[0].deltas.iter().find(|d| d.key == "defect_rate").unwrap();
    let (today, change) = (delta.reference.unwrap(), delta.spread.as_ref().unwrap().mean);
    assert!((today - mean).abs() < 1e-3, "{today} {mean}");
    assert!((change + 0.5 * mean).abs() < 1e-3, "{change} {mean}");
    // Unasked, the figure of the plant stands.
    let plain = run(&halved(""));
    let delta = plain.comparisons[0].deltas.iter().find(|d| d.key == "defect_rate").unwrap();
    assert!((delta.reference.unwrap() - 0.09).abs() < 3e-3 && plain.unknowns.is_empty());
}

#[test]
fn a21_what_is_no_share_of_defects_has_no_usual_defect_rate() {
    let study = halved("");
    for path in ["plant:machines.press.cycle", "study:finance.tax"] {
        let text = format!(
            "{}\n[uncertain]\n\"{path}\" = \"usual defect rate\"\n",
            study.study_file.text()
        );
        let file = Document::parse("study.toml", text.as_bytes()).unwrap();
        let faults = read_study(file, &|_| Ok(study.plant_file.clone())).err().unwrap().to_string();
        assert!(faults.contains("no share of defective pieces"), "{faults}");
        assert!(faults.contains("machines.NAME.scrap"), "{faults}");
    }
}
