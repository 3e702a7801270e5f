//! What can happen at a time, and in which order at one instant.

use super::JobIx;
use crate::plant::model::{Buffer, BufferIx, CrewIx, Flow, MachineIx, ModeIx, Plant, Task, TaskIx};
use sim_core::Slot;

/// Kinds of timed events. **Their order is the order of events at one instant**: ends of work (and
/// what the operating clock brings with it), what conveyors bring, ends of jobs and set-ups, failures in calendar time, the
/// calendar, changeovers, deliveries and arrivals, decisions, customers; within a kind, the plant's order of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// A machine's work on a piece ends, or its operating clock reaches a milestone, or its minor
    /// stop ends.
    Step,
    /// Rate flow: a buffer, or the store of finished goods, becomes empty or full.
    Level,
    /// A piece in a buffer in which time passes arrives at the exit, has cured, or has lain too long.
    Dwell,
    /// A work order's stage ends.
    Job,
    /// The set-up of a machine ends.
    SetUp,
    /// A machine has waited long enough for sleep, or is warm.
    Standby,
    /// A calendar-time failure mode reaches a milestone.
    CalendarFailure,
    /// An outage of a shared service, or of the network, begins or ends.
    Outage,
    /// A known stop begins or ends.
    KnownStop,
    /// The plant's calendar changes.
    Calendar,
    /// A changeover falls due.
    Changeover,
    /// A month ends.
    Month,
    /// A crew's shift begins or ends.
    Duty,
    /// The hours of the week bring a crew another headcount.
    Headcount,
    /// An outage of a supplier begins, becomes known or ends.
    SupplierOutage,
    /// A spare part arrives on the shelf.
    Delivery,
    /// Material arrives in a stock.
    Receipt,
    /// A piece arrives from outside.
    Arrival,
    /// An order arrives.
    Order,
    /// Somebody has answered an alert.
    Alert,
    /// A false alarm.
    FalseAlarm,
    /// The stop for a false alarm ends.
    FalseAlarmStop,
    /// A stage of a machine's stop for quality ends.
    QualityStop,
    /// A task of the calendar falls due.
    Task,
    /// A policy from outside looks at its machine.
    Policy,
    /// A stock is counted.
    Count,
    /// A stock is looked at.
    Review,
    /// An opportunity for a task comes from outside.
    Opportunity,
    /// Customers take goods.
    Ship,
    /// People are handed out to the machines that ask for them.
    People,
    /// A customer takes material from a stock.
    Want,
    /// The shop decides which jobs begin.
    Dispatch,
}

/// Slot numbers: kinds in the order of [`Timer`], entities in the plant's order.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    owner: Vec<(Timer, u32)>,
    first: [u32; Slots::ORDER.len()],
    machines: Vec<Surroundings>,
    /// Work orders by crew.
    of_crew: Vec<Vec<JobIx>>,
    /// Work orders that need no crew.
    of_nobody: Vec<JobIx>,
}

/// What stands around a machine; fixed at assembly.
#[derive(Clone, Debug, Default)]
struct Surroundings {
    upstream: Vec<MachineIx>,
    downstream: Vec<MachineIx>,
    modes: Vec<ModeIx>,
    jobs: Vec<JobIx>,
    tasks: Vec<TaskIx>,
    fed_from_outside: bool,
}

