//! The job shop: orders arrive, are released as jobs, wait at stations, are set up for and worked
//! on, and are finished.
//!
//! A **job** (an order, or a transfer lot of it) is what moves. Stations and machines are the
//! plant's own, with their failures, crews and calendar; jobs and orders are values in slabs. Who
//! works on what next is decided when all other events of an instant are done ([`dispatch`]), so
//! that a rule sees every job that has come by then. Luck belongs to the order: its draws have the
//! order's number (or name), the lot, the operation and the count of returns as ordinal, so that
//! neither the sequence of jobs nor the machine that does them moves a draw.

mod ahead;
mod arrive;
mod cards;
mod count;
mod dispatch;
mod finish;
mod operate;
mod planning;
mod release;
mod slab;
mod store;

pub(super) use count::quantities;

use super::component::{NEVER, NONE};
use crate::outcome::OrderOutcome;
use crate::plant::model::{Plant, Shop, ShopStation};
use sim_core::{Stream, Streams, Transit};
use slab::Slab;

/// Index of an order in the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OrderIx(pub(crate) u32);

/// Where an order comes from, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Drawn(u64),
    Book(u32),
    /// Placed by the store of its product.
    Store(u64),
}

/// An order that has arrived and is not finished.
#[derive(Clone, Copy, Debug)]
struct OrderState {
    origin: Origin,
    /// Orders arrived before it.
    number: u64,
    product: u32,
    quantity: u32,
    priority: u32,
    /// When it arrived.
    arrived: i64,
    /// When it went to the floor; `NEVER` while it is held.
    released: i64,
    /// When work on it began.
    started: i64,
    due: i64,
    /// Where it stands in the plan: the smallest first ([`planning`]).
    place: i64,
    /// Jobs not finished.
    open: u32,
    good: u32,
    /// Nobody wants it any more; its jobs on machines are still there.
    cancelled: bool,
    /// Its line in the record, or `NONE`.
    line: u32,
}

/// A job: an order or a transfer lot of it.
#[derive(Clone, Copy, Debug)]
struct Lot {
    order: OrderIx,
    /// Number within its order.
    number: u32,
    quantity: u32,
    /// The operation for which it waits, or which is going on.
    step: u32,
    returns: u32,
    /// Pieces that the last set-up spoils.
    spoilt: u32,
    /// Cards that it holds, one bit for each loop.
    cards: u32,
    /// A machine works on it.
    on_machine: bool,
    /// The next job of the batch that it belongs to, or `NONE`.
    next: u32,
}

/// Streams of the luck of one order, or of all drawn ones.
#[derive(Clone, Copy, Debug, Default)]
struct OrderLuck {
    time: Stream,
    per_job: Stream,
    set_up: Stream,
    scrap: Stream,
    rework: Stream,
    after: Stream,
    gain: Stream,
    cancel: Stream,
}

impl OrderLuck {
    fn new(entity: &str, streams: Streams) -> Self {
        let s = |purpose| streams.stream(entity, purpose);
        Self {
            time: s("time per piece"),
            per_job: s("time per job"),
            set_up: s("set-up"),
            scrap: s("scrap of an operation"),
            rework: s("rework"),
            after: s("after the shop"),
            gain: s("pieces gained"),
            cancel: s("cancellation"),
        }
    }

    fn again(&mut self, streams: Streams) {
        let Self { time, per_job, set_up, scrap, rework, after, gain, cancel } = self;
        for stream in [time, per_job, set_up, scrap, rework, after, gain, cancel] {
            *stream = streams.again(stream);
        }
    }
}

/// Streams by which drawn orders come about; the ordinal is the number of the order, or the month.
#[derive(Clone, Copy, Debug, Default)]
struct ComingLuck {
    every: Stream,
    product: Stream,
    quantity: Stream,
    lead: Stream,
    month: Stream,
}

/// What a machine of the shop is set up for, and what it does.
#[derive(Clone, Copy, Debug)]
struct Bench {
    /// Its station, or `NONE` for a machine of the line.
    station: u32,
    /// The job on it, the first of its batch, or `NONE`.
    lot: u32,
    /// Product it is set up for, or `NONE`: for anything.
    product: u32,
    /// Number of the order it worked on last.
    order: u64,
}

/// A job in the queue of a station.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    lot: u32,
    /// Place of this station in the operation's order of preference.
    choice: u32,
    /// When it came here.
    since: i64,
}

/// What is to happen to an order at an instant of its own.
#[derive(Clone, Copy, Debug)]
enum Later {
    /// It is tested and packed.
    Finish(OrderIx),
    /// The order of this number is cancelled, if it is still there.
    Cancel(OrderIx, u64),
    /// A station need not wait for a larger batch any longer.
    Wake(u32),
    /// The plan is looked at.
    Review,
    /// The plan that was made comes into force.
    NewPlan,
}

