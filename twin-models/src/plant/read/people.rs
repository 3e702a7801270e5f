//! `[crews.NAME]` and `[spares.NAME]`.

use super::keys::{CALL_OUT, DUTY_CYCLE, HEADCOUNT};
use super::names::CrewEntry;
use super::week::{duty_windows, week_windows};
use super::{Draft, placeholder};
use crate::plant::model::{Crew, Duty, Headcount, OffDuty, SparePart};
use crate::text::{Item, Reader, Value};
use sim_core::SimDuration;

/// What jobs must know of a crew.
pub(super) fn entry<'d>(name: &'d str, reader: &Reader<'_, 'd>) -> CrewEntry<'d> {
    let skills = reader.list("skills").iter().filter_map(Item::text).collect();
    let headcount = headcount(reader);
    let constant = reader.item("people").filter(|i| !matches!(i.node.value, Value::Array(_)));
    let people = match headcount.iter().map(|h| h.people).max() {
        Some(most) => Some(most),
        None => constant.and_then(|item| item.count(1, 100_000)),
    };
    CrewEntry { name, skills, people: people.unwrap_or(u32::MAX), headcount }
}

/// People by the hours of the week, where they are written so.
fn headcount(reader: &Reader<'_, '_>) -> Vec<Headcount> {
    let Some(item) = reader.item("people") else { return Vec::new() };
    let Value::Array(list) = &item.node.value else { return Vec::new() };
    if list.is_empty() {
        item.error("nobody is ever there", "write a number of people, or their hours");
    }
    let mut all: Vec<Headcount> = Vec::new();
    for hours in item.list().unwrap_or_default() {
        let Some(table) = hours.table(&HEADCOUNT) else { continue };
        let (windows, people) = (week_windows(&table), table.count("people"));
        let Some(people) = people else { continue };
        if windows.iter().any(|w| all.iter().any(|h| h.from < w.to && w.from < h.to)) {
            hours.error(
                "these hours overlap with others of the crew",
                "let one begin when the other ends",
            );
            continue;
        }
        all.extend(windows.iter().map(|w| Headcount { from: w.from, to: w.to, people }));
    }
    all.sort_by_key(|h| h.from);
    all
}

/// Who is absent is drawn for every shift, so there must be shifts.
fn absence(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, crew: &Crew) -> Option<f64> {
    let absence = reader.value("absence")?;
    let around_the_clock = match crew.duty {
        Duty::Always => true,
        Duty::PlantShifts => draft.calendar.shifts.is_empty(),
        Duty::Windows(_) | Duty::Cycle { .. } => false,
    };
    if around_the_clock && crew.headcount.is_empty() {
        reader.error(
            "absence",
            "this crew works around the clock without shifts: nobody can be absent for one",
            "write `people` by the hours of the week, one entry for each shift",
        );
    }
    Some(absence)
}

/// All crews.
pub(super) fn crews(draft: &Draft<'_, '_, '_>) -> Vec<Crew> {
    let read = |((name, reader), entry): (&(&str, Reader<'_, '_>), &CrewEntry<'_>)| {
        if reader.own_node("skills").is_some() && entry.skills.is_empty() {
            reader.error("skills", "this crew can do nothing", "name its skills: [\"mechanic\"]");
        }
        let crew = Crew {
            name: (*name).to_owned(),
            skills: entry.skills.iter().map(|s| (*s).to_owned()).collect(),
            people: entry.people,
            headcount: entry.headcount.clone(),
            absence: None,
            away: super::away::read(reader, name, entry.people),
            duty: duty(reader),
            off_duty: off_duty(reader),
            response: reader.law("response"),
        };
        Crew { absence: absence(draft, reader, &crew), ..crew }
    };
    draft.sections.crews.iter().zip(&draft.names.crews).map(read).collect()
}

fn duty(reader: &Reader<'_, '_>) -> Duty {
    let Some(item) = reader.item("duty") else { return Duty::PlantShifts };
    match &item.node.value {
        Value::Array(_) => {
            let windows = duty_windows(&item);
            if windows.is_empty() {
                item.error("this crew never works", "name its hours, or write \"plant shifts\"");
            }
            Duty::Windows(windows)
        }
        Value::Table(_) => item.table(&DUTY_CYCLE).and_then(|r| cycle(&r)).unwrap_or(Duty::Always),
        _ => match item.word(&["always", "plant shifts"]) {
            Some("always") => Duty::Always,
            _ => Duty::PlantShifts,
        },
    }
}

fn cycle(reader: &Reader<'_, '_>) -> Option<Duty> {
    let (on, period) = (reader.value("on"), reader.value("period"));
    let (on, period) = (on?, period?);
    if on > period {
        reader.error("on", "a crew cannot be on duty longer than the period", {
            "write `on` of at most `period`"
        });
    }
    Some(Duty::Cycle {
        on: SimDuration::from_seconds(on),
        period: SimDuration::from_seconds(period),
    })
}

fn off_duty(reader: &Reader<'_, '_>) -> OffDuty {
    let Some(item) = reader.item("off_duty") else { return OffDuty::Wait };
    match &item.node.value {
        Value::Table(_) => {
            let law = item.table(&CALL_OUT).and_then(|r| r.law("call_out"));
            OffDuty::CallOut(law.unwrap_or_else(placeholder))
        }
        _ => match item.word(&["wait", "finish"]) {
            Some("finish") => OffDuty::Finish,
            _ => OffDuty::Wait,
        },
    }
}

/// All spare parts.
pub(super) fn spares(draft: &Draft<'_, '_, '_>) -> Vec<SparePart> {
    let read = |(name, reader): &(&str, Reader<'_, '_>)| {
        let lead = reader.law("lead").unwrap_or_else(placeholder);
        let emergency_lead = reader.law("emergency_lead");
        if emergency_lead.as_ref().is_some_and(|e| e.mean() > lead.mean()) {
            reader.warn(
                "emergency_lead",
                "an emergency purchase takes longer than a normal one",
                "check both numbers; are they exchanged?",
            );
        }
        SparePart {
            name: (*name).to_owned(),
            stock: reader.count("stock").unwrap_or(0),
            lead,
            emergency_lead,
        }
    };
    draft.sections.spares.iter().map(read).collect()
}
