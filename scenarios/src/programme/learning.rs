//! What a project learns from those before it in the same arm, and what it loses to those beside it.
//!
//! The n-th project of a kind takes (1 - rate)^(log2 n) of the effort of the first (Wright's law, T. P. Wright,
//! "Factors affecting the cost of airplanes", 1936: every doubling takes the same share off). n counts the
//! project itself and those before it whose effect had reached what the gate asks when the gate looked at them, no
//! later than the month of its contract. A project that failed its gate teaches nothing.
//!
//! Nothing is drawn again: the luck of a project is turned into that of an experienced one. A trouble that would
//! strike is spared by experience or not; a draw of its own decides, so that a probability p becomes p x factor and no
//! other draw moves.

use super::plan::Gate;
use crate::investment::project::Investment;
use crate::investment::uncertainty::Luck;
use crate::study::arm::Arm;
use std::borrow::Cow;

/// What is learned about, in the order of [`Learning::factors`].
pub const FACTORS: [&str; 4] =
    ["connectivity", "data_management", "change_management", "analytical_methods"];

/// What experience acts on.
pub const ASPECTS: [&str; 3] = ["cost", "duration", "success"];

/// `[programme.learning]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Learning {
    /// Those of [`FACTORS`] that the study names.
    pub factors: Vec<Factor>,
    /// Projects that the people can carry at once at the planned pace; more at once share them.
    pub team: Option<f64>,
    /// What a project must have reached to teach the next, and when it is looked at, from its own contract.
    pub gate: Gate,
}

/// One thing that is learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// One of [`FACTORS`].
    pub name: &'static str,
    /// Share taken off by every doubling of the number of projects, 0 to below 1.
    pub rate: f64,
    /// Share of the effort to which it applies, 0 to 1; what no factor has stays as it is.
    pub share: f64,
    /// Beside [`ASPECTS`]: does it act on it?
    pub acts: [bool; 3],
}

/// What experience and neighbours make of one project.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learned {
    /// Projects before it that had passed when its contract was signed.
    pub before: u32,
    /// Has it itself passed when the gate looked at it?
    pub passed: bool,
    /// Factor on one-off costs.
    pub cost: f64,
    /// Factor on the time of the ramp, people shared with other projects included.
    pub duration: f64,
    /// Factor on the probabilities of stall, connectivity gap and compliance gate.
    pub chance: f64,
    /// The luck of the project with all of this.
    pub luck: Luck,
}

impl Factor {
    /// Share of the effort that the n-th project takes of what the first took.
    pub fn wright(&self, n: u32) -> f64 {
        if n <= 1 { 1.0 } else { libm::pow(1.0 - self.rate, libm::log2(f64::from(n))) }
    }
}

impl Learning {
    /// Factor on one of [`ASPECTS`] for the n-th project; exactly 1 for the first.
    pub fn factor(&self, aspect: usize, n: u32) -> f64 {
        let mine = self.factors.iter().filter(|factor| factor.acts[aspect]);
        1.0 - mine.map(|factor| factor.share * (1.0 - factor.wright(n))).sum::<f64>()
    }

    /// The projects of an arm, in the order of its investments, under the lucks of all investments.
    pub fn course(&self, arm: &Arm, investments: &[Investment], lucks: &[Luck]) -> Vec<Learned> {
        let own = || arm.investments.iter().copied().zip(arm.starts.iter().copied());
        let job = |(k, start): (usize, u32)| {
            let length = investments[k].ramp.knots().last().map_or(0.0, |(month, _)| *month);
            (f64::from(start), lucks[k].slow * arm.pace * length)
        };
        let jobs: Vec<(f64, f64)> = own().map(job).collect();
        let shared = match self.team {
            Some(team) => stretched(&jobs, team),
            None => vec![1.0; jobs.len()],
        };
        let mut order: Vec<usize> = (0..jobs.len()).collect();
        order.sort_by_key(|place| (arm.starts[*place], *place));
        let mut known: Vec<Option<Learned>> = vec![None; jobs.len()];
        for place in order {
            let (k, start) = (arm.investments[place], arm.starts[place]);
            let seen = |(other, learned): (&u32, &Option<Learned>)| {
                *other < start
                    && other + self.gate.month <= start
                    && learned.is_some_and(|l| l.passed)
            };
            let before = arm.starts.iter().zip(&known).filter(|pair| seen(*pair)).count() as u32;
            let [cost, duration, chance] = [0, 1, 2].map(|a| self.factor(a, before + 1));
            let duration = duration * shared[place];
            let luck = experienced(&lucks[k], cost, duration, chance);
            let reached = investments[k].progress(&luck, arm.pace);
            let passed = reached.reach(f64::from(self.gate.month)).people >= self.gate.reach;
            known[place] = Some(Learned { before, passed, cost, duration, chance, luck });
        }
        known.into_iter().flatten().collect()
    }
}

/// The luck of a project as it is for somebody with experience.
fn experienced(luck: &Luck, cost: f64, duration: f64, chance: f64) -> Luck {
    let stays = luck.unspared.map(|draw| draw < chance);
    let mut own = Luck {
        slow: luck.slow * duration,
        overrun: luck.overrun * cost,
        integration: luck.integration * cost,
        review_cost: luck.review_cost * cost,
        gap_cost: luck.gap_cost * cost,
        gate_cost: luck.gate_cost * cost,
        stalled: luck.stalled && stays[0],
        ..*luck
    };
    if !stays[1] {
        (own.gap_cost, own.gap_delay) = (0.0, 0.0);
    }
    if !stays[2] {
        (own.gate_cost, own.gate_delay, own.cancelled_in) = (0.0, 0.0, None);
    }
    own
}

