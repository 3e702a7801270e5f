//! How much of the headline rests on the word of vendors and on industry averages.

use crate::answer::groups::Groups;
use crate::baseline::leaves::is_below;
use crate::finance::tables::Tables;
use crate::finance::tco::CostLine;
use crate::investment::project::Investment;
use crate::investment::sources::Part;
use crate::pairing::record::PairRecord;
use crate::pairing::{Worker, run_pair, tables, worth};
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{
    Assumption, Firmness, RestingFigure, RestingOn, RestingRow, Role, Stays,
};
use crate::study::run::Pairs;
use rayon::prelude::*;
use sim_core::{Plan, replicate};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Whose word is taken away.
const GROUPS: [&[&str]; 3] = [&["vendor"], &["industry"], &["vendor", "industry"]];
/// Simulating once more may take this share of the run.
pub(crate) const SHARE: f64 = 0.05;
/// Pairs simulated once more, at most and at least: with fewer, an error says nothing.
pub(crate) const PAIRS: (u64, u64) = (40, 5);
/// Pairs that are valued once more without a simulation, at most.
const PRICED: usize = 200;

/// Benefit and net present value of one pair, with and without.
#[derive(Clone, Copy, Debug)]
struct Both {
    benefit: [f64; 2],
    npv: [f64; 2],
}

/// Pairs, by number, with and without.
type Valued = Vec<(u64, Both)>;

/// What is left of the headline without the word of some. Without `simulate`, what needs a simulation
/// is left open.
pub(crate) fn resting_on(
    study: &Study,
    pairs: &Pairs,
    simulate: Option<Option<&AtomicBool>>,
) -> Option<RestingOn> {
    let plan = study.comparisons.first().filter(|_| study.without.is_empty())?;
    let struck = Struck::of(study, plan);
    let all = struck.parts().count();
    let again = budget(study, pairs, struck.simulations());
    let mut known: Vec<(Vec<String>, Valued)> = Vec::new();
    let mut rows = Vec::new();
    for kinds in GROUPS {
        let effects = struck.by(kinds);
        let values = match known.iter().find(|(of, _)| *of == effects) {
            Some((_, values)) => values.clone(),
            None if effects.is_empty() => as_it_is(pairs),
            None if struck.leaves_nothing(effects.len()) => without_benefit(study, plan, pairs),
            None => match (simulate, again) {
                (Some(cancel), Some(count)) => again_without(study, pairs, kinds, count, cancel),
                _ => Vec::new(),
            },
        };
        known.push((effects.clone(), values.clone()));
        rows.push(row(study, plan, pairs, kinds, effects, &values));
    }
    Some(RestingOn {
        comparison: plan.id.clone(),
        effects: all as u64,
        untold: struck.parts().filter(|p| p.kinds.is_empty()).map(|p| p.path.clone()).collect(),
        rows,
    })
}

/// Sets of effects that need pairs of their own.
pub(crate) fn simulations(study: &Study) -> usize {
    let plan = study.comparisons.first().filter(|_| study.without.is_empty());
    plan.map_or(0, |plan| Struck::of(study, plan).simulations())
}

/// The effects of the headline, and whose word they rest on.
struct Struck<'a> {
    mine: Vec<&'a Investment>,
    today: bool,
}

impl<'a> Struck<'a> {
    fn of(study: &'a Study, plan: &ComparisonPlan) -> Self {
        let arm = &study.arms[plan.investment];
        let mine = arm.investments.iter().map(|k| &study.investments[*k]).collect();
        Self { mine, today: study.arms[plan.reference].role == Role::Before }
    }

    fn parts(&self) -> impl Iterator<Item = &'a Part> {
        self.mine.iter().flat_map(|investment| investment.sources.parts())
    }

    /// Paths of the effects that rest on these kinds.
    fn by(&self, kinds: &[&str]) -> Vec<String> {
        self.parts().filter(|part| part.rests_on(kinds)).map(|part| part.path.clone()).collect()
    }

    /// Without so many effects the plant is today's.
    fn leaves_nothing(&self, effects: usize) -> bool {
        let stops = self.mine.iter().any(|investment| investment.disturbs());
        effects == self.parts().count() && !stops && self.today
    }

    fn simulations(&self) -> usize {
        let open: BTreeSet<Vec<String>> = GROUPS.iter().map(|kinds| self.by(kinds)).collect();
        open.iter().filter(|s| !s.is_empty() && !self.leaves_nothing(s.len())).count()
    }
}

/// Pairs of each simulation, where there are enough: whole couples and blocks.
fn budget(study: &Study, pairs: &Pairs, simulations: usize) -> Option<u64> {
    let most = (SHARE * pairs.done.len() as f64 / simulations.max(1) as f64) as u64;
    let count = most.min(PAIRS.0);
    let unit = study.draws().unit();
    let whole = if unit <= count { count - count % unit } else { count };
    (whole >= PAIRS.1).then_some(whole)
}

/// Hard benefit and net present value of the headline in one pair.
fn headline(record: &PairRecord) -> Option<(f64, f64)> {
    let base = record.comparisons.first()?.rows.first()?;
    Some((base.benefit, base.npv))
}

