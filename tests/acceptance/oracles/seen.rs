//! What a replication of a plant shows, by the names of the plant file; and plant files as text.

use std::fmt::Write;
use twin_models::outcome::{MachineOutcome, ModeOutcome, Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::{E10, Leaf};

/// One replication.
pub(crate) struct Seen<'a> {
    pub(crate) plant: &'a Plant,
    pub(crate) outcome: &'a Outcome,
}

impl Seen<'_> {
    /// Measured time \[h\].
    pub(crate) fn time(&self) -> f64 {
        self.outcome.elapsed_h
    }

    /// A quantity of the schema over the measured time.
    pub(crate) fn quantity(&self, key: &str) -> f64 {
        let at = schema(self.plant).iter().position(|q| q.key == key);
        self.outcome.monthly[at.unwrap_or_else(|| panic!("no quantity {key}"))]
    }

    /// Good pieces per time.
    pub(crate) fn throughput(&self) -> f64 {
        // "good" is the third of the quantities that every plant records.
        self.outcome.monthly[2] / self.time()
    }

    /// All servers of a station.
    pub(crate) fn servers(&self, station: &str) -> impl Iterator<Item = &MachineOutcome> {
        let machines = self.plant.machines.iter().zip(&self.outcome.machines);
        machines.filter(move |(m, _)| m.station == station).map(|(_, outcome)| outcome)
    }

    pub(crate) fn machine(&self, name: &str) -> &MachineOutcome {
        self.servers(name).next().unwrap_or_else(|| panic!("no machine {name}"))
    }

    /// Share of time in a state, summed over the servers.
    pub(crate) fn share(&self, station: &str, leaf: Leaf) -> f64 {
        let hours = |m: &MachineOutcome| m.ticks[leaf as usize] as f64 / 3.6e9;
        self.servers(station).map(hours).sum::<f64>() / self.time()
    }

    /// Share of time in a state of SEMI E10, summed over the servers.
    pub(crate) fn share_e10(&self, station: &str, state: E10) -> f64 {
        let leaves = Leaf::ALL.iter().filter(|l| l.e10() == state);
        leaves.map(|l| self.share(station, *l)).sum()
    }

    pub(crate) fn buffer(&self, name: &str) -> f64 {
        let at = self.plant.buffers.iter().position(|b| b.name == name);
        self.outcome.buffer_mean[at.unwrap_or_else(|| panic!("no buffer {name}"))]
    }

    /// All failure modes together.
    pub(crate) fn modes(&self) -> ModeOutcome {
        let mut sum = ModeOutcome::default();
        for m in &self.outcome.modes {
            sum.failures += m.failures;
            sum.planned += m.planned;
            sum.preventive += m.preventive;
            sum.defects += m.defects;
            sum.down_ticks += m.down_ticks;
        }
        sum
    }

    pub(crate) fn failures(&self, mode: &str) -> f64 {
        let at = self.plant.modes.iter().position(|m| m.name == mode);
        self.outcome.modes[at.unwrap_or_else(|| panic!("no mode {mode}"))].failures as f64
    }
}

/// A plant file being written; one unit of time is one hour.
#[derive(Clone)]
pub(crate) struct Text(String);

impl Text {
    pub(crate) fn new(constraint: &str) -> Self {
        Self(format!(
            "[plant]\nname = \"oracle\"\nstart = 2027-01-04\nconstraint = \"{constraint}\"\n\
             condition = \"new\"\n"
        ))
    }

    /// The same plant in rate flow.
    pub(crate) fn at_rates(mut self) -> Self {
        self.0 = self.0.replacen("condition", "flow = \"rate\"\ncondition", 1);
        self
    }

    /// A table with its keys, each `key = value` as in the file.
    pub(crate) fn with(mut self, header: &str, keys: &[&str]) -> Self {
        write!(self.0, "\n[{header}]\n{}\n", keys.join("\n")).expect("text");
        self
    }

    pub(crate) fn machine(self, name: &str, cycle: &str, keys: &[&str]) -> Self {
        let cycle = format!("cycle = {cycle}");
        self.with(&format!("machines.{name}"), &[&[cycle.as_str()], keys].concat())
    }

    pub(crate) fn buffer(self, name: &str, from: &str, to: &str, capacity: &str) -> Self {
        let (from, to) = (format!("from = {from:?}"), format!("to = {to:?}"));
        let capacity = format!("capacity = {capacity}");
        self.with(&format!("buffers.{name}"), &[&from, &to, &capacity])
    }

    /// Arrivals into buffer `queue` in front of a machine.
    pub(crate) fn source(self, every: &str, to: &str, capacity: &str, when_full: &str) -> Self {
        let to = format!("to = {to:?}");
        let capacity = format!("capacity = {capacity}");
        let (every, full) = (format!("every = {every}"), format!("when_full = {when_full:?}"));
        self.with("sources.outside", &["to = \"queue\"", &every, &full])
            .with("buffers.queue", &[&to, &capacity])
    }

    pub(crate) fn failure(self, name: &str, machine: &str, keys: &[&str]) -> Self {
        let machine = format!("machine = {machine:?}");
        self.with(&format!("failures.{name}"), &[&[machine.as_str()], keys].concat())
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// `"12 h"` in quotes.
pub(crate) fn h(hours: f64) -> String {
    format!("\"{hours} h\"")
}

pub(crate) fn exponential(mean: f64) -> String {
    format!("{{ exponential = {{ mean = {} }} }}", h(mean))
}

pub(crate) fn weibull(shape: f64, scale: f64) -> String {
    format!("{{ weibull = {{ shape = {shape}, scale = {} }} }}", h(scale))
}

pub(crate) fn gamma(shape: f64, scale: f64) -> String {
    format!("{{ gamma = {{ shape = {shape}, scale = {} }} }}", h(scale))
}

pub(crate) fn lognormal(mean: f64, cv: f64) -> String {
    format!("{{ lognormal = {{ mean = {}, cv = {cv} }} }}", h(mean))
}

pub(crate) fn uniform(min: f64, max: f64) -> String {
    format!("{{ uniform = {{ min = {}, max = {} }} }}", h(min), h(max))
}
