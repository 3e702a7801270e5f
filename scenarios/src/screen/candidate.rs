//! What is asked of a plant: every asset with a loss, and the edits by which it hardly exists any more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use twin_models::text::{Document, Node, Value};

/// What is left of a problem in the plant without it: a hundredth.
pub const REMEDY: f64 = 0.01;

/// Kinds of loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// Failures of a machine.
    Downtime,
    /// Scrap, defects and drifts of a machine or characteristic.
    Defects,
    /// Energy while nothing is made, and the peak.
    Energy,
}

impl LossKind {
    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Downtime => "downtime",
            Self::Defects => "defects",
            Self::Energy => "energy",
        }
    }

    /// The investment of the catalogue that goes after it.
    pub const fn fits(self) -> &'static str {
        match self {
            Self::Downtime => "predictive_maintenance",
            Self::Defects => "ai_quality",
            Self::Energy => "energy_management",
        }
    }
}

/// One question to the plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Kind of loss.
    pub kind: LossKind,
    /// Machine, characteristic, load or meter.
    pub asset: String,
    /// For people.
    pub what: String,
    /// Edits: path, and the rest of the edit as it is written in a study file.
    pub edits: Vec<(String, String)>,
}

impl Candidate {
    /// Its key as an investment.
    pub fn key(&self) -> String {
        format!("{}_{}", self.kind.name(), self.asset.replace(['.', ' '], "_"))
    }

    fn new(kind: LossKind, asset: &str, what: String) -> Self {
        Self { kind, asset: asset.to_owned(), what, edits: Vec::new() }
    }

    fn less(&mut self, path: String) {
        self.edits.push((path, format!("multiply = {REMEDY}")));
    }

    fn rarer(&mut self, path: String) {
        self.edits.push((path, format!("multiply = {}", 1.0 / REMEDY)));
    }
}

fn table(node: Option<&Node>) -> Vec<(&str, &Node)> {
    match node.map(|node| &node.value) {
        Some(Value::Table(table)) => table.entries.iter().map(|(k, n)| (&*k.name, n)).collect(),
        _ => Vec::new(),
    }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.as_table()?.get(key)
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// All questions, in the order of the plant file.
pub(super) fn all(plant: &Document) -> Vec<Candidate> {
    let mut all = downtime(plant);
    all.extend(defects(plant));
    all.extend(energy(plant));
    all.retain(|candidate| !candidate.edits.is_empty());
    all
}

/// The failure modes of a machine fail a hundred times as late.
fn downtime(plant: &Document) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    for (mode, node) in table(plant.get(&["failures"])) {
        let Some(machine) = get(node, "machine").and_then(text) else { continue };
        if get(node, "life").is_none() {
            continue;
        }
        let found = all.iter().position(|candidate| candidate.asset == machine);
        let at = found.unwrap_or_else(|| {
            let what = format!("failures of {machine}:");
            all.push(Candidate::new(LossKind::Downtime, machine, what));
            all.len() - 1
        });
        let one = &mut all[at];
        one.what += &format!("{} {mode}", if one.edits.is_empty() { "" } else { "," });
        one.rarer(format!("failures.{mode}.life"));
    }
    all
}

/// Scrap and hidden defects of a machine; causes of drifts and marks of a characteristic.
fn defects(plant: &Document) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (machine, node) in table(plant.get(&["machines"])) {
        let what = format!("scrap and defects made at {machine}");
        let mut one = Candidate::new(LossKind::Defects, machine, what);
        if get(node, "scrap").is_some() {
            one.less(format!("machines.{machine}.scrap"));
        }
        if let Some(defects) = get(node, "defects") {
            for key in ["probability", "growth"].into_iter().filter(|k| get(defects, k).is_some()) {
                one.less(format!("machines.{machine}.defects.{key}"));
            }
        }
        all.push(one);
    }
    for (name, node) in table(plant.get(&["quality"])) {
        let what = format!("drifts and marks of {name}");
        let mut one = Candidate::new(LossKind::Defects, name, what);
        if get(node, "visual").is_some() {
            one.less(format!("quality.{name}.visual"));
        }
        for (cause, _) in table(get(node, "causes")) {
            one.rarer(format!("quality.{name}.causes.{cause}.every"));
        }
        all.push(one);
    }
    all
}

/// What machines draw while they wait, what loads draw while the plant is closed, and the peak after a
/// start.
fn energy(plant: &Document) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (machine, node) in table(plant.get(&["machines"])) {
        let what = format!("electricity of {machine} while it waits or is off");
        let mut one = Candidate::new(LossKind::Energy, machine, what);
        let power = get(node, "power");
        for key in ["idle", "off"] {
            if power.and_then(|power| get(power, key)).is_some() {
                one.less(format!("machines.{machine}.power.{key}"));
            }
        }
        all.push(one);
    }
    for (load, node) in table(plant.get(&["energy", "loads"])) {
        let what = format!("electricity of {load} while the plant is closed");
        let mut one = Candidate::new(LossKind::Energy, load, what);
        if get(node, "closed").is_some() {
            one.less(format!("energy.loads.{load}.closed"));
        }
        all.push(one);
    }
    if plant.get(&["energy", "stagger"]).is_some() {
        let what = "peak of the plant when everything starts at once".to_owned();
        let mut one = Candidate::new(LossKind::Energy, "peak", what);
        one.edits.push(("energy.stagger".to_owned(), "set = \"15 min\"".to_owned()));
        all.push(one);
    }
    all
}
