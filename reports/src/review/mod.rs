//! Tracking after the decision: the file that the plant fills in, and the budget review.

mod file;
mod page;
mod print;

pub use file::{ActualFaults, actuals, review_csv, tracking_csv};
pub use page::report;
pub use print::terminal;

use crate::baseline::value;
use scenarios::study::result::ForecastBand;
use scenarios::tracking::review::{Review, ReviewMonth, Standing};

/// Where a figure lies, in words.
const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => "within the band",
        Standing::Better => "better than the band",
        Standing::Worse => "worse than the band",
        Standing::NoForecast => "no forecast",
    }
}

/// Indicators that are told of a month; all are in the JSON.
const TOLD: usize = 4;

/// How far a figure lies outside its band, in widths of the band.
fn excess(actual: f64, band: &ForecastBand) -> f64 {
    let beyond = (actual - band.p90).max(band.p10 - actual).max(0.0);
    let width = band.p90 - band.p10;
    if width > 0.0 { beyond / width } else { f64::INFINITY }
}

/// What the other indicators say of a month outside its band: those farthest outside theirs first.
fn causes(month: &ReviewMonth, currency: &str) -> String {
    let outside = month.causes.iter().filter(|cause| cause.outside == Some(true));
    let mut outside: Vec<(f64, String)> = outside
        .filter_map(|cause| {
            let (actual, band) = (cause.actual?, cause.forecast?);
            let [seen, low, high] =
                [actual, band.p10, band.p90].map(|x| value(x, &cause.unit, None, currency));
            let told = format!("{} {seen} (forecast {low} to {high})", cause.title);
            Some((excess(actual, &band), told))
        })
        .collect();
    outside.sort_by(|a, b| b.0.total_cmp(&a.0));
    let more = outside.len().saturating_sub(TOLD);
    let mut told: Vec<String> = outside.into_iter().take(TOLD).map(|(_, told)| told).collect();
    if more > 0 {
        told.push(format!("and {more} more outside their bands"));
    }
    let observed = month.causes.iter().filter(|cause| cause.actual.is_some()).count();
    match (told.is_empty(), observed) {
        (false, _) => told.join("; "),
        (true, 0) => "not observed".to_owned(),
        (true, n) => format!("none of the {n} other indicators reported is outside its band"),
    }
}

/// The first sentence.
fn sentence(review: &Review) -> String {
    let (mut all, mut outside, mut worse) = (0, 0, 0);
    for line in &review.lines {
        all += line.months.iter().filter(|m| m.standing != Standing::NoForecast).count();
        outside += line.better_than + line.worse_than;
        worse += line.worse_than;
    }
    match outside {
        _ if all == 0 => {
            "No actual figure of the scorecard can be held against a forecast.".to_owned()
        }
        0 => format!("All {all} actual figures are within the band of the forecast."),
        _ => format!(
            "{outside} of {all} actual figures are outside the band of the forecast, {worse} of them on \
             the worse side. A band holds four futures of five: by chance alone one figure of five is outside."
        ),
    }
}
