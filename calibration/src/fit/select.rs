//! The four laws side by side, and the choice among them.

use serde::Serialize;

use crate::fit::goodness::{anderson_darling, bootstrap_p};
use crate::fit::kaplan_meier::{distance, kaplan_meier};
use crate::fit::law::Family;
use crate::fit::maximize::{Fit, FitError, MIN_EVENTS, fit};
use crate::fit::sample::Sample;

/// Fewest events for a shape parameter; below, only the exponential law is fitted.
pub const SHAPE_EVENTS: f64 = 10.0;
/// Resamples of the goodness-of-fit test.
pub const RESAMPLES: u32 = 99;
/// At most this many times enter the goodness-of-fit test; beyond, every k-th in rising order.
const TESTED: usize = 2_000;

/// The outcome for one sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Selection {
    /// The chosen fit: the least AIC.
    pub chosen: Fit,
    /// All fits, in the order of [`Family::ALL`].
    pub fits: Vec<Fit>,
    /// Laws that could not be fitted, with the reason.
    pub refused: Vec<String>,
    /// Number of units and of events.
    pub units: f64,
    /// Number of events.
    pub events: f64,
    /// Anderson-Darling statistic of the chosen law; `None` for censored samples.
    pub anderson_darling: Option<f64>,
    /// Its bootstrapped p-value; `None` for censored samples.
    pub p_value: Option<f64>,
    /// Largest distance between the chosen law and the Kaplan-Meier curve.
    pub kaplan_meier_distance: Option<f64>,
}

/// Fits all families and chooses by AIC.
///
/// # Errors
/// Fewer than three events, unsound times, or no family fits.
pub fn select(sample: &Sample) -> Result<Selection, FitError> {
    let events = sample.events();
    if events < MIN_EVENTS {
        return Err(FitError::TooFew { events, needed: MIN_EVENTS, family: "any" });
    }
    let mut fits: Vec<Fit> = Vec::new();
    let mut refused = Vec::new();
    let mut last = FitError::Unsound;
    for family in Family::ALL {
        let result = if family.parameters() > 1 && events < SHAPE_EVENTS {
            Err(FitError::TooFew { events, needed: SHAPE_EVENTS, family: family.name() })
        } else {
            fit(family, sample)
        };
        match result {
            Ok(fit) => fits.push(fit),
            Err(error) => {
                refused.push(error.to_string());
                last = error;
            }
        }
    }
    let Some(chosen) = fits.iter().copied().min_by(|a, b| a.aic.total_cmp(&b.aic)) else {
        return Err(last);
    };
    let times = sample.as_complete().map(|mut times| {
        times.sort_by(f64::total_cmp);
        let step = times.len().div_ceil(TESTED).max(1);
        times.into_iter().step_by(step).collect::<Vec<_>>()
    });
    let steps = kaplan_meier(sample);
    Ok(Selection {
        units: sample.size(),
        events,
        anderson_darling: times.as_ref().map(|t| anderson_darling(&chosen.law, t)),
        p_value: times.as_ref().map(|t| bootstrap_p(&chosen.law, t, RESAMPLES)),
        kaplan_meier_distance: steps.map(|s| distance(&s, &chosen.law)),
        chosen,
        fits,
        refused,
    })
}
