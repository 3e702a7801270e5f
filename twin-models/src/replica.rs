//! One replication of one plant: assemble, run, collect. The crate's one door.

use crate::floor::{
    self, Columns, Floor, Network, Observer, Phases, Rates, Slots, Tables, Watcher, Windows, Yard,
};
use crate::outcome::Outcome;
use crate::plant::calendar::Calendar;
use crate::plant::model::Plant;
use crate::trace::{Scope, Trace};
use bevy_ecs::component::Component;
use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryFilter;
use bevy_ecs::system::SystemState;
use sim_core::{EventList, Limits, RunError, SimDuration, SimTime, Streams};
use std::sync::Arc;

/// A plant's parameters in force from a month on. All phases of a run have the same structure.
#[derive(Clone, Debug)]
pub struct Phase {
    /// First month, counted from 0; the first phase begins at 0.
    pub from_month: u32,
    /// The plant.
    pub plant: Arc<Plant>,
}

/// An assembled plant that can be run again and again.
///
/// The world is built once; every run writes the columns back to their initial state. A run takes no
/// memory that the one before has not left.
pub struct Replica {
    world: World,
    columns: BorrowState,
    /// What every run begins with, and the plant that it belongs to.
    initial: Tables,
    plant: Plant,
    yard: Yard,
    /// The boundaries of months that the yard holds.
    months: Option<Months>,
    slots: Slots,
    network: Network,
    list: EventList,
    windows: Windows,
    rates: Rates,
    observer: Option<Observer>,
    quantities: usize,
    machines: usize,
}

impl std::fmt::Debug for Replica {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replica").field("machines", &self.machines).finish_non_exhaustive()
    }
}

impl Replica {
    /// Builds the world of a plant (the initialization routine's first half).
    pub fn assemble(plant: &Plant) -> Self {
        let slots = Slots::new(plant);
        let mut world = World::new();
        let initial = Tables::new(plant, &slots, Streams::new(0, 0));
        floor::spawn(&mut world, initial.clone());
        let columns = BorrowState::new(&mut world);
        let list = EventList::with_busy(slots.busy(), slots.len());
        let network = Network::new(plant);
        let quantities = floor::schema(plant).len();
        let windows = Windows::new(plant);
        Self {
            world,
            columns,
            initial,
            plant: plant.clone(),
            yard: Yard::new(plant),
            months: None,
            slots,
            network,
            list,
            windows,
            rates: Rates::default(),
            observer: None,
            quantities,
            machines: plant.machines.len(),
        }
    }

    /// At rates, every machine goes the way through any network.
    #[cfg(test)]
    pub(crate) fn without_lines(self) -> Self {
        Self { network: self.network.without_lines(), ..self }
    }

    /// Every event goes through the event list.
    #[cfg(test)]
    pub(crate) fn without_windows(self) -> Self {
        Self { windows: Windows::none(), ..self }
    }

    /// Has any line slept in the last run?
    #[cfg(test)]
    pub(crate) fn has_slept(&self) -> bool {
        self.windows.has_slept()
    }

    /// From now on every outcome of [`run`](Self::run) tells the states of the machines month by month
    /// ([`Outcome::by_month`]).
    pub fn record_months(&mut self) {
        self.observer.get_or_insert_default().months = true;
    }

    /// From now on every run is observed; [`trace`](Self::trace) tells what it did. The outcome stays
    /// what it is, but no line sleeps.
    pub fn observe(&mut self, scope: Scope) {
        self.observer.get_or_insert_default().watch = Some(Watcher::new(scope));
        self.windows = Windows::none();
    }

    /// Orders that the reviews of the plan found late, all reviews of the last run together; `None`
    /// where nobody looks ([`Decides::Keep`](crate::plant::model::Decides::Keep)).
    pub fn foreseen_late(&self) -> Option<u64> {
        let planning = self.plant.shop.as_ref()?.planning?;
        let looks = planning.decides != crate::plant::model::Decides::Keep;
        looks.then(|| self.yard.foreseen_late()).flatten()
    }

    /// What the last run did, if it was observed.
    pub fn trace(&self) -> Option<&Trace> {
        self.observer.as_ref().and_then(|o| o.watch.as_ref()).map(|w| &w.trace)
    }

    /// Runs one replication over `months` months under the luck of `streams`.
    ///
    /// `phases` must begin at month 0, be in order of months, and share the structure of the plant
    /// that was assembled (same entities in the same order).
    ///
    /// # Errors
    /// A model that runs away at one instant, deadlocks, grows without bound or does not balance
    /// ends with the place; the study cannot go on with this replication.
    pub fn run(
        &mut self,
        phases: &[Phase],
        months: u32,
        streams: Streams,
        limits: &Limits,
    ) -> Result<Outcome, RunError> {
        let mut outcome = Outcome::default();
        self.run_into(phases, months, streams, limits, &mut outcome)?;
        Ok(outcome)
    }

    /// [`run`](Self::run), written over an earlier outcome.
    ///
    /// # Errors
    /// As [`run`](Self::run); `outcome` then holds nothing of use.
    pub fn run_into(
        &mut self,
        phases: &[Phase],
        months: u32,
        streams: Streams,
        limits: &Limits,
        outcome: &mut Outcome,
    ) -> Result<(), RunError> {
        let Some(first) = phases.first() else { return Err(missing("phases of the plant")) };
        self.set_up(&first.plant, Months::Calendar(months));
        self.simulate(
            &first.plant,
            Phases::Several(phases),
            SimDuration::ZERO,
            streams,
            limits,
            outcome,
        )
    }

