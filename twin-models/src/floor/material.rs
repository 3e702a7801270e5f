//! How pieces move: work ends, pieces are handed on, machines block and starve (blocking after
//! service), sources deliver, goods leave.

use super::component::{Item, Load, MANY, NONE, Station};
use super::timer::Timer;
use super::{Floor, ticks};
use crate::extend::Fate;
use crate::plant::model::{BufferIx, MachineIx, SourceIx, Takes, WhenFull};
use sim_core::{RunError, SimTime, Slot};

/// What becomes of a finished piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is handed on.
    Keep,
    /// It was scrapped.
    Gone,
    /// It goes back into a buffer to be made again.
    Back(BufferIx),
}

impl Station {
    /// When the work on the piece ends, or the operating clock meets its next milestone.
    #[inline]
    pub(super) fn next_event(&self) -> (Slot, SimTime) {
        let to_milestone = (self.next_milestone - self.operated).max(0);
        (self.slot, SimTime(self.resumed + self.remaining.min(to_milestone)))
    }
}

impl Floor<'_, '_> {
    /// A machine's own event: its minor stop ends, its work ends, or its operating clock reaches a
    /// milestone (in this order where they coincide).
    #[inline]
    pub(super) fn step_due(&mut self, m: MachineIx) {
        let now = self.now.0;
        let station = &mut self.station[m];
        if station.minor {
            return self.minor_stop_over(m);
        }
        let worked = now - station.resumed;
        station.operated += worked;
        station.remaining -= worked;
        station.resumed = now;
        if station.remaining == 0 { self.work_ends(m) } else { self.operating_milestones(m) }
    }

    /// The next event of a working machine.
    #[inline]
    pub(super) fn schedule_step(&mut self, m: MachineIx) {
        let (slot, at) = self.station[m].next_event();
        self.list.schedule(slot, at);
    }

    #[inline(always)]
    fn work_ends(&mut self, m: MachineIx) {
        let station = &mut self.station[m];
        station.completed += 1;
        station.running = false;
        let cycles_due = station.completed >= station.next_cycle_milestone;
        if station.plain {
            station.load = Load::Finished;
            self.deliver(m);
        } else if self.plant.machines[m.index()].takes == Takes::Jobs {
            return self.jobs_end(m);
        } else {
            let mut item = station.item;
            let verdict = self.judge(m, &mut item);
            let keep = verdict == Verdict::Keep;
            let station = &mut self.station[m];
            station.item = item;
            station.load = if keep { Load::Finished } else { Load::Empty };
            match verdict {
                Verdict::Keep => self.deliver(m),
                Verdict::Gone => {}
                Verdict::Back(b) => self.send_back(b, item),
            }
        }
        if self.station[m].load == Load::Empty {
            self.try_load(m);
        }
        if cycles_due {
            self.cycle_milestones(m);
        }
        self.settle_unless_running(m);
    }

    /// Quality of the piece just finished.
    #[inline(never)]
    pub(super) fn judge(&mut self, m: MachineIx, item: &mut Item) -> Verdict {
        if self.yard.rooms {
            self.judge_as::<true>(m, item)
        } else {
            self.judge_as::<false>(m, item)
        }
    }

    /// With or without quality, people at machines, work past the shift, behaviours from outside.
    #[inline(always)]
    fn judge_as<const ROOMS: bool>(&mut self, m: MachineIx, item: &mut Item) -> Verdict {
        if ROOMS && self.yard.past_shift.now > 0 {
            self.ends_past_shift(m);
        }
        if ROOMS && self.yard.operators.is_some() {
            self.piece_is_done(m);
        }
        let own = if ROOMS { self.own_fate(m) } else { Fate::Passed };
        let machine = &self.plant.machines[m.index()];
        let station = &mut self.station[m];
        let piece = station.completed;
        item.defective |= own == Fate::Defective;
        if let Some(drift) = &machine.defects {
            let seconds = (station.operated - station.serviced) as f64 * 1e-6;
            let p = (drift.base + drift.per_second * seconds).min(drift.at_most);
            let made = self.luck[m].defect.uniform_at(piece) < p;
            if made && !item.defective {
                item.defective = true;
                self.hidden_defect_made();
            }
        }
        let quality = ROOMS && self.yard.quality.is_some();
        let whole = !quality || self.make_characteristics(m, item);
        let station = &mut self.station[m];
        let startup = station.startup_left > 0;
        if startup {
            station.startup_left = station.startup_left.saturating_sub(self.plant.lot());
        }
        let visible = machine.scrap > 0.0 && self.luck[m].scrap.uniform_at(piece) < machine.scrap;
        let mut verdict = Verdict::Keep;
        if startup || visible || !whole || own == Fate::Scrapped {
            self.account[m].scrapped += 1;
            self.yard.count.scrap += 1;
            self.defect_scrapped(item);
            verdict = Verdict::Gone;
        } else if quality {
            verdict = self.inspect(m, item);
        } else if let Some(inspection) = &machine.inspection {
            let u = self.luck[m].inspect.uniform_at(piece);
            let count = &mut self.yard.count;
            if item.defective && u < inspection.detects {
                count.rejected_bad += 1;
                verdict = Verdict::Gone;
            } else if !item.defective && u < inspection.false_reject {
                count.rejected_good += 1;
                verdict = Verdict::Gone;
            }
            self.account[m].scrapped += u64::from(verdict == Verdict::Gone);
        }
        if machine.outputs.is_empty() && !matches!(verdict, Verdict::Back(_)) {
            self.yard.count.produced += 1;
        }
        if verdict == Verdict::Gone {
            self.change_wip(-1);
        } else if let Some(shares) = &machine.split {
            let station = &mut self.station[m];
            let u = self.luck[m].split.uniform_at(piece);
            let chosen = shares.iter().position(|s| u < *s).unwrap_or(shares.len() - 1);
            station.bound_for = machine.outputs[chosen].0;
        }
        verdict
    }

