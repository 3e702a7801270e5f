//! Machines go on as far as their neighbours' instants are known.

use super::lines::{Lane, Link, Work};
use super::waiting::Gap;
use crate::floor::component::{Item, Load, NONE};
use crate::floor::material::Verdict;
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
            link.cycle = station.cycle;
            link.alike = !work.pieces_differ && station.cycle >= 0 && link.simple;
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
            if station.input == NONE {
                let lane = &mut work.lanes[link.input];
                (lane.taken, lane.taken_sum) = (0, 0);
            }
            let lane = &mut work.lanes[link.output];
            (lane.put, lane.taken) = (0, 0);
            (lane.put_sum, lane.taken_sum) = (0, 0);
            if station.output != NONE {
                let stock = &self.stock[BufferIx(station.output)];
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
        if link.alike {
            let (first, last) = (station.input == NONE, station.output == NONE);
            match (first, last) {
                (false, false) => link.advance::<false, false>(input, output, start, end),
                (true, false) => link.advance::<true, false>(input, output, start, end),
                (false, true) => link.advance::<false, true>(input, output, start, end),
                (true, true) => link.advance::<true, true>(input, output, start, end),
            }
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
                        if self.judge(m, &mut item) != Verdict::Keep {
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
                        input.taken += 1;
                        input.taken_sum += link.since - start;
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

    /// Counts the pieces that entered the line or left it.
    fn cross_border(&mut self, link: &Link, lanes: &[Lane], start: i64) {
        let (station, yard) = (&self.station[link.machine], &mut self.yard);
        if station.input == NONE {
            let lane = &lanes[link.input];
            yard.count.started += lane.taken as u64;
            yard.wip += lane.taken as i64;
            yard.wip_ticks -= i128::from(lane.taken_sum);
            yard.wip_ticks -= lane.taken as i128 * i128::from(start);
        }
        if station.output == NONE && link.alike {
            let lane = &lanes[link.output];
            yard.count.produced += lane.put as u64;
            yard.count.good += lane.put as u64;
            yard.count.sold += lane.put as f64;
            yard.wip -= lane.put as i64;
            yard.wip_ticks += i128::from(lane.put_sum);
            yard.wip_ticks += lane.put as i128 * i128::from(start);
        }
    }

    /// Writes back the state of the line's machines and buffers.
    pub(super) fn leave_window(&mut self, work: &mut Work, places: Range<usize>, start: i64) {
        for link in &work.links[places] {
            let lane = &work.lanes[link.output];
            if link.output < self.stock.len() && lane.put + lane.taken > 0 {
                let stock = &mut self.stock[BufferIx(link.output as u32)];
                let fewer = lane.taken as i64 - lane.put as i64;
                stock.over_time += i128::from(lane.taken_sum - lane.put_sum);
                stock.over_time += i128::from(fewer) * i128::from(start);
                stock.level = (i64::from(stock.level) - fewer) as u32;
            }
            if !link.moved {
                continue;
            }
            self.cross_border(link, &work.lanes, start);
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
                self.wait(self.since, at, start, true);
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
                self.wait(self.since, at, start, false);
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

    /// It waited from `since`, perhaps before the window's start, to `to`.
    #[inline]
    fn wait(&mut self, since: i64, to: i64, start: i64, blocked: bool) {
        if !self.halted {
            self.gaps.push(Gap { from: since.max(start), to, blocked });
        }
    }

    /// Advances a machine with a constant cycle, whose pieces are all alike: the first of its line,
    /// the last, both or neither.
    #[inline(always)]
    fn advance<const FIRST: bool, const LAST: bool>(
        &mut self,
        input: &mut Lane,
        output: &mut Lane,
        start: i64,
        end: i64,
    ) {
        let (puts, freed) = (&mut output.puts[..], &output.takes[..]);
        let (takes, arrived) = (&mut input.takes[..], &input.puts[..]);
        let (out, inn) = (puts.len().wrapping_sub(1), takes.len().wrapping_sub(1));
        // How many pieces may still be put and taken.
        let mut places = output.taken as i64 + output.room - output.put as i64;
        let mut pieces = (input.put + input.ready) as i64 - input.taken as i64;
        let (mut put, mut taken) = (output.put, input.taken);
        let (mut put_sum, mut taken_sum) = (0, 0);
        let (mut load, mut since, mut finish) = (self.load, self.since, self.finish);
        let mut begun = self.resumed;
        let (mut operated, mut completed) = (self.operated, self.completed);
        loop {
            if load == Load::Working {
                if self.halted || finish >= end {
                    self.done = true;
                    break;
                }
                operated += finish - begun;
                completed += 1;
                since = finish;
                load = Load::Finished;
            }
            if load == Load::Finished {
                if !LAST {
                    if places <= 0 {
                        break;
                    }
                    let need = put as i64 - output.room;
                    if need >= 0 {
                        let at = freed[need as usize & out];
                        if at > since {
                            self.held += at - since;
                            self.wait(since, at, start, true);
                            since = at;
                        }
                    }
                    puts[put & out] = since;
                    places -= 1;
                }
                put_sum += since - start;
                put += 1;
                load = Load::Empty;
            }
            if !FIRST {
                if pieces <= 0 {
                    break;
                }
                if taken >= input.ready {
                    let at = arrived[(taken - input.ready) & inn];
                    if at > since {
                        self.lacked += at - since;
                        self.wait(since, at, start, false);
                        since = at;
                    }
                }
                takes[taken & inn] = since;
                pieces -= 1;
            }
            taken_sum += since - start;
            taken += 1;
            begun = since;
            finish = since + self.cycle;
            load = Load::Working;
        }
        (self.load, self.since, self.resumed, self.finish) = (load, since, begun, finish);
        (self.operated, self.completed) = (operated, completed);
        (output.put, output.put_sum) = (put, output.put_sum + put_sum);
        (input.taken, input.taken_sum) = (taken, input.taken_sum + taken_sum);
    }
}
