//! One pair told again: what happened in either future, and what it was worth.
//!
//! The pair is simulated as it was, with somebody watching; the numbers are those of the study.

use super::record::{ComparisonRecord, PairFailure};
use super::scenario::Scenario;
use super::{Worker, run_observed};
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use jiff::SignedDuration;
use jiff::civil::Date;
use sim_core::{SimDuration, SimTime};
use std::collections::BTreeSet;
use twin_models::outcome::{Outcome, RootKind};
use twin_models::plant::calendar::TICKS_PER_DAY;
use twin_models::plant::model::{MachineIx, ModeIx, Plant};
use twin_models::state::{E10, Leaf};
use twin_models::trace::{Event, Happening, Scope, Trace};

/// Days shown unless others are asked for.
const DAYS: i64 = 14;

/// One future of the pair.
#[derive(Clone, Debug)]
pub struct Side {
    /// Index of its arm.
    pub arm: usize,
    /// What it brought about.
    pub outcome: Outcome,
    /// What happened.
    pub trace: Trace,
}

/// A failure, and the life that it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// When.
    pub at: SimTime,
    /// Its mode.
    pub mode: ModeIx,
    /// Number of the life: the same number in both futures is the same luck.
    pub life: u64,
    /// With further damage?
    pub secondary: bool,
    /// Until restart, nights included \[h\]; `None`: not yet at the end.
    pub down: Option<SimDuration>,
}

/// Both futures of one comparison in one pair.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Number of the pair.
    pub pair: u64,
    /// What is compared.
    pub plan: ComparisonPlan,
    /// Money and differences, as in the study.
    pub record: ComparisonRecord,
    /// Without the investment.
    pub reference: Side,
    /// With it.
    pub investment: Side,
    /// States are told from here
    pub from: SimTime,
    /// to here.
    pub until: SimTime,
    /// Nobody asked for these days: they are those in which the constraint's hours differ most.
    pub chosen: bool,
}

/// Which days' states are wanted, in days since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Option<i64>,
    /// The day after the last.
    pub until: Option<i64>,
}

impl Study {
    /// Simulates pair `pair` again, and tells comparison `comparison`.
    ///
    /// # Errors
    /// When the pair cannot be simulated, which it could before.
    pub fn replay(&self, pair: u64, comparison: usize, days: Days) -> Result<Replay, PairFailure> {
        let missing = || PairFailure { arm: String::new(), reason: "no such comparison".into() };
        let plan = self.comparisons.get(comparison).ok_or_else(missing)?.clone();
        let scope = match (days.from, days.until) {
            (None, None) => None,
            (from, until) => {
                let from = from.unwrap_or_else(|| until.unwrap_or(0) - DAYS).max(0);
                Some((from, until.unwrap_or(from + DAYS).max(from + 1)))
            }
        };
        let (from, until) = match scope {
            Some(days) => days,
            None => self.dearest_days(pair, &plan)?,
        };
        let (from, until) = (SimTime(from * TICKS_PER_DAY), SimTime(until * TICKS_PER_DAY));
        let scope = Scope { from, until, machines: Vec::new() };
        let (mut sides, comparisons) =
            self.observed(pair, scope, [plan.reference, plan.investment])?;
        let (Some(investment), Some(reference)) = (sides.pop(), sides.pop()) else {
            return Err(missing());
        };
        let record = comparisons.into_iter().nth(comparison).ok_or_else(missing)?;
        let until = until.min(reference.trace.end);
        Ok(Replay {
            pair,
            plan,
            record,
            reference,
            investment,
            from: from.min(until),
            until,
            chosen: days == Days::default(),
        })
    }

    /// Runs the pair with somebody watching these arms.
    fn observed(
        &self,
        pair: u64,
        scope: Scope,
        arms: [usize; 2],
    ) -> Result<(Vec<Side>, Vec<ComparisonRecord>), PairFailure> {
        let mut worker = Worker::observing(self, &scope);
        let (record, told) = run_observed(self, &mut worker, pair)?;
        let side = |arm: usize| {
            let (outcome, trace) = told.get(arm)?.clone();
            Some(Side { arm, outcome, trace: trace? })
        };
        Ok((arms.iter().filter_map(|arm| side(*arm)).collect(), record.comparisons.into_vec()))
    }

