//! The shop floor while it runs: the columns of all entities, borrowed once, and the clock.
//!
//! Entities of the ECS world are what *stays*: machines, buffers, failure modes, work orders, crews,
//! parts, tasks, monitors, sources. Pieces are values in queues; a state is a field. The world is
//! frozen after assembly; for a run each component's table is borrowed once as a typed column
//! ([`Col`]), and event routines are plain methods of [`Floor`], one file per concept. Nothing
//! depends on the order of a query: columns are indexed by the plant's own indices.

mod account;
mod assemble;
mod calendar;
mod changeover;
mod collect;
mod component;
mod demand;
mod dwell;
mod energy;
mod failure;
mod headcount;
mod lab;
mod maintenance;
mod material;
mod monitor;
mod observe;
mod operators;
mod outage;
mod own;
mod quality;
mod rate;
mod reset;
mod response;
mod shift_end;
mod shop;
mod spares;
mod supply;
mod timer;
mod window;
mod work;

pub use collect::schema;

pub(crate) use assemble::{Columns, Tables, spawn};
/// The components, for the one place that borrows them.
pub(crate) mod components {
    pub(crate) use super::component::{
        Account, Crewing, Feed, Job, Luck, Shelf, Station, Stock, TaskState, Watch, Wear,
    };
    pub(crate) use super::rate::{Pace, Pool};
}
pub(crate) use observe::{Observer, Watcher};
pub(crate) use rate::{Network, Rates};
pub(crate) use timer::Slots;
pub(crate) use window::Windows;

use crate::outcome::Response;
use crate::plant::calendar::CalendarState;
use crate::plant::model::{
    BufferIx, CrewIx, MachineIx, MaterialIx, ModeIx, PartIx, Plant, SourceIx, SupplierIx, TaskIx,
};
use component::{
    Account, Crewing, Feed, Job, Load, Luck, Shelf, Station, Stock, TaskState, Watch, Wear,
};
use rate::{Pace, Pool, PoolIx};
use sim_core::{EventList, Limits, RunError, SimDuration, SimTime, Slot, Streams, Transit};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use timer::Timer;

/// Index of a work order: one per failure mode, then one per task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct JobIx(pub(crate) u32);

/// Index of a watch: one per monitored machine of each monitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WatchIx(pub(crate) u32);

