//! One binary for all integration tests of the crate.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod luck;
mod study_files;
