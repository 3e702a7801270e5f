//! Paces and pools at the start of a replication.

use super::market::capacity;
use super::{Edge, Limit, Network, Pace, Pool, PoolIx, stops};
use crate::floor::account::Root;
use crate::floor::timer::{Slots, Timer};
use crate::outcome::RootKind;
use crate::plant::model::{Flow, MachineIx, Plant};

/// One per machine in rate flow, none elsewhere.
pub(crate) fn paces(plant: &Plant) -> Vec<Pace> {
    if plant.flow != Flow::Rate {
        return Vec::new();
    }
    let network = Network::new(plant);
    let defects = plant.machines.iter().any(|m| m.defects.is_some());
    let (slowest, held) = (stops::slowest(plant), stops::held(plant, &network));
    let pace = |i: u32| Pace {
        since: 0,
        rate: 0.0,
        speed: 0.0,
        nominal: 1e-6 / plant.machines[i as usize].cycle.mean(),
        minor: 0.0,
        available: 1.0,
        held: 0.0,
        held_by: MachineIx(i),
        held_before: true,
        yields: 1.0,
        completed: 0.0,
        lost: 0.0,
        limit: Limit::Own,
        seen: Root::new(MachineIx(i), RootKind::Pace),
        limited_by: PoolIx(0),
        blames: false,
        touched: false,
        queued: false,
        changes: 0,
        tried: 0.0,
        missed: 0.0,
        scrap_until: f64::INFINITY,
        stretch: 0,
        folded: 0,
        stop: 0,
        plain: plant.machines[i as usize].is_lossless(plant) && !defects,
        fold_below: stops::fold_below(plant, &network, slowest, MachineIx(i)),
        defective: 0.0,
        looked: 0,
    };
    let mut paces: Vec<Pace> = (0..plant.machines.len() as u32).map(pace).collect();
    let constraint = &mut paces[plant.constraint.index()];
    (constraint.held, constraint.held_by) = (held.share, held.by);
    constraint.held_before = held.before;
    paces
}

/// One per buffer and one for the store in rate flow, none elsewhere.
pub(crate) fn pools(plant: &Plant, slots: &Slots) -> Vec<Pool> {
    if plant.flow != Flow::Rate {
        return Vec::new();
    }
    let pools = plant.buffers.len() as u32 + 1;
    let pool = |i: u32| {
        let initial = match plant.buffers.get(i as usize) {
            Some(buffer) => f64::from(buffer.initial),
            None => plant.demand.as_ref().map_or(0.0, |d| f64::from(d.initial)),
        };
        let capacity = capacity(plant, PoolIx(i));
        Pool {
            since: 0,
            level: initial,
            capacity,
            inflow: 0.0,
            outflow: 0.0,
            net: 0.0,
            edge: if initial <= 0.0 {
                Edge::Empty
            } else if initial >= capacity {
                Edge::Full
            } else {
                Edge::Inside
            },
            touched: false,
            slot: slots.slot(Timer::Level, i),
            over_time: 0.0,
            bad: 0.0,
            bad_in: 0.0,
            bad_total: 0.0,
            source: 0.0,
            admitted: 0.0,
            arrived: 0.0,
            let_in: 0.0,
        }
    };
    (0..pools).map(pool).collect()
}
