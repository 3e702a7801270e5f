//! `diary.csv`: everything that happened in both futures, and every change of state of the days shown.

use super::words::{code, detail, entity, exact, machine};
use crate::write::WriteError;
use scenarios::pairing::replay::{Replay, Side};
use scenarios::study::Study;
use twin_models::trace::{Event, Spends, StateChange};

/// One line.
enum Line<'a> {
    Event(&'a Event),
    State(&'a StateChange),
}

/// In order of time; a change of state after the events that brought it about.
fn in_order(side: &Side) -> Vec<(i64, Line<'_>)> {
    let events = side.trace.events.iter().map(|e| (e.at.0, Line::Event(e)));
    let states = side.trace.states.iter().map(|s| (s.at.0, Line::State(s)));
    let mut all: Vec<_> = events.chain(states).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

fn state(spends: &Spends) -> String {
    if spends.share >= 1.0 {
        return spends.leaf.code().to_owned();
    }
    format!("{} {:.1} %, {}", spends.leaf.code(), 100.0 * spends.share, spends.rest.code())
}

/// The diary as a table; local plant time.
///
/// # Errors
/// When the writer refuses.
pub fn diary_csv(study: &Study, replay: &Replay) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let head = ["arm", "time", "hours", "what", "machine", "of", "from", "to", "detail"];
    writer.write_record(head)?;
    for side in [&replay.reference, &replay.investment] {
        let arm = &study.arms[side.arm];
        for (at, line) in in_order(side) {
            let at = sim_core::SimTime(at);
            let [what, of_machine, of, from, to, more] = match line {
                Line::Event(Event { what, .. }) => [
                    code(what).to_owned(),
                    machine(&arm.plant, what),
                    entity(&arm.plant, what),
                    String::new(),
                    String::new(),
                    detail(what),
                ],
                Line::State(change) => [
                    "state".to_owned(),
                    arm.plant
                        .machines
                        .get(change.machine.index())
                        .map_or("", |m| &m.name)
                        .to_owned(),
                    String::new(),
                    state(&change.from),
                    state(&change.to),
                    String::new(),
                ],
            };
            let hours = format!("{:.6}", at.hours());
            let cells =
                [arm.name.clone(), exact(study, at), hours, what, of_machine, of, from, to, more];
            writer.write_record(cells)?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| WriteError::Finish(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| WriteError::Finish(e.to_string()))
}
