//! Reading `[investments.NAME.team.ROLE]`.

use super::investment::CostTerms;
use crate::finance::tco::{CostLine, Treatment};
use crate::investment::team::{Member, Taken};
use twin_models::text::week::parse_days;
use twin_models::text::{Dimension, Node, Reader, Value};

/// Hours that a person works in a month, roughly.
const FULL_TIME: f64 = 160.0;
const SECONDS_PER_HOUR: f64 = 3600.0;

/// The roles.
pub(super) fn read(reader: &Reader<'_, '_>) -> Vec<Member> {
    let roles = reader.named("team");
    let free = matches!(reader.own_node("cost").map(|n| &n.value), Some(Value::String(_)));
    if free && !roles.is_empty() {
        reader.error(
            "cost",
            "an investment that is free has people on it who cost something",
            "write the cost list, with internal = \"0 $\" where `team` tells all own people",
        );
    }
    roles.iter().filter_map(|(role, table)| member(role, table)).collect()
}

fn member(role: &str, reader: &Reader<'_, '_>) -> Option<Member> {
    let (hours, rate) = (reader.value("hours"), reader.value("rate"));
    let (from, lasts) = (whole(reader, "from"), whole(reader, "lasts"));
    let taken = taken(reader);
    let hours = hours? / SECONDS_PER_HOUR;
    if let Some((taken, days)) = &taken {
        compare(reader, hours, taken, *days);
    }
    Some(Member {
        role: role.to_owned(),
        hours,
        rate: rate?,
        from: from?,
        lasts: lasts?,
        taken: taken.map(|(taken, _)| taken),
        span: reader.span,
    })
}

/// A whole number of months.
fn whole(reader: &Reader<'_, '_>, key: &str) -> Option<u32> {
    let months = reader.value(key)?;
    if months.fract() != 0.0 {
        let remedy = format!("write \"{} months\"", months.round().max(1.0));
        reader.error(key, "people are on a project for whole months", remedy);
        return None;
    }
    Some(months as u32)
}

/// Who is taken from the line, and on how many days of the week.
fn taken(reader: &Reader<'_, '_>) -> Option<(Taken, usize)> {
    let Some(crew) = reader.has("crew").then(|| reader.text("crew")).flatten() else {
        for key in ["people", "days"] {
            if reader.own_node(key).is_some() {
                let remedy = "add crew = \"name\", or delete the key";
                reader.error(key, format!("`{key}` says who of a `crew` is away"), remedy);
            }
        }
        return None;
    };
    let people = reader.count("people")?;
    let item = reader.item("days");
    let days = match &item {
        Some(item) => parse_days(item.text()?).map_err(|wrong| item.wrong(wrong)).ok()?,
        None => [true; 7],
    };
    let written = reader.own_node("days").cloned().unwrap_or_else(|| Node::text("Mon-Sun"));
    let crew = crew.to_owned();
    let taken = Taken { crew, people, days: written, span: reader.span_of("people") };
    Some((taken, days.iter().filter(|on| **on).count()))
}

/// Hours that are paid beside hours that are missed.
fn compare(reader: &Reader<'_, '_>, hours: f64, taken: &Taken, days: usize) {
    let away = f64::from(taken.people) * FULL_TIME * (days as f64 / 5.0).min(1.0);
    if hours < 0.5 * away {
        reader.warn(
            "hours",
            format!("{hours} h a month are paid, and about {away} h are missed on the line"),
            "write the `days` on which they are on the project, or more hours",
        );
    } else if hours > 2.0 * away {
        reader.warn(
            "hours",
            format!("{hours} h a month are paid, and only about {away} h are missed on the line"),
            "write more `people` or `days`, or fewer hours",
        );
    }
}

/// What they cost.
pub(super) fn lines(
    reader: &Reader<'_, '_>,
    team: &[Member],
    terms: &CostTerms,
    treatment: Treatment,
) -> Vec<CostLine> {
    let cost = reader.own_node("cost").and_then(Node::as_table);
    let internal = cost.and_then(|t| t.get("internal"));
    let amount = internal.and_then(|node| Dimension::Money.parse(&node.value).ok());
    if !team.is_empty() && amount.is_some_and(|amount| amount > 0.0) {
        reader.warn(
            "cost",
            "own people have a sum in `internal` and hours in `team`: are some counted twice?",
            "write internal = \"0 $\" where `team` tells all of them",
        );
    }
    team.iter().map(|member| member.line(terms.currency, treatment)).collect()
}
