//! Quantities of the quality room, and its balance.

use super::super::Floor;
use super::super::component::Load;
use super::process::ProcessCounts;
use crate::outcome::Unit;
use crate::plant::model::{DefectKind, Plant};
use crate::state::Leaf;
use sim_core::{RunError, TICKS_PER_HOUR};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a defect comes to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    /// The piece is scrapped.
    Scrapped,
    /// The piece is reworked, or sent back to be made again.
    Reworked,
    /// The piece reaches finished goods.
    Escaped,
    /// The piece is assembled with another defective one: they are one now.
    Joined,
}

/// Defects by kind, and what they came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fates {
    pub(super) made: [u64; DefectKind::ALL.len()],
    scrapped: [u64; DefectKind::ALL.len()],
    reworked: u64,
    escaped: u64,
    joined: u64,
}

impl Fates {
    pub(super) fn count(&mut self, kind: DefectKind, fate: Fate) {
        match fate {
            Fate::Scrapped => self.scrapped[kind as usize] += 1,
            Fate::Reworked => self.reworked += 1,
            Fate::Escaped => self.escaped += 1,
            Fate::Joined => self.joined += 1,
        }
    }

    /// Defects that are still in the line.
    fn open(&self) -> i128 {
        let sum = |by: &[u64]| by.iter().map(|n| i128::from(*n)).sum::<i128>();
        let gone = [self.reworked, self.escaped, self.joined];
        sum(&self.made) - sum(&self.scrapped) - sum(&gone)
    }
}

/// Claims to come, soonest first, those that have come, and containment events.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    coming: BinaryHeap<Reverse<i64>>,
    come: u64,
    pub(super) containments: u64,
}

impl Claims {
    pub(super) fn clear(&mut self) {
        self.coming.clear();
        self.coming.reserve(1024);
        (self.come, self.containments) = (0, 0);
    }

    pub(super) fn add(&mut self, at: i64) {
        self.coming.push(Reverse(at));
    }

    fn until(&mut self, now: i64) -> u64 {
        while self.coming.peek().is_some_and(|at| at.0 <= now) {
            self.coming.pop();
            self.come += 1;
        }
        self.come
    }
}

/// Adds the monthly quantities of the room: key, name, unit, what.
pub(in super::super) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    use Unit::{Hours, Jobs, Pieces};
    for q in &plant.quality {
        for kind in &DefectKind::ALL[..DefectKind::OF_A_PROCESS] {
            let word = kind.word();
            add(&format!("defects_{word}"), &q.name, Pieces, "defects made of this kind");
        }
        for kind in &DefectKind::ALL[..DefectKind::OF_A_PROCESS] {
            let word = kind.word();
            add(&format!("defects_scrapped_{word}"), &q.name, Pieces, "of these, scrapped");
        }
        add("defects_reworked", &q.name, Pieces, "defects reworked, or sent back");
        add("defects_escaped", &q.name, Pieces, "defects that reached finished goods");
        add("claims", &q.name, Pieces, "claims of customers");
        add("containments", &q.name, Jobs, "episodes with many escapes");
        add("drifts", &q.name, Jobs, "times the process went out of control");
        add("drift_pieces", &q.name, Pieces, "made out of control");
        add("drifts_found", &q.name, Jobs, "drifts that an alarm ended");
        add("pieces_to_find", &q.name, Pieces, "from their beginning to their end");
        add("quality_alarms", &q.name, Jobs, "alarms of gauge and monitor");
        add("quality_false_alarms", &q.name, Jobs, "of these, without a cause");
        add("quality_ignored", &q.name, Jobs, "of these, nobody acted");
        add("measured", &q.name, Pieces, "measured by the gauge");
        add("sorted", &q.name, Pieces, "looked through after an alarm");
        add("tool_changes", &q.name, Jobs, "tools changed");
        add("tool_breaks", &q.name, Jobs, "of these, broken");
    }
    for p in &plant.inspections {
        add("inspected", &p.name, Pieces, "looked at");
        add("first_inspected", &p.name, Pieces, "looked at for the first time");
        add("first_pass", &p.name, Pieces, "of these, passed");
        add("rejects", &p.name, Pieces, "rejected");
        add("false_rejects", &p.name, Pieces, "of these, good");
        add("rejects_scrapped", &p.name, Pieces, "scrapped after rejection");
        add("reworks", &p.name, Pieces, "trials of rework");
        add("rework_h", &p.name, Hours, "work of rework");
    }
    for q in &plant.quality {
        add("quality_hold_h", &q.name, Hours, "its machines stopped to look for a cause");
        add("tool_change_h", &q.name, Hours, "its machines stopped to change tools");
    }
}

