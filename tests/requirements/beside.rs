//! What stands beside the money and must not get into it, and how the benefit is made up.

use crate::plant::{arm, changed, head, read, run, text, told, watch};
use scenarios::catalogue;
use scenarios::study::result::{Firmness, StudyResult};

fn faster(study: &[(&str, &str)], plant: &[(&str, &str)]) -> StudyResult {
    let study = changed(&text("faster_press.toml"), study);
    let plant = changed(&text("two_machines.toml"), plant);
    run(&read(&study, &plant).unwrap_or_else(|faults| panic!("{faults}")), 8)
}

#[test]
fn a11_the_scorecard_comes_first_and_nothing_unmapped_is_in_the_benefit_sum() {
    let card = "[scorecard.output]\nkpi = \"good\"\nowner = \"Ann\"\nmoney = \"more is sold\"\n\
                lines = [\"margin of pieces sold\"]\n\n[finance]";
    let result = faster(&[("[finance]", card)], &[]);
    let page = told(&result);
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}"));
    let (score, others) = (at("Scorecard, mean over"), at("Indicators, mean over the pairs"));
    assert!(score < others, "all other indicators come later");
    // The sum is its lines, and each line names the quantities of the plant that it prices.
    let recorded: Vec<&str> =
        arm(&result, "before").monthly.iter().map(|m| m.key.as_str()).collect();
    let (mut sum, mut told) = (0.0, 0.0);
    for benefit in head(&result).benefits.iter().filter(|b| b.firmness == Firmness::Hard) {
        told += benefit.per_year.mean;
        for line in &benefit.lines {
            sum += line.per_year;
            assert!(!line.quantities.is_empty(), "{} prices nothing", line.name);
            for key in &line.quantities {
                assert!(recorded.contains(&key.as_str()), "{}: {key}", line.name);
            }
        }
    }
    assert!(sum > 1e4 && (sum - told).abs() < 1e-6 * sum, "{sum} {told}");
    let combined = head(&result).combined.as_ref().expect("drivers");
    assert!((combined.per_year.mean - sum).abs() < 1e-6 * sum && combined.largest_gap < 1e-6);
    // An indicator without a price moves and brings nothing.
    let cheap = [
        (
            "variable_cost = { material = \"180 $/piece\" }",
            "variable_cost = { material = \"299.999999 $/piece\" }",
        ),
        ("holding = \"10 %/year\"", "holding = \"0 %/year\""),
        ("stock_value = \"150 $/piece\"", "stock_value = \"0 $/piece\""),
        ("overtime_hour = \"200 $/h\"", "overtime_hour = \"0 $/h\""),
    ];
    let nothing = faster(
        &[
            &[("wage = \"45 $/h\"", "wage = \"0 $/h\""), ("cost = \"4 k$\"", "cost = \"0 $\"")],
            &cheap[..],
        ]
        .concat(),
        &[],
    );
    let good =
        head(&nothing).deltas.iter().find(|d| d.key == "good").and_then(|d| d.spread.clone());
    assert!(good.expect("pieces").mean > 50.0);
    assert!(head(&nothing).benefits.iter().all(|b| b.per_year.mean.abs() < 1.0));
}

#[test]
fn b27_references_are_printed_and_change_no_number() {
    let reference = "[[references]]\nsite = \"A press shop in Ohio\"\nmetric = \"downtime\"\n\
                     result = \"saved 9.9 M$ a year, they say\"\ncontact = \"plant manager\"\n\n[finance]";
    let (without, with) = (faster(&[], &[]), faster(&[("[finance]", reference)], &[]));
    let mut stripped = with.clone();
    assert_eq!(stripped.references.len(), 1);
    stripped.references.clear();
    stripped.assumptions.clone_from(&without.assumptions);
    assert_eq!(stripped.comparisons, without.comparisons);
    assert_eq!(stripped.arms, without.arms);
    assert_eq!(stripped.flags.len(), without.flags.len());
    let page = told(&with);
    for words in ["A press shop in Ohio", "saved 9.9 M$ a year, they say", "References to be asked"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!told(&without).contains("References to be asked"));
}

#[test]
fn b16_scrap_and_rework_a_fifth_to_two_fifths_and_a_fifth_in_the_formula() {
    let entry = catalogue::find("ai_quality").expect("sound").expect("it is there");
    let claim = entry.claims.iter().find(|c| c.proves == "B16").expect("the claim");
    assert_eq!(claim.range, Some(("20 %".to_owned(), "40 %".to_owned())));
    assert_eq!(claim.indicator.as_deref(), Some("scrap"));
    let scrapped = faster(&[], &[("cycle = \"8 min\"", "cycle = \"8 min\"\nscrap = \"3 %\"")]);
    let form = head(&scrapped).closed_form.as_ref().expect("a closed form");
    let input = |name: &str| form.inputs.iter().find(|i| i.name == name).expect("an input").value;
    let pool = input("scrap and rejects") * input("absorbed cost of a scrapped piece");
    assert!(
        pool > 1e4 && (form.quality - 0.20 * pool).abs() < 1e-9 * pool,
        "{} {pool}",
        form.quality
    );
    assert!(told(&scrapped).contains("Quality: scrap and rework × 20 %"));
}

