//! Time in buffers: conveyors, curing, and pieces that have lain too long.
//!
//! A buffer in which time passes has a [`Belt`] beside its stock: when each piece came in, on the
//! wall clock and on the clock of the conveyor, which stands while the conveyor stands. What the
//! piece at the exit may do follows from the two and the parameters in force, so these may change
//! in the middle of a run. Pieces stay in their order; the first is also the oldest.

use super::component::{Item, NONE};
use super::timer::Timer;
use super::{Floor, collect};
use crate::outcome::Unit;
use crate::plant::model::{BufferIx, Dwell, DwellLimit, MachineIx, Overdue, Plant};
use sim_core::{RunError, SimTime};
use std::collections::VecDeque;

/// A piece in a buffer in which time passes.
#[derive(Clone, Copy, Debug)]
struct Lying {
    /// When it came in \[µs\].
    since: i64,
    /// The conveyor's clock then \[µs\].
    on_belt: i64,
}

/// What a buffer in which time passes remembers.
#[derive(Clone, Debug)]
struct Belt {
    buffer: BufferIx,
    /// The pieces of the stock, in the same order.
    pieces: VecDeque<Lying>,
    /// How long the conveyor has stood \[µs\], without the stand since `stands_since`.
    stood: i64,
    stands_since: Option<i64>,
    entered: u64,
    taken: u64,
    scrapped: u64,
    reworked: u64,
}

impl Belt {
    fn new(buffer: BufferIx) -> Self {
        Self {
            buffer,
            pieces: VecDeque::new(),
            stood: 0,
            stands_since: None,
            entered: 0,
            taken: 0,
            scrapped: 0,
            reworked: 0,
        }
    }

    /// At the start of a replication: so many pieces have just come in.
    fn reset(&mut self, pieces: u32) {
        let mut list = std::mem::take(&mut self.pieces);
        list.clear();
        list.extend((0..pieces).map(|_| Lying { since: 0, on_belt: 0 }));
        let entered = u64::from(pieces);
        *self = Self { pieces: list, entered, ..Self::new(self.buffer) };
    }

    fn stood_until(&self, now: i64) -> i64 {
        self.stood + self.stands_since.map_or(0, |since| now - since)
    }

    /// How far the first piece still has to go \[µs of the conveyor's clock\]; at most 0: it is at
    /// the exit. `None`: there is no piece.
    fn way_left(&self, dwell: &Dwell, now: i64) -> Option<i64> {
        let first = self.pieces.front()?;
        Some(dwell.transit.0 - (now - self.stood_until(now) - first.on_belt))
    }

    /// May the first piece be taken now?
    fn is_ready(&self, dwell: &Dwell, now: i64) -> bool {
        let cured = self.pieces.front().is_some_and(|p| now - p.since >= dwell.least.0);
        cured && self.way_left(dwell, now).is_some_and(|left| left <= 0)
    }

    /// When the state of the first piece changes by itself, after `now`; its limit may be `now`.
    fn next(&self, dwell: &Dwell, now: i64) -> Option<i64> {
        let first = self.pieces.front()?;
        let arrives = self.way_left(dwell, now).map_or(now, |left| now.saturating_add(left));
        let cured = first.since.saturating_add(dwell.least.0);
        let ready = if dwell.accumulating || arrives <= now { arrives.max(cured) } else { arrives };
        let over = dwell.limit.map(|l| first.since.saturating_add(l.most.0).max(now));
        [(ready > now).then_some(ready), over].into_iter().flatten().min()
    }
}

/// The belts of the plant, where it has any.
#[derive(Clone, Debug)]
pub(super) struct Belts {
    /// Per buffer: its belt, or `NONE`.
    of: Vec<u32>,
    belts: Vec<Belt>,
}

impl Belts {
    /// `None`: no time passes in any buffer.
    pub(super) fn new(plant: &Plant) -> Option<Box<Self>> {
        let mut of = vec![NONE; plant.buffers.len()];
        let mut belts = Vec::new();
        for b in timed(plant) {
            of[b.index()] = belts.len() as u32;
            belts.push(Belt::new(b));
        }
        (!belts.is_empty()).then(|| Box::new(Self { of, belts }))
    }

    /// At the start of a replication, in place.
    pub(super) fn reset(&mut self, plant: &Plant) {
        for belt in &mut self.belts {
            belt.reset(plant.buffers[belt.buffer.index()].initial / plant.lot());
        }
    }

    fn of(&self, b: BufferIx) -> Option<&Belt> {
        self.belts.get(self.of[b.index()] as usize)
    }

