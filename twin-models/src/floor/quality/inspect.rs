//! Inspection points: which pieces are looked at, errors of both kinds, rework and scrap.

use super::super::Floor;
use super::super::component::Item;
use super::super::material::Verdict;
use super::collect::Fate;
use super::luck::PointLuck;
use crate::plant::model::{InspectionPoint, MachineIx, Sampling};
use sim_core::Streams;

/// An inspection point at one machine.
#[derive(Clone, Debug)]
pub(super) struct PointState {
    luck: PointLuck,
    /// Pieces that have passed, those looked at, those good at the first look.
    seen: u64,
    pub(super) inspected: u64,
    pub(super) first_time: u64,
    pub(super) first_pass: u64,
    pub(super) rejects: u64,
    pub(super) scrapped: u64,
    pub(super) false_rejects: u64,
    pub(super) reworks: u64,
    pub(super) rework_s: f64,
    /// Of the present lot: defectives found in the sample, and whether the rest is sorted.
    lot_found: u32,
    sorting: bool,
}

impl PointState {
    pub(super) fn new(point: &str, machine: &str) -> Self {
        Self::at_start(PointLuck::new(point, machine))
    }

    fn at_start(luck: PointLuck) -> Self {
        Self {
            luck,
            seen: 0,
            inspected: 0,
            first_time: 0,
            first_pass: 0,
            rejects: 0,
            scrapped: 0,
            false_rejects: 0,
            reworks: 0,
            rework_s: 0.0,
            lot_found: 0,
            sorting: false,
        }
    }

    pub(super) fn reset(&mut self, streams: Streams) {
        let mut luck = self.luck;
        luck.again(streams);
        *self = Self::at_start(luck);
    }

    /// Is the next piece looked at, and how well is a defect of probability `detects` found then?
    fn looks(&mut self, sampling: Sampling, pieces: u32, detects: f64) -> Option<f64> {
        let moved = |n: u32| u64::from(n.div_ceil(pieces).max(1));
        let number = self.seen;
        self.seen += 1;
        match sampling {
            Sampling::Every(k) => self.seen.is_multiple_of(moved(k)).then_some(detects),
            Sampling::Plan { lot, sample, accept, sort } => {
                let place = number % moved(lot);
                if place == 0 {
                    (self.lot_found, self.sorting) = (0, false);
                }
                if place < moved(sample) {
                    return Some(detects);
                }
                if place == moved(sample) {
                    self.sorting = self.lot_found > accept;
                }
                self.sorting.then_some(sort)
            }
        }
    }
}

impl Floor<'_, '_> {
    /// Inspects the piece just finished, where pieces are inspected.
    pub(in super::super) fn inspect(&mut self, m: MachineIx, item: &mut Item) -> Verdict {
        let plant = self.plant;
        let number = self.station[m].completed;
        let Some(room) = &mut self.yard.quality else { return Verdict::Keep };
        let found = room.records.of(*item).is_some_and(|r| r.found);
        let Some((p, state)) = room.point_of[m.index()] else {
            // At the end of the line what sorting has found is taken out.
            let out = found && plant.machines[m.index()].outputs.is_empty();
            return if out { self.reject(m, item) } else { Verdict::Keep };
        };
        let point = &plant.inspections[p];
        let kind = room.kind(*item);
        let state = &mut room.points[state];
        let Some(mut detects) =
            state.looks(point.sampling, plant.lot(), point.detects[kind as usize])
        else {
            return if found {
                self.reject_or_rework(m, point, item, number)
            } else {
                Verdict::Keep
            };
        };
        state.inspected += 1;
        let first = item.loops == 0;
        state.first_time += u64::from(first);
        if !first {
            detects = 1.0 - ((1.0 - detects) * point.rework_escape).min(1.0);
        }
        let u = state.luck.look.uniform_at(number);
        if item.defective && (found || u < detects) {
            state.rejects += 1;
            state.lot_found += 1;
            return self.reject_or_rework(m, point, item, number);
        }
        if !item.defective && u < point.false_reject {
            state.rejects += 1;
            state.lot_found += 1;
            state.false_rejects += 1;
            if state.luck.verify.uniform_at(number) >= point.verify {
                state.scrapped += 1;
                self.yard.count.rejected_good += 1;
                self.account[m].scrapped += 1;
                return Verdict::Gone;
            }
            return Verdict::Keep;
        }
        state.first_pass += u64::from(first);
        Verdict::Keep
    }

    /// A defective piece has been found.
    fn reject_or_rework(
        &mut self,
        m: MachineIx,
        point: &InspectionPoint,
        item: &mut Item,
        number: u64,
    ) -> Verdict {
        let Some(room) = &mut self.yard.quality else { return Verdict::Keep };
        let kind = room.kind(*item) as usize;
        let Some((_, s)) = room.point_of[m.index()] else { return Verdict::Keep };
        let state = &mut room.points[s];
        let rework = point.rework.as_ref().filter(|r| r.takes[kind]);
        let Some(rework) = rework else {
            state.scrapped += 1;
            return self.reject(m, item);
        };
        while u32::from(item.loops) < rework.most {
            // Trials of one piece have ordinals of their own.
            let trial = number << 8 | u64::from(item.loops);
            item.loops += 1;
            state.reworks += 1;
            state.rework_s += rework.hours.quantile(state.luck.rework_hours.uniform_at(trial));
            if let Some(to) = rework.to {
                room.close(item, Fate::Reworked);
                return Verdict::Back(to);
            }
            if state.luck.rework.uniform_at(trial) < rework.success[kind] {
                room.close(item, Fate::Reworked);
                return Verdict::Keep;
            }
        }
        state.scrapped += 1;
        self.reject(m, item)
    }

    fn reject(&mut self, m: MachineIx, item: &mut Item) -> Verdict {
        if let Some(room) = &mut self.yard.quality {
            room.close(item, Fate::Scrapped);
        }
        self.yard.count.rejected_bad += 1;
        self.account[m].scrapped += 1;
        Verdict::Gone
    }
}
