//! What became of a schedule, for people: order by order, as planned and under stress.

use crate::document::{Block, Cell, Note, Report, Section, Table, Tone};
use crate::figure::{self, Compared};
use crate::number::{Scale, UNKNOWN, count};
use crate::write::{Style, text_table::text_table, wrap};
use scenarios::schedule::result::{
    CaseResult, Change, Mean, OrderResult, ScheduleResult, Totals, TotalsChange,
};

/// Orders in a table of the terminal, and rows of a drawing.
const ROWS: usize = 40;

/// The page of a schedule.
pub fn report(result: &ScheduleResult) -> Report {
    let mut sections = Vec::new();
    if let Some(first) = result.cases.first() {
        let mut blocks = vec![Block::Lead(answer(first)), Block::Table(totals(result))];
        blocks.push(drawing("on-time", "Order by order", first, None));
        blocks.push(Block::Table(orders(first, usize::MAX)));
        sections.push(section("schedule", "The schedule", blocks));
        for (k, case) in result.cases.iter().enumerate().skip(1) {
            let blocks = vec![
                Block::Lead(compared(case, result.provenance.replications)),
                drawing(&format!("case-{k}-on-time"), "Before and after", first, Some(case)),
                Block::Table(orders(case, usize::MAX)),
            ];
            sections.push(section(&format!("case-{k}"), &case.name, blocks));
        }
    }
    sections.push(section("method", "How to read this", vec![Block::Terms(terms())]));
    Report {
        title: format!("{}: schedule", result.provenance.plant),
        subtitle: subtitle(result),
        warnings: warnings(result),
        sections,
        colophon: format!("gemba {} · {}", result.provenance.version, result.format),
    }
}

/// The schedule for a terminal.
pub fn terminal(result: &ScheduleResult, style: &Style) -> String {
    let width = if style.width == 0 { 100 } else { style.width.clamp(60, 160) };
    let wide = usize::from(width);
    let mut lines = vec![result.provenance.plant.clone(), subtitle(result)];
    for warning in warnings(result) {
        lines.extend(wrap(&format!("{}: {}", warning.label, warning.text), wide));
    }
    let print = |lines: &mut Vec<String>, table: &Table| {
        lines.push(String::new());
        lines.push(table.caption.clone());
        lines.extend(text_table(table, width));
        if let Some(note) = &table.note {
            lines.extend(wrap(note, wide));
        }
    };
    if let Some(first) = result.cases.first() {
        lines.push(String::new());
        lines.extend(wrap(&answer(first), wide));
        print(&mut lines, &orders(first, ROWS));
        for case in result.cases.iter().skip(1) {
            lines.push(String::new());
            lines.extend(wrap(&compared(case, result.provenance.replications), wide));
            print(&mut lines, &orders(case, ROWS));
        }
        print(&mut lines, &totals(result));
    }
    if let Some(report) = &style.report {
        lines.push(String::new());
        lines.push(format!("Written: {report}"));
    }
    lines.join("\n") + "\n"
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), reader: String::new(), blocks }
}

fn subtitle(result: &ScheduleResult) -> String {
    let p = &result.provenance;
    let orders = result.cases.first().map_or(0, |c| c.orders.len());
    format!(
        "{} orders · from {} · {} replications · seed {}",
        count(orders as u64),
        p.start,
        count(p.replications),
        p.seed
    )
}

fn warnings(result: &ScheduleResult) -> Vec<Note> {
    match result.provenance.partial {
        true => vec![Note::warning("Partial result", "the run was cut short before the end.")],
        false => Vec::new(),
    }
}

fn answer(first: &CaseResult) -> String {
    let sure = |o: &&OrderResult| o.on_time_interval.low >= 0.9;
    let doubtful = |o: &&OrderResult| o.on_time_interval.high < 0.5;
    let n = first.orders.len() as u64;
    let of = |such: &dyn Fn(&&OrderResult) -> bool| {
        count(first.orders.iter().filter(|o| such(o)).count() as u64)
    };
    format!(
        "On average {} of the orders are on time. {} of {} orders are on time with at least 90 %, {} more \
         likely late than not.",
        share(&first.totals.on_time),
        of(&sure),
        count(n),
        of(&doubtful)
    )
}

