//! The diary of one pair: two futures side by side, what happened in either and what it was worth.

mod csv;
mod words;

pub use csv::diary_csv;

use crate::document::{Block, Cell, Fact, Report, Section, Table, Tone};
use crate::figure::{self, Ribbon, Span};
use crate::number::{Scale, largest};
use crate::simulate::kind;
use crate::write::{Style, text_table::text_table, wrap};
use scenarios::pairing::replay::{Failure, Replay, Side};
use scenarios::study::Study;
use sim_core::SimTime;
use std::collections::BTreeMap;
use twin_models::plant::calendar::TICKS_PER_DAY;
use twin_models::plant::model::{MachineIx, Plant};
use twin_models::trace::Happening;
use words::{day, moment};

/// Rows of a table that are shown unfolded.
const SHOWN: usize = 12;
/// Machines whose ribbons are drawn: the constraint, and those that differ most.
const RIBBONS: usize = 12;
/// Rows of a table in the terminal.
const PRINTED: usize = 6;

fn plants<'a>(study: &'a Study, replay: &Replay) -> [&'a Plant; 2] {
    [replay.reference.arm, replay.investment.arm].map(|k| study.arms[k].plant.as_ref())
}

fn titles<'a>(study: &'a Study, replay: &Replay) -> [&'a str; 2] {
    [replay.reference.arm, replay.investment.arm].map(|k| study.arms[k].name.as_str())
}

/// The diary as a page.
pub fn compose(study: &Study, replay: &Replay) -> Report {
    let section = |id: &str, title: &str, blocks: Vec<Block>| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        reader: String::new(),
        blocks,
    };
    let [before, after] = titles(study, replay);
    let mut money = vec![Block::Facts(facts(study, replay))];
    money.extend(folded(lines(study, replay), "smaller lines"));
    let mut happened = Vec::new();
    let (avoided, caused) = replay.differences(study);
    let heading = |words: &str| format!("Failures {words}");
    for (words, list, k) in [
        (format!("avoided: in `{before}` only"), avoided, 0),
        (format!("caused: in `{after}` only"), caused, 1),
    ] {
        let table = failures(study, replay, &list, k, &heading(&words));
        if table.rows.is_empty() {
            happened.push(Block::Paragraph(format!("{}: none.", heading(&words))));
        } else {
            happened.extend(folded(table, "more failures"));
        }
    }
    happened.extend(folded(jobs(study, replay), "more kinds of jobs"));
    let days = format!("{} to {}", day(study, replay.from), day(study, last_day(replay)));
    Report {
        title: format!("Pair {} of {}", replay.pair, study.name),
        subtitle: format!("{before} and {after} · {} months from {}", study.horizon, study.start),
        warnings: Vec::new(),
        sections: vec![
            section("money", "What it was worth", money),
            section("events", "What happened", happened),
            section(
                "losses",
                "Hours the constraint lost",
                folded(lost(study, replay), "smaller losses"),
            ),
            section("days", &format!("The days {days}"), vec![gantt(study, replay)]),
        ],
        colophon: format!(
            "gemba {} · seed {} · pair {}",
            env!("CARGO_PKG_VERSION"),
            study.seed,
            replay.pair
        ),
    }
}

/// The diary for a terminal.
pub fn terminal(study: &Study, replay: &Replay, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let [before, after] = titles(study, replay);
    let mut lines_of =
        vec![format!("Pair {} of {}: {after} against {before}", replay.pair, study.name)];
    for fact in facts(study, replay) {
        lines_of.extend(wrap(
            &format!("{}: {} ({})", fact.label, fact.value, fact.detail),
            usize::from(width),
        ));
    }
    for mut table in [lines(study, replay), jobs(study, replay), lost(study, replay)] {
        table.rows.truncate(PRINTED);
        if !table.rows.is_empty() {
            lines_of.extend([String::new(), table.caption.clone()]);
            lines_of.extend(text_table(&table, width));
        }
    }
    if let Some(written) = &style.report {
        lines_of.extend([String::new(), format!("Written: {written}")]);
    }
    lines_of.join("\n") + "\n"
}

