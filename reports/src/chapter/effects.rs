//! Where the effects come from: physics, a claim, a formula, or nothing; and how cautiously.

use super::section;
use crate::document::{Block, Note, Section, Table};
use crate::number::Scale;
use scenarios::study::result::{Basis, Effect, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    if result.effects.is_empty() {
        return None;
    }
    let title = "Where the effects come from";
    let mut section = section("effects", title, "For the CFO and the engineer");
    let mut table =
        Table::new("What is assumed of each investment", &["Investment", "Rests on", "Caution"]);
    for effect in &result.effects {
        let caution = match effect.layers.is_empty() {
            true => "none: the full effect from the first day".to_owned(),
            false => effect.layers.join("; "),
        };
        table.row(vec![effect.title.as_str().into(), rests_on(effect).into(), caution.into()]);
    }
    section.blocks.push(Block::Table(table.noted(
        "Percentages of an effect are those of the steady state; an average of the first year is smaller by \
         the ramp. The 60 % row of the pessimistic table comes on top, once.",
    )));
    if result.effects.iter().any(|effect| !effect.chain.is_empty()) {
        section.blocks.push(Block::Table(chains(&result.effects)));
    }
    for effect in &result.effects {
        section.blocks.extend(notes(effect).map(Block::Note));
    }
    Some(section)
}

/// From signal to physical change, as the study declares it.
fn chains(effects: &[Effect]) -> Table {
    let headings = ["Investment", "Signal", "Decision", "Physical change", "Effects"];
    let mut table = Table::new("From signal to physical change", &headings);
    for effect in effects {
        for chain in &effect.chain {
            table.row(vec![
                effect.title.as_str().into(),
                chain.signal.as_str().into(),
                chain.decision.as_str().into(),
                chain.change.as_str().into(),
                chain.effects.join(", ").into(),
            ]);
        }
    }
    table.noted("As declared in the study. Effects without a chain are told by flag F22.")
}

fn rests_on(effect: &Effect) -> String {
    match (effect.basis, &effect.calibration) {
        (Basis::ClaimCalibrated, Some(c)) => {
            let percent = Scale::percent(Some(0.005)).at_most(1);
            format!(
                "a claim: {} × {:.3}, so that {} changes by {} (claimed {}, {} of it credible; {})",
                c.path,
                c.factor,
                c.indicator,
                percent.signed(c.outcome),
                percent.signed(c.claimed),
                percent.full(c.haircut),
                c.source
            )
        }
        (Basis::Formula, _) => "a formula: no machine is touched, nothing is simulated".to_owned(),
        (Basis::SoftOnly, _) => "nothing in the plant: soft-only".to_owned(),
        _ => "physical values of the plant".to_owned(),
    }
}

fn notes(effect: &Effect) -> impl Iterator<Item = Note> {
    let calibrated = effect.calibration.is_some().then(|| {
        Note::warning(
            "Calibrated against a claim",
            format!(
                "the effect of {} is no result of this study: it was chosen so that the claim, cut down to \
                 its credible part, comes out at full maturity.",
                effect.title
            ),
        )
    });
    let soft = (effect.basis == Basis::SoftOnly).then(|| {
        Note::warning(
            "Soft-only",
            format!(
                "{} changes nothing in the plant: a benefit without a physical path. Its costs count, a hard \
                 benefit it has none.",
                effect.title
            ),
        )
    });
    let twice = effect.counted_twice.then(|| {
        Note::warning(
            "Doubt counted twice",
            format!(
                "{} has a haircut on its claim and an effectiveness of {:.0} % besides: choose one.",
                effect.title,
                100.0 * effect.effectiveness
            ),
        )
    });
    [calibrated, soft, twice].into_iter().flatten()
}
