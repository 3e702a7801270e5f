//! Which policies a failure mode allows, each at a few intervals, and why others are not offered.

use super::draft::{Draft, NO_WARNING};
use super::edit;
use super::result::NotOffered;
use crate::laboratory::LaboratoryError;
use sim_core::Distribution;
use twin_models::plant::model::{FailureMode, Plant};
use twin_models::text::Document;

/// A way to maintain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The plant file as it is.
    AsItIs,
    /// Nothing until it fails.
    RunToFailure,
    /// Renewed at an age (operating time since the last renewal).
    Age,
    /// Renewed on a grid of calendar time (block replacement).
    Calendar,
    /// Inspected; repaired where a defect is found.
    Inspection,
    /// The programme of the plant file.
    Predictive,
}

impl Policy {
    /// Stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsItIs => "as_it_is",
            Self::RunToFailure => "run_to_failure",
            Self::Age => "age",
            Self::Calendar => "calendar",
            Self::Inspection => "inspection",
            Self::Predictive => "predictive",
        }
    }
}

/// A policy at one interval.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Which.
    pub policy: Policy,
    /// For people, with the interval.
    pub name: String,
    /// The interval, where it has one.
    pub interval: Option<String>,
    /// The plant file with it.
    pub file: Document,
}

/// What can be done about a mode.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Policies with their intervals.
    pub offered: Vec<Offered>,
    /// Policies that make no sense here.
    pub not_offered: Vec<NotOffered>,
    /// What was assumed, and what to expect.
    pub notes: Vec<String>,
}

/// The first copy of a mode.
pub fn model_of<'p>(plant: &'p Plant, mode: &str) -> Option<&'p FailureMode> {
    plant.modes.iter().find(|m| m.name == mode)
}

/// Does a used one fail sooner than a new one? Otherwise (new worse than used, as the exponential
/// law) a preventive renewal prevents nothing (Barlow and Proschan 1965, chapter 6).
pub fn wears_out(law: &Distribution) -> bool {
    let m = law.mean();
    let used_is_worse = |u: f64| {
        let age = law.quantile(u);
        law.survival(age + m) < law.survival(age) * law.survival(m) - 1e-9
    };
    law.as_constant().is_some() || [0.2, 0.4, 0.6, 0.8].into_iter().any(used_is_worse)
}

impl Offer {
    /// For a mode of this plant.
    ///
    /// # Errors
    /// When the plant has no such mode.
    pub fn new(file: &Document, plant: &Plant, mode: &str) -> Result<Self, LaboratoryError> {
        let model = model_of(plant, mode).ok_or_else(|| {
            LaboratoryError::question(format!("the plant has no failure mode `{mode}`"), "check it")
        })?;
        let mut bare = file.clone();
        edit::release(&mut bare, "maintenance", mode);
        let mut stripped = bare.clone();
        edit::release(&mut stripped, "predictive", mode);
        let draft = Draft { file, mode, model, plant, stripped };
        let mut offer = Self { offered: Vec::new(), not_offered: Vec::new(), notes: Vec::new() };
        draft.as_it_is(&mut offer);
        offer.add(Policy::RunToFailure, "run to failure", None, draft.stripped.clone());
        draft.renewals(&mut offer);
        draft.inspections(&mut offer);
        if edit::on(file, "predictive", mode).is_empty() {
            offer.refuse(
                "predictive",
                match draft.warning() {
                    None => NO_WARNING.to_owned(),
                    Some(_) => format!("the plant file has no [predictive.NAME] on `{mode}`"),
                },
            );
        } else {
            offer.add(Policy::Predictive, "predictive", None, bare);
        }
        Ok(offer)
    }

    pub(super) fn add(
        &mut self,
        policy: Policy,
        name: &str,
        interval: Option<String>,
        file: Document,
    ) {
        let name = match &interval {
            Some(interval) => format!("{name} {interval}"),
            None => name.to_owned(),
        };
        self.offered.push(Offered { policy, name, interval, file });
    }

    pub(super) fn refuse(&mut self, policy: &str, reason: impl Into<String>) {
        self.not_offered.push(NotOffered { policy: policy.to_owned(), reason: reason.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_gets_worse_with_age_wears_out() {
        let weibull = |shape| Distribution::weibull(shape, 1000.0, 0.0).unwrap();
        assert!(wears_out(&weibull(2.5)) && wears_out(&weibull(1.05)));
        assert!(!wears_out(&weibull(1.0)) && !wears_out(&weibull(0.7)));
        assert!(wears_out(&Distribution::constant(500.0)));
    }
}
