//! A budget review as a page.

use super::{causes, file, sentence, standing};
use crate::document::{Block, Cell, Note, Report, Section, Table, Tone};
use crate::figure::{self, band_chart};
use crate::number::{Scale, UNKNOWN, count, largest};
use scenarios::study::result::{ForecastBand, Tracking};
use scenarios::tracking::review::{Review, ReviewLine, ReviewMonth, Standing, Worth};

/// Months drawn beyond the last one reported.
const AHEAD: usize = 12;

/// The page.
pub fn report(review: &Review, tracking: &Tracking) -> Report {
    let mut sections = vec![overview(review)];
    sections.extend(review.lines.iter().map(|line| section(review, tracking, line)));
    sections.push(method(review));
    Report {
        title: format!("Budget review: {}", review.study),
        subtitle: format!("{} · as of {}", review.plant, review.as_of),
        warnings: warnings(review),
        sections,
        colophon: format!("gemba {} · {}", env!("CARGO_PKG_VERSION"), review.format),
    }
}

/// Post-audits that are due, and what nobody has reported.
pub(super) fn warnings(review: &Review) -> Vec<Note> {
    let mut notes = Vec::new();
    for audit in review.audits.iter().filter(|audit| audit.due) {
        notes.push(Note::warning(
            "Post-audit due",
            format!("{} for {}: planned for {}.", audit.title, audit.approver, audit.on),
        ));
    }
    if let Some(next) = review.audits.iter().find(|audit| !audit.due) {
        let text = format!("{} for {}: on {}.", next.title, next.approver, next.on);
        notes.push(Note::information("Next post-audit", text));
    }
    if !review.missing.is_empty() {
        let text = format!("{}: no actual figure.", review.missing.join(", "));
        notes.push(Note::warning("Not reported", text));
    }
    notes
}

pub(super) fn money(worth: Option<&Worth>, currency: &str) -> String {
    let Some(Worth { amount, interval }) = worth else { return UNKNOWN.to_owned() };
    let scale = Scale::money(currency, largest([interval.low, interval.high]), None);
    format!("{} ({})", scale.signed(*amount), scale.range(interval.low, interval.high))
}

fn overview(review: &Review) -> Section {
    let mut blocks = vec![Block::Lead(sentence(review))];
    blocks.push(Block::Table(summary(review)));
    if !review.pilots.is_empty() {
        blocks.push(Block::Table(pilots(review)));
    }
    Section {
        id: "review".to_owned(),
        title: "Actual against forecast".to_owned(),
        reader: "For the capital committee".to_owned(),
        blocks,
    }
}

/// One row an indicator.
pub(super) fn summary(review: &Review) -> Table {
    let headings =
        ["Indicator", ">Months", ">Within", ">Better", ">Worse", ">Difference in money", "Owner"];
    let mut table = Table::new("Months reported, by where they lie", &headings);
    for line in &review.lines {
        let worse = if line.worse_than > 0 { Tone::Bad } else { Tone::Plain };
        table.row(vec![
            line.title.as_str().into(),
            line.months.len().to_string().into(),
            count(line.within).into(),
            count(line.better_than).into(),
            Cell::toned(count(line.worse_than), worse),
            money(line.money.as_ref(), &review.currency).into(),
            line.owner.clone().unwrap_or_else(|| "nobody".to_owned()).into(),
        ]);
    }
    table.noted(
        "Difference in money: actual less mean forecast, at what a unit of the indicator is worth in the \
         simulated futures (95 % interval), prices of the first day. Indicators share ledger lines: their \
         amounts must not be added up.",
    )
}

fn pilots(review: &Review) -> Table {
    let headings = ["Pilot", "Metric", ">Months", ">Reported", ">Change", ">Wanted", "Gate"];
    let mut table = Table::new("Pilots", &headings);
    let percent = Scale::percent(None).at_most(1);
    for pilot in &review.pilots {
        let gate = match pilot.passes {
            Some(true) => Cell::toned("passed", Tone::Good),
            Some(false) => Cell::toned("not passed", Tone::Bad),
            None => Cell::from("not all months are reported"),
        };
        table.row(vec![
            pilot.title.as_str().into(),
            pilot.metric.as_str().into(),
            format!("{} to {}", pilot.from_month, pilot.to_month).into(),
            pilot.reported.to_string().into(),
            pilot.change.map_or_else(|| UNKNOWN.to_owned(), |x| percent.signed(x)).into(),
            percent.signed(pilot.wanted).into(),
            gate,
        ]);
    }
    table.noted(
        "Change: mean of the pilot's months against the mean of today's plant in the same months.",
    )
}

