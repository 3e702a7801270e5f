//! `[quality.NAME]`.

use super::{Draft, placeholder};
use crate::plant::model::{
    AlarmResponse, AssignableCause, Characteristic, Chart, Clock, Escapes, Gauge, MaterialLots,
    ProcessMonitor, Tool,
};
use crate::text::{Bounds, Dimension, Reader};
use sim_core::Distribution;

/// All characteristics; `in_service`: tools have been used before the start.
pub(super) fn read(draft: &Draft<'_, '_, '_>, in_service: bool) -> Vec<Characteristic> {
    let read = |(name, reader): &(&str, Reader<'_, '_>)| one(draft, name, reader, in_service);
    draft.sections.quality.iter().map(read).collect()
}

fn one(
    draft: &Draft<'_, '_, '_>,
    name: &str,
    reader: &Reader<'_, '_>,
    in_service: bool,
) -> Characteristic {
    let at = reader.item("at").and_then(|item| draft.names.station(&item));
    let get = |key: &str| reader.has(key).then(|| reader.value(key)).flatten();
    let (lower, upper, target) =
        (get("lower"), get("upper"), reader.value("target").unwrap_or(0.0));
    if let (Some(low), Some(high)) = (lower, upper)
        && low >= high
    {
        reader.error("upper", "no value lies between the limits", "write `lower` below `upper`");
    }
    let quality = Characteristic {
        name: name.to_owned(),
        machines: at.map(|k| draft.names.stations[k].machines().collect()).unwrap_or_default(),
        unit: reader.text("unit").unwrap_or("").to_owned(),
        target,
        lower,
        upper,
        mean: get("mean").unwrap_or(target),
        sigma: reader.value("sigma").unwrap_or(1.0),
        spread_by_month: spread_by_month(reader),
        visual: reader.value("visual").unwrap_or(0.0),
        tool: reader.table("tool").map(|r| tool(&r, in_service)),
        causes: reader.named("causes").iter().map(|(name, r)| cause(name, r)).collect(),
        lots: reader.table("lots").and_then(|r| {
            let (size, bad, adds) = (r.count("size"), r.value("bad"), r.value("adds"));
            Some(MaterialLots { size: size?, bad: bad?, adds: adds? })
        }),
        gauge: reader.table("gauge").map(|r| gauge(&r)),
        monitor: reader.table("monitor").map(|r| monitor(&r)),
        response: reader.table("response").map_or_else(no_response, |r| response(&r)),
        escapes: reader.table("escapes").map_or_else(no_claims, |r| escapes(&r)),
    };
    warn_of_useless(reader, &quality);
    quality
}

fn spread_by_month(reader: &Reader<'_, '_>) -> Option<[f64; 12]> {
    let item = reader.item("spread_by_month")?;
    let items = item.list()?;
    let bounds = Bounds::POSITIVE.likely(0.1, 10.0);
    let read: Vec<Option<f64>> = items.iter().map(|i| i.value(Dimension::Number, bounds)).collect();
    let factors: Vec<f64> = read.into_iter().collect::<Option<_>>()?;
    let count = factors.len();
    <[f64; 12]>::try_from(factors)
        .map_err(|_| {
            item.error(
                format!("{count} factors stand here, and a year has 12 months"),
                "write 12 numbers, January first",
            );
        })
        .ok()
}

fn tool(reader: &Reader<'_, '_>, used_at_start: bool) -> Tool {
    let life = reader.count("life").unwrap_or(1);
    let wear_limit = reader.has("wear_limit").then(|| reader.value("wear_limit")).flatten();
    let least = reader.count("least").unwrap_or(0);
    let most = if reader.has("most") { reader.count("most").unwrap_or(life) } else { life };
    if wear_limit.is_some() && least > most {
        reader.error(
            "least",
            format!(
                "the tool is changed at the latest after {most} pieces, so never after {least}"
            ),
            "write a smaller `least` or a larger `most`",
        );
    }
    Tool {
        wear: reader.law("wear").unwrap_or_else(placeholder),
        exponent: reader.value("exponent").unwrap_or(1.0),
        offset: reader.law("offset").unwrap_or_else(placeholder),
        life,
        spread_growth: reader.value("spread_growth").unwrap_or(0.0),
        wear_limit,
        least,
        most,
        change: reader.law("change").unwrap_or_else(placeholder),
        breaks: reader.has("breaks").then(|| reader.law("breaks")).flatten(),
        used_at_start,
    }
}

fn clock(reader: &Reader<'_, '_>) -> Clock {
    match reader.word("clock") {
        Some("operating") => Clock::Operating,
        _ => Clock::Cycles,
    }
}

fn on_clock(reader: &Reader<'_, '_>, key: &str, clock: Clock) -> Option<Distribution> {
    let dimension = match clock {
        Clock::Cycles => Dimension::Pieces,
        Clock::Operating | Clock::Calendar => Dimension::Time,
    };
    reader.law_in(key, dimension, Bounds::POSITIVE)
}

