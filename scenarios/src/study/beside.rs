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
    /// What the plant's people say that an hour of downtime costs \[money/h\].
    pub informal_hour: Option<f64>,
}
