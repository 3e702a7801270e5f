//! Points at which pieces are inspected, and what becomes of the rejected ones.

use super::{BufferIx, DefectKind, MachineIx};
use sim_core::Distribution;

/// Numbers by kind of defect, in the order of [`DefectKind::ALL`].
pub type ByKind = [f64; DefectKind::ALL.len()];

/// Inspection behind a station; every server counts its own pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectionPoint {
    /// For people, prices and reports.
    pub name: String,
    /// Behind which machines.
    pub machines: Vec<MachineIx>,
    /// Which pieces are looked at.
    pub sampling: Sampling,
    /// Probability that a defect is found, by kind (1 - type II error).
    pub detects: ByKind,
    /// Probability that a good piece is rejected (type I error).
    pub false_reject: f64,
    /// Share of the good pieces rejected that a second look gives back.
    pub verify: f64,
    /// Factor on the probability that a defect of a reworked piece is overlooked.
    pub rework_escape: f64,
    /// What may be reworked; the rest is scrapped.
    pub rework: Option<Rework>,
}

/// Which pieces are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sampling {
    /// Every so many (1: all).
    Every(u32),
    /// Single sampling plan by attributes: the first pieces of a lot are looked at; with more
    /// defectives than allowed the rest of the lot is sorted.
    Plan {
        /// Pieces of a lot.
        lot: u32,
        /// Pieces looked at.
        sample: u32,
        /// Defectives found that still let the lot pass.
        accept: u32,
        /// Probability that sorting finds a defect.
        sort: f64,
    },
}

/// Rework of rejected pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct Rework {
    /// Which kinds are reworked.
    pub takes: [bool; DefectKind::ALL.len()],
    /// Probability that a trial succeeds, by kind; 0 for what is not taken.
    pub success: ByKind,
    /// Trials before a piece is scrapped.
    pub most: u32,
    /// Work of a trial, away from the line \[s\].
    pub hours: Distribution,
    /// Instead: the piece goes back into this buffer, and what follows is done again.
    pub to: Option<BufferIx>,
}

impl InspectionPoint {
    /// Which machines inspect: position in `machines`, if this one does.
    pub fn at(&self, m: MachineIx) -> Option<usize> {
        self.machines.iter().position(|k| *k == m)
    }
}
