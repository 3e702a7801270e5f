//! A comparison of maintenance policies as a report and in the terminal.

use super::words;
use crate::document::{Block, Cell, Note, Report, Section, Table, Tone};
use crate::figure;
use crate::flow;
use crate::number::{Scale, UNKNOWN};
use crate::write::{Style, text_table::text_table, wrap};
use scenarios::laboratory::policies::result::{
    Measured, ModePolicies, PoliciesResult, PolicyVariant,
};
use scenarios::laboratory::result::{Found, Standing};

/// The page of a comparison.
pub fn report(result: &PoliciesResult) -> Report {
    let mut sections: Vec<Section> = result.modes.iter().map(|m| section(result, m)).collect();
    let procedure = result.modes.first().map(|m| words::procedure(&m.selection));
    sections.push(Section {
        id: "method".to_owned(),
        title: "How the best was selected".to_owned(),
        reader: String::new(),
        blocks: vec![
            Block::Paragraph(procedure.unwrap_or_default()),
            Block::Terms(definitions(result)),
            Block::Terms(vec![(
                "How material moves".to_owned(),
                flow::words(&result.provenance.flow),
            )]),
        ],
    });
    Report {
        title: format!("{}: maintenance policies", result.provenance.plant),
        subtitle: words::subtitle(&result.provenance),
        warnings: warnings(result),
        sections,
        colophon: format!("gemba {} · {}", result.provenance.version, result.format),
    }
}

/// The comparison for a terminal.
pub fn terminal(result: &PoliciesResult, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let wide = usize::from(width);
    let mut lines = vec![result.provenance.plant.clone(), words::subtitle(&result.provenance)];
    for warning in warnings(result) {
        lines.extend(wrap(&format!("{}: {}", warning.label, warning.text), wide));
    }
    for mode in &result.modes {
        lines.push(String::new());
        lines.extend(wrap(&title(mode), wide));
        lines.extend(wrap(&answer(result, mode), wide));
        lines.extend(wrap(
            &words::promise(&result.goal, &mode.selection, mode.variants.len()),
            wide,
        ));
        lines.push(String::new());
        let table = table(result, mode);
        lines.push(table.caption.clone());
        lines.extend(text_table(&table, width));
        for (policy, reason) in refused(mode) {
            lines.extend(wrap(&format!("Not offered: {policy}: {reason}."), wide));
        }
        for note in &mode.notes {
            lines.extend(wrap(note, wide));
        }
    }
    if let Some(report) = &style.report {
        lines.push(String::new());
        lines.push(format!("Written: {report}"));
    }
    lines.join("\n") + "\n"
}

fn warnings(result: &PoliciesResult) -> Vec<Note> {
    match result.provenance.partial {
        true => vec![Note::warning("Partial result", "the run was cut short before the end.")],
        false => Vec::new(),
    }
}

fn title(mode: &ModePolicies) -> String {
    let what = if mode.what.is_empty() { String::new() } else { format!(" ({})", mode.what) };
    format!("{}{what} of {}", mode.mode, mode.machine)
}

fn answer(result: &PoliciesResult, mode: &ModePolicies) -> String {
    let names: Vec<&str> = mode.variants.iter().map(|v| v.name.as_str()).collect();
    let found: Vec<&Found> = mode.variants.iter().map(|v| &v.found).collect();
    words::answer(&result.goal, &mode.selection, &names, &found)
}

fn refused(mode: &ModePolicies) -> Vec<(String, String)> {
    mode.not_offered.iter().map(|n| (n.policy.clone(), n.reason.clone())).collect()
}

