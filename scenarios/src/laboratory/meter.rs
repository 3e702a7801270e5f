//! From the outcome of a replication to the number that is sought.

use super::goal::{Goal, Measure};
use crate::indicator::{Frame, View};
use crate::money::ledger::Pricing;
use twin_models::outcome::{Outcome, Schema};
use twin_models::plant::model::Plant;

/// One replication, measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What is sought; absent where it does not exist in this replication.
    pub value: Option<f64>,
    /// The parts of which it is made: quantities of a cost, money of a margin, per year.
    pub parts: Vec<f64>,
}

/// What measures the outcomes of one plant.
#[derive(Clone, Debug)]
pub struct Meter {
    /// For indicators.
    pub frame: Frame,
    goal: Goal,
    pricing: Option<Pricing>,
}

impl Meter {
    /// For outcomes of `plant`, which records `schema`; `hours` are the lengths of the months, and
    /// `reference` is the plant whose cycle is the planned one.
    pub fn new(
        goal: &Goal,
        plant: &Plant,
        reference: &Plant,
        schema: &Schema,
        hours: &[f64],
    ) -> Self {
        let pricing = match &goal.measure {
            Measure::Margin { book, .. } => Some(Pricing::new(book, schema, hours.to_vec())),
            _ => None,
        };
        let frame = Frame::new(plant, reference, schema, hours.len() as u32);
        Self { frame, goal: goal.clone(), pricing }
    }

    /// Measures an outcome.
    pub fn read(&self, outcome: &Outcome) -> Reading {
        let view = View { frame: &self.frame, outcome };
        match (&self.goal.measure, &self.pricing) {
            (Measure::Cost(terms), _) => {
                let parts: Vec<f64> = terms.iter().map(|t| view.per_year(&t.key)).collect();
                let money = terms.iter().zip(&parts).map(|(t, part)| t.money * part).sum();
                Reading { value: Some(money), parts }
            }
            (Measure::Quantity(key), _) => {
                Reading { value: Some(view.per_year(key)), parts: Vec::new() }
            }
            (Measure::Indicator(spec), _) => {
                Reading { value: (spec.of)(&view).filter(|v| v.is_finite()), parts: Vec::new() }
            }
            (Measure::Margin { .. }, Some(pricing)) => {
                let ledger = pricing.ledger(&outcome.monthly, outcome.energy.as_ref());
                let years = self.frame.years;
                let sum = |line: &[f64]| line.iter().sum::<f64>() / years;
                let parts: Vec<f64> = ledger.lines().map(sum).collect();
                Reading { value: Some(parts.iter().sum()), parts }
            }
            (Measure::Margin { .. }, None) => Reading { value: None, parts: Vec::new() },
        }
    }
}