    fn of_mut(&mut self, b: BufferIx) -> Option<&mut Belt> {
        self.belts.get_mut(self.of[b.index()] as usize)
    }
}

/// The buffers in which time passes.
fn timed(plant: &Plant) -> impl Iterator<Item = BufferIx> {
    let all = (0..).map(BufferIx).zip(&plant.buffers);
    all.filter(|(_, buffer)| buffer.dwell.is_some()).map(|(b, _)| b)
}

/// Timers: one for each of these buffers.
pub(super) fn count(plant: &Plant) -> usize {
    timed(plant).count()
}

/// For messages: the name of belt `i`.
pub(super) fn name(plant: &Plant, i: usize) -> &str {
    timed(plant).nth(i).map_or("", |b| &plant.buffers[b.index()].name)
}

/// The monthly quantities of these buffers.
pub(super) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    for b in timed(plant) {
        let name = &plant.buffers[b.index()].name;
        add("dwell_scrap", name, Unit::Pieces, "scrapped in the buffer: lain too long");
        add("dwell_rework", name, Unit::Pieces, "sent back from the buffer: lain too long");
        add("conveyor_stood_h", name, Unit::Hours, "the conveyor stood: a piece at its exit");
    }
}

impl Floor<'_, '_> {
    pub(super) fn dwell_row(&self, row: &mut Vec<f64>) {
        let lot = f64::from(self.plant.lot());
        for belt in self.yard.dwell.iter().flat_map(|d| &d.belts) {
            let stood = belt.stood_until(self.now.0) as f64 / collect::HOUR;
            row.extend([belt.scrapped as f64 * lot, belt.reworked as f64 * lot, stood]);
        }
    }

    /// What the buffer does with time, and its belt.
    #[inline]
    fn belt(&self, b: BufferIx) -> Option<(&Dwell, &Belt)> {
        let belt = self.yard.dwell.as_ref()?.of(b)?;
        Some((self.plant.buffers[b.index()].dwell.as_ref()?, belt))
    }

    /// Time passes in the buffer, and no piece of it can be taken yet.
    pub(super) fn holds_back(&self, b: BufferIx) -> bool {
        self.belt(b).is_some_and(|(dwell, belt)| !belt.is_ready(dwell, self.now.0))
    }

    /// Does time pass in the buffer?
    #[inline]
    pub(super) fn has_belt(&self, b: BufferIx) -> bool {
        self.yard.dwell.as_ref().is_some_and(|d| d.of[b.index()] != NONE)
    }

    fn stands(&self, b: BufferIx) -> bool {
        self.belt(b).is_some_and(|(_, belt)| belt.stands_since.is_some())
    }

    /// Puts a piece into the buffer, which has room, unless the conveyor stands.
    pub(super) fn put_on_belt(&mut self, b: BufferIx, item: Item) -> bool {
        if self.stands(b) {
            return false;
        }
        self.lie_down(b, item);
        self.move_belt(b);
        true
    }

    fn lie_down(&mut self, b: BufferIx, item: Item) {
        let now = self.now.0;
        self.push(b, item);
        let Some(belt) = self.yard.dwell.as_mut().and_then(|d| d.of_mut(b)) else { return };
        let on_belt = now - belt.stood_until(now);
        belt.pieces.push_back(Lying { since: now, on_belt });
        belt.entered += 1;
    }

    /// The first piece is taken, if time passes in the buffer.
    pub(super) fn gets_up(&mut self, b: BufferIx) {
        if let Some(belt) = self.yard.dwell.as_mut().and_then(|d| d.of_mut(b)) {
            belt.pieces.pop_front();
            belt.taken += 1;
        }
    }

    /// Takes the first piece onto an empty machine, if it is ready.
    pub(super) fn load_from_belt(&mut self, m: MachineIx, b: BufferIx) -> bool {
        if self.holds_back(b) {
            return false;
        }
        self.gets_up(b);
        let Some(item) = self.take(b) else { return false };
        self.load(m, item);
        self.move_belt(b);
        true
    }

    /// Those that wait for room deliver.
    fn let_in(&mut self, b: BufferIx) {
        loop {
            let stock = &mut self.stock[b];
            if stock.level >= stock.capacity || stock.waiting.is_empty() || self.stands(b) {
                return;
            }
            let Some(waiting) = self.stock[b].waiting.pop_front() else { return };
            let item = self.release(b, waiting);
            self.lie_down(b, item);
            self.go_on(waiting);
        }
    }

