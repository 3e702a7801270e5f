//! A pilot: what is tried, for how long, and what must be seen before anybody goes on.

use twin_models::text::Span;

/// A pilot of an investment.
#[derive(Clone, Debug, PartialEq)]
pub struct Pilot {
    /// Months after the contract at which it begins.
    pub start: u32,
    /// Its length \[months\].
    pub lasts: u32,
    /// The line of the scorecard by which it is judged.
    pub metric: String,
    /// Relative change of it that is wanted while the pilot lasts; absent: that of the scorecard.
    pub target: Option<f64>,
    /// Share of the target that must be seen to go on.
    pub gate: f64,
    /// Where it was written.
    pub span: Option<Span>,
}

impl Pilot {
    /// The months in which it is judged, counted from the contract, the first one 0.
    pub const fn window(&self) -> std::ops::Range<u32> {
        self.start..self.start + self.lasts
    }
}
