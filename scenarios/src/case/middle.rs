//! Which pair is the median one.

use crate::study::result::StudyResult;

/// Where the pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Middle {
    /// An odd number of pairs: this one is the median.
    Only,
    /// An even number: the lower of the two in the middle, the careful choice. The median of the
    /// report lies between the two.
    Lower,
}

/// The pair of a comparison whose net present value (base row) is the median; of pairs of equal
/// value the one with the lower number.
pub fn middle_pair(result: &StudyResult, comparison: &str) -> Option<(u64, Middle)> {
    let base = result.pairs.iter().filter(|r| &*r.comparison == comparison && &*r.row == "base");
    let mut all: Vec<(f64, u64)> = base.map(|row| (row.npv, row.pair)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let middle = if all.len() % 2 == 1 { Middle::Only } else { Middle::Lower };
    all.get(all.len().checked_sub(1)? / 2).map(|(_, pair)| (*pair, middle))
}
