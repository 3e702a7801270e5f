//! The question, from file to result.

pub mod arm;
pub mod assumptions;
pub mod beside;
mod calibrate;
pub mod check;
pub(crate) mod folding;
pub(crate) mod keeping;
pub mod luck;
pub(crate) mod null_test;
pub mod question;
pub mod read;
pub mod result;
pub mod run;
pub mod structure;
mod without;

pub use question::{Claim, ComparisonPlan, Design, Study};
pub use read::{read_study, read_study_file};
pub use run::{RunOptions, StudyError};
