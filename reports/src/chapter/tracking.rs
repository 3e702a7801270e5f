//! What will be measured after the decision, and whether the improvement can be seen.

use super::section;
use crate::document::{Block, Cell, Section, Table, Tone};
use crate::figure::{self, band_chart};
use crate::number::{self, Scale};
use scenarios::study::result::{
    Detection, ForecastBand, Share, StudyResult, TrackedLine, Tracking,
};

/// With less power a test is no test.
const ENOUGH: f64 = 0.8;
/// Months drawn.
const DRAWN: usize = 24;

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let tracking = result.tracking.as_ref()?;
    let mut section = section("tracking", "What will be measured", "For the owners");
    if !tracking.pilots.is_empty() {
        section.blocks.push(Block::Table(pilots(tracking)));
    }
    section.blocks.push(Block::Table(day_90(tracking)));
    for line in &tracking.lines {
        let unit = line.unit.replacen("money", &result.provenance.currency, 1);
        section.blocks.push(figure::block(
            format!("tracking-{}", line.name),
            title(line),
            "Blue: with the investment, median and the band of four futures of five. Dashed: today's plant, \
             median."
                .to_owned(),
            band_chart(&line.baseline, &line.forecast, &[], DRAWN, &unit),
        ));
    }
    section.blocks.push(Block::Paragraph(format!(
        "Bands of {} simulated futures; `gemba lock` writes them month by month into a file that the plant \
         fills in, and `gemba review` holds the actual figures against them.",
        number::count(tracking.futures)
    )));
    Some(section)
}

fn title(line: &TrackedLine) -> String {
    match &line.on {
        Some(on) => format!("{} ({on})", line.title),
        None => line.title.clone(),
    }
}

fn change(band: Option<&ForecastBand>) -> String {
    let percent = Scale::percent(None);
    band.map_or_else(String::new, |b| {
        format!(
            "{} ({} to {})",
            percent.signed(b.p50),
            percent.signed(b.p10),
            percent.signed(b.p90)
        )
    })
}

fn share(share: Option<&Share>) -> Cell {
    share.map_or_else(|| Cell::from(""), |s| number::share(s).into())
}

fn power(seen: &Detection) -> Cell {
    let weak = seen.power.is_some_and(|power| power.value < ENOUGH);
    let cell = share(seen.power.as_ref());
    if weak { Cell::toned(cell.text, Tone::Bad) } else { cell }
}

fn visible(seen: &Detection) -> String {
    seen.visible_from.map_or_else(|| "not within the horizon".to_owned(), |m| format!("month {m}"))
}

fn pilots(tracking: &Tracking) -> Table {
    let headings = [
        "Pilot",
        ">Months",
        "Metric",
        ">Wanted",
        ">Must be seen",
        ">Forecast",
        ">Passes in",
        ">Visible in",
        ">Visible without it",
    ];
    let mut table = Table::new("Pilots, before anything goes live", &headings);
    let percent = Scale::percent(None).at_most(1);
    for pilot in &tracking.pilots {
        let months = format!("{} to {}", pilot.start_month + 1, pilot.start_month + pilot.months);
        let mut row: Vec<Cell> = vec![
            pilot.title.as_str().into(),
            months.into(),
            pilot.metric.as_str().into(),
            percent.signed(pilot.target).into(),
            percent.signed(pilot.target * pilot.gate).into(),
        ];
        match &pilot.seen {
            Some(seen) => row.extend([
                change(seen.change.as_ref()).into(),
                share(seen.pass.as_ref()),
                power(seen),
                share(seen.false_alarm.as_ref()),
            ]),
            None => row.extend(["the horizon is too short", "", "", ""].map(Cell::from)),
        }
        table.row(row);
    }
    table.noted(NOTE)
}

fn day_90(tracking: &Tracking) -> Table {
    let headings = [
        "Indicator",
        ">Wanted",
        ">Forecast on day 90",
        ">Passes in",
        ">Visible in",
        ">Visible without it",
        ">Visible in 80 % from",
    ];
    let mut table = Table::new(
        "Ninety days after the contract: what will be there, and what can be seen",
        &headings,
    );
    let percent = Scale::percent(None).at_most(1);
    for line in &tracking.lines {
        let Some(seen) = &line.day_90 else { continue };
        table.row(vec![
            title(line).into(),
            seen.wanted.map_or_else(|| "not said".to_owned(), |x| percent.signed(x)).into(),
            change(seen.change.as_ref()).into(),
            share(seen.pass.as_ref()),
            power(seen),
            share(seen.false_alarm.as_ref()),
            visible(seen).into(),
        ]);
    }
    table.noted(NOTE)
}

const NOTE: &str = "Change of the mean of these months against the months of history, P10 to P90. Passes: share \
    of the simulated futures in which it is the wanted one or better. Visible: share in which the months differ \
    from the history beyond their noise (Welch's test, one-sided, 5 %); without the investment the same test \
    should see something in about 5 %. Months before the contract are not simulated: the last months of the \
    same future without the investment stand for the history.";
