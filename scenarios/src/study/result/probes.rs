//! What a few futures more have answered.

use super::{Interval, PaybackTime, Share, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an hour of downtime of the constraint costs, by the length of the stop: simulated, beside the
/// formula and beside what people say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DowntimeHour {
    /// The station that was stopped.
    pub station: String,
    /// Futures of today's plant, each run once without and once with the stops of each length.
    pub futures: u64,
    /// Months of each.
    pub months: u32,
    /// One point per length, shortest first.
    pub points: Vec<DowntimePoint>,
    /// The formula: margin, idle wages, overtime, emergency premium per hour; absent without a closed
    /// form.
    pub formula: Option<f64>,
    /// Its four parts, in that order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formula_parts: Vec<f64>,
    /// What people of the plant say (`informal_downtime_hour`).
    pub informal: Option<f64>,
    /// Formula over informal estimate; usual is 2 to 3, outside 1 to 4 asks for a reason.
    pub formula_to_informal: Option<f64>,
}

/// Cost of an hour in stops of one length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DowntimePoint {
    /// Length of a stop \[hours inside the schedule\].
    pub hours: f64,
    /// Stops of this length in each future.
    pub stops: u32,
    /// Mean cost per hour of stop: hard money lost, finally not sold or made up in overtime; the repair
    /// itself is not in it.
    pub per_hour: f64,
    /// 95 % interval of the mean.
    pub ci: Option<Interval>,
    /// Of it the margin of pieces that were finally not sold.
    pub margin: f64,
    /// Of it overtime.
    pub overtime: f64,
}

/// The most expensive single failure of the reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorstEvent {
    /// Where the worst event of the horizon most often begins.
    pub root: String,
    /// In how many of the futures it does.
    pub root_share: Option<Share>,
    /// Futures that were watched.
    #[serde(default)]
    pub futures: u64,
    /// Worst event of the first 12 months, gross: hours that the constraint lost to it inside the
    /// schedule, times the margin of an hour.
    pub gross: Spread,
    /// The same over the whole horizon.
    pub gross_horizon: Option<Spread>,
    /// Worst event of the horizon, net: hard money of the same future in which this one failure does not
    /// happen, less that of the future itself, up to three months after it (parts, service, overtime and
    /// recovery included). Absent where it could not be taken out.
    pub net: Option<Spread>,
    /// Mean cash of the first year of the investment.
    #[serde(default)]
    pub first_year_cost: f64,
    /// Share of futures with an event in the horizon whose net cost is above the cash of the first year.
    pub above_cost: Option<Share>,
    /// Share of futures with an event in the horizon at least as large (hours of the constraint) as the
    /// median worst event of a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_that_size: Option<Share>,
    /// Does the median worst event of a year alone cost more (gross) than the first year of the
    /// investment? Absent where nothing is bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outweighs: Option<bool>,
    /// Share of such events that the investment prevents: the life that ended in it does not end in a
    /// failure.
    pub prevented: Option<f64>,
    /// The same with its interval.
    pub prevented_share: Option<Share>,
    /// Months until the first major failure is avoided; major: it costs the constraint at least as many
    /// hours as the median worst event of a year. Quantiles with "never" above all numbers.
    pub first_avoided: Option<FirstAvoided>,
}

/// When the first major failure is avoided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FirstAvoided {
    /// Hours of the constraint from which a failure counts as major.
    pub major_hours: f64,
    /// 10 % quantile \[months\].
    pub p10: PaybackTime,
    /// Median \[months\].
    pub p50: PaybackTime,
    /// 90 % quantile \[months\].
    pub p90: PaybackTime,
    /// Share within 6 months: the upper end of the band that is promised for critical equipment.
    pub within_6: Share,
    /// Share without any within the horizon.
    pub never: Share,
}

/// How the plant stands what happens to it, before and with the investment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Resilience {
    /// Futures that were watched.
    pub futures: u64,
    /// Hours that the constraint works in the worst full week, as a share of its median week.
    pub worst_week: Option<BeforeAfter>,
    /// Weeks after the worst event of the horizon until the constraint first works a median week again.
    pub recovery_weeks: Option<BeforeAfter>,
    /// What a month served is measured by: `demand` (share sold of what was wanted) or `orders` (share of
    /// finished orders on time); absent without customers.
    pub service: Option<String>,
    /// Service in the month that 95 % of the months surpass.
    pub service_p5: Option<BeforeAfter>,
}

/// A number of both plants over the futures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BeforeAfter {
    /// Of the reference.
    pub before: Spread,
    /// With the investment.
    pub after: Spread,
    /// After less before, future by future.
    pub difference: Spread,
}
