//! What repairs do to the age of a mode.

use sim_core::Distribution;

/// What a repair leaves of the age of a failure mode. Its life after the repair is what is left of
/// a life that has reached this age (Kijima, *Some results for repairable systems with general
/// repair*, Journal of Applied Probability 26, 1989).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum RepairEffect {
    /// As good as new: age 0.
    #[default]
    Perfect,
    /// As bad as old: the age stays; failures form a non-homogeneous Poisson process.
    Minimal,
    /// Kijima I: of what has been added since the last repair this share stays.
    KijimaOne(f64),
    /// Kijima II: this share of the whole age stays.
    KijimaTwo(f64),
    /// Perfect with this probability, else minimal (Brown and Proschan 1983).
    BrownProschan(f64),
}

impl RepairEffect {
    /// The age that stays, of `age` at the last repair and `since` more; `u` decides where chance
    /// does.
    pub fn stays(self, age: f64, since: f64, u: impl FnOnce() -> f64) -> f64 {
        match self {
            Self::Perfect => 0.0,
            Self::Minimal => age + since,
            Self::KijimaOne(q) => age + q * since,
            Self::KijimaTwo(q) => q * (age + since),
            Self::BrownProschan(p) if u() < p => 0.0,
            Self::BrownProschan(_) => age + since,
        }
    }
}

/// A mistake in the work on a mode that brings an early failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Induced {
    /// Its probability, at each repair and each renewal.
    pub chance: f64,
    /// From the work to the failure \[s or pieces\], unless the mode fails before.
    pub life: Distribution,
}

#[cfg(test)]
mod tests {
    use super::RepairEffect::*;

    #[test]
    fn ages_after_three_repairs_computed_by_hand() {
        let after = |effect: super::RepairEffect| {
            let mut age = 0.0;
            [100.0, 60.0, 40.0].map(|since| {
                age = effect.stays(age, since, || 0.7);
                age
            })
        };
        assert_eq!(after(Perfect), [0.0; 3]);
        assert_eq!(after(Minimal), [100.0, 160.0, 200.0]);
        assert_eq!(after(KijimaOne(0.5)), [50.0, 80.0, 100.0]);
        assert_eq!(after(KijimaTwo(0.5)), [50.0, 55.0, 47.5]);
        assert_eq!(after(BrownProschan(0.6)), after(Minimal));
        assert_eq!(after(BrownProschan(0.8)), after(Perfect));
    }

    #[test]
    fn the_ends_of_every_scale_are_perfect_and_minimal() {
        for (none, all) in [(KijimaOne(0.0), KijimaOne(1.0)), (KijimaTwo(0.0), KijimaTwo(1.0))] {
            assert_eq!(none.stays(0.0, 7.0, || 0.5), 0.0);
            assert_eq!(all.stays(30.0, 7.0, || 0.5), Minimal.stays(30.0, 7.0, || 0.5));
        }
    }
}
