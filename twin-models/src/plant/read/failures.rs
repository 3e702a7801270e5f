//! `[failures.NAME]`: one mode for each server of the station.

use super::names::unit_name;
use super::{Draft, degradation, lab, placeholder};
use crate::plant::model::{
    Clock, FailureMode, InitialAge, Life, MachineIx, PartIx, Redundancy, Secondary,
};
use crate::text::{Bounds, Dimension, Reader, Value};
use sim_core::Distribution;

/// All modes of all servers; `in_service`: the age of modes that do not say theirs.
pub(super) fn read(draft: &Draft<'_, '_, '_>, in_service: bool) -> Vec<FailureMode> {
    let mut modes = Vec::new();
    let mut groups = 0;
    for ((name, reader), group) in draft.sections.failures.iter().zip(&draft.names.modes) {
        let mode = mode(draft, name, reader, in_service);
        let station = group.station.map(|k| &draft.names.stations[k]);
        let (first, servers) = station.map_or((0, 1), |s| (s.first, s.servers));
        for k in 0..servers {
            let machine = MachineIx(first + k);
            let (units, needed) = (group.units, group.needed);
            let redundancy = (units > 1).then_some(Redundancy { group: groups, units, needed });
            groups += u32::from(units > 1);
            for u in 0..units {
                let name = unit_name(name, k, u);
                modes.push(FailureMode { name, machine, redundancy, ..mode.clone() });
            }
        }
    }
    modes
}

fn mode(
    draft: &Draft<'_, '_, '_>,
    name: &str,
    reader: &Reader<'_, '_>,
    in_service: bool,
) -> FailureMode {
    let clock = match reader.word("clock") {
        Some("calendar") => Clock::Calendar,
        Some("cycles") => Clock::Cycles,
        _ => Clock::Operating,
    };
    let dimension = match clock {
        Clock::Cycles => Dimension::Pieces,
        _ => Dimension::Time,
    };
    let before = reader.context.count();
    let life = life(reader, dimension);
    // Ages are compared with sound lives only, not with placeholders.
    let sound = reader.context.count() == before;
    let effect = lab::effect(reader);
    let induced = lab::induced(reader, dimension);
    let initial_age = age(reader, dimension, in_service, sound.then_some(&life));
    lab::check_mode(reader, &life, effect, initial_age);
    FailureMode {
        name: name.to_owned(),
        what: reader.text("what").unwrap_or(name).to_owned(),
        machine: MachineIx(0),
        clock,
        initial_age,
        life,
        diagnosis: reader.law("diagnosis"),
        repair: reader.law("repair").unwrap_or_else(placeholder),
        restart: reader.law("restart"),
        labour: draft.names.labour(reader),
        part: draft.names.part(reader).map(|k| PartIx(k as u32)),
        secondary: reader.table("if_not_prevented").and_then(|r| {
            let (chance, repair, parts) =
                (r.value("chance"), r.value("repair_x"), r.value("parts_x"));
            Some(Secondary { chance: chance?, repair_factor: repair?, parts_factor: parts? })
        }),
        scraps_part: reader.value("scraps_part").unwrap_or(0.0),
        effect,
        induced,
        hidden: hidden(reader),
        redundancy: None,
        spared: None,
    }
}

fn hidden(reader: &Reader<'_, '_>) -> bool {
    let hidden = reader.flag("hidden").unwrap_or(false);
    for key in ["diagnosis", "restart", "if_not_prevented", "scraps_part", "concurrent"] {
        if hidden && reader.has(key) {
            reader.error(
                key,
                format!("`{key}` does not go with `hidden`: nobody sees the failure when it comes"),
                format!("delete `{key}`, or `hidden`"),
            );
        }
    }
    hidden
}

fn life(reader: &Reader<'_, '_>, dimension: Dimension) -> Life {
    let law = |key: &str, least: f64| {
        let bounds = match dimension {
            Dimension::Time => Bounds::POSITIVE.likely(least, 3.2e9),
            _ => Bounds::POSITIVE,
        };
        reader.law_in(key, dimension, bounds)
    };
    match reader.one_of(&["life", "onset", "degrades"]) {
        Some("degrades") => degradation::life(reader, dimension),
        Some("onset") => {
            let delay = match reader.has("delay") {
                true => law("delay", 60.0),
                false => {
                    reader.missing_one_of(
                        &["delay"],
                        "`onset` is the beginning of a defect; `delay` says how long until it fails",
                    );
                    None
                }
            };
            if reader.has("warning") && reader.stands_with("warning", "onset") {
                reader.error(
                    "warning",
                    "`warning` belongs to `life`; with `onset` the delay is the warning",
                    "delete `warning`",
                );
            }
            Life::TwoStage {
                onset: law("onset", 600.0).unwrap_or_else(placeholder),
                delay: delay.unwrap_or_else(placeholder),
                concurrent: reader.flag("concurrent").unwrap_or(false),
            }
        }
        Some(_) => {
            for key in ["delay", "concurrent"] {
                if reader.has(key) && reader.stands_with(key, "life") {
                    reader.error(
                        key,
                        format!("`{key}` belongs to `onset`, not to `life`"),
                        "write `onset` and `delay`, or `life` and `warning`",
                    );
                }
            }
            let warning = match reader.has("warning") {
                true => law("warning", 60.0),
                false => None,
            };
            let life = law("life", 600.0);
            let means =
                life.as_ref().map(Distribution::mean).zip(warning.as_ref().map(Distribution::mean));
            if means.is_some_and(|(life, warning)| warning > life) {
                reader.warn(
                    "warning",
                    "the warning is longer than the life: defects show from the first hour",
                    "a warning (P-F interval) is the last part of a life; check both numbers",
                );
            }
            let life = life.unwrap_or_else(placeholder);
            Life::Whole { life, warning }
        }
        None => {
            reader.missing_one_of(
                &["life", "onset"],
                match dimension {
                    Dimension::Pieces => "add `life = { weibull = { shape = 2, scale = \"20000 pieces\" } }`",
                    _ => "add `life = { exponential = { mean = \"380 h\" } }`, or `onset` and `delay`",
                },
            );
            Life::Whole { life: placeholder(), warning: None }
        }
    }
}

fn age(
    reader: &Reader<'_, '_>,
    dimension: Dimension,
    in_service: bool,
    life: Option<&Life>,
) -> InitialAge {
    let usual = if in_service { InitialAge::InService } else { InitialAge::New };
    let Some(item) = reader.item("age") else { return usual };
    if let Value::String(text) = &item.node.value
        && super::plausible::is_word(text)
    {
        return match item.word(&["new", "in service"]) {
            Some("new") => InitialAge::New,
            Some(_) => InitialAge::InService,
            None => usual,
        };
    }
    let Some(age) = item.value(dimension, Bounds::NOT_NEGATIVE) else { return usual };
    let law = life.map(|life| match life {
        Life::Whole { life, .. } => Some(life),
        Life::TwoStage { onset, .. } => Some(onset),
        Life::Degrades(_) => None,
    });
    if let Some(law) = law.flatten().filter(|law| age > 0.0 && law.survival(age) < 1e-3) {
        item.warn(
            format!("hardly any life is this long (mean {})", dimension.say(law.mean())),
            "the mode fails soon after the start; check the age, or its clock",
        );
    }
    InitialAge::Known(age)
}
