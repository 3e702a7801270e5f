//! What may not change while a plant runs, and what may.

use scenarios::study::structure::same_structure;
use scenarios::study::{RunOptions, read_study};
use twin_models::plant::model::Plant;
use twin_models::text::Document;

const PLANT: &str = include_str!("../../fixtures/good/structure.toml");

fn plant(text: &str) -> Plant {
    Plant::from_toml("plant", text.as_bytes()).unwrap_or_else(|f| panic!("{f}")).plant
}

/// The verdict on the change of one text of the file into another.
fn changed(from: &str, to: &str) -> Result<(), String> {
    assert!(PLANT.contains(from), "no {from} in the plant");
    same_structure(&plant(PLANT), &plant(&PLANT.replacen(from, to, 1)))
}

#[test]
fn what_a_run_cannot_follow_is_refused_by_name() {
    let refused = [
        ("clock = \"calendar\"", "", "the clock of failure mode O1"),
        ("warning = \"61 h\"", "", "how failure mode O2 comes about (life, warning, onset)"),
        ("machine = \"oven\"", "machine = \"press\"", "the machine of failure mode O1"),
        ("age = \"90 h\"", "age = \"91 h\"", "the age at the start of failure mode P1"),
        ("people = 2 # P1", "people = 1", "who repairs failure mode P1"),
        ("skill = \"electrician\" # O1", "", "who repairs failure mode O1"),
        ("part = \"bearing\" # P1", "", "the part of failure mode P1"),
        ("part = \"bearing\" # grease", "", "the part of task grease"),
        ("people = 2 # grease", "", "who does task grease"),
        ("policy = \"age\"", "policy = \"operating\"", "the policy of task grease"),
        ("on = [\"P1\"] # grease", "on = [\"O1\"]", "the machine of task grease"),
        ("minor_stops = {", "# {", "whether machine press has minor stops"),
        ("to = \"105 h\"", "to = \"106 h\"", "the known stops of machine press"),
        ("defects = {", "# {", "whether machine press makes defects"),
        ("duty = \"always\"", "", "the duty of crew fitters"),
        ("to = \"22:00\"", "to = \"21:00\"", "the calendar"),
        ("days = \"Sat\"", "days = \"Sun\"", "the calendar"),
        ("\"2027-05-01\"", "", "the calendar"),
        ("false_alarms = {", "# {", "whether eye gives false alarms"),
        (
            "on = [\"P1\"] # eye",
            "on = [\"P1\", \"O2\"]",
            "the machines of the predictive programme eye",
        ),
        ("initial = 2", "", "the pieces at the start in buffer between"),
        ("initial = \"200 pieces\"", "", "the finished goods at the start"),
        ("constraint = \"press\"", "constraint = \"oven\"", "the constraint"),
        ("condition = \"in service\"", "flow = \"rate\"", "how material moves"),
        ("start = 2027-01-04", "start = 2027-01-05", "the first day"),
        ("times = 2", "", "the order of the changeovers"),
        ("kinds.flavour", "kinds.taste", "the order of the changeovers"),
        ("stations = [\"press\"]", "", "the machines of the changeovers"),
        ("initial = 40 # coil", "", "the stock at the start of material coil"),
        ("alternates = [{", "# [{", "where material coil comes from"),
        (
            "demand = { every = \"30 h\" }",
            "demand = { steady = \"1/h\" }",
            "how customers of material coil come",
        ),
        ("record = {", "# {", "whether material coil has a record"),
        ("outage = {", "# {", "whether supplier works has outages"),
    ];
    for (from, to, what) in refused {
        assert_eq!(changed(from, to), Err(format!("{what} would change")), "{from}");
    }
    let (before, rest) = PLANT.split_once("[changeovers]").expect("changeovers");
    let (_, after) = rest.split_once("[failures.P1]").expect("failures");
    let without = plant(&format!("{before}[failures.P1]{after}"));
    let verdict = same_structure(&plant(PLANT), &without);
    assert_eq!(verdict, Err("whether there are changeovers would change".to_owned()));
    assert_eq!(
        changed("[machines.oven]", "[machines.kiln]\ncycle = \"1 h\"\n[machines.oven]"),
        Err("machine oven stands where machine kiln stood".to_owned())
    );
}

#[test]
fn what_a_run_follows_is_accepted() {
    let accepted = [
        ("cycle = \"10 min\"", "cycle = { exponential = { mean = \"9 min\" } }"),
        ("capacity = 5", "capacity = 9"),
        ("when_below = \"0.5 weeks\"", "when_below = \"0.7 weeks\""),
        ("lasts = \"1 h\"", "lasts = \"30 min\""),
        ("every = \"16 h\"", "every = \"20 h\""),
        ("scrap = 5", "scrap = 2"),
        ("every = \"300 h\"", "every = \"200 h\""),
        ("people = 3", "people = 4"),
        ("stock = 0", "stock = 1"),
        ("cv = 0.05", "cv = 0.2"),
        ("repair = \"2 h\"", "repair = \"1 h\""),
        ("detection = \"70 %\"", "detection = \"80 %\""),
        ("reorder = 20", "reorder = 25"),
        ("lead = \"10 d\"", "lead = \"9 d\""),
        ("known = \"50 %\"", "known = \"80 %\""),
    ];
    for (from, to) in accepted {
        assert_eq!(changed(from, to), Ok(()), "{from}");
    }
}

/// A second press from the first day on: other entities than `before`, and it makes more.
#[test]
fn a_structure_that_is_there_from_the_first_day_runs() {
    let file = super::study_files::fixture("bad/structure_changes.toml");
    let study =
        std::fs::read_to_string(file).expect("a study").replace(", start = \"6 months\"", "");
    let plant = include_str!("../../fixtures/good/two_machines.toml");
    let study = Document::parse("study", study.as_bytes()).unwrap_or_else(|f| panic!("{f}"));
    let study = read_study(study, &|_| Document::parse("plant", plant.as_bytes()));
    let study = study.unwrap_or_else(|f| panic!("{f}"));
    let result = study.run(&RunOptions::default()).expect("it runs");
    let good = |arm: usize| {
        let of = &result.arms[arm].indicators;
        of.iter().find(|i| i.key == "good").and_then(|i| i.spread.as_ref()).expect("pieces").mean
    };
    assert!(good(1) > good(0), "{} with two presses, {} with one", good(1), good(0));
}
