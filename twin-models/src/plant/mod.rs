//! From text to a plant that cannot be wrong.

pub mod calendar;
pub mod model;
pub mod read;
