//! The scorecard first: what the technology is designed to move, before beside after; and whether
//! anybody can show later what it was measured against.

use super::section;
use crate::baseline::{change, day, scale, statement, value};
use crate::document::{Block, Cell, Note, Section, Table, Tone};
use crate::number::{self, Scale, UNKNOWN};
use scenarios::study::result::{
    Baseline, Checkpoint, Interval, LockState, ScoreLine, Spread, StudyResult,
};

/// Lines of the ledger that are written out per indicator.
const FORMULAS: usize = 3;

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let baseline = result.baseline.as_ref()?;
    let mut section = section("baseline", "Baseline", "For the auditor and the owners");
    let currency = &result.provenance.currency;
    if baseline.scorecard.is_empty() {
        section.blocks.push(Block::Paragraph(
            "The study has no scorecard: nobody has said yet which three to five indicators the \
             technology is designed to move. What it moves is in the chapter on the shop floor; nothing \
             of that can be held against anybody later."
                .to_owned(),
        ));
    } else {
        section.blocks.push(Block::Table(scorecard(baseline, currency)));
        section.blocks.push(Block::Table(money(baseline)));
        if let Some(table) = evidence(baseline, currency) {
            section.blocks.push(Block::Table(table));
        }
        section.blocks.push(Block::Table(day_90(baseline)));
    }
    let Note { label, text, tone } = statement(baseline);
    section.blocks.push(Block::Note(Note { label, text, tone }));
    if baseline.state == LockState::Changed {
        section.blocks.push(Block::Table(changes(baseline)));
    }
    if !baseline.gaps.is_empty() {
        section.blocks.push(Block::Terms(
            baseline
                .gaps
                .iter()
                .map(|gap| ("Stands against a lock".to_owned(), gap.clone()))
                .collect(),
        ));
    }
    Some(section)
}

fn title(line: &ScoreLine) -> String {
    match &line.on {
        Some(on) => format!("{} ({on})", line.title),
        None => line.title.clone(),
    }
}

/// The indicator, and the unit in which its numbers are told in a row.
fn title_in(line: &ScoreLine, scale: &Scale) -> String {
    match scale.unit() {
        unit if unit.is_empty() => title(line),
        unit => format!("{} [{unit}]", title(line)),
    }
}

/// One scale for all numbers of an indicator, so that they can be compared by eye.
fn scale_of(line: &ScoreLine, error: Option<Interval>, currency: &str) -> Scale {
    let means = [&line.before, &line.after].into_iter().flatten().map(|spread| spread.mean);
    scale(number::largest(means), &line.unit, error, currency)
}

/// A mean with its interval, without the unit.
fn bare(scale: &Scale, mean: f64, interval: Option<Interval>) -> String {
    match interval.filter(|ci| ci.high > ci.low) {
        Some(ci) => format!("{} ({})", scale.bare(mean), scale.range(ci.low, ci.high)),
        None => scale.bare(mean),
    }
}

fn scorecard(baseline: &Baseline, currency: &str) -> Table {
    let headings = ["Indicator", ">Before", ">After", ">Change (wanted)", ">Reached in", "Owner"];
    let mut table = Table::new("Scorecard, mean over the futures and 95 % interval", &headings);
    for line in &baseline.scorecard {
        let error = line.difference.as_ref().and_then(|d| d.mean_ci).filter(|ci| ci.high > ci.low);
        let error = error.or(line.before.as_ref().and_then(|spread| spread.mean_ci));
        let scale = scale_of(line, error, currency);
        let mean = |spread: Option<&Spread>| {
            spread.map_or_else(|| UNKNOWN.to_owned(), |s| bare(&scale, s.mean, s.mean_ci))
        };
        let relative = |x: f64| Scale::percent(None).signed(x);
        let before = line.before.as_ref().map(|s| s.mean).filter(|x| *x != 0.0);
        let change = line.difference.as_ref().map_or_else(
            || UNKNOWN.to_owned(),
            |d| match before {
                Some(before) => relative(d.mean / before.abs()),
                None => value(d.mean, &line.unit, d.mean_ci, currency),
            },
        );
        let wanted = line.target.map_or_else(|| "not said".to_owned(), relative);
        let met = line.met.as_ref().map_or_else(String::new, number::share);
        let owner = match &line.owner {
            Some(owner) => Cell::from(owner.as_str()),
            None => Cell::toned("nobody", Tone::Bad),
        };
        table.row(vec![
            title_in(line, &scale).into(),
            mean(line.before.as_ref()).into(),
            mean(line.after.as_ref()).into(),
            format!("{change} ({wanted})").into(),
            met.into(),
            owner,
        ]);
    }
    table.noted(
        "Over the whole horizon, the ramp included. Reached in: share of the paired futures in which the \
         change is the wanted one or better. All other indicators are in the chapter on the shop floor.",
    )
}

