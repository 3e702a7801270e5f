//! What the laboratory found, for people: sweeps over values of the plant file, maintenance policies
//! side by side.

mod policies;
mod sweep;
mod words;

pub use policies::{report as policies_report, terminal as policies_terminal};
pub use sweep::{report as sweep_report, terminal as sweep_terminal};