    /// The days in which the constraint works for the most different number of hours.
    fn dearest_days(&self, pair: u64, plan: &ComparisonPlan) -> Result<(i64, i64), PairFailure> {
        let plants = [plan.reference, plan.investment].map(|k| self.arms[k].plant.as_ref());
        let mut machines: Vec<MachineIx> = plants.iter().flat_map(|p| servers(p)).collect();
        machines.sort_unstable();
        machines.dedup();
        let scope = Scope { machines, ..Scope::ALL };
        let (sides, _) = self.observed(pair, scope, [plan.reference, plan.investment])?;
        let days = sides.first().map_or(0, |s| (s.trace.end.0 / TICKS_PER_DAY) as usize);
        let mut hours = vec![0.0; days + 1];
        for (k, (side, plant)) in sides.iter().zip(plants).enumerate() {
            let sign = if k == 0 { -1.0 } else { 1.0 };
            for m in servers(plant) {
                worked(&side.trace, m, |day, ticks| hours[day.min(days)] += sign * ticks);
            }
        }
        let sum = |from: usize| hours[from..(from + DAYS as usize).min(days)].iter().sum::<f64>();
        let last = days.saturating_sub(DAYS as usize);
        // The first of equals.
        let best = (0..=last).fold((0, 0.0), |best, from| {
            let found = sum(from).abs();
            if found > best.1 { (from, found) } else { best }
        });
        Ok((best.0 as i64, best.0 as i64 + DAYS))
    }
}

/// Machines of the constraint's station.
pub fn servers(plant: &Plant) -> Vec<MachineIx> {
    let station = plant.machines.get(plant.constraint.index()).map(|m| &m.station);
    let of = |(_, m): &(usize, &twin_models::plant::model::Machine)| Some(&m.station) == station;
    plant.machines.iter().enumerate().filter(of).map(|(k, _)| MachineIx(k as u32)).collect()
}

/// Adds the working time of a machine day by day.
fn worked(trace: &Trace, m: MachineIx, mut add: impl FnMut(usize, f64)) {
    let productive = |leaf: Leaf| if leaf.e10() == E10::PRD { 1.0 } else { 0.0 };
    for (from, until, spends) in trace.stretches(m, SimTime::ZERO, SimTime::NEVER) {
        let share =
            spends.share * productive(spends.leaf) + (1.0 - spends.share) * productive(spends.rest);
        let mut at = from.0;
        while share > 0.0 && at < until.0 {
            let day = at / TICKS_PER_DAY;
            let end = ((day + 1) * TICKS_PER_DAY).min(until.0);
            add(day as usize, share * (end - at) as f64);
            at = end;
        }
    }
}

impl Side {
    /// Its failures, in order.
    pub fn failures(&self) -> Vec<Failure> {
        let restarts = self.trace.restarts();
        let failure = |e: &Event| match e.what {
            Happening::Failure { mode, life, secondary } => {
                let down = restarts.get(&(mode, life)).map(|restart| restart.down);
                Some(Failure { at: e.at, mode, life, secondary, down })
            }
            _ => None,
        };
        self.trace.events.iter().filter_map(failure).collect()
    }

    /// Hours that the constraint lost, by root and kind, largest first.
    pub fn lost(&self, plant: &Plant) -> Vec<(String, RootKind, f64)> {
        let victims = servers(plant);
        let mut list: Vec<(String, RootKind, f64)> = Vec::new();
        for loss in self.outcome.losses.iter().filter(|l| victims.contains(&MachineIx(l.victim))) {
            let root = plant.machines.get(loss.root as usize).map_or("", |m| m.name.as_str());
            let hours = loss.ticks as f64 / sim_core::TICKS_PER_HOUR as f64;
            match list.iter_mut().find(|(name, kind, _)| name == root && *kind == loss.kind) {
                Some(known) => known.2 += hours,
                None => list.push((root.to_owned(), loss.kind, hours)),
            }
        }
        list.sort_by(|a, b| b.2.total_cmp(&a.2));
        list
    }
}

impl Replay {
    /// Net present value of the pair, as in `pairs.csv`.
    pub fn npv(&self) -> f64 {
        self.record.rows.first().map_or(0.0, |row| row.npv)
    }

    /// The row of `pairs.csv` that tells the same.
    pub fn row() -> String {
        Scenario::BASE.id()
    }

    /// Failures of the reference whose lives did not end so with the investment (avoided), and those
    /// of the investment whose lives did not end so without (caused). A mode of one plant only has
    /// no counterpart in the other.
    pub fn differences(&self, study: &Study) -> (Vec<Failure>, Vec<Failure>) {
        let sides = [&self.reference, &self.investment];
        let all = sides.map(Side::failures);
        let name = |k: usize, f: &Failure| {
            let plant = &study.arms[sides[k].arm].plant;
            (plant.modes.get(f.mode.index()).map(|m| m.name.clone()), f.life)
        };
        let keys = |k: usize| all[k].iter().map(|f| name(k, f)).collect::<BTreeSet<_>>();
        let keys = [keys(0), keys(1)];
        let only = |k: usize| {
            let other = &keys[1 - k];
            all[k].iter().filter(|f| !other.contains(&name(k, f))).copied().collect()
        };
        (only(0), only(1))
    }
}

/// Local plant time of an instant, after a pattern of `strftime`.
pub fn moment(start: Date, at: SimTime, pattern: &str) -> String {
    let first = start.at(0, 0, 0, 0);
    let then = first.checked_add(SignedDuration::from_micros(at.0)).unwrap_or(first);
    then.strftime(pattern).to_string()
}