    /// A piece goes back into a buffer that always has room.
    #[cold]
    pub(super) fn send_back(&mut self, b: BufferIx, item: Item) {
        let room = self.try_put(b, item);
        debug_assert!(room, "the reader asks for a buffer without limit");
    }

    #[inline(always)]
    pub(super) fn change_wip(&mut self, by: i64) {
        let yard = &mut self.yard;
        yard.wip_ticks -= i128::from(by) * i128::from(self.now.0);
        yard.wip += by;
    }

    /// Hands the finished piece on; without room the machine is blocked and waits in line.
    #[inline(always)]
    fn deliver(&mut self, m: MachineIx) {
        let item = self.station[m].item;
        match self.station[m].output {
            NONE => self.leave(m),
            MANY => self.deliver_to_one_of_several(m),
            only => {
                let b = BufferIx(only);
                if self.try_put(b, item) {
                    self.station[m].load = Load::Empty;
                } else {
                    self.wait(m);
                    self.stock[b].waiting.push_back(m.0);
                    self.serve_waiting(b);
                }
            }
        }
    }

    #[inline(never)]
    fn deliver_to_one_of_several(&mut self, m: MachineIx) {
        let plant = self.plant;
        let item = self.station[m].item;
        let several = &plant.machines[m.index()].outputs[..];
        if several.is_empty() {
            return self.store_made(m);
        }
        let outputs = match self.station[m].bound_for {
            NONE => several,
            bound => {
                let at = several.iter().position(|b| b.0 == bound).unwrap_or(0);
                &several[at..=at]
            }
        };
        for b in outputs {
            if self.try_put(*b, item) {
                self.station[m].load = Load::Empty;
                return;
            }
        }
        self.wait(m);
        for b in outputs {
            self.stock[*b].waiting.push_back(m.0);
        }
        for b in outputs {
            if self.station[m].load == Load::Finished {
                self.serve_waiting(*b);
            }
        }
    }

    /// Puts a piece into a buffer or straight onto an idle machine behind it.
    #[inline(always)]
    fn try_put(&mut self, b: BufferIx, item: Item) -> bool {
        let stock = &self.stock[b];
        let taker = MachineIx(stock.taker);
        if taker.0 != NONE && stock.level == 0 && self.station[taker].load == Load::Empty {
            self.load(taker, item);
            self.settle_unless_running(taker);
            return true;
        }
        if stock.level >= stock.capacity {
            return false;
        }
        if taker.0 == NONE {
            return self.put_for_several(b, item);
        }
        self.push(b, item);
        true
    }

    /// Puts a piece into a buffer with room that several machines empty, or in which time passes.
    #[inline(never)]
    fn put_for_several(&mut self, b: BufferIx, item: Item) -> bool {
        if self.has_belt(b) {
            return self.put_on_belt(b, item);
        }
        self.push(b, item);
        self.offer(b);
        true
    }

    #[inline(always)]
    pub(super) fn push(&mut self, b: BufferIx, item: Item) {
        let now = self.now.0;
        let stock = &mut self.stock[b];
        stock.put(item, now);
        if u64::from(stock.level) > self.limits.queue_length {
            self.overflow(b);
        }
    }

    #[cold]
    fn overflow(&mut self, b: BufferIx) {
        self.fault = Some(RunError::Unbounded {
            at: self.now,
            place: format!("buffer '{}'", self.plant.buffers[b.index()].name),
            size: u64::from(self.stock[b].level),
        });
    }

