//! The components of every kind of entity, and the world they are spawned into.

use super::{JobIx, purpose_streams};
use crate::plant::model::{MachineIx, PartIx, Plant, Takes};
use crate::state::Leaf;
use bevy_ecs::prelude::*;
use sim_core::{Slot, Stream, Streams};
use std::collections::VecDeque;

/// No entity.
pub(crate) const NONE: u32 = u32::MAX;
/// Several entities: the long way.
pub(crate) const MANY: u32 = u32::MAX - 1;
/// Never, on any clock.
pub(crate) const NEVER: i64 = i64::MAX;

/// A piece: a value, not an entity.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Item {
    /// Carries a hidden defect.
    pub(crate) defective: bool,
}

/// What a machine has on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    Empty,
    Working,
    Finished,
}

/// The moving part of a machine: what an event of it touches. 128 bytes: two cache lines, and an
/// index is a shift.
#[derive(Component, Clone, Debug)]
#[repr(align(128))]
pub(crate) struct Station {
    pub(crate) slot: Slot,
    pub(crate) leaf: Leaf,
    pub(crate) load: Load,
    /// Is work going on at this instant?
    pub(crate) running: bool,
    /// A minor stop is going on.
    pub(crate) minor: bool,
    /// A known stop is going on.
    pub(crate) known: bool,
    /// Reasons why it does not work: closed, failures, planned work, minor and known stops.
    pub(crate) halts: u16,
    /// Open failures among them.
    pub(crate) down: u16,
    /// Planned stoppages among them.
    pub(crate) planned: u16,
    /// The piece on it.
    pub(crate) item: Item,
    /// Its state may have changed at this instant; it is settled before the clock moves on.
    pub(crate) unsettled: bool,
    /// Has waited since `load_since`, without a piece or with a finished one.
    pub(crate) waits: bool,
    /// The only input buffer of a machine that takes from any, `NONE` (unlimited material) or
    /// `MANY`.
    pub(crate) input: u32,
    /// The only output buffer, `NONE` (finished goods) or `MANY`.
    pub(crate) output: u32,
    /// The only machine upstream, `NONE` or `MANY`; likewise downstream.
    pub(crate) up: u32,
    pub(crate) down_line: u32,
    /// What the machine is called when it has no piece, and when a finished one cannot leave.
    pub(crate) empty_leaf: Leaf,
    pub(crate) full_leaf: Leaf,
    /// Plain machine: one input or none, one output or none, nothing drawn per piece.
    pub(crate) plain: bool,
    /// Pieces still to be scrapped after a restart.
    pub(crate) startup_left: u32,
    /// Where the finished piece is to go (`NONE`: any output with room).
    pub(crate) bound_for: u32,
    /// Constant cycle \[µs\], or -1: drawn.
    pub(crate) cycle: i64,
    /// Work left on the piece \[µs\].
    pub(crate) remaining: i64,
    /// When the present stretch of work began.
    pub(crate) resumed: i64,
    /// Operating clock at `resumed` \[µs\].
    pub(crate) operated: i64,
    /// Operating clock of the next milestone.
    pub(crate) next_milestone: i64,
    /// Pieces completed.
    pub(crate) completed: u64,
    /// Count of pieces at the next milestone of a cycles clock.
    pub(crate) next_cycle_milestone: u64,
    /// Operating clock at which the next minor stop begins.
    pub(crate) minor_at: i64,
    /// Operating clock at the last service (quality drift).
    pub(crate) serviced: i64,
    pub(crate) next_stop: u32,
}

/// Random streams of a machine.
#[derive(Component, Clone, Copy, Debug, Default)]
pub(crate) struct Luck {
    pub(crate) cycle: Stream,
    pub(crate) scrap: Stream,
    pub(crate) defect: Stream,
    pub(crate) inspect: Stream,
    pub(crate) split: Stream,
    pub(crate) minor_every: Stream,
    pub(crate) minor_lasts: Stream,
}

/// Where the time of a machine went.
#[derive(Component, Clone, Debug)]
pub(crate) struct Account {
    pub(crate) since: i64,
    pub(crate) ticks: [i64; Leaf::COUNT],
    /// Root of the present starving or blocking: machine and kind.
    pub(crate) root: super::account::Root,
    /// Since when the machine has been without a piece, or has held a finished one.
    pub(crate) load_since: i64,
    pub(crate) empty_ticks: i64,
    pub(crate) finished_ticks: i64,
    pub(crate) scrapped: u64,
    /// Pieces lost in process: with those completed the number of the piece being worked on.
    pub(crate) lost: u64,
    pub(crate) failures: u64,
    pub(crate) minor_stops: u64,
    /// Since when the machine has been halted.
    pub(crate) halted_since: i64,
}

