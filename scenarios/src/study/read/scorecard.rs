//! Reading `[scorecard.NAME]`.

use super::sections_scorecard::MEASURED;
use crate::baseline::lint::REMEDY;
use crate::baseline::make::vanity;
use crate::baseline::score::{Entities, Gauge, Measured, Score};
use crate::money::prices::{CATEGORIES, PriceLine};
use crate::study::result::Checkpoint;
use twin_models::plant::model::Plant;
use twin_models::text::units::{Wrong, nearest};
use twin_models::text::{Reader, parse_quantity};

/// Reads the scorecard; faults go to the reader's context.
pub(super) fn read(root: &Reader<'_, '_>, plant: &Plant, lines: &[PriceLine]) -> Vec<Score> {
    let all = root.named("scorecard");
    let scores: Vec<Score> =
        all.iter().filter_map(|(name, reader)| one(name, reader, plant, lines)).collect();
    if !all.is_empty() && !(3..=5).contains(&all.len()) {
        root.warn(
            "scorecard",
            format!("a scorecard has three to five indicators, this one has {}", all.len()),
            "fewer hide what the technology costs elsewhere, more hide what it is for",
        );
    }
    scores
}

fn one(name: &str, reader: &Reader<'_, '_>, plant: &Plant, lines: &[PriceLine]) -> Option<Score> {
    let text = |key: &str| reader.item(key).and_then(|item| item.text()).map(str::trim);
    let said = |key: &str| text(key).filter(|t| !t.is_empty()).map(str::to_owned);
    let key = text("kpi");
    let on = said("on");
    let title = said("title");
    let vain = vanity(&[name, key.unwrap_or_default(), title.as_deref().unwrap_or_default()]);
    if let Some(reason) = &vain {
        let wrong = Wrong::new(reason.clone(), REMEDY);
        reader.context.error(reader.span, &reader.path, wrong);
    }
    let gauge = key.and_then(|key| match Gauge::find(key, on.is_some()) {
        Ok(gauge) => Some(gauge),
        Err(near) => {
            if vain.is_none() {
                let remedy = match near {
                    Some(near) => format!("did you mean `{near}`? `gemba explain` lists them"),
                    None => REMEDY.to_owned(),
                };
                reader.error("kpi", format!("there is no indicator `{key}`"), remedy);
            }
            None
        }
    });
    if let (Some(gauge), Some(on)) = (&gauge, &on) {
        check_on(reader, gauge, on, plant);
    }
    let measured = gauge.as_ref().and_then(|gauge| measured(reader, gauge));
    let listed = listed(reader, lines);
    let checkpoint = match reader.word("checkpoint") {
        Some("leading") => Checkpoint::Leading,
        _ => Checkpoint::Outcome,
    };
    let target = if reader.has("target") { reader.value("target") } else { None };
    let score = Score {
        name: name.to_owned(),
        title: title.or_else(|| gauge.as_ref().map(|g| g.name().to_owned()))?,
        gauge: gauge?,
        on,
        owner: said("owner"),
        source: said("source"),
        data: said("data"),
        money: said("money"),
        lines: listed,
        target,
        checkpoint,
        day_90: said("day_90"),
        measured,
    };
    Some(score)
}

fn check_on(reader: &Reader<'_, '_>, gauge: &Gauge, on: &str, plant: &Plant) {
    let fault = |reason: String, names: &[&str]| {
        let remedy = match nearest(on, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "delete `on`".to_owned(),
            None => format!("it may be: {}", names.join(", ")),
        };
        reader.error("on", reason, remedy);
    };
    let key = gauge.key();
    match gauge.entities() {
        Entities::None => fault(format!("`{key}` speaks of the whole plant"), &[]),
        Entities::Words(&[]) => fault(format!("`{key}` speaks of the whole plant"), &[]),
        Entities::Words(words) if !words.contains(&on) => {
            fault(format!("`{key}` has no part `{on}`"), words);
        }
        Entities::Machines if plant.machines.iter().all(|m| m.name != on) => {
            let names: Vec<&str> = plant.machines.iter().map(|m| &*m.name).collect();
            fault(format!("the plant has no machine `{on}`"), &names);
        }
        _ => {}
    }
}

/// Lines and categories of the ledger that are named.
fn listed(reader: &Reader<'_, '_>, lines: &[PriceLine]) -> Vec<String> {
    let known = || lines.iter().map(|l| &*l.name).chain(CATEGORIES.iter().map(|(_, code)| *code));
    let mut named = Vec::new();
    for item in reader.list("lines") {
        let Some(text) = item.text() else { continue };
        if known().any(|name| name == text) {
            named.push(text.to_owned());
            continue;
        }
        let remedy = match nearest(text, known()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("there is: {}", known().collect::<Vec<_>>().join(", ")),
        };
        item.error(format!("the ledger has no line \"{text}\""), remedy);
    }
    named
}

fn measured(reader: &Reader<'_, '_>, gauge: &Gauge) -> Option<Measured> {
    let table = reader.item("measured")?.table(&MEASURED)?;
    let unit = gauge.unit();
    let number = |key: &str| -> Option<f64> {
        let item = table.item(key)?;
        let text = item.text()?;
        let found = parse_quantity(text).and_then(|(value, found)| in_unit(value, found, unit));
        if found.is_none() {
            let example = if unit == "share" { "%" } else { unit };
            item.error(
                format!("`{}` is measured in {unit}, and this is not", gauge.key()),
                format!("write a number and its unit, such as \"12 {example}\""),
            );
        }
        found
    };
    let (value, low, high) = (number("value"), number("low"), number("high"));
    let value = value?;
    for (end, wrong) in
        [("low", low.is_some_and(|x| x > value)), ("high", high.is_some_and(|x| x < value))]
    {
        if wrong {
            table.error(end, "the value is not within its interval", "exchange the ends");
        }
    }
    let date =
        |key: &str| if table.has(key) { table.date(key).map(|d| d.to_string()) } else { None };
    Some(Measured { value, low, high, from: date("from"), to: date("to") })
}

/// The number in the unit of an indicator; `None`: it is of another.
fn in_unit(value: f64, found: &str, unit: &str) -> Option<f64> {
    let found = found.trim();
    let in_money = ["USD", "EUR", "GBP", "$", "\u{20ac}", "\u{a3}"]
        .iter()
        .any(|currency| unit.replacen("money", currency, 1) == found);
    match unit {
        "share" if found == "%" => Some(value / 100.0),
        "share" => None,
        unit if unit == found || (unit.starts_with("money") && in_money) => Some(value),
        _ => None,
    }
}
