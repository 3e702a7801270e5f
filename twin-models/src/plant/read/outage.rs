//! `[utilities]` and `[cyber]`.

use super::Draft;
use crate::plant::model::{Cyber, MachineIx, Utility};
use crate::text::say::say_number;
use crate::text::{Reader, Wrong};

/// More outages of the shop floor a year than this are hardly meant.
const MANY: f64 = 0.2;

/// Shared services.
pub(super) fn utilities(draft: &Draft<'_, '_, '_>, root: &Reader<'_, '_>) -> Vec<Utility> {
    let read = |(name, reader): (&str, Reader<'_, '_>)| {
        if name == "cyber" {
            let reason = "`cyber` names the outages of [cyber]";
            let wrong = Wrong::new(reason.to_owned(), "write another name".to_owned());
            reader.context.error(reader.span, &reader.path, wrong);
        }
        let (every, lasts) = (reader.law("every"), reader.law("lasts"));
        let (serves, hit) = (machines(draft, &reader, "serves"), reader.value("hit"));
        Some(Utility { name: name.to_owned(), every: every?, lasts: lasts?, serves, hit: hit? })
    };
    root.named("utilities").into_iter().filter_map(read).collect()
}

/// Attacks on the network.
pub(super) fn cyber(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<Cyber> {
    let [per_year, exposure, encryption, encryption_x, spread, lasts_x] =
        ["per_year", "exposure", "encryption", "encryption_x", "spread", "lasts_x"]
            .map(|key| reader.value(key));
    let (lasts, stops) = (reader.law("lasts"), machines(draft, reader, "stops"));
    let ransom_paid =
        if reader.has("ransom_paid") { Some(reader.value("ransom_paid")?) } else { None };
    let cyber = Cyber {
        per_year: per_year?,
        exposure: exposure?,
        encryption: encryption?,
        encryption_factor: encryption_x?,
        spread: spread?,
        lasts: lasts?,
        lasts_factor: lasts_x?,
        stops,
        ransom_paid,
    };
    let outages = cyber.outages_per_year();
    if outages > MANY {
        reader.warn(
            "per_year",
            format!("that is {} outages of the shop floor a year", say_number(outages)),
            "count compromises, not attempts; 0.01 to 0.03 outages a year are usual",
        );
    }
    Some(cyber)
}

/// The machines that a list names, all without one.
fn machines(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, key: &str) -> Vec<MachineIx> {
    let stations = &draft.names.stations;
    let Some(list) = reader.item(key) else {
        return stations.iter().flat_map(|s| s.machines()).collect();
    };
    let mut all: Vec<MachineIx> = Vec::new();
    let items = list.list();
    if items.as_ref().is_some_and(Vec::is_empty) {
        list.error(
            "this list names no machine",
            format!("name machines, or delete `{key}` for all"),
        );
    }
    for item in items.unwrap_or_default() {
        let Some(k) = draft.names.station(&item) else { continue };
        if all.contains(&MachineIx(stations[k].first)) {
            item.error("this machine stands in the list twice", "delete one of them");
        } else {
            all.extend(stations[k].machines());
        }
    }
    all
}
