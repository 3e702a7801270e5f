//! `gemba export`: tables that reconcile with the run.

use crate::{empty, gemba, json, names};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

/// A table, read back.
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<Field>>,
    about: BTreeMap<String, String>,
}

impl Table {
    fn read(path: &Path) -> Self {
        let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
        let file = reader.metadata().file_metadata();
        let pairs = file.key_value_metadata().unwrap().iter();
        let about = pairs.map(|pair| (pair.key.clone(), pair.value.clone().unwrap())).collect();
        let names = file.schema_descr().columns().iter().map(|c| c.name().to_owned()).collect();
        let fields = |row: Row| row.into_columns().into_iter().map(|(_, field)| field).collect();
        let rows = reader.get_row_iter(None).unwrap().map(|row| fields(row.unwrap())).collect();
        Self { names, rows, about }
    }

    fn at<'a>(&self, row: &'a [Field], name: &str) -> &'a Field {
        &row[self.names.iter().position(|n| n == name).unwrap()]
    }

    fn number(&self, row: &[Field], name: &str) -> f64 {
        text(self.at(row, name)).parse().unwrap()
    }

    fn word(&self, row: &[Field], name: &str) -> String {
        text(self.at(row, name))
    }
}

/// A cell as CSV has it.
fn text(field: &Field) -> String {
    match field {
        Field::Long(n) => n.to_string(),
        Field::Double(x) => x.to_string(),
        Field::Str(text) => text.clone(),
        Field::Null => String::new(),
        other => panic!("{other:?}"),
    }
}

/// Rows of a CSV without quotes in its words.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let row = |line: &str| {
        let (mut row, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                c => row.last_mut().unwrap().push(c),
            }
        }
        row
    };
    csv.lines().map(row).collect()
}

#[test]
fn a48_d12_d47_exported_tables_add_up_to_the_pairs() {
    let here = empty();
    gemba(here.path(), &["run", "--pairs", "3", "--quiet", "--out", "R"]).fine();
    let before = names(&here.path().join("R"));
    let told = gemba(here.path(), &["export", "R", "--parquet", "--out", "T"]).fine();
    gemba(here.path(), &["export", "R", "--parquet", "--out", "U", "--threads", "1"]).fine();
    assert_eq!(names(&here.path().join("R")), before);
    let files = ["ledgers.parquet", "pairs.parquet", "states.parquet"];
    assert_eq!(names(&here.path().join("T")), files);
    for name in files {
        assert!(told.out.contains(name), "{}", told.out);
        let read = |folder: &str| fs::read(here.path().join(folder).join(name)).unwrap();
        assert!(read("T") == read("U"), "{name} differs");
    }

    // The pairs: every cell of pairs.csv, to the last digit.
    let read = |name: &str| fs::read_to_string(here.path().join("R").join(name)).unwrap();
    let pairs = Table::read(&here.path().join("T/pairs.parquet"));
    let csv = cells(&read("pairs.csv"));
    assert_eq!((&csv[0], csv.len()), (&pairs.names, pairs.rows.len() + 1));
    for (line, row) in csv[1..].iter().zip(&pairs.rows) {
        assert_eq!(line, &row.iter().map(text).collect::<Vec<_>>());
    }

    // Where they come from.
    let ledger = Table::read(&here.path().join("T/ledgers.parquet"));
    let provenance = &json(&read("result.json"))["provenance"];
    for table in [&pairs, &ledger] {
        assert_eq!(&json(&table.about["gemba.provenance"]), provenance);
        for key in ["version", "input_hash"] {
            assert_eq!(table.about[&format!("gemba.{key}")], provenance[key].as_str().unwrap());
        }
        assert_eq!(table.about["gemba.seed"], provenance["seed"].to_string());
        assert!(table.names.iter().all(|n| table.about.contains_key(&format!("unit.{n}"))));
    }
    let unit = |table: &Table, name: &str| table.about[&format!("unit.{name}")].clone();
    assert_eq!(unit(&ledger, "amount"), "USD");
    let units = ["npv_usd", "irr_per_year", "roi_total", "payback_months", "delta_overtime_h"];
    assert_eq!(units.map(|name| unit(&pairs, name)), ["USD", "1/year", "1", "months", "h"]);
    assert_eq!(unit(&pairs, "delta_failures_jobs"), "jobs");

    states_are_those_of_the_median_pair(here.path(), &pairs, provenance);

    // The ledgers: benefit and cost of every pair and comparison.
    let base = |row: &&Vec<Field>| pairs.word(row, "scenario") == "base";
    let mut middle: Vec<&Vec<Field>> = pairs.rows.iter().filter(base).collect();
    let mine = |row: &[Field]| -> Vec<&Vec<Field>> {
        let same = |line: &[Field], name| ledger.at(line, name) == pairs.at(row, name);
        ledger.rows.iter().filter(|l| same(l, "pair") && same(l, "comparison")).collect()
    };
    for row in &middle {
        let lines = mine(row);
        let sum = |accounts: &[&str]| -> f64 {
            let of = |line: &&&Vec<Field>| accounts.contains(&&*ledger.word(line, "account"));
            lines.iter().filter(of).map(|line| ledger.number(line, "amount")).sum()
        };
        let (benefit, cost) =
            (sum(&["benefit"]), -sum(&["capital", "one-off expense", "run cost"]));
        assert!(cost > 0.0 && benefit != 0.0);
        assert!((benefit - pairs.number(row, "benefit_usd")).abs() < 0.005, "{benefit}");
        assert!((cost - pairs.number(row, "cost_usd")).abs() < 0.005, "{cost}");
    }

    // The median future is that of ledger.csv, entry by entry, before rounding to cents.
    let headline = pairs.word(middle[0], "comparison");
    middle.retain(|row| pairs.word(row, "comparison") == headline);
    middle.sort_by(|a, b| pairs.number(a, "npv_usd").total_cmp(&pairs.number(b, "npv_usd")));
    let (entries, csv) = (mine(middle[1]), cells(&read("ledger.csv")));
    assert_eq!(entries.len() + 1, csv.len());
    for (line, entry) in csv[1..].iter().zip(entries) {
        let word = |name: &str| ledger.word(entry, name);
        let columns = ["month", "account", "cost_centre", "category", "line"];
        assert_eq!(line[..5], columns.map(word));
        assert_eq!(line[5] == "cash", word("firmness") == "hard");
        let amount: f64 = line[6].parse().unwrap();
        assert!((amount - ledger.number(entry, "amount")).abs() < 0.0101, "{line:?}");
        assert_eq!(word("currency"), "USD");
    }
}

