//! `[products.NAME]`: routes and families.

use super::super::keys::{ALTERNATE, STEP};
use super::super::{Draft, Named, placeholder};
use crate::plant::model::{JobRework, Place, Plant, Product, RouteStep, Shop};
use crate::text::{Item, Reader, Value};
use sim_core::Distribution;

/// Most operations of a route.
const MOST_STEPS: usize = 254;

/// Names of families, in order of first mention; a product without one is its own.
pub(super) fn families(products: &Named<'_, '_>) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for (name, reader) in products {
        let family = reader.text("family").unwrap_or(name);
        if !families.iter().any(|f| f == family) {
            families.push(family.to_owned());
        }
    }
    families
}

/// All products. `place_of`: for each station of the file its place in the shop.
pub(super) fn products(
    draft: &Draft<'_, '_, '_>,
    shop: &Shop,
    plant: &Plant,
    place_of: &[Option<u32>],
) -> Vec<Product> {
    let read = |(name, reader): &(&str, Reader<'_, '_>)| {
        let family = reader.own_node("family").and(reader.text("family")).unwrap_or(name);
        let family = shop.families.iter().position(|f| f == family).unwrap_or(0) as u32;
        Product {
            name: (*name).to_owned(),
            family,
            transfer_lot: reader.item("transfer_lot").and(reader.count("transfer_lot")),
            route: Route { draft, plant, place_of }.read(reader),
            after: reader.law("after"),
            parts: Vec::new(),
            materials: super::super::supply::bill(draft, reader, "materials"),
            gives: Vec::new(),
            store: None,
        }
    };
    draft.sections.products.iter().map(read).collect()
}

struct Route<'a, 'b, 'c, 'd> {
    draft: &'a Draft<'b, 'c, 'd>,
    plant: &'a Plant,
    place_of: &'a [Option<u32>],
}

impl Route<'_, '_, '_, '_> {
    fn read(&self, reader: &Reader<'_, '_>) -> Vec<RouteStep> {
        let Some(item) = reader.item("route") else { return Vec::new() };
        let items = item.list().unwrap_or_default();
        if items.is_empty() && matches!(item.node.value, Value::Array(_)) {
            item.error("this product has no operation", "add one: { station = \"name\" }");
        }
        if items.len() > MOST_STEPS {
            let found = items.len();
            let reason = format!("a route has at most {MOST_STEPS} operations, and this {found}");
            item.error(reason, "join operations that are done at one station");
            return Vec::new();
        }
        let mut steps: Vec<RouteStep> = Vec::with_capacity(items.len());
        let mut stations: Vec<Option<usize>> = Vec::with_capacity(items.len());
        for item in &items {
            let Some(table) = item.table(&STEP) else { continue };
            stations.push(table.item("station").and_then(|i| self.draft.names.station(&i)));
            let places = self.places(&table, stations[stations.len() - 1]);
            steps.push(RouteStep {
                places,
                per_job: table.law("per_job").unwrap_or_else(placeholder),
                scrap: table.value("scrap").unwrap_or(0.0),
                rework: table.table("rework").and_then(|r| self.rework(&r, &stations)),
            });
        }
        steps
    }

    fn places(&self, step: &Reader<'_, '_>, first: Option<usize>) -> Vec<Place> {
        let time = step.item("time").and_then(|_| step.law("time"));
        let mut stations: Vec<usize> = first.into_iter().collect();
        let mut places: Vec<Place> = Vec::new();
        places.extend(first.and_then(|k| self.place(k, step, time.as_ref())));
        for item in step.list("alternates") {
            let table = match item.node.as_table() {
                Some(_) => item.table(&ALTERNATE),
                None => None,
            };
            let named = match &table {
                Some(table) => table.item("station"),
                None if item.node.as_table().is_none() => Some(item.clone()),
                None => None,
            };
            let Some(named) = named else { continue };
            let Some(k) = self.draft.names.station(&named) else { continue };
            if stations.contains(&k) {
                named.error("this operation names the machine already", "delete one of them");
                continue;
            }
            stations.push(k);
            let own = table.as_ref().and_then(|t| t.item("time").and_then(|_| t.law("time")));
            let missing = table.as_ref().unwrap_or(step);
            places.extend(self.place(k, missing, own.or_else(|| time.clone()).as_ref()));
        }
        places
    }

    /// A station with the time for a piece there.
    fn place(&self, k: usize, at: &Reader<'_, '_>, time: Option<&Distribution>) -> Option<Place> {
        let station = &self.draft.names.stations[k];
        let (name, reader) = &self.draft.sections.machines[k];
        let time = match time {
            Some(time) => time.clone(),
            None if at.has("time") => return None,
            None if reader.has("cycle") || reader.has("rate") => {
                self.plant.machines[station.first as usize].cycle.clone()
            }
            None => {
                at.error(
                    "time",
                    format!("nothing says how long `{name}` needs for a piece"),
                    format!("add `time = \"5 min\"` here, or `cycle` to [machines.{name}]"),
                );
                return None;
            }
        };
        Some(Place { station: self.place_of[k]?, time })
    }

    fn rework(&self, reader: &Reader<'_, '_>, stations: &[Option<usize>]) -> Option<JobRework> {
        let item: Item<'_, '_> = reader.item("to")?;
        let (probability, at_most) = (reader.value("probability"), reader.count("at_most"));
        let to = self.draft.names.station(&item)?;
        let Some(step) = stations.iter().rposition(|s| *s == Some(to)) else {
            item.error(
                "no operation up to this one is done there",
                "name the station of an operation at or before this one",
            );
            return None;
        };
        Some(JobRework { to: step as u32, probability: probability?, at_most: at_most? })
    }
}
