//! What one replication of one plant brought about, in physical quantities.

use crate::state::Leaf;
use serde::{Deserialize, Serialize};

/// Unit of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Pieces.
    #[serde(rename = "pieces")]
    Pieces,
    /// Hours of the clock.
    #[serde(rename = "h")]
    Hours,
    /// Hours of people.
    #[serde(rename = "person h")]
    PersonHours,
    /// Number of jobs or events.
    #[serde(rename = "jobs")]
    Jobs,
    /// Pieces times hours (divide by the hours of the month for an average stock).
    #[serde(rename = "pieces h")]
    PieceHours,
}

/// A monthly quantity: its key is its one name everywhere (prices, tables, files).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// For example `sold`, `parts_bought:spindle`, `failures:F1`.
    pub key: String,
    /// Its unit.
    pub unit: Unit,
    /// Meaning, for people.
    pub what: String,
}

/// The quantities a plant records, in order; see [`keys`].
pub type Schema = Vec<Quantity>;

pub use crate::floor::schema;

/// Keys of the quantities that every plant records (per-entity ones append `:name`).
///
/// | key | unit | meaning |
/// |---|---|---|
/// | `started` | pieces | taken from raw material |
/// | `produced` | pieces | left the last machine, good or not, before inspection rejects |
/// | `good` | pieces | entered finished goods |
/// | `scrap` | pieces | scrapped at machines: visible scrap, start-up, at failures |
/// | `rejected_bad` | pieces | defective, found by the inspection, scrapped |
/// | `rejected_good` | pieces | good, rejected by the inspection (false reject), scrapped |
/// | `escaped` | pieces | defective, shipped or put to finished goods |
/// | `demand` | pieces | wanted by customers |
/// | `sold` | pieces | shipped to customers (including backorders delivered) |
/// | `lost_sales` | pieces | wanted and never delivered |
/// | `backlog_ph` | pieces h | backorders, integrated over the month |
/// | `finished_goods_ph` | pieces h | finished goods, integrated |
/// | `wip_ph` | pieces h | pieces between raw material and finished goods, integrated |
/// | `open_h` | h | shifts and overtime, without breaks |
/// | `overtime_h` | h | overtime worked by the plant |
/// | `changeovers` | jobs | changeovers begun (only of a plant that has some) |
/// | `unplanned_down_h:MACHINE` | h | UDT leaves without minor stops |
/// | `setup_h:MACHINE` | h | set-up (only of a plant that has changeovers) |
/// | `failures:MODE` | jobs | failures |
/// | `planned_repairs:MODE` | jobs | planned repairs after alert or finding |
/// | `secondary:MODE` | jobs | failures with further damage |
/// | `alerts:MONITOR`, `ignored:MONITOR`, `missed:MONITOR`, `too_late:MONITOR`, `false_alarms:MONITOR` | jobs | the funnel of prediction |
/// | `tasks:TASK` | jobs | preventive tasks done |
/// | `parts_worth:PART` | pieces | parts' worth used, further damage included |
/// | `parts_used:PART`, `parts_bought:PART`, `parts_emergency:PART` | pieces | spare parts issued; all bought; bought in emergency |
/// | `part_stock_ph:PART` | pieces h | spare parts on the shelf, integrated |
/// | `labour_ph:CREW`, `overtime_ph:CREW`, `callout_ph:CREW` | person h | work of the crew: on duty, finishing off duty, called out |
/// | `callouts:CREW` | jobs | call-outs |
/// | `hidden_h:MODE` | h | in hidden failure, on the mode's clock (only of hidden modes) |
/// | `state_h:MODE/STATE` | h | in a state of degradation, on the mode's clock |
/// | `accepted:MONITOR`, `part_ready:MONITOR`, `crew_begun:MONITOR`, `in_time:MONITOR`, `forced:MONITOR` | jobs | steps from alert to planned repair (only where recorded) |
/// | `maintenance_stops:MACHINE` | jobs | stops for repairs and tasks, shared ones once (only where tasks share stops) |
pub mod keys {}

/// One replication of one plant. The default is empty: something for a run to be written into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Months simulated.
    pub months: u32,
    /// Quantities by month, month-major: `monthly[m * schema.len() + q]`.
    pub monthly: Vec<f64>,
    /// One per machine (server), in the plant's order.
    pub machines: Vec<MachineOutcome>,
    /// One per failure mode, in the plant's order.
    pub modes: Vec<ModeOutcome>,
    /// Lost time by victim and root.
    pub losses: Vec<Loss>,
    /// One per buffer: time-average content \[pieces\].
    pub buffer_mean: Vec<f64>,
    /// Per source: arrivals, and those of them lost for want of room.
    pub arrivals: Vec<(u64, u64)>,
    /// Time-average number of pieces between raw material and finished goods.
    pub wip_mean: f64,
    /// Elapsed time \[h\].
    pub elapsed_h: f64,
    /// Events executed, for measuring speed.
    pub events: u64,
}

