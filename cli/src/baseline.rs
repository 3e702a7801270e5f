//! The lock beside a study, and the records that it names.

use crate::failure::Failure;
use crate::inputs::Inputs;
use scenarios::baseline::lock::{DataFile, Lock, LockError, hex};
use scenarios::study::Study;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Role of the lock among the inputs of a run.
pub(crate) const ROLE: &str = "baseline";

/// Reads the lock that the study names, and hashes the records that its scorecard names.
pub(crate) fn attach(study: &mut Study, folder: &Path, inputs: &Inputs) -> Result<(), Failure> {
    study.data = records(study, folder);
    if let Some(name) = study.baseline_file.clone() {
        let path = folder.join(&name);
        study.lock = Some(read(&path)?);
        inputs.table(ROLE, &path)?;
    }
    Ok(())
}

/// Reads a lock; one that was changed is refused.
pub(crate) fn read(path: &Path) -> Result<Lock, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::input(format!(
            "the lock of the baseline cannot be read: {shown}: {error}\nhelp: `gemba lock STUDY` writes \
             it; without the key `baseline` of [study] the study runs unlocked"
        ))
    })?;
    Lock::parse(&text).map_err(|error| {
        let help = match error {
            LockError::Tampered { .. } => {
                "put back the file as it was locked; a new baseline is a new lock, with its own date"
            }
            LockError::NotALock(_) => "name the file that `gemba lock` has written",
        };
        Failure::input(format!("{shown}: {error}\nhelp: {help}"))
    })
}

/// Files with records, in the order of the scorecard, each once; no hash where one cannot be read.
fn records(study: &Study, folder: &Path) -> Vec<(String, Option<String>)> {
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    for name in study.scorecard.iter().filter_map(|score| score.data.as_ref()) {
        if all.iter().all(|(known, _)| known != name) {
            let bytes = std::fs::read(folder.join(name)).ok();
            all.push((name.clone(), bytes.map(|bytes| hex(&Sha256::digest(bytes)))));
        }
    }
    all
}

/// The same for a lock, in which none may be missing.
pub(crate) fn data_files(study: &Study) -> Result<Vec<DataFile>, Failure> {
    let file = |(name, sha256): &(String, Option<String>)| match sha256 {
        Some(sha256) => Ok(DataFile { name: name.clone(), sha256: sha256.clone() }),
        None => Err(Failure::input(format!(
            "the records {name} of the scorecard cannot be read\nhelp: give their path, relative to the \
             study file"
        ))),
    };
    study.data.iter().map(file).collect()
}
