//! The parts of the three drivers: what overtime, emergencies, scrap and rework take, each from what
//! the machines and people did.

use crate::evidence::root;
use crate::plant::{arm, changed, head, mean, monthly, read, run, text, told, watch};
use scenarios::study::result::{PaybackTime, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::Document;

/// An edit of the fixture that changes nothing but the oven's repair.
const REPAIR: (&str, &str) = (
    "path = \"machines.press.cycle\", set = \"9 min\"",
    "path = \"failures.O1.repair\", set = \"1 min\"",
);
/// Customers take whatever is made.
const SCARCE: [(&str, &str); 2] = [
    ("weekly = \"430 pieces\"", "weekly = \"900 pieces\""),
    ("initial = \"200 pieces\"", "initial = \"0 pieces\""),
];

fn faster(study: &[(&str, &str)], plant: &[(&str, &str)]) -> Study {
    let study = changed(&text("faster_press.toml"), study);
    let plant = changed(&text("two_machines.toml"), plant);
    read(&study, &plant).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Money per year of a hard line of the headline.
fn line(result: &StudyResult, name: &str) -> f64 {
    let all = head(result).benefits.iter().flat_map(|b| &b.lines);
    all.filter(|l| l.name == name).map(|l| l.per_year).sum()
}

/// Sum over the months of the mean of a quantity.
fn sum(result: &StudyResult, who: &str, key: &str) -> f64 {
    monthly(arm(result, who), key).iter().sum()
}

#[track_caller]
fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-6 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

/// A seventh day of work while finished goods cover less than a week.
const SUNDAY: (&str, &str) = (
    "[machines.press]",
    "overtime = { days = \"Sun\", from = \"06:00\", to = \"18:00\", when_below = \"1 weeks\" }\n\n[machines.press]",
);

#[test]
fn b09_overtime_recovers_what_was_missed_and_is_paid_by_the_hour() {
    let with = |price: &str, overtime: bool| {
        let mut plant = vec![SCARCE[1], ("weekly = \"430 pieces\"", "weekly = \"470 pieces\"")];
        if overtime {
            plant.push(SUNDAY);
        }
        run(&faster(&[REPAIR, ("overtime_hour = \"200 $/h\"", price)], &plant), 12)
    };
    let (usual, dear) =
        (with("overtime_hour = \"200 $/h\"", true), with("overtime_hour = \"400 $/h\"", true));
    let none = with("overtime_hour = \"200 $/h\"", false);
    // Fewer hours down are fewer hours to recover.
    let worked = |r: &StudyResult, who: &str| sum(r, who, "overtime_h");
    assert!(worked(&usual, "faster") < worked(&usual, "before"));
    assert_eq!(worked(&none, "before"), 0.0);
    assert!(sum(&usual, "before", "sold") > sum(&none, "before", "sold"), "it recovers pieces");
    let saved = line(&usual, "overtime of the line");
    near(saved, 200.0 * (worked(&usual, "before") - worked(&usual, "faster")));
    near(line(&dear, "overtime of the line"), 2.0 * saved);
}

#[test]
fn b10_call_outs_emergency_parts_and_haste_are_lines_of_their_own() {
    let crew = ("off_duty = \"finish\"", "off_duty = { call_out = \"1 h\" }");
    let prices = (
        "wage = \"45 $/h\"",
        "wage = \"45 $/h\"\novertime = 1.5\ncall_out = 2\ncall_out_fee = \"150 $/job\"",
    );
    // A bearing that ages in calendar time fails at night, too.
    let night = ("what = \"bearing\"", "what = \"bearing\"\nclock = \"calendar\"");
    let result = run(&watch(&[prices], &[crew, night]), 40);
    let (before, after) = ("before", "watch");
    let fewer = |key: &str| sum(&result, before, key) - sum(&result, after, key);
    assert!(sum(&result, before, "callouts:fitters") > 1.0);
    assert!(fewer("parts_emergency:bearing") > 0.0);
    near(
        line(&result, "overtime and call-outs of fitters"),
        45.0 * 1.5 * fewer("overtime_ph:fitters")
            + 45.0 * 2.0 * fewer("callout_ph:fitters")
            + 150.0 * fewer("callouts:fitters"),
    );
    near(
        line(&result, "bearing: emergency premium"),
        4000.0 * 0.30 * fewer("parts_emergency:bearing"),
    );
}

/// The line that is built from bought material, with a study of boards ordered in haste.
fn supplied(haste: &str) -> Study {
    let folder = root().join("examples/plants/supplied_line.toml");
    let plant = std::fs::read_to_string(folder).expect("the example");
    let plant =
        changed(&plant, &[("lead = \"12 d\"", "lead = \"12 d\"\nexpedited_lead = \"4 d\"")]);
    let plant =
        changed(&plant, &[("order_multiple = 100", "order_multiple = 100\nexpedite_below = 2200")]);
    let plant =
        changed(&plant, &[("no_crossing = true", "no_crossing = true\nexpedited_lead = \"9 d\"")]);
    let materials = format!(
        "[prices.materials.ingot]\nvalue = \"2 $\"\n[prices.materials.screw]\nvalue = \"0.1 $\"\n\
         [prices.materials.unit]\nvalue = \"90 $\"\nmargin = \"60 $\"\nlost = \"5 $\"\n\
         [prices.materials.board]\nvalue = \"40 $\"\nexpedite = \"{haste}\"\n\n[finance]"
    );
    let study = changed(
        &text("faster_press.toml"),
        &[
            (
                "edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]",
                "edits = [{ path = \"materials.board.policy.r_s.up_to\", set = 8200 }]",
            ),
            ("[prices.crews.fitters]\nwage = \"45 $/h\"\n", ""),
            ("[prices.spares.bearing]\ncost = \"4 k$\"\nemergency_premium = \"30 %\"\n", ""),
            ("[finance]", &materials),
        ],
    );
    let study = Document::parse("study.toml", study.as_bytes()).expect("it is TOML");
    read_study(study, &|_| Document::parse("plant.toml", plant.as_bytes()))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn b10_freight_in_haste_is_priced_by_what_was_expedited() {
    let result = run(&supplied("25 %"), 8);
    let fewer =
        sum(&result, "before", "expedited:board") - sum(&result, "faster", "expedited:board");
    assert!(fewer > 100.0, "{fewer}");
    near(line(&result, "board: expediting"), 40.0 * 0.25 * fewer);
    assert_eq!(line(&run(&supplied("0 %"), 8), "board: expediting"), 0.0);
}

/// A tenth of the pieces leaves the press with a defect; looked for behind one of the machines.
fn inspected(point: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "cycle = \"10 min\"",
            "cycle = \"10 min\"\ndefects = { probability = \"10 %\" }".to_owned(),
        ),
        ("[failures.P1]", format!("{point}\n[failures.P1]")),
    ]
}

fn of_quality(point: &str, study: &[(&str, &str)], more: &[(&str, &str)]) -> StudyResult {
    let plant = inspected(point);
    let mut plant: Vec<(&str, &str)> = plant.iter().map(|(a, b)| (*a, b.as_str())).collect();
    plant.extend(SCARCE);
    plant.extend(more);
    let fewer = (REPAIR.0, "path = \"machines.press.defects.probability\", set = \"2 %\"");
    run(&faster(&[&[fewer], study].concat(), &plant), 12)
}

#[test]
fn b14_a_scrapped_piece_costs_what_was_spent_on_it_up_to_there() {
    let at = |machine: &str, added: &str| {
        let point = format!("[inspections.gate]\nat = \"{machine}\"\ndetects = \"100 %\"\n");
        let price = format!("[prices.inspections.gate]\nvalue_added = \"{added}\"\n\n[finance]");
        of_quality(&point, &[("[finance]", &price)], &[])
    };
    let (early, late) = (at("press", "20 $/piece"), at("oven", "55 $/piece"));
    for (result, added) in [(&early, 20.0), (&late, 55.0)] {
        let fewer = sum(result, "before", "rejects_scrapped:gate")
            - sum(result, "faster", "rejects_scrapped:gate");
        assert!(fewer > 50.0, "{fewer}");
        near(line(result, "gate: value added to what is scrapped"), added * fewer);
        // Material is lost wherever it is found.
        near(line(result, "rejects at inspection"), 120.0 * fewer);
    }
    // Found before the oven, a bad piece takes no time of the oven.
    let oven = |result: &StudyResult| {
        let all = &arm(result, "before").machines;
        let states = &all.iter().find(|m| m.machine == "oven").expect("the oven").states;
        states.iter().filter(|s| s.e10 == "PRD").map(|s| s.hours).sum::<f64>()
            / mean(arm(result, "before"), "good")
    };
    assert!(oven(&late) > 1.05 * oven(&early), "{} {}", oven(&late), oven(&early));
}

#[test]
fn b15_rework_that_goes_back_takes_time_of_the_machines() {
    // The oven is as slow as the press, so that what comes twice is missing at the end.
    let slow =
        [("cycle = \"8 min\"", "cycle = \"11 min\""), ("capacity = 5", "capacity = \"unlimited\"")];
    let with = |rework: &str| {
        let point =
            format!("[inspections.gate]\nat = \"oven\"\ndetects = \"100 %\"\nrework = {rework}\n");
        of_quality(&point, &[], &slow)
    };
    let (back, aside) = (with("{ to = \"between\" }"), with("{ hours = \"0.3 h\" }"));
    let good = |r: &StudyResult, who: &str| mean(arm(r, who), "good");
    assert!(sum(&back, "before", "reworks:gate") > 100.0);
    // The delay is simulated: a tenth more work at the constraint is a tenth fewer pieces.
    let (lost, kept) = (
        good(&back, "before") / good(&back, "faster"),
        good(&aside, "before") / good(&aside, "faster"),
    );
    assert!(lost < 0.96, "{lost}");
    assert!((kept - 1.0).abs() < 0.01, "{kept}");
    // And it is sold: the margin is the value of the time.
    assert!(
        line(&back, "margin of pieces sold") > 20.0 * line(&aside, "margin of pieces sold").abs()
    );
}

#[test]
fn b19_work_becomes_planned_only_with_warning_enough_and_three_lines_tell_it() {
    let keys = ["maintenance.labour", "maintenance.emergency", "downtime.overtime"];
    let crew = ("off_duty = \"finish\"", "off_duty = { call_out = \"1 h\" }");
    let with = |response: &str| {
        let response = format!("response = \"{response}\"");
        run(&watch(&[("response = \"4 h\"", &response)], &[crew, SUNDAY]), 40)
    };
    let (soon, late) = (with("4 h"), with("4000 h"));
    let of = |r: &StudyResult, key: &str| {
        let found = head(r).drivers.iter().find(|d| d.key == key);
        found.unwrap_or_else(|| panic!("{key}")).per_year.clone()
    };
    for key in keys {
        assert!(of(&soon, key).p10 <= of(&soon, key).p90);
    }
    // In time, emergencies become fewer; too late, they stay.
    let planned = |r: &StudyResult| sum(r, "watch", "planned_repairs:P1");
    assert!(planned(&soon) > 1.0 && planned(&late) == 0.0, "{} {}", planned(&soon), planned(&late));
    let emergency = |r: &StudyResult| of(r, "maintenance.emergency").mean;
    assert!(emergency(&soon) > 10.0 * emergency(&late).abs().max(1.0), "{}", emergency(&late));
    let page = told(&soon);
    for name in [
        "Maintenance: overtime and call-outs of crews",
        "Maintenance: emergency premium of parts",
        "Downtime: overtime of the line",
    ] {
        assert!(page.contains(name), "{name}");
    }
}

#[test]
fn b13_the_informal_estimate_is_asked_for_and_held_against_the_formula() {
    let said = |money: &str| {
        let line = format!("line_wage = \"120 $/h\"\ninformal_downtime_hour = \"{money}\"");
        let study = watch(&[("line_wage = \"120 $/h\"", &line)], &[]);
        let result =
            study.run(&RunOptions { pairs: Some(40), ..RunOptions::default() }).expect("it runs");
        let hour = result.downtime_hour.clone().expect("a curve");
        let formula = head(&result).closed_form.as_ref().expect("a closed form").cost_per_hour;
        (hour, formula, told(&result))
    };
    let (hour, formula, page) = said("450 $/h");
    let ratio = hour.formula_to_informal.expect("a ratio");
    near(ratio, formula / 450.0);
    assert!((1.0..=4.0).contains(&ratio), "{ratio}");
    assert!(page.contains(&format!("{ratio:.1} times that (two to three times is usual)")));
    let (hour, _, page) = said("30 $/h");
    let ratio = hour.formula_to_informal.expect("a ratio");
    assert!(ratio > 4.0);
    assert!(page.contains(&format!("{ratio:.1} times that (outside 1 to 4")), "a warning");
}

#[test]
fn b23_the_first_avoided_major_failure_has_a_distribution_and_never() {
    let with = |changes: &[(&str, &str)]| {
        let result = run(
            &watch(
                &[&[("horizon = \"12 months\"", "horizon = \"24 months\"")], changes].concat(),
                &[],
            ),
            160,
        );
        let event = result.worst_event.clone().expect("something fails");
        (event.first_avoided.expect("major failures"), told(&result))
    };
    let months = |time: PaybackTime| match time {
        PaybackTime::Within(months) => months,
        PaybackTime::Never => f64::INFINITY,
    };
    let (slow, page) = with(&[]);
    assert!(months(slow.p10) <= months(slow.p50) && months(slow.p50) <= months(slow.p90));
    assert!(
        slow.within_6.ci.low < slow.within_6.value && slow.within_6.value < slow.within_6.ci.high
    );
    assert!(page.contains("3 to 6 months are promised"));
    // Where nothing is detected it never comes.
    assert!(slow.never.value < 1.0, "{:?}", slow.never);
    let (blind, _) = with(&[("detection = \"80 %\"", "detection = \"0 %\"")]);
    assert_eq!((blind.never.value, blind.p10), (1.0, PaybackTime::Never));
}
