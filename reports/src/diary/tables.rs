//! The tables of a diary: money, failures, jobs, lost hours.

use super::words::{self, moment};
use super::{plants, titles};
use crate::document::{Block, Cell, Table, Tone};
use crate::number::{Scale, largest};
use crate::simulate::kind;
use scenarios::pairing::replay::{Failure, Replay, Side};
use scenarios::study::Study;
use std::collections::BTreeMap;
use twin_models::trace::Happening;

/// Rows of a table that are shown unfolded.
const SHOWN: usize = 12;

/// A long table: its largest rows, and the rest folded.
pub(super) fn folded(mut table: Table, what: &str) -> Vec<Block> {
    if table.rows.len() <= SHOWN {
        return if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
    }
    let rest = table.rows.split_off(SHOWN);
    let words = format!("{} {what}", rest.len());
    let more = Table {
        caption: format!("{}, the rest", table.caption),
        columns: table.columns.clone(),
        rows: rest,
        ..Table::default()
    };
    vec![Block::Table(table), Block::Table(more.folded(words))]
}

/// Lines of the ledger that moved, and what the investment cost.
pub(super) fn lines(study: &Study, replay: &Replay) -> Table {
    let record = &replay.record;
    let ledger = study.book.lines.iter().zip(&record.lines);
    let mut all: Vec<(String, &str, f64)> =
        ledger.map(|(line, value)| (line.name.clone(), "ledger", *value)).collect();
    all.extend(record.costs.iter().map(|(name, value)| (name.to_string(), "cost", -value)));
    all.retain(|(_, _, value)| *value != 0.0);
    all.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    let most = largest(all.iter().map(|l| l.2.abs()));
    let scale = Scale::money(&study.terms.currency.to_string(), most, Some(0.001 * most));
    let mut table =
        Table::new("What moved how much money, over the horizon", &["Line", "From", ">Money"]);
    for (name, from, value) in all {
        let tone = if value > 0.0 { Tone::Good } else { Tone::Bad };
        table.row(vec![name.into(), from.into(), Cell::toned(scale.signed(value), tone)]);
    }
    table.noted("Lines of the ledger at the prices of the first day; costs nominal. Not discounted, before tax.")
}

pub(super) fn failures(
    study: &Study,
    replay: &Replay,
    list: &[Failure],
    k: usize,
    caption: &str,
) -> Table {
    let plant = plants(study, replay)[k];
    let other = [&replay.investment, &replay.reference][k];
    let mut table =
        Table::new(caption, &["When", "Mode", "What", ">Down [h]", "In the other future"]);
    let mut sorted: Vec<&Failure> = list.iter().collect();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.down));
    for failure in sorted {
        let mode = &plant.modes[failure.mode.index()];
        let down = failure.down.map_or("not yet up".to_owned(), |d| format!("{:.1}", d.hours()));
        let planned = other.trace.events.iter().find(|e| {
            matches!(e.what, Happening::PlannedRepair { mode: m, life }
                if life == failure.life && other_mode(study, other, m.index()) == mode.name)
        });
        let fate = match planned {
            Some(e) => format!("repaired before it failed, {}", moment(study, e.at)),
            None => "no failure of that life by the end".to_owned(),
        };
        table.row(vec![
            moment(study, failure.at).into(),
            mode.name.as_str().into(),
            mode.what.as_str().into(),
            down.into(),
            fate.into(),
        ]);
    }
    table.noted("A life has a number; the same number in both futures is the same luck.")
}

fn other_mode<'a>(study: &'a Study, side: &Side, k: usize) -> &'a str {
    study.arms[side.arm].plant.modes.get(k).map_or("", |m| &m.name)
}

/// How often everything happened in either future; of each mode, task and so on, or of all together.
pub(super) fn jobs(study: &Study, replay: &Replay, each: bool) -> Table {
    let [before, after] = titles(study, replay);
    let headings = ["What", "Of", &format!(">{before}"), &format!(">{after}"), ">Difference"];
    let mut counts: BTreeMap<(usize, &str, String), [u64; 2]> = BTreeMap::new();
    for (k, side) in [&replay.reference, &replay.investment].into_iter().enumerate() {
        let plant = plants(study, replay)[k];
        for event in &side.trace.events {
            if let Some((rank, what)) = words::counted(&event.what) {
                let of = if each { words::entity(plant, &event.what) } else { "all".to_owned() };
                counts.entry((rank, what, of)).or_default()[k] += 1;
            }
        }
    }
    let mut table = Table::new("Failures, planned jobs and alarms", &headings);
    for ((_, what, of), [a, b]) in counts {
        let difference = b as i64 - a as i64;
        table.row(vec![
            what.into(),
            of.into(),
            a.to_string().into(),
            b.to_string().into(),
            signed(difference as f64, 0).into(),
        ]);
    }
    table
}

/// Hours lost at the constraint by root, in either future.
pub(super) fn lost(study: &Study, replay: &Replay) -> Table {
    let [before, after] = titles(study, replay);
    let sides = [&replay.reference, &replay.investment];
    let hours = [0, 1].map(|k| sides[k].lost(plants(study, replay)[k]));
    let mut all: Vec<(String, &str, [f64; 2])> = Vec::new();
    for (k, list) in hours.iter().enumerate() {
        for (root, of, hours) in list {
            let of = kind(*of);
            match all.iter_mut().find(|(r, o, _)| r == root && *o == of) {
                Some(known) => known.2[k] += hours,
                None => {
                    let mut both = [0.0; 2];
                    both[k] = *hours;
                    all.push((root.clone(), of, both));
                }
            }
        }
    }
    all.sort_by(|a, b| (b.2[1] - b.2[0]).abs().total_cmp(&(a.2[1] - a.2[0]).abs()));
    let headings =
        ["Root", "Cause", &format!(">{before} [h]"), &format!(">{after} [h]"), ">Difference [h]"];
    let mut table =
        Table::new("Hours that the constraint lost by root, largest difference first", &headings);
    for (root, of, [a, b]) in all {
        let cells = [format!("{a:.1}"), format!("{b:.1}"), signed(b - a, 1)];
        let words = [root, of.to_owned()].into_iter().chain(cells).map(Cell::from);
        table.row(words.collect());
    }
    table
}

/// With its sign, as the other numbers of a page have it.
fn signed(value: f64, decimals: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    format!("{value:+.decimals$}").replace('-', "\u{2212}")
}
