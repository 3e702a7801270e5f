//! Every block of the catalogue can be pasted into a study of the plant whose paths it has.

use scenarios::catalogue::{FIRST_YEAR_OF_STEADY, all, complete, find};
use scenarios::finance::closed_form::DEFAULT_RAMP;
use scenarios::investment::ramp::Ramp;
use scenarios::study::{RunOptions, Study, read_study};
use std::path::{Path, PathBuf};
use twin_models::text::Document;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

/// The study that `gemba init --investment` writes.
fn study(kind: &str, edit: impl Fn(&str) -> String) -> Study {
    let entry = find(kind).unwrap().unwrap();
    let example =
        std::fs::read_to_string(examples().join("studies").join(format!("{}.toml", entry.example)))
            .unwrap();
    let at = example.find("../plants/").unwrap();
    let plant = example[at..].split('"').next().unwrap().to_owned();
    let text = edit(&complete(&entry, &example, &plant));
    let study = Document::parse("study.toml", text.as_bytes()).unwrap_or_else(|f| panic!("{f}"));
    let load = |name: &str| {
        let text = std::fs::read_to_string(examples().join("studies").join(name)).unwrap();
        let text = format!("{text}\n{}", entry.plant.unwrap_or_default());
        Document::parse(name, text.as_bytes())
    };
    read_study(study, &load).unwrap_or_else(|faults| panic!("{kind}: {faults}"))
}

#[test]
fn a02_a16_d13_a26_a30_every_block_parses_against_an_example_plant() {
    for entry in all().unwrap() {
        let study = study(entry.key, str::to_owned);
        let strange: Vec<_> = study
            .warnings
            .faults()
            .iter()
            .filter(|f| !f.path.contains("scorecard"))
            .map(ToString::to_string)
            .collect();
        assert!(strange.is_empty(), "{}: {strange:?}", entry.key);
        assert_eq!(study.investments.len(), 1);
        assert_eq!(study.investments[0].cost.len(), 12, "{}: the whole list of costs", entry.key);
    }
}

#[test]
fn c05_d32_c32_c35_each_has_its_own_question_and_evidence() {
    let all = all().unwrap();
    for (k, entry) in all.iter().enumerate() {
        assert!(entry.question.ends_with('?'), "{}", entry.key);
        assert!(!entry.evidence.is_empty() && !entry.decision.is_empty(), "{}", entry.key);
        assert!(all[..k].iter().all(|other| other.evidence != entry.evidence));
        assert!(entry.text.contains("replace me"));
        let scores = entry.scorecard.matches("[scorecard.").count();
        assert!((3..=5).contains(&scores), "{}: {scores}", entry.key);
    }
}

#[test]
fn a12_a13_scorecards_are_preselected() {
    let card = |kind: &str| find(kind).unwrap().unwrap().scorecard;
    for kpi in ["mtbf", "unplanned_down_h", "maintenance_labour_cost_per_machine"] {
        assert!(card("predictive_maintenance").contains(&format!("kpi = \"{kpi}\"")), "{kpi}");
    }
    for kpi in ["plant_scrap_ratio", "rework_share_of_cogs", "return_rate", "first_pass_yield"] {
        assert!(card("ai_quality").contains(&format!("kpi = \"{kpi}\"")), "{kpi}");
    }
    assert!(card("energy_management").contains("energy_per_good_piece"));
}

#[test]
fn a18_b11_d15_sources_that_disagree_stand_side_by_side() {
    let claims = |kind: &str| find(kind).unwrap().unwrap().claims;
    let pdm = claims("predictive_maintenance");
    let downtime: Vec<_> = pdm
        .iter()
        .filter(|c| c.indicator.as_deref() == Some("unplanned_down_h"))
        .map(|c| (c.proves.as_str(), c.range.clone().unwrap(), c.basis.as_str()))
        .collect();
    let range = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        downtime,
        [
            ("A18", range("30 %", "50 %"), "steady state"),
            ("B11", range("30 %", "50 %"), "first year"),
            ("D15", range("35 %", "55 %"), "steady state"),
        ]
    );
    let has = |kind: &str, id: &str| claims(kind).iter().any(|c| c.proves == id);
    assert!(has("ai_quality", "A21") && has("ai_quality", "B16"));
    assert!(has("predictive_maintenance", "B19") && has("energy_management", "D25"));
    for entry in all().unwrap() {
        assert!(entry.claims.iter().all(|c| c.source.contains("20")), "a date: {}", entry.key);
    }
}

#[test]
fn a_first_year_average_is_told_apart_from_a_steady_state() {
    let ramp = Ramp::new(DEFAULT_RAMP.to_vec()).unwrap();
    let first_year = (0..12).map(|m| ramp.at(f64::from(m) + 0.5)).sum::<f64>() / 12.0;
    assert!((first_year - FIRST_YEAR_OF_STEADY).abs() < 0.02, "{first_year}");
}

#[test]
fn a23_a_formula_moves_money_and_no_machine() {
    let short =
        |text: &str| text.replace("60 months", "12 months").replace("pairs = 200", "pairs = 2");
    let soft = study("financial_operations", short);
    let result = soft.run(&RunOptions::default()).unwrap();
    let comparison = &result.comparisons[0];
    assert!(
        result.pairs.iter().all(|p| p.deltas.iter().all(|d| *d == 0.0)),
        "no machine is touched"
    );
    let of = |firmness: &str, r: &scenarios::study::result::Comparison| -> f64 {
        let is_it = |b: &&scenarios::study::result::BenefitLine| {
            format!("{:?}", b.firmness).to_lowercase() == firmness
        };
        r.benefits
            .iter()
            .filter(is_it)
            .flat_map(|b| &b.lines)
            .filter(|l| l.name.ends_with("(formula)"))
            .map(|l| l.per_year)
            .sum()
    };
    assert_eq!(of("hard", comparison), 0.0);
    assert!(of("soft", comparison) > 0.0);
    // Cashable hours and proven write-offs are cash.
    let hard = study("financial_operations", |text| {
        short(text)
            .replace("cashable = \"0 %\", postings", "cashable = \"50 %\", write_off_evidence = \"account 6741, 2026\", postings")
            .replace("ramp = \"default\"", "ramp = \"immediate\"\nfrom_day_one = \"an example\"")
            .replace("effectiveness = { triangular = { min = \"50 %\", mode = \"90 %\", max = \"100 %\" } }", "")
    });
    let result = hard.run(&RunOptions::default()).unwrap();
    // 55 h x 62 $ x 12 x 50 %, and 24000 x 0.6 % x 35 $ x 40 %.
    let want = 55.0 * 62.0 * 12.0 * 0.5 + 24_000.0 * 0.006 * 35.0 * 0.4;
    let found = of("hard", &result.comparisons[0]);
    assert!((found - want).abs() < 1e-6, "{found} {want}");
}