fn as_it_is(pairs: &Pairs) -> Valued {
    let one = |(pair, record): &(u64, PairRecord)| {
        let (benefit, npv) = headline(record)?;
        Some((*pair, Both { benefit: [benefit; 2], npv: [npv; 2] }))
    };
    pairs.done.iter().filter_map(one).collect()
}

/// So many pairs may be priced again: with `[uncertain]` each reads the study anew.
fn priced(study: &Study, pairs: &Pairs) -> usize {
    match study.uncertain.entries.is_empty() {
        true => PRICED,
        false => (pairs.done.len() / 20).clamp(2, PAIRS.0 as usize),
    }
}

/// Nothing of the effect is left: two equal plants, and the costs.
fn without_benefit(study: &Study, plan: &ComparisonPlan, pairs: &Pairs) -> Valued {
    let costs = CostsOnly::new(study, plan, |_: &Investment, _: &CostLine| true);
    let one = |(pair, record): &(u64, PairRecord)| {
        let (benefit, npv) = headline(record)?;
        let left = costs.npv(record)?;
        Some((*pair, Both { benefit: [benefit, 0.0], npv: [npv, left] }))
    };
    pairs.done.par_iter().take(priced(study, pairs)).filter_map(one).collect()
}

/// A study of which only some cost lines are left, prepared once unless its numbers are drawn.
struct CostsOnly<'a, W> {
    study: &'a Study,
    plan: &'a ComparisonPlan,
    wanted: W,
    known: Option<Study>,
    tables: Tables,
    /// Quantities of plants in which nothing happens.
    nothing: Vec<f64>,
}

impl<'a, W: Fn(&Investment, &CostLine) -> bool + Sync> CostsOnly<'a, W> {
    fn new(study: &'a Study, plan: &'a ComparisonPlan, wanted: W) -> Self {
        let widest = study.tools.iter().map(|tools| tools.schema.len()).max().unwrap_or(0);
        let nothing = vec![0.0; widest * study.horizon as usize];
        let mut new = Self { study, plan, wanted, known: None, tables: tables(study), nothing };
        if study.uncertain.entries.is_empty() {
            new.known = Some(new.stripped(study.clone()));
        }
        new
    }

    fn stripped(&self, mut study: Study) -> Study {
        for investment in &mut study.investments {
            let mut cost = std::mem::take(&mut investment.cost);
            cost.retain(|line| (self.wanted)(investment, line));
            investment.cost = cost;
            investment.office = None;
        }
        study
    }

    /// Net present value of these costs, and of nothing else, under the luck of a pair.
    fn npv(&self, record: &PairRecord) -> Option<f64> {
        let Self { study, plan, .. } = self;
        let drawn = match &self.known {
            Some(_) => None,
            None => Some(self.stripped(study.with_drawn(&record.unknowns).ok()?.into_owned())),
        };
        let seen = self.known.as_ref().or(drawn.as_ref())?;
        let none = |k: usize| &self.nothing[..study.tools[k].schema.len() * study.horizon as usize];
        let bought = ((none(plan.investment), None), (none(plan.reference), None));
        worth(seen, &self.tables, plan, &record.lucks, bought, (1.0, 1.0)).ok()
    }
}

/// The first pairs once more, without these effects; empty where one cannot be simulated.
fn again_without(
    study: &Study,
    pairs: &Pairs,
    kinds: &[&str],
    count: u64,
    cancel: Option<&AtomicBool>,
) -> Valued {
    let Ok(without) = study.without(kinds) else { return Vec::new() };
    let limits = Plan { allowed_failures: 0, cancel, progress: None };
    let once = |worker: &mut Worker, k: u64| {
        let (pair, record) = &pairs.done[k as usize];
        let (left, _) = run_pair(&without, worker, *pair)?;
        let both = headline(record)
            .zip(headline(&left))
            .map(|((benefit, npv), (b, n))| (*pair, Both { benefit: [benefit, b], npv: [npv, n] }));
        Ok::<_, crate::pairing::record::PairFailure>(both)
    };
    let run = replicate(0..count, &limits, || Worker::new(&without), once);
    match run.ok().filter(|run| !run.cancelled) {
        Some(run) => run.results.into_iter().filter_map(|(_, both)| both).collect(),
        None => Vec::new(),
    }
}

fn row(
    study: &Study,
    plan: &ComparisonPlan,
    pairs: &Pairs,
    kinds: &[&str],
    effects: Vec<String>,
    values: &[(u64, Both)],
) -> RestingRow {
    let groups = Groups::over(study, values.iter().map(|(pair, _)| *pair));
    let of = |pick: &dyn Fn(&Both) -> f64| -> Vec<f64> {
        values.iter().map(|(_, both)| pick(both)).collect()
    };
    let (benefit, benefit_left) = (of(&|b| b.benefit[0]), of(&|b| b.benefit[1]));
    let (npv, npv_left) = (of(&|b| b.npv[0]), of(&|b| b.npv[1]));
    RestingRow {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        effects,
        pairs: values.len() as u64,
        benefit_share: gone(&groups, &benefit, &benefit_left),
        npv_share: gone(&groups, &npv, &npv_left),
        npv: mean(&groups, &npv),
        npv_without: mean(&groups, &npv_left),
        stays: stays(study, plan, pairs, kinds),
    }
}

