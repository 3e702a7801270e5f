//! Investments as capital projects.

use super::groups::Groups;
use crate::investment::governance::Approval;
use crate::investment::project::Investment;
use crate::study::Study;
use crate::study::result::{ApprovalResult, Project, RateOfReturn, Role, Share};
use crate::study::run::Pairs;
use jiff::ToSpan;

/// Every investment of which the study says who answers for it as a project.
pub fn all(study: &Study, groups: &Groups, pairs: &Pairs) -> Vec<Project> {
    let project = |(k, investment): (usize, &Investment)| {
        let approval = investment.governance.approval.as_ref();
        let approval = approval.map(|approval| decision(study, groups, pairs, k, approval));
        approval.is_some().then(|| Project {
            investment: investment.name.clone(),
            title: investment.title.clone(),
            approval,
        })
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
