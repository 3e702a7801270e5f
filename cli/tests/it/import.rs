//! Figures of an export become values of a study, or nothing is written.

use crate::{empty, gemba, json, names, repository, text};
use std::fs;
use std::path::Path;

fn example(name: &str) -> String {
    fs::read_to_string(repository("examples/import").join(name)).unwrap()
}

/// Runs the example, both files edited.
fn import(here: &Path, map: &str, file: &str) -> crate::Ran {
    fs::write(here.join("erp.map.toml"), map).unwrap();
    fs::write(here.join("erp.csv"), file).unwrap();
    gemba(here, &["import", "erp.map.toml", "erp.csv", "--out", "out"])
}

/// Sum of a column over the rows of a cost element, every document once.
fn sum(element: &str, column: usize) -> f64 {
    let file = example("erp.csv");
    let mut seen = std::collections::BTreeSet::new();
    let rows = file.lines().skip(1).map(|line| line.split(';').collect::<Vec<_>>());
    let mine = rows.filter(|row| seen.insert(row[0].to_owned()) && row[2] == element);
    mine.filter_map(|row| row[column].parse::<f64>().ok()).sum()
}

#[test]
fn a22_figures_of_the_erp_become_prices_of_a_study_with_source_owner_and_completeness() {
    let here = empty();
    let here = here.path();
    let ran = import(here, &example("erp.map.toml"), &example("erp.csv")).fine();
    assert_eq!(names(&here.join("out")), ["figures.toml", "import.json", "import.txt"]);
    let report = json(&fs::read_to_string(here.join("out/import.json")).unwrap());
    let figure = |name: &str| {
        report["figures"].as_array().unwrap().iter().find(|f| f["name"] == name).unwrap().clone()
    };
    // Numerator over denominator, every document counted once.
    let scrap = sum("SCRAP", 3) / sum("SCRAP", 4);
    assert!((figure("scrap")["value"].as_f64().unwrap() - scrap).abs() < 1e-9);
    assert_eq!(report["duplicates"], 2);
    assert_eq!(figure("scrap")["complete"], 1.0);
    // No returns in two months: they are named, and the figure is less than complete.
    let returns = figure("returns");
    assert_eq!(returns["months_missing"], serde_json::json!(["2026-02", "2026-08"]));
    assert_eq!((&returns["months_counted"], &returns["sum"]["negative"]), (&10.into(), &3.into()));
    assert!((returns["complete"].as_f64().unwrap() - 10.0 / 12.0).abs() < 1e-12);
    // A month without rework is a month with none.
    let rework = figure("rework_hours");
    assert!((rework["value"].as_f64().unwrap() - sum("REWORK", 5)).abs() < 1e-9);
    assert_eq!(rework["months_missing"], serde_json::json!([]));
    assert!(ran.out.contains("10 of 12, without 2026-02, 2026-08"), "{}", ran.out);
    // The values fit a study; their source, owner, kind and date stand in its register.
    let values = fs::read_to_string(here.join("out/figures.toml")).unwrap();
    assert!(values.contains("\"prices.escape\" = { source = \"erp.csv: \\\"Amount\\\" (Cost element is RETURN or CREDIT NOTE)"), "{values}");
    assert!(
        values.contains("owner = \"Quality manager\", kind = \"measured\", date = 2026-12-31"),
        "{values}"
    );
    gemba(here, &["init", "D"]).fine();
    let study = here.join("D/studies/predictive_maintenance.toml");
    let mut used = fs::read_to_string(&study).unwrap();
    for key in ["scrap", "escape"] {
        let line = |of: &str| {
            let head = format!("{key} = ");
            of.lines().find(|l| l.starts_with(&head)).unwrap().to_owned()
        };
        used = used.replace(&line(&used), &line(&values));
        let record = values.lines().find(|l| l.starts_with(&format!("\"prices.{key}\""))).unwrap();
        let old =
            used.lines().find(|l| l.starts_with(&format!("\"prices.{key}\""))).map(str::to_owned);
        used = match old {
            Some(old) => used.replace(&old, record),
            None => used.replace("[provenance]", &format!("[provenance]\n{record}\n#")),
        };
    }
    fs::write(&study, used).unwrap();
    gemba(here, &["check", text(&study)]).fine();
}

