//! Which cost centre an entry of the general ledger belongs to.
//!
//! `[cost_centres]` of a study may name it; a line, else the machine or crew it is about, else its
//! category or account decides. Without such a table the machine or the crew is the cost centre, and
//! `plant` is that of everything else.

use crate::finance::tco::CostItem;
use crate::money::prices::{CATEGORIES, PriceLine};
use crate::study::Study;
use std::sync::Arc;
use twin_models::plant::model::Plant;

/// The cost centre of what is about no machine and no crew.
pub const PLANT: &str = "plant";

/// Accounts and lines without a price, as keys of `[cost_centres]`.
pub const GENERAL: [&str; 6] =
    ["capital", "one-off expense", "run cost", "income tax", "working capital", "salvage"];

/// The cost centre that the study gives to the first of these keys it knows.
fn told(study: &Study, keys: &[&str]) -> Option<Arc<str>> {
    let find = |key: &&str| study.cost_centres.iter().find(|(k, _)| k == key);
    keys.iter().find_map(find).map(|(_, centre)| centre.as_str().into())
}

/// Of a line of the price book.
pub(super) fn of_price(study: &Study, line: &PriceLine) -> Arc<str> {
    let entity = study.arms.iter().find_map(|arm| entity(&arm.plant, line));
    let category = super::category(line.category);
    let keys = [line.name.as_str(), entity.as_deref().unwrap_or(category), category];
    told(study, &keys).or(entity).unwrap_or_else(|| PLANT.into())
}

/// Of a line of the cost list.
pub(super) fn of_cost(study: &Study, line: &str, item: CostItem, account: &str) -> Arc<str> {
    told(study, &[line, super::item(item), account]).unwrap_or_else(|| PLANT.into())
}

/// Of tax, working capital, salvage.
pub(super) fn of_account(study: &Study, line: &str) -> Arc<str> {
    told(study, &[line]).unwrap_or_else(|| PLANT.into())
}

/// The one machine or crew that all quantities of a line are about.
fn entity(plant: &Plant, line: &PriceLine) -> Option<Arc<str>> {
    let mut owners = line.terms.iter().map(|(key, _)| owner(plant, key));
    let first = owners.next()??;
    owners.all(|other| other.as_deref() == Some(&*first)).then_some(first)
}

fn owner(plant: &Plant, key: &str) -> Option<Arc<str>> {
    let (_, name) = key.split_once(':')?;
    let machine = |index: usize| plant.machines.get(index).map(|m| m.name.as_str());
    let mode =
        || plant.modes.iter().find(|m| m.name == name).and_then(|m| machine(m.machine.index()));
    let task =
        || plant.tasks.iter().find(|t| t.name == name).and_then(|t| machine(t.machine.index()));
    let own = || {
        let machines = plant.machines.iter().map(|m| m.name.as_str());
        machines.chain(plant.crews.iter().map(|c| c.name.as_str())).find(|n| *n == name)
    };
    own().or_else(mode).or_else(task).map(Into::into)
}

/// Every key that `[cost_centres]` may have.
pub fn keys(plant: &Plant, lines: &[PriceLine], costs: &[Arc<str>]) -> Vec<String> {
    let machines = plant.machines.iter().map(|m| m.name.as_str());
    let crews = plant.crews.iter().map(|c| c.name.as_str());
    let categories = CATEGORIES.iter().map(|(_, name)| *name);
    let lines = lines.iter().map(|line| line.name.as_str());
    let costs = costs.iter().map(|name| &**name);
    let all = machines.chain(crews).chain(categories).chain(lines).chain(costs).chain(GENERAL);
    all.map(str::to_owned).collect()
}
