//! `[crews.NAME]` and `[spares.NAME]`.

use super::keys::{CALL_OUT, DUTY_CYCLE};
use super::names::CrewEntry;
use super::week::duty_windows;
use super::{Draft, placeholder};
use crate::plant::model::{Crew, Duty, OffDuty, SparePart};
use crate::text::{Item, Reader, Value};
use sim_core::SimDuration;

/// What jobs must know of a crew.
pub(super) fn entry<'d>(name: &'d str, reader: &Reader<'_, 'd>) -> CrewEntry<'d> {
    let skills = reader.list("skills").iter().filter_map(Item::text).collect();
    CrewEntry { name, skills, people: reader.count("people").unwrap_or(u32::MAX) }
}

/// All crews.
pub(super) fn crews(draft: &Draft<'_, '_, '_>) -> Vec<Crew> {
    let read = |((name, reader), entry): (&(&str, Reader<'_, '_>), &CrewEntry<'_>)| {
        if reader.own_node("skills").is_some() && entry.skills.is_empty() {
            reader.error("skills", "this crew can do nothing", "name its skills: [\"mechanic\"]");
        }
        Crew {
            name: (*name).to_owned(),
            skills: entry.skills.iter().map(|s| (*s).to_owned()).collect(),
            people: entry.people,
            duty: duty(reader),
            off_duty: off_duty(reader),
            response: reader.law("response"),
        }
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
