//! What a repair leaves of the age of its mode, and mistakes in the work.

use super::super::Floor;
use super::super::component::{Episode, NEVER};
use crate::extend::PolicyEvent;
use crate::plant::model::{Life, ModeIx, RepairEffect};
use sim_core::RunError;

impl Floor<'_, '_> {
    /// A repair of the mode is done.
    pub(in crate::floor) fn repaired(&mut self, k: ModeIx) {
        let effect = self.plant.modes[k.index()].effect;
        self.renewed(k, effect);
    }

    /// Work on the mode is done; it leaves of the age what `effect` says.
    pub(in crate::floor) fn renewed(&mut self, k: ModeIx, effect: RepairEffect) {
        if effect == RepairEffect::Perfect {
            return self.renew(k);
        }
        let mode = &self.plant.modes[k.index()];
        self.rouse(mode.machine);
        if let (Life::Degrades(d), RepairEffect::KijimaTwo(q)) = (&mode.life, effect) {
            self.leave_at(k, q * self.level(k).min(d.process.fails_at()));
            return self.begin_life(k, 0.0, true);
        }
        let since = self.since_renewal(k);
        let number = self.life_number(k, 0);
        let before = self.wear[k].age;
        let luck = self.yard.streams;
        let u = || luck.stream(&mode.name, "repair effect").uniform_at(number);
        let age = effect.stays(before, since, u);
        self.begin_life(k, age, age < before + since);
    }

    /// Its age now \[s or pieces\].
    pub(in crate::floor) fn age_now(&self, k: ModeIx) -> f64 {
        self.wear[k].age + self.since_renewal(k)
    }

    /// What the mode's clock has added to its age since the last work on it \[s or pieces\].
    fn since_renewal(&self, k: ModeIx) -> f64 {
        let elapsed = (self.clock(k) - self.wear[k].renewed) as f64;
        self.off_clock(k, elapsed)
    }

    /// A new life begins at `age`; defects under way are gone. `younger`: some age was taken away.
    pub(in crate::floor) fn begin_life(&mut self, k: ModeIx, age: f64, younger: bool) {
        let clock = self.clock(k);
        let wear = &mut self.wear[k];
        wear.renewed = clock;
        wear.age = age;
        wear.onset = NEVER;
        wear.detect = NEVER;
        wear.prevented += wear.pending.len() as u64;
        wear.pending.clear();
        wear.episode = Episode::Quiet;
        self.failure_found(k);
        self.draw_life(k, age, age == 0.0);
        self.early_failure(k);
        if younger {
            self.restart_age_tasks(k);
        } else {
            let m = self.plant.modes[k.index()].machine;
            self.refresh_milestone(m);
        }
        self.watch_clock(k);
        self.tell_policies(k, PolicyEvent::Renewed);
    }

    /// A mistake in the work shortens the life that has just been drawn.
    fn early_failure(&mut self, k: ModeIx) {
        let mode = &self.plant.modes[k.index()];
        let Some(induced) = &mode.induced else { return };
        let number = self.life_number(k, 0);
        let draw = |purpose| self.yard.streams.stream(&mode.name, purpose).uniform_at(number);
        if draw("maintenance error") >= induced.chance {
            return;
        }
        let left = self.on_clock(k, induced.life.quantile(draw("life after maintenance error")));
        let fails = self.clock(k).saturating_add(left);
        let wear = &mut self.wear[k];
        match wear.pending.first_mut() {
            Some(own) => *own = fails.min(*own),
            // With a warning the failure follows the onset: the last part of the shorter life.
            None => {
                if fails < wear.onset.saturating_add(wear.delay) {
                    wear.delay = wear.delay.min(left);
                    wear.onset = fails - wear.delay;
                }
            }
        }
    }

    /// Defects that began = failures + prevented + present, of every mode whose defects show.
    pub(in crate::floor) fn check_defects(&self) -> Result<(), RunError> {
        for (wear, mode) in self.wear.iter().zip(&self.first_plant.modes) {
            if !mode.life.shows_defects() {
                continue;
            }
            let ended = wear.tally.failures + wear.prevented;
            let found = ended + wear.pending.len() as u64;
            if found != wear.tally.defects {
                let what = format!("defects of '{}' = failures + prevented + present", mode.name);
                let expected = wear.tally.defects as f64;
                return Err(RunError::Balance { what, expected, found: found as f64 });
            }
        }
        Ok(())
    }
}
