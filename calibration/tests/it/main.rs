//! Tests of the crate from outside.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking and print what was measured"
)]

mod broken_logs;
mod field_data;
mod fitting;
mod plant_file;
