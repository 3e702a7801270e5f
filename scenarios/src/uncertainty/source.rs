//! Where an unknown acts, and how its value is read from and put into a draw.

use crate::investment::project::Investment;
use crate::investment::review::reviews_at_median;
use crate::investment::uncertainty::{Gap, Luck, Uncertainty};
use crate::study::result::Acts;

/// An unknown of an investment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Share of the technical effect.
    Effectiveness,
    /// Share of vendors' promises that is believed.
    Haircut,
    /// Share of the people who do their part.
    Adoption,
    /// Factor on the time of the ramp.
    Slow,
    /// Factor on one-off costs.
    Overrun,
    /// Does it stall? 1 or 0.
    Stall,
    /// Cost of a connectivity gap, 0 without one.
    GapCost,
    /// Delay by a connectivity gap, 0 without one.
    GapDelay,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Effectiveness,
        Self::Haircut,
        Self::Adoption,
        Self::Slow,
        Self::Overrun,
        Self::Stall,
        Self::GapCost,
        Self::GapDelay,
    ];

    /// The parts of an investment that are not known.
    pub fn unknown_of(investment: &Investment) -> impl Iterator<Item = Self> + '_ {
        let of = &investment.unknown;
        Self::ALL.into_iter().filter(move |part| part.is_unknown(of))
    }

    fn is_unknown(self, of: &Uncertainty) -> bool {
        let open = |law: &sim_core::Distribution| law.as_constant().is_none();
        let gap = |of: &Gap| of.chance > 0.0;
        match self {
            Self::Effectiveness => open(&of.effectiveness),
            Self::Haircut => open(&of.haircut),
            Self::Adoption => open(&of.adoption),
            Self::Slow => open(&of.slow),
            Self::Overrun => open(&of.overrun),
            Self::Stall => of.stall.is_some_and(|s| s.chance > 0.0 && s.chance < 1.0),
            Self::GapCost => of.gap.as_ref().is_some_and(gap),
            Self::GapDelay => of
                .gap
                .as_ref()
                .is_some_and(|g| gap(g) && g.delay.as_constant().is_none_or(|delay| delay > 0.0)),
        }
    }

    /// Its key below `investments.NAME`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Effectiveness => "effectiveness",
            Self::Haircut => "haircut",
            Self::Adoption => "adoption",
            Self::Slow => "slow_factor",
            Self::Overrun => "overrun",
            Self::Stall => "stall",
            Self::GapCost => "connectivity_gap.cost",
            Self::GapDelay => "connectivity_gap.delay",
        }
    }

    /// For people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Effectiveness => "share of the technical effect reached",
            Self::Haircut => "share of vendors' promises that comes true",
            Self::Adoption => "share of the people who adopt it",
            Self::Slow => "slowness of the ramp",
            Self::Overrun => "overrun of one-off costs",
            Self::Stall => "stall of the project",
            Self::GapCost => "cost of a connectivity gap",
            Self::GapDelay => "delay by a connectivity gap",
        }
    }

    /// Unit of its values; `None`: the currency of the study.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Effectiveness | Self::Haircut | Self::Adoption => Some("share"),
            Self::Slow | Self::Overrun => Some("factor"),
            Self::Stall => Some("yes or no"),
            Self::GapCost => None,
            Self::GapDelay => Some("months"),
        }
    }

    /// What it changes.
    pub const fn acts(self) -> Acts {
        match self {
            Self::Effectiveness | Self::Haircut | Self::Adoption | Self::Slow | Self::GapDelay => {
                Acts::Physics
            }
            Self::Overrun | Self::GapCost => Acts::Money,
            Self::Stall => Acts::Both,
        }
    }

    /// Is it drawn with others by the one correlation of the investment?
    pub const fn is_trouble(self) -> bool {
        matches!(self, Self::Slow | Self::Overrun | Self::GapCost | Self::GapDelay)
    }

    /// Its value in a draw.
    pub const fn of(self, luck: &Luck) -> f64 {
        match self {
            Self::Effectiveness => luck.effectiveness,
            Self::Haircut => luck.haircut,
            Self::Adoption => luck.adoption,
            Self::Slow => luck.slow,
            Self::Overrun => luck.overrun,
            Self::Stall => {
                if luck.stalled {
                    1.0
                } else {
                    0.0
                }
            }
            Self::GapCost => luck.gap_cost,
            Self::GapDelay => luck.gap_delay,
        }
    }

    /// The same draw with this value.
    pub const fn put(self, luck: Luck, value: f64) -> Luck {
        match self {
            Self::Effectiveness => Luck { effectiveness: value, ..luck },
            Self::Haircut => Luck { haircut: value, ..luck },
            Self::Adoption => Luck { adoption: value, ..luck },
            Self::Slow => Luck { slow: value, ..luck },
            Self::Overrun => Luck { overrun: value, ..luck },
            Self::Stall => Luck { stalled: value >= 0.5, ..luck },
            Self::GapCost => Luck { gap_cost: value, ..luck },
            Self::GapDelay => Luck { gap_delay: value, ..luck },
        }
    }

    /// The draw in which everything has its median: what is less likely than not does not happen.
    pub fn medians(of: &Uncertainty) -> Luck {
        let median = |luck: Luck, part: &Self| part.put(luck, part.quantile(of, 0.5));
        let review_delay = reviews_at_median(&of.reviews);
        Self::ALL.iter().fold(Luck { review_delay, ..Luck::AS_PLANNED }, median)
    }

    /// The quantile of its law; of a stall or a gap that of the whole, its absence counting 0.
    pub fn quantile(self, of: &Uncertainty, p: f64) -> f64 {
        let gap = |law: fn(&Gap) -> &sim_core::Distribution| match &of.gap {
            Some(gap) if p > 1.0 - gap.chance => {
                let within = (p - (1.0 - gap.chance)) / gap.chance;
                law(gap).quantile(within.clamp(1e-12, 1.0 - 1e-12))
            }
            _ => 0.0,
        };
        match self {
            Self::Effectiveness => of.effectiveness.quantile(p),
            Self::Haircut => of.haircut.quantile(p),
            Self::Adoption => of.adoption.quantile(p),
            Self::Slow => of.slow.quantile(p),
            Self::Overrun => of.overrun.quantile(p),
            Self::Stall => {
                let chance = of.stall.map_or(0.0, |stall| stall.chance);
                if p > 1.0 - chance { 1.0 } else { 0.0 }
            }
            Self::GapCost => gap(|gap| &gap.cost),
            Self::GapDelay => gap(|gap| &gap.delay),
        }
    }
}

/// Where an unknown of a study stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In an investment, by its index.
    Investment(usize, Part),
    /// In `[uncertain]`, by the index of its entry.
    Entry(usize),
}

/// All unknowns of these investments.
pub fn of_investments(investments: &[Investment]) -> impl Iterator<Item = Source> + '_ {
    let all =
        |(k, investment)| Part::unknown_of(investment).map(move |part| Source::Investment(k, part));
    investments.iter().enumerate().flat_map(all)
}
