//! `degrades`, `units`, `level` and `opportunities`.

use super::keys::LEVEL;
use super::{Draft, placeholder};
use crate::plant::model::{
    Degradation, FailureMode, Life, MachineIx, Opportunities, Plant, Process, Sojourn, Threshold,
};
use crate::text::{Bounds, Dimension, Item, Reader, Value};
use sim_core::Distribution;

/// Most steps of the grid in a mean life.
const STEPS: f64 = 100_000.0;

/// The process of `degrades`.
pub(super) fn life(reader: &Reader<'_, '_>, dimension: Dimension) -> Life {
    for key in ["warning", "delay", "concurrent", "effect", "induced"] {
        let own = reader.has(key) && reader.stands_with(key, "degrades");
        if own && !(key == "effect" && super::lab::is_partial_level(reader)) {
            reader.error(
                key,
                format!("`{key}` does not go with `degrades`"),
                "delete it; the level says when a defect shows (`visible_at`), and tasks say what they \
                 leave of it (`back_to`, or effect = { kijima_2 = 0.3 })",
            );
        }
    }
    let read = reader.table("degrades").and_then(|table| process(&table, dimension));
    let process = read.unwrap_or(Process::States(Vec::new()));
    let visible_at = reader.table("degrades").and_then(|t| Some((t.item("visible_at")?, t)));
    let visible_at = visible_at.and_then(|(item, _)| at(&item, &process));
    Life::Degrades(Degradation { process, visible_at })
}

fn process(table: &Reader<'_, '_>, dimension: Dimension) -> Option<Process> {
    let keys = ["gamma", "wiener", "states"];
    match table.one_of(&keys) {
        Some("gamma") => gamma(&table.table("gamma")?, dimension),
        Some("wiener") => wiener(&table.table("wiener")?, dimension),
        Some(_) => states(table, dimension),
        None => {
            table.missing_one_of(
                &keys,
                "add `gamma = { fails_at = 10, reached_in = \"500 h\", scale = 1 }`",
            );
            None
        }
    }
}

fn span(reader: &Reader<'_, '_>, key: &str, dimension: Dimension) -> Option<f64> {
    reader.item(key)?.value(dimension, Bounds::POSITIVE)
}

/// The grid of a process with this mean life.
fn step(reader: &Reader<'_, '_>, mean: f64, dimension: Dimension) -> Option<f64> {
    if !reader.has("step") {
        return Some(mean / 500.0);
    }
    let step = span(reader, "step", dimension)?;
    if mean / step > STEPS {
        reader.error(
            "step",
            "a mean life has more than 100,000 steps",
            format!("write a step of {} or longer", dimension.say(mean / STEPS)),
        );
    }
    Some(step)
}

fn gamma(reader: &Reader<'_, '_>, dimension: Dimension) -> Option<Process> {
    let (fails_at, scale) = (reader.value("fails_at"), reader.value("scale"));
    let mean = span(reader, "reached_in", dimension);
    let (fails_at, scale, mean) = (fails_at?, scale?, mean?);
    let step = step(reader, mean, dimension)?;
    match Distribution::gamma(fails_at / scale * (step / mean), scale) {
        Ok(increment) => Some(Process::Gamma { increment, fails_at, step }),
        Err(error) => {
            reader.error("scale", error.to_string(), "check `fails_at`, `scale` and `step`");
            None
        }
    }
}

/// Mean and variance of the first passage: L/v and L s^2/v^3.
fn wiener(reader: &Reader<'_, '_>, dimension: Dimension) -> Option<Process> {
    let fails_at = reader.value("fails_at");
    let (mean, sd) = (span(reader, "mean", dimension), span(reader, "sd", dimension));
    let (fails_at, mean, life_sd) = (fails_at?, mean?, sd?);
    let step = step(reader, mean, dimension)?;
    let drift = fails_at / mean;
    let sd = life_sd * drift * libm::sqrt(drift / fails_at);
    Some(Process::Wiener { drift: drift * step, sd: sd * libm::sqrt(step), fails_at, step })
}

fn states(reader: &Reader<'_, '_>, dimension: Dimension) -> Option<Process> {
    let items = reader.list("states");
    let tables: Vec<_> = items.iter().filter_map(|i| i.table(&super::keys::STATE)).collect();
    let names: Vec<&str> = tables.iter().map(|t| t.text("name").unwrap_or("")).collect();
    if tables.is_empty() {
        reader.error("states", "there is no state", "write { name = \"good\", stays = \"300 h\" }");
        return None;
    }
    for (k, (name, table)) in names.iter().zip(&tables).enumerate() {
        if *name == "failed" || names[..k].contains(name) {
            table.error("name", format!("`{name}` is taken"), "give each state a name of its own");
        }
    }
    let sojourn = |(k, table): (usize, &Reader<'_, '_>)| Sojourn {
        name: names[k].to_owned(),
        stays: table.law_in("stays", dimension, Bounds::POSITIVE).unwrap_or_else(placeholder),
        next: match table.item("next") {
            Some(item) => next(&item, &names),
            None => vec![(k + 1, 1.0)],
        },
    };
    let states: Vec<Sojourn> = tables.iter().enumerate().map(sojourn).collect();
    // Every state must lead to the failure in the end.
    let mut ends = vec![false; states.len() + 1];
    ends[states.len()] = true;
    while let Some(k) =
        (0..states.len()).find(|k| !ends[*k] && states[*k].next.iter().any(|(n, _)| ends[*n]))
    {
        ends[k] = true;
    }
    if let Some(k) = (0..states.len()).find(|k| !ends[*k]) {
        tables[k].error(
            "next",
            format!("no way leads from `{}` to the failure", names[k]),
            "let some state go on to `failed`",
        );
    }
    Some(Process::States(states))
}

