//! Wages of people who wait.

use super::Spread;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// People of the line who wait for repairs. They are paid anyway: no number here is in any benefit, cash
/// flow, net present value or ratio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IdlePeople {
    /// Hours that they wait, reference \[h/year\].
    pub before: Spread,
    /// With the investment \[h/year\].
    pub after: Spread,
    /// Loaded wage of the people of the line, all together \[money per open hour\].
    pub wage: f64,
    /// Wages of the hours no longer waited \[money/year\], pair by pair.
    pub per_year: Spread,
}