fn section(result: &PoliciesResult, mode: &ModePolicies) -> Section {
    let mut blocks = vec![
        Block::Lead(answer(result, mode)),
        Block::Paragraph(words::promise(&result.goal, &mode.selection, mode.variants.len())),
        drawing(result, mode),
        Block::Table(table(result, mode)),
    ];
    if !mode.not_offered.is_empty() {
        blocks.push(Block::Heading("Not offered".to_owned()));
        blocks.push(Block::Terms(refused(mode)));
    }
    blocks.extend(mode.notes.iter().map(|n| Block::Note(Note::information("Note", n.as_str()))));
    blocks.push(Block::Table(all(result, mode)));
    Section {
        id: format!("mode-{}", mode.mode.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        title: title(mode),
        reader: String::new(),
        blocks,
    }
}

fn shown(mode: &ModePolicies) -> Vec<&PolicyVariant> {
    mode.variants.iter().filter(|v| v.shown).collect()
}

fn drawing(result: &PoliciesResult, mode: &ModePolicies) -> Block {
    let scale = words::of_means(&result.goal, mode.variants.iter().map(|v| &v.found));
    let name = format!("{} [{}]", result.goal.name, scale.unit()).replace(" []", "");
    figure::block(
        format!("policies-{}", mode.mode.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        format!("{} by policy", result.goal.name),
        "Mean of every policy with its 95 % interval, each at the best of its intervals; the ring is the \
         best, open dots are as good or may still be the best.",
        figure::ranking(&shown(mode), &name, &scale),
    )
}

/// Policies as columns, indicators as rows.
fn table(result: &PoliciesResult, mode: &ModePolicies) -> Table {
    let columns = shown(mode);
    let mut headings = vec![String::new()];
    headings.extend(columns.iter().map(|v| format!(">{}", v.name)));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Side by side, mean ± half-width of its 95 % interval", &headings);
    let scale = words::of_means(&result.goal, mode.variants.iter().map(|v| &v.found));
    let mut row = |name: String, cells: Vec<Cell>, strong: bool| {
        let cells = std::iter::once(Cell::from(name)).chain(cells).collect();
        if strong { table.strong(cells) } else { table.row(cells) }
    };
    let goal = columns
        .iter()
        .map(|v| Cell::from(words::with_error(&scale, v.found.mean, v.found.half_width)));
    row(capital(&result.goal.name), goal.collect(), true);
    let apart = columns.iter().map(|v| Cell::from(words::difference(&result.goal, &v.found)));
    row("minus the best".to_owned(), apart.collect(), false);
    let stands = columns.iter().map(|v| words::standing(v.found.standing).into());
    row("standing".to_owned(), stands.collect(), false);
    let rows = columns.first().map_or(0, |v| v.measures.len());
    for k in 0..rows {
        let measures: Vec<&Measured> = columns.iter().filter_map(|v| v.measures.get(k)).collect();
        let Some(first) = measures.first() else { continue };
        let unit = match first.unit.as_str() {
            "share" => String::new(),
            unit => format!(" [{unit}]"),
        };
        let cells = measures.iter().map(|m| Cell::from(measured(m))).collect();
        row(format!("{}{unit}", first.name), cells, false);
    }
    table
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn measured(one: &Measured) -> String {
    let Some(mean) = one.mean else { return UNKNOWN.to_owned() };
    let error = one.half_width.filter(|h| *h > 0.0).map(|h| h.max(1e-4 * mean.abs()));
    let scale = match one.unit.as_str() {
        "share" => Scale::percent(error.or(Some(0.0005))),
        _ => Scale::plain("", mean, error),
    };
    words::with_error(&scale, mean, error)
}

/// Every interval of every policy.
fn all(result: &PoliciesResult, mode: &ModePolicies) -> Table {
    let goal = format!(">{}", result.goal.name);
    let headings = ["Policy", &goal, ">minus the best", ">repl.", ""];
    let scale = words::of_means(&result.goal, mode.variants.iter().map(|v| &v.found));
    let mut table = Table::new("All intervals that were tried", &headings)
        .folded(format!("All {} variants", mode.variants.len()));
    for variant in &mode.variants {
        let one = &variant.found;
        let cells: Vec<Cell> = vec![
            variant.name.as_str().into(),
            words::with_error(&scale, one.mean, one.half_width).into(),
            words::difference(&result.goal, one).into(),
            crate::number::count(one.replications).into(),
            Cell::toned(words::standing(one.standing), Tone::Plain),
        ];
        match one.standing {
            Standing::Best => table.strong(cells),
            _ => table.row(cells),
        }
    }
    table
}

fn definitions(result: &PoliciesResult) -> Vec<(String, String)> {
    let first = result.modes.first().and_then(|m| m.variants.first());
    let measures = first.map_or(&[][..], |v| &v.measures);
    measures.iter().map(|m| (m.name.clone(), m.definition.clone())).collect()
}
