//! Indicators of a plant: pure functions of one outcome.
//!
//! Names and formulas follow ISO 22400-2 where it has them; PBT, APT and so on are summed from the
//! states of the machines, so the identities of the standard hold exactly.

mod list;
pub mod waits;

pub use list::{INDICATORS, Spec, is_of_some};

use twin_models::outcome::{Outcome, RootKind, Schema};
use twin_models::plant::model::Plant;
use twin_models::state::{E10, Iso22400, Leaf};

/// What indicators need to know of a plant beyond its outcome.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Keys of the quantities, in order of their columns.
    keys: Vec<String>,
    /// Servers of the constraint's station.
    constraint: Vec<usize>,
    /// Planned run time of the constraint per piece \[h\]; a shop has one per product and operation.
    planned_run_h: Option<f64>,
    /// Years simulated.
    pub years: f64,
}

/// One outcome seen through its frame.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The outcome.
    pub outcome: &'a Outcome,
}

impl Frame {
    /// The frame of a plant over `months`. The planned run time is that of `reference`, so that an
    /// investment in speed shows as more, not as a stricter measure.
    pub fn new(plant: &Plant, reference: &Plant, schema: &Schema, months: u32) -> Self {
        let station = |p: &Plant| p.machines.get(p.constraint.index()).map(|m| m.station.clone());
        let own = station(plant);
        let planned = reference.machines.get(reference.constraint.index());
        Self {
            keys: schema.iter().map(|q| q.key.clone()).collect(),
            constraint: (0..plant.machines.len())
                .filter(|k| own.as_ref() == Some(&plant.machines[*k].station))
                .collect(),
            planned_run_h: planned
                .filter(|_| plant.shop.is_none())
                .map(|m| m.cycle.mean() / 3600.0),
            years: f64::from(months) / 12.0,
        }
    }

    /// Columns of a quantity: the key itself and `key:NAME` of every entity.
    pub fn columns<'a>(&'a self, key: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.keys.iter().enumerate().filter_map(move |(k, name)| is_of(name, key).then_some(k))
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.keys.len()
    }
}

/// Is `name` the quantity `key`, or that of one of its entities?
pub fn is_of(name: &str, key: &str) -> bool {
    name.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

impl View<'_> {
    /// Sum over the run, and over entities.
    pub fn total(&self, key: &str) -> f64 {
        let width = self.frame.width();
        let column = |k: usize| -> f64 { self.outcome.monthly.iter().skip(k).step_by(width).sum() };
        self.frame.columns(key).map(column).sum()
    }

    /// Sum per year.
    pub fn per_year(&self, key: &str) -> f64 {
        self.total(key) / self.frame.years
    }

    /// Does the plant record this quantity?
    pub fn recorded(&self, key: &str) -> bool {
        self.frame.columns(key).next().is_some()
    }

    /// Does it work by orders? Then pieces are counted product by product, and nothing is sold from stock.
    pub fn has_shop(&self) -> bool {
        self.recorded("orders_received")
    }

    /// Sum per year of what a line counts, or of what a shop counts instead; absent where it has no such
    /// thing.
    pub fn pieces_per_year(&self, of_line: &str, of_shop: Option<&str>) -> Option<f64> {
        let key = if self.has_shop() { of_shop.filter(|key| self.recorded(key))? } else { of_line };
        Some(self.per_year(key))
    }

    /// Time average of what a line holds, or of what a shop holds instead.
    pub fn held(&self, of_line: &str, of_shop: Option<&str>) -> Option<f64> {
        let key = if self.has_shop() { of_shop.filter(|key| self.recorded(key))? } else { of_line };
        ratio(self.total(key), self.outcome.elapsed_h)
    }

    /// Hours inside the schedule that the constraint lost to failures, mean of its servers.
    pub fn waiting_for_repair_h(&self) -> f64 {
        let servers = &self.frame.constraint;
        let lost = self.outcome.losses.iter().filter(|loss| loss.kind == RootKind::Failure);
        let own = lost.filter(|loss| servers.contains(&(loss.victim as usize)));
        let ticks: i64 = own.map(|loss| loss.ticks).sum();
        ticks as f64 / sim_core::TICKS_PER_HOUR as f64 / servers.len().max(1) as f64
    }

    /// Hours of the constraint's station in the leaves that `wanted` picks.
    pub fn constraint_h(&self, wanted: impl Fn(Leaf) -> bool) -> f64 {
        hours(self.frame.constraint.iter().filter_map(|k| self.outcome.machines.get(*k)), wanted)
    }

    /// Hours of all machines in the leaves that `wanted` picks.
    pub fn all_h(&self, wanted: impl Fn(Leaf) -> bool) -> f64 {
        hours(self.outcome.machines.iter(), wanted)
    }

    /// Planned busy time of the constraint \[h\]: planned operation time less planned downtime.
    pub fn busy_h(&self) -> f64 {
        self.constraint_h(|leaf| !matches!(leaf.iso22400(), Iso22400::PDT | Iso22400::OutsidePOT))
    }

    /// Actual production time of the constraint \[h\].
    pub fn production_h(&self) -> f64 {
        self.constraint_h(|leaf| leaf.iso22400() == Iso22400::APT)
    }

    /// Pieces completed and pieces good (completed, not scrapped there) at the constraint.
    pub fn constraint_pieces(&self) -> (f64, f64) {
        let of = |k: &usize| self.outcome.machines.get(*k);
        self.frame.constraint.iter().filter_map(of).fold((0.0, 0.0), |(done, good), machine| {
            let (completed, scrapped) = (machine.completed, machine.scrapped);
            (done + completed, good + completed - scrapped)
        })
    }

    /// Planned run time per piece of the constraint \[h\]; absent where pieces differ.
    pub fn planned_run_h(&self) -> Option<f64> {
        self.frame.planned_run_h
    }

    /// Pieces per year at full speed through the constraint's planned busy time, times their
    /// effectiveness and quality: the reference rate of the closed forms \[pieces/h\].
    pub fn good_per_running_h(&self) -> Option<f64> {
        ratio(self.total("good"), self.production_h())
    }
}

fn hours<'a>(
    machines: impl Iterator<Item = &'a twin_models::outcome::MachineOutcome>,
    wanted: impl Fn(Leaf) -> bool,
) -> f64 {
    let ticks: i64 = machines
        .map(|m| {
            Leaf::ALL.iter().filter(|l| wanted(**l)).map(|l| m.ticks[*l as usize]).sum::<i64>()
        })
        .sum();
    ticks as f64 / sim_core::TICKS_PER_HOUR as f64
}

/// Unplanned downtime without minor stops.
pub fn is_unplanned(leaf: Leaf) -> bool {
    leaf.e10() == E10::UDT && leaf != Leaf::Minor
}

/// Stops for planned maintenance work.
pub fn is_planned_stop(leaf: Leaf) -> bool {
    leaf.e10() == E10::SDT && leaf != Leaf::Setup
}

/// A ratio, absent when there is nothing to divide by.
pub fn ratio(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}
