//! Several investments together: what the whole brings, and who brings it.

use super::section;
use crate::document::{Block, Cell, Note, Section, Table, Tone};
use crate::number::{Scale, half_width, largest};
use scenarios::study::result::{BundleResult, Spread, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let bundle = result.bundle.as_ref()?;
    let scale = scale(result, bundle);
    let mut section = section("bundle", "Bundle", "For the CFO");
    section.blocks.push(Block::Paragraph(sentence(bundle, &scale)));
    section.blocks.push(Block::Table(members(bundle, &scale)));
    if let Some(note) = dropped(bundle, &scale) {
        section.blocks.push(Block::Note(note));
    }
    section.blocks.push(Block::Table(combinations(result, bundle, &scale)));
    Some(section)
}

fn scale(result: &StudyResult, bundle: &BundleResult) -> Scale {
    let spreads = [&bundle.together, &bundle.sum_of_singles, &bundle.interaction];
    let error = half_width(bundle.together.mean_ci).filter(|h| *h > 0.0);
    let most = largest(spreads.iter().flat_map(|s| [s.p10, s.mean, s.p90]));
    Scale::money(&result.provenance.currency, most, error)
}

/// Mean and its 95 % interval.
fn mean(spread: &Spread, scale: &Scale) -> String {
    match spread.mean_ci {
        Some(ci) => scale.with_range(spread.mean, ci.low, ci.high),
        None => scale.full(spread.mean),
    }
}

fn sentence(bundle: &BundleResult, scale: &Scale) -> String {
    let interaction = &bundle.interaction;
    let what = match interaction.mean_ci {
        Some(ci) if ci.high < 0.0 => "less than the sum of its parts: they save the same losses",
        Some(ci) if ci.low > 0.0 => "more than the sum of its parts: they help each other",
        _ => "as much as the sum of its parts, as far as these pairs can tell",
    };
    let [alone, together] = bundle.downtime_avoided;
    let hours = Scale::plain("h", largest([alone, together]), None).at_most(0);
    let downtime = match hours.bare(alone) == hours.bare(together) {
        true => String::new(),
        false => format!(
            " Unplanned downtime avoided over the horizon: {} if each is counted alone, {} together.",
            hours.full(alone),
            hours.full(together)
        ),
    };
    format!(
        "Together they are worth {} (mean net present value, 95 % interval), {what}. Adding up the cases \
         of each alone would give {}; the difference is {}.{downtime}",
        mean(&bundle.together, scale),
        mean(&bundle.sum_of_singles, scale),
        mean(interaction, scale),
    )
}

fn members(bundle: &BundleResult, scale: &Scale) -> Table {
    let unit = scale.unit();
    let headings = [
        "Investment".to_owned(),
        format!(">Alone [{unit}]"),
        format!(">Share of the whole [{unit}]"),
        ">95 % interval".to_owned(),
        ">P10 to P90".to_owned(),
        format!(">Adds when it comes last [{unit}]"),
        ">95 % interval".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Who brings what: mean net present value", &headings);
    let cell = |spread: Option<&Spread>| match spread {
        Some(s) => {
            Cell::toned(scale.bare(s.mean), if s.mean > 0.0 { Tone::Good } else { Tone::Bad })
        }
        None => "not taken apart".into(),
    };
    let interval = |spread: Option<&Spread>| {
        spread.and_then(|s| s.mean_ci).map_or(String::new(), |ci| scale.range(ci.low, ci.high))
    };
    for member in &bundle.members {
        let (share, last) = (member.share.as_ref(), member.last.as_ref());
        table.row(vec![
            member.title.as_str().into(),
            cell(Some(&member.alone)),
            cell(share),
            interval(share).into(),
            share.map_or(String::new(), |s| scale.range(s.p10, s.p90)).into(),
            cell(last),
            interval(last).into(),
        ]);
    }
    let whole = Some(&bundle.together);
    table.strong(vec![
        "Together".into(),
        scale.bare(bundle.sum_of_singles.mean).into(),
        cell(whole),
        interval(whole).into(),
        scale.range(bundle.together.p10, bundle.together.p90).into(),
        "".into(),
        "".into(),
    ]);
    table.noted(
        "Share: Shapley value, what an investment adds to those before it, averaged over all orders in \
         which they may come; taken pair by pair, so shares add up to the whole. Every combination lived \
         through the same luck. Costs are those of each; nothing is saved by buying together unless the \
         study writes it.",
    )
}

/// Investments that the bundle would be better without.
fn dropped(bundle: &BundleResult, scale: &Scale) -> Option<Note> {
    let worse: Vec<String> = bundle
        .members
        .iter()
        .filter_map(|m| Some((m, m.last.as_ref()?)))
        .filter(|(_, last)| last.mean_ci.is_some_and(|ci| ci.high < 0.0))
        .map(|(m, last)| {
            let why = match m.alone.mean_ci {
                Some(ci) if ci.high < 0.0 => "it does not pay alone either",
                _ => "what it saves, the others save already",
            };
            format!("{}, {}: {why}", m.title, mean(last, scale))
        })
        .collect();
    (!worse.is_empty()).then(|| {
        Note::warning(
            "Better without",
            format!(
                "The bundle is worth more without each of these (what it adds when it comes last): {}.",
                worse.join("; ")
            ),
        )
    })
}

fn combinations(result: &StudyResult, bundle: &BundleResult, scale: &Scale) -> Table {
    let unit = scale.unit();
    let headings = [
        "Investments".to_owned(),
        format!(">NPV mean [{unit}]"),
        ">95 % interval".to_owned(),
        format!(">P50 [{unit}]"),
        ">P10 to P90".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Every combination", &headings);
    for part in &bundle.combinations {
        let npv = &part.npv;
        let title = |name: &String| {
            let found = bundle.members.iter().find(|m| m.name == *name);
            found.map_or(name.clone(), |m| m.title.clone())
        };
        let titles: Vec<String> = part.investments.iter().map(title).collect();
        let cells = vec![
            titles.join(" + ").into(),
            scale.bare(npv.mean).into(),
            npv.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            scale.bare(npv.p50).into(),
            scale.range(npv.p10, npv.p90).into(),
        ];
        if part.investments.len() == bundle.members.len() {
            table.strong(cells);
        } else {
            table.row(cells);
        }
    }
    let pairs = result.provenance.pairs;
    table.folded(format!("Every combination, {pairs} pairs each"))
}