/// An index of one kind of entity.
pub(crate) trait Ix: Copy {
    fn at(self) -> usize;
}
macro_rules! ix { ($($t:ty),*) => {$(impl Ix for $t { #[inline] fn at(self) -> usize { self.0 as usize } })*} }
ix!(MachineIx, BufferIx, ModeIx, TaskIx, CrewIx, PartIx, SourceIx, JobIx, WatchIx);

/// A component's table as a slice that only the right kind of index can read.
pub(crate) struct Col<'w, I, T> {
    rows: &'w mut [T],
    kind: PhantomData<I>,
}

impl<'w, I, T> Col<'w, I, T> {
    pub(crate) fn new(rows: &'w mut [T]) -> Self {
        Self { rows, kind: PhantomData }
    }
    /// Writes the initial components into the borrowed table.
    fn reset(rows: &'w mut [T], initial: &[T], streams: Streams) -> Self
    where
        T: reset::Reset,
    {
        debug_assert_eq!(rows.len(), initial.len(), "the structure of the assembled plant");
        for (row, initial) in rows.iter_mut().zip(initial) {
            row.reset(initial, streams);
        }
        Self::new(rows)
    }
    fn len(&self) -> usize {
        self.rows.len()
    }
    fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }
}
impl<I: Ix, T> Index<I> for Col<'_, I, T> {
    type Output = T;
    #[inline]
    fn index(&self, i: I) -> &T {
        &self.rows[i.at()]
    }
}
impl<I: Ix, T> IndexMut<I> for Col<'_, I, T> {
    #[inline]
    fn index_mut(&mut self, i: I) -> &mut T {
        &mut self.rows[i.at()]
    }
}

/// What belongs to the plant as a whole.
pub(crate) struct Yard {
    /// What the calendar says now (overtime already decided).
    state: CalendarState,
    /// Position in the timeline.
    timeline: Vec<(SimTime, CalendarState)>,
    next_change: usize,
    /// Month boundaries.
    months: Vec<SimTime>,
    month: usize,
    /// Index of the phase in force.
    phase: usize,
    /// Deliveries of parts on their way to the shelf.
    transit: Transit<PartIx>,
    /// Machines whose state may have changed at this instant.
    unsettled: Vec<MachineIx>,
    /// Bringing states up to date has scheduled events, perhaps before the one taken from the list.
    brought_events: bool,
    /// Machines that hold a finished piece the store has no room for, in order of arrival.
    waiting_for_store: Vec<MachineIx>,
    goods: demand::Goods,
    changeovers: changeover::Changing,
    /// People at the machines; `None` where no machine asks for any.
    operators: Option<Box<operators::Operators>>,
    past_shift: shift_end::PastShift,
    /// Rooms that look at every piece: quality, people, work past the shift, behaviours.
    rooms: bool,
    own: own::Own,
    outages: outage::Outages,
    /// What the plant draws, where that is known.
    energy: Option<Box<energy::Meter>>,
    supply: supply::Supply,
    quality: Option<Box<quality::Room>>,
    shop: Option<Box<shop::ShopFloor>>,
    /// Buffers in which time passes.
    dwell: Option<Box<dwell::Belts>>,
    /// Pieces between raw material and finished goods.
    wip: i64,
    /// Pieces in process over time, as in `Stock::content_over_time`.
    wip_ticks: i128,
    count: collect::Counts,
    /// Time lost by victim, root and kind, and the row of each victim.
    lost: Vec<i64>,
    lost_rows: Vec<account::Row>,
    /// Cumulative monthly snapshots, one row per boundary.
    snapshots: Vec<f64>,
    /// The luck of this replication, for draws that few plants need.
    streams: Streams,
    lab: lab::Lab,
    /// Repairs begun, and how long their failures waited.
    responses: Vec<Response>,
}

impl Yard {
    /// The yard of a plant, still without time.
    pub(crate) fn new(plant: &Plant) -> Self {
        let demand = plant.demand.as_ref();
        let (rows, lost) = account::rows_of_losses(plant);
        let (quality, operators) = (quality::Room::new(plant), operators::Operators::new(plant));
        let rooms = quality.is_some()
            || operators.is_some()
            || plant.works_past_shifts()
            || !plant.extensions.behaviours.is_empty();
        Self {
            state: CalendarState::Open,
            timeline: Vec::new(),
            next_change: 0,
            months: Vec::new(),
            month: 0,
            phase: 0,
            transit: Transit::default(),
            unsettled: Vec::with_capacity(plant.machines.len()),
            brought_events: false,
            waiting_for_store: Vec::with_capacity(plant.machines.len()),
            goods: demand::Goods::new(
                demand.map_or(0.0, |d| f64::from(d.initial)),
                Streams::new(0, 0).stream("customers", "weekly demand"),
                demand.map_or(0.0, |d| d.cv),
            ),
            changeovers: changeover::Changing::new(plant.machines.len(), Streams::new(0, 0)),
            operators,
            past_shift: shift_end::PastShift::new(plant),
            rooms,
            own: own::Own::new(&plant.extensions, plant.machines.len()),
            outages: outage::Outages::new(plant, Streams::new(0, 0)),
            energy: energy::Meter::new(plant),
            supply: supply::Supply::new(plant),
            quality,
            shop: plant.shop.as_ref().map(|s| Box::new(shop::ShopFloor::new(plant, s))),
            dwell: dwell::Belts::new(plant),
            wip: 0,
            wip_ticks: 0,
            count: collect::Counts {
                monitors: vec![Default::default(); plant.monitors.len()],
                ..Default::default()
            },
            lost: vec![0; lost],
            lost_rows: rows,
            snapshots: Vec::new(),
            streams: Streams::new(0, 0),
            lab: lab::Lab::new(plant),
            responses: Vec::with_capacity(response::room(plant)),
        }
    }

    /// The months of the coming runs, and what the calendar says in them.
    pub(crate) fn set_months(&mut self, plant: &Plant, months: Vec<SimTime>) {
        let end = months.last().copied().unwrap_or(SimTime::ZERO);
        self.timeline = plant.calendar.timeline(plant.start, end);
        if let Some(meter) = &mut self.energy {
            meter.set_months(plant, &months);
        }
        self.months = months;
    }

    /// At the start of a replication.
    fn reset(&mut self, plant: &Plant, streams: Streams) {
        self.state = CalendarState::Open;
        self.next_change = 0;
        self.month = 0;
        self.phase = 0;
        self.transit.clear();
        self.unsettled.clear();
        self.brought_events = false;
        self.waiting_for_store.clear();
        self.responses.clear();
        self.goods.reset(plant.demand.as_ref().map_or(0.0, |d| f64::from(d.initial)), streams);
        self.wip = plant.buffers.iter().map(|b| i64::from(b.initial / plant.lot())).sum();
        self.wip_ticks = 0;
        self.changeovers.reset(streams);
        self.own.reset(streams);
        self.operators.iter_mut().for_each(|o| o.reset());
        self.past_shift.reset();
        self.outages.reset(streams);
        if let Some(meter) = &mut self.energy {
            meter.reset(plant);
        }
        self.supply.reset(plant, streams);
        if let Some(room) = &mut self.quality {
            room.reset(plant, streams);
        }
        if let (Some(floor), Some(shop)) = (&mut self.shop, &plant.shop) {
            floor.reset(shop, streams);
        }
        if let Some(belts) = &mut self.dwell {
            belts.reset(plant);
        }
        self.count.reset();
        self.lost.fill(0);
        self.snapshots.clear();
        self.streams = streams;
        self.lab.reset();
    }

    /// Orders that the reviews of the plan found late in the last run.
    pub(crate) fn foreseen_late(&self) -> Option<u64> {
        self.shop.as_ref().map(|s| s.foreseen_late())
    }

    /// Pieces in process integrated up to now \[pieces µs\].
    fn wip_over_time(&self, now: SimTime) -> f64 {
        (self.wip_ticks + i128::from(self.wip) * i128::from(now.0)) as f64
    }
}

/// The parameter sets of a run, each in force from a month on.
#[derive(Clone, Copy)]
pub(crate) enum Phases<'p> {
    One(&'p Plant),
    Several(&'p [crate::Phase]),
}

impl<'p> Phases<'p> {
    /// Number `k`, and the first month of it.
    pub(crate) fn get(self, k: usize) -> Option<(u32, &'p Plant)> {
        match self {
            Self::One(plant) => (k == 0).then_some((0, plant)),
            Self::Several(list) => list.get(k).map(|p| (p.from_month, p.plant.as_ref())),
        }
    }
}

/// The floor of one running replication.
pub(crate) struct Floor<'w, 'p> {
    plant: &'p Plant,
    phases: Phases<'p>,
    /// The plant of the first phase.
    first_plant: &'p Plant,
    slots: &'p Slots,
    now: SimTime,
    end: SimTime,
    list: &'w mut EventList,
    windows: &'w mut Windows,
    /// The event under way.
    slot: Slot,
    station: Col<'w, MachineIx, Station>,
    luck: Col<'w, MachineIx, Luck>,
    account: Col<'w, MachineIx, Account>,
    stock: Col<'w, BufferIx, Stock>,
    wear: Col<'w, ModeIx, Wear>,
    job: Col<'w, JobIx, Job>,
    task: Col<'w, TaskIx, TaskState>,
    crew: Col<'w, CrewIx, Crewing>,
    shelf: Col<'w, PartIx, Shelf>,
    feed: Col<'w, SourceIx, Feed>,
    watch: Col<'w, WatchIx, Watch>,
    pace: Col<'w, MachineIx, Pace>,
    pool: Col<'w, PoolIx, Pool>,
    network: &'p Network,
    rates: &'w mut Rates,
    yard: &'w mut Yard,
    /// Somebody who wants to know more than the outcome.
    observer: Option<&'w mut Observer>,
    limits: Limits,
    events: u64,
    fault: Option<RunError>,
}

impl<'w, 'p> Floor<'w, 'p> {
    /// The initialization routine: writes the columns back to their initial state, draws the first
    /// lives and dates, opens the plant and lets every machine take its first piece.
    ///
    /// `boundaries` are the instants at which months begin, the first 0, the last the end.
    #[expect(clippy::too_many_arguments, reason = "called from one place, each argument once")]
    pub(crate) fn set_up(
        columns: Columns<'w>,
        tables: &Tables,
        plant: &'p Plant,
        phases: Phases<'p>,
        slots: &'p Slots,
        network: &'p Network,
        list: &'w mut EventList,
        windows: &'w mut Windows,
        rates: &'w mut Rates,
        yard: &'w mut Yard,
        observer: Option<&'w mut Observer>,
        streams: Streams,
        limits: &Limits,
    ) -> Self {
        yard.reset(plant, streams);
        rates.reset(plant, network);
        let end = yard.months.last().copied().unwrap_or(SimTime::ZERO);
        let mut floor = Self {
            plant,
            phases,
            first_plant: plant,
            slots,
            now: SimTime::ZERO,
            end,
            list,
            windows,
            slot: Slot(u32::MAX),
            station: Col::reset(columns.station, &tables.station, streams),
            luck: Col::reset(columns.luck, &tables.luck, streams),
            account: Col::reset(columns.account, &tables.account, streams),
            stock: Col::reset(columns.stock, &tables.stock, streams),
            wear: Col::reset(columns.wear, &tables.wear, streams),
            job: Col::reset(columns.job, &tables.job, streams),
            task: Col::reset(columns.task, &tables.task, streams),
            crew: Col::reset(columns.crew, &tables.crew, streams),
            shelf: Col::reset(columns.shelf, &tables.shelf, streams),
            feed: Col::reset(columns.feed, &tables.feed, streams),
            watch: Col::reset(columns.watch, &tables.watch, streams),
            pace: Col::reset(columns.pace, &tables.pace, streams),
            pool: Col::reset(columns.pool, &tables.pool, streams),
            network,
            rates,
            yard,
            observer,
            limits: *limits,
            events: 0,
            fault: None,
        };
        floor.begin_run();
        floor
    }

    fn begin_run(&mut self) {
        let plant = self.plant;
        self.begin_operators();
        self.begin_to_tell();
        for k in (0..self.wear.len() as u32).map(ModeIx) {
            self.first_life(k);
        }
        for t in (0..self.task.len() as u32).map(TaskIx) {
            self.first_date(t);
        }
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.first_minor_stop(m);
            if let Some((from, _)) = plant.machines[m.index()].stops.first() {
                let slot = self.slots.slot(Timer::KnownStop, m.0);
                self.schedule(slot, SimTime(from.0));
            }
        }
        for k in (0..self.wear.len() as u32).map(ModeIx) {
            self.watch_clock(k);
        }
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.refresh_milestone(m);
        }
        for w in (0..self.watch.len() as u32).map(WatchIx) {
            self.next_false_alarm(w);
        }
        for t in (0..self.task.len() as u32).map(TaskIx) {
            self.next_opportunity(t);
        }
        if let Some(at) = self.yard.months.get(1) {
            let (at, slot) = (*at, self.slots.slot(Timer::Month, 0));
            self.schedule(slot, at);
        }
        self.schedule_ship();
        self.next_changeover();
        self.begin_policies();
        self.first_outages();
        self.begin_shop();
        self.open_plant();
        if self.rates.on {
            self.begin_rates();
            self.begin_supply();
            self.settle_rates();
            return self.tell_first_states();
        }
        for s in (0..self.feed.len() as u32).map(SourceIx) {
            self.next_arrival(s);
        }
        // Downstream first, so that initial stock moves before new material enters.
        for m in (0..self.station.len() as u32).rev().map(MachineIx) {
            // A neighbour may have taken one for it.
            if self.station[m].load == Load::Empty {
                self.try_load(m);
            }
        }
        self.look_at_belts();
        self.begin_supply();
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.settle(m);
        }
        self.settle_all();
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.enter_first(m);
        }
        self.tell_first_states();
    }

    /// The timing routine: every event before the end.
    pub(crate) fn run(&mut self) -> Result<(), RunError> {
        self.run_until(self.end)
    }

    /// Every event before `until`; the run can be continued from there.
    pub(crate) fn run_until(&mut self, until: SimTime) -> Result<(), RunError> {
        if self.rates.on {
            return self.run_rates_until(until);
        }
        let (mut instant, mut here) = (SimTime(-1), 0_u64);
        while let Some((now, slot)) = self.list.pop() {
            if now != instant && !self.yard.unsettled.is_empty() {
                self.settle_all();
                if std::mem::take(&mut self.yard.brought_events) {
                    self.list.schedule(slot, now);
                    continue;
                }
            }
            if now.0.min(until.0) >= self.windows.next_due {
                self.list.schedule(slot, now);
                self.look_at_lines(now.min(until));
                continue;
            }
            if now >= until {
                self.list.schedule(slot, now);
                break;
            }
            if now != instant {
                instant = now;
                here = 0;
            }
            here += 1;
            self.now = now;
            self.slot = slot;
            self.events += 1;
            if here > self.limits.events_at_one_instant {
                return Err(self.runaway(slot, here));
            }
            // The machines' own slots come first and are almost all events.
            if slot.0 < self.station.len() as u32 {
                self.step_due(MachineIx(slot.0));
                continue;
            }
            self.event(slot)?;
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
        }
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.settle_all();
        self.move_all_on(until);
        self.now = until;
        Ok(())
    }

    #[cold]
    fn runaway(&self, slot: Slot, events: u64) -> RunError {
        RunError::Runaway { at: self.now, place: self.slots.place(self.plant, slot), events }
    }

    /// An event that is not a machine's own.
    fn event(&mut self, slot: Slot) -> Result<(), RunError> {
        let (timer, owner) = self.slots.owner(slot);
        match timer {
            Timer::Step => self.step_due(MachineIx(owner)),
            Timer::Level => self.level_due(PoolIx(owner)),
            Timer::Dwell => self.dwell_due(owner as usize),
            Timer::Job => self.job_due(JobIx(owner)),
            Timer::SetUp => self.set_up_over(MachineIx(owner)),
            Timer::Standby => self.standby_due(MachineIx(owner)),
            Timer::CalendarFailure => self.calendar_milestone(ModeIx(owner)),
            Timer::Outage => self.outage_due(owner as usize),
            Timer::KnownStop => self.known_stop(MachineIx(owner)),
            Timer::Calendar => self.calendar_change(),
            Timer::Changeover => self.changeover_due(),
            Timer::Month => return self.month_ends(),
            Timer::Duty => self.duty_change(CrewIx(owner)),
            Timer::Delivery => self.delivery(),
            Timer::Arrival => self.arrival(SourceIx(owner)),
            Timer::Alert => self.alert_answered(ModeIx(owner)),
            Timer::FalseAlarm => self.false_alarm(WatchIx(owner)),
            Timer::FalseAlarmStop => self.false_alarm_over(WatchIx(owner)),
            Timer::QualityStop => self.quality_stop_over(MachineIx(owner)),
            Timer::Task => self.task_due(TaskIx(owner)),
            Timer::Policy => self.policy_looks(owner),
            Timer::Opportunity => self.opportunity(TaskIx(owner)),
            Timer::Ship => self.ship(),
            Timer::Headcount => self.headcount_changes(CrewIx(owner)),
            Timer::People => self.hand_out_people(),
            Timer::SupplierOutage => self.supplier_outage_due(SupplierIx(owner)),
            Timer::Receipt => self.receipts(),
            Timer::Count => self.count_due(MaterialIx(owner)),
            Timer::Review => self.review_due(MaterialIx(owner)),
            Timer::Want => self.customer_comes(MaterialIx(owner)),
            Timer::Order => self.order_due(owner),
            Timer::Dispatch => self.dispatch_jobs(),
        }
        Ok(())
    }

    #[inline]
    fn schedule(&mut self, slot: Slot, at: SimTime) {
        self.list.schedule(slot, at);
    }
}

/// Places of a buffer, in what moves as one.
fn places(plant: &Plant, buffer: &crate::plant::model::Buffer) -> u32 {
    if buffer.capacity == u32::MAX { u32::MAX } else { buffer.capacity / plant.lot() }
}

/// A law's value in seconds as whole microseconds, never negative.
#[inline]
fn ticks(seconds: f64) -> i64 {
    SimDuration::from_seconds(seconds.max(0.0)).0
}
