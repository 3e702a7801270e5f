//! Telling somebody what happens, where somebody wants to know.
//!
//! Changes of state are told where states settle, so none has length zero; nobody is told per piece
//! that a machine runs on.

use super::Floor;
use crate::outcome::MachineMonth;
use crate::plant::model::MachineIx;
use crate::state::Leaf;
use crate::trace::{Event, Happening, Scope, Spends, StateChange, Trace};
use sim_core::SimTime;

/// What somebody wants to know of a run beyond its outcome.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observer {
    /// The outcome tells the states of machines month by month.
    pub(crate) months: bool,
    /// The machines at the end of each month, counted from the start of the run.
    so_far: Vec<MachineMonth>,
    /// Changes of state and happenings.
    pub(crate) watch: Option<Watcher>,
}

/// Writes down what happens.
#[derive(Clone, Debug)]
pub(crate) struct Watcher {
    scope: Scope,
    /// Machines in the scope.
    seen: Vec<bool>,
    now: Vec<Spends>,
    pub(crate) trace: Trace,
}

impl Watcher {
    pub(crate) fn new(scope: Scope) -> Self {
        Self { scope, seen: Vec::new(), now: Vec::new(), trace: Trace::default() }
    }

    /// At the start of a run; memory is kept.
    fn begin(&mut self, machines: usize, end: SimTime) {
        let list = &self.scope.machines;
        let wanted = |k| list.is_empty() || list.contains(&MachineIx(k));
        self.seen = (0..machines as u32).map(wanted).collect();
        self.now.clear();
        self.now.resize(machines, Spends::only(Leaf::Starved));
        self.trace.opening.clear();
        self.trace.opening.resize(machines, None);
        self.trace.states.clear();
        self.trace.events.clear();
        self.trace.end = end;
    }

    fn spends(&mut self, at: SimTime, machine: MachineIx, to: Spends) {
        let m = machine.index();
        let from = std::mem::replace(&mut self.now[m], to);
        if !self.seen[m] {
            return;
        }
        if at <= self.scope.from {
            self.trace.opening[m] = Some(to);
        } else if at < self.scope.until && from != to {
            self.trace.states.push(StateChange { at, machine, from, to });
        }
    }
}

impl Floor<'_, '_> {
    /// Tells that something happens.
    #[inline]
    pub(super) fn tell_of(&mut self, what: Happening) {
        if let Some(Observer { watch: Some(watcher), .. }) = &mut self.observer {
            watcher.trace.events.push(Event { at: self.now, what });
        }
    }

    /// Tells how a machine spends its time from now on.
    #[cold]
    #[inline(never)]
    pub(super) fn tell_state(&mut self, m: MachineIx) {
        let spends = self.spends(m);
        if let Some(Observer { watch: Some(watcher), .. }) = &mut self.observer {
            watcher.spends(self.now, m, spends);
        }
    }

    /// At the start of a run.
    pub(super) fn begin_to_tell(&mut self) {
        let (machines, end) = (self.station.len(), self.end);
        if let Some(observer) = &mut self.observer {
            observer.so_far.clear();
        }
        if let Some(Observer { watch: Some(watcher), .. }) = &mut self.observer {
            watcher.begin(machines, end);
        }
    }

    /// Tells how every machine begins.
    pub(super) fn tell_first_states(&mut self) {
        if self.observer.is_some() {
            (0..self.station.len() as u32).for_each(|m| self.tell_state(MachineIx(m)));
        }
    }

    /// Notes the machines at the end of a month; they are booked up to now.
    pub(super) fn note_machines(&mut self) {
        if !self.observer.as_ref().is_some_and(|o| o.months) {
            return;
        }
        let machine = |m| MachineMonth {
            ticks: self.account[m].ticks,
            completed: self.processed(m),
            scrapped: self.not_handed_on(m),
            failures: self.account[m].failures,
        };
        let now: Vec<_> = (0..self.station.len() as u32).map(|m| machine(MachineIx(m))).collect();
        if let Some(observer) = &mut self.observer {
            observer.so_far.extend(now);
        }
    }

    /// What each machine did in each month.
    pub(super) fn machines_by_month(&self, months: u32, out: &mut Option<Vec<MachineMonth>>) {
        let Some(observer) = self.observer.as_ref().filter(|o| o.months) else {
            *out = None;
            return;
        };
        let machines = self.station.len();
        let so_far = &observer.so_far[..machines * months as usize];
        let month = |(k, end): (usize, &MachineMonth)| {
            let mut month = end.clone();
            if let Some(begin) = k.checked_sub(machines).map(|k| &so_far[k]) {
                month.ticks.iter_mut().zip(&begin.ticks).for_each(|(t, b)| *t -= b);
                month.completed -= begin.completed;
                month.scrapped -= begin.scrapped;
                month.failures -= begin.failures;
            }
            month
        };
        *out = Some(so_far.iter().enumerate().map(month).collect());
    }
}
