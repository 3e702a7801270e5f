//! Own people on the project: hours at a rate by role and month, and a line that does without them.

use crate::luck::with;
use scenarios::finance::ledger::{Account, Hardness};
use scenarios::pairing::scenario::Scenario;
use scenarios::study::result::{PairRow, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, Response};
use twin_models::plant::calendar::Calendar;
use twin_models::text::Document;
use twin_models::{Phase, Replica};

const COST: &str = "cost = { hardware = \"9 k$\", licence = \"0 $\", integration = \"0 $\", connectivity = \"0 $\", internal = \"0 $\", training = \"0 $\", subscription = \"0 $/year\", support = \"0 $/year\", data_and_analysts = \"0 $/year\", security = \"0 $/year\", contingency = \"0 $\", exit = \"0 $\" }";

const FITTERS: &str = "[investments.faster.team.fitter]\nhours = \"320 h\"\nrate = \"50 $/h\"\n\
                       from = \"3 months\"\nlasts = \"2 months\"\n";

/// Two fitters around the clock, enough for two machines that fail; no part is waited for.
fn plant(text: &str) -> String {
    text.replace("people = 1\n", "people = 2\nduty = \"always\"\n")
        .replace("part = \"bearing\"\n", "")
}

/// The investment itself changes nothing: what is left is what its people are missed for.
fn text(study: &str, team: &str) -> String {
    let study = study.replace("set = \"9 min\"", "multiply = 1.0").replace("cost = \"none\"", COST);
    study.replace("[prices]\npiece", &format!("{team}\n[prices]\npiece"))
}

fn study(team: &str) -> Study {
    with("faster_press.toml", plant, |study| text(study, team))
}

/// What both arms live through in a replication.
fn lived(study: &Study, replication: u64) -> [Outcome; 2] {
    [0, 1].map(|arm| {
        let plant = Arc::clone(&study.arms[arm].plant);
        let mut replica = Replica::assemble(&plant);
        let phases = [Phase { from_month: 0, plant }];
        replica.run(&phases, 12, Streams::new(28, replication), &Limits::default()).unwrap()
    })
}

#[test]
fn a28_repairs_wait_in_the_months_of_the_project_and_in_no_other() {
    let study = study(&format!("{FITTERS}crew = \"fitters\"\npeople = 2\n"));
    let months = Calendar::months(study.start, 12);
    let (goes, back) = (months[3], months[5]);
    let mut waited = 0;
    for replication in 0..8 {
        let [before, after] = lived(&study, replication);
        let nobody_waits = |r: &Response| r.to_crew().is_none_or(|wait| wait.0 == 0);
        assert!(before.responses.iter().all(nobody_waits));
        let earlier = |o: &Outcome| -> Vec<Response> {
            o.responses.iter().filter(|r| r.failed < goes).copied().collect()
        };
        assert_eq!(earlier(&before), earlier(&after));
        for response in after.responses.iter().filter(|r| r.failed >= goes) {
            if response.failed < back {
                assert_eq!(response.came, Some(back), "until they are back");
                waited += 1;
            } else {
                assert!(nobody_waits(response), "{response:?}");
            }
        }
    }
    assert!(waited >= 8, "{waited}");
}

#[test]
fn a28_in_a_programme_the_months_count_from_the_start_of_the_project() {
    let study = study(&format!("{FITTERS}crew = \"fitters\"\n"));
    let later = study.investments[0].begun(6, study.start);
    assert_eq!((later.team[0].from, later.team[0].lasts), (9, 2));
    let mut document = study.plant_file.clone();
    later.apply(&mut document, &[]).unwrap();
    let plant = twin_models::plant::read::resolve_plant(&document).unwrap();
    let months = Calendar::months(study.start, 12);
    let away = plant.crews[0].away[0];
    assert_eq!((away.from, away.to, away.people), (months[9].0, months[11].0, 1));
}

