//! Why a file of futures cannot be used. Every message names the file.

use super::frame::{Broken, VERSION};
use super::physics::Difference;
use crate::PROGRAM;
use crate::study::StudyError;
use std::path::Path;

/// What is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system says no.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What it says.
        source: std::io::Error,
    },
    /// Something else.
    #[error("{file} holds no futures: it does not begin like one of Gemba's files")]
    Foreign {
        /// The file.
        file: String,
    },
    /// Of another time.
    #[error(
        "{file} has format {found}; this program reads format {VERSION}\nhelp: run the study again"
    )]
    Format {
        /// The file.
        file: String,
        /// Its format.
        found: u32,
    },
    /// Of another program, whose figures may be others.
    #[error(
        "{file} was written by version {found}; this is {}\nhelp: run the study again",
        PROGRAM
    )]
    Program {
        /// The file.
        file: String,
        /// That version.
        found: String,
    },
    /// It ends too early.
    #[error(
        "{file} ends in the middle: the run that wrote it, or the copy, was cut short\nhelp: copy it \
         again, or run the study again"
    )]
    Torn {
        /// The file.
        file: String,
    },
    /// Its bytes are not those that were written.
    #[error(
        "{file} is damaged: {what} is not what was written\nhelp: copy it again, or run the study again"
    )]
    Damaged {
        /// The file.
        file: String,
        /// Which part.
        what: String,
    },
    /// These are the futures of other inputs.
    #[error("{}", other(file, differences))]
    Other {
        /// The file.
        file: String,
        /// Where they differ.
        differences: Vec<Difference>,
    },
    /// The changed money cannot be valued, or too few pairs are left.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// Written by a machine whose functions give other last digits.
    #[error(
        "{file} was written by a machine that computes otherwise: its functions of floating-point numbers give \
         other last digits, and so other futures\nhelp: run the whole study on machines of one kind"
    )]
    Floats {
        /// The file.
        file: String,
    },
    /// Somebody else is writing it.
    #[error(
        "{file} is being written by another run\nhelp: wait for it, or name another folder with --out"
    )]
    Busy {
        /// The file.
        file: String,
    },
}

/// Most differences that are told.
const TOLD: usize = 12;

fn other(file: &str, differences: &[Difference]) -> String {
    let mut text = format!(
        "{file} holds the futures of other inputs; what differs is part of the simulation, not of the money:"
    );
    for difference in differences.iter().take(TOLD) {
        text.push_str(&format!("\n  {difference}"));
    }
    if differences.len() > TOLD {
        text.push_str(&format!("\n  and {} more", differences.len() - TOLD));
    }
    text.push_str("\nhelp: run the changed study with `gemba run`");
    text
}

impl StoreError {
    pub(crate) fn io(file: &Path, source: std::io::Error) -> Self {
        Self::Io { file: file.display().to_string(), source }
    }

    pub(crate) fn damaged(file: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { file: file.display().to_string(), what: what.into() }
    }

    pub(crate) fn broken(file: &Path, broken: Broken, what: &str) -> Self {
        match broken {
            Broken::Torn => Self::Torn { file: file.display().to_string() },
            Broken::Changed => Self::damaged(file, what),
            Broken::Io(source) => Self::io(file, source),
        }
    }
}
