//! What the projects of a sequence have learned, and when the n-th of them works, against all at once.

use super::bundle::Against;
use super::learning::{ASPECTS, Factor, Learned, Learning};
use super::plan::{Programme, Set};
use crate::answer::groups::Groups;
use crate::answer::spread::{full_spread, payback_spread};
use crate::investment::project::Investment;
use crate::investment::uncertainty::Luck;
use crate::study::Study;
use crate::study::arm::Arm;
use crate::study::result::{
    LearnedFactor, LearnedStep, LearningResult, PaybackTime, Share, UseCase,
};

/// One arm in all pairs.
struct Seen<'a> {
    arm: &'a Arm,
    /// Beside the pairs: beside its investments.
    courses: Vec<Vec<Learned>>,
}

/// What was learned; none unless the study asks.
pub(super) fn compose(
    programme: &Programme,
    against: &Against<'_>,
    groups: &Groups,
) -> Option<LearningResult> {
    let learning = programme.learning.as_ref()?;
    let study = against.study;
    let sequence = seen(learning, against, &programme.whole())?;
    let at_once = seen(learning, against, &programme.at_once())?;
    let step = |(k, start): &(usize, u32)| step(study, against, groups, &sequence, *k, *start);
    let times = [&sequence, &at_once].map(|seen| times(study, learning, seen));
    let use_case = |n: usize| use_case(study, groups, &times, n);
    Some(LearningResult {
        factors: learning.factors.iter().map(told).collect(),
        team: learning.team,
        gate_after: learning.gate.month,
        gate_reach: learning.gate.reach,
        steps: programme.steps.iter().map(step).collect::<Option<_>>()?,
        use_cases: (0..programme.steps.len()).map(use_case).collect(),
    })
}

fn told(factor: &Factor) -> LearnedFactor {
    let acts = ASPECTS.iter().zip(factor.acts).filter(|(_, acts)| *acts);
    LearnedFactor {
        name: factor.name.to_owned(),
        rate: factor.rate,
        share: factor.share,
        of: acts.map(|(aspect, _)| (*aspect).to_owned()).collect(),
    }
}

fn seen<'a>(learning: &Learning, against: &Against<'a>, set: &Set) -> Option<Seen<'a>> {
    let study = against.study;
    let arm = &study.arms[study.comparisons[against.comparison(set)?].investment];
    let pairs = against.pairs.done.iter();
    let courses = pairs.map(|(_, pair)| learning.course(arm, &study.investments, &pair.lucks));
    Some(Seen { arm, courses: courses.collect() })
}

fn step(
    study: &Study,
    against: &Against<'_>,
    groups: &Groups,
    seen: &Seen<'_>,
    k: usize,
    start: u32,
) -> Option<LearnedStep> {
    let place = seen.arm.investments.iter().position(|own| *own == k)?;
    let mine = || seen.courses.iter().map(|course| &course[place]);
    let most = mine().map(|learned| learned.before).max().unwrap_or(0);
    let of = |f: fn(&Learned) -> f64| full_spread(groups, mine().map(f));
    let plain = against.pairs.done.iter().map(|(_, pair)| &pair.lucks[k]);
    let investment = &study.investments[k];
    Some(LearnedStep {
        name: investment.name.clone(),
        title: investment.title.clone(),
        start_month: start,
        experience: (0..=most).map(|n| groups.share(mine().map(|l| l.before == n))).collect(),
        passed: groups.share(mine().map(|learned| learned.passed)),
        cost: of(|learned| learned.cost),
        duration: of(|learned| learned.duration),
        chance: of(|learned| learned.chance),
        spared: groups.share(mine().zip(plain).map(|(own, plain)| is_spared(&own.luck, plain))),
    })
}

fn is_spared(own: &Luck, plain: &Luck) -> bool {
    let troubles = |luck: &Luck| {
        let gap = luck.gap_cost > 0.0 || luck.gap_delay > 0.0;
        let gate = luck.gate_cost > 0.0 || luck.gate_delay > 0.0 || luck.cancelled_in.is_some();
        [luck.stalled, gap, gate]
    };
    troubles(own).iter().zip(troubles(plain)).any(|(own, plain)| plain && !own)
}

/// Beside the pairs: months at which its projects begin to work, the first first.
fn times(study: &Study, learning: &Learning, seen: &Seen<'_>) -> Vec<Vec<u32>> {
    let arm = seen.arm;
    let of = |course: &Vec<Learned>| {
        let own = arm.investments.iter().zip(&arm.starts).zip(course);
        let works = |((k, start), learned): ((&usize, &u32), &Learned)| {
            let months = study.horizon.saturating_sub(*start);
            let first = works_from(&study.investments[*k], arm.pace, learned, learning, months)?;
            Some(start + first)
        };
        let mut months: Vec<u32> = own.filter_map(works).collect();
        months.sort_unstable();
        months
    };
    seen.courses.iter().map(of).collect()
}

/// Months after its contract at which a project has reached what the gate asks, for good.
fn works_from(
    investment: &Investment,
    pace: f64,
    learned: &Learned,
    learning: &Learning,
    months: u32,
) -> Option<u32> {
    let progress = investment.progress(&learned.luck, pace);
    if progress.abandoned_from().is_some() {
        return None;
    }
    (0..months).find(|month| {
        let reach = progress.reach(f64::from(*month));
        reach.live && reach.people >= learning.gate.reach
    })
}

fn use_case(study: &Study, groups: &Groups, times: &[Vec<Vec<u32>>; 2], n: usize) -> UseCase {
    let nth = |way: usize| times[way].iter().map(move |months| months.get(n).copied());
    let spread = |way: usize| {
        let time = |month: Option<u32>| match month {
            Some(month) => PaybackTime::Within(f64::from(month)),
            None => PaybackTime::Never,
        };
        payback_spread(groups, nth(way).map(time), study.horizon)
    };
    let before = |a: Option<u32>, b: Option<u32>| a.unwrap_or(u32::MAX) < b.unwrap_or(u32::MAX);
    let share = |first: usize, second: usize| -> Share {
        groups.share(nth(first).zip(nth(second)).map(|(a, b)| before(a, b)))
    };
    UseCase {
        n: n as u32 + 1,
        focused: spread(0),
        at_once: spread(1),
        focused_earlier: share(0, 1),
        focused_later: share(1, 0),
    }
}
