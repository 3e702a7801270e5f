//! [`Plant`]: resolved, typed, immutable. Every index points at something, every law is valid.
//!
//! Laws of durations give seconds; clocks count microseconds ([`SimDuration`]).

use super::calendar::Calendar;
use sim_core::{Distribution, SimDuration};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into the columns of its kind.
            #[inline]
            pub const fn index(self) -> usize { self.0 as usize }
        }
    )*};
}

index! {
    /// A machine (one server of a station).
    MachineIx,
    /// A buffer.
    BufferIx,
    /// A failure mode.
    ModeIx,
    /// A preventive task.
    TaskIx,
    /// A predictive programme.
    MonitorIx,
    /// A crew.
    CrewIx,
    /// A spare part.
    PartIx,
    /// A source of arrivals.
    SourceIx,
}

/// A factory, ready to be assembled.
#[derive(Clone, Debug, PartialEq)]
pub struct Plant {
    /// Name for people.
    pub name: String,
    /// First day of the run, local plant time, at 00:00.
    pub start: jiff::civil::Date,
    /// The machine to which indicators of the whole line refer.
    pub constraint: MachineIx,
    /// How material moves.
    pub flow: Flow,
    /// How rate flow treats minor stops; piece flow and lot flow have each as an event.
    pub folding: Folding,
    /// When the plant works.
    pub calendar: Calendar,
    /// Arrivals from outside. A machine without input has unlimited material instead.
    pub sources: Vec<Source>,
    /// One entry per server; the servers of one station share its buffers.
    pub machines: Vec<Machine>,
    /// Places between machines.
    pub buffers: Vec<Buffer>,
    /// All failure modes of all machines.
    pub modes: Vec<FailureMode>,
    /// Preventive tasks and inspections.
    pub tasks: Vec<Task>,
    /// Predictive programmes.
    pub monitors: Vec<Monitor>,
    /// Maintenance crews.
    pub crews: Vec<Crew>,
    /// Spare parts.
    pub parts: Vec<SparePart>,
    /// What customers take. Without it every good piece leaves at once.
    pub demand: Option<Demand>,
    /// Changes from one order to the next.
    pub changeovers: Option<Changeovers>,
}

/// Changes from one order to the next: machines are set up together, again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Changeovers {
    /// Scheduled production time from the beginning of one to the beginning of the next \[s\].
    pub every: Distribution,
    /// The kinds in their order, repeated for ever; at least one.
    pub kinds: Vec<ChangeoverKind>,
    /// The machines that are set up.
    pub machines: Vec<MachineIx>,
    /// Those of them (servers of one station) that share the pieces scrapped afterwards.
    pub scrap_at: Vec<MachineIx>,
}

/// One kind of changeover.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeoverKind {
    /// For people and for edits of a study.
    pub name: String,
    /// How many in a row before the next kind.
    pub times: u32,
    /// Set-up of each machine \[s\].
    pub lasts: Distribution,
    /// Pieces scrapped when it is done.
    pub scrap: u32,
}

impl Changeovers {
    /// Does a kind scrap pieces at this machine?
    fn scraps_at(&self, machine: &Machine, plant: &Plant) -> bool {
        self.kinds.iter().any(|k| k.scrap > 0)
            && self.scrap_at.iter().any(|m| plant.machines[m.index()].name == machine.name)
    }

    /// The kind of changeover number `n`, counted from 1.
    pub fn kind(&self, n: u64) -> Option<&ChangeoverKind> {
        let cycle: u64 = self.kinds.iter().map(|k| u64::from(k.times)).sum();
        let mut place = n.checked_sub(1)?.checked_rem(cycle)?;
        self.kinds.iter().find(|kind| {
            let here = place < u64::from(kind.times);
            place = place.saturating_sub(u64::from(kind.times));
            here
        })
    }
}

/// How material moves. Everything else (failures, crews, spares, calendar, customers) is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Piece by piece: every start and end of work is an event.
    Piece,
    /// At rates that are constant between events; events are stops, repairs, the calendar, and
    /// buffers that become full or empty. Quantities are real numbers.
    Rate,
    /// In lots of so many pieces, which move as one.
    Lot(u32),
}

