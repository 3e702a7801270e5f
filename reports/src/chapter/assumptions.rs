//! Every input with its source: on what the answer rests.

use super::section;
use crate::document::{Block, Cell, Note, Section, Table, Tone};
use crate::number::{count, percent};
use crate::resting;
use scenarios::study::result::{Assumption, StudyResult};

/// Above this many rows the register is folded.
const OPEN: usize = 12;

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let all = &result.assumptions;
    if all.is_empty() {
        return None;
    }
    let mut section = section("assumptions", "Assumptions", "For whoever has to sign");
    let unsourced = all.iter().filter(|a| a.source.is_none()).count();
    let share = unsourced as f64 / all.len() as f64;
    let kinds = ["measured", "estimated", "vendor", "industry"];
    let number = |kind: &str| all.iter().filter(|a| a.kind.as_deref() == Some(kind)).count();
    let words: Vec<String> = kinds.iter().map(|k| format!("{} {k}", number(k))).collect();
    let text = format!(
        "The answer rests on {} inputs: {}, {} of unknown kind. {} of them ({}) have no source.",
        count(all.len() as u64),
        words.join(", "),
        all.len() - kinds.iter().map(|k| number(k)).sum::<usize>(),
        count(unsourced as u64),
        percent(share),
    );
    if unsourced > 0 {
        section.blocks.push(Block::Note(Note::warning("Sources", text)));
    } else {
        section.blocks.push(Block::Paragraph(text));
    }
    if let Some(resting) = &result.resting_on {
        section.blocks.extend(resting::blocks(resting, &result.provenance.currency));
    }
    let table = register(all);
    let words = format!("The register of {} inputs", count(all.len() as u64));
    let table = if all.len() > OPEN { table.folded(words) } else { table };
    section.blocks.push(Block::Table(table));
    Some(section)
}

fn register(all: &[Assumption]) -> Table {
    let headings = ["File", "Input", "Value", "Kind", "Source", "Owner", "Date"];
    let mut table = Table::new("Register of assumptions", &headings);
    for one in all {
        let source = match &one.source {
            Some(source) => Cell::from(source.as_str()),
            None => Cell::toned("nobody said", Tone::Bad),
        };
        let or_empty = |text: &Option<String>| Cell::from(text.as_deref().unwrap_or(""));
        table.row(vec![
            Cell::toned(one.file.as_str(), Tone::Quiet),
            one.path.as_str().into(),
            one.value.as_str().into(),
            or_empty(&one.kind),
            source,
            or_empty(&one.owner),
            or_empty(&one.date),
        ]);
    }
    table
}
