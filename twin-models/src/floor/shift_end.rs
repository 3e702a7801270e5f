//! Machines that work past the end of the shift to finish the piece in hand.
//!
//! Such a machine is not stopped when the plant closes while it works. It stops for the shift when its
//! piece is done, or when anything else stops it; the plant's next opening finds it as any other.

use super::Floor;
use crate::floor::collect::HOUR;
use crate::outcome::Unit;
use crate::plant::calendar::CalendarState;
use crate::plant::model::{MachineIx, Plant, ShiftEnd};

/// The machines that work past their shift.
#[derive(Clone, Debug, Default)]
pub(super) struct PastShift {
    /// How many do so now.
    pub(super) now: u32,
    /// Per machine: since when, and all such time before \[µs\].
    machines: Vec<(Option<i64>, i64)>,
}

impl PastShift {
    /// Empty where every machine stops with its shift.
    pub(super) fn new(plant: &Plant) -> Self {
        let machines = if plant.works_past_shifts() { plant.machines.len() } else { 0 };
        Self { now: 0, machines: vec![(None, 0); machines] }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self) {
        self.now = 0;
        self.machines.fill((None, 0));
    }
}

/// The quantities of work past the shift, in the order of [`Floor::past_shift_row`].
pub(super) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    for m in plant.machines.iter().filter(|m| m.staffing.shift_end != ShiftEnd::Pause) {
        add("past_shift_h", &m.name, Unit::Hours, "finishing a piece after the shift");
    }
}

impl Floor<'_, '_> {
    /// The month's row of [`quantities`].
    pub(super) fn past_shift_row(&self, row: &mut Vec<f64>) {
        for (k, (since, before)) in self.yard.past_shift.machines.iter().enumerate() {
            if self.first_plant.machines[k].staffing.shift_end != ShiftEnd::Pause {
                let going_on = since.map_or(0, |since| self.now.0 - since);
                row.push((before + going_on) as f64 / HOUR);
            }
        }
    }

    /// Does the machine work past its shift now?
    pub(super) fn is_past_shift(&self, m: MachineIx) -> bool {
        let state = self.yard.past_shift.machines.get(m.index());
        self.yard.past_shift.now > 0 && state.is_some_and(|(since, _)| since.is_some())
    }

    /// The machine's working time ends with `state`: it stops, or finishes its piece first.
    pub(super) fn stops_for(&mut self, m: MachineIx, state: CalendarState) {
        let closes = !matches!(state, CalendarState::Break | CalendarState::PlannedSlot);
        let finishes = self.plant.machines[m.index()].staffing.shift_end == ShiftEnd::Finish;
        if closes && finishes && self.station[m].running && !self.rates.on {
            let past = &mut self.yard.past_shift;
            past.now += 1;
            past.machines[m.index()].0 = Some(self.now.0);
        } else {
            self.halt(m);
        }
    }

    /// The machine's working time begins again.
    pub(super) fn goes_on(&mut self, m: MachineIx) {
        if !self.leaves_past_shift(m) {
            self.unhalt(m);
        }
    }

    /// The piece is done, or something has stopped the machine: it stops for the shift.
    pub(super) fn ends_past_shift(&mut self, m: MachineIx) {
        if self.leaves_past_shift(m) {
            self.halt(m);
            self.settle(m);
        }
    }

    fn leaves_past_shift(&mut self, m: MachineIx) -> bool {
        if !self.is_past_shift(m) {
            return false;
        }
        let now = self.now.0;
        let past = &mut self.yard.past_shift;
        past.now -= 1;
        let (since, before) = &mut past.machines[m.index()];
        *before += since.take().map_or(0, |since| now - since);
        true
    }
}
