//! [`Plant`]: resolved, typed, immutable. Every index points at something, every law is valid.
//!
//! Laws of durations give seconds; clocks count microseconds ([`SimDuration`](sim_core::SimDuration)).

mod changeovers;
mod degradation;
mod dwell;
mod energy;
mod failure;
mod forecast;
mod inspection;
mod lab;
mod machine;
mod market;
mod outage;
mod people;
mod planning;
mod quality;
mod shop;
mod staffing;
mod supply;
mod upkeep;
mod water;

pub use changeovers::{ChangeoverKind, Changeovers};
pub use degradation::{Degradation, Opportunities, Process, Redundancy, Sojourn, Threshold};
pub use dwell::{Dwell, DwellLimit, Overdue};
pub use energy::{Energy, Load, Power, PowerClass, StartUp, Weather};
pub use failure::{Clock, FailureMode, InitialAge, Life, Secondary};
pub use forecast::Forecast;
pub use inspection::{ByKind, InspectionPoint, Rework, Sampling};
pub use lab::{Induced, RepairEffect};
pub use machine::{
    Buffer, DefectDrift, Inspection, Interrupted, Machine, MinorStops, Source, StartupScrap, Takes,
    WhenFull,
};
pub use market::Demand;
pub use outage::{Cyber, Utility};
pub use people::{Away, Crew, Duty, Headcount, Labour, OffDuty, SparePart};
pub use planning::{Decides, Planning};
pub use quality::{
    AlarmResponse, AssignableCause, Characteristic, Chart, DefectKind, Escapes, Gauge,
    MaterialLots, ProcessMonitor, Tool,
};
pub use shop::{
    Batch, Cancel, CardLoop, Dispatch, DrawnOrders, Gain, JobRework, MixLine, Order, Place,
    Product, RouteStep, SetUpMatrix, SetUpPair, Shop, ShopStation, Store,
};
pub use staffing::{Attendance, PERSON, ShiftEnd, Staffing};
pub use supply::{
    Come, Customers, Material, Offer, Origin, Outage, Policy, Record, Supplier, When,
};
pub use upkeep::{DetectionDelay, FalseAlarms, Inspects, Monitor, Task, Trigger, Window};
pub use water::Water;

use super::calendar::Calendar;
use crate::extend::Extensions;

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
    /// A material in stock.
    MaterialIx,
    /// A supplier.
    SupplierIx,
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
    /// Behaviours and policies that no file can describe.
    pub extensions: Extensions,
    /// What the plant draws beside its machines.
    pub energy: Option<Energy>,
    /// Shared services that fail.
    pub utilities: Vec<Utility>,
    /// Attacks on the network.
    pub cyber: Option<Cyber>,
    /// Materials in stock.
    pub materials: Vec<Material>,
    /// Who supplies them.
    pub suppliers: Vec<Supplier>,
    /// What can go wrong with a piece, and how the process is watched.
    pub quality: Vec<Characteristic>,
    /// Where pieces are inspected.
    pub inspections: Vec<InspectionPoint>,
    /// Products, their routes and orders.
    pub shop: Option<Shop>,
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

impl Plant {
    /// The constant time for a piece of a machine \[s\]; `None`: it differs from piece to piece, or
    /// somebody must be asked for every piece.
    pub(crate) fn constant_cycle(&self, m: MachineIx) -> Option<f64> {
        let own = self.extensions.behaviours.iter().any(|(of, _)| *of == m);
        let attended = self.machines[m.index()].staffing.operator.is_some();
        if own || attended { None } else { self.machines[m.index()].cycle.as_constant() }
    }

    /// Has somebody added a behaviour of this machine?
    pub(super) fn has_own_behaviour(&self, machine: &Machine) -> bool {
        self.extensions
            .behaviours
            .iter()
            .any(|(m, _)| self.machines[m.index()].name == machine.name)
    }

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

impl Plant {
    /// Pieces may carry hidden defects: they are not all alike.
    pub fn pieces_differ(&self) -> bool {
        self.has_quality() || self.machines.iter().any(|m| m.defects.is_some())
    }

    /// Characteristics or inspection points are described.
    pub fn has_quality(&self) -> bool {
        !self.quality.is_empty() || !self.inspections.is_empty()
    }
}
