//! What one replication of one plant brought about, in physical quantities.

mod orders;
mod response;

pub use orders::{OrderId, OrderOutcome};
pub use response::Response;

use crate::state::Leaf;
use serde::{Deserialize, Serialize};
use sim_core::{SimDuration, SimTime};

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
    /// Electricity.
    #[serde(rename = "kWh")]
    KilowattHours,
    /// Mass.
    #[serde(rename = "kg")]
    Kilograms,
}

impl Unit {
    /// As it stands in files and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pieces => "pieces",
            Self::Hours => "h",
            Self::PersonHours => "person h",
            Self::Jobs => "jobs",
            Self::PieceHours => "pieces h",
            Self::KilowattHours => "kWh",
            Self::Kilograms => "kg",
        }
    }
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
/// | `scrap` | pieces | scrapped: visible scrap, start-up, at failures, lain too long in a buffer |
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
/// | `setup_h:MACHINE` | h | set-up (only of a plant that has changeovers or a shop) |
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
/// | `no_operator_h:MACHINE` | h | waiting for people (only machines that ask for some) |
/// | `past_shift_h:MACHINE` | h | finishing a piece after the shift (only machines that do) |
/// | `absent_ph:CREW` | person h | absent from their shifts (only crews with absence) |
/// | `run_ph:CREW`, `setup_ph:CREW`, `idle_ph:CREW` | person h | people on duty: running machines; clearing minor stops and setting up; without work (only crews that machines ask for) |
/// | `energy_kwh`, `energy_kwh:MACHINE`, `energy_kwh:LOAD` | kWh | electricity of the plant, of each machine, of each load (only of a plant with a meter) |
/// | `co2e_kg` | kg | carbon dioxide equivalent of the electricity (where the plant gives a factor) |
/// | `outages:SERVICE`, `outage_h:SERVICE` | jobs, h | outages begun of a shared service or by attacks (`cyber`), and their hours |
/// | `compromises` | jobs | attacks that came in, encrypting or not |
/// | `ransoms` | jobs | attacks for which a ransom was paid (only of a plant with `ransom_paid`) |
/// | `stock_ph:MATERIAL`, `allocated_ph:MATERIAL`, `on_order_ph:MATERIAL`, `owed_ph:MATERIAL` | pieces h | material on hand, set aside for kits, on order, owed; integrated, in the unit of the material |
/// | `stock_out_h:MATERIAL`, `owed_h:MATERIAL` | h | nothing on hand; something owed |
/// | `orders:MATERIAL` | jobs | orders placed |
/// | `ordered:MATERIAL`, `expedited:MATERIAL`, `premium:MATERIAL` | pieces | ordered; of this in haste; of this from alternates |
/// | `received:MATERIAL`, `rejected:MATERIAL`, `made:MATERIAL` | pieces | delivered and accepted; delivered and rejected; made here |
/// | `used:MATERIAL`, `passed_on:MATERIAL` | pieces | taken by machines and kits; taken into other stocks |
/// | `wanted:MATERIAL`, `filled:MATERIAL`, `delivered:MATERIAL`, `lost:MATERIAL` | pieces | wanted by its customers; of this from stock at once; delivered; never delivered |
/// | `defects_KIND:Q`, `defects_scrapped_KIND:Q` | pieces | defects made at a characteristic, scrapped |
/// | `defects_reworked:Q`, `defects_escaped:Q` | pieces | reworked or sent back; in finished goods |
/// | `claims:Q`, `containments:Q` | pieces, jobs | claims of customers; drifts with many escapes |
/// | `drifts:Q`, `drift_pieces:Q`, `drifts_found:Q`, `pieces_to_find:Q` | jobs, pieces | out of control |
/// | `quality_alarms:Q`, `quality_false_alarms:Q`, `quality_ignored:Q` | jobs | alarms of quality |
/// | `measured:Q`, `sorted:Q` | pieces | by the gauge; looked through after an alarm |
/// | `tool_changes:Q`, `tool_breaks:Q` | jobs | tools changed; of these, broken |
/// | `inspected:P`, `first_inspected:P`, `first_pass:P` | pieces | looked at at an inspection point |
/// | `rejects:P`, `false_rejects:P`, `rejects_scrapped:P` | pieces | rejected; of these, good; scrapped |
/// | `reworks:P`, `rework_h:P` | pieces, h | trials of rework; their work |
/// | `quality_hold_h:Q`, `tool_change_h:Q` | h | `SBY_QHOLD`, `SDT_TOOL` of the machines of Q |
/// | `orders_received`, `orders_released` | jobs | orders that arrived; that went to the floor (these and the next: only of a plant that has a shop) |
/// | `orders_finished`, `orders_on_time`, `orders_late`, `orders_cancelled` | jobs | orders finished; of these by their due date, and after it; orders cancelled |
/// | `order_lead_h`, `order_cycle_h` | h | from arrival, and from release, to the end, summed over the orders finished |
/// | `orders_open_h` | h | orders that have arrived and are not finished, integrated |
/// | `released_pieces:PRODUCT` | pieces | pieces of the orders that went to the floor |
/// | `finished_pieces:PRODUCT`, `scrapped_pieces:PRODUCT`, `cancelled_pieces:PRODUCT` | pieces | good, past the last operation; scrapped at operations and set-ups; on the floor when their order was cancelled |
/// | `shop_wip_ph:PRODUCT` | pieces h | pieces on the floor, integrated |
/// | `late_ph:PRODUCT` | pieces h | pieces of orders finished late, times their lateness up to `late_at_most` |
/// | `store_taken:PRODUCT`, `store_gained:PRODUCT` | pieces | taken from the store of a product for others; put into it from others (only of a product with a store) |
/// | `store_ph:PRODUCT` | pieces h | in the store of a product, integrated |
/// | `hidden_h:MODE` | h | in hidden failure, on the mode's clock (only of hidden modes) |
/// | `state_h:MODE/STATE` | h | in a state of degradation, on the mode's clock |
/// | `accepted:MONITOR`, `part_ready:MONITOR`, `crew_begun:MONITOR`, `in_time:MONITOR`, `forced:MONITOR` | jobs | steps from alert to planned repair (only where recorded) |
/// | `maintenance_stops:MACHINE` | jobs | stops for repairs and tasks, shared ones once (only where tasks share stops) |
/// | `dwell_scrap:BUFFER`, `dwell_rework:BUFFER` | pieces | lain too long: scrapped in the buffer; sent back (these and the next: only of buffers with `transit`, `min_dwell` or `max_dwell`) |
/// | `conveyor_stood_h:BUFFER` | h | the conveyor stood, a piece at its exit |
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
    /// Every order, in order of arrival, of a plant that notes them.
    pub orders: Vec<OrderOutcome>,
    /// Every failure for which somebody or a part had to come, in the order in which repairs began.
    pub responses: Vec<Response>,
    /// Time-average number of pieces between raw material and finished goods.
    pub wip_mean: f64,
    /// Elapsed time \[h\].
    pub elapsed_h: f64,
    /// Events executed, for measuring speed.
    pub events: u64,
    /// The machines month by month, month-major: `by_month[m * machines + k]`. Only where
    /// [`Replica::record_months`](crate::Replica::record_months) asked for it, and not after a
    /// warm-up.
    pub by_month: Option<Vec<MachineMonth>>,
    /// Electricity, where the plant has a meter.
    pub energy: Option<EnergyOutcome>,
}

