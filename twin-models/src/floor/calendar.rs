//! The plant opens, closes, keeps a slot free for maintenance, works overtime; months end.

use super::timer::Timer;
use super::{Floor, Yard};
use crate::plant::calendar::CalendarState;
use crate::plant::model::{CrewIx, Duty, MachineIx};
use sim_core::{RunError, SimTime};

/// Does production run in this state?
fn produces(state: CalendarState) -> bool {
    state == CalendarState::Open
}

/// Are the shifts there (production, slot or break)?
fn manned(state: CalendarState) -> bool {
    matches!(state, CalendarState::Open | CalendarState::PlannedSlot | CalendarState::Break)
}

impl<'p> Floor<'_, 'p> {
    /// The next line of the timetable.
    pub(super) fn calendar_change(&mut self) {
        self.rouse_all();
        let Yard { timeline, next_change, .. } = &self.yard;
        let Some((_, mut state)) = timeline.get(*next_change).copied() else { return };
        self.yard.next_change += 1;
        self.schedule_calendar();
        if self.rates.on {
            self.goods_before();
        }
        let overtime = state == CalendarState::Overtime && self.wants_overtime();
        if overtime {
            state = CalendarState::Open;
        }
        self.book_hours();
        let was_overtime = std::mem::replace(&mut self.yard.count.in_overtime, overtime);
        let before = self.yard.state;
        if before == CalendarState::PlannedSlot {
            self.slips_end();
        }
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.book(m);
        }
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            self.book_labour(c);
        }
        self.meter_calendar(state);
        self.yard.state = state;
        let plant = self.plant;
        for m in (0..self.station.len() as u32).map(MachineIx) {
            let works = |state| {
                produces(state)
                    || (state == CalendarState::Break
                        && plant.machines[m.index()].staffing.unattended)
            };
            match (works(before), works(state)) {
                (true, false) => self.stops_for(m, state),
                (false, true) => self.goes_on(m),
                _ => {}
            }
            self.settle(m);
        }
        if before != state {
            self.operators_break(before);
        }
        match (produces(before), produces(state)) {
            (true, false) => self.changeover_clock_stops(),
            (false, true) => self.changeover_clock_runs(),
            _ => {}
        }
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            if self.plant.crews[c.index()].duty == Duty::PlantShifts {
                self.set_duty(c, manned(state));
            }
        }
        if was_overtime && !overtime && manned(state) {
            self.shift_after_overtime();
        }
        self.look_at_waiting_orders();
    }

    pub(super) fn schedule_calendar(&mut self) {
        if let Some((at, _)) = self.yard.timeline.get(self.yard.next_change) {
            let (at, slot) = (*at, self.slots.slot(Timer::Calendar, 0));
            self.schedule(slot, at);
        }
    }

    /// Hours worked since the last booking.
    pub(super) fn book_hours(&mut self) {
        let now = self.now;
        let count = &mut self.yard.count;
        let elapsed = (now - count.hours_since).0 as f64;
        count.hours_since = now;
        if manned(self.yard.state) && self.yard.state != CalendarState::Break {
            count.open += elapsed;
            if count.in_overtime {
                count.overtime += elapsed;
            }
        }
    }

    /// A month ends: its quantities are noted, the next month's parameters come into force.
    pub(super) fn month_ends(&mut self) -> Result<(), RunError> {
        self.rouse_all();
        self.snapshot();
        self.yard.month += 1;
        let month = self.yard.month;
        self.check_life()?;
        if let Some(at) = self.yard.months.get(month + 1) {
            let (at, slot) = (*at, self.slots.slot(Timer::Month, 0));
            self.schedule(slot, at);
        }
        while let Some((from, plant)) = self.phases.get(self.yard.phase + 1) {
            if from as usize > month {
                break;
            }
            self.yard.phase += 1;
            self.change_parameters(plant);
        }
        Ok(())
    }

    /// New parameters from now on. Lives already drawn stay; new draws follow the new laws.
    fn change_parameters(&mut self, new: &'p crate::plant::model::Plant) {
        let before = self.plant;
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            self.book_labour(c);
        }
        self.plant = new;
        self.meter_parameters();
        let lot = f64::from(new.lot());
        for m in (0..self.station.len() as u32).map(MachineIx) {
            let machine = &new.machines[m.index()];
            let plain = machine.is_plain(new);
            let constant = new.constant_cycle(m);
            let station = &mut self.station[m];
            station.cycle = constant.map_or(-1, |c| super::ticks(c * lot));
            station.plain = plain;
        }
        for b in (0..self.stock.len() as u32).map(crate::plant::model::BufferIx) {
            self.stock[b].capacity = super::places(new, &new.buffers[b.index()]);
        }
        if self.rates.on {
            self.change_rates(before);
        } else {
            for b in (0..self.stock.len() as u32).map(crate::plant::model::BufferIx) {
                self.refill(b);
            }
            self.store_has_room();
        }
        self.shop_changes(before, new);
        if let Some(demand) = &new.demand {
            self.yard.goods.spread(demand.cv);
        }
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            self.set_people(c);
        }
        for p in (0..self.shelf.len() as u32).map(crate::plant::model::PartIx) {
            let (old, now) = (before.parts[p.index()].stock, new.parts[p.index()].stock);
            self.base_stock_changes(p, old, now);
        }
        self.change_supply(before);
        self.look_at_waiting_orders();
    }

    /// A line in which nothing can ever move again is a deadlock, not a quiet month.
    fn check_life(&mut self) -> Result<(), RunError> {
        let machines = || (0..self.station.len() as u32).map(MachineIx);
        let completed: f64 = machines().map(|m| self.processed(m)).sum();
        let quiet = completed == self.yard.count.completed_last_month;
        use crate::state::Leaf;
        let stuck = |m| matches!(self.waits_as(m), Leaf::Blocked | Leaf::Starved | Leaf::Sleep);
        let dead = quiet && self.plant.sources.is_empty() && machines().all(stuck);
        self.yard.count.completed_last_month = completed;
        if dead {
            let machines = (0..self.station.len() as u32).map(MachineIx);
            let place = machines
                .map(|m| {
                    let name = &self.plant.machines[m.index()].name;
                    let blocked = self.waits_as(m) == Leaf::Blocked;
                    format!("{name} {}", if blocked { "blocked" } else { "starved" })
                })
                .collect::<Vec<_>>()
                .join(", ");
            return Err(RunError::Deadlock { at: self.now, place });
        }
        Ok(())
    }

    /// Sets the calendar and all duties at the start of the run.
    pub(super) fn open_plant(&mut self) {
        self.yard.state = CalendarState::Open;
        self.yard.next_change = 0;
        let first = self.yard.timeline.first().map(|(_, s)| *s);
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            let mut table = std::mem::take(&mut self.crew[c].duty);
            self.timetable(c, &mut table);
            let crew = &mut self.crew[c];
            let begun = table.partition_point(|(at, _)| *at <= 0);
            crew.on_duty = match begun.checked_sub(1) {
                Some(last) => table[last].1,
                None => table.is_empty(),
            };
            crew.duty = table;
            crew.queue.reserve(self.slots.jobs_of_crew(c).len());
            crew.next_duty = begun;
            if let Some((at, _)) = crew.duty.get(begun) {
                let (at, slot) = (SimTime(*at), self.slots.slot(Timer::Duty, c.0));
                self.schedule(slot, at);
            }
        }
        self.begin_headcounts();
        if first.is_some_and(|s| s != CalendarState::Open) {
            self.calendar_change();
        } else {
            self.yard.next_change = 1;
            self.schedule_calendar();
        }
    }
}
