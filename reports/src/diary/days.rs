//! The days of a diary: what every machine did, hour by hour, in both futures.

use super::words;
use super::{plants, titles};
use crate::document::Block;
use crate::figure::{self, Ribbon, Span, Stretches};
use scenarios::pairing::replay::{Replay, Side};
use scenarios::study::Study;
use sim_core::SimTime;
use twin_models::plant::calendar::TICKS_PER_DAY;
use twin_models::plant::model::{MachineIx, Plant};
use twin_models::state::Leaf;

/// Machines whose ribbons are drawn: the constraint, and those that differ most.
const RIBBONS: usize = 12;

/// Ribbons of both futures.
pub(super) fn gantt(study: &Study, replay: &Replay) -> Block {
    let [first, second] = plants(study, replay);
    let stretches = |side: &Side, plant: &Plant, name: &str| {
        let k = plant.machines.iter().position(|m| m.name == name);
        k.map_or(Vec::new(), |k| {
            side.trace.stretches(MachineIx(k as u32), replay.from, replay.until)
        })
    };
    let titles = titles(study, replay);
    let mut list: Vec<Ribbon> = first
        .machines
        .iter()
        .map(|machine| Ribbon {
            machine: machine.name.clone(),
            arms: vec![
                (titles[0].to_owned(), stretches(&replay.reference, first, &machine.name)),
                (titles[1].to_owned(), stretches(&replay.investment, second, &machine.name)),
            ],
        })
        .collect();
    let all = list.len();
    let constraint = &first.machines[first.constraint.index()].name;
    keep_most_different(&mut list, constraint);
    for ribbon in &mut list {
        if ribbon.machine == *constraint {
            ribbon.machine += " (constraint)";
        }
    }
    let days = (replay.until - replay.from).0 / TICKS_PER_DAY;
    let step = (days / 7).max(1);
    let marks = (0..=days).step_by(step as usize).map(|d| {
        let at = SimTime(replay.from.0 + d * TICKS_PER_DAY);
        (at, words::short_day(study, at))
    });
    let span = Span { from: replay.from, until: replay.until, marks: marks.collect() };
    let chosen = match replay.chosen {
        true => "the days in which the constraint's hours of work differ most",
        false => "the days asked for",
    };
    let some = match list.len() < all {
        true => format!(" Of {all} machines the {} that differ most are shown.", list.len()),
        false => String::new(),
    };
    let words = format!(
        "State of every machine in both futures, {chosen}. Each piece of {:.0} minutes has the colour \
         of the state that took most of it; white is outside the schedule.{some} diary.csv has every \
         change of state.",
        figure::minutes(&span)
    );
    figure::block("ribbons", "Both futures, hour by hour", words, figure::ribbons(&list, &span))
}

/// The constraint and the machines whose ribbons differ for the longest time, in the plant's order.
fn keep_most_different(list: &mut Vec<Ribbon>, constraint: &str) {
    if list.len() <= RIBBONS {
        return;
    }
    let worked = |arm: &(String, Stretches)| -> f64 {
        let works = |leaf: Leaf| leaf == Leaf::Run;
        arm.1.iter().filter(|s| works(s.2.leaf)).map(|s| (s.1 - s.0).hours() * s.2.share).sum()
    };
    let mut ranks: Vec<(f64, String)> = list
        .iter()
        .map(|r| {
            let differs = (worked(&r.arms[0]) - worked(&r.arms[1])).abs();
            (if r.machine == constraint { f64::INFINITY } else { differs }, r.machine.clone())
        })
        .collect();
    ranks.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranks.truncate(RIBBONS);
    list.retain(|r| ranks.iter().any(|(_, name)| *name == r.machine));
}
