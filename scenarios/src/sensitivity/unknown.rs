//! The unknowns of a comparison as inputs of a function: values, laws, scores.

use crate::investment::review::reviews_at_median;
use crate::investment::uncertainty::{Luck, Uncertainty};
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::Acts;
use crate::uncertainty::Drawn;
use crate::uncertainty::entry::Entry;
use sim_core::Distribution;
use sim_core::special::normal_cdf;
use sim_core::statistics::Scores;
use std::ops::Range;

/// What is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Share of the intended technical effect.
    Effectiveness,
    /// Share of vendors' promises that is believed.
    Haircut,
    /// Share of the people who do their part.
    Adoption,
    /// Factor on the time of the ramp.
    Slow,
    /// Factor on one-off costs.
    Overrun,
    /// Machines that cannot be connected as they are: cost and delay.
    Gap,
    /// A compliance gate that is not passed at once: cost and delay, or the end of the project.
    Gate,
    /// A pilot that never grows.
    Stall,
    /// A number of `[uncertain]`, by its index there.
    Number(usize),
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Effectiveness,
        Self::Haircut,
        Self::Adoption,
        Self::Slow,
        Self::Overrun,
        Self::Gap,
        Self::Gate,
        Self::Stall,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Effectiveness => "effectiveness",
            Self::Haircut => "haircut",
            Self::Adoption => "adoption",
            Self::Slow => "slow_factor",
            Self::Overrun => "overrun",
            Self::Gap => "connectivity_gap",
            Self::Gate => "compliance_gate",
            Self::Stall => "stall",
            Self::Number(_) => "",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Effectiveness => "effectiveness of the technology",
            Self::Haircut => "share of vendors' promises that comes true",
            Self::Adoption => "people who do their part",
            Self::Slow => "slowness of the ramp",
            Self::Overrun => "overrun of one-off costs",
            Self::Gap => "connectivity gap",
            Self::Gate => "compliance gate not passed at once",
            Self::Stall => "stall as a pilot",
            Self::Number(_) => "",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Effectiveness | Self::Haircut | Self::Adoption => "share",
            Self::Slow | Self::Overrun => "x",
            Self::Gap | Self::Gate | Self::Stall => "event",
            Self::Number(_) => "",
        }
    }

    /// Numbers that tell it, as many as scores: cost and delay of a gap; cost, delay and end at a gate; one
    /// of all others.
    const fn columns(self) -> usize {
        match self {
            Self::Gap => 2,
            Self::Gate => 3,
            _ => 1,
        }
    }
}

/// One unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Path in the study file.
    pub id: String,
    /// For people.
    pub title: String,
    /// `share`, `x` (a factor), `event` (happens or not), or as the file writes it.
    pub unit: String,
    /// Index of the investment.
    pub investment: usize,
    /// What it is.
    pub kind: Kind,
    /// Its numbers in a point.
    columns: Range<usize>,
    law: Law,
}

/// The law of an unknown.
#[derive(Clone, Debug, PartialEq)]
enum Law {
    /// One of those of an investment.
    Investment(Box<Uncertainty>),
    /// An entry of `[uncertain]`.
    Entry(Box<Entry>),
}

impl Unknown {
    fn of_investment(&self) -> Option<&Uncertainty> {
        match &self.law {
            Law::Investment(law) => Some(law),
            Law::Entry(_) => None,
        }
    }

    /// The value at this uniform number, where it does not just happen or not.
    fn value(&self, u: f64) -> Option<f64> {
        match &self.law {
            Law::Investment(law) => law_of(self.kind, law).map(|law| law.quantile(u)),
            Law::Entry(entry) => Some(entry.value(u)),
        }
    }

    /// Does it change money only, so that nothing has to be simulated again?
    pub fn is_money(&self) -> bool {
        match &self.law {
            Law::Investment(_) => self.kind == Kind::Overrun,
            Law::Entry(entry) => entry.acts() == Acts::Money,
        }
    }

    /// Probability, where it happens or not.
    pub fn chance(&self) -> Option<f64> {
        let law = self.of_investment()?;
        match self.kind {
            Kind::Gap => law.gap.as_ref().map(|gap| gap.chance),
            Kind::Gate => law.gate.as_ref().map(|gate| gate.chance),
            Kind::Stall => law.stall.map(|stall| stall.chance),
            _ => None,
        }
    }

