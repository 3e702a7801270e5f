//! Windows: stretches of time in which nothing happens to a line but pieces moving along it.
//!
//! Between two events of any other kind that touch a serial line (failures, jobs, the calendar,
//! months, customers) its pieces need no event list. When a piece leaves a machine follows from when
//! it arrived, when the machine was free and when there was room behind it. So the line *sleeps*: its
//! machines have no pending events, and it is moved on all at once (`advance`) when something touches
//! one of its machines, or before any machine's operating clock could reach a milestone. Then the
//! time spent waiting is booked to its roots (`waiting`).
//!
//! The trajectory is that of the event loop, tick by tick: time is whole, every draw is keyed by the
//! number of the piece, and a state at one instant does not depend on the order inside the instant.
//!
//! **Whoever changes or reads the moving part of a machine must [`rouse`](Floor::rouse) it first**,
//! unless the event is one of the machine itself. `halt`, `unhalt`, `settle` and
//! `refresh_milestone` do.

mod advance;
mod lines;
#[cfg(test)]
mod tests;
mod waiting;

use super::Floor;
use super::component::{Load, NEVER, Station};
use crate::plant::model::MachineIx;
pub(crate) use lines::Windows;
use sim_core::{SimTime, Slot};

/// A line sleeps no longer than this many pieces per machine: what it remembers stays in near caches.
const LONGEST: f64 = 100.0;

/// Pieces per machine and window below which the event list is faster (measured, benches/RESULTS.md).
const WORTH: f64 = 2.0;
/// What a line that tries sleeping is given credit for.
const HOPED_FOR: f64 = 3.0;
/// Weight of the last window in the mean of pieces per window.
const LAST: f64 = 0.125;
/// A line disturbed too often to sleep tries again after this many pieces per machine.
const NAP: f64 = 1000.0;

/// Where the events of a line's pieces come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Watch {
    /// From the event list.
    Listed,
    /// Nothing of it is in the list but minor stops.
    Asleep,
    /// It was asleep and has been touched at this instant; its pieces' events up to and including
    /// this instant have happened.
    Touched,
}

impl Floor<'_, '_> {
    /// Looks at every line that is due by `next`, the next instant at which anything is pending:
    /// moves it on if it sleeps, and lets it sleep (again) if that is worth while.
    #[inline(never)]
    pub(super) fn look_at_lines(&mut self, mut next: SimTime) {
        if self.windows.phase != Some(self.yard.phase) {
            self.windows.enter_phase(self.plant, self.yard.phase, &self.limits);
        }
        while let Some(l) = self.windows.next_line(next.0) {
            let line = &self.windows.lines[l];
            let mut from = if line.watch == Watch::Listed { next.0 } else { line.before };
            let Some(pace) = line.pace else {
                self.list_events(l, None);
                continue;
            };
            let longest = (LONGEST * pace) as i64 + 1;
            if line.pieces < WORTH {
                let line = &mut self.windows.lines[l];
                line.pieces = HOPED_FOR;
                self.list_events(l, None);
                self.windows.look_at(l, from.saturating_add((NAP * pace) as i64 + 1));
                return;
            }
            loop {
                let end = self.undisturbed(l, from).min(from.saturating_add(longest));
                if end <= from {
                    self.list_events(l, None);
                    self.windows.look_at(l, from + 1);
                    // And so may the end of a piece.
                    return;
                }
                // A milestone that is listed now may come before `next`.
                next = next.min(self.sleep(l, from));
                if end > next.0 {
                    self.windows.look_at(l, end);
                    break;
                }
                self.move_on(l, end);
                from = end;
            }
        }
    }

    /// A machine of a sleeping line is about to be changed by an event that is not a piece's: brings
    /// the line to this instant.
    #[inline]
    pub(super) fn rouse(&mut self, m: MachineIx) {
        if let Some(l) = self.windows.line_of(m)
            && self.windows.lines[l].watch == Watch::Asleep
        {
            self.bring_to_now(l);
        }
    }

    /// Is the machine's state possibly behind the clock?
    pub(super) fn is_asleep(&self, m: MachineIx) -> bool {
        let line = self.windows.line_of(m);
        line.is_some_and(|l| self.windows.lines[l].watch == Watch::Asleep)
    }

    /// The same for all lines.
    pub(super) fn rouse_all(&mut self) {
        for l in 0..self.windows.lines.len() {
            if self.windows.lines[l].watch == Watch::Asleep {
                self.bring_to_now(l);
            }
        }
    }

    /// Machines' own events come first of all at one instant, in the order of their slots. So before
    /// any other event the line's pieces have moved up to and including this instant, and before a
    /// machine's event those with lower slots have.
    #[inline(never)]
    fn bring_to_now(&mut self, l: usize) {
        let now = self.now.0;
        self.windows.look_at(l, now + 1);
        if self.slot.0 < self.station.len() as u32 {
            self.move_on(l, now);
            if self.work_ends_at(l, now) {
                return self.go_through_instant(l);
            }
        }
        self.move_on(l, now + 1);
        self.windows.lines[l].watch = Watch::Touched;
    }

    /// Does a machine of the line, other than the one whose event is under way, finish a piece at
    /// `now`?
    fn work_ends_at(&self, l: usize, now: i64) -> bool {
        let places = self.windows.lines[l].places.clone();
        let mut machines = self.windows.work.links[places].iter().map(|link| link.machine);
        machines.any(|m| {
            let station = &self.station[m];
            station.running
                && station.resumed + station.remaining <= now
                && station.slot != self.slot
        })
    }

