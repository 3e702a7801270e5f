//! The case of a small study: verdict, drivers, flags, events.

use crate::luck::with;
use scenarios::answer::require::Requirement;
use scenarios::study::result::{FlagState, Standing, StudyResult};
use scenarios::study::{RunOptions, Study};

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

/// A result with the study `name` edited by replacing texts.
fn edited(name: &str, replace: &[(&str, &str)]) -> StudyResult {
    let edit = |text: &str| {
        replace.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{name} has no {from}");
            text.replace(from, to)
        })
    };
    run(&with(name, str::to_owned, edit))
}

fn state(result: &StudyResult, id: &str) -> FlagState {
    result.flags.iter().find(|flag| flag.id == id).unwrap().state
}

fn text<'r>(result: &'r StudyResult, id: &str) -> &'r str {
    &result.flags.iter().find(|flag| flag.id == id).unwrap().text
}

const PLACEBO: [(&str, &str); 1] = [("set = \"9 min\"", "multiply = 1.0")];

#[test]
fn a_placebo_raises_no_flag_f01_f14_f21_and_has_no_verdict() {
    let result = edited("faster_press.toml", &PLACEBO);
    for id in ["F01", "F02", "F03", "F05", "F06", "F07", "F09", "F14", "F19", "F21"] {
        let quiet = matches!(state(&result, id), FlagState::Quiet | FlagState::NotChecked)
            || (id == "F09" && state(&result, id) == FlagState::Quiet);
        assert!(quiet, "{id}: {}", text(&result, id));
    }
    let judged = result.comparisons[0].judgement.as_ref().unwrap();
    assert_eq!(judged.standing, Standing::Nothing, "{}", judged.sentence);
    assert!(judged.sentence.starts_with("No verdict"));
}

#[test]
fn there_are_all_flags_from_f01_to_f23() {
    let result = edited("faster_press.toml", &[]);
    let ids: Vec<&str> = result.flags.iter().map(|flag| flag.id.as_str()).collect();
    let expected: Vec<String> = (1..=23).map(|k| format!("F{k:02}")).collect();
    assert_eq!(ids, expected);
}

#[test]
fn b21_f01_names_the_largest_input() {
    // A cheap investment against a formula of 30 % of all downtime.
    let result = edited("predictive_press.toml", &[]);
    assert_eq!(state(&result, "F01"), FlagState::Warning, "{}", text(&result, "F01"));
    assert!(text(&result, "F01").contains("downtime first (the largest)"));
    let dear = edited(
        "predictive_press.toml",
        &[
            ("hardware = \"10 k$\"", "hardware = \"900 k$\""),
            ("\"4 k$\"\nconnectivity", "\"400 k$\"\nconnectivity"),
        ],
    );
    assert_eq!(state(&dear, "F01"), FlagState::Quiet, "{}", text(&dear, "F01"));
}

#[test]
fn f05_soft_in_hard_is_found() {
    let soft = |counts: &str| {
        let item = format!(
            "[[soft]]\nname = \"calmer shifts\"\nowner = \"Shift leader\"\nquantity = 40\nunit = \"h/month\"\ncounts = \"{counts}\"\n\n[prices]\npiece"
        );
        edited("faster_press.toml", &[("[prices]\npiece", &item)])
    };
    let twice = soft("overtime_h");
    assert_eq!(state(&twice, "F05"), FlagState::Warning, "{}", text(&twice, "F05"));
    let once = soft("labour_ph:fitters");
    assert_eq!(state(&once, "F05"), FlagState::Quiet, "{}", text(&once, "F05"));
    assert_eq!(once.soft[0].name, "calmer shifts");
    // Soft items move no money.
    let none = edited("faster_press.toml", &[]);
    assert_eq!(none.comparisons[0].npv_by_pair, once.comparisons[0].npv_by_pair);
}

#[test]
fn trap_17_f06_upside_in_hard_is_found() {
    let path = "machines.press.cycle\", set = \"9 min\"";
    let more = edited("faster_press.toml", &[(path, "demand.weekly\", set = \"500 pieces\"")]);
    assert_eq!(state(&more, "F06"), FlagState::Warning, "{}", text(&more, "F06"));
    assert_eq!(state(&more, "F15"), FlagState::Warning);
    let same = edited("faster_press.toml", &[]);
    assert_eq!(state(&same, "F06"), FlagState::Quiet, "{}", text(&same, "F06"));
}

