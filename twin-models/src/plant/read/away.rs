//! `away` of a crew: people who are elsewhere for a while, and known to be.

use super::keys::AWAY;
use super::week::days;
use crate::plant::model::Away;
use crate::text::Reader;
use sim_core::SimDuration;

/// When how many people of the crew are away; `people`: how many there are at most.
pub(super) fn read(reader: &Reader<'_, '_>, name: &str, people: u32) -> Vec<Away> {
    let mut all: Vec<Away> = Vec::new();
    for item in reader.list("away") {
        let Some(table) = item.table(&AWAY) else { continue };
        let (from, to) = (table.value("from"), table.value("to"));
        let (days, away) = (days(&table, "days"), table.count("people"));
        let (Some(from), Some(to), Some(days), Some(away)) = (from, to, days, away) else {
            continue;
        };
        let ticks = |seconds| SimDuration::from_seconds(seconds).0;
        let one = Away { from: ticks(from), to: ticks(to), days, people: away };
        if one.from >= one.to {
            table.error(
                "to",
                "this ends before it begins",
                "`to` counts from the start of the run as `from` does; it is not a length",
            );
            continue;
        }
        let together = most_with(&all, &one);
        if together > people {
            let others = together - away;
            let beside = match others {
                0 => String::new(),
                _ => format!(", beside {others} at the same time"),
            };
            table.error(
                "people",
                format!("{away} of crew `{name}` would be away{beside}, and it has {people}"),
                match people - others.min(people) {
                    0 => "take them at another time, or from another crew".to_owned(),
                    left => format!("write at most {left}, or take them from another crew"),
                },
            );
            continue;
        }
        all.push(one);
    }
    all
}

/// The most who are away at once while this one is.
fn most_with(others: &[Away], one: &Away) -> u32 {
    let begins = others.iter().map(|o| o.from).chain([one.from]);
    let meanwhile = begins.filter(|at| one.from <= *at && *at < one.to);
    let sums = meanwhile.flat_map(|at| (0..7).map(move |day| (at, day)));
    let here = |a: &&Away, at: i64, day: usize| a.from <= at && at < a.to && a.days[day];
    let sum = |(at, day): (i64, usize)| -> u32 {
        let beside: u32 = others.iter().filter(|o| here(o, at, day)).map(|o| o.people).sum();
        beside + if one.days[day] { one.people } else { 0 }
    };
    sums.map(sum).max().unwrap_or(one.people)
}
