//! `[maintenance.NAME]`: one task for each server of the station.

use super::names::copy_name;
use super::{Draft, Named, degradation, lab, placeholder, plausible};
use crate::plant::model::{
    Clock, Degradation, Inspects, Life, ModeIx, PartIx, Plant, Task, Trigger,
};
use crate::text::{Item, Reader, Wrong};

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
            let modes = target.modes.iter().flat_map(|m| draft.names.copies_of(*m, k)).collect();
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
    let policy = reader.word("policy");
    let modes: &[usize] = target.map_or(&[], |t| &t.modes);
    let inspects = reader.table("inspects").and_then(|r| {
        let (detects, fix) = (r.value("detects"), r.law("fix"));
        let threshold = degradation::threshold(draft, &r, plant, modes);
        Some(Inspects { detects: detects?, fix: fix?, threshold })
    });
    let opportunities = degradation::opportunities(draft, reader, target.map(|t| t.station));
    let trigger = trigger(draft, reader, plant, modes);
    let labour = draft.names.labour(reader);
    let window = plausible::window(draft, reader, labour);
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
        trigger,
        modes: Vec::new(),
        inspects,
        duration: reader.law("duration").unwrap_or_else(placeholder),
        labour,
        part: draft.names.part(reader).map(|k| PartIx(k as u32)),
        window,
        adherence: reader.value("adherence").unwrap_or(1.0),
        resets_drift,
        effect: lab::task_effect(draft, reader, plant, modes),
        opportunities,
        set_up: reader.value("set_up").unwrap_or(0.0),
    }
}

/// When the task is due, by its policy.
fn trigger(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    plant: &Plant,
    modes: &[usize],
) -> Trigger {
    let every = reader.value("every");
    let level = degradation::threshold(draft, reader, plant, modes);
    let policy = reader.word("policy");
    let by_level = matches!(policy, Some("condition" | "opportunity"));
    if !by_level && reader.has("level") {
        reader.error(
            "level",
            "`level` goes with the policies \"condition\" and \"opportunity\"",
            "write one of these policies, or put `level` into `inspects`",
        );
    }
    if by_level && reader.has("inspects") {
        reader.error(
            "inspects",
            "what is due by condition or at an opportunity renews; it does not inspect",
            "delete `inspects`, or write policy = \"operating\"",
        );
    }
    let missing = |keys: &[&str], remedy: &str| reader.missing_one_of(keys, remedy);
    match (policy, level) {
        (Some("condition"), Some(threshold)) => {
            let cycles = |m: &usize| {
                let model = plant.modes.get(draft.names.copy_of(*m, 0).index());
                model.is_some_and(|m| m.clock == Clock::Cycles)
            };
            if modes.iter().any(cycles) {
                reader.error(
                    "policy",
                    "the clock of this mode counts pieces: no instant belongs to its level",
                    "write an inspection on a grid of operating time, with `level` in `inspects`",
                );
            }
            Trigger::Condition { threshold, every }
        }
        (Some("condition"), None) => {
            if !reader.has("level") {
                missing(&["level"], "add `level = { from = 6 }`: when the task is due");
            }
            Trigger::Calendar(1.0)
        }
        (Some("opportunity"), level) => {
            if !reader.has("opportunities") {
                missing(&["opportunities"], "add `opportunities = { stops = [\"press\"] }`");
            }
            match (reader.one_of(&["every", "level"]), level, every) {
                (_, Some(threshold), _) => Trigger::OpportunityLevel(threshold.from),
                (_, None, Some(age)) if !modes.is_empty() => Trigger::OpportunityAge(age),
                (None, ..) => {
                    missing(&["every", "level"], "add `every = \"400 h\"`: from this age on");
                    Trigger::Calendar(1.0)
                }
                _ => {
                    if modes.is_empty() {
                        reader.error("policy", "an age or a level needs a failure mode", {
                            "name the failure mode in `on`"
                        });
                    }
                    Trigger::Calendar(1.0)
                }
            }
        }
        _ => {
            if every.is_none() && !reader.has("every") {
                let doc = "add `every = \"35 min\"`: interval";
                reader.context.error(
                    reader.span,
                    &reader.path_of("every"),
                    Wrong::new("`every` is missing", doc),
                );
            }
            let every = every.unwrap_or(1.0);
            match policy {
                Some("age") => Trigger::Age(every),
                Some("operating") => Trigger::Operating(every),
                _ => Trigger::Calendar(every),
            }
        }
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
    let level = inspects && reader.table("inspects").is_some_and(|r| r.has("level"));
    for mode in modes {
        let group = &draft.names.modes[*mode];
        let ix: ModeIx = draft.names.copy_of(*mode, 0);
        let Some(model) = plant.modes.get(ix.index()) else { continue };
        let name = group.name;
        match &model.life {
            _ if inspects && (model.hidden || level) => {}
            Life::Whole { warning: None, .. }
            | Life::Degrades(Degradation { visible_at: None, .. })
                if inspects =>
            {
                reader.error(
                    "inspects",
                    format!("`{name}` has no defect that could be seen before it fails"),
                    format!(
                        "add `warning` (P-F interval), or `onset` and `delay`, to [failures.{name}]"
                    ),
                )
            }
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
