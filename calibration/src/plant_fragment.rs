//! The plant file: one machine that stands for the line, its failure modes, its provenance.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::estimate::{Estimate, LawEstimate};
use crate::event::Hours;
use crate::fit::{Family, Law};
use crate::read::mapping::Mapping;

/// Names that appear in the plant file.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// File name of the log, with sheet.
    pub log: &'a str,
    /// Rows of the log.
    pub rows: usize,
    /// Name of the plant when the mapping gives none.
    pub title: &'a str,
}

/// Writes the plant file (docs/plant-file.md). The machine runs around the clock, its clock counts
/// watched hours; it starts "in service", so that a run begins in the steady state that was watched.
pub fn write(
    estimate: &Estimate,
    hours: Option<&Hours>,
    map: &Mapping,
    sources: &Sources<'_>,
) -> String {
    let machine = map.plant.machine.as_deref().map_or("line".into(), crate::estimate::modes::slug);
    let observed = &estimate.observed;
    let last: Option<Date> = observed.last_day.as_ref().and_then(|d| d.parse().ok());
    let date = last.unwrap_or(Date::constant(2000, 1, 1));
    let start = date.checked_add(1.day()).unwrap_or(date);
    let name = quoted(map.plant.name.as_deref().unwrap_or(sources.title));
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "# Calibrated from {} ({} rows){}.\n\
         # Observed: {} stops in {:.3} h watched, {:.3} h in operation; availability {:.4}.\n\
         # Time runs in watched hours, around the clock. Every law is fitted to the records\n\
         # with its mean scaled to the observed mean, so that availability comes out right.\n\
         \n[plant]\nname = {name}\nstart = {start}\nconstraint = {}\ncondition = \"in service\"\n\
         \n[machines.{machine}]\n{}\n",
        one_line(sources.log),
        sources.rows,
        hours
            .map(|h| format!(" and {} ({} rows)", one_line(&h.source), h.rows))
            .unwrap_or_default(),
        observed.stops,
        observed.watched_h,
        observed.up_h,
        observed.availability,
        quoted(&machine),
        cycle(estimate, map),
    );
    for mode in &estimate.modes {
        let _ = write!(
            text,
            "\n[failures.{}]            # {} stops, {} with a length\n\
             machine = {}\nwhat = {}\nclock = \"operating\"\n{}life = {}\n{}repair = {}\n",
            mode.key,
            mode.stops,
            mode.timed_stops,
            quoted(&machine),
            quoted(&mode.label),
            comment(&mode.life),
            law(&mode.life.law),
            comment(&mode.repair),
            law(&mode.repair.law),
        );
    }
    text.push_str("\n[provenance]\n");
    let mut entry = |path: &str, source: &str, kind: &str| {
        let _ = writeln!(
            text,
            "\"{path}\" = {{ source = {}, owner = \"unknown: please fill in\", kind = \"{kind}\", \
             date = {date} }}",
            quoted(source)
        );
    };
    match (hours.filter(|_| observed.units.is_some()), &map.plant.cycle) {
        (Some(hours), None) => {
            entry("machines", &format!("{} ({} rows)", hours.source, hours.rows), "measured")
        }
        _ => entry("machines", "cycle not in the records", "estimated"),
    }
    let mut source = format!("{} ({} rows)", sources.log, sources.rows);
    if let Some(hours) = hours {
        let _ = write!(source, " and {} ({} rows)", hours.source, hours.rows);
    }
    entry("failures", &source, "measured");
    text
}

/// The line `cycle = ...`: operating time per piece.
fn cycle(estimate: &Estimate, map: &Mapping) -> String {
    match (&map.plant.cycle, estimate.observed.units) {
        (Some(text), _) => format!("cycle = {}", quoted(text)),
        (None, Some(units)) => {
            let seconds = estimate.observed.up_h * 3600.0 / units;
            format!("cycle = {}   # operating time / {units:.0} pieces", duration(seconds))
        }
        (None, None) => {
            "cycle = \"1 min\"   # unknown: not in the records, please fill in".to_owned()
        }
    }
}

fn comment(estimate: &LawEstimate) -> String {
    format!("# {}\n", one_line(&estimate.how))
}

/// A law in the notation of the plant file; never (mu, sigma).
pub fn law(law: &Law) -> String {
    let mean = duration(law.mean());
    match law.family {
        Family::Exponential => format!("{{ exponential = {{ mean = {mean} }} }}"),
        Family::Weibull => {
            format!("{{ weibull = {{ shape = {:.5}, mean = {mean} }} }}", law.first)
        }
        family => format!("{{ {} = {{ mean = {mean}, cv = {:.5} }} }}", family.name(), law.cv()),
    }
}

/// Seconds as a duration with seven significant digits in the largest fitting unit.
fn duration(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 7200.0 => (s / 3600.0, "h"),
        s if s >= 600.0 => (s / 60.0, "min"),
        s => (s, "s"),
    };
    let whole = libm::floor(libm::log10(value.max(1e-9))) as i32 + 1;
    let decimals = usize::try_from((7 - whole).max(0)).unwrap_or(0);
    format!("\"{value:.decimals$} {unit}\"")
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in one_line(text).chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// Control characters become blanks: a comment or a string must stay on its line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
