//! Predictive maintenance: alerts, what people make of them, false alarms.

use super::component::{Episode, NONE, Stage};
use super::lab::Step;
use super::timer::Timer;
use super::{Floor, JobIx, WatchIx, ticks};
use crate::plant::model::{CrewIx, ModeIx, MonitorIx, Window};
use crate::trace::Happening;
use sim_core::SimTime;

impl Floor<'_, '_> {
    /// The monitor sees the defect: an alert, which somebody may act on.
    pub(super) fn detected(&mut self, k: ModeIx) {
        let plant = self.plant;
        let wear = &mut self.wear[k];
        wear.detect = super::component::NEVER;
        let episode = self.life_number(k, self.wear[k].tally.defects);
        let i = self.wear[k].monitor;
        let monitor = &plant.monitors[i as usize];
        self.yard.count.monitors[i as usize].alerts += 1;
        let trust = self.trust(i as usize);
        let wear = &mut self.wear[k];
        let acted = wear.draws.act.uniform_at(episode) < monitor.acted_on * trust;
        wear.episode = if acted { Episode::Answered } else { Episode::Ignored };
        let u = wear.draws.response.uniform_at(episode);
        self.tell_of(Happening::Alert { mode: k, life: episode, acted_on: acted });
        if acted {
            self.step(k, Step::Accepted);
            if monitor.part_at_alert && self.job[JobIx(k.0)].stage == Stage::Idle {
                self.order_ahead(JobIx(k.0));
            }
            let slot = self.slots.slot(Timer::Alert, k.0);
            let at = SimTime(self.now.0 + ticks(monitor.response.quantile(u)));
            self.schedule(slot, at);
        } else {
            self.yard.count.monitors[i as usize].ignored += 1;
        }
    }

    /// The planner orders the repair, if the defect is still one.
    pub(super) fn alert_answered(&mut self, k: ModeIx) {
        let j = JobIx(k.0);
        let monitor = self.wear[k].monitor;
        if monitor == NONE
            || self.wear[k].episode != Episode::Answered
            || self.job[j].stage != Stage::Idle
        {
            return;
        }
        let factor = self.plant.monitors[monitor as usize].planned_repair_factor;
        self.open_planned(j, factor);
    }

    /// When a planned repair of the mode may be done.
    pub(super) fn planned_window(&self, k: ModeIx) -> Window {
        match self.wear[k].monitor {
            NONE => Window::Any,
            i => self.plant.monitors[i as usize].window,
        }
    }

    /// An alarm without a defect: somebody looks, the machine may be stopped.
    pub(super) fn false_alarm(&mut self, w: WatchIx) {
        let plant = self.plant;
        self.next_false_alarm(w);
        let watch = &mut self.watch[w];
        let monitor = &plant.monitors[watch.monitor as usize];
        let Some(alarms) = &monitor.false_alarms else { return };
        let m = watch.machine;
        let effective = watch.share.uniform() < alarms.share;
        let (u_stops, u_stop) = (watch.stops.uniform(), watch.stop.uniform());
        let stopping = watch.stopping;
        let watched = || {
            monitor.modes.iter().map(|(k, _)| *k).filter(|k| plant.modes[k.index()].machine == m)
        };
        if !effective || stopping || self.is_failed(m) || !watched().all(|k| self.is_healthy(k)) {
            return;
        }
        self.yard.count.monitors[self.watch[w].monitor as usize].false_alarms += 1;
        let (of, stops) = (MonitorIx(self.watch[w].monitor), u_stops < alarms.stops);
        self.tell_of(Happening::FalseAlarm { monitor: of, machine: m, stops });
        if let Some(labour) = watched().find_map(|k| plant.modes[k.index()].labour) {
            self.crew[CrewIx(labour.crew.0)].labour += alarms.labour * 1e6;
        }
        if stops {
            self.watch[w].stopping = true;
            self.station[m].planned += 1;
            self.halt(m);
            let slot = self.slots.slot(Timer::FalseAlarmStop, w.0);
            let at = SimTime(self.now.0 + ticks(alarms.stop.quantile(u_stop)));
            self.schedule(slot, at);
            self.settle(m);
        }
    }

    pub(super) fn next_false_alarm(&mut self, w: WatchIx) {
        let watch = &mut self.watch[w];
        let Some(alarms) = &self.plant.monitors[watch.monitor as usize].false_alarms else {
            return;
        };
        let u = watch.every.uniform();
        let at = SimTime(self.now.0.saturating_add(ticks(alarms.every.quantile(u)).max(1)));
        let slot = self.slots.slot(Timer::FalseAlarm, w.0);
        self.schedule(slot, at);
    }

    pub(super) fn false_alarm_over(&mut self, w: WatchIx) {
        let m = self.watch[w].machine;
        self.watch[w].stopping = false;
        self.station[m].planned -= 1;
        self.unhalt(m);
        self.settle(m);
    }
}
