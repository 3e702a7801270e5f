//! Can every piece get in and out? Loops, dead ends and assemblies that starve themselves.

use super::Draft;
use crate::plant::model::{BufferIx, Plant, Takes};
use crate::text::Wrong;

/// Checks the flow of pieces.
pub(super) fn check(draft: &Draft<'_, '_, '_>, plant: &Plant) {
    let flow = Flow::new(draft, plant);
    if plant.machines.is_empty() || flow.broken {
        return;
    }
    if flow.exits() & flow.entries() {
        flow.narrow_loops();
    }
    flow.assemblies();
    flow.hermits();
}

/// Stations and buffers; servers of a station are one node.
struct Flow<'a, 'c, 'd> {
    draft: &'a Draft<'a, 'c, 'd>,
    plant: &'a Plant,
    /// Stations before and behind each buffer.
    from: Vec<Vec<usize>>,
    to: Vec<Vec<usize>>,
    /// A buffer without one of its ends, or a source without target: said elsewhere.
    broken: bool,
}

impl<'a, 'c, 'd> Flow<'a, 'c, 'd> {
    fn new(draft: &'a Draft<'a, 'c, 'd>, plant: &'a Plant) -> Self {
        let mut station_of = Vec::with_capacity(plant.machines.len());
        for (k, station) in draft.names.stations.iter().enumerate() {
            station_of.extend((0..station.servers).map(|_| k));
        }
        let ends = |machines: &[crate::plant::model::MachineIx]| {
            let mut stations: Vec<usize> = machines.iter().map(|m| station_of[m.index()]).collect();
            stations.dedup();
            stations
        };
        let from: Vec<Vec<usize>> = plant.buffers.iter().map(|b| ends(&b.from)).collect();
        let to: Vec<Vec<usize>> = plant.buffers.iter().map(|b| ends(&b.to)).collect();
        let fed = |k: usize| plant.sources.iter().any(|s| s.to == BufferIx(k as u32));
        let broken = (0..from.len()).any(|k| to[k].is_empty() || (from[k].is_empty() && !fed(k)))
            || (plant.buffers.is_empty() && !plant.sources.is_empty());
        Self { draft, plant, from, to, broken }
    }

    fn stations(&self) -> std::ops::Range<usize> {
        0..self.draft.names.stations.len()
    }

    fn name(&self, station: usize) -> &str {
        self.draft.names.stations[station].name
    }

    fn machine(&self, station: usize) -> &crate::plant::model::Machine {
        &self.plant.machines[self.draft.names.stations[station].first as usize]
    }

    fn names(&self, stations: &[usize]) -> String {
        stations.iter().map(|s| format!("`{}`", self.name(*s))).collect::<Vec<_>>().join(", ")
    }

    fn error(&self, station: usize, reason: String, remedy: &str) {
        let (_, reader) = &self.draft.sections.machines[station];
        reader.context.error(reader.span, &reader.path, Wrong::new(reason, remedy));
    }

    /// Every station must have a way to a station without outputs.
    fn exits(&self) -> bool {
        let mut leaves: Vec<bool> =
            self.stations().map(|s| self.machine(s).outputs.is_empty()).collect();
        while let Some(next) = self.stations().find(|s| {
            !leaves[*s]
                && self
                    .machine(*s)
                    .outputs
                    .iter()
                    .any(|b| self.to[b.index()].iter().any(|t| leaves[*t]))
        }) {
            leaves[next] = true;
        }
        let stuck: Vec<usize> = self.stations().filter(|s| !leaves[*s]).collect();
        if !stuck.is_empty() {
            let round: Vec<usize> =
                stuck.iter().copied().filter(|s| self.returns(*s, |_| true)).collect();
            let Some(first) = round.first().or(stuck.first()) else { return true };
            self.error(
                *first,
                format!(
                    "pieces never leave {}: they go round in a loop without exit, it fills up \
                     and blocks for ever",
                    self.names(&round)
                ),
                "pieces leave the line at a machine without output buffers: let one machine of \
                 the loop deliver to such a machine, too",
            );
        }
        stuck.is_empty()
    }

    /// A machine alone is a line of its own: hardly meant beside another one.
    fn hermits(&self) {
        for s in self.stations() {
            let machine = self.machine(s);
            let alone =
                machine.inputs.is_empty() && machine.outputs.is_empty() && !machine.is_supplied();
            let alone = alone && machine.takes != Takes::Jobs;
            if alone && self.stations().len() > 1 {
                let (_, reader) = &self.draft.sections.machines[s];
                let wrong = Wrong::new(
                    "no buffer leads to this machine or away from it: it makes finished goods by \
                     itself",
                    "connect it with [buffers.NAME], or delete it",
                );
                reader.context.warn(reader.span, &reader.path, wrong);
            }
        }
    }

