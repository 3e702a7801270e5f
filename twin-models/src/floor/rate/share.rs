//! What a pool gives to each of its takers, and takes from each of its feeders.

use super::solve::Found;
use super::{Edge, Floor, Limit, PoolIx};
use crate::floor::component::MANY;

impl Floor<'_, '_> {
    /// What an empty pool brings to one of its takers: what comes in, less what those take that are
    /// preferred.
    #[inline]
    pub(super) fn supply(&self, arc: u32, b: PoolIx) -> f64 {
        let sides = self.network.sides(b);
        let inflow = self.pool[b].inflow;
        if sides.taker != MANY {
            return inflow;
        }
        let preferred = sides.takers.iter().take_while(|a| **a != arc);
        let taken: f64 = preferred.map(|a| self.rates.flow_in[*a as usize]).sum();
        (inflow - taken).max(0.0)
    }

    /// What a full pool takes from one of its feeders: they share fairly, and who brings less than
    /// its share leaves the rest to the others.
    #[inline]
    pub(super) fn room(&self, arc: u32, b: PoolIx) -> f64 {
        let sides = self.network.sides(b);
        let pool = &self.pool[b];
        if pool.is_overfull() {
            return 0.0;
        }
        if sides.feeder != MANY { pool.outflow } else { self.fair_share(arc, b) }
    }

    #[inline(never)]
    fn fair_share(&self, arc: u32, b: PoolIx) -> f64 {
        let feeders = &self.network.sides(b).feeders;
        let outflow = self.pool[b].outflow;
        // Water-filling: those who bring less than an equal share are served, the rest share anew.
        let mut share = outflow / feeders.len() as f64;
        loop {
            let (mut left, mut waiting) = (outflow, 0);
            for a in feeders {
                let brings = self.brings(*a, b);
                if brings <= share {
                    left -= brings;
                } else {
                    waiting += 1;
                }
            }
            if waiting == 0 {
                return self.brings(arc, b) + left.max(0.0);
            }
            let anew = left / f64::from(waiting);
            if anew <= share * (1.0 + 1e-12) {
                return share;
            }
            share = anew;
        }
    }

    /// What a feeder would bring into the pool if there were room.
    fn brings(&self, arc: u32, b: PoolIx) -> f64 {
        let m = self.network.output(arc).machine;
        if self.station[m].halts > 0 {
            return 0.0;
        }
        let pace = &self.pace[m];
        let ports = self.network.ports(m);
        let mut found = Found { rate: pace.own_rate(), limit: Limit::Own, pool: b };
        if ports.inputs == 1 && self.pool[ports.input].edge == Edge::Empty {
            found.rate = found.rate.min(self.supply(ports.first_input, ports.input));
        } else if ports.inputs > 1 {
            self.limit_by_inputs(m, &mut found);
        }
        let k = (arc - ports.first_output) as usize;
        let share = self.plant.machines[m.index()].share(k);
        found.rate * pace.yields * share.unwrap_or(1.0)
    }
}
