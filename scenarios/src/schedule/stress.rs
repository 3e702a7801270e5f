//! What may go wrong with a schedule: a stress is one change of the plant or the book, at a stated time.

use super::{ScheduleError, no_shop};
use jiff::civil::{Date, DateTime};
use sim_core::SimDuration;
use twin_models::plant::model::{Order, Plant, Shop};
use twin_models::text::units::{nearest, parse_duration, parse_share};

/// One stress, as it is written after `--stress`.
pub const FORMS: &str = "outage:MACHINE:FROM:LENGTH, rush:PRODUCT:PIECES:RELEASE:DUE, demand:+20%";

/// Changes the plant as the stress says.
///
/// # Errors
/// The text is no stress, or names what the plant does not have.
pub fn apply(plant: &mut Plant, text: &str) -> Result<(), ScheduleError> {
    let wrong = |reason: String, remedy: &str| {
        ScheduleError::question(format!("--stress {text}: {reason}"), remedy)
    };
    let Some((kind, rest)) = text.split_once(':') else {
        return Err(wrong("this is no stress".to_owned(), &format!("write {FORMS}")));
    };
    match kind {
        "outage" => outage(plant, rest),
        "rush" => rush(plant, rest),
        "demand" => demand(plant, rest),
        _ => Err((format!("there is no stress `{kind}`"), format!("write {FORMS}"))),
    }
    .map_err(|(reason, remedy)| wrong(reason, &remedy))
}

/// Reason and remedy.
type Wrong = (String, String);

/// An instant: a local date-time, or a span from the first day of the plant.
fn instant(start: Date, text: &str) -> Result<SimDuration, Wrong> {
    if let Ok(at) = text.trim().parse::<DateTime>() {
        let since = at.duration_since(start.at(0, 0, 0, 0));
        let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        if micros < 0 {
            return Err((
                format!("{text} lies before the first day of the plant, {start}"),
                "write a later time, or change `start` of the plant".to_owned(),
            ));
        }
        return Ok(SimDuration(micros));
    }
    match parse_duration(text) {
        Ok(seconds) if seconds >= 0.0 => Ok(SimDuration::from_seconds(seconds)),
        _ => Err((
            format!("\"{text}\" is no time"),
            "write a date-time such as 2027-01-12T06:00, or a span from the first day such as 8 d"
                .to_owned(),
        )),
    }
}

fn length(text: &str) -> Result<SimDuration, Wrong> {
    match parse_duration(text) {
        Ok(seconds) if seconds > 0.0 => Ok(SimDuration::from_seconds(seconds)),
        Ok(_) => Err(("a length is above 0".to_owned(), "write it as 8 h".to_owned())),
        Err(wrong) => Err((wrong.reason, wrong.remedy.unwrap_or_default())),
    }
}

fn unknown<'n>(what: &str, name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Wrong {
    let remedy = match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is: {}", names.collect::<Vec<_>>().join(", ")),
    };
    (format!("there is no {what} `{name}`"), remedy)
}

/// `MACHINE:FROM:LENGTH`; a date-time between the two has colons of its own.
fn name_from_length(text: &str) -> Result<(&str, &str, &str), Wrong> {
    let parts = text.split_once(':').and_then(|(name, rest)| {
        let (from, length) = rest.rsplit_once(':')?;
        Some((name, from, length))
    });
    parts.ok_or_else(|| {
        let remedy = "write it as outage:lathe:2027-01-12T06:00:8 h".to_owned();
        ("a name, a time and a length are needed".to_owned(), remedy)
    })
}

/// All servers of a station, or one machine, stand still; their jobs go on afterwards.
fn outage(plant: &mut Plant, text: &str) -> Result<(), Wrong> {
    let (name, from, lasts) = name_from_length(text)?;
    let from = instant(plant.start, from)?;
    let to = from + length(lasts)?;
    let mut found = false;
    for machine in &mut plant.machines {
        if machine.station == name || machine.name == name {
            found = true;
            machine.stops.push((from, to));
            machine.stops = merged(std::mem::take(&mut machine.stops));
        }
    }
    match found {
        true => Ok(()),
        false => Err(unknown("machine", name, plant.machines.iter().map(|m| &*m.station))),
    }
}

