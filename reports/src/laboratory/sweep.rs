//! A sweep as a report and in the terminal.

use super::words;
use crate::document::{Block, Cell, Note, Report, Section, Table, Tone};
use crate::figure;
use crate::flow;
use crate::number::Scale;
use crate::write::{Style, text_table::text_table, wrap};
use scenarios::laboratory::result::{AxisVaried, Found, Point, Standing, SweepResult};

/// Points in a table of the terminal.
const ROWS: usize = 24;
/// Parts of the goal that have a column each on the page, and in the terminal.
const PARTS: (usize, usize) = (8, 3);

/// The page of a sweep.
pub fn report(result: &SweepResult) -> Report {
    let mut blocks = vec![Block::Lead(answer(result)), Block::Paragraph(promise(result))];
    blocks.extend(drawing(result));
    if let Some(matrix) = matrix(result) {
        blocks.push(Block::Table(matrix));
    }
    blocks.push(Block::Table(table(result, usize::MAX, PARTS.0)));
    Report {
        title: format!("{}: {}", result.provenance.plant, result.goal.title),
        subtitle: words::subtitle(&result.provenance),
        warnings: warnings(result),
        sections: vec![
            Section {
                id: "sweep".to_owned(),
                title: "The sweep".to_owned(),
                reader: String::new(),
                blocks,
            },
            Section {
                id: "method".to_owned(),
                title: "How the best was selected".to_owned(),
                reader: String::new(),
                blocks: vec![
                    Block::Paragraph(words::procedure(&result.selection)),
                    Block::Terms(vec![(
                        "How material moves".to_owned(),
                        flow::words(&result.provenance.flow),
                    )]),
                ],
            },
        ],
        colophon: format!("gemba {} · {}", result.provenance.version, result.format),
    }
}

/// The sweep for a terminal.
pub fn terminal(result: &SweepResult, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let wide = usize::from(width);
    let mut lines = vec![result.provenance.plant.clone(), words::subtitle(&result.provenance)];
    for warning in warnings(result) {
        lines.extend(wrap(&format!("{}: {}", warning.label, warning.text), wide));
    }
    lines.push(String::new());
    lines.extend(wrap(&answer(result), wide));
    lines.extend(wrap(&promise(result), wide));
    let tables = [matrix(result), Some(table(result, ROWS, PARTS.1))];
    for table in tables.iter().flatten() {
        lines.push(String::new());
        lines.push(table.caption.clone());
        lines.extend(text_table(table, width));
        if let Some(note) = &table.note {
            lines.extend(wrap(note, wide));
        }
    }
    if let Some(report) = &style.report {
        lines.push(String::new());
        lines.push(format!("Written: {report}"));
    }
    lines.join("\n") + "\n"
}

fn warnings(result: &SweepResult) -> Vec<Note> {
    let mut notes = Vec::new();
    if result.provenance.partial {
        notes.push(Note::warning(
            "Partial result",
            "the run was cut short before the choice was made.",
        ));
    }
    notes
}

fn found(result: &SweepResult) -> Vec<&Found> {
    result.points.iter().map(|p| &p.found).collect()
}

fn answer(result: &SweepResult) -> String {
    let names: Vec<&str> = result.points.iter().map(|p| p.name.as_str()).collect();
    words::answer(&result.goal, &result.selection, &names, &found(result))
}

fn promise(result: &SweepResult) -> String {
    words::promise(&result.goal, &result.selection, result.points.len())
}

fn scale(result: &SweepResult) -> Scale {
    words::of_means(&result.goal, result.points.iter().map(|p| &p.found))
}

fn drawing(result: &SweepResult) -> Option<Block> {
    let scale = scale(result);
    let name = format!("{} [{}]", result.goal.name, scale.unit()).replace(" []", "");
    match result.axes.as_slice() {
        [axis] => Some(figure::block(
            "curve",
            format!("{} over {}", result.goal.name, axis.path),
            "Mean of every point with its 95 % band; the ring is the best, open dots are points that are \
             as good or may still be the best.",
            figure::curve(result, axis, &name, &scale),
        )),
        [down, across] => Some(figure::block(
            "map",
            format!("{} over {} and {}", result.goal.name, down.path, across.path),
            "Every cell is a point: the darker, the better. The frame is the best, a dot marks points that \
             are as good or may still be the best.",
            figure::heat_map(result, down, across, &name, &scale),
        )),
        _ => None,
    }
}

