//! `[changeovers]`.

use super::{Draft, Named, placeholder};
use crate::plant::model::{ChangeoverKind, Changeovers, MachineIx};
use crate::text::Reader;
use crate::text::say::say_number;

/// Reads the changeovers; `constraint` is the station of the constraint, if it is known.
pub(super) fn read(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    constraint: Option<usize>,
) -> Option<Changeovers> {
    let every = reader.law("every");
    let named = reader.named("kinds");
    let kinds = kinds(reader, &named);
    let mut unknown = false;
    let stations = stations(draft, reader, &mut unknown);
    let scrap_at = scrap_at(draft, reader, constraint, &named);
    if let Some(station) = scrap_at.filter(|k| !unknown && !stations.contains(k))
        && !stations.is_empty()
    {
        refuse_elsewhere(reader, draft.names.stations[station].name);
    }
    if let Some(every) = &every {
        refuse_endless(reader, every.mean(), &kinds);
    }
    let machines = |station: usize| draft.names.stations[station].machines();
    Some(Changeovers {
        every: every?,
        kinds,
        machines: stations.iter().flat_map(|k| machines(*k)).collect::<Vec<MachineIx>>(),
        scrap_at: scrap_at.map(|k| machines(k).collect()).unwrap_or_default(),
    })
}

fn kinds(reader: &Reader<'_, '_>, named: &Named<'_, '_>) -> Vec<ChangeoverKind> {
    if named.is_empty() && reader.own_node("kinds").is_some_and(|n| n.as_table().is_some()) {
        reader.error(
            "kinds",
            "there is no kind of changeover",
            "add one: [changeovers.kinds.NAME] with `lasts`",
        );
    }
    let kind = |(name, kind): &(&str, Reader<'_, '_>)| ChangeoverKind {
        name: (*name).to_owned(),
        times: kind.count("times").unwrap_or(1),
        lasts: kind.law("lasts").unwrap_or_else(placeholder),
        scrap: kind.count("scrap").unwrap_or(0),
    };
    named.iter().map(kind).collect()
}

/// Positions of the stations that are set up; tells whether a name was unknown.
fn stations(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, unknown: &mut bool) -> Vec<usize> {
    let Some(list) = reader.item("stations") else {
        return (0..draft.names.stations.len()).collect();
    };
    let mut stations: Vec<usize> = Vec::new();
    let items = list.list();
    if items.as_ref().is_some_and(Vec::is_empty) {
        list.error("no machine is set up", "name the machines, or delete `stations` for all");
    }
    for item in items.unwrap_or_default() {
        let Some(k) = draft.names.station(&item) else {
            *unknown = true;
            continue;
        };
        if stations.contains(&k) {
            item.error("this machine stands in the list twice", "delete one of them");
        } else {
            stations.push(k);
        }
    }
    stations.sort_unstable();
    stations
}

/// Where pieces are scrapped, if anywhere.
fn scrap_at(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    constraint: Option<usize>,
    kinds: &Named<'_, '_>,
) -> Option<usize> {
    let scraps = kinds.iter().any(|(_, kind)| kind.has("scrap"));
    let Some(named) = reader.item("scrap_at") else { return constraint.filter(|_| scraps) };
    if !scraps && !kinds.is_empty() {
        named.warn(
            "no kind of changeover scraps pieces, so this does nothing",
            "add `scrap` to a kind, or delete `scrap_at`",
        );
    }
    draft.names.station(&named)
}

/// Pieces are scrapped after a set-up, so at a machine that is set up.
fn refuse_elsewhere(reader: &Reader<'_, '_>, name: &str) {
    let key = if reader.has("scrap_at") { "scrap_at" } else { "stations" };
    reader.error(
        key,
        format!("pieces are scrapped at `{name}`, which is not set up"),
        format!("add `{name}` to `stations`, or write another `scrap_at`"),
    );
}

/// Set-up that takes longer than the time from one changeover to the next leaves no production.
fn refuse_endless(reader: &Reader<'_, '_>, every: f64, kinds: &[ChangeoverKind]) {
    let times: f64 = kinds.iter().map(|k| f64::from(k.times)).sum();
    let all: f64 = kinds.iter().map(|k| f64::from(k.times) * k.lasts.mean()).sum();
    let lasts = all / times;
    if lasts >= every {
        let hours = |seconds: f64| say_number((seconds / 36.0).round() / 100.0);
        reader.error(
            "every",
            format!(
                "a changeover begins every {} h and lasts {} h: nothing would be made in between",
                hours(every),
                hours(lasts)
            ),
            "write a longer `every` or a shorter `lasts`",
        );
    }
}
