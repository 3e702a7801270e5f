//! The folder of a run: files appear complete or not at all.

mod claim;

use anyhow::{Context, Result};
pub(crate) use claim::Claim;
use std::fs;
use std::path::{Path, PathBuf};

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
