//! `case.xlsx` and `ledger.csv` of a small study.

use calamine::{Data, Range, Reader, Xlsx};
use reports::workbook::{ledger_csv, workbook};
use scenarios::case::{Case, cents};
use scenarios::finance::ledger::Hardness;
use scenarios::study::result::{Firmness, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::LazyLock;
use twin_models::text::{Diagnostics, Document};

fn fixture(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios/fixtures/good");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn study(more: &str) -> Result<Study, Diagnostics> {
    let text = format!("{}\n{more}", fixture("predictive_press.toml"));
    let load = |name: &str| Document::parse("plant.toml", fixture(name).as_bytes());
    read_study(Document::parse("study.toml", text.as_bytes()).unwrap(), &load)
}

struct Written {
    result: StudyResult,
    case: Case,
    bytes: Vec<u8>,
}

fn written(more: &str) -> Written {
    let study = study(more).unwrap_or_else(|faults| panic!("{faults}"));
    let result = study.run(&RunOptions { pairs: Some(6), ..RunOptions::default() }).unwrap();
    let case = study.open_case(&result).unwrap().unwrap();
    let bytes = workbook(&result, &case).unwrap();
    Written { result, case, bytes }
}

static ONE: LazyLock<Written> = LazyLock::new(|| written(""));

fn sheet(name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(ONE.bytes.clone())).unwrap();
    book.worksheet_range(name).unwrap()
}

fn at(sheet: &Range<Data>, row: u32, col: u32) -> String {
    sheet.get_value((row, col)).map(ToString::to_string).unwrap_or_default()
}

/// Row whose first cell begins with this.
fn row(sheet: &Range<Data>, label: &str) -> u32 {
    (0..2000).find(|r| at(sheet, *r, 0).starts_with(label)).unwrap_or_else(|| panic!("no {label}"))
}

fn number(sheet: &Range<Data>, row: u32, col: u32) -> f64 {
    at(sheet, row, col).parse().unwrap_or_else(|_| panic!("row {row}: {}", at(sheet, row, col)))
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    let again = workbook(&ONE.result, &ONE.case).unwrap();
    assert!(again == ONE.bytes, "clock or chance is in the workbook");
}

#[test]
fn a47_measures_of_the_sheet_are_those_of_the_run() {
    let appraisal = sheet("Appraisal");
    let run = &ONE.case.planned.appraisal;
    let npv = row(&appraisal, "Net present value");
    assert!((number(&appraisal, npv, 1) - run.npv).abs() <= 1e-9 * run.npv.abs());
    let pair = ONE.result.pairs.iter().find(|p| p.pair == ONE.case.pair).unwrap();
    assert_eq!(pair.npv, run.npv);
    let mut numbers = 0;
    for r in npv..npv + 11 {
        let (live, found) = (at(&appraisal, r, 1), at(&appraisal, r, 2));
        match (live.parse::<f64>(), found.parse::<f64>()) {
            (Ok(a), Ok(b)) => {
                assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "row {r}: {a} {b}");
                numbers += 1;
            }
            _ => assert_eq!(live, found, "row {r}"),
        }
        assert_eq!(at(&appraisal, r, 4), "OK");
    }
    assert!(numbers >= 7, "{numbers}");
}

#[test]
fn every_cell_of_the_cash_flow_is_a_formula() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(ONE.bytes.clone())).unwrap();
    let formulas = book.worksheet_formula("Months").unwrap();
    let months = sheet("Months");
    let col = (0..60).find(|c| at(&months, 3, *c) == "Cash flow").unwrap();
    for month in 0..=ONE.case.planned.input.horizon_months {
        let formula = formulas.get_value((4 + month, col)).map_or("", String::as_str);
        assert!(formula.starts_with("SUM("), "month {month}: {formula:?}");
        let found = ONE.case.planned.appraisal.cash_flow[month as usize];
        assert!((number(&months, 4 + month, col) - found).abs() <= 1e-6, "month {month}");
    }
    let wacc = book.defined_names().iter().find(|(name, _)| name == "WACC").unwrap().1.clone();
    assert_eq!(wacc, "Inputs!$B$6");
    assert!(book.worksheet_formula("Rate").unwrap().used_cells().any(|c| c.2.contains("WACC")));
}

