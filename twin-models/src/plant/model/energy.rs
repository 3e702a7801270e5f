//! Who draws electricity, when, and how much.

use super::{MachineIx, Plant};
use crate::state::Leaf;

/// What a machine does, as far as its meter can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerClass {
    /// Working.
    Processing,
    /// Ready, waiting, or stopped for a moment.
    Idle,
    /// Being set up.
    Setup,
    /// Under repair, diagnosis, inspection or planned work.
    Maintenance,
    /// Switched off.
    Off,
    /// Put to sleep while it waits.
    Sleep,
    /// Warming up after sleep.
    WarmUp,
}

impl PowerClass {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// The class of a state; the closed states are `Off` here, and `Idle` where the closing is too
    /// short for switching off.
    pub const fn of(leaf: Leaf) -> Self {
        match leaf {
            Leaf::Run => Self::Processing,
            Leaf::WarmUp => Self::WarmUp,
            Leaf::Repair
            | Leaf::Diagnosis
            | Leaf::PlannedSlot
            | Leaf::Preventive
            | Leaf::ConditionBased
            | Leaf::WaitPlanned
            | Leaf::Inspect
            | Leaf::OffShiftRepair => Self::Maintenance,
            Leaf::Setup => Self::Setup,
            Leaf::Facility | Leaf::Closed | Leaf::Holiday => Self::Off,
            Leaf::Sleep => Self::Sleep,
            _ => Self::Idle,
        }
    }
}

/// What a machine draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Power {
    /// By [`PowerClass`] \[W\]; whole watts, so that sums do not depend on their order.
    pub watts: [i64; PowerClass::COUNT],
    /// Closings shorter than this leave it idle \[s\]; longer ones switch it off.
    pub off_after: f64,
    /// What it takes to start it.
    pub start: Option<StartUp>,
    /// It may be put to sleep while it waits: after so long \[s\], infinite: never.
    pub sleep_after: Option<f64>,
}

/// What it takes to start a machine that was off or asleep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StartUp {
    /// Drawn evenly over the warm-up \[W s\].
    pub energy: f64,
    /// \[s\].
    pub warm_up: f64,
}

impl Power {
    /// Power of a class \[W\].
    pub const fn of(&self, class: PowerClass) -> i64 {
        self.watts[class as usize]
    }

    /// How long a machine must be expected to wait for sleep to be worth its start \[s\]:
    /// (start-up energy - sleep power x warm-up) / (idle power - sleep power).
    ///
    /// `None`: without a start, or where sleep saves nothing.
    pub fn break_even(&self) -> Option<f64> {
        let start = self.start?;
        let (idle, sleep) = (self.of(PowerClass::Idle), self.of(PowerClass::Sleep));
        let saves = (idle - sleep) as f64;
        let costs = start.energy - sleep as f64 * start.warm_up;
        (saves > 0.0).then(|| (costs / saves).max(0.0))
    }
}

/// What the plant draws beside its machines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Energy {
    /// Heating, compressed air, light and so on.
    pub loads: Vec<Load>,
    /// The weather outside.
    pub weather: Option<Weather>,
    /// From one machine's start-up at an opening to the next one's \[s\].
    pub stagger: f64,
    /// Carbon dioxide equivalent of electricity \[kg/kWh\].
    pub emission: Option<f64>,
}

/// A load of the building, or of a service that follows production.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// For people, quantities and edits of a study.
    pub name: String,
    /// While the shifts are there \[W\].
    pub open: i64,
    /// While they are not \[W\].
    pub closed: i64,
    /// Added while all the machines it serves work; in proportion while some do \[W\].
    pub following: i64,
    /// The machines that it follows.
    pub serves: Vec<MachineIx>,
    /// Added while the shifts are there \[W per degree above `above`\].
    pub per_degree: f64,
    /// \[°C\].
    pub above: f64,
}

/// Outside temperature: a sine over the year, constant within a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    /// Mean of the year \[°C\].
    pub mean: f64,
    /// From the mean to the warmest month \[°C\].
    pub amplitude: f64,
    /// Day of the year of the maximum.
    pub warmest: f64,
}

impl Weather {
    /// Temperature on a day of the year, counted from 1 and on \[°C\].
    pub fn on_day(&self, day: f64) -> f64 {
        let phase = std::f64::consts::TAU * (day - self.warmest) / 365.25;
        self.mean + self.amplitude * libm::cos(phase)
    }
}

impl Load {
    /// Watts of what it follows that belong to machine `m`: equal parts, the rest to the first.
    pub fn following_of(&self, m: MachineIx) -> i64 {
        let machines = self.serves.len() as i64;
        let at = self.serves.iter().position(|s| *s == m);
        at.map_or(0, |k| {
            self.following / machines + i64::from((k as i64) < self.following % machines)
        })
    }

    /// What it draws of its own \[W\].
    pub fn own(&self, occupied: bool, outside: Option<f64>) -> i64 {
        if !occupied {
            return self.closed;
        }
        let degrees = outside.map_or(0.0, |t| (t - self.above).max(0.0));
        self.open + libm::round(self.per_degree * degrees) as i64
    }
}

impl Plant {
    /// Is anything known about electricity?
    pub fn is_metered(&self) -> bool {
        self.energy.is_some() || self.machines.iter().any(|m| m.power.is_some())
    }

    /// May a machine be put to sleep while it waits?
    pub fn has_standby(&self) -> bool {
        self.machines.iter().any(|m| m.power.as_ref().is_some_and(|p| p.sleep_after.is_some()))
    }
}
