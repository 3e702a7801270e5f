//! What a board asks of the numbers: were they compared with the plant, how does the effect come about,
//! and what do others report?

use crate::luck::with;
use scenarios::study::result::{Band, FlagState, StudyResult};
use scenarios::study::{RunOptions, read_study};
use twin_models::text::{Diagnostics, Document};

fn run(edit: impl Fn(&str) -> String) -> StudyResult {
    with("faster_press.toml", str::to_owned, edit).run(&RunOptions::default()).unwrap()
}

fn faults(edit: impl Fn(&str) -> String) -> Diagnostics {
    let text = |name: &str| {
        std::fs::read_to_string(crate::study_files::fixture("good").join(name)).unwrap()
    };
    let study = Document::parse("study.toml", edit(&text("faster_press.toml")).as_bytes()).unwrap();
    let load = |name: &str| Document::parse("plant.toml", text(name).as_bytes());
    match read_study(study, &load) {
        Ok(study) => study.warnings,
        Err(faults) => faults,
    }
}

fn flag(result: &StudyResult, id: &str) -> (FlagState, String) {
    let flag = result.flags.iter().find(|flag| flag.id == id).unwrap();
    (flag.state, flag.text.clone())
}

fn measured(value: &str) -> impl Fn(&str) -> String {
    let card = format!(
        "[scorecard.downtime]\nkpi = \"unplanned_down_h\"\nowner = \"P\"\nsource = \"MES\"\nmoney = \"margin\"\n{value}"
    );
    move |text: &str| format!("{text}\n{card}\n")
}

#[test]
fn f11_the_simulated_plant_is_held_against_its_records() {
    let simulated = run(measured(""));
    let (state, text) = flag(&simulated, "F11");
    assert_eq!(state, FlagState::NotChecked, "{text}");
    let line = &simulated.baseline.as_ref().unwrap().scorecard[0];
    let before = line.before.as_ref().unwrap();
    let of = |value: f64| run(measured(&format!("measured = {{ value = \"{value} h/year\" }}")));
    // In the middle of the futures, a little outside of them, and far away.
    assert_eq!(flag(&of(before.p50), "F11").0, FlagState::Quiet);
    let (state, text) = flag(&of(before.p95 * 1.03), "F11");
    assert_eq!(state, FlagState::Quiet, "{text}");
    assert!(text.contains("outside by less than 5 %"), "{text}");
    let (state, text) = flag(&of(before.p95 * 1.5), "F11");
    assert_eq!(state, FlagState::Warning, "{text}");
    assert!(text.contains("measured") && text.contains("h/year"), "{text}");
    // An interval that reaches the futures is no contradiction.
    let wide = format!(
        "measured = {{ value = \"{} h/year\", low = \"{} h/year\", high = \"{} h/year\" }}",
        before.p95 * 1.5,
        before.p50,
        before.p95 * 2.0
    );
    assert_eq!(flag(&run(measured(&wide)), "F11").0, FlagState::Quiet);
}

const CHAIN: &str = "chain = [{ signal = \"cycle times\", decision = \"the setter shortens the stroke\", \
    change = \"a shorter cycle\" }]\nramp = \"immediate\"";

#[test]
fn c17_an_effect_without_a_chain_is_flagged_and_with_one_it_is_told() {
    let silent = run(str::to_owned);
    let (state, text) = flag(&silent, "F22");
    assert_eq!(state, FlagState::Information, "{text}");
    assert!(text.contains("faster: machines.press.cycle"), "{text}");
    assert!(silent.effects[0].chain.is_empty());
    let vendor = run(|text| {
        let record = "{ source = \"offer\", owner = \"P\", kind = \"vendor\" }";
        format!("{text}\n[provenance]\n\"investments.faster\" = {record}\n")
    });
    assert_eq!(flag(&vendor, "F22").0, FlagState::Warning);
    let told = run(|text| text.replace("ramp = \"immediate\"", CHAIN));
    assert_eq!(flag(&told, "F22").0, FlagState::Quiet);
    let chain = &told.effects[0].chain[0];
    assert_eq!(chain.decision, "the setter shortens the stroke");
    assert_eq!(chain.effects, ["machines.press.cycle"]);
    // Words change no number.
    assert_eq!(silent.comparisons, told.comparisons);
}

