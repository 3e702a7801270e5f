//! `sweep.json`, `policies.json` and their tables: full precision; unknown is empty.

use super::csv::{WriteError, finish, maybe, number};
use super::pretty;
use scenarios::laboratory::policies::result::PoliciesResult;
use scenarios::laboratory::result::{Found, Part, Standing, SweepResult};

/// The result of a sweep as it stands in `sweep.json`: same inputs, same bytes.
pub fn sweep_json(result: &SweepResult) -> Result<String, serde_json::Error> {
    pretty(result)
}

/// The points of a sweep: one line each.
pub fn sweep_csv(result: &SweepResult) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut header: Vec<String> = result.axes.iter().map(|axis| axis.path.clone()).collect();
    header.extend(COLUMNS.map(str::to_owned));
    let parts = result.points.first().map_or(&[][..], |p| &p.found.parts);
    header.extend(parts.iter().map(|part| part.key.clone()));
    writer.write_record(header)?;
    for point in &result.points {
        let value = |(k, axis): (usize, &scenarios::laboratory::result::AxisVaried)| {
            point.at.get(k).and_then(|at| axis.values.get(*at)).cloned().unwrap_or_default()
        };
        let mut cells: Vec<String> = result.axes.iter().enumerate().map(value).collect();
        cells.extend(found(&point.found));
        writer.write_record(cells)?;
    }
    finish(writer)
}

/// The result of a comparison of policies as it stands in `policies.json`.
pub fn policies_json(result: &PoliciesResult) -> Result<String, serde_json::Error> {
    pretty(result)
}

/// Every policy of every mode at every interval: one line each.
pub fn policies_csv(result: &PoliciesResult) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut header = ["mode", "policy", "interval", "shown"].map(str::to_owned).to_vec();
    header.extend(COLUMNS.map(str::to_owned));
    let first = result.modes.first().and_then(|m| m.variants.first());
    let (parts, rows) = first.map_or((&[][..], &[][..]), |v| (&v.found.parts, &v.measures));
    header.extend(parts.iter().map(|part| part.key.clone()));
    header.extend(rows.iter().map(|row| format!("row_{}", row.key)));
    writer.write_record(header)?;
    for mode in &result.modes {
        for variant in &mode.variants {
            let mut cells = vec![mode.mode.clone(), variant.policy.clone()];
            cells.push(variant.interval.clone().unwrap_or_default());
            cells.push(variant.shown.to_string());
            cells.extend(found(&variant.found));
            cells.extend(variant.measures.iter().map(|row| maybe(row.mean)));
            writer.write_record(cells)?;
        }
    }
    finish(writer)
}

const COLUMNS: [&str; 8] = [
    "mean",
    "half_width_95",
    "sd",
    "replications",
    "minus_best",
    "minus_best_half_width",
    "standing",
    "out_after_replications",
];

fn found(one: &Found) -> Vec<String> {
    let mut cells = vec![
        number(one.mean),
        maybe(one.half_width),
        maybe(one.sd),
        one.replications.to_string(),
        number(one.difference),
        maybe(one.difference_half_width),
        standing(one.standing).to_owned(),
        one.gone_after.map_or_else(String::new, |n| n.to_string()),
    ];
    cells.extend(one.parts.iter().map(|part: &Part| number(part.mean)));
    cells
}

/// As in `sweep.json`.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Best => "best",
        Standing::Equal => "equal",
        Standing::Open => "open",
        Standing::AsGood => "as_good",
        Standing::Out => "out",
    }
}
