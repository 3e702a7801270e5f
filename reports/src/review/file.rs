//! The tracking file: written when the baseline is locked, filled in by the plant, read by the review.

use crate::write::{WriteError, finish};
use scenarios::study::result::{ForecastBand, TrackedLine, Tracking};
use scenarios::tracking::review::{Actual, Review, Standing};
use std::fmt;

/// Columns of the tracking file.
const COLUMNS: [&str; 17] = [
    "month",
    "first_day",
    "role",
    "name",
    "title",
    "kpi",
    "on",
    "unit",
    "baseline_p10",
    "baseline_p50",
    "baseline_p90",
    "forecast_p10",
    "forecast_p50",
    "forecast_p90",
    "wanted",
    "actual",
    "cause",
];

fn number(x: f64) -> String {
    let text = format!("{x:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn three(band: Option<&ForecastBand>) -> [String; 3] {
    band.map_or_else(Default::default, |b| [b.p10, b.p50, b.p90].map(number))
}

/// The file with bands and an empty column `actual`: one line per month and indicator, the scorecard
/// before what may explain it.
///
/// # Errors
/// When the writer refuses.
pub fn tracking_csv(tracking: &Tracking) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let lines = || tracking.lines.iter().chain(&tracking.drivers);
    for (m, first_day) in tracking.months.iter().enumerate() {
        for line in lines() {
            let wanted = line.day_90.as_ref().and_then(|d| d.wanted);
            let mut row = vec![
                (m + 1).to_string(),
                first_day.clone(),
                if line.driver { "driver" } else { "scorecard" }.to_owned(),
                line.name.clone(),
                line.title.clone(),
                line.kpi.clone(),
                line.on.clone().unwrap_or_default(),
                line.unit.clone(),
            ];
            row.extend(three(line.baseline.get(m).and_then(Option::as_ref)));
            row.extend(three(line.forecast.get(m).and_then(Option::as_ref)));
            row.push(wanted.map_or_else(String::new, |w| format!("{:+.1} %", 100.0 * w)));
            row.extend([String::new(), String::new()]);
            writer.write_record(&row)?;
        }
    }
    finish(writer)
}

/// What is wrong with a file of actual figures: everything at once, each with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActualFaults(pub Vec<String>);

impl fmt::Display for ActualFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Reads the actual figures of a tracking file. Needed are the columns `month`, `name` and `actual`; rows
/// without an actual figure are skipped. Separated by commas, or by semicolons with decimal commas.
///
/// # Errors
/// All faults of the file.
pub fn actuals(text: &str, tracking: &Tracking) -> Result<Vec<Actual>, ActualFaults> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    let european = head.matches(';').count() > head.matches(',').count();
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(if european { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let one = |fault: String| ActualFaults(vec![fault]);
    let headers = reader.headers().map_err(|e| one(format!("line 1: {e}")))?.clone();
    let column = |name: &str| headers.iter().position(|h| h.trim() == name);
    let (Some(month), Some(name), Some(actual)) =
        (column("month"), column("name"), column("actual"))
    else {
        let missing: Vec<&str> =
            ["month", "name", "actual"].into_iter().filter(|c| column(c).is_none()).collect();
        return Err(one(format!(
            "line 1: there is no column {}\nhelp: fill in the file that `gemba lock` has written; what is \
             needed are the columns month, name, actual",
            missing.join(", ")
        )));
    };
    let (unit, cause) = (column("unit"), column("cause"));
    let mut faults = Vec::new();
    let mut found: Vec<Actual> = Vec::new();
    for (k, row) in reader.records().enumerate() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                faults.push(format!("line {}: {error}", k + 2));
                continue;
            }
        };
        let at = row.position().map_or(k as u64 + 2, ::csv::Position::line);
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        if cell(actual).is_empty() {
            continue;
        }
        match read(tracking, [cell(month), cell(name), cell(actual)], unit.map(cell), european) {
            Err(fault) => faults.push(format!("line {at}: {fault}")),
            Ok(one) if found.iter().any(|f| f.name == one.name && f.month == one.month) => {
                faults
                    .push(format!("line {at}: {} of month {} is told twice", one.name, one.month));
            }
            Ok(one) => {
                let said = cause.map(cell).filter(|said| !said.is_empty()).map(str::to_owned);
                found.push(Actual { said, ..one });
            }
        }
    }
    if found.is_empty() && faults.is_empty() {
        faults.push("no line has an actual figure".to_owned());
    }
    if faults.is_empty() { Ok(found) } else { Err(ActualFaults(faults)) }
}

