//! The question, from file to result.

pub mod result;
