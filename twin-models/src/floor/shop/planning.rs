//! The plan: in which sequence the orders are worked on, and its revision.
//!
//! At each review the orders that have arrived are scheduled ahead with mean times ([`Ahead`]): once
//! in the present sequence, which tells delays, and, where alternatives are tested, once in the
//! sequence of each rule. The sequence with the least total tardiness becomes the plan. Orders that
//! the present plan begins within the frozen horizon keep their place before all others. The new
//! plan is in force when the information on which it rests is as old as the lag. Nothing is drawn.

use super::super::Floor;
use super::super::component::Load;
use super::ahead::{Ahead, Task};
use super::{Later, NONE, OrderIx, OrderState, ShopFloor};
use crate::plant::calendar::CalendarState;
use crate::plant::model::{Decides, Dispatch, MachineIx, Planning, Shop};

/// Places of the plan are below all due dates.
const BEFORE_ALL: i64 = 1 << 45;
/// From one place of the plan to the next; orders that come later stand between.
const STEP: i64 = 1 << 20;

/// The sequences that a review tries, after the present one.
const RULES: [Dispatch; 5] = [
    Dispatch::Edd,
    Dispatch::Spt,
    Dispatch::CriticalRatio,
    Dispatch::SlackPerOperation,
    Dispatch::Fifo,
];

/// The place of an order that the plan does not know: behind all that it knows, by due date.
pub(super) fn unplanned(due: i64) -> i64 {
    due.max(0)
}

/// The place of the order that stands at `sequence` in the plan.
pub(super) fn planned(sequence: u64) -> i64 {
    sequence as i64 * STEP - BEFORE_ALL
}

/// An order at a review.
#[derive(Clone, Copy, Debug)]
struct Open {
    order: OrderIx,
    number: u64,
    place: i64,
    due: i64,
    /// Planned work left \[µs\], and operations.
    work: f64,
    operations: u32,
}

/// What the planner remembers in a replication; its memory is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Planner {
    open: Vec<Open>,
    /// The sequence that is tried: positions in `open`.
    sequence: Vec<u32>,
    best: Vec<u32>,
    ahead: Ahead,
    /// The plan that is to come into force: order by order.
    coming: Vec<(OrderIx, u64)>,
    /// A plan of a review is in force.
    made: bool,
    /// Orders that reviews found late in the present plan, all reviews together.
    pub(super) foreseen: u64,
}

impl Planner {
    pub(super) fn reset(&mut self) {
        self.coming.clear();
        self.made = false;
        self.foreseen = 0;
    }
}

impl ShopFloor {
    /// Where an order stands that comes when a plan of a review is in force: before the first order
    /// of the plan that is due later.
    pub(super) fn place_in_plan(&self, order: &OrderState) -> i64 {
        let later = |o: &&OrderState| o.place < 0 && o.due > order.due;
        match self.planner.made && order.place >= 0 {
            true => {
                let first = self.orders.iter().filter(later).map(|o| o.place).min();
                first.map_or(order.place, |first| first - 1)
            }
            false => order.place,
        }
    }
}

impl Floor<'_, '_> {
    /// Sets the next review.
    pub(super) fn next_review(&mut self, shop: &Shop) {
        let Some(planning) = &shop.planning else { return };
        let at = self.now.0.saturating_add(planning.replan_every.0);
        if at < self.end.0 {
            self.do_later(at, Later::Review);
        }
    }

    /// The plan is looked at, and perhaps made anew.
    pub(super) fn review(&mut self, shop: &Shop) {
        let Some(planning) = shop.planning else { return };
        self.next_review(shop);
        if planning.decides == Decides::Keep {
            return;
        }
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let mut planner = std::mem::take(&mut floor.planner);
        self.look(shop, &mut planner);
        let made = self.compare(shop, &planning, &mut planner);
        if let Some(floor) = self.yard.shop.as_mut() {
            floor.planner = planner;
        }
        if made {
            let at = self.now.0.saturating_add(planning.information_lag.0);
            self.do_later(at, Later::NewPlan);
        }
    }

    /// The plan that was made comes into force.
    pub(super) fn new_plan(&mut self) {
        let Some(floor) = self.yard.shop.as_mut() else { return };
        let coming = std::mem::take(&mut floor.planner.coming);
        floor.planner.made = true;
        for (sequence, (order, number)) in (0..).zip(&coming) {
            if let Some(state) = floor.orders.get_mut(order.0).filter(|o| o.number == *number) {
                state.place = planned(sequence);
            }
        }
        floor.planner.coming = coming;
    }

    /// Notes the orders that have arrived, their jobs and when machines are free.
    fn look(&self, shop: &Shop, planner: &mut Planner) {
        let Some(floor) = &self.yard.shop else { return };
        let Planner { open, ahead, .. } = planner;
        open.clear();
        ahead.begin(self.station.len());
        for (k, bench) in floor.benches.iter().enumerate() {
            ahead.machine(k, bench.product, self.planned_free(MachineIx(k as u32)));
        }
        let mut place = 0;
        while let Some(at) = floor.orders.next_of(place, |o| !o.cancelled) {
            place = at + 1;
            let Some(order) = floor.orders.get(at) else { continue };
            if !order.is_held() && order.open == 0 {
                // It is being tested and packed.
                continue;
            }
            let of = open.len() as u32;
            let mut line = Open {
                order: OrderIx(at),
                number: order.number,
                place: order.place,
                due: order.due,
                work: 0.0,
                operations: 0,
            };
            let mut add = |task: Task| {
                for step in task.step..shop.products[task.product as usize].route.len() as u32 {
                    let (per_job, per_piece) =
                        shop.products[task.product as usize].planned(step as usize);
                    line.work += (per_job + per_piece * f64::from(task.quantity)) * 1e6;
                    line.operations += 1;
                }
                ahead.tasks.push(task);
            };
            let product = order.product;
            if order.is_held() {
                add(Task { of, product, quantity: order.quantity, step: 0, ready: 0 });
            }
            for lot in floor.lots.iter().filter(|l| l.order.0 == at) {
                let (mut step, mut ready) = (lot.step, 0);
                if lot.on_machine {
                    // Its machine is free when it is done.
                    let on = |b: &&super::Bench| b.lot != NONE && floor.is_on(b, lot);
                    let m = floor.benches.iter().position(|b| on(&b));
                    ready = m.map_or(0, |m| self.planned_free(MachineIx(m as u32)));
                    step += 1;
                }
                add(Task { of, product, quantity: lot.quantity, step, ready });
            }
            open.push(line);
        }
    }