fn read(
    tracking: &Tracking,
    [month, name, actual]: [&str; 3],
    unit: Option<&str>,
    european: bool,
) -> Result<Actual, String> {
    let known = || tracking.lines.iter().chain(&tracking.drivers);
    let Some(line) = known().find(|line| line.name == name) else {
        let names: Vec<&str> = known().map(|line| line.name.as_str()).collect();
        return Err(format!("`{name}` is not tracked; tracked are {}", names.join(", ")));
    };
    let months = tracking.months.len();
    let number: Option<u32> = month.parse().ok().filter(|m| (1..=months as u32).contains(m));
    let number = number.ok_or_else(|| format!("`{month}` is no month from 1 to {months}"))?;
    if let Some(unit) = unit.filter(|unit| *unit != line.unit) {
        return Err(format!("{name} is told in {}, not in `{unit}`", line.unit));
    }
    let text = match european && !actual.contains('.') {
        true => actual.replace(',', "."),
        false => actual.to_owned(),
    };
    let (text, scale) = match text.strip_suffix('%') {
        Some(share) if line.unit == "share" => (share.trim().to_owned(), 0.01),
        _ => (text, 1.0),
    };
    let value: Option<f64> = text.parse().ok().filter(|x: &f64| x.is_finite());
    let value = value.ok_or_else(|| format!("`{actual}` is no number of {}", line.unit))?;
    let value = possible(value * scale, &line.unit)
        .map_err(|why| format!("`{actual}` of {name} is {why}"))?;
    Ok(Actual { name: name.to_owned(), month: number, value, said: None })
}

/// Largest share that is not taken for per cent: some indicators exceed 1, by a little.
const SHARE: f64 = 1.5;

/// Can an indicator of this unit have this value? Money and ratios without a unit may be below 0.
fn possible(value: f64, unit: &str) -> Result<f64, &'static str> {
    if unit == "share" && value > SHARE {
        return Err("no share; write 0.85 or 85 %");
    }
    if value < 0.0 && !unit.starts_with("money") && unit != "1" {
        return Err("below 0, which it cannot be");
    }
    Ok(value)
}

/// A review as a table: one line per month and indicator.
///
/// # Errors
/// When the writer refuses.
pub fn review_csv(review: &Review) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let money = review.currency.to_lowercase();
    let mut header: Vec<String> = [
        "month",
        "first_day",
        "name",
        "unit",
        "baseline_p10",
        "baseline_p50",
        "baseline_p90",
        "forecast_p10",
        "forecast_p50",
        "forecast_p90",
        "actual",
        "standing",
        "difference",
    ]
    .map(str::to_owned)
    .to_vec();
    header.extend([
        format!("worth_{money}"),
        format!("worth_low_{money}"),
        format!("worth_high_{money}"),
        "drivers".to_owned(),
        "cause".to_owned(),
    ]);
    writer.write_record(&header)?;
    for line in &review.lines {
        for month in &line.months {
            let mut row = vec![
                month.month.to_string(),
                month.first_day.clone(),
                line.name.clone(),
                line.unit.clone(),
            ];
            row.extend(three(month.baseline.as_ref()));
            row.extend(three(month.forecast.as_ref()));
            row.push(number(month.actual));
            row.push(super::standing(month.standing).to_owned());
            row.push(month.difference.map_or_else(String::new, number));
            row.extend(match month.money {
                Some(w) => [w.amount, w.interval.low, w.interval.high].map(number),
                None => Default::default(),
            });
            let outside = matches!(month.standing, Standing::Better | Standing::Worse);
            row.push(if outside { super::causes(month, &review.currency) } else { String::new() });
            row.push(month.said.clone().unwrap_or_default());
            writer.write_record(&row)?;
        }
    }
    finish(writer)
}

/// The line of a title.
pub(super) fn of<'t>(tracking: &'t Tracking, name: &str) -> Option<&'t TrackedLine> {
    tracking.lines.iter().find(|line| line.name == name)
}

#[cfg(test)]
mod tests {
    use super::possible;

    #[test]
    fn per_cent_is_not_taken_for_a_share_nor_a_count_below_nothing() {
        assert_eq!(possible(85.0, "share"), Err("no share; write 0.85 or 85 %"));
        // An effectiveness may exceed 1.
        assert_eq!(possible(1.02, "share"), Ok(1.02));
        assert!(possible(-0.5, "h/month").is_err() && possible(-0.1, "share").is_err());
        for unit in ["money/month", "1"] {
            assert_eq!(possible(-0.5, unit), Ok(-0.5));
        }
    }
}