/// How much longer jobs (begin, months of work at full pace) take when at most `team` of them are worked on at full
/// pace and more share the people evenly: a factor on each; exactly 1 where nobody waits.
fn stretched(jobs: &[(f64, f64)], team: f64) -> Vec<f64> {
    let mut left: Vec<f64> = jobs.iter().map(|(_, work)| *work).collect();
    let mut lost = vec![0.0; jobs.len()];
    let mut now = jobs.iter().map(|(begin, _)| *begin).fold(f64::INFINITY, f64::min);
    loop {
        let at_work: Vec<usize> =
            (0..jobs.len()).filter(|k| jobs[*k].0 <= now && left[*k] > 0.0).collect();
        let later = jobs.iter().map(|(begin, _)| *begin).filter(|begin| *begin > now);
        let next = later.fold(f64::INFINITY, f64::min);
        let least = at_work.iter().map(|k| left[*k]).fold(f64::INFINITY, f64::min);
        let pace = (team / at_work.len().max(1) as f64).min(1.0);
        let step = (least / pace).min(next - now);
        if !step.is_finite() {
            break;
        }
        let is_end = step >= least / pace;
        for k in at_work {
            lost[k] += step * (1.0 - pace);
            left[k] = if is_end && left[k] <= least { 0.0 } else { left[k] - step * pace };
        }
        now = if is_end { now + step } else { next };
    }
    let factor = |(lost, (_, work)): (&f64, &(f64, f64))| {
        if *work > 0.0 { 1.0 + lost / work } else { 1.0 }
    };
    lost.iter().zip(jobs).map(factor).collect()
}

impl Arm {
    /// The draws of all investments as they are in this arm: those of its own with what they have learned.
    pub fn lucks<'l>(&self, investments: &[Investment], lucks: &'l [Luck]) -> Cow<'l, [Luck]> {
        let Some(learning) = self.learning.as_ref().filter(|_| self.investments.len() > 1) else {
            return Cow::Borrowed(lucks);
        };
        let mut own = lucks.to_vec();
        for (k, learned) in self.investments.iter().zip(learning.course(self, investments, lucks)) {
            own[*k] = learned.luck;
        }
        Cow::Owned(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning() -> Learning {
        let factor = |name, rate, share, acts| Factor { name, rate, share, acts };
        Learning {
            factors: vec![
                factor(FACTORS[0], 0.2, 0.5, [true, true, true]),
                factor(FACTORS[2], 0.1, 0.3, [false, true, true]),
            ],
            team: None,
            gate: Gate { month: 6, reach: 0.5 },
        }
    }

    #[test]
    fn d46_every_doubling_takes_the_same_share_off_as_wright_says() {
        let l = learning();
        let [first, second, fourth] = [1, 2, 4].map(|n| l.factors[0].wright(n));
        assert_eq!(first, 1.0);
        assert!((second - 0.8).abs() < 1e-15 && (fourth - 0.64).abs() < 1e-15);
        // n^b with b = log2(1 - rate).
        let b = libm::log2(0.8);
        assert!((l.factors[0].wright(3) - libm::pow(3.0, b)).abs() < 1e-15);
        // Cost: half of the effort x 0.8; duration and success: a further 30 % x 0.9.
        assert!((l.factor(0, 2) - 0.9).abs() < 1e-15);
        assert!((l.factor(1, 2) - 0.87).abs() < 1e-15);
        assert_eq!(l.factor(2, 1), 1.0);
    }

    #[test]
    fn d46_experience_spares_troubles_as_often_as_written_and_moves_nothing_else() {
        let bad = Luck {
            stalled: true,
            gap_cost: 100.0,
            gap_delay: 2.0,
            cancelled_in: Some(6),
            slow: 1.5,
            ..Luck::AS_PLANNED
        };
        let n = 1000;
        let at = |k: u32, of: usize| {
            let mut unspared = [0.0; 3];
            unspared[of] = (f64::from(k) + 0.5) / f64::from(n);
            experienced(&Luck { unspared, ..bad }, 0.9, 0.8, 0.75)
        };
        let stays = |of: usize, f: fn(&Luck) -> bool| (0..n).filter(|k| f(&at(*k, of))).count();
        assert_eq!(stays(0, |l| l.stalled), 750);
        assert_eq!(stays(1, |l| l.gap_cost > 0.0 && l.gap_delay == 2.0), 750);
        assert_eq!(stays(2, |l| l.cancelled_in.is_some()), 750);
        let one = at(0, 0);
        assert_eq!((one.slow, one.gap_cost, one.adoption), (1.5 * 0.8, 90.0, bad.adoption));
    }

    #[test]
    fn d45_who_shares_people_takes_longer_and_nobody_works_faster_than_planned() {
        // Three equal jobs on the people of one: all take three times as long.
        let near = |found: Vec<f64>, want: f64| found.iter().all(|x| (x - want).abs() < 1e-12);
        assert!(near(stretched(&[(0.0, 12.0); 3], 1.0), 3.0));
        assert_eq!(stretched(&[(0.0, 12.0); 3], 3.0), [1.0; 3]);
        // One after the other nobody waits.
        assert_eq!(stretched(&[(0.0, 12.0), (12.0, 7.3), (30.0, 1.0)], 1.0), [1.0; 3]);
        // 6 months alone, then shared: 12 more for the 6 left; the second then has 6 left alone.
        assert!(near(stretched(&[(0.0, 12.0), (6.0, 12.0)], 1.0), 1.5));
        // Nothing to do takes no time.
        assert_eq!(stretched(&[(0.0, 0.0), (0.0, 4.0)], 1.0), [1.0, 1.0]);
        assert!(stretched(&[], 1.0).is_empty());
    }
}
