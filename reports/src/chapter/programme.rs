//! Several investments one after the other: step by step, all at once, later, with the option to stop.

use super::{learning, section};
use crate::document::{Block, Section, Table};
use crate::number::{self, Scale, half_width, largest};
use scenarios::study::result::{GateResult, ProgrammeResult, Spread, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let programme = result.programme.as_ref()?;
    let error = half_width(programme.sequence.mean_ci).filter(|h| *h > 0.0);
    let most =
        largest([&programme.sequence, &programme.at_once].iter().flat_map(|s| [s.p10, s.p90]));
    let scale = Scale::money(&result.provenance.currency, most, error);
    let mut section = section("programme", "Programme", "For the CFO and the planner");
    section.blocks.push(Block::Paragraph(sentence(programme, &scale)));
    section.blocks.push(Block::Table(steps(programme, &scale)));
    section.blocks.push(Block::Table(ways(programme, &scale)));
    if let Some(gate) = &programme.gate {
        section.blocks.push(Block::Paragraph(review(gate, &scale)));
    }
    if let Some(learning) = &programme.learning {
        section.blocks.extend(learning::blocks(learning, result.provenance.horizon_months));
    }
    Some(section)
}

fn mean(spread: &Spread, scale: &Scale) -> String {
    match spread.mean_ci {
        Some(ci) => scale.with_range(spread.mean, ci.low, ci.high),
        None => scale.full(spread.mean),
    }
}

fn sentence(programme: &ProgrammeResult, scale: &Scale) -> String {
    let what = match programme.difference.mean_ci {
        Some(ci) if ci.low > 0.0 => "is worth more than",
        Some(ci) if ci.high < 0.0 => "is worth less than",
        _ => "is worth as much, as far as these pairs can tell, as",
    };
    format!(
        "One after the other {what} the same scope all at once: {} against {} (mean net present value, \
         95 % interval), difference {}. At most {} are out at once (median; {} all at once).",
        mean(&programme.sequence, scale),
        mean(&programme.at_once, scale),
        mean(&programme.difference, scale),
        scale.full(programme.gap.p50),
        scale.full(programme.gap_at_once.p50),
    )
}

fn steps(programme: &ProgrammeResult, scale: &Scale) -> Table {
    let adds = format!(">Adds to those before it [{}]", scale.unit());
    let headings =
        ["Step", ">Contract, month", &adds, ">95 % interval", ">Funded by the steps before"];
    let mut table = Table::new("Step by step: mean net present value", &headings);
    for step in &programme.steps {
        let ci = step.adds.mean_ci;
        table.row(vec![
            step.title.as_str().into(),
            step.start_month.to_string().into(),
            scale.bare(step.adds.mean).into(),
            ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            step.funded.as_ref().map_or(String::new(), number::share).into(),
        ]);
    }
    table.noted(
        "Funded: share of pairs in which the cash earned by the steps before, after tax, covers the \
         one-off outlay of this one in the month of its contract.",
    )
}

fn ways(programme: &ProgrammeResult, scale: &Scale) -> Table {
    let unit = scale.unit();
    let headings = [
        "Way".to_owned(),
        format!(">NPV mean [{unit}]"),
        ">P10 to P90".to_owned(),
        format!(">Less than the sequence now [{unit}]"),
        ">95 % interval".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Ways to do the same", &headings);
    let npv = |s: &Spread| [scale.bare(s.mean).into(), scale.range(s.p10, s.p90).into()];
    let interval = |s: &Spread, sign: f64| {
        let ci = s.mean_ci.map(|ci| (sign * ci.low, sign * ci.high));
        ci.map_or(String::new(), |(a, b)| scale.range(a.min(b), a.max(b)))
    };
    let mut row = |name: String, s: &Spread, less: f64, range: String, strong: bool| {
        let mut cells = vec![name.into()];
        cells.extend(npv(s));
        cells.extend([if strong { "".into() } else { scale.bare(less).into() }, range.into()]);
        if strong { table.strong(cells) } else { table.row(cells) }
    };
    row("One after the other, now".to_owned(), &programme.sequence, 0.0, String::new(), true);
    let difference = &programme.difference;
    let range = interval(difference, 1.0);
    row("All at once".to_owned(), &programme.at_once, difference.mean, range, false);
    for delay in &programme.delays {
        let name = format!("One after the other, {} months later", delay.months);
        row(name, &delay.npv, delay.cost.mean, interval(&delay.cost, 1.0), false);
    }
    if let Some(gate) = &programme.gate {
        let name = "With the option to stop".to_owned();
        row(name, &gate.with_option, -gate.value.mean, interval(&gate.value, -1.0), false);
    }
    table.noted(
        "All within the same months of the study: what is begun later has less time to pay back. What is \
         bought later is bought at the prices of then.",
    )
}

fn review(gate: &GateResult, scale: &Scale) -> String {
    format!(
        "The review in month {} passes if the first step reaches {} of its intended effect, people \
         included: in {} of the pairs. Where it fails the rest is not begun. The option to stop is worth \
         {} (mean, 95 % interval). It is worth something only where the first step tells what the others \
         will do: by the same luck (`same_luck_as`), or because it is what they build on.",
        gate.month,
        number::percent(gate.reach),
        number::share(&gate.passed),
        mean(&gate.value, scale),
    )
}
