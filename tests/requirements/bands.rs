//! What stands beside the result of a study: people who wait, the worst event, bands of others, and the
//! evidence that something moved.

use crate::evidence::root;
use crate::plant::{arm, changed, head, read, run, text, told, watch};
use scenarios::catalogue::{self, BANDS, CONTEXT};
use scenarios::study::read_study;
use scenarios::study::result::{FlagState, StudyResult};
use twin_models::text::Document;

/// An example, with a shorter horizon.
fn example(name: &str, edit: impl Fn(&str) -> String, pairs: u64) -> StudyResult {
    let folder = root().join("examples/studies");
    let study = std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("an example");
    let line = study.lines().find(|l| l.starts_with("horizon")).expect("a horizon");
    let study = edit(&study.replace(line, "horizon = \"12 months\""));
    let study = Document::parse("study.toml", study.as_bytes()).expect("it is TOML");
    let load =
        |name: &str| Document::parse(name, &std::fs::read(folder.join(name)).expect("a plant"));
    run(&read_study(study, &load).unwrap_or_else(|faults| panic!("{faults}")), pairs)
}

#[test]
fn b08_idle_hours_come_from_the_states_and_their_wages_are_in_no_sum() {
    let with = |wage: &str| {
        let line = format!("line_wage = \"{wage}\"");
        run(&watch(&[("line_wage = \"120 $/h\"", &line)], &[]), 30)
    };
    let (usual, dear, free) = (with("120 $/h"), with("900 $/h"), with("0 $/h"));
    let idle = |r: &StudyResult| head(r).idle_people.clone().expect("a wage");
    let hours = idle(&usual);
    // All that the constraint lost to failures, wherever they were.
    let lost: f64 = arm(&usual, "before")
        .losses
        .iter()
        .filter(|l| l.victim == "press" && l.kind == "failure")
        .map(|l| l.hours)
        .sum();
    assert!(
        lost > 20.0 && (hours.before.mean - lost).abs() < 1e-6 * lost,
        "{} {lost}",
        hours.before.mean
    );
    let saved = 120.0 * (hours.before.mean - hours.after.mean);
    assert!(saved > 0.0 && (hours.per_year.mean - saved).abs() < 1e-6 * saved);
    assert!((idle(&dear).per_year.mean - 7.5 * saved).abs() < 1e-6 * saved);
    assert!(head(&free).idle_people.is_none());
    // Paid anyway: whatever the wage, every future is worth the same.
    assert_eq!(head(&usual).npv_by_pair, head(&dear).npv_by_pair);
    assert_eq!(head(&usual).benefits, head(&dear).benefits);
    let page = told(&usual);
    assert!(page.contains("Idle people") && page.contains("this is in no benefit"), "it is told");
}

#[test]
fn b22_the_worst_event_is_held_against_the_cost_and_its_chance_is_told() {
    let with = |hardware: &str| {
        let line = format!("hardware = \"{hardware}\"");
        run(&watch(&[("hardware = \"10 k$\"", &line)], &[]), 160)
    };
    let (cheap, dear) = (with("0 $"), with("400 k$"));
    for (result, passed) in [(&cheap, true), (&dear, false)] {
        let event = result.worst_event.as_ref().expect("something fails");
        assert_eq!(event.outweighs, Some(event.gross.p50 > event.first_year_cost));
        assert_eq!(event.outweighs, Some(passed), "{} {}", event.gross.p50, event.first_year_cost);
        // The horizon is the year of which it is the median.
        let size = event.of_that_size.as_ref().expect("a size");
        assert!((0.5..=0.75).contains(&size.value), "{size:?}");
        assert!(size.ci.low < size.value && size.value < size.ci.high);
        let words = if passed { "passed" } else { "not passed" };
        assert!(told(result).contains(&format!("Test of the worst event: {words}.")));
    }
    // In two years one of that size is likelier than in one.
    let result = run(&watch(&[("horizon = \"12 months\"", "horizon = \"24 months\"")], &[]), 160);
    let event = result.worst_event.as_ref().expect("something fails");
    assert!(event.of_that_size.as_ref().expect("a size").value > 0.7);
}

#[test]
fn b24_the_promised_band_is_drawn_behind_the_payback_curve_and_is_no_input() {
    let two_years = ("horizon = \"12 months\"", "horizon = \"24 months\"");
    let page = told(&run(&watch(&[two_years], &[]), 20));
    for words in ["promised for a platform: 12 to 18", "promised for one failure: 3 to 6"] {
        assert!(page.contains(words), "{words}");
    }
    // What begins after the horizon is not drawn.
    let short = told(&run(&watch(&[], &[]), 20));
    assert!(
        short.contains("promised for one failure: 3 to 6") && !short.contains("for a platform")
    );
}

