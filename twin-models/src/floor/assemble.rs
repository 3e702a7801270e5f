//! Components at the start of a replication, and the world they are spawned into.

use super::component::Item;
use super::component::{
    Account, Crewing, Episode, Feed, Job, Load, Luck, MANY, NEVER, NONE, Shelf, Stage, Station,
    Stock, TaskState, Watch, Wear, WearDraws,
};
use super::rate::{Pace, Pool};
use crate::plant::model::{MachineIx, PartIx, Plant, Takes};
use crate::state::Leaf;
use bevy_ecs::prelude::*;
use sim_core::Streams;
use std::collections::VecDeque;

fn only(machines: &[MachineIx]) -> u32 {
    match machines {
        [] => NONE,
        [one] => one.0,
        _ => MANY,
    }
}

/// Row counts of the tables, checked at every borrow.
type Column<T> = Vec<T>;

/// Initial components of every kind, from the plant and the luck.
#[derive(Clone)]
pub(crate) struct Tables {
    pub(crate) station: Column<Station>,
    pub(crate) luck: Column<Luck>,
    pub(crate) account: Column<Account>,
    pub(crate) stock: Column<Stock>,
    pub(crate) wear: Column<Wear>,
    pub(crate) job: Column<Job>,
    pub(crate) task: Column<TaskState>,
    pub(crate) crew: Column<Crewing>,
    pub(crate) shelf: Column<Shelf>,
    pub(crate) feed: Column<Feed>,
    pub(crate) watch: Column<Watch>,
    pub(crate) pace: Column<Pace>,
    pub(crate) pool: Column<Pool>,
}

