//! From clean stops and hours to laws whose means reproduce what was observed.
//!
//! Three things are known with different certainty, and each is used for what it is good for: the
//! **hours** (running, stopped) fix the availability, the **number of stops** fixes how often, and
//! the **single durations and gaps** fix only the shape of the laws. A maximum-likelihood law does
//! not keep the mean of its sample, so every law is refitted with the observed mean held:
//! mean life = operating hours / stops, mean repair = stopped hours / stops, and with them
//! availability = life / (life + repair) comes out as observed.

pub mod modes;
pub mod observed;
pub mod operating_clock;
pub mod warnings;

use serde::Serialize;

use crate::clean::Cleaned;
use crate::event::Hours;
use crate::fit::counts::{Dispersion, dispersion};
use crate::fit::held_mean::fit_with_mean;
use crate::fit::trend::{Trend, lag1, trend};
use crate::fit::{Family, FitError, Law, Sample, Selection, select};
use modes::Mode;
use observed::Observed;

/// A law and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LawEstimate {
    /// The law for the plant file, scaled to `target_mean_s`, in s.
    pub law: Law,
    /// In words.
    pub how: String,
    /// The fits; `None` when there was nothing to fit.
    pub selection: Option<Selection>,
    /// Log-likelihood of `law`: what holding the mean costs against `selection.chosen`.
    pub ln_likelihood: Option<f64>,
    /// Mean of the sample as recorded, in s.
    pub sample_mean_s: Option<f64>,
    /// Coefficient of variation of the sample as recorded.
    pub sample_cv: Option<f64>,
    /// Mean of the law before scaling, in s.
    pub shape_mean_s: f64,
    /// The observed mean it is scaled to, in s.
    pub target_mean_s: f64,
}

/// One failure mode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModeEstimate {
    /// Key in the plant file.
    pub key: String,
    /// Category as written in the log.
    pub label: String,
    /// Stops.
    pub stops: usize,
    /// Stops with a known length.
    pub timed_stops: usize,
    /// Operating time between stops.
    pub life: LawEstimate,
    /// Length of a stop.
    pub repair: LawEstimate,
    /// Stops per day against the Poisson process.
    pub dispersion: Option<Dispersion>,
}

/// Everything estimated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Totals and ratios as recorded.
    pub observed: Observed,
    /// Failure modes, most frequent first.
    pub modes: Vec<ModeEstimate>,
    /// Trend of the stops over the period.
    pub trend: Option<Trend>,
    /// Lag-1 correlation of the (logarithms of the) operating times between stops.
    pub gap_lag1: Option<f64>,
    /// Lag-1 correlation of the (logarithms of the) stop durations.
    pub repair_lag1: Option<f64>,
    /// Stops of all modes per day against the Poisson process.
    pub dispersion: Option<Dispersion>,
    /// Availability of the emitted laws: 1 / (1 + Σ repair / life).
    pub availability: f64,
    /// Availability of the shape fits without scaling: what they alone would miss.
    pub shape_only_availability: f64,
}

/// Index of dispersion is believed from this p-value on.
const SIGNIFICANT: f64 = 0.01;