#[test]
fn trap_02_f19_idle_labour_is_found_and_never_in_cash() {
    let line = "[[prices.line]]\nname = \"fewer hours of fitters\"\nquantity = \"labour_ph:fitters\"\ncost = \"45 $\"\n\n[finance]";
    let counted = edited("faster_press.toml", &[("[finance]", line)]);
    assert_eq!(state(&counted, "F19"), FlagState::Warning, "{}", text(&counted, "F19"));
    let cashable = edited(
        "faster_press.toml",
        &[("wage = \"45 $/h\"", "wage = \"45 $/h\"\ncashable = \"50 %\"")],
    );
    assert_eq!(state(&cashable, "F19"), FlagState::Quiet, "{}", text(&cashable, "F19"));
    // The wage of the line is in the formula and in no cash flow.
    let dearer =
        edited("faster_press.toml", &[("line_wage = \"120 $/h\"", "line_wage = \"9000 $/h\"")]);
    let plain = edited("faster_press.toml", &[]);
    assert_eq!(dearer.comparisons[0].npv_by_pair, plain.comparisons[0].npv_by_pair);
}

#[test]
fn f20_a_benefit_before_the_ramp_is_found() {
    let long = ("horizon = \"12 months\"", "horizon = \"24 months\"");
    let at_once = edited("faster_press.toml", &[long, ("pairs = 8", "pairs = 60")]);
    assert_eq!(state(&at_once, "F20"), FlagState::Warning, "{}", text(&at_once, "F20"));
    let ramped = edited(
        "faster_press.toml",
        &[
            long,
            (
                "ramp = \"immediate\"",
                "ramp = [{ month = 0, share = \"0 %\" }, { month = 12, share = \"0 %\" }, { month = 13, share = \"100 %\" }]",
            ),
        ],
    );
    assert_eq!(state(&ramped, "F20"), FlagState::Quiet, "{}", text(&ramped, "F20"));
    let short = edited("faster_press.toml", &[]);
    assert_eq!(state(&short, "F20"), FlagState::NotChecked);
}

#[test]
fn trap_11_categories_and_drivers_add_up_to_the_cent_in_every_pair() {
    let study = with("predictive_press.toml", str::to_owned, |text| {
        text.replace(
            "[prices.crews.fitters]",
            "late = \"2 $/piece/d\"\nlost_sale = \"3 $/piece\"\n\n[prices.crews.fitters]",
        )
    });
    let result = run(&study);
    let head = &result.comparisons[0];
    let combined = head.combined.as_ref().unwrap();
    assert!(combined.largest_gap < 0.005, "{}", combined.largest_gap);
    let drivers: f64 = head.drivers.iter().map(|driver| driver.per_year.mean).sum();
    let categories: f64 = head
        .benefits
        .iter()
        .filter(|b| b.firmness == scenarios::study::result::Firmness::Hard)
        .map(|b| b.per_year.mean)
        .sum();
    assert!((drivers - combined.per_year.mean).abs() < 0.005);
    assert!((categories - combined.per_year.mean).abs() < 0.005);
    // One pair opened: the lines of its ledger are the cash of its benefits.
    let books = study.open_books(3, 0, scenarios::pairing::scenario::Scenario::BASE).unwrap();
    let hard = |k: usize| study.book.lines[k].firmness == scenarios::study::result::Firmness::Hard;
    let lines: f64 =
        (0..study.book.lines.len()).filter(|k| hard(*k)).flat_map(|k| books.ledger.line(k)).sum();
    let streams: f64 = books.input.benefits.iter().flat_map(|stream| &stream.monthly).sum();
    assert!((lines - streams).abs() < 0.005, "{lines} {streams}");
}

#[test]
fn b01_a20_a33_a36_every_driver_has_its_own_distribution() {
    let result = edited("predictive_press.toml", &[]);
    let head = &result.comparisons[0];
    let keys: Vec<&str> = head.drivers.iter().map(|driver| driver.key.as_str()).collect();
    for key in [
        "downtime.margin",
        "downtime.overtime",
        "quality.scrap",
        "quality.returns",
        "maintenance.labour",
        "maintenance.parts",
        "inventory.holding",
    ] {
        let found = head.drivers.iter().find(|driver| driver.key == key);
        // A line without a priced quantity of the plant has no driver.
        if let Some(driver) = found {
            assert_eq!(driver.per_year.n, 8, "{key}");
            let years: f64 = driver.by_year.iter().sum();
            assert!((years - driver.per_year.mean).abs() < 1e-6 * years.abs().max(1.0), "{key}");
        }
    }
    assert!(keys.contains(&"downtime.margin") && keys.contains(&"maintenance.parts"), "{keys:?}");
}

