//! The budget review: what really happened, held against today's plant continued and against the forecast.

use crate::study::result::{Better, ForecastBand, Interval, StudyResult, TrackedLine, Tracking};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this format.
pub const REVIEW_FORMAT: &str = "gemba.review/1";

/// One actual figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Actual {
    /// Key of the line.
    pub name: String,
    /// Month after the contract, from 1.
    pub month: u32,
    /// In the unit of the line.
    pub value: f64,
    /// What the plant says about it.
    pub said: Option<String>,
}

/// A budget review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Always [`REVIEW_FORMAT`].
    pub format: String,
    /// Name of the study.
    pub study: String,
    /// Name of the plant.
    pub plant: String,
    /// Currency, ISO 4217.
    pub currency: String,
    /// The comparison that is tracked.
    pub comparison: String,
    /// Futures behind the bands.
    pub futures: u64,
    /// The day of the review, ISO 8601.
    pub as_of: String,
    /// Indicators of the scorecard with at least one actual figure.
    pub lines: Vec<ReviewLine>,
    /// Indicators of the scorecard without one.
    pub missing: Vec<String>,
    /// Pilots that have begun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilots: Vec<PilotReview>,
    /// Post-audits of the projects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audits: Vec<Audit>,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewLine {
    /// Its key in the scorecard.
    pub name: String,
    /// For people, with the machine it speaks of.
    pub title: String,
    /// Unit of a month's value.
    pub unit: String,
    /// Direction.
    pub better: Better,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The months reported.
    pub months: Vec<ReviewMonth>,
    /// Of those within the band of the forecast.
    pub within: u64,
    /// Of those outside, on the better side (where there is one; otherwise above).
    pub better_than: u64,
    /// Outside, on the worse side (otherwise below).
    pub worse_than: u64,
    /// What the differences from the mean forecast mean in money at prices of the first day, together;
    /// absent where the indicator has no price.
    pub money: Option<Worth>,
}

/// One month of one indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewMonth {
    /// Month after the contract, from 1.
    pub month: u32,
    /// Its first day, ISO 8601.
    pub first_day: String,
    /// Today's plant, continued.
    pub baseline: Option<ForecastBand>,
    /// With the investment.
    pub forecast: Option<ForecastBand>,
    /// What happened.
    pub actual: f64,
    /// Where it lies.
    pub standing: Standing,
    /// Actual less mean forecast.
    pub difference: Option<f64>,
    /// What that means in money at prices of the first day.
    pub money: Option<Worth>,
    /// Outside the band: what the plant's other indicators say of this month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// What the plant says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// An amount with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Worth {
    /// Money; negative: less than forecast.
    pub amount: f64,
    /// 95 % interval.
    pub interval: Interval,
}

/// Where an actual figure lies against the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Between P10 and P90.
    Within,
    /// Outside, on the better side, or above where neither side is better.
    Better,
    /// Outside, on the worse side, or below where neither side is better.
    Worse,
    /// There is no forecast for this month.
    NoForecast,
}

/// What another indicator says of a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cause {
    /// The indicator.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// What happened; absent: not observed.
    pub actual: Option<f64>,
    /// Its forecast.
    pub forecast: Option<ForecastBand>,
    /// Is it outside its own band? Absent: not observed, or without a forecast.
    pub outside: Option<bool>,
}

/// A pilot and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PilotReview {
    /// The investment.
    pub title: String,
    /// Its metric.
    pub metric: String,
    /// First month, from 1.
    pub from_month: u32,
    /// Last month.
    pub to_month: u32,
    /// Months of it with an actual figure.
    pub reported: u32,
    /// Relative change of the mean against the mean of today's plant in the same months; absent until
    /// every month is reported.
    pub change: Option<f64>,
    /// Relative change that passes.
    pub wanted: f64,
    /// Does it pass? Absent until every month is reported.
    pub passes: Option<bool>,
}

/// A post-audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Audit {
    /// The investment.
    pub title: String,
    /// Who approved it.
    pub approver: String,
    /// Its day, ISO 8601.
    pub on: String,
    /// Is it due on the day of the review?
    pub due: bool,
}

/// Holds actual figures against a result.
pub fn review(
    result: &StudyResult,
    tracking: &Tracking,
    actuals: &[Actual],
    as_of: &str,
) -> Review {
    let has = |line: &&TrackedLine| actuals.iter().any(|a| a.name == line.name);
    let title = |line: &TrackedLine| match &line.on {
        Some(on) => format!("{} ({on})", line.title),
        None => line.title.clone(),
    };
    let audits = result.projects.iter().flat_map(|project| {
        let approval = project.approval.as_ref();
        let days = approval.map_or(&[][..], |approval| &approval.post_audits);
        days.iter().map(move |day| Audit {
            title: project.title.clone(),
            approver: approval.map(|a| a.approver.clone()).unwrap_or_default(),
            on: day.clone(),
            due: day.as_str() <= as_of,
        })
    });
    Review {
        format: REVIEW_FORMAT.to_owned(),
        study: result.provenance.study.clone(),
        plant: result.provenance.plant.clone(),
        currency: result.provenance.currency.clone(),
        comparison: tracking.comparison.clone(),
        futures: tracking.futures,
        as_of: as_of.to_owned(),
        lines: tracking.lines.iter().filter(has).map(|l| line(tracking, l, actuals)).collect(),
        missing: tracking.lines.iter().filter(|line| !has(line)).map(title).collect(),
        pilots: pilots(tracking, actuals),
        audits: audits.collect(),
    }
}