    /// Idle machines behind a shared buffer take what they can, in the buffer's order.
    #[inline(never)]
    pub(super) fn offer(&mut self, b: BufferIx) {
        let plant = self.plant;
        for taker in &plant.buffers[b.index()].to {
            if self.station[*taker].load == Load::Empty && self.try_load(*taker) {
                self.settle(*taker);
            }
        }
    }

    /// A buffer without places of its own, or an assembly: idle machines may take straight from
    /// those that wait to deliver.
    fn serve_waiting(&mut self, b: BufferIx) {
        if self.stock[b].taker == NONE || self.stock[b].capacity == 0 {
            self.offer(b);
        }
    }

    /// Puts a piece on an idle machine; work begins unless the machine is halted.
    #[inline(always)]
    pub(super) fn load(&mut self, m: MachineIx, item: Item) {
        let now = self.now.0;
        let station = &mut self.station[m];
        if station.waits {
            station.waits = false;
            let account = &mut self.account[m];
            account.empty_ticks += now - account.load_since;
        }
        station.load = Load::Working;
        station.item = item;
        station.bound_for = NONE;
        station.remaining = station.cycle;
        if station.cycle < 0 {
            let drawn = self.draw_cycle(m);
            self.station[m].remaining = drawn;
        }
        let station = &mut self.station[m];
        if station.halts == 0 {
            station.running = true;
            station.resumed = now;
            let (slot, at) = station.next_event();
            self.list.schedule(slot, at);
        }
    }

    /// Takes the next piece onto an empty machine, and lets those upstream move up. False: starved.
    #[inline]
    pub(super) fn try_load(&mut self, m: MachineIx) -> bool {
        let loaded = match self.station[m].input {
            NONE => {
                self.enter_line();
                self.load(m, Item::default());
                true
            }
            MANY => self.try_load_from_several(m),
            only => self.load_from(m, BufferIx(only)),
        };
        if !loaded && !self.station[m].waits {
            self.wait(m);
        }
        loaded
    }

    #[inline(always)]
    pub(super) fn load_from(&mut self, m: MachineIx, b: BufferIx) -> bool {
        let Some(item) = self.take(b) else { return false };
        self.load(m, item);
        if !self.stock[b].waiting.is_empty() {
            self.refill(b);
        }
        true
    }

    /// The same from any buffer, also one in which time passes.
    #[inline]
    pub(super) fn load_from_any(&mut self, m: MachineIx, b: BufferIx) -> bool {
        if self.has_belt(b) { self.load_from_belt(m, b) } else { self.load_from(m, b) }
    }

    #[inline(never)]
    fn try_load_from_several(&mut self, m: MachineIx) -> bool {
        let plant = self.plant;
        let machine = &plant.machines[m.index()];
        if machine.is_supplied() {
            return self.try_load_supplied(m);
        }
        match machine.takes {
            Takes::Any => return machine.inputs.iter().any(|b| self.load_from_any(m, *b)),
            Takes::Jobs => return self.try_job(m),
            Takes::Each => {}
        }
        if !machine.inputs.iter().all(|b| self.is_ready(*b)) {
            return false;
        }
        self.load_from_each(m);
        true
    }

    /// Is there a piece to take from the buffer?
    pub(super) fn is_ready(&self, b: BufferIx) -> bool {
        let there = self.stock[b].level > 0 || !self.stock[b].waiting.is_empty();
        there && !self.holds_back(b)
    }

    /// One piece from every input, all of which are ready.
    pub(super) fn load_from_each(&mut self, m: MachineIx) {
        let machine = &self.plant.machines[m.index()];
        let mut whole = Item::default();
        for b in &machine.inputs {
            self.gets_up(*b);
            if let Some(item) = self.take(*b) {
                whole = self.join_defects(whole, item);
            }
        }
        let joined = machine.inputs.len() as i64 - 1;
        self.yard.count.joined += joined as u64;
        self.change_wip(-joined);
        self.load(m, whole);
        for b in &machine.inputs {
            if self.has_belt(*b) {
                self.move_belt(*b);
            } else {
                self.refill(*b);
            }
        }
    }

    /// One piece out of a buffer, or straight from whoever waits at a buffer without places.
    #[inline(always)]
    pub(super) fn take(&mut self, b: BufferIx) -> Option<Item> {
        let now = self.now.0;
        let stock = &mut self.stock[b];
        if stock.level > 0 {
            return Some(stock.take(now));
        }
        let waiting = stock.waiting.pop_front()?;
        Some(self.release(b, waiting))
    }

    /// Fills freed places with the pieces of those that wait.
    #[inline(never)]
    pub(super) fn refill(&mut self, b: BufferIx) {
        loop {
            let stock = &mut self.stock[b];
            if stock.level >= stock.capacity {
                return;
            }
            let Some(waiting) = stock.waiting.pop_front() else { return };
            let item = self.release(b, waiting);
            self.push(b, item);
            self.go_on(waiting);
        }
    }