/// How rate flow treats minor stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// Stops that the neighbouring buffers absorb lower the machine's rate; longer ones are events.
    Folded,
    /// Every stop is an event.
    Events,
}

/// Arrivals by a law of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Key of its random streams.
    pub name: String,
    /// Where pieces enter.
    pub to: BufferIx,
    /// Time between arrivals \[s\].
    pub every: Distribution,
    /// What happens to an arrival that finds no room.
    pub when_full: WhenFull,
}

/// What happens to an arrival that finds no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits outside, and the next arrival is not drawn before it has entered.
    Wait,
    /// It is lost and counted.
    Lost,
}

/// What becomes of the piece in process when its machine fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The remaining work is done after the repair (preemptive resume).
    Resume,
    /// All work on the piece is done again (preemptive repeat).
    Repeat,
    /// The piece is scrapped.
    Scrap,
}

/// How a machine takes from several input buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One piece from the first buffer, in the order of `inputs`, that has one (merge).
    Any,
    /// One piece from every input buffer at once (assembly).
    Each,
}

/// One server.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Key of its random streams: the station's name, from the second server on with `#2`, `#3`.
    pub name: String,
    /// The station it belongs to.
    pub station: String,
    /// Time for one piece \[s\].
    pub cycle: Distribution,
    /// Where pieces come from, in order of preference; empty: unlimited material.
    pub inputs: Vec<BufferIx>,
    /// How it takes from several inputs.
    pub takes: Takes,
    /// Where pieces go; empty: they leave the line as finished goods.
    pub outputs: Vec<BufferIx>,
    /// Cumulative shares of `outputs` (last = 1); `None`: the first with room, in their order.
    pub split: Option<Vec<f64>>,
    /// The piece in process at a failure.
    pub interrupted: Interrupted,
    /// Probability that a finished piece is visibly bad and leaves as scrap at once.
    pub scrap: f64,
    /// Pieces scrapped when the machine starts again after a long stop.
    pub startup: Option<StartupScrap>,
    /// Hidden defects made here.
    pub defects: Option<DefectDrift>,
    /// Every finished piece is inspected here.
    pub inspection: Option<Inspection>,
    /// Short stops cleared by the operator.
    pub minor_stops: Option<MinorStops>,
    /// Known stops in calendar time (from start of the run), sorted and disjoint: the machine keeps
    /// its piece and goes on afterwards.
    pub stops: Vec<(SimDuration, SimDuration)>,
}

/// Pieces lost at a restart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StartupScrap {
    /// How many pieces are scrapped.
    pub pieces: u32,
    /// Only after a stop (failure, maintenance, closing) at least this long.
    pub after: SimDuration,
}

/// Probability of a hidden defect, rising with the operating time since the last service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DefectDrift {
    /// Probability right after a service.
    pub base: f64,
    /// Rise per operating second.
    pub per_second: f64,
    /// The probability never exceeds this.
    pub at_most: f64,
}

/// Inspection of every piece, with errors of both kinds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inspection {
    /// Probability that a defective piece is found (1 - type II error).
    pub detects: f64,
    /// Probability that a good piece is rejected (type I error).
    pub false_reject: f64,
}

/// Short stops (SEMI E10 "assists") in operating time.
#[derive(Clone, Debug, PartialEq)]
pub struct MinorStops {
    /// Operating time between stops \[s\].
    pub every: Distribution,
    /// Duration \[s\].
    pub lasts: Distribution,
}

/// Places between machines, first in first out.
#[derive(Clone, Debug, PartialEq)]
pub struct Buffer {
    /// For people and reports.
    pub name: String,
    /// Places strictly between the machines; `u32::MAX`: no limit.
    pub capacity: u32,
    /// Pieces in it at the start.
    pub initial: u32,
    /// Machines that deliver into it, in order.
    pub from: Vec<MachineIx>,
    /// Machines that take from it, in order of preference.
    pub to: Vec<MachineIx>,
}