    /// The value below which it stays with probability `p`; 0 or 1 where it happens or not.
    pub fn quantile(&self, p: f64) -> f64 {
        let event = || f64::from(u8::from(p > 1.0 - self.chance().unwrap_or(0.0)));
        self.value(p).unwrap_or_else(event)
    }

    /// Sets it in a draw: a value, or for events 1 (it happens, with the median of what it brings).
    pub fn set(&self, drawn: &mut Drawn, value: f64) {
        if let Kind::Number(k) = self.kind {
            drawn.values[k] = value;
            return;
        }
        let luck = &mut drawn.lucks[self.investment];
        let happens = value > 0.5;
        match self.kind {
            Kind::Effectiveness => luck.effectiveness = value,
            Kind::Haircut => luck.haircut = value,
            Kind::Adoption => luck.adoption = value,
            Kind::Slow => luck.slow = value,
            Kind::Overrun => luck.overrun = value,
            Kind::Stall => luck.stalled = happens,
            Kind::Gap => {
                let median = |law: &Distribution| if happens { law.quantile(0.5) } else { 0.0 };
                let gap = self.of_investment().and_then(|law| law.gap.as_ref());
                luck.gap_cost = gap.map_or(0.0, |gap| median(&gap.cost));
                luck.gap_delay = gap.map_or(0.0, |gap| median(&gap.delay));
            }
            Kind::Gate => {
                let gate = self.of_investment().and_then(|law| law.gate.as_ref());
                let Some(gate) = gate.filter(|_| happens) else {
                    return set_gate(luck, &[0.0; 3], 0);
                };
                let numbers = match gate.cancels >= 0.5 {
                    true => [0.0, 0.0, 1.0],
                    false => [gate.cost.quantile(0.5), gate.delay.quantile(0.5), 0.0],
                };
                set_gate(luck, &numbers, gate.decided);
            }
            Kind::Number(_) => {}
        }
    }

