//! `[predictive.NAME]`: monitoring of modes that give a warning.

use super::keys::FALSE_ALARMS;
use super::{Draft, Named, placeholder, plausible};
use crate::plant::model::{Clock, DetectionDelay, FalseAlarms, ModeIx, Monitor, Plant};
use crate::text::{Bounds, Dimension, Item, Reader, Value, parse_quantity};
use sim_core::Distribution;

/// All programmes.
pub(super) fn read(
    draft: &Draft<'_, '_, '_>,
    named: &Named<'_, '_>,
    plant: &Plant,
) -> Vec<Monitor> {
    named.iter().map(|(name, reader)| monitor(draft, name, reader, plant)).collect()
}

fn monitor(
    draft: &Draft<'_, '_, '_>,
    name: &str,
    reader: &Reader<'_, '_>,
    plant: &Plant,
) -> Monitor {
    let on = modes(draft, reader, plant);
    let labour =
        on.first().and_then(|m| plant.modes.get(draft.names.copy_of(*m, 0).index())?.labour);
    Monitor {
        name: name.to_owned(),
        modes: detection(draft, reader, &on),
        delay: delay(draft, reader, &on, plant),
        sensor_uptime: reader.value("sensor_uptime").unwrap_or(1.0),
        sensor_outage: reader.value("sensor_outage").unwrap_or(1.0),
        false_alarms: reader
            .item("false_alarms")
            .and_then(|item| false_alarms(&item.table(&FALSE_ALARMS)?)),
        acted_on: reader.value("acted_on").unwrap_or(1.0),
        response: reader.law("response").unwrap_or_else(placeholder),
        planned_repair_factor: reader.value("planned_repair_x").unwrap_or(1.0),
        window: plausible::window(draft, reader, labour),
        fatigue: reader.value("fatigue").unwrap_or(0.0),
        learning: reader.count("learning"),
        part_at_alert: reader.word("part_at") == Some("alert"),
        remaining_life: reader.value("remaining_life"),
    }
}

/// The modes it watches, as positions in the list of names.
fn modes(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, plant: &Plant) -> Vec<usize> {
    let mut on: Vec<usize> = Vec::new();
    let Some(list) = reader.item("on") else { return on };
    for item in list.one_or_list() {
        let Some(mode) = draft.names.mode(&item) else { continue };
        if on.contains(&mode) {
            item.error("this failure mode stands in the list twice", "delete one of them");
            continue;
        }
        on.push(mode);
        let model = plant.modes.get(draft.names.copy_of(mode, 0).index());
        if model.is_some_and(|m| !m.life.shows_defects()) {
            let name = draft.names.modes[mode].name;
            item.error(
                format!("`{name}` gives no warning before it fails: nothing can be predicted"),
                format!(
                    "add `warning` (P-F interval), or `onset` and `delay`, to [failures.{name}]; \
                     a mode without any cannot be monitored"
                ),
            );
        }
    }
    if on.is_empty() && matches!(&list.node.value, Value::Array(all) if all.is_empty()) {
        list.error("this programme watches nothing", "name failure modes with a `warning`");
    }
    on
}

/// Probability of detection for each mode and server.
fn detection(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    on: &[usize],
) -> Vec<(ModeIx, f64)> {
    let Some(item) = reader.item("detection") else { return Vec::new() };
    let share = |item: &Item<'_, '_>| item.value(Dimension::Share, Bounds::SHARE);
    let mut of: Vec<Option<f64>> = vec![None; on.len()];
    if item.node.as_table().is_none() {
        let all = share(&item);
        of.fill(all.or(Some(0.0)));
    } else {
        let mut default = None;
        for (name, entry) in item.entries().unwrap_or_default() {
            let value = share(&entry).or(Some(0.0));
            if name == "default" {
                default = value;
                continue;
            }
            match on.iter().position(|m| draft.names.modes[*m].name == name) {
                Some(k) => of[k] = value,
                None => {
                    let watched: Vec<&str> =
                        on.iter().map(|m| draft.names.modes[*m].name).collect();
                    entry.error(
                        format!("`{name}` is not in `on` of this programme"),
                        format!("names may be: default, {}", watched.join(", ")),
                    );
                }
            }
        }
        for (mode, value) in on.iter().zip(&mut of) {
            *value = value.or(default);
            if value.is_none() {
                let name = draft.names.modes[*mode].name;
                item.error(
                    format!("the mode `{name}` has no probability of detection"),
                    format!("add `{name} = \"80 %\"` or `default = \"75 %\"`"),
                );
            }
        }
    }
    let mut all = Vec::new();
    for (mode, value) in on.iter().zip(of) {
        let servers =
            draft.names.modes[*mode].station.map_or(1, |s| draft.names.stations[s].servers);
        for k in 0..servers {
            let copies = draft.names.copies_of(*mode, k);
            all.extend(copies.map(|copy| (copy, value.unwrap_or(0.0))));
        }
    }
    all
}

fn delay(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    on: &[usize],
    plant: &Plant,
) -> DetectionDelay {
    let Some(item) = reader.item("delay") else {
        return DetectionDelay::ShareOfWarning(placeholder());
    };
    if is_time(&item.node.value) {
        let counts = |m: &&usize| {
            let model = plant.modes.get(draft.names.copy_of(**m, 0).index());
            model.is_some_and(|m| m.clock == Clock::Cycles)
        };
        if let Some(mode) = on.iter().find(counts) {
            item.error(
                format!(
                    "the clock of `{}` counts pieces, so a delay in time has no meaning for it",
                    draft.names.modes[*mode].name
                ),
                "write a share of the warning, such as \"20 %\"",
            );
        }
        let law = item.law(Dimension::Time, Bounds::NOT_NEGATIVE);
        DetectionDelay::Time(law.unwrap_or_else(placeholder))
    } else {
        let law = item.law(Dimension::Share, Bounds::SHARE);
        DetectionDelay::ShareOfWarning(law.unwrap_or_else(placeholder))
    }
}

/// True when the first quantity of a law has a unit other than %.
fn is_time(value: &Value) -> bool {
    match value {
        Value::String(text) => !matches!(parse_quantity(text), Some((_, "%" | ""))),
        Value::Table(table) => {
            let text =
                |v: &Value| matches!(v, Value::String(_) | Value::Table(_) | Value::Array(_));
            let weights = |name: &str| name == "weight" || name == "weights";
            table
                .entries
                .iter()
                .filter(|(key, node)| text(&node.value) && !weights(&key.name))
                .any(|(_, node)| is_time(&node.value))
        }
        Value::Array(list) => list.iter().any(|node| is_time(&node.value)),
        _ => false,
    }
}

fn false_alarms(reader: &Reader<'_, '_>) -> Option<FalseAlarms> {
    let every = reader.law("every");
    let (labour, stops, share) =
        (reader.value("labour"), reader.value("stops"), reader.value("share"));
    let stop = reader.law("stop");
    let stops = stops?;
    if stops > 0.0 && !reader.has("stop") {
        reader.error(
            "stops",
            "false alarms stop the machine, but it is not said for how long",
            "add `stop = \"0.5 h\"`, or delete `stops`",
        );
    }
    Some(FalseAlarms {
        every: every?,
        share: share?,
        labour: labour?,
        stops,
        stop: stop.unwrap_or_else(|| Distribution::constant(0.0)),
    })
}