/// The clock on which a failure mode ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Runs while the machine processes (operation-dependent failures). Laws in seconds.
    Operating,
    /// Runs always, except while this mode itself is being repaired. Laws in seconds.
    Calendar,
    /// Counts pieces. Laws in pieces.
    Cycles,
}

/// Age of a mode at the start of the run, on its own clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InitialAge {
    /// As good as new.
    New,
    /// Drawn from the law of ages in a plant that has run for long.
    InService,
    /// Known \[s or pieces\].
    Known(f64),
}

/// One way in which one machine fails.
#[derive(Clone, Debug, PartialEq)]
pub struct FailureMode {
    /// Key of its random streams.
    pub name: String,
    /// In the words of the shop floor.
    pub what: String,
    /// The machine it stops.
    pub machine: MachineIx,
    /// Its clock.
    pub clock: Clock,
    /// How a failure comes about.
    pub life: Life,
    /// Age at the start.
    pub initial_age: InitialAge,
    /// Finding out what is broken \[s\]; needs the crew.
    pub diagnosis: Option<Distribution>,
    /// Active repair \[s\].
    pub repair: Distribution,
    /// Verification and restart after the repair \[s\].
    pub restart: Option<Distribution>,
    /// Who repairs, and how many of them; `None`: no crew is needed.
    pub labour: Option<Labour>,
    /// The spare part that a repair takes.
    pub part: Option<PartIx>,
    /// Further damage when a failure was not prevented.
    pub secondary: Option<Secondary>,
    /// Probability that the piece on the machine is lost at a failure (beside `Interrupted`).
    pub scraps_part: f64,
}

/// How a failure comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum Life {
    /// Failure at a drawn life. With a `warning` (P-F interval) the defect can be seen that long
    /// before the failure, at most from the beginning of the life.
    Whole {
        /// Life \[s or pieces\].
        life: Distribution,
        /// P-F interval \[s or pieces\].
        warning: Option<Distribution>,
    },
    /// A defect begins after `onset` and becomes a failure after `delay` (delay-time model).
    TwoStage {
        /// From renewal to the beginning of a defect \[s or pieces\].
        onset: Distribution,
        /// From the beginning of the defect to failure \[s or pieces\].
        delay: Distribution,
        /// True: defects begin independently of each other and of repairs, several may be present
        /// at once, and a repair removes one (Christer and Waller 1984).
        concurrent: bool,
    },
}

/// People that a job needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labour {
    /// Which crew.
    pub crew: CrewIx,
    /// How many of it.
    pub people: u32,
}

/// Further damage of an unprevented failure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Secondary {
    /// Its probability.
    pub chance: f64,
    /// Factor on the active repair.
    pub repair_factor: f64,
    /// Factor on the parts' cost (counted as further parts' worth).
    pub parts_factor: f64,
}

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
}

/// The looking of an inspection.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspects {
    /// Probability that a present defect is found, independently at each inspection.
    pub detects: f64,
    /// Planned repair of a found defect \[s\], in place of the mode's repair.
    pub fix: Distribution,
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

/// When a crew works.
#[derive(Clone, Debug, PartialEq)]
pub enum Duty {
    /// Around the clock.
    Always,
    /// While the plant is open.
    PlantShifts,
    /// Its own weekly windows \[µs of the week, Monday 00:00 = 0\], sorted and disjoint.
    Windows(Vec<(i64, i64)>),
    /// A cycle of its own: on duty for the first span of every second span.
    Cycle {
        /// On duty from the start of the period.
        on: SimDuration,
        /// Length of the period.
        period: SimDuration,
    },
}

/// What a crew does with a job when its shift ends, or before it begins.
#[derive(Clone, Debug, PartialEq)]
pub enum OffDuty {
    /// Jobs pause and wait for the next shift.
    Wait,
    /// Begun jobs are finished in overtime; new ones wait.
    Finish,
    /// Jobs are finished in overtime, and the crew is called out for new failures after this delay
    /// \[s\].
    CallOut(Distribution),
}

/// People who maintain.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Key of its random streams.
    pub name: String,
    /// What they can do.
    pub skills: Vec<String>,
    /// How many are on duty together.
    pub people: u32,
    /// When they work.
    pub duty: Duty,
    /// And when they do not.
    pub off_duty: OffDuty,
    /// From the call to the arrival at the machine \[s\].
    pub response: Option<Distribution>,
}

