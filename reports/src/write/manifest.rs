//! `manifest.json`: where a run came from. The only file that may differ between two runs of the
//! same study, because it knows the clock and the machine.

use super::pretty;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this format.
pub const MANIFEST_FORMAT: &str = "gemba.manifest/1";

/// Where a run came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Always [`MANIFEST_FORMAT`].
    pub format: String,
    /// Version of the program; behind the plus sign a digest of the sources of the simulation.
    pub version: String,
    /// The command as it was typed.
    pub command: Vec<String>,
    /// When it began, ISO 8601 with offset.
    pub started: String,
    /// How long it took \[s\].
    pub wall_seconds: f64,
    /// Threads used.
    pub threads: u32,
    /// Master seed.
    pub seed: u64,
    /// Pairs (or replications) in the numbers.
    pub pairs: u64,
    /// Was the run cut short?
    pub partial: bool,
    /// Files read.
    pub inputs: Vec<InputFile>,
    /// Files written, relative to the folder of the manifest.
    pub outputs: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputFile {
    /// `study`, `plant` or `log`.
    pub role: String,
    /// As it was named; `embedded` for what is part of the program.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// As it stands in `manifest.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        pretty(self)
    }
}
