//! The study that asks: the prices and terms of another one, and an investment for every question.

use super::Candidate;
use twin_models::text::{Diagnostics, Document, Value};

/// Tables of a study that are kept: what things are worth.
const KEPT: [&str; 3] = ["study", "prices", "finance"];
/// Keys of `[study]` that are kept.
const OF_STUDY: [&str; 4] = ["name", "plant", "seed", "pairs"];

/// The study file.
pub(super) fn document(
    study: &Document,
    candidates: &[Candidate],
    months: u32,
) -> Result<Document, Diagnostics> {
    let questions =
        Document::parse("questions of the screening", text(candidates, months).as_bytes())?;
    let mut file = study.clone();
    file.know(&questions);
    let (Value::Table(root), Value::Table(asked)) = (&mut file.root.value, questions.root.value)
    else {
        return Ok(file);
    };
    root.entries.retain(|(key, _)| KEPT.contains(&&*key.name));
    for (key, node) in asked.entries {
        match (root.entries.iter_mut().find(|(old, _)| old.name == key.name), node.value) {
            (Some((_, old)), Value::Table(more)) => {
                if let Value::Table(old) = &mut old.value {
                    old.entries.retain(|(key, _)| OF_STUDY.contains(&&*key.name));
                    old.entries.extend(more.entries);
                }
            }
            (_, value) => {
                root.entries.push((key, twin_models::text::Node { value, span: node.span }))
            }
        }
    }
    Ok(file)
}

fn text(candidates: &[Candidate], months: u32) -> String {
    let mut text = format!("[study]\nhorizon = \"{months} months\"\n");
    for candidate in candidates {
        let edits: Vec<String> = candidate
            .edits
            .iter()
            .map(|(path, rest)| format!("{{ path = \"{path}\", {rest} }}"))
            .collect();
        text += &format!(
            "\n[investments.{}]\nkind = \"edits\"\nramp = \"immediate\"\ncost = \"none\"\nedits = [{}]\n",
            candidate.key(),
            edits.join(", ")
        );
    }
    text
}
