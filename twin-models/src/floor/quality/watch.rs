//! How drift is noticed: samples on charts, a monitor, people who act or do not.

use super::super::ticks;
use super::process::{Made, Piece, Process};
use crate::plant::model::{Characteristic, Chart, Gauge};
use sim_core::special::normal_quantile;

impl Process {
    /// Watches the piece just made; `value` measures it without error.
    pub(super) fn watch(
        &mut self,
        q: &Characteristic,
        piece: &Piece,
        made: &mut Made,
        value: impl FnOnce() -> f64,
    ) {
        if self.searching.is_some() {
            return;
        }
        if let Some(gauge) = &q.gauge {
            self.since_sample = self.since_sample.saturating_add(piece.lot);
            let to_go = gauge.every.saturating_sub(self.since_sample).div_ceil(piece.lot);
            if to_go < gauge.sample {
                self.sample(q, gauge, piece, made, value);
            }
        }
        if let Some(monitor) = &q.monitor {
            let clock = piece.on(monitor.clock);
            if let Some(episode) = self.episode
                && episode.seen_at.is_some_and(|at| at <= clock)
            {
                if let Some(open) = &mut self.episode {
                    open.seen_at = None;
                }
                let u = self.luck_of(&episode).acted.uniform_at(episode.number);
                self.alarm(q, piece, made, u < monitor.acted_on);
            }
            while self.next_false_stop <= clock {
                self.plan_false_stop(q);
                if self.episode.is_none() {
                    self.alarm(q, piece, made, true);
                }
            }
        }
    }

    fn sample(
        &mut self,
        q: &Characteristic,
        gauge: &Gauge,
        piece: &Piece,
        made: &mut Made,
        value: impl FnOnce() -> f64,
    ) {
        self.count.measured += 1;
        let check = matches!(gauge.chart, Chart::Check { .. });
        if !check {
            let error = if gauge.sd > 0.0 {
                gauge.sd * normal_quantile(self.luck.gauge.uniform_at(piece.number))
            } else {
                0.0
            };
            self.sum += value() + error - q.target;
        }
        if self.since_sample < gauge.every {
            return;
        }
        let deviation = std::mem::take(&mut self.sum) / f64::from(gauge.sample);
        self.since_sample = 0;
        let alarm = match &gauge.chart {
            Chart::Check { detects, false_alarm } => {
                let p = if self.episode.is_some() { *detects } else { *false_alarm };
                self.luck.check.uniform_at(piece.number) < p
            }
            chart => {
                let spread = q.sigma * q.sigma + gauge.sd * gauge.sd;
                let z = deviation * libm::sqrt(f64::from(gauge.sample) / spread);
                self.chart.sample(chart, z, deviation)
            }
        };
        if alarm {
            let acts = self.luck.gauge_acted.uniform_at(piece.number) < gauge.acted_on;
            self.alarm(q, piece, made, acts);
        } else {
            self.last_good = piece.number;
        }
    }

    /// An alarm; somebody acts on it or does not.
    fn alarm(&mut self, q: &Characteristic, piece: &Piece, made: &mut Made, acts: bool) {
        self.count.alarms += 1;
        self.count.false_alarms += u64::from(self.episode.is_none());
        if !acts {
            self.count.ignored += 1;
            return;
        }
        let response = &q.response;
        if response.sorts.is_some() {
            made.sort_since = Some(self.last_good);
            self.count.sorted += piece.number - self.last_good;
        }
        self.last_good = piece.number;
        let seconds = match &self.episode {
            Some(episode) => {
                let luck = self.luck_of(episode);
                response.find.quantile(luck.find.uniform_at(episode.number))
                    + response.fix.quantile(luck.fix.uniform_at(episode.number))
            }
            None => response.false_alarm.quantile(self.luck.false_find.uniform_at(piece.number)),
        };
        self.new_chart();
        if self.episode.is_none() {
            self.correct(q, piece, response.false_corrects);
        } else if response.keeps_running && seconds > 0.0 {
            self.searching = Some(piece.operated + seconds);
            return;
        } else {
            self.cause_found(q, piece);
        }
        if !response.keeps_running {
            made.hold += ticks(seconds);
        }
    }

    /// A search that goes on while the machine works has come to its end.
    pub(super) fn search_over(&mut self, piece: &Piece) -> bool {
        let over = self.searching.is_some_and(|until| until <= piece.operated);
        if over {
            self.searching = None;
        }
        over
    }

    /// The cause is found and taken away, if it has not gone by itself.
    pub(super) fn cause_found(&mut self, q: &Characteristic, piece: &Piece) {
        if let Some(episode) = self.episode.take() {
            self.count.found += 1;
            self.count.pieces_to_find += piece.made - episode.began;
        }
        self.new_chart();
        self.correct(q, piece, q.response.corrects);
    }

    /// Somebody corrects a share of the deviation from the target.
    fn correct(&mut self, q: &Characteristic, piece: &Piece, share: f64) {
        if share > 0.0 {
            let (mean, _) = self.stands(q, piece.month);
            self.correction -= share * (mean - q.target);
        }
    }

    /// When the monitor stops the machine without cause the next time.
    pub(super) fn plan_false_stop(&mut self, q: &Characteristic) {
        let law = q.monitor.as_ref().and_then(|m| m.false_stops.as_ref());
        self.next_false_stop = match law {
            Some(every) => {
                self.false_stops += 1;
                let u = self.luck.false_stop.uniform_at(self.false_stops);
                self.next_false_stop + every.quantile(u).max(f64::MIN_POSITIVE)
            }
            None => f64::INFINITY,
        };
    }
}
