//! Effects that are no effects: promises put in where physics belong, and benefits without a path.

use crate::investment::edit::{Edit, Op};
use crate::investment::project::Investment;
use crate::study::assumptions::Origin;
use crate::study::question::Claim;
use twin_models::text::units::Wrong;
use twin_models::text::{Context, Step};

/// Words of paths under which the plant writes outcomes rather than ways to work: how often something
/// fails, stops or goes wrong.
const OUTCOMES: [&str; 6] = ["life", "scrap", "defects", "minor_stops", "startup_scrap", "visual"];

/// Largest difference between a factor and a promise that are the same.
const SAME: f64 = 1e-6;

/// Reports claims used as effects, and investments that change nothing.
pub(super) fn effects(
    context: &Context<'_>,
    investments: &[Investment],
    claims: &[Claim],
    origins: &[Origin],
) {
    for (k, investment) in investments.iter().enumerate() {
        let place = format!("investments.{}", investment.name);
        // Free of cost and effect: a placebo, which says of itself what it is.
        let costs = !investment.cost.is_empty();
        if investment.changes_nothing() && investment.office.is_none() && costs {
            let wrong = Wrong::new(
                "it changes nothing in the plant: a benefit without a physical path is soft-only, and no \
                 hard benefit will be counted",
                "add edits: what is done otherwise because of it?",
            );
            context.warn(investment.span, &place, wrong);
        }
        from_day_one(context, investment, k, claims, &place);
        let calibrated = investment.calibrated.as_ref().map(|c| c.edit);
        let edits = investment.edits.iter().enumerate().filter(|(n, _)| Some(*n) != calibrated);
        for (_, edit) in edits.filter(|(_, edit)| is_outcome(edit)) {
            let Op::Multiply(factor) = edit.op else { continue };
            let place = format!("{place}.edits.{}", edit.path);
            let promised = |c: &&Claim| {
                let more_life = 1.0 / (1.0 + c.change).max(SAME);
                let is = |x: f64| (factor - x).abs() <= SAME;
                c.investment == k && (is(1.0 + c.change) || is(more_life))
            };
            if let Some(claim) = claims.iter().find(promised) {
                let reason = format!(
                    "the promise of {:+.0} % ({}) is put in as an effect: then it comes out again, and \
                     nothing has been shown",
                    100.0 * claim.change,
                    claim.source
                );
                let remedy = "edit what the technology does (detection, repair, inspection), or use \
                              `claim_calibrated`, which is labelled";
                context.error(edit.span, &place, Wrong::new(reason, remedy));
            } else if kind_of(&place, &investment.name, origins) == Some("vendor") {
                let reason = "a vendor's number changes an outcome of the plant directly";
                let remedy = "edit what the technology does, put the promise into [[claims]], or use \
                              `claim_calibrated`";
                context.warn(edit.span, &place, Wrong::new(reason, remedy));
            }
        }
    }
}

/// Reports haircuts that take nothing, and those that take the same doubt twice.
pub(super) fn haircuts(context: &Context<'_>, investments: &[Investment]) {
    let cut = |i: &&Investment| i.unknown.haircut.as_constant() != Some(1.0);
    for investment in investments.iter().filter(cut) {
        let place = format!("investments.{}.haircut", investment.name);
        if investment.sources.promised().next().is_none() {
            let wrong = Wrong::new(
                "no effect of this investment is on the word of a vendor: the haircut takes nothing",
                "say in [provenance] which effects are a vendor's (kind = \"vendor\"), or leave `haircut` out",
            );
            context.error(investment.span, &place, wrong);
        }
        if investment.calibrated.as_ref().is_some_and(|c| c.haircut < 1.0) {
            let wrong = Wrong::new(
                "`claim_calibrated` has a haircut already: the same doubt would be counted twice",
                "leave one of them out, or write haircut = \"100 %\" in `claim_calibrated`",
            );
            context.error(investment.span, &place, wrong);
        }
    }
}

/// What has to be learned is never there in full on the first day. A part on a shelf may be.
fn from_day_one(
    context: &Context<'_>,
    investment: &Investment,
    k: usize,
    claims: &[Claim],
    place: &str,
) {
    let learned = investment.predictive.is_some()
        || investment.office.is_some()
        || investment.calibrated.is_some()
        || claims.iter().any(|claim| claim.investment == k);
    let idle = investment.changes_nothing() && investment.office.is_none();
    let reason = investment.governance.from_day_one.is_some();
    if learned && !idle && !reason && investment.is_complete_at_once() {
        let wrong = Wrong::new(
            "its full effect is there on the first day and stays as it is: nothing ramps up, nobody has to \
             adopt it, nothing can go wrong",
            "add a ramp (ramp = \"default\"), or say why it is so: from_day_one = \"reason\"",
        );
        context.error(investment.span, place, wrong);
    }
}

fn is_outcome(edit: &Edit) -> bool {
    let is = |step: &Step| matches!(step, Step::Key(key) if OUTCOMES.contains(&&**key));
    edit.path.steps.iter().any(is)
}

/// The kind of knowledge that the longest path over this place tells.
fn kind_of<'o>(place: &str, name: &str, origins: &'o [Origin]) -> Option<&'o str> {
    let edits = format!("investments.{name}.edits");
    let covers = |o: &&Origin| place.starts_with(&*o.path) || o.path.starts_with(&edits);
    origins.iter().filter(covers).max_by_key(|o| o.path.len()).map(|o| &*o.kind)
}
