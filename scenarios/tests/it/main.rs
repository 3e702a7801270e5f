//! One binary for all integration tests of the crate.

mod luck;
mod study_files;
