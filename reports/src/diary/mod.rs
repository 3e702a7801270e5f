//! The diary of one pair: two futures side by side, what happened in either and what it was worth.

mod csv;
mod days;
mod tables;
mod words;

pub use csv::diary_csv;

use crate::document::{Block, Fact, Report, Section, Tone};
use crate::number::{Scale, count};
use crate::write::{Style, text_table::text_table, wrap};
use days::gantt;
use scenarios::pairing::replay::{Replay, Side};
use scenarios::study::Study;
use sim_core::SimTime;
use tables::{failures, folded, jobs, lines, lost};
use twin_models::plant::model::Plant;
use words::day;

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
        (format!("avoided (only in \"{before}\")"), avoided, 0),
        (format!("caused (only in \"{after}\")"), caused, 1),
    ] {
        let table = failures(study, replay, &list, k, &heading(&words));
        if table.rows.is_empty() {
            happened.push(Block::Paragraph(format!("{}: none.", heading(&words))));
        } else {
            happened.extend(folded(table, "more failures"));
        }
    }
    happened.extend(folded(jobs(study, replay, true), "more kinds of jobs"));
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
    for mut table in [lines(study, replay), jobs(study, replay, false), lost(study, replay)] {
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
            format!("{} → {}", count(counts[0] as u64), count(counts[1] as u64)),
            format!("{} avoided, {} caused", avoided.len(), caused.len()),
            tone(counts[0] as f64 - counts[1] as f64),
        ),
        fact(
            "Constraint at work",
            format!("{} → {} h", count(worked[0] as u64), count(worked[1] as u64)),
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

/// The last day shown.
fn last_day(replay: &Replay) -> SimTime {
    SimTime((replay.until.0 - 1).max(replay.from.0))
}