#[test]
fn c36_there_is_no_formula_for_all_each_kind_moves_lines_of_its_own() {
    // What an investment brings is what its edits do to this plant; no percentage enters.
    let moved = |result: &StudyResult| -> Vec<String> {
        let all = head(result).benefits.iter().flat_map(|b| &b.lines);
        all.filter(|l| l.per_year.abs() > 1.0).map(|l| l.name.clone()).collect()
    };
    let cycle = moved(&faster(&[], &[]));
    let sorted = moved(&faster(
        &[(
            "path = \"machines.press.cycle\", set = \"9 min\"",
            "path = \"machines.oven.scrap\", set = \"1 %\"",
        )],
        &[("cycle = \"8 min\"", "cycle = \"8 min\"\nscrap = \"3 %\"")],
    ));
    let scrap = "scrap".to_owned();
    assert!(cycle.contains(&"margin of pieces sold".to_owned()), "{cycle:?}");
    assert!(sorted.contains(&scrap) && !cycle.contains(&scrap), "{sorted:?} {cycle:?}");
    // Only offices are counted by formula, and every line of theirs says so.
    for entry in catalogue::all().expect("sound") {
        let formula = entry.study.contains("kind = \"financial_operations\"");
        assert_eq!(formula, entry.key == "financial_operations", "{}", entry.key);
        assert!(!entry.study.contains("benefit ="), "{}", entry.key);
    }
    // The closed form is printed beside it and changes nothing: another absorbed cost, same NPV.
    let plain = faster(&[], &[("cycle = \"8 min\"", "cycle = \"8 min\"\nscrap = \"3 %\"")]);
    let absorbed = faster(
        &[("scrap = \"120 $/piece\"", "scrap = \"120 $/piece\"\nscrap_absorbed = \"900 $/piece\"")],
        &[("cycle = \"8 min\"", "cycle = \"8 min\"\nscrap = \"3 %\"")],
    );
    assert_eq!(head(&plain).npv_by_pair, head(&absorbed).npv_by_pair);
    assert_ne!(head(&plain).closed_form, head(&absorbed).closed_form);
}

#[test]
fn d06_analysts_are_a_line_of_the_cost_list_that_costs() {
    let with = |money: &str| {
        let line = format!("data_and_analysts = \"{money}\"");
        run(&watch(&[("data_and_analysts = \"1.2 k$/year\"", &line)], &[]), 12)
    };
    let (usual, twice) = (with("1.2 k$/year"), with("2.4 k$/year"));
    let line = |r: &StudyResult| {
        let found = head(r).costs.iter().find(|c| c.name.contains("analysts"));
        found.expect("the line").drawn.mean
    };
    assert!(line(&usual) > 500.0 && (line(&twice) - 2.0 * line(&usual)).abs() < 1e-6);
    let npv = |r: &StudyResult| head(r).rows[0].metrics.npv.mean;
    assert!(npv(&twice) < npv(&usual));
    assert!(told(&usual).contains("analysts"));
    // It cannot be left out: a controller is asked for it.
    let study =
        changed(&text("predictive_press.toml"), &[("data_and_analysts = \"1.2 k$/year\"\n", "")]);
    let faults =
        read(&study, &text("two_machines.toml")).expect_err("a line is missing").to_string();
    assert!(faults.contains("data_and_analysts"), "{faults}");
}

#[test]
fn d26_what_comes_first_pays_for_what_comes_next_where_it_earns() {
    let second = "\n[investments.second]\nkind = \"edits\"\n\
                  edits = [{ path = \"machines.oven.cycle\", multiply = 0.99 }]\nramp = \"immediate\"\n\n\
                  [investments.second.cost]\nhardware = \"2 k$\"\nlicence = \"0 $\"\nintegration = \"0 $\"\n\
                  connectivity = \"0 $\"\ninternal = \"0 $\"\ntraining = \"0 $\"\nsubscription = \"0 $/year\"\n\
                  support = \"0 $/year\"\ndata_and_analysts = \"0 $/year\"\nsecurity = \"0 $/year\"\n\
                  contingency = \"0 $\"\nexit = \"0 $\"\n\n\
                  [programme]\nstart = { faster = \"0 months\", second = \"9 months\" }\n\n[finance]";
    let plant = changed(
        &text("two_machines.toml"),
        &[("weekly = \"430 pieces\"", "weekly = \"900 pieces\"")],
    );
    let with = |cycle: &str| {
        let cycle = format!("set = \"{cycle}\"");
        let study = changed(
            &text("faster_press.toml"),
            &[("set = \"9 min\"", &cycle), ("[finance]", second), ("12 months", "24 months")],
        );
        let study = read(&study, &plant).unwrap_or_else(|f| panic!("{f}"));
        let result = run(&study, 12);
        (result.programme.clone().expect("a programme"), told(&result))
    };
    let ((earns, page), (idle, _)) = (with("9 min"), with("10 min"));
    let funded =
        |p: &scenarios::study::result::ProgrammeResult| p.steps[1].funded.expect("a share").value;
    assert!(funded(&earns) > 0.8 && funded(&idle) == 0.0, "{} {}", funded(&earns), funded(&idle));
    // What must be found from elsewhere is a distribution, and smaller where the first step earns.
    assert!(
        idle.gap.min > 2e3 - 1.0 && earns.gap.p10 < idle.gap.p10,
        "{:?} {:?}",
        earns.gap,
        idle.gap
    );
    assert!(earns.gap.p10 <= earns.gap.p90 && earns.gap.mean < earns.gap_at_once.mean);
    assert!(page.contains("Funded by the steps before"), "{page}");
}
