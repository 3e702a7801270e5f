//! From what every replication showed to probabilities, quantiles and paired changes.

use super::result::{
    CaseResult, Change, Mean, OrderResult, SCHEDULE_FORMAT, ScheduleProvenance, ScheduleResult,
    Totals, TotalsChange,
};
use super::{Case, Seen};
use crate::study::result::Interval;
use jiff::civil::Date;
use jiff::{SignedDuration, civil::DateTime};
use sim_core::statistics::{Tally, mean_interval, wilson_interval};
use twin_models::outcome::OrderOutcome;
use twin_models::plant::calendar::{Calendar, TICKS_PER_DAY};
use twin_models::plant::model::{Order, Plant};

const LEVEL: f64 = 0.95;
const HOUR: f64 = 3.6e9;

/// The result of all cases; the provenance is completed by who ran them.
pub(super) fn result(cases: &[Case], seen: &[Vec<Seen>], months: u32) -> ScheduleResult {
    let sheets: Vec<Sheet<'_>> =
        cases.iter().enumerate().map(|(k, case)| Sheet::new(case, k, seen, months)).collect();
    let start = cases.first().map_or_else(String::new, |c| c.plant.start.to_string());
    ScheduleResult {
        format: SCHEDULE_FORMAT.to_owned(),
        provenance: ScheduleProvenance {
            plant: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            input_hash: None,
            seed: 0,
            start,
            months,
            replications: seen.len() as u64,
            partial: false,
        },
        cases: sheets
            .iter()
            .enumerate()
            .map(|(k, sheet)| sheet.result((k > 0).then(|| &sheets[0])))
            .collect(),
    }
}

/// Local plant time of an instant.
fn local(start: Date, at: i64) -> String {
    let midnight = start.at(0, 0, 0, 0);
    let at = midnight.checked_add(SignedDuration::from_micros(at)).unwrap_or(DateTime::MAX);
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// One case, replication by replication.
struct Sheet<'a> {
    name: &'a str,
    plant: &'a Plant,
    book: &'a [Order],
    /// Per replication, per order of the book.
    orders: Vec<&'a [Option<OrderOutcome>]>,
    changed: u64,
    foreseen: Option<f64>,
    end: i64,
}

impl<'a> Sheet<'a> {
    fn new(case: &'a Case, k: usize, seen: &'a [Vec<Seen>], months: u32) -> Self {
        let end = Calendar::months(case.plant.start, months).last().map_or(0, |t| t.0);
        Self {
            name: &case.name,
            plant: &case.plant,
            book: case.plant.shop.as_ref().map_or(&[], |s| &s.book),
            orders: seen.iter().map(|cases| &cases[k].orders[..]).collect(),
            changed: seen.iter().filter(|cases| !cases[k].same).count() as u64,
            foreseen: seen
                .iter()
                .map(|cases| cases[k].foreseen)
                .sum::<Option<u64>>()
                .map(|all| all as f64 / seen.len() as f64),
            end,
        }
    }

    fn finish(&self, replication: usize, order: usize) -> Option<i64> {
        Some(self.orders[replication][order]?.finish?.0)
    }

    fn is_on_time(&self, replication: usize, order: usize) -> bool {
        self.finish(replication, order).is_some_and(|t| t <= self.book[order].due.0)
    }

    fn is_in_full(&self, replication: usize, order: usize) -> bool {
        let seen = self.orders[replication][order];
        self.is_on_time(replication, order) && seen.is_some_and(|o| o.good >= o.quantity)
    }

    fn by_the_day(&self, replication: usize, order: usize) -> bool {
        let due = self.book[order].due.0;
        // What is due at midnight is due on the day before.
        let evening = (due - 1).div_euclid(TICKS_PER_DAY).saturating_add(1) * TICKS_PER_DAY;
        self.finish(replication, order).is_some_and(|t| t <= evening)
    }

    fn tardiness(&self, replication: usize, order: usize) -> f64 {
        let finish = self.finish(replication, order).unwrap_or(self.end);
        (finish - self.book[order].due.0).max(0) as f64 / HOUR
    }

