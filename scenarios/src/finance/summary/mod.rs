//! Many replications of one appraisal, summarised. Every figure with its certainty; a share of
//! replications without a figure is counted, never averaged in.
//!
//! P90 is the value that 90 % of the outcomes stay below (the convention of statistics; oil
//! companies mean the reverse).

pub mod appraisals;
pub mod censored;
pub mod distribution;

/// Nominal coverage of every interval in a summary.
pub const LEVEL: f64 = 0.95;

/// The quantiles reported: P5 to P95.
pub const QUANTILES: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];
