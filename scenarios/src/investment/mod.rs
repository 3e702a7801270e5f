//! What one may do to a plant, how it grows, what it costs, and what nobody knows about it.

pub mod calibrated;
pub mod chain;
pub mod commissioning;
pub mod cost;
pub mod edit;
pub mod governance;
pub mod office;
pub mod pilot;
pub mod predictive;
pub mod progress;
pub mod project;
pub mod ramp;
pub mod review;
pub mod sources;
pub mod team;
pub mod uncertainty;
