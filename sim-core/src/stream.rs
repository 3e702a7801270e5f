//! Random numbers as a function of what they are for.
//!
//! A draw depends on (seed, replication, entity name, purpose, ordinal) and on nothing else: no
//! shared generator, no order of events, no thread. Two plants that share a machine therefore give
//! it the same luck, draw for draw, however much the rest differs: *common random numbers* with
//! full synchronisation (Law, Simulation Modeling and Analysis, 5th ed., section 11.2).
//!
//! The generator is counter-based (Salmon et al., Parallel random numbers: as easy as 1, 2, 3,
//! SC 2011): two rounds of a 64-bit finaliser over (128-bit key, ordinal).
//!
//! ```
//! use sim_core::Streams;
//! let plant = Streams::new(2026, 0); // seed, replication
//! let mut repairs = plant.stream("press 3", "repair");
//! let first = repairs.uniform();
//! assert_eq!(first, plant.stream("press 3", "repair").uniform_at(0));
//! assert_ne!(first, Streams::new(2026, 1).stream("press 3", "repair").uniform());
//! ```

use crate::sampling::{Sampling, shrunk, stratum};
use rand::TryRng;
use std::convert::Infallible;

/// Identifies a stream; see [`Streams::stream`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    key: [u64; 2],
    /// Ordinal of the next draw; the highest bit is set in a mirrored stream.
    next: u64,
    /// Names of its entity and its purpose, hashed.
    entity: u64,
    purpose: u64,
}

/// The source of all streams of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
    replication: u64,
    sampling: Sampling,
}

/// 64-bit finaliser "moremur" (Pelle Evensen, 2019): every input bit reaches every output bit.
#[inline]
const fn mix(mut x: u64) -> u64 {
    x ^= x >> 27;
    x = x.wrapping_mul(0x3C79_AC49_2BA7_B653);
    x ^= x >> 33;
    x = x.wrapping_mul(0x1C69_B3F7_4AC4_AE35);
    x ^ (x >> 27)
}

/// The number whose [`mix`] is `y`. The multipliers are inverse modulo 2⁶⁴; a shift of 27 is undone
/// by shifts of 27 and 54, one of 33 by itself.
const fn unmix(mut y: u64) -> u64 {
    y ^= (y >> 27) ^ (y >> 54);
    y = y.wrapping_mul(inverse(0x1C69_B3F7_4AC4_AE35));
    y ^= y >> 33;
    y = y.wrapping_mul(inverse(0x3C79_AC49_2BA7_B653));
    y ^ (y >> 27) ^ (y >> 54)
}

/// Inverse of an odd number modulo 2⁶⁴, by Newton's iteration: a·a = 1 modulo 8, and every step
/// doubles the number of right bits.
const fn inverse(a: u64) -> u64 {
    let mut x = a;
    let mut step = 0;
    while step < 5 {
        x = x.wrapping_mul(2_u64.wrapping_sub(a.wrapping_mul(x)));
        step += 1;
    }
    x
}

