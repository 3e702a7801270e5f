//! The register of assumptions: every input with its source.

use super::result::Assumption;
use twin_models::plant::read::ReadPlant;
use twin_models::text::InputEcho;

/// Where the values below a path come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The path.
    pub path: String,
    /// Document, system or person.
    pub source: String,
    /// Who answers for it.
    pub owner: String,
    /// What kind of knowledge it is.
    pub kind: String,
    /// As of, ISO 8601.
    pub date: Option<String>,
}

/// The inputs of a file; the longest path that covers an input tells its origin.
pub fn register(file: &str, inputs: &[InputEcho], origins: &[Origin]) -> Vec<Assumption> {
    inputs
        .iter()
        .map(|input| {
            let covers = |o: &&Origin| {
                input.path.strip_prefix(&o.path).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with('.') || rest.starts_with('[')
                })
            };
            let origin = origins.iter().filter(covers).max_by_key(|o| o.path.len());
            Assumption {
                file: file.to_owned(),
                path: input.path.clone(),
                value: plain(&input.text),
                source: origin.map(|o| o.source.clone()),
                owner: origin.map(|o| o.owner.clone()),
                kind: origin.map(|o| o.kind.clone()),
                date: origin.and_then(|o| o.date.clone()),
            }
        })
        .collect()
}

/// The inputs of the plant file.
pub fn of_plant(read: &ReadPlant) -> Vec<Assumption> {
    read.inputs
        .iter()
        .map(|input| {
            let origin = input.provenance.and_then(|k| read.provenance.get(k));
            Assumption {
                file: "plant".to_owned(),
                path: input.path.clone(),
                value: plain(&input.text),
                source: origin.map(|o| o.source.clone()),
                owner: origin.map(|o| o.owner.clone()),
                kind: origin.map(|o| o.kind.to_owned()),
                date: origin.map(|o| o.date.to_string()),
            }
        })
        .collect()
}

/// A single text without its quotes; anything else as written, on one line.
fn plain(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('"') => inner.to_owned(),
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