    /// A mean over the orders of the book, by replication.
    fn each(&self, of: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let n = self.book.len().max(1) as f64;
        (0..self.orders.len())
            .map(|r| (0..self.book.len()).map(|k| of(r, k)).sum::<f64>() / n)
            .collect()
    }

    fn on_time(&self) -> Vec<f64> {
        self.each(|r, k| f64::from(u8::from(self.is_on_time(r, k))))
    }

    fn otif(&self) -> Vec<f64> {
        self.each(|r, k| f64::from(u8::from(self.is_in_full(r, k))))
    }

    fn attainment(&self) -> Vec<f64> {
        let all: f64 = self.book.iter().map(|o| f64::from(o.quantity)).sum();
        let scale = self.book.len() as f64 / all.max(1.0);
        self.each(|r, k| match self.by_the_day(r, k) {
            true => f64::from(self.book[k].quantity) * scale,
            false => 0.0,
        })
    }

    fn tardy(&self) -> Vec<f64> {
        self.each(|r, k| self.tardiness(r, k))
    }

    fn result(&self, base: Option<&Self>) -> CaseResult {
        let mut cycles: Vec<f64> = Vec::with_capacity(self.orders.len() * self.book.len());
        for order in self.orders.iter().flat_map(|o| o.iter()) {
            let span = order.and_then(|o| Some((o.finish? - o.release?).hours()));
            cycles.push(span.unwrap_or(f64::INFINITY));
        }
        cycles.sort_unstable_by(f64::total_cmp);
        CaseResult {
            name: self.name.to_owned(),
            orders: (0..self.book.len()).map(|k| self.order(k, base)).collect(),
            totals: Totals {
                on_time: mean(&self.on_time()),
                otif: mean(&self.otif()),
                attainment: mean(&self.attainment()),
                tardiness_h: mean(&self.tardy()),
                cycle_p50_h: rank(&cycles, 0.5),
                cycle_p90_h: rank(&cycles, 0.9),
            },
            change: base.map(|base| TotalsChange {
                on_time: paired(&base.on_time(), &self.on_time()),
                otif: paired(&base.otif(), &self.otif()),
                attainment: paired(&base.attainment(), &self.attainment()),
                tardiness_h: paired(&base.tardy(), &self.tardy()),
            }),
            replications_changed: self.changed,
            delays_foreseen: self.foreseen,
        }
    }

    fn order(&self, k: usize, base: Option<&Self>) -> OrderResult {
        let n = self.orders.len();
        let order = &self.book[k];
        let on_time = (0..n).filter(|r| self.is_on_time(*r, k)).count() as u64;
        let mut finishes: Vec<f64> =
            (0..n).map(|r| self.finish(r, k).map_or(f64::INFINITY, |t| t as f64)).collect();
        finishes.sort_unstable_by(f64::total_cmp);
        let start = self.plant.start;
        let at = |p: f64| rank(&finishes, p).map(|t| local(start, t as i64));
        let finished = finishes.iter().filter(|t| t.is_finite()).count();
        let tardy: f64 = (0..n).map(|r| self.tardiness(r, k)).sum();
        let products = self.plant.shop.as_ref().map_or(&[][..], |s| &s.products);
        OrderResult {
            order: order.name.clone(),
            product: products.get(order.product as usize).map_or("", |p| &p.name).to_owned(),
            quantity: order.quantity,
            release: local(start, order.release.0),
            due: local(start, order.due.0),
            priority: order.priority,
            on_time: on_time as f64 / n as f64,
            on_time_interval: wilson(on_time, n as u64),
            finished: finished as f64 / n as f64,
            finish_p10: at(0.1),
            finish_p50: at(0.5),
            finish_p90: at(0.9),
            tardiness_h: tardy / n as f64,
            change: base.and_then(|base| {
                let there = base.book.iter().position(|o| o.name == order.name)?;
                let count = |gained: bool| {
                    let differs = |r: &usize| {
                        let (a, b) = (base.is_on_time(*r, there), self.is_on_time(*r, k));
                        if gained { b && !a } else { a && !b }
                    };
                    (0..n).filter(differs).count() as u64
                };
                Some(change_of_share(count(true), count(false), n as u64))
            }),
        }
    }
}

