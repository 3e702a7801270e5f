//! Where a number comes from: from the number to the pairs, from a pair to its ledger, from a line of
//! the ledger to quantities and prices, from a price to the row of the input file and who answers
//! for it.

pub mod chain;
pub mod derive;
pub mod number;

pub use chain::{Chain, ChainError, InputRow, MoneyLine, Term};
pub use derive::{Derivation, UsedPair, derive};
pub use number::{Measure, Number, Statistic, UnknownNumber};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this format.
pub const PROOF_FORMAT: &str = "gemba.proof/1";

/// The proof of one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// Always [`PROOF_FORMAT`].
    pub format: String,
    /// Comparison, as in `result.json`.
    pub comparison: String,
    /// Row of the pessimistic table.
    pub row: String,
    /// From the number to the pairs.
    pub derivation: Derivation,
    /// The books of the pair at the number.
    pub chain: Chain,
    /// Master seed: with it and the number of the pair everything can be repeated.
    pub seed: u64,
    /// How.
    pub replay: String,
}
