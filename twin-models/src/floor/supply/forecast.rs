//! Forecasts of demand: what customers will really want, with an error.
//!
//! Who comes when and wants how much is drawn by the number of the customer, so the coming demand is
//! known to whoever looks ahead in the same draws. The error is drawn by the second of the review: the
//! same in all arms, whatever was forecast before.

use super::{Floor, MaterialIx, UNIT, millionths};
use crate::floor::ticks;
use crate::floor::timer::Timer;
use crate::plant::model::{Come, Customers, Policy};
use sim_core::TICKS_PER_SECOND;
use sim_core::special::normal_quantile;

/// No stock is larger (the reader's bound).
const MOST: f64 = 1e12;

/// How far demand is known: all customers before this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ahead {
    customer: u64,
    /// When it comes \[µs\].
    at: i64,
    /// What all before it want, as the tally counts it.
    wanted: i64,
}

impl Floor<'_, '_> {
    /// A new forecast: the level up to which is ordered until the next one.
    pub(super) fn forecast(&mut self, k: MaterialIx) {
        let plant = self.plant;
        let material = &plant.materials[k.index()];
        let Policy::Forecast(f) = material.policy else { return };
        let horizon = f.horizon(material, plant);
        let rate = f.rate(material);
        let scale = f.scale(rate, horizon);
        let coming = match &material.customers {
            None => 0.0,
            Some(Customers { come: Come::Steady(pace), .. }) => horizon / pace,
            Some(_) => self.look_ahead(k, horizon),
        };
        let stock = &self.yard.supply.stocks[k.index()];
        let luck = stock.luck.forecast.uniform_at((self.now.0 / TICKS_PER_SECOND) as u64);
        let error = f.bias * rate * horizon + f.error * scale * normal_quantile(luck);
        let forecast = (coming + f.used * horizon + error).max(0.0);
        // Orders of the shop that are known are part of what was forecast.
        let known = stock.planned as f64 / UNIT;
        let level = forecast.max(known) + f.z * f.sized_for * scale;
        self.yard.supply.stocks[k.index()].level = millionths(level.clamp(-MOST, MOST));
    }

    /// How far the position lies below the level of the last forecast. What known orders of the shop will
    /// take is part of the forecast.
    pub(super) fn below_forecast(&self, k: MaterialIx, position: i64) -> i64 {
        let stock = &self.yard.supply.stocks[k.index()];
        stock.level - (position + stock.planned)
    }

    /// What customers will want before so long a time is over, this instant included \[units\].
    fn look_ahead(&mut self, k: MaterialIx, horizon: f64) -> f64 {
        let plant = self.plant;
        let Some(customers) = &plant.materials[k.index()].customers else { return 0.0 };
        let Come::Each { every, size } = &customers.come else { return 0.0 };
        let Some(next) = self.list.due(self.slots.slot(Timer::Want, k.0)) else { return 0.0 };
        let until = self.now.0.saturating_add(ticks(horizon));
        let stock = &mut self.yard.supply.stocks[k.index()];
        let mut ahead = stock.ahead.filter(|a| a.customer >= stock.customers).unwrap_or(Ahead {
            customer: stock.customers,
            at: next.0,
            wanted: stock.tally.wanted,
        });
        while ahead.at < until {
            let wanted = size.quantile(stock.luck.size.uniform_at(ahead.customer)).min(1e9);
            ahead.wanted = ahead.wanted.saturating_add(millionths(wanted));
            ahead.customer += 1;
            let wait = ticks(every.quantile(stock.luck.every.uniform_at(ahead.customer)));
            ahead.at = ahead.at.saturating_add(wait);
        }
        stock.ahead = Some(ahead);
        (ahead.wanted - stock.tally.wanted) as f64 / UNIT
    }
}
