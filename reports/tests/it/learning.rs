//! A programme that learns: chapter and sheet.

use calamine::{Reader, Xlsx};
use reports::workbook::workbook;
use scenarios::study::{RunOptions, read_study};
use std::io::Cursor;
use std::path::PathBuf;
use twin_models::text::Document;

const MORE: &str = "
[investments.faster]
kind = \"edits\"
edits = [{ path = \"machines.press.cycle\", multiply = 0.95 }]
cost = \"none\"

[programme]
start = { faster = \"0 months\", watch = \"9 months\" }
gate = { after = \"9 months\", reach = \"50 %\" }

[programme.learning]
connectivity = { rate = \"20 %\", share = \"40 %\" }
team = 1
";

#[test]
fn d45_months_until_the_nth_project_works_stand_in_chapter_and_workbook() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios/fixtures/good");
    let file = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let text = format!("{}{MORE}", file("predictive_press.toml")).replace("12 months", "24 months");
    let load = |name: &str| Document::parse("plant.toml", file(name).as_bytes());
    let study = Document::parse("study.toml", text.as_bytes()).unwrap();
    let study = read_study(study, &load).unwrap_or_else(|faults| panic!("{faults}"));
    let result = study.run(&RunOptions { pairs: Some(3), ..RunOptions::default() }).unwrap();
    let json = serde_json::to_value(&result).unwrap();
    let cases = &json["programme"]["learning"]["use_cases"];
    assert_eq!(cases[1]["n"], 2);
    let report = reports::compose(&result);
    let programme = report.sections.iter().find(|s| s.id == "programme").unwrap();
    let words = format!("{:?}", programme.blocks);
    for part in
        ["Until 2 projects work", "Months until so many projects work", "(1 - rate)^(log2 n)"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    let case = study.open_case(&result).unwrap().unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook(&result, &case).unwrap())).unwrap();
    let sheet = book.worksheet_range("Learning").unwrap();
    let text = |cell: Option<&calamine::Data>| cell.map(ToString::to_string).unwrap_or_default();
    let top = (0..60)
        .find(|r| text(sheet.get_value((*r, 0))) == "Projects at work")
        .expect("a table of the months");
    let second = sheet.get_value((top + 2, 0)).unwrap();
    assert_eq!(text(Some(second)), "2");
    // What the workbook says is what the result says.
    let p10 = text(sheet.get_value((top + 1, 1)));
    let month = &cases[0]["focused"]["p10"]["within"];
    assert_eq!(p10.parse::<f64>().ok(), month.as_f64(), "{p10} {month}");
}
