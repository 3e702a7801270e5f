//! Time in buffers: `transit`, `accumulating`, `min_dwell`, `max_dwell` of `[buffers.NAME]`.

use super::Draft;
use crate::plant::model::{Buffer, BufferIx, Dwell, DwellLimit, MachineIx, Overdue, Plant};
use crate::text::Reader;
use crate::text::say::say_number;
use sim_core::SimDuration;

/// The keys by which time passes in a buffer.
const KEYS: [&str; 6] = ["transit", "accumulating", "min_dwell", "max_dwell", "then", "rework_to"];

/// The first of them that is written.
pub(super) fn key(reader: &Reader<'_, '_>) -> &'static str {
    KEYS.into_iter().find(|key| reader.has(key)).unwrap_or("capacity")
}

/// What the buffer does with time; `None` where none of its keys is written.
pub(super) fn read(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    capacity: Option<u32>,
) -> Option<Dwell> {
    let key = KEYS.into_iter().find(|key| reader.has(key))?;
    let time = |key| SimDuration::from_seconds(reader.value(key).unwrap_or(0.0));
    let dwell = Dwell {
        transit: time("transit"),
        accumulating: reader.flag("accumulating").unwrap_or(true),
        least: time("min_dwell"),
        limit: limit(draft, reader),
    };
    if capacity == Some(0) {
        reader.error(
            key,
            "a buffer without places holds no piece for any time",
            "write a `capacity` of at least 1, or delete this key",
        );
    }
    if reader.has("accumulating") && !reader.has("transit") {
        reader.error(
            "accumulating",
            "only a conveyor stands or moves on",
            "add `transit`, the time from entry to exit, or delete this key",
        );
    }
    if let Some(limit) = dwell.limit
        && limit.most <= dwell.earliest()
        && reader.value("max_dwell").is_some()
    {
        reader.error(
            "max_dwell",
            format!(
                "no piece can be taken before {} s: each would lie too long",
                say_number(dwell.earliest().0 as f64 * 1e-6)
            ),
            "write a time longer than `transit` and `min_dwell`",
        );
    }
    Some(dwell)
}

fn limit(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<DwellLimit> {
    let reworks = reader.word("then") == Some("rework");
    if !reader.has("max_dwell") {
        if let Some(key) = ["then", "rework_to"].into_iter().find(|key| reader.has(key)) {
            let remedy = "add `max_dwell`, or delete this key";
            reader.error(key, "a piece may lie here as long as it likes", remedy);
        }
        return None;
    }
    let to = reader.item("rework_to").and_then(|item| draft.names.buffer(&item));
    if reworks && !reader.has("rework_to") {
        let remedy = "add `rework_to = \"buffer\"`, before the machine that makes it again";
        reader.error("then", "where does a piece go that has lain too long?", remedy);
    }
    if !reworks && reader.has("rework_to") {
        let remedy = "write `then = \"rework\"`, or delete this key";
        reader.error("rework_to", "pieces that have lain too long are scrapped", remedy);
    }
    let then = match to {
        Some(to) if reworks => Overdue::Rework(BufferIx(to as u32)),
        _ => Overdue::Scrap,
    };
    Some(DwellLimit { most: SimDuration::from_seconds(reader.value("max_dwell")?), then })
}

/// What can be said only when all buffers and machines are known.
pub(super) fn check(draft: &Draft<'_, '_, '_>, plant: &Plant) {
    for (k, ((_, reader), buffer)) in draft.sections.buffers.iter().zip(&plant.buffers).enumerate()
    {
        let Some(dwell) = &buffer.dwell else { continue };
        if let Some(DwellLimit { then: Overdue::Rework(to), .. }) = dwell.limit {
            if to.index() == k {
                let remedy = "name a buffer before the machine that makes the piece again";
                reader.error("rework_to", "the piece would lie here again", remedy);
            }
            check_way_back(reader, "rework_to", plant, to);
        }
        if reader.has("transit") {
            warn_of_narrow(reader, plant, buffer, dwell);
        }
    }
}

/// A piece that is sent back must always find room.
pub(super) fn check_way_back(reader: &Reader<'_, '_>, key: &str, plant: &Plant, to: BufferIx) {
    let Some(buffer) = plant.buffers.get(to.index()) else { return };
    if buffer.capacity < u32::MAX {
        reader.error(
            key,
            format!(
                "`{}` can be full: a piece that finds no room in it would block its own way",
                buffer.name
            ),
            "write capacity = \"unlimited\" for this buffer",
        );
    } else if buffer.dwell.is_some_and(|d| !d.accumulating) {
        reader.error(
            key,
            format!(
                "the conveyor `{}` can stand: a piece that it does not take in would block its \
                 own way",
                buffer.name
            ),
            "delete `accumulating = false` there, or name another buffer",
        );
    }
}

/// A conveyor passes at most `capacity` pieces in each `transit`.
fn warn_of_narrow(reader: &Reader<'_, '_>, plant: &Plant, buffer: &Buffer, dwell: &Dwell) {
    let pace = |machines: &[MachineIx]| -> f64 {
        machines.iter().map(|m| 1.0 / plant.machines[m.index()].cycle.mean()).sum()
    };
    let from = if buffer.from.is_empty() { f64::INFINITY } else { pace(&buffer.from) };
    let flow = from.min(pace(&buffer.to));
    let needed = (flow * dwell.earliest().0 as f64 * 1e-6).ceil();
    if buffer.capacity < u32::MAX && f64::from(buffer.capacity) < needed {
        reader.warn(
            "transit",
            format!(
                "at the pace of its neighbours {} pieces would be on the way, the conveyor has \
                 {} places: it is slower than both",
                say_number(needed),
                buffer.capacity
            ),
            "write a larger `capacity` (all pieces on the conveyor count), or a shorter time",
        );
    }
}
