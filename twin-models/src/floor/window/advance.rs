//! Machines go on as far as their neighbours' instants are known.

use super::lines::{Lane, Link, Work};
use super::waiting::Gap;
use crate::floor::component::{Item, Load, NONE};
use crate::floor::{Floor, ticks};
use crate::plant::model::BufferIx;
use sim_core::SimTime;
use std::ops::Range;

impl Floor<'_, '_> {
    /// Notes the state of the line's machines and buffers.
    pub(super) fn enter_window(&mut self, work: &mut Work, places: Range<usize>) {
        for link in &mut work.links[places] {
            let station = &self.station[link.machine];
            link.load = station.load;
            link.halted = station.halts > 0;
            link.done = false;
            link.moved = false;
            link.resumed = station.resumed;
            link.finish = station.resumed + station.remaining;
            link.since = self.account[link.machine].load_since;
            link.operated = station.operated;
            link.completed = station.completed;
            link.completed_before = station.completed;
            (link.held, link.lacked) = (0, 0);
            if station.output != NONE {
                let stock = &self.stock[BufferIx(station.output)];
                let lane = &mut work.lanes[link.output];
                (lane.put, lane.taken) = (0, 0);
                (lane.put_sum, lane.taken_sum) = (0, 0);
                lane.ready = stock.level as usize;
                lane.room = i64::from(stock.capacity) - i64::from(stock.level);
            }
        }
    }

    /// Advances every machine to `end`; what is due at `end` itself is left.
    pub(super) fn advance_all(
        &mut self,
        work: &mut Work,
        places: Range<usize>,
        start: i64,
        end: i64,
    ) {
        // Pieces open the way downstream, room opens it upstream: one sweep each in turn.
        let mut any = true;
        while any {
            any = false;
            for place in places.clone() {
                any |= !work.links[place].done && self.advance(work, place, start, end);
            }
            if std::mem::take(&mut any) {
                for place in places.clone().rev() {
                    any |= !work.links[place].done && self.advance(work, place, start, end);
                }
            }
        }
    }

    /// Advances one machine. False: it waits for an instant that its neighbours do not know yet.
    fn advance(&mut self, work: &mut Work, place: usize, start: i64, end: i64) -> bool {
        let link = &mut work.links[place];
        if link.load == Load::Working && (link.halted || link.finish >= end) {
            link.done = true;
            return false;
        }
        let Ok([input, output]) = work.lanes.get_disjoint_mut([link.input, link.output]) else {
            return false;
        };
        let station = &self.station[link.machine];
        let before = (link.load, link.completed, input.taken);
        if !work.pieces_differ && station.plain && station.cycle >= 0 && station.input != NONE {
            advance_plain(link, input, output, station.cycle, start, end);
        } else {
            self.advance_any(link, input, output, start, end);
        }
        let moved = before != (link.load, link.completed, input.taken);
        link.moved |= moved;
        moved
    }

    /// Any machine: pieces may differ, be drawn, enter the line, leave it.
    fn advance_any(
        &mut self,
        link: &mut Link,
        input: &mut Lane,
        output: &mut Lane,
        start: i64,
        end: i64,
    ) {
        let m = link.machine;
        loop {
            let station = &mut self.station[m];
            match link.load {
                Load::Working => {
                    if link.halted || link.finish >= end {
                        link.done = true;
                        return;
                    }
                    link.work_ends();
                    if !station.plain {
                        let mut item = station.item;
                        station.operated = link.operated;
                        station.completed = link.completed;
                        self.now = SimTime(link.finish);
                        if !self.judge(m, &mut item) {
                            link.load = Load::Empty;
                        }
                        self.station[m].item = item;
                    }
                }
                Load::Finished if station.output == NONE => {
                    let item = station.item;
                    if !self.room_in_store() {
                        link.done = true;
                        return;
                    }
                    self.now = SimTime(link.finish);
                    self.put_into_store(m, item);
                    link.load = Load::Empty;
                }
                Load::Finished => {
                    if !link.hand_on(output, start) {
                        return;
                    }
                    let stock = &mut self.stock[BufferIx(station.output)];
                    if stock.pieces_differ {
                        stock.items.push_back(station.item);
                    }
                }
                Load::Empty => {
                    station.item = Item::default();
                    if station.input == NONE {
                        link.load = Load::Working;
                        link.resumed = link.since;
                        self.now = SimTime(link.since);
                        self.enter_line();
                    } else {
                        if !link.take_piece(input, start) {
                            return;
                        }
                        let stock = &mut self.stock[BufferIx(station.input)];
                        if stock.pieces_differ {
                            station.item = stock.items.pop_front().unwrap_or_default();
                        }
                    }
                    let mut cycle = self.station[m].cycle;
                    if cycle < 0 {
                        let piece = link.completed + self.account[m].lost;
                        let u = self.luck[m].cycle.uniform_at(piece);
                        cycle = ticks(self.plant.machines[m.index()].cycle.quantile(u));
                    }
                    link.finish = link.resumed + cycle;
                }
            }
        }
    }

