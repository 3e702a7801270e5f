//! What single events cost: the worst one, an hour of downtime by the length of the stop, and how the
//! plant stands it.

use super::section;
use crate::document::{Block, Section, Table};
use crate::number::{Scale, count, half_width, largest, money_of, payback, percent, share};
use scenarios::catalogue::FIRST_AVOIDED;
use scenarios::study::result::{
    BeforeAfter, DowntimeHour, DowntimePoint, FirstAvoided, Resilience, StudyResult, WorstEvent,
};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let mut section = section("events", "What single events cost", "For the CFO and the planner");
    if let Some(event) = &result.worst_event {
        section.blocks.push(Block::Paragraph(worst(result, event)));
        section.blocks.push(Block::Table(worst_table(result, event)));
        if let Some(test) = worst_test(result, event) {
            section.blocks.push(Block::Paragraph(test));
        }
        if let Some(first) = &event.first_avoided {
            section.blocks.push(Block::Paragraph(first_avoided(result, first)));
        }
    }
    if let Some(hour) = &result.downtime_hour {
        section.blocks.push(Block::Heading("An hour of downtime".to_owned()));
        section.blocks.push(Block::Paragraph(hour_words(result, hour)));
        section.blocks.push(Block::Table(hours(result, hour)));
    }
    if let Some(found) = &result.resilience {
        let table = resilience(found);
        if !table.rows.is_empty() {
            section.blocks.push(Block::Table(table));
        }
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// The worst event in a sentence or two; the first page has it in one.
fn worst(result: &StudyResult, event: &WorstEvent) -> String {
    let currency = &result.provenance.currency;
    let scale = money_of(currency, &event.gross);
    let mut text = format!(
        "The most expensive single failure of a year costs {} gross in the median (P10 to P90: {}): margin \
         of all hours that the constraint loses to it.",
        scale.full(event.gross.p50),
        scale.range(event.gross.p10, event.gross.p90),
    );
    if let Some(net) = &event.net {
        let scale = money_of(currency, net);
        text += &format!(
            " Net of what buffers, stock and overtime recover, the worst of {} months costs {} (P10 to P90: \
             {}), repair and parts included.",
            result.provenance.horizon_months,
            scale.full(net.p50),
            scale.range(net.p10, net.p90)
        );
    }
    text += &format!(" It begins most often at {}.", event.root);
    if let Some(prevented) = &event.prevented_share {
        text += &format!(" The investment prevents {} of these events.", share(prevented));
    } else if let Some(prevented) = event.prevented {
        text += &format!(" The investment prevents {} of these events.", percent(prevented));
    }
    text
}

fn worst_table(result: &StudyResult, event: &WorstEvent) -> Table {
    let currency = &result.provenance.currency;
    let spreads = [
        ("Worst of the first 12 months, gross", Some(&event.gross)),
        ("Worst of the horizon, gross", event.gross_horizon.as_ref()),
        ("Worst of the horizon, net", event.net.as_ref()),
    ];
    let most = largest(spreads.iter().filter_map(|(_, s)| s.map(|s| s.p90)));
    let error = spreads.iter().find_map(|(_, s)| half_width(s.as_ref()?.mean_ci));
    let scale = Scale::money(currency, most, error);
    let unit = scale.unit();
    let headings = [
        "Event".to_owned(),
        format!(">P10 [{unit}]"),
        ">P50".to_owned(),
        ">P90".to_owned(),
        ">Mean".to_owned(),
        ">95 % interval of the mean".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("The most expensive single failure of today's plant", &headings);
    for (name, spread) in spreads {
        let Some(s) = spread else { continue };
        table.row(vec![
            name.into(),
            scale.bare(s.p10).into(),
            scale.bare(s.p50).into(),
            scale.bare(s.p90).into(),
            scale.bare(s.mean).into(),
            s.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
        ]);
    }
    let mut note = String::new();
    if event.futures > 0 {
        note += &format!("From {} futures watched event by event. ", count(event.futures));
    }
    note += "Gross: hours inside the schedule until the restart, times the margin of an hour. Net: the \
             same future once more in which this one failure does not happen, up to three months later.";
    if let Some(above) = &event.above_cost {
        note += &format!(
            " An event whose net cost is above the first year of the investment ({}) comes in {} of the \
             futures.",
            scale.full(event.first_year_cost),
            share(above)
        );
    }
    table.noted(note)
}

/// Is the case conservative, because one event alone is dearer than the first year?
fn worst_test(result: &StudyResult, event: &WorstEvent) -> Option<String> {
    let outweighs = event.outweighs?;
    let currency = &result.provenance.currency;
    let money =
        |value: f64| Scale::money(currency, value.abs(), Some(0.02 * value.abs())).full(value);
    let mut text = format!(
        "Test of the worst event: {}. The median worst failure of a year costs {} gross, the first year of \
         the investment {}.",
        if outweighs { "passed" } else { "not passed" },
        money(event.gross.p50),
        money(event.first_year_cost)
    );
    if let Some(size) = &event.of_that_size {
        text += &format!(
            " A failure of that size or larger comes within {} months in {} of the futures.",
            result.provenance.horizon_months,
            share(size)
        );
    }
    if outweighs {
        text += " A case that rests on more than this one failure is conservative, as far as the investment \
                 prevents it.";
    }
    Some(text)
}

fn first_avoided(result: &StudyResult, first: &FirstAvoided) -> String {
    let horizon = result.provenance.horizon_months;
    if first.never.count == first.never.of {
        return format!(
            "In none of {} futures is a major failure (at least {} of the constraint) avoided within \
             {horizon} months.",
            count(first.never.of),
            Scale::plain("h", first.major_hours, None).full(first.major_hours),
        );
    }
    format!(
        "The first major failure (at least {} of the constraint) is avoided after {} in the median (P10 \
         {}, P90 {}); within 6 months in {} of the futures, never within {horizon} months in {}. For \
         equipment of high criticality {} to {} months are promised.",
        Scale::plain("h", first.major_hours, None).full(first.major_hours),
        payback(first.p50, horizon),
        payback(first.p10, horizon),
        payback(first.p90, horizon),
        share(&first.within_6),
        percent(first.never.value),
        FIRST_AVOIDED.from,
        FIRST_AVOIDED.to,
    )
}

fn hour_words(result: &StudyResult, hour: &DowntimeHour) -> String {
    let currency = &result.provenance.currency;
    let money =
        |value: f64| Scale::money(currency, value.abs(), Some(0.02 * value.abs())).full(value);
    let ends = hour.points.first().zip(hour.points.last());
    // Where no interval leaves 0, a figure would be noise.
    let told = |point: &DowntimePoint| point.ci.is_none_or(|ci| ci.low > 0.0 || ci.high < 0.0);
    let mut text = ends.map_or(String::new(), |(short, long)| {
        if !hour.points.iter().any(told) {
            return format!(
                "What an hour of downtime of {} costs cannot be told from 0 in stops of {:.0} to {:.0} h: \
                 buffers, stock and overtime make up for it.",
                hour.station, short.hours, long.hours
            );
        }
        format!(
            "An hour of downtime of {} costs {} in stops of {:.0} h and {} in stops of {:.0} h: buffers, \
             stock and overtime make up for the rest.",
            hour.station,
            money(short.per_hour),
            short.hours,
            money(long.per_hour),
            long.hours
        )
    });
    if let Some(formula) = hour.formula {
        text += &format!(" The formula says {} whatever the length.", money(formula));
    }
    if let (Some(said), Some(ratio)) = (hour.informal, hour.formula_to_informal) {
        let judged = if (1.0..=4.0).contains(&ratio) {
            "two to three times is usual"
        } else {
            "outside 1 to 4: ask both sides what they count"
        };
        text += &format!(
            " People of the plant say {}; the formula is {ratio:.1} times that ({judged}).",
            money(said)
        );
    }
    text
}

fn hours(result: &StudyResult, hour: &DowntimeHour) -> Table {
    let most = largest(hour.points.iter().map(|p| p.per_hour).chain(hour.formula));
    let error = largest(hour.points.iter().filter_map(|p| half_width(p.ci)));
    let scale = Scale::money(
        &result.provenance.currency,
        most,
        (error > 0.0).then_some(error.min(0.1 * most)),
    );
    let headings = [
        ">Length of a stop [h]".to_owned(),
        format!(">Cost per hour [{}]", scale.unit()),
        ">95 % interval".to_owned(),
        ">of it margin".to_owned(),
        ">of it overtime".to_owned(),
        ">Stops simulated per future".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let caption =
        format!("What an hour of downtime of {} costs, by the length of the stop", hour.station);
    let mut table = Table::new(caption, &headings);
    for point in &hour.points {
        table.row(vec![
            format!("{:.0}", point.hours).into(),
            scale.bare(point.per_hour).into(),
            point.ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            scale.bare(point.margin).into(),
            scale.bare(point.overtime).into(),
            count(u64::from(point.stops)).into(),
        ]);
    }
    let mut note = format!(
        "Stops inserted into the schedule of today's plant in {} futures of {} months, each beside the same \
         future without them; lengths count scheduled hours. The repair itself is not in it.",
        count(hour.futures),
        hour.months
    );
    if let [margin, idle, overtime, premium] = hour.formula_parts[..] {
        note += &format!(
            " Formula: margin {} + idle wages {} + overtime {} + emergency premium {}; idle wages are paid \
             anyway and are in no cash flow.",
            scale.bare(margin),
            scale.bare(idle),
            scale.bare(overtime),
            scale.bare(premium)
        );
    }
    table.noted(note)
}

fn resilience(found: &Resilience) -> Table {
    let headings = [
        "How the plant stands it",
        ">Before",
        ">With the investment",
        ">Difference",
        ">95 % interval",
    ];
    let mut table = Table::new("Resilience", &headings);
    let mut row = |name: &str, unit: &str, both: Option<&BeforeAfter>| {
        let Some(both) = both else { return };
        let most = largest([both.before.mean, both.after.mean]);
        let scale = Scale::of_unit(unit, most, Some(if unit == "share" { 0.005 } else { 0.1 }));
        table.row(vec![
            name.to_owned().into(),
            scale.full(both.before.mean).into(),
            scale.full(both.after.mean).into(),
            scale.signed(both.difference.mean).into(),
            both.difference.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
        ]);
    };
    row("Worst full week, share of the median week", "share", found.worst_week.as_ref());
    row("Weeks until a median week after the worst event", "weeks", found.recovery_weeks.as_ref());
    let service = match found.service.as_deref() {
        Some("orders") => "Orders on time in the worst month of twenty",
        _ => "Demand served in the worst month of twenty",
    };
    row(service, "share", found.service_p5.as_ref());
    let note = format!(
        "Means over {} futures. A week is counted in hours that the constraint works; weeks with closed \
         days are left aside. The worst event is that of the plant before, at the same instant in both.",
        count(found.futures)
    );
    table.noted(note)
}
