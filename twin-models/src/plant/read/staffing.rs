//! `operator`, `cleared_by` and `set_up_by` of a machine.

use super::Draft;
use super::keys::WORKERS;
use super::names::find;
use crate::plant::model::{Attendance, CrewIx, Flow, Machine, PERSON, Plant, ShiftEnd, Staffing};
use crate::text::say::say_number;
use crate::text::{Item, Reader, Value};

/// Who must be at the machine.
pub(super) fn read(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Staffing {
    Staffing {
        operator: reader.table("operator").and_then(|r| operator(draft, &r)),
        cleared_by: workers(draft, reader, "cleared_by"),
        set_up_by: workers(draft, reader, "set_up_by"),
        unattended: reader.flag("unattended").unwrap_or(false),
        shift_end: match reader.word("shift_end") {
            Some("finish") => ShiftEnd::Finish,
            _ => ShiftEnd::Pause,
        },
    }
}

fn operator(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>) -> Option<Attendance> {
    let item = reader.item("skill")?;
    let one = reader.has("share") || reader.has("people");
    let key = if one { reader.one_of(&["share", "people"])? } else { "people" };
    let people = match key {
        "share" => reader.value("share")?,
        _ if one => f64::from(reader.count("people")?),
        _ => 1.0,
    };
    if people <= 0.0 {
        reader.error("share", "nobody runs this machine", "write the share, or delete `operator`");
        return None;
    }
    attendance(draft, &item, people, |reason, remedy| reader.error(key, reason, remedy))
}

/// One person of a skill, or a table.
fn workers(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, key: &str) -> Option<Attendance> {
    let item = reader.item(key)?;
    if !matches!(item.node.value, Value::Table(_)) {
        return attendance(draft, &item, 1.0, |reason, remedy| item.error(reason, remedy));
    }
    let table = item.table(&WORKERS)?;
    let (skill, people) = (table.item("skill"), table.count("people"));
    attendance(draft, &skill?, f64::from(people?), |reason, remedy| {
        table.error("people", reason, remedy);
    })
}

/// The first crew with the skill that is large enough.
fn attendance(
    draft: &Draft<'_, '_, '_>,
    skill: &Item<'_, '_>,
    people: f64,
    fault: impl Fn(String, String),
) -> Option<Attendance> {
    let crews = &draft.names.crews;
    let all: Vec<&str> = crews.iter().flat_map(|c| c.skills.iter().copied()).collect();
    let name = *all.get(find(skill, "crew with the skill", all.iter().copied())?)?;
    let able = || crews.iter().enumerate().filter(|(_, c)| c.skills.contains(&name));
    if let Some((k, _)) = able().find(|(_, c)| f64::from(c.people) >= people) {
        let share = (people * f64::from(PERSON) + 0.5) as u32;
        return Some(Attendance { crew: CrewIx(k as u32), share: share.max(1) });
    }
    let (crew, most) =
        able().max_by_key(|(_, c)| c.people).map_or(("", 0), |(_, c)| (c.name, c.people));
    fault(
        format!(
            "this needs {} people with the skill `{name}`, and the largest crew, `{crew}`, has \
             {most}: it could never begin",
            say_number(people)
        ),
        format!("write at most {most} here, or more `people` in [crews.{crew}]"),
    );
    None
}

/// What does nothing, once the whole plant is known.
pub(super) fn check(draft: &Draft<'_, '_, '_>, plant: &Plant) {
    for ((_, reader), station) in draft.sections.machines.iter().zip(&draft.names.stations) {
        let machine = &plant.machines[station.first as usize];
        if machine.staffing.cleared_by.is_some() && machine.minor_stops.is_none() {
            reader.warn(
                "cleared_by",
                "this machine has no minor stops, so nobody ever clears one",
                "add `minor_stops`, or delete `cleared_by`",
            );
        }
        if machine.staffing.unattended && plant.calendar.breaks.is_empty() {
            reader.warn(
                "unattended",
                "the calendar has no breaks, so this does nothing",
                "add `breaks` to [calendar], or delete `unattended`",
            );
        }
        if machine.staffing.shift_end == ShiftEnd::Finish && plant.calendar.is_always_open() {
            reader.warn(
                "shift_end",
                "the plant never closes, so this does nothing",
                "add `shifts` to [calendar], or delete `shift_end`",
            );
        } else if machine.staffing.shift_end == ShiftEnd::Finish && plant.flow == Flow::Rate {
            reader.warn(
                "shift_end",
                "in rate flow there is no piece to finish: the machine stops with the shift",
                "delete `shift_end`, or write `flow = \"piece\"` in [plant]",
            );
        }
        let is_set_up =
            plant.changeovers.iter().any(|c| station.machines().any(|m| c.machines.contains(&m)));
        refuse_elsewhere(reader, station.in_shop, machine);
        if machine.staffing.set_up_by.is_some() && !is_set_up && !station.in_shop {
            reader.warn(
                "set_up_by",
                "this machine is never set up, so nobody ever does it",
                "add it to the `stations` of [changeovers], or delete `set_up_by`",
            );
        }
    }
}

/// What people at machines do not know of yet.
fn refuse_elsewhere(reader: &Reader<'_, '_>, in_shop: bool, machine: &Machine) {
    let staffing = &machine.staffing;
    if in_shop && staffing.operator.is_some() {
        reader.error(
            "operator",
            "this machine takes jobs of the shop, which do not wait for an operator",
            "delete `operator`, or take the machine out of the routes",
        );
    }
    if in_shop && staffing.shift_end == ShiftEnd::Finish {
        reader.error(
            "shift_end",
            "this machine takes jobs of the shop, which stand still at the end of the shift",
            "delete `shift_end`, or take the machine out of the routes",
        );
    }
    let sleeps = machine.power.as_ref().is_some_and(|p| p.sleep_after.is_some());
    if sleeps && staffing.operator.is_some() {
        reader.error(
            "operator",
            "a machine that waits for its operator or for pieces cannot sleep",
            "delete `operator`, or `sleep_after` of its `power`",
        );
    }
}
