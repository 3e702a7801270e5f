//! Whose a folder is: two runs into one would leave files of both.

use super::create;
use crate::failure::Failure;
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
