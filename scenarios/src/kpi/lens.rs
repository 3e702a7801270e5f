//! From an outcome to what indicators see: machine, line, plant; the whole run or one month.

use super::quality::AtStation;
use super::sight::{Sight, Whole};
use sim_core::{SimTime, TICKS_PER_HOUR};
use twin_models::outcome::{Outcome, Quantity, Response, Schema};
use twin_models::plant::calendar::Calendar;
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

/// A plant and what it records.
#[derive(Clone, Debug)]
pub struct Lens<'a> {
    plant: &'a Plant,
    schema: &'a Schema,
    /// Beginnings of the months, and the end of the last.
    bounds: Vec<SimTime>,
    started: Option<usize>,
}

impl<'a> Lens<'a> {
    /// For outcomes of `plant` over `months`.
    pub fn new(plant: &'a Plant, schema: &'a Schema, months: u32) -> Self {
        let bounds = Calendar::months(plant.start, months);
        let started = schema.iter().position(|q| q.key == "started");
        Self { plant, schema, bounds, started }
    }

    /// Months of the run.
    pub fn months(&self) -> usize {
        self.bounds.len() - 1
    }

    /// The servers of the constraint's station, which stand for the line.
    pub fn constraint(&self) -> impl Iterator<Item = usize> + '_ {
        let machines = &self.plant.machines;
        let station = machines.get(self.plant.constraint.index()).map(|m| &m.station);
        (0..machines.len()).filter(move |k| Some(&machines[*k].station) == station)
    }

    /// An empty sight of machine `k` over the months from `first` on.
    fn frame(&self, outcome: &Outcome, k: usize, month: Option<usize>) -> Sight {
        let width = self.schema.len();
        let rows = self.rows(outcome, month).unwrap_or(&[]);
        let started = self.started.map_or(0.0, |c| rows.iter().skip(c).step_by(width).sum());
        let months = if month.is_some() { 1 } else { self.months() };
        Sight {
            ticks: [0; Leaf::COUNT],
            pieces: 0.0,
            good: 0.0,
            failures: 0,
            down_ticks: None,
            planned_run_h: self.plant.machines.get(k).map_or(0.0, |m| m.cycle.mean() / 3600.0),
            started,
            years: months as f64 / 12.0,
            responses: self.responses(outcome, k, month),
            quality: self.quality(outcome, k, month, rows),
        }
    }

    /// Repairs of machine `k` that began in the run, or in a month.
    fn responses(&self, outcome: &Outcome, k: usize, month: Option<usize>) -> Vec<Response> {
        let mine = |r: &&Response| {
            self.plant.modes.get(r.mode as usize).is_some_and(|mode| mode.machine.index() == k)
        };
        let now = |r: &&Response| {
            month.is_none_or(|m| self.bounds[m] <= r.begun && r.begun < self.bounds[m + 1])
        };
        outcome.responses.iter().filter(mine).filter(now).copied().collect()
    }

    /// Rows of the run, or of a month.
    fn rows<'o>(&self, outcome: &'o Outcome, month: Option<usize>) -> Option<&'o [f64]> {
        let width = self.schema.len();
        match month {
            Some(m) => outcome.monthly.get(m * width..(m + 1) * width),
            None => Some(&outcome.monthly),
        }
    }

    /// One server's part of the quality of its station.
    fn quality(
        &self,
        outcome: &Outcome,
        k: usize,
        month: Option<usize>,
        rows: &[f64],
    ) -> Option<AtStation> {
        if self.plant.quality.is_empty() && self.plant.inspections.is_empty() {
            return None;
        }
        let completed = |k: usize| match (month, &outcome.by_month) {
            (None, _) => outcome.machines.get(k).map(|m| m.completed),
            (Some(m), Some(by)) => by.get(m * outcome.machines.len() + k).map(|m| m.completed),
            _ => None,
        };
        let station = &self.plant.machines.get(k)?.station;
        let all = self.plant.machines.iter().enumerate();
        let servers = all.filter(|(_, m)| m.station == *station).map(|(k, _)| completed(k));
        let pieces: Vec<f64> = servers.collect::<Option<_>>()?;
        let mean = pieces.iter().sum::<f64>() / pieces.len() as f64;
        let total = |key: &str, name: &str| {
            let mine = |q: &Quantity| {
                q.key.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')) == Some(name)
            };
            let at = self.schema.iter().position(mine);
            at.map_or(0.0, |at| rows.iter().skip(at).step_by(self.schema.len()).sum())
        };
        AtStation::of(self.plant, k, mean, total)
    }

    /// Machine `k` over the whole run.
    pub fn machine(&self, outcome: &Outcome, k: usize) -> Option<Sight> {
        let machine = outcome.machines.get(k)?;
        let mine =
            |(mode, _): &(&twin_models::plant::model::FailureMode, _)| mode.machine.index() == k;
        let down = self.plant.modes.iter().zip(&outcome.modes).filter(mine);
        Some(Sight {
            ticks: machine.ticks,
            pieces: machine.completed,
            good: machine.completed - machine.scrapped,
            failures: machine.failures,
            down_ticks: Some(down.map(|(_, m)| m.down_ticks).sum()),
            ..self.frame(outcome, k, None)
        })
    }

    /// Machine `k` in a month; only where the outcome records months.
    pub fn machine_in(&self, outcome: &Outcome, k: usize, month: usize) -> Option<Sight> {
        let by_month = outcome.by_month.as_ref()?;
        let machine = by_month.get(month * outcome.machines.len() + k)?;
        Some(Sight {
            ticks: machine.ticks,
            pieces: machine.completed,
            good: machine.completed - machine.scrapped,
            failures: machine.failures,
            ..self.frame(outcome, k, Some(month))
        })
    }

    fn sum(sights: impl Iterator<Item = Option<Sight>>) -> Option<Sight> {
        sights.reduce(|sum, next| {
            let mut sum = sum?;
            sum.add(&next?);
            Some(sum)
        })?
    }

    /// The line: its constraint station, over the whole run or in a month.
    pub fn line(&self, outcome: &Outcome, month: Option<usize>) -> Option<Sight> {
        Self::sum(self.constraint().map(|k| self.one(outcome, k, month)))
    }

    fn one(&self, outcome: &Outcome, k: usize, month: Option<usize>) -> Option<Sight> {
        match month {
            Some(month) => self.machine_in(outcome, k, month),
            None => self.machine(outcome, k),
        }
    }

    /// The plant, over the whole run or in a month.
    pub fn plant<'o>(&'o self, outcome: &'o Outcome, month: Option<usize>) -> Option<Whole<'o>> {
        let (first, last) = month.map_or((0, self.months()), |m| (m, m + 1));
        let span = (*self.bounds.get(first)?, *self.bounds.get(last)?);
        let machines = Self::sum((0..outcome.machines.len()).map(|k| self.one(outcome, k, month)))?;
        let noted = self.plant.shop.as_ref().is_some_and(|s| s.record);
        Some(Whole {
            schema: self.schema,
            monthly: self.rows(outcome, month)?,
            elapsed_h: (span.1 - span.0).0 as f64 / TICKS_PER_HOUR as f64,
            years: machines.years,
            span,
            orders: noted.then_some(&outcome.orders[..]),
            machines: Sight { quality: None, ..machines },
        })
    }
}