/// FNV-1a over the bytes, finished by [`mix`]: stable across versions and machines.
fn hash_name(name: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(h)
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Bit of [`Stream::next`] that says that the stream is mirrored.
const MIRRORED: u64 = 1 << 63;

impl Streams {
    /// The streams of replication number `replication` under `seed`.
    pub const fn new(seed: u64, replication: u64) -> Self {
        Self { seed, replication, sampling: Sampling::Independent }
    }

    /// The streams of the same replication in a design where replications share luck.
    pub const fn sampled(self, sampling: Sampling) -> Self {
        Self { sampling, ..self }
    }

    /// The master seed.
    pub const fn seed(self) -> u64 {
        self.seed
    }

    /// The number of the replication.
    pub const fn replication(self) -> u64 {
        self.replication
    }

    /// The stream of `entity` for `purpose`, at its first draw.
    pub fn stream(self, entity: &str, purpose: &str) -> Stream {
        self.of(hash_name(entity), hash_name(purpose))
    }

    /// The stream of the same entity for the same purpose as `other`, at its first draw.
    pub fn again(self, other: &Stream) -> Stream {
        self.of(other.entity, other.purpose)
    }

    /// The stream of two names already hashed.
    fn of(self, entity: u64, purpose: u64) -> Stream {
        match self.sampling {
            Sampling::Independent => self.keyed(self.replication, entity, purpose),
            Sampling::Antithetic => {
                let mirror = if self.replication & 1 == 1 { MIRRORED } else { 0 };
                Stream { next: mirror, ..self.keyed(self.replication & !1, entity, purpose) }
            }
            Sampling::Stratified { purposes, .. } => {
                let stream = self.keyed(self.replication, entity, purpose);
                if !purposes.iter().any(|p| hash_name(p) == purpose) {
                    return stream;
                }
                let size = self.sampling.unit();
                // No replication has a number so high: the order of a block has a key of its own.
                let order = self.keyed(!(self.replication / size), entity, purpose);
                let stratum = stratum(&order, self.replication % size, size);
                stream.beginning_with(shrunk(stream.bits_at(0), stratum, size))
            }
        }
    }

    const fn keyed(self, replication: u64, entity: u64, purpose: u64) -> Stream {
        let owner = mix(entity ^ purpose.rotate_left(32));
        let run = mix(mix(self.seed.wrapping_add(GOLDEN)) ^ replication.wrapping_mul(GOLDEN));
        Stream {
            key: [mix(run ^ owner), mix(run.wrapping_add(owner).wrapping_mul(GOLDEN))],
            next: 0,
            entity,
            purpose,
        }
    }
}

impl Stream {
    /// The 64 random bits of draw `ordinal`, wherever the stream stands.
    #[inline]
    pub const fn bits_at(&self, ordinal: u64) -> u64 {
        // All ones in a mirrored stream: the uniform number u becomes exactly 1 - u.
        let mirror = ((self.next as i64) >> 63) as u64;
        mix(mix(self.key[0].wrapping_add(ordinal.wrapping_mul(GOLDEN))) ^ self.key[1]) ^ mirror
    }

    /// The stream whose draw 0 has these bits: the finaliser can be inverted, so the draw decides
    /// half of the key, and drawing costs nothing extra.
    const fn beginning_with(self, bits: u64) -> Self {
        Self { key: [self.key[0], unmix(bits) ^ mix(self.key[0])], ..self }
    }

    /// Draw `ordinal` as a uniform number in the open interval (0, 1).
    #[inline]
    pub const fn uniform_at(&self, ordinal: u64) -> f64 {
        ((self.bits_at(ordinal) >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }

    /// The next draw as 64 random bits.
    #[inline]
    pub const fn bits(&mut self) -> u64 {
        let bits = self.bits_at(self.ordinal());
        self.next += 1;
        bits
    }

    /// The next draw as a uniform number in the open interval (0, 1).
    #[inline]
    pub const fn uniform(&mut self) -> f64 {
        let u = self.uniform_at(self.ordinal());
        self.next += 1;
        u
    }

    /// How many draws have been taken.
    #[inline]
    pub const fn ordinal(&self) -> u64 {
        self.next & !MIRRORED
    }
}

/// The next draws as `rand` wants them, so that its distributions can be used beside ours.
impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }
    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }
    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        for chunk in destination.chunks_mut(8) {
            let bytes = self.bits().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_numbers_stay_inside_the_open_interval() {
        let map = |bits: u64| ((bits >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64);
        assert!(map(0) > 0.0);
        assert!(map(u64::MAX) < 1.0);
    }

    #[test]
    fn a_draw_depends_on_its_place_and_on_nothing_else() {
        let mut stream = Streams::new(7, 3).stream("press", "failure");
        let drawn: Vec<u64> = (0..5).map(|_| stream.bits()).collect();
        assert_eq!(stream.ordinal(), 5);
        let again = Streams::new(7, 3).stream("press", "failure");
        assert!(drawn.iter().zip(0..).all(|(&bits, k)| bits == again.bits_at(k)));
        let far = Streams::new(1, 9).stream("press", "failure");
        assert_eq!(Streams::new(7, 3).again(&far), again);
        for other in [
            Streams::new(8, 3).stream("press", "failure"),
            Streams::new(7, 4).stream("press", "failure"),
            Streams::new(7, 3).stream("failure", "press"),
            Streams::new(7, 3).stream("press", "repair"),
            Streams::new(7, 3).stream("pres", "sfailure"),
        ] {
            assert_ne!(other.bits_at(0), drawn[0]);
        }
    }

    #[test]
    fn the_finaliser_can_be_inverted() {
        for k in 0..1000_u64 {
            let x = k.wrapping_mul(GOLDEN);
            assert_eq!((unmix(mix(x)), mix(unmix(x))), (x, x));
        }
        assert_eq!(unmix(mix(u64::MAX)), u64::MAX);
        let stream = Streams::new(7, 3).stream("press", "failure");
        let begun = stream.beginning_with(42);
        assert_eq!((begun.bits_at(0), begun.ordinal()), (42, 0));
        assert_ne!(begun.bits_at(1), stream.bits_at(1));
    }

    #[test]
    fn draws_are_the_same_in_every_version() {
        // A change here changes every published figure: announce it in the changelog.
        let stream = Streams::new(1, 0).stream("machine", "failure");
        assert_eq!([stream.bits_at(0), stream.bits_at(1)], PINNED);
    }
    const PINNED: [u64; 2] = [9_303_256_847_661_896_930, 15_524_341_793_941_582_790];
}
