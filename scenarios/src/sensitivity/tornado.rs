//! The unknowns one by one: each at its P10 and P90, all others at their medians, under common luck.

use super::bench::{Bench, difference, estimate};
use super::result::{Bar, BreakEven, Decides, Range};
use super::unknown::{Unknown, Unknowns};
use crate::study::{Study, StudyError};

/// Bars of the unknowns, in the order of the study file. Break-evens come from the regression.
///
/// # Errors
/// When a pair fails or somebody stops it.
pub fn bars(
    study: &Study,
    unknowns: &Unknowns,
    bench: &Bench<'_>,
    decides: Option<&Decides>,
) -> Result<Vec<Bar>, StudyError> {
    unknowns.items.iter().map(|item| bar(study, item, bench, decides)).collect()
}

fn bar(
    study: &Study,
    item: &Unknown,
    bench: &Bench<'_>,
    decides: Option<&Decides>,
) -> Result<Bar, StudyError> {
    let event = item.chance().is_some();
    let (low, middle, high) = match event {
        true => (0.0, 0.0, 1.0),
        false => (item.quantile(0.1), item.quantile(0.5), item.quantile(0.9)),
    };
    let at = |value: f64| {
        let mut drawn = bench.medians.clone();
        item.set(&mut drawn, value);
        // An event that does not happen is the median: nothing to simulate.
        if item.is_money() || drawn == bench.medians {
            bench.priced_at(&drawn)
        } else {
            bench.at(&drawn)
        }
    };
    let (npv_low, npv_high) = (at(low)?, at(high)?);
    let below =
        |a: &&crate::study::result::Assumption| a.file == "study" && a.path.starts_with(&item.id);
    let origin = study.assumptions.iter().find(below);
    let found = decides.and_then(|d| d.inputs.iter().find(|one| one.id == item.id));
    Ok(Bar {
        id: item.id.clone(),
        title: item.title.clone(),
        unit: item.unit.clone(),
        range: if event { Range::Event } else { Range::Law },
        low,
        middle,
        high,
        npv_low: estimate(npv_low.iter().copied()).value,
        npv_high: estimate(npv_high.iter().copied()).value,
        error: difference(&npv_high, &npv_low).error,
        repriced: item.is_money(),
        break_even: found.map_or(BreakEven::Unknown, |one| one.break_even),
        source: origin.and_then(|o| o.source.clone()),
        owner: origin.and_then(|o| o.owner.clone()),
        kind: origin.and_then(|o| o.kind.clone()),
    })
}
