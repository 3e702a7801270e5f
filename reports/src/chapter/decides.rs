//! What decides: which unknowns the value hangs on, where it breaks even, what to measure first.

use super::section;
use crate::document::{Block, Cell, Note, Section, Table, Tone};
use crate::figure::{self, TornadoBar};
use crate::look;
use crate::number::{Scale, largest, percent, share};
use scenarios::sensitivity::result::{BreakEven, Decides, Decisive, PaybackRace, Worth};
use scenarios::study::result::{Role, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let mut section = section("decides", "What decides", "For the CFO");
    if let Some(decides) = &result.decides {
        section.blocks.extend(input_blocks(result, decides));
    }
    section.blocks.extend(races(result, &result.payback_races));
    (!section.blocks.is_empty()).then_some(section)
}

/// Everything about the unknowns.
pub(crate) fn input_blocks(result: &StudyResult, decides: &Decides) -> Vec<Block> {
    let currency = &result.provenance.currency;
    let mut blocks = vec![Block::Paragraph(format!(
        "From {} pairs of this run: the NPV of every pair beside what was drawn for it. The expected NPV is \
         averaged over the luck of the plant, which nobody can know before.",
        crate::number::count(decides.pairs)
    ))];
    if let Some(note) = first(decides, currency) {
        blocks.push(Block::Note(note));
    }
    if !decides.needs.is_empty() {
        let named = |id: &String| {
            let one = decides.inputs.iter().find(|one| one.id == *id);
            one.map(need)
        };
        let all: Vec<String> = decides.needs.iter().filter_map(named).collect();
        let text = format!("The expected NPV is positive only if {}.", all.join("; and if "));
        blocks.push(Block::Note(Note { label: "What it needs".to_owned(), text, tone: Tone::Bad }));
    }
    let bars = bars(decides);
    if bars.len() > 1 {
        let base = result.comparisons.first().and_then(look::base).map_or(0.0, |m| m.npv.mean);
        blocks.push(figure::block(
            "decides-figure",
            "How far each unknown moves the expected NPV",
            "Each unknown at its P10 and its P90 (an event: does not happen, happens), the others as they \
             come. Black line: mean of all pairs; orange line: 0; whisker: two standard errors of the \
             difference."
                .to_owned(),
            figure::tornado(&bars, base, currency),
        ));
    }
    blocks.push(Block::Table(table(decides, currency)));
    if let Some(refused) = &decides.formula.refused {
        let text = format!("Shares of the spread are not given: {refused}.");
        blocks.push(Block::Note(Note::information("Not told", text)));
    } else {
        blocks.push(Block::Paragraph(quality(decides)));
    }
    blocks
}

/// `78 %`, `1.20 x`, `happens`, `0.55 $/piece`.
pub(crate) fn value_words(unit: &str, value: f64) -> String {
    match unit {
        "share" => Scale::percent(Some(0.005)).full(value),
        "x" => format!("{value:.2} x"),
        "event" if value > 0.5 => "happens".to_owned(),
        "event" => "does not happen".to_owned(),
        unit => Scale::plain(unit, value.abs(), None).full(value),
    }
}

/// Break-even in words.
fn break_even(unit: &str, found: BreakEven) -> Cell {
    match found {
        BreakEven::At { value, likely, positive_above, error } => {
            let side = if positive_above { "above" } else { "below" };
            let sure = match error {
                Some(error) if unit == "share" => format!(" ± {:.0}", 200.0 * error),
                Some(error) => format!(" ± {:.2}", 2.0 * error),
                None => String::new(),
            };
            let text = format!("{}{sure}, positive {side}", value_words(unit, value));
            if likely { Cell::toned(text, Tone::Bad) } else { text.into() }
        }
        BreakEven::AlwaysPositive => "stays positive".into(),
        BreakEven::AlwaysNegative => Cell::toned("stays negative", Tone::Bad),
        BreakEven::Event { positive_if_it_happens: true } => "positive only if it happens".into(),
        BreakEven::Event { positive_if_it_happens: false } => {
            Cell::toned("negative if it happens", Tone::Bad)
        }
        BreakEven::Unknown => Cell::toned("not told", Tone::Quiet),
    }
}

/// What the case needs of one unknown.
fn need(one: &Decisive) -> String {
    match one.break_even {
        BreakEven::At { value, positive_above, .. } => {
            let side = if positive_above { "above" } else { "below" };
            format!("{} is {side} {}", one.title, value_words(&one.unit, value))
        }
        BreakEven::Event { positive_if_it_happens: true } => format!("{} happens", one.title),
        _ => format!("{} does not happen", one.title),
    }
}

fn first(decides: &Decides, currency: &str) -> Option<Note> {
    let one = decides.inputs.iter().find(|one| one.worth.is_some_and(|w| w.value > 0.0))?;
    let worth = one.worth?;
    let scale = Scale::money(currency, worth.value, Some(2.0 * worth.error));
    if worth.value < 2.0 * worth.error {
        let text = format!(
            "in these pairs no single unknown is worth a measurement for certain; the most, {}, would be \
             worth at most {} (standard error {}).",
            one.title,
            scale.full(worth.value),
            scale.full(worth.error)
        );
        return Some(Note::information("Measure first", text));
    }
    let all = decides.worth_of_all.map_or(String::new(), |all| {
        format!(" Knowing all unknowns would be worth {} at most.", scale.full(all.value))
    });
    let text = format!(
        "{}. To know it before deciding is worth at most {} (standard error {}): pay no more for a \
         measurement, a pilot or an assessment.{all}",
        one.title,
        scale.full(worth.value),
        scale.full(worth.error)
    );
    Some(Note { label: "Measure this first".to_owned(), text, tone: Tone::Good })
}

