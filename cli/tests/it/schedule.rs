//! `gemba schedule`: the book of the example, its stresses, and books that cannot be read.

use crate::{empty, gemba, json, names, repository, text};
use std::fs;

fn example() -> [String; 4] {
    let path = |p| text(&repository(p)).to_owned();
    let (plant, orders) = ("examples/plants/job_shop.toml", "examples/orders/job_shop.csv");
    ["schedule".to_owned(), path(plant), "--orders".to_owned(), path(orders)]
}

fn schedule(more: &[&str]) -> crate::Ran {
    let example = example();
    let words: Vec<&str> = example.iter().map(String::as_str).chain(more.iter().copied()).collect();
    gemba(empty().path(), &words)
}

#[test]
fn the_example_has_a_probability_for_every_order_and_its_stresses_pair() {
    let here = empty();
    let out = here.path().join("out");
    let ran = schedule(&[
        "--replications",
        "40",
        "--stress",
        "outage:centre:2027-01-12T06:00:24 h",
        "--stress",
        "rush:shaft:80:2027-01-13T06:00:2027-01-15T22:00",
        "--stress",
        "demand:-0%",
        "--out",
        text(&out),
    ])
    .fine();
    assert!(ran.out.contains("every difference is exactly 0"), "{}", ran.out);
    assert_eq!(names(&out), ["manifest.json", "schedule.csv", "schedule.html", "schedule.json"]);
    let result = json(&fs::read_to_string(out.join("schedule.json")).unwrap());
    let cases = result["cases"].as_array().unwrap();
    let orders = |k: usize| cases[k]["orders"].as_array().unwrap();
    assert_eq!([0, 1, 2, 3].map(|k| orders(k).len() - orders(0).len()), [0, 0, 1, 0]);
    for order in orders(0) {
        let on_time = order["on_time"].as_f64().unwrap();
        let interval = &order["on_time_interval"];
        let (low, high) = (interval["low"].as_f64().unwrap(), interval["high"].as_f64().unwrap());
        assert!(0.0 <= low && low <= on_time && on_time <= high && high <= 1.0);
    }
    let tardy = |k: usize| cases[k]["totals"]["tardiness_h"]["estimate"].as_f64().unwrap();
    assert!(tardy(1) > tardy(0), "an outage of the constraint: {} {}", tardy(1), tardy(0));
    assert_eq!(cases[3]["replications_changed"], 0);
    assert_eq!(cases[3]["change"]["tardiness_h"]["estimate"], 0.0);
    assert!(fs::read_to_string(out.join("schedule.html")).unwrap().contains("<svg"));
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let with = |threads| {
        schedule(&[
            "--replications",
            "8",
            "--json",
            "--threads",
            threads,
            "--stress",
            "demand:+10%",
        ])
        .fine()
        .out
    };
    assert_eq!(with("1"), with("2"));
}

#[test]
fn a_book_of_another_dialect_is_the_same_book() {
    let here = empty();
    let example = fs::read_to_string(repository("examples/orders/job_shop.csv")).unwrap();
    let mut german = String::from("Auftrag;Menge;Produkt;Freigabe;Liefertermin;Priorit\u{e4}t\n");
    for line in example.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let date =
            |iso: &str| format!("{}.{}.{} {}", &iso[8..10], &iso[5..7], &iso[..4], &iso[11..]);
        let [order, product, quantity, release, due, priority] = cells[..] else {
            panic!("{line}")
        };
        let (release, due) = (date(release), date(due));
        german += &format!("{order};{quantity},0;{product};{release};{due};{priority}\n");
    }
    let book = here.path().join("buch.csv");
    fs::write(&book, german).unwrap();
    let plant = repository("examples/plants/job_shop.toml");
    let words =
        ["schedule", text(&plant), "--orders", text(&book), "--replications", "5", "--json"];
    let ran = gemba(here.path(), &words).fine();
    let cases = |out: &str| json(out)["cases"].clone();
    assert_eq!(cases(&ran.out), cases(&schedule(&["--replications", "5", "--json"]).fine().out));
}

#[test]
fn all_faults_of_a_book_are_told_at_once() {
    let here = empty();
    let book = here.path().join("book.csv");
    let rows = "order,product,quantity,due,sequence\n1,manifolt,10,2027-01-12,1\n1,shaft,2.5,2027-02-30,1\n\
                3,shaft,5,,2\n";
    fs::write(&book, rows).unwrap();
    let plant = repository("examples/plants/job_shop.toml");
    let ran = gemba(here.path(), &["schedule", text(&plant), "--orders", text(&book)]);
    assert_eq!(ran.code, Some(2));
    for words in [
        "6 faults",
        "row 2, column \"product\": there is no product `manifolt`",
        "did you mean `manifold`?",
        "row 3, column \"quantity\": \"2.5\" is no whole number",
        "2027-02-30",
        "row 2 has the order `1`, too",
        "row 2 has this place in the sequence, too",
        "row 4, column \"due\": the cell is empty",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
}

#[test]
fn a_stress_that_is_none_is_refused_with_its_remedy() {
    let ran = schedule(&["--stress", "outage:center:8 d:4 h", "--stress", "flood:1"]);
    assert_eq!(ran.code, Some(2));
    for words in
        ["there is no machine `center`", "did you mean `centre`?", "there is no stress `flood`"]
    {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
}

#[test]
fn telling_delays_is_worth_exactly_nothing_and_testing_helps_the_example() {
    let ran = schedule(&[
        "--arms",
        "--replan-every",
        "8 h",
        "--frozen",
        "2 h",
        "--stress",
        "outage:centre:2027-01-12T06:00:24 h",
        "--replications",
        "60",
        "--json",
    ])
    .fine();
    let result = json(&ran.out);
    let [keep, tell, test] = &result["cases"].as_array().unwrap()[..] else { panic!("three arms") };
    assert_eq!(
        (&keep["delays_foreseen"], &tell["replications_changed"]),
        (&json("null"), &json("0"))
    );
    for total in ["on_time", "otif", "attainment", "tardiness_h"] {
        assert_eq!(tell["change"][total]["estimate"], 0.0, "{total}");
        assert_eq!(tell["totals"][total], keep["totals"][total], "{total}");
    }
    assert!(tell["delays_foreseen"].as_f64().unwrap() > 0.0);
    assert!(test["replications_changed"].as_u64().unwrap() > 0, "no plan was ever changed");
    let low = test["change"]["tardiness_h"]["interval"]["low"].as_f64().unwrap();
    assert!(low <= 0.0, "later by at least {low} h");
}
