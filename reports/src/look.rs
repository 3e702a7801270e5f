//! Where things are in a result.

use scenarios::study::result::{
    ArmResult, Comparison, Flag, FlagState, Metrics, Role, ScenarioRow, StudyResult,
};

/// The comparison of the first page.
pub(crate) fn headline(result: &StudyResult) -> Option<&Comparison> {
    result.comparisons.iter().find(|c| c.headline).or_else(|| result.comparisons.first())
}

/// Its base case.
pub(crate) fn base(comparison: &Comparison) -> Option<&Metrics> {
    comparison.rows.first().map(|row| &row.metrics)
}

/// The row in which only this is pessimistic: budget, adoption, gains.
pub(crate) fn alone(comparison: &Comparison, what: (bool, bool, bool)) -> Option<&ScenarioRow> {
    comparison.rows.iter().find(|r| (r.over_budget, r.slow_adoption, r.gains_60) == what)
}

/// An arm by its key.
pub(crate) fn arm<'a>(result: &'a StudyResult, name: &str) -> Option<&'a ArmResult> {
    result.arms.iter().find(|a| a.name == name)
}

/// Is it a comparison of a part of a bundle or a programme?
pub(crate) fn is_part(result: &StudyResult, comparison: &Comparison) -> bool {
    arm(result, &comparison.investment).is_some_and(|a| a.role == Role::Part)
}

/// Its title, or its key where it has none.
pub(crate) fn title_of<'a>(result: &'a StudyResult, name: &'a str) -> &'a str {
    arm(result, name).map(|a| a.title.as_str()).filter(|t| !t.is_empty()).unwrap_or(name)
}

/// A word for an arm that fits beside a bar.
pub(crate) fn short(role: Role) -> &'static str {
    match role {
        Role::Before => "before",
        Role::DoMinimum => "do minimum",
        Role::After => "after",
        Role::AfterSlow => "after, slow",
        Role::Part => "part",
    }
}

/// The same flag can speak of several comparisons: those of the headline and of the study.
pub(crate) fn speaking(result: &StudyResult, state: FlagState) -> impl Iterator<Item = &Flag> {
    let id = headline(result).map(|c| c.id.as_str());
    result.flags.iter().filter(move |f| {
        f.state == state && (f.comparison.is_none() || f.comparison.as_deref() == id)
    })
}

/// What is worse than planned in a row, short enough for a table.
pub(crate) fn row_title(row: &ScenarioRow) -> String {
    let parts = [
        (row.over_budget, "Budget ×1.2"),
        (row.slow_adoption, "Adoption ×2"),
        (row.gains_60, "60 % of gains"),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|(is, _)| *is).map(|(_, t)| t).collect();
    match parts.len() {
        0 => "Base case".to_owned(),
        3 => "All three".to_owned(),
        _ => parts.join(", ").replace(", A", ", a"),
    }
}

/// Sum of the mean costs of a comparison, working capital aside.
pub(crate) fn cost(comparison: &Comparison) -> f64 {
    comparison.costs.iter().filter(|c| c.kind != "working_capital").map(|c| c.drawn.mean).sum()
}