#[test]
fn a24_ledger_is_the_cash_flow_to_the_cent() {
    let run = &ONE.case.planned.appraisal;
    let csv = ledger_csv(&ONE.case, "USD").unwrap();
    let mut months: BTreeMap<u32, i64> = BTreeMap::new();
    for line in csv.lines().skip(1).filter(|line| line.contains(",cash,")) {
        let month: u32 = line.split(',').next().unwrap().parse().unwrap();
        let amount = line.rsplit(',').next().unwrap();
        *months.entry(month).or_default() += amount.replace('.', "").parse::<i64>().unwrap();
    }
    for (month, flow) in (0u32..).zip(&run.cash_flow) {
        let booked = months.get(&month).copied().unwrap_or(0);
        assert!(
            (booked as f64 - 100.0 * flow).abs() <= 0.5 + 1e-6,
            "month {month}: {booked} {flow}"
        );
    }
    assert!(months.len() > 10);
    for entry in &ONE.case.ledger {
        assert!((entry.cents - cents(entry.amount)).abs() <= 1, "{entry:?}");
    }
    let audit = sheet("Audit");
    assert_eq!(at(&audit, 3, 1), "OK");
    assert!(number(&audit, row(&audit, "Ledger = cash flow: benefit"), 1) != 0.0);
}

#[test]
fn a48_cost_centres_are_those_of_the_study_else_machines() {
    let hard = |case: &Case| -> i64 {
        case.ledger.iter().filter(|l| l.hardness == Hardness::Hard).map(|l| l.cents).sum()
    };
    let mapped = written("[cost_centres]\nhardware = \"CC 4711\"\n\"income tax\" = \"HQ\"\n");
    let of = |case: &Case, line: &str| -> String {
        case.ledger.iter().find(|l| *l.line == *line).unwrap().cost_centre.to_string()
    };
    assert_eq!(of(&mapped.case, "hardware"), "CC 4711");
    assert_eq!(of(&mapped.case, "income tax"), "HQ");
    assert_eq!(of(&ONE.case, "hardware"), "plant");
    assert_eq!(hard(&mapped.case), hard(&ONE.case));
    let machines = ONE.case.ledger.iter().filter(|l| &*l.cost_centre != "plant").count();
    assert!(machines > 0, "no entry belongs to a machine or a crew");
    let faults = study("[cost_centres]\nhardwear = \"CC 4711\"\n").unwrap_err().to_string();
    assert!(faults.contains("hardwear"), "{faults}");
}

#[test]
fn a31_quote_whole_cost_and_ratio_stand_together() {
    let tco = sheet("TCO");
    let ratio = row(&tco, "Total cost / vendor's quote");
    let (quote, whole) = (number(&tco, ratio - 2, 3), number(&tco, ratio - 1, 3));
    assert!(quote > 0.0 && whole > quote);
    assert!((number(&tco, ratio, 3) - whole / quote).abs() < 1e-12);
    let comparison = &ONE.result.comparisons[0];
    let planned: f64 = comparison.costs.iter().map(|line| line.planned).sum();
    assert!((planned - whole).abs() < 1e-6 * whole);
}

#[test]
fn a26_a29_a30_cost_lines_say_what_kind_they_are() {
    let costs = sheet("Costs");
    let of = |line: &str, col: u32| at(&costs, row(&costs, line), col);
    assert_eq!([of("hardware", 2), of("subscription", 2)], ["capital", "run cost"]);
    assert_eq!(of("support", 4), "every year in advance");
    assert!(number(&costs, row(&costs, "support"), 6) > 0.0, "support does not rise");
    assert_eq!([of("training", 1), of("training", 2)], ["training", "one-off expense"]);
    // Every payment is there.
    let payments = sheet("Payments");
    let paid = (5..1000).take_while(|r| !at(&payments, *r, 0).is_empty()).count();
    let input = &ONE.case.planned.input;
    let due = |line: &scenarios::finance::tco::CostLine| {
        line.payments(&input.calendar(), &input.prices).len()
    };
    assert_eq!(paid, input.costs.iter().map(due).sum::<usize>());
}

#[test]
fn b05_every_assumption_has_a_row() {
    let register = sheet("Assumptions");
    let all = &ONE.result.assumptions;
    for (row, assumption) in (4..).zip(all) {
        assert_eq!(at(&register, row, 1), assumption.path);
        let owner = assumption.owner.as_deref().unwrap_or("not said");
        assert_eq!(at(&register, row, 4), owner);
    }
    assert!(at(&register, 4 + all.len() as u32, 1).is_empty());
}