#[test]
fn b28_b29_trap_26_a_soft_benefit_cannot_have_money() {
    let refused = |item: &str| {
        let text = |name: &str| {
            std::fs::read_to_string(crate::study_files::fixture("good").join(name)).unwrap()
        };
        let study = text("faster_press.toml")
            .replace("[prices]\npiece", &format!("{item}\n[prices]\npiece"));
        let study = twin_models::text::Document::parse("study.toml", study.as_bytes()).unwrap();
        let load =
            |name: &str| twin_models::text::Document::parse("plant.toml", text(name).as_bytes());
        scenarios::study::read_study(study, &load)
            .err()
            .map_or("nothing is wrong".to_owned(), |faults| faults.to_string())
    };
    let head = "[[soft]]\nname = \"morale\"\nowner = \"HR\"\n";
    let priced = refused(&format!("{head}value = \"5 k$\"\n"));
    assert!(priced.contains("a soft benefit has no money, so no `value`"), "{priced}");
    let unit = refused(&format!("{head}quantity = 5\nunit = \"k$/year\"\n"));
    assert!(unit.contains("is money, and a soft benefit has none"), "{unit}");
    let owner = refused("[[soft]]\nname = \"morale\"\n");
    assert!(owner.contains("owner"), "{owner}");
}

#[test]
fn a45_a_requirement_is_checked_against_the_headline() {
    let result = edited("faster_press.toml", &[]);
    let check = |text: &str| Requirement::parse(text).unwrap().check(&result);
    assert!(check("positive").met, "{}", check("positive").text);
    assert!(check("p_npv_positive >= 80 %").met);
    let not = check("npv.p50 >= 900M");
    assert!(!not.met && not.text.contains("not met: npv.p50 is"), "{}", not.text);
    let judged = result.comparisons[0].judgement.as_ref().unwrap();
    assert_eq!(check("robust").met, judged.standing == Standing::Robust);
}

#[test]
fn b06_trap_01_short_stops_cost_less_per_hour_than_long_ones() {
    let slack = |text: &str| {
        text.replace("pairs = 8", "pairs = 40").replace(
            "line_wage = \"120 $/h\"",
            "line_wage = \"120 $/h\"\ninformal_downtime_hour = \"400 $/h\"",
        )
    };
    let result = run(&with("faster_press.toml", str::to_owned, slack));
    let hour = result.downtime_hour.as_ref().unwrap();
    assert_eq!(hour.station, "press");
    let lengths: Vec<f64> = hour.points.iter().map(|point| point.hours).collect();
    assert_eq!(lengths[..2], [1.0, 4.0]);
    let (short, long) = (&hour.points[0], &hour.points[hour.points.len() - 1]);
    // Six pieces an hour at a margin of 120 $ at most, whatever a formula says.
    assert!(long.per_hour <= 6.5 * 120.0 + 60.0, "{long:?}");
    assert!(short.per_hour <= long.per_hour + 150.0, "{short:?} {long:?}");
    // b13: beside what people say.
    let ratio = hour.formula_to_informal.unwrap();
    assert!((ratio - hour.formula.unwrap() / 400.0).abs() < 1e-12);
    assert_eq!(hour.formula_parts.iter().sum::<f64>(), hour.formula.unwrap());
}

#[test]
fn b03_b22_the_worst_event_has_a_cost_and_may_be_prevented() {
    let result = edited("predictive_press.toml", &[("pairs = 8", "pairs = 40")]);
    let event = result.worst_event.as_ref().unwrap();
    assert!(event.root.starts_with("P1"), "{}", event.root);
    let horizon = event.gross_horizon.as_ref().unwrap();
    assert!(event.gross.mean > 0.0 && horizon.mean >= event.gross.mean - 1e-9);
    // Net of what is recovered it is another number: parts and service are in it, recovered hours not.
    let net = event.net.as_ref().unwrap();
    assert_eq!(net.n + net.not_observed, event.futures);
    assert!(net.mean != horizon.mean);
    assert!(event.prevented.is_some_and(|share| (0.0..=1.0).contains(&share)));
    assert!(event.first_avoided.is_some());
    assert_ne!(state(&result, "F02"), FlagState::NotChecked);
}

