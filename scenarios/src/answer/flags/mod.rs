//! Sanity flags: what a careful reader would ask.

mod backtest;
mod counted;
mod evidence;
mod money;
mod scale;

use crate::study::Study;
use crate::study::result::{
    ArmResult, Baseline, Comparison, Flag, FlagState, Metrics, StudyResult,
};
use crate::study::run::Pairs;

/// All flags of the headline comparison.
pub fn all(
    study: &Study,
    pairs: &Pairs,
    arms: &[ArmResult],
    comparisons: &[Comparison],
    baseline: &Baseline,
) -> Vec<Flag> {
    let Some(head) = comparisons.first() else { return Vec::new() };
    let Some(plan) = study.comparisons.first() else { return Vec::new() };
    let desk = Desk {
        study,
        pairs,
        arms,
        comparisons,
        baseline,
        head,
        before: &arms[plan.reference],
        investment: plan.investment,
    };
    [
        desk.f01(),
        desk.f02(),
        desk.f03(),
        desk.f04(),
        desk.f05(),
        desk.f06(),
        desk.f07(),
        desk.f08(),
        desk.f09(),
        desk.f10(),
        desk.f11(),
        desk.f12(),
        desk.f13(),
        desk.f14(),
        desk.f15(),
        desk.f16(),
        desk.f17(),
        desk.f18(),
        desk.f19(),
        desk.f20(),
        desk.f21(),
        desk.f22(),
        desk.f23(),
    ]
    .into_iter()
    .map(|(id, title, state, text)| Flag {
        id: id.to_owned(),
        title: title.to_owned(),
        state,
        text,
        comparison: Some(head.id.clone()),
    })
    .collect()
}

/// Lets the flags speak of what the probes found: F02.
pub fn after_probes(result: &mut StudyResult) {
    let Some(found) = result.worst_event.as_ref() else { return };
    let Some(flag) = result.flags.iter_mut().find(|flag| flag.id == "F02") else { return };
    let (state, text) = evidence::worst_event(found, &result.provenance.currency);
    (flag.state, flag.text) = (state, text);
}

type Finding = (&'static str, &'static str, FlagState, String);

struct Desk<'a> {
    study: &'a Study,
    pairs: &'a Pairs,
    arms: &'a [ArmResult],
    comparisons: &'a [Comparison],
    baseline: &'a Baseline,
    head: &'a Comparison,
    before: &'a ArmResult,
    investment: usize,
}

const fn warn_if(found: bool) -> FlagState {
    if found { FlagState::Warning } else { FlagState::Quiet }
}

const fn tell_if(found: bool) -> FlagState {
    if found { FlagState::Information } else { FlagState::Quiet }
}

/// Money for texts: `$477k`, `−$2.4k`, `$1.09M`, `$20M`.
fn money(currency: &str, x: f64) -> String {
    let sign = match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        other => format!("{other} "),
    };
    let (unit, letter, decimals) = match x.abs() {
        x if x < 9950.0 => (1e3, 'k', 1),
        x if x < 999_500.0 => (1e3, 'k', 0),
        x if x < 9_995_000.0 => (1e6, 'M', 2),
        _ => (1e6, 'M', 0),
    };
    let digits = format!("{:.decimals$}", x.abs() / unit);
    let zero = !digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let minus = if x < 0.0 && !zero { "\u{2212}" } else { "" };
    format!("{minus}{sign}{digits}{letter}")
}

impl Desk<'_> {
    fn k(&self, x: f64) -> String {
        money(&self.study.terms.currency.to_string(), x)
    }

    fn base(&self) -> &Metrics {
        &self.head.rows[0].metrics
    }

    /// No effect and no cost in any pair.
    fn changes_nothing(&self) -> bool {
        let npv = &self.base().npv;
        npv.min == 0.0 && npv.max == 0.0 && self.first_year_cost() == 0.0
    }

    fn first_year_cost(&self) -> f64 {
        let costs = self.pairs.done.iter().filter_map(|(_, p)| p.comparisons.first());
        costs.map(|c| c.first_year_cost).sum::<f64>() / self.pairs.done.len().max(1) as f64
    }
}
