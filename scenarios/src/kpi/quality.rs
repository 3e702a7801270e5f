//! The catalogue: quality at a station, by its inspection points and characteristics.

use super::kpis;
use super::reading::{Absent, Reading, per_piece, per_time};
use super::sight::Sight;
use twin_models::plant::model::{Characteristic, MachineIx, Plant};

/// What is seen of the quality of a station. Quantities are kept for the whole station; each of its servers
/// has an equal part of them, so that ratios of a server are those of its station, and the servers
/// together have them once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AtStation {
    /// Pieces completed (PQ).
    pub pieces: f64,
    /// At inspection points, where there are some.
    pub looked_at: Option<LookedAt>,
    /// At characteristics, where there are some.
    pub made: Option<Made>,
}

/// Counts of inspection points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LookedAt {
    /// Looked at for the first time.
    pub first: f64,
    /// Of these, passed.
    pub first_pass: f64,
    /// Looked at, also again.
    pub all: f64,
    /// Rejected although good.
    pub false_rejects: f64,
    /// Trials of rework (RQ).
    pub reworks: f64,
}

/// Counts and capability of characteristics.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Made {
    /// Defects made, of all kinds.
    pub defects: f64,
    /// Pieces x what can be wrong with a piece.
    pub opportunities: f64,
    /// Smallest Cp of characteristics with two limits.
    pub cp: Option<f64>,
    /// Smallest Cpk of characteristics with a limit.
    pub cpk: Option<f64>,
}

/// What can be wrong with a piece: its dimension, an attribute, its material.
fn opportunities(q: &Characteristic) -> f64 {
    let limits = q.lower.is_some() || q.upper.is_some();
    let attribute = q.visual > 0.0 || q.causes.iter().any(|c| c.visual > 0.0);
    [limits, attribute, q.lots.is_some()].iter().filter(|can| **can).count() as f64
}

fn least(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().reduce(f64::min)
}

impl AtStation {
    /// One server's part of what its station shows. `total`: a monthly quantity by key and name.
    pub(super) fn of(
        plant: &Plant,
        server: usize,
        pieces: f64,
        total: impl Fn(&str, &str) -> f64,
    ) -> Option<Self> {
        let here = |machines: &[MachineIx]| machines.contains(&MachineIx(server as u32));
        let part = |machines: &[MachineIx]| 1.0 / machines.len() as f64;
        let mut looked_at: Option<LookedAt> = None;
        for p in plant.inspections.iter().filter(|p| here(&p.machines)) {
            let of = |key: &str| total(key, &p.name) * part(&p.machines);
            looked_at.get_or_insert_default().add(&LookedAt {
                first: of("first_inspected"),
                first_pass: of("first_pass"),
                all: of("inspected"),
                false_rejects: of("false_rejects"),
                reworks: of("reworks"),
            });
        }
        let own: Vec<&Characteristic> =
            plant.quality.iter().filter(|q| here(&q.machines)).collect();
        let made = (!own.is_empty()).then(|| Made {
            defects: own.iter().map(|q| defects(q, &total) * part(&q.machines)).sum(),
            opportunities: own.iter().map(|q| opportunities(q) * pieces).sum(),
            cp: least(own.iter().map(|q| q.cp())),
            cpk: least(own.iter().map(|q| q.cpk())),
        });
        (looked_at.is_some() || made.is_some()).then_some(Self { pieces, looked_at, made })
    }

    /// Adds another server of the station, or another replication.
    pub(super) fn add(&mut self, other: &Self) {
        self.pieces += other.pieces;
        if let (Some(mine), Some(theirs)) = (&mut self.looked_at, &other.looked_at) {
            mine.add(theirs);
        }
        if let (Some(mine), Some(theirs)) = (&mut self.made, &other.made) {
            mine.defects += theirs.defects;
            mine.opportunities += theirs.opportunities;
        }
    }
}

fn defects(q: &Characteristic, total: impl Fn(&str, &str) -> f64) -> f64 {
    let kinds = ["defects_high", "defects_low", "defects_visual", "defects_material"];
    kinds.iter().map(|kind| total(kind, &q.name)).sum()
}

impl LookedAt {
    fn add(&mut self, other: &Self) {
        self.first += other.first;
        self.first_pass += other.first_pass;
        self.all += other.all;
        self.false_rejects += other.false_rejects;
        self.reworks += other.reworks;
    }
}

fn quality(s: &Sight) -> Result<&AtStation, Absent> {
    s.quality.as_ref().ok_or(Absent::NotRecorded("quality of this station"))
}

fn looked_at(s: &Sight) -> Result<LookedAt, Absent> {
    quality(s)?.looked_at.ok_or(Absent::NotRecorded("inspections behind this station"))
}

fn made(s: &Sight) -> Result<Made, Absent> {
    quality(s)?.made.ok_or(Absent::NotRecorded("characteristics of this station"))
}

fn capability(value: Option<f64>) -> Reading {
    value.ok_or(Absent::Nothing("characteristic with the limits it needs"))
}

kpis! { LIST, Machine:
    "station_first_pass_yield", "First pass yield at a station",
        "GP / IP: passed at the first look / looked at for the first time, at the inspection points of \
         the station", "share", Higher, "ISO 22400-2",
        not "quality ratio: what was reworked and is good then does not count as good here",
        |s| { let p = looked_at(s)?; per_piece(p.first_pass, p.first) };
    "station_rework_ratio", "Rework ratio at a station",
        "RQ / PQ: trials of rework / pieces of the station", "share", Lower, "ISO 22400-2",
        not "share of pieces reworked: a piece that is tried twice counts twice",
        |s| per_piece(looked_at(s)?.reworks, quality(s)?.pieces);
    "station_false_reject_ratio", "False rejects of an inspection",
        "good pieces rejected / pieces looked at", "share", Lower, "type I error of an inspection",
        not "scrap of good pieces: a second look may give them back",
        |s| { let p = looked_at(s)?; per_piece(p.false_rejects, p.all) };
    "dpmo", "Defects per million opportunities",
        "1e6 x defects made / (pieces x opportunities); a dimension, an attribute and the material of a \
         characteristic are one opportunity each", "1", Lower, "ISO 13053-1",
        not "what customers see: defects made are counted, whether found or not",
        |s| { let q = made(s)?; per_time(1e6 * q.defects, q.opportunities, "opportunity") };
    "cp", "Process capability Cp", "(upper - lower limit) / 6 sigma, of the least capable \
         characteristic of the station", "1", Higher, "ISO 22514-2 (?); ISO 22400-2",
        not "what the process does over time: sigma is that in control with a new tool, as the plant file \
             has it, and is not estimated from pieces", |s| capability(made(s)?.cp);
    "cpk", "Process capability Cpk", "min(upper limit - mean, mean - lower limit) / 3 sigma, of the least \
         capable characteristic of the station", "1", Higher, "ISO 22514-2 (?); ISO 22400-2",
        not "Ppk, in which wear, shifts and bad lots count: here mean and sigma are those in control with \
             a new tool", |s| capability(made(s)?.cpk);
}
