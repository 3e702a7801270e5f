//! Customers: weekly demand with season, shipped day by day; backorders and lost sales; overtime.

use super::Floor;
use super::timer::Timer;
use crate::plant::calendar::{CalendarState, TICKS_PER_DAY, TICKS_PER_WEEK};
use jiff::ToSpan;
use sim_core::{Distribution, SimTime, Stream, Streams};
use std::collections::VecDeque;

/// Finished goods and what customers want of them.
#[derive(Clone, Debug)]
pub(super) struct Goods {
    pub(super) level: f64,
    pub(super) integral: f64,
    pub(super) since: SimTime,
    /// Backorders by day of entry, oldest first: (day, pieces).
    pub(super) backorders: VecDeque<(i64, f64)>,
    pub(super) backlog: f64,
    pub(super) backlog_integral: f64,
    pub(super) week: Stream,
    /// Demand of the present week \[pieces\].
    pub(super) this_week: f64,
    /// Fractions of pieces not yet asked for, not yet decided.
    carry: f64,
    split_carry: f64,
    /// One week's demand relative to its mean.
    pub(super) spread: Option<Distribution>,
}

impl Goods {
    pub(super) fn new(level: f64, week: Stream, cv: f64) -> Self {
        let mut goods = Self {
            level,
            integral: 0.0,
            since: SimTime::ZERO,
            backorders: VecDeque::new(),
            backlog: 0.0,
            backlog_integral: 0.0,
            week,
            this_week: 0.0,
            carry: 0.0,
            split_carry: 0.0,
            spread: None,
        };
        goods.spread(cv);
        goods
    }

    /// Weeks from now on vary with this coefficient of variation.
    pub(super) fn spread(&mut self, cv: f64) {
        self.spread = (cv > 0.0).then(|| Distribution::lognormal(1.0, cv).ok()).flatten();
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, level: f64, streams: Streams) {
        let mut backorders = std::mem::take(&mut self.backorders);
        backorders.clear();
        backorders.reserve(64);
        let (week, spread) = (streams.again(&self.week), self.spread.take());
        *self = Self { backorders, spread, ..Self::new(level, week, 0.0) };
    }

    pub(super) fn book(&mut self, now: SimTime) {
        let elapsed = (now - self.since).0 as f64;
        self.since = now;
        self.integral += self.level * elapsed;
        self.backlog_integral += self.backlog * elapsed;
    }
}

impl Floor<'_, '_> {
    pub(super) fn room_in_store(&self) -> bool {
        match &self.plant.demand {
            None => true,
            Some(demand) => self.yard.goods.level < f64::from(demand.capacity),
        }
    }

    pub(super) fn store_piece(&mut self) {
        if self.plant.demand.is_some() {
            self.yard.goods.book(self.now);
            self.yard.goods.level += f64::from(self.plant.lot());
        } else {
            self.yard.count.sold += f64::from(self.plant.lot());
        }
    }

    /// Goods are shipped in the last microsecond of every day, so that a month's last day counts in
    /// that month.
    pub(super) fn schedule_ship(&mut self) {
        if self.plant.demand.is_some() {
            let next = ((self.now.0 + 1) / TICKS_PER_DAY + 1) * TICKS_PER_DAY - 1;
            let slot = self.slots.slot(Timer::Ship, 0);
            self.schedule(slot, SimTime(next));
        }
    }

    /// The day's demand: oldest backorders first, then today's; what is left waits or is lost.
    pub(super) fn ship(&mut self) {
        let plant = self.plant;
        let Some(demand) = &plant.demand else { return };
        self.schedule_ship();
        self.rouse_all();
        let day = self.now.0 / TICKS_PER_DAY;
        let monday = i64::from(plant.start.weekday().to_monday_zero_offset());
        let weekday = (monday + day) % 7;
        let now = self.now;
        self.yard.goods.book(now);
        if self.rates.on {
            self.goods_before();
        }
        let goods = &mut self.yard.goods;
        if weekday == 0 || day == 0 {
            let week = (monday + day) / 7;
            let month = plant.start.checked_add(day.days()).map_or(1, |d| d.month());
            let season = demand.season[(month - 1) as usize];
            let u = goods.week.uniform_at(week as u64);
            let spread = goods.spread.as_ref().map_or(1.0, |law| law.quantile(u));
            goods.this_week = demand.weekly * season * spread;
        }
        let days = demand.ship_days.iter().filter(|d| **d).count().max(1);
        let mut wanted = 0.0;
        let closed = self.yard.state == CalendarState::Holiday && !demand.on_closed_days;
        if demand.ship_days[weekday as usize] && !closed {
            goods.carry += goods.this_week / days as f64;
            wanted = goods.carry.floor();
            goods.carry -= wanted;
        }
        let count = &mut self.yard.count;
        count.demand += wanted;
        while goods.level > 0.0 {
            let Some((_, pieces)) = goods.backorders.front_mut() else { break };
            let sent = goods.level.min(*pieces);
            *pieces -= sent;
            goods.level -= sent;
            goods.backlog -= sent;
            count.sold += sent;
            if *pieces == 0.0 {
                goods.backorders.pop_front();
            }
        }
        let sent = goods.level.min(wanted);
        goods.level -= sent;
        count.sold += sent;
        let unmet = wanted - sent;
        if unmet > 0.0 {
            goods.split_carry += unmet * demand.backorder;
            let waits = goods.split_carry.floor().clamp(0.0, unmet);
            goods.split_carry -= waits;
            count.lost_sales += unmet - waits;
            if waits > 0.0 {
                goods.backorders.push_back((day, waits));
                goods.backlog += waits;
            }
        }
        while let Some((entered, pieces)) = goods.backorders.front().copied() {
            if day - entered < i64::from(demand.max_wait_days) {
                break;
            }
            goods.backorders.pop_front();
            goods.backlog -= pieces;
            count.lost_sales += pieces;
        }
        if self.rates.on { self.goods_after() } else { self.store_has_room() }
    }

    /// Finished goods less backlog are below the level at which overtime is worked.
    pub(super) fn wants_overtime(&self) -> bool {
        match (&self.plant.demand, &self.plant.calendar.overtime) {
            (Some(demand), Some(overtime)) => {
                let goods = &self.yard.goods;
                (goods.level - goods.backlog) < overtime.below_weeks * demand.weekly
            }
            _ => false,
        }
    }
}

const _: () = assert!(TICKS_PER_WEEK == 7 * TICKS_PER_DAY);
