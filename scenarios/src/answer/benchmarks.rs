//! Bands of the literature beside the headline: the claims of the catalogue, channel by channel.

use super::claims::{mature_from, mature_sum};
use crate::catalogue::{self, LibraryClaim, PLATFORM, SAVINGS};
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
    let mut all: Vec<Benchmark> =
        claims.map(|(channel, claim)| desk.benchmark(channel, claim)).collect();
    all.extend([("payback", &PLATFORM), ("benefit", &SAVINGS)].map(|(c, band)| desk.told(c, band)));
    all
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
        let (source, date) = dated(&claim.source);
        Benchmark {
            channel: channel.to_owned(),
            about: claim.about.clone(),
            band,
            unit: unit.to_owned(),
            basis: claim.basis.clone(),
            source,
            date,
            lies: lies(band, simulated),
            simulated,
            interval,
        }
    }

    /// A band that is told of whole plants.
    fn told(&self, channel: &str, band: &catalogue::Band) -> Benchmark {
        let unit = if band.unit == "$/year" { "money/year" } else { band.unit };
        let ends = Interval { low: band.from, high: band.to };
        let found = match channel {
            "payback" => (self.payback(), None),
            _ if self.study.terms.currency.to_string() == "USD" => self.hard(),
            _ => (None, None),
        };
        let (source, date) = dated(band.source);
        Benchmark {
            channel: channel.to_owned(),
            about: band.about.to_owned(),
            band: Some(ends),
            unit: unit.to_owned(),
            basis: "as reported".to_owned(),
            source,
            date,
            lies: lies(Some(ends), found.0),
            simulated: found.0,
            interval: found.1,
        }
    }

    fn payback(&self) -> Option<f64> {
        match self.head.rows.first()?.metrics.payback.p50 {
            PaybackTime::Within(months) => Some(months),
            PaybackTime::Never => None,
        }
    }

    fn simulated(&self, channel: &str, claim: &LibraryClaim) -> Found {
        match channel {
            "downtime" => self.less("unplanned_down_h", &claim.basis),
            "maintenance" => self.less("failures", &claim.basis),
            "quality" if claim.indicator.is_some() => self.less("scrap", &claim.basis),
            "quality" => (self.defect_rate(), None),
            "energy" => self.of_pool("energy"),
            "payback" => (self.payback(), None),
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

    /// Share of the pieces of today's plant that is defective.
    fn defect_rate(&self) -> Option<f64> {
        self.head.deltas.iter().find(|delta| delta.key == "defect_rate")?.reference
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

fn lies(band: Option<Interval>, simulated: Option<f64>) -> Band {
    match (band, simulated) {
        (Some(band), Some(x)) if x < band.low - 1e-9 => Band::Below,
        (Some(band), Some(x)) if x > band.high + 1e-9 => Band::Above,
        (Some(_), Some(_)) => Band::Inside,
        _ => Band::NotComparable,
    }
}

fn scaled(spread: &Spread, by: f64) -> Option<Interval> {
    spread.mean_ci.map(|ci| Interval { low: ci.low / by, high: ci.high / by })
}

/// `30 %` is 0.3 `share`, `3 months` 3 `months`.
fn number(text: &str) -> Option<(f64, String)> {
    let (digits, unit) = text.split_once(' ')?;
    let value: f64 = digits.parse().ok()?;
    Some(match unit {
        "%" => (value / 100.0, "share".to_owned()),
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
        assert_eq!(number("3 months"), Some((3.0, "months".to_owned())));
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