/// Content of a buffer.
#[derive(Component, Clone, Debug)]
pub(crate) struct Stock {
    pub(crate) level: u32,
    /// The pieces in order, where pieces differ; otherwise the level says all.
    pub(crate) items: VecDeque<Item>,
    pub(crate) pieces_differ: bool,
    pub(crate) capacity: u32,
    /// Machines and sources that wait for room, in order of arrival; sources are numbered after
    /// the machines.
    pub(crate) waiting: VecDeque<u32>,
    /// The only taker, if there is one and it takes from any input.
    pub(crate) taker: u32,
    /// Level over time, see [`Stock::content_over_time`].
    pub(crate) over_time: i128,
}

impl Stock {
    /// Level integrated up to now \[pieces µs\]. A piece put in at `a` and taken at `b` counts
    /// `b - a`, so instants are subtracted and added, and nothing is multiplied on the way.
    pub(crate) fn content_over_time(&self, now: i64) -> i128 {
        self.over_time + i128::from(self.level) * i128::from(now)
    }

    #[inline]
    pub(crate) fn put(&mut self, item: Item, now: i64) {
        self.over_time -= i128::from(now);
        self.level += 1;
        if self.pieces_differ {
            self.items.push_back(item);
        }
    }

    #[inline]
    pub(crate) fn take(&mut self, now: i64) -> Item {
        self.over_time += i128::from(now);
        self.level -= 1;
        if self.pieces_differ {
            self.items.pop_front().unwrap_or_default()
        } else {
            Item::default()
        }
    }
}

/// One failure mode of one machine.
#[derive(Component, Clone, Debug)]
pub(crate) struct Wear {
    /// The mode's clock at its last renewal (machine's operating clock, calendar or pieces).
    pub(crate) renewed: i64,
    /// Clock at which the next defect begins (P point); NEVER without a warning.
    pub(crate) onset: i64,
    /// From the beginning of the next defect to its failure.
    pub(crate) delay: i64,
    /// Clock at which the present defects become failures, soonest first.
    pub(crate) pending: Vec<i64>,
    /// Clock at which the present defect is detected by a monitor.
    pub(crate) detect: i64,
    pub(crate) episode: Episode,
    /// Monitor that gave the alert.
    pub(crate) monitor: u32,
    pub(crate) failed_at: i64,
    pub(crate) tally: crate::outcome::ModeOutcome,
    pub(crate) secondary: u64,
    pub(crate) draws: WearDraws,
}

/// How far prediction has come with the present defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Episode {
    /// No defect, or one that nothing watches.
    Quiet,
    /// A defect that the monitor will not see.
    Missed,
    /// To be detected.
    Coming,
    /// Detected, nobody acts.
    Ignored,
    /// Detected, somebody acts.
    Answered,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WearDraws {
    pub(crate) life: Stream,
    pub(crate) warning: Stream,
    pub(crate) age: Stream,
    pub(crate) repair: Stream,
    pub(crate) diagnosis: Stream,
    pub(crate) restart: Stream,
    pub(crate) secondary: Stream,
    pub(crate) scrap: Stream,
    pub(crate) fix: Stream,
    pub(crate) detect: Stream,
    pub(crate) delay: Stream,
    pub(crate) sensor: Stream,
    pub(crate) outage: Stream,
    pub(crate) act: Stream,
    pub(crate) response: Stream,
    pub(crate) travel: Stream,
    pub(crate) call_out: Stream,
}

/// Stage of a work order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Idle,
    /// Planned: waits for its part.
    PartFirst,
    /// Planned: waits for its window or for its machine.
    Ready,
    /// In the crew's queue.
    Queued,
    /// The crew is on its way.
    Travel,
    Diagnosis,
    /// Failed machine waits for a part.
    Part,
    /// Again in the crew's queue, the part in hand.
    QueuedAgain,
    Work,
    Restart,
}

/// A work order: the corrective or planned repair of a mode, or a preventive task.
#[derive(Component, Clone, Debug)]
pub(crate) struct Job {
    pub(crate) slot: Slot,
    pub(crate) machine: MachineIx,
    pub(crate) stage: Stage,
    pub(crate) planned: bool,
    /// The planned job has stopped its machine.
    pub(crate) stopping: bool,
    pub(crate) crew: u32,
    pub(crate) people: u32,
    /// The crew is with it.
    pub(crate) manned: bool,
    pub(crate) part: u32,
    /// Part in hand.
    pub(crate) has_part: bool,
    /// Work left in this stage \[µs\]; the clock stands while the crew is off duty.
    pub(crate) left: i64,
    pub(crate) resumed: i64,
    pub(crate) ticking: bool,
    /// Factor on the active repair drawn for this job.
    pub(crate) factor: f64,
    /// Repair drawn from an inspection's `fix` law rather than from the mode's.
    pub(crate) fixed_by: u32,
    pub(crate) asked: i64,
    /// When the part that a planned order waits for arrives.
    pub(crate) arrives: i64,
}

