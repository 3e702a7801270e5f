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

/// Three litres by every piece of the oven, which is the last machine; the investment halves them.
#[test]
fn d40_water_of_a_good_piece_before_and_after_with_its_origin() {
    const WATER: &str = "\n[machines.oven.water]\nper_piece = \"3 l/piece\"\n[machines.press.water]\nper_hour = \"500 l/h\"\n";
    const SAID: &str = "\"machines.oven.water\" = { source = \"a meter\", owner = \"somebody\", kind = \"measured\", date = 2026-09-30 }\n";
    let study = |edit: &'static str| {
        with(
            "faster_press.toml",
            |plant| format!("{plant}{POWER}{SAID}{WATER}"),
            move |text| {
                let text = text.replace("pairs = 8", "pairs = 4\nfootprint = true");
                text.replace("{ path = \"machines.press.cycle\", set = \"9 min\" }", edit)
            },
        )
    };
    let footprint = |edit| run(&study(edit)).footprint.unwrap();
    let water = |found: &scenarios::study::result::Footprint| match &found.products[0].water_m3 {
        PerPiece::Simulated(of) => (of.before.mean, of.difference.mean),
        PerPiece::NotObserved => panic!("no water"),
    };
    let half = footprint("{ path = \"machines.oven.water.per_piece\", multiply = 0.5 }");
    let (before, apart) = water(&half);
    assert_eq!(half.water_from, ["measured", "not said"]);
    // Every piece of the oven is good: half of three litres.
    assert!((apart + 0.0015).abs() < 1e-9, "{apart}");
    // The press works at least its cycle for a piece: the rest of the water is 500 l/h of it.
    let minutes = 60.0 * (before - 2.0 * -apart) / 0.5;
    assert!((5.0..20.0).contains(&minutes), "{minutes}");
    // The same water both times is no difference at all, whatever else differs nothing.
    let same = footprint("{ path = \"machines.oven.water.per_piece\", multiply = 1.0 }");
    assert_eq!(water(&same).1, 0.0);
    // It changes nothing that happens.
    let npv = |study: &Study| run(study).comparisons[0].npv_by_pair.clone();
    let dry = with(
        "faster_press.toml",
        |plant| format!("{plant}{POWER}"),
        |text| text.replace("pairs = 8", "pairs = 4\nfootprint = true"),
    );
    let wet = study("{ path = \"machines.press.cycle\", set = \"9 min\" }");
    assert_eq!(npv(&dry), npv(&wet));
}

#[test]
fn d40_a_plant_without_a_meter_has_no_footprint() {
    let plain = with("faster_press.toml", str::to_owned, str::to_owned);
    let text = plain.study_file.text().replace("pairs = 8", "pairs = 8\nfootprint = true");
    let study = Document::parse("study.toml", text.as_bytes()).unwrap();
    let faults = read_study(study, &|_| Ok(plain.plant_file.clone())).err().unwrap().to_string();
    assert!(faults.contains("does not say what it draws"), "{faults}");
}
