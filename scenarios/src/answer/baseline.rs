//! The baseline of a result: lock, scorecard, owners.

use super::groups::Groups;
use super::spread::spread;
use crate::baseline::score::Score;
use crate::money::prices::{CATEGORIES, PriceLine};
use crate::study::Study;
use crate::study::result::{
    Baseline, Better, LockState, LockUsed, MeasuredValue, Role, ScoreLine, Share, Spread,
};
use crate::study::run::Pairs;

/// Days after the contract on which the first judgement is wanted, in months.
const DAY_90: f64 = 3.0;
/// Terms of a formula that are written out.
const TERMS: usize = 4;

/// Composes it.
pub fn baseline(study: &Study, groups: &Groups, pairs: &Pairs) -> Baseline {
    let lock = study.lock.as_ref();
    let used = |l: &crate::baseline::lock::Lock| -> LockUsed {
        l.used(study.baseline_file.as_deref().unwrap_or_default())
    };
    let changes = lock.map_or_else(Vec::new, |l| study.differs_from(l, &study.data));
    let state = match (lock, changes.is_empty()) {
        (None, _) => LockState::Unlocked,
        (Some(_), true) => LockState::Locked,
        (Some(_), false) => LockState::Changed,
    };
    Baseline {
        state,
        lock: lock.map(used),
        changes,
        scorecard: scorecard(study, groups, pairs),
        gaps: study.gaps().into_iter().chain(study.scorecard_size()).collect(),
        inputs: study.assumptions.len() as u64,
        inputs_without_owner: study.assumptions.iter().filter(|a| a.owner.is_none()).count() as u64,
    }
}

fn scorecard(study: &Study, groups: &Groups, pairs: &Pairs) -> Vec<ScoreLine> {
    let head = study.comparisons.first();
    let before = head.map(|c| c.reference).or_else(|| study.arm(Role::Before));
    let Some(before) = before else { return Vec::new() };
    let after = head.map(|c| c.investment);
    let score = |(k, score): (usize, &Score)| {
        let value = |arm: usize| pairs.done.iter().map(move |(_, pair)| pair.arms[arm].scores[k]);
        let both = || after.into_iter().flat_map(move |after| value(before).zip(value(after)));
        let old = spread(groups, value(before));
        let gauge = &score.gauge;
        ScoreLine {
            name: score.name.clone(),
            title: score.title.clone(),
            kpi: gauge.key().to_owned(),
            on: score.on.clone(),
            unit: gauge.unit().to_owned(),
            definition: gauge.definition().to_owned(),
            standard: gauge.standard().map(str::to_owned),
            better: gauge.better(),
            owner: score.owner.clone(),
            source: score.source.clone(),
            money: score.money.clone(),
            formulas: money_of(study, score),
            before_90: groups.mean_ci_at(value(before), 0.90),
            after: after.and_then(|after| spread(groups, value(after))),
            difference: spread(groups, both().map(|(b, a)| Some(a? - b?))),
            locked: study.lock.as_ref().and_then(|l| l.value_of(&score.name, gauge.key())),
            measured: measured(score, old.as_ref()),
            target: score.target,
            met: met(groups, score, &both().collect::<Vec<_>>()),
            checkpoint: score.checkpoint,
            day_90: score.day_90.clone(),
            reached_by_day_90: after.and_then(|after| planned(study, after, DAY_90)),
            before: old,
        }
    };
    study.scorecard.iter().enumerate().map(score).collect()
}

/// Share of the pairs in which the target is met; absent without one, and where the indicator
/// exists in no pair.
fn met(groups: &Groups, score: &Score, both: &[(Option<f64>, Option<f64>)]) -> Option<Share> {
    let target = score.target?;
    let is_met = |before: f64, after: f64| {
        let wanted = before + target * before.abs();
        match score.gauge.better() {
            Better::Lower => after <= wanted,
            Better::Higher => after >= wanted,
            Better::Neither => (after - wanted).signum() == target.signum() || after == wanted,
        }
    };
    let all: Option<Vec<bool>> = both.iter().map(|(b, a)| Some(is_met((*b)?, (*a)?))).collect();
    let all = all.filter(|all| !all.is_empty())?;
    Some(groups.share(all.into_iter()))
}

/// Share of the effect that is there after `month` months by plan.
fn planned(study: &Study, arm: usize, month: f64) -> Option<f64> {
    let investments = &study.arms.get(arm)?.investments;
    let one = |k: &usize| {
        let investment = &study.investments[*k];
        investment.ramp.at(month / investment.unknown.slow.mean())
    };
    let n = investments.len();
    (n > 0).then(|| investments.iter().map(one).sum::<f64>() / n as f64)
}

/// The plant's own record of an indicator beside its simulation.
pub fn measured(score: &Score, simulated: Option<&Spread>) -> Option<MeasuredValue> {
    let record = score.measured.as_ref()?;
    let interval =
        record.low.zip(record.high).map(|(low, high)| crate::study::result::Interval { low, high });
    let (low, high) = interval.map_or((record.value, record.value), |i| (i.low, i.high));
    Some(MeasuredValue {
        value: record.value,
        interval,
        from: record.from.clone(),
        to: record.to.clone(),
        agrees: simulated.map(|s| low <= s.p95 && s.p5 <= high),
    })
}

/// Lines of the ledger in which an indicator shows, as formulas with units.
pub fn money_of(study: &Study, score: &Score) -> Vec<String> {
    let code = |line: &PriceLine| {
        CATEGORIES.iter().find(|(c, _)| *c == line.category).map_or("", |(_, code)| *code)
    };
    let wanted = |line: &&PriceLine| score.lines.iter().any(|n| *n == line.name || n == code(line));
    study.book.lines.iter().filter(wanted).map(|line| formula(study, line)).collect()
}

/// `scrap [quality] = scrap [pieces] x -248 USD`.
fn formula(study: &Study, line: &PriceLine) -> String {
    let currency = study.terms.currency.to_string();
    let quantities = || study.tools.iter().flat_map(|tools| &tools.schema);
    let term = |(key, money): &(String, f64)| {
        let unit = quantities().find(|q| q.key == *key).map(|q| super::arms::unit(q.unit));
        let unit = unit.map_or_else(String::new, |u| format!(" [{u}]"));
        format!("{key}{unit} x {} {currency}", plain(*money))
    };
    let mut terms: Vec<String> =
        line.terms.iter().filter(|(_, money)| *money != 0.0).map(term).collect();
    let more = terms.len().saturating_sub(TERMS);
    terms.truncate(TERMS);
    let mut text = match terms.is_empty() {
        true => "by the tariff".to_owned(),
        false => terms.join(" + "),
    };
    if more > 0 {
        text += &format!(" + {more} more");
    }
    format!("{} = {text}", line.name)
}

/// At most six significant digits.
fn plain(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" || text.is_empty() { format!("{value:e}") } else { text.to_owned() }
}
