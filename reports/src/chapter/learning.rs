//! What later projects of a programme learn, and when the n-th of them works.

use crate::document::{Block, Table};
use crate::number;
use scenarios::study::result::{
    LearnedStep, LearningResult, PaybackSpread, Share, Spread, UseCase,
};

/// Blocks of the chapter on the programme.
pub(super) fn blocks(learning: &LearningResult, horizon: u32) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(sentence(learning, horizon))];
    if !learning.factors.is_empty() {
        blocks.push(Block::Table(factors(learning)));
    }
    blocks.push(Block::Table(steps(learning)));
    blocks.push(Block::Table(use_cases(learning, horizon)));
    blocks
}

fn sentence(learning: &LearningResult, horizon: u32) -> String {
    let Some(last) = learning.use_cases.last() else { return String::new() };
    let when = |time: &PaybackSpread| {
        format!(
            "{} (median; {} of the pairs never)",
            number::payback(time.p50, horizon),
            number::share(&time.never)
        )
    };
    format!(
        "A project teaches the next only if {} months after its contract it has reached {} of its intended effect. \
         Until {} projects work it takes, one after the other, {}; all at once, {}.",
        learning.gate_after,
        number::percent(learning.gate_reach),
        last.n,
        when(&last.focused),
        when(&last.at_once),
    )
}

fn factors(learning: &LearningResult) -> Table {
    let headings =
        ["What is learned", ">Off with every doubling", ">Share of the effort", "Makes less"];
    let mut table = Table::new("What is learned, as the study says", &headings);
    for factor in &learning.factors {
        table.row(vec![
            factor.name.replace('_', " ").into(),
            number::percent(factor.rate).into(),
            number::percent(factor.share).into(),
            factor.of.join(", ").into(),
        ]);
    }
    table.noted(
        "The n-th project takes (1 - rate)^(log2 n) of the effort of the first (Wright's law); n counts it and those \
         before it that had passed the gate by the day of its contract.",
    )
}

fn steps(learning: &LearningResult) -> Table {
    let headings = [
        "Step",
        ">Contract, month",
        ">Passes the gate",
        ">Nobody to learn from",
        ">One-off costs x",
        ">Time of the ramp x",
        ">Chance of trouble x",
        ">Spared a trouble",
    ];
    let mut table = Table::new("What each project has learned: mean, P10 to P90", &headings);
    for step in &learning.steps {
        table.row(vec![
            step.title.as_str().into(),
            step.start_month.to_string().into(),
            number::share(&step.passed).into(),
            nobody(step).into(),
            factor(&step.cost).into(),
            factor(&step.duration).into(),
            factor(&step.chance).into(),
            number::share(&step.spared).into(),
        ]);
    }
    let team = match learning.team {
        Some(team) => format!(
            " The people carry {team} at once at the planned pace; more share them, which the time of the ramp contains."
        ),
        None => String::new(),
    };
    table.noted(format!(
        "Trouble: a stall, a connectivity gap or a compliance gate. The draws of every project are those without \
         learning.{team}"
    ))
}

fn nobody(step: &LearnedStep) -> String {
    step.experience.first().map_or(String::new(), number::share)
}

fn factor(spread: &Spread) -> String {
    let two = |x: f64| format!("{x:.2}");
    match spread.min == spread.max {
        true => two(spread.mean),
        false => format!("{}, {} to {}", two(spread.mean), two(spread.p10), two(spread.p90)),
    }
}

fn use_cases(learning: &LearningResult, horizon: u32) -> Table {
    let headings = [
        "Projects at work",
        ">One after the other: P10, months",
        ">P50",
        ">P90",
        ">Never",
        ">All at once: P10, months",
        ">P50",
        ">P90",
        ">Never",
        ">One after the other earlier",
        ">later",
    ];
    let mut table = Table::new("Months until so many projects work", &headings);
    for case in &learning.use_cases {
        table.row(row(case, horizon));
    }
    table.noted(format!(
        "A project works from the month in which it has reached what the gate asks, on its day or later, unless it is \
         given up afterwards. Never: not within {horizon} months; a quantile beyond is written > {horizon}."
    ))
}

fn row(case: &UseCase, horizon: u32) -> Vec<crate::document::Cell> {
    let mut cells = vec![case.n.to_string().into()];
    for time in [&case.focused, &case.at_once] {
        cells.extend(
            [time.p10, time.p50, time.p90].map(|t| number::payback_cell(t, horizon).into()),
        );
        cells.push(never(&time.never).into());
    }
    cells.extend([&case.focused_earlier, &case.focused_later].map(|s| number::share(s).into()));
    cells
}

fn never(share: &Share) -> String {
    number::share(share)
}