    /// A loop with an exit may still lock up when all its buffers are limited.
    fn narrow_loops(&self) {
        let limited = |k: usize| self.plant.buffers[k].capacity != u32::MAX;
        let round: Vec<usize> = self.stations().filter(|s| self.returns(*s, limited)).collect();
        let Some(first) = round.first() else { return };
        let (_, reader) = &self.draft.sections.machines[*first];
        let wrong = Wrong::new(
            format!(
                "pieces come back to {}: when all buffers of this loop are full, each machine \
                 waits for another one for ever",
                self.names(&round)
            ),
            "give one buffer of the loop capacity = \"unlimited\", or a capacity it never reaches",
        );
        reader.context.warn(reader.span, &reader.path, wrong);
    }

    /// Can a piece of this station come back to it through such buffers?
    fn returns(&self, station: usize, through: impl Fn(usize) -> bool) -> bool {
        let mut seen = vec![false; self.from.len()];
        let outputs = |s: usize| self.machine(s).outputs.iter().map(|b| b.index());
        let mut queue: Vec<usize> = outputs(station).collect();
        while let Some(k) = queue.pop() {
            if !through(k) || std::mem::replace(&mut seen[k], true) {
                continue;
            }
            if self.to[k].contains(&station) {
                return true;
            }
            queue.extend(self.to[k].iter().flat_map(|s| outputs(*s)));
        }
        false
    }

    /// Every station must get pieces from somewhere. `without`: as if that station stood still.
    fn fed(&self, without: Option<usize>) -> (Vec<bool>, Vec<bool>) {
        let mut station = vec![false; self.stations().len()];
        let mut buffer: Vec<bool> = (0..self.from.len())
            .map(|k| self.plant.sources.iter().any(|s| s.to.index() == k))
            .collect();
        loop {
            let mut changed = false;
            for s in self.stations() {
                let machine = self.machine(s);
                let has = |b: &BufferIx| buffer[b.index()];
                let feeds = machine.inputs.is_empty()
                    || match machine.takes {
                        Takes::Jobs => true,
                        Takes::Any => machine.inputs.iter().any(has),
                        Takes::Each => machine.inputs.iter().all(has),
                    };
                if feeds && !station[s] && without != Some(s) {
                    station[s] = true;
                    changed = true;
                }
            }
            for (k, from) in self.from.iter().enumerate() {
                if !buffer[k] && from.iter().any(|s| station[*s]) {
                    buffer[k] = true;
                    changed = true;
                }
            }
            if !changed {
                return (station, buffer);
            }
        }
    }

    fn entries(&self) -> bool {
        let (fed, _) = self.fed(None);
        let starved: Vec<usize> = self.stations().filter(|s| !fed[*s]).collect();
        let round: Vec<usize> =
            starved.iter().copied().filter(|s| self.returns(*s, |_| true)).collect();
        let Some(first) = round.first().or(starved.first()) else { return true };
        self.error(
            *first,
            format!(
                "no piece ever comes to {}: these machines wait for each other in a loop",
                self.names(if round.is_empty() { &starved } else { &round })
            ),
            "pieces enter the line at a machine without input buffers, or by [sources.NAME]: let \
             the loop take from one of them (and with takes = \"any\")",
        );
        false
    }

    /// Buffers that a piece can reach from a buffer, without passing station `not`.
    fn reach(&self, start: usize, not: usize) -> Vec<bool> {
        let mut seen = vec![false; self.from.len()];
        let mut queue = vec![start];
        while let Some(k) = queue.pop() {
            if std::mem::replace(&mut seen[k], true) {
                continue;
            }
            for s in self.to[k].iter().filter(|s| **s != not) {
                queue.extend(self.machine(*s).outputs.iter().map(|b| b.index()));
            }
        }
        seen
    }

    /// An assembly whose inputs are shares of one split gets out of step and blocks.
    fn assemblies(&self) {
        for s in self.stations() {
            let machine = self.machine(s);
            if machine.takes != Takes::Each || machine.inputs.len() < 2 {
                continue;
            }
            for other in self.stations() {
                let splitter = self.machine(other);
                if other == s || splitter.split.is_none() || splitter.outputs.len() < 2 {
                    continue;
                }
                let (_, fed) = self.fed(Some(other));
                let only: Vec<usize> =
                    machine.inputs.iter().map(|b| b.index()).filter(|b| !fed[*b]).collect();
                let ways: Vec<Vec<bool>> =
                    splitter.outputs.iter().map(|o| self.reach(o.index(), other)).collect();
                let way_of = |input: usize| ways.iter().map(|w| w[input]).collect::<Vec<bool>>();
                let apart = only.iter().any(|a| only.iter().any(|b| way_of(*a) != way_of(*b)));
                if apart {
                    self.error(
                        s,
                        format!(
                            "`{}` assembles one piece of each input, but its inputs are shares of \
                             the split of `{}`: they get out of step, one buffer fills up, and \
                             both block for ever",
                            self.name(s),
                            self.name(other)
                        ),
                        "feed the inputs from machines of their own, or write takes = \"any\"",
                    );
                    break;
                }
            }
        }
    }
}
