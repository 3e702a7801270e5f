//! What was read, cleaned, fitted and how well it agrees: for people and for files.

use std::fmt::Write;

use serde::Serialize;

use crate::clean::{Action, RuleCount};
use crate::estimate::{Estimate, LawEstimate};

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

impl CalibrationReport {
    /// The report as text of at most 100 columns or so.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_text(&mut text);
        text
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "Calibration\n\nRead")?;
        writeln!(out, "  log    {} ({} rows)", self.log, self.rows)?;
        if let Some(hours) = &self.hours {
            writeln!(out, "  hours  {hours}")?;
        }
        for (role, header) in &self.columns {
            writeln!(out, "  {role:<9} from column \"{header}\"")?;
        }
        for note in &self.notes {
            writeln!(out, "  note: {note}")?;
        }
        writeln!(out, "\nClean")?;
        if self.rules.is_empty() {
            writeln!(out, "  nothing to clean")?;
        }
        for rule in &self.rules {
            let action = match rule.action {
                Action::Dropped => "dropped",
                Action::Corrected => "corrected",
                Action::CountedOnly => "counted, not fitted",
                Action::Kept => "kept",
            };
            writeln!(out, "  {:>6} rows {action}: {}; {}", rule.rows, rule.rule, rule.detail)?;
        }
        self.write_observed(out)?;
        for mode in &self.estimate.modes {
            writeln!(out, "\n{} ({} stops)", mode.label, mode.stops)?;
            write_law(out, "time between stops", &mode.life)?;
            write_law(out, "duration of a stop", &mode.repair)?;
        }
        self.write_process(out)?;
        writeln!(out, "\nWarnings")?;
        for warning in &self.warnings {
            writeln!(out, "  - {warning}")?;
        }
        Ok(())
    }

    fn write_observed(&self, out: &mut String) -> std::fmt::Result {
        let e = &self.estimate;
        let o = &e.observed;
        let life: f64 = e.modes.iter().map(|m| 1.0 / m.life.law.mean()).sum();
        let mtbf_s = 1.0 / life;
        let repair: f64 = e.modes.iter().map(|m| m.repair.law.mean() / m.life.law.mean()).sum();
        writeln!(out, "\nObserved against fitted")?;
        let period = [&o.first_day, &o.last_day].map(|d| d.as_deref().unwrap_or("unknown"));
        writeln!(out, "  period            {} to {}", period[0], period[1])?;
        writeln!(
            out,
            "  hours             {:.3} watched, {:.3} in operation, {:.3} stopped ({:.3} in the log)",
            o.watched_h, o.up_h, o.down_h, o.log_stop_h
        )?;
        writeln!(out, "  stops             {}, {} with a length", o.stops, o.timed_stops)?;
        writeln!(
            out,
            "  MTBF              {} observed, {} fitted (operating hours / stops)",
            time(o.mtbf_h * 3600.0),
            time(mtbf_s)
        )?;
        writeln!(
            out,
            "  MTTR              {} as logged, {} fitted (stopped hours / stops)",
            time(o.mttr_s),
            time(repair * mtbf_s)
        )?;
        writeln!(
            out,
            "  down              {:.2} % observed, {:.2} % fitted",
            100.0 * (1.0 - o.availability),
            100.0 * (1.0 - e.availability)
        )?;
        writeln!(
            out,
            "  down / running    {:.2} % (stops / (operation + stops of the log))",
            100.0 * o.log_stop_h / (o.up_h + o.log_stop_h)
        )?;
        writeln!(
            out,
            "  availability      {:.4} observed, {:.4} fitted, {:.4} by the shapes alone ({:+.2} points)",
            o.availability,
            e.availability,
            e.shape_only_availability,
            100.0 * (e.shape_only_availability - o.availability)
        )?;
        if let (Some(units), Some(rate)) = (o.units, o.units_per_up_h) {
            writeln!(out, "  pieces            {units:.0}, {rate:.2} per operating hour")?;
        }
        Ok(())
    }

    fn write_process(&self, out: &mut String) -> std::fmt::Result {
        let e = &self.estimate;
        writeln!(out, "\nProcess")?;
        if let Some(t) = e.trend {
            writeln!(
                out,
                "  trend             Laplace U {:.2} (p {:.3}); MIL-HDBK-189 {:.1} (p {:.3})",
                t.laplace_u, t.laplace_p, t.mil_hdbk_189, t.mil_hdbk_189_p
            )?;
        }
        if let Some(d) = e.dispersion {
            writeln!(
                out,
                "  stops per day     variance / mean {:.2} over {} days (p {:.4})",
                d.index, d.windows, d.p_value
            )?;
        }
        let lag = |r: Option<f64>| r.map_or("not recorded".to_owned(), |r| format!("{r:.3}"));
        writeln!(
            out,
            "  lag-1 correlation between stops {}, durations {}",
            lag(e.gap_lag1),
            lag(e.repair_lag1)
        )
    }
}

fn write_law(out: &mut String, what: &str, estimate: &LawEstimate) -> std::fmt::Result {
    writeln!(out, "  {what}: {}", crate::plant_fragment::law(&estimate.law))?;
    writeln!(out, "    {}", estimate.how)?;
    let Some(s) = &estimate.selection else { return Ok(()) };
    writeln!(out, "    law           first      second         lnL         AIC         BIC")?;
    for fit in &s.fits {
        let mark = if fit.law.family == s.chosen.law.family { "  <- chosen" } else { "" };
        writeln!(
            out,
            "    {:<11} {:>9.4} {:>9.4} {:>11.2} {:>11.2} {:>11.2}{mark}",
            fit.law.family.name(),
            fit.law.first,
            fit.law.second,
            fit.ln_likelihood,
            fit.aic,
            fit.bic
        )?;
    }
    for reason in &s.refused {
        writeln!(out, "    not fitted: {reason}")?;
    }
    let [se1, se2] = s.chosen.se_theta;
    writeln!(out, "    standard errors of the search coordinates: {se1:.4}, {se2:.4}")?;
    if let (Some(a2), Some(p)) = (s.anderson_darling, s.p_value) {
        writeln!(
            out,
            "    Anderson-Darling {a2:.2}, p {p:.2} (bootstrap, {} samples)",
            crate::fit::select::RESAMPLES
        )?;
    }
    if let Some(d) = s.kaplan_meier_distance {
        writeln!(out, "    largest distance to Kaplan-Meier {d:.3}")?;
    }
    let sample = estimate.sample_mean_s.map_or("none".into(), time);
    writeln!(
        out,
        "    mean: {sample} in the sample, {} by the fit alone, scaled to {} observed ({:+.1} %)",
        time(estimate.shape_mean_s),
        time(estimate.target_mean_s),
        100.0 * (estimate.target_mean_s / estimate.shape_mean_s - 1.0)
    )
}

/// Seconds in the largest fitting unit, for reading.
fn time(seconds: f64) -> String {
    match seconds {
        s if s >= 7200.0 => format!("{:.2} h", s / 3600.0),
        s if s >= 600.0 => format!("{:.1} min", s / 60.0),
        s => format!("{s:.1} s"),
    }
}
