//! What a sequence brings: step by step, against all at once, later, and with the option to stop.

use super::bundle::{Against, minus, of};
use super::plan::{Gate, Programme};
use super::use_cases;
use crate::answer::groups::Groups;
use crate::answer::spread::full_spread;
use crate::pairing::record::ComparisonRecord;
use crate::study::Study;
use crate::study::result::{Delay, GateResult, ProgrammeResult, ProgrammeStep, Share, Spread};
use crate::study::run::Pairs;

/// The result of a programme; none without one.
pub fn compose(study: &Study, groups: &Groups, pairs: &Pairs) -> Option<ProgrammeResult> {
    let programme = study.programme.as_ref()?;
    let against = Against { study, pairs };
    let sequence = against.npv(&programme.whole())?;
    let at_once = against.npv(&programme.at_once())?;
    let gap = |set| -> Option<Spread> {
        Some(full_spread(groups, against.records(&set)?.map(money_out)))
    };
    let steps = (0..programme.steps.len()).map(|n| step(programme, &against, groups, n));
    let delay = |months: &u32| {
        let npv = against.npv(&programme.later(*months))?;
        let cost = minus(groups, &sequence, &npv);
        Some(Delay { months: *months, npv: of(groups, &npv), cost })
    };
    Some(ProgrammeResult {
        arm: against.arm(&programme.whole())?,
        steps: steps.collect::<Option<_>>()?,
        difference: minus(groups, &sequence, &at_once),
        gap: gap(programme.whole())?,
        gap_at_once: gap(programme.at_once())?,
        delays: programme.wait.iter().map(delay).collect::<Option<_>>()?,
        gate: match &programme.gate {
            Some(gate) => Some(review(programme, gate, &against, groups, &sequence)?),
            None => None,
        },
        learning: use_cases::compose(programme, &against, groups),
        sequence: of(groups, &sequence),
        at_once: of(groups, &at_once),
    })
}

/// The most that was out at once, after tax.
fn money_out(record: &ComparisonRecord) -> f64 {
    -record.cumulative.iter().copied().fold(0.0, f64::min) + 0.0
}

fn step(
    programme: &Programme,
    against: &Against<'_>,
    groups: &Groups,
    n: usize,
) -> Option<ProgrammeStep> {
    let (investment, start_month) = programme.steps[n];
    let (with, without) = (programme.first(n + 1), programme.first(n));
    let adds = minus(groups, &against.npv(&with)?, &against.npv(&without)?);
    let funded =
        if n == 0 { None } else { Some(funded(against, groups, &with, &without, start_month)?) };
    let investment = &against.study.investments[investment];
    let (name, title) = (investment.name.clone(), investment.title.clone());
    Some(ProgrammeStep { name, title, start_month, adds, funded })
}

/// How often the steps before have earned the outlay of the next when it is due.
fn funded(
    against: &Against<'_>,
    groups: &Groups,
    with: &super::plan::Set,
    without: &super::plan::Set,
    month: u32,
) -> Option<Share> {
    let pairs = against.records(with)?.zip(against.records(without)?);
    let covered = |(with, without): (&ComparisonRecord, &ComparisonRecord)| {
        let earned = without.cumulative.get(month as usize).copied().unwrap_or(0.0);
        earned >= with.one_off - without.one_off
    };
    Some(groups.share(pairs.map(covered)))
}

/// In pairs in which the first step does not reach what was asked, the rest is not begun.
fn review(
    programme: &Programme,
    gate: &Gate,
    against: &Against<'_>,
    groups: &Groups,
    sequence: &[f64],
) -> Option<GateResult> {
    let (pilot, start) = *programme.steps.first()?;
    let investment = &against.study.investments[pilot];
    let month = f64::from(gate.month);
    let study = against.study;
    let arm = &study.arms[study.comparisons[against.comparison(&programme.whole())?].investment];
    let passed: Vec<bool> = against
        .pairs
        .done
        .iter()
        .map(|(_, pair)| {
            let lucks = arm.lucks(&study.investments, &pair.lucks);
            investment.progress(&lucks[pilot], 1.0).reach(month).people >= gate.reach
        })
        .collect();
    let alone = against.npv(&programme.first(1))?;
    let with: Vec<f64> = passed
        .iter()
        .zip(sequence.iter().zip(&alone))
        .map(|(passed, (all, pilot))| if *passed { *all } else { *pilot })
        .collect();
    Some(GateResult {
        month: start + gate.month,
        reach: gate.reach,
        passed: groups.share(passed.iter().copied()),
        value: minus(groups, &with, sequence),
        with_option: of(groups, &with),
    })
}