/// Everything the shop remembers in a replication.
#[derive(Clone, Debug)]
pub(crate) struct ShopFloor {
    orders: Slab<OrderState>,
    lots: Slab<Lot>,
    /// Orders not yet released, in order of arrival.
    held: Vec<OrderIx>,
    /// They are to be looked at when the other events of the instant are done.
    look_at_held: bool,
    /// Per station: jobs that wait, in order of arrival there.
    queues: Vec<Vec<Waiting>>,
    /// Stations at which something is to be decided.
    undecided: Vec<bool>,
    /// Per machine of the plant.
    benches: Vec<Bench>,
    /// Planned work left from each operation on, per job and per piece \[µs\], by product.
    left: Vec<Vec<(f64, f64)>>,
    coming: ComingLuck,
    drawn: OrderLuck,
    of_book: Vec<OrderLuck>,
    /// Luck of the orders that a product's store places.
    of_store: Vec<OrderLuck>,
    /// Per product.
    stores: Vec<store::Stored>,
    later: Transit<Later>,
    /// Free cards of each loop; below zero for a while after some have been taken away.
    cards: Vec<i64>,
    /// Jobs of the batch that is being put together.
    together: Vec<Waiting>,
    /// Drawn orders so far, and the next of the book.
    drawn_so_far: u64,
    next_of_book: usize,
    tally: count::Tally,
    planner: planning::Planner,
    record: Vec<OrderOutcome>,
}

impl ShopFloor {
    pub(crate) fn new(plant: &Plant, shop: &Shop) -> Self {
        let streams = Streams::new(0, 0);
        let mut benches = vec![
            Bench { station: NONE, lot: NONE, product: NONE, order: u64::MAX };
            plant.machines.len()
        ];
        for (k, station) in shop.stations.iter().enumerate() {
            for m in &station.machines {
                benches[m.index()].station = k as u32;
            }
        }
        let s = |purpose| streams.stream("orders", purpose);
        Self {
            orders: Slab::default(),
            lots: Slab::default(),
            held: Vec::new(),
            look_at_held: false,
            queues: vec![Vec::new(); shop.stations.len()],
            undecided: vec![false; shop.stations.len()],
            benches,
            left: shop.products.iter().map(|p| vec![(0.0, 0.0); p.route.len()]).collect(),
            coming: ComingLuck {
                every: s("time to the next order"),
                product: s("product"),
                quantity: s("quantity"),
                lead: s("quoted lead time"),
                month: s("orders of a month"),
            },
            drawn: OrderLuck::new("orders", streams),
            of_book: shop
                .book
                .iter()
                .map(|o| OrderLuck::new(&format!("order {}", o.name), streams))
                .collect(),
            of_store: shop
                .products
                .iter()
                .map(|p| OrderLuck::new(&format!("store {}", p.name), streams))
                .collect(),
            stores: vec![store::Stored::default(); shop.products.len()],
            later: Transit::default(),
            cards: vec![0; shop.loops.len()],
            together: Vec::new(),
            drawn_so_far: 0,
            next_of_book: 0,
            tally: count::Tally::new(shop.products.len(), shop.families.len()),
            planner: planning::Planner::default(),
            record: Vec::new(),
        }
    }

    /// Orders that reviews found late in the present plan, all reviews of the last run together.
    pub(crate) fn foreseen_late(&self) -> u64 {
        self.planner.foreseen
    }

    /// Is the job on this bench, alone or in its batch?
    fn is_on(&self, bench: &Bench, lot: &Lot) -> bool {
        let mut at = bench.lot;
        while let Some(here) = self.lots.get(at) {
            if (here.order, here.number) == (lot.order, lot.number) {
                return true;
            }
            at = here.next;
        }
        false
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, shop: &Shop, streams: Streams) {
        self.orders.clear();
        self.lots.clear();
        self.held.clear();
        self.look_at_held = false;
        self.queues.iter_mut().for_each(Vec::clear);
        self.undecided.fill(false);
        for bench in &mut self.benches {
            let first = shop.stations.get(bench.station as usize).and_then(first_product);
            *bench = Bench {
                lot: NONE,
                product: first.unwrap_or(NONE),
                order: u64::MAX,
                station: bench.station,
            };
        }
        let ComingLuck { every, product, quantity, lead, month } = &mut self.coming;
        for stream in [every, product, quantity, lead, month] {
            *stream = streams.again(stream);
        }
        self.drawn.again(streams);
        self.of_book.iter_mut().for_each(|luck| luck.again(streams));
        self.of_store.iter_mut().for_each(|luck| luck.again(streams));
        for (stored, product) in self.stores.iter_mut().zip(&shop.products) {
            *stored = store::Stored::new(product.store.as_ref());
        }
        self.later.clear();
        for (free, cards) in self.cards.iter_mut().zip(&shop.loops) {
            *free = i64::from(cards.cards);
        }
        self.drawn_so_far = 0;
        self.next_of_book = 0;
        self.tally.reset();
        self.planner.reset();
        self.record.clear();
        self.plan(shop);
    }

    /// Sums up the planned work from each operation on.
    fn plan(&mut self, shop: &Shop) {
        for (product, left) in shop.products.iter().zip(&mut self.left) {
            let mut sum = (0.0, 0.0);
            for (step, left) in left.iter_mut().enumerate().rev() {
                let (per_job, per_piece) = product.planned(step);
                sum = (sum.0 + per_job * 1e6, sum.1 + per_piece * 1e6);
                *left = sum;
            }
        }
    }
}

fn first_product(station: &ShopStation) -> Option<u32> {
    station.set_up.as_ref()?.first
}

impl OrderState {
    fn new(origin: Origin, product: u32, quantity: u32, due: i64, priority: u32) -> Self {
        Self {
            origin,
            number: 0,
            product,
            quantity,
            priority,
            arrived: 0,
            released: NEVER,
            started: NEVER,
            due,
            place: planning::unplanned(due),
            open: 0,
            good: 0,
            cancelled: false,
            line: NONE,
        }
    }

    /// Is it still held back?
    fn is_held(&self) -> bool {
        self.released == NEVER
    }
}
