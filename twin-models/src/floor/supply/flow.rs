//! Steady flows into a stock and out of it: its level goes on a straight line.

use super::stock::Stock;
use crate::plant::model::{Come, Material};

/// An order that comes bit by bit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits {
    pub(super) order: u64,
    pub(super) amount: i64,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) came: i64,
}

impl Stock {
    /// The steady demand in force from now on; the stock is booked.
    pub(super) fn set_steady(&mut self, material: &Material) {
        let rate = match material.customers.as_ref().map(|c| &c.come) {
            Some(Come::Steady(pace)) => 1.0 / pace,
            _ => 0.0,
        };
        if rate != self.drain {
            (self.drain, self.drained_from, self.drained) = (rate, self.since, 0);
        }
    }

    /// When steady demand has taken so much more; `None`: never.
    pub(super) fn drained_at(&self, more: i64) -> Option<i64> {
        if self.drain == 0.0 {
            return None;
        }
        let target = self.drained + more;
        let mut at = self.drained_from + (target as f64 / self.drain).floor() as i64;
        while self.drained_until(at) < target {
            at += 1;
        }
        Some(at.max(self.since))
    }

    /// Steady demand from its beginning up to `now`.
    fn drained_until(&self, now: i64) -> i64 {
        (self.drain * (now - self.drained_from) as f64).floor() as i64
    }

    /// Levels go on a straight line; what would lie below 0 is owed.
    pub(super) fn book_flow(&mut self, now: i64, elapsed: i64) {
        let out = self.drained_until(now) - self.drained;
        self.drained += out;
        let came = self.bits.as_ref().map_or(0, |bits| bits.until(now) - bits.came);
        if let Some(bits) = &mut self.bits {
            bits.came += came;
            let order = bits.order;
            if let Some(open) = self.open.iter_mut().find(|o| o.number == order) {
                open.amount -= came;
            }
        }
        let before = self.on_hand - self.owed;
        let after = before + came - out;
        let above = time_above(before, after, elapsed);
        let part = |level: i64, time: i64| i128::from(level.max(0)) * i128::from(time);
        let owed = (-after).max(0);
        let tally = &mut self.tally;
        tally.on_hand += part(before, above) + part(after, above);
        tally.owed += part(-before, elapsed - above) + part(-after, elapsed - above);
        tally.on_order += i128::from(2 * self.on_order - came) * i128::from(elapsed);
        tally.allocated += 2 * i128::from(self.allocated) * i128::from(elapsed);
        tally.out += elapsed - above;
        tally.owing += elapsed - above;
        tally.wanted += out;
        tally.filled += (i128::from(out) * i128::from(above) / i128::from(elapsed)) as i64;
        tally.delivered += out - (owed - self.owed);
        tally.received += came;
        self.on_order -= came;
        (self.on_hand, self.owed) = (after.max(0), owed);
    }
}

impl Bits {
    /// What has come until `now`.
    fn until(&self, now: i64) -> i64 {
        let (gone, whole) = (now.min(self.to) - self.from, self.to - self.from);
        if whole <= 0 {
            return self.amount;
        }
        (i128::from(self.amount) * i128::from(gone.max(0)) / i128::from(whole)) as i64
    }
}

/// How long a level that goes on a straight line is at least 0 \[µs\].
fn time_above(before: i64, after: i64, elapsed: i64) -> i64 {
    match (before >= 0, after >= 0) {
        (true, true) => elapsed,
        (false, false) => 0,
        (starts, _) => {
            let (a, b) = (i128::from(before).abs(), i128::from(after).abs());
            let first = (i128::from(elapsed) * a / (a + b)) as i64;
            if starts { first } else { elapsed - first }
        }
    }
}
