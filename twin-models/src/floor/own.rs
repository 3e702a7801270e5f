//! Behaviours and policies from outside this crate ([`crate::extend`]) on the running floor.

use super::timer::Timer;
use super::{Floor, JobIx, ticks};
use crate::extend::{
    Extensions, Fate, MachineBehaviour, MaintenancePolicy, Piece, PolicyEvent, PolicyView,
};
use crate::plant::model::{MachineIx, ModeIx, Plant};
use sim_core::{SimTime, Streams};

/// What has been added, as one worker runs it. Empty in almost every plant.
#[derive(Default)]
pub(super) struct Own {
    /// Per machine; empty without behaviours.
    behaviours: Vec<Option<Box<dyn MachineBehaviour>>>,
    /// `None` while the policy is being asked.
    policies: Vec<Option<Box<dyn MaintenancePolicy>>>,
    /// The machine of each policy.
    machines: Vec<MachineIx>,
}

impl Own {
    pub(super) fn new(extensions: &Extensions, machines: usize) -> Self {
        let mut behaviours = Vec::new();
        if !extensions.behaviours.is_empty() {
            behaviours.resize_with(machines, || None);
        }
        for (m, make) in &extensions.behaviours {
            behaviours[m.index()] = Some(make());
        }
        Self {
            behaviours,
            policies: extensions.policies.iter().map(|(_, make)| Some(make())).collect(),
            machines: extensions.policies.iter().map(|(m, _)| *m).collect(),
        }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, streams: Streams) {
        self.behaviours.iter_mut().flatten().for_each(|b| b.begin(streams));
        self.policies.iter_mut().flatten().for_each(|p| p.begin(streams));
    }

    fn behaviour(&mut self, m: MachineIx) -> Option<&mut Box<dyn MachineBehaviour>> {
        self.behaviours.get_mut(m.index())?.as_mut()
    }
}

fn seconds(ticks: i64) -> f64 {
    ticks as f64 * 1e-6
}

impl Floor<'_, '_> {
    /// Time for the next piece on the machine, where it is not a constant \[µs\].
    #[inline(never)]
    pub(super) fn draw_cycle(&mut self, m: MachineIx) -> i64 {
        let number = self.station[m].completed + self.account[m].lost;
        let machine = &self.plant.machines[m.index()];
        let lot = f64::from(self.plant.lot());
        let drawn = machine.cycle.quantile(self.luck[m].cycle.uniform_at(number)) * lot;
        if self.yard.operators.is_some() {
            self.piece_is_on(m);
        }
        if self.yard.own.behaviours.is_empty() {
            return ticks(drawn);
        }
        let piece = self.piece(m, number);
        let Some(behaviour) = self.yard.own.behaviour(m) else { return ticks(drawn) };
        let time = behaviour.cycle(&piece, drawn);
        ticks(if time.is_finite() { time.max(0.0) } else { 0.0 })
    }

    /// What a behaviour makes of the piece just finished.
    #[inline]
    pub(super) fn own_fate(&mut self, m: MachineIx) -> Fate {
        if self.yard.own.behaviours.is_empty() {
            return Fate::Passed;
        }
        let number = self.station[m].completed - 1 + self.account[m].lost;
        let piece = self.piece(m, number);
        self.yard.own.behaviour(m).map_or(Fate::Passed, |b| b.finished(&piece))
    }

    fn piece(&self, m: MachineIx, number: u64) -> Piece {
        let station = &self.station[m];
        Piece {
            number,
            now: seconds(self.now.0),
            operated: seconds(station.operated),
            since_service: seconds(station.operated - station.serviced),
        }
    }

    /// Tells the policies of the mode's machine.
    #[inline]
    pub(super) fn tell_policies(&mut self, k: ModeIx, event: fn(ModeIx) -> PolicyEvent) {
        if !self.yard.own.policies.is_empty() {
            let m = self.plant.modes[k.index()].machine;
            self.tell_policies_of(m, event(k));
        }
    }

    fn tell_policies_of(&mut self, m: MachineIx, event: PolicyEvent) {
        for i in 0..self.yard.own.machines.len() as u32 {
            if self.yard.own.machines[i as usize] == m {
                self.ask_policy(i, event);
            }
        }
    }

    /// The run begins.
    pub(super) fn begin_policies(&mut self) {
        for i in 0..self.yard.own.machines.len() as u32 {
            self.ask_policy(i, PolicyEvent::Begin);
        }
    }

    /// The time for which a policy has waited is over.
    pub(super) fn policy_looks(&mut self, i: u32) {
        self.ask_policy(i, PolicyEvent::Look);
    }

    fn ask_policy(&mut self, i: u32, event: PolicyEvent) {
        let m = self.yard.own.machines[i as usize];
        // Away while it is asked: what its own orders bring about is not told to it at once.
        let Some(mut policy) = self.yard.own.policies[i as usize].take() else { return };
        self.rouse(m);
        policy.on(event, &mut View { floor: self, policy: i, machine: m });
        self.yard.own.policies[i as usize] = Some(policy);
    }
}

/// What a policy is shown.
struct View<'f, 'w, 'p> {
    floor: &'f mut Floor<'w, 'p>,
    policy: u32,
    machine: MachineIx,
}

impl PolicyView for View<'_, '_, '_> {
    fn now(&self) -> f64 {
        seconds(self.floor.now.0)
    }
    fn machine(&self) -> MachineIx {
        self.machine
    }
    fn plant(&self) -> &Plant {
        self.floor.plant
    }
    fn modes(&self) -> &[ModeIx] {
        self.floor.slots.modes_of(self.machine)
    }
    fn age(&self, mode: ModeIx) -> f64 {
        self.floor.age_now(mode)
    }
    fn failures(&self, mode: ModeIx) -> u64 {
        self.floor.wear[mode].tally.failures
    }
    fn has_visible_defect(&self, mode: ModeIx) -> bool {
        self.floor.visible_defects(mode) > 0
    }
    fn is_failed(&self) -> bool {
        self.floor.is_failed(self.machine)
    }
    fn order_renewal(&mut self, mode: ModeIx, repair_factor: f64) {
        let ours = self.floor.plant.modes[mode.index()].machine == self.machine;
        debug_assert!(ours, "a policy orders work on its own machine");
        if ours {
            self.floor.open_planned(JobIx(mode.0), repair_factor);
        }
    }
    fn look_in(&mut self, seconds: f64) {
        let slot = self.floor.slots.slot(Timer::Policy, self.policy);
        let wait = if seconds.is_finite() { ticks(seconds.max(0.0)).max(1) } else { i64::MAX };
        let at = SimTime(self.floor.now.0.saturating_add(wait));
        self.floor.schedule(slot, at);
    }
}