fn bars(decides: &Decides) -> Vec<TornadoBar> {
    let bar = |one: &Decisive| {
        let (low, high) = (one.npv_at_p10?, one.npv_at_p90?);
        let error = match one.chance {
            // Pairs with and without the event are different pairs.
            Some(_) => libm::hypot(low.error, high.error),
            None => low.error.max(high.error),
        };
        Some(TornadoBar {
            name: one.title.clone(),
            ends: match one.chance {
                Some(chance) => ["no".to_owned(), format!("yes ({})", percent(chance))],
                None => [one.p10, one.p90].map(|x| value_words(&one.unit, x)),
            },
            values: [low.value, high.value],
            error,
        })
    };
    let mut all: Vec<TornadoBar> = decides.inputs.iter().filter_map(bar).collect();
    let swing = |bar: &TornadoBar| (bar.values[1] - bar.values[0]).abs();
    all.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    all
}

fn table(decides: &Decides, currency: &str) -> Table {
    let worths = || decides.inputs.iter().filter_map(|one| one.worth);
    let worth_scale = Scale::money(
        currency,
        largest(worths().map(|w| w.value)),
        Some(2.0 * largest(worths().map(|w| w.error))),
    );
    let ends = || decides.inputs.iter().flat_map(|one| [one.npv_at_p10, one.npv_at_p90]).flatten();
    let error = largest(ends().map(|e| e.error));
    let scale = Scale::money(currency, largest(ends().map(|e| e.value)), Some(2.0 * error));
    let headings = [
        "Unknown".to_owned(),
        ">P10".to_owned(),
        ">P90".to_owned(),
        format!(">NPV at P10 [{}]", scale.unit()),
        format!(">NPV at P90 [{}]", scale.unit()),
        "Break-even".to_owned(),
        ">Share alone".to_owned(),
        ">Share in all".to_owned(),
        format!(">Worth knowing, at most [{}]", worth_scale.unit()),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("The unknowns, the most worth knowing first", &headings);
    for one in &decides.inputs {
        let ends = match one.chance {
            Some(chance) => ["no".to_owned(), format!("yes, {}", percent(chance))],
            None => [one.p10, one.p90].map(|x| value_words(&one.unit, x)),
        };
        let npv = |found: Option<scenarios::sensitivity::result::Estimate>| {
            found.map_or(String::new(), |e| {
                format!("{} ± {}", scale.bare(e.value), scale.bare(2.0 * e.error))
            })
        };
        let part = |value: f64, error: f64| {
            let scale = Scale::percent(Some(2.0 * error));
            format!("{} ± {}", scale.bare(value.max(0.0)), scale.full(2.0 * error))
        };
        let (alone, all) = one.shares.map_or((String::new(), String::new()), |s| {
            (part(s.first, s.first_error), part(s.total, s.total_error))
        });
        let worth = |w: Worth| {
            format!("{} ± {}", worth_scale.bare(w.value), worth_scale.bare(2.0 * w.error))
        };
        let said = match &one.refused {
            Some(refused) => Cell::toned(refused.clone(), Tone::Quiet),
            None => break_even(&one.unit, one.break_even),
        };
        let [low, high] = ends;
        table.row(vec![
            one.title.clone().into(),
            low.into(),
            high.into(),
            npv(one.npv_at_p10).into(),
            npv(one.npv_at_p90).into(),
            said,
            alone.into(),
            all.into(),
            one.worth.map_or(String::new(), worth).into(),
        ]);
    }
    table.noted(
        "± two standard errors. Share alone: share of the variance of the expected NPV that goes when this \
         is known (first-order Sobol' index); share in all: share that stays when all others are known \
         (total index). Worth knowing: expected value of perfect information before the decision, with \
         doing nothing as the other choice.",
    )
}

fn quality(decides: &Decides) -> String {
    let formula = &decides.formula;
    format!(
        "The shares come from a regression formula of {} terms. For pairs it has not seen it foretells {} of \
         the spread (± {}, two standard errors; {} for pairs it has seen); the rest is luck, and what such a \
         formula does not catch.",
        formula.terms,
        percent(formula.foretold.max(0.0)),
        percent(2.0 * formula.foretold_error),
        percent(formula.fitted)
    )
}

/// Which investment pays back first.
pub(crate) fn races(result: &StudyResult, races: &[PaybackRace]) -> Vec<Block> {
    // Parts of a bundle or a programme are told in their chapters.
    let whole = |name: &str| look::arm(result, name).is_none_or(|arm| arm.role != Role::Part);
    let races: Vec<&PaybackRace> =
        races.iter().filter(|race| whole(&race.first) && whole(&race.second)).collect();
    if races.is_empty() {
        return Vec::new();
    }
    let headings =
        ["A", "B", ">A pays back first", ">B pays back first", ">Together", ">Neither in time"];
    let mut table = Table::new("Which is paid back first", &headings);
    for race in races {
        table.row(vec![
            look::title_of(result, &race.first).into(),
            look::title_of(result, &race.second).into(),
            share(&race.first_before).into(),
            share(&race.second_before).into(),
            percent(race.together.value).into(),
            percent(race.neither.value).into(),
        ]);
    }
    vec![Block::Table(table.noted(
        "Pair by pair, in the same future. Paid back within the horizon counts as before never.",
    ))]
}