impl Slots {
    pub(crate) fn new(plant: &Plant) -> Self {
        let watches: usize = plant.watched().len();
        let count = |timer| match timer {
            Timer::Step | Timer::KnownStop | Timer::SetUp | Timer::Standby | Timer::QualityStop => {
                plant.machines.len()
            }
            Timer::Level => plant.buffers.len() + 1,
            Timer::Dwell => super::dwell::count(plant),
            Timer::Job => plant.modes.len() + plant.tasks.len(),
            Timer::CalendarFailure | Timer::Alert => plant.modes.len(),
            Timer::Calendar | Timer::Changeover | Timer::Month | Timer::People => 1,
            Timer::Duty | Timer::Headcount => plant.crews.len(),
            Timer::Outage => super::outage::count(plant),
            Timer::Delivery => usize::from(!plant.parts.is_empty()),
            Timer::Arrival => plant.sources.len(),
            Timer::FalseAlarm | Timer::FalseAlarmStop => watches,
            Timer::Policy => plant.extensions.policies.len(),
            Timer::Task | Timer::Opportunity => plant.tasks.len(),
            Timer::Ship => usize::from(plant.demand.is_some()),
            Timer::SupplierOutage => plant.suppliers.len(),
            Timer::Receipt => usize::from(!plant.materials.is_empty()),
            Timer::Count | Timer::Review | Timer::Want => plant.materials.len(),
            Timer::Order => 3 * usize::from(plant.shop.is_some()),
            Timer::Dispatch => usize::from(plant.shop.is_some()),
        };
        // A kind that no entity of this plant can need takes no slots.
        let needed = |timer| match timer {
            Timer::Level => plant.flow == Flow::Rate,
            Timer::KnownStop => plant.machines.iter().any(|m| !m.stops.is_empty()),
            Timer::CalendarFailure => {
                plant.modes.iter().any(|m| m.clock == crate::plant::model::Clock::Calendar)
            }
            Timer::Standby => plant.has_standby(),
            Timer::SetUp => plant.changeovers.is_some() || plant.shop.is_some(),
            Timer::Changeover => plant.changeovers.is_some(),
            Timer::Alert => !plant.monitors.is_empty(),
            Timer::People => plant.is_staffed(),
            Timer::Headcount => {
                plant.crews.iter().any(|c| !c.headcount.is_empty() || !c.away.is_empty())
            }
            Timer::QualityStop => !plant.quality.is_empty(),
            Timer::Opportunity => {
                let outside = |t: &Task| t.opportunities.as_ref()?.outside.as_ref().map(|_| ());
                plant.tasks.iter().any(|t| outside(t).is_some())
            }
            _ => true,
        };
        let mut owner = Vec::new();
        let mut first = [0; Self::ORDER.len()];
        for timer in Self::ORDER.iter().copied() {
            first[timer as usize] = owner.len() as u32;
            if needed(timer) {
                owner.extend((0..count(timer) as u32).map(|i| (timer, i)));
            }
        }
        let mut of_crew = vec![Vec::new(); plant.crews.len()];
        let mut of_nobody = Vec::new();
        let modes = plant.modes.iter().map(|m| m.labour);
        let labour = modes.chain(plant.tasks.iter().map(|t| t.labour));
        for (j, labour) in (0..).map(JobIx).zip(labour) {
            labour.map_or(&mut of_nobody, |l| &mut of_crew[l.crew.index()]).push(j);
        }
        Self { owner, first, machines: Self::surroundings(plant), of_crew, of_nobody }
    }

    fn surroundings(plant: &Plant) -> Vec<Surroundings> {
        let around = |i: usize, machine: &crate::plant::model::Machine| {
            let gather = |buffers: &[BufferIx], of: fn(&Buffer) -> &Vec<MachineIx>| {
                let mut found: Vec<MachineIx> = Vec::new();
                for b in buffers {
                    for m in of(&plant.buffers[b.index()]) {
                        if !found.contains(m) {
                            found.push(*m);
                        }
                    }
                }
                found
            };
            let here = MachineIx(i as u32);
            let pick = |machines: Vec<MachineIx>| -> Vec<u32> {
                (0..machines.len() as u32).filter(|k| machines[*k as usize] == here).collect()
            };
            let modes = pick(plant.modes.iter().map(|m| m.machine).collect());
            let tasks = pick(plant.tasks.iter().map(|t| t.machine).collect());
            let first_task = plant.modes.len() as u32;
            Surroundings {
                upstream: gather(&machine.inputs, |b| &b.from),
                downstream: gather(&machine.outputs, |b| &b.to),
                jobs: modes
                    .iter()
                    .copied()
                    .chain(tasks.iter().map(|t| first_task + t))
                    .map(JobIx)
                    .collect(),
                modes: modes.into_iter().map(ModeIx).collect(),
                tasks: tasks.into_iter().map(TaskIx).collect(),
                fed_from_outside: !machine.inputs.is_empty()
                    && machine.inputs.iter().all(|b| plant.buffers[b.index()].from.is_empty()),
            }
        };
        plant.machines.iter().enumerate().map(|(i, m)| around(i, m)).collect()
    }

