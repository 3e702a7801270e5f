//! Integration tests of the crate, in one binary.

mod any_text;
mod bad_plant_files;
mod changeovers;
mod plant_files;
mod runs;
mod shop;