fn money(baseline: &Baseline) -> Table {
    let headings = ["Indicator", "How it turns into margin", "Line of the ledger", "Definition"];
    let mut table = Table::new("From the indicator to money", &headings);
    for line in &baseline.scorecard {
        let said = match &line.money {
            Some(money) => Cell::from(money.as_str()),
            None => Cell::toned("nobody said", Tone::Bad),
        };
        let standard = line.standard.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
        table.row(vec![
            title(line).into(),
            said,
            formulas(&line.formulas).into(),
            format!("{}{standard}", line.definition).into(),
        ]);
    }
    table
}

/// The first lines that an indicator moves, and how many others.
fn formulas(all: &[String]) -> String {
    let first = all.iter().take(FORMULAS).cloned().collect::<Vec<_>>().join("; ");
    match all.len().saturating_sub(FORMULAS) {
        0 => first,
        1 => format!("{first}; and one more line"),
        more => {
            format!("{first}; and {more} more lines (the ledger and gemba prove have them all)")
        }
    }
}

/// What the lock and the plant's records say beside the simulation of today.
fn evidence(baseline: &Baseline, currency: &str) -> Option<Table> {
    let lines = &baseline.scorecard;
    if lines.iter().all(|l| l.locked.is_none() && l.measured.is_none()) {
        return None;
    }
    let headings = [
        "Indicator",
        ">This run, before",
        ">As locked",
        ">Measured in the plant",
        "Agree?",
        "Source",
    ];
    let mut table = Table::new("Today's plant: simulated, locked, measured", &headings);
    for line in lines {
        let scale = scale_of(line, line.before_90, currency);
        let with = |x: f64, interval: Option<Interval>| bare(&scale, x, interval);
        let run = line.before.as_ref().map(|s| with(s.mean, line.before_90));
        let locked = line.locked.map(|l| with(l.mean, l.interval));
        let measured = line.measured.as_ref();
        let days =
            measured.and_then(|m| Some(format!(", {} to {}", m.from.as_ref()?, m.to.as_ref()?)));
        let record = measured.map(|m| with(m.value, m.interval) + &days.unwrap_or_default());
        let agrees = match measured.and_then(|m| m.agrees) {
            Some(true) => Cell::from("within P5 to P95"),
            Some(false) => Cell::toned("outside P5 to P95", Tone::Bad),
            None => Cell::from(""),
        };
        table.row(vec![
            title_in(line, &scale).into(),
            run.unwrap_or_else(|| UNKNOWN.to_owned()).into(),
            locked.unwrap_or_default().into(),
            record.unwrap_or_default().into(),
            agrees,
            line.source.clone().unwrap_or_default().into(),
        ]);
    }
    Some(table.noted(
        "Intervals of run and lock: 90 %, the Monte-Carlo error of the mean. Agree: the record, or its \
         interval, lies within what nine of ten simulated futures show.",
    ))
}

fn day_90(baseline: &Baseline) -> Table {
    let headings = ["Indicator", "Judged on day 90", "What must be true", ">Effect there by plan"];
    let mut table = Table::new("Ninety days after the contract", &headings);
    for line in &baseline.scorecard {
        let kind = match line.checkpoint {
            Checkpoint::Leading => "that the work is done",
            Checkpoint::Outcome => "the indicator itself",
        };
        let there = line.reached_by_day_90.map(number::percent).unwrap_or_default();
        let early = line.checkpoint == Checkpoint::Outcome
            && line.reached_by_day_90.is_some_and(|share| share < 0.5);
        let words = line.day_90.clone().unwrap_or_else(|| match early {
            true => "nothing yet: by plan most of the effect is still to come".to_owned(),
            false => "not said".to_owned(),
        });
        let tone = if early { Tone::Bad } else { Tone::Plain };
        table.row(vec![title(line).into(), kind.into(), words.into(), Cell::toned(there, tone)]);
    }
    table.noted(
        "An outcome cannot be seen before the effect is there. Where little of it is there by plan, \
         judge on day 90 that the work is done (`checkpoint = \"leading\"`), and the outcome later.",
    )
}

fn changes(baseline: &Baseline) -> Table {
    let headings = ["File", "Difference from the lock"];
    let when = baseline.lock.as_ref().map_or("", |lock| day(&lock.locked));
    let mut table = Table::new(format!("What is not as it was locked on {when}"), &headings);
    for one in &baseline.changes {
        table.row(vec![Cell::toned(one.file.as_str(), Tone::Quiet), change(one).into()]);
    }
    table
}
