//! Electricity: what every machine and every load of the building draws, at all times.
//!
//! A machine's energy is booked together with its time in a state: into the quarter hours of the
//! present month ([`quarters`]), at the place on the clock where it was drawn, also when a sleeping
//! line is booked long after. Powers are whole watts and times whole microseconds, so sums are exact
//! and do not depend on their order.

mod meter;
mod quarters;
mod standby;

pub(super) use meter::Meter;
pub(super) use standby::Dormant;

use super::{Floor, ticks};
use crate::outcome::{Outcome, Unit};
use crate::plant::calendar::CalendarState;
use crate::plant::model::{MachineIx, Plant, PowerClass};
use crate::state::Leaf;
use quarters::KWH;
use sim_core::RunError;

/// The monthly quantities of electricity, in the order of [`Meter::row`].
pub(super) fn quantities(plant: &Plant, add: &mut dyn FnMut(&str, &str, Unit, &str)) {
    if !plant.is_metered() {
        return;
    }
    add("energy_kwh", "", Unit::KilowattHours, "electricity of the whole plant");
    for m in &plant.machines {
        add("energy_kwh", &m.name, Unit::KilowattHours, "electricity of the machine");
    }
    for load in plant.energy.iter().flat_map(|e| &e.loads) {
        add("energy_kwh", &load.name, Unit::KilowattHours, "electricity of the load");
    }
    if plant.energy.as_ref().is_some_and(|e| e.emission.is_some()) {
        add("co2e_kg", "", Unit::Kilograms, "carbon dioxide equivalent of the electricity");
    }
}

impl Floor<'_, '_> {
    /// A month ends: everything is booked up to now.
    pub(super) fn energy_row(&mut self, row: &mut Vec<f64>) {
        let (plant, now) = (self.plant, self.now.0);
        if let Some(meter) = &mut self.yard.energy {
            meter.month_ends(plant, now);
            meter.row(row);
        }
    }

    /// Time of a machine in a state, booked to its meter.
    #[inline(never)]
    pub(super) fn meter_time(&mut self, m: MachineIx, leaf: Leaf, from: i64, to: i64) {
        if let Some(meter) = &mut self.yard.energy {
            meter.book(m, leaf, from, to);
        }
    }

    /// The calendar changes to `next`; machines are booked up to now.
    pub(super) fn meter_calendar(&mut self, next: CalendarState) {
        let (now, here) = (self.now.0, self.yard.state);
        let (was, will) = (is_closed(here), is_closed(next));
        let opens_at = self.yard.next_opening();
        let plant = self.plant;
        let Some(meter) = &mut self.yard.energy else { return };
        meter.book_loads(now);
        meter.occupy(plant, !will);
        match (was, will) {
            (false, true) => meter.close(plant, opens_at - now),
            (true, false) => {
                let woken = meter.open(plant, now);
                if woken {
                    self.started_at_opening();
                }
            }
            _ => {}
        }
    }

    /// The plant's parameters change; everything is booked up to now.
    pub(super) fn meter_parameters(&mut self) {
        let plant = self.plant;
        if let Some(meter) = &mut self.yard.energy {
            meter.enter_phase(plant);
        }
    }

    /// Energy by quarter hour = that of machines and loads; the meter's times are those of the states.
    pub(super) fn check_energy(&self) -> Result<(), RunError> {
        let Some(meter) = &self.yard.energy else { return Ok(()) };
        let (clock, entities) = meter.totals();
        if clock != entities {
            return Err(RunError::Balance {
                what: "energy by quarter hour = energy of machines and loads".to_owned(),
                expected: entities as f64 / KWH,
                found: clock as f64 / KWH,
            });
        }
        for (i, account) in self.account.iter().enumerate() {
            let time = meter.time(MachineIx(i as u32));
            let of = |class: PowerClass| -> i64 {
                let leaves = Leaf::ALL.iter().filter(|l| PowerClass::of(**l) == class);
                leaves.map(|l| account.ticks[*l as usize]).sum()
            };
            let worked = (of(PowerClass::Processing), time[PowerClass::Processing as usize]);
            let cared = (of(PowerClass::Maintenance), time[PowerClass::Maintenance as usize]);
            let all = (self.now.0, time.iter().sum::<i64>());
            for (expected, found) in [worked, cared, all] {
                let name = &self.plant.machines[i].name;
                let what = || format!("time on the meter of '{name}'");
                super::collect::check_ticks(&what, expected, found)?;
            }
        }
        Ok(())
    }

    /// The outcome's electricity.
    pub(super) fn energy_outcome(&self, out: &mut Outcome) {
        match &self.yard.energy {
            None => out.energy = None,
            Some(meter) => meter.write(out.energy.get_or_insert_default()),
        }
    }

    /// A warm-up is over: what it drew is not part of the outcome.
    pub(super) fn forget_energy(&mut self) {
        let plant = self.plant;
        if let Some(meter) = &mut self.yard.energy {
            meter.forget(plant);
        }
    }
}

/// Is nobody there?
pub(super) fn is_closed(state: CalendarState) -> bool {
    matches!(state, CalendarState::Closed | CalendarState::Holiday | CalendarState::Overtime)
}

/// Seconds as microseconds; never where there is no such instant.
fn ticks_or_never(seconds: f64) -> i64 {
    if seconds.is_finite() { ticks(seconds) } else { super::component::NEVER }
}
