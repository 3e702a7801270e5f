//! The catalogue of indicators over replications: line, plant, machines, months.

use super::estimate::of_kpi;
use super::{By, KpiRow, SimulateSummary, print};
use crate::document::{Cell, Table};
use crate::number::{Scale, UNKNOWN};
use crate::write::{Style, WriteError, text_table::text_table};
use scenarios::kpi::{self, Kpi, Lens, Of, Reading};
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;

/// What a row is of.
#[derive(Clone, Copy)]
enum Whose {
    Line,
    Plant,
    Machine(usize),
}

/// Every indicator of line and plant; by machine or by month as well, where wanted. Months need
/// outcomes that record them.
pub fn kpis(outcomes: &[Outcome], plant: &Plant, by: By) -> Vec<KpiRow> {
    let columns = schema(plant);
    let months = outcomes.first().map_or(0, |o| o.months);
    let lens = Lens::new(plant, &columns, months);
    let mut rows = Vec::new();
    let mut add = |whose: Whose, month: Option<usize>| {
        let of = match whose {
            Whose::Line => "line".to_owned(),
            Whose::Plant => "plant".to_owned(),
            Whose::Machine(k) => format!("machine:{}", plant.machines[k].name),
        };
        let of_plants = matches!(whose, Whose::Plant);
        let mine = kpi::all().filter(|k| matches!(k.of, Of::Plant(_)) == of_plants);
        rows.extend(mine.filter_map(|kpi| {
            let readings: Option<Vec<Reading>> =
                outcomes.iter().map(|o| read(&lens, o, kpi, whose, month)).collect();
            let month = month.map(|m| m as u32 + 1);
            readings.map(|r| KpiRow { of: of.clone(), month, value: of_kpi(kpi, &r) })
        }));
    };
    let wholes = [Whose::Line, Whose::Plant];
    wholes.iter().for_each(|w| add(*w, None));
    match by {
        By::Nothing => {}
        By::Machine => (0..plant.machines.len()).for_each(|k| add(Whose::Machine(k), None)),
        By::Month => {
            for m in 0..lens.months() {
                wholes.iter().for_each(|w| add(*w, Some(m)));
            }
        }
    }
    rows
}

fn read(
    lens: &Lens<'_>,
    outcome: &Outcome,
    kpi: &Kpi,
    whose: Whose,
    month: Option<usize>,
) -> Option<Reading> {
    match (kpi.of, whose) {
        (Of::Machine(of), Whose::Line) => lens.line(outcome, month).map(|s| of(&s)),
        (Of::Machine(of), Whose::Machine(k)) => lens.machine(outcome, k).map(|s| of(&s)),
        (Of::Plant(of), Whose::Plant) => lens.plant(outcome, month).map(|w| of(&w)),
        _ => None,
    }
}

