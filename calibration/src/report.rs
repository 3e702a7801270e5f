//! What was read, cleaned, fitted and how well it agrees: for people and for files.

use std::fmt::Write;

use serde::Serialize;

use crate::clean::{Action, RuleCount};
use crate::estimate::{Estimate, LawEstimate};
use crate::fit::select::RESAMPLES;

/// The whole account of a calibration. All times in the unit of the field's name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CalibrationReport {
    /// The log: file and sheet.
    pub log: String,
    /// Rows of the log.
    pub rows: usize,
    /// The table of hours: file and sheet.
    pub hours: Option<String>,
    /// Columns used: role and header.
    pub columns: Vec<(String, String)>,
    /// Decisions of reading.
    pub notes: Vec<String>,
    /// Rules of cleaning that met rows.
    pub rules: Vec<RuleCount>,
    /// Totals, laws, tests.
    pub estimate: Estimate,
    /// What to know before trusting the plant.
    pub warnings: Vec<String>,
}

type Done = std::fmt::Result;

impl CalibrationReport {
    /// The report as text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_text(&mut text);
        text
    }

    fn write_text(&self, out: &mut String) -> Done {
        writeln!(out, "Calibration\n")?;
        self.write_records(out)?;
        self.write_observed(out)?;
        for mode in &self.estimate.modes {
            writeln!(out, "\n{} ({} stops)", mode.label, mode.stops)?;
            write_law(out, "time between stops", &mode.life)?;
            write_law(out, "duration of a stop", &mode.repair)?;
        }
        self.write_process(out)?;
        writeln!(out, "\nWarnings")?;
        self.warnings.iter().try_for_each(|warning| writeln!(out, "  - {warning}"))
    }

    fn write_records(&self, out: &mut String) -> Done {
        writeln!(out, "Read")?;
        writeln!(out, "  log       {} ({} rows)", self.log, self.rows)?;
        if let Some(hours) = &self.hours {
            writeln!(out, "  hours     {hours}")?;
        }
        for (role, header) in &self.columns {
            writeln!(out, "  {role:<9} column \"{header}\"")?;
        }
        for note in &self.notes {
            writeln!(out, "  note: {note}")?;
        }
        writeln!(out, "\nClean")?;
        if self.rules.is_empty() {
            writeln!(out, "  nothing to clean")?;
        }
        for rule in &self.rules {
            let rows = if rule.rows == 1 { "row" } else { "rows" };
            let action = match rule.action {
                Action::Dropped => "dropped",
                Action::Corrected => "corrected",
                Action::CountedOnly => "counted, not fitted",
                Action::Kept => "kept",
            };
            writeln!(out, "  {:>6} {rows} {action}: {}; {}", rule.rows, rule.rule, rule.detail)?;
        }
        Ok(())
    }

    fn write_observed(&self, out: &mut String) -> Done {
        let e = &self.estimate;
        let o = &e.observed;
        let rate: f64 = e.modes.iter().map(|m| 1.0 / m.life.law.mean()).sum();
        let mtbf_s = 1.0 / rate;
        let mttr_s = mtbf_s * (1.0 / e.availability - 1.0);
        let down = [o.availability, e.availability].map(|a| 100.0 * (1.0 - a));
        let period = [&o.first_day, &o.last_day].map(|d| d.as_deref().unwrap_or("unknown"));
        let miss = 100.0 * (e.shape_only_availability - o.availability);
        writeln!(out, "\nObserved against fitted")?;
        writeln!(out, "  period        {} to {}", period[0], period[1])?;
        write!(out, "  hours         {:.3} watched, {:.3} in operation, ", o.watched_h, o.up_h)?;
        writeln!(out, "{:.3} stopped ({:.3} in the log)", o.down_h, o.log_stop_h)?;
        writeln!(out, "  stops         {}, {} with a length", o.stops, o.timed_stops)?;
        write!(out, "  MTBF          {} observed, ", time(o.mtbf_h * 3600.0))?;
        writeln!(out, "{} fitted (operating hours / stops)", time(mtbf_s))?;
        write!(out, "  MTTR          {} as logged, ", time(o.mttr_s))?;
        writeln!(out, "{} fitted (stopped hours / stops)", time(mttr_s))?;
        writeln!(out, "  down          {:.2} % observed, {:.2} % fitted", down[0], down[1])?;
        write!(
            out,
            "  availability  {:.4} observed, {:.4} fitted; ",
            o.availability, e.availability
        )?;
        writeln!(
            out,
            "{:.4} by the shapes alone, {miss:+.2} points off",
            e.shape_only_availability
        )?;
        if let (Some(units), Some(rate)) = (o.units, o.units_per_up_h) {
            writeln!(out, "  pieces        {units:.0}, {rate:.2} per operating hour")?;
        }
        Ok(())
    }

    fn write_process(&self, out: &mut String) -> Done {
        let e = &self.estimate;
        writeln!(out, "\nProcess")?;
        if let Some(t) = e.trend {
            write!(out, "  trend         Laplace U {:.2} (p {:.3}), ", t.laplace_u, t.laplace_p)?;
            writeln!(out, "MIL-HDBK-189 {:.1} (p {:.3})", t.mil_hdbk_189, t.mil_hdbk_189_p)?;
        }
        if let Some(d) = e.dispersion {
            write!(out, "  stops per day variance / mean {:.2} over {} days", d.index, d.windows)?;
            writeln!(out, " (p {:.4})", d.p_value)?;
        }
        let lag = |r: Option<f64>| r.map_or("not recorded".to_owned(), |r| format!("{r:.3}"));
        let (gaps, repairs) = (lag(e.gap_lag1), lag(e.repair_lag1));
        writeln!(out, "  lag 1         times between stops {gaps}, durations {repairs}")
    }
}

