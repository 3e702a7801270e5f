//! What one may do to a plant, how it grows, what it costs, and what nobody knows about it.

pub mod progress;
pub mod ramp;
pub mod uncertainty;