impl Outcome {
    /// Leaves what came after `earlier`, an outcome of one month of the same run up to an instant.
    /// This one counts from the start of the run too, as one month.
    pub(crate) fn take_away(&mut self, earlier: &Self) {
        let (whole, part) = (self.elapsed_h, earlier.elapsed_h);
        let rest = whole - part;
        let mean = |all: &mut f64, before: &f64| *all = (*all * whole - before * part) / rest;
        for (all, before) in self.monthly.iter_mut().zip(&earlier.monthly) {
            *all -= before;
        }
        for (all, before) in self.machines.iter_mut().zip(&earlier.machines) {
            for (t, b) in all.ticks.iter_mut().zip(&before.ticks) {
                *t -= b;
            }
            all.completed -= before.completed;
            all.scrapped -= before.scrapped;
            all.failures -= before.failures;
            all.minor_stops -= before.minor_stops;
            mean(&mut all.holding_finished, &before.holding_finished);
            mean(&mut all.holding_nothing, &before.holding_nothing);
        }
        for (all, before) in self.modes.iter_mut().zip(&earlier.modes) {
            all.failures -= before.failures;
            all.planned -= before.planned;
            all.preventive -= before.preventive;
            all.defects -= before.defects;
            all.down_ticks -= before.down_ticks;
        }
        for b in &earlier.losses {
            let same = |l: &&mut Loss| (l.victim, l.root, l.kind) == (b.victim, b.root, b.kind);
            if let Some(all) = self.losses.iter_mut().find(same) {
                all.ticks -= b.ticks;
            }
        }
        self.losses.retain(|l| l.ticks > 0);
        for (all, before) in self.buffer_mean.iter_mut().zip(&earlier.buffer_mean) {
            mean(all, before);
        }
        for (all, before) in self.arrivals.iter_mut().zip(&earlier.arrivals) {
            all.0 -= before.0;
            all.1 -= before.1;
        }
        mean(&mut self.wip_mean, &earlier.wip_mean);
        self.elapsed_h = rest;
        self.events -= earlier.events;
    }
}

/// One machine over the whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct MachineOutcome {
    /// Microseconds in each leaf; sums to the clock.
    pub ticks: [i64; Leaf::COUNT],
    /// Pieces completed (before scrap); whole in piece flow.
    pub completed: f64,
    /// Pieces scrapped here.
    pub scrapped: f64,
    /// Failures (all modes).
    pub failures: u64,
    /// Minor stops.
    pub minor_stops: u64,
    /// Pieces blocked finished on the machine, time average (with failures in calendar time a
    /// machine can be down and hold a finished piece).
    pub holding_finished: f64,
    /// Share of time without a piece.
    pub holding_nothing: f64,
}

/// One failure mode over the whole run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ModeOutcome {
    /// Failures.
    pub failures: u64,
    /// Planned repairs after alert or finding.
    pub planned: u64,
    /// Renewals by preventive tasks.
    pub preventive: u64,
    /// Defects that began (P points).
    pub defects: u64,
    /// Unplanned downtime from failure to restart \[µs\], shifts and nights alike.
    pub down_ticks: i64,
}

/// What kind of thing took the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RootKind {
    /// A failure and all that follows until restart.
    Failure,
    /// A minor stop.
    Minor,
    /// Preventive work, inspections, planned repairs.
    Planned,
    /// Set-up at a changeover.
    Setup,
    /// The root machine was working: it is slower, or the line is filling.
    Pace,
    /// No arrivals from outside.
    Supply,
    /// Finished goods full: customers take no more.
    Demand,
    /// The root machine is closed while the victim is not.
    Closed,
}

impl RootKind {
    /// All kinds, in order.
    pub const ALL: [Self; 8] = [
        Self::Failure,
        Self::Minor,
        Self::Planned,
        Self::Setup,
        Self::Pace,
        Self::Supply,
        Self::Demand,
        Self::Closed,
    ];
}

/// Time that `victim` lost, inside the schedule, because of `root`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Index of the machine that did not produce.
    pub victim: u32,
    /// Index of the machine where the cause lay.
    pub root: u32,
    /// Kind of cause.
    pub kind: RootKind,
    /// Microseconds.
    pub ticks: i64,
}