impl Tables {
    /// The components at the start of the replication of `streams`.
    pub(crate) fn new(plant: &Plant, slots: &super::Slots, streams: Streams) -> Self {
        use super::timer::Timer;
        let s = |entity: &str, purpose| streams.stream(entity, purpose);
        let lot = f64::from(plant.lot());
        let station = plant
            .machines
            .iter()
            .enumerate()
            .map(|(i, m)| Station {
                slot: slots.slot(Timer::Step, i as u32),
                leaf: Leaf::Starved,
                load: Load::Empty,
                running: false,
                minor: false,
                known: false,
                setup: false,
                halts: 0,
                down: 0,
                planned: 0,
                item: Item::default(),
                unsettled: false,
                waits: false,
                input: match m.inputs[..] {
                    [] if m.takes == Takes::Jobs => MANY,
                    [] if !m.is_supplied() => NONE,
                    [only] if m.takes_freely() && plant.buffers[only.index()].dwell.is_none() => {
                        only.0
                    }
                    _ => MANY,
                },
                output: match m.outputs[..] {
                    [] if m.makes.is_none() => NONE,
                    [only] => only.0,
                    _ => MANY,
                },
                up: only(slots.upstream(MachineIx(i as u32))),
                down_line: only(slots.downstream(MachineIx(i as u32))),
                empty_leaf: if slots.is_fed_from_outside(MachineIx(i as u32)) {
                    Leaf::NoMaterial
                } else if m.takes == Takes::Jobs {
                    Leaf::NoOrder
                } else {
                    Leaf::Starved
                },
                full_leaf: if m.outputs.is_empty() { Leaf::NoOrder } else { Leaf::Blocked },
                plain: m.is_plain(plant),
                startup_left: 0,
                bound_for: NONE,
                cycle: plant
                    .constant_cycle(MachineIx(i as u32))
                    .map_or(-1, |c| super::ticks(c * lot)),
                remaining: 0,
                resumed: 0,
                operated: 0,
                next_milestone: NEVER,
                completed: 0,
                next_cycle_milestone: u64::MAX,
                minor_at: NEVER,
                serviced: 0,
                next_stop: 0,
            })
            .collect();
        let luck = plant
            .machines
            .iter()
            .map(|m| Luck {
                cycle: s(&m.name, "cycle"),
                scrap: s(&m.name, "scrap"),
                defect: s(&m.name, "defect"),
                inspect: s(&m.name, "inspection"),
                split: s(&m.name, "split"),
                minor_every: s(&m.name, "time between minor stops"),
                minor_lasts: s(&m.name, "duration of minor stops"),
            })
            .collect();
        let account = plant
            .machines
            .iter()
            .enumerate()
            .map(|(i, _)| Account {
                since: 0,
                ticks: [0; Leaf::COUNT],
                root: super::account::Root::new(
                    MachineIx(i as u32),
                    crate::outcome::RootKind::Pace,
                ),
                load_since: 0,
                empty_ticks: 0,
                finished_ticks: 0,
                scrapped: 0,
                lost: 0,
                failures: 0,
                minor_stops: 0,
                halted_since: 0,
            })
            .collect();
        let pieces_differ = plant.pieces_differ();
        let stock = plant
            .buffers
            .iter()
            .map(|b| Stock {
                level: b.initial / plant.lot(),
                items: std::iter::repeat_n(
                    Item::default(),
                    if pieces_differ { (b.initial / plant.lot()) as usize } else { 0 },
                )
                .collect(),
                pieces_differ,
                capacity: super::places(plant, b),
                waiting: VecDeque::new(),
                taker: b.only_taker(plant).map_or(NONE, |m| m.0),
                over_time: 0,
            })
            .collect();
        let wear = plant
            .modes
            .iter()
            .map(|m| Wear {
                renewed: 0,
                age: 0.0,
                onset: NEVER,
                delay: 0,
                pending: Vec::new(),
                detect: NEVER,
                episode: Episode::Quiet,
                monitor: NONE,
                failed_at: 0,
                came_at: 0,
                tally: Default::default(),
                secondary: 0,
                prevented: 0,
                draws: WearDraws {
                    life: s(&m.name, "life"),
                    warning: s(&m.name, "warning"),
                    age: s(&m.name, "age at start"),
                    repair: s(&m.name, "repair"),
                    diagnosis: s(&m.name, "diagnosis"),
                    restart: s(&m.name, "restart"),
                    secondary: s(&m.name, "secondary damage"),
                    scrap: s(&m.name, "piece lost at failure"),
                    fix: s(&m.name, "planned repair"),
                    detect: s(&m.name, "detection"),
                    delay: s(&m.name, "detection delay"),
                    sensor: s(&m.name, "sensor"),
                    outage: s(&m.name, "sensor outage"),
                    act: s(&m.name, "alert acted on"),
                    response: s(&m.name, "response to alert"),
                    travel: s(&m.name, "crew response"),
                    call_out: s(&m.name, "call-out"),
                },
            })
            .collect();
        let job = |k: usize,
                   machine,
                   labour: Option<crate::plant::model::Labour>,
                   part: Option<PartIx>| Job {
            slot: slots.slot(Timer::Job, k as u32),
            machine,
            stage: Stage::Idle,
            planned: false,
            stopping: false,
            crew: labour.map_or(NONE, |l| l.crew.0),
            people: labour.map_or(0, |l| l.people),
            manned: false,
            called_out: false,
            part: part.map_or(NONE, |p| p.0),
            has_part: false,
            left: 0,
            resumed: 0,
            ticking: false,
            factor: 1.0,
            fixed_by: NONE,
            arrives: NEVER,
            ahead: NEVER,
            urgent: false,
        };
        let modes =
            plant.modes.iter().enumerate().map(|(k, m)| job(k, m.machine, m.labour, m.part));
        let tasks = plant
            .tasks
            .iter()
            .enumerate()
            .map(|(k, t)| job(plant.modes.len() + k, t.machine, t.labour, t.part));
        Self {
            station,
            luck,
            account,
            stock,
            wear,
            job: modes.chain(tasks).collect(),
            task: plant
                .tasks
                .iter()
                .enumerate()
                .map(|(k, t)| TaskState {
                    slot: slots.slot(Timer::Task, k as u32),
                    due: NEVER,
                    count: 0,
                    done: 0,
                    slips: false,
                    adherence: s(&t.name, "adherence"),
                    duration: s(&t.name, "duration"),
                    detects: s(&t.name, "finding"),
                })
                .collect(),
            crew: plant
                .crews
                .iter()
                .map(|c| Crewing {
                    free: i64::from(c.people),
                    on_duty: true,
                    present: c.people,
                    absent: 0,
                    shift: 0,
                    absence: s(&c.name, "absence"),
                    missed: 0.0,
                    queue: Vec::new(),
                    busy: 0,
                    since: 0,
                    labour: 0.0,
                    overtime: 0.0,
                    callout: 0.0,
                    callouts: 0,
                    next_duty: 0,
                    duty: Vec::new(),
                })
                .collect(),
            shelf: plant
                .parts
                .iter()
                .map(|p| Shelf {
                    on_hand: p.stock,
                    surplus: 0,
                    coming: Vec::new(),
                    used: 0,
                    bought: 0,
                    emergency: 0,
                    worth: 0.0,
                    integral: 0.0,
                    since: 0,
                    lead: s(&p.name, "lead time"),
                    emergency_lead: s(&p.name, "emergency lead time"),
                })
                .collect(),
            pace: super::rate::paces(plant),
            pool: super::rate::pools(plant, slots),
            feed: plant
                .sources
                .iter()
                .map(|f| Feed { every: s(&f.name, "arrival"), arrived: 0, lost: 0, holding: false })
                .collect(),
            watch: plant
                .watched()
                .into_iter()
                .map(|(monitor, machine)| {
                    let name = format!(
                        "{} on {}",
                        plant.monitors[monitor as usize].name,
                        plant.machines[machine.index()].name
                    );
                    Watch {
                        monitor,
                        machine,
                        stopping: false,
                        every: s(&name, "false alarm"),
                        share: s(&name, "false alarm effective"),
                        stops: s(&name, "false alarm stops"),
                        stop: s(&name, "stop for false alarm"),
                    }
                })
                .collect(),
        }
    }
}

/// Spawns every entity of the plant, kind by kind, in the plant's order.
pub(crate) fn spawn(world: &mut World, tables: Tables) {
    let machines = tables.station.into_iter().zip(tables.luck).zip(tables.account);
    world.spawn_batch(machines.map(|((station, luck), account)| (station, luck, account)));
    world.spawn_batch(tables.stock.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.wear.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.job.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.task.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.crew.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.shelf.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.feed.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.watch.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.pace.into_iter().map(|c| (c,)));
    world.spawn_batch(tables.pool.into_iter().map(|c| (c,)));
}

/// The columns of a floor, each borrowed once from its table.
pub(crate) struct Columns<'w> {
    pub(crate) station: &'w mut [Station],
    pub(crate) luck: &'w mut [Luck],
    pub(crate) account: &'w mut [Account],
    pub(crate) stock: &'w mut [Stock],
    pub(crate) wear: &'w mut [Wear],
    pub(crate) job: &'w mut [Job],
    pub(crate) task: &'w mut [TaskState],
    pub(crate) crew: &'w mut [Crewing],
    pub(crate) shelf: &'w mut [Shelf],
    pub(crate) feed: &'w mut [Feed],
    pub(crate) watch: &'w mut [Watch],
    pub(crate) pace: &'w mut [Pace],
    pub(crate) pool: &'w mut [Pool],
}