fn cause(name: &str, reader: &Reader<'_, '_>) -> AssignableCause {
    let clock = clock(reader);
    let cause = AssignableCause {
        name: name.to_owned(),
        clock,
        every: on_clock(reader, "every", clock).unwrap_or_else(placeholder),
        shift: reader.law("shift").unwrap_or_else(placeholder),
        up: reader.value("up").unwrap_or(0.5),
        spread: reader.value("spread_x").unwrap_or(1.0),
        visual: reader.value("visual").unwrap_or(0.0),
        cleared_by_tool: reader.value("cleared_by_tool_change").unwrap_or(0.0),
        cleared_by_restart: reader.value("cleared_by_restart").unwrap_or(0.0),
    };
    if !["shift", "spread_x", "visual"].iter().any(|key| reader.has(key)) {
        reader.error("every", "this cause changes nothing", "add `shift`, `spread_x` or `visual`");
    }
    cause
}

fn gauge(reader: &Reader<'_, '_>) -> Gauge {
    let every = reader.count("every").unwrap_or(1);
    let sample = reader.count("sample").unwrap_or(1);
    if sample > every {
        reader.error(
            "sample",
            format!("{sample} pieces are measured of every {every}"),
            "write a `sample` of at most `every`",
        );
    }
    let limit = reader.has("limit").then(|| reader.value("limit")).flatten();
    let share = |key: &str| reader.value(key).unwrap_or(0.0);
    let chart = match reader.word("chart") {
        Some("limits") => {
            if !reader.has("limit") {
                reader.missing_one_of(
                    &["limit"],
                    "add `limit = 19`: how far the mean of a sample may be from the target",
                );
            }
            Chart::Limits(limit.unwrap_or(f64::INFINITY))
        }
        Some("ewma") => Chart::Ewma {
            lambda: reader.value("lambda").unwrap_or(0.2),
            limit: limit.unwrap_or(2.7),
        },
        Some("cusum") => Chart::Cusum { slack: share("slack"), limit: limit.unwrap_or(5.0) },
        Some("check") => {
            Chart::Check { detects: share("detects"), false_alarm: share("false_alarm") }
        }
        _ => Chart::Shewhart { limit: limit.unwrap_or(3.0), rules: rules(reader) },
    };
    let sd = share("sd");
    Gauge { every, sample, sd, chart, acted_on: reader.value("acted_on").unwrap_or(1.0) }
}

fn rules(reader: &Reader<'_, '_>) -> [bool; 3] {
    let mut on = [false; 3];
    for item in reader.list("rules") {
        if let Some(rule) = item.count(2, 4) {
            on[rule as usize - 2] = true;
        }
    }
    on
}

fn monitor(reader: &Reader<'_, '_>) -> ProcessMonitor {
    let clock = clock(reader);
    let law = |key| reader.has(key).then(|| on_clock(reader, key, clock)).flatten();
    ProcessMonitor {
        detects: reader.value("detects").unwrap_or(0.0),
        clock,
        lag: law("lag").unwrap_or_else(|| Distribution::constant(0.0)),
        acted_on: reader.value("acted_on").unwrap_or(1.0),
        false_stops: law("false_stops"),
    }
}

fn no_response() -> AlarmResponse {
    let nothing = Distribution::constant(0.0);
    AlarmResponse {
        find: nothing.clone(),
        fix: nothing.clone(),
        false_alarm: nothing,
        corrects: 0.0,
        false_corrects: 0.0,
        keeps_running: false,
        sorts: None,
    }
}

fn response(reader: &Reader<'_, '_>) -> AlarmResponse {
    let law = |key| reader.law(key).unwrap_or_else(placeholder);
    AlarmResponse {
        find: law("find"),
        fix: law("fix"),
        false_alarm: law("false_alarm"),
        corrects: reader.value("corrects").unwrap_or(0.0),
        false_corrects: reader.value("false_corrects").unwrap_or(0.0),
        keeps_running: reader.flag("keeps_running").unwrap_or(false),
        sorts: reader.has("sorts").then(|| reader.value("sorts")).flatten(),
    }
}

fn no_claims() -> Escapes {
    Escapes { claim: 0.0, lag: Distribution::constant(0.0), cluster: None }
}

fn escapes(reader: &Reader<'_, '_>) -> Escapes {
    Escapes {
        claim: reader.value("claim").unwrap_or(0.0),
        lag: reader.law("lag").unwrap_or_else(placeholder),
        cluster: reader.has("cluster").then(|| reader.count("cluster")).flatten(),
    }
}

/// What is described and can do nothing.
fn warn_of_useless(reader: &Reader<'_, '_>, quality: &Characteristic) {
    let watched = quality.gauge.is_some() || quality.monitor.is_some();
    if reader.has("response") && !watched {
        reader.warn(
            "response",
            "nothing gives an alarm, so nobody responds",
            "add `gauge` or `monitor`, or delete `response`",
        );
    }
    let defects = quality.visual > 0.0
        || quality.lots.is_some()
        || quality.lower.is_some()
        || quality.upper.is_some()
        || quality.causes.iter().any(|c| c.visual > 0.0);
    if !defects && !watched {
        reader.warn(
            "at",
            "no piece is ever defective: there are no limits and no attribute defects",
            "add `lower` and `upper`, or `visual`",
        );
    }
}