/// The smallest value that a share `p` of the sorted ones does not exceed; `None` where that one is
/// infinite. (Between two of them nothing is interpolated: the larger may be infinite.)
fn rank(sorted: &[f64], p: f64) -> Option<f64> {
    let at = (libm::ceil(p * sorted.len() as f64) as usize).clamp(1, sorted.len().max(1));
    sorted.get(at - 1).copied().filter(|v| v.is_finite())
}

fn wilson(successes: u64, trials: u64) -> Interval {
    let found = wilson_interval(successes, trials, LEVEL);
    found.map_or(Interval { low: 0.0, high: 1.0 }, |i| Interval { low: i.lower, high: i.upper })
}

fn tally(values: impl Iterator<Item = f64>) -> Tally {
    let mut tally = Tally::default();
    values.for_each(|v| tally.push(v));
    tally
}

fn mean(values: &[f64]) -> Mean {
    let tally = tally(values.iter().copied());
    let interval = mean_interval(&tally, LEVEL);
    Mean {
        estimate: tally.mean().unwrap_or(0.0),
        interval: interval.map(|i| Interval { low: i.lower, high: i.upper }),
    }
}

fn paired(before: &[f64], after: &[f64]) -> Change {
    let Mean { estimate, interval } =
        mean(&before.iter().zip(after).map(|(b, a)| a - b).collect::<Vec<_>>());
    Change { estimate, interval }
}

/// Change of a share that was `gained` in some replications and `lost` in others, of the same luck:
/// the interval is put together from Wilson's for both (MOVER: Zou and Donner 2008, Statistics in
/// Medicine 27), with the correlation of the two counts. It has a width even where nothing changed:
/// so many replications exclude no more.
fn change_of_share(gained: u64, lost: u64, trials: u64) -> Change {
    let n = trials as f64;
    let (up, down) = (gained as f64 / n, lost as f64 / n);
    let estimate = up - down;
    let (of_up, of_down) = (wilson(gained, trials), wilson(lost, trials));
    let room = (1.0 - up) * (1.0 - down);
    let correlation = if room > 0.0 { -(up * down / room).sqrt() } else { 0.0 };
    let side = |a: f64, b: f64| (a * a + b * b - 2.0 * correlation * a * b).max(0.0).sqrt();
    let low = estimate - side(up - of_up.low, of_down.high - down);
    let high = estimate + side(of_up.high - up, down - of_down.low);
    Change { estimate, interval: Some(Interval { low: low.max(-1.0), high: high.min(1.0) }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_meet_infinity_as_none() {
        let values = [1.0, 2.0, 3.0, f64::INFINITY];
        assert_eq!([0.1, 0.5, 0.75].map(|p| rank(&values, p)), [Some(1.0), Some(2.0), Some(3.0)]);
        assert_eq!(rank(&values, 0.9), None);
        assert_eq!(rank(&[], 0.5), None);
    }

    #[test]
    fn nothing_changed_is_exactly_zero_within_what_the_replications_exclude() {
        let none = change_of_share(0, 0, 200);
        assert_eq!(none.estimate, 0.0);
        let Some(Interval { low, high }) = none.interval else { panic!("an interval") };
        // Wilson's upper limit of 0 in 200: z^2 / (n + z^2).
        let limit = 3.841_458_820_694_124 / 203.841_458_820_694_12;
        assert!((low + limit).abs() < 1e-12 && (high - limit).abs() < 1e-12, "{low} {high}");
    }

    #[test]
    fn a_change_covers_its_estimate_and_stays_within_one() {
        for (gained, lost) in [(0, 200), (200, 0), (3, 40), (100, 100)] {
            let change = change_of_share(gained, lost, 200);
            let Some(Interval { low, high }) = change.interval else { panic!("an interval") };
            assert_eq!(change.estimate, (gained as f64 - lost as f64) / 200.0);
            assert!(
                low <= change.estimate && change.estimate <= high && low >= -1.0 && high <= 1.0
            );
        }
    }

    #[test]
    fn local_time_counts_from_the_first_day() {
        let start = Date::constant(2027, 1, 4);
        assert_eq!(local(start, 30 * 3_600_000_000), "2027-01-05T06:00");
        assert_eq!(local(start, -3_600_000_000), "2027-01-03T23:00");
    }
}
