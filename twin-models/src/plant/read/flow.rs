//! Machines, buffers and sources, and how they hang together.

use super::names::copy_name;
use super::placeholder;
use super::{Draft, staffing, station};
use crate::plant::model::{
    Buffer, BufferIx, Inspection, Machine, MachineIx, Plant, Source, WhenFull,
};
use crate::text::say::say_number;
use crate::text::{Dimension, Reader, Value};

/// All servers of all stations.
pub(super) fn machines(draft: &Draft<'_, '_, '_>) -> Vec<Machine> {
    let mut machines = Vec::new();
    for ((name, reader), entry) in draft.sections.machines.iter().zip(&draft.names.stations) {
        let mut machine = station::read(name, reader, entry.in_shop);
        machine.staffing = staffing::read(draft, reader);
        for k in 1..entry.servers {
            machines.push(Machine { name: copy_name(name, k - 1), ..machine.clone() });
        }
        machines.push(Machine { name: copy_name(name, entry.servers - 1), ..machine });
    }
    machines
}

/// All buffers with the machines around them.
pub(super) fn buffers(draft: &Draft<'_, '_, '_>) -> Vec<Buffer> {
    draft.sections.buffers.iter().map(|(name, reader)| buffer(draft, name, reader)).collect()
}

fn buffer(draft: &Draft<'_, '_, '_>, name: &str, reader: &Reader<'_, '_>) -> Buffer {
    let ends = |key: &str| {
        let mut machines: Vec<MachineIx> = Vec::new();
        let mut stations: Vec<usize> = Vec::new();
        for item in reader.item(key).iter().flat_map(|i| i.one_or_list()) {
            let Some(k) = draft.names.station(&item) else { continue };
            if stations.contains(&k) {
                item.error("this machine stands in the list twice", "delete one of them");
                continue;
            }
            stations.push(k);
            machines.extend(draft.names.stations[k].machines());
        }
        machines
    };
    let (from, to) = (ends("from"), ends("to"));
    if let Some(Value::Array(list)) = reader.own_node("to").map(|n| &n.value)
        && list.is_empty()
    {
        reader.error("to", "no machine takes from this buffer", "name a machine");
    }
    let capacity = reader.item("capacity").and_then(|item| match &item.node.value {
        Value::String(text) if super::plausible::is_word(text) => {
            item.word(&["unlimited"]).map(|_| u32::MAX)
        }
        _ => item.count(0, u32::MAX - 1),
    });
    let initial = reader.count("initial").unwrap_or(0);
    if capacity.is_some_and(|c| initial > c) {
        reader.error(
            "initial",
            format!("{initial} pieces do not fit into a capacity of {}", capacity.unwrap_or(0)),
            "write a smaller `initial` or a larger `capacity`",
        );
    }
    Buffer { name: name.to_owned(), capacity: capacity.unwrap_or(1), initial, from, to }
}

/// All sources.
pub(super) fn sources(draft: &Draft<'_, '_, '_>) -> Vec<Source> {
    let read = |(name, reader): &(&str, Reader<'_, '_>)| {
        let to = reader.item("to").and_then(|item| draft.names.buffer(&item));
        Source {
            name: (*name).to_owned(),
            to: BufferIx(to.unwrap_or(0) as u32),
            every: reader.law("every").unwrap_or_else(placeholder),
            when_full: match reader.word("when_full") {
                Some("lost") => WhenFull::Lost,
                _ => WhenFull::Wait,
            },
        }
    };
    draft.sections.sources.iter().map(read).collect()
}

