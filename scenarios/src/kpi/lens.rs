//! From an outcome to what indicators see: machine, line, plant; the whole run or one month.

use super::sight::{Sight, Whole};
use sim_core::TICKS_PER_HOUR;
use twin_models::outcome::{Outcome, Schema};
use twin_models::plant::calendar::Calendar;
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

/// A plant and what it records.
#[derive(Clone, Debug)]
pub struct Lens<'a> {
    plant: &'a Plant,
    schema: &'a Schema,
    /// Clock hours of every month.
    hours: Vec<f64>,
    started: Option<usize>,
}

impl<'a> Lens<'a> {
    /// For outcomes of `plant` over `months`.
    pub fn new(plant: &'a Plant, schema: &'a Schema, months: u32) -> Self {
        let bounds = Calendar::months(plant.start, months);
        let hours = bounds.windows(2).map(|b| (b[1] - b[0]).0 as f64 / TICKS_PER_HOUR as f64);
        let started = schema.iter().position(|q| q.key == "started");
        Self { plant, schema, hours: hours.collect(), started }
    }

    /// Months of the run.
    pub fn months(&self) -> usize {
        self.hours.len()
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
        let rows = match month {
            Some(m) => outcome.monthly.get(m * width..(m + 1) * width).unwrap_or(&[]),
            None => &outcome.monthly[..],
        };
        let started = self.started.map_or(0.0, |c| rows.iter().skip(c).step_by(width).sum());
        let months = if month.is_some() { 1 } else { self.hours.len() };
        Sight {
            ticks: [0; Leaf::COUNT],
            pieces: 0.0,
            good: 0.0,
            failures: 0,
            down_ticks: None,
            planned_run_h: self.plant.machines.get(k).map_or(0.0, |m| m.cycle.mean() / 3600.0),
            started,
            years: months as f64 / 12.0,
        }
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
        let width = self.schema.len();
        let (monthly, elapsed_h) = match month {
            Some(m) => (outcome.monthly.get(m * width..(m + 1) * width)?, *self.hours.get(m)?),
            None => (&outcome.monthly[..], self.hours.iter().sum()),
        };
        let machines = Self::sum((0..outcome.machines.len()).map(|k| self.one(outcome, k, month)))?;
        Some(Whole { schema: self.schema, monthly, elapsed_h, years: machines.years, machines })
    }
}
