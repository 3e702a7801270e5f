//! Values of indicators month by month, in one arm of one future.

use super::Tracked;
use crate::baseline::money::Spent;
use crate::baseline::score::{Gauge, Score};
use crate::indicator::{Frame, View};
use crate::kpi::{Lens, Of};
use crate::money::prices::{CATEGORIES, PriceLine};
use crate::pairing::Seen;
use crate::study::Study;
use crate::study::arm::Arm;
use crate::study::question::ArmTools;
use sim_core::TICKS_PER_HOUR;
use twin_models::outcome::{MachineMonth, MachineOutcome, Outcome, Response};
use twin_models::plant::calendar::Calendar;

/// Months of a year.
const YEAR: f64 = 12.0;

/// One arm of one future.
pub(crate) struct Months {
    /// `values[line][month]`, in the unit of the line; none where it does not exist in that month.
    pub(super) values: Vec<Vec<Option<f64>>>,
    /// Over the whole horizon, per month.
    pub(super) whole: Vec<Option<f64>>,
    /// Money of the ledger lines in which it shows, per month.
    pub(super) money: Vec<Option<f64>>,
}

/// How a line is counted: what is told per year is told per month.
#[derive(Clone, Copy)]
pub(super) struct Line<'a>(&'a Tracked<'a>);

impl<'a> Line<'a> {
    pub(super) const fn of(tracked: &'a Tracked<'a>) -> Self {
        Self(tracked)
    }

    fn of_year(self) -> &'static str {
        match self.0 {
            Tracked::Score(score) => score.gauge.unit(),
            Tracked::Driver(spec) => spec.unit,
        }
    }

    /// Its unit by month.
    pub(super) fn unit(self) -> String {
        match self.of_year().strip_suffix("/year") {
            Some(unit) => format!("{unit}/month"),
            None => self.of_year().to_owned(),
        }
    }

    fn scaled(self, value: f64) -> f64 {
        if self.of_year().ends_with("/year") { value / YEAR } else { value }
    }
}

impl Months {
    /// Those of arm `a`.
    pub(super) fn of(seen: &Seen<'_>, a: usize, lines: &[Tracked<'_>]) -> Self {
        let (study, outcome) = (seen.study, seen.outcomes[a]);
        let (arm, tools) = (&study.arms[a], &study.tools[a]);
        let slices = slices(study, tools, outcome);
        let mut frame: Frame = tools.frame.clone();
        frame.years = 1.0 / YEAR;
        let lens = Lens::new(&arm.plant, &tools.schema, study.horizon);
        let desk = Desk { study, arm, tools, outcome, lens: &lens };
        let value = |line: &Tracked<'_>, m: usize| {
            let view = View { frame: &frame, outcome: &slices[m] };
            let value = match line {
                Tracked::Driver(spec) => (spec.of)(&view),
                Tracked::Score(score) if !score.gauge.is_monthly() => None,
                Tracked::Score(score) => desk.value(score, &view, Some(m)),
            };
            value.filter(|x| x.is_finite()).map(|x| Line::of(line).scaled(x))
        };
        let whole = |line: &Tracked<'_>| {
            let view = View { frame: &tools.frame, outcome };
            let value = match line {
                Tracked::Driver(spec) => (spec.of)(&view),
                Tracked::Score(score) => desk.value(score, &view, None),
            };
            value.filter(|x| x.is_finite()).map(|x| Line::of(line).scaled(x))
        };
        let ledger = tools.pricing.ledger(&outcome.monthly, outcome.energy.as_ref());
        let money = |line: &Tracked<'_>| match line {
            Tracked::Driver(_) => None,
            Tracked::Score(score) => {
                let mine = shown(score, &study.book.lines);
                let sum: f64 = mine.flat_map(|l| ledger.line(l)).sum();
                Some(sum / f64::from(study.horizon))
            }
        };
        Self {
            values: lines
                .iter()
                .map(|line| (0..slices.len()).map(|m| value(line, m)).collect())
                .collect(),
            whole: lines.iter().map(whole).collect(),
            money: lines.iter().map(money).collect(),
        }
    }
}

/// The lines of the ledger in which an indicator shows.
fn shown<'a>(score: &'a Score, lines: &'a [PriceLine]) -> impl Iterator<Item = usize> + 'a {
    let code = |line: &PriceLine| {
        CATEGORIES.iter().find(|(c, _)| *c == line.category).map_or("", |(_, code)| *code)
    };
    let wanted = move |line: &PriceLine| {
        score.lines.iter().any(|name| *name == line.name || name == code(line))
    };
    lines.iter().enumerate().filter(move |(_, line)| wanted(line)).map(|(l, _)| l)
}

/// One arm and what happened in it.
struct Desk<'a> {
    study: &'a Study,
    arm: &'a Arm,
    tools: &'a ArmTools,
    outcome: &'a Outcome,
    lens: &'a Lens<'a>,
}

impl Desk<'_> {
    fn value(&self, score: &Score, view: &View<'_>, month: Option<usize>) -> Option<f64> {
        let plant = &self.arm.plant;
        match score.gauge {
            Gauge::Indicator(spec) => (spec.of)(view),
            Gauge::Catalogue(kpi) => match kpi.of {
                Of::Plant(of) => of(&self.lens.plant(self.outcome, month)?).ok(),
                Of::Machine(of) => {
                    let sight = match (&score.on, month) {
                        (None, _) => self.lens.line(self.outcome, month)?,
                        (Some(name), _) => {
                            let k = plant.machines.iter().position(|m| m.name == *name)?;
                            match month {
                                Some(m) => self.lens.machine_in(self.outcome, k, m)?,
                                None => self.lens.machine(self.outcome, k)?,
                            }
                        }
                    };
                    of(&sight).ok()
                }
            },
            Gauge::Money(money) => {
                let (book, schema) = (&self.study.book, &self.tools.schema);
                let Outcome { monthly, elapsed_h, .. } = view.outcome;
                let (by_column, elapsed_h) = (None, *elapsed_h);
                let spent = Spent { book, schema, plant, monthly, by_column, elapsed_h };
                (money.of)(&spent, score.on.as_deref())
            }
        }
    }
}

/// Every month as an outcome of its own: quantities, states and pieces of machines, waits for repair,
/// hours.
fn slices(study: &Study, tools: &ArmTools, outcome: &Outcome) -> Vec<Outcome> {
    let (width, machines) = (tools.schema.len(), outcome.machines.len());
    let edges = Calendar::months(study.start, study.horizon);
    let Some(by_month) = &outcome.by_month else { return Vec::new() };
    let machine = |month: &MachineMonth| MachineOutcome {
        ticks: month.ticks,
        completed: month.completed,
        scrapped: month.scrapped,
        failures: month.failures,
        minor_stops: 0,
        holding_finished: 0.0,
        holding_nothing: 0.0,
    };
    let slice = |(m, edges): (usize, &[sim_core::SimTime])| Outcome {
        months: 1,
        monthly: outcome.monthly[m * width..(m + 1) * width].to_vec(),
        machines: by_month[m * machines..(m + 1) * machines].iter().map(machine).collect(),
        responses: {
            let now = |r: &&Response| edges[0] <= r.begun && r.begun < edges[1];
            outcome.responses.iter().filter(now).copied().collect()
        },
        elapsed_h: (edges[1].0 - edges[0].0) as f64 / TICKS_PER_HOUR as f64,
        ..Outcome::default()
    };
    edges.windows(2).enumerate().map(slice).collect()
}
