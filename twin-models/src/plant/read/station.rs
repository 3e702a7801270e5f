//! One `[machines.NAME]`: what its servers have in common.

use super::keys::{STARTUP_SCRAP, STOP};
use super::placeholder;
use crate::plant::model::{
    DefectDrift, Interrupted, Machine, MinorStops, StartupScrap, Takes, Water,
};
use crate::text::Reader;
use sim_core::{Distribution, SimDuration};

/// The machine without its neighbours.
pub(super) fn read(name: &str, reader: &Reader<'_, '_>, in_shop: bool) -> Machine {
    Machine {
        name: name.to_owned(),
        station: name.to_owned(),
        cycle: cycle(reader, in_shop),
        inputs: Vec::new(),
        takes: match reader.word("takes") {
            Some("each") => Takes::Each,
            _ => Takes::Any,
        },
        outputs: Vec::new(),
        split: None,
        interrupted: match reader.word("part_at_failure") {
            Some("repeat") => Interrupted::Repeat,
            Some("scrap") => Interrupted::Scrap,
            _ => Interrupted::Resume,
        },
        scrap: reader.value("scrap").unwrap_or(0.0),
        startup: reader.item("startup_scrap").and_then(|i| startup(&i.table(&STARTUP_SCRAP)?)),
        defects: reader.table("defects").and_then(|r| defects(&r)),
        inspection: None,
        minor_stops: reader.table("minor_stops").and_then(|r| {
            let (every, lasts) = (r.law("every"), r.law("lasts"));
            Some(MinorStops { every: every?, lasts: lasts? })
        }),
        stops: stops(reader),
        staffing: Default::default(),
        water: reader.table("water").and_then(|r| {
            let (per_piece, per_hour) = (r.value("per_piece"), r.value("per_hour"));
            Some(Water { per_piece: per_piece?, per_hour: per_hour? })
        }),
        power: reader.table("power").and_then(|r| super::energy::power(&r)),
        consumes: Vec::new(),
        makes: None,
    }
}

/// Operations may say the time of a machine in the shop.
fn cycle(reader: &Reader<'_, '_>, in_shop: bool) -> Distribution {
    let law = match reader.one_of(&["cycle", "rate"]) {
        Some("cycle") => reader.law("cycle"),
        Some(_) => reader.value("rate").map(Distribution::constant),
        None if in_shop => None,
        None => {
            reader.missing_one_of(
                &["cycle", "rate"],
                "add `cycle = \"2.5 min\"` (time for one piece) or `rate = \"24/h\"`",
            );
            None
        }
    };
    law.unwrap_or_else(placeholder)
}

fn startup(reader: &Reader<'_, '_>) -> Option<StartupScrap> {
    let (pieces, after) = (reader.count("pieces"), reader.value("after"));
    Some(StartupScrap { pieces: pieces?, after: SimDuration::from_seconds(after?) })
}

fn defects(reader: &Reader<'_, '_>) -> Option<DefectDrift> {
    let base = reader.value("probability");
    let growth = reader.value("growth");
    let (at_most, base, per_second) = (reader.value("at_most")?, base?, growth?);
    if at_most < base {
        reader.error(
            "at_most",
            "the probability begins above `at_most`",
            "write an `at_most` of at least `probability`",
        );
    }
    Some(DefectDrift { base, per_second, at_most })
}

fn stops(reader: &Reader<'_, '_>) -> Vec<(SimDuration, SimDuration)> {
    let mut all: Vec<(SimDuration, SimDuration)> = Vec::new();
    for item in reader.list("stops") {
        let Some(stop) = item.table(&STOP) else { continue };
        let (from, to) = (stop.value("from"), stop.value("to"));
        let (Some(from), Some(to)) = (from, to) else { continue };
        let (from, to) = (SimDuration::from_seconds(from), SimDuration::from_seconds(to));
        if from >= to {
            stop.error(
                "to",
                "this stop ends before it begins",
                "`to` counts from the start of the run as `from` does; it is not a length",
            );
        } else if all.iter().any(|(a, b)| from < *b && *a < to) {
            item.error("this stop overlaps with another one", "make them one stop");
        } else {
            all.push((from, to));
        }
    }
    all.sort_unstable();
    all
}
