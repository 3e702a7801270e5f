//! One replication of one plant: assemble, run, collect. The crate's one door.

use crate::floor::{self, Columns, Floor, Network, Slots, Tables, Windows};
use crate::outcome::Outcome;
use crate::plant::calendar::Calendar;
use crate::plant::model::Plant;
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
/// The world is built once; every run writes the columns back to their initial state.
pub struct Replica {
    world: World,
    slots: Slots,
    network: Network,
    list: EventList,
    windows: Windows,
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
        floor::spawn(&mut world, Tables::new(plant, &slots, Streams::new(0, 0)));
        let list = EventList::with_busy(slots.busy(), slots.len());
        let network = Network::new(plant);
        let quantities = floor::schema(plant).len();
        let windows = Windows::new(plant);
        Self { world, slots, network, list, windows, quantities, machines: plant.machines.len() }
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
        let borrowed: Vec<(u32, &Plant)> =
            phases.iter().map(|p| (p.from_month, p.plant.as_ref())).collect();
        let Some((_, plant)) = borrowed.first() else {
            return Err(missing("phases of the plant"));
        };
        let boundaries = Calendar::months(plant.start, months);
        self.simulate(&borrowed, boundaries, SimDuration::ZERO, streams, limits)
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
        let boundaries = vec![SimTime::ZERO, SimTime::ZERO + warm_up + length];
        self.simulate(&[(0, plant)], boundaries, warm_up, streams, limits)
    }

    /// One replication; a warm-up lies within the first month.
    fn simulate(
        &mut self,
        phases: &[(u32, &Plant)],
        boundaries: Vec<SimTime>,
        warm_up: SimDuration,
        streams: Streams,
        limits: &Limits,
    ) -> Result<Outcome, RunError> {
        let plant = phases[0].1;
        let months = boundaries.len().saturating_sub(1) as u32;
        let tables = Tables::new(plant, &self.slots, streams);
        self.list.clear();
        self.windows.reset();
        let mut state = BorrowState::new(&mut self.world);
        let columns = borrow(&mut state, &mut self.world).ok_or_else(|| missing("columns"))?;
        let mut floor = Floor::set_up(
            columns,
            tables,
            phases,
            &self.slots,
            &self.network,
            &mut self.list,
            &mut self.windows,
            boundaries,
            streams,
            limits,
        );
        if warm_up == SimDuration::ZERO {
            floor.run()?;
            return floor.collect(months, self.quantities);
        }
        floor.run_until(SimTime::ZERO + warm_up)?;
        let before = floor.collect_warm_up(self.quantities)?;
        floor.run()?;
        Ok(floor.collect(months, self.quantities)?.since(&before))
    }
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
