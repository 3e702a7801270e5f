//! `[materials.NAME]`, `[suppliers.NAME]`, and what machines take and make.

mod check;
mod forecast;

pub(super) use check::{bill, connect};

use super::keys::{OFFER, POLICY};
use super::{Draft, placeholder};
use crate::plant::model::{
    Come, Customers, Material, Offer, Origin, Outage, Policy, Record, Supplier, When,
};
use crate::text::{Reader, Value};
use sim_core::Distribution;

/// All suppliers.
pub(super) fn suppliers(draft: &Draft<'_, '_, '_>) -> Vec<Supplier> {
    draft.sections.suppliers.iter().map(|(name, reader)| supplier(name, reader)).collect()
}

fn supplier(name: &str, reader: &Reader<'_, '_>) -> Supplier {
    let lead = reader.law("lead").unwrap_or_else(placeholder);
    let expedited_lead = reader.law("expedited_lead");
    if expedited_lead.as_ref().is_some_and(|e| e.mean() > lead.mean()) {
        reader.warn(
            "expedited_lead",
            "an expedited order takes longer than a normal one",
            "check both numbers; are they exchanged?",
        );
    }
    let supplier = Supplier {
        name: name.to_owned(),
        lead,
        expedited_lead,
        no_crossing: reader.flag("no_crossing") == Some(true),
        delivers: reader.law("delivers").unwrap_or_else(placeholder),
        bad: reader.law("bad").unwrap_or_else(|| Distribution::constant(0.0)),
        pace: reader.has("capacity").then(|| reader.value("capacity")).flatten(),
        as_made: reader.flag("as_made") == Some(true),
        outage: reader.table("outage").and_then(|r| {
            let (every, lasts) = (r.law("every"), r.law("lasts"));
            let (known, known_after) = (r.value("known"), r.law("known_after"));
            Some(Outage {
                every: every?,
                lasts: lasts?,
                known: known?,
                known_after: known_after.unwrap_or_else(placeholder),
            })
        }),
    };
    let whole = supplier.delivers.as_constant() == Some(1.0)
        && supplier.bad.as_constant() == Some(0.0)
        && supplier.lead.as_constant().is_some()
        && supplier.expedited_lead.is_none()
        && supplier.outage.is_none();
    if supplier.as_made && (supplier.pace.is_none() || !whole) {
        reader.error(
            "as_made",
            "bit by bit comes only what is made at a `capacity`, after a constant `lead`, whole, \
             good and without outages",
            "add `capacity`, and delete `delivers`, `bad`, `expedited_lead` and `outage`; or delete `as_made`",
        );
    }
    supplier
}

/// All materials.
pub(super) fn materials(draft: &Draft<'_, '_, '_>) -> Vec<Material> {
    let read = |(name, reader): &(&str, Reader<'_, '_>)| {
        let policy = policy(reader);
        let amount = |key: &str| reader.value(key).unwrap_or(0.0);
        Material {
            name: (*name).to_owned(),
            unit: reader.text("unit").unwrap_or("pieces").to_owned(),
            initial: amount("initial"),
            policy,
            order_at_least: amount("order_at_least"),
            order_multiple: amount("order_multiple"),
            origin: origin(draft, reader),
            expedite_below: expedite_below(draft, reader),
            customers: reader.table("demand").and_then(|r| customers(&r)),
            record: reader.table("record").and_then(|r| {
                let (error, every, lag) = (r.value("error"), r.value("count"), r.value("lag"));
                let record = Record { error: error?, every: every?, lag: lag? };
                if record.lag > 0.0 && policy.every().is_none() {
                    r.error(
                        "lag",
                        "a record that lags is looked at from time to time, not at every movement",
                        "take a policy with `every`, such as { r_s = { every = \"1 weeks\", up_to = 40 } }",
                    );
                }
                Some(record)
            }),
        }
    };
    draft.sections.materials.iter().map(read).collect()
}

