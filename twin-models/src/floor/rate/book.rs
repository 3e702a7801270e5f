//! Where time and pieces of a machine went since its last booking, and its next event.

use super::solve::waiting_leaf;
use super::{Floor, Limit, Pace};
use crate::floor::account::Root;
use crate::floor::component::NEVER;
use crate::outcome::RootKind;
use crate::plant::model::MachineIx;
use crate::state::Leaf;
use sim_core::SimTime;

/// The next whole number: an event comes not before its time.
#[inline]
fn up(x: f64) -> i64 {
    let whole = x as i64;
    whole + i64::from((whole as f64) < x)
}

impl Pace {
    /// Pieces per microsecond where nobody slows it.
    #[inline]
    pub(super) fn own_rate(&self) -> f64 {
        self.nominal * self.available
    }

    /// Operating time out of `elapsed` microseconds.
    #[inline]
    pub(super) fn works(&self, elapsed: i64) -> i64 {
        ((elapsed as f64 * self.speed + 0.5) as i64).min(elapsed)
    }

    /// The share of time that folded stops leave.
    pub(super) fn set_available(&mut self) {
        self.available = 1.0 / (1.0 + self.minor + self.held);
    }
}

impl Floor<'_, '_> {
    /// Books a machine up to now, once at an instant, and notes that its next event is to be set.
    #[inline]
    pub(in crate::floor) fn touch(&mut self, m: MachineIx) {
        if !self.pace[m].touched {
            self.pace[m].touched = true;
            self.rates.touched.push(m);
            self.book_pace(m);
        }
    }

    /// Books a machine up to now: states, roots of lost time, operating clock, pieces.
    #[inline]
    pub(in crate::floor) fn book_pace(&mut self, m: MachineIx) {
        let now = self.now.0;
        let pace = &mut self.pace[m];
        let elapsed = now - pace.since;
        if elapsed == 0 {
            return;
        }
        let since = std::mem::replace(&mut pace.since, now);
        let station = &mut self.station[m];
        let account = &mut self.account[m];
        if station.leaf != Leaf::Run {
            account.ticks[station.leaf as usize] += elapsed;
            let leaf = station.leaf;
            if self.yard.energy.is_some() {
                self.meter_time(m, leaf, since, now);
            }
            return;
        }
        let span = elapsed as f64;
        // With folded stops a machine that nobody slows works and stops by turns; else it works on.
        let works = pace.works(elapsed);
        station.operated += works;
        account.ticks[Leaf::Run as usize] += works;
        let pieces = pace.rate * span;
        pace.completed += pieces;
        let handed_on = pace.yields;
        let rest = elapsed - works;
        let mut parts = [(Leaf::Run, works), (Leaf::Minor, 0), (Leaf::Starved, 0)];
        if rest > 0 {
            let minor = if pace.limit == Limit::Own && pace.held == 0.0 {
                rest
            } else if pace.limit == Limit::Own {
                // The rest of its time goes to its own stops and to those of others.
                ((rest as f64 * pace.minor / (pace.minor + pace.held) + 0.5) as i64).min(rest)
            } else {
                ((works as f64 * pace.minor + 0.5) as i64).min(rest)
            };
            account.ticks[Leaf::Minor as usize] += minor;
            let waits = rest - minor;
            parts[1].1 = minor;
            parts[2].1 = waits;
            if waits > 0 {
                let held = pace.limit == Limit::Own;
                let limit = match (held, pace.held_before) {
                    (true, true) => Limit::Supply,
                    (true, false) => Limit::Room,
                    _ => pace.limit,
                };
                let leaf = waiting_leaf(limit, station.empty_leaf, station.full_leaf);
                account.ticks[leaf as usize] += waits;
                match limit {
                    Limit::Room => account.finished_ticks += waits,
                    Limit::Own | Limit::Supply => account.empty_ticks += waits,
                }
                let row = self.yard.lost_rows[m.index()];
                let mut left = waits;
                let root =
                    if held { Root::new(pace.held_by, RootKind::Minor) } else { account.root };
                if pace.blames && !held {
                    for (root, share) in self.rates.blame[m.index()] {
                        if share == 0.0 {
                            break;
                        }
                        let its = ((waits as f64 * share + 0.5) as i64).min(left);
                        self.yard.lost[row.place(root)] += its;
                        left -= its;
                    }
                }
                self.yard.lost[row.place(root)] += left;
            }
        }
        if let Some(meter) = &mut self.yard.energy {
            meter.book_in_parts(m, parts, since, now);
        }
        if handed_on < 1.0 {
            self.book_losses(m, pieces);
        }
    }

    /// The machine's next own event: a milestone of its operating clock or of its count of pieces.
    #[inline]
    pub(super) fn schedule_pace(&mut self, m: MachineIx) {
        let station = &self.station[m];
        if station.halts > 0 {
            return;
        }
        let pace = &self.pace[m];
        let mut left = f64::INFINITY;
        if pace.rate > 0.0 {
            if station.next_milestone < NEVER {
                let operating = (station.next_milestone - station.operated).max(0);
                left = operating as f64 / pace.speed;
            }
            let count = self.next_count(m);
            if count < f64::INFINITY {
                left = left.min((count - pace.completed).max(0.0) / pace.rate);
            }
        }
        let slot = station.slot;
        if left < 9e18 {
            self.list.schedule(slot, SimTime(self.now.0.saturating_add(up(left))));
        } else {
            self.list.cancel(slot);
        }
    }

    /// The next count of pieces at which something happens.
    #[inline]
    fn next_count(&self, m: MachineIx) -> f64 {
        let milestone = self.station[m].next_cycle_milestone;
        let by_cycles = if milestone == u64::MAX { f64::INFINITY } else { milestone as f64 };
        by_cycles.min(self.pace[m].scrap_until)
    }

    /// A machine's own event: its minor stop ends, or a milestone is reached.
    pub(super) fn pace_due(&mut self, m: MachineIx) {
        if self.station[m].minor {
            return self.minor_stop_over(m);
        }
        self.touch(m);
        let pace = &mut self.pace[m];
        // What is owed to rounding of the instant to whole microseconds is less than this.
        const ROUNDING: f64 = 1e-3;
        if pace.completed + ROUNDING >= pace.scrap_until {
            pace.scrap_until = f64::INFINITY;
            self.ask(m);
        }
        let cycles = self.station[m].next_cycle_milestone;
        if cycles < u64::MAX && self.pace[m].completed + ROUNDING >= cycles as f64 {
            self.station[m].completed = cycles;
            self.cycle_milestones(m);
        }
        self.operating_milestones(m);
    }
}
