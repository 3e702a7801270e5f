//! The study in which nothing is believed that rests on the word of others.

use super::arm::{Arm, plant_with};
use super::check::ALL;
use super::question::{ArmTools, Study};
use super::read::hours_of_months;
use crate::indicator::Frame;
use crate::money::ledger::Pricing;
use std::sync::Arc;
use twin_models::outcome::schema;
use twin_models::text::Diagnostics;

impl Study {
    /// The same study, in which every effect does nothing that rests on inputs of these kinds
    /// ([`KINDS`](crate::investment::sources::KINDS)): edits, programmes and formulas. What they cost, what
    /// they stop while they are installed, prices and today's plant stay as they are.
    ///
    /// # Errors
    /// When what is left of an investment cannot be built: an edit needs another one.
    pub fn without(&self, kinds: &[&str]) -> Result<Self, Diagnostics> {
        let mut study = self.clone();
        for kind in kinds {
            if !study.without.iter().any(|known| known == kind) {
                study.without.push((*kind).to_owned());
            }
        }
        study.without.sort();
        let mut changed = vec![false; study.investments.len()];
        for (investment, changed) in study.investments.iter_mut().zip(&mut changed) {
            *changed = investment.sources.withhold(kinds);
        }
        let hours = hours_of_months(study.start, study.horizon);
        let before = study.arms.first().map(|arm| Arc::clone(&arm.plant));
        for k in 0..study.arms.len() {
            if !study.arms[k].investments.iter().any(|i| changed[*i]) {
                continue;
            }
            let plant = Arc::new(study.left_of(&study.arms[k])?);
            let before = before.as_ref().unwrap_or(&plant);
            let schema = schema(&plant);
            study.tools[k] = ArmTools {
                frame: Frame::new(&plant, before, &schema, study.horizon),
                pricing: Pricing::new(&study.book, &schema, hours.clone()),
                schema,
                places: None,
            };
            study.arms[k].plant = plant;
        }
        Ok(study)
    }

    /// The plant of an arm with what is believed of its investments complete.
    fn left_of(&self, arm: &Arm) -> Result<twin_models::plant::model::Plant, Diagnostics> {
        let begun =
            |(k, start): (&usize, &u32)| self.investments[*k].begun(*start, arm.plant.start);
        let mine: Vec<_> = arm.investments.iter().zip(&arm.starts).map(begun).collect();
        let states: Vec<_> = mine.iter().map(|i| (&**i, i.all_at(ALL))).collect();
        let mut plant = plant_with(&self.plant_file, &self.study_file, &states)?;
        plant.extensions = arm.plant.extensions.clone();
        Ok(plant)
    }
}