/// Estimates all laws.
///
/// # Errors
/// A sample cannot be fitted; the reason.
pub fn estimate(
    cleaned: &Cleaned,
    hours: Option<&Hours>,
    observed: Observed,
    modes: &[Mode],
) -> Result<Estimate, FitError> {
    let mut ids = vec![0; cleaned.stops.len()];
    for (mode, members) in modes.iter().enumerate() {
        members.members.iter().for_each(|i| ids[*i] = mode);
    }
    let by_day = hours.is_some();
    let gaps = operating_clock::gaps(cleaned, &ids, modes.len(), by_day);
    let log_s = observed.log_stop_h * 3600.0;
    let repair_scale = if log_s > 0.0 { observed.down_h * 3600.0 / log_s } else { 1.0 };
    let mut estimates = Vec::new();
    for (mode, sample) in modes.iter().zip(gaps) {
        let stops = mode.members.len();
        let durations: Vec<f64> =
            mode.members.iter().filter_map(|i| cleaned.stops[*i].duration_s).collect();
        let windows = hours.map(|h| modes::windows(cleaned, &mode.members, h));
        let dispersion = windows.as_deref().and_then(dispersion);
        let life_mean_s = observed.up_h * 3600.0 / stops as f64;
        let life = if cleaned.timed {
            from_sample(&sample, life_mean_s)?
        } else {
            from_counts(dispersion.as_ref(), life_mean_s)
        };
        let total: f64 = durations.iter().sum();
        let repair_mean_s = total * repair_scale / stops as f64;
        let repair = from_sample(&Sample::complete(durations.iter().copied()), repair_mean_s)?;
        estimates.push(ModeEstimate {
            key: mode.key.clone(),
            label: mode.label.clone(),
            stops,
            timed_stops: durations.len(),
            life,
            repair,
            dispersion,
        });
    }
    let all: Vec<usize> = (0..cleaned.stops.len()).collect();
    let lengths: Vec<f64> = cleaned.stops.iter().filter_map(|s| s.duration_s).collect();
    let (positions, end) = operating_clock::positions(cleaned, hours);
    let line_gaps = operating_clock::line_gaps(cleaned, by_day);
    let down_per_up = |part: fn(&LawEstimate) -> f64| {
        let ratio = |m: &ModeEstimate| part(&m.repair) / part(&m.life);
        estimates.iter().map(ratio).sum::<f64>()
    };
    Ok(Estimate {
        trend: trend(&positions, end),
        gap_lag1: lag1(&line_gaps),
        repair_lag1: lag1(&lengths),
        dispersion: hours.and_then(|h| dispersion(&modes::windows(cleaned, &all, h))),
        availability: 1.0 / (1.0 + down_per_up(|l| l.law.mean())),
        shape_only_availability: 1.0 / (1.0 + down_per_up(|l| l.shape_mean_s)),
        modes: estimates,
        observed,
    })
}

/// The law of least AIC, refitted with the observed mean held.
fn from_sample(sample: &Sample, target_mean_s: f64) -> Result<LawEstimate, FitError> {
    let selection = select(sample)?;
    let fitted = selection.chosen.law;
    let times: Vec<f64> = sample
        .rows
        .iter()
        .filter_map(|o| match o.seen {
            crate::fit::Seen::Exact(t) => Some(t),
            _ => None,
        })
        .collect();
    let n = times.len() as f64;
    let mean = times.iter().sum::<f64>() / n;
    let variance = times.iter().map(|t| (t - mean) * (t - mean)).sum::<f64>() / (n - 1.0);
    let held = fit_with_mean(&fitted, sample, target_mean_s)?;
    Ok(LawEstimate {
        law: held.law,
        how: how(&selection),
        ln_likelihood: Some(held.ln_likelihood),
        sample_mean_s: Some(mean),
        sample_cv: Some(libm::sqrt(variance) / mean),
        shape_mean_s: fitted.mean(),
        target_mean_s,
        selection: Some(selection),
    })
}

fn how(selection: &Selection) -> String {
    if selection.fits.len() == 1 {
        let events = selection.events;
        return format!("exponential: {events} events carry no shape; scaled to the observed mean");
    }
    let name = selection.chosen.law.family.name();
    format!("{name} by AIC, scaled to the observed mean with the shape refitted at that mean")
}

/// Without times of day only counts are known. Of a renewal process, variance / mean of the counts
/// tends to cv² of the gaps (Cox 1962, Renewal Theory, section 4.5): counts that scatter more than
/// a Poisson process get a gamma law with that cv, others the exponential law.
fn from_counts(dispersion: Option<&Dispersion>, mean_s: f64) -> LawEstimate {
    let exponential = Law { family: Family::Exponential, first: mean_s, second: 0.0 };
    let (law, how) = match dispersion {
        Some(d) if d.p_value < SIGNIFICANT && d.index > 1.0 => {
            let shape = 1.0 / d.index;
            let law = Law { family: Family::Gamma, first: shape, second: mean_s / shape };
            let how = format!(
                "gamma with cv = sqrt({:.2}), from the scatter of the stops per day; \
                 gaps are not recorded",
                d.index
            );
            (law, how)
        }
        _ => {
            (exponential, "exponential: only counts are recorded, and they scatter like it".into())
        }
    };
    LawEstimate {
        law,
        how,
        selection: None,
        ln_likelihood: None,
        sample_mean_s: None,
        sample_cv: None,
        shape_mean_s: mean_s,
        target_mean_s: mean_s,
    }
}