    pub(super) fn upstream(&self, m: MachineIx) -> &[MachineIx] {
        &self.machines[m.index()].upstream
    }
    pub(super) fn downstream(&self, m: MachineIx) -> &[MachineIx] {
        &self.machines[m.index()].downstream
    }
    pub(super) fn modes_of(&self, m: MachineIx) -> &[ModeIx] {
        &self.machines[m.index()].modes
    }
    pub(super) fn jobs_of(&self, m: MachineIx) -> &[JobIx] {
        &self.machines[m.index()].jobs
    }
    pub(super) fn tasks_of(&self, m: MachineIx) -> &[TaskIx] {
        &self.machines[m.index()].tasks
    }
    /// The orders that a crew does, in order.
    pub(super) fn jobs_of_crew(&self, c: CrewIx) -> &[JobIx] {
        &self.of_crew[c.index()]
    }
    /// Those that need no crew.
    pub(super) fn jobs_of_nobody(&self) -> &[JobIx] {
        &self.of_nobody
    }
    /// Only arrivals from outside feed it.
    pub(super) fn is_fed_from_outside(&self, m: MachineIx) -> bool {
        self.machines[m.index()].fed_from_outside
    }

    const ORDER: &[Timer] = &[
        Timer::Step,
        Timer::Level,
        Timer::Dwell,
        Timer::Job,
        Timer::SetUp,
        Timer::Standby,
        Timer::CalendarFailure,
        Timer::Outage,
        Timer::KnownStop,
        Timer::Calendar,
        Timer::Changeover,
        Timer::Month,
        Timer::Duty,
        Timer::Headcount,
        Timer::SupplierOutage,
        Timer::Delivery,
        Timer::Receipt,
        Timer::Arrival,
        Timer::Order,
        Timer::Alert,
        Timer::FalseAlarm,
        Timer::FalseAlarmStop,
        Timer::QualityStop,
        Timer::Task,
        Timer::Policy,
        Timer::Count,
        Timer::Review,
        Timer::Opportunity,
        Timer::Ship,
        Timer::People,
        Timer::Want,
        Timer::Dispatch,
    ];

    /// Slots of machines, levels and conveyors come first; almost all events are theirs.
    pub(crate) fn busy(&self) -> usize {
        self.first[Timer::Job as usize] as usize
    }

    pub(crate) fn len(&self) -> usize {
        self.owner.len()
    }

    #[inline]
    pub(crate) fn owner(&self, slot: Slot) -> (Timer, u32) {
        self.owner[slot.0 as usize]
    }

    #[inline]
    pub(crate) fn slot(&self, timer: Timer, entity: u32) -> Slot {
        Slot(self.first[timer as usize] + entity)
    }

    /// For messages: what the event is and whose.
    pub(crate) fn place(&self, plant: &Plant, slot: Slot) -> String {
        let (timer, i) = self.owner(slot);
        let i = i as usize;
        let name = match timer {
            Timer::Step | Timer::KnownStop | Timer::SetUp | Timer::Standby | Timer::QualityStop => {
                plant.machines[i].name.clone()
            }
            Timer::Job if i >= plant.modes.len() => plant.tasks[i - plant.modes.len()].name.clone(),
            Timer::Job | Timer::CalendarFailure | Timer::Alert => plant.modes[i].name.clone(),
            Timer::Level => match plant.buffers.get(i) {
                Some(buffer) => buffer.name.clone(),
                None => "finished goods".to_owned(),
            },
            Timer::Duty | Timer::Headcount => plant.crews[i].name.clone(),
            Timer::Outage => super::outage::name(plant, i).to_owned(),
            Timer::Dwell => super::dwell::name(plant, i).to_owned(),
            Timer::Arrival => plant.sources[i].name.clone(),
            Timer::Policy => plant.machines[plant.extensions.policies[i].0.index()].name.clone(),
            Timer::Task | Timer::Opportunity => plant.tasks[i].name.clone(),
            Timer::FalseAlarm | Timer::FalseAlarmStop => {
                plant.machines[plant.watched()[i].1.index()].name.clone()
            }
            Timer::SupplierOutage => plant.suppliers[i].name.clone(),
            Timer::Count | Timer::Review | Timer::Want => plant.materials[i].name.clone(),
            Timer::Calendar
            | Timer::Changeover
            | Timer::Month
            | Timer::Delivery
            | Timer::Receipt
            | Timer::Order
            | Timer::Dispatch
            | Timer::Ship
            | Timer::People => plant.name.clone(),
        };
        format!("{timer:?} of '{name}'")
    }
}
