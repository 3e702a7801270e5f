//! Lists of numbers as few bytes, with an exact way back.
//!
//! Each number is written against a prediction (the same number of another arm), in the shortest of
//! five forms. Every bit pattern of `f64` comes back as it was, signed zeros and NaNs included.
//!
//! | first byte | what follows | number |
//! |---|---|---|
//! | `8 lead + len - 1`, below 64 | `len` bytes | prediction XOR the bytes, after `lead` zero bytes |
//! | 64 to 95 | nothing | 0 to 31 |
//! | 96 to 103 | 1 to 8 bytes | a whole number of microseconds, in hours |
//! | 104 to 111 | 1 to 8 bytes | a whole number |
//! | 128 to 255 | nothing | 1 to 128 numbers as predicted |

use sim_core::TICKS_PER_HOUR;

const SMALL: u8 = 64;
const TICKS: u8 = 96;
const WHOLE: u8 = 104;
const AGAIN: u8 = 128;
const LONGEST: usize = 128;
/// Whole numbers beyond this have gaps.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Bytes that are no list of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Writes `values` against `predicted`, which is 0 where it is too short.
pub fn put(out: &mut Vec<u8>, values: &[f64], predicted: &[f64]) {
    let guess = |k: usize| predicted.get(k).copied().unwrap_or(0.0).to_bits();
    let mut k = 0;
    while let Some(value) = values.get(k) {
        let same = |(i, x): (usize, &f64)| x.to_bits() == guess(k + i);
        let run = values[k..].iter().take(LONGEST).enumerate().take_while(|p| same(*p)).count();
        if run > 0 {
            out.push(AGAIN + (run - 1) as u8);
            k += run;
            continue;
        }
        one(out, *value, guess(k));
        k += 1;
    }
}

fn one(out: &mut Vec<u8>, value: f64, guess: u64) {
    let bits = value.to_bits();
    let whole = exact(value, 1.0);
    if let Some(small) = whole.filter(|n| *n < u64::from(TICKS - SMALL)) {
        out.push(SMALL + small as u8);
        return;
    }
    let bytes = (bits ^ guess).to_be_bytes();
    let lead = bytes.iter().take_while(|b| **b == 0).count().min(7);
    let end = 8 - bytes.iter().rev().take_while(|b| **b == 0).count();
    let len = end.saturating_sub(lead).max(1);
    let mut best = (len, 0, 0_u64);
    let ticks = exact(value, TICKS_PER_HOUR as f64);
    for (first, number) in [(TICKS, ticks), (WHOLE, whole)] {
        if let Some(number) = number
            && width(number) < best.0
        {
            best = (width(number), first, number);
        }
    }
    match best {
        (_, 0, _) => {
            out.push((8 * lead + len - 1) as u8);
            out.extend_from_slice(&bytes[lead..lead + len]);
        }
        (width, first, number) => {
            out.push(first + (width - 1) as u8);
            out.extend_from_slice(&number.to_le_bytes()[..width]);
        }
    }
}

/// `n` such that `n / per` is `value` to the last bit.
fn exact(value: f64, per: f64) -> Option<u64> {
    let scaled = (value * per).round();
    let n = scaled as u64;
    let fits = (0.0..EXACT).contains(&scaled) && (n as f64 / per).to_bits() == value.to_bits();
    fits.then_some(n)
}

fn width(number: u64) -> usize {
    (8 - number.leading_zeros() as usize / 8).max(1)
}

/// Reads `count` numbers written by [`put`] against the same prediction, adding them to `values`.
///
/// # Errors
/// When the bytes end too early, or are more than these numbers need.
pub fn take(
    bytes: &mut &[u8],
    count: usize,
    predicted: &[f64],
    values: &mut Vec<f64>,
) -> Result<(), Unreadable> {
    let from = values.len();
    // What is as predicted stands there already.
    values.extend_from_slice(predicted.get(..count).unwrap_or(predicted));
    values.resize(from + count, 0.0);
    let places = values.get_mut(from..).unwrap_or_default();
    let mut rest = *bytes;
    let mut k = 0;
    while k < count {
        let (&first, after) = rest.split_first().ok_or(Unreadable)?;
        rest = after;
        let place = &mut places[k];
        match first {
            AGAIN.. => {
                k += usize::from(first - AGAIN) + 1;
                if k > count {
                    return Err(Unreadable);
                }
                continue;
            }
            SMALL..TICKS => *place = f64::from(first - SMALL),
            TICKS..WHOLE => {
                let number = number(&mut rest, usize::from(first - TICKS) + 1)?;
                *place = number as f64 / TICKS_PER_HOUR as f64;
            }
            WHOLE..112 => *place = number(&mut rest, usize::from(first - WHOLE) + 1)? as f64,
            0..SMALL => {
                let (lead, len) = (usize::from(first / 8), usize::from(first % 8) + 1);
                if lead + len > 8 {
                    return Err(Unreadable);
                }
                let first = number(&mut rest, len)?.swap_bytes();
                *place = f64::from_bits((first >> (8 * lead)) ^ place.to_bits());
            }
            112..AGAIN => return Err(Unreadable),
        }
        k += 1;
    }
    *bytes = rest;
    Ok(())
}

