//! How the luck of one replication hangs together with that of others: variance reduction by the
//! choice of draws, without any change of what a single replication can experience.

use crate::stream::Stream;

/// What replications share.
///
/// Whatever is chosen, every single draw stays uniform, and a replication that has been run is not
/// changed by those that follow. What changes is which replications may be treated as independent:
/// whole [units](Self::unit) only.
///
/// ```
/// use sim_core::{Sampling, Streams};
/// let luck = |k| Streams::new(1, k).sampled(Sampling::Antithetic).stream("press", "repair");
/// let (mut even, mut odd) = (luck(6), luck(7));
/// assert_eq!(even.uniform() + odd.uniform(), 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sampling {
    /// Nothing: every replication has luck of its own.
    #[default]
    Independent,
    /// Replications 2k and 2k + 1 have the draws of 2k, the odd one mirrored: 1 − u for every u
    /// (antithetic variates; Hammersley and Morton 1956; Law, section 11.3).
    Antithetic,
    /// The first draw of every stream with one of these purposes is stratified: of `block`
    /// consecutive replications, each has it in another of `block` equal strata, in an order drawn
    /// for the stream and the block (Latin hypercube sampling; McKay, Beckman and Conover 1979,
    /// Technometrics 21, 239-245). All other draws are as in independent replications.
    Stratified {
        /// Replications a block, at least 1.
        block: u32,
        /// Purposes whose first draw is stratified.
        purposes: &'static [&'static str],
    },
}

impl Sampling {
    /// How many consecutive replications, counted from a multiple of this, depend on each other.
    pub const fn unit(self) -> u64 {
        match self {
            Self::Independent => 1,
            Self::Antithetic => 2,
            Self::Stratified { block, .. } => {
                if block == 0 {
                    1
                } else {
                    block as u64
                }
            }
        }
    }

    /// Smallest whole number of units with at least so many replications.
    pub const fn rounded_up(self, replications: u64) -> u64 {
        replications.div_ceil(self.unit()).saturating_mul(self.unit())
    }
}

/// Stratum of replication `member` of a block of `size`: its rank among the draws of the whole
/// block, so that all orders of the block are equally likely.
pub(crate) fn stratum(order: &Stream, member: u64, size: u64) -> u64 {
    let own = order.bits_at(member);
    // Equal draws, if there ever were, would go by their number.
    (0..size).filter(|&other| (order.bits_at(other), other) < (own, member)).count() as u64
}

/// A draw of 64 bits, shrunk into stratum `stratum` of `size`.
pub(crate) const fn shrunk(bits: u64, stratum: u64, size: u64) -> u64 {
    ((((stratum as u128) << 64) | bits as u128) / size as u128) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Streams;

    #[test]
    fn a_block_has_every_stratum_once_and_any_order() {
        let mut first = [0_u64; 5];
        for block in 0..5000 {
            let order = Streams::new(1, block).stream("order", "of a block");
            let mut strata: Vec<u64> = (0..5).map(|k| stratum(&order, k, 5)).collect();
            first[strata[0] as usize] += 1;
            strata.sort_unstable();
            assert_eq!(strata, [0, 1, 2, 3, 4]);
        }
        // Five standard deviations of a binomial count.
        assert!(first.iter().all(|&n| n.abs_diff(1000) < 142), "{first:?}");
    }

    #[test]
    fn strata_touch_and_do_not_overlap() {
        for size in [1, 2, 3, 20, 1000] {
            assert_eq!(shrunk(0, 0, size), 0);
            assert_eq!(shrunk(u64::MAX, size - 1, size), u64::MAX);
            for k in 1..size {
                let gap = shrunk(0, k, size) - shrunk(u64::MAX, k - 1, size);
                assert!(gap <= 1, "stratum {k} of {size}: {gap}");
            }
        }
    }

    #[test]
    fn units_are_whole() {
        let blocks = Sampling::Stratified { block: 20, purposes: &[] };
        assert_eq!((blocks.unit(), blocks.rounded_up(41), blocks.rounded_up(40)), (20, 60, 40));
        assert_eq!(Sampling::Antithetic.rounded_up(7), 8);
        assert_eq!(Sampling::Independent.rounded_up(7), 7);
        assert_eq!(Sampling::Stratified { block: 0, purposes: &[] }.unit(), 1);
    }
}
