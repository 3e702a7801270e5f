//! An arm of the study: a plant month by month.

use crate::investment::progress::{Progress, Reach};
use crate::investment::project::Investment;
use crate::investment::uncertainty::Luck;
use crate::programme::learning::Learning;
use crate::study::result::Role;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use twin_models::Phase;
use twin_models::plant::model::Plant;
use twin_models::plant::read::{resolve_plant, resolve_programmes};
use twin_models::text::{Diagnostics, Document, Fault};

/// One arm.
#[derive(Clone, Debug)]
pub struct Arm {
    /// `before`, `do_minimum` or the investment's name.
    pub name: String,
    /// For people.
    pub title: String,
    /// Its part in the question.
    pub role: Role,
    /// Its investments, as indices into those of the study.
    pub investments: Vec<usize>,
    /// Beside `investments`: months after the first day at which its contract is signed.
    pub starts: Vec<u32>,
    /// 1, or 2 where adoption takes twice as long.
    pub pace: f64,
    /// What its later projects learn from the earlier ones.
    pub learning: Option<Arc<Learning>>,
    /// The plant with every investment complete: its structure is that of all months. Behaviours and
    /// policies added to it hold in all of them.
    pub plant: Arc<Plant>,
}

/// What every investment of an arm has reached in a month.
type Reaches = Vec<Vec<Reach>>;

/// Plants already resolved by one worker. Pure memory: it changes no result.
#[derive(Debug, Default)]
pub struct PlantCache {
    plants: BTreeMap<(Vec<usize>, Vec<u64>), Arc<Plant>>,
}

impl PlantCache {
    const ROOM: usize = 256;
}

/// The plant file with the investments as far as they have come.
///
/// # Errors
/// All faults, each at its place in the plant or the study file.
pub fn plant_with(
    base: &Document,
    study: &Document,
    investments: &[(&Investment, Vec<Reach>)],
) -> Result<Plant, Diagnostics> {
    resolve_plant(&edited(base, study, investments)?)
}

fn edited(
    base: &Document,
    study: &Document,
    investments: &[(&Investment, Vec<Reach>)],
) -> Result<Document, Diagnostics> {
    let mut document = base.clone();
    document.know(study);
    for (investment, reaches) in investments {
        investment.apply(&mut document, reaches).map_err(|misfit| {
            let place = format!("investments.{}", investment.name);
            let fault = Fault::in_document(study, misfit.span, place, misfit.wrong.reason);
            Fault { remedy: misfit.wrong.remedy, ..fault }
        })?;
    }
    Ok(document)
}

impl Arm {
    /// The plant, month by month, under this luck; equal months are one phase.
    ///
    /// # Errors
    /// When a draw makes the plant impossible.
    pub fn phases(
        &self,
        files: (&Document, &Document),
        investments: &[Investment],
        lucks: &[Luck],
        months: u32,
        cache: &mut PlantCache,
    ) -> Result<Vec<Phase>, Diagnostics> {
        if self.investments.is_empty() {
            return Ok(vec![Phase { from_month: 0, plant: Arc::clone(&self.plant) }]);
        }
        let lucks = self.lucks(investments, lucks);
        let first_day = self.plant.start;
        let begun = |(k, start): (&usize, &u32)| investments[*k].begun(*start, first_day);
        let mine: Vec<_> = self.investments.iter().zip(&self.starts).map(begun).collect();
        let courses: Vec<_> = self
            .investments
            .iter()
            .map(|k| investments[*k].progress(&lucks[*k], self.pace))
            .collect();
        // What stops machines or takes people while it is installed does so at its month, whatever it has reached.
        let mut names = self.investments.clone();
        if mine.iter().any(|i| i.disturbs()) {
            names.extend(self.starts.iter().map(|start| *start as usize));
        }
        let mut phases: Vec<Phase> = Vec::new();
        let mut last: Option<Reaches> = None;
        for m in 0..months {
            let reached = |((i, course), start): ((&Cow<'_, Investment>, &Progress<'_>), &u32)| {
                i.reaches(course, f64::from(m) - f64::from(*start))
            };
            let reaches: Reaches =
                mine.iter().zip(&courses).zip(&self.starts).map(reached).collect();
            if last.as_ref() == Some(&reaches) {
                continue;
            }
            let key = (names.clone(), key_of(&reaches));
            let plant = match cache.plants.get(&key) {
                Some(plant) if plant.extensions == self.plant.extensions => Arc::clone(plant),
                _ => {
                    let states: Vec<_> = mine.iter().map(|i| &**i).zip(reaches.clone()).collect();
                    let document = edited(files.0, files.1, &states)?;
                    // Without edits of other values, only the programmes differ between months.
                    let mut plant = match mine.iter().all(|i| i.edits.is_empty()) {
                        true => resolve_programmes(&document, &self.plant)?,
                        false => resolve_plant(&document)?,
                    };
                    plant.extensions = self.plant.extensions.clone();
                    let plant = Arc::new(plant);
                    if cache.plants.len() >= PlantCache::ROOM {
                        cache.plants.clear();
                    }
                    cache.plants.insert(key, Arc::clone(&plant));
                    plant
                }
            };
            phases.push(Phase { from_month: m, plant });
            last = Some(reaches);
        }
        Ok(phases)
    }
}

fn key_of(reaches: &Reaches) -> Vec<u64> {
    let bits =
        |r: &Reach| [r.tech.to_bits(), r.people.to_bits(), r.adoption.to_bits(), u64::from(r.live)];
    reaches.iter().flatten().flat_map(bits).collect()
}
