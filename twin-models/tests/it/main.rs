//! Integration tests of the crate, in one binary.

mod plant_files;
mod runs;