/// The rows as CSV, full precision; unknown is empty, with its reason in the last column.
///
/// # Errors
/// When the writer refuses.
pub fn kpi_csv(rows: &[KpiRow]) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "of",
        "month",
        "kpi",
        "unit",
        "mean",
        "half_width_95",
        "p10",
        "p50",
        "p90",
        "replications",
        "not_observed",
        "absent",
    ])?;
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| (x + 0.0).to_string());
    for row in rows {
        let v = &row.value;
        writer.write_record([
            row.of.clone(),
            row.month.map_or_else(String::new, |m| m.to_string()),
            v.key.clone(),
            v.unit.clone(),
            number(v.mean),
            number(v.half_width),
            number(v.p10),
            number(v.p50),
            number(v.p90),
            v.n.to_string(),
            v.not_observed.to_string(),
            v.absent.clone().unwrap_or_default(),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|e| WriteError::Finish(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| WriteError::Finish(e.to_string()))
}

/// The columns of the tables with a row per machine or month: as many as a terminal holds.
const SHORT: [(&str, &str); 7] = [
    ("availability", "Avail. ISO"),
    ("effectiveness", "Effect."),
    ("quality_ratio", "Quality"),
    ("oee", "OEE"),
    ("tpm_oee", "TPM-OEE"),
    ("unplanned_pct_busy", "Unpl. down"),
    ("mtbf", "MTBF [h]"),
];

/// The rows as tables for a terminal.
pub fn kpi_terminal(summary: &SimulateSummary, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let mut lines = vec![summary.plant.clone(), print::subtitle(summary)];
    let whole = |of: &str, caption: &str| {
        let mut table = Table::new(caption, &["KPI", "Name", "Unit", ">Mean", ">P10", ">P90"]);
        let mine = summary.kpis.iter().filter(|r| r.of == of && r.month.is_none());
        for v in mine.map(|r| &r.value).filter(|v| v.absent.is_none()) {
            let scale = print::scale(v, "");
            let cell = |x: Option<f64>| Cell::from(x.map_or(String::new(), |x| scale.full(x)));
            let words = [v.key.as_str(), v.name.as_str(), v.unit.as_str()].map(Cell::from);
            table.row(
                words
                    .into_iter()
                    .chain([print::mean(v).into(), cell(v.p10), cell(v.p90)])
                    .collect(),
            );
        }
        table
    };
    let line = "The line, by its constraint: mean ± half-width of its 95 % interval";
    let mut tables = vec![whole("line", line), whole("plant", "The plant as a whole")];
    tables.extend(detail(summary, "Machine", |r| r.of.strip_prefix("machine:").map(str::to_owned)));
    tables.extend(detail(summary, "Month", |r| {
        r.month.filter(|_| r.of == "line").map(|m| m.to_string())
    }));
    for table in tables {
        lines.extend([String::new(), table.caption.clone()]);
        lines.extend(text_table(&table, width));
    }
    let absent = summary.kpis.iter().filter(|r| r.month.is_none() && !r.of.contains(':'));
    let mut absent = absent.filter_map(|r| r.value.absent.as_ref().map(|why| (&r.value.key, why)));
    if let Some((key, why)) = absent.next() {
        lines.extend([String::new(), "Without a value:".to_owned(), format!("  {key}: {why}")]);
        lines.extend(absent.map(|(key, why)| format!("  {key}: {why}")));
    }
    lines.push(String::new());
    lines.push("gemba explain KPI says how each is computed and what it is not.".to_owned());
    lines.join("\n") + "\n"
}

/// A row for each name that `row_of` gives.
fn detail(
    summary: &SimulateSummary,
    what: &str,
    row_of: impl Fn(&KpiRow) -> Option<String>,
) -> Option<Table> {
    let headings: Vec<String> = SHORT.iter().map(|(_, title)| format!(">{title}")).collect();
    let headings: Vec<&str> =
        std::iter::once(what).chain(headings.iter().map(String::as_str)).collect();
    let mut table = Table::new(format!("{what} by {}: means", what.to_lowercase()), &headings);
    let mut names: Vec<String> = Vec::new();
    let rows: Vec<(String, &KpiRow)> =
        summary.kpis.iter().filter_map(|r| row_of(r).map(|name| (name, r))).collect();
    for (name, _) in &rows {
        if names.last() != Some(name) {
            names.push(name.clone());
        }
    }
    for name in names {
        let of = |key: &str| rows.iter().find(|(n, r)| *n == name && r.value.key == key);
        let cells = SHORT.iter().map(|(key, _)| {
            let value = of(key).map(|(_, r)| &r.value);
            let text = value.and_then(|v| {
                v.mean.map(|m| match v.unit.as_str() {
                    "share" => Scale::percent(Some(0.002)).full(m),
                    _ => Scale::plain("", m, None).full(m),
                })
            });
            Cell::from(text.unwrap_or_else(|| UNKNOWN.to_owned()))
        });
        table.row(std::iter::once(Cell::from(name.clone())).chain(cells).collect());
    }
    (!table.rows.is_empty()).then_some(table)
}
