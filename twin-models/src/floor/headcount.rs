//! How many people of a crew are there: by the hours of the week, less those who are elsewhere for a
//! while, less those who are absent.
//!
//! A crew's shift begins when it comes on duty, when its headcount changes while it is, and when the
//! plant's shift follows overtime. Who is absent is drawn then, by crew, beginning of the shift and
//! person: the same people are absent in every arm, and a further person moves nobody else's luck.

use super::Floor;
use super::timer::Timer;
use crate::plant::calendar::{TICKS_PER_DAY, TICKS_PER_WEEK};
use crate::plant::model::{Away, Crew, CrewIx, Duty};
use sim_core::{SimTime, TICKS_PER_SECOND};

const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;

/// A crew has fewer people than this (the reader's bound).
const PEOPLE_BITS: u32 = 17;

impl Floor<'_, '_> {
    /// The first shift of every crew.
    pub(super) fn begin_headcounts(&mut self) {
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            let crew = &self.plant.crews[c.index()];
            if crew.varies() || !crew.away.is_empty() {
                self.begin_shift(c);
                self.next_headcount(c);
            }
        }
    }

    /// A shift of the crew begins.
    pub(super) fn begin_shift(&mut self, c: CrewIx) {
        self.crew[c].shift = self.now.0 / TICKS_PER_MINUTE;
        self.set_people(c);
    }

    /// An hour at which the headcount changes, on this day of the week or (overtime) on another; or
    /// people go elsewhere, or come back.
    pub(super) fn headcount_changes(&mut self, c: CrewIx) {
        self.next_headcount(c);
        let now = self.time_of_week();
        let Crew { headcount: hours, away, .. } = &self.plant.crews[c.index()];
        let daily = |edge: i64| edge % TICKS_PER_DAY == now % TICKS_PER_DAY;
        let shift = match self.yard.count.in_overtime {
            true => hours.iter().any(|h| daily(h.from) || daily(h.to)),
            false => hours.iter().any(|h| h.from == now || h.to % TICKS_PER_WEEK == now),
        };
        if shift {
            self.book_labour(c);
            self.begin_shift(c);
            self.dispatch(c);
        } else if !away.is_empty() && self.wanted(c) != self.crew[c].present + self.crew[c].absent {
            // In the middle of a shift: who is absent stays so.
            self.book_labour(c);
            self.set_people(c);
            self.dispatch(c);
        }
    }

    /// Since Monday 00:00 \[µs\].
    fn time_of_week(&self) -> i64 {
        let monday = i64::from(self.plant.start.weekday().to_monday_zero_offset());
        (self.now.0 + monday * TICKS_PER_DAY) % TICKS_PER_WEEK
    }

    /// Overtime is over and the plant's own shift follows.
    pub(super) fn shift_after_overtime(&mut self) {
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            let crew = &self.plant.crews[c.index()];
            if crew.duty == Duty::PlantShifts && crew.varies() {
                self.begin_shift(c);
            }
        }
    }

    /// As many people are there as the present shift and parameters say; the crew is booked up to
    /// now.
    pub(super) fn set_people(&mut self, c: CrewIx) {
        let wanted = self.wanted(c);
        let mut absent = 0;
        if let Some(p) = self.plant.crews[c.index()].absence {
            let first = (self.crew[c].shift as u64) << PEOPLE_BITS;
            let luck = &self.crew[c].absence;
            let is_absent = |k: &u32| luck.uniform_at(first | u64::from(*k)) < p;
            absent = (0..wanted).filter(is_absent).count() as u32;
        }
        let crew = &mut self.crew[c];
        crew.free += i64::from(wanted - absent) - i64::from(crew.present);
        (crew.present, crew.absent) = (wanted - absent, absent);
        self.look_for_people();
    }

    /// People by the hours of the week, less those who are elsewhere.
    fn wanted(&self, c: CrewIx) -> u32 {
        let crew = &self.plant.crews[c.index()];
        let now = self.now.0;
        let here = |a: &&Away| a.from <= now && now < a.to && a.days[self.day_of_week()];
        let away: u32 = crew.away.iter().filter(here).map(|a| a.people).sum();
        self.headcount(crew).saturating_sub(away)
    }

    /// Monday: 0.
    fn day_of_week(&self) -> usize {
        (self.time_of_week() / TICKS_PER_DAY) as usize
    }

    /// When people next go elsewhere or come back: begin, end, and midnights between days of the week.
    fn next_away(&self, c: CrewIx) -> Option<i64> {
        let now = self.now.0;
        let midnight = (now / TICKS_PER_DAY + 1) * TICKS_PER_DAY;
        let next = |a: &Away| match (now < a.from, a.days.iter().all(|on| *on)) {
            _ if now >= a.to => None,
            (true, _) => Some(a.from),
            (false, true) => Some(a.to),
            (false, false) => Some(a.to.min(midnight)),
        };
        self.plant.crews[c.index()].away.iter().filter_map(next).min()
    }

    /// People by the hours of the week. In overtime outside all of them, those of the same hour on
    /// the last day that has some.
    fn headcount(&self, crew: &Crew) -> u32 {
        if crew.headcount.is_empty() {
            return crew.people;
        }
        let now = self.time_of_week();
        let at = |time: i64| {
            let time = time.rem_euclid(TICKS_PER_WEEK);
            let here = crew.headcount.iter().find(|h| h.from <= time && time < h.to);
            here.map(|h| h.people)
        };
        let days = if self.yard.count.in_overtime { 7 } else { 1 };
        (0..days).find_map(|day| at(now - day * TICKS_PER_DAY)).unwrap_or(0)
    }

    fn next_headcount(&mut self, c: CrewIx) {
        let now = self.time_of_week();
        let wait = |edge: i64| match (edge - now).rem_euclid(TICKS_PER_DAY) {
            0 => TICKS_PER_DAY,
            later => later,
        };
        let edges = self.plant.crews[c.index()].headcount.iter().flat_map(|h| [h.from, h.to]);
        let by_hours = edges.map(|edge| self.now.0 + wait(edge)).min();
        if let Some(next) = by_hours.into_iter().chain(self.next_away(c)).min() {
            let slot = self.slots.slot(Timer::Headcount, c.0);
            self.schedule(slot, SimTime(next));
        }
    }
}
