//! The most expensive single event, and how the plant stands it.

use super::curve::OpenTime;
use super::futures::{Watched, service_kind, worst_of};
use crate::answer::groups::Groups;
use crate::answer::spread::spread;
use crate::study::Study;
use crate::study::result::{BeforeAfter, FirstAvoided, PaybackTime, Resilience, WorstEvent};
use sim_core::SimTime;
use sim_core::statistics::quantile;
use twin_models::plant::calendar::{Calendar, TICKS_PER_WEEK};
use twin_models::plant::model::Plant;

/// Months until the upper end of what is promised for critical equipment.
const BAND: f64 = 6.0;

fn groups(study: &Study, watched: &[Watched]) -> Groups {
    Groups::first(study, watched.len() as u64)
}

/// The worst event; absent where nothing ever costs the constraint an hour.
pub(super) fn event(study: &Study, watched: &[Watched], cost: f64) -> Option<WorstEvent> {
    let groups = groups(study, watched);
    let head = study.comparisons.first()?;
    let plant = &study.arms[head.reference].plant;
    let edges = Calendar::months(study.start, 12);
    let year = edges.last()?.0;
    let in_year = |w: &Watched| {
        let first: Vec<_> = w.hits.iter().filter(|hit| hit.at.0 < year).cloned().collect();
        worst_of(&first).map_or(0.0, |hit| hit.hours)
    };
    let year_hours: Vec<f64> = watched.iter().map(in_year).collect();
    let margin = margin_per_hour(study, watched)?;
    let money = |hours: &mut dyn Iterator<Item = f64>| {
        spread(&groups, hours.map(|hours| Some(hours * margin)))
    };
    let horizon = |w: &Watched| w.worst().map_or(0.0, |hit| hit.hours);
    let gross = money(&mut year_hours.iter().copied())?;
    let gross_horizon = money(&mut watched.iter().map(horizon));
    gross_horizon.as_ref().filter(|spread| spread.max > 0.0)?;
    let mut roots: Vec<(usize, u64)> = Vec::new();
    for hit in watched.iter().filter_map(Watched::worst) {
        match roots.iter_mut().find(|(mode, _)| *mode == hit.mode.index()) {
            Some((_, count)) => *count += 1,
            None => roots.push((hit.mode.index(), 1)),
        }
    }
    // The first of equals.
    roots.sort_by_key(|(mode, count)| (std::cmp::Reverse(*count), *mode));
    let (root, _) = *roots.first()?;
    let mode = &plant.modes[root];
    let is_root = |w: &Watched| w.worst().is_some_and(|hit| hit.mode.index() == root);
    let with_one = || watched.iter().filter_map(Watched::worst);
    let size = median(&year_hours).filter(|hours| *hours > 0.0);
    let of_that_size = size.map(|size| groups.share(watched.iter().map(|w| horizon(w) >= size)));
    let prevented_share = groups.share(with_one().map(|hit| hit.avoided));
    Some(WorstEvent {
        root: format!("{} ({})", mode.name, mode.what),
        root_share: Some(groups.share(watched.iter().map(is_root))),
        futures: watched.len() as u64,
        gross_horizon,
        net: spread(&groups, watched.iter().map(|w| w.net)),
        first_year_cost: cost,
        above_cost: watched
            .iter()
            .any(|w| w.net.is_some())
            .then(|| groups.share(watched.iter().map(|w| w.net.is_some_and(|net| net > cost)))),
        of_that_size,
        outweighs: (cost > 0.0).then_some(gross.p50 > cost),
        gross,
        prevented: Some(prevented_share.value),
        prevented_share: Some(prevented_share),
        first_avoided: first_avoided(study, &groups, watched, &year_hours),
    })
}

/// Margin of an hour of the constraint, as in the closed form: margin of a piece times good pieces per
/// productive hour, over the watched futures of the reference.
fn margin_per_hour(study: &Study, watched: &[Watched]) -> Option<f64> {
    let hours: f64 = watched.iter().flat_map(|w| &w.weeks[0]).sum();
    (hours > 0.0).then_some(())?;
    let good: f64 = watched.iter().map(|w| w.good).sum();
    Some(study.book.basics.margin() * good / hours)
}

