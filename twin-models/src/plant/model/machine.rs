//! What stands on the floor and how material passes it: sources, machines, buffers.

use super::{BufferIx, Dwell, MachineIx, MaterialIx, Plant, Power, ShiftEnd, Staffing, Water};
use sim_core::{Distribution, SimDuration};

/// Arrivals by a law of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Key of its random streams.
    pub name: String,
    /// Where pieces enter.
    pub to: BufferIx,
    /// Time between arrivals \[s\].
    pub every: Distribution,
    /// What happens to an arrival that finds no room.
    pub when_full: WhenFull,
}

/// What happens to an arrival that finds no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits outside, and the next arrival is not drawn before it has entered.
    Wait,
    /// It is lost and counted.
    Lost,
}

/// What becomes of the piece in process when its machine fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The remaining work is done after the repair (preemptive resume).
    Resume,
    /// All work on the piece is done again (preemptive repeat).
    Repeat,
    /// The piece is scrapped.
    Scrap,
}

/// How a machine takes from several input buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One piece from the first buffer, in the order of `inputs`, that has one (merge).
    Any,
    /// One piece from every input buffer at once (assembly).
    Each,
    /// Jobs of the shop; it has no buffers.
    Jobs,
}

/// One server.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Key of its random streams: the station's name, from the second server on with `#2`, `#3`.
    pub name: String,
    /// The station it belongs to.
    pub station: String,
    /// Time for one piece \[s\].
    pub cycle: Distribution,
    /// Where pieces come from, in order of preference; empty: unlimited material.
    pub inputs: Vec<BufferIx>,
    /// How it takes from several inputs.
    pub takes: Takes,
    /// Where pieces go; empty: they leave the line as finished goods.
    pub outputs: Vec<BufferIx>,
    /// Cumulative shares of `outputs` (last = 1); `None`: the first with room, in their order.
    pub split: Option<Vec<f64>>,
    /// The piece in process at a failure.
    pub interrupted: Interrupted,
    /// Probability that a finished piece is visibly bad and leaves as scrap at once.
    pub scrap: f64,
    /// Pieces scrapped when the machine starts again after a long stop.
    pub startup: Option<StartupScrap>,
    /// Hidden defects made here.
    pub defects: Option<DefectDrift>,
    /// Every finished piece is inspected here.
    pub inspection: Option<Inspection>,
    /// Short stops cleared by the operator.
    pub minor_stops: Option<MinorStops>,
    /// Known stops in calendar time (from start of the run), sorted and disjoint: the machine keeps
    /// its piece and goes on afterwards.
    pub stops: Vec<(SimDuration, SimDuration)>,
    /// Who must be there.
    pub staffing: Staffing,
    /// What it draws from the mains.
    pub power: Option<Power>,
    /// Water that it takes.
    pub water: Option<Water>,
    /// Material that a piece takes out of stock when work on it begins.
    pub consumes: Vec<(MaterialIx, f64)>,
    /// Its pieces go into this stock instead of the finished goods, and it works only while that
    /// stock asks for more.
    pub makes: Option<MaterialIx>,
}

/// Pieces lost at a restart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StartupScrap {
    /// How many pieces are scrapped.
    pub pieces: u32,
    /// Only after a stop (failure, maintenance, closing) at least this long.
    pub after: SimDuration,
}

/// Probability of a hidden defect, rising with the operating time since the last service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DefectDrift {
    /// Probability right after a service.
    pub base: f64,
    /// Rise per operating second.
    pub per_second: f64,
    /// The probability never exceeds this.
    pub at_most: f64,
}

/// Inspection of every piece, with errors of both kinds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inspection {
    /// Probability that a defective piece is found (1 - type II error).
    pub detects: f64,
    /// Probability that a good piece is rejected (type I error).
    pub false_reject: f64,
}

/// Short stops (SEMI E10 "assists") in operating time.
#[derive(Clone, Debug, PartialEq)]
pub struct MinorStops {
    /// Operating time between stops \[s\].
    pub every: Distribution,
    /// Duration \[s\].
    pub lasts: Distribution,
}

/// Places between machines, first in first out.
#[derive(Clone, Debug, PartialEq)]
pub struct Buffer {
    /// For people and reports.
    pub name: String,
    /// Places strictly between the machines; `u32::MAX`: no limit.
    pub capacity: u32,
    /// Pieces in it at the start.
    pub initial: u32,
    /// Machines that deliver into it, in order.
    pub from: Vec<MachineIx>,
    /// Machines that take from it, in order of preference.
    pub to: Vec<MachineIx>,
    /// Time that passes in it.
    pub dwell: Option<Dwell>,
}

impl Machine {
    /// The share of output `k`, where shares are given.
    pub fn share(&self, k: usize) -> Option<f64> {
        let split = self.split.as_ref()?;
        Some(split[k] - if k > 0 { split[k - 1] } else { 0.0 })
    }

    /// Every piece is handed on as it came: nothing is scrapped or inspected here.
    pub fn is_lossless(&self, plant: &Plant) -> bool {
        self.scrap == 0.0
            && self.startup.is_none()
            && self.defects.is_none()
            && self.inspection.is_none()
            && !plant.has_own_behaviour(self)
            && !plant.changeovers.iter().any(|c| c.scraps_at(self, plant))
            && !self.is_judged(plant)
    }

    /// A characteristic is made here, or pieces are inspected.
    fn is_judged(&self, plant: &Plant) -> bool {
        let made = plant.quality.iter().flat_map(|q| &q.machines);
        let mut judged = made.chain(plant.inspections.iter().flat_map(|p| &p.machines));
        judged.any(|m| plant.machines[m.index()].name == self.name)
    }

    /// It takes any piece, whenever it is empty.
    pub(crate) fn takes_freely(&self) -> bool {
        self.takes == Takes::Any && !self.is_supplied()
    }

    /// A stock says whether it may begin a piece.
    pub const fn is_supplied(&self) -> bool {
        !self.consumes.is_empty() || self.makes.is_some()
    }

    /// One input at most, one output at most, nothing drawn or decided per piece: the event routine
    /// may take its short way.
    pub fn is_plain(&self, plant: &Plant) -> bool {
        !self.is_supplied()
            && self.inputs.len() <= 1
            && self.outputs.len() == 1
            && self.staffing.operator.is_none()
            && self.staffing.shift_end == ShiftEnd::Pause
            && self.takes == Takes::Any
            && self.is_lossless(plant)
            && self.outputs.iter().all(|b| plant.buffers[b.index()].to.len() == 1)
    }
}

impl Buffer {
    /// The machine that alone takes from this buffer, one piece at a time from any input, and
    /// whenever a piece is there.
    pub fn only_taker(&self, plant: &Plant) -> Option<MachineIx> {
        match self.to[..] {
            _ if self.dwell.is_some() => None,
            [only] if plant.machines[only.index()].takes_freely() => Some(only),
            _ => None,
        }
    }
}