fn policy(reader: &Reader<'_, '_>) -> Policy {
    let Some(item) = reader.item("policy") else { return Policy::None };
    if !matches!(item.node.value, Value::Table(_)) {
        item.word(&["none"]);
        return Policy::None;
    }
    let Some(table) = item.table(&POLICY) else { return Policy::None };
    let kinds = &["s_q", "s_s", "r_s", "base_stock", "kanban", "forecast"];
    let every = |r: &Reader<'_, '_>| r.has("every").then(|| r.value("every")).flatten();
    let read = match table.one_of(kinds) {
        Some("s_q") => table.table("s_q").and_then(|r| {
            let (reorder, quantity) = (r.value("reorder"), r.value("quantity"));
            Some(Policy::Quantity { reorder: reorder?, quantity: quantity?, every: every(&r) })
        }),
        Some("s_s") => table.table("s_s").and_then(|r| {
            let (reorder, up_to) = (r.value("reorder"), r.value("up_to"));
            let (reorder, up_to) = (reorder?, up_to?);
            if reorder >= up_to {
                r.error(
                    "up_to",
                    "at the reorder point nothing would be ordered: `up_to` does not lie above it",
                    "write an `up_to` above `reorder`",
                );
            }
            Some(Policy::UpTo { reorder, up_to, every: every(&r) })
        }),
        Some("r_s") => table.table("r_s").and_then(|r| {
            let (every, up_to) = (r.value("every"), r.value("up_to"));
            Some(Policy::Periodic { every: every?, up_to: up_to? })
        }),
        Some("base_stock") => table.value("base_stock").map(Policy::BaseStock),
        Some("forecast") => table.table("forecast").and_then(|r| forecast::read(&r)),
        Some(_) => table.table("kanban").and_then(|r| {
            let (cards, size) = (r.count("cards"), r.value("size"));
            Some(Policy::Kanban { cards: cards?, size: size? })
        }),
        None => {
            table.missing_one_of(kinds, "write one of them, or policy = \"none\"");
            None
        }
    };
    read.unwrap_or(Policy::None)
}

fn origin(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Origin {
    let usual = match reader.one_of(&["supplier", "from"]) {
        Some("supplier") => reader.item("supplier").and_then(|i| draft.names.supplier(&i)),
        Some(_) => return another_stock(draft, reader),
        None => None,
    };
    let alternates = reader.list("alternates");
    if !alternates.is_empty() && !reader.has("supplier") {
        reader.error(
            "alternates",
            "an alternate without a usual supplier",
            "add `supplier`, the one that is asked as a rule",
        );
    }
    let Some(supplier) = usual else { return Origin::Inside };
    let mut offers = vec![Offer { supplier, when: When::Usual, qualified: true }];
    for item in alternates {
        let Some(table) = item.table(&OFFER) else { continue };
        let other = table.item("supplier").and_then(|i| draft.names.supplier(&i));
        let below = table.has("below").then(|| table.value("below")).flatten();
        let when = match (table.word("when"), below) {
            (Some("low"), Some(below)) => When::Below(below),
            (Some("low"), None) => {
                table.missing_one_of(&["below"], "add `below = 20`: asked while less is on hand");
                continue;
            }
            (Some(_), Some(_)) => {
                table.error("below", "`below` belongs to `when = \"low\"`", "delete one of them");
                continue;
            }
            _ => When::Outage,
        };
        if other == Some(supplier) {
            table.error("supplier", "this is the usual supplier", "name another one");
        }
        let known = |s: &Reader<'_, '_>| s.has("outage");
        if when == When::Outage && !known(&draft.sections.suppliers[supplier.index()].1) {
            table.warn(
                "when",
                "the usual supplier has no outages, so this one is never asked",
                "add `outage` to the usual supplier, or take `when = \"low\"`",
            );
        }
        let qualified = table.flag("qualified") != Some(false);
        offers.extend(other.map(|supplier| Offer { supplier, when, qualified }));
    }
    Origin::Suppliers(offers)
}

fn another_stock(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Origin {
    let material = reader.item("from").and_then(|i| draft.names.material(&i));
    if !reader.has("transport") {
        reader.missing_one_of(&["transport"], "add `transport = \"2 d\"`: from there to here");
    }
    match (material, reader.law("transport")) {
        (Some(material), Some(transport)) => Origin::Stock { material, transport },
        _ => Origin::Inside,
    }
}

fn expedite_below(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<f64> {
    let below = reader.has("expedite_below").then(|| reader.value("expedite_below")).flatten()?;
    let usual = reader.text("supplier")?;
    let able = |s: &&(&str, Reader<'_, '_>)| s.0 == usual && !s.1.has("expedited_lead");
    if draft.sections.suppliers.iter().any(|s| able(&s)) {
        reader.error(
            "expedite_below",
            "the usual supplier cannot deliver any faster",
            "add `expedited_lead` to the supplier, or delete `expedite_below`",
        );
    }
    Some(below)
}

fn customers(reader: &Reader<'_, '_>) -> Option<Customers> {
    let come = match reader.one_of(&["every", "steady"]) {
        Some("every") => Come::Each {
            every: reader.law("every")?,
            size: match reader.has("size") {
                true => reader.law("size")?,
                false => placeholder(),
            },
        },
        Some(_) => {
            for key in ["size", "backorder"] {
                if reader.has(key) {
                    reader.error(
                        key,
                        format!("a steady stream has no `{key}`: all of it waits"),
                        "delete it, or write `every` instead of `steady`",
                    );
                }
            }
            Come::Steady(reader.value("steady")?)
        }
        None => {
            reader.missing_one_of(
                &["every", "steady"],
                "add `every = { exponential = { mean = \"2 h\" } }`, or `steady = \"12/d\"`",
            );
            return None;
        }
    };
    let backorder = match reader.has("backorder") {
        true => reader.value("backorder")?,
        false => 1.0,
    };
    Some(Customers { come, backorder })
}
