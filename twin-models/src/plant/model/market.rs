//! What customers take.

/// What customers take.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Mean of a week \[pieces\].
    pub weekly: f64,
    /// Factor by calendar month, January first.
    pub season: [f64; 12],
    /// Coefficient of variation of a week (lognormal).
    pub cv: f64,
    /// Days on which goods are shipped, Monday first; a week's demand is spread evenly over them.
    pub ship_days: [bool; 7],
    /// Do customers want goods on closed days of the calendar?
    pub on_closed_days: bool,
    /// Share of unmet demand that waits; the rest is lost.
    pub backorder: f64,
    /// How long it waits before it is lost too \[days\].
    pub max_wait_days: u32,
    /// Room for finished goods \[pieces\]; a full store blocks the last machine.
    pub capacity: u32,
    /// Finished goods at the start \[pieces\].
    pub initial: u32,
}
