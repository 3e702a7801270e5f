//! The words of a study file for the way in which the luck of pairs hangs together.

use sim_core::Sampling;

/// Pairs a block of the stratified design. With 200 pairs, the least a precise study runs, there
/// are ten blocks to measure the error by.
pub const BLOCK: u32 = 20;

/// Purposes of the streams whose first draw decides most: when a failure mode strikes first, and
/// everything that is drawn once a pair for an investment.
pub const FIRST_DRAWS: &[&str] = &[
    "life",
    "age at start",
    "effectiveness",
    "adoption",
    "trouble",
    "slow",
    "overrun",
    "stall",
    "gap",
    "gap delay",
    "compliance",
    "cancelled",
    "compliance delay",
    "haircut",
    "unknown",
];

/// Purposes of the streams of unknowns alone, all but the first two: what is drawn once a pair.
pub const UNKNOWNS: &[&str] = FIRST_DRAWS.split_at(2).1;

/// The words.
pub const WORDS: [&str; 4] = ["independent", "antithetic", "stratified", "latin hypercube"];

/// The sampling that a word stands for.
pub fn sampling(word: &str) -> Option<Sampling> {
    let meant = [
        Sampling::Independent,
        Sampling::Antithetic,
        Sampling::Stratified { block: BLOCK, purposes: FIRST_DRAWS },
        Sampling::Stratified { block: BLOCK, purposes: UNKNOWNS },
    ];
    WORDS.iter().position(|known| *known == word).map(|k| meant[k])
}

/// The word for a sampling.
pub fn word(sampling: Sampling) -> &'static str {
    match sampling {
        Sampling::Stratified { purposes, .. } if purposes == UNKNOWNS => WORDS[3],
        Sampling::Independent => WORDS[0],
        Sampling::Antithetic => WORDS[1],
        Sampling::Stratified { .. } => WORDS[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_meaning_and_back() {
        for text in WORDS {
            assert_eq!(sampling(text).map(word), Some(text));
        }
        assert_eq!(sampling("good"), None);
    }
}