/// Tells machines their buffers, and checks that every buffer has two ends.
pub(super) fn connect(draft: &Draft<'_, '_, '_>, plant: &mut Plant) {
    for (k, buffer) in plant.buffers.iter().enumerate() {
        let ix = BufferIx(k as u32);
        for machine in &buffer.from {
            plant.machines[machine.index()].outputs.push(ix);
        }
        for machine in &buffer.to {
            plant.machines[machine.index()].inputs.push(ix);
        }
        let (_, reader) = &draft.sections.buffers[k];
        let fed = plant.sources.iter().any(|s| s.to == ix);
        if buffer.from.is_empty() && !fed && !has_fault_below(reader, "from") {
            reader.error(
                "from",
                "nothing ever comes into this buffer",
                "add `from = \"machine\"`, or a [sources.NAME] with `to` this buffer",
            );
        }
    }
    for ((_, reader), station) in draft.sections.machines.iter().zip(&draft.names.stations) {
        let outputs = plant.machines[station.first as usize].outputs.clone();
        if let Some(split) = split(draft, reader, &outputs) {
            for machine in station.machines() {
                plant.machines[machine.index()].split = Some(split.clone());
            }
        }
    }
}

/// A list that names something, which is unknown: that has been said already.
fn has_fault_below(reader: &Reader<'_, '_>, key: &str) -> bool {
    match reader.own_node(key).map(|n| &n.value) {
        None => false,
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

/// Cumulative shares of the outputs.
fn split(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    outputs: &[BufferIx],
) -> Option<Vec<f64>> {
    // Its names are buffers of this one machine: it is not taken over by `like`.
    reader.own_node("split")?;
    let item = reader.item("split")?;
    let bounds = crate::text::Bounds::SHARE;
    let mut shares: Vec<Option<f64>> = vec![None; outputs.len()];
    let (mut sum, mut complete) = (0.0, true);
    for (name, entry) in item.entries()? {
        let share = entry.value(Dimension::Share, bounds);
        sum += share.unwrap_or(0.0);
        complete &= share.is_some();
        let known = |ix: &BufferIx| draft.names.buffers.get(ix.index()) == Some(&name);
        match outputs.iter().position(known) {
            Some(k) => shares[k] = share,
            None => {
                complete = false;
                let all: Vec<&str> =
                    outputs.iter().map(|b| draft.names.buffers[b.index()]).collect();
                let remedy =
                    match (crate::text::units::nearest(name, all.iter().copied()), all.len()) {
                        (Some(near), _) => format!("did you mean `{near}`?"),
                        (None, 0) => {
                            "this machine has no output buffers: delete `split`".to_owned()
                        }
                        (None, _) => format!(
                            "outputs (buffers with `from` this machine): {}",
                            all.join(", ")
                        ),
                    };
                entry.error(format!("`{name}` is not an output of this machine"), remedy);
            }
        }
    }
    for (ix, share) in outputs.iter().zip(&shares) {
        if share.is_none() && complete {
            let name = draft.names.buffers[ix.index()];
            item.error(
                format!("the output `{name}` has no share"),
                format!("add `{name} = \"0 %\"` or its share"),
            );
            complete = false;
        }
    }
    if complete && (sum - 1.0).abs() > 1e-3 {
        item.error(
            format!("the shares add up to {} %, not 100 %", say_number(sum * 100.0)),
            "change them so that they add up to 100 %",
        );
        complete = false;
    }
    if !complete {
        return None;
    }
    let mut running = 0.0;
    let mut cumulative: Vec<f64> = Vec::with_capacity(shares.len());
    for share in &shares {
        running += share.unwrap_or(0.0) / sum;
        cumulative.push(running);
    }
    if let Some(last) = cumulative.last_mut() {
        *last = 1.0;
    }
    Some(cumulative)
}

/// `[inspection]` belongs to a machine.
pub(super) fn inspection(draft: &Draft<'_, '_, '_>, root: &Reader<'_, '_>, plant: &mut Plant) {
    let Some(reader) = root.table("inspection") else { return };
    let at = reader.item("at").and_then(|item| draft.names.station(&item));
    let (detects, false_reject) = (reader.value("detects"), reader.value("false_reject"));
    let (Some(at), Some(detects), Some(false_reject)) = (at, detects, false_reject) else { return };
    for machine in draft.names.stations[at].machines() {
        plant.machines[machine.index()].inspection = Some(Inspection { detects, false_reject });
    }
}
