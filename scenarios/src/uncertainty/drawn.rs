//! A study whose unknown numbers have been drawn: the files edited, and read again.

use super::copula::Copula;
use super::entry::{Entry, InFile};
use super::source::Part;
use crate::indicator::Frame;
use crate::investment::uncertainty::Luck;
use crate::money::ledger::Pricing;
use crate::money::paths::PricePath;
use crate::study::Study;
use crate::study::arm::{Arm, plant_with};
use crate::study::check::ALL;
use crate::study::question::ArmTools;
use crate::study::read::{Money, hours_of_months, money_again};
use crate::study::result::Acts;
use crate::study::structure::same_structure;
use sim_core::Streams;
use std::borrow::Cow;
use std::sync::Arc;
use twin_models::text::{Diagnostics, Document, Fault};

/// What `[uncertain]` and `[[correlated]]` say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uncertain {
    /// The unknowns, in the order of the file.
    pub entries: Vec<Entry>,
    /// How they hang together.
    pub copula: Copula,
}

/// One draw of everything unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Of the investments, beside those of the study.
    pub lucks: Box<[Luck]>,
    /// Of `[uncertain]`, beside its entries.
    pub values: Box<[f64]>,
}

impl Uncertain {
    /// The draw of one pair; `None`: the medians.
    fn draw(&self, streams: Option<Streams>) -> Box<[f64]> {
        let Some(streams) = streams else {
            return self.entries.iter().map(|entry| entry.value(0.5)).collect();
        };
        let uniform = |entry: &Entry| {
            streams.stream(&format!("unknown:{}", entry.name), "unknown").uniform_at(0)
        };
        let mut uniforms: Vec<f64> = self.entries.iter().map(uniform).collect();
        self.copula.join(&mut uniforms);
        self.entries.iter().zip(uniforms).map(|(entry, u)| entry.value(u)).collect()
    }

    fn any(&self, acts: impl Fn(&Entry) -> bool) -> bool {
        self.entries.iter().any(acts)
    }

    /// Does an unknown change what happens in the plant?
    pub fn moves_physics(&self) -> bool {
        self.any(|entry| entry.acts() != Acts::Money)
    }

    fn touches(&self, file: InFile) -> bool {
        self.any(|entry| entry.places.iter().any(|place| place.file == file))
    }
}

impl Study {
    /// The draws of everything unknown in pair `pair`: one for all arms and rows.
    pub(crate) fn draw(&self, pair: u64) -> Drawn {
        let streams = self.draws().unknowns(pair);
        let lucks = self.investments.iter().map(|i| match streams {
            Some(streams) => i.unknown.draw(&i.same_luck_as, streams),
            None => Part::medians(&i.unknown),
        });
        let mut drawn = Drawn { lucks: lucks.collect(), values: self.uncertain.draw(streams) };
        self.settle(&mut drawn);
        drawn
    }

