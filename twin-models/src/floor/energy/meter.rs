//! The meter of the plant: time by power class of every machine, and the loads of the building.

use super::quarters::{KWH, Quarters};
use super::standby::Dormant;
use super::{is_closed, ticks_or_never};
use crate::floor::{Yard, ticks};
use crate::outcome::EnergyOutcome;
use crate::plant::calendar::TICKS_PER_DAY;
use crate::plant::model::{MachineIx, Plant, PowerClass};
use crate::state::Leaf;
use sim_core::SimTime;

const CLASSES: usize = PowerClass::COUNT;

/// Everything that draws electricity.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    quarters: Quarters,
    machines: Vec<Drawn>,
    loads: Vec<Drawing>,
    /// The loads are booked up to this instant.
    since: i64,
    /// Somebody is there.
    occupied: bool,
    /// Boundaries of months, and the present one.
    months: Vec<SimTime>,
    month: usize,
    /// Per kWh \[kg\], in force now, and emitted so far.
    emission: Option<f64>,
    emitted: f64,
    /// Energy when `emitted` was last brought up to date \[W µs\].
    emitted_at: i128,
}

/// What a machine draws and has drawn.
#[derive(Clone, Debug, Default)]
struct Drawn {
    /// Whole watts in force.
    watts: [i64; CLASSES],
    /// Watts of loads that follow its work.
    following: i64,
    /// Time in every class \[µs\], and as of the beginning of the present phase.
    time: [i64; CLASSES],
    before: [i64; CLASSES],
    /// Of phases that are over, and of start-ups \[W µs\].
    energy: i128,
    /// Switched off in the present closing.
    off: bool,
    dormant: Dormant,
}

/// What a load draws and has drawn.
#[derive(Clone, Debug, Default)]
struct Drawing {
    /// Of its own, now.
    watts: i64,
    /// Whatever it has drawn, but for what it follows in the present phase \[W µs\].
    energy: i128,
    /// Watts by machine that it follows.
    following: Vec<(MachineIx, i64)>,
}

impl Meter {
    /// The meter of a plant, if it has one.
    pub(in crate::floor) fn new(plant: &Plant) -> Option<Box<Self>> {
        let loads = plant.energy.as_ref().map_or(0, |e| e.loads.len());
        plant.is_metered().then(|| {
            Box::new(Self {
                quarters: Quarters::default(),
                machines: vec![Drawn::default(); plant.machines.len()],
                loads: vec![Drawing::default(); loads],
                since: 0,
                occupied: true,
                months: Vec::new(),
                month: 0,
                emission: None,
                emitted: 0.0,
                emitted_at: 0,
            })
        })
    }

    /// The months of the coming runs.
    pub(in crate::floor) fn set_months(&mut self, plant: &Plant, months: &[SimTime]) {
        let longest = months.windows(2).map(|m| m[1].0 - m[0].0).max().unwrap_or(0);
        let starts = plant.machines.iter().filter_map(|m| m.power.as_ref()?.start);
        let warm_up = starts.map(|s| s.warm_up).fold(0.0, f64::max);
        let stagger = plant.energy.as_ref().map_or(0.0, |e| e.stagger);
        // Later phases may differ; a start-up that reaches beyond two days is cut there.
        let beyond = ticks(stagger * plant.machines.len() as f64 + warm_up) + 2 * TICKS_PER_DAY;
        self.quarters.set_months(longest, beyond, months.len());
        self.months.clear();
        self.months.extend_from_slice(months);
    }

    /// At the start of a replication.
    pub(in crate::floor) fn reset(&mut self, plant: &Plant) {
        let monday = i64::from(plant.start.weekday().to_monday_zero_offset());
        self.quarters.reset(24 * monday);
        self.machines.fill(Drawn::default());
        for load in &mut self.loads {
            (load.watts, load.energy) = (0, 0);
            load.following.clear();
        }
        (self.since, self.month) = (0, 0);
        (self.emitted, self.emitted_at) = (0.0, 0);
        self.occupied = true;
        self.take_over(plant);
    }

    /// Parameters in force from now on.
    fn take_over(&mut self, plant: &Plant) {
        for (i, drawn) in self.machines.iter_mut().enumerate() {
            let power = plant.machines[i].power.as_ref();
            drawn.watts = power.map_or([0; CLASSES], |p| p.watts);
            drawn.following = 0;
        }
        let energy = plant.energy.as_ref();
        for (load, drawing) in energy.iter().flat_map(|e| &e.loads).zip(&mut self.loads) {
            drawing.following.clear();
            if load.following > 0 {
                let of = |m: &MachineIx| (*m, load.following_of(*m));
                drawing.following.extend(load.serves.iter().map(of));
            }
            for (m, watts) in &drawing.following {
                self.machines[m.index()].following += watts;
            }
        }
        self.emission = energy.and_then(|e| e.emission);
        self.set_loads(plant);
    }

