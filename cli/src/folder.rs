//! The folder of a run: files appear complete or not at all.

use crate::failure::Failure;
use anyhow::{Context, Result};
use scenarios::store::StoreError;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Says whose a folder is.
const LOCK: &str = ".lock";

/// A folder into which nobody else writes meanwhile, from the first pair to the last file.
pub(crate) struct Claim {
    folder: PathBuf,
    made: bool,
    _lock: File,
}

impl Claim {
    /// Creates the folder unless it is there, and takes it.
    pub(crate) fn of(folder: &Path) -> Result<Self, Failure> {
        let (made, path) = (!folder.exists(), folder.join(LOCK));
        loop {
            create(folder)?;
            let lock = File::create(&path).map_err(|error| {
                Failure::run(format!("cannot write {}: {error}", path.display()))
            })?;
            if let Err(TryLockError::WouldBlock) = lock.try_lock() {
                return Err(StoreError::Busy { file: folder.display().to_string() }.into());
            }
            // Some file systems have no locks. One that was removed meanwhile locks nobody out.
            if same(&lock, &path) {
                return Ok(Self { folder: folder.to_owned(), made, _lock: lock });
            }
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.folder.join(LOCK));
        if self.made {
            // Only where nothing was written.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Is the file still the one of this name?
#[cfg(unix)]
fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id =
        |found: std::io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    id(file.metadata()) == id(fs::metadata(path))
}

#[cfg(not(unix))]
fn same(_: &File, _: &Path) -> bool {
    true
}

/// Before the work: could this become a folder, or does a file stand in the way?
pub(crate) fn check(folder: &Path) -> Result<(), String> {
    // The first one that is there has to be a folder; below a file nothing is there.
    match folder.ancestors().find(|path| path.exists()) {
        Some(there) if !there.is_dir() => Err(format!(
            "cannot write into {}: {} is not a folder\nhelp: name another folder",
            folder.display(),
            there.display()
        )),
        _ => Ok(()),
    }
}

/// Creates the folder, with those above it.
pub(crate) fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot create the folder {}", folder.display()))
}

/// Writes a file under a temporary name and renames it.
pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = folder.join(name);
    let half = folder.join(format!(".{name}.part"));
    fs::write(&half, content).with_context(|| format!("cannot write {}", half.display()))?;
    fs::rename(&half, &path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// Writes a file that must not be there yet.
pub(crate) fn write_new(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    use std::io::Write;
    let path = folder.join(name);
    let mut file =
        fs::File::create_new(&path).with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(content.as_ref()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}
