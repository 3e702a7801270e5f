//! What stands beside the money: soft benefits, references, upside.

use crate::study::result::{Reference, SoftBenefit};

/// Sales that need more demand, or a better price: never in the headline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Upside {
    /// Demand as a multiple of today's; `None`: not asked.
    pub demand: Option<f64>,
    /// Premium on the price of goods certified carbon-neutral, share of the price.
    pub green_premium: f64,
    /// Share of the revenue whose buyers would pay it.
    pub eligible: f64,
    /// Share of a stated willingness that is paid in the end.
    pub stated: f64,
}

/// Revenue that a dated rule or a renewal puts at risk.
#[derive(Clone, Debug, PartialEq)]
pub struct AtRisk {
    /// For people, and key of its draw.
    pub name: String,
    /// The day from which it counts.
    pub from: jiff::civil::Date,
    /// Share of the revenue.
    pub share: f64,
    /// Probability that it is lost without, and with the investment.
    pub lost: [f64; 2],
    /// Cost of complying \[money/year\].
    pub compliance: f64,
}

/// Months from the first day to the first month that begins on this day or later.
pub fn months_until(start: jiff::civil::Date, from: jiff::civil::Date) -> u32 {
    let months = |day: jiff::civil::Date| 12 * i32::from(day.year()) + i32::from(day.month());
    let whole = months(from) - months(start) + i32::from(from.day() > start.day());
    whole.max(0) as u32
}

/// Stresses that are simulated apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stress {
    /// Sensors first: the effects begin so many months later.
    pub sensors_first: u32,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// Benefits that are no money. The type has no field for money.
    pub soft: Vec<SoftBenefit>,
    /// Other sites.
    pub references: Vec<Reference>,
    /// Upside, where the study asks for it.
    pub upside: Option<Upside>,
    /// Stresses, where the study asks for them.
    pub stress: Option<Stress>,
    /// Rules and contracts by which revenue may be lost.
    pub at_risk: Vec<AtRisk>,
    /// Is the footprint of products asked for?
    pub footprint: bool,
    /// What the plant's people say that an hour of downtime costs \[money/h\].
    pub informal_hour: Option<f64>,
}