    /// What the loads draw of their own, from calendar, month and parameters.
    fn set_loads(&mut self, plant: &Plant) {
        let Some(energy) = &plant.energy else { return };
        let outside = energy.weather.map(|w| w.on_day(self.day_of_year(plant)));
        for (load, drawing) in energy.loads.iter().zip(&mut self.loads) {
            drawing.watts = load.own(self.occupied, outside);
        }
    }

    /// Day of the year in the middle of the present month.
    fn day_of_year(&self, plant: &Plant) -> f64 {
        let at = |k: usize| self.months.get(k).map_or(0, |t| t.0);
        let middle = (at(self.month) + at(self.month + 1).max(at(self.month))) / 2;
        f64::from(plant.start.day_of_year()) + middle as f64 / TICKS_PER_DAY as f64
    }

    /// New parameters; everything is booked up to now.
    pub(super) fn enter_phase(&mut self, plant: &Plant) {
        for drawing in &mut self.loads {
            drawing.energy += following(&drawing.following, &self.machines);
        }
        for drawn in &mut self.machines {
            drawn.energy = drawn.energy_so_far();
            drawn.before = drawn.time;
        }
        self.emit();
        self.take_over(plant);
    }

    /// Time of a machine in a state.
    pub(in crate::floor) fn book(&mut self, m: MachineIx, leaf: Leaf, from: i64, to: i64) {
        let drawn = &mut self.machines[m.index()];
        let class = drawn.class(leaf);
        drawn.time[class as usize] += to - from;
        let watts = drawn.watts_of(class);
        if watts != 0 {
            self.quarters.add(from, to, watts);
        }
    }

    /// Time that was booked as work, and was spent waiting.
    pub(in crate::floor) fn book_instead_of_work(
        &mut self,
        m: MachineIx,
        leaf: Leaf,
        from: i64,
        to: i64,
    ) {
        let drawn = &mut self.machines[m.index()];
        let class = drawn.class(leaf);
        drawn.time[class as usize] += to - from;
        drawn.time[PowerClass::Processing as usize] -= to - from;
        let watts = drawn.watts_of(class) - drawn.watts_of(PowerClass::Processing);
        self.quarters.add(from, to, watts);
    }

    /// A span in which a machine worked, stopped for moments and waited by turns, evenly spread.
    pub(in crate::floor) fn book_in_parts(
        &mut self,
        m: MachineIx,
        parts: [(Leaf, i64); 3],
        from: i64,
        to: i64,
    ) {
        let drawn = &mut self.machines[m.index()];
        let mut energy = 0;
        for (leaf, time) in parts {
            let class = drawn.class(leaf);
            drawn.time[class as usize] += time;
            energy += i128::from(drawn.watts_of(class)) * i128::from(time);
        }
        if energy != 0 {
            self.quarters.add_evenly(from, to, energy);
        }
    }

    /// The loads' own energy up to now.
    pub(super) fn book_loads(&mut self, now: i64) {
        let (from, to) = (self.since, now);
        self.since = now;
        let mut watts = 0;
        for drawing in &mut self.loads {
            drawing.energy += i128::from(drawing.watts) * i128::from(to - from);
            watts += drawing.watts;
        }
        self.quarters.add(from, to, watts);
    }

    /// Somebody comes, or everybody leaves.
    pub(super) fn occupy(&mut self, plant: &Plant, occupied: bool) {
        self.occupied = occupied;
        self.set_loads(plant);
    }

    /// The plant closes for so long: who is switched off?
    pub(super) fn close(&mut self, plant: &Plant, lasts: i64) {
        for (drawn, machine) in self.machines.iter_mut().zip(&plant.machines) {
            let after = machine.power.as_ref().map_or(0.0, |p| p.off_after);
            drawn.off = lasts >= ticks_or_never(after);
        }
    }