    /// What the event list would have done before the present event of a machine.
    fn go_through_instant(&mut self, l: usize) {
        let present = self.slot;
        self.list_events(l, Some(present));
        for m in (0..present.0).map(MachineIx) {
            let slot = self.station[m].slot;
            if self.windows.line_of(m) == Some(l) && self.list.due(slot) == Some(self.now) {
                self.list.cancel(slot);
                self.events += 1;
                self.slot = slot;
                self.step_due(m);
            }
        }
        self.slot = present;
    }

    /// Every sleeping line up to, but not including, `until`; it sleeps on.
    pub(super) fn move_all_on(&mut self, until: SimTime) {
        for l in 0..self.windows.lines.len() {
            if self.windows.lines[l].watch == Watch::Asleep {
                self.move_on(l, until.0);
            }
        }
    }

    /// From now on the line's machines have no pending events but ends of minor stops and milestones
    /// that come before the piece is finished. Those before `from` have happened. Returns the first
    /// milestone.
    fn sleep(&mut self, l: usize, from: i64) -> SimTime {
        let mut first = SimTime::NEVER;
        let line = &mut self.windows.lines[l];
        line.before = from;
        let listed = line.watch != Watch::Asleep;
        line.watch = Watch::Asleep;
        for link in &self.windows.work.links[line.places.clone()] {
            let station = &self.station[link.machine];
            if station.running && station.is_milestone_next() {
                let (slot, at) = station.next_event();
                self.list.schedule(slot, at);
                first = first.min(at);
            } else if station.running && listed {
                self.list.cancel(station.slot);
            }
        }
        first
    }

    /// Enters the events of the line's machines into the event list, but for the one under way.
    fn list_events(&mut self, l: usize, under_way: Option<Slot>) {
        let line = &mut self.windows.lines[l];
        if line.watch == Watch::Listed {
            return;
        }
        line.watch = Watch::Listed;
        for link in &self.windows.work.links[line.places.clone()] {
            let station = &self.station[link.machine];
            if station.running && Some(station.slot) != under_way {
                let (slot, at) = station.next_event();
                self.list.schedule(slot, at);
            }
        }
    }

    /// The first instant at which a machine of the line could have an event other than those that stay
    /// listed while it sleeps and the end of its work; every event before `from` has happened.
    fn undisturbed(&self, l: usize, from: i64) -> i64 {
        let links = &self.windows.work.links[self.windows.lines[l].places.clone()];
        let mut end = NEVER;
        // No earlier does the next piece come; a halted machine gives none.
        let mut piece = NEVER;
        let mut any_blocked = false;
        for link in links {
            let station = &self.station[link.machine];
            match station.load {
                _ if station.halts > 0 => piece = NEVER,
                Load::Working => {
                    piece = station.resumed + station.remaining;
                    end = end.min(station.disturbed(station.resumed, station.remaining));
                }
                Load::Empty => end = end.min(station.disturbed(piece.max(from), 0)),
                Load::Finished => any_blocked = true,
            }
        }
        if !any_blocked {
            return end;
        }
        // Likewise for room.
        let mut room = NEVER;
        for link in links.iter().rev() {
            let station = &self.station[link.machine];
            match station.load {
                Load::Finished if station.halts > 0 => {}
                Load::Finished => end = end.min(station.disturbed(room.max(from), 0)),
                Load::Working if station.halts > 0 => room = NEVER,
                Load::Working => room = station.resumed + station.remaining,
                Load::Empty => room = from,
            }
        }
        end
    }

    /// Lets everything happen that happens to the line's pieces before `end`.
    fn move_on(&mut self, l: usize, end: i64) {
        let line = &mut self.windows.lines[l];
        let (start, places) = (line.before, line.places.clone());
        line.before = end;
        if start >= end {
            return;
        }
        let now = self.now;
        let events = self.events;
        let mut work = std::mem::take(&mut self.windows.work);
        self.enter_window(&mut work, places.clone());
        self.advance_all(&mut work, places.clone(), start, end);
        self.leave_window(&mut work, places.clone(), start);
        self.book_waiting(&mut work, places, start, end);
        self.windows.work = work;
        self.now = now;
        let line = &mut self.windows.lines[l];
        let pieces = (self.events - events) as f64 / line.places.len() as f64;
        line.pieces += LAST * (pieces - line.pieces);
    }
}

impl Station {
    /// Does the operating clock meet a milestone before the piece is finished?
    fn is_milestone_next(&self) -> bool {
        self.next_milestone - self.operated < self.remaining
    }

    /// A lower bound for the next milestone, of the operating clock or of the count of pieces, that
    /// does not come before the present piece is finished: work goes on at `from`, first on what is
    /// `left` of that piece.
    fn disturbed(&self, from: i64, left: i64) -> i64 {
        let clock = self.next_milestone - self.operated;
        let mut end = NEVER;
        if clock >= left {
            end = from.saturating_add(clock);
        }
        if self.next_cycle_milestone != u64::MAX {
            let more = self.next_cycle_milestone.saturating_sub(self.completed + 1);
            let rest = self.cycle.max(0).saturating_mul(more as i64);
            end = end.min(from.saturating_add(left).saturating_add(rest));
        }
        end
    }
}
