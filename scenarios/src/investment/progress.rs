//! How far an investment has come in a given month, in one replication.

use super::ramp::Ramp;
use super::uncertainty::{Luck, Stall};

/// The course of one investment in one replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress<'a> {
    ramp: &'a Ramp,
    /// Factor on the time of the ramp, at least a tiny positive number.
    slow: f64,
    /// Months by which everything is late.
    delay: f64,
    effectiveness: f64,
    adoption: f64,
    /// Share of vendors' promises that is believed.
    haircut: f64,
    /// The stall, if it stalls; a project that is cancelled never begins.
    stall: Option<Stall>,
}

/// Shares of the full effect in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Share of the technical effect: ramp x effectiveness.
    pub tech: f64,
    /// Share of an effect that people must carry: ramp x effectiveness x adoption.
    pub people: f64,
    /// Share of the people who do their part.
    pub adoption: f64,
    /// Is it in use at all?
    pub live: bool,
}

impl<'a> Progress<'a> {
    /// The course under this luck; `pace` 2 is the pessimistic "adoption takes twice as long".
    pub fn new(ramp: &'a Ramp, stall: Option<Stall>, luck: &Luck, pace: f64) -> Self {
        Self {
            ramp,
            slow: (luck.slow * pace).max(1e-9),
            delay: luck.gap_delay + luck.gate_delay + luck.review_delay,
            effectiveness: luck.effectiveness,
            adoption: luck.adoption,
            haircut: luck.haircut,
            stall: match luck.cancelled_in {
                Some(review_month) => Some(Stall { chance: 1.0, at: 0.0, review_month }),
                None => stall.filter(|_| luck.stalled),
            },
        }
    }

    /// Share of the ramp `months` after the contract, before effectiveness.
    pub fn ramped(&self, months: f64) -> f64 {
        let share = self.ramp.at((months - self.delay) / self.slow);
        match self.stall {
            Some(stall) if months >= f64::from(stall.review_month) => 0.0,
            Some(stall) => share.min(stall.at),
            None => share,
        }
    }

    /// What is reached in the month that begins `months` after the contract.
    pub fn reach(&self, months: f64) -> Reach {
        let ramped = self.ramped(months);
        let tech = ramped * self.effectiveness;
        Reach { tech, people: tech * self.adoption, adoption: self.adoption, live: ramped > 0.0 }
    }

    /// Share of what vendors promise that is believed under this luck.
    pub const fn haircut(&self) -> f64 {
        self.haircut
    }

    /// Month from which a stalled project is given up.
    pub fn abandoned_from(&self) -> Option<u32> {
        self.stall.map(|stall| stall.review_month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::investment::uncertainty::Uncertainty;
    use sim_core::Streams;

    fn luck() -> Luck {
        Uncertainty::none().draw("x", Streams::new(0, 0))
    }

    #[test]
    fn a43_d28_slowness_stretches_time_and_a_gap_delays() {
        let ramp = Ramp::standard();
        let twice = Progress::new(&ramp, None, &luck(), 2.0);
        assert_eq!(twice.ramped(5.9), 0.10);
        assert_eq!(twice.ramped(6.0), 0.40);
        assert!((twice.ramped(24.0) - 1.0).abs() < 1e-15);
        let late = Progress::new(&ramp, None, &Luck { gap_delay: 2.0, ..luck() }, 1.0);
        assert_eq!(late.ramped(1.0), 0.0);
        assert_eq!(late.ramped(2.0), 0.10);
        assert_eq!(late.ramped(5.0), 0.40);
        assert!(!late.reach(1.0).live && late.reach(2.0).live);
    }

    #[test]
    fn d27_a_stalled_project_stays_a_pilot_and_ends_at_its_review() {
        let ramp = Ramp::standard();
        let stall = Some(Stall { chance: 1.0, at: 0.10, review_month: 18 });
        let stalled = Progress::new(&ramp, stall, &Luck { stalled: true, ..luck() }, 1.0);
        assert_eq!(stalled.ramped(12.0), 0.10);
        assert_eq!(stalled.ramped(18.0), 0.0);
        assert_eq!(stalled.abandoned_from(), Some(18));
        let fine = Progress::new(&ramp, stall, &luck(), 1.0);
        assert_eq!((fine.ramped(12.0), fine.abandoned_from()), (1.0, None));
    }

    #[test]
    fn c45_what_does_not_comply_is_late_or_ends() {
        let ramp = Ramp::immediate();
        let late = Progress::new(&ramp, None, &Luck { gate_delay: 4.0, ..luck() }, 1.0);
        assert_eq!((late.ramped(3.9), late.ramped(4.0)), (0.0, 1.0));
        let ended = Luck { cancelled_in: Some(6), stalled: true, ..luck() };
        let stall = Some(Stall { chance: 1.0, at: 0.1, review_month: 18 });
        let ended = Progress::new(&ramp, stall, &ended, 1.0);
        assert_eq!((ended.ramped(2.0), ended.ramped(40.0)), (0.0, 0.0));
        assert!(!ended.reach(2.0).live);
        assert_eq!(ended.abandoned_from(), Some(6));
    }

    #[test]
    fn c41_d31_trap_22_people_carry_what_the_technology_offers() {
        let ramp = Ramp::immediate();
        let luck = Luck { effectiveness: 0.8, adoption: 0.5, ..luck() };
        let reach = Progress::new(&ramp, None, &luck, 1.0).reach(0.0);
        assert_eq!((reach.tech, reach.people, reach.adoption), (0.8, 0.4, 0.5));
    }
}