/// Cumulative probabilities; shares of 0 are left out.
fn next(item: &Item<'_, '_>, names: &[&str]) -> Vec<(usize, f64)> {
    let (mut list, mut sum) = (Vec::new(), 0.0);
    for (name, entry) in item.entries().unwrap_or_default() {
        let share = entry.value(Dimension::Share, Bounds::SHARE).unwrap_or(0.0);
        let all = names.iter().copied().chain(["failed"]);
        let Some(state) = all.clone().position(|n| n == name) else {
            let all: Vec<&str> = all.collect();
            entry.error(
                format!("there is no state `{name}`"),
                format!("there is: {}", all.join(", ")),
            );
            continue;
        };
        if share > 0.0 {
            sum += share;
            list.push((state, sum));
        }
    }
    if (sum - 1.0).abs() > 1e-9 {
        item.error(
            "the probabilities of what follows do not add up to 100 %",
            "name every state that may follow, and `failed`",
        );
    }
    list
}

/// A level: a number, or the number of a state.
fn at(item: &Item<'_, '_>, process: &Process) -> Option<f64> {
    match process {
        Process::States(states) => {
            let name = item.text()?;
            let found = states.iter().position(|s| s.name == name);
            if found.is_none() && !states.is_empty() {
                let all: Vec<&str> = states.iter().map(|s| s.name.as_str()).collect();
                item.error(
                    format!("there is no state `{name}`"),
                    format!("there is: {}", all.join(", ")),
                );
            }
            found.map(|k| k as f64)
        }
        _ => {
            let level = item.value(Dimension::Number, Bounds::NOT_NEGATIVE)?;
            if level >= process.fails_at() {
                item.error(
                    "this level is a failure already",
                    format!("write a level below {}", process.fails_at()),
                );
            }
            Some(level)
        }
    }
}

/// The `level` of a task or an inspection of these modes.
pub(super) fn threshold(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    plant: &Plant,
    modes: &[usize],
) -> Option<Threshold> {
    let item = reader.item("level")?;
    let table = item.table(&LEVEL)?;
    let mode: Option<&FailureMode> = match modes {
        [one] => plant.modes.get(draft.names.copy_of(*one, 0).index()),
        _ => None,
    };
    let Some(Life::Degrades(degradation)) = mode.map(|m| &m.life) else {
        item.error(
            "a `level` needs one failure mode with `degrades`",
            "name one such mode in `on`, or delete `level`",
        );
        return None;
    };
    let process = &degradation.process;
    let read = |key: &str| table.item(key).and_then(|i| at(&i, process));
    let (from, below, back_to) = (read("from"), read("below"), read("back_to"));
    let sd = table.value("sd").unwrap_or(0.0);
    if sd > 0.0 && process.jumps() {
        table.error("sd", "a state is seen or not, it has no measurement error", "delete `sd`");
    }
    let from = from?;
    if back_to.is_some_and(|level| level >= from) {
        table.error("back_to", "the work leaves the level at which it is asked for", {
            "write a level below `from`"
        });
    }
    if below.is_some_and(|level| level <= from) {
        table.error("below", "no level lies between `from` and `below`", "write a higher level");
    }
    Some(Threshold {
        from,
        below: below.unwrap_or(f64::INFINITY),
        sd,
        back_to: back_to.unwrap_or(0.0),
    })
}

/// When a task may be done early.
pub(super) fn opportunities(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    station: Option<usize>,
) -> Option<Opportunities> {
    let table = reader.table("opportunities")?;
    let stations: Vec<usize> = match table.item("stops") {
        Some(list) => {
            let items = list.list().unwrap_or_default();
            items.iter().filter_map(|i| draft.names.station(i)).collect()
        }
        None => station.into_iter().collect(),
    };
    let stops: Vec<MachineIx> =
        stations.iter().flat_map(|k| draft.names.stations[*k].machines()).collect();
    let outside = table.law("outside");
    if stops.is_empty() && outside.is_none() && station.is_some() {
        table.error(
            "stops",
            "no stop and nothing from outside is an opportunity",
            "name machines in `stops`, or write `outside`",
        );
    }
    Some(Opportunities {
        stops,
        at_least: table.value("at_least").unwrap_or(0.0),
        outside,
        from: table.value("from").unwrap_or(0.8),
    })
}

/// Is a text or number at `units`? `(of, needed)`.
pub(super) fn units(reader: &Reader<'_, '_>) -> (u32, u32) {
    let Some(table) = reader.table("units") else { return (1, 1) };
    let (of, needed) = (table.count("of").unwrap_or(1), table.count("needed").unwrap_or(1));
    if needed > of {
        table.error(
            "needed",
            format!("{needed} units must work, and there are {of}"),
            format!("write at most {of}"),
        );
    }
    for key in ["hidden", "concurrent", "scraps_part"] {
        let set = reader.own_node(key).is_some_and(|n| n.value != Value::Boolean(false));
        if set {
            reader.error(key, format!("`{key}` does not go with `units`"), "delete one of them");
        }
    }
    (of, needed)
}
