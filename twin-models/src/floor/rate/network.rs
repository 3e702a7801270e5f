//! Who feeds whom: the arcs between machines and pools, fixed at assembly.

use super::PoolIx;
use crate::plant::model::{MachineIx, Plant, SourceIx, Takes};

/// Arcs of a plant. A pool is a buffer; the last pool is the store of finished goods, into which
/// machines without output deliver.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    machines: Vec<Ports>,
    pools: Vec<Sides>,
    inputs: Vec<Arc>,
    outputs: Vec<Arc>,
    places: Vec<Place>,
}

/// Where a machine stands, seen from the constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Constraint,
    /// Its material reaches the constraint.
    Before,
    /// The constraint's material reaches it.
    Behind,
    Beside,
}

/// A machine's arcs: ranges of `inputs` and `outputs`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub(super) first_input: u32,
    pub(super) inputs: u32,
    pub(super) first_output: u32,
    pub(super) outputs: u32,
    /// Takes from every input at once (assembly).
    pub(super) each: bool,
    /// More than one arc on a side.
    pub(super) several: bool,
    /// The only pool on a side, where there is only one.
    pub(super) input: PoolIx,
    pub(super) output: PoolIx,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub(super) machine: MachineIx,
    pub(super) pool: PoolIx,
}

/// A pool's arcs: numbers of `outputs` of machines (its feeders) and of `inputs` (its takers, in
/// order of preference).
#[derive(Clone, Debug, Default)]
pub(crate) struct Sides {
    pub(super) feeders: Vec<u32>,
    pub(super) takers: Vec<u32>,
    /// The only machine on a side, or `MANY` or `NONE`.
    pub(super) feeder: u32,
    pub(super) taker: u32,
    pub(super) sources: Vec<SourceIx>,
}

impl Network {
    pub(crate) fn new(plant: &Plant) -> Self {
        use crate::floor::component::{MANY, NONE};
        let store = PoolIx(plant.buffers.len() as u32);
        let mut net =
            Self { pools: vec![Sides::default(); plant.buffers.len() + 1], ..Self::default() };
        for (i, m) in plant.machines.iter().enumerate() {
            let machine = MachineIx(i as u32);
            let into: Vec<PoolIx> = match &m.outputs[..] {
                [] => vec![store],
                some => some.iter().map(|b| PoolIx(b.0)).collect(),
            };
            let from: Vec<PoolIx> = m.inputs.iter().map(|b| PoolIx(b.0)).collect();
            net.machines.push(Ports {
                first_input: net.inputs.len() as u32,
                inputs: from.len() as u32,
                first_output: net.outputs.len() as u32,
                outputs: into.len() as u32,
                each: m.takes == Takes::Each,
                several: from.len() > 1 || into.len() > 1,
                input: from.first().copied().unwrap_or(store),
                output: into[0],
            });
            net.inputs.extend(from.into_iter().map(|pool| Arc { machine, pool }));
            net.outputs.extend(into.into_iter().map(|pool| Arc { machine, pool }));
        }
        for (k, arc) in net.outputs.iter().enumerate() {
            net.pools[arc.pool.0 as usize].feeders.push(k as u32);
        }
        // In the buffer's own order of takers.
        for (b, buffer) in plant.buffers.iter().enumerate() {
            for taker in &buffer.to {
                let arcs = net.inputs.iter().enumerate();
                let found = arcs.filter(|(_, a)| a.machine == *taker && a.pool.0 as usize == b);
                net.pools[b].takers.extend(found.map(|(k, _)| k as u32));
            }
        }
        for (s, source) in plant.sources.iter().enumerate() {
            net.pools[source.to.index()].sources.push(SourceIx(s as u32));
        }
        let only = |list: &[u32], arcs: &[Arc]| match list {
            [] => NONE,
            [one] => arcs[*one as usize].machine.0,
            _ => MANY,
        };
        for side in &mut net.pools {
            side.feeder = only(&side.feeders, &net.outputs);
            side.taker = only(&side.takers, &net.inputs);
        }
        let machines = (0..plant.machines.len() as u32).map(MachineIx);
        net.places = machines.map(|m| place(plant, m)).collect();
        net
    }
    pub(super) fn place(&self, m: MachineIx) -> Place {
        self.places[m.index()]
    }

    #[inline]
    pub(super) fn ports(&self, m: MachineIx) -> Ports {
        self.machines[m.index()]
    }
    #[inline]
    pub(super) fn sides(&self, b: PoolIx) -> &Sides {
        &self.pools[b.0 as usize]
    }
    #[inline]
    pub(super) fn input(&self, arc: u32) -> Arc {
        self.inputs[arc as usize]
    }
    #[inline]
    pub(super) fn output(&self, arc: u32) -> Arc {
        self.outputs[arc as usize]
    }
    pub(crate) fn pools(&self) -> usize {
        self.pools.len()
    }
    pub(super) fn arcs(&self) -> (usize, usize) {
        (self.inputs.len(), self.outputs.len())
    }
}

fn place(plant: &Plant, m: MachineIx) -> Place {
    if m == plant.constraint {
        Place::Constraint
    } else if leads_to(plant, m, plant.constraint) {
        Place::Before
    } else if leads_to(plant, plant.constraint, m) {
        Place::Behind
    } else {
        Place::Beside
    }
}

/// Does material from `a` reach `b`?
fn leads_to(plant: &Plant, a: MachineIx, b: MachineIx) -> bool {
    let mut seen = vec![false; plant.machines.len()];
    let mut next = vec![a];
    while let Some(m) = next.pop() {
        if m == b {
            return true;
        }
        if std::mem::replace(&mut seen[m.index()], true) {
            continue;
        }
        let outputs = plant.machines[m.index()].outputs.iter();
        next.extend(outputs.flat_map(|b| plant.buffers[b.index()].to.iter().copied()));
    }
    false
}
