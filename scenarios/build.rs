//! Tells the crate which sources it is built from, so that two programs of one version number are told apart: their
//! last digits may differ.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Crates whose code decides what is in a file of futures.
const CRATES: [&str; 3] = ["../sim-core", "../twin-models", "."];

/// FNV-1a: the same on every machine and with every compiler.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

/// The Rust files of a folder and of those in it, in an order that every system agrees on.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
    entries.sort_by_key(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    for path in entries {
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

fn main() -> io::Result<()> {
    let mut digest = Fnv(0xcbf2_9ce4_8422_2325);
    for name in CRATES {
        let folder = Path::new(name).join("src");
        // A published crate lies alone, beside others whose versions its own names.
        if !folder.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", folder.display());
        for path in sources(&folder)? {
            // Line ends are those of whoever checked the sources out.
            fs::read(&path)?.into_iter().filter(|byte| *byte != b'\r').for_each(|b| digest.add(b));
            digest.add(0);
        }
    }
    println!("cargo::rustc-env=GEMBA_SOURCES={:08x}", digest.0 >> 32);
    Ok(())
}
