//! The electricity bill: energy by hour of the week, and demand charges on the plant's own peak.

use twin_models::outcome::{EnergyOutcome, HOURS_OF_WEEK};

/// Months before the present one that a ratchet remembers.
const RATCHET_MONTHS: usize = 11;

/// Some months of the year and hours of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// January first.
    pub months: [bool; 12],
    /// From Monday 00:00.
    pub hours: [bool; HOURS_OF_WEEK],
}

/// An energy rate.
#[derive(Clone, Debug, PartialEq)]
pub struct EnergyRate {
    /// When it applies, unless an earlier rate of the list does.
    pub when: Hours,
    /// Money per kWh.
    pub per_kwh: f64,
}

/// A demand charge.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandCharge {
    /// The hours in which the peak counts.
    pub when: Hours,
    /// Money per kW and month.
    pub per_kw: f64,
    /// The billed peak is at least this share of the largest of the eleven months before.
    pub ratchet: f64,
}

/// What the supplier asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Tariff {
    /// In order: the first that applies counts.
    pub energy: Vec<EnergyRate>,
    /// All that apply count.
    pub demand: Vec<DemandCharge>,
    /// Riders on every kWh.
    pub rider: f64,
    /// Per month.
    pub fixed: f64,
    /// Calendar month of the first month of the run, January 0.
    pub first_month: usize,
}

/// The bill of one month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bill {
    /// Energy and riders.
    pub energy: f64,
    /// All demand charges.
    pub demand: f64,
    /// The fixed part.
    pub fixed: f64,
}

impl Bill {
    /// What is paid.
    pub fn total(&self) -> f64 {
        self.energy + self.demand + self.fixed
    }
}

impl Hours {
    /// All months and hours.
    pub const ALWAYS: Self = Self { months: [true; 12], hours: [true; HOURS_OF_WEEK] };

    fn holds(&self, month: usize, hour: usize) -> bool {
        self.months[month % 12] && self.hours[hour]
    }
}

impl Tariff {
    /// The rate at an hour of a calendar month; `None`: the tariff does not say.
    pub fn rate(&self, month: usize, hour: usize) -> Option<f64> {
        self.energy.iter().find(|r| r.when.holds(month, hour)).map(|r| r.per_kwh)
    }

    /// The first month and hour for which the tariff has no rate.
    pub fn gap(&self) -> Option<(usize, usize)> {
        let all = (0..12).flat_map(|month| (0..HOURS_OF_WEEK).map(move |hour| (month, hour)));
        all.into_iter().find(|(month, hour)| self.rate(*month, *hour).is_none())
    }

    /// The bills of all months. Months of the run that do not begin on the first count as the calendar
    /// month in which they begin.
    pub fn bills(&self, energy: &EnergyOutcome) -> Vec<Bill> {
        let months = energy.kwh.len() / HOURS_OF_WEEK;
        let mut bills = Vec::with_capacity(months);
        for m in 0..months {
            let month = self.first_month + m;
            let cells = m * HOURS_OF_WEEK..(m + 1) * HOURS_OF_WEEK;
            let priced = energy.kwh[cells].iter().enumerate();
            let kwh = priced
                .map(|(hour, kwh)| kwh * (self.rate(month % 12, hour).unwrap_or(0.0) + self.rider));
            let demand = self.demand.iter().map(|charge| {
                let first = m.saturating_sub(RATCHET_MONTHS);
                let before = (first..m).map(|k| self.peak(charge, energy, k)).fold(0.0, f64::max);
                charge.per_kw * self.peak(charge, energy, m).max(charge.ratchet * before)
            });
            bills.push(Bill { energy: kwh.sum(), demand: demand.sum(), fixed: self.fixed });
        }
        bills
    }

    /// The plant's peak in the hours of a charge in month `m` of the run \[kW\].
    fn peak(&self, charge: &DemandCharge, energy: &EnergyOutcome, m: usize) -> f64 {
        let month = self.first_month + m;
        let cells = energy.peak_kw[m * HOURS_OF_WEEK..(m + 1) * HOURS_OF_WEEK].iter().enumerate();
        let counted = cells.filter(|(hour, _)| charge.when.holds(month, *hour));
        counted.map(|(_, kw)| *kw).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summer_afternoons() -> Hours {
        let mut when = Hours { months: [false; 12], hours: [false; HOURS_OF_WEEK] };
        when.months[5..9].fill(true);
        for day in 0..5 {
            when.hours[24 * day + 13..24 * day + 19].fill(true);
        }
        when
    }

    fn tariff(ratchet: f64) -> Tariff {
        Tariff {
            energy: vec![
                EnergyRate { when: summer_afternoons(), per_kwh: 0.132 },
                EnergyRate { when: Hours::ALWAYS, per_kwh: 0.061 },
            ],
            demand: vec![
                DemandCharge { when: Hours::ALWAYS, per_kw: 11.5, ratchet },
                DemandCharge { when: summer_afternoons(), per_kw: 6.0, ratchet: 0.0 },
            ],
            rider: 0.001,
            fixed: 90.0,
            first_month: 4,
        }
    }

    /// May and June: 100 kWh in every hour; a peak of 400 kW in the first hour of May and of 150 kW on
    /// Monday at 14 in both.
    fn energy() -> EnergyOutcome {
        let mut energy = EnergyOutcome { kwh: vec![100.0; 336], peak_kw: vec![100.0; 336] };
        (energy.peak_kw[0], energy.peak_kw[14], energy.peak_kw[168 + 14]) = (400.0, 150.0, 150.0);
        energy
    }

    #[test]
    fn d24_trap_24_each_hour_has_its_rate_and_each_window_its_peak() {
        let bills = tariff(0.0).bills(&energy());
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        near(bills[0].energy, 16_800.0 * 0.062);
        near(bills[0].demand, 400.0 * 11.5);
        near(bills[1].energy, 13_800.0 * 0.062 + 3_000.0 * 0.133);
        near(bills[1].demand, 150.0 * 11.5 + 150.0 * 6.0);
        near(bills[1].total(), bills[1].energy + bills[1].demand + 90.0);
    }

    #[test]
    fn trap_24_a_ratchet_remembers_eleven_months() {
        let mut energy = energy();
        energy.kwh.resize(13 * HOURS_OF_WEEK, 0.0);
        energy.peak_kw.resize(13 * HOURS_OF_WEEK, 100.0);
        let mut tariff = tariff(0.8);
        tariff.demand.truncate(1);
        let bills = tariff.bills(&energy);
        let kw: Vec<f64> = bills.iter().map(|b| (b.demand / 11.5).round()).collect();
        assert_eq!(kw[..12], [400.0].into_iter().chain([320.0; 11]).collect::<Vec<_>>());
        // The month after forgets the first; 80 % of 150 kW in June are left.
        assert_eq!(kw[12], 120.0);
    }

    #[test]
    fn a_gap_is_found() {
        let mut tariff = tariff(0.0);
        assert_eq!(tariff.gap(), None);
        tariff.energy.truncate(1);
        assert_eq!(tariff.gap(), Some((0, 0)));
    }
}
