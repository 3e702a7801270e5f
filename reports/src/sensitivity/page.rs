//! The page.

use super::{drawn, ends, range, turns, zero};
use crate::chapter::{input_blocks, pessimistic_chapter, races, value_words};
use crate::document::{Block, Cell, Note, Report, Section, Table, Tone};
use crate::figure;
use crate::number::{Scale, count, largest, percent};
use scenarios::sensitivity::result::{Bar, Range, ReverseFound, Sensitivity};
use scenarios::study::result::StudyResult;

/// Bars of the figure; the others stand in the table.
const SHOWN: usize = 14;

/// The page of a sensitivity analysis, with the pessimistic table of the same run.
pub fn report(sensitivity: &Sensitivity, result: &StudyResult) -> Report {
    let whole = crate::compose(result);
    let mut sections = vec![tornado(sensitivity, result)];
    if let Some(decides) = &sensitivity.decides {
        let mut blocks = input_blocks(result, decides);
        // Its tornado stands in the chapter before.
        blocks.retain(|block| !matches!(block, Block::Figure(_)));
        blocks.extend(races(result, &sensitivity.payback_races));
        sections.push(chapter("decides", "What to measure first", blocks));
    }
    sections.push(reverse(sensitivity, result));
    sections.extend(pessimistic_chapter(result));
    sections.push(chapter("method", "How it was computed", method(sensitivity)));
    Report {
        title: format!("What decides: {}", result.provenance.study),
        subtitle: whole.subtitle,
        warnings: whole.warnings,
        sections,
        colophon: format!(
            "gemba {} · seed {} · format {}",
            result.provenance.version, result.provenance.seed, sensitivity.format
        ),
    }
}

fn chapter(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), reader: String::new(), blocks }
}

/// The scale of NPVs in these tables.
pub(super) fn scale(sensitivity: &Sensitivity) -> Scale {
    let most = largest(sensitivity.tornado.iter().flat_map(|bar| [bar.npv_low, bar.npv_high]));
    let most = most.max(sensitivity.at_medians.value.abs());
    // Bars share their luck; their difference is known better than their place.
    let error = sensitivity.tornado.iter().map(|bar| bar.error).filter(|e| *e > 0.0);
    let error = error.fold(f64::INFINITY, f64::min).max(0.02 * most);
    Scale::money(&sensitivity.provenance.currency, most, Some(error))
}

/// The answer in one sentence.
pub(super) fn answer(sensitivity: &Sensitivity) -> String {
    let scale = scale(sensitivity);
    let turning: Vec<&str> =
        sensitivity.tornado.iter().filter(|bar| turns(bar)).map(|bar| &*bar.title).collect();
    let hangs = match sensitivity.tornado.first() {
        Some(first) => format!(
            "The expected NPV hangs most on {}: {} to {}.",
            first.title,
            scale.full(first.npv_low.min(first.npv_high)),
            scale.full(first.npv_low.max(first.npv_high))
        ),
        None => "Nothing moves the expected NPV.".to_owned(),
    };
    match turning.len() {
        0 => format!("{hangs} No input turns its sign on its own within its range."),
        1..=4 => format!("{hangs} On their own turn its sign: {}.", turning.join(", ")),
        n => format!(
            "{hangs} {n} inputs turn its sign on their own, {} first.",
            turning[..3].join(", ")
        ),
    }
}

/// Where the cost of a downtime hour stands.
pub(super) fn downtime(sensitivity: &Sensitivity) -> String {
    match sensitivity.downtime_rank {
        Some(1) => "The cost of a downtime hour moves it most of all inputs.".to_owned(),
        Some(rank) => format!(
            "The cost of a downtime hour, often held to decide alone, is number {rank} of {}.",
            sensitivity.tornado.len()
        ),
        None => "The cost of a downtime hour moves nothing in this study.".to_owned(),
    }
}

fn tornado(sensitivity: &Sensitivity, result: &StudyResult) -> Section {
    let scale = scale(sensitivity);
    let base = &sensitivity.at_medians;
    let mut blocks = vec![
        Block::Lead(answer(sensitivity)),
        Block::Paragraph(format!(
            "Every input on its own, all others at the base: each unknown at its median, no event happens, \
             prices as written. The base has an expected NPV of {} (standard error {}); with the unknowns \
             as they come it is {}. {}",
            scale.full(base.value),
            scale.full(base.error),
            scale.full(sensitivity.reverse.today.value),
            downtime(sensitivity)
        )),
    ];
    let shown: Vec<_> = sensitivity.tornado.iter().take(SHOWN).map(drawn).collect();
    blocks.push(figure::block(
        "tornado-figure",
        "What moves the expected NPV",
        format!(
            "The {} inputs of {} that move it most. Unknowns at P10 and P90 of their laws, events not \
             happening and happening, numbers that the study takes as certain 10 % lower and higher. Black \
             line: base; orange line: 0; whisker: two standard errors of the difference.",
            shown.len(),
            sensitivity.tornado.len()
        ),
        figure::tornado(&shown, base.value, &result.provenance.currency),
    ));
    let (first, rest) = sensitivity.tornado.split_at(shown.len());
    blocks.push(Block::Table(table("The inputs that move it most", first, &scale)));
    if !rest.is_empty() {
        let summary = format!("The other {} inputs", rest.len());
        blocks.push(Block::Table(table("The other inputs", rest, &scale).folded(summary)));
    }
    chapter("tornado", "What moves the value", blocks)
}