#[test]
fn a28_one_of_two_is_missed_only_where_two_are_needed() {
    let one = study(&format!("{FITTERS}crew = \"fitters\"\n"));
    let both = plant_with_two_at_a_repair();
    for replication in 0..4 {
        let waits = |study: &Study| -> i64 {
            let [_, after] = lived(study, replication);
            let of = |r: &Response| r.to_crew().map_or(0, |wait| wait.0);
            after.responses.iter().map(of).sum()
        };
        assert!(waits(&both) > waits(&one), "replication {replication}");
    }
}

fn plant_with_two_at_a_repair() -> Study {
    with(
        "faster_press.toml",
        |text| plant(text).replace("repair = \"2 h\"\n", "repair = \"2 h\"\npeople = 2\n"),
        |study| text(study, &format!("{FITTERS}crew = \"fitters\"\n")),
    )
}

#[test]
fn a28_hours_at_a_rate_are_paid_month_by_month_whoever_is_missed() {
    let nobody = study(FITTERS);
    let result = nobody.run(&RunOptions::default()).unwrap();
    for row in base(&result) {
        assert!(row.deltas.iter().all(|d| *d == 0.0), "pair {}", row.pair);
        assert_eq!((row.benefit, row.cost), (0.0, 9000.0 + 2.0 * 320.0 * 50.0));
    }
    let books = nobody.open_books(0, 0, Scenario::BASE).unwrap();
    let ledger = books.appraisal.ledger.as_ref().unwrap();
    let paid = |month: u32| -> f64 {
        let mine = ledger.iter().filter(|l| l.month == month);
        let own = mine.filter(|l| l.account == Account::OneOffExpense);
        own.map(|l| l.amount).sum()
    };
    let months: Vec<f64> = (1..=12).map(paid).collect();
    let in_both = |months: &[f64]| months.iter().all(|m| *m == -16_000.0);
    assert!(in_both(&months[3..5]), "{months:?}");
    assert!(months[..3].iter().chain(&months[5..]).all(|m| *m == 0.0), "{months:?}");

    let missed = study(&format!("{FITTERS}crew = \"fitters\"\npeople = 2\n"));
    let result = missed.run(&RunOptions::default()).unwrap();
    let told = |path: &str| {
        let row = result.assumptions.iter().find(|row| row.path == path);
        row.map(|row| row.value.clone())
    };
    assert_eq!(told("investments.faster.team.fitter.hours").as_deref(), Some("320 h"));
    assert_eq!(told("investments.faster.team.fitter.people").as_deref(), Some("2"));
    assert!(!result.assumptions.iter().any(|row| row.path.contains("away")));
    // The same money, and pieces not made beside it.
    assert!(base(&result).all(|row| row.cost == 41_000.0));
    let mean = base(&result).map(|row| row.benefit).sum::<f64>() / 8.0;
    assert!(mean < -1000.0, "{mean}");
    let wait = |arm: usize| {
        let of = &result.arms[arm].indicators;
        let found = of.iter().find(|i| i.key == "repair_wait_h").and_then(|i| i.spread.as_ref());
        found.map_or(0.0, |spread| spread.mean)
    };
    assert!(wait(1) > wait(0) + 1.0, "{} {}", wait(0), wait(1));
}

#[test]
fn a28_unpaid_people_cost_no_cash() {
    let opportunity = COST.replace("training", "internal_paid = false, training");
    let study =
        with("faster_press.toml", plant, |study| text(study, FITTERS).replace(COST, &opportunity));
    let books = study.open_books(0, 0, Scenario::BASE).unwrap();
    let of = |hardness: Hardness| -> f64 {
        let lines = books.appraisal.ledger.as_ref().unwrap().iter();
        let own = lines.filter(|l| l.account == Account::OneOffExpense && l.hardness == hardness);
        own.map(|l| l.amount).sum()
    };
    assert_eq!((of(Hardness::Hard), of(Hardness::Opportunity)), (0.0, -32_000.0));
    let result = study.run(&RunOptions::default()).unwrap();
    assert!(base(&result).all(|row| row.cost == 41_000.0), "it counts in the return");
}

