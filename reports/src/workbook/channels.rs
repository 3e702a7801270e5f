//! Sheet `Channels`: outcomes and hard money by channel.

use super::ink::{Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::Worksheet;
use scenarios::study::result::{ChannelMoney, ChannelOutcome};

/// From here on decimals beyond the second say nothing.
const LARGE: f64 = 100.0;

/// All cells of an outcome have as many decimals.
fn kind(outcome: &ChannelOutcome) -> Kind {
    let large = |x: Option<f64>| x.is_some_and(|x| x.abs() >= LARGE);
    match outcome.unit.as_str() {
        "share" => Kind::Rate,
        _ if large(outcome.before) || large(outcome.after) => Kind::Cents,
        _ => Kind::Factor,
    }
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Option<Worksheet>, WorkbookError> {
    let Some(found) = &desk.result.channels else { return Ok(None) };
    let subtitle = format!(
        "Simulated outcomes with the difference pair by pair, and hard benefit a year in {} at prices of the \
         first day; the channels add up to the hard benefit.",
        desk.currency()
    );
    let mut page = Page::new("Channels", "Outcomes by channel", &subtitle)?;
    let headings = [
        "Channel",
        "Outcome",
        "Unit",
        "Before",
        "With the investment",
        "Difference",
        "95 % interval, low",
        "high",
        "P10",
        "P50",
        "P90",
    ];
    page.headings(3, 0, &headings)?;
    let mut row = 4;
    let few = "too few futures";
    for channel in &found.channels {
        page.word(row, 0, &channel.name)?;
        match &channel.money {
            ChannelMoney::PerYear(money) => {
                page.word(row, 1, "hard money")?;
                page.word(row, 2, &format!("{}/year", desk.currency()))?;
                page.number((row, 5), money.mean, Kind::Money, Role::Found)?;
                page.maybe((row, 6), money.mean_ci.map(|ci| ci.low), Kind::Money, few)?;
                page.maybe((row, 7), money.mean_ci.map(|ci| ci.high), Kind::Money, few)?;
                for (column, x) in (8..).zip([money.p10, money.p50, money.p90]) {
                    page.number((row, column), x, Kind::Money, Role::Found)?;
                }
            }
            ChannelMoney::NotBooked => page.word(row, 1, "no money booked")?,
        }
        row += 1;
        for outcome in &channel.outcomes {
            page.word(row, 0, &channel.name)?;
            page.word(row, 1, &outcome.name)?;
            page.word(row, 2, &outcome.unit)?;
            let kind = kind(outcome);
            page.maybe((row, 3), outcome.before, kind, "not observed")?;
            page.maybe((row, 4), outcome.after, kind, "not observed")?;
            page.maybe((row, 5), outcome.difference, kind, "not observed")?;
            page.maybe((row, 6), outcome.ci.map(|ci| ci.low), kind, few)?;
            page.maybe((row, 7), outcome.ci.map(|ci| ci.high), kind, few)?;
            for (column, k) in (8..).zip(0..3) {
                page.maybe((row, column), outcome.quantiles.map(|q| q[k]), kind, few)?;
            }
            row += 1;
        }
        for soft in &channel.stated {
            page.word(row, 0, &channel.name)?;
            page.word(row, 1, &soft.name)?;
            page.word(row, 2, &format!("stated by {}, not simulated, no money", soft.owner))?;
            row += 1;
        }
    }
    if !found.silent.is_empty() {
        let text = format!("Without any outcome, price or statement: {}.", found.silent.join(", "));
        page.word(row, 0, &text)?;
    }
    page.widths(&[26.0, 44.0, 16.0, 18.0, 20.0, 16.0, 18.0, 16.0, 16.0, 16.0, 16.0])?;
    Ok(Some(page.sheet))
}