fn table(caption: &str, bars: &[Bar], scale: &Scale) -> Table {
    let headings = [
        "Input".to_owned(),
        "NPV is 0 at".to_owned(),
        "Range".to_owned(),
        ">Low".to_owned(),
        ">Base".to_owned(),
        ">High".to_owned(),
        format!(">NPV low [{}]", scale.unit()),
        format!(">NPV high [{}]", scale.unit()),
        format!(">± of the difference [{}]", scale.unit()),
        "Whose number".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new(caption, &headings);
    for bar in bars {
        let [low, high] = ends(bar);
        let middle = match bar.range {
            Range::Event => "no".to_owned(),
            Range::TenPercent if bar.unit == "x" => "as it is".to_owned(),
            _ => value_words(&bar.unit, bar.middle),
        };
        let found = if turns(bar) { Cell::toned(zero(bar), Tone::Bad) } else { zero(bar).into() };
        table.row(vec![
            bar.title.clone().into(),
            found,
            range(bar).into(),
            low.into(),
            middle.into(),
            high.into(),
            scale.bare(bar.npv_low).into(),
            scale.bare(bar.npv_high).into(),
            scale.bare(2.0 * bar.error).into(),
            whose(bar).into(),
        ]);
    }
    table.noted(
        "\u{201c}± 10 %\u{201d}: the study takes the number as certain and nobody told a range; 10 % make inputs \
         comparable and say nothing of how well they are known. ±: two standard errors of the luck of the \
         pairs, in which all inputs were moved. Break-even of prices is exact in these pairs; that of unknowns \
         is by regression, the others as drawn.",
    )
}

fn whose(bar: &Bar) -> String {
    let parts = [bar.owner.as_deref(), bar.kind.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn reverse(sensitivity: &Sensitivity, result: &StudyResult) -> Section {
    let reverse = &sensitivity.reverse;
    let positive = reverse.today.value > 0.0;
    let side = if positive { "negative" } else { "positive" };
    let mut blocks = Vec::new();
    match (&reverse.found, &reverse.refused) {
        (Some(found), _) => {
            blocks.push(Block::Paragraph(words(found, side, result)));
            blocks.push(Block::Table(plan(found)));
            let checked = match (found.clearly, found.confirmed) {
                (true, _) => {
                    ("Checked", Tone::Good, "the simulation of this plan has that sign too")
                }
                (_, true) => {
                    ("Checked", Tone::Plain, "the simulation has that sign too, within its error")
                }
                _ => (
                    "Not confirmed",
                    Tone::Bad,
                    "the simulation of this plan keeps the sign of today",
                ),
            };
            let scale = Scale::money(
                &result.provenance.currency,
                found.simulated.value.abs().max(found.formula.value.abs()),
                Some(2.0 * found.simulated.error),
            );
            let text = format!(
                "{}: {} ± {} in {} pairs.",
                checked.2,
                scale.full(found.simulated.value),
                scale.full(2.0 * found.simulated.error),
                sensitivity.moved_pairs
            );
            blocks.push(Block::Note(Note { label: checked.0.to_owned(), text, tone: checked.1 }));
        }
        (None, refused) => {
            let why = refused.clone().unwrap_or_default();
            blocks.push(Block::Note(Note::information("No such plan is told", format!("{why}."))));
        }
    }
    let title = format!("What would have to be true for the value to be {side}");
    chapter("reverse", &title, blocks)
}

fn words(found: &ReverseFound, side: &str, result: &StudyResult) -> String {
    let beyond = match found.chance_beyond {
        p if p >= 0.01 => format!("about {} of plans lie farther in this direction", percent(p)),
        _ => "less than 1 % of plans lie farther in this direction".to_owned(),
    };
    format!(
        "The mildest plan with a {side} expected NPV lies {:.1} standard deviations from the medians of {}; \
         {beyond}. Of all plans drawn from the laws {} have a {side} expected NPV, by the formula.",
        found.distance,
        result.provenance.study,
        percent(found.share_of_plans)
    )
}

fn plan(found: &ReverseFound) -> Table {
    let headings = ["Unknown", ">Median", ">In this plan", ">Standard deviations away"];
    let mut table = Table::new("The mildest plan that turns the sign", &headings);
    for one in &found.inputs {
        let cells = vec![
            one.title.clone().into(),
            value_words(&one.unit, one.median).into(),
            value_words(&one.unit, one.value).into(),
            format!("{:+.1}", one.score).replace('-', "\u{2212}").into(),
        ];
        if one.score.abs() >= 0.5 { table.strong(cells) } else { table.row(cells) }
    }
    table
}

fn method(sensitivity: &Sensitivity) -> Vec<Block> {
    let term = |name: &str, text: String| (name.to_owned(), text);
    vec![Block::Terms(vec![
        term(
            "Tornado",
            format!(
                "{} pairs, the first of the run, with the same luck for every bar. Unknowns that change the \
                 plant were simulated again, prices were priced again.",
                count(sensitivity.moved_pairs)
            ),
        ),
        term(
            "Cost of a downtime hour",
            "All hard lines of the category downtime together: margin of what is sold, overtime, penalties."
                .to_owned(),
        ),
        term(
            "Worth of information",
            "Regression of the NPV on the input (Strong, Oakley and Brennan 2014); the upward bias from errors \
             of the regression is taken off."
                .to_owned(),
        ),
        term(
            "Shares",
            "Sobol' indices of a polynomial formula whose terms were chosen one by one; what errors of its \
             coefficients add is taken out. Overrun, gap and slowness are correlated, so shares need not add \
             up to 100 %."
                .to_owned(),
        ),
        term(
            "Mildest plan",
            "Shortest distance in normal scores on the formula, then simulated at that point.".to_owned(),
        ),
    ])]
}