#[test]
fn a22_bad_rows_are_told_all_at_once_with_their_place_and_nothing_is_written() {
    let here = empty();
    let here = here.path();
    let bad = example("erp.csv")
        .replace("4700002;09.01.2026;SCRAP;7512.45;30;;USD", "4700002;09.01.2026;SCRAP;n/a;30;;USD")
        .replace(
            "4700003;23.01.2026;SCRAP;5062.81;20;;USD",
            "4700003;23.01.2026;SCRAP;5062.81;20;;EUR",
        )
        .replace("4700008;09.02.2026;", "4700008;31.02.2026;");
    let map =
        example("erp.map.toml").replace("duplicates = \"leave out\"", "duplicates = \"refuse\"");
    let ran = import(here, &map, &bad);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    for part in [
        "erp.csv:3:4",
        "\"n/a\" is no amount",
        "the row is in \"EUR\", the figure `scrap` in USD",
        "erp.csv:9:2",
        "\"31.02.2026\" is not a day of the calendar",
        "the same record as in row",
        "file.unreadable = \"leave out\"",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert_eq!(names(here), ["erp.csv", "erp.map.toml"]);
    // What the map leaves out is counted, row by row, and no longer a fault.
    let map = example("erp.map.toml").replace(
        "duplicates = \"leave out\"",
        "duplicates = \"leave out\"\nunreadable = \"leave out\"\nother_currency = \"leave out\"",
    );
    let ran = import(here, &map, &bad).fine();
    for part in [
        "row 3, column \"Amount\": \"n/a\" is no amount",
        "1 in EUR",
        "1 rows without a readable date",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let report = json(&fs::read_to_string(here.join("out/import.json")).unwrap());
    assert!(report["figures"][0]["complete"].as_f64().unwrap() < 1.0);
}

#[test]
fn a22_a_map_that_cannot_be_meant_is_refused_with_all_its_faults() {
    let here = empty();
    let here = here.path();
    let map = example("erp.map.toml")
        .replace("owner = \"Controller\"\n", "")
        .replace("unit = \"h/year\"", "unitt = \"h/year\"")
        .replace("negative = \"keep\"", "negative = \"ignore\"");
    let ran = import(here, &map, &example("erp.csv"));
    assert_eq!(ran.code, Some(2));
    for part in
        ["nobody answers for this figure", "did you mean `unit`?", "ignore", "erp.map.toml:"]
    {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let columns = example("erp.map.toml").replace("sum = \"Hours\"", "sum = \"Stunden\"");
    let ran = import(here, &columns, &example("erp.csv"));
    assert!(ran.code == Some(2) && ran.err.contains("no column \"Stunden\""), "{}", ran.err);
    let nowhere = example("erp.map.toml").replace("prices.scrap", "prices.scrapp");
    let ran = import(here, &nowhere, &example("erp.csv"));
    assert!(
        ran.code == Some(2) && ran.err.contains("a study file has no value `prices.scrapp`"),
        "{}",
        ran.err
    );
    // 1,234 may be a thousand or a fraction.
    let file = example("erp.csv");
    let open = file.lines().enumerate().map(|(k, line)| {
        let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
        if k > 0 && !cells[4].is_empty() {
            cells[4] = "1,234".to_owned();
        }
        cells.join(";") + "\n"
    });
    let ran = import(here, &example("erp.map.toml"), &open.collect::<String>());
    assert!(
        ran.code == Some(2) && ran.err.contains("can be a thousand or a decimal fraction"),
        "{}",
        ran.err
    );
    assert_eq!(names(here), ["erp.csv", "erp.map.toml"]);
}

#[test]
fn a22_a_workbook_is_read_by_its_sheet() {
    let here = empty();
    let here = here.path();
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["Postings", "Cost centres"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in example("erp.csv").lines().enumerate() {
            for (column, cell) in line.split(';').enumerate() {
                let at = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(at.0, at.1, number).unwrap(),
                    Err(_) => sheet.write_string(at.0, at.1, cell).unwrap(),
                };
            }
        }
    }
    book.save(here.join("erp.xlsx")).unwrap();
    let map = |sheet: &str| {
        let text = example("erp.map.toml").replace("[file]\n", &format!("[file]\n{sheet}"));
        fs::write(here.join("map.toml"), text).unwrap();
        gemba(here, &["import", "map.toml", "erp.xlsx", "--out", "out"])
    };
    let open = map("");
    assert!(
        open.code == Some(2) && open.err.contains("one of: Postings, Cost centres"),
        "{}",
        open.err
    );
    let wrong = map("sheet = \"Posting\"\n");
    assert!(wrong.code == Some(2) && wrong.err.contains("no sheet \"Posting\""), "{}", wrong.err);
    map("sheet = \"Postings\"\n").fine();
    let report = json(&fs::read_to_string(here.join("out/import.json")).unwrap());
    assert_eq!(report["source"], "erp.xlsx [Postings]");
    let scrap = sum("SCRAP", 3) / sum("SCRAP", 4);
    assert!((report["figures"][0]["value"].as_f64().unwrap() - scrap).abs() < 1e-9);
}
