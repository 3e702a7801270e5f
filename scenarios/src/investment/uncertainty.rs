//! What nobody knows about an investment before it is made, and one draw of it.
//!
//! Each input is drawn once per replication and serves every arm of it, the pessimistic rows
//! included. Overrun, connectivity gap and slowness are correlated by a Gaussian copula: projects
//! in trouble are in trouble everywhere.

use super::review::{Interface, Review, interfaces_drawn, reviews_drawn};
use sim_core::special::{normal_cdf, normal_quantile};
use sim_core::{Distribution, Streams};

/// The unknowns of one investment.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// Share of the intended technical effect that is reached at maturity.
    pub effectiveness: Distribution,
    /// Share of what vendors promise that is believed; 1 where the study says nothing.
    pub haircut: Distribution,
    /// Share of the people who do their part.
    pub adoption: Distribution,
    /// Factor on the time of the ramp.
    pub slow: Distribution,
    /// Factor on one-off costs.
    pub overrun: Distribution,
    /// Pilots that never get beyond being pilots.
    pub stall: Option<Stall>,
    /// Machines that turn out not to be connectable as they are.
    pub gap: Option<Gap>,
    /// A rule that may hold it up, or end it.
    pub gate: Option<ComplianceGate>,
    /// What it takes to connect it.
    pub interfaces: Vec<Interface>,
    /// What must be looked at before anything is live.
    pub reviews: Vec<Review>,
    /// Rank correlation (Gaussian copula) between overrun, gap, gate and slowness.
    pub correlation: f64,
}

/// Failure to scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stall {
    /// Its probability.
    pub chance: f64,
    /// The effect never exceeds this share.
    pub at: f64,
    /// Month of the review at which a stalled project is given up: effect and running costs end.
    pub review_month: u32,
}

/// Connectivity gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Its probability.
    pub chance: f64,
    /// Further capital cost \[money\].
    pub cost: Distribution,
    /// The ramp begins this much later \[months\].
    pub delay: Distribution,
}

/// A rule with which the project may not comply as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ComplianceGate {
    /// Probability that it does not.
    pub chance: f64,
    /// Further cost to comply \[money\], expensed at the start.
    pub cost: Distribution,
    /// The ramp begins this much later \[months\].
    pub delay: Distribution,
    /// Probability that a project that does not comply is cancelled.
    pub cancels: f64,
    /// Month after the contract at which it is cancelled.
    pub decided: u32,
}

/// One draw of the unknowns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Luck {
    /// Share of the intended technical effect.
    pub effectiveness: f64,
    /// Share of what vendors promise that is believed.
    pub haircut: f64,
    /// Share of the people who do their part.
    pub adoption: f64,
    /// Factor on the time of the ramp.
    pub slow: f64,
    /// Factor on one-off costs.
    pub overrun: f64,
    /// Does it stall?
    pub stalled: bool,
    /// Cost \[money\] and delay \[months\] of a connectivity gap; 0 without one.
    pub gap_cost: f64,
    /// See `gap_cost`.
    pub gap_delay: f64,
    /// Cost \[money\] and delay \[months\] of complying; 0 where it complies or is cancelled.
    pub gate_cost: f64,
    /// See `gate_cost`.
    pub gate_delay: f64,
    /// Month in which it is cancelled for not complying.
    pub cancelled_in: Option<u32>,
    /// Cost of connecting it, as a multiple of the planned one.
    pub integration: f64,
    /// Cost of the reviews, as a multiple of the planned one.
    pub review_cost: f64,
    /// Months until the last review is passed.
    pub review_delay: f64,
    /// Reviews that block.
    pub reviews_blocked: u32,
    /// Stall, connectivity gap, compliance gate: one that strikes is not spared by experience where this draw, 0
    /// to 1, is below the factor of experience.
    pub unspared: [f64; 3],
}

impl Luck {
    /// Everything comes as planned.
    pub const AS_PLANNED: Self = Self {
        effectiveness: 1.0,
        haircut: 1.0,
        adoption: 1.0,
        slow: 1.0,
        overrun: 1.0,
        stalled: false,
        gap_cost: 0.0,
        gap_delay: 0.0,
        gate_cost: 0.0,
        gate_delay: 0.0,
        cancelled_in: None,
        integration: 1.0,
        review_cost: 1.0,
        review_delay: 0.0,
        reviews_blocked: 0,
        unspared: [0.5; 3],
    };

    /// What happens on the shop floor of these draws, with the money of `other`.
    pub fn spending_as(&self, other: &Self) -> Self {
        let Self { effectiveness, adoption, slow, stalled, .. } = *self;
        let Self { gap_delay, gate_delay, cancelled_in, .. } = *self;
        Self {
            effectiveness,
            adoption,
            slow,
            stalled,
            gap_delay,
            gate_delay,
            cancelled_in,
            ..*other
        }
    }
}