#[test]
fn a28_hours_that_nobody_knows_are_drawn_and_change_no_physics() {
    let uncertain = "[uncertain]\n\"study:investments.faster.team.fitter.hours\" = \
                     { uniform = { min = \"300 h\", max = \"400 h\" } }\n";
    let [known, drawn] = ["", uncertain].map(|more| {
        study(&format!("{FITTERS}crew = \"fitters\"\npeople = 2\n{more}"))
            .run(&RunOptions::default())
            .unwrap()
    });
    for (known, drawn) in base(&known).zip(base(&drawn)) {
        assert_eq!((known.benefit, known.deltas), (drawn.benefit, drawn.deltas));
        assert!((39_000.0..=49_000.0).contains(&drawn.cost) && drawn.cost != known.cost);
    }
}

#[test]
fn a28_kept_futures_serve_other_rates_but_not_other_people() {
    let inputs = |team: &str| scenarios::store::physics::inputs(&study(team));
    let team = format!("{FITTERS}crew = \"fitters\"\n");
    let changed = |from: &str, to: &str| {
        let differences = scenarios::store::physics::differences;
        differences(&inputs(&team), &inputs(&team.replace(from, to))).len()
    };
    assert_eq!([changed("50 $/h", "60 $/h"), changed("320 h", "200 h")], [0, 0]);
    assert_eq!([changed("2 months", "4 months"), changed("crew = \"fitters\"\n", "")], [1, 1]);
}

#[test]
fn a28_hours_and_rate_are_bars_of_the_tornado() {
    let study = study(&format!("{FITTERS}crew = \"fitters\"\n"));
    let (found, _) = study.sensitivity(&RunOptions::default()).unwrap();
    for key in ["hours", "rate"] {
        let id = format!("investments.faster.team.fitter.{key}");
        let bar = found.tornado.iter().find(|bar| bar.id == id).unwrap();
        // A tenth more of 32 k$, after tax and discount, on either side.
        assert!(bar.repriced && (4_000.0..6_400.0).contains(&bar.swing().abs()), "{bar:?}");
    }
}

/// The pairs of the first row.
fn base(result: &StudyResult) -> impl Iterator<Item = &PairRow> {
    result.pairs.iter().filter(|row| &*row.row == "base")
}

fn faults(team: &str) -> String {
    let read = |name: &str| {
        std::fs::read_to_string(crate::study_files::fixture("good").join(name)).unwrap()
    };
    let document = text(&read("faster_press.toml"), team);
    let document = Document::parse("study.toml", document.as_bytes()).unwrap();
    let load = |name: &str| Document::parse("plant.toml", plant(&read(name)).as_bytes());
    read_study(document, &load).map(|s| s.warnings.to_string()).unwrap_or_else(|f| f.to_string())
}

#[test]
fn a28_more_than_there_are_cannot_be_taken() {
    let told = faults(&format!("{FITTERS}crew = \"fitters\"\npeople = 3\n"));
    assert!(told.contains("3 of crew `fitters` would be away, and it has 2"), "{told}");
    assert!(told.contains("study.toml:1") && told.contains("help: write at most 2"), "{told}");
    let second = FITTERS.replace("fitter]", "helper]");
    let told = faults(&format!(
        "{FITTERS}crew = \"fitters\"\npeople = 2\n{second}crew = \"fitters\"\ndays = \"Mon\"\n"
    ));
    assert!(told.contains("1 of crew `fitters` would be away, beside 2"), "{told}");
    let told = faults(&format!("{FITTERS}crew = \"fiters\"\n"));
    assert!(told.contains("no crew `fiters`") && told.contains("did you mean `fitters`"), "{told}");
    let told = faults(&FITTERS.replace("3 months", "3.5 months"));
    assert!(told.contains("whole months"), "{told}");
    let told = faults(&format!("{FITTERS}people = 2\n"));
    assert!(told.contains("`people` says who of a `crew`"), "{told}");
    let told =
        faults(&format!("{FITTERS}crew = \"fitters\"\npeople = 2\n").replace("320 h", "40 h"));
    assert!(told.contains("40 h a month are paid, and about 320 h are missed"), "{told}");
}
