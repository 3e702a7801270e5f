//! What others report, channel by channel, beside what was simulated.

use super::section;
use crate::document::{Block, Cell, Section, Table, Tone};
use crate::number::{Scale, largest};
use scenarios::study::result::{Band, Benchmark, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    if result.benchmarks.is_empty() {
        return None;
    }
    let mut section = section("benchmarks", "What others report", "For the CFO");
    section.blocks.push(Block::Table(table(result)));
    Some(section)
}

/// The scale of a benchmark: that of its largest number.
fn scale(one: &Benchmark, currency: &str) -> Scale {
    let ends = one.band.map_or([0.0; 2], |band| [band.low, band.high]);
    let most = largest(ends.into_iter().chain(one.simulated));
    match one.unit.as_str() {
        "money/year" => Scale::money(currency, most, Some(0.02 * most)),
        "share" => Scale::percent(Some(if most < 0.1 { 0.001 } else { 0.01 })),
        unit => Scale::plain(unit, most, None).at_most(1),
    }
}

/// In words where a simulated value lies, and how good that is to believe.
pub(super) fn lies(one: &Benchmark) -> (&'static str, Tone) {
    match (one.lies, one.band.is_some()) {
        (Band::Inside, _) => ("inside", Tone::Plain),
        (Band::Below, _) => ("below", Tone::Plain),
        (Band::Above, _) => ("above", Tone::Bad),
        (Band::NotComparable, true) => ("not simulated here", Tone::Quiet),
        (Band::NotComparable, false) => ("no number", Tone::Quiet),
    }
}

/// Band, simulated value and its interval in words.
pub(super) fn words(one: &Benchmark, currency: &str) -> [String; 3] {
    let scale = scale(one, currency);
    let band = one.band.map_or("no number".to_owned(), |band| match band.low == band.high {
        true => scale.full(band.low),
        false => format!("{} to {}", scale.bare(band.low), scale.full(band.high)),
    });
    [
        band,
        one.simulated.map_or(String::new(), |x| scale.full(x)),
        one.interval.map_or(String::new(), |ci| scale.range(ci.low, ci.high)),
    ]
}

fn table(result: &StudyResult) -> Table {
    let headings = [
        "Channel",
        "What is reported, by whom, as of",
        ">Band",
        ">Simulated",
        ">Whole horizon, 95 % interval",
        "It lies",
        "Basis",
    ];
    let mut table = Table::new("Benchmarks by channel", &headings);
    for one in &result.benchmarks {
        let [band, simulated, interval] = words(one, &result.provenance.currency);
        let (lies, tone) = lies(one);
        table.row(vec![
            one.channel.as_str().into(),
            format!("{} ({}, {})", one.about, one.source, one.date).into(),
            band.into(),
            simulated.into(),
            interval.into(),
            Cell::toned(lies, tone),
            one.basis.as_str().into(),
        ]);
    }
    table.noted(
        "No input of this study: other plants are other plants. Sources that disagree stand side by side. A \
         result above its band asks for a reason before it is believed; one below it is what a careful \
         simulation usually finds. Simulated: downtime, failures and scrap less than today, in the mature \
         months (or the first year, where the source says so), the interval is that of the whole horizon, ramp included, and need not hold the value; energy as \
         a share of what is spent today; payback as the median.",
    )
}