#[test]
fn c54_resilience_of_a_placebo_is_exactly_the_same() {
    let result = edited("faster_press.toml", &PLACEBO);
    let found = result.resilience.as_ref().unwrap();
    for both in [&found.worst_week, &found.service_p5].into_iter().flatten() {
        assert_eq!((both.difference.min, both.difference.max), (0.0, 0.0));
        assert!(both.before.min >= 0.0 && both.before.max <= 1.0 + 1e-9, "{both:?}");
    }
    assert_eq!(found.service.as_deref(), Some("demand"));
}

#[test]
fn a37_d37_d38_trap_17_upside_stands_apart_from_the_headline() {
    let asked = "[upside]\ndemand = 1.2\ngreen_premium = \"10 %\"\neligible = \"30 %\"\nstated = \"50 %\"\n\n[finance]";
    let plain = edited("faster_press.toml", &[]);
    let with = edited("faster_press.toml", &[("[finance]", asked)]);
    assert_eq!(plain.comparisons, with.comparisons, "nothing of it reaches the headline");
    assert!(plain.upside.is_none());
    let upside = with.upside.unwrap();
    let demand = upside.demand.unwrap();
    assert_eq!((demand.pairs, demand.multiple), (8, 1.2));
    let sum = plain.comparisons[0].rows[0].metrics.npv.mean + demand.more.mean;
    assert!((sum - demand.npv.mean).abs() < 1e-6 * sum.abs().max(1.0));
    let sold = plain.arms[1].indicators.iter().find(|i| i.key == "sold").unwrap();
    let expected = sold.spread.as_ref().unwrap().mean * 300.0 * 0.1 * 0.3 * 0.5;
    assert!((upside.green.unwrap().per_year.mean - expected).abs() < 1e-6 * expected);
}

/// Only the failure of P1 that is taken out is missing; before it the two futures are one.
#[test]
fn b22_a_failure_taken_out_changes_nothing_before_it() {
    use sim_core::{Limits, Streams};
    use std::sync::Arc;
    use twin_models::trace::{Event, Happening, Scope};
    use twin_models::{Phase, Replica};
    let study = with("predictive_press.toml", str::to_owned, str::to_owned);
    let plant = &study.arms[0].plant;
    let told = |plant: &twin_models::plant::model::Plant| {
        let mut replica = Replica::assemble(plant);
        replica.observe(Scope::HAPPENINGS);
        let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
        let outcome = replica.run(&phases, 12, Streams::new(1, 0), &Limits::default()).unwrap();
        (outcome, replica.trace().unwrap().events.clone())
    };
    let (_, events) = told(plant);
    let failure = |e: &Event| match e.what {
        Happening::Failure { mode, life, .. } if mode.index() == 0 => Some((e.at, life)),
        _ => None,
    };
    let (at, life) = events.iter().filter_map(failure).nth(1).unwrap();
    let mut spared = plant.as_ref().clone();
    spared.modes[0].spared = Some(life);
    let (_, without) = told(&spared);
    let before = |all: &[Event]| all.iter().filter(|e| e.at < at).copied().collect::<Vec<_>>();
    assert_eq!(before(&events), before(&without));
    assert!(!without.iter().filter_map(failure).any(|(_, l)| l == life), "it is taken out");
    // A life that never ends in a failure changes nothing at all.
    spared.modes[0].spared = Some(u64::MAX);
    assert_eq!(told(&spared).0.monthly, told(plant).0.monthly);
}

/// A cost list for the faster press, hardware aside 0.
fn cost(hardware: &str) -> String {
    let zero =
        ["licence", "integration", "connectivity", "internal", "training", "contingency", "exit"];
    let yearly = ["subscription", "support", "data_and_analysts", "security"];
    let mut text = format!("\n[investments.faster.cost]\nhardware = \"{hardware}\"\n");
    zero.iter().for_each(|key| text += &format!("{key} = \"0 $\"\n"));
    yearly.iter().for_each(|key| text += &format!("{key} = \"0 $/year\"\n"));
    text
}

