//! Energy by quarter hour of the clock, and what is kept of it by month and hour of the week.

use crate::outcome::{EnergyOutcome, HOURS_OF_WEEK};
use sim_core::TICKS_PER_HOUR;

/// Microseconds of the interval over which a utility measures demand.
pub(super) const QUARTER: i64 = TICKS_PER_HOUR / 4;
/// W µs of a kilowatt hour.
pub(super) const KWH: f64 = 1e3 * TICKS_PER_HOUR as f64;

/// Energy \[W µs\]: whole numbers, so that sums do not depend on their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Quarters {
    /// Quarter hours of the present month and a few beyond.
    slots: Vec<i64>,
    /// Where the first one begins \[µs\].
    base: i64,
    /// Hours from Monday 00:00 to the start of the run.
    first_hour: i64,
    /// By month and hour of the week: energy, and the most in a quarter hour.
    cells: Vec<(i64, i64)>,
    /// Energy in months that are over.
    folded: i128,
}

impl Quarters {
    /// Room for months of at most `longest` microseconds, `months` of them, and for what begins in a
    /// month and ends at most `beyond` later.
    pub(super) fn set_months(&mut self, longest: i64, beyond: i64, months: usize) {
        let slots = (longest + QUARTER - 1) / QUARTER + (beyond + QUARTER - 1) / QUARTER + 2;
        self.slots.clear();
        self.slots.resize(slots.max(0) as usize, 0);
        self.cells = Vec::with_capacity(months * HOURS_OF_WEEK);
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, first_hour: i64) {
        self.slots.fill(0);
        self.base = 0;
        self.first_hour = first_hour;
        self.cells.clear();
        self.folded = 0;
    }

    /// Adds a power over a span of the present month, or a little beyond.
    #[inline]
    pub(super) fn add(&mut self, from: i64, to: i64, watts: i64) {
        let mut at = from;
        while at < to {
            let k = (at - self.base) / QUARTER;
            let end = to.min(self.base + (k + 1) * QUARTER);
            if let Some(slot) = self.slots.get_mut(k as usize) {
                *slot += watts * (end - at);
            }
            at = end;
        }
    }

    /// Adds an energy spread evenly over a span: parts of whole W µs that add up to it.
    pub(super) fn add_evenly(&mut self, from: i64, to: i64, energy: i128) {
        let span = i128::from(to - from);
        let (mut at, mut given) = (from, 0);
        while at < to {
            let k = (at - self.base) / QUARTER;
            let end = to.min(self.base + (k + 1) * QUARTER);
            let so_far = energy * i128::from(end - from) / span;
            if let Some(slot) = self.slots.get_mut(k as usize) {
                *slot += (so_far - given) as i64;
            }
            (at, given) = (end, so_far);
        }
    }

    /// A month ends now: its quarter hours go into its cells.
    pub(super) fn month_ends(&mut self, now: i64) {
        let month = self.cells.len();
        self.cells.resize(month + HOURS_OF_WEEK, (0, 0));
        let of_month = ((now - self.base + QUARTER - 1) / QUARTER).max(0) as usize;
        let of_month = of_month.min(self.slots.len());
        for k in 0..of_month {
            let hour = self.first_hour + (self.base + k as i64 * QUARTER) / TICKS_PER_HOUR;
            let cell = &mut self.cells[month + (hour as usize) % HOURS_OF_WEEK];
            cell.0 += self.slots[k];
            cell.1 = cell.1.max(self.slots[k]);
            self.folded += i128::from(self.slots[k]);
            self.slots[k] = 0;
        }
        // A quarter hour cut by the end begins anew.
        let whole = ((now - self.base) / QUARTER).max(0) as usize;
        self.slots.rotate_left(whole.min(of_month));
        self.base += whole as i64 * QUARTER;
    }

    /// Months so far are forgotten: a warm-up is over.
    pub(super) fn forget(&mut self) {
        self.cells.clear();
    }

    /// All energy ever added \[W µs\].
    pub(super) fn total(&self) -> i128 {
        self.folded + self.slots.iter().map(|s| i128::from(*s)).sum::<i128>()
    }

    /// Writes the cells over an earlier outcome.
    pub(super) fn write(&self, out: &mut EnergyOutcome) {
        out.kwh.clear();
        out.kwh.extend(self.cells.iter().map(|(sum, _)| *sum as f64 / KWH));
        out.peak_kw.clear();
        out.peak_kw
            .extend(self.cells.iter().map(|(_, most)| *most as f64 / (1e3 * QUARTER as f64)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_at_quarter_hours_and_keeps_its_energy() {
        let mut quarters = Quarters::default();
        quarters.set_months(31 * 24 * TICKS_PER_HOUR, TICKS_PER_HOUR, 1);
        quarters.reset(0);
        // 6 min at 4 kW in the first quarter, 6 min in the second.
        let minute = TICKS_PER_HOUR / 60;
        quarters.add(9 * minute, 21 * minute, 4000);
        assert_eq!(quarters.slots[..3], [24_000 * minute, 24_000 * minute, 0]);
        quarters.month_ends(2 * TICKS_PER_HOUR);
        let mut out = EnergyOutcome::default();
        quarters.write(&mut out);
        assert_eq!(out.kwh.len(), HOURS_OF_WEEK);
        assert!((out.kwh[0] - 0.8).abs() < 1e-6, "{}", out.kwh[0]);
        assert!((out.peak_kw[0] - 1.6).abs() < 1e-6, "{}", out.peak_kw[0]);
        // An odd energy over an odd span loses nothing.
        quarters.reset(0);
        quarters.add_evenly(7, 40 * minute + 1, 1_000_000_007);
        assert_eq!(quarters.total(), 1_000_000_007);
    }

    #[test]
    fn what_reaches_beyond_a_month_belongs_to_the_next() {
        let mut quarters = Quarters::default();
        quarters.set_months(TICKS_PER_HOUR, TICKS_PER_HOUR, 2);
        quarters.reset(167);
        quarters.add(0, 2 * TICKS_PER_HOUR, 1000);
        quarters.month_ends(TICKS_PER_HOUR);
        quarters.month_ends(2 * TICKS_PER_HOUR);
        let mut out = EnergyOutcome::default();
        quarters.write(&mut out);
        let filled: Vec<usize> = (0..2 * HOURS_OF_WEEK).filter(|k| out.kwh[*k] == 1.0).collect();
        assert_eq!(filled, [167, HOURS_OF_WEEK]);
        assert_eq!(quarters.total(), 2_000 * i128::from(TICKS_PER_HOUR));
    }
}
