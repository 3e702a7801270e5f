//! What is kept of a pair, or of all of a file, as sums.

use super::codec::{self, Unreadable, put_count, take_count, take_size};
use super::layout::Layout;
use super::pair::KeptPair;
use crate::pairing::record::ArmSums;
use std::collections::BTreeMap;
use twin_models::outcome::{ModeOutcome, RootKind};
use twin_models::state::Leaf;

/// Signed numbers near 0 become small numbers.
fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_count(out, ((number << 1) ^ (number >> 63)) as u64);
}

fn take_signed(bytes: &mut &[u8]) -> Result<i64, Unreadable> {
    let folded = take_count(bytes)?;
    Ok((folded >> 1) as i64 ^ -((folded & 1) as i64))
}

/// Writes the sums of all arms; `monthly` with the quantities, which need no pair in between.
pub(super) fn put(out: &mut Vec<u8>, sums: &[ArmSums], monthly: bool) {
    for ArmSums { monthly: quantities, ticks, losses, modes } in sums {
        if monthly {
            codec::put(out, quantities, &[]);
        }
        ticks.iter().flatten().for_each(|x| put_signed(out, *x));
        put_count(out, losses.len() as u64);
        for ((victim, root, kind), ticks) in losses {
            put_count(out, u64::from(*victim));
            put_count(out, u64::from(*root));
            put_count(out, *kind as u64);
            put_signed(out, *ticks);
        }
        for ModeOutcome { failures, planned, preventive, defects, down_ticks } in modes {
            for count in [failures, planned, preventive, defects] {
                put_count(out, *count);
            }
            put_signed(out, *down_ticks);
        }
    }
}

/// Reads what [`put`] wrote.
pub(super) fn take(
    bytes: &mut &[u8],
    layout: &Layout,
    monthly: bool,
) -> Result<Vec<ArmSums>, Unreadable> {
    let mut all = Vec::with_capacity(layout.arms.len());
    for arm in &layout.arms {
        let mut sums = ArmSums::default();
        if monthly {
            let count = layout.months * arm.quantities.len();
            codec::take(bytes, count, &[], &mut sums.monthly)?;
        }
        for _ in &arm.machines {
            let mut ticks = [0; Leaf::COUNT];
            for x in &mut ticks {
                *x = take_signed(bytes)?;
            }
            sums.ticks.push(ticks);
        }
        let mut losses = BTreeMap::new();
        for _ in 0..take_size(bytes)? {
            let machine =
                |bytes: &mut &[u8]| u32::try_from(take_count(bytes)?).map_err(|_| Unreadable);
            let (victim, root) = (machine(bytes)?, machine(bytes)?);
            let kind = RootKind::ALL.get(take_size(bytes)?).ok_or(Unreadable)?;
            losses.insert((victim, root, *kind), take_signed(bytes)?);
        }
        sums.losses = losses;
        for _ in &arm.modes {
            sums.modes.push(ModeOutcome {
                failures: take_count(bytes)?,
                planned: take_count(bytes)?,
                preventive: take_count(bytes)?,
                defects: take_count(bytes)?,
                down_ticks: take_signed(bytes)?,
            });
        }
        all.push(sums);
    }
    Ok(all)
}

/// Adds a pair that was read with what it adds, in the order of the pairs.
pub(crate) fn add_pair(all: &mut Vec<ArmSums>, pair: &KeptPair) {
    all.resize_with(pair.arms.len(), ArmSums::default);
    for ((sum, arm), part) in all.iter_mut().zip(&pair.arms).zip(&pair.sums) {
        let losses = part.losses.iter().map(|(place, ticks)| (*place, *ticks));
        sum.add_parts(&arm.monthly, part.ticks.iter(), losses, &part.modes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn signed_numbers_come_back(number in any::<i64>()) {
            let mut out = Vec::new();
            put_signed(&mut out, number);
            prop_assert_eq!(take_signed(&mut &out[..]), Ok(number));
        }
    }
}
