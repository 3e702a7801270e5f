//! The stations of the shop: how they take jobs, and what they cannot have.

use super::super::Draft;
use super::super::keys::SET_UP_PAIR;
use super::super::names::find;
use super::product;
use crate::plant::model::{
    Batch, CardLoop, Dispatch, Plant, SetUpMatrix, SetUpPair, Shop, ShopStation,
};
use crate::text::Reader;
use sim_core::SimDuration;

/// The stations that routes name, and for each station of the file its place among them.
pub(super) fn shop_stations(draft: &Draft<'_, '_, '_>) -> (Vec<ShopStation>, Vec<Option<u32>>) {
    let mut stations: Vec<ShopStation> = Vec::new();
    let mut place_of = Vec::new();
    for station in &draft.names.stations {
        place_of.push(station.in_shop.then_some(stations.len() as u32));
        if station.in_shop {
            stations.push(ShopStation {
                name: station.name.to_owned(),
                machines: station.machines().collect(),
                dispatch: Dispatch::Fifo,
                priority_first: false,
                set_up: None,
                batch: None,
            });
        }
    }
    (stations, place_of)
}

/// `shop` of every machine.
pub(super) fn settings(draft: &Draft<'_, '_, '_>, shop: &mut Shop) {
    refuse_elsewhere(draft);
    let families: Vec<String> = shop.families.clone();
    let of_shop = draft.names.stations.iter().zip(&draft.sections.machines);
    let of_shop = of_shop.filter(|(s, _)| s.in_shop).map(|(_, (_, reader))| reader);
    for (reader, station) in of_shop.zip(&mut shop.stations) {
        let Some(reader) = reader.table("shop") else { continue };
        station.dispatch = dispatch(&reader);
        station.priority_first = reader.flag("priority_first").unwrap_or(false);
        station.batch = reader.table("batch").and_then(|r| batch(&r));
        station.set_up = reader.table("set_up").and_then(|r| set_up(draft, &r, &families));
        if let (Dispatch::SetUpAvoiding(_), false) = (station.dispatch, reader.has("set_up")) {
            reader.warn(
                "dispatch",
                "this machine has no set-ups to avoid",
                "add `set_up`, or write dispatch = \"due date\"",
            );
        }
    }
}

/// `shop` says nothing where no job ever comes.
pub(super) fn refuse_elsewhere(draft: &Draft<'_, '_, '_>) {
    for (station, (name, reader)) in draft.names.stations.iter().zip(&draft.sections.machines) {
        if !station.in_shop && reader.own_node("shop").is_some() {
            reader.error(
                "shop",
                format!("no route of a product names `{name}`, so no job ever comes to it"),
                "name it in a route, or delete `shop`",
            );
        }
    }
}

fn batch(reader: &Reader<'_, '_>) -> Option<Batch> {
    let (at_least, at_most) = (reader.count("at_least"), reader.count("at_most"));
    let max_wait = reader.value("max_wait").map(SimDuration::from_seconds);
    let (at_least, at_most) = (at_least?, at_most?);
    if at_least > at_most {
        reader.error(
            "at_least",
            format!("the machine takes {at_most} pieces, so it never has {at_least}"),
            "write an `at_least` of at most `at_most`",
        );
    }
    if at_least > 1 && !reader.has("max_wait") {
        reader.warn(
            "at_least",
            "without `max_wait` a job waits for no others, so this does nothing",
            "add `max_wait = \"4 h\"`, or delete `at_least`",
        );
    }
    Some(Batch { at_least, max_wait: max_wait?, at_most })
}

/// Loops of cards. `place_of`: for each station of the file its place in the shop.
pub(super) fn loops(
    draft: &Draft<'_, '_, '_>,
    orders: &Reader<'_, '_>,
    place_of: &[Option<u32>],
) -> Vec<CardLoop> {
    let mut loops = Vec::new();
    for (name, reader) in orders.named("kanban") {
        let station = |key: &str| {
            let item = reader.item(key)?;
            let k = draft.names.station(&item)?;
            if place_of[k].is_none() {
                let reason =
                    format!("no route of a product names `{}`", draft.names.stations[k].name);
                item.error(reason, "name a machine of the shop");
            }
            place_of[k]
        };
        let (from, to) = (station("from"), station("to"));
        let cards = reader.count("cards");
        let (Some(from), Some(to), Some(cards)) = (from, to, cards) else { continue };
        if from == to {
            let reason = "a card is taken at one machine and given back at another";
            reader.error("to", reason, "write another machine");
        }
        loops.push(CardLoop { name: name.to_owned(), from, to, cards });
    }
    if loops.len() > 32 {
        orders.error("kanban", "there are more than 32 loops of cards", "delete some");
        loops.truncate(32);
    }
    loops
}

