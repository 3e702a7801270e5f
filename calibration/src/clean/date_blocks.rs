//! Mistyped dates: a block of rows whose date breaks the order of the log.
//!
//! A log is written day by day. The largest set of rows whose dates do not go backwards is taken
//! as right; a block outside it is suspect. It is corrected when exactly one plausible slip (month
//! wrong, year wrong, day and month swapped) puts it between its neighbours. If the daily table is
//! there, a day it knows and the log otherwise lacks decides between several.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::clean::{Action, RuleCount};
use crate::event::{Hours, Stop};

/// Rows in suspect blocks above which the log counts as not kept in order of date.
const UNORDERED_SHARE: f64 = 0.2;
/// More blocks than this are not searched.
const MAX_BLOCKS: usize = 8_000;

/// Consecutive rows of one date: `stops[from..to]`.
#[derive(Clone, Copy, Debug)]
struct Block {
    date: Date,
    from: usize,
    to: usize,
}

/// Corrects mistyped blocks in place and reports each.
pub fn correct(stops: &mut [Stop], hours: Option<&Hours>, rules: &mut Vec<RuleCount>) {
    let blocks = blocks(stops);
    if blocks.len() > MAX_BLOCKS {
        return;
    }
    let right = ordered(&blocks);
    let wrong: Vec<usize> = (0..blocks.len()).filter(|i| !right.contains(i)).collect();
    let rows: usize = wrong.iter().map(|i| blocks[*i].to - blocks[*i].from).sum();
    if rows as f64 > UNORDERED_SHARE * stops.len() as f64 {
        return;
    }
    let mut unresolved = Vec::new();
    for i in wrong {
        let block = blocks[i];
        let before = right.iter().rev().find(|j| **j < i).map(|j| blocks[*j].date);
        let after = right.iter().find(|j| **j > i).map(|j| blocks[*j].date);
        let known = |date: Date| {
            let new = blocks.iter().all(|b| b.date != date);
            new && hours.and_then(|h| h.day(date)).is_some_and(|d| d.running_h > 0.0)
        };
        let fits: Vec<(Date, &str)> = slips(block.date)
            .into_iter()
            .filter(|(d, _)| before.is_none_or(|b| *d >= b) && after.is_none_or(|a| *d <= a))
            .collect();
        let confirmed: Vec<_> = fits.iter().filter(|(d, _)| known(*d)).collect();
        let bounded = before.is_some() && after.is_some();
        let size = block.to - block.from;
        let (choice, proof) = match (confirmed.as_slice(), fits.as_slice()) {
            ([only], _) => (Some(**only), "; the daily table has that day, the log has no other"),
            ([], [only]) if bounded && size >= 2 => (Some(*only), ""),
            _ => (None, ""),
        };
        let rows: Vec<usize> = stops[block.from..block.to].iter().map(|s| s.row).collect();
        let Some((date, slip)) = choice else {
            unresolved.extend(rows);
            continue;
        };
        let first = &stops[block.from];
        let name = first.id.clone().unwrap_or_else(|| format!("row {}", first.row));
        let detail = format!(
            "{size} rows from {name} dated {} belong to {date}: {slip} mistyped; out of order \
             where it stands, in order there{proof}",
            block.date
        );
        rules.push(RuleCount::new("mistyped date block", Action::Corrected, &rows, detail));
        for stop in &mut stops[block.from..block.to] {
            stop.date = Some(date);
        }
    }
    if !unresolved.is_empty() {
        let detail = "the date breaks the order of the log and no single slip explains it";
        rules.push(RuleCount::new("date out of order", Action::Kept, &unresolved, detail));
    }
}

fn blocks(stops: &[Stop]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (i, stop) in stops.iter().enumerate() {
        let Some(date) = stop.date else { continue };
        match blocks.last_mut() {
            Some(last) if last.date == date => last.to = i + 1,
            _ => blocks.push(Block { date, from: i, to: i + 1 }),
        }
    }
    blocks
}

/// Indices of the heaviest sequence of blocks whose dates never go back (weight: rows).
fn ordered(blocks: &[Block]) -> Vec<usize> {
    let mut weight: Vec<usize> = Vec::with_capacity(blocks.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.iter().enumerate() {
        let best =
            (0..i).filter(|j| blocks[*j].date <= block.date).max_by_key(|j| (weight[*j], *j));
        weight.push(best.map_or(0, |j| weight[j]) + block.to - block.from);
        before.push(best);
    }
    let mut at = (0..blocks.len()).max_by_key(|i| (weight[*i], *i));
    let mut chain = Vec::new();
    while let Some(i) = at {
        chain.push(i);
        at = before[i];
    }
    chain.reverse();
    chain
}

/// The dates a writer may have meant, with the slip that explains each.
fn slips(date: Date) -> Vec<(Date, &'static str)> {
    let mut dates = Vec::new();
    for years in [-1, 1] {
        dates.push((date.checked_add(years.years()).ok(), "year"));
    }
    for months in (1..12).flat_map(|m| [-m, m]) {
        dates.push((date.checked_add(months.months()).ok(), "month"));
    }
    let mut found: Vec<(Date, &str)> = dates
        .into_iter()
        .filter_map(|(d, slip)| Some((d.filter(|d| d.day() == date.day())?, slip)))
        .collect();
    if let Ok(swapped) = Date::new(date.year(), date.day(), date.month())
        && swapped != date
        && !found.iter().any(|(d, _)| *d == swapped)
    {
        found.push((swapped, "day and month"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(dates: &[(&str, usize)]) -> Vec<Stop> {
        let days = dates.iter().flat_map(|(d, n)| std::iter::repeat_n(*d, *n));
        days.enumerate()
            .map(|(i, d)| Stop { row: i + 2, date: Some(d.parse().unwrap()), ..Stop::default() })
            .collect()
    }

    #[test]
    fn a_wrong_month_is_put_back() {
        let mut stops = log(&[("2022-10-26", 5), ("2022-11-28", 3), ("2022-10-31", 9)]);
        let mut rules = Vec::new();
        correct(&mut stops, None, &mut rules);
        assert_eq!(stops[5].date, Some(Date::constant(2022, 10, 28)));
        assert_eq!((rules[0].rows, rules[0].action), (3, Action::Corrected));
    }

    #[test]
    fn an_ordered_log_is_left_alone() {
        let mut stops = log(&[("2022-10-26", 5), ("2022-10-28", 3), ("2022-10-31", 9)]);
        let mut rules = Vec::new();
        correct(&mut stops, None, &mut rules);
        assert!(rules.is_empty());
    }

    #[test]
    fn no_slip_no_correction() {
        let mut stops = log(&[("2022-10-26", 5), ("2022-12-15", 3), ("2022-10-31", 20)]);
        let mut rules = Vec::new();
        correct(&mut stops, None, &mut rules);
        assert_eq!(rules[0].action, Action::Kept);
    }
}
