//! `[demand]`.

use super::week::days;
use crate::plant::model::Demand;
use crate::text::say::say_number;
use crate::text::{Bounds, Dimension, Reader};

/// Reads the demand.
pub(super) fn read(reader: &Reader<'_, '_>) -> Option<Demand> {
    let weekly = reader.value("weekly");
    let season = season(reader);
    let cv = reader.value("cv");
    let ship_days = days(reader, "ship");
    let backorder = reader.value("backorder");
    let max_wait_days = max_wait(reader, backorder);
    let (capacity, initial) = finished_goods(reader);
    Some(Demand {
        weekly: weekly?,
        season: season?,
        cv: cv?,
        ship_days: ship_days?,
        on_closed_days: reader.word("closed_days") != Some("no demand"),
        backorder: backorder?,
        max_wait_days: max_wait_days?,
        capacity,
        initial,
    })
}

pub(super) fn season(reader: &Reader<'_, '_>) -> Option<[f64; 12]> {
    if !reader.has("season") {
        return Some([1.0; 12]);
    }
    let item = reader.item("season")?;
    let items = item.list()?;
    let bounds = Bounds::NOT_NEGATIVE.likely(0.2, 3.0);
    let read: Vec<Option<f64>> = items.iter().map(|i| i.value(Dimension::Number, bounds)).collect();
    let factors: Vec<f64> = read.into_iter().collect::<Option<_>>()?;
    let Ok(factors) = <[f64; 12]>::try_from(factors) else {
        item.error(
            format!("{} factors stand here, and a year has 12 months", items.len()),
            "write 12 numbers, January first",
        );
        return None;
    };
    let mean = factors.iter().sum::<f64>() / 12.0;
    if (mean - 1.0).abs() > 0.01 {
        item.error(
            format!("the factors have the mean {}, not 1", say_number(mean)),
            format!(
                "divide each by {}; the level of the year stands in `weekly`",
                say_number(mean)
            ),
        );
        return None;
    }
    Some(factors)
}

fn max_wait(reader: &Reader<'_, '_>, backorder: Option<f64>) -> Option<u32> {
    if !reader.has("max_wait") {
        if backorder.is_some_and(|b| b > 0.0) {
            reader.missing_one_of(
                &["max_wait"],
                "add `max_wait = \"2 weeks\"`: how long waiting demand waits before it is lost",
            );
        }
        return Some(0);
    }
    let days = reader.value("max_wait")? / 86_400.0;
    if days.fract() != 0.0 {
        reader.error("max_wait", "demand waits for whole days", {
            format!("write \"{} d\"", days.ceil())
        });
        return None;
    }
    Some(days as u32)
}

/// Room and pieces at the start.
fn finished_goods(reader: &Reader<'_, '_>) -> (u32, u32) {
    let Some(store) = reader.table("finished_goods") else { return (u32::MAX, 0) };
    let whole = |key: &str| {
        let pieces = store.value(key)?;
        if pieces.fract() != 0.0 || pieces >= f64::from(u32::MAX) {
            store.error(key, "pieces in a store are a whole number below 4 thousand million", {
                "write it without decimals"
            });
            return None;
        }
        Some(pieces as u32)
    };
    let (room, initial) = (whole("room"), whole("initial"));
    let (Some(room), Some(initial)) = (room, initial) else { return (u32::MAX, 0) };
    if initial > room {
        store.error(
            "initial",
            format!("{initial} pieces do not fit into a room of {room}"),
            "write a smaller `initial` or a larger `room`",
        );
    }
    (room, initial)
}
