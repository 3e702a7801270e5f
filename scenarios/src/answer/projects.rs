//! Investments as capital projects.

use super::groups::Groups;
use super::spread::full_spread;
use crate::finance::tco_total::{IntegrationBase, integration_share};
use crate::investment::governance::Approval;
use crate::investment::project::Investment;
use crate::investment::review::{Interface, Review};
use crate::investment::uncertainty::Luck;
use crate::study::Study;
use crate::study::result::{
    ApprovalResult, CheckItem, ChecklistResult, IntegrationResult, InterfaceResult, Project,
    RateOfReturn, Role, Share, Spread,
};
use crate::study::run::Pairs;
use jiff::ToSpan;

/// Every investment of which the study says who answers for it as a project.
pub fn all(study: &Study, groups: &Groups, pairs: &Pairs) -> Vec<Project> {
    let project = |(k, investment): (usize, &Investment)| {
        let approval = investment.governance.approval.as_ref();
        let approval = approval.map(|approval| decision(study, groups, pairs, k, approval));
        let project = Project {
            investment: investment.name.clone(),
            title: investment.title.clone(),
            approval,
            integration: integration(groups, pairs, k, investment),
            checklist: checklist(groups, pairs, k, investment),
            from_day_one: investment.governance.from_day_one.clone(),
        };
        let said = project.approval.is_some()
            || project.integration.is_some()
            || project.checklist.is_some()
            || project.from_day_one.is_some();
        said.then_some(project)
    };
    study.investments.iter().enumerate().filter_map(project).collect()
}

fn decision(
    study: &Study,
    groups: &Groups,
    pairs: &Pairs,
    k: usize,
    approval: &Approval,
) -> ApprovalResult {
    let hurdle = approval.hurdle.unwrap_or_else(|| study.terms.wacc.fraction());
    ApprovalResult {
        approver: approval.approver.clone(),
        approved: approval.approved.map(|day| day.to_string()),
        capex: approval.capex.unwrap_or_else(|| first_day(study, k)).to_string(),
        hurdle,
        hurdle_is_wacc: approval.hurdle.is_none(),
        reaches_hurdle: reaches(study, groups, pairs, k, hurdle),
        post_audits: approval.post_audits.iter().map(ToString::to_string).collect(),
    }
}

/// The day of its contract.
fn first_day(study: &Study, k: usize) -> jiff::civil::Date {
    let steps = study.programme.iter().flat_map(|programme| &programme.steps);
    let month = steps.filter(|(own, _)| *own == k).map(|(_, month)| *month).next().unwrap_or(0);
    study.start.saturating_add(i64::from(month).months())
}

fn reaches(study: &Study, groups: &Groups, pairs: &Pairs, k: usize, hurdle: f64) -> Option<Share> {
    let alone = study.comparisons.iter().position(|plan| {
        let arm = &study.arms[plan.investment];
        study.arms[plan.reference].role == Role::Before
            && arm.investments == [k]
            && arm.starts == [0]
    })?;
    let reached = |rate: &RateOfReturn| match rate {
        RateOfReturn::One(rate) => *rate >= hurdle,
        RateOfReturn::NoneGaining => true,
        RateOfReturn::NoneLosing => false,
        RateOfReturn::Several(rates) => rates.iter().all(|rate| *rate >= hurdle),
    };
    let base = pairs.done.iter().filter_map(|(_, pair)| pair.comparisons[alone].rows.first());
    Some(groups.share(base.map(|row| reached(&row.irr))))
}

/// One number of the draws of an investment, over the pairs.
fn drawn(groups: &Groups, pairs: &Pairs, k: usize, of: impl Fn(&Luck) -> f64) -> Spread {
    full_spread(groups, pairs.done.iter().map(|(_, pair)| of(&pair.lucks[k])))
}

fn integration(
    groups: &Groups,
    pairs: &Pairs,
    k: usize,
    investment: &Investment,
) -> Option<IntegrationResult> {
    let interfaces = &investment.unknown.interfaces;
    if interfaces.is_empty() {
        return None;
    }
    let planned: f64 = interfaces.iter().map(Interface::planned).sum();
    let share = integration_share(&investment.cost, IntegrationBase::Software);
    let one = |interface: &Interface| InterfaceResult {
        class: interface.class.clone(),
        count: interface.count,
        hours: [0.1, 0.5, 0.9].map(|p| interface.hours.quantile(p) / 3600.0),
        by_default: interface.by_default,
        rate: interface.rate,
        planned: interface.planned(),
    };
    Some(IntegrationResult {
        interfaces: interfaces.iter().map(one).collect(),
        planned,
        cost: drawn(groups, pairs, k, |luck| luck.integration * planned),
        of_software: share.share,
        unusual: share.unusual,
    })
}

fn checklist(
    groups: &Groups,
    pairs: &Pairs,
    k: usize,
    investment: &Investment,
) -> Option<ChecklistResult> {
    let reviews = &investment.unknown.reviews;
    if reviews.is_empty() {
        return None;
    }
    let planned: f64 = reviews.iter().map(Review::planned).sum();
    let item = |review: &Review| CheckItem {
        topic: review.topic.clone(),
        what: review.what.clone(),
        owner: review.owner.clone(),
        cost: [review.cost.mean(), review.remedy_cost.mean()],
        months: [review.lasts.mean(), review.remedy_time.mean()],
        chance: review.chance,
    };
    let blocked = pairs.done.iter().map(|(_, pair)| pair.lucks[k].reviews_blocked > 0);
    Some(ChecklistResult {
        items: reviews.iter().map(item).collect(),
        blocked: groups.share(blocked),
        cost: drawn(groups, pairs, k, |luck| luck.review_cost * planned),
        months: drawn(groups, pairs, k, |luck| luck.review_delay),
    })
}
