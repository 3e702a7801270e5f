//! The investment as a capital project: who decides, at which rate, and when it is audited.

use super::section;
use crate::document::{Block, Note, Section, Table};
use crate::number::{self, Scale};
use scenarios::study::result::{
    ApprovalResult, ChecklistResult, IntegrationResult, Project, StudyResult,
};

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
    let currency = &result.provenance.currency;
    for project in &result.projects {
        if let Some(integration) = &project.integration {
            section.blocks.push(Block::Table(interfaces(project, integration, currency)));
        }
        if let Some(checklist) = &project.checklist {
            section.blocks.push(Block::Table(checks(project, checklist, currency)));
        }
        if let Some(reason) = &project.from_day_one {
            section.blocks.push(Block::Note(Note::information(
                "Full effect on the first day",
                format!("{}: {reason}", project.title),
            )));
        }
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

fn interfaces(project: &Project, found: &IntegrationResult, currency: &str) -> Table {
    let money = Scale::money(currency, found.cost.p90, None);
    let planned = format!(">Planned [{}]", money.unit());
    let headings =
        ["Class of effort", ">Interfaces", ">Hours on each, P10 to P90", ">Rate", &planned];
    let caption = format!("{}: integration by interfaces", project.title);
    let mut table = Table::new(caption, &headings);
    for one in &found.interfaces {
        let [low, middle, high] = one.hours;
        let default = if one.by_default { "; of the class, not measured" } else { "" };
        table.row(vec![
            one.class.replace('_', " ").into(),
            one.count.to_string().into(),
            format!("{middle:.0} ({low:.0} to {high:.0}){default}").into(),
            format!("{}/h", Scale::money(currency, one.rate, None).full(one.rate)).into(),
            money.bare(one.planned).into(),
        ]);
    }
    table.strong(vec![
        "Together".into(),
        found.interfaces.iter().map(|one| one.count).sum::<u32>().to_string().into(),
        format!("in the futures {}", money.range(found.cost.p10, found.cost.p90)).into(),
        "".into(),
        money.bare(found.planned).into(),
    ]);
    let share = match found.of_software {
        None => "No software is bought to compare it with.".to_owned(),
        Some(share) => format!(
            "All planned integration, the line `integration` included, is {} of licence or three years of \
             subscription; usual are 30 to 50 %{}.",
            percent(share),
            if found.unusual { ": look why it is outside" } else { "" }
        ),
    };
    table.noted(format!(
        "In the futures: P10 to P90 of what is drawn; a cost line of its own. {share}"
    ))
}

fn checks(project: &Project, found: &ChecklistResult, currency: &str) -> Table {
    let headings = [
        "To be looked at",
        "Topic",
        "Owner",
        ">Cost",
        ">Months",
        ">Chance of a block",
        ">Then it costs",
        ">and takes, months",
    ];
    let caption = format!("{}: data governance, cyber security, compliance", project.title);
    let mut table = Table::new(caption, &headings);
    let money = |x: f64| Scale::money(currency, x, None).full(x);
    for item in &found.items {
        table.row(vec![
            item.what.as_str().into(),
            item.topic.as_str().into(),
            item.owner.clone().unwrap_or_else(|| "nobody".to_owned()).into(),
            money(item.cost[0]).into(),
            format!("{:.1}", item.months[0]).into(),
            percent(item.chance).into(),
            money(item.cost[1]).into(),
            format!("{:.1}", item.months[1]).into(),
        ]);
    }
    let scale = Scale::money(currency, found.cost.p90, None);
    table.noted(format!(
        "Means; the reviews run side by side and nothing is live before the last one is passed. In the \
         futures: at least one blocks in {}; together they cost {} and take {:.1} months (medians; P10 to P90 \
         {} and {:.1} to {:.1} months).",
        number::share(&found.blocked),
        scale.full(found.cost.p50),
        found.months.p50,
        scale.range(found.cost.p10, found.cost.p90),
        found.months.p10,
        found.months.p90,
    ))
}
