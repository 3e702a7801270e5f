//! Where does the plant lose most? Every asset is asked for the three kinds of loss that a first investment
//! usually goes after: downtime of a machine, defective pieces, energy while nothing is made.
//!
//! A loss is not multiplied out: the plant is simulated once more, under the same luck, in which this one
//! problem hardly exists any more, and priced with the prices of the study. The difference is what the
//! problem costs net of what buffers, stock and overtime recover. Losses overlap and must not be added up.

mod candidate;
mod draft;
mod skeleton;

pub use candidate::{Candidate, LossKind, REMEDY};
pub use skeleton::skeleton;

use crate::answer::{self, PairRows};
use crate::study::result::{Firmness, Spread, StudyResult};
use crate::study::run::{RunOptions, StudyError};
use crate::study::{Study, read_study};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use twin_models::text::Diagnostics;

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Screen {
    /// Always `gemba.screen/1`.
    pub format: String,
    /// Name of the study whose prices are used.
    pub study: String,
    /// Name of the plant: the location.
    pub plant: String,
    /// Currency, ISO 4217.
    pub currency: String,
    /// Pairs of futures.
    pub pairs: u64,
    /// Months of each.
    pub months: u32,
    /// Master seed.
    pub seed: u64,
    /// Losses, the largest first.
    pub losses: Vec<Loss>,
}

/// A loss of one kind at one asset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Loss {
    /// Its kind.
    pub kind: LossKind,
    /// Machine, characteristic, load, or the meter.
    pub asset: String,
    /// What it is, for people.
    pub what: String,
    /// Hard money a year at prices of the first day: pairs of the plant with and without the problem.
    pub per_year: Spread,
    /// Is it told from 0: is the lower end of the 95 % interval of the mean above 0?
    pub certain: bool,
    /// Investment of the catalogue that goes after losses of the kind.
    pub fits: String,
}

/// Why nothing was found.
#[derive(Debug, thiserror::Error)]
pub enum NoScreen {
    /// The plant has nothing to ask.
    #[error(
        "the plant has no failure modes with a `life`, no defects or scrap, and no electricity meter: there is \
         nothing to rank\nhelp: describe at least one of them in the plant file"
    )]
    Nothing,
    /// The study of the losses cannot be read.
    #[error("{0}")]
    Input(Diagnostics),
    /// It cannot be run.
    #[error("{0}")]
    Run(#[from] StudyError),
}

impl Study {
    /// Ranks what the plant loses, at the prices of this study; its investments are left aside.
    ///
    /// # Errors
    /// Where there is nothing to rank, or a pair fails.
    pub fn screen(&self, months: u32, options: &RunOptions<'_>) -> Result<Screen, NoScreen> {
        let candidates = candidate::all(&self.plant_file);
        if candidates.is_empty() {
            return Err(NoScreen::Nothing);
        }
        let months = months.min(self.horizon);
        let file =
            draft::document(&self.study_file, &candidates, months).map_err(NoScreen::Input)?;
        let load = |_: &str| Ok(self.plant_file.clone());
        let mut study = read_study(file, &load).map_err(NoScreen::Input)?;
        study.leave_out_slow_twins();
        let asked = study.as_asked(options).into_owned();
        let (pairs, stopped, criteria) = asked.pairs(options)?;
        let result = answer::compose(&asked, pairs, stopped, criteria, PairRows::Left);
        Ok(ranked(&asked, &result, &candidates, months))
    }

    /// Nothing here has a ramp, so that adoption at half the pace is the same plant.
    fn leave_out_slow_twins(&mut self) {
        use crate::study::result::Role;
        let keep = self.arms.iter().position(|arm| arm.role == Role::AfterSlow);
        if let Some(keep) = keep {
            self.arms.truncate(keep);
            self.tools.truncate(keep);
            self.comparisons.iter_mut().for_each(|plan| plan.slow = None);
        }
    }
}

fn ranked(study: &Study, result: &StudyResult, candidates: &[Candidate], months: u32) -> Screen {
    let of = |candidate: &Candidate| {
        let found = result.comparisons.iter().find(|c| c.investment == candidate.key())?;
        // Without `combined` there is one category at most.
        let hard = || found.benefits.iter().find(|b| b.firmness == Firmness::Hard);
        let per_year = found.combined.as_ref().map(|all| all.per_year.clone());
        let per_year = per_year.or_else(|| hard().map(|line| line.per_year.clone()))?;
        Some(Loss {
            kind: candidate.kind,
            asset: candidate.asset.clone(),
            what: candidate.what.clone(),
            certain: per_year.mean_ci.is_some_and(|ci| ci.low > 0.0),
            per_year,
            fits: candidate.kind.fits().to_owned(),
        })
    };
    let mut losses: Vec<Loss> = candidates.iter().filter_map(of).collect();
    losses.sort_by(|a, b| b.per_year.mean.total_cmp(&a.per_year.mean));
    Screen {
        format: "gemba.screen/1".to_owned(),
        study: study.name.clone(),
        plant: study.plant.clone(),
        currency: study.terms.currency.to_string(),
        pairs: result.provenance.pairs,
        months,
        seed: result.provenance.seed,
        losses,
    }
}

impl Screen {
    /// The largest loss of each kind, in the order of the list.
    pub fn by_kind(&self) -> Vec<&Loss> {
        let mut seen = Vec::new();
        let first = |loss: &&Loss| {
            let new = !seen.contains(&loss.kind);
            seen.push(loss.kind);
            new
        };
        self.losses.iter().filter(first).collect()
    }

    /// The one to start with; none where no loss is told from 0.
    pub fn start(&self) -> Option<&Loss> {
        self.losses.first().filter(|loss| loss.certain)
    }

    /// Losses whose interval meets that of the first: the pairs do not tell them apart.
    pub fn rivals(&self) -> impl Iterator<Item = &Loss> {
        let low = self.losses.first().and_then(|loss| loss.per_year.mean_ci).map(|ci| ci.low);
        self.losses.iter().skip(1).filter(move |loss| {
            let high = loss.per_year.mean_ci.map_or(loss.per_year.mean, |ci| ci.high);
            low.is_some_and(|low| high >= low)
        })
    }
}
