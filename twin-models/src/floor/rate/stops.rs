//! Minor stops in rate flow: those that the neighbouring buffers absorb are folded into the
//! machine's rate, longer ones are events.
//!
//! A short stop of a machine with a full buffer behind it, or an empty one before it, costs the
//! line nothing but the machine's own time: its neighbours live on the buffer meanwhile. So the
//! time of such stops is spread over the operating time between two stops that are longer than the
//! buffer lasts. Time between stops and duration are the *same draws* as where every stop is an
//! event: the machine stops for as long and as often, and the stretch from one long stop to the
//! next has exactly the operating time and the short stops that fall into it.

use super::Floor;
use super::network::{Network, Place};
use crate::floor::component::NEVER;
use crate::floor::ticks;
use crate::plant::model::{BufferIx, Flow, Folding, MachineIx, Plant};

/// Part of the time a buffer lasts up to which a stop counts as absorbed: the buffer is not always
/// as full, or as empty, as it can be.
const ABSORBED: f64 = 0.5;

/// Short stops folded into one stretch at most.
const LONGEST_STRETCH: u32 = 200;

/// Minor stops of the machine shorter than this are folded \[µs\].
///
/// The buffer that counts is the one towards the constraint: it is the one that keeps the
/// constraint supplied, or drained, while the machine stands. Of the constraint itself it is the
/// greater of both sides: its own lost time is lost however it is spread.
pub(super) fn fold_below(plant: &Plant, network: &Network, m: MachineIx) -> i64 {
    let machine = &plant.machines[m.index()];
    if plant.flow != Flow::Rate || plant.folding == Folding::Events || machine.minor_stops.is_none()
    {
        return 0;
    }
    let slowest = plant.machines.iter().map(|m| m.cycle.mean()).fold(0.0, f64::max);
    let lasts = |buffers: &[BufferIx]| {
        let least = buffers.iter().map(|b| plant.buffers[b.index()].capacity).min();
        least.map_or(0.0, |places| f64::from(places) * slowest)
    };
    let (before, behind) = (lasts(&machine.inputs), lasts(&machine.outputs));
    let limit = match network.place(m) {
        Place::Constraint => before.max(behind),
        Place::Before => behind,
        Place::Behind => before,
        Place::Beside => before.min(behind),
    };
    ticks((limit * ABSORBED).min(1e9))
}

impl Floor<'_, '_> {
    /// Draws the stretch of operating time up to the next minor stop that is an event.
    pub(in crate::floor) fn next_stretch(&mut self, m: MachineIx) {
        let plant = self.plant;
        self.touch(m);
        self.count_folded(m);
        let operated = self.station[m].operated;
        let pace = &mut self.pace[m];
        pace.stretch = operated;
        let Some(minor) = &plant.machines[m.index()].minor_stops else {
            self.station[m].minor_at = NEVER;
            (pace.minor, pace.available, pace.stop) = (0.0, 1.0, 0);
            return;
        };
        let luck = &mut self.luck[m];
        let (mut works, mut stands, mut folded, mut stop) = (0_i64, 0_i64, 0, 0);
        while folded < LONGEST_STRETCH {
            works += ticks(minor.every.quantile(luck.minor_every.uniform())).max(1);
            let lasts = ticks(minor.lasts.quantile(luck.minor_lasts.uniform()));
            if lasts >= pace.fold_below {
                stop = lasts;
                break;
            }
            stands += lasts;
            folded += 1;
        }
        self.station[m].minor_at = operated.saturating_add(works);
        pace.stop = stop;
        pace.folded = folded;
        pace.minor = stands as f64 / works as f64;
        pace.available = works as f64 / (works + stands) as f64;
    }

    /// Counts the folded stops of the stretch so far.
    pub(in crate::floor) fn count_folded(&mut self, m: MachineIx) {
        let operated = self.station[m].operated;
        let pace = &mut self.pace[m];
        if pace.folded == 0 {
            return;
        }
        let whole = (self.station[m].minor_at - pace.stretch).max(1) as f64;
        let part = ((operated - pace.stretch) as f64 / whole).clamp(0.0, 1.0);
        let done = libm::round(f64::from(pace.folded) * part) as u32;
        self.account[m].minor_stops += u64::from(done);
        pace.folded -= done;
        pace.stretch = operated;
    }
}
