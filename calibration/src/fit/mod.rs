//! Maximum likelihood for times to failure and repair times, and the tests around it.

pub mod counts;
pub mod goodness;
pub mod held_mean;
pub mod kaplan_meier;
pub mod law;
pub mod maximize;
pub mod power_law;
pub mod sample;
pub mod select;
pub mod special;
pub mod trend;

pub use law::{Family, Law};
pub use maximize::{Fit, FitError, fit};
pub use sample::{Observation, Sample, Seen};
pub use select::{Selection, select};
