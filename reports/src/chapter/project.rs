//! The investment as a capital project: who decides, at which rate, and when it is audited.

use super::section;
use crate::document::{Block, Note, Section, Table};
use crate::number::{self, Scale};
use scenarios::study::result::{ApprovalResult, Project, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    if result.projects.is_empty() {
        return None;
    }
    let mut section = section("project", "The project", "For the capital committee");
    let approved: Vec<(&Project, &ApprovalResult)> =
        result.projects.iter().filter_map(|p| Some((p, p.approval.as_ref()?))).collect();
    if !approved.is_empty() {
        section.blocks.push(Block::Table(decisions(&approved)));
    }
    Some(section)
}

/// One line for the first page of each project.
pub(crate) fn notes(result: &StudyResult) -> Vec<Note> {
    let note = |project: &Project| {
        let approval = project.approval.as_ref()?;
        Some(Note::information(project.title.clone(), approval_text(approval)))
    };
    result.projects.iter().filter_map(note).collect()
}

/// The same in words, for the cover of a workbook: label and text.
pub(crate) fn approval(project: &Project) -> Option<(String, String)> {
    let approval = project.approval.as_ref()?;
    Some((format!("Project: {}", project.title), approval_text(approval)))
}

fn percent(x: f64) -> String {
    Scale::percent(None).at_most(1).full(x)
}

fn approval_text(approval: &ApprovalResult) -> String {
    let when = match &approval.approved {
        Some(day) => format!("approved by {} on {day}", approval.approver),
        None => format!("to be approved by {}", approval.approver),
    };
    let hurdle = match approval.hurdle_is_wacc {
        true => format!("{}, the cost of capital", percent(approval.hurdle)),
        false => percent(approval.hurdle),
    };
    let reached = approval
        .reaches_hurdle
        .as_ref()
        .map_or_else(String::new, |s| format!(", reached in {} of futures", number::share(s)));
    let audits = match approval.post_audits.as_slice() {
        [] => "no post-audit is planned".to_owned(),
        days => format!("post-audit {}", days.join(", ")),
    };
    format!("{when}; money spent on {}; hurdle rate {hurdle}{reached}; {audits}.", approval.capex)
}

fn decisions(projects: &[(&Project, &ApprovalResult)]) -> Table {
    let headings = [
        "Investment",
        "Approver",
        "Approved",
        "Money spent",
        ">Hurdle rate",
        ">Reached in",
        "Post-audit",
    ];
    let mut table = Table::new("Who decides, and when it is held against its case", &headings);
    for (project, approval) in projects {
        let or = |text: Option<String>, none: &str| text.unwrap_or_else(|| none.to_owned());
        let audits = Some(approval.post_audits.join(", ")).filter(|days| !days.is_empty());
        table.row(vec![
            project.title.as_str().into(),
            approval.approver.as_str().into(),
            or(approval.approved.clone(), "not yet").into(),
            approval.capex.as_str().into(),
            percent(approval.hurdle).into(),
            approval.reaches_hurdle.as_ref().map_or_else(String::new, number::share).into(),
            or(audits, "none planned").into(),
        ]);
    }
    table.noted(
        "Reached in: share of the paired futures whose internal rate of return against today's plant is \
         the hurdle rate or more (none where it is bought only together with others). The hurdle rate \
         discounts nothing; the cost of capital does. A post-audit compares actual figures with the \
         forecast: `gemba review`.",
    )
}
