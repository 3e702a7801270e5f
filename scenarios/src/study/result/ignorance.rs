//! Luck and ignorance apart, and whether single pairs may be trusted with probabilities.

use super::{Interval, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a nested run found: so many draws of the unknowns, so many pairs with each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ignorance {
    /// Draws of the unknowns in the numbers; those of which a pair is missing are left out.
    pub outer: u64,
    /// Pairs with each.
    pub inner: u64,
    /// One per comparison.
    pub comparisons: Vec<Apart>,
}

/// The net present value of one comparison, base case, taken apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Apart {
    /// Id of the comparison.
    pub comparison: String,
    /// Standard deviation of luck: of pairs with the same unknowns.
    pub luck_sd: f64,
    /// Standard deviation of ignorance: of the expected NPV over what is not known; absent where it
    /// cannot be told from 0.
    pub ignorance_sd: Option<f64>,
    /// Standard deviation of both together.
    pub total_sd: f64,
    /// Share of the variance that better data could take away: ignorance over both, 0 to 1.
    pub reducible: f64,
    /// 95 % interval of it (jackknife over the draws of the unknowns).
    pub reducible_ci: Option<Interval>,
    /// Share of luck left in the variance of the means that estimate the expected NPVs.
    pub luck_in_means: f64,
    /// The distribution for a decision: the expected NPV over what is not known, luck averaged out;
    /// absent where ignorance cannot be told from 0.
    pub decision: Option<Decision>,
}

/// Distribution of the expected NPV over the draws of the unknowns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Means over the pairs of each draw, drawn together towards their mean until their variance is
    /// the unbiased one of ignorance.
    pub npv: Spread,
    /// Probability that the expected NPV is positive.
    pub positive: Share,
}

/// What two plants that are nearly the same differ by when they live through the same luck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NullTest {
    /// Pairs it was measured with.
    pub pairs: u64,
    /// The comparison whose investment was taken.
    pub comparison: String,
    /// Largest difference of any ledger line in any month between today's plant and the plant with an
    /// investment that does and costs nothing; it must be 0.
    pub nothing: f64,
    /// Share of the intended effect in the second test.
    pub effect: f64,
    /// Standard deviation of the NPV of this effect, without costs: the noise of diverging
    /// trajectories; absent where the investment cannot be done in part.
    pub divergence_noise: Option<f64>,
    /// Standard deviation of the NPV of the investment over the pairs of the run.
    pub npv_sd: f64,
    /// Largest share of noise in it at which probabilities may be read from single pairs.
    pub allowed: f64,
}

impl NullTest {
    /// Noise over the standard deviation of the NPV, where both exist.
    pub fn ratio(&self) -> Option<f64> {
        self.divergence_noise.filter(|_| self.npv_sd > 0.0).map(|noise| noise / self.npv_sd)
    }

    /// Do trajectories diverge so much that only the distribution for a decision tells probabilities?
    pub fn only_the_decision(&self) -> bool {
        self.ratio().is_some_and(|ratio| ratio > self.allowed)
    }
}
