//! An effect that is not known from physics: one physical value is moved until the simulated outcome at
//! full maturity is the credible part of a claim.

use twin_models::text::Span;

/// What is claimed, and which value is moved until it comes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// Index of the edit that is moved: a factor.
    pub edit: usize,
    /// Least and largest factor that is believed.
    pub range: (f64, f64),
    /// Key of the quantity that is claimed.
    pub indicator: String,
    /// Claimed relative change.
    pub change: f64,
    /// Share of it that is credible.
    pub haircut: f64,
    /// Who claims it.
    pub source: String,
    /// Where it was written.
    pub span: Option<Span>,
    /// What came out; none before it was calibrated.
    pub found: Option<Found>,
}

/// What a calibration found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The factor.
    pub factor: f64,
    /// Relative change that it brings about at full maturity.
    pub outcome: f64,
    /// Replications behind it, of their own seed.
    pub replications: u64,
    /// Months of each.
    pub months: u32,
}

impl Calibrated {
    /// The credible part of the claim.
    pub fn credible(&self) -> f64 {
        self.haircut * self.change
    }
}
