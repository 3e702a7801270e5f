//! `[materials.NAME]`, `[suppliers.NAME]`, and what machines take and make.

use super::keys::{OFFER, POLICY};
use super::{Draft, placeholder};
use crate::plant::model::{
    Come, Customers, Material, MaterialIx, Offer, Origin, Outage, Plant, Policy, Record, Supplier,
    SupplierIx, When,
};
use crate::text::{Bounds, Dimension, Reader, Value};
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
    let kinds = &["s_q", "s_s", "r_s", "base_stock", "kanban"];
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

/// Materials by name, each with an amount per piece.
pub(super) fn bill(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    key: &str,
) -> Vec<(MaterialIx, f64)> {
    let mut bill: Vec<(MaterialIx, f64)> = Vec::new();
    let amounts = Bounds { open: true, ..Bounds::between(0.0, 1e9) };
    for (name, item) in reader.item(key).and_then(|i| i.entries()).unwrap_or_default() {
        let amount = item.value(Dimension::Number, amounts);
        let known = draft.names.materials.iter().position(|m| *m == name);
        if known.is_none() {
            let near = crate::text::units::nearest(name, draft.names.materials.iter().copied());
            item.error(
                format!("there is no material `{name}`"),
                match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add [materials.{name}]"),
                },
            );
        }
        bill.extend(known.map(|k| MaterialIx(k as u32)).zip(amount));
    }
    bill
}

/// Tells machines what they take and make, and checks that stocks are filled and emptied.
pub(super) fn connect(draft: &Draft<'_, '_, '_>, plant: &mut Plant) {
    for ((_, reader), station) in draft.sections.machines.iter().zip(&draft.names.stations) {
        let consumes = bill(draft, reader, "consumes");
        let makes = reader.item("makes").and_then(|i| draft.names.material(&i));
        let first = &plant.machines[station.first as usize];
        if makes.is_some() && !first.outputs.is_empty() {
            reader.error(
                "makes",
                "its pieces go into a buffer, so none comes into the stock",
                "let the last machine of the line make the material",
            );
        }
        for m in station.machines() {
            let machine = &mut plant.machines[m.index()];
            machine.consumes.clone_from(&consumes);
            machine.makes = makes;
        }
    }
    for (k, (name, reader)) in draft.sections.materials.iter().enumerate() {
        check_material(name, reader, plant, MaterialIx(k as u32));
    }
    refuse_circles(draft, plant);
    refuse_sharing(draft, plant);
}

fn check_material(name: &str, reader: &Reader<'_, '_>, plant: &Plant, ix: MaterialIx) {
    let Some(material) = plant.materials.get(ix.index()) else { return };
    let made = plant.machines.iter().any(|m| m.makes == Some(ix));
    let bought = material.origin != Origin::Inside;
    let named = reader.has("supplier") || reader.has("from");
    if made && bought {
        let key = if reader.has("supplier") { "supplier" } else { "from" };
        reader.error(
            key,
            format!("a machine makes `{name}`, so nobody else supplies it"),
            "delete one of them, or give the bought one a stock of its own",
        );
    }
    let gate = match material.policy {
        Policy::None | Policy::BaseStock(_) => true,
        Policy::UpTo { every, .. } => every.is_none(),
        _ => false,
    };
    if made && !gate {
        reader.error(
            "policy",
            "a machine makes this material, and it cannot work by this policy",
            "write { base_stock = 20 }, { s_s = { reorder = 5, up_to = 20 } } without `every`, or \"none\"",
        );
    }
    if !made && !named && material.policy != Policy::None {
        reader.error(
            "policy",
            "orders go to nobody: there is no `supplier`, no `from`, and no machine makes it",
            "add `supplier = \"name\"`, or write policy = \"none\"",
        );
    }
    if !made && bought && material.policy == Policy::None {
        reader.warn(
            "policy",
            "it has a supplier, and nothing is ever ordered",
            "add a policy, such as { s_q = { reorder = 20, quantity = 100 } }",
        );
    }
    let passed_on =
        |m: &Material| matches!(m.origin, Origin::Stock { material, .. } if material == ix);
    let taken = material.customers.is_some()
        || plant.machines.iter().any(|m| m.consumes.iter().any(|(k, _)| *k == ix))
        || plant.shop.iter().flat_map(|s| &s.products).any(|p| p.takes(ix))
        || plant.materials.iter().any(passed_on);
    if !taken {
        reader.warn(
            "demand",
            format!("nobody takes `{name}`"),
            "let a machine consume it, or give it a demand",
        );
    }
}

/// A stock that is filled from itself, round a circle.
fn refuse_circles(draft: &Draft<'_, '_, '_>, plant: &Plant) {
    let next = |k: usize| match &plant.materials.get(k)?.origin {
        Origin::Stock { material, .. } => Some(material.index()),
        _ => None,
    };
    for (k, (name, reader)) in draft.sections.materials.iter().enumerate() {
        let steps = std::iter::successors(next(k), |at| next(*at)).take(plant.materials.len());
        if steps.into_iter().any(|at| at == k) {
            reader.error(
                "from",
                format!("`{name}` is taken from itself, round a circle"),
                "let one of the stocks have a `supplier`",
            );
            return;
        }
    }
}

/// What comes bit by bit comes for one material.
fn refuse_sharing(draft: &Draft<'_, '_, '_>, plant: &Plant) {
    let asks = |m: &&Material, ix: SupplierIx| match &m.origin {
        Origin::Suppliers(offers) => offers.iter().any(|o| o.supplier == ix),
        _ => false,
    };
    for (k, (_, reader)) in draft.sections.suppliers.iter().enumerate() {
        let ix = SupplierIx(k as u32);
        let asked = plant.materials.iter().filter(|m| asks(m, ix)).count();
        if plant.suppliers[k].as_made && asked > 1 {
            reader.error(
                "as_made",
                format!("{asked} materials come from this supplier, and bit by bit only one can"),
                "give each a supplier of its own, or delete `as_made`",
            );
        }
        if asked == 0 {
            reader.warn("lead", "no material comes from this supplier", "name it, or delete it");
        }
    }
}