fn mean(groups: &Groups, values: &[f64]) -> Option<RestingFigure> {
    let value = values.iter().sum::<f64>() / values.len().max(1) as f64 + 0.0;
    let ci = groups.mean_ci_at(values.iter().map(|x| Some(*x)), 0.95);
    (!values.is_empty()).then_some(RestingFigure { value, ci })
}

/// Share of a mean that is gone, with the error of a ratio of means (linearised); none where the mean
/// is not above 0 by its error.
fn gone(groups: &Groups, with: &[f64], left: &[f64]) -> Option<RestingFigure> {
    let whole = mean(groups, with)?;
    let positive = whole.value > 0.0 && whole.ci.is_none_or(|ci| ci.low > 0.0);
    if !positive {
        return None;
    }
    let lost: Vec<f64> = with.iter().zip(left).map(|(with, left)| with - left).collect();
    let value = mean(groups, &lost)?.value / whole.value;
    let errors: Vec<f64> =
        lost.iter().zip(with).map(|(x, w)| (x - value * w) / whole.value).collect();
    let ci = mean(groups, &errors)?.ci.map(|ci| {
        let half = 0.5 * (ci.high - ci.low);
        crate::study::result::Interval { low: value - half, high: value + half }
    });
    Some(RestingFigure { value, ci })
}

/// What of these kinds is not taken away.
fn stays(study: &Study, plan: &ComparisonPlan, pairs: &Pairs, kinds: &[&str]) -> Stays {
    let is_of = |row: &Assumption| row.kind.as_deref().is_some_and(|kind| kinds.contains(&kind));
    let rows: Vec<&Assumption> = study.assumptions.iter().filter(|row| is_of(row)).collect();
    let in_study = |head: &str| -> Vec<&str> {
        let mine = rows.iter().filter(|row| row.file == "study" && is_below(&row.path, head));
        mine.map(|row| row.path.as_str()).collect()
    };
    let arm = &study.arms[plan.investment];
    let heads: Vec<String> = arm
        .investments
        .iter()
        .map(|k| format!("investments.{}", study.investments[*k].name))
        .collect();
    let costs: BTreeSet<&str> =
        heads.iter().flat_map(|head| in_study(&format!("{head}.cost"))).collect();
    let of_effect = |path: &str, head: &str| {
        ["edits", "claim_calibrated", "office", "cost"]
            .iter()
            .any(|k| is_below(path, &format!("{head}.{k}")))
            || crate::investment::sources::PROMISES
                .iter()
                .any(|k| is_below(path, &format!("{head}.{k}")))
    };
    let others = heads
        .iter()
        .map(|head| in_study(head).iter().filter(|path| !of_effect(path, head)).count())
        .sum::<usize>();
    let lines: Vec<bool> = study
        .book
        .lines
        .iter()
        .map(|line| {
            let paths = || line.inputs.iter().filter(|path| is_below(path, "prices"));
            line.firmness == Firmness::Hard && paths().any(|path| !in_study(path).is_empty())
        })
        .collect();
    let benefit = |record: &PairRecord| -> f64 {
        let lines_of = record.comparisons.first().map_or(&[][..], |c| &c.lines);
        lines_of.iter().zip(&lines).filter(|(_, of)| **of).map(|(x, _)| x).sum()
    };
    let done = pairs.done.len().max(1) as f64;
    Stays {
        plant: rows.iter().filter(|row| row.file == "plant").count() as u64,
        prices: in_study("prices").len() as u64,
        priced_benefit: pairs.done.iter().map(|(_, record)| benefit(record)).sum::<f64>() / done
            + 0.0,
        cost_present: cost_present(study, plan, pairs, &costs),
        costs: costs.len() as u64,
        others: others as u64,
    }
}

/// Mean present value after tax of the cost lines written at these paths.
fn cost_present(
    study: &Study,
    plan: &ComparisonPlan,
    pairs: &Pairs,
    paths: &BTreeSet<&str>,
) -> Option<f64> {
    if paths.is_empty() {
        return Some(0.0);
    }
    let wanted = |investment: &Investment, line: &CostLine| {
        let key = line.name.replace(' ', "_");
        paths.contains(&*format!("investments.{}.cost.{key}", investment.name))
    };
    let some_costs = CostsOnly::new(study, plan, wanted);
    let none = CostsOnly::new(study, plan, |_: &Investment, _: &CostLine| false);
    let some = pairs.done.par_iter().take(priced(study, pairs).min(PAIRS.0 as usize));
    let value = |(_, record): &(u64, PairRecord)| {
        // A gap or a gate costs something of its own; it is the same on both sides.
        Some(none.npv(record)? - some_costs.npv(record)?)
    };
    let values: Vec<f64> = some.map(value).collect::<Option<_>>()?;
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64 + 0.0)
}
