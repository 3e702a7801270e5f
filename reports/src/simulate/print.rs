//! A summary as a report, in the terminal and as JSON.

use super::many::{many_machines, many_states};
use super::{Estimate, MachineSummary, SimulateSummary};
use crate::document::{Block, Cell, Note, Report, Section, Table, Tone};
use crate::figure::{GROUPS, group_of};
use crate::flow;
use crate::number::{Scale, UNKNOWN, count, largest};
use crate::write::{Style, pretty, text_table::text_table, wrap};

/// Begins the note on indicators without any event.
const ZERO: &str = "Zero in every replication:";
/// Losses in the terminal.
const LOSSES: usize = 8;
/// So many machines stand side by side; more stand below each other.
const SIDE_BY_SIDE: usize = 6;

impl SimulateSummary {
    /// As it stands in `simulate.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        pretty(self)
    }
}

/// The tables of a summary, for [`crate::write::html`].
pub fn report(summary: &SimulateSummary) -> Report {
    let mut warnings = Vec::new();
    if summary.partial {
        let text = format!("the run was cut short after {} replications.", summary.replications);
        warnings.push(Note::warning("Partial result", text));
    }
    let block = |table: Table| Block::Table(table);
    let section = |id: &str, title: &str, blocks| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        reader: String::new(),
        blocks,
    };
    let services = super::energy::tables(summary);
    let mut report = Report {
        title: summary.plant.clone(),
        subtitle: subtitle(summary),
        warnings,
        sections: vec![
            section("line", "The plant", vec![moves(summary), block(line(summary))]),
            section(
                "machines",
                "Machine by machine",
                vec![block(machines(summary)), block(states(summary))],
            ),
            section(
                "losses",
                "What stops the plant",
                vec![block(modes(summary)), block(losses(summary, usize::MAX))],
            ),
        ],
        colophon: format!("gemba {} · seed {}", summary.version, summary.seed),
    };
    if !services.is_empty() {
        let blocks = services.into_iter().map(block).collect();
        report.sections.push(section("services", "Electricity and services", blocks));
    }
    report
}

/// The tables of a summary for a terminal.
pub fn terminal(summary: &SimulateSummary, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let mut lines = vec![summary.plant.clone(), subtitle(summary)];
    lines.extend(wrap(&flow::words(&summary.flow), usize::from(width)));
    if summary.partial {
        lines.push("Partial result: the run was cut short.".to_owned());
    }
    let mut tables = vec![
        line(summary),
        machines(summary),
        states(summary),
        modes(summary),
        losses(summary, LOSSES),
    ];
    tables.extend(super::energy::tables(summary));
    for table in tables.iter().filter(|t| !t.rows.is_empty()) {
        lines.push(String::new());
        lines.push(table.caption.clone());
        lines.extend(text_table(table, width));
        // Definitions stand in the page and in the JSON.
        if let Some(note) = table.note.as_ref().filter(|n| n.starts_with(ZERO)) {
            lines.extend(wrap(note, usize::from(width)));
        }
    }
    if let Some(report) = &style.report {
        lines.push(String::new());
        lines.push(format!("Written: {report}"));
    }
    lines.join("\n") + "\n"
}

fn moves(summary: &SimulateSummary) -> Block {
    Block::Terms(vec![("How material moves".to_owned(), flow::words(&summary.flow))])
}

pub(super) fn subtitle(summary: &SimulateSummary) -> String {
    format!(
        "{} replications of {} months from {}, seed {}",
        count(summary.replications),
        summary.months,
        summary.start,
        summary.seed
    )
}

/// The scale of an estimate: digits follow its half-width.
pub(super) fn scale(one: &Estimate, unit: &str) -> Scale {
    let most = largest([one.p10, one.mean, one.p90].into_iter().flatten());
    let error = one.half_width.filter(|h| *h > 0.0).map(|h| h.max(1e-4 * most));
    match one.unit.as_str() {
        "share" => Scale::percent(error.or(Some(0.0005))),
        _ => Scale::plain(unit, most, error),
    }
}

/// `42.66 % ± 0.05`.
pub(super) fn mean(one: &Estimate) -> String {
    let Some(mean) = one.mean else { return UNKNOWN.to_owned() };
    let scale = scale(one, "");
    match one.half_width {
        Some(half) if half > 0.0 => format!("{} ± {}", scale.full(mean), scale.bare(half)),
        _ => scale.full(mean),
    }
}