/// Rows of a table: all, or the best few.
fn rows(result: &SweepResult, most: usize) -> Vec<&Point> {
    let mut all: Vec<&Point> = result.points.iter().collect();
    if all.len() > most {
        let sign = match result.goal.better {
            scenarios::study::result::Better::Higher => -1.0,
            _ => 1.0,
        };
        all.sort_by(|a, b| (sign * a.found.mean).total_cmp(&(sign * b.found.mean)));
        all.truncate(most);
    }
    all
}

fn table(result: &SweepResult, most: usize, most_parts: usize) -> Table {
    let scale = scale(result);
    let mut headings: Vec<String> =
        short(&result.axes).iter().map(|name| format!(">{name}")).collect();
    headings.push(format!(">{}", result.goal.name));
    headings.extend([">minus the best", ">repl.", ""].map(str::to_owned));
    let parts = result.points.first().map_or(0, |p| p.found.parts.len());
    let shown = if parts <= most_parts { parts } else { 0 };
    headings.extend(
        result
            .points
            .iter()
            .take(1)
            .flat_map(|p| &p.found.parts)
            .take(shown)
            .map(|p| format!(">{}", p.key)),
    );
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let points = rows(result, most);
    let caption = match points.len() < result.points.len() {
        true => format!("The best {} of {} points", points.len(), result.points.len()),
        false => "Point by point, mean ± half-width; quantities per year".to_owned(),
    };
    let mut table = Table::new(caption, &headings);
    for point in points {
        let one = &point.found;
        let mut cells: Vec<Cell> = result
            .axes
            .iter()
            .zip(&point.at)
            .map(|(axis, k)| Cell::from(axis.values.get(*k).cloned().unwrap_or_default()))
            .collect();
        cells.push(words::with_error(&scale, one.mean, one.half_width).into());
        cells.push(words::difference(&result.goal, one).into());
        cells.push(crate::number::count(one.replications).into());
        cells.push(Cell::toned(words::standing(one.standing), tone(one.standing)));
        cells.extend(one.parts.iter().take(shown).map(|part| {
            let scale = Scale::plain("", part.mean, part.half_width.filter(|h| *h > 0.0));
            Cell::from(scale.full(part.mean))
        }));
        match one.standing {
            Standing::Best => table.strong(cells),
            _ => table.row(cells),
        }
    }
    table
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Best | Standing::Equal => Tone::Good,
        Standing::Open | Standing::AsGood => Tone::Plain,
        Standing::Out => Tone::Quiet,
    }
}

/// Paths for headings: as many last steps as tell them apart.
fn short(axes: &[AxisVaried]) -> Vec<String> {
    let last = |count: usize| -> Vec<String> {
        let steps = |path: &str| -> Vec<String> { path.split('.').map(str::to_owned).collect() };
        let cut = |s: Vec<String>| s[s.len().saturating_sub(count)..].join(".");
        axes.iter().map(|axis| cut(steps(&axis.path))).collect()
    };
    let apart =
        |names: &Vec<String>| names.iter().all(|n| names.iter().filter(|m| *m == n).count() == 1);
    (1..4).map(last).find(apart).unwrap_or_else(|| last(usize::MAX))
}

/// A grid of two axes as rows and columns.
fn matrix(result: &SweepResult) -> Option<Table> {
    let [down, across] = result.axes.as_slice() else { return None };
    let scale = scale(result);
    let mut headings = vec![short(&result.axes).join(" \\ ")];
    headings.extend(across.values.iter().map(|v| format!(">{v}")));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let unit = format!(" [{}]", scale.unit()).replace(" []", "");
    let mut table = Table::new(format!("{}{unit}", result.goal.name), &headings)
        .noted("* best, ~ as good or may still be the best");
    for (points, value) in result.points.chunks(across.values.len()).zip(&down.values) {
        let mut cells: Vec<Cell> = vec![value.as_str().into()];
        cells.extend(points.iter().map(|p| {
            let mark = match p.found.standing {
                Standing::Best => " *",
                Standing::Equal | Standing::Open | Standing::AsGood => " ~",
                Standing::Out => "  ",
            };
            Cell::toned(format!("{}{mark}", scale.bare(p.found.mean)), tone(p.found.standing))
        }));
        table.row(cells);
    }
    Some(table)
}
