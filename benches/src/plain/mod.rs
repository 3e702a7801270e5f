//! The same plants written by hand without any framework: arrays, integer time, the same keyed
//! random numbers and nothing kept but counts. What the shop floor is measured against.

pub mod line;
pub mod pending;
pub mod shop;