#[test]
fn c17_a_claim_alone_is_no_ground_for_a_benefit() {
    let claim = "claim_calibrated = { path = \"failures.P1.life\", from = 1.0, to = 4.0, indicator = \
        \"failures\", change = \"-40 %\", haircut = \"55 %\", source = \"brochure\" }\n\
        from_day_one = \"rebuilt before the study begins\"";
    let claimed = |text: &str| {
        text.replace("edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]", claim)
    };
    let refused = faults(claimed);
    assert_eq!(refused.errors(), 1, "{refused}");
    let text = refused.to_string();
    assert!(text.contains("a claim is the only ground") && text.contains("chain ="), "{text}");
    let explained = faults(|text| claimed(text).replace("ramp = \"immediate\"", CHAIN));
    assert_eq!(explained.errors(), 0, "{explained}");
    let strange = faults(|text| {
        text.replace("ramp = \"immediate\"", &CHAIN.replace(" }]", ", effects = [\"failures\"] }]"))
    });
    assert_eq!(strange.errors(), 1, "{strange}");
    assert!(strange.to_string().contains("machines.press.cycle"), "{strange}");
}

#[test]
fn c53_bands_of_the_literature_stand_beside_the_simulation() {
    let result = run(|text| {
        text.replace(
            "machines.press.cycle\", set = \"9 min\"",
            "failures.P1.repair\", multiply = 0.5",
        )
    });
    let downtime: Vec<_> = result.benchmarks.iter().filter(|b| b.channel == "downtime").collect();
    assert!(downtime.len() >= 3, "sources that disagree stand side by side");
    for one in &downtime {
        let (band, simulated) = (one.band.unwrap(), one.simulated.unwrap());
        assert!(simulated > 0.0, "half the repair time is less downtime: {one:?}");
        let lies = match simulated {
            x if x < band.low => Band::Below,
            x if x > band.high => Band::Above,
            _ => Band::Inside,
        };
        assert_eq!(one.lies, lies);
        let ci = one.interval.unwrap();
        assert!(ci.low < ci.high);
    }
    for one in &result.benchmarks {
        assert!(!one.source.is_empty() && one.date != "undated", "{one:?}");
    }
    // Nothing is said of what is not simulated.
    let energy = result.benchmarks.iter().find(|b| b.channel == "energy").unwrap();
    assert_eq!((energy.simulated, energy.lies), (None, Band::NotComparable));
}

#[test]
fn a15_the_scale_of_plant_and_outlay_is_checked() {
    // Two machines of 6 M$ a year: smaller than the plants for which bands are meant.
    let small = run(str::to_owned);
    let (state, text) = flag(&small, "F23");
    assert_eq!(state, FlagState::Information, "{text}");
    assert!(text.contains("meant for $20M to $100M"), "{text}");
    // At ten times the price it is one of them.
    let priced = |text: &str| text.replace("piece = \"300 $/piece\"", "piece = \"3000 $/piece\"");
    assert_eq!(flag(&run(priced), "F23").0, FlagState::Quiet);
    // Two million for a plant of 6 M$ are more than a tenth.
    let dear = run(|text| {
        let lines = [
            "licence",
            "integration",
            "connectivity",
            "internal",
            "training",
            "contingency",
            "exit",
        ];
        let yearly = ["subscription", "support", "data_and_analysts", "security"];
        let mut cost = "[investments.faster.cost]\nhardware = \"2 M$\"\n".to_owned();
        lines.iter().for_each(|name| cost += &format!("{name} = \"0 $\"\n"));
        yearly.iter().for_each(|name| cost += &format!("{name} = \"0 $/year\"\n"));
        text.replace("cost = \"none\"\n", &format!("\n{cost}"))
    });
    assert_eq!(flag(&dear, "F23").0, FlagState::Warning, "{}", flag(&dear, "F23").1);
}