/// A spare part: base stock, one for one replenishment.
#[derive(Clone, Debug, PartialEq)]
pub struct SparePart {
    /// Key of its random streams.
    pub name: String,
    /// Order-up-to level; 0: bought when needed.
    pub stock: u32,
    /// Standard lead time \[s\].
    pub lead: Distribution,
    /// Lead time of an emergency purchase \[s\]; `None`: there is none, one waits.
    pub emergency_lead: Option<Distribution>,
}

/// What customers take.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Mean of a week \[pieces\].
    pub weekly: f64,
    /// Factor by calendar month, January first.
    pub season: [f64; 12],
    /// Coefficient of variation of a week (lognormal).
    pub cv: f64,
    /// Days on which goods are shipped, Monday first; a week's demand is spread evenly over them.
    pub ship_days: [bool; 7],
    /// Do customers want goods on closed days of the calendar?
    pub on_closed_days: bool,
    /// Share of unmet demand that waits; the rest is lost.
    pub backorder: f64,
    /// How long it waits before it is lost too \[days\].
    pub max_wait_days: u32,
    /// Room for finished goods \[pieces\]; a full store blocks the last machine.
    pub capacity: u32,
    /// Finished goods at the start \[pieces\].
    pub initial: u32,
}

impl Plant {
    /// Pieces that move as one.
    pub fn lot(&self) -> u32 {
        match self.flow {
            Flow::Lot(size) => size.max(1),
            Flow::Piece | Flow::Rate => 1,
        }
    }

    /// The failure modes of each machine, in order.
    pub fn modes_by_machine(&self) -> Vec<Vec<ModeIx>> {
        let mut of = vec![Vec::new(); self.machines.len()];
        for (k, mode) in self.modes.iter().enumerate() {
            of[mode.machine.index()].push(ModeIx(k as u32));
        }
        of
    }
}

impl Plant {
    /// Every machine of every monitor, once each, in order: `(monitor index, machine)`.
    pub fn watched(&self) -> Vec<(u32, MachineIx)> {
        let mut pairs: Vec<(u32, MachineIx)> = Vec::new();
        for (k, monitor) in self.monitors.iter().enumerate() {
            for (mode, _) in &monitor.modes {
                let pair = (k as u32, self.modes[mode.index()].machine);
                if !pairs.contains(&pair) {
                    pairs.push(pair);
                }
            }
        }
        pairs
    }
}

impl Machine {
    /// The share of output `k`, where shares are given.
    pub fn share(&self, k: usize) -> Option<f64> {
        let split = self.split.as_ref()?;
        Some(split[k] - if k > 0 { split[k - 1] } else { 0.0 })
    }

    /// Every piece is handed on as it came: nothing is scrapped or inspected here.
    pub fn is_lossless(&self, plant: &Plant) -> bool {
        self.scrap == 0.0
            && self.startup.is_none()
            && self.defects.is_none()
            && self.inspection.is_none()
            && !plant.changeovers.iter().any(|c| c.scraps_at(self, plant))
    }

    /// One input at most, one output at most, nothing drawn or decided per piece: the event routine
    /// may take its short way.
    pub fn is_plain(&self, plant: &Plant) -> bool {
        self.inputs.len() <= 1
            && self.outputs.len() == 1
            && self.takes == Takes::Any
            && self.is_lossless(plant)
            && self.outputs.iter().all(|b| plant.buffers[b.index()].to.len() == 1)
    }
}

impl Plant {
    /// Pieces may carry hidden defects: they are not all alike.
    pub fn pieces_differ(&self) -> bool {
        self.machines.iter().any(|m| m.defects.is_some())
    }
}

impl Buffer {
    /// The machine that alone takes from this buffer, one piece at a time from any input.
    pub fn only_taker(&self, plant: &Plant) -> Option<MachineIx> {
        match self.to[..] {
            [only] if plant.machines[only.index()].takes == Takes::Any => Some(only),
            _ => None,
        }
    }
}
