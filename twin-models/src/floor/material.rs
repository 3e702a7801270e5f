//! How pieces move: work ends, pieces are handed on, machines block and starve (blocking after
//! service), sources deliver, goods leave.

use super::assemble::{Item, Load, NONE};
use super::timer::Timer;
use super::{Floor, ticks};
use crate::plant::model::{BufferIx, MachineIx, SourceIx, Takes, WhenFull};
use sim_core::{RunError, SimTime};

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
        let station = &self.station[m];
        let to_milestone = (station.next_milestone - station.operated).max(0);
        let at = SimTime(station.resumed + station.remaining.min(to_milestone));
        let slot = station.slot;
        self.list.schedule(slot, at);
    }

    #[inline]
    fn work_ends(&mut self, m: MachineIx) {
        let station = &mut self.station[m];
        station.completed += 1;
        station.running = false;
        let cycles_due = station.completed >= station.next_cycle_milestone;
        let plain = station.plain;
        let mut item = station.item;
        if plain || self.judge(m, &mut item) {
            let station = &mut self.station[m];
            station.item = item;
            station.load = Load::Finished;
            self.deliver(m);
        } else {
            self.station[m].load = Load::Empty;
        }
        if self.station[m].load == Load::Empty && !self.try_load(m) {
            self.account[m].load_since = self.now.0;
        }
        if cycles_due {
            self.cycle_milestones(m);
        }
        self.settle(m);
    }

    /// Quality of the piece just finished. False: it was scrapped.
    fn judge(&mut self, m: MachineIx, item: &mut Item) -> bool {
        let machine = &self.plant.machines[m.index()];
        let station = &mut self.station[m];
        let piece = station.completed;
        if let Some(drift) = &machine.defects {
            let seconds = (station.operated - station.serviced) as f64 * 1e-6;
            let p = (drift.base + drift.per_second * seconds).min(drift.at_most);
            item.defective |= station.draws.defect.uniform_at(piece) < p;
        }
        let startup = station.startup_left > 0;
        if startup {
            station.startup_left -= 1;
        }
        let visible = machine.scrap > 0.0 && station.draws.scrap.uniform_at(piece) < machine.scrap;
        let mut keep = true;
        if startup || visible {
            station.scrapped += 1;
            self.yard.count.scrap += 1;
            keep = false;
        } else if let Some(inspection) = &machine.inspection {
            let u = station.draws.inspect.uniform_at(piece);
            let count = &mut self.yard.count;
            if item.defective && u < inspection.detects {
                count.rejected_bad += 1;
                keep = false;
            } else if !item.defective && u < inspection.false_reject {
                count.rejected_good += 1;
                keep = false;
            }
            station.scrapped += u64::from(!keep);
        }
        if machine.outputs.is_empty() {
            self.yard.count.produced += 1;
        }
        if !keep {
            self.change_wip(-1);
        } else if let Some(shares) = &machine.split {
            let station = &mut self.station[m];
            let u = station.draws.split.uniform_at(piece);
            let chosen = shares.iter().position(|s| u < *s).unwrap_or(shares.len() - 1);
            station.bound_for = machine.outputs[chosen].0;
        }
        keep
    }

    #[inline]
    pub(super) fn change_wip(&mut self, by: i64) {
        let yard = &mut self.yard;
        yard.wip_integral += yard.wip as f64 * (self.now - yard.wip_since).0 as f64;
        yard.wip_since = self.now;
        yard.wip += by;
    }

    /// Hands the finished piece on; without room the machine is blocked and waits in line.
    #[inline]
    fn deliver(&mut self, m: MachineIx) {
        let plant = self.plant;
        let item = self.station[m].item;
        let outputs = match &plant.machines[m.index()].outputs[..] {
            [] => return self.leave(m),
            [only] => std::slice::from_ref(only),
            several => match self.station[m].bound_for {
                NONE => several,
                bound => {
                    let at = several.iter().position(|b| b.0 == bound).unwrap_or(0);
                    &several[at..=at]
                }
            },
        };
        for b in outputs {
            if self.try_put(*b, item) {
                self.station[m].load = Load::Empty;
                return;
            }
        }
        self.account[m].load_since = self.now.0;
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
    #[inline]
    fn try_put(&mut self, b: BufferIx, item: Item) -> bool {
        let stock = &self.stock[b];
        let taker = MachineIx(stock.taker);
        if taker.0 != NONE && stock.items.is_empty() && self.station[taker].load == Load::Empty {
            self.load(taker, item);
            self.settle(taker);
            return true;
        }
        if stock.items.len() >= stock.capacity as usize {
            return false;
        }
        self.push(b, item);
        if taker.0 == NONE {
            self.offer(b);
        }
        true
    }

    #[inline]
    fn push(&mut self, b: BufferIx, item: Item) {
        let now = self.now.0;
        let stock = &mut self.stock[b];
        stock.integral += stock.items.len() as f64 * (now - stock.since) as f64;
        stock.since = now;
        stock.items.push_back(item);
        if stock.items.len() as u64 > self.limits.queue_length {
            self.fault = Some(RunError::Unbounded {
                at: self.now,
                place: format!("buffer '{}'", self.plant.buffers[b.index()].name),
                size: stock.items.len() as u64,
            });
        }
    }

    /// Idle machines behind a shared buffer take what they can, in the buffer's order.
    fn offer(&mut self, b: BufferIx) {
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
    #[inline]
    fn load(&mut self, m: MachineIx, item: Item) {
        let now = self.now.0;
        let station = &mut self.station[m];
        if station.leaf != crate::state::Leaf::Run {
            let account = &mut self.account[m];
            account.empty_ticks += now - account.load_since;
        }
        station.load = Load::Working;
        station.item = item;
        station.bound_for = NONE;
        station.remaining = if station.cycle >= 0 {
            station.cycle
        } else {
            let u = station.draws.cycle.uniform_at(station.completed);
            ticks(self.plant.machines[m.index()].cycle.quantile(u))
        };
        if station.halts == 0 {
            station.running = true;
            station.resumed = now;
            self.schedule_step(m);
        }
    }

    /// Takes the next piece onto an empty machine, and lets those upstream move up. False: starved.
    #[inline]
    pub(super) fn try_load(&mut self, m: MachineIx) -> bool {
        let plant = self.plant;
        let machine = &plant.machines[m.index()];
        match &machine.inputs[..] {
            [] => {
                self.yard.count.started += 1;
                self.change_wip(1);
                self.load(m, Item::default());
                true
            }
            inputs if machine.takes == Takes::Any => {
                for b in inputs {
                    if let Some(item) = self.take(*b) {
                        self.load(m, item);
                        self.refill(*b);
                        return true;
                    }
                }
                false
            }
            inputs => {
                let ready = |b: &BufferIx| {
                    !self.stock[*b].items.is_empty() || !self.stock[*b].waiting.is_empty()
                };
                if !inputs.iter().all(ready) {
                    return false;
                }
                let mut whole = Item::default();
                for b in inputs {
                    if let Some(item) = self.take(*b) {
                        whole.defective |= item.defective;
                    }
                }
                let joined = inputs.len() as i64 - 1;
                self.yard.count.joined += joined as u64;
                self.change_wip(-joined);
                self.load(m, whole);
                for b in inputs {
                    self.refill(*b);
                }
                true
            }
        }
    }

    /// One piece out of a buffer, or straight from whoever waits at a buffer without places.
    #[inline]
    fn take(&mut self, b: BufferIx) -> Option<Item> {
        let now = self.now.0;
        let stock = &mut self.stock[b];
        if !stock.items.is_empty() {
            stock.integral += stock.items.len() as f64 * (now - stock.since) as f64;
            stock.since = now;
            return stock.items.pop_front();
        }
        let waiting = stock.waiting.pop_front()?;
        Some(self.release(b, waiting))
    }

    /// Fills freed places with the pieces of those that wait.
    #[inline]
    fn refill(&mut self, b: BufferIx) {
        loop {
            let stock = &mut self.stock[b];
            if stock.items.len() >= stock.capacity as usize {
                return;
            }
            let Some(waiting) = stock.waiting.pop_front() else { return };
            let item = self.release(b, waiting);
            self.push(b, item);
            self.go_on(waiting);
        }
    }

    /// Takes the piece off a machine or source that waited at `b`.
    fn release(&mut self, b: BufferIx, waiting: u32) -> Item {
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
        let account = &mut self.account[m];
        account.finished_ticks += self.now.0 - account.load_since;
        account.load_since = self.now.0;
        let station = &mut self.station[m];
        station.load = Load::Empty;
        let item = station.item;
        if self.stock[b].capacity == 0 {
            self.go_on(waiting);
        }
        item
    }

    /// A machine that has got rid of its piece takes the next one.
    fn go_on(&mut self, waiting: u32) {
        if waiting < self.station.len() as u32 {
            let m = MachineIx(waiting);
            if self.station[m].load == Load::Empty {
                self.try_load(m);
                self.settle(m);
            }
        }
    }

    fn enter_line(&mut self) {
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
        match plant.sources[source.index()].when_full {
            WhenFull::Lost => {
                self.feed[source].lost += 1;
                self.next_arrival(source);
            }
            WhenFull::Wait => {
                self.feed[source].holding = true;
                let waiting = self.station.len() as u32 + source.0;
                self.stock[to].waiting.push_back(waiting);
                self.serve_waiting(to);
            }
        }
    }

    pub(super) fn next_arrival(&mut self, source: SourceIx) {
        let u = self.feed[source].every.uniform();
        let wait = ticks(self.plant.sources[source.index()].every.quantile(u));
        let slot = self.slots.slot(Timer::Arrival, source.0);
        self.schedule(slot, SimTime(self.now.0 + wait));
    }

    /// A finished piece leaves the line, if the store of finished goods has room.
    fn leave(&mut self, m: MachineIx) {
        if self.room_in_store() {
            let item = self.station[m].item;
            self.into_store(m, item);
            self.station[m].load = Load::Empty;
        } else {
            self.account[m].load_since = self.now.0;
            self.yard.waiting_for_store.push(m);
        }
    }

    /// Counts a piece into finished goods.
    pub(super) fn into_store(&mut self, m: MachineIx, item: Item) {
        if self.station[m].plain {
            self.yard.count.produced += 1;
        }
        self.change_wip(-1);
        self.yard.count.good += 1;
        self.yard.count.escaped += u64::from(item.defective);
        self.store_piece();
    }

    /// Customers have made room: machines that waited deliver, in order of arrival.
    pub(super) fn store_has_room(&mut self) {
        while self.room_in_store() && !self.yard.waiting_for_store.is_empty() {
            let m = self.yard.waiting_for_store.remove(0);
            let item = self.station[m].item;
            self.into_store(m, item);
            let account = &mut self.account[m];
            account.finished_ticks += self.now.0 - account.load_since;
            account.load_since = self.now.0;
            self.station[m].load = Load::Empty;
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
        station.scrapped += 1;
        self.yard.count.scrap += 1;
        self.change_wip(-1);
        self.account[m].load_since = self.now.0;
        self.try_load(m);
    }
}