    /// The study in which the values of `[uncertain]` are these; itself where it has none.
    ///
    /// # Errors
    /// When these values make the plant or the study impossible, or change the structure.
    pub(crate) fn with_drawn(&self, values: &[f64]) -> Result<Cow<'_, Self>, Diagnostics> {
        if self.uncertain.entries.is_empty() {
            return Ok(Cow::Borrowed(self));
        }
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        self.read_again(&values).map(Cow::Owned)
    }

    /// The study as it is in one future: the values of `[uncertain]` in their places, prices on their paths.
    ///
    /// # Errors
    /// As [`with_drawn`](Self::with_drawn).
    pub(crate) fn in_future(
        &self,
        pair: u64,
        values: &[f64],
    ) -> Result<Cow<'_, Self>, Diagnostics> {
        let seen = self.with_drawn(values)?;
        if self.book.paths.is_empty() {
            return Ok(seen);
        }
        let mut own = seen.into_owned();
        let streams = self.draws().luck(pair);
        let factors = |path: &PricePath| {
            (path.category, Arc::<[f64]>::from(path.factors(streams, own.horizon)))
        };
        let paths: Vec<_> = own.book.paths.iter().map(factors).collect();
        for tools in &mut own.tools {
            tools.pricing.follow(&own.book, &paths);
        }
        Ok(Cow::Owned(own))
    }

    /// The study read again with these values; `None`: the value that the file writes.
    ///
    /// # Errors
    /// As [`with_drawn`](Self::with_drawn).
    pub(crate) fn read_again(&self, values: &[Option<f64>]) -> Result<Self, Diagnostics> {
        let uncertain = &self.uncertain;
        let (mut plant_file, mut study_file) = (self.plant_file.clone(), self.study_file.clone());
        plant_file.know(&self.study_file);
        for (entry, value) in uncertain.entries.iter().zip(values) {
            if let Some(value) = value {
                let applied = entry.apply(*value, &mut plant_file, &mut study_file);
                applied.map_err(|wrong| {
                    let fault = Fault::in_document(
                        &self.study_file,
                        entry.span,
                        &*entry.name,
                        wrong.reason,
                    );
                    Fault { remedy: wrong.remedy, ..fault }
                })?;
            }
        }
        let again = match uncertain.touches(InFile::Study) {
            true => Some(money_again(&study_file, self)?),
            false => None,
        };
        let money = || Money {
            terms: self.terms,
            investments: self.investments.clone(),
            book: self.book.clone(),
        };
        let priced_anew = again.is_some();
        let Money { terms, investments, book } = again.unwrap_or_else(money);
        let moved = uncertain.moves_physics();
        let mut study = Self {
            name: self.name.clone(),
            plant: self.plant.clone(),
            arms: self.arms.clone(),
            tools: self.tools.clone(),
            comparisons: self.comparisons.clone(),
            bundle: self.bundle.clone(),
            beside: self.beside.clone(),
            programme: self.programme.clone(),
            uncertain: Uncertain::default(),
            plants_are_drawn: moved,
            known: Vec::new(),
            without: self.without.clone(),
            claims: Vec::new(),
            scorecard: self.scorecard.clone(),
            baseline_file: None,
            lock: None,
            data: Vec::new(),
            assumptions: Vec::new(),
            warnings: Diagnostics::default(),
            terms,
            investments,
            book,
            plant_file,
            study_file,
            cost_centres: self.cost_centres.clone(),
            ..*self
        };
        if moved {
            study.arms = study.arms_again()?;
        }
        let before = study.arms.first().map(|arm| Arc::clone(&arm.plant));
        let hours = hours_of_months(study.start, study.horizon);
        for (tools, arm) in study.tools.iter_mut().zip(&study.arms) {
            let ArmTools { schema, frame, pricing, .. } = tools;
            if moved {
                let before = before.as_ref().unwrap_or(&arm.plant);
                *frame = Frame::new(&arm.plant, before, schema, study.horizon);
            }
            if priced_anew {
                *pricing = Pricing::new(&study.book, schema, hours.clone());
            }
        }
        Ok(study)
    }

    /// The arms, from the files as they are now.
    fn arms_again(&self) -> Result<Vec<Arm>, Diagnostics> {
        let mut arms: Vec<Arm> = Vec::with_capacity(self.arms.len());
        for arm in &self.arms {
            let twin = arms
                .iter()
                .find(|other| other.investments == arm.investments && other.starts == arm.starts);
            let plant = match twin {
                Some(twin) => Arc::clone(&twin.plant),
                None => Arc::new(self.full_plant(arm, &self.plant_file, &self.study_file)?),
            };
            arms.push(Arm { plant, ..arm.clone() });
        }
        Ok(arms)
    }

    /// The plant of an arm with its investments complete.
    fn full_plant(
        &self,
        arm: &Arm,
        plant: &Document,
        study: &Document,
    ) -> Result<twin_models::plant::model::Plant, Diagnostics> {
        let begun =
            |(k, start): (&usize, &u32)| self.investments[*k].begun(*start, arm.plant.start);
        let mine: Vec<_> = arm.investments.iter().zip(&arm.starts).map(begun).collect();
        let states: Vec<_> = mine.iter().map(|i| (&**i, i.all_at(ALL))).collect();
        let mut made = plant_with(plant, study, &states)?;
        made.extensions = arm.plant.extensions.clone();
        same_structure(&arm.plant, &made).map_err(|why| {
            let reason = format!("an unknown changes the structure of the plant: {why}");
            Fault::of_file(
                plant.file(),
                reason,
                "give laws to numbers that leave the structure alone",
            )
        })?;
        Ok(made)
    }
}
