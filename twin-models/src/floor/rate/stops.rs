//! Minor stops in rate flow: those that the neighbouring buffers absorb are folded into the
//! machine's rate, longer ones are events.
//!
//! A short stop of a machine with a full buffer behind it, or an empty one before it, costs the
//! line nothing but the machine's own time: its neighbours live on the buffer meanwhile. So the
//! time of such stops is spread over the operating time between two stops that are much longer than
//! the buffers last. What a folded stop lasts longer than the buffers do on average stops the
//! constraint; that part of the law is spread over the constraint's operating time and booked there
//! as waiting for the machine that causes most of it. Time between stops and duration are the *same
//! draws* as where every stop is an event: the machine stops for as long and as often, and the
//! stretch from one long stop to the next has exactly the operating time and the short stops that
//! fall into it.

use super::Floor;
use super::network::Network;
use crate::floor::component::NEVER;
use crate::floor::ticks;
use crate::plant::model::{BufferIx, Flow, Folding, MachineIx, Plant};

/// Stops up to so many times what the buffers last are folded.
const FOLDED: f64 = 4.0;

/// Part of what the buffers can last that they last on average: a buffer is not always as full, or
/// as empty, as it can be.
const FILLED: f64 = 0.75;

/// Short stops folded into one stretch at most.
const LONGEST_STRETCH: u32 = 200;

/// How long the buffers between the machine and the constraint last at most \[s\]: as long, the
/// constraint is supplied, or drained, while the machine stands. Of the constraint itself the
/// greater one beside it counts: its own lost time is lost however it is spread.
fn buffers_last(plant: &Plant, network: &Network, slowest: f64, m: MachineIx) -> f64 {
    let machine = &plant.machines[m.index()];
    let lasts = |b: &BufferIx| f64::from(plant.buffers[b.index()].capacity) * slowest;
    match network.way(m) {
        Some([]) => machine.inputs.iter().chain(&machine.outputs).map(lasts).fold(0.0, f64::max),
        Some(way) => way.iter().map(lasts).sum(),
        None => 0.0,
    }
}

/// The longest cycle of the plant \[s\].
pub(super) fn slowest(plant: &Plant) -> f64 {
    plant.machines.iter().map(|m| m.cycle.mean()).fold(0.0, f64::max)
}

/// Minor stops of the machine shorter than this are folded \[µs\].
pub(super) fn fold_below(plant: &Plant, network: &Network, slowest: f64, m: MachineIx) -> i64 {
    let stops = plant.machines[m.index()].minor_stops.is_some();
    if plant.flow != Flow::Rate || plant.folding == Folding::Events || !stops {
        return 0;
    }
    ticks((buffers_last(plant, network, slowest, m) * FOLDED).min(1e9))
}

/// What the constraint waits for others because of their folded stops.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    /// Time per operating time.
    pub(super) share: f64,
    /// The machine that causes most of it, and whether it stands before the constraint.
    pub(super) by: MachineIx,
    pub(super) before: bool,
}

/// A folded stop that outlasts what the buffers hold on average stops the constraint for the rest.
pub(super) fn held(plant: &Plant, network: &Network) -> Held {
    let mut held = Held { share: 0.0, by: plant.constraint, before: true };
    if plant.flow != Flow::Rate || plant.folding == Folding::Events {
        return held;
    }
    let cycle = |m: MachineIx| plant.machines[m.index()].cycle.mean();
    let (mut most, slowest) = (0.0, slowest(plant));
    for m in (0..plant.machines.len() as u32).map(MachineIx) {
        let Some(minor) = &plant.machines[m.index()].minor_stops else { continue };
        if m == plant.constraint || network.way(m).is_none() {
            continue;
        }
        let lasts = buffers_last(plant, network, slowest, m);
        // Mean of what exceeds the buffers, over the stops that are folded.
        const STEPS: u32 = 128;
        let excess = |k: u32| {
            let stop = minor.lasts.quantile((f64::from(k) + 0.5) / f64::from(STEPS));
            if stop < lasts * FOLDED { (stop - lasts * FILLED).max(0.0) } else { 0.0 }
        };
        let mean = (0..STEPS).map(excess).sum::<f64>() / f64::from(STEPS);
        let share = mean / minor.every.mean() * cycle(m) / cycle(plant.constraint);
        held.share += share;
        if share > most {
            most = share;
            held.by = m;
            held.before = network.leads_to_constraint(m);
        }
    }
    held
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
            (pace.minor, pace.stop) = (0.0, 0);
            pace.set_available();
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
        pace.set_available();
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
