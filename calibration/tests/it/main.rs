//! Tests of the crate from outside.
mod field_data;
mod fitting;
