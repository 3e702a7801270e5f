//! The unknowns of a comparison as inputs of a function: values, laws, scores.

use crate::investment::uncertainty::{Luck, Uncertainty};
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use sim_core::Distribution;
use sim_core::special::normal_cdf;
use sim_core::statistics::Scores;
use std::ops::Range;

/// What is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Share of the intended technical effect.
    Effectiveness,
    /// Share of the people who do their part.
    Adoption,
    /// Factor on the time of the ramp.
    Slow,
    /// Factor on one-off costs.
    Overrun,
    /// Machines that cannot be connected as they are: cost and delay.
    Gap,
    /// A pilot that never grows.
    Stall,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Effectiveness, Self::Adoption, Self::Slow, Self::Overrun, Self::Gap, Self::Stall];

    const fn key(self) -> &'static str {
        match self {
            Self::Effectiveness => "effectiveness",
            Self::Adoption => "adoption",
            Self::Slow => "slow_factor",
            Self::Overrun => "overrun",
            Self::Gap => "connectivity_gap",
            Self::Stall => "stall",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Effectiveness => "effectiveness of the technology",
            Self::Adoption => "people who do their part",
            Self::Slow => "slowness of the ramp",
            Self::Overrun => "overrun of one-off costs",
            Self::Gap => "connectivity gap",
            Self::Stall => "stall as a pilot",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Effectiveness | Self::Adoption => "share",
            Self::Slow | Self::Overrun => "x",
            Self::Gap | Self::Stall => "event",
        }
    }

    /// Does it make cost lines dearer only, so that nothing has to be simulated again?
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Overrun)
    }

    /// Numbers that tell it: cost and delay of a gap, one of all others.
    const fn columns(self) -> usize {
        if matches!(self, Self::Gap) { 2 } else { 1 }
    }
}

/// One unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Path in the study file.
    pub id: String,
    /// For people.
    pub title: String,
    /// `share`, `x` (a factor), `event` (happens or not).
    pub unit: &'static str,
    /// Index of the investment.
    pub investment: usize,
    /// What it is.
    pub kind: Kind,
    /// Its numbers in a point.
    columns: Range<usize>,
    law: Uncertainty,
}

impl Unknown {
    fn law(&self) -> Option<&Distribution> {
        law_of(self.kind, &self.law)
    }

    /// Probability, where it happens or not.
    pub fn chance(&self) -> Option<f64> {
        match self.kind {
            Kind::Gap => self.law.gap.as_ref().map(|gap| gap.chance),
            Kind::Stall => self.law.stall.map(|stall| stall.chance),
            _ => None,
        }
    }

    /// The value below which it stays with probability `p`; 0 or 1 where it happens or not.
    pub fn quantile(&self, p: f64) -> f64 {
        match (self.law(), self.chance()) {
            (Some(law), _) => law.quantile(p),
            (None, Some(chance)) => f64::from(u8::from(p > 1.0 - chance)),
            (None, None) => 0.0,
        }
    }

    /// Sets it in a luck: a value, or for events 1 (it happens, with the median of what it brings).
    pub fn set(&self, luck: &mut Luck, value: f64) {
        let happens = value > 0.5;
        match self.kind {
            Kind::Effectiveness => luck.effectiveness = value,
            Kind::Adoption => luck.adoption = value,
            Kind::Slow => luck.slow = value,
            Kind::Overrun => luck.overrun = value,
            Kind::Stall => luck.stalled = happens,
            Kind::Gap => {
                let median = |law: &Distribution| if happens { law.quantile(0.5) } else { 0.0 };
                let gap = self.law.gap.as_ref();
                luck.gap_cost = gap.map_or(0.0, |gap| median(&gap.cost));
                luck.gap_delay = gap.map_or(0.0, |gap| median(&gap.delay));
            }
        }
    }

    /// Its numbers in a luck.
    fn numbers(&self, luck: &Luck) -> Vec<f64> {
        match self.kind {
            Kind::Effectiveness => vec![luck.effectiveness],
            Kind::Adoption => vec![luck.adoption],
            Kind::Slow => vec![luck.slow],
            Kind::Overrun => vec![luck.overrun],
            Kind::Gap => vec![luck.gap_cost, luck.gap_delay],
            Kind::Stall => vec![f64::from(u8::from(luck.stalled))],
        }
    }

    /// Its numbers in a point.
    pub fn of<'a>(&self, point: &'a [f64]) -> &'a [f64] {
        &point[self.columns.clone()]
    }

    /// Does it happen there?
    pub fn happens(&self, point: &[f64]) -> bool {
        self.of(point).iter().any(|x| *x > 0.0)
    }

    /// Its numbers from its scores; high scores of events are trouble.
    fn numbers_of(&self, scores: &[f64]) -> Vec<f64> {
        let u = normal_cdf(scores[0]).clamp(1e-12, 1.0 - 1e-12);
        if let Some(law) = self.law() {
            return vec![law.quantile(u)];
        }
        let chance = self.chance().unwrap_or(0.0);
        let trouble = u - (1.0 - chance);
        match (&self.law.gap, self.kind) {
            (Some(gap), Kind::Gap) if trouble > 0.0 => {
                let within = (trouble / chance).clamp(1e-12, 1.0 - 1e-12);
                let delay = normal_cdf(scores[1]).clamp(1e-12, 1.0 - 1e-12);
                vec![gap.cost.quantile(within), gap.delay.quantile(delay)]
            }
            (_, Kind::Gap) => vec![0.0, 0.0],
            _ => vec![f64::from(u8::from(trouble > 0.0))],
        }
    }
}