fn compared(case: &CaseResult, replications: u64) -> String {
    let Some(change) = &case.change else { return case.name.clone() };
    if case.replications_changed == 0 {
        let told = case.delays_foreseen.map_or_else(String::new, |d| {
            format!(" Reviews foresaw {d:.1} delays of orders in a replication.")
        });
        return format!(
            "{}: nothing at all changes in any of {} replications; every difference is exactly 0.{told}",
            case.name,
            count(replications)
        );
    }
    let worse = case.orders.iter().filter(|o| upper(o).is_some_and(|h| h < 0.0)).count() as u64;
    let better = case.orders.iter().filter(|o| lower(o).is_some_and(|l| l > 0.0)).count() as u64;
    format!(
        "{}: orders on time {}; {} orders are on time less often, {} more often (95 % interval without \
         0).",
        case.name,
        shift(&change.on_time),
        count(worse),
        count(better)
    )
}

fn lower(one: &OrderResult) -> Option<f64> {
    Some(one.change?.interval?.low)
}

fn upper(one: &OrderResult) -> Option<f64> {
    Some(one.change?.interval?.high)
}

fn half(interval: Option<scenarios::study::result::Interval>) -> Option<f64> {
    interval.map(|i| 0.5 * (i.high - i.low)).filter(|h| *h > 0.0)
}

/// A share with its interval.
fn share(mean: &Mean) -> String {
    let scale = Scale::percent(half(mean.interval).or(Some(0.0005)));
    match mean.interval {
        Some(i) => scale.with_range(mean.estimate, i.low, i.high),
        None => scale.full(mean.estimate),
    }
}

/// A change of a share, in points of percent.
fn shift(change: &Change) -> String {
    let scale = Scale::percent(half(change.interval).or(Some(0.0005)));
    match change.interval {
        Some(i) => format!("{} ({})", scale.signed(change.estimate), scale.range(i.low, i.high)),
        None => scale.signed(change.estimate),
    }
}

fn hours(
    estimate: f64,
    interval: Option<scenarios::study::result::Interval>,
    sign: bool,
) -> String {
    let scale = Scale::plain("h", estimate, half(interval));
    let value = if sign { scale.signed(estimate) } else { scale.full(estimate) };
    match interval {
        Some(i) => format!("{value} ({})", scale.range(i.low, i.high)),
        None => value,
    }
}

/// One row a case: the whole book, and below it the change.
fn totals(result: &ScheduleResult) -> Table {
    let headings = ["Case", ">on time", ">OTIF", ">attainment", ">tardiness", ">cycle P50 / P90"];
    let mut table = Table::new("The whole book, mean and 95 % interval", &headings);
    for case in &result.cases {
        let Totals { on_time, otif, attainment, tardiness_h, cycle_p50_h, cycle_p90_h } =
            &case.totals;
        let span = |h: &Option<f64>| {
            h.map_or_else(|| "not finished".to_owned(), |h| Scale::plain("h", h, Some(0.5)).bare(h))
        };
        table.row(vec![
            case.name.as_str().into(),
            share(on_time).into(),
            share(otif).into(),
            share(attainment).into(),
            hours(tardiness_h.estimate, tardiness_h.interval, false).into(),
            format!("{} / {} h", span(cycle_p50_h), span(cycle_p90_h)).into(),
        ]);
        if let Some(TotalsChange { on_time, otif, attainment, tardiness_h }) = &case.change {
            table.strong(vec![
                "  minus the first".into(),
                shift(on_time).into(),
                shift(otif).into(),
                shift(attainment).into(),
                hours(tardiness_h.estimate, tardiness_h.interval, true).into(),
                "".into(),
            ]);
        }
    }
    table
}