/// A preventive task.
#[derive(Component, Clone, Debug)]
pub(crate) struct TaskState {
    pub(crate) slot: Slot,
    /// Operating clock at which it is due (age and operating policies).
    pub(crate) due: i64,
    /// Executions that have fallen due.
    pub(crate) count: u64,
    pub(crate) done: u64,
    /// Not done when due: waits for the end of the next planned slot.
    pub(crate) slips: bool,
    pub(crate) adherence: Stream,
    pub(crate) duration: Stream,
    pub(crate) detects: Stream,
}

/// A crew.
#[derive(Component, Clone, Debug)]
pub(crate) struct Crewing {
    /// People not at work; below zero for a while after a crew has been cut.
    pub(crate) free: i64,
    pub(crate) on_duty: bool,
    pub(crate) queue: Vec<JobIx>,
    /// People at work now.
    pub(crate) busy: u32,
    /// Of these, called out.
    pub(crate) since: i64,
    pub(crate) labour: f64,
    pub(crate) overtime: f64,
    pub(crate) callout: f64,
    pub(crate) callouts: u64,
    pub(crate) next_duty: usize,
    pub(crate) duty: Vec<(i64, bool)>,
}

/// A spare part's shelf.
#[derive(Component, Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) on_hand: u32,
    /// Parts on the shelf or under way beyond the base stock: ordered for a job that was dropped.
    pub(crate) surplus: u32,
    /// Orders under way that nobody has claimed: instants of arrival, soonest first.
    pub(crate) coming: Vec<i64>,
    pub(crate) used: u64,
    pub(crate) bought: u64,
    pub(crate) emergency: u64,
    /// Worth of parts used, in parts (secondary damage takes more than one).
    pub(crate) worth: f64,
    pub(crate) integral: f64,
    pub(crate) since: i64,
    pub(crate) lead: Stream,
    pub(crate) emergency_lead: Stream,
}

/// A source of arrivals.
#[derive(Component, Clone, Debug)]
pub(crate) struct Feed {
    pub(crate) every: Stream,
    pub(crate) arrived: u64,
    pub(crate) lost: u64,
    pub(crate) holding: bool,
}

/// A monitor's eye on one machine.
#[derive(Component, Clone, Debug)]
pub(crate) struct Watch {
    pub(crate) monitor: u32,
    pub(crate) machine: MachineIx,
    pub(crate) stopping: bool,
    pub(crate) every: Stream,
    pub(crate) share: Stream,
    pub(crate) stops: Stream,
    pub(crate) stop: Stream,
}

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
}

impl Tables {
    /// The components at the start of the replication of `streams`.
    pub(crate) fn new(plant: &Plant, slots: &super::Slots, streams: Streams) -> Self {
        use super::timer::Timer;
        let s = |entity: &str, purpose| purpose_streams(streams, entity, purpose);
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
                halts: 0,
                down: 0,
                planned: 0,
                item: Item::default(),
                unsettled: false,
                waits: false,
                input: match m.inputs[..] {
                    [] => NONE,
                    [only] if m.takes == Takes::Any => only.0,
                    _ => MANY,
                },
                output: match m.outputs[..] {
                    [] => NONE,
                    [only] => only.0,
                    _ => MANY,
                },
                up: only(slots.upstream(MachineIx(i as u32))),
                down_line: only(slots.downstream(MachineIx(i as u32))),
                empty_leaf: if slots.is_fed_from_outside(MachineIx(i as u32)) {
                    Leaf::NoMaterial
                } else {
                    Leaf::Starved
                },
                full_leaf: if m.outputs.is_empty() { Leaf::NoOrder } else { Leaf::Blocked },
                plain: m.is_plain(plant),
                startup_left: 0,
                bound_for: NONE,
                cycle: m.cycle.as_constant().map_or(-1, super::ticks),
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
        let pieces_differ = plant.machines.iter().any(|m| m.defects.is_some());
        let stock = plant
            .buffers
            .iter()
            .map(|b| Stock {
                level: b.initial,
                items: std::iter::repeat_n(
                    Item::default(),
                    if pieces_differ { b.initial as usize } else { 0 },
                )
                .collect(),
                pieces_differ,
                capacity: b.capacity,
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
                onset: NEVER,
                delay: 0,
                pending: Vec::new(),
                detect: NEVER,
                episode: Episode::Quiet,
                monitor: NONE,
                failed_at: 0,
                tally: Default::default(),
                secondary: 0,
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
            part: part.map_or(NONE, |p| p.0),
            has_part: false,
            left: 0,
            resumed: 0,
            ticking: false,
            factor: 1.0,
            fixed_by: NONE,
            asked: 0,
            arrives: NEVER,
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
}

#[cfg(test)]
mod tests {
    use super::Station;

    #[test]
    fn a_station_fills_two_cache_lines() {
        assert_eq!(size_of::<Station>(), 128);
    }
}
