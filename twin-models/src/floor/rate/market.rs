//! The store of finished goods and arrivals from outside, in rate flow.

use super::{Edge, Floor, PoolIx};
use crate::plant::model::{Plant, Source};

/// Places of a pool \[pieces\].
pub(super) fn capacity(plant: &Plant, b: PoolIx) -> f64 {
    match plant.buffers.get(b.0 as usize) {
        Some(buffer) if buffer.capacity == u32::MAX => f64::INFINITY,
        Some(buffer) => f64::from(buffer.capacity),
        None => plant.demand.as_ref().map_or(f64::INFINITY, |d| f64::from(d.capacity)),
    }
}

/// Pieces per microsecond that a source brings.
pub(super) fn arrivals(source: &Source) -> f64 {
    1e-6 / source.every.mean()
}

impl Floor<'_, '_> {
    /// What arrives from outside at a pool, from the parameters in force.
    pub(super) fn set_source(&mut self, b: PoolIx) {
        let (plant, network) = (self.plant, self.network);
        let sources = &network.sides(b).sources;
        if sources.is_empty() {
            return;
        }
        let rate = sources.iter().map(|s| arrivals(&plant.sources[s.index()])).sum();
        self.pool[b].source = rate;
        self.sum_inflow(b);
        self.ask_takers(b);
    }

    pub(super) fn store(&self) -> PoolIx {
        PoolIx(self.pool.len() as u32 - 1)
    }

    /// Brings the level of finished goods up to date before customers take theirs.
    pub(in crate::floor) fn goods_before(&mut self) {
        let store = self.store();
        self.book_pool(store);
        let pool = &self.pool[store];
        self.yard.goods.level = pool.level;
        self.yard.goods.integral = pool.over_time;
    }

    /// Customers have taken theirs: the store may have room.
    pub(in crate::floor) fn goods_after(&mut self) {
        let store = self.store();
        self.touch_pool(store);
        let level = self.yard.goods.level;
        let pool = &mut self.pool[store];
        let taken = pool.level - level;
        if taken <= 0.0 {
            return;
        }
        pool.bad *= level / pool.level;
        pool.level = level;
        if pool.edge == Edge::Full {
            pool.edge = Edge::Inside;
            self.ask_feeders(store, u32::MAX);
        }
    }
}