#[test]
fn c03_the_board_page_answers_on_one_sheet() {
    let board = sheet("Board");
    let said = reports::headline::headline(&ONE.result).unwrap();
    assert_eq!(at(&board, 2, 0), said.sentence);
    let words: Vec<String> = board.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for wanted in
        ["NPV, median", "Probability NPV > 0", "Payback, median", "Base case", "All three"]
    {
        assert!(words.iter().any(|w| w == wanted), "{wanted}");
    }
}

/// Two more investments, together or one after the other.
const SEVERAL: [(&str, &str); 2] = [
    ("bundle", "[bundle]\ninvestments = [\"watch\", \"faster\"]\n"),
    ("programme", "[programme]\nstart = { faster = \"0 months\", watch = \"6 months\" }\n"),
];

#[test]
fn several_investments_have_a_workbook_too() {
    for (name, more) in SEVERAL {
        let faster = "[investments.faster]\nkind = \"edits\"\nramp = \"immediate\"\ncost = \"none\"\n\
                      edits = [{ path = \"machines.press.cycle\", multiply = 0.95 }]\n";
        let text = format!("{}\n{faster}{more}", fixture("predictive_press.toml"))
            .replace("12 months", "24 months");
        let load = |name: &str| Document::parse("plant.toml", fixture(name).as_bytes());
        let study = read_study(Document::parse("study.toml", text.as_bytes()).unwrap(), &load)
            .unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let result = study.run(&RunOptions { pairs: Some(4), ..RunOptions::default() }).unwrap();
        let case = study.open_case(&result).unwrap().unwrap();
        assert!(result.comparisons[0].id.starts_with(name), "{}", result.comparisons[0].id);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook(&result, &case).unwrap())).unwrap();
        for (sheet, cells) in book.worksheets() {
            for (row, col, cell) in cells.used_cells() {
                let bad = matches!(cell, Data::Error(_)) || cell.to_string().contains("NaN");
                assert!(!bad, "{name} {sheet} {row} {col}: {cell}");
            }
        }
        let appraisal = book.worksheet_range("Appraisal").unwrap();
        let npv = number(&appraisal, row(&appraisal, "Net present value"), 1);
        let mine = result.comparisons[0].npv_by_pair[usize::try_from(case.pair).unwrap()];
        assert_eq!(mine, case.planned.appraisal.npv, "{name}");
        assert!((npv - mine).abs() <= 1e-9 * mine.abs(), "{name}: {npv} {mine}");
    }
}

#[test]
fn c01_c02_channels_stand_in_page_and_workbook_with_their_money_or_without() {
    const SAFETY: &str = "[[soft]]\nname = \"nobody reaches in\"\nowner = \"Safety engineer\"\n\
        channel = \"safety\"\n";
    let told = written(SAFETY);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(told.bytes.clone())).unwrap();
    let sheet = book.worksheet_range("Channels").unwrap();
    let up = row(&sheet, "Uptime");
    assert_eq!(at(&sheet, up, 1), "hard money");
    let drivers = told.result.comparisons[0].benefits.iter();
    let mine = |c: &str| c == "downtime" || c == "maintenance";
    let hard = drivers.filter(|b| mine(&b.category) && b.firmness == Firmness::Hard);
    let sum: f64 = hard.map(|b| b.per_year.mean).sum();
    assert!((number(&sheet, up, 5) - sum).abs() < 1e-6 * sum.abs());
    let safety = row(&sheet, "Safety");
    assert_eq!(at(&sheet, safety, 1), "no money booked");
    assert_eq!(at(&sheet, safety + 1, 1), "nobody reaches in");
    assert!((3..11).all(|col| at(&sheet, safety + 1, col).is_empty()), "a statement has no number");
    let page = reports::write::html(&reports::compose(&told.result));
    let (_, chapter) = page.split_once("<section id=\"channels\">").unwrap();
    let (chapter, _) = chapter.split_once("</section>").unwrap();
    for text in ["Unplanned downtime", "no money booked", "Safety engineer, not simulated"] {
        assert!(chapter.contains(text), "{text}");
    }
}
