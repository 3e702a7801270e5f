//! Bands of the literature beside the headline: the claims of the catalogue, channel by channel.

use super::claims::{mature_from, mature_sum};
use crate::catalogue::{self, LibraryClaim};
use crate::study::Study;
use crate::study::result::{
    ArmResult, Band, Benchmark, Comparison, Firmness, Interval, PaybackTime, Role, Spread,
};

/// What is simulated: the value, and its interval where it is known.
type Found = (Option<f64>, Option<Interval>);

/// The bands beside the headline; empty without a comparison with today's plant.
pub fn all(study: &Study, arms: &[ArmResult], comparisons: &[Comparison]) -> Vec<Benchmark> {
    let (Some(plan), Some(head)) = (study.comparisons.first(), comparisons.first()) else {
        return Vec::new();
    };
    if arms[plan.reference].role != Role::Before {
        return Vec::new();
    }
    // The catalogue is part of the program; a test reads all of it.
    let entries = catalogue::all().unwrap_or_default();
    let claims = entries.iter().flat_map(|entry| &entry.claims);
    let claims = claims.filter_map(|claim| Some((claim.channel.as_deref()?, claim)));
    let desk = Desk {
        study,
        head,
        before: &arms[plan.reference],
        after: &arms[plan.investment],
        investment: plan.investment,
    };
    claims.map(|(channel, claim)| desk.benchmark(channel, claim)).collect()
}

struct Desk<'a> {
    study: &'a Study,
    head: &'a Comparison,
    before: &'a ArmResult,
    after: &'a ArmResult,
    investment: usize,
}

impl Desk<'_> {
    fn benchmark(&self, channel: &str, claim: &LibraryClaim) -> Benchmark {
        let ends = claim.range.as_ref().and_then(|(low, high)| Some((number(low)?, number(high)?)));
        let unit = ends.as_ref().map_or("", |((_, unit), _)| unit);
        let band = ends.as_ref().map(|((low, _), (high, _))| Interval { low: *low, high: *high });
        let (simulated, interval) = self.simulated(channel, claim);
        let lies = match (band, simulated) {
            (Some(band), Some(x)) if x < band.low - 1e-9 => Band::Below,
            (Some(band), Some(x)) if x > band.high + 1e-9 => Band::Above,
            (Some(_), Some(_)) => Band::Inside,
            _ => Band::NotComparable,
        };
        let (source, date) = dated(&claim.source);
        Benchmark {
            channel: channel.to_owned(),
            about: claim.about.clone(),
            band,
            unit: unit.to_owned(),
            basis: claim.basis.clone(),
            source,
            date,
            simulated,
            interval,
            lies,
        }
    }

    fn simulated(&self, channel: &str, claim: &LibraryClaim) -> Found {
        match channel {
            "downtime" => self.less("unplanned_down_h", &claim.basis),
            "maintenance" => self.less("failures", &claim.basis),
            "quality" if claim.indicator.is_some() => self.less("scrap", &claim.basis),
            "quality" => (self.defect_rate(), None),
            "energy" => self.of_pool("energy"),
            "payback" => {
                let base = self.head.rows.first().map(|row| &row.metrics.payback);
                let months = base.and_then(|payback| match payback.p50 {
                    PaybackTime::Within(months) => Some(months),
                    PaybackTime::Never => None,
                });
                (months, None)
            }
            "benefit" if self.study.terms.currency.to_string() == "USD" => self.hard(),
            _ => (None, None),
        }
    }

    /// By how much a quantity falls, as a share of today's: in the first year or in the mature months; the
    /// interval is that of the whole horizon.
    fn less(&self, indicator: &str, basis: &str) -> Found {
        let mature = self.study.arms[self.investment]
            .investments
            .iter()
            .map(|k| mature_from(self.study, *k))
            .max()
            .unwrap_or(0);
        let sum = |arm: &ArmResult| match basis {
            "first year" => mature_sum(arm, indicator, 0) - mature_sum(arm, indicator, 12),
            _ => mature_sum(arm, indicator, mature),
        };
        let (before, after) = (sum(self.before), sum(self.after));
        let value = (before > 0.0).then(|| 1.0 - after / before);
        let delta = self.head.deltas.iter().find(|delta| delta.key == indicator);
        let interval = delta.and_then(|delta| {
            let (spread, reference) =
                (delta.spread.as_ref()?, delta.reference.filter(|r| *r > 0.0)?);
            let ci = spread.mean_ci?;
            Some(Interval { low: -ci.high / reference, high: -ci.low / reference })
        });
        (value, interval.filter(|_| value.is_some()))
    }

    /// Defective pieces of today's plant, found or escaped, as a share of all that were made.
    fn defect_rate(&self) -> Option<f64> {
        let sum = |key: &str| mature_sum(self.before, key, 0);
        let bad = sum("scrap") + sum("rejected_bad") + sum("escaped");
        let made = sum("good") + sum("scrap") + sum("rejected_bad");
        (made > 0.0 && bad > 0.0).then(|| bad / made)
    }

    /// The hard benefit of a category as a share of what today's plant spends on it.
    fn of_pool(&self, category: &str) -> Found {
        let line = self
            .head
            .benefits
            .iter()
            .find(|b| b.category == category && b.firmness == Firmness::Hard);
        let found = line.and_then(|line| {
            let pool = line.pool.filter(|pool| *pool > 0.0)?;
            Some((line.per_year.mean / pool, scaled(&line.per_year, pool)))
        });
        found.map_or((None, None), |(value, interval)| (Some(value), interval))
    }

    fn hard(&self) -> Found {
        match &self.head.combined {
            Some(all) => (Some(all.per_year.mean), all.per_year.mean_ci),
            None => (None, None),
        }
    }
}

