//! What machines take and make; whether stocks are filled and emptied, and can flow as they are to.

use super::{Draft, forecast};
use crate::plant::model::{Come, Material, MaterialIx, Origin, Plant, Policy, SupplierIx};
use crate::text::{Bounds, Dimension, Reader};

/// Materials by name, each with an amount per piece.
pub(in crate::plant::read) fn bill(
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
pub(in crate::plant::read) fn connect(draft: &Draft<'_, '_, '_>, plant: &mut Plant) {
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
        Policy::None | Policy::BaseStock(_) | Policy::Forecast(_) => true,
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
    check_steady(reader, plant, ix, material);
    forecast::check(reader, plant, ix, material);
    if !taken {
        reader.warn(
            "demand",
            format!("nobody takes `{name}`"),
            "let a machine consume it, or give it a demand",
        );
    }
}

/// What flows steadily knows no single movement.
fn check_steady(reader: &Reader<'_, '_>, plant: &Plant, ix: MaterialIx, material: &Material) {
    let steady = matches!(&material.customers, Some(c) if matches!(c.come, Come::Steady(_)));
    let filled_from_it =
        |m: &Material| matches!(m.origin, Origin::Stock { material, .. } if material == ix);
    if steady && plant.materials.iter().any(filled_from_it) {
        reader.error(
            "demand",
            "other stocks are filled from this one, and a steady stream leaves no order among them",
            "write `every` instead of `steady`",
        );
    }
    if steady && matches!(material.policy, Policy::BaseStock(_) | Policy::Kanban { .. }) {
        reader.error(
            "policy",
            "this policy orders at every movement, and a steady stream has none",
            "take { s_q = ... }, { s_s = ... } or { r_s = ... }, or write `every` instead of `steady`",
        );
    }
    let bit_by_bit = match &material.origin {
        Origin::Suppliers(offers) => {
            offers.iter().any(|o| plant.suppliers[o.supplier.index()].as_made)
        }
        _ => false,
    };
    let machines = plant.machines.iter().any(|m| m.consumes.iter().any(|(k, _)| *k == ix));
    if bit_by_bit && (!steady || machines) {
        reader.error(
            "supplier",
            "it delivers bit by bit (`as_made`), which only a steady demand can take up",
            "delete `as_made` at the supplier, or let `demand = { steady = ... }` be all that takes it",
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