    /// Its numbers in a draw.
    fn numbers(&self, lucks: &[Luck], values: &[f64]) -> Vec<f64> {
        if let Kind::Number(k) = self.kind {
            return vec![values[k]];
        }
        let luck = &lucks[self.investment];
        match self.kind {
            Kind::Effectiveness => vec![luck.effectiveness],
            Kind::Haircut => vec![luck.haircut],
            Kind::Adoption => vec![luck.adoption],
            Kind::Slow => vec![luck.slow],
            Kind::Overrun => vec![luck.overrun],
            Kind::Gap => vec![luck.gap_cost, luck.gap_delay],
            Kind::Gate => {
                let ended = f64::from(u8::from(luck.cancelled_in.is_some()));
                vec![luck.gate_cost, luck.gate_delay, ended]
            }
            Kind::Stall => vec![f64::from(u8::from(luck.stalled))],
            Kind::Number(_) => Vec::new(),
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
        if let Some(value) = self.value(u) {
            return vec![value];
        }
        let chance = self.chance().unwrap_or(0.0);
        let trouble = u - (1.0 - chance);
        let uniform = |k: usize| normal_cdf(scores[k]).clamp(1e-12, 1.0 - 1e-12);
        let gap = self.of_investment().and_then(|law| law.gap.as_ref());
        let gate = self.of_investment().and_then(|law| law.gate.as_ref());
        if let (Some(gate), Kind::Gate) = (gate, self.kind) {
            if trouble <= 0.0 {
                return vec![0.0; 3];
            }
            if uniform(1) < gate.cancels {
                return vec![0.0, 0.0, 1.0];
            }
            let within = (trouble / chance).clamp(1e-12, 1.0 - 1e-12);
            return vec![gate.cost.quantile(within), gate.delay.quantile(uniform(2)), 0.0];
        }
        match (gap, self.kind) {
            (Some(gap), Kind::Gap) if trouble > 0.0 => {
                let within = (trouble / chance).clamp(1e-12, 1.0 - 1e-12);
                vec![gap.cost.quantile(within), gap.delay.quantile(uniform(1))]
            }
            (_, Kind::Gap) => vec![0.0, 0.0],
            _ => vec![f64::from(u8::from(trouble > 0.0))],
        }
    }
}

/// Cost, delay and end at a compliance gate.
fn set_gate(luck: &mut Luck, numbers: &[f64], decided: u32) {
    (luck.gate_cost, luck.gate_delay) = (numbers[0], numbers[1]);
    luck.cancelled_in = (numbers[2] > 0.5).then_some(decided);
}

fn law_of(kind: Kind, law: &Uncertainty) -> Option<&Distribution> {
    match kind {
        Kind::Effectiveness => Some(&law.effectiveness),
        Kind::Haircut => Some(&law.haircut),
        Kind::Adoption => Some(&law.adoption),
        Kind::Slow => Some(&law.slow),
        Kind::Overrun => Some(&law.overrun),
        Kind::Gap | Kind::Gate | Kind::Stall | Kind::Number(_) => None,
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
                    None if kind == Kind::Gate => of.unknown.gate.is_none(),
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
                    unit: kind.unit().to_owned(),
                    investment,
                    kind,
                    columns: mine,
                    law: Law::Investment(Box::new(of.unknown.clone())),
                });
            }
        }
        for (k, entry) in study.uncertain.entries.iter().enumerate() {
            groups.push(vec![columns]);
            items.push(Unknown {
                id: entry.name.clone(),
                title: entry.title.clone(),
                unit: if entry.unit == "factor" { "x".to_owned() } else { entry.unit.clone() },
                investment: 0,
                kind: Kind::Number(k),
                columns: columns..columns + 1,
                law: Law::Entry(Box::new(entry.clone())),
            });
            columns += 1;
        }
        let scores = correlated(study, &items, columns);
        Self { items, scores, groups }
    }

    /// The unknowns of one pair as a point: draws of the investments, and of `[uncertain]`.
    pub fn point(&self, lucks: &[Luck], values: &[f64]) -> Vec<f64> {
        self.items.iter().flat_map(|item| item.numbers(lucks, values)).collect()
    }

    /// The point at these scores.
    pub fn point_of(&self, scores: &[f64]) -> Vec<f64> {
        let numbers = |(item, of): (&Unknown, &Vec<usize>)| {
            item.numbers_of(&of.iter().map(|k| scores[*k]).collect::<Vec<_>>())
        };
        self.items.iter().zip(&self.groups).flat_map(numbers).collect()
    }

    /// Everything at its median, no event happens.
    pub fn medians(&self, study: &Study) -> Drawn {
        let middle = |of: &crate::investment::project::Investment| {
            let law = &of.unknown;
            Luck {
                effectiveness: law.effectiveness.quantile(0.5),
                haircut: law.haircut.quantile(0.5),
                adoption: law.adoption.quantile(0.5),
                slow: law.slow.quantile(0.5),
                overrun: law.overrun.quantile(0.5),
                review_delay: reviews_at_median(&law.reviews),
                ..Luck::AS_PLANNED
            }
        };
        Drawn {
            lucks: study.investments.iter().map(middle).collect(),
            values: study.uncertain.entries.iter().map(|entry| entry.value(0.5)).collect(),
        }
    }

    /// The draw that stands in a point; what is no unknown here as in `medians`.
    pub fn drawn_at(&self, medians: &Drawn, point: &[f64]) -> Drawn {
        let mut drawn = medians.clone();
        for item in &self.items {
            let numbers = item.of(point);
            item.set(&mut drawn, numbers[0]);
            if item.kind == Kind::Gap {
                let luck = &mut drawn.lucks[item.investment];
                (luck.gap_cost, luck.gap_delay) = (numbers[0], numbers[1]);
            }
            let gate = item.of_investment().and_then(|law| law.gate.as_ref());
            if let (Kind::Gate, Some(gate)) = (item.kind, gate) {
                set_gate(&mut drawn.lucks[item.investment], numbers, gate.decided);
            }
        }
        drawn
    }
}

/// Overrun, gap, gate and slowness of one investment are correlated, numbers of `[uncertain]` as the file says.
fn correlated(study: &Study, items: &[Unknown], scores: usize) -> Scores {
    let mut matrix: Vec<Vec<f64>> =
        (0..scores).map(|i| (0..scores).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let troubled = |kind: Kind| matches!(kind, Kind::Slow | Kind::Overrun | Kind::Gap | Kind::Gate);
    for a in items {
        for b in items.iter().filter(|b| b.id != a.id) {
            let found = match (a.kind, b.kind) {
                (Kind::Number(i), Kind::Number(j)) => {
                    study.uncertain.copula.normal_correlation(i, j)
                }
                _ if troubled(a.kind) && troubled(b.kind) && a.investment == b.investment => {
                    a.of_investment().map_or(0.0, |law| law.correlation)
                }
                _ => 0.0,
            };
            matrix[a.columns.start][b.columns.start] = found;
        }
    }
    Scores::correlated(matrix).unwrap_or_else(|| Scores::independent(scores))
}