fn scaled(spread: &Spread, by: f64) -> Option<Interval> {
    spread.mean_ci.map(|ci| Interval { low: ci.low / by, high: ci.high / by })
}

/// `30 %` is 0.3 `share`, `3 months` 3 `months`, `0.5 M$/year` 500,000 `money/year`.
fn number(text: &str) -> Option<(f64, String)> {
    let (digits, unit) = text.split_once(' ')?;
    let value: f64 = digits.parse().ok()?;
    Some(match unit {
        "%" => (value / 100.0, "share".to_owned()),
        "M$/year" => (value * 1e6, "money/year".to_owned()),
        unit => (value, unit.to_owned()),
    })
}

/// `a paper (2025)` is a paper of 2025.
fn dated(source: &str) -> (String, String) {
    match source.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((source, date)) => (source.to_owned(), date.to_owned()),
        None => (source.to_owned(), "undated".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c53_numbers_and_dates_of_the_library_are_read() {
        assert_eq!(number("30 %"), Some((0.3, "share".to_owned())));
        assert_eq!(number("0.5 M$/year"), Some((500_000.0, "money/year".to_owned())));
        assert_eq!(number("none"), None);
        let (source, date) = dated("the smart factory in 2025 (2025)");
        assert_eq!((source.as_str(), date.as_str()), ("the smart factory in 2025", "2025"));
    }

    #[test]
    fn c53_every_benchmark_of_the_library_has_a_source_and_a_date() {
        let entries = catalogue::all().unwrap_or_default();
        let claims: Vec<_> =
            entries.iter().flat_map(|e| &e.claims).filter(|c| c.channel.is_some()).collect();
        let has = |channel: &str| claims.iter().any(|c| c.channel.as_deref() == Some(channel));
        for channel in ["downtime", "quality", "energy", "safety", "planning"] {
            assert!(has(channel), "{channel}");
        }
        for claim in claims {
            let (source, date) = dated(&claim.source);
            assert!(!source.is_empty() && date != "undated", "{}", claim.about);
        }
    }
}