/// The next `len` bytes, 1 to 8, the lowest first.
fn number(rest: &mut &[u8], len: usize) -> Result<u64, Unreadable> {
    // Eight at once is faster than a copy of so many.
    if let Some(eight) = rest.first_chunk::<8>() {
        *rest = &rest[len..];
        return Ok(u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * len)));
    }
    let (now, after) = rest.split_at_checked(len).ok_or(Unreadable)?;
    *rest = after;
    let mut all = [0; 8];
    all[..len].copy_from_slice(now);
    Ok(u64::from_le_bytes(all))
}

/// Writes a whole number, seven bits a byte, the lowest first.
pub fn put_count(out: &mut Vec<u8>, mut count: u64) {
    while count >= 0x80 {
        out.push(count as u8 | 0x80);
        count >>= 7;
    }
    out.push(count as u8);
}

/// Reads a whole number written by [`put_count`].
///
/// # Errors
/// When it has no end.
pub fn take_count(bytes: &mut &[u8]) -> Result<u64, Unreadable> {
    let mut count = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(Unreadable)?;
        *bytes = rest;
        count |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(count);
        }
    }
    Err(Unreadable)
}

/// Reads a whole number that has to fit memory.
///
/// # Errors
/// As [`take_count`].
pub fn take_size(bytes: &mut &[u8]) -> Result<usize, Unreadable> {
    usize::try_from(take_count(bytes)?).map_err(|_| Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back(values: &[f64], predicted: &[f64]) -> Vec<u64> {
        let mut out = Vec::new();
        put(&mut out, values, predicted);
        let (mut rest, mut read) = (&out[..], Vec::new());
        take(&mut rest, values.len(), predicted, &mut read).unwrap();
        assert!(rest.is_empty());
        read.iter().map(|x| x.to_bits()).collect()
    }

    proptest! {
        #[test]
        fn every_bit_pattern_comes_back(
            bits in prop::collection::vec(any::<u64>(), 0..300),
            guess in prop::collection::vec(any::<u64>(), 0..300),
            keep in any::<u64>(),
        ) {
            let mut values: Vec<f64> = bits.iter().map(|b| f64::from_bits(*b)).collect();
            let predicted: Vec<f64> = guess.iter().map(|b| f64::from_bits(*b)).collect();
            // Some are as predicted.
            for (k, (value, guess)) in values.iter_mut().zip(&predicted).enumerate() {
                if keep >> (k % 64) & 1 == 1 {
                    *value = *guess;
                }
            }
            let bits: Vec<u64> = values.iter().map(|x| x.to_bits()).collect();
            prop_assert_eq!(back(&values, &predicted), bits);
        }

        #[test]
        fn numbers_of_a_plant_come_back(n in prop::collection::vec(0_u64..1 << 54, 1..50), k in 0..5) {
            let per = [1.0, 3.6e9, 4.0, 0.37, 3.6e12][k as usize];
            let values: Vec<f64> = n.iter().map(|n| *n as f64 / per).collect();
            let bits: Vec<u64> = values.iter().map(|x| x.to_bits()).collect();
            prop_assert_eq!(back(&values, &[]), bits);
        }

        #[test]
        fn any_bytes_are_numbers_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (mut rest, mut read) = (&bytes[..], Vec::new());
            match take(&mut rest, 20, &[1.5; 7], &mut read) {
                Ok(()) => prop_assert_eq!(read.len(), 20),
                Err(Unreadable) => prop_assert!(read.len() <= 20),
            }
        }

        #[test]
        fn counts_come_back(count in any::<u64>()) {
            let mut out = Vec::new();
            put_count(&mut out, count);
            prop_assert_eq!(take_count(&mut &out[..]), Ok(count));
        }
    }

    #[test]
    fn the_common_cases_are_short() {
        let length = |values: &[f64], predicted: &[f64]| {
            let mut out = Vec::new();
            put(&mut out, values, predicted);
            out.len()
        };
        assert_eq!(length(&[0.0; 60], &[]), 1);
        assert_eq!(length(&[3.0], &[7.0]), 1);
        assert_eq!(length(&[9_250_113.0], &[8_000_001.0]), 4);
        // 500 hours and some microseconds.
        assert!(length(&[1_800_000_000_017.0 / 3.6e9], &[499.0]) <= 7);
        for odd in [-0.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE / 8.0, -1.0] {
            assert_eq!(back(&[odd], &[]), [odd.to_bits()]);
        }
    }
}
