//! What an observed run tells: who was in which state when, and what happened.
//!
//! [`Replica::observe`](crate::Replica::observe) asks for it. An observed run has the outcome of one
//! that nobody observes, in every field; it costs more, because no line sleeps.

use crate::plant::model::{MachineIx, ModeIx, MonitorIx, PartIx, TaskIx};
use crate::state::Leaf;
use sim_core::{SimDuration, SimTime};
use std::collections::HashMap;

/// Whose changes of state are kept, and when. Happenings are always kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// From this instant on.
    pub from: SimTime,
    /// Before this one.
    pub until: SimTime,
    /// Of these machines only; empty: of all.
    pub machines: Vec<MachineIx>,
}

impl Scope {
    /// Every change of state of the whole run.
    pub const ALL: Self = Self { from: SimTime::ZERO, until: SimTime::NEVER, machines: Vec::new() };
    /// Happenings only.
    pub const HAPPENINGS: Self =
        Self { from: SimTime::ZERO, until: SimTime::ZERO, machines: Vec::new() };
}

/// How a machine spends its time from an instant on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spends {
    /// In this state,
    pub leaf: Leaf,
    /// for this share of the time: 1, but at rates, where a machine may be slowed by others,
    pub share: f64,
    /// and the rest in this one.
    pub rest: Leaf,
}

impl Spends {
    /// All of it in one state.
    pub const fn only(leaf: Leaf) -> Self {
        Self { leaf, share: 1.0, rest: leaf }
    }

    /// The state that takes most of the time.
    pub fn mostly(&self) -> Leaf {
        if self.share >= 0.5 { self.leaf } else { self.rest }
    }
}

/// A machine changes its state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateChange {
    /// When.
    pub at: SimTime,
    /// Which machine.
    pub machine: MachineIx,
    /// Before.
    pub from: Spends,
    /// From now on.
    pub to: Spends,
}

/// Something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: Happening,
}

/// What happens. The number of a life is the key of all that chance decides once a life, so equal
/// numbers of two arms are the same piece of luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A failure.
    Failure {
        /// The mode.
        mode: ModeIx,
        /// Number of its life.
        life: u64,
        /// With further damage?
        secondary: bool,
    },
    /// The repair of a failure is done, restart included.
    Restored {
        /// The mode.
        mode: ModeIx,
        /// Number of the life that ended.
        life: u64,
        /// Since the failure, nights included.
        down: SimDuration,
    },
    /// A monitor has seen a defect.
    Alert {
        /// The mode.
        mode: ModeIx,
        /// Number of its life.
        life: u64,
        /// Does somebody act on it?
        acted_on: bool,
    },
    /// An alarm without a defect.
    FalseAlarm {
        /// The monitor.
        monitor: MonitorIx,
        /// The machine.
        machine: MachineIx,
        /// Is it stopped for it?
        stops: bool,
    },
    /// A repair after an alert or a finding is done, before the failure.
    PlannedRepair {
        /// The mode.
        mode: ModeIx,
        /// Number of the life that ended.
        life: u64,
    },
    /// A preventive task is done.
    Task {
        /// The task.
        task: TaskIx,
    },
    /// A spare part arrives.
    Delivery {
        /// The part.
        part: PartIx,
    },
    /// A changeover begins.
    Changeover {
        /// Its number, counted from 1.
        number: u64,
    },
}

/// What an observed run has told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// How every machine spent its time when the scope began; `None`: it is not in the scope.
    pub opening: Vec<Option<Spends>>,
    /// Changes of state within the scope, in order.
    pub states: Vec<StateChange>,
    /// Everything else, in order.
    pub events: Vec<Event>,
    /// End of the run.
    pub end: SimTime,
}

/// The end of a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restart {
    /// When.
    pub at: SimTime,
    /// Since the failure, nights included.
    pub down: SimDuration,
}

impl Trace {
    /// The restart after each failure that has one, by its mode and the number of the life that ended.
    pub fn restarts(&self) -> HashMap<(ModeIx, u64), Restart> {
        let mut found = HashMap::new();
        for event in &self.events {
            if let Happening::Restored { mode, life, down } = event.what {
                found.entry((mode, life)).or_insert(Restart { at: event.at, down });
            }
        }
        found
    }

    /// The stretches of a machine between two instants of the scope: from, to, and how it spent them.
    pub fn stretches(
        &self,
        machine: MachineIx,
        from: SimTime,
        until: SimTime,
    ) -> Vec<(SimTime, SimTime, Spends)> {
        let until = until.min(self.end);
        let Some(mut spends) = self.opening.get(machine.index()).copied().flatten() else {
            return Vec::new();
        };
        let (mut list, mut at) = (Vec::new(), from);
        for change in self.states.iter().filter(|c| c.machine == machine) {
            if change.at >= until {
                break;
            }
            if change.at > at {
                list.push((at, change.at, spends));
                at = change.at;
            }
            spends = change.to;
        }
        if at < until {
            list.push((at, until, spends));
        }
        list
    }
}