/// Every hour of every machine is in one state, and the states of the median pair are those behind its row.
fn states_are_those_of_the_median_pair(here: &Path, pairs: &Table, provenance: &serde_json::Value) {
    let states = Table::read(&here.join("T/states.parquet"));
    assert_eq!(&json(&states.about["gemba.provenance"]), provenance);
    assert_eq!(states.about["unit.hours"], "h");
    let head = pairs.word(&pairs.rows[0], "comparison");
    let mine = |row: &&Vec<Field>| {
        pairs.word(row, "scenario") == "base" && pairs.word(row, "comparison") == head
    };
    let mut rows: Vec<&Vec<Field>> = pairs.rows.iter().filter(mine).collect();
    rows.sort_by(|a, b| pairs.number(a, "npv_usd").total_cmp(&pairs.number(b, "npv_usd")));
    let median = rows[1];
    let mut hours: BTreeMap<(String, String, u64), f64> = BTreeMap::new();
    let mut down: BTreeMap<String, f64> = BTreeMap::new();
    for row in &states.rows {
        assert_eq!(states.at(row, "pair"), pairs.at(median, "pair"));
        let (arm, spent) = (states.word(row, "arm"), states.number(row, "hours"));
        let month = states.number(row, "month") as u64;
        *hours.entry((arm.clone(), states.word(row, "machine"), month)).or_default() += spent;
        if states.word(row, "e10") == "UDT" && states.word(row, "state") != "UDT_MINOR" {
            *down.entry(arm).or_default() += spent;
        }
    }
    let (before, after) = head.split_once("_vs_").map(|(a, b)| (b, a)).unwrap();
    let of = |arm: &str, month: u64| -> Vec<f64> {
        let is = |key: &&(String, String, u64)| key.0 == arm && key.2 == month;
        hours.keys().filter(is).map(|key| hours[key]).collect()
    };
    let months = provenance["horizon_months"].as_u64().unwrap();
    for month in 0..months {
        let all = of(before, month);
        assert!(all.len() > 3 && all.len() == of(after, month).len());
        let length = all[0];
        assert!((27.0 * 24.0..=31.0 * 24.0 + 1.0).contains(&length), "month {month}: {length} h");
        assert!(all.iter().chain(&of(after, month)).all(|h| (h - length).abs() < 1e-6));
    }
    assert!(of(before, months).is_empty());
    let change = down[after] - down[before];
    let told = pairs.number(median, "delta_unplanned_down_h");
    assert!((change - told).abs() < 1e-3 * told.abs().max(1.0), "{change} {told}");
}

#[test]
fn an_export_is_refused_where_it_would_not_be_that_of_the_run() {
    let here = empty();
    gemba(here.path(), &["init", "my"]).fine();
    let run = ["run", "my/studies/placebo.toml", "--pairs", "2", "--quiet", "--out", "R"];
    gemba(here.path(), &run).fine();
    let refused = |words: &[&str], code: i32, told: &str| {
        let ran = gemba(here.path(), &[&["export", "R"][..], words].concat());
        assert_eq!(ran.code, Some(code), "{words:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
        assert!(!here.path().join("X").exists());
    };
    let out = ["--parquet", "--out", "X"];
    refused(&["--out", "X"], 2, "--parquet");
    let path = here.path().join("R/pairs.csv");
    let csv = fs::read_to_string(&path).unwrap();
    fs::write(&path, csv.replacen("base", "bare", 1)).unwrap();
    refused(&out, 1, "pairs.csv");
    fs::write(&path, csv).unwrap();
    gemba(here.path(), &["export", "R", "--parquet", "--quiet"]).fine();
    // No cost, no effect: no entry.
    let ledger = Table::read(&here.path().join("R/ledgers.parquet"));
    assert_eq!((ledger.rows.len(), ledger.names.len()), (0, 10));
    fs::remove_file(here.path().join("R/futures.bin")).unwrap();
    refused(&out, 2, "--no-futures");
}
