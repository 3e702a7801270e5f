//! Under construction.

pub mod finance;
