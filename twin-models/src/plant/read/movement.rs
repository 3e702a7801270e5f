//! How material moves: piece by piece, at rates, or in lots; and what each way cannot express.

use super::Draft;
use crate::plant::model::{Flow, Folding, Plant};
use crate::text::Reader;
use crate::text::say::say_number;

/// Faster than this, a line moves at rates unless the file says otherwise \[s a piece\].
const FAST: f64 = 2.0;

const NO_SHOP: &str = "orders of [products.NAME] move as jobs, which only piece flow knows";

/// Reads `flow`, `lot` and `minor_stops`; checks that the plant can move that way.
pub(super) fn read(draft: &Draft<'_, '_, '_>, general: Option<&Reader<'_, '_>>, plant: &mut Plant) {
    let folding = general.and_then(|g| g.word("minor_stops"));
    let lot = general.and_then(|g| g.count("lot"));
    let asked = general.and_then(|g| g.item("flow").and_then(|_| g.word("flow")));
    plant.folding = if folding == Some("events") { Folding::Events } else { Folding::Folded };
    plant.flow = match asked {
        Some("rate") => Flow::Rate,
        Some("lot") => Flow::Lot(lot.unwrap_or(1)),
        Some(_) => Flow::Piece,
        None if is_fast(plant) && obstacles(draft, general, plant, false) == 0 => Flow::Rate,
        None => Flow::Piece,
    };
    let Some(general) = general else { return };
    match plant.flow {
        Flow::Rate => {
            obstacles(draft, Some(general), plant, true);
        }
        Flow::Lot(_) if plant.shop.is_some() => {
            general.error("flow", NO_SHOP, "write `flow = \"piece\"`");
        }
        Flow::Lot(size) if lot.is_some() => check_lot(general, plant, size),
        Flow::Lot(_) => general.error(
            "flow",
            "lot flow needs the size of a lot",
            "add `lot = 20` (pieces that move as one)",
        ),
        Flow::Piece => {}
    }
}

fn is_fast(plant: &Plant) -> bool {
    let fastest = plant.machines.iter().map(|m| m.cycle.mean()).fold(f64::INFINITY, f64::min);
    fastest <= FAST
}

/// Counts what rate flow cannot express, and says it where `tell`.
fn obstacles(
    draft: &Draft<'_, '_, '_>,
    general: Option<&Reader<'_, '_>>,
    plant: &Plant,
    tell: bool,
) -> usize {
    // Said where the machines are read, `energy::check_sleep`.
    let mut found = usize::from(plant.has_standby());
    for ((_, reader), source) in draft.sections.sources.iter().zip(&plant.sources) {
        if source.every.as_constant().is_none() {
            found += 1;
            if tell {
                reader.error(
                    "every",
                    "arrivals by chance come one by one; rate flow knows a steady stream only",
                    "write a constant time between arrivals, or `flow = \"piece\"` in [plant]",
                );
            }
        }
    }
    for ((_, reader), station) in draft.sections.machines.iter().zip(&draft.names.stations) {
        if plant.machines[station.first as usize].staffing.cleared_by.is_some() {
            found += 1;
            if tell {
                reader.error(
                    "cleared_by",
                    "in rate flow minor stops are part of a machine's rate: nobody can be called",
                    "delete `cleared_by`, or write `flow = \"piece\"` in [plant]",
                );
            }
        }
        if !plant.machines[station.first as usize].is_supplied() {
            continue;
        }
        found += 1;
        if tell {
            let key = if reader.has("consumes") { "consumes" } else { "makes" };
            reader.error(
                key,
                "material is taken and made piece by piece; rate flow knows no single piece",
                "write `flow = \"piece\"` in [plant]",
            );
        }
    }
    let named = draft.sections.quality.iter().chain(&draft.sections.inspections);
    for (_, reader) in named {
        found += 1;
        if tell {
            reader.error(
                "at",
                "quality is drawn piece by piece; rate flow knows shares only",
                "write `flow = \"piece\"` or `flow = \"lot\"` in [plant]; for shares at rates there \
                 are `defects` of a machine and [inspection]",
            );
        }
    }
    if plant.shop.is_some() {
        found += 1;
        if tell && let Some(general) = general {
            general.error("flow", NO_SHOP, "write `flow = \"piece\"`");
        }
    }
    found
}

/// A lot must be small beside the buffers, and quick beside the minor stops.
fn check_lot(general: &Reader<'_, '_>, plant: &Plant, size: u32) {
    let limited = plant.buffers.iter().filter(|b| b.capacity < u32::MAX);
    if let Some(b) = limited.min_by_key(|b| b.capacity)
        && b.capacity / 20 < size
    {
        general.error(
            "lot",
            format!(
                "a lot of {size} pieces is too coarse for the buffer `{}` of {} places",
                b.name, b.capacity
            ),
            format!("write at most {} (a twentieth of it), or another flow", b.capacity / 20),
        );
    }
    for m in &plant.machines {
        let lot_time = m.cycle.mean() * f64::from(size);
        if let Some(minor) = &m.minor_stops
            && lot_time > minor.lasts.mean() / 5.0
        {
            general.error(
                "lot",
                format!(
                    "a lot of {size} pieces takes `{}` {} s, longer than a fifth of its minor stops",
                    m.name,
                    say_number(lot_time)
                ),
                "write a smaller lot, or another flow",
            );
            return;
        }
    }
}
