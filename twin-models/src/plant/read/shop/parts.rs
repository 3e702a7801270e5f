//! What goes into products, what comes out of them, and their stores.

use super::super::Draft;
use super::super::keys::GAIN;
use crate::plant::model::{Gain, Product, Store};
use crate::text::units::nearest;
use crate::text::{Item, Reader};
use sim_core::SimDuration;

/// Reads `store`, `parts` and `gives` of every product.
pub(super) fn read(draft: &Draft<'_, '_, '_>, products: &mut [Product]) {
    let readers = &draft.sections.products;
    for ((_, reader), product) in readers.iter().zip(&mut *products) {
        product.store = reader.table("store").and_then(|r| store(&r));
    }
    let has_store = |k: usize| readers[k].1.has("store");
    let find = |name: &str, item: &Item<'_, '_>| {
        let names = readers.iter().map(|(n, _)| *n);
        let Some(k) = names.clone().position(|n| n == name) else {
            let remedy = match nearest(name, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there is: {}", names.collect::<Vec<_>>().join(", ")),
            };
            item.error(format!("there is no product `{name}`"), remedy);
            return None;
        };
        if !has_store(k) {
            item.error(
                format!("`{name}` has no store"),
                format!("add `store = {{ reorder_at = 20, order = 50 }}` to [products.{name}]"),
            );
        }
        Some(k as u32)
    };
    for ((_, reader), product) in readers.iter().zip(&mut *products) {
        let entries = |key: &str| reader.item(key).and_then(|i| i.entries()).unwrap_or_default();
        for (name, item) in entries("parts") {
            let (part, count) = (find(name, &item), item.count(1, 100_000));
            product.parts.extend(part.zip(count));
        }
        for (name, item) in entries("gives") {
            let of = find(name, &item);
            let Some(gain) = item.table(&GAIN) else { continue };
            let (pieces, usable) = (gain.count("pieces"), gain.value("usable"));
            if let (Some(product_of), Some(pieces), Some(usable)) = (of, pieces, usable) {
                product.gives.push(Gain { product: product_of, pieces, usable });
            }
        }
    }
    for (k, (name, reader)) in readers.iter().enumerate() {
        if is_part_of_itself(products, k) {
            let reason = format!("`{name}` is a part of itself: nothing could ever be made");
            reader.error("parts", reason, "delete it from `parts` here or further down");
        }
    }
}

/// Is a product in itself, some levels down?
fn is_part_of_itself(products: &[Product], product: usize) -> bool {
    let mut seen = vec![false; products.len()];
    let mut queue = vec![product];
    while let Some(k) = queue.pop() {
        for (part, _) in &products[k].parts {
            let part = *part as usize;
            if part == product {
                return true;
            }
            if !std::mem::replace(&mut seen[part], true) {
                queue.push(part);
            }
        }
    }
    false
}

fn store(reader: &Reader<'_, '_>) -> Option<Store> {
    let (reorder_at, lot) = (reader.count("reorder_at"), reader.count("order"));
    let (initial, lead) = (reader.count("initial"), reader.value("lead"));
    let priority = reader.count("priority");
    Some(Store {
        initial: initial?,
        reorder_at: reorder_at?,
        lot: lot?,
        lead: SimDuration::from_seconds(lead?),
        priority: priority?,
    })
}
