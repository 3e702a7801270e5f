//! Reading what makes a capital project of an investment.

use super::sections_governance::{APPROVAL, PILOT};
use crate::baseline::score::Score;
use crate::investment::governance::{Approval, Governance};
use crate::investment::pilot::Pilot;
use crate::investment::project::Investment;
use crate::tracking::TrackingPlan;
use jiff::civil::Date;
use twin_models::text::units::{Wrong, nearest};
use twin_models::text::{Context, Document, Item, Reader};

/// Reads it; faults go to the reader's context.
pub(super) fn read(reader: &Reader<'_, '_>) -> Governance {
    let table = |key: &str| if reader.has(key) { reader.item(key) } else { None };
    Governance {
        approval: table("approval").and_then(|item| approval(&item)),
        pilot: table("pilot").and_then(|item| pilot(&item)),
    }
}

fn approval(item: &Item<'_, '_>) -> Option<Approval> {
    let reader = item.table(&APPROVAL)?;
    let day = |key: &str| if reader.has(key) { reader.date(key) } else { None };
    let approver = reader.text("approver");
    let (approved, capex) = (day("approved"), day("capex"));
    let hurdle = if reader.has("hurdle") { reader.value("hurdle") } else { None };
    let mut post_audits: Vec<Date> = Vec::new();
    for item in reader.list("post_audits") {
        let Some(date) = item.date() else { continue };
        if approved.is_some_and(|approved| date <= approved) {
            item.error("a post-audit before the approval", "give a day after `approved`");
        } else if capex.is_some_and(|capex| date <= capex) {
            item.error("a post-audit before the money is spent", "give a day after `capex`");
        } else if post_audits.last().is_some_and(|last| date <= *last) {
            item.error("post-audits are not in order", "write each day once, the first one first");
        }
        post_audits.push(date);
    }
    Some(Approval { approver: approver?.to_owned(), approved, capex, hurdle, post_audits })
}

fn pilot(item: &Item<'_, '_>) -> Option<Pilot> {
    let reader = item.table(&PILOT)?;
    let (start, lasts, gate) = (reader.value("start"), reader.value("lasts"), reader.value("gate"));
    let target = if reader.has("target") { reader.value("target") } else { None };
    let metric = reader.text("metric")?.to_owned();
    let (start, lasts) = (start? as u32, lasts? as u32);
    Some(Pilot { start, lasts, metric, target, gate: gate?, span: item.node.span })
}

/// How the scorecard is tracked: as `[tracking]` says, or because of a pilot; normally not at all.
pub(super) fn tracking(root: &Reader<'_, '_>, investments: &[Investment]) -> Option<TrackingPlan> {
    let asked = root.has("tracking").then(|| root.table("tracking")).flatten();
    let plan = asked.and_then(|reader| {
        let (futures, history) = (reader.count("futures"), reader.value("history"));
        Some(TrackingPlan { futures: u64::from(futures?), history: history? as u32 })
    });
    if root.has("tracking") && !root.has("scorecard") {
        let remedy = "add [scorecard.NAME] (`gemba lock --suggest` writes a first one)";
        root.error("tracking", "there is no scorecard that could be tracked", remedy);
    }
    let pilots = investments.iter().any(|i| i.governance.pilot.is_some());
    plan.or_else(|| pilots.then(TrackingPlan::default))
}

/// Reports pilots that nothing can judge.
pub(super) fn pilots(
    context: &Context<'_>,
    file: &Document,
    investments: &[Investment],
    scorecard: &[Score],
    horizon: Option<f64>,
) {
    let lines: Vec<&str> = file
        .get(&["scorecard"])
        .and_then(|node| node.as_table())
        .map_or_else(Vec::new, |table| table.names().collect());
    for investment in investments {
        let Some(pilot) = &investment.governance.pilot else { continue };
        let place = format!("investments.{}.pilot", investment.name);
        let fault = |reason: String, remedy: String| {
            context.error(pilot.span, &place, Wrong::new(reason, remedy));
        };
        if !lines.contains(&&*pilot.metric) {
            let remedy = match nearest(&pilot.metric, lines.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if lines.is_empty() => "add [scorecard.NAME]".to_owned(),
                None => format!("the scorecard has: {}", lines.join(", ")),
            };
            fault(format!("the scorecard has no line `{}`", pilot.metric), remedy);
            continue;
        }
        let score = scorecard.iter().find(|score| score.name == pilot.metric);
        if let (None, Some(None)) = (pilot.target, score.map(|score| score.target)) {
            let remedy = "add target = \"-20 %\" to the pilot, or to the line of the scorecard";
            fault("nobody said what it must reach".to_owned(), remedy.to_owned());
        }
        if score.is_some_and(|score| !score.gauge.is_monthly()) {
            let remedy = "take an indicator that is booked by month, such as `failures`";
            fault(format!("`{}` cannot be told month by month", pilot.metric), remedy.to_owned());
        }
        if horizon.is_some_and(|months| f64::from(pilot.window().end) > months) {
            let remedy = "shorten it, or lengthen the horizon";
            fault("the pilot ends after the horizon".to_owned(), remedy.to_owned());
        }
    }
}
