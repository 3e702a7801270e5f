//! `[products.NAME]`, `[orders]`, and `shop` of machines.

mod orders;
mod parts;
mod routes;
mod stations;

use super::Draft;
use super::names::find;
use crate::plant::model::{Dispatch, MachineIx, Plant, Shop, Takes};
use crate::text::{Item, Node, Reader, Value};
use sim_core::Distribution;

/// The names of stations in all routes, as they are written; before anything is checked.
pub(super) fn stations_of_routes<'d>(products: &super::Named<'_, 'd>) -> Vec<&'d str> {
    let list = |node: Option<&'d Node>| match node.map(|n| &n.value) {
        Some(Value::Array(list)) => &list[..],
        _ => &[],
    };
    let text = |node: Option<&'d Node>| match node.map(|n| &n.value) {
        Some(Value::String(text)) => Some(&**text),
        _ => None,
    };
    let mut names = Vec::new();
    for (_, product) in products {
        for step in list(product.own_node("route")) {
            let Some(step) = step.as_table() else { continue };
            names.extend(text(step.get("station")));
            for other in list(step.get("alternates")) {
                let table = other.as_table().and_then(|t| text(t.get("station")));
                names.extend(table.or_else(|| text(Some(other))));
            }
        }
    }
    names
}

/// Reads the shop and tells its machines that they are in it.
pub(super) fn read(draft: &Draft<'_, '_, '_>, root: &Reader<'_, '_>, plant: &mut Plant) {
    let reader = root.table("orders");
    let products = &draft.sections.products;
    if products.is_empty() {
        if root.own_node("orders").is_some() {
            root.error(
                "orders",
                "there are orders, but no products",
                "add [products.NAME] with its route, or delete [orders]",
            );
        }
        stations::refuse_elsewhere(draft);
        return;
    }
    let Some(reader) = reader else {
        root.error(
            "products",
            "nothing of these products is ever ordered",
            "add [orders] with `every` and `mix`, or with a `book`",
        );
        return;
    };
    let (machines, place_of) = stations::shop_stations(draft);
    let mut shop = Shop {
        products: Vec::new(),
        families: routes::families(products),
        stations: machines,
        drawn: orders::drawn(draft, &reader),
        book: Vec::new(),
        at_most_in_process: reader
            .item("at_most_in_process")
            .and(reader.count("at_most_in_process")),
        at_most_of_family: Vec::new(),
        loops: stations::loops(draft, &reader, &place_of),
        cancel: orders::cancel(&reader),
        late_at_most: reader
            .item("late_at_most")
            .and(reader.value("late_at_most"))
            .map(sim_core::SimDuration::from_seconds),
        planning: orders::planning(&reader),
        record: reader.flag("record").unwrap_or(false),
    };
    shop.at_most_of_family = orders::limits(&reader, &shop.families);
    shop.products = routes::products(draft, &shop, plant, &place_of);
    parts::read(draft, &mut shop.products);
    shop.set_book(orders::book(draft, &reader));
    if shop.drawn.is_none() && shop.book.is_empty() && !reader.has("every") && !reader.has("book") {
        reader.missing_one_of(&["every", "book"], "add `every = \"4 h\"` and `mix`, or a `book`");
    }
    stations::settings(draft, &mut shop);
    if shop.planning.is_some() && shop.stations.iter().all(|s| s.dispatch != Dispatch::Plan) {
        reader.warn(
            "planning",
            "no machine works by the plan, so this changes nothing",
            "write shop.dispatch = \"plan\" at machines of the shop, or delete it",
        );
    }
    stations::refuse_line(draft, root, plant);
    for (station, (_, machine)) in draft.names.stations.iter().zip(&draft.sections.machines) {
        let has_cycle = machine.has("cycle") || machine.has("rate");
        let mean = shop.station_of(MachineIx(station.first)).map(|k| mean_time(&shop, k));
        for m in station.machines().filter(|_| station.in_shop) {
            let machine = &mut plant.machines[m.index()];
            machine.takes = Takes::Jobs;
            if let (false, Some(Some(mean))) = (has_cycle, mean) {
                machine.cycle = Distribution::constant(mean);
            }
        }
    }
    plant.shop = Some(shop);
}

/// Mean time for a piece of all operations that a station can do.
fn mean_time(shop: &Shop, station: usize) -> Option<f64> {
    let steps = shop.products.iter().flat_map(|p| &p.route);
    let here = steps.flat_map(|s| &s.places).filter(|p| p.station as usize == station);
    let (sum, count) = here.fold((0.0, 0), |(s, n), p| (s + p.time.mean(), n + 1));
    (sum > 0.0).then(|| sum / f64::from(count))
}

/// The product that an item names.
fn product(draft: &Draft<'_, '_, '_>, item: &Item<'_, '_>) -> Option<u32> {
    let names = draft.sections.products.iter().map(|(name, _)| *name);
    find(item, "product", names).map(|k| k as u32)
}