/// When the first major failure is avoided.
fn first_avoided(
    study: &Study,
    groups: &Groups,
    watched: &[Watched],
    year_hours: &[f64],
) -> Option<FirstAvoided> {
    let mut sorted = year_hours.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let major = quantile(&sorted, 0.5).filter(|hours| *hours > 0.0)?;
    let edges = Calendar::months(study.start, study.horizon);
    let months = |at: SimTime| {
        let month = edges.partition_point(|edge| edge.0 <= at.0).saturating_sub(1);
        let (from, to) = (edges[month].0, edges.get(month + 1).map_or(edges[month].0 + 1, |e| e.0));
        month as f64 + (at.0 - from) as f64 / (to - from) as f64
    };
    let time = |w: &Watched| {
        let first = w.hits.iter().find(|hit| hit.avoided && hit.hours >= major);
        first.map(|hit| months(hit.at))
    };
    let times: Vec<Option<f64>> = watched.iter().map(time).collect();
    let mut order: Vec<f64> = times.iter().map(|t| t.unwrap_or(f64::INFINITY)).collect();
    order.sort_unstable_by(f64::total_cmp);
    // Order statistics: quantiles of values that are not all numbers.
    let at = |p: f64| {
        let rank = libm::ceil(order.len() as f64 * p).max(1.0) as usize;
        match order.get(rank - 1) {
            Some(months) if months.is_finite() => PaybackTime::Within(*months),
            _ => PaybackTime::Never,
        }
    };
    Some(FirstAvoided {
        major_hours: major,
        p10: at(0.10),
        p50: at(0.50),
        p90: at(0.90),
        within_6: groups.share(times.iter().map(|t| t.is_some_and(|months| months <= BAND))),
        never: groups.share(times.iter().map(Option::is_none)),
    })
}

/// Worst week, recovery, service, of both plants.
pub(super) fn resilience(study: &Study, watched: &[Watched]) -> Option<Resilience> {
    let groups = groups(study, watched);
    let head = study.comparisons.first()?;
    let schema = &study.tools[head.reference].schema;
    let column = |key: &str| schema.iter().position(|q| q.key == key);
    let both = |of: &dyn Fn(&Watched, usize) -> Option<f64>| {
        let side = |k: usize| spread(&groups, watched.iter().map(|w| of(w, k)));
        let difference = watched.iter().map(|w| Some(of(w, 1)? - of(w, 0)?));
        Some(BeforeAfter {
            before: side(0)?,
            after: side(1)?,
            difference: spread(&groups, difference)?,
        })
    };
    let plant = &study.arms[head.reference].plant;
    let worked = full_weeks(plant, study)?;
    Some(Resilience {
        futures: watched.len() as u64,
        worst_week: both(&|w, side| worst_week(&w.weeks[side], &worked)),
        recovery_weeks: both(&|w, side| {
            // The same instant in both futures: that of the worst event of the reference.
            recovery(&w.weeks[side], &worked, w.worst()?.at)
        }),
        service: service_kind(&column).map(str::to_owned),
        service_p5: both(&|w, side| low(&w.service[side])),
    })
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile(&sorted, 0.5)
}

/// Weeks in which nearly as many hours are open as in the median week: those with closed days are left
/// aside.
fn full_weeks(plant: &Plant, study: &Study) -> Option<Vec<bool>> {
    let end = *Calendar::months(study.start, study.horizon).last()?;
    let hours: Vec<f64> =
        OpenTime::of(plant, end).weeks(end).into_iter().map(|ticks| ticks as f64).collect();
    let usual = median(&hours).filter(|hours| *hours > 0.0)?;
    Some(hours.into_iter().map(|hours| hours >= 0.9 * usual).collect())
}

/// Hours of the full weeks, each with its number.
fn of_full<'a>(weeks: &'a [f64], full: &'a [bool]) -> impl Iterator<Item = (usize, f64)> + 'a {
    let all = weeks.iter().zip(full).enumerate();
    all.filter(|(_, (_, full))| **full).map(|(k, (hours, _))| (k, *hours))
}

fn median_full(weeks: &[f64], full: &[bool]) -> Option<f64> {
    let hours: Vec<f64> = of_full(weeks, full).map(|(_, hours)| hours).collect();
    median(&hours).filter(|hours| *hours > 0.0)
}

/// The worst full week as a share of the median one.
fn worst_week(weeks: &[f64], full: &[bool]) -> Option<f64> {
    let median = median_full(weeks, full)?;
    of_full(weeks, full).map(|(_, hours)| hours / median).reduce(f64::min)
}

/// Weeks from the one of the event to the first full one that is a median week again.
fn recovery(weeks: &[f64], full: &[bool], at: SimTime) -> Option<f64> {
    let median = median_full(weeks, full)?;
    let begin = (at.0 / TICKS_PER_WEEK) as usize;
    let back = of_full(weeks, full).find(|(k, hours)| *k > begin && *hours >= median)?;
    Some((back.0 - begin) as f64)
}

/// The 5 % quantile of the months.
fn low(service: &[f64]) -> Option<f64> {
    let mut sorted = service.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile(&sorted, 0.05)
}
