//! Planned work: preventive tasks, inspections, predictive programmes.

use super::{Labour, MachineIx, ModeIx, Opportunities, PartIx, RepairEffect, Threshold};
use sim_core::Distribution;

/// When planned work may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// As soon as crew and part are there.
    Any,
    /// In the planned slots of the calendar.
    PlannedSlot,
    /// While the plant is closed (crew on duty or called out).
    Closed,
}

/// What makes a preventive task due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trigger {
    /// This operating time since the last renewal of its first mode (age replacement), or since the
    /// last execution where it renews no mode \[s\].
    Age(f64),
    /// A fixed grid of operating time \[s\].
    Operating(f64),
    /// A fixed grid of calendar time \[s\].
    Calendar(f64),
    /// The level of its mode.
    Condition {
        /// The level, as measured.
        threshold: Threshold,
        /// Interval of measurements on the mode's clock \[s\]; `None`: all the time.
        every: Option<f64>,
    },
    /// The first opportunity at this age of its first mode, or later \[s or pieces\].
    OpportunityAge(f64),
    /// The first opportunity at this level of its first mode, or above.
    OpportunityLevel(f64),
}

/// A preventive task (EN 13306: predetermined maintenance) or an inspection.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Key of its random streams.
    pub name: String,
    /// The machine it stops.
    pub machine: MachineIx,
    /// When it is due.
    pub trigger: Trigger,
    /// Modes that it renews, or inspects.
    pub modes: Vec<ModeIx>,
    /// `None`: renews its modes. `Some`: looks for defects instead, and repairs those it finds.
    pub inspects: Option<Inspects>,
    /// Duration \[s\].
    pub duration: Distribution,
    /// Who does it.
    pub labour: Option<Labour>,
    /// The part it takes every time.
    pub part: Option<PartIx>,
    /// When it may be done.
    pub window: Window,
    /// Probability that it is done when due; otherwise it slips to the next slot (or, without
    /// slots, by one more interval).
    pub adherence: f64,
    /// Does it reset the quality drift of its machine?
    pub resets_drift: bool,
    /// What its renewals leave of the age of its modes.
    pub effect: RepairEffect,
    /// When it may be done before it is due.
    pub opportunities: Option<Opportunities>,
    /// Part of the duration that is saved where the machine stands for other work already \[s\].
    pub set_up: f64,
}

/// The looking of an inspection.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspects {
    /// Probability that a present defect is found, independently at each inspection.
    pub detects: f64,
    /// Planned repair of a found defect \[s\], in place of the mode's repair.
    pub fix: Distribution,
    /// Looks at the level of degradation; `None`: at whether there is a defect.
    pub threshold: Option<Threshold>,
}

/// Predictive maintenance as an imperfect instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// Key of its random streams.
    pub name: String,
    /// Modes it can see, each with its probability of detection per defect (not per sample).
    pub modes: Vec<(ModeIx, f64)>,
    /// From the beginning of the defect to the alert.
    pub delay: DetectionDelay,
    /// Share of time in which sensors and network work.
    pub sensor_uptime: f64,
    /// Mean length of an outage of the sensors \[s\]; detection waits for its end.
    pub sensor_outage: f64,
    /// False alarms, one process per monitored machine.
    pub false_alarms: Option<FalseAlarms>,
    /// Share of alerts on which somebody acts.
    pub acted_on: f64,
    /// From the alert to the order for the work \[s\], calendar time.
    pub response: Distribution,
    /// Factor on the active repair when it is planned (no diagnosis, no secondary damage).
    pub planned_repair_factor: f64,
    /// When the planned repair may be done.
    pub window: Window,
    /// How fast people cease to act, per false alarm beyond one for each true alert.
    pub fatigue: f64,
    /// Failures after which it has learnt a mode; `None`: it knows all from the first day.
    pub learning: Option<u32>,
    /// The part is ordered at the alert, not with the repair.
    pub part_at_alert: bool,
    /// The planner knows the remaining life with this coefficient of variation, and does not wait
    /// for the window where it would not last.
    pub remaining_life: Option<f64>,
}

impl Monitor {
    /// Is its funnel recorded step by step?
    pub fn has_steps(&self) -> bool {
        self.fatigue > 0.0
            || self.learning.is_some()
            || self.part_at_alert
            || self.remaining_life.is_some()
    }
}

/// From the beginning of the defect to the alert.
#[derive(Clone, Debug, PartialEq)]
pub enum DetectionDelay {
    /// A share of the warning interval, 0 to 1.
    ShareOfWarning(Distribution),
    /// A time on the mode's clock \[s\].
    Time(Distribution),
}

/// Alerts without a defect.
#[derive(Clone, Debug, PartialEq)]
pub struct FalseAlarms {
    /// Calendar time between false alarms of one machine \[s\].
    pub every: Distribution,
    /// Share of them that is effective now (0 before the programme runs; ramps need it).
    pub share: f64,
    /// Labour of looking into it \[person s\].
    pub labour: f64,
    /// Probability that the machine is stopped for it.
    pub stops: f64,
    /// How long it is stopped \[s\].
    pub stop: Distribution,
}
