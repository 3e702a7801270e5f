//! `[orders]`: what comes by chance, and the book.

use super::super::keys::BOOK;
use super::super::{Draft, market, placeholder};
use super::product;
use crate::plant::model::{Cancel, Decides, DrawnOrders, MixLine, Order, Planning};
use crate::text::Reader;
use crate::text::say::say_number;
use sim_core::SimDuration;

/// Orders that come by chance.
pub(super) fn drawn(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<DrawnOrders> {
    let mix = reader.item("mix").map(|_| mix(draft, reader));
    let season = market::season(reader);
    let cv = reader.value("cv");
    let working_days = reader.word("clock") == Some("working days");
    if working_days && draft.calendar.shifts.is_empty() {
        reader.warn(
            "clock",
            "the calendar has no shifts, so every day that is not closed is a working day",
            "add `shifts` to [calendar], or write clock = \"calendar\"",
        );
    }
    match (reader.has("every"), mix) {
        (false, None) => None,
        (false, Some(_)) => {
            let reason = "`mix` says what is ordered by chance, and nothing says how often";
            reader.error("mix", reason, "add `every`, or delete `mix`");
            None
        }
        (true, None) => {
            let reason = "nothing says what is ordered";
            reader.error("every", reason, "add [orders.mix.NAME] for each product");
            None
        }
        (true, Some(mix)) => {
            let (every, season) = (reader.law("every"), season);
            Some(DrawnOrders { every: every?, working_days, season: season?, cv: cv?, mix })
        }
    }
}

fn mix(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Vec<MixLine> {
    let names: Vec<&str> = draft.sections.products.iter().map(|(name, _)| *name).collect();
    let mut lines = Vec::new();
    let (mut sum, mut complete) = (0.0, true);
    for (name, line) in reader.named("mix") {
        let found = names.iter().position(|n| *n == name);
        if found.is_none() {
            let near = crate::text::units::nearest(name, names.iter().copied());
            let remedy = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there is: {}", names.join(", ")),
            };
            let reason = format!("there is no product `{name}`");
            line.context.error(line.span, &line.path, crate::text::Wrong::new(reason, remedy));
        }
        let share = line.value("share");
        complete &= share.is_some() && found.is_some();
        sum += share.unwrap_or(0.0);
        lines.push(MixLine {
            product: found.unwrap_or(0) as u32,
            up_to: sum,
            quantity: line.law("quantity").unwrap_or_else(placeholder),
            lead: line.law("lead").unwrap_or_else(placeholder),
            priority: line.count("priority").unwrap_or(5),
        });
    }
    if complete && (sum - 1.0).abs() > 1e-3 {
        reader.error(
            "mix",
            format!("the shares add up to {} %, not 100 %", say_number(sum * 100.0)),
            "change them so that they add up to 100 %",
        );
    }
    for line in &mut lines {
        line.up_to /= sum.max(f64::MIN_POSITIVE);
    }
    if let Some(last) = lines.last_mut() {
        last.up_to = 1.0;
    }
    lines
}

/// `cancel`.
pub(super) fn cancel(reader: &Reader<'_, '_>) -> Option<Cancel> {
    let cancel = reader.table("cancel")?;
    let (after, per_day) = (cancel.value("after"), cancel.value("per_day"));
    Some(Cancel { after: SimDuration::from_seconds(after?), per_day: per_day? })
}

/// `planning`.
pub(super) fn planning(reader: &Reader<'_, '_>) -> Option<Planning> {
    let reader = reader.table("planning")?;
    let span = |key: &str| reader.value(key).map(SimDuration::from_seconds);
    let (every, frozen, lag) = (span("replan_every"), span("frozen"), span("information_lag"));
    let decides = match reader.word("decides") {
        Some("keep") => Decides::Keep,
        Some("report") => Decides::Report,
        _ => Decides::Alternatives,
    };
    Some(Planning { replan_every: every?, frozen: frozen?, information_lag: lag?, decides })
}

/// Limits on the orders in process, by family.
pub(super) fn limits(reader: &Reader<'_, '_>, families: &[String]) -> Vec<Option<u32>> {
    let mut limits = vec![None; families.len()];
    let entries = reader.item("at_most_of_family").and_then(|i| i.entries());
    for (name, item) in entries.unwrap_or_default() {
        match families.iter().position(|f| f == name) {
            Some(k) => limits[k] = item.count(1, 1_000_000),
            None => item.error(
                format!("there is no family `{name}`"),
                format!("there is: {}", families.join(", ")),
            ),
        }
    }
    limits
}

/// Orders known by name.
pub(super) fn book(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for item in reader.list("book") {
        let Some(order) = item.table(&BOOK) else { continue };
        let name = order.text("name");
        if let Some(name) = name
            && orders.iter().any(|o| o.name == name)
        {
            order.error("name", format!("there are two orders `{name}`"), "rename one of them");
        }
        let span = |key: &str| order.value(key).map(SimDuration::from_seconds);
        let (release, due) = (span("release"), span("due"));
        if let (Some(release), Some(due)) = (release, due)
            && due < release
        {
            order.warn(
                "due",
                "this order is due before it is known",
                "`due` counts from the start of the run, as `release` does",
            );
        }
        let product = order.item("product").and_then(|i| product(draft, &i));
        let (quantity, priority) = (order.count("quantity"), order.count("priority"));
        let sequence = order.item("sequence").and(order.count("sequence"));
        if sequence.is_some() && orders.iter().any(|o| o.sequence == sequence) {
            let reason = "two orders have this place in the sequence";
            order.error("sequence", reason, "give each order a place of its own");
        }
        orders.push(Order {
            name: name.unwrap_or("").to_owned(),
            product: product.unwrap_or(0),
            quantity: quantity.unwrap_or(1),
            release: release.unwrap_or(SimDuration::ZERO),
            due: due.unwrap_or(SimDuration::ZERO),
            priority: priority.unwrap_or(5),
            sequence,
        });
    }
    orders
}