fn line(tracking: &Tracking, line: &TrackedLine, actuals: &[Actual]) -> ReviewLine {
    let mut months: Vec<ReviewMonth> = actuals
        .iter()
        .filter(|actual| actual.name == line.name)
        .map(|actual| month(tracking, line, actual, actuals))
        .collect();
    months.sort_by_key(|m| m.month);
    let count =
        |standing: Standing| months.iter().filter(|m| m.standing == standing).count() as u64;
    let differences: Option<Vec<f64>> = months.iter().map(|m| m.difference).collect();
    ReviewLine {
        name: line.name.clone(),
        title: match &line.on {
            Some(on) => format!("{} ({on})", line.title),
            None => line.title.clone(),
        },
        unit: line.unit.clone(),
        better: line.better,
        owner: line.owner.clone(),
        within: count(Standing::Within),
        better_than: count(Standing::Better),
        worse_than: count(Standing::Worse),
        money: differences.and_then(|all| worth(line, all.iter().sum())),
        months,
    }
}

/// A difference in money: at the slope of the futures.
fn worth(line: &TrackedLine, difference: f64) -> Option<Worth> {
    let money = line.money.as_ref()?;
    let (a, b) = (money.interval.low * difference, money.interval.high * difference);
    let interval = Interval { low: a.min(b) + 0.0, high: a.max(b) + 0.0 };
    Some(Worth { amount: money.per_unit * difference + 0.0, interval })
}

fn month(
    tracking: &Tracking,
    line: &TrackedLine,
    actual: &Actual,
    actuals: &[Actual],
) -> ReviewMonth {
    let m = actual.month as usize - 1;
    let forecast = line.forecast.get(m).copied().flatten();
    let standing =
        forecast.map_or(Standing::NoForecast, |band| standing(line.better, actual.value, band));
    // The mean adds up over months; the median of a skewed indicator does not.
    let difference = forecast.map(|band| actual.value - band.mean);
    let outside = matches!(standing, Standing::Better | Standing::Worse);
    let of = |driver: &TrackedLine| {
        let seen = actuals.iter().find(|a| a.name == driver.name && a.month == actual.month);
        let forecast = driver.forecast.get(m).copied().flatten();
        let seen = seen.map(|a| a.value);
        Cause {
            title: driver.title.clone(),
            unit: driver.unit.clone(),
            actual: seen,
            forecast,
            outside: seen.zip(forecast).map(|(x, band)| x < band.p10 || x > band.p90),
        }
    };
    let others = tracking.lines.iter().filter(|other| other.name != line.name);
    let drivers = tracking.drivers.iter().chain(others);
    ReviewMonth {
        month: actual.month,
        first_day: tracking.months.get(m).cloned().unwrap_or_default(),
        baseline: line.baseline.get(m).copied().flatten(),
        forecast,
        actual: actual.value,
        standing,
        difference,
        money: difference.and_then(|d| worth(line, d)),
        causes: if outside { drivers.map(of).collect() } else { Vec::new() },
        said: actual.said.clone(),
    }
}

fn standing(better: Better, value: f64, band: ForecastBand) -> Standing {
    let (low, high) = match better {
        Better::Lower => (Standing::Better, Standing::Worse),
        Better::Higher | Better::Neither => (Standing::Worse, Standing::Better),
    };
    match value {
        x if x < band.p10 => low,
        x if x > band.p90 => high,
        _ => Standing::Within,
    }
}

fn pilots(tracking: &Tracking, actuals: &[Actual]) -> Vec<PilotReview> {
    let one = |pilot: &crate::study::result::PilotResult| {
        let line = tracking.lines.iter().find(|line| line.title == pilot.metric)?;
        let months = pilot.start_month + 1..=pilot.start_month + pilot.months;
        let of = |m: u32| actuals.iter().find(|a| a.name == line.name && a.month == m);
        let seen: Vec<f64> = months.clone().filter_map(of).map(|a| a.value).collect();
        let before = |m: u32| line.baseline.get(m as usize - 1).copied().flatten();
        let old: Option<f64> = months.clone().map(|m| before(m).map(|band| band.mean)).sum();
        let complete = seen.len() as u32 == pilot.months;
        let new: f64 = seen.iter().sum();
        let change = old.filter(|old| complete && *old != 0.0).map(|old| (new - old) / old.abs());
        let wanted = pilot.target * pilot.gate;
        Some(PilotReview {
            title: pilot.title.clone(),
            metric: pilot.metric.clone(),
            from_month: *months.start(),
            to_month: *months.end(),
            reported: seen.len() as u32,
            change,
            wanted,
            passes: change.map(|change| super::reaches(line.better, change, wanted)),
        })
    };
    tracking.pilots.iter().filter_map(one).filter(|pilot| pilot.reported > 0).collect()
}