impl Uncertainty {
    /// The haircut that `haircut = "default"` means: vendors' models show, by design, more than what comes
    /// true; 50 to 60 % of a claim are usual.
    pub const USUAL_HAIRCUT: (f64, f64) = (0.5, 0.6);

    /// Nothing unknown: everything works as written.
    pub fn none() -> Self {
        let one = || Distribution::constant(1.0);
        Self {
            effectiveness: one(),
            haircut: one(),
            adoption: one(),
            slow: one(),
            overrun: one(),
            stall: None,
            gap: None,
            gate: None,
            interfaces: Vec::new(),
            reviews: Vec::new(),
            correlation: 0.5,
        }
    }

    /// The draw of one replication for the investment `name`. It depends on seed, replication and
    /// name only, so every arm of the replication gets the same.
    pub fn draw(&self, name: &str, streams: Streams) -> Luck {
        let owner = Owner::of(self, name, streams);
        let uniform = |purpose: &str| owner.uniform(purpose);
        let gap_delay = match &self.gap {
            Some(gap) if owner.trouble("gap", gap.chance).is_some() => {
                gap.delay.quantile(uniform("gap delay"))
            }
            _ => 0.0,
        };
        let (gate_delay, cancelled_in) = match &self.gate {
            Some(gate) if owner.trouble("compliance", gate.chance).is_some() => {
                match uniform("cancelled") < gate.cancels {
                    true => (0.0, Some(gate.decided)),
                    false => (gate.delay.quantile(uniform("compliance delay")), None),
                }
            }
            _ => (0.0, None),
        };
        let spent = Luck {
            effectiveness: self.effectiveness.quantile(uniform("effectiveness")),
            adoption: self.adoption.quantile(uniform("adoption")),
            slow: self.slow.quantile(owner.correlated("slow")),
            stalled: self.stall.is_some_and(|stall| uniform("stall") < stall.chance),
            gap_delay,
            gate_delay,
            cancelled_in,
            ..Luck::AS_PLANNED
        };
        self.spend(name, streams, spent)
    }

    /// A draw with what a project costs drawn anew, and the haircut, which files of futures do not hold;
    /// everything else is kept.
    pub fn spend(&self, name: &str, streams: Streams, luck: Luck) -> Luck {
        let owner = Owner::of(self, name, streams);
        // The upper tail is trouble, as for overrun and slowness.
        let cost = |law: &Distribution, chance: f64, purpose: &str| {
            owner.trouble(purpose, chance).map_or(0.0, |u| law.quantile(u))
        };
        let gate = self.gate.as_ref().filter(|_| luck.cancelled_in.is_none());
        let (review_cost, review_delay, reviews_blocked) =
            reviews_drawn(&self.reviews, &owner.name, streams);
        Luck {
            integration: interfaces_drawn(&self.interfaces, &owner.name, streams),
            review_cost,
            review_delay,
            reviews_blocked,
            unspared: ["stall spared", "gap spared", "compliance spared"].map(|p| owner.uniform(p)),
            haircut: self.haircut.quantile(owner.uniform("haircut")),
            overrun: self.overrun.quantile(owner.correlated("overrun")),
            gap_cost: self.gap.as_ref().map_or(0.0, |gap| cost(&gap.cost, gap.chance, "gap")),
            gate_cost: gate.map_or(0.0, |gate| cost(&gate.cost, gate.chance, "compliance")),
            ..luck
        }
    }
}

/// The streams of one investment in one replication.
struct Owner {
    name: String,
    streams: Streams,
    /// What all its troubles share, and how much of each is shared and its own.
    common: f64,
    shares: (f64, f64),
}

impl Owner {
    fn of(unknown: &Uncertainty, name: &str, streams: Streams) -> Self {
        let name = format!("investment:{name}");
        let shares = (unknown.correlation.sqrt(), (1.0 - unknown.correlation).sqrt());
        let mut owner = Self { name, streams, common: 0.0, shares };
        owner.common = normal_quantile(owner.uniform("trouble"));
        owner
    }

    fn uniform(&self, purpose: &str) -> f64 {
        self.streams.stream(&self.name, purpose).uniform_at(0)
    }

    fn correlated(&self, purpose: &str) -> f64 {
        let (shared, own) = self.shares;
        normal_cdf(shared * self.common + own * normal_quantile(self.uniform(purpose)))
    }

