//! The lock beside a study, and the records that it names.

use super::lock::{Lock, LockError, hex};
use crate::study::Study;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Role of the lock among the inputs of a run.
pub const ROLE: &str = "baseline";

/// Reads the lock that the study names, and hashes the records that its scorecard names; both paths are
/// relative to `folder`. Gives the path of the lock, if there is one.
///
/// # Errors
/// A lock that cannot be read or was changed, with what to do about it.
pub fn attach(study: &mut Study, folder: &Path) -> Result<Option<PathBuf>, String> {
    study.data = records(study, folder);
    let Some(name) = study.baseline_file.clone() else { return Ok(None) };
    let path = folder.join(&name);
    study.lock = Some(read_lock(&path)?);
    Ok(Some(path))
}

/// Reads a lock; one that was changed is refused.
///
/// # Errors
/// Why it cannot be read, with what to do about it.
pub fn read_lock(path: &Path) -> Result<Lock, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        format!(
            "the lock of the baseline cannot be read: {shown}: {error}\nhelp: `gemba lock STUDY` writes \
             it; without the key `baseline` of [study] the study runs unlocked"
        )
    })?;
    Lock::parse(&text).map_err(|error| {
        let help = match error {
            LockError::Tampered { .. } => {
                "put back the file as it was locked; a new baseline is a new lock, with its own date"
            }
            LockError::NotALock(_) => "name the file that `gemba lock` has written",
        };
        format!("{shown}: {error}\nhelp: {help}")
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

/// One hash over the roles of all inputs of a run and the SHA-256 of their contents; names and folders do
/// not count.
pub fn input_hash<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut all = Sha256::new();
    files.into_iter().for_each(|(role, sha256)| all.update(format!("{role} {sha256}\n")));
    hex(&all.finalize())
}