fn line(summary: &SimulateSummary) -> Table {
    let mut table = Table::new(
        "The plant as a whole: mean ± half-width of its 95 % interval, and the spread of replications",
        &["Indicator", "Unit", ">Mean", ">P10", ">P50", ">P90"],
    );
    let zero = |one: &&Estimate| [one.mean, one.p10, one.p90].iter().all(|v| *v == Some(0.0));
    let (nothing, something): (Vec<&Estimate>, Vec<&Estimate>) =
        summary.line.iter().partition(zero);
    for one in something {
        let scale = scale(one, "");
        let cell = |value: Option<f64>| Cell::from(value.map_or(String::new(), |v| scale.full(v)));
        let unit = one.unit.as_str();
        table.row(vec![
            one.name.as_str().into(),
            Cell::toned(unit, Tone::Quiet),
            mean(one).into(),
            cell(one.p10),
            cell(one.p50),
            cell(one.p90),
        ]);
    }
    if nothing.is_empty() {
        return table;
    }
    let names: Vec<String> = nothing.iter().map(|one| one.name.to_lowercase()).collect();
    table.noted(format!("{ZERO} {}.", names.join(", ")))
}

fn machines(summary: &SimulateSummary) -> Table {
    if summary.machines.len() > SIDE_BY_SIDE {
        return many_machines(summary);
    }
    let mut headings = vec!["Indicator".to_owned()];
    headings.extend(
        summary
            .machines
            .iter()
            .map(|m| format!(">{}{}", m.machine, if m.constraint { " *" } else { "" })),
    );
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let caption = "Machines, mean ± half-width of its 95 % interval (* the constraint)";
    let mut table = Table::new(caption, &headings);
    let Some(first) = summary.machines.first() else { return table };
    for (k, spec) in first.indicators.iter().enumerate() {
        let unit = if spec.unit == "share" { String::new() } else { format!(" [{}]", spec.unit) };
        let mut cells: Vec<Cell> = vec![format!("{}{unit}", spec.name).into()];
        let of = |m: &MachineSummary| m.indicators.get(k).map_or(String::new(), mean);
        cells.extend(summary.machines.iter().map(|m| Cell::from(of(m))));
        table.row(cells);
    }
    let text = |s: &Estimate| format!("{}: {}", s.name, s.definition);
    let definitions: Vec<String> = first.indicators.iter().map(text).collect();
    table.noted(definitions.join(". ") + ".")
}

/// Shares of the hours inside the schedule by group of states.
fn states(summary: &SimulateSummary) -> Table {
    if summary.machines.len() > SIDE_BY_SIDE {
        return many_states(summary);
    }
    let mut headings = vec!["Share of scheduled hours".to_owned()];
    headings.extend(summary.machines.iter().map(|m| format!(">{}", m.machine)));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Where the hours go", &headings);
    let sums: Vec<[f64; GROUPS.len()]> = summary.machines.iter().map(grouped).collect();
    for (k, group) in GROUPS.iter().enumerate() {
        if sums.iter().all(|sum| sum[k] == 0.0) {
            continue;
        }
        let mut cells: Vec<Cell> = vec![group.name.into()];
        cells.extend(sums.iter().map(|sum| {
            let total: f64 = sum.iter().sum();
            let share = if total > 0.0 { sum[k] / total } else { 0.0 };
            Cell::from(Scale::percent(Some(0.002)).full(share))
        }));
        table.row(cells);
    }
    table
}

pub(super) fn grouped(machine: &MachineSummary) -> [f64; GROUPS.len()] {
    let mut sums = [0.0; GROUPS.len()];
    for state in &machine.states {
        if let Some(k) = group_of(&state.leaf, &state.e10) {
            sums[k] += state.hours;
        }
    }
    sums
}

fn modes(summary: &SimulateSummary) -> Table {
    let headings =
        ["Mode", "What", ">Failures/year", ">Planned/year", ">Preventive/year", ">Hours down/year"];
    let mut table = Table::new("Failure modes", &headings);
    let one = |value: f64| Scale::plain("", value, Some(0.02)).full(value);
    for mode in &summary.modes {
        table.row(vec![
            mode.mode.as_str().into(),
            mode.what.as_str().into(),
            one(mode.failures).into(),
            one(mode.planned).into(),
            one(mode.preventive).into(),
            Scale::plain("", mode.down_hours, Some(0.2)).full(mode.down_hours).into(),
        ]);
    }
    table
}

fn losses(summary: &SimulateSummary, most: usize) -> Table {
    let mut table = Table::new(
        "Hours lost by root, largest first",
        &["Root", "Cause", "Machine that lost the time", ">h/year"],
    );
    for loss in summary.losses.iter().take(most) {
        let victim = if loss.victim == loss.root { "itself" } else { loss.victim.as_str() };
        table.row(vec![
            loss.root.as_str().into(),
            loss.kind.as_str().into(),
            victim.into(),
            Scale::plain("", loss.hours, Some(0.2)).full(loss.hours).into(),
        ]);
    }
    table
}
