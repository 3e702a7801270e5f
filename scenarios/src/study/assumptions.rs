//! The register of assumptions: every input with its source.

use super::result::Assumption;
use crate::baseline::leaves::{is_below, leaves};
use crate::baseline::score::Score;
use twin_models::plant::read::ReadPlant;
use twin_models::text::{Document, InputEcho, Path, Step, Value};

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
            let covers = |o: &&Origin| is_below(&input.path, &o.path);
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

/// Who answers for the target of a line of the scorecard.
pub fn origin_of_score(score: &Score) -> Option<Origin> {
    Some(Origin {
        path: Path::of(&["scorecard", &score.name]).to_string(),
        source: score.source.clone()?,
        owner: score.owner.clone()?,
        kind: "estimated".to_owned(),
        date: None,
    })
}

/// Records of the plant file in the form of those of the study file.
pub fn origins_of_plant(read: &ReadPlant) -> Vec<Origin> {
    let one = |p: &twin_models::plant::read::Provenance| Origin {
        path: p.path.clone(),
        source: p.source.clone(),
        owner: p.owner.clone(),
        kind: p.kind.to_owned(),
        date: Some(p.date.to_string()),
    };
    read.provenance.iter().map(one).collect()
}

/// Adds the numbers of a file that no reader of numbers has met: hours of shifts, days, lists.
pub fn complete(all: &mut Vec<Assumption>, file: &str, document: &Document, origins: &[Origin]) {
    let of_file = |a: &&Assumption| a.file == file;
    let known: Vec<String> = all.iter().filter(of_file).map(|a| a.path.clone()).collect();
    let is_known = |path: &str| known.iter().any(|k| is_below(path, k) || is_below(k, path));
    let missing: Vec<InputEcho> = leaves(document, |path| !is_told_elsewhere(path))
        .into_iter()
        .filter(|(_, text)| is_number(text))
        .filter(|(path, _)| !is_known(path) && !is_known(&through_edit(document, path)))
        .map(|(path, text)| InputEcho {
            path,
            text,
            value: String::new(),
            number: 0.0,
            file: file.to_owned(),
            line: 0,
            provenance: None,
        })
        .collect();
    all.extend(register(file, &missing, origins));
}

/// Names, records, and how long a forecast is simulated are no inputs; the scorecard has owners of its own.
fn is_told_elsewhere(path: &str) -> bool {
    let names = [".name", ".title", ".what", ".source", ".plant", ".baseline"];
    is_below(path, "provenance")
        || is_below(path, "scorecard")
        || is_below(path, "tracking")
        || names.iter().any(|name| path.ends_with(name))
}

/// Does it begin like a number?
fn is_number(text: &str) -> bool {
    let rest = text.trim_start_matches(['+', '-']);
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Where the register tells the value of an edit: at the path in the plant that it changes.
fn through_edit(document: &Document, path: &str) -> String {
    let edited = || -> Option<String> {
        let mut at = Path::parse(path).ok()?;
        let k = at.steps.iter().position(|s| matches!(s, Step::Key(name) if name == "edits"))?;
        let rest = at.steps.split_off(k + 3);
        let last = at.steps.pop()?;
        at.steps.push(Step::Key("path".to_owned()));
        let Value::String(target) = &document.at(&at)?.value else { return None };
        let head = Path { steps: at.steps[..=k].to_vec() };
        let is_value = matches!(&last, Step::Key(name) if name == "set" || name == "add");
        let below = Path { steps: rest };
        let dot = if below.steps.is_empty() { "" } else { "." };
        is_value.then(|| format!("{head}.{target}{dot}{below}"))
    };
    let long = path.contains(".edits[");
    long.then(edited).flatten().unwrap_or_else(|| path.to_owned())
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
