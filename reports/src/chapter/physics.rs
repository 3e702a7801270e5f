//! What happens on the shop floor: indicators and states, before beside after.

use super::section;
use crate::document::{Block, Cell, Section, Table, Tone};
use crate::figure::{self, GROUPS, group_of};
use crate::look;
use crate::number::{Scale, UNKNOWN, half_width, largest};
use scenarios::study::result::{ArmResult, Comparison, Delta, Role, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result)?;
    let mut section = section("physics", "On the shop floor", "For the engineer and the planner");
    if !comparison.deltas.is_empty() {
        section.blocks.push(Block::Table(indicators(result, comparison)));
    }
    let arms = arms(result, comparison);
    if arms.iter().any(|(_, arm)| !arm.machines.is_empty()) {
        section.blocks.push(figure::block(
            "states",
            "Where the hours go",
            description(&arms),
            figure::state_bars(&arms),
        ));
        section.blocks.push(Block::Table(states(&arms)));
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// The arms worth seeing side by side: reference, do-minimum, investment.
pub(super) fn arms<'a>(
    result: &'a StudyResult,
    comparison: &Comparison,
) -> Vec<(String, &'a ArmResult)> {
    let wanted = |arm: &&ArmResult| {
        arm.name == comparison.reference
            || arm.name == comparison.investment
            || arm.role == Role::DoMinimum
    };
    result.arms.iter().filter(wanted).map(|arm| (look::short(arm.role).to_owned(), arm)).collect()
}

fn indicators(result: &StudyResult, comparison: &Comparison) -> Table {
    let reference = look::title_of(result, &comparison.reference);
    let investment = look::title_of(result, &comparison.investment);
    let headings = [
        "Indicator".to_owned(),
        "Unit".to_owned(),
        format!(">{reference}"),
        format!(">{investment}"),
        ">Difference (95 % interval)".to_owned(),
        ">Relative".to_owned(),
        "Direction".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Indicators, mean over the pairs", &headings);
    for delta in &comparison.deltas {
        table.row(indicator(delta));
    }
    table.noted(
        "Differences are taken pair by pair under the same luck. Where the interval contains 0 the \
         sign is not certain. Definitions stand in the chapter on the method.",
    )
}

/// Name, unit, both means, difference with its interval, relative change, direction.
pub(super) fn indicator(delta: &Delta) -> Vec<Cell> {
    let spread = delta.spread.as_ref();
    let most = largest([delta.reference, delta.investment].into_iter().flatten());
    let error = spread.and_then(|s| half_width(s.mean_ci)).filter(|h| *h > 0.0);
    let error = error.map(|h| h.max(1e-4 * most));
    let scale = Scale::of_unit(&delta.unit, most, error);
    let (scale, unit) = match delta.unit.as_str() {
        "share" => (scale, "share".to_owned()),
        unit => (Scale::plain("", most, error), unit.to_owned()),
    };
    let one = |value: Option<f64>| value.map_or_else(|| UNKNOWN.to_owned(), |v| scale.full(v));
    let difference = spread.map_or_else(
        || UNKNOWN.to_owned(),
        |s| {
            let unit = if delta.unit == "share" { " points" } else { "" };
            let mean = if s.mean > 0.0 { scale.signed(s.mean) } else { scale.full(s.mean) };
            let mean = mean.replace(" %", unit);
            match s.mean_ci {
                Some(ci) if s.mean != 0.0 || ci.high > ci.low => {
                    format!("{mean} ({})", scale.range(ci.low, ci.high))
                }
                _ => mean,
            }
        },
    );
    let relative = match (delta.reference, spread) {
        (Some(reference), Some(s)) if reference != 0.0 && delta.unit != "share" => {
            let change = s.mean / reference.abs();
            let place = error.map(|h| (h / reference.abs()).max(0.001));
            Scale::percent(place).at_most(1).signed(change)
        }
        _ => String::new(),
    };
    let certain = spread.and_then(|s| s.mean_ci).is_some_and(|ci| ci.low > 0.0 || ci.high < 0.0);
    // What rounds to nothing is neither good nor bad.
    let seen = spread.is_some_and(|s| scale.bare(s.mean) != scale.bare(0.0));
    let (word, tone) = match (delta.improves.filter(|_| seen), certain) {
        (Some(true), true) => ("better", Tone::Good),
        (Some(false), true) => ("worse", Tone::Bad),
        (Some(true), false) => ("better, uncertain", Tone::Quiet),
        (Some(false), false) => ("worse, uncertain", Tone::Quiet),
        (None, _) => ("", Tone::Quiet),
    };
    vec![
        delta.name.as_str().into(),
        Cell::toned(unit, Tone::Quiet),
        one(delta.reference).into(),
        one(delta.investment).into(),
        difference.into(),
        relative.into(),
        Cell::toned(word, tone),
    ]
}

fn description(arms: &[(String, &ArmResult)]) -> String {
    let Some((_, first)) = arms.first() else { return String::new() };
    let Some(constraint) = first.machines.iter().find(|m| m.constraint).or(first.machines.first())
    else {
        return String::new();
    };
    let share = |arm: &ArmResult| {
        let machine = arm.machines.iter().find(|m| m.machine == constraint.machine)?;
        let mut sums = [0.0; GROUPS.len()];
        for state in &machine.states {
            if let Some(k) = group_of(&state.leaf, &state.e10) {
                sums[k] += state.hours;
            }
        }
        let total: f64 = sums.iter().sum();
        (total > 0.0).then(|| (100.0 * sums[0] / total, 100.0 * sums[1] / total))
    };
    let words = arms.iter().filter_map(|(name, arm)| {
        let (running, down) = share(arm)?;
        Some(format!("{name} {running:.1} % running and {down:.1} % unplanned down"))
    });
    let words: Vec<String> = words.collect();
    format!("{}: {}.", constraint.machine, words.join(", "))
}

/// The same as numbers, every leaf.
fn states(arms: &[(String, &ArmResult)]) -> Table {
    let mut headings = vec!["Machine".to_owned(), "State".to_owned(), "SEMI E10".to_owned()];
    headings.extend(arms.iter().map(|(name, _)| format!(">{name} [h/year]")));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Hours per year in every state", &headings);
    // Every leaf that occurs in any arm, in the order of the state tree as far as arms agree.
    let Some((_, first)) = arms.first() else { return table };
    for machine in &first.machines {
        let of = |arm: &ArmResult| {
            arm.machines.iter().find(|m| m.machine == machine.machine).map(|m| m.states.clone())
        };
        let all: Vec<_> = arms.iter().map(|(_, arm)| of(arm).unwrap_or_default()).collect();
        let mut leaves: Vec<(&str, &str)> = Vec::new();
        for state in all.iter().flatten() {
            if !leaves.iter().any(|(leaf, _)| *leaf == state.leaf) {
                leaves.push((&state.leaf, &state.e10));
            }
        }
        for (leaf, e10) in leaves {
            let mut cells: Vec<Cell> =
                vec![machine.machine.as_str().into(), leaf.into(), e10.into()];
            cells.extend(all.iter().map(|states| {
                let hours = states.iter().find(|s| s.leaf == leaf).map_or(0.0, |s| s.hours);
                Cell::from(Scale::plain("", hours, Some(0.2)).full(hours))
            }));
            table.row(cells);
        }
    }
    table.folded("Hours per year in every state, machine by machine")
}
