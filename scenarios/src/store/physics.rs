//! What the simulation depends on, value by value: two studies that agree in it have the same futures.

use crate::study::Study;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use twin_models::text::{Document, Node, Value};

/// One value of the plant or the study file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// `plant` or `study`.
    pub file: String,
    /// Its path.
    pub path: String,
    /// The value as TOML.
    pub value: String,
}

impl Difference {
    /// Of this value in this file.
    pub(super) fn new(file: &str, path: &str, then: String, now: String) -> Self {
        let (then, now) = (Some(then), Some(now));
        Self { file: file.to_owned(), path: path.to_owned(), then, now }
    }
}

/// A value in which two studies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `plant` or `study`; empty: it is in no file.
    pub file: String,
    /// Its path.
    pub path: String,
    /// The value then; `None`: there was none.
    pub then: Option<String>,
    /// The value now; `None`: there is none.
    pub now: Option<String>,
}

/// Tables of a study file that no simulation sees: prices and everything after them.
const MONEY: [&str; 5] = ["prices", "finance", "claims", "provenance", "tracking"];
/// Keys of `[study]` that no simulation sees. The plant counts by what is in it.
const ASKED: [&str; 5] = ["name", "plant", "pairs", "allowed_failures", "footprint"];
/// Keys of `[investments.NAME]` that no simulation sees.
const PAID: [&str; 7] =
    ["title", "cost", "overrun", "approval", "pilot", "interfaces", "from_day_one"];

/// Everything that the simulation of a study depends on, in the order of the files: rows of the scorecard are known by
/// their place, and buffers, crews and failures are served in theirs.
///
/// Values are compared as they are written: `"60 s"` and `"1 min"` count as different. Code from
/// outside ([`twin_models::extend`]) is not seen.
pub fn inputs(study: &Study) -> Vec<Input> {
    let mut all = leaves("plant", &study.plant_file, |path| path.first() != Some(&"provenance"));
    all.extend(leaves("study", &study.study_file, is_physics));
    // Whose word an effect rests on decides what a haircut takes.
    let cut =
        |i: &&crate::investment::project::Investment| i.unknown.haircut.as_constant() != Some(1.0);
    let promised = study.investments.iter().filter(cut).flat_map(|i| i.sources.promised());
    all.extend(promised.map(|part| Input {
        file: "study".to_owned(),
        path: format!("{}, on the word of a vendor", part.path),
        value: "true".to_owned(),
    }));
    all.extend(study.without.iter().map(|kind| Input {
        file: "study".to_owned(),
        path: "effects not believed".to_owned(),
        value: kind.clone(),
    }));
    all
}

/// All values of a plant and a study file, money too.
pub fn all_inputs(plant: &Document, study: &Document) -> Vec<Input> {
    let mut all = leaves("plant", plant, |_| true);
    all.extend(leaves("study", study, |_| true));
    all
}

fn is_physics(path: &[&str]) -> bool {
    match path {
        ["study", "pairs", "luck", ..] => true,
        ["study", key, ..] => !ASKED.contains(key),
        // The cost of a gap or gate is drawn apart from everything else.
        ["investments", _, "connectivity_gap" | "compliance_gate", "cost", ..] => false,
        // So is that of a review; how long it takes is not.
        ["investments", _, "reviews", _, key, ..] => {
            ["lasts", "chance", "remedy_time"].contains(key)
        }
        ["investments", _, "team", _, "hours" | "rate"] => false,
        ["bundle" | "programme", "title"] => false,
        ["investments", _, key, ..] => !PAID.contains(key),
        [first, ..] => !MONEY.contains(first),
        [] => true,
    }
}

fn leaves(file: &str, document: &Document, wanted: impl Fn(&[&str]) -> bool) -> Vec<Input> {
    let mut found = Vec::new();
    let mut path = Vec::new();
    walk(&document.root, &mut path, &mut |path, node| {
        if wanted(&path.iter().map(String::as_str).collect::<Vec<_>>()) {
            let (path, value) = (path.join("."), node.to_toml());
            found.push(Input { file: file.to_owned(), path, value });
        }
    });
    found
}

/// Every value that has no values of its own.
fn walk(node: &Node, path: &mut Vec<String>, found: &mut impl FnMut(&[String], &Node)) {
    let mut step = |name: String, node: &Node| {
        path.push(name);
        walk(node, path, found);
        path.pop();
    };
    match &node.value {
        Value::Table(table) if !table.entries.is_empty() => {
            table.entries.iter().for_each(|(key, node)| step(key.name.to_string(), node));
        }
        Value::Array(list) if !list.is_empty() => {
            list.iter().enumerate().for_each(|(k, node)| step(k.to_string(), node));
        }
        _ => found(path, node),
    }
}

/// One hash over inputs, seed and luck, hexadecimal.
pub fn digest(inputs: &[Input], seed: u64, luck: &str) -> String {
    let mut all = Sha256::new();
    all.update(format!("seed {seed}\nluck {luck}\n"));
    for Input { file, path, value } in inputs {
        all.update(format!("{file} {path} = {value}\n"));
    }
    all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The values in which two lists differ, in the order of files and paths; where only their order differs, the first
/// path that stands elsewhere.
pub fn differences(then: &[Input], now: &[Input]) -> Vec<Difference> {
    let mut all: BTreeMap<(&str, &str), [Option<&str>; 2]> = BTreeMap::new();
    for (k, inputs) in [then, now].into_iter().enumerate() {
        for Input { file, path, value } in inputs {
            all.entry((file, path)).or_default()[k] = Some(value);
        }
    }
    let differs = all.into_iter().filter(|(_, [then, now])| then != now);
    let difference = |((file, path), [then, now]): ((&str, &str), [Option<&str>; 2])| Difference {
        file: file.to_owned(),
        path: path.to_owned(),
        then: then.map(str::to_owned),
        now: now.map(str::to_owned),
    };
    let mut found: Vec<Difference> = differs.map(difference).collect();
    let moved = || then.iter().zip(now).find(|(then, now)| then.path != now.path);
    if let (true, Some((then, now))) = (found.is_empty(), moved()) {
        let (then, path) = (then.path.clone(), now.path.clone());
        found.push(Difference::new(&now.file, "order of its tables", then, path));
    }
    found
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let (then, now) = (value(&self.then), value(&self.now));
        match self.file.as_str() {
            "" => write!(f, "{}: {then} became {now}", self.path),
            file => write!(f, "{file} file, {}: {then} became {now}", self.path),
        }
    }
}