fn law_of(kind: Kind, law: &Uncertainty) -> Option<&Distribution> {
    match kind {
        Kind::Effectiveness => Some(&law.effectiveness),
        Kind::Adoption => Some(&law.adoption),
        Kind::Slow => Some(&law.slow),
        Kind::Overrun => Some(&law.overrun),
        Kind::Gap | Kind::Stall => None,
    }
}

/// All unknowns of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknowns {
    /// In the order of the study file.
    pub items: Vec<Unknown>,
    /// How their scores hang together.
    pub scores: Scores,
    /// Scores of every item.
    pub groups: Vec<Vec<usize>>,
}

impl Unknowns {
    /// Those of the investments on both sides of a comparison; laws that are constant are known.
    pub fn of(study: &Study, plan: &ComparisonPlan) -> Self {
        let mut investments = study.arms[plan.investment].investments.clone();
        investments.extend(&study.arms[plan.reference].investments);
        investments.dedup();
        let several = investments.len() > 1;
        let (mut items, mut groups, mut columns) = (Vec::new(), Vec::new(), 0);
        for investment in investments {
            let of = &study.investments[investment];
            for kind in Kind::ALL {
                let known = match law_of(kind, &of.unknown) {
                    Some(law) => law.as_constant().is_some(),
                    None if kind == Kind::Gap => of.unknown.gap.is_none(),
                    None => of.unknown.stall.is_none(),
                };
                if known {
                    continue;
                }
                let title = if several {
                    format!("{} ({})", kind.title(), of.title)
                } else {
                    kind.title().to_owned()
                };
                let mine = columns..columns + kind.columns();
                columns = mine.end;
                groups.push(mine.clone().collect());
                items.push(Unknown {
                    id: format!("investments.{}.{}", of.name, kind.key()),
                    title,
                    unit: kind.unit(),
                    investment,
                    kind,
                    columns: mine,
                    law: of.unknown.clone(),
                });
            }
        }
        let scores = correlated(&items, columns);
        Self { items, scores, groups }
    }

    /// The unknowns of one pair as a point.
    pub fn point(&self, lucks: &[Luck]) -> Vec<f64> {
        self.items.iter().flat_map(|item| item.numbers(&lucks[item.investment])).collect()
    }

    /// The point at these scores.
    pub fn point_of(&self, scores: &[f64]) -> Vec<f64> {
        let numbers = |(item, of): (&Unknown, &Vec<usize>)| {
            item.numbers_of(&of.iter().map(|k| scores[*k]).collect::<Vec<_>>())
        };
        self.items.iter().zip(&self.groups).flat_map(numbers).collect()
    }

    /// Everything at its median, no event happens.
    pub fn medians(&self, study: &Study) -> Vec<Luck> {
        let middle = |of: &crate::investment::project::Investment| {
            let law = &of.unknown;
            Luck {
                effectiveness: law.effectiveness.quantile(0.5),
                adoption: law.adoption.quantile(0.5),
                slow: law.slow.quantile(0.5),
                overrun: law.overrun.quantile(0.5),
                ..Luck::AS_PLANNED
            }
        };
        study.investments.iter().map(middle).collect()
    }

    /// The draws of an investment that stand in a point.
    pub fn lucks_at(&self, study: &Study, point: &[f64]) -> Vec<Luck> {
        let mut lucks = self.medians(study);
        for item in &self.items {
            let luck = &mut lucks[item.investment];
            let numbers = item.of(point);
            item.set(luck, numbers[0]);
            if item.kind == Kind::Gap {
                (luck.gap_cost, luck.gap_delay) = (numbers[0], numbers[1]);
            }
        }
        lucks
    }
}

/// Overrun, gap and slowness of one investment are correlated, all else is not.
fn correlated(items: &[Unknown], scores: usize) -> Scores {
    let troubled = |item: &Unknown| matches!(item.kind, Kind::Slow | Kind::Overrun | Kind::Gap);
    let mut matrix: Vec<Vec<f64>> =
        (0..scores).map(|i| (0..scores).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for a in items.iter().filter(|item| troubled(item)) {
        for b in items.iter().filter(|b| troubled(b) && b.id != a.id) {
            if a.investment == b.investment {
                matrix[a.columns.start][b.columns.start] = a.law.correlation;
            }
        }
    }
    Scores::correlated(matrix).unwrap_or_else(|| Scores::independent(scores))
}
