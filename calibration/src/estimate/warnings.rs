//! What the reader should know before trusting the plant, in words.

use crate::clean::Cleaned;
use crate::estimate::observed::{Basis, Observed};
use crate::estimate::{Estimate, LawEstimate};
use crate::event::Hours;

/// All warnings, most consequential first.
pub fn warnings(estimate: &Estimate, cleaned: &Cleaned, hours: Option<&Hours>) -> Vec<String> {
    let mut list = Vec::new();
    basis(&estimate.observed, &mut list);
    if let Some(hours) = hours {
        coverage(cleaned, hours, &mut list);
    }
    process(estimate, &mut list);
    for mode in &estimate.modes {
        law(&format!("{}, time between", mode.label), &mode.life, &mut list);
        law(&format!("{}, duration", mode.label), &mode.repair, &mut list);
    }
    long_stops(cleaned, &mut list);
    list.push(
        "repair laws hold the whole stop, waiting included: do not give these modes crews or \
         spares as well, the waiting would count twice"
            .into(),
    );
    list
}

fn basis(observed: &Observed, list: &mut Vec<String>) {
    let gap = observed.log_stop_h / observed.down_h - 1.0;
    if gap.abs() > 0.01 {
        list.push(format!(
            "the log holds {:.1} h of stops, the table {:.1} h ({:+.1} %): the table decides how \
             much, the log only the shape",
            observed.log_stop_h,
            observed.down_h,
            100.0 * gap
        ));
    }
    if let Some((differ, common)) = observed.days_differing
        && differ > 0
    {
        list.push(format!(
            "on {differ} of {common} days log and table differ by more than 0.1 h of stops"
        ));
    }
    if observed.basis == Basis::LogPeriod {
        list.push(
            "no running hours given: the line is taken to run around the clock from the first \
             stop to the last; nights and weekends off make it look too reliable"
                .into(),
        );
    }
    if observed.basis == Basis::LogPeriod && observed.availability < 0.5 {
        list.push(format!(
            "the stops fill {:.0} % of the time: are these rows stops, or runs and batches?",
            100.0 * (1.0 - observed.availability)
        ));
    }
    if observed.timed_stops < observed.stops {
        list.push(format!(
            "stops without a length, counted as stops of length 0: {}",
            observed.stops - observed.timed_stops
        ));
    }
    if observed.units.is_none() {
        list.push("no production recorded: the cycle in the plant file is a placeholder".into());
    }
}

/// Running hours far before the first or after the last stop: the log may not cover them.
fn coverage(cleaned: &Cleaned, hours: &Hours, list: &mut Vec<String>) {
    let dates = || cleaned.stops.iter().filter_map(|s| s.date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return };
    let outside = hours.days.iter().filter(|d| d.date < first || d.date > last);
    let outside_h: f64 = outside.map(|d| d.running_h).sum();
    let share = outside_h / hours.running_h();
    if share > 0.05 {
        list.push(format!(
            "{:.0} % of the running hours lie before the first or after the last stop of the log; \
             if the log does not cover them, the time between stops comes out too long",
            100.0 * share
        ));
    }
}

fn process(estimate: &Estimate, list: &mut Vec<String>) {
    if let Some(t) = estimate.trend.filter(|t| t.laplace_p < 0.01 && t.mil_hdbk_189_p < 0.05) {
        let way = if t.laplace_u > 0.0 { "more" } else { "less" };
        list.push(format!(
            "trend: stops become {way} frequent over the period (Laplace U = {:.1}); the plant has \
             the mean of the period",
            t.laplace_u
        ));
    }
    let pairs = (estimate.observed.stops as f64).max(1.0);
    for (what, r) in
        [("times between stops", estimate.gap_lag1), ("durations", estimate.repair_lag1)]
    {
        if let Some(r) = r.filter(|r| r.abs() > 2.58 / libm::sqrt(pairs)) {
            list.push(format!(
                "neighbouring {what} are correlated (lag 1: {r:.2}); the plant draws them \
                 independently, so bad days come out too rare"
            ));
        }
    }
    if let Some(d) = estimate.dispersion.filter(|d| d.p_value < 0.01 && d.index > 1.0) {
        list.push(format!(
            "stops per day scatter {:.1} times as much as a Poisson process (p {}): an exponential \
             law would understate the bad days",
            d.index,
            if d.p_value < 1e-4 { "< 0.0001".to_owned() } else { format!("{:.4}", d.p_value) }
        ));
    }
}

fn law(what: &str, estimate: &LawEstimate, list: &mut Vec<String>) {
    let name = estimate.law.family.name();
    if let Some(p) = estimate.selection.as_ref().and_then(|s| s.p_value).filter(|p| *p < 0.05) {
        list.push(format!(
            "{what}: even the best law ({name}) differs from the records (Anderson-Darling, \
             p <= {p:.2}); rounding and mixtures do that with many records"
        ));
    }
    if let Some(cv) = estimate.sample_cv.filter(|cv| {
        let ratio = cv / estimate.law.cv();
        !(0.67..=1.5).contains(&ratio)
    }) {
        list.push(format!(
            "{what}: recorded cv {cv:.2}, {name} law {:.2}; the extremes are not those of the law",
            estimate.law.cv()
        ));
    }
}

fn long_stops(cleaned: &Cleaned, list: &mut Vec<String>) {
    let lengths: Vec<f64> = cleaned.stops.iter().filter_map(|s| s.duration_s).collect();
    let total: f64 = lengths.iter().sum();
    let long: Vec<f64> = lengths.iter().copied().filter(|d| *d > 1800.0).collect();
    let share = long.iter().sum::<f64>() / total;
    if share > 0.3 && long.len() * 10 < lengths.len() {
        list.push(format!(
            "{} stops of more than 30 min hold {:.0} % of the stopped time; without reasons breaks \
             and changeovers cannot be told from failures",
            long.len(),
            100.0 * share
        ));
    }
}