fn write_law(out: &mut String, what: &str, estimate: &LawEstimate) -> Done {
    writeln!(out, "  {what}: {}", crate::plant_fragment::law(&estimate.law))?;
    writeln!(out, "    {}", estimate.how)?;
    let Some(s) = &estimate.selection else { return Ok(()) };
    writeln!(out, "    law            first    second         lnL         AIC         BIC")?;
    for fit in &s.fits {
        let mark = if fit.law.family == s.chosen.law.family { "  <- chosen" } else { "" };
        let (name, first, second) = (fit.law.family.name(), fit.law.first, fit.law.second);
        write!(out, "    {name:<11} {first:>9.4} {second:>9.4} {:>11.2} ", fit.ln_likelihood)?;
        writeln!(out, "{:>11.2} {:>11.2}{mark}", fit.aic, fit.bic)?;
    }
    for reason in &s.refused {
        writeln!(out, "    not fitted: {reason}")?;
    }
    let [first, second] = s.chosen.se_theta;
    writeln!(out, "    standard errors of the chosen log-parameters {first:.4}, {second:.4}")?;
    if let (Some(a2), Some(p)) = (s.anderson_darling, s.p_value) {
        writeln!(out, "    Anderson-Darling {a2:.2}, p {p:.2} (bootstrap, {RESAMPLES} samples)")?;
    }
    if let Some(d) = s.kaplan_meier_distance {
        writeln!(out, "    largest distance to Kaplan-Meier {d:.3}")?;
    }
    let sample = estimate.sample_mean_s.map_or("none".into(), time);
    let (alone, held) = (time(estimate.shape_mean_s), time(estimate.target_mean_s));
    let miss = 100.0 * (estimate.shape_mean_s / estimate.target_mean_s - 1.0);
    write!(out, "    mean: {sample} in the sample, {alone} by the fit alone ({miss:+.1} %), ")?;
    write!(out, "scaled to the observed mean {held}")?;
    match estimate.ln_likelihood {
        Some(l) => writeln!(out, " (costs {:.1} in lnL)", s.chosen.ln_likelihood - l),
        None => writeln!(out),
    }
}

/// Seconds in the largest fitting unit, for reading.
fn time(seconds: f64) -> String {
    match seconds {
        s if s >= 7200.0 => format!("{:.2} h", s / 3600.0),
        s if s >= 600.0 => format!("{:.1} min", s / 60.0),
        s => format!("{s:.1} s"),
    }
}
