//! Reading `[bundle]` and `[programme]`.

use super::learning::learning;
use super::parts::did_you_mean;
use super::sections_programme::GATE;
use super::units::MONTHS;
use crate::investment::project::Investment;
use crate::programme::clash::clashes;
use crate::programme::plan::{Bundle, Gate, Programme};
use twin_models::text::units::Wrong;
use twin_models::text::{Bounds, Dimension, Item, Reader};

/// The last contract must leave a year for its costs to fall into.
const LAST_YEAR: u32 = 12;

/// Reads `[bundle]`, if there is one.
pub(super) fn bundle(root: &Reader<'_, '_>, investments: &[Investment]) -> Option<Bundle> {
    if !root.has("bundle") {
        return None;
    }
    let reader = root.table("bundle")?;
    let mut members = Vec::new();
    for at in reader.list("investments") {
        let Some(k) = investment(&at, investments) else { continue };
        if members.contains(&k) {
            at.error("it stands there twice", "delete one of the two");
        } else {
            members.push(k);
        }
    }
    let listed = reader.item("investments").and_then(|item| item.list()).map_or(0, |l| l.len());
    if listed == 1 {
        reader.error(
            "investments",
            "one investment is no bundle",
            "name two or more, or delete [bundle]",
        );
    }
    members.sort_unstable();
    compatible(&reader, investments, &members, "bundle");
    let title = match reader.has("title") {
        true => reader.text("title")?.to_owned(),
        false => titles(investments, &members),
    };
    (members.len() >= 2).then_some(Bundle { title, members, span: reader.span })
}

/// Reads `[programme]`, if there is one.
pub(super) fn programme(
    root: &Reader<'_, '_>,
    investments: &[Investment],
    horizon: Option<f64>,
) -> Option<Programme> {
    if !root.has("programme") {
        return None;
    }
    let reader = root.table("programme")?;
    let months = |item: &Item<'_, '_>| {
        item.value(Dimension::Other(&MONTHS), Bounds::between(0.0, 1200.0)).map(|m| m as u32)
    };
    let mut steps = Vec::new();
    let start = reader.item("start")?;
    for (name, at) in start.entries().unwrap_or_default() {
        match investments.iter().position(|i| i.name == name) {
            Some(k) => steps.extend(months(&at).map(|m| (k, m))),
            None => unknown(&at, name, investments),
        }
    }
    if steps.len() == 1 {
        start.error("one investment is no programme", "name two or more, or delete [programme]");
    }
    steps.sort_by_key(|(k, month)| (*month, *k));
    let wait: Vec<u32> = reader.list("wait").iter().filter_map(months).filter(|m| *m > 0).collect();
    let gate = if reader.has("gate") { Some(gate(&reader)?) } else { None };
    let learning = learning(&reader, gate.as_ref());
    let last = steps.last().map_or(0, |(_, m)| *m) + wait.iter().copied().max().unwrap_or(0);
    if let Some(horizon) = horizon
        && f64::from(last + LAST_YEAR) > horizon
    {
        reader.error(
            "start",
            format!("the last contract, {last} months after the first day, leaves less than a year of the study"),
            "start or wait earlier, or lengthen `horizon`",
        );
    }
    if let (Some(gate), Some((_, first)), Some((_, second))) = (&gate, steps.first(), steps.get(1))
        && first + gate.month > *second
    {
        reader.error(
            "gate",
            format!(
                "the review in month {} comes after the next contract in month {second}",
                first + gate.month
            ),
            "review earlier, or start the next step later",
        );
    }
    let mut members: Vec<usize> = steps.iter().map(|(k, _)| *k).collect();
    members.sort_unstable();
    compatible(&reader, investments, &members, "programme");
    let title = match reader.has("title") {
        true => reader.text("title")?.to_owned(),
        false => "One after the other".to_owned(),
    };
    (steps.len() >= 2).then_some(Programme {
        title,
        steps,
        wait,
        gate,
        learning,
        span: reader.span,
    })
}

fn gate(reader: &Reader<'_, '_>) -> Option<Gate> {
    let gate = reader.item("gate")?.table(&GATE)?;
    Some(Gate { month: gate.value("after")? as u32, reach: gate.value("reach")? })
}

fn investment(at: &Item<'_, '_>, investments: &[Investment]) -> Option<usize> {
    let name = at.text()?;
    let found = investments.iter().position(|i| i.name == name);
    if found.is_none() {
        unknown(at, name, investments);
    }
    found
}

fn unknown(at: &Item<'_, '_>, name: &str, investments: &[Investment]) {
    if !investments.is_empty() {
        at.error(format!("there is no investment `{name}`"), did_you_mean(name, investments));
    }
}

/// Refuses members that cannot be had together, and a name that the arm of all of them needs.
fn compatible(
    reader: &Reader<'_, '_>,
    investments: &[Investment],
    members: &[usize],
    arm: &'static str,
) {
    let chosen: Vec<&Investment> = members.iter().map(|k| &investments[*k]).collect();
    for clash in clashes(&chosen) {
        let wrong = Wrong::new(clash.reason, clash.remedy);
        reader.context.error(clash.span.or(reader.span), &reader.path, wrong);
    }
    if let Some(same) = investments.iter().find(|i| i.name == arm) {
        let wrong = Wrong::new(
            format!("an investment must not be called `{arm}` beside [{arm}]"),
            "give the investment another name",
        );
        reader.context.error(same.span, &format!("investments.{arm}"), wrong);
    }
}

fn titles(investments: &[Investment], members: &[usize]) -> String {
    let titles: Vec<&str> = members.iter().map(|k| &*investments[*k].title).collect();
    titles.join(" + ")
}
