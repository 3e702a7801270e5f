//! Tables of many machines: one row each.

use super::SimulateSummary;
use super::print::grouped;
use crate::document::{Cell, Table};
use crate::figure::GROUPS;
use crate::number::Scale;

/// The columns where machines stand below each other.
const COLUMNS: [(&str, &str); 7] = [
    ("availability_technical", "Technical"),
    ("availability", "ISO 22400"),
    ("effectiveness", "Effect."),
    ("quality_ratio", "Quality"),
    ("oee", "OEE"),
    ("unplanned_down_h", "Down h/a"),
    ("mtbf", "MTBF h"),
];

/// One row per machine: means only.
pub(super) fn many_machines(summary: &SimulateSummary) -> Table {
    let headings: Vec<String> = COLUMNS.iter().map(|(_, title)| format!(">{title}")).collect();
    let headings: Vec<&str> =
        std::iter::once("Machine").chain(headings.iter().map(String::as_str)).collect();
    let caption = "Machines, means (* the constraint; availability technical and after ISO 22400)";
    let mut table = Table::new(caption, &headings);
    for machine in &summary.machines {
        let of = |key: &str| machine.indicators.iter().find(|i| i.key == key);
        let cells = COLUMNS.iter().map(|(key, _)| {
            let one = of(key).and_then(|one| one.mean.map(|mean| (one, mean)));
            Cell::from(one.map_or(String::new(), |(one, mean)| match one.unit.as_str() {
                "share" => Scale::percent(Some(0.002)).full(mean),
                _ => Scale::plain("", mean, Some(0.2)).full(mean),
            }))
        });
        let mark = if machine.constraint { " *" } else { "" };
        let name = Cell::from(format!("{}{mark}", machine.machine));
        table.row(std::iter::once(name).chain(cells).collect());
    }
    table
}

/// One row per machine: shares of the hours inside the schedule.
pub(super) fn many_states(summary: &SimulateSummary) -> Table {
    let sums: Vec<[f64; GROUPS.len()]> = summary.machines.iter().map(grouped).collect();
    let occurs: Vec<usize> =
        (0..GROUPS.len()).filter(|k| sums.iter().any(|sum| sum[*k] > 0.0)).collect();
    let headings: Vec<String> = occurs.iter().map(|k| format!(">{}", GROUPS[*k].name)).collect();
    let headings: Vec<&str> =
        std::iter::once("Machine").chain(headings.iter().map(String::as_str)).collect();
    let mut table = Table::new("Where the scheduled hours go", &headings);
    for (machine, sum) in summary.machines.iter().zip(&sums) {
        let total: f64 = sum.iter().sum();
        let share = |k: &usize| {
            let share = if total > 0.0 { sum[*k] / total } else { 0.0 };
            Cell::from(Scale::percent(Some(0.002)).full(share))
        };
        let name = Cell::from(machine.machine.as_str());
        table.row(std::iter::once(name).chain(occurs.iter().map(share)).collect());
    }
    table
}
