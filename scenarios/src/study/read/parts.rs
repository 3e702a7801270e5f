//! The smaller parts of a study file: the cheap fix, the number of pairs, claims, origins.

use super::sections::{CLAIM, PAIRS, PROVENANCE};
use crate::case::cost_centre_keys;
use crate::investment::project::Investment;
use crate::money::prices::PriceBook;
use crate::study::assumptions::Origin;
use crate::study::luck;
use crate::study::question::{Claim, Design};
use sim_core::Sampling;
use std::sync::Arc;
use twin_models::plant::model::Plant;
use twin_models::text::Reader;
use twin_models::text::units::nearest;

/// The investment that is the cheap fix.
pub(super) fn do_minimum(general: &Reader<'_, '_>, investments: &[Investment]) -> Option<usize> {
    if !general.has("do_minimum") {
        return None;
    }
    let at = general.item("do_minimum")?;
    let name = at.text()?;
    let found = investments.iter().position(|i| i.name == name);
    if found.is_none() && !investments.is_empty() {
        at.error(format!("there is no investment `{name}`"), did_you_mean(name, investments));
    }
    found
}

pub(super) fn did_you_mean(name: &str, investments: &[Investment]) -> String {
    let names: Vec<&str> = investments.iter().map(|i| &*i.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is: {}", names.join(", ")),
    }
}

/// How many pairs, and how their luck hangs together.
pub(super) fn design(general: &Reader<'_, '_>) -> Option<(Design, Sampling)> {
    let precise = Design::Precise { min: 200, max: 5000, half_width: None };
    let Some(item) = general.item("pairs") else { return Some((precise, Sampling::Independent)) };
    if item.node.as_table().is_none() {
        let fixed = |n| (Design::Fixed(u64::from(n)), Sampling::Independent);
        return item.count(2, 1_000_000).map(fixed);
    }
    let table = item.table(&PAIRS)?;
    let (min, max) = (table.count("min")?, table.count("max")?);
    if min > max {
        table.error("max", "`max` is less than `min`", "exchange them");
    }
    let half_width = if table.has("half_width") { Some(table.value("half_width")?) } else { None };
    let sampling = luck::sampling(table.word("luck")?)?;
    Some((Design::Precise { min: min.into(), max: max.into(), half_width }, sampling))
}

/// What vendors promise.
pub(super) fn claims(root: &Reader<'_, '_>, investments: &[Investment]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for item in root.list("claims") {
        let Some(claim) = item.table(&CLAIM) else { continue };
        let at = claim.item("investment");
        let name = at.as_ref().and_then(|at| at.text());
        let found = name.and_then(|name| investments.iter().position(|i| i.name == name));
        if let (Some(at), Some(name), None) = (&at, name, found)
            && !investments.is_empty()
        {
            at.error(format!("there is no investment `{name}`"), did_you_mean(name, investments));
        }
        let parts = (
            found,
            claim.word("indicator"),
            claim.value("change"),
            claim.value("haircut"),
            claim.text("source"),
        );
        if let (Some(investment), Some(indicator), Some(change), Some(haircut), Some(source)) =
            parts
        {
            let (indicator, source) = (indicator.to_owned(), source.to_owned());
            claims.push(Claim { investment, indicator, change, haircut, source });
        }
    }
    claims
}

/// Cost centres of the general ledger; a key that nothing in the study has is a fault.
pub(super) fn cost_centres(
    root: &Reader<'_, '_>,
    plant: Option<&Plant>,
    book: Option<&PriceBook>,
    investments: &[Investment],
) -> Vec<(String, String)> {
    let Some(item) = root.item("cost_centres") else { return Vec::new() };
    let costs: Vec<_> =
        investments.iter().flat_map(|i| &i.cost).map(|line| Arc::clone(&line.name)).collect();
    let known = plant.zip(book).map(|(plant, book)| cost_centre_keys(plant, &book.lines, &costs));
    let mut centres = Vec::new();
    for (key, at) in item.entries().unwrap_or_default() {
        if known.as_ref().is_some_and(|known| known.iter().all(|k| k != key)) {
            at.error(
                format!("nothing in the general ledger is called `{key}`"),
                "name a line of the prices or of the cost list, a machine, a crew, a category of \
                 benefit (downtime, quality, ...) or an account (capital, run cost, income tax, ...)",
            );
        }
        if let Some(centre) = at.text() {
            centres.push((key.to_owned(), centre.to_owned()));
        }
    }
    centres
}

/// Where values come from.
pub(super) fn origins(root: &Reader<'_, '_>) -> Vec<Origin> {
    let Some(item) = root.item("provenance") else { return Vec::new() };
    let mut origins = Vec::new();
    for (path, at) in item.entries().unwrap_or_default() {
        let Some(record) = at.table(&PROVENANCE) else { continue };
        let date = if record.has("date") { record.date("date") } else { None };
        if let (Some(source), Some(owner), Some(kind)) =
            (record.text("source"), record.text("owner"), record.word("kind"))
        {
            origins.push(Origin {
                path: path.to_owned(),
                source: source.to_owned(),
                owner: owner.to_owned(),
                kind: kind.to_owned(),
                date: date.map(|d| d.to_string()),
            });
        }
    }
    origins
}

/// Is the footprint of products asked for?
pub(super) fn footprint(reader: &Reader<'_, '_>, metered: bool) -> bool {
    let asked = reader.flag("footprint") == Some(true);
    if asked && !metered {
        reader.error(
            "footprint",
            "the plant does not say what it draws: there is no energy to be told",
            "give its machines `power`, or leave `footprint` out",
        );
    }
    asked
}