fn section(review: &Review, tracking: &Tracking, line: &ReviewLine) -> Section {
    let mut blocks = Vec::new();
    if let Some(tracked) = file::of(tracking, &line.name) {
        let last = line.months.last().map_or(0, |m| m.month as usize) + AHEAD;
        let actual: Vec<(u32, f64)> = line.months.iter().map(|m| (m.month, m.actual)).collect();
        let unit = line.unit.replacen("money", &review.currency, 1);
        blocks.push(figure::block(
            format!("review-{}", line.name),
            line.title.clone(),
            format!(
                "Blue: forecast, median and the band of four futures of five. Dashed: today's plant, median. \
                 Dots: actual figures, {} of {} outside the band.",
                line.better_than + line.worse_than,
                line.months.len()
            ),
            band_chart(&tracked.baseline, &tracked.forecast, &actual, last, &unit),
        ));
    }
    blocks.push(Block::Table(months(review, line)));
    let why = why(review, line);
    if !why.is_empty() {
        blocks.push(Block::Heading("Causes".to_owned()));
        blocks.push(Block::Terms(why));
    }
    Section {
        id: format!("line-{}", line.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        title: line.title.clone(),
        reader: line.owner.clone().unwrap_or_default(),
        blocks,
    }
}

/// One row a month; what explains those outside stands below it.
pub(super) fn months(review: &Review, line: &ReviewLine) -> Table {
    let bands = line.months.iter().flat_map(|m| [m.baseline, m.forecast]).flatten();
    let most = largest(bands.map(|b| b.p90).chain(line.months.iter().map(|m| m.actual)));
    let unit = line.unit.replacen("money", &review.currency, 1);
    let scale = Scale::of_unit(&unit, most, None);
    let of = |name: &str| format!(">{name} [{}]", scale.unit());
    let (today, forecast, actual) = (of("Today's plant"), of("Forecast"), of("Actual"));
    let headings = [">Month", "From", &today, &forecast, &actual, "Where", ">In money"];
    let mut table = Table::new("Month by month: median, P10 to P90", &headings);
    let band = |band: Option<ForecastBand>| {
        band.map_or_else(
            || UNKNOWN.to_owned(),
            |b| format!("{} ({})", scale.bare(b.p50), scale.range(b.p10, b.p90)),
        )
    };
    for month in &line.months {
        let tone = match month.standing {
            Standing::Worse => Tone::Bad,
            Standing::Better => Tone::Good,
            Standing::Within | Standing::NoForecast => Tone::Plain,
        };
        table.row(vec![
            month.month.to_string().into(),
            month.first_day.as_str().into(),
            band(month.baseline).into(),
            band(month.forecast).into(),
            scale.bare(month.actual).into(),
            Cell::toned(standing(month.standing), tone),
            money(month.money.as_ref(), &review.currency).into(),
        ]);
    }
    table
}

/// Where to look, month by month.
fn why(review: &Review, line: &ReviewLine) -> Vec<(String, String)> {
    let outside = |m: &&ReviewMonth| {
        matches!(m.standing, Standing::Better | Standing::Worse) || m.said.is_some()
    };
    let one = |month: &ReviewMonth| {
        let found = match month.standing {
            Standing::Better | Standing::Worse => causes(month, &review.currency),
            Standing::Within | Standing::NoForecast => String::new(),
        };
        let text = match (&month.said, found.is_empty()) {
            (Some(said), true) => format!("the plant says: {said}"),
            (Some(said), false) => format!("the plant says: {said}; other indicators: {found}"),
            (None, _) => found,
        };
        (format!("Month {}, {}", month.month, standing(month.standing)), text)
    };
    line.months.iter().filter(outside).map(one).collect()
}

fn method(review: &Review) -> Section {
    let text = |term: &str, text: &str| (term.to_owned(), text.to_owned());
    Section {
        id: "method".to_owned(),
        title: "How it is compared".to_owned(),
        reader: "For the auditor".to_owned(),
        blocks: vec![Block::Terms(vec![
            (
                "Bands".to_owned(),
                format!(
                    "What one plant shows in one month in {} simulated futures of the study: P10 to P90. \
                     They hold luck and ignorance; one month of five is outside although all is as forecast.",
                    count(review.futures)
                ),
            ),
            text(
                "Money",
                "The slope, over the futures, of the difference of the ledger lines that the scorecard names \
                 over the difference of the indicator. Where the interval contains 0 the indicator has no \
                 proven price.",
            ),
            text(
                "Cause",
                "Other indicators of the tracking file that are outside their own band in the same month. It \
                 is where to look, no proof; where the plant reported none it says not observed.",
            ),
        ])],
    }
}
