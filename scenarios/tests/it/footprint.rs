//! Energy and emissions of a good piece.

use crate::luck::with;
use scenarios::study::result::{PerPiece, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::Document;

const POWER: &str = "\n[machines.press.power]\nprocessing = \"20 kW\"\nidle = \"8 kW\"\n[machines.oven.power]\nprocessing = \"30 kW\"\n\
    idle = \"30 kW\"\n[energy]\nemission_factor = \"0.4 kg/kWh\"\n\
    [provenance]\n\"machines.press.power\" = { source = \"a meter\", owner = \"somebody\", kind = \"measured\", date = 2026-09-30 }\n\
    \"energy\" = { source = \"a table\", owner = \"somebody\", kind = \"industry\", date = 2026-09-30 }\n";

fn press(more: &str) -> Study {
    with(
        "faster_press.toml",
        |plant| format!("{plant}{POWER}"),
        |text| text.replace("pairs = 8", &format!("pairs = 8\n{more}")),
    )
}

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

#[test]
fn d40_energy_and_emissions_of_a_good_piece_before_and_after_with_their_origin() {
    assert!(run(&press("")).footprint.is_none());
    let result = run(&press("footprint = true"));
    let found = result.footprint.as_ref().unwrap();
    assert_eq!((found.futures, found.products.len()), (8, 1));
    let of = &found.products[0];
    let PerPiece::Simulated(energy) = &of.energy_kwh else { panic!("{of:?}") };
    let PerPiece::Simulated(carbon) = &of.co2e_kg else { panic!("{of:?}") };
    assert_eq!(of.water_m3, PerPiece::NotObserved);
    // Whole plant over good pieces: near the ratio of the means of the run.
    let total = |arm: usize, key: &str| -> f64 {
        let found = result.arms[arm].monthly.iter().find(|q| q.key == key).unwrap();
        found.mean.iter().sum()
    };
    let after = result.arms.iter().position(|a| a.name == "faster").unwrap();
    for (spread, arm) in [(&energy.before, 0), (&energy.after, after)] {
        let ratio = total(arm, "energy_kwh") / total(arm, "good");
        assert!((spread.mean / ratio - 1.0).abs() < 0.02, "{} {ratio}", spread.mean);
        assert!(spread.mean_ci.is_some_and(|ci| ci.low < spread.mean && spread.mean < ci.high));
    }
    assert!((carbon.before.mean - 0.4 * energy.before.mean).abs() < 1e-9);
    let apart = energy.after.mean - energy.before.mean;
    assert!((energy.difference.mean - apart).abs() < 1e-9 && apart != 0.0);
    // The press was metered, nobody says where the oven's power comes from.
    assert_eq!(found.energy_from, ["measured", "not said"]);
    assert_eq!(found.emission_from, ["industry"]);
}

#[test]
fn d40_a_plant_without_a_meter_has_no_footprint() {
    let plain = with("faster_press.toml", str::to_owned, str::to_owned);
    let text = plain.study_file.text().replace("pairs = 8", "pairs = 8\nfootprint = true");
    let study = Document::parse("study.toml", text.as_bytes()).unwrap();
    let faults = read_study(study, &|_| Ok(plain.plant_file.clone())).err().unwrap().to_string();
    assert!(faults.contains("does not say what it draws"), "{faults}");
}
