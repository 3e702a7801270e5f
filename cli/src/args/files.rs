//! From files to files.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files to check
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Folder to write into; files that are there already are never overwritten
    pub(crate) folder: PathBuf,
    /// Write a study of this investment (see `gemba catalogue`) and its plant instead of the examples
    #[arg(long, value_name = "KIND")]
    pub(crate) investment: Option<String>,
    /// Write a plant of this revenue a year in M$ (20, 50 or 100) and its study instead of the examples: an
    /// archetype of a mid-market plant
    #[arg(long, value_name = "M$", conflicts_with = "investment")]
    pub(crate) archetype: Option<String>,
    /// Studies as workbooks (XLSX) beside the text files: the same tables
    #[arg(long, conflicts_with_all = ["investment", "archetype"])]
    pub(crate) xlsx: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// Investment; without it the list is printed
    pub(crate) kind: Option<String>,
    /// Print as JSON, claims included
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Calibrate {
    /// Stop log: CSV or XLSX
    pub(crate) log: PathBuf,
    /// Which columns mean what, where the log does not say it itself (TOML)
    #[arg(long)]
    pub(crate) map: Option<PathBuf>,
    /// Folder for plant.toml, calibration.txt and calibration.json
    #[arg(long, default_value = "gemba-calibrated")]
    pub(crate) out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Which column is which figure (TOML)
    pub(crate) map: PathBuf,
    /// Export: CSV or XLSX
    pub(crate) file: PathBuf,
    /// Folder for figures.toml, import.txt and import.json
    #[arg(long, default_value = "gemba-imported")]
    pub(crate) out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Format
    pub(crate) kind: SchemaKind,
}

/// File formats with a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SchemaKind {
    /// Plant file
    Plant,
    /// Study file
    Study,
    /// result.json
    Result,
    /// manifest.json
    Manifest,
    /// simulate.json
    Simulate,
    /// sweep.json
    Sweep,
    /// policies.json
    Policies,
    /// schedule.json
    Schedule,
    /// Lock of a baseline
    Lock,
    /// sensitivity.json
    Sensitivity,
    /// review.json
    Review,
}
