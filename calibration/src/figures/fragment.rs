//! Figures as a part of a study file, with their provenance.

use super::report::{FigureReport, ImportReport, Summed, number};
use std::collections::BTreeMap;

/// The part of a study file.
pub fn write(report: &ImportReport) -> String {
    let mut out = format!(
        "# Figures measured in {}, {} to {}. Take them into a study file; what is complete stands in import.txt.\n",
        report.source, report.from, report.to
    );
    let mut tables: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for figure in &report.figures {
        let Some((table, key)) = figure.target.as_deref().and_then(|t| t.rsplit_once('.')) else {
            out.push_str(&format!(
                "# {}: {} {}\n",
                figure.title,
                number(figure.value),
                figure.unit
            ));
            continue;
        };
        let value = text(&format!("{} {}", number(figure.value), figure.unit).replace(" /", "/"));
        let remark = format!("# {}; complete {:.1} %", figure.title, 100.0 * figure.complete);
        tables.entry(table).or_default().push(format!("{key} = {value}  {remark}\n"));
    }
    for (table, lines) in &tables {
        out.push_str(&format!("\n[{table}]\n{}", lines.concat()));
    }
    let told: String = report.figures.iter().filter_map(|f| provenance(report, f)).collect();
    if !told.is_empty() {
        out.push_str(&format!("\n[provenance]\n{told}"));
    }
    out
}

fn provenance(report: &ImportReport, figure: &FigureReport) -> Option<String> {
    let target = figure.target.as_deref().filter(|target| target.contains('.'))?;
    let side = |of: &Summed| match &of.only {
        Some(only) => format!("\"{}\" ({only})", of.column),
        None => format!("\"{}\"", of.column),
    };
    let per = figure.per.as_ref().map_or(" a year".to_owned(), |per| format!(" per {}", side(per)));
    let source = format!(
        "{}: {}{per}, {} to {}, {} of {} months",
        report.source,
        side(&figure.sum),
        report.from,
        report.to,
        figure.months_counted,
        report.months
    );
    let date = report.last_day.as_ref().map_or(String::new(), |day| format!(", date = {day}"));
    let (target, source, owner) = (text(target), text(&source), text(&figure.owner));
    Some(format!(
        "{target} = {{ source = {source}, owner = {owner}, kind = \"measured\"{date} }}\n"
    ))
}

fn text(of: &str) -> String {
    twin_models::text::Node::text(of).to_toml()
}