/// Each flag is raised by one study and by another not.
#[test]
fn flags_of_cost_and_value_are_raised_and_not() {
    let cheap = edited("faster_press.toml", &[("cost = \"none\"\n", &cost("10 $"))]);
    let dear = edited("faster_press.toml", &[("cost = \"none\"\n", &cost("9 M$"))]);
    let placebo = edited("faster_press.toml", &PLACEBO);
    for (id, raised, quiet) in [
        ("F07", &cheap, &dear),
        ("F09", &dear, &cheap),
        ("F10", &dear, &cheap),
        ("F12", &cheap, &placebo),
        ("F14", &cheap, &placebo),
    ] {
        assert_eq!(state(raised, id), FlagState::Warning, "{id}: {}", text(raised, id));
        assert_eq!(state(quiet, id), FlagState::Quiet, "{id}: {}", text(quiet, id));
    }
    assert_eq!(dear.comparisons[0].judgement.as_ref().unwrap().standing, Standing::Fails);
}

#[test]
fn flags_of_evidence_are_raised_and_not() {
    let plain = edited("faster_press.toml", &[]);
    let income = "[[prices.line]]\nname = \"by-products\"\nquantity = \"good\"\nincome = \"1 $\"\ncategory = \"energy\"\n\n[finance]";
    let no_pool = edited("faster_press.toml", &[("[finance]", income)]);
    let path = "{ path = \"machines.press.cycle\", set = \"9 min\" }";
    let slower = format!("{path}, {{ path = \"failures.O1.repair\", set = \"20 h\" }}");
    let shifted = edited("faster_press.toml", &[(path, &slower)]);
    for (id, raised) in [("F03", &no_pool), ("F16", &shifted)] {
        assert_eq!(state(raised, id), FlagState::Warning, "{id}: {}", text(raised, id));
    }
    let nothing = edited("faster_press.toml", &[("set = \"9 min\"", "set = \"10 min\"")]);
    assert_eq!(state(&nothing, "F03"), FlagState::Quiet, "{}", text(&nothing, "F03"));
    assert_eq!(state(&nothing, "F16"), FlagState::Quiet, "{}", text(&nothing, "F16"));
    let twice =
        edited("faster_press.toml", &[("holding = \"10 %/year\"", "holding = \"20 %/year\"")]);
    assert_eq!(state(&twice, "F17"), FlagState::Warning);
    assert_eq!(state(&plain, "F17"), FlagState::Quiet);
    assert_eq!(state(&plain, "F11"), FlagState::NotChecked);
    assert_eq!(state(&plain, "F15"), FlagState::Quiet);
}

#[test]
fn flags_of_a_programme_are_raised_and_not() {
    let plain = edited("predictive_press.toml", &[]);
    let heavy =
        edited("predictive_press.toml", &[("integration = \"4 k$\"", "integration = \"40 k$\"")]);
    assert_eq!(state(&heavy, "F08"), FlagState::Warning, "{}", text(&heavy, "F08"));
    assert_eq!(state(&plain, "F08"), FlagState::Quiet, "{}", text(&plain, "F08"));
    let idle =
        edited("predictive_press.toml", &[("line_wage = \"120 $/h\"", "line_wage = \"9000 $/h\"")]);
    assert_eq!(state(&idle, "F21"), FlagState::Warning, "{}", text(&idle, "F21"));
    let claim = |change: &str| {
        let claim = format!(
            "[[claims]]\ninvestment = \"watch\"\nindicator = \"failures\"\nchange = \"{change}\"\nsource = \"leaflet\"\n\n[finance]"
        );
        edited("predictive_press.toml", &[("[finance]", &claim)])
    };
    let (small, large) = (claim("-0.001 %"), claim("-99 %"));
    assert_eq!(state(&small, "F18"), FlagState::Warning, "{}", text(&small, "F18"));
    assert_eq!(state(&large, "F18"), FlagState::Quiet, "{}", text(&large, "F18"));
    // F02: one event against a cost of nearly nothing, and of a fortune.
    let cost =
        |hardware: &str| edited("predictive_press.toml", &[("hardware = \"10 k$\"", hardware)]);
    let fortune = cost("hardware = \"9 M$\"");
    assert_eq!(state(&fortune, "F02"), FlagState::Quiet, "{}", text(&fortune, "F02"));
}
