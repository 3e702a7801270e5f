//! `[machines.NAME.power]` and `[energy]`.

use super::Draft;
use crate::plant::model::{
    Energy, Flow, Load, MachineIx, Plant, Power, PowerClass, StartUp, Weather,
};
use crate::text::say::say_duration;
use crate::text::{Reader, Value};

/// Whole watts: sums of whole numbers do not depend on their order.
fn watts(reader: &Reader<'_, '_>, key: &str) -> Option<i64> {
    Some(libm::round(reader.value(key)?) as i64)
}

/// What a machine draws.
pub(super) fn power(reader: &Reader<'_, '_>) -> Option<Power> {
    let (processing, idle) = (watts(reader, "processing"), watts(reader, "idle"));
    let [setup, maintenance, off, sleep] =
        ["setup", "maintenance", "off", "sleep"].map(|key| watts(reader, key));
    let start = start_up(reader);
    let sleep_after = sleep_after(reader);
    let off_after = reader.value("off_after");
    let (processing, idle, off) = (processing?, idle?, off?);
    let sleep = sleep.unwrap_or(off);
    let mut by_class = [0; PowerClass::COUNT];
    by_class[PowerClass::Processing as usize] = processing;
    by_class[PowerClass::Idle as usize] = idle;
    by_class[PowerClass::Setup as usize] = setup.unwrap_or(idle);
    by_class[PowerClass::Maintenance as usize] = maintenance.unwrap_or(idle);
    by_class[PowerClass::Off as usize] = off;
    by_class[PowerClass::Sleep as usize] = sleep;
    let warming = start.map_or(0.0, |s| s.energy / s.warm_up);
    by_class[PowerClass::WarmUp as usize] = libm::round(warming) as i64;
    let power = Power { watts: by_class, off_after: off_after?, start, sleep_after };
    check(reader, &power);
    Some(power)
}

fn start_up(reader: &Reader<'_, '_>) -> Option<StartUp> {
    let (energy, warm_up) = (reader.value("start_up_energy"), reader.value("warm_up"));
    let missing = match (reader.has("start_up_energy"), reader.has("warm_up")) {
        (true, false) => Some(("start_up_energy", "warm_up = \"30 min\"")),
        (false, true) => Some(("warm_up", "start_up_energy = \"19 kWh\"")),
        _ => None,
    };
    if let Some((key, other)) = missing {
        reader.error(
            key,
            "energy and duration of a start belong together",
            format!("add `{other}`"),
        );
    }
    Some(StartUp { energy: energy?, warm_up: warm_up? })
}

fn sleep_after(reader: &Reader<'_, '_>) -> Option<f64> {
    let item = reader.item("sleep_after")?;
    let after = match &item.node.value {
        Value::String(text) if super::plausible::is_word(text) => {
            item.word(&["never"]).map(|_| f64::INFINITY)
        }
        _ => reader.value("sleep_after"),
    };
    if !reader.has("warm_up") {
        reader.error(
            "sleep_after",
            "a machine that sleeps must be started again",
            "add `start_up_energy = \"19 kWh\"` and `warm_up = \"30 min\"`",
        );
    }
    after
}

/// What is hardly meant.
fn check(reader: &Reader<'_, '_>, power: &Power) {
    if power.of(PowerClass::Idle) > power.of(PowerClass::Processing) {
        reader.warn(
            "idle",
            "it draws more while it waits than while it works",
            "check both powers",
        );
    }
    if power.of(PowerClass::Sleep) > power.of(PowerClass::Idle) {
        reader.warn("sleep", "it draws more asleep than idle", "check both powers");
    }
    if let (Some(after), Some(worth)) = (power.sleep_after, power.break_even())
        && after < worth
    {
        let worth = say_duration((worth / 60.0).ceil() * 60.0);
        reader.warn(
            "sleep_after",
            format!("a wait must last {worth} beyond this for sleep to pay for the start"),
            format!("write at least {worth}, or make sure that shorter waits are rare"),
        );
    }
}

/// What the plant draws beside its machines.
pub(super) fn read(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<Energy> {
    let named = reader.named("loads");
    let loads = named.iter().filter_map(|(name, r)| load(draft, name, r)).collect();
    let weather = reader.table("weather").and_then(|r| {
        let (mean, amplitude) = (r.value("mean"), r.value("amplitude"));
        let warmest = f64::from(r.count("warmest")?);
        Some(Weather { mean: mean?, amplitude: amplitude?, warmest })
    });
    for (_, load) in &named {
        if load.has("per_degree") && weather.is_none() && !reader.has("weather") {
            load.error(
                "per_degree",
                "this load follows the weather, which is not known",
                "add [energy.weather] with `mean` and `amplitude`",
            );
        }
    }
    let emission = reader.value("emission_factor");
    Some(Energy { loads, weather, stagger: reader.value("stagger")?, emission })
}

fn load(draft: &Draft<'_, '_, '_>, name: &str, reader: &Reader<'_, '_>) -> Option<Load> {
    if draft.names.stations.iter().any(|s| s.name == name) {
        let wrong = crate::text::Wrong::new(
            format!("`{name}` is a machine already, so it cannot name a load"),
            format!("write what it draws in [machines.{name}.power], or rename the load"),
        );
        reader.context.error(reader.span, &reader.path, wrong);
    }
    let mut serves: Vec<MachineIx> = Vec::new();
    match reader.item("serves") {
        None => serves.extend(draft.names.stations.iter().flat_map(|s| s.machines())),
        Some(list) => {
            for item in list.list().unwrap_or_default() {
                let Some(k) = draft.names.station(&item) else { continue };
                let machines = draft.names.stations[k].machines();
                if serves.contains(&MachineIx(draft.names.stations[k].first)) {
                    item.error("this machine stands in the list twice", "delete one of them");
                } else {
                    serves.extend(machines);
                }
            }
        }
    }
    let [open, closed, following] = ["open", "closed", "following"].map(|key| watts(reader, key));
    if following.is_some_and(|w| w > 0) && serves.is_empty() {
        reader.error("serves", "it follows the work of no machine", "name machines");
    }
    Some(Load {
        name: name.to_owned(),
        open: open?,
        closed: closed?,
        following: following?,
        serves,
        per_degree: reader.value("per_degree")?,
        above: reader.value("above")?,
    })
}

/// Machines that sleep need a floor of pieces, and one on which nothing else keeps them halted.
pub(super) fn check_sleep(draft: &Draft<'_, '_, '_>, plant: &Plant) {
    let names = draft.sections.machines.iter().zip(&draft.names.stations);
    for ((_, reader), station) in names {
        let machine = plant.machines.get(station.first as usize);
        let power = machine.and_then(|m| m.power.as_ref());
        if power.is_none_or(|p| p.sleep_after.is_none()) {
            continue;
        }
        let Some(reader) = reader.table("power") else { continue };
        if plant.flow == Flow::Rate {
            reader.error(
                "sleep_after",
                "at rates a machine waits in parts of its time, so it cannot be put to sleep",
                "write `flow = \"piece\"` in [plant], or delete `sleep_after`",
            );
        }
        if plant
            .changeovers
            .as_ref()
            .is_some_and(|c| c.machines.iter().any(|m| station.machines().any(|s| s == *m)))
        {
            reader.error(
                "sleep_after",
                "a machine that changeovers set up cannot be put to sleep",
                "leave it out of `stations` in [changeovers], or delete `sleep_after`",
            );
        }
    }
}