    /// Runs one replication of `plant` over `warm_up` and then `length`, and gives what happened
    /// after the warm-up, as one month of that length. What ran into the warm-up's end runs on.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_for(
        &mut self,
        plant: &Plant,
        warm_up: SimDuration,
        length: SimDuration,
        streams: Streams,
        limits: &Limits,
    ) -> Result<Outcome, RunError> {
        self.set_up(plant, Months::One(warm_up + length));
        let mut outcome = Outcome::default();
        self.simulate(plant, Phases::One(plant), warm_up, streams, limits, &mut outcome)?;
        Ok(outcome)
    }

    /// Prepares what depends on the plant and the months, unless it is that of the last run.
    fn set_up(&mut self, plant: &Plant, months: Months) {
        let same = self.plant == *plant;
        if !same {
            self.plant = plant.clone();
            self.initial = Tables::new(plant, &self.slots, Streams::new(0, 0));
            self.yard = Yard::new(plant);
        }
        if !same || self.months != Some(months) {
            let boundaries = match months {
                Months::Calendar(months) => Calendar::months(plant.start, months),
                Months::One(length) => vec![SimTime::ZERO, SimTime::ZERO + length],
            };
            self.yard.set_months(plant, boundaries);
            self.months = Some(months);
        }
    }

    /// One replication; a warm-up lies within the first month.
    fn simulate(
        &mut self,
        plant: &Plant,
        phases: Phases<'_>,
        warm_up: SimDuration,
        streams: Streams,
        limits: &Limits,
        outcome: &mut Outcome,
    ) -> Result<(), RunError> {
        let months = match self.months {
            Some(Months::Calendar(months)) => months,
            _ => 1,
        };
        self.list.clear();
        self.windows.reset(plant);
        let columns =
            borrow(&mut self.columns, &mut self.world).ok_or_else(|| missing("columns"))?;
        let mut floor = Floor::set_up(
            columns,
            &self.initial,
            plant,
            phases,
            &self.slots,
            &self.network,
            &mut self.list,
            &mut self.windows,
            &mut self.rates,
            &mut self.yard,
            self.observer.as_mut(),
            streams,
            limits,
        );
        if warm_up == SimDuration::ZERO {
            floor.run()?;
            return floor.collect(months, self.quantities, outcome);
        }
        floor.run_until(SimTime::ZERO + warm_up)?;
        let before = floor.collect_warm_up(self.quantities)?;
        floor.run()?;
        floor.collect(months, self.quantities, outcome)?;
        outcome.take_away(&before);
        Ok(())
    }
}

/// The months of a run: so many of the calendar, or one of any length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Months {
    Calendar(u32),
    One(SimDuration),
}

fn missing(what: &str) -> RunError {
    RunError::Balance { what: what.to_owned(), expected: 1.0, found: 0.0 }
}

use crate::floor::components::{
    Account, Crewing, Feed, Job, Luck, Pace, Pool, Shelf, Station, Stock, TaskState, Watch, Wear,
};

/// One query per component: each entity kind has one table, so each query is one column.
type BorrowState = SystemState<(
    Query<'static, 'static, &'static mut Station>,
    Query<'static, 'static, &'static mut Luck>,
    Query<'static, 'static, &'static mut Account>,
    Query<'static, 'static, &'static mut Stock>,
    Query<'static, 'static, &'static mut Wear>,
    Query<'static, 'static, &'static mut Job>,
    Query<'static, 'static, &'static mut TaskState>,
    Query<'static, 'static, &'static mut Crewing>,
    Query<'static, 'static, &'static mut Shelf>,
    Query<'static, 'static, &'static mut Feed>,
    Query<'static, 'static, &'static mut Watch>,
    Query<'static, 'static, &'static mut Pace>,
    Query<'static, 'static, &'static mut Pool>,
)>;

fn borrow<'w>(state: &'w mut BorrowState, world: &'w mut World) -> Option<Columns<'w>> {
    let (station, luck, account, stock, wear, job, task, crew, shelf, feed, watch, pace, pool) =
        state.get_mut(world).ok()?;
    Some(Columns {
        station: column(station),
        luck: column(luck),
        account: column(account),
        stock: column(stock),
        wear: column(wear),
        job: column(job),
        task: column(task),
        crew: column(crew),
        shelf: column(shelf),
        feed: column(feed),
        watch: column(watch),
        pace: column(pace),
        pool: column(pool),
    })
}

/// The whole table of one component as a slice, change detection bypassed.
fn column<'w, T, F>(query: Query<'w, '_, &'static mut T, F>) -> &'w mut [T]
where
    T: Component<Mutability = bevy_ecs::component::Mutable>,
    F: QueryFilter + bevy_ecs::query::ArchetypeFilter,
{
    let Ok(mut tables) = query.contiguous_iter_inner() else { return &mut [] };
    let Some(rows) = tables.find(|rows| !rows.is_empty()) else { return &mut [] };
    let (rows, _) = ContiguousMut::bypass_change_detection_split(rows);
    debug_assert!(tables.all(|more| more.is_empty()), "one table per kind of entity");
    rows
}