    /// Pieces have come or gone, or time has passed: the conveyor goes on or stands, whoever waits
    /// for room delivers, idle machines take what is ready.
    pub(super) fn move_belt(&mut self, b: BufferIx) {
        self.turn_belt(b, false);
        self.let_in(b);
        if !self.holds_back(b) {
            self.offer(b);
        }
        self.turn_belt(b, true);
        let Some((dwell, belt)) = self.belt(b) else { return };
        let next = belt.next(dwell, self.now.0);
        let at = self.yard.dwell.as_ref().map_or(NONE, |d| d.of[b.index()]);
        let slot = self.slots.slot(Timer::Dwell, at);
        match next {
            Some(at) => self.schedule(slot, SimTime(at)),
            None => self.list.cancel(slot),
        }
    }

    /// Sets the conveyor going when nothing is at its exit, and stops it (where `may_stop`) when
    /// something is.
    fn turn_belt(&mut self, b: BufferIx, may_stop: bool) {
        let now = self.now.0;
        let plant = self.plant;
        let Some(dwell) = &plant.buffers[b.index()].dwell else { return };
        let Some(belt) = self.yard.dwell.as_mut().and_then(|d| d.of_mut(b)) else { return };
        let at_exit = belt.way_left(dwell, now).is_some_and(|left| left <= 0);
        let blocked = at_exit && !dwell.accumulating;
        if !blocked && let Some(since) = belt.stands_since.take() {
            belt.stood += now - since;
        } else if blocked && may_stop && belt.stands_since.is_none() {
            belt.stands_since = Some(now);
        }
    }

    /// A piece has arrived at the exit, has cured, or has lain too long.
    pub(super) fn dwell_due(&mut self, belt: usize) {
        let b = self.yard.dwell.as_ref().and_then(|d| d.belts.get(belt)).map(|belt| belt.buffer);
        let Some(b) = b else { return };
        let limit = self.plant.buffers[b.index()].dwell.and_then(|d| d.limit);
        if let Some(limit) = limit {
            while self.takes_overdue(b, limit) {}
        }
        self.move_belt(b);
    }

    /// Takes the first piece out if its time is over.
    fn takes_overdue(&mut self, b: BufferIx, limit: DwellLimit) -> bool {
        let now = self.now.0;
        let Some(belt) = self.yard.dwell.as_mut().and_then(|d| d.of_mut(b)) else { return false };
        match belt.pieces.front() {
            Some(first) if now - first.since >= limit.most.0 => belt.pieces.pop_front(),
            _ => return false,
        };
        let mut item = self.stock[b].take(now);
        match limit.then {
            Overdue::Scrap => {
                belt.scrapped += 1;
                self.defect_scrapped(&mut item);
                self.yard.count.scrap += 1;
                self.change_wip(-1);
            }
            Overdue::Rework(to) => {
                belt.reworked += 1;
                self.send_back(to, item);
            }
        }
        true
    }

    /// At the start of a run, and when parameters have changed: limits may have passed.
    pub(super) fn look_at_belts(&mut self) {
        for i in 0..self.yard.dwell.as_ref().map_or(0, |d| d.belts.len()) {
            self.dwell_due(i);
        }
    }

    /// Something is under way that will move without any machine.
    pub(super) fn is_moving_by_itself(&self) -> bool {
        let plant = self.plant;
        let mut belts = self.yard.dwell.iter().flat_map(|d| &d.belts);
        belts.any(|belt| {
            let dwell = plant.buffers[belt.buffer.index()].dwell.as_ref();
            dwell.is_some_and(|d| belt.next(d, self.now.0).is_some())
        })
    }

    /// Pieces that came in = taken + scrapped + sent back + lying; no conveyor stood longer than
    /// the run.
    pub(super) fn check_dwell(&self) -> Result<(), RunError> {
        for belt in self.yard.dwell.iter().flat_map(|d| &d.belts) {
            let name = &self.plant.buffers[belt.buffer.index()].name;
            let lying = belt.pieces.len() as i64;
            let gone = (belt.taken + belt.scrapped + belt.reworked) as i64;
            let what = || format!("pieces into '{name}' = taken + scrapped + sent back + lying");
            collect::check_ticks(&what, belt.entered as i64, gone + lying)?;
            let what = || format!("times of the pieces in '{name}'");
            collect::check_ticks(&what, i64::from(self.stock[belt.buffer].level), lying)?;
            let what = || format!("time for which '{name}' stood");
            let (now, stood) = (self.now.0, belt.stood_until(self.now.0));
            collect::check_ticks(&what, stood.clamp(0, now), stood)?;
        }
        Ok(())
    }
}