    /// Writes back the state of the line's machines and buffers.
    pub(super) fn leave_window(&mut self, work: &mut Work, places: Range<usize>, start: i64) {
        for link in &work.links[places] {
            if link.output < self.stock.len() {
                let lane = &work.lanes[link.output];
                let stock = &mut self.stock[BufferIx(link.output as u32)];
                let fewer = lane.taken as i64 - lane.put as i64;
                stock.over_time += i128::from(lane.taken_sum - lane.put_sum);
                stock.over_time += i128::from(fewer) * i128::from(start);
                stock.level = (i64::from(stock.level) - fewer) as u32;
            }
            if !link.moved {
                continue;
            }
            let m = link.machine;
            let finished = link.load == Load::Finished;
            let station = &mut self.station[m];
            self.events += link.completed - link.completed_before;
            station.load = link.load;
            station.running = link.load == Load::Working && !link.halted;
            station.waits = link.load != Load::Working;
            station.bound_for = NONE;
            station.operated = link.operated;
            station.completed = link.completed;
            if link.load == Load::Working {
                station.resumed = link.resumed;
                station.remaining = link.finish - link.resumed;
            } else {
                station.remaining = 0;
            }
            let account = &mut self.account[m];
            account.load_since = link.since;
            account.finished_ticks += link.held;
            account.empty_ticks += link.lacked;
            if station.output != NONE {
                let waiting = &mut self.stock[BufferIx(station.output)].waiting;
                waiting.clear();
                if finished {
                    waiting.push_back(m.0);
                }
            } else if finished {
                self.yard.waiting_for_store.push(m);
            }
        }
    }
}

impl Link {
    #[inline(always)]
    fn work_ends(&mut self) {
        self.operated += self.finish - self.resumed;
        self.completed += 1;
        self.since = self.finish;
        self.load = Load::Finished;
    }

    /// The finished piece goes into the buffer behind, as soon as there is room. False: nobody knows
    /// yet when that will be.
    #[inline(always)]
    fn hand_on(&mut self, output: &mut Lane, start: i64) -> bool {
        let mut at = self.since;
        if let Ok(place) = usize::try_from(output.put as i64 - output.room) {
            if place >= output.taken {
                return false;
            }
            at = at.max(output.takes[place & (output.takes.len() - 1)]);
            if at > self.since {
                self.held += at - self.since;
                self.wait(at, start, true);
            }
        }
        let size = output.puts.len();
        output.puts[output.put & (size - 1)] = at;
        output.put += 1;
        output.put_sum += at - start;
        self.since = at;
        self.load = Load::Empty;
        true
    }

    /// The next piece comes onto the machine as soon as there is one. False: nobody knows yet when
    /// that will be.
    #[inline(always)]
    fn take_piece(&mut self, input: &mut Lane, start: i64) -> bool {
        let mut at = self.since;
        if let Some(piece) = input.taken.checked_sub(input.ready) {
            if piece >= input.put {
                return false;
            }
            at = at.max(input.puts[piece & (input.puts.len() - 1)]);
            if at > self.since {
                self.lacked += at - self.since;
                self.wait(at, start, false);
            }
        }
        let size = input.takes.len();
        input.takes[input.taken & (size - 1)] = at;
        input.taken += 1;
        input.taken_sum += at - start;
        self.resumed = at;
        self.load = Load::Working;
        true
    }

    #[inline]
    fn wait(&mut self, to: i64, start: i64, blocked: bool) {
        if !self.halted {
            // It may have begun to wait before the window.
            self.gaps.push(Gap { from: self.since.max(start), to, blocked });
        }
    }
}

/// A machine between two buffers, with a constant cycle, whose pieces are all alike.
#[inline(always)]
fn advance_plain(
    link: &mut Link,
    input: &mut Lane,
    output: &mut Lane,
    cycle: i64,
    start: i64,
    end: i64,
) {
    if link.load == Load::Finished && !link.hand_on(output, start) {
        return;
    }
    loop {
        if link.load == Load::Empty {
            if !link.take_piece(input, start) {
                return;
            }
            link.finish = link.resumed + cycle;
        }
        if link.halted || link.finish >= end {
            link.done = true;
            return;
        }
        link.work_ends();
        if !link.hand_on(output, start) {
            return;
        }
    }
}