#[test]
fn b25_savings_stand_beside_the_band_and_above_it_a_flag_speaks() {
    let with = |price: &str| {
        let price = format!("piece = \"{price}\"");
        let scarce = [
            ("weekly = \"430 pieces\"", "weekly = \"900 pieces\""),
            ("initial = \"200 pieces\"", "initial = \"0 pieces\""),
        ];
        run(&watch(&[("piece = \"300 $/piece\"", &price)], &scarce), 20)
    };
    let f07 = |r: &StudyResult| r.flags.iter().find(|f| f.id == "F07").expect("F07").clone();
    let usual = with("300 $/piece");
    assert!(told(&usual).contains("0.5 to 2 M$ a year"));
    assert!(told(&usual).contains("is below that band") && !f07(&usual).text.contains("mid-size"));
    let rare = with("20000 $/piece");
    assert!(told(&rare).contains("is above that band"));
    assert!(f07(&rare).state == FlagState::Warning && f07(&rare).text.contains("mid-size"));
}

#[test]
fn b30_every_cost_driver_of_every_template_asks_for_its_source() {
    let drivers = [
        "hardware",
        "licence",
        "integration",
        "connectivity",
        "internal",
        "training",
        "subscription",
        "support",
        "data_and_analysts",
        "security",
        "contingency",
        "exit",
    ];
    for entry in catalogue::all().expect("sound") {
        let cost = entry.study.split(".cost]").nth(1).expect("a cost list");
        for driver in drivers {
            let line = cost.lines().find(|l| l.starts_with(&format!("{driver} = ")));
            let line = line.unwrap_or_else(|| panic!("{}: {driver}", entry.key));
            assert!(line.contains("# replace me, source needed: "), "{}: {line}", entry.key);
        }
    }
}

#[test]
fn c33_quality_tells_scrap_and_how_soon_causes_are_found() {
    let result =
        example("cnc_quality", |t| t.replace("ramp = \"default\"", "ramp = \"immediate\""), 8);
    let moved = |key: &str| {
        let found = head(&result).deltas.iter().find(|d| d.key == key);
        found.and_then(|d| d.spread.clone()).unwrap_or_else(|| panic!("no {key}"))
    };
    // A monitor that sees drift within a few pieces.
    assert!(moved("pieces_to_find").mean_ci.expect("an interval").high < 0.0);
    assert!(moved("escapes").mean < 0.0);
    let page = told(&result);
    let block = page.split("Evidence: quality").nth(1).expect("the block");
    for row in ["Pieces made before a drift is found", "Defective pieces", "Scrap"] {
        assert!(block.contains(row), "{row}");
    }
    assert!(page.contains("causes found sooner"));
    // Where nothing is measured about quality, nothing is told.
    let plain = told(&run(&watch(&[], &[]), 8));
    assert!(!plain.contains("Pieces made before a drift is found"));
    assert!(plain.contains("Evidence: maintenance and downtime"));
}

#[test]
fn c34_the_facility_tells_consumption_peak_and_how_the_plant_stands_it() {
    let result = example("smt_energy", str::to_owned, 4);
    let found = head(&result).deltas.iter().find(|d| d.key == "energy_kwh").expect("a meter");
    assert!(found.spread.as_ref().and_then(|s| s.mean_ci).expect("an interval").high < 0.0);
    assert!(found.reference.expect("kWh") > 1e4);
    let page = told(&result);
    let block = page.split("Evidence: facility and energy").nth(1).expect("the block");
    for row in ["Electricity", "Peak of the month", "Worst full week"] {
        assert!(block.contains(row), "{row}");
    }
    // Services that fail less often.
    let services = "[utilities.air]\nevery = { exponential = { mean = \"10 d\" } }\nlasts = \"3 h\"\n\
                    serves = [\"press\", \"oven\"]\nhit = \"100 %\"\n\n[demand]";
    let plant = changed(&text("two_machines.toml"), &[("[demand]", services)]);
    let study = changed(
        &text("faster_press.toml"),
        &[(
            "path = \"machines.press.cycle\", set = \"9 min\"",
            "path = \"utilities.air.lasts\", set = \"1 h\"",
        )],
    );
    let result = run(&read(&study, &plant).unwrap_or_else(|f| panic!("{f}")), 12);
    let hours = head(&result).deltas.iter().find(|d| d.key == "service_outage_h").expect("outages");
    assert!(hours.spread.as_ref().and_then(|s| s.mean_ci).expect("an interval").high < 0.0);
    assert!(told(&result).contains("Hours without a building service"));
}

#[test]
fn d01_surveys_are_context_and_no_study_can_use_them() {
    let shares: Vec<f64> = CONTEXT.iter().map(|c| c.share).collect();
    assert_eq!(shares, [0.57, 0.57, 0.46]);
    assert!(CONTEXT.iter().all(|c| c.source.contains("2025") && c.text().contains('%')));
    assert_eq!(BANDS.len(), 3);
    // What manufacturers use is no indicator that could be claimed, and no number of a study.
    for about in ["use cloud computing", "iiot", "cloud"] {
        let claim = format!(
            "[[claims]]\ninvestment = \"faster\"\nindicator = \"{about}\"\nchange = \"-57 %\"\n\
             source = \"survey\"\n\n[finance]"
        );
        let study = changed(&text("faster_press.toml"), &[("[finance]", &claim)]);
        let faults = read(&study, &text("two_machines.toml")).expect_err("no such indicator");
        assert!(faults.to_string().contains("indicator"), "{faults}");
    }
    for entry in catalogue::all().expect("sound") {
        assert!(entry.claims.iter().all(|c| c.proves != "D01"), "{}", entry.key);
    }
}