    /// The plant opens: what was off is started. True: some of it was asleep before.
    pub(super) fn open(&mut self, plant: &Plant, now: i64) -> bool {
        let stagger = ticks(plant.energy.as_ref().map_or(0.0, |e| e.stagger));
        let (mut started, mut woken) = (0, false);
        for (drawn, machine) in self.machines.iter_mut().zip(&plant.machines) {
            if !std::mem::take(&mut drawn.off) {
                continue;
            }
            woken |= drawn.dormant != Dormant::Awake;
            let Some(start) = machine.power.as_ref().and_then(|p| p.start) else { continue };
            let from = now + started * stagger;
            started += 1;
            let span = ticks(start.warm_up).max(1);
            let watts = libm::round(start.energy / start.warm_up) as i64;
            drawn.energy += i128::from(watts) * i128::from(span);
            self.quarters.add(from, from + span, watts);
        }
        woken
    }

    /// A month ends now, and everything of machines is booked.
    pub(super) fn month_ends(&mut self, plant: &Plant, now: i64) {
        self.book_loads(now);
        self.emit();
        self.quarters.month_ends(now);
        self.month += 1;
        self.set_loads(plant);
    }

    /// Brings the emission up to date.
    fn emit(&mut self) {
        let energy = self.entities();
        if let Some(factor) = self.emission {
            self.emitted += (energy - self.emitted_at) as f64 / KWH * factor;
        }
        self.emitted_at = energy;
    }

    /// Cumulative quantities, in the order of [`super::quantities`].
    pub(super) fn row(&self, row: &mut Vec<f64>) {
        row.push(self.entities() as f64 / KWH);
        row.extend(self.machines.iter().map(|m| m.energy_so_far() as f64 / KWH));
        let load = |l: &Drawing| l.energy + following(&l.following, &self.machines);
        row.extend(self.loads.iter().map(|l| load(l) as f64 / KWH));
        if self.emission.is_some() {
            row.push(self.emitted);
        }
    }

    /// Energy of machines and loads \[W µs\].
    fn entities(&self) -> i128 {
        let machines: i128 = self.machines.iter().map(Drawn::energy_so_far).sum();
        let load = |l: &Drawing| l.energy + following(&l.following, &self.machines);
        machines + self.loads.iter().map(load).sum::<i128>()
    }

    /// Energy by the clock, and by entity \[W µs\].
    pub(super) fn totals(&self) -> (i128, i128) {
        (self.quarters.total(), self.entities())
    }

    /// Time of a machine by class \[µs\].
    pub(super) fn time(&self, m: MachineIx) -> [i64; CLASSES] {
        self.machines[m.index()].time
    }

    pub(super) fn write(&self, out: &mut EnergyOutcome) {
        self.quarters.write(out);
    }

    pub(super) fn forget(&mut self, plant: &Plant) {
        self.quarters.forget();
        self.month = 0;
        self.set_loads(plant);
    }

    /// Does the machine sleep or warm up?
    #[inline]
    pub(super) fn dormant(&self, m: MachineIx) -> Dormant {
        self.machines[m.index()].dormant
    }

    pub(super) fn set_dormant(&mut self, m: MachineIx, dormant: Dormant) {
        self.machines[m.index()].dormant = dormant;
    }
}

/// Energy of a load that follows work, in the present phase.
fn following(watts: &[(MachineIx, i64)], machines: &[Drawn]) -> i128 {
    const WORK: usize = PowerClass::Processing as usize;
    let of = |(m, watts): &(MachineIx, i64)| {
        let drawn = &machines[m.index()];
        i128::from(*watts) * i128::from(drawn.time[WORK] - drawn.before[WORK])
    };
    watts.iter().map(of).sum()
}

impl Drawn {
    /// The class of a state now.
    fn class(&self, leaf: Leaf) -> PowerClass {
        match leaf {
            Leaf::Closed | Leaf::Holiday if self.off => PowerClass::Off,
            Leaf::Closed | Leaf::Holiday if self.dormant == Dormant::Asleep => PowerClass::Sleep,
            Leaf::Closed | Leaf::Holiday => PowerClass::Idle,
            _ => PowerClass::of(leaf),
        }
    }

    /// What a class draws, loads that follow its work included.
    fn watts_of(&self, class: PowerClass) -> i64 {
        let following = if class == PowerClass::Processing { self.following } else { 0 };
        self.watts[class as usize] + following
    }

    fn energy_so_far(&self) -> i128 {
        let times = self.time.iter().zip(&self.before);
        let present = times.zip(&self.watts).map(|((t, b), w)| i128::from(t - b) * i128::from(*w));
        self.energy + present.sum::<i128>()
    }
}

impl Yard {
    /// When the shifts come again, as the calendar says; overtime not counted.
    pub(super) fn next_opening(&self) -> i64 {
        let later = self.timeline.get(self.next_change..).unwrap_or_default();
        later.iter().find(|(_, s)| !is_closed(*s)).map_or(i64::MAX, |(at, _)| at.0)
    }
}