/// Known stops are sorted and disjoint.
fn merged(mut stops: Vec<(SimDuration, SimDuration)>) -> Vec<(SimDuration, SimDuration)> {
    stops.sort_unstable();
    let mut one: Vec<(SimDuration, SimDuration)> = Vec::with_capacity(stops.len());
    for (from, to) in stops {
        match one.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => one.push((from, to)),
        }
    }
    one
}

fn shop(plant: &mut Plant) -> Result<&mut Shop, Wrong> {
    plant.shop.as_mut().ok_or_else(|| match no_shop() {
        ScheduleError::Question { reason, remedy } => (reason, remedy),
        other => (other.to_string(), String::new()),
    })
}

/// An order more, of the most urgent class; in a plan it stands first.
fn rush(plant: &mut Plant, text: &str) -> Result<(), Wrong> {
    let example = || {
        let remedy = "write it as rush:PRODUCT:40:2027-01-12T06:00:2027-01-15T14:00".to_owned();
        ("a product, pieces, a release and a due date are needed".to_owned(), remedy)
    };
    let (product, rest) = text.split_once(':').ok_or_else(example)?;
    let (pieces, times) = rest.split_once(':').ok_or_else(example)?;
    let start = plant.start;
    // Date-times have colons of their own: the one between them leaves two times.
    let both = times.match_indices(':').find_map(|(at, _)| {
        let (release, due) = (&times[..at], &times[at + 1..]);
        Some((instant(start, release).ok()?, instant(start, due).ok()?))
    });
    let (release, due) = both.ok_or_else(example)?;
    let shop = shop(plant)?;
    let Some(of) = shop.products.iter().position(|p| p.name == product) else {
        return Err(unknown("product", product, shop.products.iter().map(|p| &*p.name)));
    };
    let quantity =
        pieces.trim().parse::<u32>().ok().filter(|q| (1..=Shop::MOST_PIECES).contains(q));
    let quantity = quantity.ok_or_else(|| {
        let remedy = format!("write a whole number from 1 to {}", Shop::MOST_PIECES);
        (format!("\"{pieces}\" is no number of pieces"), remedy)
    })?;
    let taken = |name: &String| shop.book.iter().any(|o| o.name == *name);
    let name = (1..).map(|k| format!("rush {k}")).find(|name| !taken(name)).unwrap_or_default();
    let mut book = shop.book.clone();
    let sequence = book.iter().any(|o| o.sequence.is_some()).then_some(0);
    book.push(Order { name, product: of as u32, quantity, release, due, priority: 1, sequence });
    shop.set_book(book);
    Ok(())
}

/// All orders of the book are larger by a share, rounded to whole pieces.
fn demand(plant: &mut Plant, text: &str) -> Result<(), Wrong> {
    let share = parse_share(text.trim().trim_start_matches('+'));
    let Some(share) = share.ok().filter(|s| *s > -1.0 && *s <= 100.0) else {
        let reason = format!("\"{text}\" is no change of the quantities");
        return Err((reason, "write it as demand:+20% or demand:-10%".to_owned()));
    };
    let shop = shop(plant)?;
    let most = f64::from(Shop::MOST_PIECES);
    for order in &mut shop.book {
        let more = (f64::from(order.quantity) * (1.0 + share)).round();
        order.quantity = more.clamp(1.0, most) as u32;
    }
    if shop.drawn.is_some() {
        return Err((
            "orders come by chance, too, and this stress changes those of the book only".to_owned(),
            "leave --by-chance away".to_owned(),
        ));
    }
    Ok(())
}
