//! `[maintenance.NAME]`: one task for each server of the station.

use super::names::copy_name;
use super::{Draft, Named, lab, placeholder, plausible};
use crate::plant::model::{Inspects, Life, ModeIx, PartIx, Plant, Task, Trigger};
use crate::text::{Item, Reader};

/// All tasks of all servers.
pub(super) fn read(draft: &Draft<'_, '_, '_>, named: &Named<'_, '_>, plant: &Plant) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (name, reader) in named {
        let target = target(draft, reader);
        let task = task(draft, name, reader, plant, target.as_ref());
        let Some(target) = target else { continue };
        let station = &draft.names.stations[target.station];
        for (k, machine) in station.machines().enumerate() {
            let k = k as u32;
            let modes = target.modes.iter().map(|m| draft.names.copy_of(*m, k)).collect();
            tasks.push(Task { name: copy_name(name, k), machine, modes, ..task.clone() });
        }
    }
    tasks
}

/// What a task works on, as positions in the lists of names.
struct Target {
    station: usize,
    modes: Vec<usize>,
}

fn target(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<Target> {
    let on = reader.item("on")?;
    let items = on.one_or_list();
    let names = draft.names;
    let mode_of = |item: &Item<'_, '_>| {
        let name = item.text()?;
        names.modes.iter().position(|m| m.name == name)
    };
    let mut station: Option<usize> = None;
    let mut modes = Vec::new();
    for item in &items {
        let here = match mode_of(item) {
            Some(mode) => {
                if modes.contains(&mode) {
                    item.error("this failure mode stands in the list twice", "delete one of them");
                }
                modes.push(mode);
                names.modes[mode].station?
            }
            None => {
                let all = || {
                    let modes = names.modes.iter().map(|m| m.name);
                    modes.chain(names.stations.iter().map(|s| s.name))
                };
                let found = super::names::find(item, "failure mode or machine", all())?;
                let machine = found.checked_sub(names.modes.len())?;
                if items.len() > 1 {
                    item.error(
                        "a machine stands alone in `on`",
                        "name failure modes of one machine, or one machine and nothing else",
                    );
                }
                machine
            }
        };
        match station {
            Some(first) if first != here => {
                item.error(
                    format!(
                        "a task stops one machine, and this mode is one of `{}`, not of `{}`",
                        names.stations[here].name, names.stations[first].name
                    ),
                    "write a [maintenance.NAME] for each machine",
                );
            }
            _ => station = Some(here),
        }
    }
    if station.is_none() {
        on.error("this task works on nothing", "name failure modes of one machine, or a machine");
    }
    Some(Target { station: station?, modes })
}

fn task(
    draft: &Draft<'_, '_, '_>,
    name: &str,
    reader: &Reader<'_, '_>,
    plant: &Plant,
    target: Option<&Target>,
) -> Task {
    let every = reader.value("every").unwrap_or(1.0);
    let policy = reader.word("policy");
    let inspects = reader.table("inspects").and_then(|r| {
        let (detects, fix) = (r.value("detects"), r.law("fix"));
        Some(Inspects { detects: detects?, fix: fix? })
    });
    let labour = draft.names.labour(reader);
    let window = plausible::window(draft, reader, labour);
    let modes: &[usize] = target.map_or(&[], |t| &t.modes);
    check_sense(draft, reader, plant, modes, policy, inspects.is_some());
    if inspects.is_some() && modes.is_empty() && target.is_some() {
        reader.error(
            "on",
            "an inspection looks for defects of failure modes, and here stands a machine",
            "name the failure modes it can see, such as on = [\"M1\"]",
        );
    }
    let resets_drift = reader.flag("resets_drift").unwrap_or(false);
    if resets_drift {
        let machine = target.map(|t| draft.names.stations[t.station].first as usize);
        if machine.is_some_and(|m| plant.machines[m].defects.is_none()) {
            reader.warn(
                "resets_drift",
                "this machine has no `defects`, so there is no drift to reset",
                "delete `resets_drift`, or add `defects` to the machine",
            );
        }
    } else if target.is_some() && modes.is_empty() && !reader.has("inspects") {
        reader.warn(
            "on",
            "this task renews no failure mode and resets no drift: it only costs time",
            "name the failure modes it renews, or add resets_drift = true",
        );
    }
    Task {
        name: name.to_owned(),
        machine: crate::plant::model::MachineIx(0),
        trigger: match policy {
            Some("age") => Trigger::Age(every),
            Some("operating") => Trigger::Operating(every),
            _ => Trigger::Calendar(every),
        },
        modes: Vec::new(),
        inspects,
        duration: reader.law("duration").unwrap_or_else(placeholder),
        labour,
        part: draft.names.part(reader).map(|k| PartIx(k as u32)),
        window,
        adherence: reader.value("adherence").unwrap_or(1.0),
        resets_drift,
        effect: lab::task_effect(draft, reader, plant, modes),
    }
}

/// Does the task do what its author hopes?
fn check_sense(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    plant: &Plant,
    modes: &[usize],
    policy: Option<&str>,
    inspects: bool,
) {
    for mode in modes {
        let group = &draft.names.modes[*mode];
        let ix: ModeIx = draft.names.copy_of(*mode, 0);
        let Some(model) = plant.modes.get(ix.index()) else { continue };
        let name = group.name;
        match &model.life {
            Life::Whole { warning: None, .. } if inspects => reader.error(
                "inspects",
                format!("`{name}` has no defect that could be seen before it fails"),
                format!(
                    "add `warning` (P-F interval), or `onset` and `delay`, to [failures.{name}]"
                ),
            ),
            Life::Whole { life, .. } if !inspects && plausible::is_exponential(life) => {
                let due = if policy == Some("age") { "age-based" } else { "preventive" };
                reader.warn(
                    "policy",
                    format!(
                        "the life of `{name}` is exponential: {due} renewal cannot prevent \
                             its failures, it only costs time"
                    ),
                    "if the mode wears out, give it a weibull life with a shape above 1; if it \
                     does not, prediction needs a `warning`, and this task is useless",
                );
            }
            _ => {}
        }
    }
}