    /// How bad it is, from 0 to 1, if trouble of this chance strikes.
    fn trouble(&self, purpose: &str, chance: f64) -> Option<f64> {
        let above = self.correlated(purpose) - (1.0 - chance);
        (above > 0.0).then(|| (above / chance).clamp(1e-12, 1.0 - 1e-12))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uncertain() -> Uncertainty {
        let law = || Distribution::uniform(1.0, 2.0).unwrap();
        Uncertainty {
            slow: law(),
            overrun: law(),
            stall: Some(Stall { chance: 0.12, at: 0.1, review_month: 18 }),
            gap: Some(Gap { chance: 0.35, cost: law(), delay: law() }),
            ..Uncertainty::none()
        }
    }

    #[test]
    fn a_draw_depends_on_seed_replication_and_name_only() {
        let u = uncertain();
        assert_eq!(u.draw("pdm", Streams::new(1, 7)), u.draw("pdm", Streams::new(1, 7)));
        assert_ne!(u.draw("pdm", Streams::new(1, 7)), u.draw("pdm", Streams::new(1, 8)));
        assert_ne!(u.draw("pdm", Streams::new(1, 7)), u.draw("vision", Streams::new(1, 7)));
        let surer = Uncertainty { stall: None, gap: None, ..uncertain() };
        let (a, b) = (u.draw("pdm", Streams::new(1, 7)), surer.draw("pdm", Streams::new(1, 7)));
        assert_eq!((a.slow, a.overrun), (b.slow, b.overrun), "one unknown must not move another");
    }

    #[test]
    fn d28_d29_trouble_comes_together_and_as_often_as_written() {
        let u = uncertain();
        let draws: Vec<Luck> = (0..4000).map(|r| u.draw("pdm", Streams::new(3, r))).collect();
        let share = |f: &dyn Fn(&Luck) -> bool| {
            draws.iter().filter(|d| f(d)).count() as f64 / draws.len() as f64
        };
        assert!((share(&|d| d.stalled) - 0.12).abs() < 0.02);
        assert!((share(&|d| d.gap_cost > 0.0) - 0.35).abs() < 0.03);
        // Spearman for a Gaussian copula of 0.5 is 6/pi asin(0.25) = 0.483; uniform margins.
        let n = draws.len() as f64;
        let mean = |f: &dyn Fn(&Luck) -> f64| draws.iter().map(f).sum::<f64>() / n;
        let (ms, mo) = (mean(&|d| d.slow), mean(&|d| d.overrun));
        let cov = mean(&|d| (d.slow - ms) * (d.overrun - mo));
        assert!((cov * 12.0 - 0.483).abs() < 0.05, "{}", cov * 12.0);
    }

    #[test]
    fn c45_a_rule_fails_as_often_as_written_and_with_other_trouble() {
        let gate = ComplianceGate {
            chance: 0.3,
            cost: Distribution::uniform(10.0, 20.0).unwrap(),
            delay: Distribution::constant(3.0),
            cancels: 0.25,
            decided: 6,
        };
        let u = Uncertainty { gate: Some(gate), ..uncertain() };
        let draws: Vec<Luck> = (0..4000).map(|r| u.draw("pdm", Streams::new(3, r))).collect();
        let share = |f: &dyn Fn(&Luck) -> bool| {
            draws.iter().filter(|d| f(d)).count() as f64 / draws.len() as f64
        };
        let (held, ended) = (share(&|d| d.gate_cost > 0.0), share(&|d| d.cancelled_in.is_some()));
        assert!((held - 0.225).abs() < 0.02 && (ended - 0.075).abs() < 0.012, "{held} {ended}");
        assert!(draws.iter().all(|d| d.gate_cost == 0.0 || d.cancelled_in.is_none()));
        assert!(draws.iter().all(|d| (d.gate_cost > 0.0) == (d.gate_delay == 3.0)));
        let mean = |held: bool| {
            let of: Vec<f64> =
                draws.iter().filter(|d| (d.gate_cost > 0.0) == held).map(|d| d.overrun).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        assert!(mean(true) > mean(false) + 0.1, "trouble comes together");
        // A gate moves no other unknown.
        let plain = uncertain();
        for (r, with) in draws.iter().enumerate().take(50) {
            let without = plain.draw("pdm", Streams::new(3, r as u64));
            assert_eq!(
                (with.slow, with.overrun, with.gap_cost),
                (without.slow, without.overrun, without.gap_cost)
            );
        }
    }

    #[test]
    fn without_unknowns_every_draw_is_one() {
        let luck = Uncertainty::none().draw("x", Streams::new(9, 9));
        assert_eq!(
            (luck.effectiveness, luck.adoption, luck.slow, luck.overrun),
            (1.0, 1.0, 1.0, 1.0)
        );
        assert!(!luck.stalled && luck.gap_cost == 0.0 && luck.gap_delay == 0.0);
    }
}