    /// Takes the piece off a machine or source that waited at `b`.
    pub(super) fn release(&mut self, b: BufferIx, waiting: u32) -> Item {
        let machines = self.station.len() as u32;
        if waiting >= machines {
            let source = SourceIx(waiting - machines);
            self.feed[source].holding = false;
            self.enter_line();
            self.next_arrival(source);
            return Item::default();
        }
        let m = MachineIx(waiting);
        let plant = self.plant;
        let outputs = &plant.machines[m.index()].outputs;
        if outputs.len() > 1 {
            for other in outputs.iter().filter(|o| **o != b) {
                self.stock[*other].waiting.retain(|w| *w != waiting);
            }
        }
        self.wait_over(m);
        let item = self.station[m].item;
        if self.stock[b].capacity == 0 {
            self.go_on(waiting);
        }
        item
    }

    /// A machine that has got rid of its piece takes the next one.
    pub(super) fn go_on(&mut self, waiting: u32) {
        if waiting < self.station.len() as u32 {
            let m = MachineIx(waiting);
            if self.station[m].load == Load::Empty {
                self.try_load(m);
                self.settle_unless_running(m);
            }
        }
    }

    pub(super) fn enter_line(&mut self) {
        self.yard.count.started += 1;
        self.change_wip(1);
    }

    /// A piece arrives from outside.
    pub(super) fn arrival(&mut self, source: SourceIx) {
        let plant = self.plant;
        let to = plant.sources[source.index()].to;
        self.feed[source].arrived += 1;
        if self.try_put(to, Item::default()) {
            self.enter_line();
            self.next_arrival(source);
            return;
        }
        self.feed[source].holding = true;
        let waiting = self.station.len() as u32 + source.0;
        self.stock[to].waiting.push_back(waiting);
        self.serve_waiting(to);
        // Nobody took it straight from outside either.
        if self.feed[source].holding && plant.sources[source.index()].when_full == WhenFull::Lost {
            self.feed[source].holding = false;
            self.stock[to].waiting.retain(|w| *w != waiting);
            self.feed[source].lost += 1;
            self.next_arrival(source);
        }
    }

    pub(super) fn next_arrival(&mut self, source: SourceIx) {
        let u = self.feed[source].every.uniform();
        let every = self.plant.sources[source.index()].every.quantile(u);
        let wait = ticks(every * f64::from(self.plant.lot()));
        let slot = self.slots.slot(Timer::Arrival, source.0);
        self.schedule(slot, SimTime(self.now.0.saturating_add(wait)));
    }

    /// A finished piece leaves the line, if the store of finished goods has room.
    #[inline(never)]
    fn leave(&mut self, m: MachineIx) {
        if self.room_in_store() {
            let item = self.station[m].item;
            self.put_into_store(m, item);
            self.station[m].load = Load::Empty;
        } else {
            self.wait(m);
            self.yard.waiting_for_store.push(m);
        }
    }

    /// Counts a piece into finished goods.
    pub(super) fn put_into_store(&mut self, m: MachineIx, item: Item) {
        if self.station[m].plain {
            self.yard.count.produced += 1;
        }
        self.change_wip(-1);
        self.yard.count.good += 1;
        if item.defective {
            self.yard.count.escaped += 1;
            self.defect_escapes(item);
        }
        self.store_piece();
    }

    /// Customers have made room: machines that waited deliver, in order of arrival.
    pub(super) fn store_has_room(&mut self) {
        while self.room_in_store() && !self.yard.waiting_for_store.is_empty() {
            let m = self.yard.waiting_for_store.remove(0);
            let item = self.station[m].item;
            self.put_into_store(m, item);
            self.wait_over(m);
            self.try_load(m);
            self.settle(m);
        }
    }

    /// The piece in process is lost.
    pub(super) fn scrap_piece(&mut self, m: MachineIx) {
        let station = &mut self.station[m];
        if station.load != Load::Working {
            return;
        }
        station.load = Load::Empty;
        let mut item = station.item;
        self.defect_scrapped(&mut item);
        self.account[m].lost += 1;
        self.account[m].scrapped += 1;
        self.yard.count.scrap += 1;
        self.change_wip(-1);
        self.try_load(m);
    }

    /// The machine begins to wait: for a piece, or for room.
    fn wait(&mut self, m: MachineIx) {
        self.station[m].waits = true;
        self.account[m].load_since = self.now.0;
    }

    /// The finished piece that waited for room has gone.
    fn wait_over(&mut self, m: MachineIx) {
        let account = &mut self.account[m];
        account.finished_ticks += self.now.0 - account.load_since;
        let station = &mut self.station[m];
        station.waits = false;
        station.load = Load::Empty;
    }
}
