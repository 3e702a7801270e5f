//! Who feeds whom: the arcs between machines and pools, fixed at assembly.

use super::PoolIx;
use crate::floor::Ix;
use crate::plant::model::{BufferIx, MachineIx, Plant, SourceIx, Takes};

/// Arcs of a plant. A pool is a buffer; the last pool is the store of finished goods, into which
/// machines without output deliver.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    machines: Vec<Ports>,
    pools: Vec<Sides>,
    inputs: Vec<Arc>,
    outputs: Vec<Arc>,
    /// Buffers between each machine and the constraint.
    ways: Vec<Option<Vec<BufferIx>>>,
    /// Does the machine's material reach the constraint?
    before: Vec<bool>,
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
    /// It stands in a plain line: its neighbours, `NONE` where there is none.
    pub(super) line: Option<Line>,
}

/// The neighbours of a machine in a line: it alone feeds the pool behind it, alone takes from the
/// one before it, and nothing comes from outside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) up: u32,
    pub(super) down: u32,
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
    /// Nothing comes from outside.
    pub(super) unfed: bool,
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
                line: None,
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
            side.unfed = side.sources.is_empty();
        }
        for ports in &mut net.machines {
            let (before, behind) = (&net.pools[ports.input.at()], &net.pools[ports.output.at()]);
            let first = ports.inputs == 0;
            let alone = ports.inputs <= 1
                && ports.outputs == 1
                && (first || (before.taker < MANY && before.feeder < MANY && before.unfed))
                && behind.feeder < MANY
                && behind.taker != MANY
                && behind.unfed;
            let up = if first { NONE } else { before.feeder };
            ports.line = alone.then_some(Line { up, down: behind.taker });
        }
        let machines = (0..plant.machines.len() as u32).map(MachineIx);
        let leads = |m| way(plant, m, plant.constraint).is_some();
        net.before = machines.clone().map(leads).collect();
        net.ways = machines
            .map(|m| way(plant, m, plant.constraint).or_else(|| way(plant, plant.constraint, m)))
            .collect();
        net
    }
    /// The buffers between the machine and the constraint, on a shortest way; `None` for a machine
    /// that stands beside that way.
    pub(super) fn leads_to_constraint(&self, m: MachineIx) -> bool {
        self.before[m.index()]
    }
    pub(super) fn way(&self, m: MachineIx) -> Option<&[BufferIx]> {
        self.ways[m.index()].as_deref()
    }

    /// Every machine goes the way through any network.
    #[cfg(test)]
    pub(crate) fn without_lines(mut self) -> Self {
        self.machines.iter_mut().for_each(|ports| ports.line = None);
        self
    }
    #[inline]
    pub(super) fn ports(&self, m: MachineIx) -> &Ports {
        &self.machines[m.index()]
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
    pub(super) fn arcs(&self) -> (usize, usize) {
        (self.inputs.len(), self.outputs.len())
    }
}

/// The buffers on a shortest way of material from `a` to `z`, if there is one.
fn way(plant: &Plant, a: MachineIx, z: MachineIx) -> Option<Vec<BufferIx>> {
    let mut came: Vec<Option<(MachineIx, BufferIx)>> = vec![None; plant.machines.len()];
    let mut next = std::collections::VecDeque::from([a]);
    while let Some(m) = next.pop_front() {
        if m == z {
            let mut way = Vec::new();
            let mut at = z;
            while at != a {
                let (from, by) = came[at.index()]?;
                way.push(by);
                at = from;
            }
            return Some(way);
        }
        for b in &plant.machines[m.index()].outputs {
            for to in &plant.buffers[b.index()].to {
                if *to != a && came[to.index()].is_none() {
                    came[to.index()] = Some((m, *b));
                    next.push_back(*to);
                }
            }
        }
    }
    None
}