/// Order by order; where there are too many those that are most often late.
fn orders(case: &CaseResult, most: usize) -> Table {
    let mut rows: Vec<&OrderResult> = case.orders.iter().collect();
    let mut caption = format!("{}: order by order", case.name);
    if rows.len() > most {
        caption = format!("{}: the {most} of {} orders most often late", case.name, rows.len());
        rows.sort_by(|a, b| a.on_time.total_cmp(&b.on_time));
        rows.truncate(most);
    }
    let mut headings =
        vec!["Order", "Product", ">pcs", "due", ">on time [%]", "finish P10", "P50", "P90"];
    let with_change = case.change.is_some();
    if with_change {
        headings.push(">change [%]");
        headings.retain(|h| *h != "finish P10");
    }
    let mut table = Table::new(caption, &headings);
    for one in rows {
        let scale = Scale::percent(Some(0.02));
        let interval = one.on_time_interval;
        let tone = match () {
            () if interval.low >= 0.9 => Tone::Good,
            () if interval.high < 0.5 => Tone::Bad,
            () => Tone::Plain,
        };
        let at = |time: &Option<String>| {
            Cell::from(time.as_ref().map_or_else(|| UNKNOWN.to_owned(), |t| moment(t)))
        };
        let mut cells: Vec<Cell> = vec![
            one.order.as_str().into(),
            one.product.as_str().into(),
            count(u64::from(one.quantity)).into(),
            moment(&one.due).into(),
            Cell::toned(bare(&scale, one.on_time, Some(interval)), tone),
            at(&one.finish_p10),
            at(&one.finish_p50),
            at(&one.finish_p90),
        ];
        if with_change {
            let change = |c: Change| bare(&scale, c.estimate, c.interval);
            cells.push(one.change.map_or_else(|| "new".to_owned(), change).into());
            cells.remove(5);
        }
        table.row(cells);
    }
    table
}

/// A number with its interval, for a column whose heading has the unit.
fn bare(scale: &Scale, value: f64, interval: Option<scenarios::study::result::Interval>) -> String {
    match interval {
        Some(i) => format!("{} ({})", scale.bare(value), scale.range(i.low, i.high)),
        None => scale.bare(value),
    }
}

/// Month, day and time of an ISO date-time.
fn moment(iso: &str) -> String {
    iso.get(5..).unwrap_or(iso).replace('T', " ")
}

fn drawing(id: &str, title: &str, first: &CaseResult, other: Option<&CaseResult>) -> Block {
    let find = |name: &str| other.and_then(|c| c.orders.iter().find(|o| o.order == name));
    let mut rows: Vec<Compared<'_>> =
        first.orders.iter().map(|o| Compared { planned: Some(o), other: find(&o.order) }).collect();
    let new = other.iter().flat_map(|c| &c.orders).filter(|o| o.change.is_none());
    rows.extend(new.map(|o| Compared { planned: None, other: Some(o) }));
    if rows.len() > ROWS {
        let least = |c: &Compared<'_>| {
            let all = c.planned.iter().chain(&c.other);
            all.map(|o| o.on_time).fold(1.0, f64::min)
        };
        rows.sort_by(|a, b| least(a).total_cmp(&least(b)));
        rows.truncate(ROWS);
    }
    let words = match other {
        None => "Share of the replications in which each order is on time, with its 95 % interval."
            .to_owned(),
        Some(case) => format!(
            "Share of the replications in which each order is on time, with its 95 % interval: the full dot \
             as planned, the ring with {}.",
            case.name
        ),
    };
    figure::block(id, title, words, figure::on_time(&rows))
}

fn terms() -> Vec<(String, String)> {
    [
        (
            "on time",
            "finished by the due date, test and packing included; for an order the share of the \
             replications with Wilson's 95 % interval",
        ),
        ("OTIF", "on time in full: on time, and no piece scrapped"),
        (
            "attainment",
            "schedule attainment: share of the pieces ordered whose order is finished by the end of the \
             day on which it is due",
        ),
        (
            "tardiness",
            "how much later than due an order is finished, 0 for one on time; what is not finished is late \
             up to the end of the run",
        ),
        ("cycle", "from release to end, all orders and replications"),
        (
            "change",
            "minus the first case, paired: all cases meet the same luck. Of an order with an interval from \
             the replications in which it was gained and lost (MOVER, Zou and Donner 2008)",
        ),
    ]
    .map(|(term, text)| (term.to_owned(), text.to_owned()))
    .to_vec()
}
