//! One stock: what lies there, what is owed and on order, integrated over time.

use super::flow::Bits;
use super::forecast::Ahead;
use super::{MaterialIx, millionths};
use crate::plant::model::Material;
use sim_core::{Stream, Streams};
use std::collections::VecDeque;

/// Something owed, first come first served.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
    pub(super) to: To,
    pub(super) amount: i64,
}

/// To whom material is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// A customer.
    Customer,
    /// Another stock, for an order of it.
    Stock(MaterialIx, u64),
}

/// An order that has not come in full.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) number: u64,
    /// Index of the supplier's offer; of no meaning for an order to another stock.
    pub(super) offer: usize,
    /// What is still to come.
    pub(super) amount: i64,
    /// When it is to come \[µs\]; `NEVER`: nobody knows.
    pub(super) due: i64,
}

/// A stock while the plant runs; amounts in millionths of a unit.
#[derive(Clone, Debug)]
pub(super) struct Stock {
    pub(super) on_hand: i64,
    /// Set aside for kits, no longer on hand.
    pub(super) allocated: i64,
    pub(super) on_order: i64,
    pub(super) owed: i64,
    /// What orders of the shop that wait for their release will take.
    pub(super) planned: i64,
    pub(super) queue: VecDeque<Owed>,
    pub(super) open: Vec<Open>,
    /// A made material with two levels: its machines fill it up to the upper one.
    pub(super) filling: bool,
    /// Up to where the last forecast orders, and how far demand has been looked at for it.
    pub(super) level: i64,
    pub(super) ahead: Option<Ahead>,
    /// Since when it is to be booked \[µs\].
    pub(super) since: i64,
    /// Steady demand \[millionths/µs\], from when it counts, and what of it has been booked.
    pub(super) drain: f64,
    pub(super) drained_from: i64,
    pub(super) drained: i64,
    /// The order that comes bit by bit.
    pub(super) bits: Option<Bits>,
    /// Error of the record in standard deviations, and what was taken lately: (when, amount).
    pub(super) error: f64,
    pub(super) taken: VecDeque<(i64, i64)>,
    pub(super) counts: u64,
    pub(super) customers: u64,
    pub(super) tally: Tally,
    pub(super) luck: Luck,
}

/// The lists of a stock, empty.
#[derive(Default)]
struct Lists {
    queue: VecDeque<Owed>,
    open: Vec<Open>,
    taken: VecDeque<(i64, i64)>,
}

/// Room from the start for lists that grow beyond it only in rare replications.
const USUAL: usize = 64;

/// What has happened so far, in millionths of a unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) orders: u64,
    pub(super) ordered: i64,
    pub(super) expedited: i64,
    pub(super) premium: i64,
    pub(super) received: i64,
    pub(super) rejected: i64,
    /// Ordered, and never coming.
    pub(super) short: i64,
    pub(super) made: i64,
    pub(super) used: i64,
    /// To other stocks.
    pub(super) passed_on: i64,
    pub(super) wanted: i64,
    pub(super) filled: i64,
    pub(super) delivered: i64,
    pub(super) lost: i64,
    /// Twice the integrated levels \[millionths µs\]: straight lines have halves.
    pub(super) on_hand: i128,
    pub(super) owed: i128,
    pub(super) on_order: i128,
    pub(super) allocated: i128,
    /// Time with nothing on hand, and time in which something is owed \[µs\].
    pub(super) out: i64,
    pub(super) owing: i64,
}

/// Random streams of a material.
#[derive(Clone, Copy, Debug)]
pub(super) struct Luck {
    pub(super) every: Stream,
    pub(super) size: Stream,
    pub(super) patience: Stream,
    pub(super) lead: Stream,
    pub(super) delivers: Stream,
    pub(super) bad: Stream,
    pub(super) whole: Stream,
    pub(super) error: Stream,
    pub(super) forecast: Stream,
}

impl Stock {
    pub(super) fn new(material: &Material, streams: Streams) -> Self {
        let s = |purpose| streams.stream(&material.name, purpose);
        let luck = Luck {
            every: s("time between customers"),
            size: s("what a customer wants"),
            patience: s("customer waits"),
            lead: s("lead time of an order"),
            delivers: s("share delivered"),
            bad: s("share rejected"),
            whole: s("whole units of a delivery"),
            error: s("error of the record"),
            forecast: s("error of the forecast"),
        };
        Self::at_start(material, luck, Lists::default())
    }

    /// At the start of a replication, in place.
    pub(super) fn reset(&mut self, material: &Material, streams: Streams) {
        let mut lists = Lists {
            queue: std::mem::take(&mut self.queue),
            open: std::mem::take(&mut self.open),
            taken: std::mem::take(&mut self.taken),
        };
        lists.queue.clear();
        lists.queue.reserve(USUAL);
        lists.open.clear();
        lists.open.reserve(USUAL);
        lists.taken.clear();
        let again = |stream: &Stream| streams.again(stream);
        let luck = Luck {
            every: again(&self.luck.every),
            size: again(&self.luck.size),
            patience: again(&self.luck.patience),
            lead: again(&self.luck.lead),
            delivers: again(&self.luck.delivers),
            bad: again(&self.luck.bad),
            whole: again(&self.luck.whole),
            error: again(&self.luck.error),
            forecast: again(&self.luck.forecast),
        };
        *self = Self::at_start(material, luck, lists);
    }

    fn at_start(material: &Material, luck: Luck, lists: Lists) -> Self {
        let Lists { queue, open, taken } = lists;
        let mut stock = Self {
            on_hand: millionths(material.initial),
            allocated: 0,
            on_order: 0,
            owed: 0,
            planned: 0,
            queue,
            open,
            filling: false,
            level: 0,
            ahead: None,
            since: 0,
            drain: 0.0,
            drained_from: 0,
            drained: 0,
            bits: None,
            error: 0.0,
            taken,
            counts: 0,
            customers: 0,
            tally: Tally::default(),
            luck,
        };
        stock.set_steady(material);
        stock
    }

    /// Books levels and times up to now, and what has flowed steadily.
    pub(super) fn book(&mut self, now: i64) {
        let elapsed = now - self.since;
        if elapsed == 0 {
            return;
        }
        self.since = now;
        if self.drain > 0.0 || self.bits.is_some() {
            return self.book_flow(now, elapsed);
        }
        let twice = 2 * i128::from(elapsed);
        let tally = &mut self.tally;
        tally.on_hand += i128::from(self.on_hand) * twice;
        tally.owed += i128::from(self.owed) * twice;
        tally.on_order += i128::from(self.on_order) * twice;
        tally.allocated += i128::from(self.allocated) * twice;
        tally.out += if self.on_hand == 0 { elapsed } else { 0 };
        tally.owing += if self.owed > 0 { elapsed } else { 0 };
    }

    /// Takes it off the shelf; the stock is booked and holds so much.
    pub(super) fn take(&mut self, amount: i64, lags: bool) {
        self.on_hand -= amount;
        if lags && amount > 0 {
            self.taken.push_back((self.since, amount));
        }
    }
}
