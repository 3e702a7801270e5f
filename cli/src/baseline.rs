//! The lock beside a study, and the records that it names.

use crate::failure::Failure;
use crate::inputs::Inputs;
use scenarios::baseline::beside;
use scenarios::baseline::lock::{DataFile, Lock};
use scenarios::study::Study;
use std::path::Path;

pub(crate) use beside::ROLE;

/// Reads the lock that the study names, and hashes the records that its scorecard names.
pub(crate) fn attach(study: &mut Study, folder: &Path, inputs: &Inputs) -> Result<(), Failure> {
    if let Some(path) = beside::attach(study, folder).map_err(Failure::input)? {
        inputs.table(ROLE, &path)?;
    }
    Ok(())
}

/// Reads a lock; one that was changed is refused.
pub(crate) fn read(path: &Path) -> Result<Lock, Failure> {
    beside::read_lock(path).map_err(Failure::input)
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