    /// Planned working time until a machine is free \[µs\].
    fn planned_free(&self, m: MachineIx) -> i64 {
        let station = &self.station[m];
        let work = match station.load {
            Load::Working if station.running => station.remaining - (self.now.0 - station.resumed),
            Load::Working => station.remaining,
            _ => 0,
        };
        let repair = |k: &crate::plant::model::ModeIx| self.plant.modes[k.index()].repair.mean();
        let down = match self.is_failed(m) {
            true => self.slots.modes_of(m).iter().map(repair).fold(0.0, f64::max),
            false => 0.0,
        };
        work.max(0) + super::super::ticks(down)
    }

    /// Schedules ahead; true when another sequence than the present one is to come into force.
    fn compare(&self, shop: &Shop, planning: &Planning, planner: &mut Planner) -> bool {
        let Planner { open, sequence, best, ahead, coming, foreseen, .. } = planner;
        if open.is_empty() {
            return false;
        }
        sequence.clear();
        sequence.extend(0..open.len() as u32);
        sequence.sort_unstable_by_key(|k| (open[*k as usize].place, open[*k as usize].number));
        ahead.run(shop, sequence);
        let mut least = 0.0;
        for (k, order) in open.iter().enumerate() {
            let late = self.late(shop, ahead, k, order);
            *foreseen += u64::from(late > 0.0);
            least += late;
        }
        if planning.decides != Decides::Alternatives {
            return false;
        }
        best.clone_from(sequence);
        let frozen = self.working_time(planning.frozen.0);
        let stays = |k: &u32| ahead.first_start(*k as usize).is_some_and(|t| t < frozen);
        sequence.sort_by_key(|k| !stays(k));
        let fixed = sequence.iter().filter(|k| stays(k)).count();
        let now = self.now.0;
        let mut found = false;
        for rule in RULES {
            let key = |k: &u32| {
                let o = &open[*k as usize];
                let until_due = (o.due - now) as f64;
                match rule {
                    Dispatch::Edd => o.due as f64,
                    Dispatch::Spt => o.work,
                    Dispatch::CriticalRatio => until_due / o.work.max(1.0),
                    Dispatch::SlackPerOperation => {
                        (until_due - o.work) / f64::from(o.operations.max(1))
                    }
                    _ => o.number as f64,
                }
            };
            sequence[fixed..].sort_by(|a, b| {
                let number = |k: &u32| open[*k as usize].number;
                key(a).total_cmp(&key(b)).then(number(a).cmp(&number(b)))
            });
            ahead.run(shop, sequence);
            let late = |(k, order)| self.late(shop, ahead, k, order);
            let sum: f64 = open.iter().enumerate().map(late).sum();
            if sum < least {
                (least, found) = (sum, true);
                best.clone_from(sequence);
            }
        }
        if found {
            coming.clear();
            coming.extend(best.iter().map(|k| {
                let o = &open[*k as usize];
                (o.order, o.number)
            }));
        }
        found
    }

    /// Planned tardiness of an order \[µs\].
    fn late(&self, shop: &Shop, ahead: &Ahead, k: usize, order: &Open) -> f64 {
        let (end, product) = ahead.end(k);
        let after = shop.products[product as usize].after.as_ref().map_or(0.0, |l| l.mean() * 1e6);
        (self.clock_after(end) as f64 + after - order.due as f64).max(0.0)
    }

    /// The instant at which the plant has worked for so long from now, by its calendar.
    fn clock_after(&self, mut work: i64) -> i64 {
        let line = &self.yard.timeline;
        let mut at = self.now.0;
        let mut k = line.partition_point(|(t, _)| t.0 <= at).saturating_sub(1);
        while let Some((_, state)) = line.get(k) {
            let until = line.get(k + 1).map_or(i64::MAX, |(t, _)| t.0);
            if *state == CalendarState::Open {
                if until - at >= work {
                    return at + work;
                }
                work -= until - at;
            }
            if until == i64::MAX {
                break;
            }
            (at, k) = (until, k + 1);
        }
        at.saturating_add(work)
    }

    /// How long the plant works within a span from now, by its calendar.
    fn working_time(&self, span: i64) -> i64 {
        let line = &self.yard.timeline;
        let (now, end) = (self.now.0, self.now.0.saturating_add(span));
        let next = |k: usize| line.get(k + 1).map_or(i64::MAX, |(t, _)| t.0);
        let open = line.iter().enumerate().filter(|(_, (_, s))| *s == CalendarState::Open);
        open.map(|(k, (t, _))| (next(k).min(end) - t.0.max(now)).max(0)).sum()
    }
}