fn facts(study: &Study, replay: &Replay) -> Vec<Fact> {
    let currency = study.terms.currency.to_string();
    let money = |value: f64| Scale::money(&currency, value.abs(), None).signed(value);
    let tone = |value: f64| match value {
        v if v > 0.0 => Tone::Good,
        v if v < 0.0 => Tone::Bad,
        _ => Tone::Plain,
    };
    let fact = |label: &str, value: String, detail: String, tone| Fact {
        label: label.to_owned(),
        value,
        detail,
        tone,
    };
    let npv = replay.npv();
    let (benefit, cost) =
        replay.record.rows.first().map_or((0.0, 0.0), |row| (row.benefit, row.cost));
    let counts = [&replay.reference, &replay.investment].map(|side| side.failures().len());
    let (avoided, caused) = replay.differences(study);
    let worked = [&replay.reference, &replay.investment].map(|side| works(side, study));
    vec![
        fact("Net present value of this pair", money(npv), "as in pairs.csv".to_owned(), tone(npv)),
        fact(
            "Benefit and cost",
            format!("{} / {}", money(benefit), money(-cost)),
            "over the horizon, nominal".to_owned(),
            tone(benefit - cost),
        ),
        fact(
            "Failures",
            format!("{} → {}", counts[0], counts[1]),
            format!("{} avoided, {} caused", avoided.len(), caused.len()),
            tone(counts[0] as f64 - counts[1] as f64),
        ),
        fact(
            "Constraint at work",
            format!("{:.0} h → {:.0} h", worked[0], worked[1]),
            "over the horizon".to_owned(),
            tone(worked[1] - worked[0]),
        ),
    ]
}

/// Hours of work of the constraint's servers.
fn works(side: &Side, study: &Study) -> f64 {
    let servers = scenarios::pairing::replay::servers(&study.arms[side.arm].plant);
    let run = twin_models::state::Leaf::Run as usize;
    let ticks =
        servers.iter().filter_map(|m| side.outcome.machines.get(m.index())).map(|m| m.ticks[run]);
    ticks.sum::<i64>() as f64 / sim_core::TICKS_PER_HOUR as f64
}

/// A long table: its largest rows, and the rest folded.
fn folded(mut table: Table, what: &str) -> Vec<Block> {
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
fn lines(study: &Study, replay: &Replay) -> Table {
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

fn failures(study: &Study, replay: &Replay, list: &[Failure], k: usize, caption: &str) -> Table {
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
        let fate = planned.map_or("that life did not end in a failure".to_owned(), |e| {
            format!("repaired before it failed, {}", moment(study, e.at))
        });
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

/// How often everything happened in either future.
fn jobs(study: &Study, replay: &Replay) -> Table {
    let [before, after] = titles(study, replay);
    let headings = ["What", "Of", &format!(">{before}"), &format!(">{after}"), ">Difference"];
    let mut counts: BTreeMap<(usize, &str, String), [u64; 2]> = BTreeMap::new();
    for (k, side) in [&replay.reference, &replay.investment].into_iter().enumerate() {
        let plant = plants(study, replay)[k];
        for event in &side.trace.events {
            if let Some((rank, what)) = words::counted(&event.what) {
                let of = words::entity(plant, &event.what);
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
            if difference == 0 { "0".to_owned() } else { format!("{difference:+}") }.into(),
        ]);
    }
    table
}

/// Hours lost at the constraint by root, in either future.
fn lost(study: &Study, replay: &Replay) -> Table {
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
        let cells = [format!("{a:.1}"), format!("{b:.1}"), format!("{:+.1}", b - a + 0.0)];
        let words = [root, of.to_owned()].into_iter().chain(cells).map(Cell::from);
        table.row(words.collect());
    }
    table
}

/// The last day shown.
fn last_day(replay: &Replay) -> SimTime {
    SimTime((replay.until.0 - 1).max(replay.from.0))
}

fn gantt(study: &Study, replay: &Replay) -> Block {
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
    let worked = |arm: &(String, figure::Stretches)| -> f64 {
        let works = |leaf: twin_models::state::Leaf| leaf == twin_models::state::Leaf::Run;
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