/// Electricity of the whole plant by month and hour of the week: what any tariff whose windows are
/// hours of the week needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnergyOutcome {
    /// \[kWh\], month-major: `kwh[month * 168 + hour]`, hours counted from Monday 00:00.
    pub kwh: Vec<f64>,
    /// Largest mean power of 15 minutes of the clock \[kW\], machines and loads together; 0 where
    /// the run had no such hour.
    pub peak_kw: Vec<f64>,
}

/// Hours of a week.
pub const HOURS_OF_WEEK: usize = 168;

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
        let before = SimTime::ZERO + SimDuration::from_hours(part);
        self.orders.retain(|o| o.finish.is_none_or(|at| at >= before));
        self.responses.retain(|r| r.begun >= before);
        mean(&mut self.wip_mean, &earlier.wip_mean);
        self.elapsed_h = rest;
        self.by_month = None;
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

/// One machine in one month.
#[derive(Clone, Debug, PartialEq)]
pub struct MachineMonth {
    /// Microseconds in each leaf; sums to the month.
    pub ticks: [i64; Leaf::COUNT],
    /// Pieces completed (before scrap).
    pub completed: f64,
    /// Pieces scrapped here.
    pub scrapped: f64,
    /// Failures (all modes).
    pub failures: u64,
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
    /// Set-up at a changeover; a tool change.
    Setup,
    /// A shared service has failed, or the network is down after an attack.
    Utility,
    /// Warming up after sleep.
    WarmUp,
    /// A stop to look for the cause of bad quality.
    Quality,
    /// The root machine was working: it is slower, or the line is filling.
    Pace,
    /// Nobody is free to run, clear or set up the root machine.
    People,
    /// No arrivals from outside.
    Supply,
    /// Finished goods full: customers take no more.
    Demand,
    /// The root machine is closed while the victim is not.
    Closed,
}

impl RootKind {
    /// All kinds, in order.
    pub const ALL: [Self; 12] = [
        Self::Failure,
        Self::Minor,
        Self::Planned,
        Self::Setup,
        Self::Utility,
        Self::WarmUp,
        Self::Quality,
        Self::Pace,
        Self::People,
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
