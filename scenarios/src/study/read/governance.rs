//! Reading what makes a capital project of an investment.

use super::investment::CostTerms;
use super::sections_governance::{APPROVAL, CLASSES, INTERFACE, PILOT, REVIEW};
use crate::baseline::score::Score;
use crate::finance::tco::{CostItem, CostLine, Timing, Treatment};
use crate::investment::cost::{INTERFACES_LINE, REVIEWS_LINE};
use crate::investment::governance::{Approval, Governance};
use crate::investment::pilot::Pilot;
use crate::investment::project::Investment;
use crate::investment::review::{Interface, Review};
use crate::investment::uncertainty::Uncertainty;
use crate::tracking::TrackingPlan;
use jiff::civil::Date;
use sim_core::Distribution;
use twin_models::text::units::{Wrong, nearest};
use twin_models::text::{Context, Document, Item, Reader};

/// Reads it; faults go to the reader's context.
pub(super) fn read(reader: &Reader<'_, '_>) -> Governance {
    let table = |key: &str| if reader.has(key) { reader.item(key) } else { None };
    Governance {
        approval: table("approval").and_then(|item| approval(&item)),
        pilot: table("pilot").and_then(|item| pilot(&item)),
        from_day_one: table("from_day_one")
            .and_then(|item| item.text())
            .map(str::trim)
            .filter(|reason| !reason.is_empty())
            .map(str::to_owned),
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

/// Interfaces by class of effort.
pub(super) fn interfaces(reader: &Reader<'_, '_>) -> Vec<Interface> {
    let one = |item: &Item<'_, '_>| {
        let reader = item.table(&INTERFACE)?;
        let class = reader.word("class")?;
        let by_default = !reader.has("hours");
        let hours = match by_default {
            true => {
                let [low, mode, high] = CLASSES.iter().find(|(name, _)| *name == class)?.1;
                Distribution::triangular(low * 3600.0, mode * 3600.0, high * 3600.0).ok()?
            }
            false => reader.law("hours")?,
        };
        let (count, rate) = (reader.count("count"), reader.value("rate"));
        Some(Interface { class: class.to_owned(), count: count?, hours, by_default, rate: rate? })
    };
    reader.list("interfaces").iter().filter_map(one).collect()
}

/// The checklist.
pub(super) fn reviews(reader: &Reader<'_, '_>) -> Vec<Review> {
    let one = |item: &Item<'_, '_>| {
        let reader = item.table(&REVIEW)?;
        let owner = if reader.has("owner") { reader.text("owner") } else { None };
        let (topic, what) = (reader.word("topic"), reader.text("what"));
        let review = Review {
            topic: topic?.to_owned(),
            what: what?.to_owned(),
            owner: owner.map(str::to_owned),
            cost: reader.law("cost")?,
            lasts: reader.law("lasts")?,
            chance: reader.value("chance")?,
            remedy_cost: reader.law("remedy_cost")?,
            remedy_time: reader.law("remedy_time")?,
        };
        let remedied = reader.has("remedy_cost") || reader.has("remedy_time");
        if review.chance > 0.0 && !remedied {
            let remedy = "add remedy_time = \"3 months\", remedy_cost = \"20 k$\", or both";
            reader.error("chance", "it blocks, and nothing follows from it", remedy);
        }
        Some(review)
    };
    reader.list("reviews").iter().filter_map(one).collect()
}

/// What both are planned to cost.
pub(super) fn planned(unknown: &Uncertainty, terms: &CostTerms) -> Vec<CostLine> {
    let line = |name: &str, item, amount: f64, treatment| CostLine {
        name: name.into(),
        item,
        amount,
        currency: terms.currency,
        timing: Timing::AtStart,
        treatment,
        in_quote: false,
        life_months: None,
        begins: 0,
    };
    let interfaces: f64 = unknown.interfaces.iter().map(Interface::planned).sum();
    let reviews: f64 = unknown.reviews.iter().map(Review::planned).sum();
    let capital = Treatment::Capital(terms.depreciation);
    let lines = [
        line(INTERFACES_LINE, CostItem::Integration, interfaces, capital),
        line(REVIEWS_LINE, CostItem::CyberAndCompliance, reviews, Treatment::Expense),
    ];
    lines.into_iter().filter(|line| line.amount > 0.0).collect()
}