fn dispatch(reader: &Reader<'_, '_>) -> Dispatch {
    let word = reader.word("dispatch");
    let look_ahead = reader.item("look_ahead").and_then(|_| reader.value("look_ahead"));
    if word == Some("avoid set-ups") {
        if !reader.has("look_ahead") {
            reader.error(
                "look_ahead",
                "nothing says how far a job may be put off to avoid a set-up",
                "add `look_ahead = \"3 d\"`",
            );
        }
        return Dispatch::SetUpAvoiding(SimDuration::from_seconds(look_ahead.unwrap_or(0.0)));
    }
    if reader.own_node("look_ahead").is_some() {
        reader.error(
            "look_ahead",
            "only `avoid set-ups` looks ahead",
            "write dispatch = \"avoid set-ups\", or delete `look_ahead`",
        );
    }
    match word {
        Some("due date") => Dispatch::Edd,
        Some("shortest") => Dispatch::Spt,
        Some("critical ratio") => Dispatch::CriticalRatio,
        Some("slack per operation") => Dispatch::SlackPerOperation,
        Some("plan") => Dispatch::Plan,
        _ => Dispatch::Fifo,
    }
}

fn set_up(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    families: &[String],
) -> Option<SetUpMatrix> {
    let (other_family, same_family) = (reader.law("other_family"), reader.law("same_family"));
    let same_product = match reader.has("same_product") {
        true => reader.law("same_product"),
        false => same_family.clone(),
    };
    let first = reader.item("first").and_then(|i| product(draft, &i));
    let scrap = reader.count("scrap");
    let mut pairs: Vec<SetUpPair> = Vec::new();
    for item in reader.list("pairs") {
        let Some(pair) = item.table(&SET_UP_PAIR) else { continue };
        let family = |key: &str| {
            let names = families.iter().map(String::as_str);
            pair.item(key).and_then(|i| find(&i, "family", names)).map(|k| k as u32)
        };
        let (from, to) = (family("from"), family("to"));
        let (lasts, scrap) = (pair.law("lasts"), pair.count("scrap"));
        let (Some(from), Some(to), Some(lasts)) = (from, to, lasts) else { continue };
        if from == to {
            let reason = "a pair leads to another family";
            pair.error("to", reason, "write `same_family` for set-ups within a family");
        } else if pairs.iter().any(|p| (p.from, p.to) == (from, to)) {
            item.error("this pair stands in the list twice", "delete one of them");
        } else {
            pairs.push(SetUpPair { from, to, lasts, scrap: scrap.unwrap_or(0) });
        }
    }
    Some(SetUpMatrix {
        first,
        same_product: same_product?,
        same_family: same_family?,
        other_family: other_family?,
        scrap: scrap.unwrap_or(0),
        pairs,
    })
}

/// What belongs to a line only.
pub(super) fn refuse_line(draft: &Draft<'_, '_, '_>, root: &Reader<'_, '_>, plant: &Plant) {
    for (station, (name, reader)) in draft.names.stations.iter().zip(&draft.sections.machines) {
        if !station.in_shop {
            continue;
        }
        let machine = &plant.machines[station.first as usize];
        if !machine.inputs.is_empty() || !machine.outputs.is_empty() {
            reader.context.error(
                reader.span,
                &reader.path,
                crate::text::Wrong::new(
                    format!("a route names `{name}`, and buffers lead to it or away from it"),
                    "a machine belongs to the shop or to a line: take another one, or no buffers",
                ),
            );
        }
        for (key, instead) in [
            ("scrap", "write `scrap` in the operations of the routes"),
            ("startup_scrap", "write `scrap` in `shop.set_up`"),
            ("defects", "delete it"),
            ("takes", "delete it"),
            ("split", "delete it"),
            ("consumes", "delete it, or write `parts` of the product"),
            ("makes", "delete it, or give the product a `store`"),
            ("part_at_failure", "delete it: work on a job goes on after a failure"),
        ] {
            if reader.has(key) {
                let reason =
                    format!("`{key}` is for machines of a line, and a route names `{name}`");
                reader.error(key, reason, instead);
            }
        }
        if machine.power.as_ref().is_some_and(|p| p.sleep_after.is_some()) {
            let reason = format!("`{name}` takes jobs, which do not wake a machine from sleep");
            reader.error("power", reason, "delete `sleep_after`");
        }
        if plant.changeovers.as_ref().is_some_and(|c| c.machines.contains(&station_first(station)))
        {
            root.error(
                "changeovers",
                format!("`{name}` is set up by its jobs, not by changeovers"),
                "name the machines of the line in `stations`",
            );
        }
        if machine.inspection.is_some() {
            root.error(
                "inspection",
                format!("a route names `{name}`: its jobs are not inspected piece by piece"),
                "write `scrap` or `rework` in the operations of the routes",
            );
        }
    }
    for (_, reader) in draft.sections.quality.iter().chain(&draft.sections.inspections) {
        let at = reader.item("at").and_then(|i| i.text());
        let found = draft.names.stations.iter().find(|s| Some(s.name) == at);
        if found.is_some_and(|s| s.in_shop) {
            reader.error(
                "at",
                "jobs pass this machine, and quality is drawn for single pieces of a line",
                "write `scrap` or `rework` in the operations of the routes",
            );
        }
    }
    for (mode, (_, reader)) in draft.names.modes.iter().zip(&draft.sections.failures) {
        let in_shop = mode.station.is_some_and(|k| draft.names.stations[k].in_shop);
        if in_shop && reader.has("scraps_part") {
            reader.error(
                "scraps_part",
                "a failure of a machine of the shop does not scrap the job on it",
                "delete it",
            );
        }
    }
}

fn station_first(station: &super::super::names::Station<'_>) -> crate::plant::model::MachineIx {
    crate::plant::model::MachineIx(station.first)
}
