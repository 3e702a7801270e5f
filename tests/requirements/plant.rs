//! A small plant and its studies, to be changed by a test: two machines, a bearing that warns, a
//! heating that does not, one crew, bearings that must be ordered.

use crate::evidence::root;
use reports::document::Block;
use scenarios::study::result::{ArmResult, Comparison, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::{Diagnostics, Document};

/// Text of a file of the small plant.
pub(crate) fn text(name: &str) -> String {
    let path = root().join("scenarios/fixtures/good").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every `(from, to)` must be found.
pub(crate) fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "there is no: {from}");
        text.replace(from, to)
    })
}

/// A study of these texts, or its faults.
pub(crate) fn read(study: &str, plant: &str) -> Result<Study, Diagnostics> {
    let study = Document::parse("study.toml", study.as_bytes())?;
    read_study(study, &|_| Document::parse("plant.toml", plant.as_bytes()))
}

/// The study of predictive maintenance, changed.
pub(crate) fn watch(study: &[(&str, &str)], plant: &[(&str, &str)]) -> Study {
    let study = changed(&text("predictive_press.toml"), study);
    let plant = changed(&text("two_machines.toml"), plant);
    read(&study, &plant).unwrap_or_else(|faults| panic!("{faults}"))
}

/// So many pairs of it.
pub(crate) fn run(study: &Study, pairs: u64) -> StudyResult {
    study.run(&RunOptions { pairs: Some(pairs), ..RunOptions::default() }).expect("it runs")
}

/// Its first comparison.
pub(crate) fn head(result: &StudyResult) -> &Comparison {
    result.comparisons.first().expect("a comparison")
}

/// The arm of this name.
pub(crate) fn arm<'a>(result: &'a StudyResult, name: &str) -> &'a ArmResult {
    result.arms.iter().find(|arm| arm.name == name).expect("an arm")
}

/// Mean by month of a quantity of an arm.
pub(crate) fn monthly<'a>(arm: &'a ArmResult, key: &str) -> &'a [f64] {
    let found = arm.monthly.iter().find(|m| m.key == key);
    &found.unwrap_or_else(|| panic!("{} has no {key}", arm.name)).mean
}

/// Mean of an indicator of an arm.
pub(crate) fn mean(arm: &ArmResult, key: &str) -> f64 {
    let found = arm.indicators.iter().find(|i| i.key == key).and_then(|i| i.spread.as_ref());
    found.unwrap_or_else(|| panic!("{} has no {key}", arm.name)).mean
}

/// Every word that a reader of the report sees, chapter after chapter.
pub(crate) fn told(result: &StudyResult) -> String {
    let mut words = Vec::new();
    for section in reports::compose(result).sections {
        words.push(section.title);
        for block in section.blocks {
            match block {
                Block::Lead(text) | Block::Heading(text) | Block::Paragraph(text) => {
                    words.push(text)
                }
                Block::Terms(terms) => terms.into_iter().for_each(|(a, b)| words.extend([a, b])),
                Block::Facts(facts) => {
                    facts.into_iter().for_each(|f| words.extend([f.label, f.value, f.detail]));
                }
                Block::Table(table) => {
                    words.push(table.caption);
                    words.extend(table.columns.into_iter().map(|c| c.title));
                    for row in table.rows {
                        let cells: Vec<String> = row.cells.into_iter().map(|c| c.text).collect();
                        words.push(cells.join(" | "));
                    }
                    words.extend(table.note);
                }
                Block::Figure(figure) => {
                    words.extend([figure.title, figure.description, figure.svg])
                }
                Block::Note(note) => words.extend([note.label, note.text]),
            }
        }
    }
    words.join("\n")
}
