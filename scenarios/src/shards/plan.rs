//! What is to be simulated, with every input in it.

use crate::PROGRAM;
use crate::baseline::lock::Lock;
use crate::store::floats::floats;
use crate::store::head::Part;
use crate::store::physics::{digest, inputs};
use crate::study::luck::{self, sampling};
use crate::study::{Design, RunOptions, Study, read_study};
use crate::uncertainty::Mode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::Range;
use twin_models::text::{Diagnostics, Document};

/// Format of a plan, its first key.
pub const FORMAT: &str = "gemba-plan-1";

/// An input of a plan, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// `study`, `plant` or `baseline`.
    pub role: String,
    /// The path as it was given, for messages.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A run in parts: inputs, seed, and the range of its pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`FORMAT`].
    pub format: String,
    /// [`PROGRAM`].
    pub version: String,
    /// What the functions of the planning machine give; shards are made on machines that agree.
    pub floats: String,
    /// SHA-256 of everything that the simulation depends on.
    pub physics: String,
    /// Master seed.
    pub seed: u64,
    /// How the luck of pairs hangs together.
    pub luck: String,
    /// Pairs, from number 0 on.
    pub pairs: u64,
    /// So many pairs were asked for, whatever the study says.
    pub asked: Option<u64>,
    /// Pairs of a shard; the last one may have fewer.
    pub per_shard: u64,
    /// Kinds of inputs whose effects are not believed.
    pub without: Vec<String>,
    /// All inputs.
    pub files: Vec<PlanFile>,
    /// Records that the scorecard names, with their SHA-256 where they could be read.
    pub records: Vec<(String, Option<String>)>,
}

/// Why a plan cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Not a plan, or one that was changed.
    #[error("this is no plan: {0}\nhelp: `gemba plan STUDY` writes one")]
    Foreign(String),
    /// Of another time.
    #[error(
        "the plan was made by version {found}; this is {}\nhelp: use that version for all shards, or plan again",
        PROGRAM
    )]
    Version {
        /// That version.
        found: String,
    },
    /// Another kind of machine.
    #[error(
        "the plan was made on a machine that computes otherwise: its functions of floating-point numbers give \
         other last digits\nhelp: plan, simulate and merge on machines of one kind"
    )]
    Floats,
    /// The study in it cannot be read.
    #[error("{0}")]
    Study(#[from] Diagnostics),
    /// Something else in it does not fit.
    #[error("{0}")]
    Input(String),
}

impl Plan {
    /// Of this study, whose inputs are `files`.
    pub fn of(
        study: &Study,
        options: &RunOptions<'_>,
        per_shard: u64,
        files: Vec<PlanFile>,
    ) -> Self {
        let study = study.as_asked(options);
        let luck = luck::word(study.sampling).to_owned();
        Self {
            format: FORMAT.to_owned(),
            version: PROGRAM.to_owned(),
            floats: floats(),
            physics: digest(&inputs(&study), study.seed, &luck),
            seed: study.seed,
            luck,
            pairs: study.most_pairs(options.pairs),
            asked: options.pairs,
            per_shard: per_shard.max(1),
            without: study.without.clone(),
            files,
            records: study.data.clone(),
        }
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// When it is none, or one of another version or kind of machine.
    pub fn parse(text: &str) -> Result<Self, PlanError> {
        let foreign = |error: serde_json::Error| PlanError::Foreign(error.to_string());
        let any: serde_json::Value = serde_json::from_str(text).map_err(foreign)?;
        let word = |key: &str| any.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        if word("format").is_none_or(|format| format != FORMAT) {
            return Err(PlanError::Foreign(format!("its `format` is not {FORMAT}")));
        }
        let version = word("version").unwrap_or_default();
        if version != PROGRAM {
            return Err(PlanError::Version { found: version });
        }
        let plan: Self = serde_json::from_value(any).map_err(foreign)?;
        if plan.floats != floats() {
            return Err(PlanError::Floats);
        }
        if plan.per_shard == 0 || plan.pairs < 2 {
            return Err(PlanError::Foreign("it has no pairs".to_owned()));
        }
        Ok(plan)
    }

    /// As it is written.
    ///
    /// # Errors
    /// Never for a plan of this program.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// The study, with the seed and luck of the plan.
    ///
    /// # Errors
    /// When the inputs in it are none, or not those that were planned.
    pub fn study(&self) -> Result<Study, PlanError> {
        let file = |role: &str| self.files.iter().find(|file| file.role == role);
        let missing = |role: &str| PlanError::Foreign(format!("it has no {role} file"));
        let parse = |file: &PlanFile| Document::parse(&file.path, file.text.as_bytes());
        let study = parse(file("study").ok_or_else(|| missing("study"))?)?;
        let plant = file("plant").ok_or_else(|| missing("plant"))?;
        let mut study = read_study(study, &|_| parse(plant))?;
        if !self.without.is_empty() {
            let kinds: Vec<&str> = self.without.iter().map(String::as_str).collect();
            study = study.without(&kinds)?;
        }
        if let Some(file) = file("baseline") {
            let lock = Lock::parse(&file.text);
            study.lock =
                Some(lock.map_err(|error| PlanError::Input(format!("{}: {error}", file.path)))?);
        }
        study.data = self.records.clone();
        study.seed = self.seed;
        study.sampling = sampling(&self.luck)
            .ok_or_else(|| PlanError::Foreign(format!("its luck is {}", self.luck)))?;
        if digest(&inputs(&study), self.seed, &self.luck) != self.physics {
            return Err(PlanError::Input(
                "the inputs in the plan are not those that it was made of: it was changed by hand\nhelp: change \
                 the study and plan again"
                    .to_owned(),
            ));
        }
        Ok(study)
    }

    /// Number of shards.
    pub fn shards(&self) -> u64 {
        self.pairs.div_ceil(self.per_shard)
    }

    /// Pairs of shard number `index`, from 0; empty beyond the last one.
    pub fn range(&self, index: u64) -> Range<u64> {
        let first = index.saturating_mul(self.per_shard).min(self.pairs);
        first..first.saturating_add(self.per_shard).min(self.pairs)
    }

    /// What shard number `index` says of itself.
    pub fn part(&self, index: u64) -> Part {
        let Range { start, end } = self.range(index);
        Part { plan: self.hash(), first: start, count: end - start }
    }

    /// SHA-256 of what makes a shard of this plan: physics, version, and pairs of a shard. More pairs or other
    /// prices leave it as it is, so that shards that are there can be used.
    pub fn hash(&self) -> String {
        let Self { version, floats, physics, per_shard, .. } = self;
        let text = format!("{version}\n{floats}\n{physics}\n{per_shard}\n");
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Name of the file of shard number `index`.
    pub fn file_name(index: u64) -> String {
        format!("shard-{index:05}.bin")
    }
}

impl Study {
    /// Most pairs that a run may want.
    pub fn most_pairs(&self, asked: Option<u64>) -> u64 {
        let design = match (asked, self.mode) {
            (Some(asked), _) => Design::Fixed(asked),
            (None, Mode::Nested { outer, inner }) => Design::Fixed(outer * inner),
            (None, Mode::Mixed | Mode::Fixed) => self.design,
        };
        self.draws().rounded_up(match design {
            Design::Fixed(n) => n,
            Design::Precise { max, .. } => max,
        })
    }
}
