//! Outcomes by channel: what changed on the floor, and the hard money that it is worth.

use super::section;
use crate::document::{Block, Cell, Section, Table, Tone};
use crate::number::{Scale, UNKNOWN, count, half_width, largest};
use scenarios::study::result::{
    Channel, ChannelMoney, ChannelOutcome, Channels, Interval, SoftBenefit, Spread, StudyResult,
};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let found = result.channels.as_ref().filter(|found| !found.channels.is_empty())?;
    let mut section = section("channels", "Outcomes by channel", "For the CFO and the planner");
    section.blocks.push(Block::Table(table(result, found)));
    Some(section)
}

fn table(result: &StudyResult, found: &Channels) -> Table {
    let headings = [
        "Channel and outcome",
        "Unit",
        ">Before",
        ">With the investment",
        ">Difference",
        ">95 % interval",
        ">P10 / P50 / P90",
    ];
    let mut table = Table::new("Outcomes and hard money by channel", &headings);
    let money = |channel: &Channel| match &channel.money {
        ChannelMoney::PerYear(spread) => Some(spread.as_ref().clone()),
        ChannelMoney::NotBooked => None,
    };
    let booked: Vec<Spread> = found.channels.iter().filter_map(money).collect();
    let most = largest(booked.iter().flat_map(|s| [s.mean, s.p10, s.p90]));
    let error = largest(booked.iter().filter_map(|s| half_width(s.mean_ci)));
    let currency = &result.provenance.currency;
    let scale = Scale::money(currency, most, Some(error).filter(|e| *e > 0.0));
    for channel in &found.channels {
        table.strong(head(channel, &scale));
        for outcome in &channel.outcomes {
            table.row(row(outcome));
        }
        for soft in &channel.stated {
            table.row(stated(soft));
        }
    }
    let silent = match found.silent.as_slice() {
        [] => String::new(),
        names => format!(
            " Without any outcome, price or statement: {}. Nothing is claimed there.",
            names.join(", ")
        ),
    };
    let few = found.channels.iter().flat_map(|c| &c.outcomes).find_map(|o| o.of_futures);
    let few = few.map_or(String::new(), |n| {
        format!(" The weeks and months of resilience are those of {} futures.", count(n))
    });
    table.noted(format!(
        "Differences are taken pair by pair; P10, P50 and P90 are those of the difference over the futures. \
         Money is hard benefit a year at prices of the first day; every hard line of the ledger stands in one \
         channel, so the channels add up to the hard benefit. A channel without a price has outcomes and no \
         money.{few}{silent}"
    ))
}

/// The row of the channel itself: its money, or that there is none.
fn head(channel: &Channel, scale: &Scale) -> Vec<Cell> {
    let mut row: Vec<Cell> = vec![channel.name.as_str().into()];
    match &channel.money {
        ChannelMoney::PerYear(spread) => {
            row.push(format!("{}/year", scale.unit()).into());
            row.extend(["".into(), "".into(), scale.bare(spread.mean).into()]);
            row.push(
                spread.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            );
            row.push(three([spread.p10, spread.p50, spread.p90].map(|x| scale.bare(x))).into());
        }
        ChannelMoney::NotBooked => {
            row.push("no money booked".into());
            row.extend((0..5).map(|_| Cell::from("")));
        }
    }
    row
}

/// Three quantiles in one cell.
fn three(quantiles: [String; 3]) -> String {
    quantiles.join(" / ")
}

fn row(outcome: &ChannelOutcome) -> Vec<Cell> {
    let most = largest([outcome.before, outcome.after].into_iter().flatten());
    let error = half_width(outcome.ci).filter(|h| *h > 0.0).map(|h| h.max(1e-4 * most));
    let (scale, unit) = match outcome.unit.as_str() {
        "share" => (Scale::of_unit("share", most, error), "share"),
        unit => (Scale::plain("", most, error), unit),
    };
    let one = |x: Option<f64>| x.map_or_else(|| UNKNOWN.to_owned(), |x| scale.full(x));
    let points = |text: String| text.replace(" %", " points");
    let change = |x: f64| points(if x > 0.0 { scale.signed(x) } else { scale.full(x) });
    let range = |ci: Interval| points(scale.range(ci.low, ci.high));
    let certain = outcome.ci.is_some_and(|ci| ci.low > 0.0 || ci.high < 0.0);
    let tone = if certain { Tone::Plain } else { Tone::Quiet };
    let mut cells: Vec<Cell> = vec![
        outcome.name.as_str().into(),
        unit.into(),
        one(outcome.before).into(),
        one(outcome.after).into(),
        Cell::toned(outcome.difference.map_or_else(|| UNKNOWN.to_owned(), change), tone),
        Cell::toned(outcome.ci.map_or(String::new(), range), tone),
    ];
    let bare = |x: f64| scale.bare(x);
    let quantiles = outcome.quantiles.map_or(String::new(), |q| three(q.map(bare)));
    cells.push(Cell::toned(quantiles, tone));
    cells
}

/// What is said to get better: named and owned, never simulated, never money.
fn stated(soft: &SoftBenefit) -> Vec<Cell> {
    let told = soft.quantity.map_or(String::new(), |x| {
        format!(": {}", Scale::plain(&soft.unit, x, Some(0.01 * x)).full(x))
    });
    let mut row: Vec<Cell> = vec![
        Cell::toned(format!("{}{told}", soft.name), Tone::Quiet),
        Cell::toned(format!("stated by {}, not simulated, no money", soft.owner), Tone::Quiet),
    ];
    row.extend((0..5).map(|_| Cell::from("")));
    row
}