impl Floor<'_, '_> {
    /// The cumulative quantities, in the order of [`quantities`].
    pub(in super::super) fn quality_row(&mut self, row: &mut Vec<f64>) {
        let plant = self.plant;
        let now = self.now.0;
        let Some(room) = &mut self.yard.quality else { return };
        let lot = f64::from(plant.lot());
        let pieces = |n: u64| n as f64 * lot;
        for k in 0..plant.quality.len() {
            let fates = room.fates[k];
            row.extend(fates.made[..DefectKind::OF_A_PROCESS].iter().map(|n| pieces(*n)));
            row.extend(fates.scrapped[..DefectKind::OF_A_PROCESS].iter().map(|n| pieces(*n)));
            let claims = &mut room.claims[k];
            row.extend([fates.reworked, fates.escaped, claims.until(now)].map(pieces));
            row.push(claims.containments as f64);
            let mut sum = ProcessCounts::default();
            let own = room.processes.iter().filter(|p| p.of == k);
            own.for_each(|p| sum.add(&p.count));
            row.push(sum.drifts as f64);
            row.push(pieces(sum.drift_pieces));
            row.push(sum.found as f64);
            row.push(sum.pieces_to_find);
            row.extend([sum.alarms, sum.false_alarms, sum.ignored].map(|n| n as f64));
            row.push(sum.measured as f64);
            row.push(pieces(sum.sorted));
            row.extend([sum.tools, sum.breaks].map(|n| n as f64));
        }
        for p in 0..plant.inspections.len() {
            let states = || {
                let here = room.point_of.iter().flatten().filter(move |(of, _)| *of == p);
                here.map(|(_, state)| &room.points[*state])
            };
            let sum = |of: fn(&super::inspect::PointState) -> u64| states().map(of).sum::<u64>();
            row.extend(
                [
                    sum(|s| s.inspected),
                    sum(|s| s.first_time),
                    sum(|s| s.first_pass),
                    sum(|s| s.rejects),
                    sum(|s| s.false_rejects),
                    sum(|s| s.scrapped),
                    sum(|s| s.reworks),
                ]
                .map(pieces),
            );
            row.push(states().map(|s| s.rework_s).sum::<f64>() * lot / 3600.0);
        }
        for q in &plant.quality {
            for leaf in [Leaf::QualityHold, Leaf::ToolChange] {
                let hours = q.machines.iter().map(|m| self.account[*m].ticks[leaf as usize]);
                row.push(hours.sum::<i64>() as f64 / TICKS_PER_HOUR as f64);
            }
        }
    }

    /// Defects made = scrapped + reworked + escaped + joined + held.
    pub(in super::super) fn check_quality(&self) -> Result<(), RunError> {
        let Some(room) = &self.yard.quality else { return Ok(()) };
        let open: i128 = room.fates.iter().map(Fates::open).sum();
        let waiting = self.stock.iter().flat_map(|b| &b.items).filter(|i| i.defective);
        let on_machines = self.station.iter().filter(|s| s.load != Load::Empty);
        let held = waiting.count() + on_machines.filter(|s| s.item.defective).count();
        if open == held as i128 {
            return Ok(());
        }
        Err(RunError::Balance {
            what: "defects made = scrapped + reworked + escaped + joined + held".into(),
            expected: open as f64,
            found: held as f64,
        })
    }
}

impl ProcessCounts {
    fn add(&mut self, other: &Self) {
        self.drifts += other.drifts;
        self.drift_pieces += other.drift_pieces;
        self.found += other.found;
        self.pieces_to_find += other.pieces_to_find;
        self.tools += other.tools;
        self.breaks += other.breaks;
        self.alarms += other.alarms;
        self.false_alarms += other.false_alarms;
        self.ignored += other.ignored;
        self.measured += other.measured;
        self.sorted += other.sorted;
    }
}
