//! What `sweep` and `policies` share: plant, goal, folder, exit code.

use crate::args::{Running, Seeking};
use crate::failure::Failure;
use crate::inputs::Inputs;
use crate::record::{Begun, Ran, manifest};
use crate::{embedded, folder};
use scenarios::laboratory::LaboratoryError;
use scenarios::laboratory::contest::Rules;
use scenarios::laboratory::goal::Measure;
use scenarios::laboratory::result::LabProvenance;
use scenarios::laboratory::sweep::Wish;
use std::path::Path;
use twin_models::text::Document;

/// Seed where none is given.
const SEED: u64 = 1;

/// Faults of what was asked are input, the rest is the run.
pub(super) fn failure(error: LaboratoryError) -> Failure {
    match error {
        LaboratoryError::Stopped => Failure::stopped(error),
        error if error.is_input() => Failure::input(error),
        error => Failure::run(error),
    }
}

/// How the best is selected.
pub(super) fn rules(seeking: &Seeking, running: &Running) -> Result<Rules, Failure> {
    if seeking.most < seeking.first {
        return Err(Failure::input(format!(
            "--most {} is less than --first {}\nhelp: the first stage is part of the replications",
            seeking.most, seeking.first
        )));
    }
    Ok(Rules {
        delta: seeking.delta,
        confidence: seeking.confidence,
        first: seeking.first,
        most: seeking.most,
        months: seeking.months,
        seed: running.seed.unwrap_or(SEED),
    })
}

/// The plant and what is sought there. Without a file it is the embedded example, with its prices.
pub(super) fn read(
    plant: Option<&Path>,
    seeking: &Seeking,
    inputs: &Inputs,
) -> Result<(Document, Wish), Failure> {
    let named = plant.map(|path| inputs.read("plant", path).map_err(Failure::input));
    if let Some(path) = &seeking.study {
        let study = super::run::read(Some(path), inputs).map_err(Failure::input)?;
        let currency = study.terms.currency.to_string();
        let margin = Wish::Margin(Measure::Margin { book: Box::new(study.book), currency });
        return Ok((named.transpose()?.unwrap_or(study.plant_file), margin));
    }
    let wish = match &seeking.goal {
        Some(goal) => Wish::Goal(goal.clone()),
        None => Wish::Cost(seeking.cost.clone()),
    };
    let nothing = seeking.goal.is_none() && seeking.cost.is_empty();
    match named.transpose()? {
        Some(_) if nothing => Err(Failure::input(
            "it is not said what is sought\nhelp: give prices with --cost KEY=MONEY, or --goal max:good, or \
             the prices of a study with --study FILE",
        )),
        Some(file) => Ok((file, wish)),
        None => {
            let (name, text) = (embedded::PRESS_PLANT_FILE, embedded::PRESS_PLANT);
            let file = inputs.embedded("plant", name, text).map_err(Failure::input)?;
            let prices = embedded::PRESS_COSTS.map(str::to_owned).to_vec();
            Ok((file, if nothing { Wish::Cost(prices) } else { wish }))
        }
    }
}

/// Is it the embedded plant with its prices?
pub(super) fn is_example(plant: Option<&Path>, seeking: &Seeking) -> bool {
    let own = seeking.goal.is_some() || !seeking.cost.is_empty() || seeking.study.is_some();
    plant.is_none() && !own
}

/// What a run leaves behind.
pub(super) struct Written<'a> {
    /// Where.
    pub(super) out: &'a Path,
    /// Names and contents.
    pub(super) files: Vec<(&'static str, String)>,
    /// What was run.
    pub(super) provenance: &'a LabProvenance,
    /// When and how long.
    pub(super) begun: Begun,
    /// On how many threads.
    pub(super) threads: u32,
}

/// Writes the folder.
pub(super) fn save(written: Written<'_>, inputs: Inputs) -> Result<(), Failure> {
    let ran = Ran {
        threads: written.threads,
        seed: written.provenance.seed,
        pairs: written.provenance.replications,
        partial: written.provenance.partial,
        inputs: &inputs,
        outputs: written.files.iter().map(|(name, _)| (*name).to_owned()).collect(),
    };
    let manifest = manifest(&written.begun, ran);
    let manifest = manifest.to_json().map_err(Failure::run)?;
    folder::create(written.out)?;
    for (name, content) in &written.files {
        folder::write(written.out, name, content)?;
    }
    folder::write(written.out, "manifest.json", &manifest)?;
    Ok(())
}
